"""Pictures of a search with filters and a preview, of choosing a filter, of the explanation, of a name asked back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from app.tui.application.app import HomebodyApp
from app.tui.ask.transcript.turn import NameChoices
from app.tui.search.preview import Preview
from tests.app.tui.fakes import FakeAssistant, FakeServices
from tests.app.tui.pilots import NARROW, AppPilot, enter, entries, is_warm, main_of, text_of, until
from tests.app.tui.search.test_search import MEANT, title, which_tom
from tests.app.tui.test_snapshots import Compare

MIDDLING = (120, 40)


async def found(pilot: AppPilot) -> None:
    await until(pilot, lambda: is_warm(pilot), "the models")
    main = main_of(pilot)
    people = FakeServices().suggestions()
    assert people is not None
    main.restrict(people.people[0])
    main.box.put("lake last week")
    await until(pilot, lambda: "meaning" in title(pilot) and len(entries(pilot)) == 2, "the results")
    main.evidence.focus()
    await pilot.press("down")
    if main.is_roomy:
        await until(pilot, lambda: "Me! Only not" in str(main.query_one(Preview).render()), "the preview")


async def choosing(pilot: AppPilot) -> None:
    await found(pilot)
    await pilot.press("ctrl+f", "enter")
    await until(pilot, lambda: len(pilot.app.screen._choices) == 3, "the people")  # type: ignore[attr-defined]


async def explained(pilot: AppPilot) -> None:
    await found(pilot)
    await pilot.press("question_mark")
    await until(pilot, lambda: "by meaning" in text_of(pilot.app.screen), "the reasons")


async def asked_back(pilot: AppPilot) -> None:
    await until(pilot, lambda: is_warm(pilot), "the models")
    await enter(pilot, "what did tom say")
    await until(pilot, lambda: pilot.app.screen.query(NameChoices), "the choices")
    await until(pilot, lambda: main_of(pilot).query_one(NameChoices).has_focus, "the focus")


SHOTS: dict[str, Callable[[AppPilot], Awaitable[None]]] = {
    "filtered": found,
    "choosing": choosing,
    "explained": explained,
    "asked_back": asked_back,
}


@pytest.mark.parametrize("theme", ["hearth", "daylight"])
@pytest.mark.parametrize("size", [NARROW, MIDDLING], ids=["80x24", "120x40"])
@pytest.mark.parametrize("shot", SHOTS)
def test_picture(shot: str, size: tuple[int, int], theme: str, snap_compare: Compare) -> None:
    answering = FakeAssistant(which_tom)  # type: ignore[arg-type]
    answering.near = MEANT
    services = FakeServices(theme=theme, answering=answering)
    assert snap_compare(HomebodyApp(services), terminal_size=size, run_before=SHOTS[shot])
