"""The parts that need no screen: pace, phrases, errors, content, jobs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest
from textual.binding import Binding
from textual.content import Content

from app.assistant.events import Sentence
from app.text import wording
from app.text.wording import counted
from app.tui.application.app import HomebodyApp
from app.tui.ask.ask_box import AskBox
from app.tui.ask.evidence_list import EvidenceList
from app.tui.ask.screen import MainScreen
from app.tui.base import rendering
from app.tui.base.background import Job
from app.tui.base.keys import SECTIONS
from app.tui.base.problem_report import trouble_of
from app.tui.base.rate import Rate, Throttle
from app.tui.base.status_line import fitted
from app.tui.services import Status
from index.errors import AmbiguousName, StoreLocked
from index.types.events import IngestDone
from tests.app.tui.fakes import PAGE, hits


def void(_: object) -> None:
    pass


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_pace_is_the_rate_of_the_last_seconds_and_the_time_left() -> None:
    clock = Clock()
    pace = Rate(clock, window_s=5)
    assert pace.rate == 0
    assert pace.left_s(10) is None
    for done in range(0, 100, 10):
        pace.reached(done)
        clock.now += 1
    assert pace.rate == pytest.approx(10)
    assert pace.left_s(190) == pytest.approx(10)
    for _ in range(8):
        pace.reached(90)
        clock.now += 1
    assert pace.rate == 0
    pace.reached(3)
    assert pace.left_s(10) is None


def test_a_throttle_lets_through_once_an_interval() -> None:
    clock = Clock()
    throttle = Throttle(0.1, clock)
    assert throttle.due()
    assert not throttle.due()
    clock.now += 0.11
    assert throttle.due()


def test_phrases() -> None:
    assert counted(1, "message") == "1 message"
    assert counted(2310, "message") == "2,310 messages"
    assert [wording.seconds(value) for value in (0.84, 12, 185, 7800)] == ["0.8 s", "12 s", "3:05 min", "2:10 h"]
    assert wording.progress("reading", 0, 0) == "reading"
    assert wording.progress("reading", 1200, 0, "records", 310.4) == "reading · 1,200 records · 310/s"
    line = wording.progress("embedding", 10, 40, "passages", 2, 15)
    assert line == "embedding · 10 of 40 passages · 2/s · 15 s left"
    done = IngestDone(files=2, unchanged=1, skipped=1, failed=1, added=40, known=3, removed=0, problems=1, left_out=4)
    assert wording.totals(done) == (
        "40 new records from 2 files, 3 known already, 1 file unchanged, 1 file could not be read, 1 problem, "
        "4 left out on purpose."
    )


def test_errors_are_a_sentence_a_step_and_details_without_text() -> None:
    locked = trouble_of(StoreLocked("The index is encrypted.", "Unlock it."))
    assert (locked.sentence, locked.next_step) == ("The index is encrypted.", "Unlock it.")
    assert "StoreLocked" in locked.details
    several = trouble_of(AmbiguousName("“Ma” fits two chats.", ("Maya", "Mark")))
    assert "Maya, Mark" in several.next_step
    missing = trouble_of(FileNotFoundError(2, "No such file or directory", "/a/b"))
    assert missing.sentence == "No such file or directory: /a/b."
    try:
        raise KeyError("secret message text")
    except KeyError as error:
        mistake = trouble_of(error)
    assert "secret" not in f"{mistake.sentence}{mistake.next_step}{mistake.details}"
    assert "KeyError at test_widgets.py:" in mistake.details


def test_indexed_text_never_becomes_markup_or_escapes() -> None:
    hostile = replace(hits()[5], sender="[red]P\x1b[1m", chat="[@click=app.quit]x[/]")
    shown = rendering.entry(1, hostile).plain
    assert "[bold red]Not markup[/] and ␛[31m" in shown
    assert "[red]P␛[1m" in shown
    assert "[@click=app.quit]x[/]" in shown
    assert "\x1b" not in shown


def test_a_long_message_is_cut_and_what_is_left_out_is_counted() -> None:
    long = replace(hits()[0], text="word " * 4000)
    assert rendering.body(long).endswith("more characters)")
    assert len(rendering.entry(1, long).plain) < 300


def test_a_message_without_text_shows_what_it_carries() -> None:
    assert rendering.body(replace(hits()[0], text="", attachments=("IMG_1.jpg",))) == "[IMG_1.jpg]"
    assert rendering.body(replace(hits()[0], text=" ", message_kind="deleted")) == "[deleted]"


def test_file_passages_say_file_and_page() -> None:
    assert rendering.heading(PAGE).plain.startswith("Packing list.pdf · page 2")


def test_words_are_highlighted_also_in_longer_words() -> None:
    words = rendering.words_of("Cabin (lake*")
    assert words is not None
    assert [found[0] for found in words.finditer("cabins at the Lake, scabin")] == ["cabins", "Lake"]
    assert rendering.words_of("? !") is None


def test_a_quote_is_labelled() -> None:
    said = rendering.sentence(Sentence("Jonas, 10 Sep: “See you.”", (2,), verbatim=True)).plain
    assert said == "Quote Jonas, 10 Sep: “See you.” [2]"
    assert rendering.sentence(Sentence("They meet.", (1, 2))).plain == "They meet. [1][2]"


STATUS = Status("seccomp", "smollm2-135m", 12345, 3)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_the_status_line_fits_every_width(width: int) -> None:
    for work in ("", "reading chat.txt · 1,200 records · 310/s"):
        line = fitted(STATUS, "", work, width)
        assert line.cell_length == max(width, 1)


def test_the_status_line_says_it_all_when_there_is_room() -> None:
    assert "sealed by seccomp  smollm2-135m  12,345 messages, 3 files" in fitted(STATUS, "", "", 100).plain
    assert "reading chat.txt" in fitted(STATUS, "smollm2-135m loading …", "reading chat.txt · 3/s", 80).plain
    assert "not sealed" in fitted(replace(STATUS, sealed_by=""), "", "", 100).plain
    assert "no model" in fitted(replace(STATUS, model=""), "", "", 100).plain
    assert "opening" in fitted(None, "", "", 100).plain


def test_a_job_waits_for_the_one_before_and_insists_on_stopping() -> None:
    order: list[str] = []
    started, release, cancelled_twice = Event(), Event(), Event()
    calls: list[int] = []

    def first(stop: Event) -> None:
        started.set()
        assert release.wait(60)
        order.append("first")

    def cancel() -> None:
        calls.append(1)
        if len(calls) == 2:
            cancelled_twice.set()
            release.set()

    one = Job("one", first, cancel)
    two = Job("two", lambda _: order.append("two"), after=one)
    assert started.wait(60)
    one.stop()
    assert cancelled_twice.wait(60)
    assert two.wait(60)
    assert order == ["first", "two"]


def test_a_job_that_was_stopped_while_it_waited_never_begins() -> None:
    release = Event()
    one = Job("one", lambda _: void(release.wait(60)))
    ran: list[int] = []
    two = Job("two", lambda _: ran.append(1), after=one)
    two.stop()
    release.set()
    assert two.wait(60)
    assert ran == []


def test_every_visible_key_is_in_the_table() -> None:
    table = " ".join(key for _, rows in SECTIONS for key, _ in rows).lower()
    shown = [
        binding.key
        for owner in (HomebodyApp, MainScreen, AskBox, EvidenceList)
        for binding in owner.BINDINGS
        if isinstance(binding, Binding) and binding.show
    ]
    assert len(shown) >= 8
    for key in shown:
        assert key.replace("escape", "esc") in table


def test_moments_are_short() -> None:
    assert wording.moment(datetime(2026, 9, 1, 8, 5, tzinfo=UTC)) == "1 Sep 2026 08:05"
    assert wording.day(datetime(2026, 9, 1, tzinfo=UTC)) == "Tuesday, 1 September 2026"


def test_content_of_nothing_is_nothing() -> None:
    assert isinstance(rendering.plain(""), Content)
    assert rendering.plain("a\x00b").plain == "a␀b"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("❤️ 🖊️", "❤ 🖊"),
        ("👍🏽", "👍"),
        ("👩‍👩‍👧", "👩👩👧"),
        ("1️⃣", "1⃣"),
        ("🥹 東京 שלום é", "🥹 東京 שלום é"),
        ("می‌خواهم क्‍ष", "می‌خواهم क्‍ष"),
    ],
)
def test_emoji_take_the_room_that_every_terminal_gives_them(written: str, shown: str) -> None:
    assert rendering.shown(written) == shown


@pytest.mark.parametrize("room", range(8, 60))
def test_a_heading_fits_its_line(room: int) -> None:
    line = rendering.heading(
        replace(hits()[0], sender="Maximiliane 東京 Wagner", chat="The very long name of a chat"), room=room
    )
    assert line.cell_length <= room
    if room >= 26:
        assert line.plain.endswith("10 Sep 2026 18:07")


def test_opening_the_app_imports_no_model_and_no_store() -> None:
    heavy = "torch numpy apsw xllamacpp sentence_transformers index.types.search app.assistant.types".split()
    script = f"import sys, app.tui.application.app; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_only_the_telling_words_of_a_question_are_marked() -> None:
    marked = rendering.words_of("When is the cabin weekend?")
    assert marked is not None
    assert marked.findall("Then the cabins: which weekend is it") == ["cabins", "weekend"]
    alone = rendering.words_of("the")
    assert alone is not None
    assert alone.findall("the") == ["the"]
