"""A chat as a chat, from any place in it, endless in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from app.text import wording
from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.chat import feed
from app.tui.chat.messages import FoundInChat, PageRead
from app.tui.chat.view import ChatView, Edge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.tui.services import Services
    from index.types.listings import ChatPosition

FIND = "Find in this chat"
GO_TO = "A day: 2026-03-14, yesterday, last week, 3 March 2025 …"


class ReadScreen(Screen[str]):
    """Reads one chat; returns its title when it is to be summarized."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("slash,ctrl+f", "ask('find')", "Find", key_display="/"),
        # One entry for both, for all to have room in 80 columns; what was found says which is which.
        Binding("n", "step(-1)", "Hits", key_display="n N"),
        Binding("N", "step(1)", "Newer hit", show=False),
        Binding("g", "ask('date')", "Date"),
        Binding("c", "copy", "Copy"),
        Binding("o", "open", "Links"),
        Binding("ctrl+s", "summarize", "Summarize", priority=True),
        Binding("q", "back", "Back", show=False),
    ]

    def __init__(self, services: Services, at: ChatPosition, query: str = "") -> None:
        super().__init__()
        self._services = services
        self._at = at
        self._query = query
        self._chat: int | None = None
        self._title = ""
        self._asking: Literal["find", "date"] = "find"
        self._found: tuple[str, ...] = ()
        self._more = False
        self._place = 0

    def compose(self) -> ComposeResult:
        """Lay out the chat, the line that says what was found, and the box."""
        yield ChatView()
        yield Static(id="chat-note", markup=False)
        yield Input(id="chat-box", select_on_focus=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fetch the lines to begin with."""
        box = self.query_one("#chat-box", Input)
        box.display = False
        box.cursor_blink = False
        self.query_one("#chat-note").display = False
        self._view.highlight(rendering.words_of(self._query))
        self._view.focus()
        self.call_after_refresh(self._fetch, self._at)

    @property
    def _view(self) -> ChatView:
        return self.query_one(ChatView)

    # ── Lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    @in_background("page")
    def _fetch(self, at: ChatPosition) -> Message:
        return feed.fetch(self._services, at)

    @in_background("page")
    def _fetch_date(self, chat: int, typed: str) -> Message:
        return feed.fetch_date(self._services, chat, typed)

    @on(ChatView.Wanted)
    def _wanted(self, event: ChatView.Wanted) -> None:
        from index.types.listings import ChatPosition

        if event.where == "number":
            self._fetch(ChatPosition(self._chat, number=event.number))
        else:
            self._fetch(ChatPosition(self._chat, message=event.message, which=event.where))

    @on(PageRead)
    def _read(self, event: PageRead) -> None:
        if event.page is None:
            if event.trouble is not None:
                self._note(rendering.trouble(event.trouble))
            self._view.refused()
            return
        self._chat, self._title = event.page.chat, event.page.title
        if event.at.message and event.at.which != "around":
            self._view.take(event.page, event.at.which, event.at.message)
        else:
            self._view.jump(event.page, message=event.at.message, number=event.start)
        self._show_place()

    @on(ChatView.Moved)
    def _show_place(self) -> None:
        view = self._view
        view.border_title = Content(rendering.shown_line(self._title))
        top = view.top
        view.border_subtitle = Content(wording.moment(top.hit.time) if top and top.hit.time else "")

    @on(ChatView.Chosen)
    def _chosen(self, event: ChatView.Chosen) -> None:
        self._show(event.message)

    def _show(self, public_id: str) -> None:
        """Mark a message, fetching what is around it where it is not held."""
        from index.types.listings import ChatPosition

        if not self._view.mark(public_id):
            self._fetch(ChatPosition(message=public_id))

    # ── Asking where to go ────────────────────────────────────────────────────────────────────────────────────────────

    def action_ask(self, what: Literal["find", "date"]) -> None:
        """Open the box for words to find, or for a day to go to."""
        box = self.query_one("#chat-box", Input)
        self._asking = what
        box.value = ""
        box.placeholder = FIND if what == "find" else GO_TO
        box.display = True
        box.focus()

    def _close_box(self) -> None:
        self.query_one("#chat-box").display = False
        self._view.focus()

    @on(Input.Submitted, "#chat-box")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = event.value.strip()
        self._close_box()
        self._note(None)
        if not typed or self._chat is None:
            return
        if self._asking == "date":
            self._fetch_date(self._chat, typed)
        else:
            self._find(self._chat, typed)

    @in_background("find")
    def _find(self, chat: int, typed: str) -> Message:
        return feed.find(self._services, chat, typed)

    @on(FoundInChat)
    def _found_in_chat(self, event: FoundInChat) -> None:
        self._found, self._more = event.ids, event.more
        self._place = len(event.ids) - 1
        self._view.highlight(rendering.words_of(event.typed))
        if event.trouble is not None:
            self._note(rendering.trouble(event.trouble))
        elif not event.ids:
            self._note(Content.styled(f"Nothing here has “{rendering.shown_line(event.typed)}”.", rendering.MUTED))
        else:
            self._show_found()
        self.refresh_bindings()

    def _show_found(self) -> None:
        self._show(self._found[self._place])
        of = f"{len(self._found):,}{', the best of more' if self._more else ''}"
        line = f"{len(self._found) - self._place:,} of {of} · n older, N newer"
        self._note(Content.styled(line, rendering.MUTED))

    def action_step(self, by: int) -> None:
        """Go to the next hit, older or newer."""
        if 0 <= self._place + by < len(self._found):
            self._place += by
            self._show_found()

    @on(ChatView.EdgeWanted)
    def _edge_wanted(self, event: ChatView.EdgeWanted) -> None:
        self._go_to_edge(event.which)

    def _go_to_edge(self, which: Edge) -> None:
        from index.types.listings import ChatPosition

        if self._chat is not None:
            self._fetch(ChatPosition(self._chat, number=0 if which == "oldest" else None))

    def _note(self, line: Content | None) -> None:
        note = self.query_one("#chat-note", Static)
        note.display = line is not None
        note.update(line or Content(""))

    # ── Taking out ────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_copy(self) -> None:
        """Copy the marked message, else the one at the top."""
        if (line := self._view.chosen) is not None:
            self.app.copy_hit(line.hit)  # type: ignore[attr-defined]

    def action_open(self) -> None:
        """Show the links of the marked message, else of the one at the top."""
        if (line := self._view.chosen) is not None:
            self.app.open_hit(line.hit)  # type: ignore[attr-defined]

    # ── Leaving ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  the base's
        """Show the keys for hits only where there are hits."""
        return action != "step" or bool(self._found)

    def action_summarize(self) -> None:
        """Leave, and summarize the chat."""
        if self._title:
            self.dismiss(self._title)

    def action_back(self) -> None:
        """Close the box, or else leave."""
        if self.query_one("#chat-box").display:
            self._close_box()
        else:
            self.dismiss(None)

    def palette(self) -> Iterator[SystemCommand]:
        """Offer what can be done here by name."""
        yield SystemCommand(
            "Find in this chat", "Words; n and N step through what is found (/)", lambda: self.action_ask("find")
        )
        yield SystemCommand("Go to a day", "“yesterday”, “last March”, 2026-03-14 (g)", lambda: self.action_ask("date"))
        yield SystemCommand("Oldest messages", "Where the chat begins (Home)", lambda: self._go_to_edge("oldest"))
        yield SystemCommand("Newest messages", "Where the chat ends (End)", lambda: self._go_to_edge("newest"))
        yield SystemCommand("Copy the message", "The marked one, else the one at the top (c)", self.action_copy)
        yield SystemCommand("Links of the message", "In full, to be copied (o)", self.action_open)
        yield SystemCommand("Summarize this chat", "Its newest messages (Ctrl+S)", self.action_summarize)
