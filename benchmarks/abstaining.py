"""When to say "I don't know": the confidence of every answer on LoCoMo's long chats, a level chosen on one half of them.

    .venv/bin/python benchmarks/abstaining.py --locomo FILE [--embedder FOLDER] [--seen FILE]

Every question of the ten chats is asked without a model. The even half of the chats chooses the level from which an answer
is given, the odd half reports it. --seen keeps what the questions found, so that a second run need not search again.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.assistant.question.plan import plan_question  # noqa: E402
from app.assistant.selection.candidates import SHOWN, choose, find  # noqa: E402
from app.assistant.selection.rankers import Rankers  # noqa: E402
from app.assistant.selection.relevance import ENOUGH  # noqa: E402
from app.assistant.types import Scope  # noqa: E402
from benchmarks.datasets import indexed, locomo, turns  # noqa: E402
from index.index import Index  # noqa: E402
from index.types.embedding import Embedder  # noqa: E402
from index.types.search import Hit  # noqa: E402

LEVELS = tuple(n / 100 for n in range(10, 80, 5))
KEPT = 12
MARGIN = 0.03
"""About the standard error of the share of a half's unanswerable questions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what was found: per candidate its traits, rank, confidence and whether it is a labelled message.

    `quoted` says whether the product quotes something, `right` whether that holds a labelled message, `listed` whether one
    is among the evidence.
    """

    chat: int
    answerable: bool
    expects: str
    traits: list[list[float]]
    rank: list[float]
    confidence: list[float]
    labelled: list[bool]
    quoted: bool
    right: bool
    listed: bool


def gather(path: Path, embedder: Embedder | None) -> Iterator[Asked]:
    """Ask every question of every chat."""
    for number, chat in enumerate(locomo(path)):
        # A labelled turn ("D1:3") is known again by its minute, which no other turn of a chat has.
        places = {turn["dia_id"]: f"{at:%Y-%m-%d %H:%M}" for at, turn in turns(chat["conversation"])}
        with indexed(chat, embedder) as (index, now):
            for question in chat["qa"]:
                yield _asked(number, question, index, Rankers(embedder), now, places)
        print(f"chat {number} done", file=sys.stderr, flush=True)


def _asked(
    number: int, question: dict[str, Any], index: Index, rankers: Rankers, now: datetime, places: dict[str, str]
) -> Asked:
    reading = plan_question(question["question"], Scope(), index, now)
    wanted = {places[e] for e in question["evidence"] if e in places}
    answerable = question["category"] != 5

    def labelled(hit: Hit) -> bool:
        return answerable and hit.time is not None and f"{hit.time:%Y-%m-%d %H:%M}" in wanted

    ranked = find(reading, index, rankers).candidates if reading.plan.text else ()
    chosen = choose(reading, ranked)
    best = ranked[:KEPT]
    return Asked(
        number,
        answerable,
        reading.expects,
        [c.traits.as_list() for c in best],
        [c.rank for c in best],
        [c.confidence for c in best],
        [labelled(c.hit) for c in best],
        bool(chosen.quotes),
        any(labelled(c.hit) for c in chosen.quotes),
        any(labelled(h) for h in chosen.evidence[:SHOWN]),
    )


def outcome(asked: Sequence[Asked], level: float) -> tuple[float, float, float]:
    """Return the shares, at a level, of rightly and wrongly held back, and of labelled messages where one is quoted."""
    nowhere = [a for a in asked if not a.answerable]
    there = [a for a in asked if a.answerable]

    def first(a: Asked) -> int | None:
        return next((i for i, c in enumerate(a.confidence[:3]) if c >= level), None)

    answered = [(a, i) for a in there if (i := first(a)) is not None]
    return (
        sum(first(a) is None for a in nowhere) / len(nowhere),
        1 - len(answered) / len(there),
        sum(a.labelled[i] for a, i in answered) / max(1, len(answered)),
    )


def choose_level(asked: Sequence[Asked]) -> float:
    """Return the lowest level that is as good as the best, within MARGIN, with both kinds of question counting the same."""
    gains = {level: outcome(asked, level)[0] - outcome(asked, level)[1] for level in LEVELS}
    return next(level for level in LEVELS if gains[level] >= max(gains.values()) - MARGIN)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--locomo", type=Path, required=True)
    parser.add_argument("--embedder", type=Path)
    parser.add_argument("--seen", type=Path)
    options = parser.parse_args()
    embedder: Embedder | None = None
    if options.embedder:
        from models.embedding.embedder import SentenceTransformerEmbedder

        embedder = SentenceTransformerEmbedder(options.embedder, options.embedder.name)
    if options.seen and options.seen.exists():
        asked = [Asked(**entry) for entry in json.loads(options.seen.read_text())]
    else:
        asked = list(gather(options.locomo, embedder))
        if options.seen:
            options.seen.write_text(json.dumps([asdict(a) for a in asked]))
    even, odd = ([a for a in asked if a.chat % 2 == n] for n in (0, 1))
    print("level: held back rightly, wrongly, labelled where quoted; even half | odd half")
    for level in LEVELS:
        print(
            f"{level:.2f}: " + " | ".join("{:.1%} {:.1%} {:.1%}".format(*outcome(half, level)) for half in (even, odd))
        )
    print(
        f"chosen on the even half: {choose_level(even):.2f}; on the odd half: {choose_level(odd):.2f}; in use: {ENOUGH}"
    )
    for name, half in (("even", even), ("odd", odd)):
        there = [a for a in half if a.answerable]
        nowhere = [a for a in half if not a.answerable]
        quoted = [a for a in there if a.quoted]
        print(
            f"{name} half, no answer ({len(nowhere)}): held back {sum(not a.quoted for a in nowhere) / len(nowhere):.0%}"
        )
        print(
            f"{name} half, an answer ({len(there)}): held back {1 - len(quoted) / len(there):.0%}, "
            f"labelled among the quotes {sum(a.right for a in quoted) / len(quoted):.0%} of those quoted, "
            f"labelled in the evidence {sum(a.listed for a in there) / len(there):.0%}"
        )


if __name__ == "__main__":
    main()
