"""There and back: any chat, written as an app would export it, is read as it was: who, when, what."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.sources.base import ReadContext
from index.sources.detect import detect
from index.types.records import MessageRecord
from tests.index.sources import chat_writers as write
from tests.index.sources.chat_writers import Said
from tests.index.sources.reading import files

EXAMPLES = 25
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "UTC",
)
SNIPPETS = (
    *("🏕️👩‍👩‍👧", "مرحبا بك", "שלום", "नमस्ते दुनिया", "สวัสดี", "明日 行く", "e\u0301te\u0301"),
    *("a: b", "12/11", "<b>&amp;", '"x"', "*", "- no"),
)
# Direction and format marks are taken off by apps and parsers alike: they are not part of what a person sees.
LETTERS = st.characters(exclude_categories=("C", "Zl", "Zp", "Zs"), exclude_characters="\u2068\u2069")
WORD = st.one_of(st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(SNIPPETS))
LINE = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
BODY = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
NAME = st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=3, max_size=10).map(lambda name: "N" + name)
NICK = st.text("abcdefgxyz_-[]^", min_size=1, max_size=9).map(lambda nick: "n" + nick)


@st.composite
def chats(
    draw: st.DrawFn, *, names: st.SearchStrategy[str] = NAME, bodies: st.SearchStrategy[str] = BODY
) -> list[Said]:
    """Make a chat of up to four people over up to some weeks, in order. A day after the 12th tells days from months."""
    people = draw(st.lists(names, min_size=2, max_size=4, unique_by=str.casefold))
    at = datetime(draw(st.integers(2012, 2025)), draw(st.integers(1, 12)), 20, draw(st.integers(0, 23)), 7, tzinfo=UTC)
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    chat = []
    for _ in range(draw(st.integers(2, 8))):
        # An hour that daylight saving repeats has no one reading on a wall clock.
        wall = at.astimezone(zone)
        if wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset():
            at += timedelta(hours=4)
        chat.append(Said(draw(st.sampled_from(people)), at, draw(bodies), zone))
        at += timedelta(minutes=draw(st.integers(1, 3000)))
    return chat


def read_back(path: Path, kind: str, zone: tzinfo) -> list[MessageRecord]:
    found: list[MessageRecord] = []
    for file in files(path):
        source = detect(file)
        assert source.kind == kind, f"{file.name} is taken for {source.kind}"
        records = list(source.read(file, ReadContext(zone, zone_guessed=False)))
        found += [record for record in records if isinstance(record, MessageRecord) and record.kind == "text"]
    return found


def check(writer: write.Writer, kind: str, chat: list[Said]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = read_back(writer(Path(folder), chat), kind, chat[0].zone)
    assert [(one.sender.name if one.sender else "", one.time and one.time.utc_ms, one.body) for one in found] == [
        (said.who, said.ms, said.body) for said in chat
    ]


there_and_back = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.parametrize("header", write.WHATSAPP)
def test_whatsapp(header: str) -> None:
    @settings(there_and_back, max_examples=10)
    @given(chats())
    def there(chat: list[Said]) -> None:
        check(write.whatsapp(header), "whatsapp", chat)

    there()


@pytest.mark.parametrize(
    ("writer", "kind"),
    [
        (write.telegram, "telegram"),
        (write.signal, "signal"),
        (write.discord, "discord"),
        (write.slack, "slack"),
        (write.messenger, "messenger"),
        (write.matrix, "matrix"),
        (write.skype, "skype"),
        (write.teams, "teams"),
        (write.google_chat, "google-chat"),
        (write.google_voice, "google-voice"),
        (write.sms, "sms"),
        (write.imessage, "imessage"),
        (write.line, "line"),
        (write.kakaotalk_phone, "kakaotalk"),
        (write.kakaotalk_desktop, "kakaotalk"),
    ],
)
def test_apps(writer: write.Writer, kind: str) -> None:
    @there_and_back
    @given(chats())
    def there(chat: list[Said]) -> None:
        check(writer, kind, chat)

    there()


@pytest.mark.parametrize("writer", [write.weechat, write.irssi])
def test_irc(writer: write.Writer) -> None:
    @there_and_back
    @given(chats(names=NICK, bodies=LINE.map(lambda line: "x " + line)))
    def there(chat: list[Said]) -> None:
        check(writer, "irc", chat)

    there()
