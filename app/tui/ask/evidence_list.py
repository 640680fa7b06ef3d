"""The list beside the answer: evidence with the answer's own numbers, results while typing, or the chats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from app.text import wording
from app.text.wording import counted
from app.tui.base import rendering

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from index.types.listings import ChatInfo
    from index.types.search import Hit


class EvidenceList(OptionList):
    """Hits or chats to choose from. It shows one thing at a time; its border says what."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open"),
        Binding("up", "up", "Up", show=False),
        Binding("space", "select", "Open", show=False),
    ]

    @dataclass
    class HitChosen(Message):
        """A hit was chosen: its place in `hits`, from 0."""

        hits: tuple[Hit, ...]
        place: int

    @dataclass
    class ChatChosen(Message):
        """A chat was chosen."""

        chat: ChatInfo

    @dataclass
    class LeftUpwards(Message):
        """Up was pressed at the top."""

    def __init__(self) -> None:
        super().__init__(id="evidence", markup=False)
        self.hits: tuple[Hit, ...] = ()
        self._chats: tuple[ChatInfo, ...] = ()
        self._words: re.Pattern[str] | None = None
        self._faint: Collection[int] = ()

    def show_hits(
        self,
        title: str,
        hits: Sequence[Hit],
        *,
        query: str = "",
        faint: Collection[int] = (),
        nothing: str = "",
        keep: bool = False,
    ) -> None:
        """Show numbered hits. `faint` are numbers that the answer does not rest on; `nothing` stands for no hits.

        With `keep` an entry that somebody went to stays the highlighted one, wherever it stands now.
        """
        marked = self.hits[self.highlighted].id if keep and self.hits and self.highlighted else ""
        words = rendering.words_of(query)
        same = bool(hits) and (tuple(hits), words, faint) == (self.hits, self._words, self._faint)
        self._chats = ()
        self.hits, self._words, self._faint = tuple(hits), words, faint
        if same:
            # To make the entries anew takes longer than all else that a key press does.
            self.border_title = Content(title)
            return
        place = next((place for place, hit in enumerate(self.hits) if hit.id == marked), 0)
        self._fill(title, self._hit_options(), nothing, place)

    @property
    def is_entered(self) -> bool:
        """Whether somebody is in the list: it has the focus, or was scrolled."""
        return self.has_focus or self.scroll_offset.y > 0

    def _hit_options(self) -> list[Option]:
        several = len({hit.chat for hit in self.hits if hit.kind == "message"}) > 1
        room = self.scrollable_content_region.width - 2 - self.styles.scrollbar_size_vertical
        return [
            Option(
                rendering.entry(
                    number, hit, words=self._words, faint=number in self._faint, with_chat=several, room=max(room, 0)
                )
            )
            for number, hit in enumerate(self.hits, 1)
        ]

    def on_resize(self) -> None:
        """Fit the headings to the new width."""
        chosen = self.highlighted
        if self.hits:
            self.clear_options()
            self.add_options(self._hit_options())
            self.highlighted = chosen

    def show_chats(self, chats: Sequence[ChatInfo]) -> None:
        """Show the chats, newest activity first, and threads of mail behind them. The one that is highlighted stays so."""
        marked = self.chat.id if self.chat is not None else None
        ordered = tuple(sorted(chats, key=lambda chat: chat.kind == "mail"))
        if self._chats and ordered == self._chats:
            return
        self.hits = ()
        self._chats = ordered
        options = []
        for chat in self._chats:
            last = f" · {wording.moment(chat.last)}" if chat.last else ""
            line = f"{counted(chat.messages, 'message')}{last}"
            options.append(
                Option(
                    Content.assemble((rendering.shown_line(chat.title), "bold"), "\n", (line, rendering.MUTED), "\n")
                )
            )
        self._fill("Chats", options, "", next((place for place, chat in enumerate(ordered) if chat.id == marked), 0))

    def _fill(self, title: str, options: list[Option], nothing: str, place: int = 0) -> None:
        self.border_title = Content(title)
        self.clear_options()
        if not options and nothing:
            options = [Option(Content.styled(nothing, rendering.MUTED), disabled=True)]
        self.add_options(options)
        self.scroll_home(animate=False)
        if options and not options[0].disabled:
            self.highlighted = place

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.hits:
            self.post_message(self.HitChosen(self.hits, event.option_index))
        elif event.option_index < len(self._chats):
            self.post_message(self.ChatChosen(self._chats[event.option_index]))

    @property
    def chat(self) -> ChatInfo | None:
        """The chat that is highlighted, where chats are listed."""
        place = self.highlighted
        return self._chats[place] if place is not None and place < len(self._chats) else None

    def action_up(self) -> None:
        """Go up, and out of the list at its top."""
        if not self.highlighted:
            self.post_message(self.LeftUpwards())
        else:
            self.action_cursor_up()
