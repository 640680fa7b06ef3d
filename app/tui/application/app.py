"""The application: themes, the command palette, and the main screen."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual import events, on, work
from textual.actions import SkipAction
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter, Monochrome, NoColor
from textual.geometry import Size
from textual.screen import Screen

from app.output.terminal import is_gone, let_go_if_gone
from app.tui.application import crash_report, messages
from app.tui.application.lock_screen import Lockable
from app.tui.ask.messages import WarmedUp
from app.tui.base import themes
from app.tui.sources.screen import SourcesScreen

if TYPE_CHECKING:
    from textual.driver import Driver

    from app.tui.application.screen_file import ScreenFile
    from app.tui.conversations.messages import Resumed
    from app.tui.services import Services


HUNG_UP = 129
"""The exit code when the terminal is gone: 128 and the number of SIGHUP."""


@runtime_checkable
class PaletteScreen(Protocol):
    """A screen with actions of its own."""

    def palette(self) -> Iterable[SystemCommand]:
        """Return them by name."""
        ...


@runtime_checkable
class DropTarget(Protocol):
    """A screen that takes in what is chosen."""

    async def take_in(self, paths: tuple[Path, ...]) -> None:
        """Take in files and folders."""
        ...


LOOK_S = 2.0
"""How often to look whether something was forgotten meanwhile, in seconds."""


class HomebodyApp(Lockable):
    """Ask, search and summarize one's own messages and files."""

    TITLE = "homebody"
    CSS_PATH = "homebody.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  the base declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        Binding("f4", "catch_up", "Catch up", show=False),
        Binding("f6", "conversations", "Conversations", show=False),
        Binding("f8", "pause", "Pause"),
        Binding("ctrl+y", "copy_answer", "Copy", show=False),
        Binding("f9", "settings", "Settings", show=False),
        Binding("f12", "lock", "Lock", show=False, priority=True),
        # Before the main screen's own, and on every screen from which something can be added.
        Binding("ctrl+o", "pick", "Add", show=False, priority=True),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(self, services: Services, terminal: ScreenFile | None = None) -> None:
        """`terminal` is what is written to, where this is for somebody to see."""
        self.terminal = terminal
        super().__init__(services)
        self._folder = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home raises where there is none
        """Where files and folders were chosen last."""
        self.crash: crash_report.Crash | None = None
        """What ended the app, where that was a bug."""
        self._forgettings: int | None = None
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = services.theme if services.theme in self.available_themes else themes.DEFAULT

    async def on_mount(self) -> None:
        """Show the first screen, and from then on remember themes."""
        await self.begin()
        self.theme_changed_signal.subscribe(self, lambda theme: self._keep_theme(theme.name))
        self.set_interval(1.0, self._look_around)
        self.set_interval(LOOK_S, self.look_for_forgotten)

    def _look_around(self) -> None:
        if self.terminal is not None:
            if is_gone(self.terminal.fileno()):
                self.hung_up()
            self._notice_size(self.terminal.fileno())
        self._garbage.rest(busy=self.main.busy)

    def _notice_size(self, terminal: int) -> None:
        """Take on the terminal's size where no signal told of a new one: some multiplexers lose one under load."""
        with contextlib.suppress(OSError):
            size = Size(*os.get_terminal_size(terminal))
            if size != self.size and size.width and size.height:
                self.post_message(events.Resize(size, size))

    @work(thread=True, exclusive=True, group="forgotten", exit_on_error=False)
    def look_for_forgotten(self) -> None:
        """Ask how often something was forgotten: another process may have, since."""
        count = self._services.forgettings()
        if count is not None:
            self.post_message(messages.Forgettings(count))

    @on(messages.Forgettings)
    async def _something_forgotten(self, event: messages.Forgettings) -> None:
        before, self._forgettings = self._forgettings, event.count
        if before is None or before == event.count or self.locked:
            return
        # Any of it may be on any screen. Among the sources is whoever removed something here.
        while self.screen is not self.main and not isinstance(self.screen, SourcesScreen):
            self.pop_screen()
        await self.main.action_clear()
        self.main.read_home()
        self.notify("Something was forgotten: the screen begins anew.", markup=False)

    def on_unmount(self) -> None:
        """Leave the collecting of garbage as it was."""
        self.end_watch()
        self._garbage.release()

    @on(WarmedUp)
    def _warmed_up(self) -> None:
        self._garbage.settle()

    async def on_event(self, event: events.Event) -> None:
        """Note when somebody types or points."""
        if isinstance(event, events.InputEvent):
            self._garbage.typed()
        await super().on_event(event)

    def _keep_theme(self, name: str) -> None:
        if name != self._services.theme:
            self.run_worker(lambda: self._services.keep_theme(name), thread=True, group="theme", exit_on_error=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take colours away in the way that fits the theme: Textual chooses once, before the theme is known."""
        filters = super().get_line_filters()
        if not self.no_color:
            return filters
        fitting = NoColor() if self.native_ansi_color else Monochrome()
        return [fitting if isinstance(one, NoColor | Monochrome) else one for one in filters]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the colour of what matters less to themes that do not know it."""
        return {"faint": themes.FAINT}

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every action by name."""
        if screen is self.main:
            main = self.main
            yield SystemCommand("Ask or search", "Go to the box at the bottom", main.box.focus)
            yield SystemCommand("Filter", "By person, chat, time, source or kind (Ctrl+F)", main.action_filter)
            yield SystemCommand("Summarize", "The newest messages, all of them read (Ctrl+S)", main.action_summarize)
            yield SystemCommand("Catch up", "What is new in each chat since last time (F4)", self.action_catch_up)
            yield SystemCommand(
                "Conversations", "Resume, export or delete earlier ones (F6)", self.action_conversations
            )
            yield SystemCommand("Add", "A chat export, a file or a folder (Ctrl+O)", self.action_pick)
            yield SystemCommand("Add a path", "Type or paste it: /add PATH", main.action_add)
            yield SystemCommand("Look for exports", "Among the names of your downloads", main.action_look_for_exports)
            yield SystemCommand("Sample home", "A made-up life, to try things out on", main.action_take_in_sample)
            if main.at_work:
                yield SystemCommand("Pause", "Pauses what is being added, or resumes it (F8)", self.action_pause)
            yield SystemCommand(
                "Copy the answer", "With the messages behind its numbers (Ctrl+Y)", self.action_copy_answer
            )
            yield SystemCommand("Stop", "What is running (Esc)", main.action_stop)
            yield SystemCommand("Evidence", "Switch between answer and evidence (F2)", main.action_switch_pane)
            yield SystemCommand("Details", "What was dropped and why, errors (F3)", main.action_details)
            yield SystemCommand("Read", "The highlighted chat, as a chat (Enter)", main.action_read)
            yield SystemCommand("Sources", "What was added, its problems; sync, remove (F5)", main.action_sources)
            yield SystemCommand("Models", "Installed and recommended; pull, use, verify (F7)", main.action_models)
            yield SystemCommand("Settings", "Theme, time zone, who you are, idle work … (F9)", self.action_settings)
            yield SystemCommand("Lock now", "Closes the index until its passphrase is typed (F12)", self.action_lock)
            yield SystemCommand("Clear", "Begin a new conversation (Ctrl+L)", main.action_clear)
        if isinstance(screen, PaletteScreen):
            yield from screen.palette()
        yield SystemCommand("Help", "All keys and commands (F1)", self.action_help)
        yield SystemCommand("Theme", "Light, dark, high contrast, the terminal's own colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave homebody (Ctrl+Q)", self.action_quit)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to pause where something is being added."""
        if action == "pause":
            return self.screen is self.main and self.main.at_work
        return super().check_action(action, parameters)

    def action_pause(self) -> None:
        """Have what is added wait, or go on."""
        self.main.pause_adding()

    def action_pick(self) -> None:
        """Choose files and folders, and take them in where the person is. Raises SkipAction where nothing is added."""
        if not isinstance(self.screen, DropTarget):
            raise SkipAction
        self.pick(self.screen.take_in)

    def pick(self, take: Callable[[tuple[Path, ...]], Awaitable[None]]) -> None:
        """Let files and folders be chosen, and have them taken in."""
        from app.tui.picker.screen import PickerScreen

        screen = PickerScreen(self._folder)

        async def chosen(paths: tuple[Path, ...] | None) -> None:
            self._folder = screen.folder
            if paths:
                await take(paths)

        self.push_screen(screen, chosen)

    def action_catch_up(self) -> None:
        """Show what is new, and summarize what is chosen there."""
        from app.tui.catch_up.screen import CatchUpScreen

        def chosen(wanted: tuple[str, str] | None) -> None:
            if wanted:
                self.main.box.enter(*wanted)

        if self.screen is self.main:
            self.push_screen(CatchUpScreen(self._services), chosen)

    def action_conversations(self) -> None:
        """Show earlier conversations, and go on with the one that is chosen."""
        from app.tui.conversations.screen import ConversationsScreen

        screen = ConversationsScreen(self._services)

        async def chosen(kept: Resumed | None) -> None:
            await self.main.resume(kept, screen.forgotten)

        if self.screen is self.main:
            self.push_screen(screen, chosen)

    def action_copy_answer(self) -> None:
        """Copy the newest answer. Raises SkipAction where there is none to see."""
        from app.tui.application.external_programs import answer_text

        if self.screen is not self.main or not self.main.transcript.turns:
            raise SkipAction
        self.copy_text(answer_text(self.main.transcript.turns[-1]), "The answer")

    def action_settings(self) -> None:
        """Show the settings, and change them there."""
        from app.tui.settings.screen import SettingsScreen

        if self.screen is self.main:
            self.push_screen(SettingsScreen(self._services))

    def action_help(self) -> None:
        """Show all keys."""
        from app.tui.dialogs.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help())

    def _handle_exception(self, error: Exception) -> None:
        """Note what is on the screen before Textual takes it down."""
        if self.crash is None:
            self.crash = crash_report.capture(error, self.main.conversation)
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        """Print nothing: Textual's traceback would show the values of variables, which are messages here."""
        self._exit_renderables.clear()

    async def action_quit(self) -> None:
        """Leave."""
        self.exit(return_code=0)

    # ── Being ended ───────────────────────────────────────────────────────────────────────────────────────────────────

    def get_driver_class(self) -> type[Driver]:
        """Write to the terminal in the way that gives it back, where that is known."""
        usual = super().get_driver_class()
        if self.terminal is None or usual.__name__ != "LinuxDriver":
            return usual
        from app.tui.application.driver import TerminalDriver

        return TerminalDriver

    def ask_to_leave(self, code: int) -> bool:
        """Leave with an exit code; called by a signal, at any moment. False while the app does not run."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return False
        loop.call_soon_threadsafe(self.exit, None, code)
        return True

    def fail_from_thread(self, error: Exception) -> None:
        """End by a mistake that was made in a thread; called there."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.failed, error)

    def failed(self, error: Exception) -> None:
        """End by a mistake that was made beside the event loop."""
        if self.crash is None:
            self.crash = crash_report.capture(error, self.main.conversation)
        self.exit(return_code=1)

    def hung_up(self) -> None:
        """Leave: the terminal was closed, and no signal said so."""
        let_go_if_gone()
        self.exit(return_code=HUNG_UP)
