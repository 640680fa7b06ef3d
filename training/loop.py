"""The loop: batches in, gradients, weights; a kill costs what was learned since the last note on the disk."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from models.reader.layout import TASKS, Layout
from training.batches import Batch, Target, batches
from training.examples import NOT_SUPPORTED, Example
from training.network import Judged, ReaderNetwork

_CHUNK = 512
"""Examples laid out and sorted at a time: rows of one length are found among them, and progress is noted after them."""
_SAVED_EVERY = 120.0
_WARM = 0.04
_WEIGHT_DECAY = 0.01
_CLIP = 1.0
_NEW = ("heads", "pooled", "span", "parts", "tasks")
_RANKING, _SPAN = 0.5, 0.25
"""Weights of the losses beside the yes or no of each row: it is what the abstaining rests on."""
_WEIGHTS = {"answer": 1.0, "support": 1.5, "kind": 3.0, "order": 3.0}
"""Kinds and orders are few among the rows, and a verdict is the hardest to learn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast: passes over the examples, the highest step of layers and of heads, what is left at the end.

    The lowest `frozen` layers stay the embedder's: a fifth less to compute, and languages that are not trained go on.
    """

    passes: int = 1
    rate: float = 1e-4
    head_rate: float = 4e-4
    left: float = 0.05
    frozen: int = 2
    seed: int = 1


def train(
    reader: ReaderNetwork,
    words: Tensor,
    examples: Sequence[Example],
    layout: Layout,
    plan: Plan,
    notes: Path,
    say: Callable[[str], None],
) -> None:
    """Train `reader` on `examples`, from `notes` on where an earlier run left that file. Raises OSError."""
    for value in (*reader.positions.parameters(), *reader.layers[: plan.frozen].parameters()):
        value.requires_grad_(False)
    heads = [value for name, value in reader.named_parameters() if name.startswith(_NEW)]
    body = [value for name, value in reader.named_parameters() if value.requires_grad and not name.startswith(_NEW)]
    optimizer = torch.optim.AdamW(
        [{"params": body, "top": plan.rate}, {"params": heads, "top": plan.head_rate}],
        lr=plan.rate,
        weight_decay=_WEIGHT_DECAY,
    )
    chunks = [(turn, start) for turn in range(plan.passes) for start in range(0, len(examples), _CHUNK)]
    done = _resumed(reader, optimizer, notes)
    saved = began = time.monotonic()
    for number, (turn, start) in enumerate(chunks):
        if number < done:
            continue
        rng = random.Random(f"{plan.seed} {turn}")
        order = list(range(len(examples)))
        rng.shuffle(order)
        losses: dict[str, list[float]] = defaultdict(list)
        torch.manual_seed(plan.seed * 1000 + number)
        chosen = [examples[place] for place in order[start : start + _CHUNK]]
        for batch in batches(chosen, layout, rng):
            _step(reader, words, batch, optimizer, (number + 0.5) / len(chunks), plan.left, losses)
        told = ", ".join(f"{name} {sum(values) / len(values):.3f}" for name, values in sorted(losses.items()))
        say(f"{number + 1}/{len(chunks)} after {time.monotonic() - began:.0f} s: {told}")
        if time.monotonic() - saved > _SAVED_EVERY or number + 1 == len(chunks):
            _note(reader, optimizer, number + 1, notes)
            saved = time.monotonic()


def _step(
    reader: ReaderNetwork,
    words: Tensor,
    batch: Batch,
    optimizer: torch.optim.Optimizer,
    progress: float,
    left: float,
    losses: dict[str, list[float]],
) -> None:
    for group in optimizer.param_groups:
        group["lr"] = group["top"] * min(progress / _WARM, 1.0 - (1.0 - left) * progress)
    reader.train()
    device = words.device
    with torch.autocast(device.type, dtype=torch.bfloat16):
        judged = reader(
            words[batch.tokens.to(device)].float(),
            batch.parts.to(device),
            batch.mask.to(device),
            batch.tasks.to(device),
        )
    loss = _loss(judged, batch, losses)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(reader.parameters(), _CLIP)
    optimizer.step()
    optimizer.zero_grad()


def _loss(judged: Judged, batch: Batch, losses: dict[str, list[float]]) -> Tensor:
    total = torch.zeros((), device=judged.answer.device)
    for task in TASKS:
        places = [place for place, target in enumerate(batch.targets) if target.task == task]
        if not places:
            continue
        targets = [batch.targets[place] for place in places]
        said = getattr(judged, task)[places].float()
        right = torch.tensor([target.value for target in targets], device=said.device)
        if task == "support":
            loss = _verdicts(said, right[:, 0].long())
        else:
            loss = functional.binary_cross_entropy_with_logits(said, right)
        losses[task].append(float(loss.detach()))
        if task == "answer":
            ranking = _ranking(said[:, 0], targets)
            span = _spans(judged.span[places].float(), targets)
            losses["ranking"].append(float(ranking.detach()))
            losses["span"].append(float(span.detach()))
            loss = loss + _RANKING * ranking + _SPAN * span
        total = total + _WEIGHTS[task] * loss * len(places) / len(batch.targets)
    return total


def _verdicts(said: Tensor, right: Tensor) -> Tensor:
    logs = torch.log_softmax(said, dim=1)
    either = torch.logsumexp(logs[:, 1:], dim=1)
    exact = logs.gather(1, right.clamp(max=2).unsqueeze(1))[:, 0]
    return -torch.where(right == NOT_SUPPORTED, either, exact).mean()


def _ranking(said: Tensor, targets: Sequence[Target]) -> Tensor:
    groups: dict[int, list[int]] = defaultdict(list)
    for place, target in enumerate(targets):
        groups[target.group].append(place)
    found = []
    for places in groups.values():
        right = [place for place in places if targets[place].value[0] > 0]
        if right and len(right) < len(places):
            found.append(torch.logsumexp(said[places], 0) - torch.logsumexp(said[right], 0))
    return torch.stack(found).mean() if found else said.sum() * 0.0


def _spans(said: Tensor, targets: Sequence[Target]) -> Tensor:
    places = [place for place, target in enumerate(targets) if target.span]
    if not places:
        return said.sum() * 0.0
    spans = torch.tensor([targets[place].span for place in places], device=said.device)
    logs = torch.log_softmax(said[places], dim=1)
    ends = logs[:, :, 0].gather(1, spans[:, :1]) + logs[:, :, 1].gather(1, spans[:, 1:])
    return -ends.mean() / 2


def _note(reader: ReaderNetwork, optimizer: torch.optim.Optimizer, done: int, notes: Path) -> None:
    draft = notes.with_suffix(".draft")
    torch.save({"reader": reader.state_dict(), "optimizer": optimizer.state_dict(), "done": done}, draft)
    draft.replace(notes)


def _resumed(reader: ReaderNetwork, optimizer: torch.optim.Optimizer, notes: Path) -> int:
    if not notes.exists():
        return 0
    noted = torch.load(notes, weights_only=True)
    reader.load_state_dict(noted["reader"])
    optimizer.load_state_dict(noted["optimizer"])
    return int(noted["done"])
