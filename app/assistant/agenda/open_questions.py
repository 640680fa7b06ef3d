"""Which questions are open: what the owner was asked and did not answer, and what nobody answered the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.grounding.evidence import honest
from app.assistant.summarizing.digest import languages_of, where_of
from app.assistant.summarizing.key_points import asks, key_point
from app.assistant.summarizing.participants import Participants
from app.assistant.summarizing.resolution import following, resolved
from app.assistant.text.cues import AGREEMENT, denies
from app.assistant.text.small_talk import small_talk
from app.assistant.text.words import content
from index.types.search import Filters, Hit

if TYPE_CHECKING:
    from index.index import Index

# By hand: within an hour most people have answered or will do so unasked.
_WAITS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """Questions without an answer, the newest first: `of_me` asked the owner, `of_others` the owner asked.

    `read` messages were read for them.
    """

    of_me: tuple[Hit, ...]
    of_others: tuple[Hit, ...]
    read: int


def open_questions(index: Index, filters: Filters, owner: Sequence[str], now: datetime) -> OpenQuestions:
    """Return the open questions among the messages of `filters`. `owner` holds the owner's names."""
    messages = index.messages(filters)
    people = Participants(messages, owner)
    languages = languages_of(messages)
    found = [
        point
        for place in range(len(messages))
        if (point := key_point(messages, place, people, languages[where_of(messages[place])])) is not None
    ]
    waiting = [
        messages[point.place]
        for point in resolved(found, messages, people)
        if point.kind == "request" and point.state == "open" and not people.is_bulk(messages[point.place])
    ]
    later = following(messages)
    asked = [
        hit
        for place, hit in enumerate(messages)
        if hit.from_me and _asks(hit) and not _is_answered(hit, [messages[p] for p in later[place]], people)
        if hit.time is None or now - hit.time >= _WAITS
    ]
    return OpenQuestions(tuple(reversed(waiting)), tuple(reversed(asked)), len(messages))


def _asks(hit: Hit) -> bool:
    return small_talk(hit.text) is None and len(content(hit.text)) > 0 and asks(honest(hit.text))


def _is_answered(question: Hit, later: Sequence[Hit], people: Participants) -> bool:
    """Say whether one of the next messages of the chat answers: any in a chat of two, in a group one on the matter."""
    stems = set(content(question.text))
    others = 0
    for hit in later:
        if hit.from_me:
            continue
        others += 1
        if people.is_two(hit) and "?" not in hit.text:
            return True
        if stems & set(content(hit.text)) or AGREEMENT.match(hit.text) or denies(hit.text):
            return True
        # What comes at once in a group is most often the answer, whatever its words.
        if others == 1 and "?" not in hit.text and len(content(hit.text)) > 0:
            return True
    return False
