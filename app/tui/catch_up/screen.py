"""Chats with what is new since last time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from app.text import wording
from app.text.wording import counted
from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.base.list_screen import ListScreen
from app.tui.catch_up import feed
from app.tui.catch_up.messages import NewsRead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.assistant.summarizing.catch_up import ChatUpdates, CheckpointUndo
    from app.tui.services import Services

NOTHING = "You are caught up: nothing new in any chat."


class CatchUpScreen(ListScreen[tuple[str, str]]):
    """Lists the chats; returns what to type into the ask box for the summary that was asked for, and how to show it."""

    LIST = "news"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("enter", "summarize", "Summarize chat", priority=True),
        Binding("a", "summarize_all", "All"),
        Binding("m", "mark", "Mark chat"),
        Binding("M", "mark_all", "Mark all"),
        Binding("u", "undo", "Undo"),
        Binding("q", "back", "Back", show=False),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._news: tuple[ChatUpdates, ...] = ()
        self._undo: list[CheckpointUndo] = []
        self._busy = True

    def on_mount(self) -> None:
        """Count first."""
        self._list.border_title = "Catch up"
        self._note("Counting …")
        self._list.focus()
        self._read()

    @in_background("news")
    def _read(self) -> Message:
        return feed.read_news(self._services)

    @work(thread=True, group="marks", exit_on_error=False)
    def _mark(self, chats: tuple[int, ...], undo: CheckpointUndo | None = None) -> None:
        self.post_message(feed.catch_up(self._services, chats, undo))

    @on(NewsRead)
    def _news_read(self, event: NewsRead) -> None:
        self._busy = False
        if event.undo is not None:
            self._undo.append(event.undo)
        if event.trouble is not None:
            self._note(rendering.trouble(event.trouble))
            return
        self._news = event.news
        self._fill(_entry(chat) for chat in self._news)
        total = sum(chat.count for chat in self._news)
        new = f"{counted(total, 'new message')} in {counted(len(self._news), 'chat')}"
        undo = " · u takes the mark back" if self._undo else ""
        self._note((new if self._news else NOTHING) + undo)
        self.refresh_bindings()

    def _chosen(self) -> ChatUpdates | None:
        place = self._list.highlighted
        return self._news[place] if place is not None and place < len(self._news) else None

    # ── What can be done ──────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  the base's
        """Show the keys for what there is."""
        if action == "undo":
            return bool(self._undo)
        return bool(self._news) or action not in ("summarize", "summarize_all", "mark", "mark_all")

    @on(OptionList.OptionSelected)
    def action_summarize(self) -> None:
        """Leave, and summarize what is new in the chosen chat."""
        if (chat := self._chosen()) is not None:
            self._leave(chat)

    def action_summarize_all(self) -> None:
        """Leave, and summarize what is new everywhere."""
        if self._news:
            self._leave(None)

    @work(thread=True, exclusive=True, group="leave", exit_on_error=False)
    def _leave(self, chat: ChatUpdates | None) -> None:
        trouble = feed.align(self._services, None if chat is None else chat.chat)
        if trouble is not None:
            self.post_message(NewsRead((), trouble=trouble))
        else:
            # By its id, which is one chat's alone; a title may be that of several.
            typed = "/summarize new" if chat is None else f"/summarize new in c{chat.chat}"
            shown = typed if chat is None else f"/summarize new in {rendering.shown_line(chat.title)}"
            self.app.call_from_thread(self.dismiss, (typed, shown))

    def action_mark(self) -> None:
        """Mark the chosen chat as caught up."""
        if (chat := self._chosen()) is not None and not self._busy:
            self._busy = True
            self._mark((chat.chat,))

    def action_mark_all(self) -> None:
        """Mark everything as caught up."""
        if self._news and not self._busy:
            self._busy = True
            self._mark(())

    def action_undo(self) -> None:
        """Take the last mark back."""
        if self._undo and not self._busy:
            self._busy = True
            self._mark((), self._undo.pop())

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)

    def palette(self) -> Iterator[SystemCommand]:
        """Offer what can be done here by name."""
        yield SystemCommand("Summarize this chat", "What is new in it (Enter)", self.action_summarize)
        yield SystemCommand("Summarize all", "What is new in every chat (a)", self.action_summarize_all)
        yield SystemCommand("Mark as caught up", "The chosen chat, without a summary (m)", self.action_mark)
        yield SystemCommand("Mark all as caught up", "Without a summary (M)", self.action_mark_all)
        yield SystemCommand("Undo", "Take the last mark back (u)", self.action_undo)


def _entry(chat: ChatUpdates) -> Content:
    last = f" · {wording.moment(chat.last)}" if chat.last else ""
    since = f" · caught up {wording.moment(chat.since)}" if chat.since else " · never caught up"
    return Content.assemble(
        (rendering.shown_line(chat.title), "bold"),
        (f"  {chat.count:,} new", rendering.ACCENT),
        "\n",
        (f"{rendering.shown_line(chat.source)}{last}{since}", rendering.MUTED),
        "\n",
    )
