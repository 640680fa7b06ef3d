"""A query as it comes from a shell: words that begin with a minus, and arguments that had quotes around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import click

from app.commands.shared.base import SealedCommand

_MARK = "\0"
"""Stands before a word that begins with a minus on its way through click; no argument of a process can hold it."""


class QueryCommand(SealedCommand):
    """A verb whose arguments may be words to leave out: `homebody search cabin -deposit --from maya`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; what begins with one minus is a word, but for -h."""
        return super().parse_args(ctx, list(self._marked(ctx, args)))

    def _marked(self, ctx: click.Context, args: Sequence[str]) -> Iterable[str]:
        takes_value = {
            name
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and not option.is_flag and not option.count
            for name in option.opts
        }
        value = rest = False
        for one in args:
            word = len(one) > 1 and one[0] == "-" and one[1] != "-" and one not in ctx.help_option_names
            yield _MARK + one if word and not value and not rest else one
            rest = rest or (one == "--" and not value)
            value = one in takes_value and not value and not rest


def joined(arguments: Sequence[str]) -> str:
    """Return the query that arguments make: quotes that a shell took off are put back where they told something.

    `-"lake cabin"` and `in:"cabin crew"` come as one argument each. One that stands alone is a query as it is.
    """
    words = [one.removeprefix(_MARK) for one in arguments]
    return " ".join(_quoted(one, alone=len(words) == 1) for one in words).strip()


def _quoted(argument: str, *, alone: bool) -> str:
    from app.assistant.question.operators import FIELDS

    found = re.fullmatch(rf"([-−]?(?:(?:{'|'.join(FIELDS)}):)?)([^:\"“”„«»]*)", argument, re.IGNORECASE | re.DOTALL)
    if found is None or alone or not found[1] or len(found[2].split()) < 2:
        return argument
    return f'{found[1]}"{found[2].strip()}"'
