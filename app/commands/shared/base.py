"""What all verbs share: they run sealed, they get a Runtime, they take the same filters."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from index.types.kinds import Held, ItemKind

if TYPE_CHECKING:
    from app.assistant.types import Scope
    from app.runtime.runtime import Runtime

Function = TypeVar("Function", bound=Callable[..., Any])


class SealedCommand(click.Command):
    """A verb: from its first line on, this process and its children cannot reach the network."""

    opens_programs = False
    """Whether a person opens programs of the desktop from it."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
        """Seal, then run."""
        from app.sealing.seal import seal

        if self.opens_programs:
            seal(opens_programs=True)
        else:
            seal()
        return super().invoke(ctx)


class SealedGroup(click.Group):
    """A group whose verbs are sealed unless their decorator says otherwise."""

    command_class = SealedCommand


class SealedVerbs(SealedGroup):
    """A verb that does something by itself, sealed, and has further verbs under it."""

    def __init__(self, *arguments: Any, callback: Callable[..., Any], **settings: Any) -> None:  # noqa: ANN401
        @functools.wraps(callback)
        def sealed(*values: Any, **options: Any) -> Any:  # noqa: ANN401  whatever the verb takes and returns
            if click.get_current_context().invoked_subcommand is None:
                from app.sealing.seal import seal

                seal()
            return callback(*values, **options)

        super().__init__(*arguments, callback=sealed, **settings)


def ask_passphrase(*, twice: bool = False, what: str = "") -> Callable[[], str] | None:
    """Return what asks for the passphrase at the terminal, `twice` for a new one; None where there is no terminal.

    `what` is asked for instead of the passphrase of the index.
    """
    import sys

    from app.output.report import at_terminal, without_progress

    if not at_terminal(sys.stdin, sys.stderr):
        return None

    def ask() -> str:
        asked = what or ("Passphrase for a new lock" if twice else "Passphrase of the index")
        with without_progress():
            return str(click.prompt(asked, hide_input=True, confirmation_prompt=twice, err=True))

    return ask


_lent: ContextVar[Runtime | None] = ContextVar("lent", default=None)


@contextmanager
def lending(runtime: Runtime) -> Iterator[None]:
    """Give the verbs that this thread runs meanwhile `runtime`, instead of one of their own."""
    before = _lent.set(runtime)
    try:
        yield
    finally:
        _lent.reset(before)


def with_runtime(function: Function) -> Function:
    """Pass the verb a Runtime as its first argument: the one that is lent, or its own, which is closed afterwards."""

    @functools.wraps(function)
    def wrapped(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  whatever the verb takes and returns
        lent = _lent.get()
        if lent is not None:
            return function(lent, *arguments, **options)
        from app.runtime.runtime import Runtime

        with Runtime.from_environment() as runtime:
            from app.output.report import note

            runtime.ask_key, runtime.tell = ask_passphrase(), note
            return function(runtime, *arguments, **options)

    return wrapped  # type: ignore[return-value]


def sealed_command(
    *,
    service: bool = False,
    cls: type[SealedCommand] = SealedCommand,
    **settings: Any,  # noqa: ANN401
) -> Callable[[Callable[..., int]], SealedCommand]:
    """Make a function a sealed verb that gets a Runtime first and returns its exit code.

    With `service` it takes `--no-service`, which keeps the work in this process. The rest are click's own settings.
    """

    def decorate(function: Callable[..., int]) -> SealedCommand:
        verb = with_runtime(_without_service(function) if service else function)
        return click.command(cls=cls, **settings)(verb)

    return decorate


def _without_service(function: Callable[..., int]) -> Callable[..., int]:
    @click.option("--no-service", is_flag=True, help="Do the work in this process, without the warm one.")
    @functools.wraps(function)
    def wrapped(runtime: Runtime, *arguments: Any, no_service: bool, **options: Any) -> int:  # noqa: ANN401
        if no_service:
            runtime.use_service = False
        return function(runtime, *arguments, **options)

    return wrapped


KINDS: tuple[str, ...] = get_args(ItemKind)


def scope_options(function: Function) -> Function:
    """Add the filters, from `--in` to `--until`, gathered in one `scope` argument."""
    options = (
        click.option("--in", "chat", metavar="CHAT", help="Only this chat."),
        click.option("--from", "person", metavar="PERSON", help="Only what this person wrote (“me” is you)."),
        click.option(
            "--to", metavar="PERSON", help="Only what others wrote to this person: in chats of two, and mails."
        ),
        click.option("--source", metavar="KIND", help="Only this kind of source, as `homebody sources` names it."),
        click.option(
            "--kind",
            metavar="KIND",
            type=click.Choice(KINDS),
            help="Only these: message (mails too), mail, file (the rest), note, document, event, contact.",
        ),
        click.option(
            "--has",
            metavar="WHAT",
            multiple=True,
            type=click.Choice(get_args(Held)),
            help="Only with this: link, photo, video, voice (recordings), sticker, document, media (photos, videos, "
            "recordings, what an export only calls media), file (anything attached).",
        ),
        click.option(
            "--since",
            "--after",
            metavar="TIME",
            help="From this time on: 2026-03-01, 31/10, “last week”, “yesterday 14:00”, “Easter”.",
        ),
        click.option("--until", metavar="TIME", help="Up to this time; a day counts in full."),
        click.option("--before", metavar="TIME", help="Until this time begins: a day does not count."),
        click.option("--during", metavar="TIME", help="Within this time: “last summer”, 2024, yesterday."),
    )

    @functools.wraps(function)
    def wrapped(*arguments: Any, **values: Any) -> Any:  # noqa: ANN401  whatever the verb takes and returns
        from app.assistant.types import Scope

        flags = {"chat": "--in", "person": "--from"}
        flags |= {name: f"--{name}" for name in ("to", "source", "since", "until", "before", "during")}
        for name, flag in flags.items():
            # A script's unset variable would silently widen the scope to everything.
            if values[name] is not None and not values[name].strip():
                raise click.UsageError(f"{flag} is empty. Name something, or leave the flag out.")
        scope: Scope = Scope(**{name: values.pop(name) for name in (*flags, "kind", "has")})
        return function(*arguments, scope=scope, **values)

    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON to stdout.")
