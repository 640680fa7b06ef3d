"""The ways out of the app that a person takes: the clipboard, and the system's own programs. Nothing here has a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App

from app.text.sanitize import clean
from app.tui.application import external_programs
from app.tui.application.messages import FileOpened
from app.tui.base import links

if TYPE_CHECKING:
    from app.tui.services import Services
    from index.types.search import Hit

MOST = 70_000
"""Characters that are copied at once; terminals refuse much more."""
UNREACHABLE = "Open it outside homebody: nothing that homebody starts can reach the network."


class ClipboardActions(App[None]):
    """The part of the app that copies and opens."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services

    def copy_text(self, text: str, what: str) -> None:
        """Send text to the terminal's clipboard, cleaned: what is pasted elsewhere must not hold control characters."""
        text = clean(text).strip()
        if not text:
            self.notify("There is no text to copy.", severity="warning", markup=False)
            return
        self.copy_to_clipboard(text[:MOST])
        much = f"its first {MOST:,} characters" if len(text) > MOST else f"{len(text):,} characters"
        # Whether the terminal takes it cannot be known here.
        self.notify(f"{what}: {much} sent to the terminal's clipboard.", markup=False)

    def copy_hit(self, hit: Hit) -> None:
        """Copy what a hit says."""
        self.copy_text(external_programs.text_of(hit), "The passage" if hit.kind == "file" else "The message")

    def open_hit(self, hit: Hit) -> None:
        """Open a file in the system's own program; of a message, show the links."""
        from app.tui.dialogs.link_list import LinksScreen

        if hit.kind == "file":
            self._open_file(hit.id)
            return
        found = links.links_of(hit.text)
        if not found:
            self.notify("This message has no link.", markup=False)
            return

        def chosen(link: links.Link | None) -> None:
            if link is not None:
                self.copy_text(link.url, "The link")
                self.notify(UNREACHABLE, markup=False)

        self.push_screen(LinksScreen(found), chosen)

    @work(thread=True, group="open", exit_on_error=False)
    def _open_file(self, public_id: str) -> None:
        self.post_message(external_programs.open_file(self._services, public_id))

    @on(FileOpened)
    def _opened(self, event: FileOpened) -> None:
        if event.trouble is not None:
            said = f"{event.trouble.sentence} {event.trouble.next_step}".strip()
            self.notify(said, severity="warning", markup=False)
            return
        if event.path:
            self.copy_to_clipboard(clean(event.path))
        self.notify(event.said, markup=False)
