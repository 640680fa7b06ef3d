"""Earlier conversations with the assistant: gone on with, renamed, exported, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, Input, OptionList

from app.text import wording
from app.text.wording import counted
from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.base.completion_box import LineBox
from app.tui.base.list_screen import ListScreen
from app.tui.conversations import feed
from app.tui.conversations.messages import ConversationExported, ConversationsRead, Resumed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.assistant.conversations import Conversation
    from app.tui.services import Services

NONE = "There is no conversation yet. Every question begins one."
TITLE = "A name for this conversation (empty: its first question)"
EXPORT = "Export to a new file"
NO_FILE = "Nothing was written: a file needs a name."


class ConversationsScreen(ListScreen[Resumed]):
    """Lists the kept conversations, the most recent first; returns the one to go on with."""

    LIST = "conversations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("r", "rename", "Rename"),
        Binding("e", "export", "Export"),
        Binding("d,delete", "delete", "Delete"),
        Binding("y", "confirm", "Yes, delete"),
        Binding("q", "back", "Back", show=False),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._conversations: tuple[Conversation, ...] = ()
        self._doomed: Conversation | None = None
        self._asking: tuple[Literal["file", "title"], Conversation] | None = None
        """What the box asks for, and for which one."""
        self.forgotten: set[str] = set()
        """Those that were deleted here."""

    def compose(self) -> ComposeResult:
        """Lay out the list, the line under it, and the box for a name."""
        yield from self._panes()
        yield LineBox(id="conversations-box", select_on_focus=False)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Read the list first."""
        self._list.border_title = "Conversations"
        self._box.display = False
        self._box.cursor_blink = False
        self._list.focus()
        self._read()

    @property
    def _box(self) -> Input:
        return self.query_one("#conversations-box", Input)

    @in_background("conversations")
    def _read(self) -> Message:
        return feed.read_conversations(self._services)

    @on(ConversationsRead)
    def _conversations_read(self, event: ConversationsRead) -> None:
        if event.trouble is not None:
            self._note(rendering.trouble(event.trouble))
            return
        self._conversations = event.conversations
        self._fill(_entry(conversation) for conversation in self._conversations)
        self._note(
            f"{counted(len(self._conversations), 'conversation')} · Enter goes on with one"
            if self._conversations
            else NONE
        )
        self.refresh_bindings()

    def _chosen(self) -> Conversation | None:
        place = self._list.highlighted
        return self._conversations[place] if place is not None and place < len(self._conversations) else None

    # ── Going on ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @on(OptionList.OptionSelected)
    def action_resume(self) -> None:
        """Leave, and go on with the chosen one."""
        if (conversation := self._chosen()) is not None:
            self._resume(conversation.id)

    @in_background("resume")
    def _resume(self, conversation: str) -> Message:
        return feed.turns(self._services, conversation)

    @on(Resumed)
    def _resumed(self, event: Resumed) -> None:
        if event.trouble is not None:
            self._note(rendering.trouble(event.trouble))
        else:
            self.dismiss(event)

    # ── Renaming and exporting ────────────────────────────────────────────────────────────────────────────────────────

    def action_rename(self) -> None:
        """Ask for a name."""
        self._ask("title")

    def action_export(self) -> None:
        """Ask for the file's name."""
        self._ask("file")

    def _ask(self, what: Literal["file", "title"]) -> None:
        conversation = self._chosen()
        if conversation is not None:
            self._asking = what, conversation
            self._box.placeholder = EXPORT if what == "file" else TITLE
            self._box.value = conversation.title if what == "title" else f"~/conversation-{conversation.id}.md"
            self._box.display = True
            self._box.focus()

    def _close_box(self) -> None:
        self._asking = None
        self._box.display = False
        self._list.focus()

    @on(Input.Submitted, "#conversations-box")
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        asking, typed = self._asking, event.value.strip()
        self._close_box()
        match asking:
            case ("title", conversation):
                self._rename(conversation.id, typed)
            case ("file", conversation) if typed:
                self._export(conversation.id, typed)
            case ("file", _):
                self._note(NO_FILE)

    @work(thread=True, exclusive=True, group="conversations", exit_on_error=False)
    def _rename(self, conversation: str, title: str) -> None:
        self.post_message(feed.rename(self._services, conversation, title))

    @work(thread=True, group="export", exit_on_error=False)
    def _export(self, conversation: str, typed: str) -> None:
        self.post_message(feed.export(self._services, conversation, typed))

    @on(ConversationExported)
    def _exported(self, event: ConversationExported) -> None:
        written = f"Written to {rendering.shown_line(event.path)}, readable by you alone."
        self._note(written if event.trouble is None else rendering.trouble(event.trouble))

    # ── Deleting ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_delete(self) -> None:
        """Ask whether the chosen one is to go."""
        self._doomed = self._chosen()
        if self._doomed is not None:
            first = rendering.cut(rendering.shown_line(self._doomed.name), 40)
            self._note(Content.styled(f"Delete “{first}” for good? y deletes it, Esc keeps it.", "$text-warning"))
            self.refresh_bindings()

    def action_confirm(self) -> None:
        """Delete the one that was asked about."""
        doomed, self._doomed = self._doomed, None
        if doomed is not None:
            self.forgotten.add(doomed.id)
            self._forget(doomed.id)

    @work(thread=True, group="forget", exit_on_error=False)
    def _forget(self, conversation: str) -> None:
        self.post_message(feed.forget(self._services, conversation))

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        if self._doomed is not None and self._doomed != self._chosen():
            self._keep()

    def _keep(self) -> None:
        self._doomed = None
        self._note("")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  the base's
        """Show the keys for what there is."""
        if action == "confirm":
            return self._doomed is not None
        return bool(self._conversations) or action not in ("rename", "export", "delete")

    def action_back(self) -> None:
        """Close the box or the question, or else leave."""
        if self._asking is not None:
            self._close_box()
        elif self._doomed is not None:
            self._keep()
        else:
            self.dismiss(None)

    def palette(self) -> Iterator[SystemCommand]:
        """Offer what can be done here by name."""
        yield SystemCommand("Resume", "Go on with the chosen conversation (Enter)", self.action_resume)
        yield SystemCommand("Rename", "The chosen conversation; empty for its first question (r)", self.action_rename)
        yield SystemCommand("Export", "The chosen conversation as Markdown, into a new file (e)", self.action_export)
        yield SystemCommand("Delete", "The chosen conversation; asks first (d)", self.action_delete)


def _entry(conversation: Conversation) -> Content:
    parts = [conversation.id, counted(conversation.questions, "question"), wording.moment(conversation.at)]
    if conversation.title:
        parts.append(rendering.cut(rendering.shown_line(conversation.first), 80))
    line = " · ".join(parts)
    return Content.assemble(
        (rendering.shown_line(conversation.name) or "—", "bold"), "\n", (line, rendering.MUTED), "\n"
    )
