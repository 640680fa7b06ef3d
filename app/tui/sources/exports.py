"""Likely exports that lie among the downloads, to choose from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from app.text.wording import counted
from app.tui.base import rendering
from app.tui.base.mark_list import MarkList
from app.tui.base.rendering import ACCENT, MUTED, shown_path

if TYPE_CHECKING:
    from app.home.downloads import DownloadListing

TITLE_CELLS = 30
"""The column of what an export is, where there is room for it."""


class ExportsScreen(Screen[tuple[Path, ...]]):
    """Lists the exports; returns those to take in, nothing when the person goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("a", "mark_all", "Mark all"),
        Binding("q", "back", "Back", show=False),
    ]

    def __init__(self, listing: DownloadListing) -> None:
        super().__init__()
        self._listing = listing
        self._exports = listing.exports
        self._list = MarkList(self._row, self._can_be_read, id="exports")

    def compose(self) -> ComposeResult:
        """Lay out the list and the line under it."""
        yield self._list
        yield Static(id="exports-note", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """List them, all unmarked: only what is chosen is taken in."""
        self._list.border_title = Content(
            f"{counted(len(self._exports), 'likely export')} in {shown_path(self._listing.folder)}"
        )
        self._list.show(len(self._exports))
        self._list.focus()

    def _can_be_read(self, place: int) -> bool:
        return not self._exports[place].like.unread

    def _row(self, place: int, marked: bool, room: int) -> Content:
        export = self._exports[place]
        readable = self._can_be_read(place)
        mark = ("● ", ACCENT) if marked else ("○ " if readable else "  ", MUTED)
        name = rendering.shown_line(str(export.path.relative_to(self._listing.folder)))
        if room < 2 * TITLE_CELLS:
            return Content.assemble(mark, name if readable else (name, MUTED), (f"  {export.like.title}", MUTED))
        title = rendering.fit(export.like.title, TITLE_CELLS).ljust(TITLE_CELLS)
        return Content.assemble(mark, (title, ACCENT if readable else MUTED), " ", name if readable else (name, MUTED))

    @on(MarkList.Moved)
    def _moved(self) -> None:
        marked = len(self._list.marked)
        export = self._exports[self._list.highlighted]
        if export.like.unread:
            line = export.like.unread
        elif marked:
            line = f"{marked:,} marked; Enter adds {'it' if marked == 1 else 'them'}."
        else:
            line = "Enter adds the highlighted one; Space marks several. Nothing was opened."
        self.query_one("#exports-note", Static).update(Content.styled(line, MUTED))

    @on(MarkList.Clicked)
    def _clicked(self, event: MarkList.Clicked) -> None:
        event.stop()
        self._list.toggle(event.place)

    @on(MarkList.Chosen)
    def _chosen(self, event: MarkList.Chosen) -> None:
        event.stop()
        places = sorted(self._list.marked) or [event.place]
        if self._can_be_read(places[0]):
            self.dismiss(tuple(self._exports[place].path for place in places))

    def action_mark_all(self) -> None:
        """Mark all that can be read, or none."""
        self._list.mark_all()

    def action_back(self) -> None:
        """Take in nothing."""
        self.dismiss(())
