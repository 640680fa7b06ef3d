"""The reader at work: questions, sentences, lines and texts in, probabilities out. Runs without torch, on one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import DependencyMissing, ModelDamaged
from models.reader.layout import KINDS, PAD, TASKS, Layout, Line, Passage, Row, Task
from models.reader.words import WordVectors
from models.types import TextToRead

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROWS = 16
"""Rows judged at once: rows of about one length, so that little is spent on padding."""
_LONGEST_SPAN = 24
"""Tokens of the longest part of a message that is offered as the answer."""
_PIECES = 12
"""Pieces of a long text that are looked at for orders; a summary would not read what is beyond either."""


@dataclass(frozen=True, slots=True)
class Answering:
    """How well a message answers: `score` ranks within one question, `probability` is comparable across questions.

    `span` are the characters [from, to) of its text that answer most likely; None where nothing was read.
    """

    score: float
    probability: float
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Support:
    """The probabilities that evidence bears a sentence out, contradicts it, or says nothing of it; they add up to 1."""

    supported: float
    contradicted: float
    neither: float


class Reader:
    """The weights in `weights`, an ONNX file's bytes, on the word vectors and the tokenizer in `embedder_folder`.

    Several threads may use one. Raises DependencyMissing, ModelDamaged.
    """

    def __init__(self, weights: bytes, embedder_folder: Path) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise DependencyMissing(
                "The package onnxruntime, which the reader runs on, cannot be imported.",
                "`python -m pip install onnxruntime` installs it.",
            ) from error
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        # One thread: a second one waits more than it works on a busy machine, and thirty rows take under 0.2 s on one.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session: Any = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
            self._layout = Layout(embedder_folder / "tokenizer.json")
            self._words = WordVectors(embedder_folder / "model.safetensors")
        except Exception as error:  # onnxruntime's errors have no common base
            raise ModelDamaged(
                f"The reader cannot be loaded with the embedder in {embedder_folder}.",
                "`homebody models verify` tells whether that is whole.",
            ) from error

    def answers(self, question: str, passages: Sequence[Passage]) -> list[Answering]:
        """Judge for each passage whether it answers `question`; in the order given."""
        import numpy as np

        rows = [self._layout.answer(question, passage) for passage in passages]
        scores, spans = self._judged(rows, "answer", "span")
        found = []
        for row, score, ends in zip(rows, scores, spans, strict=True):
            value = float(score[0])
            found.append(Answering(value, float(1.0 / (1.0 + np.exp(-value))), _best_span(row, ends)))
        return found

    def score(self, query: str, texts: Sequence[TextToRead]) -> NDArray[np.float32]:
        """Say how well each text answers the query; shape (len(texts),), higher is better, comparable for one query."""
        import numpy as np

        passages = [
            Passage(
                Line(one.sender, one.text),
                Line("", one.before) if one.before else None,
                Line("", one.after) if one.after else None,
            )
            for one in texts
        ]
        return np.asarray([one.score for one in self.answers(query, passages)], dtype=np.float32)

    def supports(self, sentence: str, evidence: Sequence[Line], before: Line | None = None) -> Support:
        """Judge whether `evidence`, one or a few messages, bears out `sentence`; `before` is what was said before it."""
        return self.supports_each([(sentence, evidence, before)])[0]

    def supports_each(self, pairs: Sequence[tuple[str, Sequence[Line], Line | None]]) -> list[Support]:
        """Judge many sentences with their evidence at once; see `supports`."""
        rows = [self._layout.support(sentence, evidence, before) for sentence, evidence, before in pairs]
        (said,) = self._judged(rows, "support")
        return [Support(*(float(one) for one in _softmax(logits))) for logits in said]

    def kinds(self, passages: Sequence[Passage]) -> list[dict[str, float]]:
        """Return for each message how likely it is of each kind of `KINDS`; a message can be of several."""
        (said,) = self._judged([self._layout.kind(passage) for passage in passages], "kind")
        return [dict(zip(KINDS, (float(one) for one in _sigmoid(logits)), strict=True)) for logits in said]

    def orders(self, texts: Sequence[str]) -> list[float]:
        """Return for each text how likely some part of it speaks to a model instead of to people."""
        rows, owners = [], []
        for owner, text in enumerate(texts):
            for piece in self._layout.pieces(text)[:_PIECES]:
                rows.append(self._layout.order(piece))
                owners.append(owner)
        (said,) = self._judged(rows, "order")
        likely = [0.0] * len(texts)
        for owner, logits in zip(owners, said, strict=True):
            likely[owner] = max(likely[owner], float(_sigmoid(logits)[0]))
        return likely

    def _judged(self, rows: Sequence[Row], task: Task, *more: str) -> list[list[NDArray[np.float32]]]:
        """Return what the network says of `rows`, one list for the task and for each of the outputs in `more`."""
        outputs = [task, *more]
        found: list[list[Any]] = [[None] * len(rows) for _ in outputs]
        order = sorted(range(len(rows)), key=lambda place: len(rows[place].tokens))
        for start in range(0, len(order), _ROWS):
            places = order[start : start + _ROWS]
            said = self._session.run(outputs, self._batch([rows[place] for place in places], task))
            for kind, values in enumerate(said):
                for place, value in zip(places, values, strict=True):
                    found[kind][place] = value
        return found

    def _batch(self, rows: Sequence[Row], task: Task) -> dict[str, NDArray[Any]]:
        import numpy as np

        longest = max(len(row.tokens) for row in rows)
        tokens = np.full((len(rows), longest), PAD, dtype=np.int64)
        parts = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros((len(rows), longest), dtype=np.float32)
        for place, row in enumerate(rows):
            size = len(row.tokens)
            tokens[place, :size], parts[place, :size], mask[place, :size] = row.tokens, row.parts, 1.0
        words = self._words.of(tokens)
        return {
            "words": words,
            "parts": parts,
            "mask": mask,
            "task": np.full(len(rows), TASKS.index(task), dtype=np.int64),
        }


def _best_span(row: Row, ends: NDArray[np.float32]) -> tuple[int, int] | None:
    """Return the characters between the likeliest first and last token, in that order and not too far apart."""
    here = ends[row.text_at : row.text_at + len(row.places)]
    best = found = None
    for first in range(len(here)):
        window = here[first : first + _LONGEST_SPAN, 1]
        last = first + int(window.argmax())
        value = float(here[first, 0] + here[last, 1])
        if best is None or value > best:
            best, found = value, (row.places[first][0], row.places[last][1])
    return found


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    raised = np.exp(logits - logits.max())
    shared: NDArray[np.float32] = raised / raised.sum()
    return shared


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)
