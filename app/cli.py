"""The command line: parses, then imports the one command that was asked for.

This module is on the path of every invocation, so it imports click and nothing heavier.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence

import click

from app.commands.shared.base import SealedGroup
from app.commands.shared.runner import run

COMMANDS = {
    "add": "Add messages and files.",
    "sync": "Read what changed since it was added.",
    "watch": "Keep the index up to date while files change.",
    "search": "Find messages and file passages.",
    "ask": "Answer a question from your own messages, with evidence.",
    "summarize": "Summarize exactly the messages you name.",
    "agenda": "Show what is coming up.",
    "open-questions": "Show questions that nobody has answered yet.",
    "show": "Show a message or passage in context.",
    "open": "Open the file that a hit came from.",
    "chats": "List chats, the most used first.",
    "people": "List people, and say who is who.",
    "sources": "List what was added, and any problems.",
    "export": "Write everything out as JSON lines.",
    "forget": "Take something out of the index for good.",
    "backup": "Write a whole copy of the index to a file.",
    "restore": "Put a backup in the place of the index.",
    "lock": "Encrypt the index, or forget its key.",
    "unlock": "Open an encrypted index for a while, or for good.",
    "models": "List, fetch, choose and check models.",
    "service": "Start, stop or look at the warm process.",
    "doctor": "Check this installation, and prove that it is sealed.",
    "demo": "Show everything on a sample home.",
}
"""Every verb with its one line of help, so that `--help` imports none of them."""

EXAMPLES = """\b
Examples:
  homebody demo
  homebody add ~/Downloads/"WhatsApp Chat with Maya.zip" ~/Documents/notes
  homebody search "the place with the lake" --since "last month"
  homebody ask "when is the cabin weekend?"
  homebody summarize --last 15
"""


class LazyGroup(SealedGroup):
    """A group that knows its verbs by name and imports one only to run it or to show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module and return its command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"app.commands.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a verb, or say which known one it resembles."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            raise click.UsageError(
                f"There is no command “{args[0]}”." + (f" Did you mean “{near[0]}”?" if near else ""), ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of verbs from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"homebody {version('homebody')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Print the version."
)
@click.option("--no-service", is_flag=True, help="Open the terminal app without the warm process.")
@click.pass_context
def homebody(ctx: click.Context, no_service: bool) -> int:
    """Ask, search and summarize your own messages and files, on your own machine.

    Without a command, homebody opens the terminal app. Nothing ever leaves this machine: every command but `models pull`
    runs sealed off from the network (see `homebody doctor`).
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from app.commands.tui import command

    # Not ctx.invoke: that calls the function itself and would pass the seal by.
    with command.make_context("homebody", ["--no-service"] if no_service else [], parent=ctx) as inner:
        code: int = command.invoke(inner)
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run homebody with `arguments` (default: the process's) and return its exit code."""
    from app.output import report, terminal

    # Nearly all that a short command makes stays until it ends: to look through it for garbage takes a tenth of its time.
    gc.set_threshold(20_000)
    with terminal.given_back(), report.guarded() as outcome:
        outcome.code = run(homebody, sys.argv[1:] if arguments is None else arguments)
    return outcome.code
