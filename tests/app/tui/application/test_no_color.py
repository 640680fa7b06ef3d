"""Without colours everything can still be read, and what is highlighted can be told."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.widget import Widget
from textual.widgets import OptionList

from app.tui.ask.welcome import FirstSteps
from tests.app.tui.fakes import FakeServices
from tests.app.tui.pilots import AppPilot, main_of, opened, until


def styles(widget: Widget) -> list[list[Style]]:
    """The styles of each row that is seen, with whatever takes the colours away applied."""
    return [
        [segment.style for segment in strip if segment.style is not None and segment.text.strip()]
        for strip in widget.render_lines(widget.size.region)
    ]


def is_grey(style: Style) -> bool:
    triplets = [color.triplet for color in (style.color, style.bgcolor) if color is not None and color.triplet]
    return all(triplet.red == triplet.green == triplet.blue for triplet in triplets)


async def themed(pilot: AppPilot, theme: str) -> None:
    pilot.app.theme = theme
    await pilot.pause()


@pytest.mark.parametrize("theme", ["hearth", "daylight", "high-contrast"])
async def test_a_theme_of_ours_turns_grey_and_stays_readable(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(FakeServices(library=None)) as pilot:
        await themed(pilot, theme)
        shown = [style for row in styles(main_of(pilot).query_one("#greeting")) for style in row]
        assert shown
        assert all(map(is_grey, shown))
        assert all(style.color != style.bgcolor for style in shown)


async def test_the_terminals_own_colours_are_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(FakeServices(library=None)) as pilot:
        await themed(pilot, "terminal")
        for widget in (main_of(pilot).query_one("#greeting"), main_of(pilot).query_one(FirstSteps)):
            shown = [style for row in styles(widget) for style in row]
            assert shown
            assert all(color is None or color.is_default for s in shown for color in (s.color, s.bgcolor))
        await themed(pilot, "hearth")
        shown = [style for row in styles(main_of(pilot).query_one("#greeting")) for style in row]
        assert all(style.color is not None and not style.color.is_default for style in shown)


async def test_what_is_highlighted_can_be_told_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(FakeServices()) as pilot:
        await themed(pilot, "terminal")
        await pilot.press("f5")
        await until(pilot, lambda: pilot.app.screen.query("#sources"))
        await until(pilot, lambda: pilot.app.screen.query_one("#sources", OptionList).option_count == 3)
        rows = styles(pilot.app.screen.query_one("#sources"))
        marked = [any(style.underline for style in row) for row in rows]
        assert marked[1]
        assert not any(marked[4:])


async def test_with_colours_nothing_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    async with opened(FakeServices(library=None)) as pilot:
        shown = [style for row in styles(main_of(pilot).query_one("#greeting")) for style in row]
        assert not all(map(is_grey, shown))
