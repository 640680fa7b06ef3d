"""Who may be the owner and who may be one person, in words: on the command line and in the terminal app."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.types.listings import OwnerGuess, SameName

_NAMED = 6
"""How many names a sentence lists; `people suggest` shows all."""


def several(sure: Sequence[SameName]) -> str:
    """Return which full names stand for several people."""
    named = [f"{same.name} ({len(same.people)}{', you' if same.people[0].is_me else ''})" for same in sure[:_NAMED]]
    more = f" and {len(sure) - _NAMED} more" if len(sure) > _NAMED else ""
    many = "A full name stands" if len(sure) == 1 else f"{len(sure)} full names stand"
    return f"{many} for several people, one a chat or source: {', '.join(named)}{more}."


def reason(guess: OwnerGuess) -> str:
    """Return what speaks for a guess: “in all 4 chats of two, and 7 of 9 chats”."""
    twos = f"{_of(guess.in_twos, guess.of_twos)} of two" if guess.in_twos else ""
    return ", and ".join(
        filter(None, (twos, _of(guess.chats, guess.of_chats) if not twos or guess.of_chats > guess.of_twos else ""))
    )


def _of(some: int, every: int) -> str:
    if some == every:
        return f"in all {every} chats" if every > 1 else "in the only chat"
    return f"in {some} of {every} chats"
