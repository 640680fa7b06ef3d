"""Where the screen is narrow, one pane shows at a time; this line switches."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from app.tui.base import rendering


class PaneTabs(Widget):
    """Two names, the active one marked."""

    @dataclass
    class Chosen(Message):
        """A name was clicked."""

        evidence: bool

    evidence_active: reactive[bool] = reactive(False)
    evidence_title: reactive[str] = reactive("Evidence")

    def render(self) -> RenderResult:
        """Draw both names."""
        names = ("Answer", rendering.shown_line(self.evidence_title))
        return Content("  ").join(
            Content.styled(
                f" {name} ", "bold reverse $primary" if evidence == self.evidence_active else "$faint"
            ).stylize(Style.from_meta({"pane": evidence}))
            for name, evidence in zip(names, (False, True), strict=True)
        )

    def on_click(self, event: events.Click) -> None:
        """Switch to the pane under the mouse."""
        pane = event.style.meta.get("pane")
        if isinstance(pane, bool):
            event.stop()
            self.post_message(self.Chosen(pane))
