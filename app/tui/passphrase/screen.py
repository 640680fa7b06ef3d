"""Asks for the passphrase of a locked index. Nothing of the home is to be seen beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from app.tui.base import rendering
from app.tui.base.background import Job
from app.tui.passphrase import feed
from app.tui.passphrase.messages import IndexLocked, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

    from app.tui.services import Services

LOCKED = "The index is locked."
CHECKING = "Checking the passphrase …"
NOTHING_TYPED = "Type the passphrase, then Enter."
KEYS = "Enter unlocks · Esc leaves"
LOST = "A lost passphrase cannot be recovered."


class PassphraseBox(Input):
    """Shows a dot for each letter, and lets none of them be copied."""

    def __init__(self) -> None:
        super().__init__(password=True, placeholder="Passphrase", select_on_focus=False, id="passphrase-box")
        self.cursor_blink = False
        self.border_subtitle = KEYS

    def action_copy(self) -> None:
        """Copy nothing. Raises SkipAction."""
        raise SkipAction

    def action_cut(self) -> None:
        """Cut nothing. Raises SkipAction."""
        raise SkipAction


class PassphraseScreen(Screen[None]):
    """Lets go of the index, and stays until a passphrase opens it again; then it says lock_messages.Unlocked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.quit", "Quit", show=False, priority=True)]

    def __init__(self, services: Services, *, everywhere: bool = False) -> None:
        """`everywhere` has all others let go of the index, too."""
        super().__init__()
        self._services = services
        self._everywhere = everywhere
        self._job: Job | None = None
        self._checking = False

    def compose(self) -> ComposeResult:
        """Lay out the box, and the line for what goes wrong."""
        with Vertical(id="passphrase"):
            yield Static(Content.styled(LOCKED, "bold"), id="passphrase-locked")
            yield PassphraseBox()
            yield Static(Content.styled(LOST, rendering.MUTED), id="passphrase-note", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    @property
    def box(self) -> PassphraseBox:
        """The box."""
        return self.query_one(PassphraseBox)

    def on_mount(self) -> None:
        """Take what is typed, and let go of the index."""
        self.box.focus()
        self._begin("let go", lambda: feed.let_go(self._services, everywhere=self._everywhere))

    def _begin(self, name: str, step: Callable[[], Message]) -> None:
        """Do one step after the other, in threads that do not hold up who leaves."""
        self._job = Job(name, lambda _: self._post(step()), after=self._job)

    def _post(self, message: Message) -> None:
        self.post_message(message)

    def _say(self, line: Content) -> None:
        self.query_one("#passphrase-note", Static).update(line)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Try what is in the box, which is emptied: another try begins anew."""
        event.stop()
        if self._checking:
            return
        passphrase = self.box.value
        self.box.clear()
        if not passphrase:
            self._say(Content.styled(NOTHING_TYPED, rendering.MUTED))
            return
        self._say(Content.styled(CHECKING, rendering.MUTED))
        self._checking = True
        self._begin("unlock", lambda: feed.unlock(self._services, passphrase))

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        event.stop()
        self._checking = False
        self._say(rendering.trouble(event.trouble))

    @on(IndexLocked)
    def _let_go(self, event: IndexLocked) -> None:
        event.stop()
        if event.trouble is not None:
            self._say(rendering.trouble(event.trouble))

    def on_key(self, event: events.Key) -> None:
        """Send letters typed beside the box to it."""
        if event.is_printable and event.character and self.focused is not self.box:
            event.stop()
            self.set_focus(self.box)
            self.box.insert_text_at_cursor(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Put what is pasted beside the box into it."""
        event.stop()
        self.set_focus(self.box)
        self.box.insert_text_at_cursor(event.text.partition("\n")[0])
