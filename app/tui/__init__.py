"""The terminal app: the only code that knows Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.tui.services import Services


def run(services: Services) -> int:
    """Open the terminal app, and return its exit code when the person has left it."""
    from app.tui.app import HomebodyApp

    app = HomebodyApp(services)
    app.run()
    app.main.leave()
    return app.return_code or 0
