"""Searching in the running app: meaning after words, filters, the explanation, the preview, a name of several."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from textual.content import Content

from app.assistant.events import Clarification, NameChoice
from app.assistant.types import Scope
from app.tui.ask.transcript.turn import NameChoices
from app.tui.base import rendering
from app.tui.search.explain_screen import ExplainScreen
from app.tui.search.filter_screen import FilterScreen
from app.tui.search.preview import Preview
from index.errors import AmbiguousName, NotFound
from models.errors import ModelDamaged
from tests.app.tui.fakes import FakeAssistant, FakeLibrary, FakeServices, cabin_answer, cabin_summary, hits
from tests.app.tui.pilots import (
    NARROW,
    SIZES,
    WIDE,
    AppPilot,
    ended,
    enter,
    entries,
    is_warm,
    last_turn,
    main_of,
    on_main,
    opened,
    text_of,
    type_text,
    until,
)

MEANT = (hits()[6], hits()[2], hits()[0])
"""What a search for the lake finds by meaning."""


def title(pilot: AppPilot) -> str:
    return str(main_of(pilot).evidence.border_title)


def subtitle(pilot: AppPilot) -> str:
    return str(main_of(pilot).evidence.border_subtitle)


def chips(pilot: AppPilot) -> str:
    return str(main_of(pilot).chips.render())


def held_back() -> FakeServices:
    """A home whose search by meaning waits to be let go, and then finds something else first."""
    services = FakeServices()
    services.answering.near = MEANT
    services.answering.meaning_gate = Event()
    return services


def let_go(services: FakeServices) -> None:
    assert services.answering.meaning_gate is not None
    services.answering.meaning_gate.set()


# ── Meaning ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@SIZES
async def test_words_come_first_and_meaning_refines_the_list(size: tuple[int, int]) -> None:
    services = held_back()
    async with opened(services, size) as pilot:
        main_of(pilot).box.put("lake")
        await until(pilot, lambda: len(entries(pilot)) == 3, "the results by words")
        assert title(pilot) == "Search · 3 · words"
        await until(pilot, lambda: services.answering.searched, "the search by meaning")
        assert services.answering.searched == [("lake", Scope())]
        let_go(services)
        await until(pilot, lambda: title(pilot) == "Search · 3 · words and meaning")
        assert "240 euros" in entries(pilot)[0]
        assert main_of(pilot).evidence.highlighted == 0


async def test_the_next_letter_calls_a_search_by_meaning_off() -> None:
    services = held_back()
    async with opened(services, WIDE) as pilot:
        main_of(pilot).box.put("lak")
        await until(pilot, lambda: services.answering.searched, "the search by meaning")
        for text in ("la", "l", "lake"):
            main_of(pilot).box.put(text)
        await until(pilot, lambda: "lake" in services.library.queries, "the words")  # type: ignore[union-attr]
        let_go(services)
        await until(pilot, lambda: title(pilot) == "Search · 3 · words and meaning")
        assert [text for text, _ in services.answering.searched] == ["lak", "lake"], "not at every letter"


async def test_the_list_does_not_move_under_somebody_who_is_in_it() -> None:
    services = held_back()
    async with opened(services, WIDE) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: len(entries(pilot)) == 3)
        await pilot.press("down", "down")
        let_go(services)
        await until(pilot, lambda: "ranks them differently" in subtitle(pilot))
        assert "the one with the lake" in entries(pilot)[1]
        assert main_of(pilot).evidence.highlighted == 1
        await pilot.press("escape")
        assert "240 euros" in entries(pilot)[0]
        assert main_of(pilot).box.value == "lake"


async def test_an_entry_that_was_gone_to_stays_the_highlighted_one() -> None:
    services = held_back()
    async with opened(services, WIDE) as pilot:
        await type_text(pilot, "the")
        await until(pilot, lambda: len(entries(pilot)) > 3)
        await pilot.press("down", "down")
        main_of(pilot).evidence.highlighted = next(
            place for place, hit in enumerate(main_of(pilot).evidence.hits) if hit.id == MEANT[1].id
        )
        await pilot.press("shift+tab")
        main_of(pilot).box.focus()
        let_go(services)
        await until(pilot, lambda: "meaning" in title(pilot))
        assert main_of(pilot).evidence.highlighted == 1


async def test_without_a_model_for_meaning_the_words_stay_and_it_is_said() -> None:
    services = FakeServices()
    services.answering.meaning_problem = ModelDamaged("The embedder is damaged.", "Run homebody models pull.")
    async with opened(services, WIDE) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: subtitle(pilot) == "The embedder is damaged.")
        assert len(entries(pilot)) == 3
        await pilot.press("f3")
        assert "ModelDamaged" in text_of(pilot.app.screen)


async def test_what_was_typed_before_the_models_were_there_is_refined_once_they_are() -> None:
    services = FakeServices(warm_gate=Event())
    services.answering.near = MEANT
    services.answering.meaning_problem = ModelDamaged("The embedder is not there yet.", "Wait.")
    async with opened(services, WIDE, warm=False) as pilot:
        assert services.warm_gate is not None
        main_of(pilot).box.put("lake")
        await until(pilot, lambda: subtitle(pilot) == "The embedder is not there yet.")
        services.answering.meaning_problem = None
        services.warm_gate.set()
        await until(pilot, lambda: title(pilot) == "Search · 3 · words and meaning")
        assert services.answering.searched == [("lake", Scope())] * 2


async def test_what_was_found_by_meaning_already_is_not_sought_again() -> None:
    services = FakeServices(warm_gate=Event())
    async with opened(services, WIDE, warm=False) as pilot:
        assert services.warm_gate is not None
        main_of(pilot).box.put("lake")
        await until(pilot, lambda: title(pilot) == "Search · 3 · words and meaning")
        services.warm_gate.set()
        await until(pilot, lambda: is_warm(pilot), "the models")
        assert services.answering.searched == [("lake", Scope())]


async def test_nothing_by_words_is_not_the_last_word_while_meaning_is_looked_for() -> None:
    services = held_back()
    async with opened(services, WIDE) as pilot:
        main_of(pilot).box.put("zeppelin")
        await until(pilot, lambda: entries(pilot) == ["No message has these words; looking for the same meaning …"])
        services.answering.near = None
        let_go(services)
        await until(pilot, lambda: entries(pilot) == ["No message has these words."], "the end of it")


async def test_nothing_by_words_and_no_model_for_meaning_is_said_as_such() -> None:
    services = FakeServices()
    services.answering.meaning_problem = ModelDamaged("The embedder is damaged.", "Run homebody models pull.")
    async with opened(services, WIDE) as pilot:
        main_of(pilot).box.put("zeppelin")
        await until(pilot, lambda: subtitle(pilot) == "The embedder is damaged.")
        assert entries(pilot) == ["No message has these words."]


# ── Filters ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_the_text_speaks_of_is_read_and_offered_as_a_filter() -> None:
    services = FakeServices()
    async with opened(services, WIDE) as pilot:
        main_of(pilot).box.put("from maya last week")
        await until(pilot, lambda: "+ from Maya" in chips(pilot), "the offer")
        assert "+ 3–9 Sep" in chips(pilot)
        services.answering.near = MEANT
        main_of(pilot).box.put("from maya last week lake")
        await until(pilot, lambda: subtitle(pilot) == "? why · time: “last week” is 3–9 Sep")
        await until(pilot, lambda: "+ from Maya" in chips(pilot), "the offer again")
        await pilot.click("#chips", offset=(3, 0))
        await until(pilot, lambda: "from Maya ×" in chips(pilot))
        await until(pilot, lambda: ("from maya last week lake", Scope(person="p1")) in services.answering.searched)


@SIZES
async def test_a_filter_is_chosen_holds_for_the_search_and_is_removed(size: tuple[int, int]) -> None:
    services = FakeServices()
    async with opened(services, size) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: len(entries(pilot)) == 3)
        await pilot.press("ctrl+f")
        assert isinstance(pilot.app.screen, FilterScreen)
        await pilot.press("enter")
        screen = pilot.app.screen
        await until(pilot, lambda: len(screen._choices) == 3, "the people")
        await type_text(pilot, "pri")
        await pilot.press("enter")
        await until(pilot, lambda: on_main(pilot) and len(entries(pilot)) == 1)
        assert "from Priya ×" in chips(pilot)
        await until(pilot, lambda: services.answering.searched[-1] == ("lake", Scope(person="p3")))
        main_of(pilot).chips.focus()
        await pilot.press("backspace")
        await until(pilot, lambda: len(entries(pilot)) == 3)
        assert "Priya" not in chips(pilot)


async def test_a_filter_alone_lists_the_newest_and_backspace_in_the_empty_box_goes_to_it() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        main_of(pilot).restrict(FakeServices().suggestions().people[1])  # type: ignore[union-attr]
        await until(pilot, lambda: len(entries(pilot)) == 3, "what Jonas wrote")
        await pilot.press("backspace")
        assert main_of(pilot).chips.has_focus
        await pilot.press("backspace")
        await until(pilot, lambda: "Cabin crew" in entries(pilot)[0], "the chats")
        assert main_of(pilot).box.has_focus


async def test_a_time_is_read_as_the_flags_are_or_refused_in_place() -> None:
    services = FakeServices()
    async with opened(services, WIDE) as pilot:
        await pilot.press("ctrl+f")
        await type_text(pilot, "march")
        await pilot.press("enter")
        await type_text(pilot, "blue")
        await pilot.press("enter")
        await until(pilot, lambda: "“blue” is not a time that can be read." in text_of(pilot.app.screen))
        await pilot.press(*["backspace"] * 4)
        await type_text(pilot, "last week")
        await pilot.press("enter")
        await until(pilot, lambda: on_main(pilot) and "3–9 Sep ×" in chips(pilot))
        assert main_of(pilot).scope == Scope(since="last week", until="last week")


async def test_a_question_is_asked_within_the_filters() -> None:
    services = FakeServices()
    async with opened(services, WIDE) as pilot:
        main_of(pilot).restrict(FakeServices().suggestions().people[0])  # type: ignore[union-attr]
        await type_text(pilot, "cabin")
        await pilot.press("enter")
        await until(pilot, ended(pilot))
        assert services.answering.scopes == [Scope(person="p1")]
        assert main_of(pilot).scope == Scope(), "the next question begins without them"


async def test_a_summary_is_made_within_the_filters() -> None:
    services = FakeServices(answering=FakeAssistant(cabin_summary))
    async with opened(services, WIDE) as pilot:
        main_of(pilot).restrict(FakeServices().suggestions().people[0])  # type: ignore[union-attr]
        await until(pilot, lambda: "from Maya ×" in chips(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, ended(pilot))
        assert services.answering.asked == [Scope(person="p1", last=15)]
        assert not main_of(pilot).chips.display
        assert title(pilot) == "Evidence · 5"


async def test_what_comes_back_from_before_brings_its_filters() -> None:
    services = FakeServices()
    people = FakeServices().suggestions().people  # type: ignore[union-attr]
    async with opened(services, WIDE) as pilot:
        main_of(pilot).restrict(people[0])
        await type_text(pilot, "cabin")
        await pilot.press("enter")
        await until(pilot, ended(pilot))
        await enter(pilot, "lake")
        await until(pilot, lambda: len(services.answering.scopes) == 2 and ended(pilot)())
        main_of(pilot).box.focus()
        await pilot.press("up")
        assert (main_of(pilot).box.value, main_of(pilot).scope) == ("lake", Scope())
        await pilot.press("up")
        await until(pilot, lambda: "from Maya ×" in chips(pilot))
        assert (main_of(pilot).box.value, main_of(pilot).scope) == ("cabin", Scope(person="p1"))
        await pilot.press("down")
        await until(pilot, lambda: main_of(pilot).scope == Scope())
        await pilot.press("up", "enter")
        await until(pilot, lambda: len(services.answering.scopes) == 3)
        assert services.answering.scopes[-1] == Scope(person="p1")


async def test_filters_chosen_by_hand_stay_when_an_earlier_question_comes_back() -> None:
    people = FakeServices().suggestions().people  # type: ignore[union-attr]
    async with opened(FakeServices(), WIDE) as pilot:
        await type_text(pilot, "cabin")
        await pilot.press("enter")
        await until(pilot, ended(pilot))
        main_of(pilot).restrict(people[1])
        main_of(pilot).box.focus()
        await pilot.press("up")
        assert (main_of(pilot).box.value, main_of(pilot).scope) == ("cabin", Scope(person="p2"))


# ── Explanation ───────────────────────────────────────────────────────────────────────────────────────────────────────


@SIZES
async def test_a_question_mark_explains_the_ranking(size: tuple[int, int]) -> None:
    async with opened(FakeServices(), size) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: "meaning" in title(pilot))
        await pilot.press("down", "question_mark")
        assert isinstance(pilot.app.screen, ExplainScreen)
        await until(pilot, lambda: "by meaning" in text_of(pilot.app.screen))
        page = text_of(pilot.app.screen)
        assert "place 1, score 0.5, worth 2.5" in page
        assert "4: place 1 of 3" in page
        await pilot.press("right")
        await until(pilot, lambda: "3: place 2 of 3" in text_of(pilot.app.screen))
        await pilot.press("question_mark")
        assert on_main(pilot)


async def test_a_ranking_by_words_alone_is_explained_as_such() -> None:
    services = held_back()
    async with opened(services, WIDE) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: len(entries(pilot)) == 3)
        await pilot.press("down", "question_mark")
        await until(pilot, lambda: "by words" in text_of(pilot.app.screen))
        assert "by meaning" not in text_of(pilot.app.screen)
        let_go(services)


# ── Preview ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_highlighted_result_is_previewed_where_it_was_said() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: "meaning" in title(pilot))
        preview = main_of(pilot).query_one(Preview)
        await pilot.press("down")
        await until(pilot, lambda: "Me! Only not the first weekend" in str(preview.render()), "the neighbours")
        await pilot.press("down")
        await until(pilot, lambda: "Then the 18th it is" in str(preview.render()))
        assert preview.region.height > 0
        await pilot.resize_terminal(*NARROW)
        await until(pilot, lambda: not preview.display or preview.region.height == 0, "the fold")


async def test_a_narrow_screen_fetches_no_preview() -> None:
    async with opened(FakeServices(), NARROW) as pilot:
        await type_text(pilot, "lake")
        await until(pilot, lambda: "meaning" in title(pilot))
        await pilot.press("down", "down")
        assert str(main_of(pilot).query_one(Preview).render()) == ""


# ── A name of several ─────────────────────────────────────────────────────────────────────────────────────────────────

TOMS = (NameChoice("p4", "Tom Ok in Cabin crew"), NameChoice("p5", "Tom Weber in Work"))


def which_tom(question: str) -> list[object]:
    problem = AmbiguousName("There are 2 people named “Tom”.", ("p4  Tom Ok", "p5  Tom Weber"), "Say which.")
    return [Clarification(str(problem), "from", TOMS), problem]


@pytest.mark.parametrize("how", ["2", "keys", "click"])
@SIZES
async def test_a_name_of_several_is_asked_back(size: tuple[int, int], how: str) -> None:
    services = FakeServices(answering=FakeAssistant(which_tom))  # type: ignore[arg-type]
    async with opened(services, size) as pilot:
        await type_text(pilot, "what did tom say")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query(NameChoices), "the choices")
        await until(pilot, lambda: main_of(pilot).query_one(NameChoices).has_focus, "the focus")
        assert "There are 2 people named “Tom”." in text_of(last_turn(pilot))
        services.answering.script = cabin_answer
        if how == "click":
            await pilot.click(NameChoices, offset=(4, 1))
        else:
            await pilot.press(*(["2"] if how == "2" else ["down", "enter"]))
        await until(pilot, lambda: len(services.answering.scopes) == 2, "the second question")
        await until(pilot, ended(pilot))
        assert services.answering.scopes == [Scope(), Scope(person="p5")]
        assert services.answering.asked == ["what did tom say"] * 2
        assert last_turn(pilot).asked == "what did tom say · Tom Weber in Work"
        assert "The cabin is free" in text_of(last_turn(pilot))


# ── Operators and snippets ────────────────────────────────────────────────────────────────────────────────────────────


async def test_operators_restrict_the_search_while_typing() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        main_of(pilot).box.put("lake")
        await until(pilot, lambda: len(entries(pilot)) == 3)
        main_of(pilot).box.put("lake from:priya")
        await until(pilot, lambda: len(entries(pilot)) == 1, "what Priya said of the lake")
        assert "The place with the lake again?" in entries(pilot)[0]
        main_of(pilot).box.put("from:priya")
        await until(pilot, lambda: len(entries(pilot)) == 3, "all that Priya said")


async def test_an_operator_that_fits_nothing_says_who_may_be_meant() -> None:
    services = FakeServices()
    services.answering.meaning_problem = NotFound('No person is named "mya".', "Did you mean “Maya”?")
    async with opened(services, WIDE) as pilot:
        main_of(pilot).box.put("from:mya lake")
        await until(pilot, lambda: "Did you mean “Maya”?" in "".join(entries(pilot)))


async def test_an_entry_shows_the_line_around_the_match_marked_and_as_it_is_written() -> None:
    said = "… so [bold]bring[/] the \x1b[31mlamps\x1b[0m 👍🏽 to the lake …"
    start = said.index("lamps")
    hit = replace(hits()[0], text="x " * 200 + said, snippet=said, spans=((start, start + 5),))
    services = FakeServices(library=FakeLibrary((hit,)))
    async with opened(services, WIDE) as pilot:
        main_of(pilot).box.put("lamps")
        await until(pilot, lambda: len(entries(pilot)) == 1)
        (entry,) = entries(pilot)
        assert "… so [bold]bring[/] the ␛[31mlamps␛[0m 👍 to the lake …" in entry
        shown = main_of(pilot).evidence.options[0].prompt
        assert isinstance(shown, Content)
        marked = [shown.plain[span.start : span.end] for span in shown.spans if span.style == rendering.ACCENT]
        assert marked[-1] == "lamps"
