"""Conversations with the assistant, kept in the index: listed, gone on with, and forgotten.

`Conversations` is what a screen or a command needs of them. What an answer said goes when a message it rests on changes
or is deleted; the question stays until the conversation is forgotten, or what it was about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from app.assistant.events import Answer
from app.assistant.question.interpretation import FollowUpContext, Interpretation
from app.text.sanitize import clean_line
from index.errors import NotFound
from index.types.listings import CachedText, KeptTurn
from index.types.search import Hit

if TYPE_CHECKING:
    from index.index import Index

LONGEST_TITLE = 120
"""Characters of a conversation's title that are kept."""
JUST_NOW_MS = 60_000
"""One that went on so shortly before a mistake may be the one whose beginning the screen had not heard of yet."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation: its id ("t3"), when it went on last, how many questions it has, and the first of them.

    `title` is what its owner calls it, empty where they gave it no name.
    """

    id: str
    at: datetime
    questions: int
    first: str
    title: str = ""

    @property
    def name(self) -> str:
        """Return the title, or else the first question."""
        return self.title or self.first


class Conversations:
    """The kept conversations of one index."""

    def __init__(self, index: Index, zone: tzinfo) -> None:
        self._index = index
        self._zone = zone

    def all(self) -> tuple[Conversation, ...]:
        """Return the conversations, the most recent first."""
        return tuple(
            Conversation(f"t{t.id}", datetime.fromtimestamp(t.at_ms / 1000, self._zone), t.turns, t.first, t.title)
            for t in self._index.kept_conversations()
        )

    def turns(self, conversation: str) -> Sequence[KeptTurn]:
        """Return the turns of a conversation ("t3" or "last"), oldest first. Raises NotFound."""
        number = number_of(self._index, conversation)
        return self._index.turns(number) if number is not None else ()

    def evidence(self, ids: Sequence[str]) -> Sequence[Hit]:
        """Return the hits of these ids that are still there."""
        return self._index.by_ids(ids)

    def rename(self, conversation: str, title: str) -> Conversation:
        """Call a conversation ("t3", "last") by a title, empty for its first question; return it. Raises NotFound."""
        number = number_of(self._index, conversation)
        if number is not None and self._index.title_conversation(number, clean_line(title)[:LONGEST_TITLE].rstrip()):
            for kept in self.all():
                if kept.id == f"t{number}":
                    return kept
        raise NotFound(f"There is no conversation {conversation}.", "`homebody ask --talks` lists them.")

    def rescue(self, conversation: str, turns: Sequence[KeptTurn], now: datetime) -> str:
        """Keep turns that a mistake cut off, at the end of theirs ("new" for another); return its id, empty for none.

        What was kept meanwhile by whoever answered is not kept twice. A follow-up goes on from the last whole answer.
        """
        at_ms = int(now.timestamp() * 1000)
        try:
            number = number_of(self._index, conversation)
        except NotFound:  # forgotten meanwhile
            number = None
        newest = next(iter(self._index.kept_conversations()), None)
        if number is None and turns and newest is not None and at_ms - newest.at_ms < JUST_NOW_MS:
            last = self._index.turns(newest.id)
            number = newest.id if last and last[-1].question in [turn.question for turn in turns] else None
        kept = () if number is None else self._index.turns(number)
        carry = kept[-1].carry if kept else "{}"
        for place, turn in enumerate(turns):
            if place == len(turns) - 1 and kept and kept[-1].question == turn.question:
                break
            number = self._index.add_turn(number, replace(turn, carry=carry), at_ms)
        return "" if number is None else f"t{number}"

    def forget(self, conversation: str) -> int:
        """Forget a conversation ("t3", "last"), or with "all" every one; return how many. Raises NotFound."""
        return self._index.forget_conversations(None if conversation == "all" else number_of(self._index, conversation))


def number_of(index: Index, conversation: str) -> int | None:
    """Return the number that a conversation is kept under, None for a new one. Raises NotFound."""
    if conversation == "new":
        return None
    known = [t.id for t in index.kept_conversations()]
    if conversation == "last" and known:
        return known[0]
    found = re.fullmatch(r"t?(\d{1,15})", conversation)
    if found is None or int(found[1]) not in known:
        raise NotFound(
            "There is no conversation yet." if conversation == "last" else f"There is no conversation {conversation}.",
            "`homebody ask --talks` lists them; every question without --continue begins one.",
        )
    return int(found[1])


def before(index: Index, conversation: int) -> FollowUpContext | None:
    """Return what the last question of a conversation was about."""
    turns = index.turns(conversation)
    return FollowUpContext.from_json(turns[-1].carry) if turns else None


def keep(index: Index, conversation: int | None, answer: Answer, reading: Interpretation, at_ms: int) -> Answer:
    """Keep an answer in a conversation (a new one with None) and return it with that one's number."""
    quoted = next((answer.evidence[n - 1].sender or "" for s in answer.sentences for n in s.cites), "")
    lines = tuple(CachedText(s.text, tuple(answer.evidence[n - 1].id for n in s.cites)) for s in answer.sentences)
    nearest = () if answer.sentences else tuple(hit.id for hit in answer.evidence)
    carry = FollowUpContext.of(reading, quoted, nearest).to_json()
    if reading.small_talk is not None and conversation is not None and (turns := index.turns(conversation)):
        carry = turns[-1].carry  # what comes after a thank-you goes on from before it
    turn = KeptTurn(answer.question, carry, lines)
    return replace(answer, conversation=index.add_turn(conversation, turn, at_ms))
