"""Counts and lists of what messages hold, over an exported chat as phones write it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.index import Index
from index.types.search import Filters
from tests.app.assistant.exported import ZONE, Told

LEFT_OUT = {
    "en": "<Media omitted>",
    "de": "<Medien ausgeschlossen>",
    "es": "<Multimedia omitido>",
    "fr": "<Médias omis>",
    "it": "<Media omessi>",
    "pt": "<Mídia oculta>",
    "nl": "<Media weggelaten>",
    "hi": "<मीडिया के बिना>",
    "th": "<ละเว้นสื่อ>",
}
SENT = """Maya: IMG-20261001-WA0001.jpg (file attached)
Maya: IMG-20261001-WA0002.jpg (file attached)
Tom: VID-20261001-WA0003.mp4 (file attached)
Tom: PTT-20261001-WA0004.opus (file attached)
Priya: STK-20261001-WA0005.webp (file attached)
Priya: menu.pdf (file attached)
Priya: the menu is at https://example.org/menu"""


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    with Index.open(tmp_path / "index.db", zone=ZONE, create=True) as index:
        yield Told(index, tmp_path)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how many photos did Maya send?", "2 photos (from Maya)."),
        ("how many videos did Tom send?", "1 video (from Tom)."),
        ("how many voice notes did Tom send?", "1 voice message (from Tom)."),
        ("how many pictures did Maya send?", "2 photos (from Maya)."),
        ("how many clips did Tom send?", "1 video (from Tom)."),
        ("how many stickers did Priya send?", "1 sticker (from Priya)."),
        ("how many photos did Priya send?", "0 photos (from Priya)."),
        ("how many documents did Priya send?", "1 attached document (from Priya)."),
        ("how many links did Priya send?", "1 link (from Priya)."),
        ("how many photos and videos are there?", "3 photos and videos."),
        ("how many media files are there?", "4 photos, videos or other media."),
        ("how many attachments are there?", "6 attachments."),
    ],
)
def test_what_the_export_names_is_counted_by_its_kind(told: Told, question: str, answer: str) -> None:
    told.add(*SENT.split("\n"))
    assert told.ask(question)[0] == answer


@pytest.mark.parametrize("language", LEFT_OUT)
def test_what_is_only_called_media_is_counted_as_what_it_may_be(told: Told, language: str) -> None:
    told.add("Ana: hello", *(f"Maya: {LEFT_OUT[language]}" for _ in range(132)), "Tom: fine")
    assert told.ask("how many photos did Maya send?") == [
        "132 photos, videos or other media (the export does not say which) (from Maya)."
    ]
    assert told.ask("how many photos did Tom send?") == ["0 photos (from Tom)."]
    assert told.index.count(Filters(has=("media",))) == 132
    assert told.index.count(Filters(has=("photo",))) == 0


def test_what_is_told_and_what_is_not_are_counted_apart(told: Told) -> None:
    told.add(*SENT.split("\n"), *["Maya: <Media omitted>"] * 3)
    unsure = "3 photos, videos or other media (the export does not say which)"
    assert told.ask("how many photos did Maya send?") == [f"2 photos, and {unsure} (from Maya)."]
    assert told.ask("list all photos")[:2] == [
        f"2 photos, and {unsure}.",
        "IMG-20261001-WA0001.jpg (Maya, Tue 13 Oct, 09:00)",
    ]
    assert told.ask("show me the last photo from Maya")[0] == f"Besides, {unsure}."
    assert told.ask("how many messages with a photo are there?")[0].startswith(
        "2 messages, and 3 messages with media (the export does not say which)"
    )


def test_a_search_tells_the_kinds_apart(told: Told) -> None:
    told.add(*SENT.split("\n"), *["Maya: <Media omitted>"] * 3)
    counts = {"photo": 2, "video": 1, "voice": 1, "sticker": 1, "document": 1, "media": 7, "file": 9, "link": 1}
    assert {what: told.index.count(Filters(has=(what,))) for what in counts} == counts  # type: ignore[arg-type]


def test_each_thing_of_a_list_comes_with_its_sentence_and_once(told: Told) -> None:
    told.add(
        "Tom: The pizza was 3€50. Great!",
        "Maya: call the plumber 0171 3920014",
        "Tom: the plumber again: 0171 392-0014",
        "Maya: 50 €",
        "Tom: that makes 50 euros",
    )
    assert told.ask("list all amounts") == [
        "2 amounts in 3 messages.",
        "3€50 (Tom, Tue 13 Oct, 09:00): “The pizza was 3€50.”",
        "50 € (Maya, Tue 13 Oct, 09:03, 2 messages)",
    ]
    assert told.ask("list all phone numbers") == [
        "1 phone number in 2 messages.",
        "0171 3920014 (Maya, Tue 13 Oct, 09:01, 2 messages): “call the plumber 0171 3920014”",
    ]
