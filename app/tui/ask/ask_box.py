"""The box at the bottom: questions, searches and commands go in here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

from app.text.sanitize import clean_line
from app.tui.ask import requests
from app.tui.base.completion_box import CompletingBox
from app.tui.picker import typed_paths

if TYPE_CHECKING:
    from app.assistant.question.suggestions import Suggestion

USUAL_HINT = "results as you type · Enter asks"


class CommandSuggester(Suggester):
    """Completes commands, paths after /add, and chats after /summarize N in."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.chats: tuple[str, ...] = ()

    async def get_suggestion(self, value: str) -> str | None:
        """Return the completed text, or None."""
        if not value.startswith("/"):
            return None
        command, space, rest = value.partition(" ")
        if not space:
            return next((name + " " for name in requests.COMMANDS if name.startswith(command)), None)
        if command == "/add":
            # Looking into a folder on a slow disk would hold the event loop.
            done = await asyncio.to_thread(typed_paths.complete_path, rest)
            return None if done is None else f"{command} {done}"
        if command == "/summarize" and " in " in value:
            before, marker, start = value.partition(" in ")
            fits = (chat for chat in self.chats if start and chat.casefold().startswith(start.casefold()))
            chat = next(fits, None)
            # What was typed has to stand at the front of the suggestion, letter by letter.
            return None if chat is None else before + marker + start + chat[len(start) :]
        return None


class AskBox(CompletingBox):
    """One line. Up brings back what was asked before; Down goes to the results; Tab takes a completion."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "earlier", "Asked before", show=False),
        Binding("down", "later", "To the results", show=False),
        Binding("backspace", "backwards", "Delete", show=False),
    ]

    @dataclass
    class Typed(Message):
        """The text has changed."""

        text: str

    @dataclass
    class Entered(Message):
        """Enter was pressed; `shown` is the text as it is to be shown."""

        text: str
        shown: str

    @dataclass
    class BroughtBack(Message):
        """A text that was asked before comes back: the filters it was asked with."""

        filters: tuple[Suggestion, ...]

    @dataclass
    class Left(Message):
        """The way down, out of the box."""

    @dataclass
    class LeftBackwards(Message):
        """Backspace was pressed in the empty box."""

    @dataclass
    class HelpWanted(Message):
        """A question mark was typed into the empty box."""

    def __init__(self) -> None:
        self._suggests = CommandSuggester()
        super().__init__(
            placeholder="Ask your messages, or type to search",
            suggester=self._suggests,
            # Else a letter typed elsewhere would be selected here, and the next one would replace it.
            select_on_focus=False,
            id="ask",
        )
        self.cursor_blink = False
        self.filters: tuple[Suggestion, ...] = ()
        """The filters that what is asked now is asked with."""
        self._asked: list[tuple[str, tuple[Suggestion, ...]]] = []
        self._place = 0

    def on_mount(self) -> None:
        """Say what Enter does."""
        self.border_subtitle = USUAL_HINT

    def know_chats(self, titles: Sequence[str]) -> None:
        """Take the chats' titles, for completion."""
        self._suggests.chats = tuple(clean_line(title) for title in titles)

    def put(self, text: str) -> None:
        """Replace the text, with the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)
        self.focus()

    def take_letter(self, letter: str) -> None:
        """Take a letter that was typed elsewhere."""
        # `focus` would wait its turn, and the next letters of a fast typist would miss the box.
        self.screen.set_focus(self)
        self.insert_text_at_cursor(letter)

    def on_key(self, event: events.Key) -> None:
        """Open the help when ? is all there is."""
        if event.character == "?" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.HelpWanted())

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.border_subtitle = requests.hint(event.value) or USUAL_HINT
        self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if text := event.value.strip():
            self.enter(text)

    def enter(self, text: str, shown: str = "") -> None:
        """Ask for a text as if it had been typed: it can be brought back and changed.

        `shown` stands for it in the conversation, where that is to read otherwise.
        """
        if not self._asked or self._asked[-1] != (text, self.filters):
            self._asked.append((text, self.filters))
        self._place = len(self._asked)
        self.post_message(self.Entered(text, shown or text))

    def action_earlier(self) -> None:
        """Bring back what was asked before."""
        if self._place > 0:
            self._bring_back(self._place - 1)

    def action_later(self) -> None:
        """Come forward again in what was asked, then leave the box downwards."""
        if self._place < len(self._asked) - 1:
            self._bring_back(self._place + 1)
        else:
            self.post_message(self.Left())

    def _bring_back(self, place: int) -> None:
        self._place = place
        text, filters = self._asked[place]
        # Before the text, so that the search it begins is within them.
        self.post_message(self.BroughtBack(filters))
        self.put(text)

    def action_backwards(self) -> None:
        """Delete the letter before the cursor, or leave the empty box for the filters."""
        if self.value:
            self.action_delete_left()
        else:
            self.post_message(self.LeftBackwards())
