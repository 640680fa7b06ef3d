"""The terminal app: the only code that knows Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.tui.services import Services


def run(services: Services) -> int:
    """Open the terminal app, and return its exit code when the person has left it."""
    from app import report
    from app.config import debugging
    from app.tui.app import HomebodyApp
    from app.tui.crash import rescue
    from index.errors import StoreDamaged

    app = HomebodyApp(services)
    app.run()
    app.main.leave()
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
