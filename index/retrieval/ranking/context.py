"""Scores spread to neighbours: what a message means often stands in the lines around it.

"When do we leave?" – "At 14:30." The answer shares no word with a question about leaving, but it stands beside one that
does. So every message takes a part of its neighbours' scores, more of the lines before it than of those after it, and the
less the longer it is itself, unless a long silence lies between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# By hand: long enough for a working day's pause, short enough for a night. Without a limit, “yes” would answer last
# month's question.
SILENCE_MS = 6 * 3600 * 1000
"""Lines further apart than this belong to different exchanges of a chat."""
# Chosen on half of LoCoMo's chats, held on the other half (docs/retrieval.md). A question before a message says what
# it is about; what follows says less of it, and counts half as much.
BEFORE = (0.4, 0.2)
AFTER = (0.2, 0.1)
"""What the scores of the next and the next but one line count, before and after a message."""
# By hand: most chat messages are shorter, and most mails and prompts longer.
LEANING = 200
"""Characters up to which a message leans on its neighbours in full; a longer one says itself what it is about."""
REACH = len(BEFORE)


Place = tuple[int, int]
"""A message's number and its place on the time line, in milliseconds."""
Neighbours = tuple[tuple[int, float], ...]
"""Messages beside a message, and what the score of each counts for it."""


def neighbours(window: Sequence[Place], position: int, length: int) -> Neighbours:
    """Return what stands beside the message at `position` in a stretch of consecutive ones; it has `length` characters."""
    # Squared, so that a message of two screens takes next to nothing from the lines around it.
    lean = min(1.0, LEANING / max(1, length)) ** 2
    at_ms = window[position][1]
    return tuple(
        (window[position + offset][0], lean * weight)
        for offset, weight in _OFFSETS
        if 0 <= position + offset < len(window) and abs(window[position + offset][1] - at_ms) < SILENCE_MS
    )


def spread(beside: Mapping[int, Neighbours], scores: Mapping[int, float], *, mean: bool) -> dict[int, float]:
    """Return for each message of `beside` its own score plus its neighbours'.

    With `mean` the sum is divided by the weights that took part, for scores such as cosines that every message has; a
    message without a score then takes no part. Messages without a score themselves or beside them are left out.
    """
    result: dict[int, float] = {}
    for message, near in beside.items():
        own, total, weights = scores.get(message), 0.0, 1.0
        for other, weight in near:
            score = scores.get(other)
            if score is not None:
                total += score * weight
                weights += weight
        if own is not None:
            total += own
        # A keyword score may come from the neighbours alone; a mean cosine needs the message's own.
        elif mean or weights == 1.0:
            continue
        result[message] = total / weights if mean else total
    return result


_OFFSETS = (
    *((-distance, weight) for distance, weight in enumerate(BEFORE, 1)),
    *((distance, weight) for distance, weight in enumerate(AFTER, 1)),
)
