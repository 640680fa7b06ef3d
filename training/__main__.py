"""`python -m training`: data in, the reader's weights and figures out. After a kill the same command goes on."""

from __future__ import annotations

import argparse
import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from models.reader.layout import Layout
from models.reader.reader import Reader
from training import export, generator, measure, public_sets
from training.examples import Example
from training.loop import Plan, train
from training.network import ReaderNetwork, from_embedder

LAYERS = (0, 1, 2, 3, 4, 5)
"""The embedder's lower half: its upper layers are shaped for one vector a text, which the reader does not want."""
_MEASURED = 60
"""Examples of each dev part that the figures rest on."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is learned in one go: shares of the public sets, how often each fact is told, and the plan."""

    questions: float
    share: float
    rounds: int
    plan: Plan


STAGES = (
    Stage(0.3, 0.3, 7, Plan(rate=2e-4, left=0.5, seed=2)),
    Stage(0.12, 0.25, 8, Plan(rate=2e-4, left=0.5, seed=3)),
    Stage(0.2, 0.55, 6, Plan(rate=2e-4, left=0.02, seed=6)),
)
"""Questions first, which are learned soonest; then above all what bears out sentences. About 120,000 rows in all."""


def main() -> None:
    """Train, export and measure."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(arguments.threads)
    network, words = from_embedder(arguments.embedder / "model.safetensors", LAYERS)
    if arguments.device != "cpu":
        network, words = network.to(arguments.device), words.to(arguments.device)
    words = words.bfloat16()
    layout = Layout(arguments.embedder / "tokenizer.json")
    for number, stage in enumerate(STAGES):
        _learn(network, words, layout, stage, arguments, number)
    target = arguments.out / "reader.onnx"
    export.write(network.cpu(), target)
    weights = target.read_bytes()
    print(f"{target}: size = {len(weights)}, sha256 = {hashlib.sha256(weights).hexdigest()}")
    reader = Reader(weights, arguments.embedder)
    measure.by_language(reader, print)
    measure.on_dev(reader, arguments.data, _MEASURED, print)


def _learn(
    network: ReaderNetwork, words: Tensor, layout: Layout, stage: Stage, arguments: argparse.Namespace, number: int
) -> None:
    seed = stage.plan.seed + arguments.seed
    examples: list[Example] = [
        *public_sets.read(
            arguments.data, "train", seed, stage.questions * arguments.much, stage.share * arguments.much
        ),
        *generator.made(seed, max(1, round(stage.rounds * arguments.much))),
    ]
    random.Random(seed).shuffle(examples)
    print(f"Stage {number + 1} of {len(STAGES)}: {len(examples)} examples.")
    train(network, words, examples, layout, stage.plan, arguments.out / f"stage{number + 1}.pt", print)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--embedder", type=Path, required=True, help="folder of the embedder, as `homebody models pull` leaves it"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets, NAME.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="where notes and weights go")
    parser.add_argument("--much", type=float, default=1.0, help="more or less of all data, for a curve or a GPU")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1, help="more than one loses on a busy machine")
    return parser.parse_args()


if __name__ == "__main__":
    main()
