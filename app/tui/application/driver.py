"""Textual's driver on a terminal that is given back, whatever happens. Not for Windows."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App

    from app.tui.application.screen_file import ScreenFile


class Host(Protocol):
    """What the driver asks of the app it draws for. Fitted by app.tui.application.app.HomebodyApp."""

    terminal: ScreenFile | None

    def hung_up(self) -> None:
        """Take note that the terminal is gone."""
        ...

    def failed(self, error: Exception) -> None:
        """Take note that the keys cannot be read."""
        ...


class TerminalDriver(LinuxDriver):
    """Writes to the app's own file, and tells the app when what reads the keys fails."""

    def __init__(self, app: App[Any], **settings: Any) -> None:  # noqa: ANN401  Textual's own
        super().__init__(app, **settings)
        self._host = cast(Host, app)
        if self._host.terminal is not None:
            self._file = self._host.terminal  # type: ignore[assignment] # it is written to, and no more

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError as error:
            if error.errno == errno.EIO:
                self._app.call_later(self._host.hung_up)
            else:
                self._app.call_later(self._host.failed, error)
        except Exception as error:  # noqa: BLE001  the boundary of a thread; without keys the app cannot go on
            self._app.call_later(self._host.failed, error)
