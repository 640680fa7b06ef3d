"""The links of a message, each in full, with where it really goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from app.tui.base.links import Link
from app.tui.base.rendering import ACCENT, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

TOLD = "homebody has no network and opens no links. Enter copies one to open elsewhere; look where it goes first."


class LinksScreen(ModalScreen[Link]):
    """Returns the link that is to be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "back", "Back", key_display="esc")]

    def __init__(self, links: Sequence[Link]) -> None:
        super().__init__()
        self._links = links

    def compose(self) -> ComposeResult:
        """Lay out the links, whole."""
        with Vertical(id="links"):
            yield Static(Content.styled(TOLD, MUTED), id="links-told")
            yield OptionList(*(Option(_entry(link)) for link in self._links), id="links-list", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Begin on the first."""
        self.query_one("#links").border_title = "Links of this message"
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._links[event.option_index])

    def action_back(self) -> None:
        """Copy nothing."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Go back on a click beside the frame."""
        if event.widget is self:
            self.dismiss(None)


def _entry(link: Link) -> Content:
    return Content.assemble(link.url, "\n", ("  goes to ", MUTED), (link.goes_to, ACCENT))
