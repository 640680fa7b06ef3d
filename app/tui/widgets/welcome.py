"""What stands where answers will be, before the first."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from app.tui import content
from app.tui.problems import Trouble
from app.tui.services import Status

ACCENT = content.ACCENT
MUTED = content.MUTED


def empty_home() -> Content:
    """Say in three lines what to do."""
    return Content.assemble(
        ("Welcome home.", ACCENT),
        "\nYour messages and files, found and explained on this machine. Nothing leaves it.\n\n",
        ("1 ", ACCENT),
        "Export a chat (WhatsApp, Telegram …), or pick a folder of notes and PDFs.\n",
        ("2 ", ACCENT),
        "Add it: type ",
        ("/add ~/Downloads/…", "bold"),
        " below, or drop the file here.\n",
        ("3 ", ACCENT),
        "Ask: “when is the cabin weekend?”\n\n",
        ("Only looking? Leave with Ctrl+Q and run ", MUTED),
        ("homebody demo", "bold"),
        (".", MUTED),
    )


def filled_home(status: Status) -> Content:
    """Say what can be done with what is there."""
    parts = [
        Content.styled("Ask your messages anything.", ACCENT),
        Content(""),
        Content("Type to search as you go; press Enter to ask."),
        Content.assemble(("/summarize 15", "bold"), " reads the newest fifteen messages, all of them."),
        Content.assemble(("/add PATH", "bold"), " takes in another chat, file or folder."),
        Content(""),
        Content.styled("F4 what is new · F5 what was added · F6 earlier conversations", MUTED),
        Content.styled("F1 shows every key. Nothing you type leaves this machine.", MUTED),
    ]
    if status.note:
        parts[-1:-1] = [content.plain(status.note, "$text-warning"), Content("")]
    return Content("\n").join(parts)


class Welcome(VerticalScroll):
    """The greeting; with a button for people with a mouse."""

    @dataclass
    class AddWanted(Message):
        """The button was pressed."""

    def compose(self) -> ComposeResult:
        """Lay out the text and the button."""
        yield Static(id="greeting", markup=False)
        yield Button("Add a chat or a folder", id="add-something", variant="primary", compact=True)

    def show(self, status: Status | None, trouble: Trouble | None) -> None:
        """Greet according to what the home holds, or say why it cannot be opened."""
        greeting = self.query_one("#greeting", Static)
        empty = trouble is None and status is not None and not (status.messages or status.files)
        self.query_one("#add-something").display = empty
        if trouble is not None:
            greeting.update(content.trouble(trouble))
        elif status is None:
            greeting.update(Content(""))
        else:
            greeting.update(empty_home() if empty else filled_home(status))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.AddWanted())
