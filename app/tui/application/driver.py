"""Textual's driver on a terminal that is given back, whatever happens. Not for Windows."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, cast

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from app.tui.application.app import HomebodyApp


class TerminalDriver(LinuxDriver):
    """Writes to the app's own file, and tells the app when what reads the keys fails."""

    def __init__(self, app: HomebodyApp, **settings: Any) -> None:  # noqa: ANN401  Textual's own
        super().__init__(app, **settings)
        if app.terminal is not None:
            self._file = app.terminal  # type: ignore[assignment] # it is written to, and no more

    def _run_input_thread(self) -> None:
        app = cast("HomebodyApp", self._app)
        try:
            self.run_input_thread()
        except OSError as error:
            if error.errno == errno.EIO:
                app.call_later(app.hung_up)
            else:
                app.call_later(app.failed, error)
        except Exception as error:  # noqa: BLE001  the boundary of a thread; without keys the app cannot go on
            app.call_later(app.failed, error)
