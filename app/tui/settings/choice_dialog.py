"""One value to choose from a list, or to type."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.base.completion_box import CompletingBox
from app.tui.settings.messages import SettingChanged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.tui.settings.lines import SettingRow
    from app.tui.settings.messages import SettingOption

    Save = Callable[[str, int | None], SettingChanged]

LISTED = 100
"""Of more that fit what is typed, so many are listed; typing on brings the others."""


class Choose(ModalScreen[SettingChanged]):
    """Saves what is chosen, and returns what came of it; stays open, with one sentence, when it cannot be saved."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Back")]

    def __init__(self, row: SettingRow, value: str, choices: Sequence[SettingOption], save: Save) -> None:
        super().__init__()
        self._row = row
        self._value = value
        self._choices = choices
        self._save = save
        self._listed: Sequence[SettingOption] = ()

    def compose(self) -> ComposeResult:
        """Lay out what the setting does, the box where something can be typed, and the choices."""
        with Vertical(id="choose"):
            yield Static(Content.styled(self._row.what, rendering.MUTED), id="choose-what")
            if self._row.typed:
                names = [choice.value for choice in self._choices if choice.value]
                yield CompletingBox(
                    self._value,
                    placeholder=self._row.typed,
                    suggester=SuggestFromList(names, case_sensitive=False),
                    id="choose-box",
                )
            yield OptionList(id="choose-list", markup=False, compact=True)
            yield Static(id="choose-note", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Begin in the box, or on the value that holds."""
        self.query_one("#choose").border_title = self._row.label
        self.query_one("#choose-note").display = False
        self._list_those_with("")
        for box in self.query(CompletingBox):
            box.cursor_blink = False
            box.focus()
            return
        self._list.focus()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#choose-list", OptionList)

    def _list_those_with(self, typed: str) -> None:
        wanted = typed.replace(" ", "_" if self._row.name == "zone" else " ").casefold()
        fits = [choice for choice in self._choices if wanted in choice.shown.casefold() or wanted == choice.value]
        # A place counts by its own name first, then by the continent before it.
        fits.sort(key=lambda choice: not choice.shown.casefold().rpartition("/")[2].startswith(wanted))
        self._listed = fits[:LISTED]
        self._list.clear_options()
        self._list.add_options([Option(self._entry(choice)) for choice in self._listed])
        if len(fits) > LISTED:
            self._list.add_option(
                Option(Content.styled(f"{len(fits) - LISTED:,} more: type", rendering.MUTED), disabled=True)
            )
        holding = [place for place, choice in enumerate(self._listed) if choice.value == self._value]
        self._list.highlighted = holding[0] if holding else 0 if self._listed and not self._row.typed else None

    def _entry(self, choice: SettingOption) -> Content:
        mark = ("● ", rendering.ACCENT) if choice.value == self._value else "  "
        hint = f"  {choice.hint}" if choice.hint else ""
        return Content.assemble(mark, choice.shown, (hint, rendering.MUTED))

    @on(Input.Changed, "#choose-box")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list_those_with("" if event.value == self._value else event.value.strip())

    @on(Input.Submitted, "#choose-box")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take(event.value, None)

    @on(OptionList.OptionSelected, "#choose-list")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        chosen = self._listed[event.option_index]
        self._take(chosen.value, chosen.person)

    @in_background("save")
    def _take(self, typed: str, person: int | None) -> Message:
        return self._save(typed, person)

    @on(SettingChanged)
    def _changed(self, event: SettingChanged) -> None:
        event.stop()
        if event.trouble is None:
            self.dismiss(event)
            return
        note = self.query_one("#choose-note", Static)
        note.display = True
        note.update(rendering.trouble(event.trouble))

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Go back on a click beside the frame."""
        if event.widget is self:
            self.dismiss(None)
