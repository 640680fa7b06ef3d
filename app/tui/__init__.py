"""The terminal app: the only code that knows Textual. One folder per screen.

`application` puts the screens together; `services.py` is the one thing that the app asks of the rest of homebody.
Shared widgets stand in `base`, small dialogs in `dialogs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.tui.services import Services


def run(services: Services) -> int:
    """Open the terminal app, and return its exit code when the person has left it."""
    import sys

    from app.home.config import debugging
    from app.output import report, terminal
    from app.tui.application.app import HomebodyApp
    from app.tui.application.crash_report import rescue
    from app.tui.application.screen_file import ScreenFile
    from app.tui.application.signals import SignalHandling
    from index.errors import StoreDamaged

    screen = ScreenFile(sys.__stderr__.fileno() if sys.__stderr__ is not None else 2)
    app = HomebodyApp(services, screen)
    ending = SignalHandling(app, screen)
    try:
        with ending.answered():
            try:
                app.run()
            finally:
                ending.give_back()
            app.main.leave()
    except terminal.EndedBySignal:
        pass  # before the app ran, or when it had left
    if ending.code is not None:
        return ending.code
    if app.crash is None:
        return app.return_code or 0
    # The terminal is the shell's again.
    rescued = rescue(services, app.crash)
    try:
        report.index_is_whole()
    except StoreDamaged as damaged:
        report.note(f"homebody: {rescued}")
        return report.explain(damaged)
    report.fail(app.crash.sentence(), rescued)
    if debugging():
        raise app.crash.error
    return report.NOTHING
