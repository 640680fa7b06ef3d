"""Choose what a search is filtered by: first of which kind, then a value that the index has, or a time in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.search import feed, messages

if TYPE_CHECKING:
    from app.assistant.question.suggestions import Bound, Suggestion, What
    from app.tui.services import Services

KINDS: tuple[tuple[str, str, str], ...] = (
    ("person", "Person", "who wrote it"),
    ("chat", "Chat", "where it was said"),
    ("during", "Time", "a day, a week, a month: last week, March, 2026-03-14"),
    ("since", "Since", "from a time on"),
    ("until", "Until", "up to a time; a day counts in full"),
    ("source", "Source", "which app or kind of file it comes from"),
    ("kind", "Messages or files", "only one or the other"),
)
"""What can be filtered by: its name here, a heading, and what it means."""
MOST = 200
"""Entries that are listed; typing brings up the others."""


class FilterScreen(ModalScreen["Suggestion | None"]):
    """Returns the filter that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("ctrl+f", "back", "Back", show=False, priority=True),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._of = ""
        """Of which of KINDS; empty while that is to be chosen."""
        self._choices: tuple[Suggestion, ...] = ()
        self._fitting: list[Suggestion] = []

    def compose(self) -> ComposeResult:
        """Lay out the box, the list and the line for what goes wrong."""
        with Vertical(id="filter"):
            yield Input(id="filter-box", select_on_focus=False)
            yield Static("", id="filter-note", markup=False)
            yield OptionList(id="filter-list", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    @property
    def _box(self) -> Input:
        return self.query_one(Input)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        """Ask for the kind."""
        self._box.cursor_blink = False
        self._list.can_focus = False
        self._box.focus()
        self._ask_kind()

    def _ask_kind(self) -> None:
        self._of, self._choices = "", ()
        self._frame("Filter by", "Type to narrow, Enter to choose")
        self._show()

    def _frame(self, title: str, hint: str) -> None:
        frame = self.query_one("#filter")
        frame.border_title = title
        self._box.placeholder = hint
        self._box.clear()
        self._say("")

    def _say(self, line: str) -> None:
        note = self.query_one("#filter-note", Static)
        note.update(rendering.plain(line))
        note.display = bool(line)

    def _kinds(self) -> list[tuple[str, str, str]]:
        typed = self._box.value.strip().casefold()
        return [row for row in KINDS if typed in f"{row[1]} {row[2]}".casefold()]

    def _show(self) -> None:
        if not self._of:
            rows = [Content.assemble((name, "bold"), (f"  {what}", rendering.MUTED)) for _, name, what in self._kinds()]
        else:
            typed = self._box.value.strip().casefold()
            fitting = [one for one in self._choices if typed in one.label.casefold()]
            self._fitting = fitting[:MOST]
            rows = [
                Content.assemble(
                    (rendering.shown_line(one.label), "bold"), (f"  {rendering.shown_line(one.about)}", rendering.MUTED)
                )
                for one in self._fitting
            ]
            if self._choices and not rows:
                self._say("None of them has this in its name.")
            elif len(fitting) > MOST:
                self._say(f"{len(fitting):,} fit; the first {MOST} are listed.")
            else:
                self._say("")
        self._list.clear_options()
        self._list.add_options([Option(row) for row in rows])
        self._list.display = bool(rows)
        if rows:
            self._list.highlighted = 0

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._of not in ("during", "since", "until"):
            self._show()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._of in ("during", "since", "until"):
            if words := event.value.strip():
                self._read_time(words, cast("Bound", self._of))
        elif self._list.highlighted is not None:
            self._choose(self._list.highlighted)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    def _choose(self, place: int) -> None:
        if self._of:
            self.dismiss(self._fitting[place])
            return
        self._of, name, what = self._kinds()[place]
        self._choices = ()
        if self._of in ("during", "since", "until"):
            self._frame(name, "yesterday, last week, March 2026, 2026-03-14")
            self._say(f"{what[:1].upper()}{what[1:]}.")
            self._list.clear_options()
            self._list.display = False
        else:
            self._frame(name, "Type a part of the name")
            self._show()
            self._read_choices(cast("What", self._of))

    @in_background("filter")
    def _read_choices(self, what: What) -> Message:
        return feed.choices(self._services, what)

    @on(messages.ChoicesRead)
    def _choices_read(self, event: messages.ChoicesRead) -> None:
        if event.what == self._of:
            self._choices = event.choices
            self._show()
            if event.trouble is not None:
                self._say(f"✗ {event.trouble.sentence} {event.trouble.next_step}")
            elif not event.choices:
                self._say("There are none of this kind yet.")

    @in_background("filter")
    def _read_time(self, words: str, bound: Bound) -> Message:
        return feed.time(self._services, words, bound)

    @on(messages.TimeRead)
    def _time_read(self, event: messages.TimeRead) -> None:
        if event.trouble is not None:
            self._say(f"✗ {event.trouble.sentence} {event.trouble.next_step}")
        else:
            self.dismiss(event.suggestion)

    def action_move(self, by: int) -> None:
        """Mark the entry before or after."""
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_back(self) -> None:
        """Go back to the kinds, then to the search."""
        if self._of:
            self._ask_kind()
        else:
            self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Go back on a click beside the frame."""
        if event.widget is self:
            self.dismiss(None)
