"""The command line itself: help, usage errors, and the seal on every verb but one."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from app.cli import COMMANDS, homebody, main
from app.commands.shared.base import SealedCommand, SealedVerbs
from app.output import report

UNSEALED = {
    "models pull",  # the one thing that goes out
    "demo",  # starts `models pull` if it must, then seals itself
}


@pytest.fixture(autouse=True)
def unsealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A seal cannot be taken back: the process that runs the tests must not get one."""
    monkeypatch.setattr("app.sealing.seal.seal", lambda **_: None)


def verbs(group: click.Group = homebody, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        verb = group.get_command(context, name)
        assert verb is not None
        full = f"{path} {name}".strip()
        if isinstance(verb, click.Group):
            if verb.invoke_without_command:
                yield full, verb
            yield from verbs(verb, full)
        else:
            yield full, verb


def test_every_verb_but_pull_is_sealed() -> None:
    open_verbs = {name for name, verb in verbs() if not isinstance(verb, SealedCommand | SealedVerbs)}
    assert open_verbs == UNSEALED


def test_the_table_of_verbs_agrees_with_the_verbs() -> None:
    context = click.Context(homebody)
    for name, line in COMMANDS.items():
        verb = homebody.get_command(context, name)
        assert verb is not None
        assert verb.short_help == line


@pytest.mark.parametrize("name", [name for name, _ in verbs()])
def test_every_verb_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*name.split(), "--help"]) == report.DONE
    out = capsys.readouterr().out
    assert out.startswith(f"Usage: homebody {name}")


def test_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == report.DONE
    out = capsys.readouterr().out
    assert "homebody summarize --last 15" in out
    assert all(line in out for line in COMMANDS.values())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["serch", "x"], "Did you mean “search”?"),
        (["search"], "Say what to look for"),
        (["search", "x", "--kind", "song"], "song"),
        (["search", "x", "--limit", "0"], "0"),
        (["summarize"], "--last N"),
        (["add"], "PATH"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_a_usage_error_is_one_sentence_with_where_to_look(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == report.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert expected in captured.err
    assert "--help" in captured.err
    assert captured.err.count("\n") == 1


def test_the_terminal_app_is_sealed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    class Started:
        @classmethod
        def start(cls, _home: object) -> Started:
            order.append("broker started")
            return cls()

        def close(self) -> None:
            order.append("broker ended")

    monkeypatch.setattr("app.broker.client.Broker", Started)
    monkeypatch.setattr("app.sealing.seal.seal", lambda **_: order.append("sealed"))
    monkeypatch.setattr("app.tui.run", lambda _services: order.append("opened"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    main([])
    # What fetches models is started before the seal, which it would inherit, and before anything is read.
    assert order == ["broker started", "sealed", "opened", "broker ended"]
