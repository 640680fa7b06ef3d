"""The settings: saved at once, in the file that the commands read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.worker import get_current_worker

from app.text.wording import counted
from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.base.list_screen import ListScreen
from app.tui.settings import feed
from app.tui.settings.lines import ROWS, SettingRow, entry
from app.tui.settings.messages import OwnerKnown, SettingChanged, SettingsRead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.tui.services import Services
    from app.tui.settings.messages import SettingOption
    from index.types.listings import PersonInfo

STEPPED = ("theme", "dates", "service_minutes", "ahead", "engine", "reranker")
"""Those whose choices ← and → go through."""
OWN_THEMES = 4
"""The keys go through homebody's own themes; the list has Textual's as well."""


class SettingsScreen(ListScreen[None]):
    """Lists the settings; Enter opens the choices of one, ← and → go through them."""

    LIST = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        # Before the list's own, which scroll it.
        Binding("enter", "choose", "Change", priority=True),
        Binding("left", "step(-1)", "Before", key_display="←", priority=True),
        Binding("right", "step(1)", "Next", key_display="→", priority=True),
        Binding("delete,backspace", "reset", "Default", key_display="del"),
        Binding("q", "back", "Back", show=False),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._values: Mapping[str, str] = {}
        self._choices: Mapping[str, Sequence[SettingOption]] = {}

    def on_mount(self) -> None:
        """Read them first."""
        self._list.border_title = "Settings"
        self._list.focus()
        self.call_after_refresh(self._fetch)

    # ── What they are ─────────────────────────────────────────────────────────────────────────────────────────────────

    @in_background("settings")
    def _fetch(self) -> Message:
        return feed.read(self._services, self.app.theme, tuple(self.app.available_themes))

    @on(SettingsRead)
    def _read(self, event: SettingsRead) -> None:
        if event.values is None:
            if event.trouble is not None:
                self._note(rendering.trouble(event.trouble))
            return
        first = not self._values
        self._values, self._choices = event.values, event.choices
        self._list.border_subtitle = Content(event.path)
        self._show()
        if first:
            self._note("What you change is saved at once. Enter lists the choices, ← and → go through them.")
        self.refresh_bindings()

    def _show(self) -> None:
        if not self._values:
            return
        room = max(self._list.scrollable_content_region.width - 2, 30)
        self._fill(entry(row, self._values[row.name], room) for row in ROWS)

    def on_resize(self, _: events.Resize) -> None:
        """Cut the lines anew."""
        self.call_after_refresh(self._show)

    @property
    def _row(self) -> SettingRow | None:
        place = self._list.highlighted
        return ROWS[place] if place is not None and self._values else None

    @on(OptionList.OptionHighlighted, "#settings")
    def _moved(self) -> None:
        self.refresh_bindings()

    # ── Changing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @on(OptionList.OptionSelected, "#settings")
    def action_choose(self) -> None:
        """Open the choices of the highlighted one."""
        from app.tui.settings.choice_dialog import Choose

        row = self._row
        if row is None:
            return
        services = self._services

        def save(typed: str, person: int | None) -> SettingChanged:
            return feed.change(services, row.name, typed, person)

        def back(changed: SettingChanged | None) -> None:
            if changed is not None:
                self._changed(changed)

        self.app.push_screen(Choose(row, self._values[row.name], self._choices[row.name], save), back)

    def action_step(self, by: int) -> None:
        """Take the choice before or after the one that holds."""
        row = self._row
        if row is None:
            return
        values = [choice.value for choice in self._choices[row.name]][: OWN_THEMES if row.name == "theme" else None]
        held = self._values[row.name]
        place = values.index(held) + by if held in values else 0
        fresh = values[place % len(values)]
        # Shown before it is saved, so that the next key goes on from here.
        self._values = {**self._values, row.name: fresh}
        self._show()
        self._change(row.name, fresh)

    def action_reset(self) -> None:
        """Take the default again."""
        if (row := self._row) is not None:
            self._change(row.name, "")

    @in_background("change")
    def _change(self, name: str, typed: str) -> Message | None:
        worker = get_current_worker()
        return feed.step(self._services, name, typed, lambda: worker.is_cancelled)

    @on(SettingChanged)
    def _changed(self, event: SettingChanged) -> None:
        if event.trouble is not None:
            self._note(rendering.trouble(event.trouble))
            self._fetch()
            return
        self._values = event.values
        if event.name == "theme":
            self._use_theme(event.values["theme"])
        self._show()
        self._note(rendering.plain(event.said))
        if event.asks is not None:
            self._ask(event.asks)

    def _use_theme(self, name: str) -> None:
        from app.tui.base import themes

        self.app.theme = name if name in self.app.available_themes else themes.DEFAULT
        self._values = {**self._values, "theme": self.app.theme}

    # ── Who the owner is ──────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, person: PersonInfo) -> None:
        """Ask whether a person of the index is the owner: that joins people, which a name alone must not do."""
        from app.tui.dialogs.confirm import Confirm

        name = rendering.cut(rendering.shown_line(person.name), 60)
        question = Content.assemble(
            (f"Is “{name}” you?\n\n", "bold"),
            f"They wrote {counted(person.messages, 'message')} in {counted(len(person.chats), 'chat')}. ",
            "If that is you, it counts as yours: “me”, what is asked of you, what you wrote.\n",
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self._be_me(person.id)

        self.app.push_screen(Confirm(question, "That is me", "No"), answered)

    @work(thread=True, group="owner", exit_on_error=False)
    def _be_me(self, person: int) -> None:
        self.post_message(feed.be_me(self._services, person))

    @on(OwnerKnown)
    def _owner_known(self, event: OwnerKnown) -> None:
        if event.trouble is not None:
            self._note(rendering.trouble(event.trouble))
        else:
            self._note(rendering.plain(f"That is you from now on. To take it back: {event.undo}"))
            self._fetch()

    # ── Leaving ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  the base's
        """Show the keys where they do something."""
        row = self._row
        if action == "step":
            return row is not None and row.name in STEPPED
        return row is not None or action not in ("choose", "reset")

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)

    def palette(self) -> Iterator[SystemCommand]:
        """Offer what can be done here by name."""
        yield SystemCommand("Change this setting", "Type or choose (Enter)", self.action_choose)
        yield SystemCommand("Default", "Of this setting (del)", self.action_reset)
