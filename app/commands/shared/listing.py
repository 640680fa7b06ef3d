"""Lists of chats, people and files: what is asked for of them, and how many are shown where nobody says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click

from app.output import report

T = TypeVar("T")

SHOWN = 50
"""By hand: a screen or two. --json has all that are not limited."""


def listing_options(what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Add a word to look for, --limit and --all to a verb that lists `what` ("chats")."""

    def added(command: Callable[..., int]) -> Callable[..., int]:
        command = click.option("--all", "every", is_flag=True, help=f"All {what}: nothing is folded or cut off.")(
            command
        )
        command = click.option("--limit", type=click.IntRange(1), metavar="N", help=f"So many {what} at most.")(command)
        return click.argument("words", nargs=-1, metavar="[WORD…]")(command)

    return added


def fitting(items: Iterable[T], words: Sequence[str], texts: Callable[[T], Iterable[str]]) -> list[T]:
    """Return the items that have every word somewhere in their texts, whatever its case and accents."""
    from index.text.tokens import folded

    wanted = [folded(word) for word in words]
    return (
        [item for item in items if _has(wanted, " ".join(folded(text) for text in texts(item)))] if wanted else [*items]
    )


def _has(wanted: Sequence[str], text: str) -> bool:
    return all(word in text for word in wanted)


def cut(items: Sequence[T], limit: int | None, *, every: bool, as_json: bool = False) -> Sequence[T]:
    """Return as many of the items as are to be shown."""
    if limit is None:
        limit = len(items) if every or as_json else SHOWN
    return items[:limit]


def tell_rest(shown: int, of: int) -> None:
    """Say how many are not shown, and how to see them."""
    if shown < of:
        report.note(f"{shown:,} of {of:,}. A word looks among them, --limit N and --all show more.")


def some(names: Sequence[str], most: int = 6) -> str:
    """Return the first few names, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")
