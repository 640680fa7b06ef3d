"""Examples into batches of rows of about one length, with what the network should say of each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.reader.layout import KINDS, PAD, TASKS, Layout, Row
from training.examples import Claim, Example, KindOfLine, Order, Question

_TOKENS = 2048
"""Tokens of a batch, padding included: enough for steady steps, and few enough for many of them."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is right for a row: `value` by its task; `span` as tokens [first, last]; `group` joins a question's rows."""

    task: str
    value: tuple[float, ...]
    group: int = -1
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of tokens, parts and mask, each (rows, tokens); the tasks' numbers (rows); and a target a row."""

    tokens: Tensor
    parts: Tensor
    mask: Tensor
    tasks: Tensor
    targets: tuple[Target, ...]


def batches(examples: Sequence[Example], layout: Layout, rng: random.Random) -> Iterator[Batch]:
    """Yield all of `examples`, a question's rows together, in random order."""
    units = [laid_out(example, layout, number) for number, example in enumerate(examples)]
    units = [unit for unit in units if unit]
    units.sort(key=lambda unit: max(len(row.tokens) for row, _ in unit))
    packed: list[list[tuple[Row, Target]]] = []
    rows: list[tuple[Row, Target]] = []
    for unit in units:
        longest = max(len(row.tokens) for row, _ in unit)
        if rows and longest * (len(rows) + len(unit)) > _TOKENS:
            packed.append(rows)
            rows = []
        rows = rows + unit
    if rows:
        packed.append(rows)
    rng.shuffle(packed)
    for rows in packed:
        yield pad(rows)


def laid_out(example: Example, layout: Layout, number: int) -> list[tuple[Row, Target]]:
    """Return an example's rows with their targets."""
    if isinstance(example, Question):
        found = []
        for candidate in example.candidates:
            row = layout.answer(example.text, candidate.passage)
            span = _tokens_of(candidate.span, row) if candidate.span else None
            found.append((row, Target("answer", (float(candidate.answers),), number, span)))
        return found
    if isinstance(example, Claim):
        row = layout.support(example.sentence, example.evidence, example.before)
        return [(row, Target("support", (float(example.verdict),)))]
    if isinstance(example, KindOfLine):
        return [(layout.kind(example.passage), Target("kind", tuple(float(kind in example.kinds) for kind in KINDS)))]
    assert isinstance(example, Order)
    return [(layout.order(layout.pieces(example.text)[0]), Target("order", (float(example.to_a_model),)))]


def pad(rows: Sequence[tuple[Row, Target]]) -> Batch:
    """Return rows as one batch, padded to the longest."""
    longest = max(len(row.tokens) for row, _ in rows)
    tokens = torch.full((len(rows), longest), PAD)
    parts = torch.zeros((len(rows), longest), dtype=torch.long)
    mask = torch.zeros((len(rows), longest))
    for place, (row, _) in enumerate(rows):
        size = len(row.tokens)
        tokens[place, :size] = torch.tensor(row.tokens)
        parts[place, :size] = torch.tensor(row.parts)
        mask[place, :size] = 1.0
    targets = tuple(target for _, target in rows)
    return Batch(tokens, parts, mask, torch.tensor([TASKS.index(target.task) for target in targets]), targets)


def _tokens_of(span: tuple[int, int], row: Row) -> tuple[int, int] | None:
    inside = [place for place, (start, end) in enumerate(row.places) if start < span[1] and end > span[0]]
    return (row.text_at + inside[0], row.text_at + inside[-1]) if inside else None
