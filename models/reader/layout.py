"""How a question, a message and its neighbours become one row of tokens. Training and reading use this one file.

A row is `<s> asked </s> passage </s> before </s> after </s>`. The tokens of each part carry the part's number, and the row
carries the number of what is to be judged, so that one set of layers serves all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Task = Literal["answer", "support", "kind", "order"]
TASKS: tuple[Task, ...] = ("answer", "support", "kind", "order")
KINDS = ("decision", "request", "promise", "event", "debt", "attendance", "small talk")
VERDICTS = ("supported", "contradicted", "neither")

ASKED, PASSAGE, BEFORE, AFTER, ASKED_SHARED, PASSAGE_SHARED = range(6)
PARTS = 6
"""The last two: tokens of what is asked and of the passage that stand in both. Whether a word is there at all is hard for a
small network to see, and a sentence with one word changed hangs on it."""
PAD = 1
_BEGIN, _END, _UNKNOWN = 0, 2, 3
"""The tokenizer's numbers for `<s>`, `</s>` and `<unk>`."""
_MARKS = frozenset({_BEGIN, PAD, _END})

_ASKED_TOKENS = 48
_PASSAGE_TOKENS = 128
_EVIDENCE_TOKENS = 192
_BEFORE_TOKENS, _AFTER_TOKENS = 32, 16
"""A neighbour says what "yes, on Friday" refers to: the end of the one before above all, then the next one's start."""


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody's words. `speaker` may be empty."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A message, and the ones that stand next to it in its chat, if there are any."""

    line: Line
    before: Line | None = None
    after: Line | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens, and which part each is of; `places` are the characters [from, to) of each token of the passage's text.

    `text_at` is the place in `tokens` of the first token of the passage's text; the speaker's name stands before it.
    """

    tokens: list[int]
    parts: list[int]
    text_at: int = 0
    places: tuple[tuple[int, int], ...] = ()


class Layout:
    """Lays out rows with the tokenizer in `tokenizer_file`, of the `tokenizers` library. Raises OSError, ValueError."""

    def __init__(self, tokenizer_file: Path) -> None:
        from tokenizers import Tokenizer

        data = tokenizer_file.read_text(encoding="utf-8")
        try:
            self._tokenizer: Any = Tokenizer.from_str(data)
        except Exception as error:  # the library raises plain Exception
            raise ValueError(f"{tokenizer_file.name} is not a tokenizer") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def answer(self, question: str, passage: Passage) -> Row:
        """Lay out the question whether a message answers `question`."""
        return self._around(self._ids(question)[:_ASKED_TOKENS], passage)

    def kind(self, passage: Passage) -> Row:
        """Lay out the question what kind of line a message is."""
        return self._around([], passage)

    def order(self, text: str) -> Row:
        """Lay out the question whether a text speaks to a model; what is long is for the caller to cut."""
        return self._around([], Passage(Line("", text)))

    def support(self, sentence: str, evidence: Sequence[Line], before: Line | None = None) -> Row:
        """Lay out the question whether `evidence` bears out `sentence`. Long evidence is cut evenly."""
        tokens = [_BEGIN, *self._ids(sentence)[:_ASKED_TOKENS], _END]
        parts = [ASKED] * len(tokens)
        room = _EVIDENCE_TOKENS // max(len(evidence), 1)
        for line in evidence:
            told = self._ids(_told(line))[:room]
            tokens += [*told, _END]
            parts += [PASSAGE] * (len(told) + 1)
        if before is not None:
            self._add(tokens, parts, self._ids(_told(before))[-_BEFORE_TOKENS:], BEFORE)
        return Row(tokens, _shared(tokens, parts))

    def pieces(self, text: str, longest: int = _PASSAGE_TOKENS, shared: int = 16) -> list[str]:
        """Cut a text into pieces of up to `longest` tokens, each sharing `shared` with the one before."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        places = encoded.offsets
        if len(places) <= longest:
            return [text]
        starts = range(0, len(places) - shared, longest - shared)
        return [text[places[start][0] : places[min(start + longest, len(places)) - 1][1]] for start in starts]

    def _around(self, asked: list[int], passage: Passage) -> Row:
        tokens = [_BEGIN, *asked, _END]
        parts = [ASKED] * len(tokens)
        name = self._ids(f"{passage.line.speaker}:") if passage.line.speaker else []
        text = self._tokenizer.encode(passage.line.text, add_special_tokens=False)
        ids = _unmarked(text.ids[:_PASSAGE_TOKENS])
        text_at = len(tokens) + len(name)
        self._add(tokens, parts, [*name, *ids], PASSAGE)
        if passage.before is not None:
            self._add(tokens, parts, self._ids(_told(passage.before))[-_BEFORE_TOKENS:], BEFORE)
        if passage.after is not None:
            self._add(tokens, parts, self._ids(_told(passage.after))[:_AFTER_TOKENS], AFTER)
        return Row(tokens, _shared(tokens, parts), text_at, tuple(text.offsets[: len(ids)]))

    def _add(self, tokens: list[int], parts: list[int], ids: list[int], part: int) -> None:
        tokens += [*ids, _END]
        parts += [part] * (len(ids) + 1)

    def _ids(self, text: str) -> list[int]:
        return _unmarked(self._tokenizer.encode(text, add_special_tokens=False).ids)


def _unmarked(ids: list[int]) -> list[int]:
    """Return tokens of a text: some tokenizers read a written “</s>” as the mark, and no text may end its own part."""
    return [_UNKNOWN if one in _MARKS else one for one in ids]


def _shared(tokens: list[int], parts: list[int]) -> list[int]:
    """Return the parts with the tokens marked that stand in what is asked as well as in the passage."""
    by_part = [{token for token, part in zip(tokens, parts, strict=True) if part == one} for one in (ASKED, PASSAGE)]
    both = (by_part[0] & by_part[1]) - _MARKS - {_UNKNOWN}
    marked = {ASKED: ASKED_SHARED, PASSAGE: PASSAGE_SHARED}
    return [marked.get(part, part) if token in both else part for token, part in zip(tokens, parts, strict=True)]


def _told(line: Line) -> str:
    return f"{line.speaker}: {line.text}" if line.speaker else line.text
