"""`homebody service` where none may run."""

from __future__ import annotations

from app.output import report
from tests.app.commands.command_runner import Shell


def test_none_is_started_where_the_settings_keep_it_from_being_started(shell: Shell) -> None:
    (shell.folder.parent / "home/settings.toml").write_text("service_minutes = 0\n")
    assert shell("service", "start")[0] == report.NEEDS
    assert "service_minutes" in shell.err
    assert shell("service", "status") == (report.NOTHING, "The service is not running.\n")
    assert shell("service", "stop")[0] == report.NOTHING
