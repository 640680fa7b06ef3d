"""What the reader learns from: messages for a question, sentences with their evidence, lines and their kinds, orders."""

from __future__ import annotations

from dataclasses import dataclass

from models.reader.layout import Line, Passage

SUPPORTED, CONTRADICTED, NEITHER, NOT_SUPPORTED = range(4)
"""The verdicts' places in models.reader.layout.VERDICTS; the last: contradicted or neither, which of them is not said."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message that might answer; `span` is the part of its text that does, as characters [from, to)."""

    passage: Passage
    answers: bool
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question and messages of which none, one or several answer it."""

    text: str
    candidates: tuple[Candidate, ...]
    language: str
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence and the lines it is said to rest on."""

    sentence: str
    evidence: tuple[Line, ...]
    verdict: int
    language: str
    source: str
    before: Line | None = None


@dataclass(frozen=True, slots=True)
class KindOfLine:
    """A message and what it is; "small talk" stands where it is nothing else."""

    passage: Passage
    kinds: frozenset[str]
    language: str


@dataclass(frozen=True, slots=True)
class Order:
    """A text, and whether it speaks to a model instead of to people."""

    text: str
    to_a_model: bool
    language: str


Example = Question | Claim | KindOfLine | Order
