"""What the exported reader can do: on the public sets' dev parts, and by language on lines of another hand."""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.reader.layout import Line, Passage
from models.reader.reader import Reader
from training import public_sets
from training.examples import CONTRADICTED, NOT_SUPPORTED, SUPPORTED, Claim, Question
from training.generator import LANGUAGES

_FOLDER = Path(__file__).parent / "lives_held_out"
_LETTERS = {"s": "supported", "c": "contradicted", "n": "neither"}
_PASSES = 0.5
"""The probability from which on a sentence passes in these figures."""


@dataclass(slots=True)
class Tally:
    """Shares: of how many, how many."""

    counts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, value: float) -> None:
        """Count one."""
        self.counts[name].append(value)

    def lines(self) -> list[str]:
        """Return each share with its size."""
        return [
            f"{name}: {sum(values) / len(values):.3f} of {len(values)}" for name, values in sorted(self.counts.items())
        ]


def by_language(reader: Reader, say: Callable[[str], None]) -> None:
    """Measure on the hand-written lines: which message is first, whether there is one, verdicts, orders."""
    for language in LANGUAGES:
        table = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        lines = [Line(speaker, text) for speaker, text in table["messages"]]
        tally = Tally()
        with_answer, without = [], []
        for question, gold in table["questions"]:
            found = reader.answers(question, [Passage(line) for line in lines])
            scores = [one.probability for one in found]
            if gold >= 0:
                tally.add("first", float(scores.index(max(scores)) == gold))
                with_answer.append(max(scores))
            else:
                without.append(max(scores))
        for sentence, place, letter in table["claims"]:
            said = reader.supports(sentence, [lines[place]])
            tally.add(
                f"passes though {_LETTERS[letter]}" if letter != "s" else "true passes",
                float(said.supported >= _PASSES),
            )
        for text, likely in zip(table["orders"], reader.orders(table["orders"]), strict=True):
            tally.add("orders found", float(likely >= _PASSES and bool(text)))
        for likely in reader.orders([*table["ordinary"], *(line.text for line in lines)]):
            tally.add("ordinary taken for orders", float(likely >= _PASSES))
        say(f"{language}: answerable AUC {area(with_answer, without):.2f}; " + "; ".join(tally.lines()))


def on_dev(reader: Reader, data: Path, most: int, say: Callable[[str], None]) -> None:
    """Measure on `most` examples of each set's dev part, and on ordinary lines for orders. Raises OSError, ValueError."""
    examples = list(public_sets.read(data, "dev", 1))
    random.Random(1).shuffle(examples)
    seen: dict[str, int] = defaultdict(int)
    tally = Tally()
    yes: list[float] = []
    no: list[float] = []
    for example in examples:
        if seen[example.source if isinstance(example, Question | Claim) else ""] >= most:
            continue
        if isinstance(example, Question):
            seen[example.source] += 1
            scores = [one.score for one in reader.answers(example.text, [one.passage for one in example.candidates])]
            right = [score for score, one in zip(scores, example.candidates, strict=True) if one.answers]
            (yes if right else no).append(max(scores))
            if right and len(right) < len(scores):
                tally.add(f"reciprocal rank, {example.source}", 1.0 / (1 + sum(score > max(right) for score in scores)))
        elif isinstance(example, Claim):
            seen[example.source] += 1
            said = reader.supports(example.sentence, example.evidence, example.before)
            tally.add(f"passes, {example.source}, {_verdict(example.verdict)}", float(said.supported >= _PASSES))
    for line in tally.lines():
        say(line)
    say(f"answerable, all sets: AUC {area(yes, no):.3f}")
    lines = sorted({line.text for chat in public_sets.chats(data, "dev", 1) for line in chat})
    likely = reader.orders(lines[: 20 * most])
    say(f"ordinary lines taken for orders: {sum(one >= _PASSES for one in likely)} of {len(likely)}")


def _verdict(number: int) -> str:
    return {SUPPORTED: "true", CONTRADICTED: "contradicted", NOT_SUPPORTED: "false"}.get(number, "neither")


def area(above: Sequence[float], below: Sequence[float]) -> float:
    """Return how often one of `above` is higher than one of `below`, ties counted as half."""
    wins = sum((high > low) + 0.5 * (high == low) for high in above for low in below)
    return wins / max(len(above) * len(below), 1)
