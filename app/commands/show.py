"""`homebody show`: a message or passage in its surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.commands.shared.base import json_option, sealed_command
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime

EPILOG = """\b
Examples:
  homebody show m120
  homebody show f7 --context 1
"""


@sealed_command(short_help="Show a message or passage in context.", epilog=EPILOG)
@click.argument("id")
@click.option("--context", type=click.IntRange(0, 200), default=5, show_default=True, help="Neighbours on each side.")
@json_option
def command(runtime: Runtime, id: str, context: int, as_json: bool) -> int:  # noqa: A002  the contract's own word
    """Show the message or file passage with this ID (from `search`, `ask` or `summarize`) among its neighbours."""
    surroundings = runtime.index().show(id, context)
    if as_json:
        hit = surroundings.hits[surroundings.position]
        report.out_json(
            {
                "hit": report.hit_json(hit),
                "before": [report.hit_json(near) for near in surroundings.hits[: surroundings.position]],
                "after": [report.hit_json(near) for near in surroundings.hits[surroundings.position + 1 :]],
            }
        )
        return report.DONE
    for position, hit in enumerate(surroundings.hits):
        here = position == surroundings.position
        report.out_hit(hit, "▶" if here else " ", lines=0, path=here)
    return report.DONE
