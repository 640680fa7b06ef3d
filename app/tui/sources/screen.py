"""What was added: records, problems, when it was read; adding, looking again, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from app.text import wording
from app.tui.base import messages, rendering
from app.tui.base.background import in_background
from app.tui.sources import feed, lines
from app.tui.sources.messages import SourcesRead, WouldForget
from app.tui.sources.who_is_who import AsksWhoIsWho

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.tui.services import Services
    from app.tui.sources.messages import SourceRoot
    from app.tui.sources.work import IntakeWork
    from index.intake.gate import Gate

NOTHING = "Nothing was added yet. Press a to add a chat export, a file or a folder."
BUSY = "Something is being added already; Esc stops it."
NOTES_KEPT = 6
"""Lines about files that stay in sight while something is taken in."""


class SourcesScreen(AsksWhoIsWho):
    """Lists what was added, and takes in more."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop"),
        Binding("escape", "back", "Back"),
        Binding("p,f8", "pause", "Pause", key_display="p"),
        Binding("q", "leave", "Back", show=False),
        Binding("a", "add", "Add"),
        Binding("s", "sync", "Sync"),
        Binding("S", "sync_all", "Sync all"),
        Binding("delete,d", "remove", "Remove", key_display="d"),
        Binding("f3", "problems", "Problems"),
    ]

    def __init__(self, services: Services, runs: IntakeWork) -> None:
        super().__init__()
        self._services = services
        self._runs = runs
        self._roots: tuple[SourceRoot, ...] = ()
        self._notes: list[Content] = []
        self._stopping = False
        self._adding = False

    def compose(self) -> ComposeResult:
        """Lay out the list, what is known of the chosen one, and the line of work."""
        with Vertical(id="source-panes"):
            yield Static(id="source-columns", markup=False)
            yield OptionList(id="sources", markup=False)
            with VerticalScroll(id="source-details"):
                yield Static(id="source-text", markup=False)
        yield Static(id="source-note", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fetch the list."""
        self._list.border_title = "Sources"
        self.query_one("#source-note").display = False
        self._list.focus()
        self._runs.listen(self.post_message)
        self.call_after_refresh(self._fetch)

    def on_unmount(self) -> None:
        """Leave the work, which goes on, to the main screen."""
        self._runs.listen(None)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#sources", OptionList)

    @property
    def _chosen(self) -> SourceRoot | None:
        place = self._list.highlighted
        return self._roots[place] if place is not None and place < len(self._roots) else None

    @property
    def _at_work(self) -> bool:
        return self._runs.adding is not None

    # ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────────

    @in_background("sources")
    def _fetch(self) -> Message:
        return feed.read_sources(self._services)

    @on(SourcesRead)
    def _read(self, event: SourcesRead) -> None:
        self._roots = event.added
        self._list.border_title = f"Sources · {len(event.added):,}"
        self._show_roots()
        if not event.added:
            text = rendering.trouble(event.trouble) if event.trouble else Content.styled(NOTHING, rendering.MUTED)
            self.query_one("#source-text", Static).update(text)

    def _show_roots(self) -> None:
        place = self._list.highlighted or 0
        room = self._list.scrollable_content_region.width - 2
        self._list.clear_options()
        self._list.add_options([Option(lines.entry(root, room)) for root in self._roots])
        if self._roots:
            self._list.highlighted = min(place, len(self._roots) - 1)
        columns = self.query_one("#source-columns", Static)
        columns.display = bool(self._roots) and room >= lines.COLUMNS_FROM
        columns.update(lines.headings(room))

    def on_resize(self) -> None:
        """Fit the columns to the width once the list has its new one."""
        self.call_after_refresh(self._show_roots)

    @on(OptionList.OptionHighlighted, "#sources")
    def _highlighted(self) -> None:
        if self._chosen is not None:
            self.query_one("#source-text", Static).update(lines.details(self._chosen))
            self.query_one("#source-details").scroll_home(animate=False)

    @on(OptionList.OptionSelected, "#sources")
    def _selected(self) -> None:
        self.query_one("#source-details").focus()

    # ── Work ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self, work: Callable[[Gate], Iterator[messages.OfTurn]]) -> None:
        if self._runs.adding is not None:
            self._note(Content.styled(BUSY, "$text-warning"))
            return
        self._notes = []
        self._stopping = self._adding = False
        self._runs.change(work, feed.TURN)
        self._note(Content.styled("…", rendering.MUTED))
        self.refresh_bindings()

    @on(messages.OfTurn)
    def _goes_on(self, event: messages.OfTurn) -> None:
        match event:
            case messages.WorkProgressed() if not self._stopping:
                line = wording.progress(event.what, event.done, event.total, event.unit, event.rate, event.left_s)
                self._note(Content.styled(f"… {rendering.shown_line(line)}", rendering.ACCENT))
            case messages.IntakeNote():
                mark = ("✗ ", "$text-error") if event.broken else ("• ", rendering.MUTED)
                self._notes = [*self._notes, Content.assemble(mark, rendering.shown_line(event.line))][-NOTES_KEPT:]
            case messages.IntakeDone():
                self._ended(rendering.plain(event.line, "$text-warning" if event.stopped else ""))
                if self._adding and not event.stopped:
                    self.look_who_is_who()
            case messages.Failed():
                self._ended(rendering.trouble(event.trouble))

    def _ended(self, line: Content) -> None:
        # The thread says so too, but perhaps not before the next key is pressed.
        self._runs.ended(feed.TURN)
        self._note(line)
        self.refresh_bindings()
        self._fetch()

    def _note(self, line: Content) -> None:
        note = self.query_one("#source-note", Static)
        note.display = True
        note.update(Content("\n").join([*self._notes, line]))

    def action_add(self) -> None:
        """Choose files and folders to take in."""
        self.app.action_pick()  # type: ignore[attr-defined]

    async def take_in(self, paths: tuple[Path, ...]) -> None:
        """Take in files and folders that were chosen."""
        self._begin(lambda stop: feed.add(self._services, paths, stop))
        self._adding = True

    def action_sync(self) -> None:
        """Look again at the chosen one."""
        if (root := self._chosen) is not None:
            self._begin(lambda stop: feed.sync(self._services, root.path, stop))

    def action_sync_all(self) -> None:
        """Look again at all."""
        if self._roots:
            self._begin(lambda stop: feed.sync(self._services, None, stop))

    def action_problems(self) -> None:
        """List every problem of the chosen one."""
        from app.tui.dialogs.details import Details

        if self._chosen is not None:
            self.app.push_screen(Details(lines.problems(self._chosen)))

    # ── Removing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_remove(self) -> None:
        """Count what would go, then ask."""
        if self._at_work:
            self._note(Content.styled(BUSY, "$text-warning"))
        elif self._chosen is not None:
            self._count(self._chosen.path)

    @in_background("count")
    def _count(self, path: str) -> Message:
        return feed.would_forget(self._services, path)

    @on(WouldForget)
    def _counted(self, event: WouldForget) -> None:
        from app.tui.dialogs.confirm import Confirm

        found = event.found
        if found is None:
            if event.trouble is not None:
                self._note(rendering.trouble(event.trouble))
            return
        total = found.messages + found.passages

        def answered(yes: bool | None) -> None:
            if yes:
                self._begin(lambda stop: feed.forget(self._services, event.path, total, stop))

        self.app.push_screen(Confirm(lines.removal(event.path, found), "Remove for good"), answered)

    # ── Leaving ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  the base's
        """Let Esc stop what runs, and go back when nothing does."""
        if action == "back":
            return not self._at_work
        return self._at_work if action in ("stop", "pause") else True

    def action_stop(self) -> None:
        """Stop what runs."""
        self._stopping = True
        self._runs.stop_adding()
        self._note(Content.styled("stopping …", rendering.MUTED))

    def action_pause(self) -> None:
        """Have what runs wait, or go on."""
        self._runs.pause()
        self._note(Content.styled("pausing …" if self._runs.paused else "resuming …", rendering.MUTED))

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)

    def action_leave(self) -> None:
        """Leave, and let go on what runs."""
        self.dismiss(None)

    def palette(self) -> Iterator[SystemCommand]:
        """Offer what can be done here by name."""
        yield SystemCommand("Add", "A chat export, a file or a folder (a)", self.action_add)
        yield SystemCommand("Sync this source", "Takes in what changed (s)", self.action_sync)
        yield SystemCommand("Sync all sources", "Takes in what changed (S)", self.action_sync_all)
        yield SystemCommand("Problems", "Every problem of this source, with its place (F3)", self.action_problems)
        yield SystemCommand("Remove this source", "Out of the index for good, after asking (d)", self.action_remove)
        if self._at_work:
            yield SystemCommand("Pause", "Pauses what is running, or resumes it (p)", self.action_pause)
            yield SystemCommand("Stop", "What is running (Esc)", self.action_stop)
