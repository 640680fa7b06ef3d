"""Numbered evidence: how messages are shown to a model, and the units against which its sentences are checked.

What is in a message is data. In the prompt each one is a single line between fence marks that no text can contain, so
that it can neither close the fence nor pass for another message, a system turn or the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import PurePath

from app.assistant.grounding.injection import speaks_to_a_model, visible
from app.assistant.text.facts import Fact, read
from app.assistant.text.sentences import split
from app.assistant.text.words import Word, words
from app.assistant.times.wording import when
from index.types.search import Hit

FENCE_OPEN = "<<<MESSAGES"
FENCE_CLOSE = "MESSAGES>>>"
# “<<<”, “```”, “====”, “----”, “###”
_FENCE_LIKE = re.compile(r"<{2,}|>{2,}|`{3,}|={4,}|-{4,}|#{3,}")
# “[3]”
_CITE_LIKE = re.compile(r"\[(\d{1,3})\]")
# “<|im_end|>”, “</s>”, “[INST]”, “<start_of_turn>”
_TURN_LIKE = re.compile(
    r"<\|[^|>]{0,40}\|>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|<(?:bos|eos|pad|unk)>", re.IGNORECASE
)
# “System:”, “done. - Assistant :”; not “my assistant: Ann”
_ROLE_LIKE = re.compile(
    r"(?:^|(?<=[\n.!?:)\]]))([\s>*#-]*)(system|assistant|user|human|ai|instruction|developer|question)\s*[:：]",
    re.IGNORECASE,
)
_WIDE = str.maketrans("＜＞｜［］＃＝－｀：", "<>|[]#=-`:")
"""Wide forms of the characters that fences and turns are made of."""
_PARAGRAPHS = re.compile(r"\n\s*\n")
# Both by hand: tomorrow's answer may be to something else, and an order cut in two is sent in one go.
_REPLY_WITHIN = timedelta(minutes=30)
_ADDED_WITHIN = timedelta(minutes=3)


def where(hit: Hit) -> str:
    """Return the chat of a message, or the file and place of a passage."""
    if hit.kind == "file":
        name = PurePath(hit.path).name if hit.path else "file"
        return f"{name}, {hit.locator}" if hit.locator else name
    return hit.chat or ""


def who_and_when(hit: Hit, now: datetime) -> str:
    """Return a label for a quote: "Maya, Tue 3 Nov, 14:05", or a file's name and place."""
    if hit.kind == "file":
        return where(hit)
    return ", ".join(part for part in (hit.sender or "", when(hit.time, now)) if part)


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def defang(text: str) -> str:
    """Return a message's text as it may stand in a prompt: one line, no fence, citation or turn of a dialogue in it."""
    text = _TURN_LIKE.sub(" ", visible(text).translate(_WIDE))
    text = _ROLE_LIKE.sub(r"\1(\2)", text)
    text = _FENCE_LIKE.sub(" ", text).replace(FENCE_OPEN, " ").replace(FENCE_CLOSE, " ")
    return one_line(_CITE_LIKE.sub(r"(\1)", text))


def honest(text: str) -> str:
    """Return a text without the paragraphs that speak to a model: they bear nothing out and answer nothing."""
    if not speaks_to_a_model(text):
        return text
    return "\n\n".join(part for part in _PARAGRAPHS.split(text) if not speaks_to_a_model(part)).strip()


def render(hits: Sequence[Hit], now: datetime) -> str:
    """Return the fenced block of a prompt: a numbered line a message, with who, when and where."""
    lines = [f"[{n}] {defang(who_and_when(hit, now))}: {defang(hit.text)}" for n, hit in enumerate(hits, 1)]
    return "\n".join((FENCE_OPEN, *lines, FENCE_CLOSE))


@dataclass(frozen=True)
class Unit:
    """A stretch of evidence that can bear out a claim on its own.

    That is a sentence, two that belong together, or an answer with its question. `cites` are 1-based positions;
    `reply_at` is where the answer begins when a question precedes it.
    """

    cites: tuple[int, ...]
    text: str
    sender: str
    asker: str
    place: str
    said: datetime | None
    reply_at: int = 0

    @cached_property
    def words(self) -> list[Word]:
        """The words of the text."""
        return words(self.text)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the text."""
        return read(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the text and of where it stands."""
        return frozenset(w.stem for w in self.words) | frozenset(w.stem for w in words(self.place))


def units(hits: Sequence[Hit]) -> list[Unit]:
    """Return all units of the evidence, single sentences first within each message.

    What speaks to a model has none, nor has what its sender adds to it at once.
    """
    orders = [hit for hit in hits if speaks_to_a_model(hit.text)] + [
        part for parts in _runs(hits) if speaks_to_a_model(" ".join(p.text for p in parts)) for part in parts
    ]
    return [
        unit
        for n, hit in enumerate(hits, 1)
        if not any(_adds_to(order, hit) for order in orders)
        for unit in _units_of(n, hit, hits[n - 2] if n > 1 else None)
    ]


def _runs(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Yield each two and three messages that one sender wrote in a row and at once: an order may be split."""
    for n in range(len(hits)):
        for count in (2, 3):
            run = list(hits[n : n + count])
            if len(run) == count and all(_adds_to(run[0], hit) for hit in run[1:]):
                yield run


def _adds_to(order: Hit, hit: Hit) -> bool:
    if order.id == hit.id:
        return True
    return (
        order.kind == hit.kind == "message"
        and (order.chat, order.sender) == (hit.chat, hit.sender)
        and order.time is not None
        and hit.time is not None
        and timedelta(0) <= hit.time - order.time <= _ADDED_WITHIN
    )


def _units_of(n: int, hit: Hit, before: Hit | None) -> Iterator[Unit]:
    sender, place = hit.sender or "", where(hit)
    parts = split(honest(hit.text))
    for part in parts:
        yield Unit((n,), part, sender, "", place, hit.time)
    for first, second in pairwise(parts):
        if not (read(first) and read(second)):  # two sentences that both state facts must not lend them to each other
            yield Unit((n,), f"{first} {second}", sender, "", place, hit.time)
    if before is not None and parts and _answers(before, hit):
        question = (split(honest(before.text)) or [""])[-1]
        # By hand: from its third sentence on, a reply has usually moved on.
        for part in parts[:2]:
            yield Unit(
                (n - 1, n), f"{question} {part}", sender, before.sender or "", place, hit.time, len(question) + 1
            )


def said_before(hits: Sequence[Hit], number: int) -> Hit | None:
    """Return the message that stands right before the one at `number`, from 1, if it was said in the same exchange."""
    if number < 2:
        return None
    before, hit = hits[number - 2], hits[number - 1]
    if not (before.kind == hit.kind == "message" and before.chat == hit.chat and before.time and hit.time):
        return None
    return before if timedelta(0) <= hit.time - before.time <= _REPLY_WITHIN else None


def _answers(question: Hit, answer: Hit) -> bool:
    return (
        question.text.rstrip().endswith("?")
        and question.kind == answer.kind == "message"
        and question.chat == answer.chat
        and question.sender != answer.sender
        and question.time is not None
        and answer.time is not None
        and timedelta(0) <= answer.time - question.time <= _REPLY_WITHIN
    )
