"""What answers and summaries are made of, and what is told while they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.assistant.types import Plan
from index.types.search import Hit

TO_ACT_ON = ("Asked of you", "Promised by you", "Money", "Decided or changed")
"""The headings of a digest's lines that somebody has to act on."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that its cited evidence bears out. `cites` are 1-based positions in the evidence list.

    `verbatim` marks a message quoted as it stands, not written by a model.
    """

    text: str
    cites: tuple[int, ...]
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """A generated sentence that was not shown, and why ("says 14:00, which no cited message does")."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of `ask`. `abstained` means "I don't know": then `evidence` holds the nearest messages.

    `conversation` is the number of the one that it was kept in. `failed` means that the model ended before it was done:
    `note` says why, and what is there holds.
    """

    question: str
    sentences: tuple[Sentence, ...]
    dropped: tuple[Dropped, ...]
    evidence: tuple[Hit, ...]
    abstained: bool
    model: str | None
    plan: Plan
    timings: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    conversation: int | None = None
    failed: bool = False

    @property
    def text(self) -> str:
        """Return the answer as running text with [n] after each sentence."""
        return " ".join(f"{s.text} {''.join(f'[{n}]' for n in s.cites)}".strip() for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Digest:
    """What a busy person has to know of one chat or file: what was said, in quotation marks, and what is worked out of it.

    `asked` is asked of the owner and open, `promised` by the owner; `money` is owed or paid, `offered` promised by others,
    `done` was answered or paid. No message stands in two lines. `bulk` marks newsletters, which are only counted; `chat`
    then names who sent them.
    """

    chat: str
    messages: int
    asked: tuple[Sentence, ...] = ()
    promised: tuple[Sentence, ...] = ()
    money: tuple[Sentence, ...] = ()
    decided: tuple[Sentence, ...] = ()
    dates: tuple[Sentence, ...] = ()
    attending: tuple[Sentence, ...] = ()
    offered: tuple[Sentence, ...] = ()
    links: tuple[Sentence, ...] = ()
    done: tuple[Sentence, ...] = ()
    bulk: bool = False

    def headed(self) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
        """Return (heading, lines) for each kind of which there are some."""
        kinds = (
            *zip(TO_ACT_ON, (self.asked, self.promised, self.money, self.decided), strict=True),
            ("Dates and times", self.dates),
            ("Who is coming", self.attending),
            ("Others will", self.offered),
            ("Links", self.links),
            ("Done", self.done),
        )
        return tuple((heading, lines) for heading, lines in kinds if lines)


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of `summarize`. `messages` are exactly the selected ones, oldest first; `read` of them were read.

    Cites are 1-based positions in `messages`. `highlights` are the messages that matter most, verbatim. `sentences` are
    the gist, `digests` what stands in each chat, and `left_out` counts by heading what there was no
    room for. `given` is how many messages the model was given; `complete` is False
    when it was stopped before it had done, `failed` is True when the model ended before it was done.
    """

    plan: Plan
    messages: tuple[Hit, ...]
    read: int
    sentences: tuple[Sentence, ...]
    dropped: tuple[Dropped, ...]
    highlights: tuple[Hit, ...]
    model: str | None
    timings: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    digests: tuple[Digest, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    given: int = 0
    complete: bool = True
    failed: bool = False

    def untold(self) -> tuple[Sentence, ...]:
        """Return the sentences of the gist without quotes of messages that stand in a line of the digests."""
        return untold(self.sentences, self.digests)


def untold(sentences: Sequence[Sentence], digests: Sequence[Digest]) -> tuple[Sentence, ...]:
    """Return sentences of a gist without quotes of messages that stand in a line of the digests."""
    told = {n for digest in digests for _, lines in digest.headed() for line in lines for n in line.cites}
    return tuple(s for s in sentences if not (s.verbatim and told.issuperset(s.cites)))


@dataclass(frozen=True, slots=True)
class PlanMade:
    """The request was read."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The evidence an answer will rest on, best first; its positions (from 1) are the citation numbers."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """What is going on, for a status line: "loading the model", "reading"; `done` of `total` where both are known."""

    what: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """A checked sentence, as soon as there is one."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class DigestsReady:
    """What stands in each chat of a summary's scope, before a model has begun; `messages` are what the cites count in."""

    digests: tuple[Digest, ...]
    messages: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class NameChoice:
    """One of several that a name fits: what to write in place of the name ("p3", "Tom Okafor"), and what it is."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Clarification:
    """A name that fits several, to be asked back; AmbiguousName follows. `flag` takes a choice: "from" or "in"."""

    sentence: str
    flag: Literal["from", "in"]
    choices: tuple[NameChoice, ...]


@dataclass(frozen=True, slots=True)
class SentenceDropped:
    """A generated sentence that is not shown, as soon as it was refused: to be looked at by who wants to."""

    dropped: Dropped


AnswerEvent = Clarification | PlanMade | EvidenceFound | WorkProgress | SentenceReady | SentenceDropped | Answer
SummaryEvent = Clarification | PlanMade | WorkProgress | DigestsReady | SentenceReady | SentenceDropped | Summary
