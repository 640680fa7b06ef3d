"""Whole-set questions over the sample home, each held against an answer worked out from the parsed files alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Answer
from app.assistant.types import Scope
from app.home.sample_home import NOW, OWNER, ZONE
from index.index import Index
from index.sources.base import ReadContext
from index.sources.detect import detect
from index.sources.files.walk import walk
from index.types.events import FileSkipped
from index.types.records import ChatRecord, MessageRecord

HOME = Path(__file__).parents[4] / "app" / "sample_home"
ZONE_INFO = ZoneInfo(ZONE)
CONTEXT = ReadContext(ZONE_INFO, zone_guessed=False, me=OWNER)
MONTHS = {"August": 8, "September": 9, "October": 10, "November": 11}


@dataclass(frozen=True)
class Said:
    """A message as its file has it."""

    sender: str
    chat: str
    at: datetime
    text: str
    place: int


@pytest.fixture(scope="module")
def said() -> list[Said]:
    """Everything that was written, oldest first, read without the index."""
    found: list[Said] = []
    for file in walk([HOME]):
        assert not isinstance(file, FileSkipped)
        titles = {}
        for record in detect(file).read(file, CONTEXT):
            if isinstance(record, ChatRecord):
                titles[record.native_id] = record.title
            elif (
                isinstance(record, MessageRecord)
                and record.sender
                and record.time
                and record.kind not in ("system", "deleted")
            ):
                at = record.time.local(ZONE_INFO)
                if record.body or record.attachments or record.kind != "text":
                    found.append(Said(record.sender.name, titles[record.chat], at, record.body.strip(), len(found)))
    return sorted(found, key=lambda m: (m.at, m.place))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Index.open(tmp_path_factory.mktemp("home") / "index.db", zone=ZONE_INFO, create=True) as index:
        for _ in index.add([HOME], embedder=None, context=CONTEXT):
            pass
        yield Assistant(index, embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=ZONE_INFO)


def told(assistant: Assistant, question: str) -> str:
    *_, last = assistant.ask(question, Scope())
    assert isinstance(last, Answer)
    return last.sentences[0].text if last.sentences else ""


def number_of(text: str) -> int | None:
    match = re.match(r"([\d,]+) message", text)
    return int(match[1].replace(",", "")) if match else None


def day(date: str) -> datetime:
    return datetime.fromisoformat(date).replace(tzinfo=ZONE_INFO)


def counts(said: list[Said]) -> Iterator[tuple[str, int]]:
    """Questions with a number for an answer."""
    names = list(Counter(m.sender for m in said))
    chats = list(Counter(m.chat for m in said))
    for name in names:
        mine = [m for m in said if m.sender == name]
        yield f"how many messages did {name} send?", len(mine)
        for month, number in MONTHS.items():
            yield f"how many messages did {name} write in {month}?", sum(m.at.month == number for m in mine)
        for date in ("2026-09-15", "2026-10-12"):
            yield f"how many messages from {name} since {date}?", sum(m.at >= day(date) for m in mine)
            yield f"how many messages from {name} before {date}?", sum(m.at < day(date) for m in mine)
        yield (
            f"how many messages did {name} send last week?",
            sum(day("2026-11-02") <= m.at < day("2026-11-09") for m in mine),
        )
        yield (
            f"how many messages did {name} send yesterday?",
            sum(m.at.date().isoformat() == "2026-11-11" for m in mine),
        )
        yield f"how many messages did {name} send today?", sum(m.at.date().isoformat() == "2026-11-12" for m in mine)
    for chat in chats:
        here = [m for m in said if m.chat == chat]
        yield f"how many messages are in the {chat} chat?", len(here)
        for week in range(14):
            first = day("2026-08-31") + timedelta(weeks=week)
            last = first + timedelta(days=6)
            yield (
                f"how many messages are in the {chat} chat between {first.date()} and {last.date()}?",
                sum(first.date() <= m.at.date() <= last.date() for m in here),
            )
    owner = [m for m in said if m.sender == OWNER]
    yield "how many messages did I send?", len(owner)
    yield "how many messages are there?", len(said)
    for word in ("cabin", "firewood", "train", "sauna", "paella", "Saturday", "deposit", "Frau Hartung", "curry", "snow",
                 "bus", "zip", "bread", "Netto", "keys", "the", "coffee", "dinner", "thanks", "key"):  # fmt: skip
        holds = [m for m in said if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", m.text.casefold())]
        if word != "the":
            yield f"how many messages mention {word}?", len(holds)
        if word in ("cabin", "train", "dinner", "coffee", "bread"):
            for name in names:
                yield f"how many times did {name} mention {word}?", sum(m.sender == name for m in holds)


def ends(said: list[Said]) -> Iterator[tuple[str, Said]]:
    """Questions with one message for an answer."""
    for name in Counter(m.sender for m in said):
        mine = [m for m in said if m.sender == name]
        yield f"when did {name} last write?", mine[-1]
        yield f"what is the first message from {name}?", mine[0]
        for month, number in MONTHS.items():
            then = [m for m in mine if m.at.month == number]
            if then:
                yield f"what is the first message from {name} in {month}?", then[0]
                yield f"what is the last message from {name} in {month}?", then[-1]
    for chat in Counter(m.chat for m in said):
        here = [m for m in said if m.chat == chat]
        yield f"what is the first message in the {chat} chat?", here[0]
        yield f"what is the last message in the {chat} chat?", here[-1]


def test_every_count_is_right(assistant: Assistant, said: list[Said]) -> None:
    asked = list(counts(said))
    wrong = [(q, right, text) for q, right in asked if number_of(text := told(assistant, q)) != right]
    assert wrong == []
    assert len(asked) >= 150


def test_every_first_and_last_is_right(assistant: Assistant, said: list[Said]) -> None:
    asked = list(ends(said))
    wrong = [
        (q, right.text, text)
        for q, right in asked
        if f"“{' '.join(right.text.split())}”" not in (text := told(assistant, q)) or f"{right.at:%H:%M}" not in text
    ]
    assert wrong == []
    assert len(asked) >= 50


def test_who_wrote_most_everywhere_and_each_month(assistant: Assistant, said: list[Said]) -> None:
    for when, months in (("", set(range(1, 13))), *((f" in {name}", {n}) for name, n in MONTHS.items())):
        for chat in Counter(m.chat for m in said):
            wrote = Counter(m.sender for m in said if m.at.month in months and m.chat == chat)
            if not wrote:
                continue
            most = max(wrote.values())
            text = told(assistant, f"who wrote most{when} in the {chat} chat?")
            assert all(name in text.split(" wrote most")[0] for name, n in wrote.items() if n == most), text
            assert f"{most} message" in text


def test_sets_of_chats_and_people(assistant: Assistant, said: list[Said]) -> None:
    chats = Counter(m.chat for m in said)
    assert told(assistant, "how many chats are there?").startswith(f"{len(chats)} chats")
    assert told(assistant, "which chat is the most active?").startswith(chats.most_common(1)[0][0])
    for chat in chats:
        wrote = {m.sender for m in said if m.chat == chat}
        assert told(assistant, f"how many people wrote in the {chat} chat?").startswith(f"{len(wrote)} people wrote")


def test_every_link_and_amount_is_listed(assistant: Assistant, said: list[Said]) -> None:
    for question, pattern in (
        ("list all links", r"https?://[^\s<>\"')\]]+"),
        ("list all amounts", r"\b\d[\d,.]*\s?€"),
    ):
        *_, answer = assistant.ask(question, Scope())
        assert isinstance(answer, Answer)
        shown = " ".join(s.text for s in answer.sentences)
        there = {found.rstrip(".,;") for m in said for found in re.findall(pattern, m.text)}
        assert [thing for thing in there if thing not in shown] == []
        held = {m.text for m in said if re.search(pattern, m.text)}
        assert held <= {h.text for h in answer.evidence}


def test_everyone_but_one_and_messages_by_what_they_hold(assistant: Assistant, said: list[Said]) -> None:
    for name in Counter(m.sender for m in said):
        others = sum(m.sender != name for m in said)
        assert number_of(told(assistant, f"how many messages did everyone but {name} write?")) == others
    for kind, pattern in (("link", r"https?://"), ("phone number", r"\b0\d{3} \d{6,}")):
        held = sum(re.search(pattern, m.text) is not None for m in said)
        assert number_of(told(assistant, f"how many messages contain a {kind}?")) == held


def test_photos_of_one_name_are_several(assistant: Assistant) -> None:
    *_, found = assistant.ask("list all photos", Scope())
    *_, newest = assistant.ask("list the last 2 photos", Scope())
    assert isinstance(found, Answer)
    assert isinstance(newest, Answer)
    assert len(found.sentences) == 1 + len(found.evidence)  # one in each message of the sample home
    assert newest.text.startswith(f"2 of {len(found.evidence)} photos")
    assert newest.evidence == found.evidence[-2:]
