"""A selection cut into parts the shape of exchanges, each small enough for one prompt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.assistant.prompts import summary_prompt
from app.assistant.summarizing.digest import where_of
from index.types.search import Hit
from models.engine import Engine

PART_TOKENS = 1200
"""Most tokens of messages in one prompt: small models lose the thread in longer ones."""
# The same six hours as in search (index/retrieval/ranking/context.py).
PAUSE = timedelta(hours=6)
"""A silence after which a chat begins to speak of something else."""

Part = tuple[int, ...]
"""Positions (from 0) in the selection, of one chat and in order."""


def exchanges(messages: Sequence[Hit]) -> list[Part]:
    """Return the selection by chat and, within one, by its longer silences; in the order in which the exchanges begin."""
    open_parts: dict[str, list[int]] = {}
    done: list[list[int]] = []
    for place, message in enumerate(messages):
        chat = where_of(message)
        part = open_parts.get(chat)
        if part is not None and not _pauses(messages[part[-1]], message):
            part.append(place)
            continue
        part = [place]
        open_parts[chat] = part
        done.append(part)
    return [tuple(part) for part in done]


def prompts_of(engine: Engine, messages: Sequence[Hit], budget: int) -> list[Part]:
    """Return parts whose prompts have at most `budget` tokens, where a single message allows it.

    Short neighbouring exchanges of a chat share a prompt; a long one is cut between its messages.
    """
    parts: list[Part] = []
    by_chat: dict[str, list[int]] = {}
    for part in exchanges(messages):
        chat = where_of(messages[part[0]])
        waiting = by_chat.setdefault(chat, [])
        # Packed together: prefilling the instructions again for every three lines would take most of the time.
        if waiting and _weight(messages, waiting) + _weight(messages, part) > budget:
            parts.append(tuple(waiting))
            waiting.clear()
        waiting.extend(part)
    parts += [tuple(waiting) for waiting in by_chat.values() if waiting]
    cut = [piece for part in parts for piece in _within(messages, part, budget)]
    fitting = [piece for part in cut for piece in _halved(engine, messages, part, budget)]
    return sorted(fitting, key=lambda part: part[0])


def _pauses(before: Hit, after: Hit) -> bool:
    return before.time is not None and after.time is not None and after.time - before.time > PAUSE


def _weight(messages: Sequence[Hit], part: Sequence[int]) -> int:
    """Estimate a part's tokens; the engine's own count decides."""
    # By hand and on the high side: a token is four characters in English and about three elsewhere, and sender and
    # time take eight tokens.
    return sum(len(messages[place].text) // 3 + 8 for place in part)


def _within(messages: Sequence[Hit], part: Part, budget: int) -> Iterator[Part]:
    piece: list[int] = []
    size = 0
    for place in part:
        weight = _weight(messages, (place,))
        if piece and size + weight > budget:
            yield tuple(piece)
            piece, size = [], 0
        piece.append(place)
        size += weight
    if piece:
        yield tuple(piece)


def _halved(engine: Engine, messages: Sequence[Hit], part: Part, budget: int) -> Iterator[Part]:
    if len(part) == 1 or engine.count_tokens(summary_prompt([messages[place] for place in part])) <= budget:
        yield part
        return
    # Where the estimate was too low (a script with a token a character), halve until the engine's own count fits.
    middle = len(part) // 2
    yield from _halved(engine, messages, part[:middle], budget)
    yield from _halved(engine, messages, part[middle:], budget)
