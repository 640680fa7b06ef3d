"""What stands in each chat of a selection, by kind and verbatim: decisions, requests, promises, times, amounts, links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.assistant.events import Digest, Sentence
from app.assistant.grounding.evidence import honest, where
from app.assistant.grounding.salience import excerpt
from app.assistant.text.cues import CHANGE, COMMITMENT, DEADLINE, DECISION, REQUEST, SMALL_TALK, STRONG_HEDGE
from app.assistant.text.facts import Fact, read
from app.assistant.text.sentences import plain, split
from index.types.search import Hit

# By hand, as are LINES and _LINE_WORDS: with more it would no longer be a summary.
CHATS = 12
"""Most chats of one summary; those with most messages."""
LINES = 5
"""Most lines of one kind in a chat: the newest, for they hold what still counts."""
_LINE_WORDS = 25
_WHEN = frozenset(("time", "day", "weekday", "month", "relative"))


@dataclass
class _Lines:
    """Lines of one kind, those that repeat an earlier one replaced by the newer."""

    found: dict[str, Sentence] = field(default_factory=dict)

    def add(self, sentence: Sentence) -> None:
        key = plain(sentence.text)
        self.found.pop(key, None)
        self.found[key] = sentence

    def newest(self) -> tuple[Sentence, ...]:
        return tuple(self.found.values())[-LINES:]


def digests(messages: Sequence[Hit], owner: Sequence[str] = ()) -> tuple[Digest, ...]:
    """Return a digest for each chat with something to tell, in the order in which the chats were last written in.

    `messages` are oldest first; cites are 1-based positions in them. `owner` holds names that address the owner.
    """
    by_chat: dict[str, list[int]] = {}
    for place, message in enumerate(messages):
        by_chat.setdefault(where_of(message), []).append(place)
    chosen = sorted(by_chat, key=lambda chat: -len(by_chat[chat]))[:CHATS]
    called = tuple(name.split()[0].casefold() for name in owner if name.strip())
    made = [_digest(chat, by_chat[chat], messages, called) for chat in by_chat if chat in chosen]
    told = [d for d in made if d.decided or d.asked or d.promised or d.dates or d.amounts or d.links]
    return tuple(sorted(told, key=lambda d: -by_chat[d.chat][-1]))


def where_of(message: Hit) -> str:
    """Return the chat of a message, or the name of a passage's file."""
    return where(message).split(",")[0] if message.kind == "file" else (message.chat or "")


def _digest(chat: str, places: Sequence[int], messages: Sequence[Hit], owner: Sequence[str]) -> Digest:
    decided, asked, promised, dates, amounts, links = (_Lines() for _ in range(6))
    two = len({messages[place].sender for place in places}) == 2
    for place in places:
        message = messages[place]
        for part in split(honest(message.text)):
            if SMALL_TALK.match(part):
                continue
            line = _line(message, part, place)
            facts = read(part)
            question = part.rstrip().endswith(("?", "？"))
            # “Should we take the train?” and “if it rains, we stay” decide nothing.
            if not question and not STRONG_HEDGE.search(part) and (DECISION.search(part) or CHANGE.search(part)):
                decided.add(line)
            if message.from_me and COMMITMENT.search(part):
                promised.add(line)
            if _asks(message, part, question=question, owner=owner, two=two):
                asked.add(line)
            if not question and any(f.kind in _WHEN for f in facts):
                dates.add(line)
            if any(_is_amount(f) for f in facts):
                amounts.add(line)
            if any(f.kind == "link" for f in facts):
                links.add(line)
    return Digest(
        chat, len(places), decided.newest(), asked.newest(), promised.newest(), dates.newest(), amounts.newest(),
        links.newest(),
    )  # fmt: skip


def _line(message: Hit, part: str, place: int) -> Sentence:
    text = excerpt(part, at_most=_LINE_WORDS)
    return Sentence(f"{message.sender}: {text}" if message.sender else text, (place + 1,), verbatim=True)


def _asks(message: Hit, part: str, *, question: bool, owner: Sequence[str], two: bool) -> bool:
    """Say whether a sentence asks something of the owner: by name, of everybody, or in a chat of two."""
    if message.from_me or message.kind == "file":
        return False
    named = any(name in part.casefold() for name in owner)
    wants = question or bool(REQUEST.search(part)) or bool(DEADLINE.search(part))
    # In a group a question without a name may be for anyone; a request (“can someone …”) includes the owner.
    return wants and (named or two or bool(REQUEST.search(part)))


def _is_amount(fact: Fact) -> bool:
    return fact.kind == "number" and bool(fact.unit)
