"""The reader while it learns: some of the embedder's layers, what tells parts and tasks apart, and a head for each task."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import safe_open
from torch import Tensor, nn
from torch.nn import functional

from models.reader.layout import KINDS, PARTS, PASSAGE, PASSAGE_SHARED, TASKS, VERDICTS

WIDTH, HEADS, INNER = 384, 12, 1536
EPSILON = 1e-12
OUTPUTS = {"answer": 1, "support": len(VERDICTS), "kind": len(KINDS), "order": 1}


class Judged(NamedTuple):
    """What the network says of a batch: a tensor (rows, outputs) for each task, and (rows, tokens, 2) for spans."""

    answer: Tensor
    support: Tensor
    kind: Tensor
    order: Tensor
    span: Tensor


class Layer(nn.Module):
    """One layer of BERT: attention and two linear maps, each added and then normalized."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.gathered = nn.Linear(WIDTH, WIDTH)
        self.attended = nn.LayerNorm(WIDTH, EPSILON)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.done = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Turn states (rows, tokens, WIDTH) into the next; `bias` (rows, 1, 1, tokens) is 0 or very negative."""
        rows, tokens = states.shape[0], states.shape[1]

        def split(mapped: Tensor) -> Tensor:
            return mapped.reshape(rows, tokens, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        weights = torch.softmax(query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + bias, dim=-1)
        gathered = (weights @ value).transpose(1, 2).reshape(rows, tokens, WIDTH)
        states = self.attended(states + self.gathered(gathered))
        done: Tensor = self.done(states + self.narrow(functional.gelu(self.wide(states))))
        return done


class ReaderNetwork(nn.Module):
    """All of it but the word vectors, which stay the embedder's."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.positions = nn.Embedding(512, WIDTH)
        self.parts = nn.Embedding(PARTS, WIDTH)
        self.tasks = nn.Embedding(len(TASKS), WIDTH)
        self.entry = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.pooled = nn.ModuleDict({task: nn.Linear(2 * WIDTH, WIDTH) for task in OUTPUTS})
        self.heads = nn.ModuleDict({task: nn.Linear(WIDTH, size) for task, size in OUTPUTS.items()})
        self.span = nn.Linear(WIDTH, 2)
        nn.init.zeros_(self.parts.weight)
        nn.init.zeros_(self.tasks.weight)

    def forward(self, words: Tensor, parts: Tensor, mask: Tensor, task: Tensor) -> Judged:
        """Judge rows: `words` (rows, tokens, WIDTH), `parts` and `mask` (rows, tokens), mask 1.0 or 0.0, `task` (rows)."""
        places = torch.arange(words.shape[1], device=words.device)
        states = words + self.positions(places) + self.parts(parts) + self.tasks(task).unsqueeze(1)
        states = self.entry(states)
        bias = (1.0 - mask).unsqueeze(1).unsqueeze(1) * -10000.0
        for layer in self.layers:
            states = layer(states, bias)
        chosen = (mask * ((parts == PASSAGE) | (parts == PASSAGE_SHARED)).to(mask.dtype)).unsqueeze(2)
        mean = (states * chosen).sum(1) / chosen.sum(1).clamp(min=1.0)
        pooled = torch.cat([states[:, 0], mean], dim=1)
        out = {name: self.heads[name](self._dropped(functional.gelu(self.pooled[name](pooled)))) for name in OUTPUTS}
        return Judged(out["answer"], out["support"], out["kind"], out["order"], self.span(states))

    def _dropped(self, pooled: Tensor) -> Tensor:
        return functional.dropout(pooled, 0.1, self.training)


def from_embedder(weights_file: Path, chosen: tuple[int, ...]) -> tuple[ReaderNetwork, Tensor]:
    """Return a reader that starts from the `chosen` layers of an embedder, and the embedder's word vectors.

    Raises OSError, KeyError where the file is not of a BERT.
    """
    reader = ReaderNetwork(len(chosen))
    with safe_open(str(weights_file), "pt") as stored:
        prefix = "" if "embeddings.word_embeddings.weight" in stored.keys() else "bert."  # noqa: SIM118

        def tensor(name: str) -> Tensor:
            found: Tensor = stored.get_tensor(prefix + name)
            return found.float()

        words = tensor("embeddings.word_embeddings.weight")
        state = {
            "positions.weight": tensor("embeddings.position_embeddings.weight")
            + tensor("embeddings.token_type_embeddings.weight")[0],
            "entry.weight": tensor("embeddings.LayerNorm.weight"),
            "entry.bias": tensor("embeddings.LayerNorm.bias"),
        }
        for place, layer in enumerate(chosen):
            for ours, theirs in _NAMES.items():
                for kind in ("weight", "bias"):
                    state[f"layers.{place}.{ours}.{kind}"] = tensor(f"encoder.layer.{layer}.{theirs}.{kind}")
    reader.load_state_dict(state, strict=False)
    return reader, words


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "gathered": "attention.output.dense",
    "attended": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "done": "output.LayerNorm",
}
