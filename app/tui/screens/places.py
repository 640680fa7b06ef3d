"""From the main screen to the others: reading a chat, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from app.tui import requests
from app.tui.runs import Runs
from app.tui.widgets.ask_box import AskBox
from app.tui.widgets.evidence import EvidenceList

if TYPE_CHECKING:
    from app.tui.services import Services
    from index.types import ConversationInfo, PageAt


class Places(Screen[None]):
    """The part of the main screen that opens other screens."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5", "sources", "Sources", show=False)]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._chats: tuple[ConversationInfo, ...] = ()
        self._runs = Runs(services, self.post_message)

    def read_home(self) -> object:
        """Count again what there is."""
        raise NotImplementedError

    @on(EvidenceList.ChatChosen)
    def _chat_chosen(self, event: EvidenceList.ChatChosen) -> None:
        self._read_chat(event.chat)

    def _read_chat(self, chat: ConversationInfo) -> None:
        from index.types import PageAt

        self.read(PageAt(chat.id))

    def read(self, at: PageAt, query: str = "") -> None:
        """Open a chat at a place in it."""
        from app.tui.screens.read import ReadScreen

        self.app.push_screen(ReadScreen(self._services, at, query), self.summarize_chat)

    def summarize_chat(self, title: str | None) -> None:
        """Say in the box how a chat is summarized."""
        if title is not None:
            self.query_one(AskBox).put(f"/summarize {requests.USUAL_COUNT} in {title}")

    def action_read(self) -> None:
        """Read the chat that is highlighted, else the one with the newest message."""
        chat = self.query_one(EvidenceList).chat or (self._chats[0] if self._chats else None)
        if chat is not None:
            self._read_chat(chat)

    def action_sources(self) -> None:
        """Show what was added, and add or remove there."""
        from app.tui.screens.sources import SourcesScreen

        def back(_: None) -> None:
            self.read_home()

        self.app.push_screen(SourcesScreen(self._services, self._runs), back)
