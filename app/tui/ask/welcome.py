"""What stands where answers will be, before the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from app.tui.base import rendering
from app.tui.base.problem_report import Trouble
from app.tui.services import Status

ACCENT = rendering.ACCENT
MUTED = rendering.MUTED

Offer = Literal["look", "pick", "sample", "type"]


def empty_home(note: str = "") -> Content:
    """Say in three lines what to do, and what is missing."""
    missing = [("\n\n" + rendering.shown_line(note), "$text-warning")] if note else []
    return Content.assemble(
        ("Welcome home.", ACCENT),
        "\nYour messages and files, explained on this machine. Nothing leaves it.\n\n",
        ("Export  ", ACCENT),
        "a chat (WhatsApp, Telegram …), or take a folder of notes.\n",
        ("Add     ", ACCENT),
        "it: choose below, type ",
        ("/add ~/Downloads/…", "bold"),
        ", or drop the file here.\n",
        ("Ask     ", ACCENT),
        "“when is the cabin weekend?”",
        *missing,
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
        Content.styled("F7 models · F9 settings · F1 every key", MUTED),
        Content.styled("Nothing you type leaves this machine.", MUTED),
    ]
    if status.note:
        parts += [Content(""), rendering.plain(status.note, "$text-warning")]
    return Content("\n").join(parts)


def _offers(downloads: str) -> list[tuple[Offer, str, Content]]:
    """Return what an empty home offers: its name, its key, and what it says."""
    told: list[tuple[Offer, str, tuple[str, str]]] = [
        ("look", "y", (f"Look in {downloads} for exports?", "Only names are read.")),
        ("pick", "1", ("Choose a file or a folder", "Ctrl+O")),
        ("type", "2", ("Type or paste a path", "/add")),
        ("sample", "3", ("Try it on a sample home", "made up; F5 removes it again")),
    ]
    return [
        (offer, key, Content.assemble((f"{key} ", ACCENT), what, (f"  {more}", MUTED)))
        for offer, key, (what, more) in told
    ]


class FirstSteps(OptionList):
    """What an empty home offers, by key, by Enter and by the mouse."""

    def __init__(self) -> None:
        super().__init__(id="offers", markup=False, compact=True)
        self._keys: dict[str, str] = {}

    def offer(self, downloads: str) -> None:
        """List the offers."""
        offers = _offers(downloads)
        self._keys = {key: offer for offer, key, _ in offers}
        self.clear_options()
        self.add_options([Option(what, id=offer) for offer, _, what in offers])
        self.highlighted = 0

    def on_key(self, event: events.Key) -> None:
        """Take the offer whose key was pressed; the screen would send it to the ask box."""
        if (offer := self._keys.get(event.key)) is not None:
            event.stop()
            self.highlighted = self.get_option_index(offer)
            self.action_select()


class Welcome(VerticalScroll, can_focus=False):
    """The greeting; to an empty home with offers."""

    @dataclass
    class AddWanted(Message):
        """A path is to be typed."""

    @dataclass
    class PickWanted(Message):
        """A file or folder is to be chosen."""

    @dataclass
    class LookWanted(Message):
        """The downloads are to be looked into."""

    @dataclass
    class SampleWanted(Message):
        """The sample home is to be taken in."""

    downloads = "~/Downloads"
    """The folder that is offered to be looked into, as it is shown."""

    def compose(self) -> ComposeResult:
        """Lay out the text, the offers, and the line that answers them."""
        yield Static(id="greeting", markup=False)
        yield FirstSteps()
        yield Static(id="offers-note", markup=False)

    def on_mount(self) -> None:
        """Offer nothing until the home is known to be empty."""
        self._offers.display = False
        self.say("")

    @property
    def _offers(self) -> FirstSteps:
        return self.query_one(FirstSteps)

    def show(self, status: Status | None, trouble: Trouble | None) -> None:
        """Greet according to what the home holds, or say why it cannot be opened."""
        greeting = self.query_one("#greeting", Static)
        empty = trouble is None and status is not None and not (status.messages or status.files)
        if trouble is not None:
            greeting.update(rendering.trouble(trouble))
        elif status is None:
            greeting.update(Content(""))
        else:
            greeting.update(empty_home(status.note) if empty else filled_home(status))
        if empty and not self._offers.display:
            self._offers.offer(self.downloads)
            self._offers.display = True
            self._take_focus()
        elif not empty:
            self._offers.display = False
            self.say("")

    def _take_focus(self) -> None:
        focused = self.screen.focused
        # Whoever types already is not to be interrupted.
        if focused is None or (isinstance(focused, Input) and not focused.value):
            self._offers.focus()

    @property
    def offering(self) -> bool:
        """Whether the offers are seen."""
        return self.display and self._offers.display

    def say(self, line: str) -> None:
        """Answer in one sentence under the offers."""
        note = self.query_one("#offers-note", Static)
        note.display = bool(line)
        note.update(rendering.plain(line, MUTED))

    @on(OptionList.OptionSelected, "#offers")
    def _taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        wanted: dict[str | None, type[Message]] = {
            "look": self.LookWanted,
            "pick": self.PickWanted,
            "type": self.AddWanted,
            "sample": self.SampleWanted,
        }
        self.post_message(wanted[event.option_id]())
