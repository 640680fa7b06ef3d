"""What the verbs that generate share: another model for one command, and a word about a better one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from app.commands.shared.base import Function
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime


def engine_options(function: Function) -> Function:
    """Add `--model`, `--engine` and `--phrase`, and say once in a home what a better model than the starter needs."""

    @click.option("--phrase", is_flag=True, help="Have the language model write sentences, too, however small it is.")
    @click.option("--model", metavar="NAME", help="Use this installed model, loaded for this command only.")
    @click.option(
        "--engine", type=click.Choice(["llama.cpp", "mlc"]), help="Use this engine, loaded for this command only."
    )
    @functools.wraps(function)
    def wrapped(
        runtime: Runtime,
        *arguments: Any,  # noqa: ANN401
        model: str | None,
        engine: str | None,
        phrase: bool,
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        runtime.phrase = phrase
        if model or engine:
            runtime.override(model=model, engine=engine)
        code = function(runtime, *arguments, **options)
        if not options.get("as_json"):
            from app.commands.shared.hints import better_model

            if line := better_model(runtime):
                report.note(line)
        return code

    return wrapped  # type: ignore[return-value]
