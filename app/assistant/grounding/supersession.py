"""Whether a message still holds: one that later gives another value for the same thing changes it."""

from __future__ import annotations

from collections.abc import Sequence

from app.assistant.text.cues import CHANGE
from app.assistant.text.facts import Fact, bears_out, read
from app.assistant.text.words import content, likeness
from index.types.search import Hit

CHANGED = "was changed later"
"""Why a sentence is dropped that was true once."""
# By hand: “Train leaves at 14:30” and “Train leaves at 15:10 now” share most of their stems. With a word that speaks
# of change fewer will do: “the train is moved to 15:10”.
_SAME_MATTER, _RELATED = 0.35, 0.12
_KINDS = ("link", "day", "time", "number", "weekday", "month")
"""Of values that are compared, the most exact first."""
# Stemming every message of a long chat would take seconds. A word's first letters are the same in all of its forms.
_BEGINNING = 4
"""By so many letters a message is looked through for a word before it is taken apart."""


def updates(one: Hit, other: Hit) -> bool:
    """Say whether the later of two messages speaks of the same thing again, and as a change."""
    later = max(one, other, key=moment)
    alike = likeness(one.text, other.text)
    return alike >= _SAME_MATTER or (alike >= _RELATED and bool(CHANGE.search(later.text)))


def differs(values: Sequence[Fact], others: Sequence[Fact], hit: Hit) -> bool:
    """Say whether values differ from those of a message, of the most exact kind that both give."""
    for kind in _KINDS:
        ours, theirs = [v for v in values if v.kind == kind], [v for v in others if v.kind == kind]
        if ours and theirs:
            return not any(bears_out(v, theirs, hit.time) for v in ours)
    return False


def changed_later(text: str, cites: Sequence[int], hits: Sequence[Hit]) -> bool:
    """Say whether one of `hits` changes what a sentence says by those it cites (from 1), and is not cited itself."""
    values = [fact for fact in read(text) if fact.kind in _KINDS]
    if not values:
        return False
    cited = [hits[number - 1] for number in cites]
    known = {hit.id for hit in cited}
    begins = {stem[:_BEGINNING] for stem in content(text)}
    for hit in hits:
        if hit.id in known or not any(word in hit.text.casefold() for word in begins):
            continue
        earlier = [c for c in cited if c.chat == hit.chat and moment(c) < moment(hit)]
        if any(updates(c, hit) for c in earlier) and differs(values, read(hit.text), hit):
            return True
    return False


def moment(hit: Hit) -> float:
    """Return when a message was written, in seconds since 1970; 0 where that is not known."""
    return hit.time.timestamp() if hit.time else 0.0
