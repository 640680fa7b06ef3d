"""The models: what is installed, what this machine could run; fetching, choosing, verifying, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.base.status_line import StatusLine
from app.tui.models import feed, lines
from app.tui.models.messages import Act, ModelDone, ModelsRead, ModelWork, OfModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.home.model_table import ModelRow, ModelTable
    from app.tui.models.work import ModelJobs
    from app.tui.services import DownloadRoute, Services


class ModelList(OptionList):
    """Entries that may be looked at with the mouse: a click on another one only goes there."""

    def on_click(self, event: events.Click) -> None:
        """Highlight the entry under the mouse; the base does what is left where it was highlighted already."""
        place = event.style.meta.get("option")
        if place is not None and place != self.highlighted:
            event.prevent_default()
            if not self.get_option_at_index(place).disabled:
                self.highlighted = place


class ModelsScreen(Screen[None]):
    """Lists the models, and deals with the highlighted one. Work that is left goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop"),
        Binding("escape,q,f7", "leave", "Back", key_display="esc"),
        Binding("q,f7", "leave_running", "Back, it goes on", key_display="q"),
        Binding("p", "do('pull')", "Pull"),
        Binding("u", "do('use')", "Use"),
        Binding("v", "do('verify')", "Verify"),
        Binding("delete,d", "do('remove')", "Remove", key_display="d"),
    ]

    def __init__(self, services: Services, runs: ModelJobs, answering: Callable[[], bool]) -> None:
        super().__init__()
        self._services = services
        self._runs = runs
        self._answering = answering
        self._table: ModelTable | None = None
        self._way_out: DownloadRoute | None = None

    def compose(self) -> ComposeResult:
        """Lay out the list, what is known of the highlighted one, and the line of work."""
        yield StatusLine(id="status")
        with Horizontal(id="model-panes"):
            yield ModelList(id="models", markup=False)
            with VerticalScroll(id="model-details"):
                yield Static(id="model-text", markup=False)
        yield Static(id="model-note", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fetch the list."""
        self._list.border_title = "Models"
        self._list.focus()
        self._say(Content.styled(f"… {self._runs.busy}" if self._runs.busy else "…", rendering.MUTED))
        self.call_after_refresh(self._fetch)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#models", OptionList)

    @property
    def _chosen(self) -> ModelRow | None:
        place = self._list.highlighted
        if place is None or self._table is None:
            return None
        name = self._list.get_option_at_index(place).id
        return next((row for row in self._table.rows if row.entry.name == name), None)

    # ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────────

    @in_background("models")
    def _fetch(self) -> Message:
        return feed.read_models(self._services)

    @on(ModelsRead)
    def _read(self, event: ModelsRead) -> None:
        from app.home.model_table import ROLES

        if event.table is None:
            self._say(rendering.trouble(event.trouble) if event.trouble else Content(""))
            return
        chosen, first = self._chosen, self._table is None
        self._table, self._way_out = event.table, event.way_out
        self.query_one(StatusLine).status = event.status
        self._list.clear_options()
        for role, heading in ROLES.items():
            self._list.add_option(Option(Content.styled(heading, rendering.ACCENT), disabled=True))
            rows = [row for row in event.table.rows if row.entry.role == role]
            self._list.add_options([Option(lines.entry(row), id=row.entry.name) for row in rows])
        self._highlight(chosen or next((row for row in event.table.rows if row.best), event.table.rows[0]))
        if first and not self._runs.busy:
            self._say(Content.styled(f"{lines.machine(event.table)} ▶ in use  ★ best here", rendering.MUTED))

    def _highlight(self, row: ModelRow) -> None:
        place = self._list.get_option_index(row.entry.name)
        self._list.highlighted = place
        self._show_details()

    @on(OptionList.OptionHighlighted, "#models")
    def _highlighted(self) -> None:
        self._show_details()
        self.query_one("#model-details").scroll_home(animate=False)

    def _show_details(self) -> None:
        if (row := self._chosen) is not None:
            text = lines.details(row, self._way_out, busy=self._runs.busy, answering=self._answering())
            self.query_one("#model-text", Static).update(text)
        self.refresh_bindings()

    # ── Work ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _hindrance(self, act: Act) -> str:
        row = self._chosen
        if row is None:
            return "…"
        return lines.hindrance(act, row, self._way_out, busy=self._runs.busy, answering=self._answering())

    @on(OptionList.OptionSelected, "#models")
    def _selected(self) -> None:
        """Do what comes next: fetch what is not here, use what is."""
        row = self._chosen
        act: Act = "pull" if row is None or row.condition in ("absent", "broken") else "use"
        if reason := self._hindrance(act):
            # Not `capitalize`, which would write all the rest small.
            self._say(Content.styled(f"{reason[:1].upper()}{rendering.shown_line(reason[1:])}.", "$text-warning"))
        else:
            self.action_do(act)

    def action_do(self, act: Act) -> None:
        """Do something with the highlighted model; what fetches or deletes asks first."""
        from app.tui.dialogs.confirm import Confirm

        row = self._chosen
        if row is None or self._hindrance(act):
            return
        name = row.entry.name
        if act == "use":
            self._runs.use(name, row.entry.role)
        elif act == "verify":
            self._begin(act, name)
        elif act == "remove":
            self.app.push_screen(
                Confirm(lines.remove_question(row), "Remove for good"),
                lambda yes: self._begin(act, name) if yes else None,
            )
        elif self._way_out is not None:
            self.app.push_screen(
                Confirm(lines.pull_question(row, self._way_out), lines.accepts(row), no="Not now"),
                lambda yes: self._begin(act, name) if yes else None,
            )

    def _begin(self, act: Act, name: str) -> None:
        if self._runs.busy:
            return
        match act:
            case "pull":
                self._runs.pull(name)
            case "verify":
                self._runs.verify(name)
            case _:
                self._runs.remove(name)
        self._say(Content.styled(f"… {self._runs.busy}", rendering.ACCENT))
        self._show_details()

    def take(self, event: OfModel) -> None:
        """Show what the work brings."""
        match event:
            case ModelWork() if self._runs.busy:
                self._say(Content.styled(f"… {rendering.shown_line(event.line)}", rendering.ACCENT))
                self.query_one(StatusLine).work = event.brief
            case ModelDone() if not (event.stopped and self._runs.busy):
                self.query_one(StatusLine).work = ""
                style = "$text-warning" if event.stopped else ""
                self._say(rendering.trouble(event.trouble) if event.trouble else rendering.plain(event.line, style))
                self._fetch()

    def _say(self, line: Content) -> None:
        self.query_one("#model-note", Static).update(line)

    # ── Leaving ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Esc stop what runs, and go back when nothing does; grey out what is hindered."""
        if action in ("stop", "leave", "leave_running"):
            return bool(self._runs.busy) is not (action == "leave")
        if action == "do":
            return None if self._hindrance(parameters[0]) else True  # type: ignore[arg-type]  # as the bindings have it
        return True

    def action_stop(self) -> None:
        """End what runs, at once. What came of a model is kept."""
        self._runs.stop()
        self.query_one(StatusLine).work = ""
        self._say(Content.styled("Stopped.", "$text-warning"))
        self._show_details()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_leave_running(self) -> None:
        """Go back; what runs goes on."""
        self.dismiss(None)

    def palette(self) -> Iterator[SystemCommand]:
        """Offer by name what can be done with the highlighted model."""
        said: dict[Act, tuple[str, str]] = {
            "pull": ("Pull this model", "The one thing that goes out; asks first (p)"),
            "use": ("Use this model", "From now on, in this home (u)"),
            "verify": ("Verify this model", "Hashes its files and compares them (v)"),
            "remove": ("Remove this model", "Deletes it, after asking (d)"),
        }
        for act, (title, what) in said.items():
            if not self._hindrance(act):
                yield SystemCommand(title, what, lambda act=act: self.action_do(act))
        if self._runs.busy:
            yield SystemCommand("Stop", "What is running (Esc)", self.action_stop)
