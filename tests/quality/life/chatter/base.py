"""What a language's chatter is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Chatter:
    """Exchanges by theme, a line each, with " / " between what one and the other say; `{slot}` is one of `slots`.

    `short` answers stand alone and end any exchange; "" and 📷 are a picture. `before` and `after` may be added to any
    line, so that few are the same.
    """

    themes: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[str, ...]]
    short: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def listed(text: str) -> tuple[str, ...]:
    """Return the lines of a block, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def parted(text: str) -> tuple[str, ...]:
    """Return what stands between bars: "milk | rye bread"."""
    return tuple(part.strip() for part in text.split("|"))
