"""Each thing a person does, done with keys and the mouse on the running app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from textual import events
from textual.widgets import Input

from app.assistant.types import Scope
from app.tui.ask.ask_box import AskBox
from app.tui.ask.transcript.turn import CitedLine
from app.tui.ask.welcome import Welcome
from app.tui.chat.surroundings import SurroundingsScreen
from app.tui.dialogs.details import Details
from app.tui.dialogs.help import Help
from index.errors import NotFound, StoreDamaged
from index.types.events import (
    EmbeddingProgress,
    FileDone,
    FileProgress,
    FileSkipped,
    FileStarted,
    IngestDone,
    IngestEvent,
)
from index.types.listings import ChatInfo
from index.types.records import Problem
from models.errors import EngineFailed, ModelDamaged
from tests.app.tui.fakes import (
    START,
    FakeAssistant,
    FakeLibrary,
    FakeServices,
    cabin_answer,
    cabin_summary,
    hits,
    no_answer,
)
from tests.app.tui.pilots import (
    SIZES,
    WIDE,
    AppPilot,
    ask,
    ended,
    enter,
    entries,
    last_turn,
    main_of,
    on_main,
    opened,
    status_text,
    text_of,
    type_text,
    until,
)

# ── Search while typing ───────────────────────────────────────────────────────────────────────────────────────────────


@SIZES
async def test_results_come_while_typing_and_one_opens(size: tuple[int, int]) -> None:
    async with opened(FakeServices(), size) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: len(entries(pilot)) == 3, "three results")
        assert main_of(pilot).evidence.display
        assert main_of(pilot).evidence.region.area > 0
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SurroundingsScreen))
        await until(pilot, lambda: pilot.app.screen.query(".-target"), "the message")
        shown = text_of(pilot.app.screen)
        assert "Yes, the one with the lake" in target_text(pilot)
        assert "Who is in for the cabin" in shown
        await pilot.press("escape")
        assert on_main(pilot)
        assert main_of(pilot).box.value == "lake"


async def test_only_the_last_letters_result_is_shown() -> None:
    library = FakeLibrary()
    library.gate = Event()
    async with opened(FakeServices(library)) as pilot:
        await type_text(pilot, "c")
        await until(pilot, library.entered.is_set, "the first search")
        await type_text(pilot, "abin")
        assert main_of(pilot).box.value == "cabin", "typing goes on while a search hangs"
        library.gate.set()
        await until(pilot, lambda: library.queries[1:], "the search for the whole word")
        await until(pilot, lambda: len(entries(pilot)) == 2, "its results")
        assert library.queries == ["c", "cabin"], "the letters between are never searched for"


async def test_nothing_found_says_so_and_an_empty_box_shows_the_chats() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        assert "Cabin crew" in entries(pilot)[0]
        await type_text(pilot, "zebra")
        await until(pilot, lambda: entries(pilot) == ["No message has these words."])
        await pilot.press("escape")
        await until(pilot, lambda: "214 messages" in entries(pilot)[1])


async def test_models_that_become_ready_leave_whoever_is_among_the_chats_alone() -> None:
    services = FakeServices(warm_gate=Event())
    assert services.warm_gate is not None
    async with opened(services, warm=False) as pilot:
        await until(pilot, lambda: len(entries(pilot)) > 1, "the chats")
        await pilot.press("f2", "down")
        services.note = "The home was read again."
        services.warm_gate.set()
        line = main_of(pilot).status_line
        await until(pilot, lambda: line.status is not None and line.status.note, "the home again")
        assert main_of(pilot).evidence.region.height > 0, "the chats are still seen"
        assert main_of(pilot).evidence.highlighted == 1


async def test_a_chat_is_chosen_to_be_summarized() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await pilot.press("down", "down", "ctrl+s")
        await pilot.pause()
        assert main_of(pilot).box.value == "/summarize 15 in Mum"
        assert main_of(pilot).box.has_focus


async def test_a_search_that_fails_is_one_sentence_in_place_with_details_on_f3() -> None:
    library = FakeLibrary()
    library.problem = StoreDamaged("The index is damaged.", "Run homebody doctor.")
    async with opened(FakeServices(library)) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: "The index is damaged. Run homebody doctor." in entries(pilot)[0])
        await pilot.press("f3")
        assert isinstance(pilot.app.screen, Details)
        assert "index.errors.StoreDamaged" in text_of(pilot.app.screen)


# ── Ask ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@SIZES
async def test_an_answer_streams_in_with_its_citations(size: tuple[int, int]) -> None:
    services = FakeServices()
    services.answering.gate = Event()
    async with opened(services, size) as pilot:
        await enter(pilot, "when is the cabin weekend?")
        await until(pilot, services.answering.waiting.is_set, "the last event")
        await until(pilot, lambda: len(last_turn(pilot).said) == 2, "both sentences")
        turn = last_turn(pilot)
        assert turn.running
        assert "Everything · words: cabin weekend" in text_of(turn)
        assert "The cabin is free from Friday 18 September. [1][2]" in text_of(turn)
        assert "Quote Maya, 10 Sep 2026: “Meet at the station at 17:30 on Friday, platform 4.” [4]" in text_of(turn)
        assert "reading · 2 of 4" in status_text(pilot)
        services.answering.gate.set()
        await until(pilot, ended(pilot))
        assert "1 sentence dropped" in text_of(turn)
        assert "reading" not in status_text(pilot)
        numbered = entries(pilot)
        assert numbered[0].startswith(" 1 Maya")
        assert "free from Friday 18 September" in numbered[0]
        assert numbered[3].startswith(" 4 Maya")
        assert services.answering.asked == ["when is the cabin weekend?"]
        assert main_of(pilot).box.value == ""


@SIZES
async def test_a_number_opens_that_citation_and_arrows_go_through_the_list(size: tuple[int, int]) -> None:
    async with opened(FakeServices(), size) as pilot:
        await ask(pilot)
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, SurroundingsScreen))
        await until(pilot, lambda: "Then the 18th" in target_text(pilot))
        await pilot.press("right")
        await until(pilot, lambda: "240 euros" in target_text(pilot))
        await pilot.press("left", "left")
        await until(pilot, lambda: "the one with the lake" in target_text(pilot))
        await pilot.press("4")
        await until(pilot, lambda: "platform 4" in target_text(pilot))
        await pilot.press("escape")
        assert on_main(pilot)
        assert main_of(pilot).evidence.highlighted == 3


def target_text(pilot: AppPilot) -> str:
    found = pilot.app.screen.query(".-target")
    return str(found.first().render()) if found else ""


async def test_plus_shows_more_neighbours() -> None:
    many = tuple(replace(hits()[0], id=f"m{n}", text=f"line {n}") for n in range(60))
    async with opened(FakeServices(FakeLibrary(many))) as pilot:
        await type_text(pilot, "line 30")
        await until(pilot, lambda: len(entries(pilot)) == 1)
        await pilot.press("down", "enter")
        await until(pilot, lambda: len(pilot.app.screen.query(".neighbour")) == 11)
        await pilot.press("plus")
        await until(pilot, lambda: len(pilot.app.screen.query(".neighbour")) == 31)


async def test_a_click_on_a_citation_opens_it() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await ask(pilot)
        sentence = last_turn(pilot).query(CitedLine).first()
        column = str(sentence.render()).index("[2]") + 1
        await pilot.click(sentence, offset=(column, 0))
        await until(pilot, lambda: "Then the 18th" in target_text(pilot))


async def test_a_click_on_a_tab_switches_the_pane() -> None:
    async with opened(FakeServices()) as pilot:
        await ask(pilot)
        assert not main_of(pilot).evidence.display
        await pilot.click("#tabs", offset=(14, 0))
        assert main_of(pilot).evidence.display
        assert not main_of(pilot).query_one("#left").display
        await pilot.click("#tabs", offset=(2, 0))
        assert not main_of(pilot).evidence.display


async def test_a_message_that_is_gone_says_so_in_place() -> None:
    library = FakeLibrary()
    async with opened(FakeServices(library)) as pilot:
        await ask(pilot)
        library.held = ()
        await pilot.press("1")
        await until(pilot, lambda: "Nothing has the id m4." in text_of(pilot.app.screen))
        with pytest.raises(NotFound):
            library.show("m4")


async def test_i_dont_know_is_said_and_the_nearest_are_listed() -> None:
    async with opened(FakeServices(answering=FakeAssistant(no_answer)), WIDE) as pilot:
        await ask(pilot, "who won the cup?")
        assert "I don’t know." in text_of(last_turn(pilot))
        assert "The closest ones are in the list." in text_of(last_turn(pilot))
        assert len(entries(pilot)) == 2


async def test_details_show_what_was_dropped_and_why() -> None:
    async with opened(FakeServices()) as pilot:
        await ask(pilot)
        await pilot.press("f3")
        assert isinstance(pilot.app.screen, Details)
        page = text_of(pilot.app.screen)
        assert "The cabin costs 300 euros." in page
        assert "says 300, which no cited message does" in page
        await pilot.press("f3")
        assert on_main(pilot)


async def test_escape_cancels_a_running_answer_at_once() -> None:
    services = FakeServices()
    services.answering.gate = Event()
    async with opened(services) as pilot:
        await enter(pilot, "cabin?")
        await until(pilot, services.answering.waiting.is_set)
        await pilot.press("escape")
        turn = last_turn(pilot)
        assert not turn.running
        assert "Stopped." in text_of(turn)
        await until(pilot, services.answering.cancelled.is_set, "the engine's cancel")
        await until(pilot, services.answering.closed.is_set, "the end of the generator")
        assert turn.outcome is None, "what the stopped answer still brought is not shown"
        services.answering.gate = None
        await ask(pilot, "again?")
        assert "The cabin is free" in text_of(last_turn(pilot))


async def test_a_new_question_stops_the_one_before() -> None:
    services = FakeServices()
    services.answering.gate = Event()
    async with opened(services) as pilot:
        await enter(pilot, "first")
        await until(pilot, services.answering.waiting.is_set)
        await enter(pilot, "second")
        await until(pilot, ended(pilot))
        first, second = main_of(pilot).transcript.turns
        assert "Stopped." in text_of(first)
        assert second.outcome is not None
        assert services.answering.asked == ["first", "second"]


async def test_an_engine_that_fails_is_one_sentence_and_the_next_question_works() -> None:
    failing = [EngineFailed("The model stopped.", "Ask again."), *cabin_answer("x")[:0]]
    services = FakeServices(answering=FakeAssistant(lambda _: failing))
    async with opened(services) as pilot:
        await ask(pilot)
        assert "✗ The model stopped.\nAsk again." in text_of(last_turn(pilot))
        services.answering.script = cabin_answer
        await ask(pilot)
        assert last_turn(pilot).outcome is not None


async def test_a_mistake_of_the_programs_own_does_not_end_it() -> None:
    services = FakeServices(answering=FakeAssistant(lambda _: [ZeroDivisionError("secret")]))
    async with opened(services) as pilot:
        await ask(pilot)
        assert "This is a bug in homebody." in text_of(last_turn(pilot))
        await pilot.press("f3")
        assert "ZeroDivisionError at fakes.py" in text_of(pilot.app.screen)
        assert "secret" not in text_of(pilot.app.screen)


# ── Summarize ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_newest_of_a_chat_are_summarized() -> None:
    services = FakeServices(answering=FakeAssistant(cabin_summary))
    async with opened(services, WIDE) as pilot:
        await type_text(pilot, "/summarize 15 in Cab")
        await until(pilot, lambda: main_of(pilot).box._suggestion, "a completion")
        await pilot.press("tab", "enter")
        await until(pilot, ended(pilot))
        assert services.answering.asked == [Scope(chat="Cabin crew", last=15)]
        shown = text_of(last_turn(pilot))
        assert "Maya asks for 80 euros each by Wednesday. [2]" in shown
        assert "Cabin crew · 5 messages" in shown
        assert shown.count("Maya: 80 euros each by Wednesday, please [2]") == 2  # asked, and a date
        assert "5 of 5 messages read" in shown
        assert len(entries(pilot)) == 5
        assert "240 euros" in entries(pilot)[1]


async def test_one_key_summarizes_the_newest_and_the_box_keeps_how() -> None:
    services = FakeServices(answering=FakeAssistant(cabin_summary))
    async with opened(services, WIDE) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, ended(pilot))
        assert services.answering.asked == [Scope(last=15)]
        main_of(pilot).box.focus()
        await pilot.press("up")
        assert main_of(pilot).box.value == "/summarize 15"


async def test_a_summary_that_is_stopped_keeps_what_stands_in_the_chats_and_its_evidence() -> None:
    services = FakeServices(answering=FakeAssistant(cabin_summary))
    services.answering.gate = Event()
    async with opened(services, WIDE) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Cabin crew · 5 messages" in text_of(last_turn(pilot)), "what stands in the chats")
        await until(pilot, lambda: len(entries(pilot)) == 5, "the evidence")
        await pilot.press("escape")
        await until(pilot, ended(pilot))
        assert "Maya: 80 euros each by Wednesday, please [2]" in text_of(last_turn(pilot))


async def test_with_something_in_the_box_the_key_only_says_how() -> None:
    services = FakeServices(answering=FakeAssistant(cabin_summary))
    async with opened(services, WIDE) as pilot:
        await type_text(pilot, "cabin")
        await pilot.press("ctrl+s")
        assert main_of(pilot).box.value == "/summarize 15"
        assert services.answering.asked == []


# ── Add ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Adding:
    """An `add` that waits in the middle until it is let go on or stopped."""

    def __init__(self) -> None:
        self.go_on = Event()
        self.halfway = Event()
        self.paths: Sequence[Path] = ()

    def __call__(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        self.paths = paths
        path = str(paths[0])
        yield FileStarted(path, "whatsapp", 9000, 1, 2)
        yield FileProgress(path, 1200)
        self.halfway.set()
        while not (self.go_on.wait(0.01) or stop.is_set()):
            pass
        if not stop.is_set():
            yield FileDone(
                path, "whatsapp", 2400, 0, 0, (Problem("no date", "line 7"), Problem("zone guessed", "", "guess"))
            )
            yield FileSkipped("junk.bin", "It is not text.", "Leave it out.")
            yield FileSkipped(".hidden", "hidden", failed=False)
            yield EmbeddingProgress(0, 600)
            yield EmbeddingProgress(600, 600)
        yield IngestDone(1, 0, 1, 1, 2400 if not stop.is_set() else 1200, 0, 0, 2, 1)


async def test_adding_shows_progress_problems_and_one_line_at_the_end(tmp_path: Path) -> None:
    adding = Adding()
    services = FakeServices(library=None, adding=adding)
    chat = tmp_path / "My chat.txt"
    chat.touch()
    async with opened(services, WIDE) as pilot:
        main_of(pilot).box.put(f"/add {chat}")
        await pilot.press("enter")
        await until(pilot, adding.halfway.is_set)
        await until(pilot, lambda: "reading My chat.txt (1 of 2)" in status_text(pilot))
        assert "reading My chat.txt (1 of 2)" in text_of(last_turn(pilot))
        services.library = FakeLibrary()
        adding.go_on.set()
        await until(pilot, ended(pilot))
        shown = text_of(last_turn(pilot))
        assert "line 7: no date" in shown
        assert "junk.bin: It is not text. Leave it out." in shown
        assert ".hidden" not in shown
        assert "2,400 new records from 1 file, 1 file could not be read, 2 problems, 1 left out on purpose." in shown
        assert adding.paths == [chat]
        await until(pilot, lambda: "10 messages, 1 file" in status_text(pilot), "the new size")
        await until(pilot, lambda: "Cabin crew" in entries(pilot)[0], "the new chats")


async def test_escape_stops_adding_and_keeps_what_was_read() -> None:
    adding = Adding()
    async with opened(FakeServices(adding=adding)) as pilot:
        await enter(pilot, "/add chat.txt")
        await until(pilot, adding.halfway.is_set)
        await type_text(pilot, "lake")
        await until(pilot, lambda: len(entries(pilot)) == 3, "a search while adding")
        await pilot.press("escape")
        await until(pilot, ended(pilot))
        assert "Stopped; what was read is kept: 1,200 new records" in text_of(last_turn(pilot))


async def test_one_thing_is_added_at_a_time() -> None:
    adding = Adding()
    async with opened(FakeServices(adding=adding)) as pilot:
        for _ in range(2):
            await enter(pilot, "/add chat.txt")
            await until(pilot, adding.halfway.is_set)
        assert "Esc stops it" in str(main_of(pilot).box.border_subtitle)
        assert len(main_of(pilot).transcript.turns) == 1


async def test_a_path_is_completed_with_tab(tmp_path: Path) -> None:
    (tmp_path / "Export").mkdir()
    async with opened(FakeServices(library=None)) as pilot:
        box = main_of(pilot).box
        box.put(f"/add {tmp_path}/Ex")
        await until(pilot, lambda: box._suggestion, "a completion")
        await pilot.press("tab")
        assert box.value == f"/add {tmp_path}/Export/"


# ── Opening ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_box_takes_keys_while_the_models_load() -> None:
    services = FakeServices(warm_gate=Event())
    async with opened(services, warm=False) as pilot:
        await until(pilot, lambda: "smollm2-135m loading …" in status_text(pilot))
        assert "sealed by seccomp" in status_text(pilot)
        await type_text(pilot, "lake")
        await until(pilot, lambda: len(entries(pilot)) == 3)
        assert services.warm_gate is not None
        services.warm_gate.set()
        await until(pilot, lambda: "loading" not in status_text(pilot))


async def test_a_model_that_cannot_be_loaded_is_said_and_search_still_works() -> None:
    services = FakeServices(warm_problem=ModelDamaged("The model is damaged.", "Run homebody models pull."))
    async with opened(services, warm=False) as pilot:
        await until(pilot, lambda: pilot.app._notifications, "the notice")
        assert [notice.message for notice in pilot.app._notifications] == ["The model is damaged."]
        await type_text(pilot, "lake")
        await until(pilot, lambda: len(entries(pilot)) == 3)


async def test_a_home_that_cannot_be_opened_says_why() -> None:
    services = FakeServices(problem=StoreDamaged("The index is damaged.", "Run homebody doctor."))
    async with opened(services) as pilot:
        await until(pilot, lambda: "✗ The index is damaged.\nRun homebody doctor." in text_of(pilot.app.screen))
        await pilot.press("f3")
        assert "StoreDamaged" in text_of(pilot.app.screen)


async def test_not_sealed_is_said() -> None:
    async with opened(FakeServices(sealed_by="")) as pilot:
        assert "not sealed" in status_text(pilot)


# ── Keys, panes, themes ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_resizing_folds_and_unfolds_the_panes() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await ask(pilot)
        main = main_of(pilot)
        assert main.evidence.region.width > 0
        assert main.transcript.region.width > 0
        assert not main.query_one("#tabs").display
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert main.query_one("#tabs").display
        assert not main.evidence.display
        await pilot.press("f2")
        assert main.evidence.region.width == 60
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert main.evidence.region.width > 0
        assert main.transcript.region.width > 0


async def test_letters_typed_anywhere_go_to_the_box_and_digits_open() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await ask(pilot)
        assert main_of(pilot).evidence.has_focus
        await type_text(pilot, "and 15")
        assert main_of(pilot).box.value == "and 15"


async def test_fast_typing_elsewhere_loses_nothing() -> None:
    async with opened(FakeServices()) as pilot:
        await ask(pilot)
        assert not main_of(pilot).box.has_focus
        for letter in "who has 2 stoves?":
            pilot.app.post_message(events.Key("space" if letter == " " else letter, letter))
        await until(pilot, lambda: main_of(pilot).box.value == "who has 2 stoves?")
        assert on_main(pilot)


async def test_up_brings_back_what_was_asked() -> None:
    async with opened(FakeServices()) as pilot:
        await ask(pilot, "one")
        await ask(pilot, "two")
        await pilot.press("escape", "up", "up")
        assert main_of(pilot).box.value == "one"
        await pilot.press("down")
        assert main_of(pilot).box.value == "two"


@pytest.mark.parametrize("key", ["f1", "question_mark"])
async def test_help_opens_and_closes(key: str) -> None:
    async with opened(FakeServices()) as pilot:
        await pilot.press(key)
        assert isinstance(pilot.app.screen, Help)
        assert "summarizes the newest messages" in text_of(pilot.app.screen)
        await pilot.press(key)
        assert on_main(pilot)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("/dance", "There is no command /dance."), ("/summarize 0", "A summary needs at least one message.")],
)
async def test_a_mistyped_command_is_explained_in_place(typed: str, said: str) -> None:
    async with opened(FakeServices()) as pilot:
        main_of(pilot).box.put(typed)
        await pilot.press("enter")
        await pilot.pause()
        assert said in str(main_of(pilot).box.border_subtitle)
        assert main_of(pilot).box.value == typed


async def test_the_palette_knows_every_action() -> None:
    async with opened(FakeServices()) as pilot:
        names = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert names >= {
            "Ask or search",
            "Summarize",
            "Add",
            "Stop",
            "Evidence",
            "Details",
            "Clear",
            "Help",
            "Theme",
            "Quit",
        }
        await pilot.press("ctrl+p")
        await type_text(pilot, "details")
        await until(pilot, lambda: pilot.app.screen.query(Input))
        await pilot.press("escape")


async def test_clearing_begins_anew() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await ask(pilot)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not main_of(pilot).transcript.turns)
        assert main_of(pilot).query_one(Welcome).display
        assert "Cabin crew" in entries(pilot)[0]


async def test_a_chosen_theme_is_kept() -> None:
    services = FakeServices(theme="daylight")
    async with opened(services) as pilot:
        assert pilot.app.theme == "daylight"
        pilot.app.theme = "high-contrast"
        await until(pilot, lambda: services.kept_theme == "high-contrast")


async def test_an_unknown_theme_falls_back() -> None:
    async with opened(FakeServices(theme="gone")) as pilot:
        assert pilot.app.theme == "hearth"


@pytest.mark.parametrize("how", ["ctrl+q", "/quit"])
async def test_leaving_returns_zero(how: str) -> None:
    async with opened(FakeServices()) as pilot:
        if how == "/quit":
            main_of(pilot).query_one(AskBox).put(how)
            how = "enter"
        await pilot.press(how)
        await until(pilot, lambda: pilot.app._exit)
        assert pilot.app.return_code == 0


async def test_hostile_text_is_shown_as_letters_on_every_pane() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await type_text(pilot, "stove")
        await until(pilot, lambda: len(entries(pilot)) == 2)
        assert "[bold red]Not markup[/] and ␛[31mnot an escape␛[0m" in entries(pilot)[0]
        await pilot.press("down", "enter")
        await until(pilot, lambda: "[bold red]Not markup[/] and ␛[31mnot" in target_text(pilot))


class _WithMail(FakeLibrary):
    def chats(self) -> list[ChatInfo]:
        thread = ChatInfo(3, "Your parcel", "email", "mail", 1, ("bpost",), START, START + timedelta(days=1))
        return [thread, *super().chats()]


async def test_threads_of_mail_are_listed_behind_the_chats() -> None:
    async with opened(FakeServices(library=_WithMail())) as pilot:
        await until(pilot, lambda: len(entries(pilot)) == 3, "the chats")
        assert [entry.split("\n")[0] for entry in entries(pilot)] == ["Cabin crew", "Mum", "Your parcel"]
