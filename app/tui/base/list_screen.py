"""A screen that is a list with one line under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from app.tui.base import rendering

if TYPE_CHECKING:
    from collections.abc import Iterable

_Result = TypeVar("_Result")


class ListScreen(Screen[_Result]):
    """Lays out the list and the note, and fills them. `LIST` is the list's id."""

    LIST: ClassVar[str]

    def compose(self) -> ComposeResult:
        """Lay out the list and the line under it."""
        yield from self._panes()
        yield Footer(show_command_palette=False, compact=True)

    def _panes(self) -> ComposeResult:
        yield OptionList(id=self.LIST, markup=False, classes="kept-list")
        yield Static(markup=False, classes="kept-note")

    @property
    def _list(self) -> OptionList:
        return self.query_one(".kept-list", OptionList)

    def _note(self, line: Content | str) -> None:
        """Say something under the list, a plain string in the colour of what is said by the way."""
        shown = Content.styled(line, rendering.MUTED) if isinstance(line, str) else line
        self.query_one(".kept-note", Static).update(shown)

    def _fill(self, entries: Iterable[Content]) -> None:
        """List these; the place that was highlighted stays highlighted, or the last one where there are fewer now."""
        chosen = self._list.highlighted or 0
        self._list.clear_options()
        self._list.add_options([Option(entry) for entry in entries])
        if self._list.option_count:
            self._list.highlighted = min(chosen, self._list.option_count - 1)
