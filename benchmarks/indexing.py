"""Messages per second from export to searchable, beside the bare sentence-transformers encode of the same texts.

    python benchmarks/indexing.py [--messages 2000] [--model multilingual-e5-small-q4] [--models-dir DIR]

Writes a chat of its own making as a Telegram export into a temporary folder. In one run, after a warm-up, it measures by
turns the bare `SentenceTransformer.encode` of the same texts, with its defaults, and `Index.add` from the file to the last
vector, each in a fresh store; and once the way to keyword search alone, and the same file again. The median of the rounds
counts. Aim: `add` at no less than 0.8 of the bare encode. Needs the embedder: `homebody models pull`.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.home.paths import default_home
from index.index import Index
from index.sources.base import ReadContext
from index.types.embedding import Embedder
from index.types.events import IngestDone
from models.load import load_embedder

AIM = 0.8
WORDS = (
    "the a to and of in we is it for on at you I be have that with this not but are they will can just so up out if "
    "dinner train tickets cabin lake birthday doctor office rain sunday keys invoice photos garden piano exam coffee "
    "meeting flight hotel passport recipe bicycle neighbour school concert dentist luggage bakery football library "
    "bring send call meet book pay pick wait leave arrive forget remember change cancel move cook borrow return find "
    "tomorrow tonight later early cheap late warm broken new old green quiet full free next last seven twelve thirty"
).split()


def texts(count: int) -> list[str]:
    """Return messages of 5 to 25 words, as chats have them, the same on every run."""
    chance = random.Random(7)
    return [" ".join(chance.choices(WORDS, k=chance.randint(5, 25))) for _ in range(count)]


def write_export(folder: Path, bodies: list[str]) -> Path:
    """Write a Telegram export and return its path."""
    start = 1_700_000_000
    messages = [
        {
            "id": number,
            "type": "message",
            "date": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(start + 60 * number)),
            "date_unixtime": str(start + 60 * number),
            "from": f"Person {number % 5}",
            "from_id": f"user{number % 5}",
            "text": body,
            "text_entities": [{"type": "plain", "text": body}],
        }
        for number, body in enumerate(bodies, 1)
    ]
    path = folder / "result.json"
    path.write_text(json.dumps({"name": "Everyone", "type": "private_group", "id": 1, "messages": messages}))
    return path


def seconds(work: Callable[[], object]) -> float:
    """Return how long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def add(export: Path, store: Path, embedder: Embedder | None) -> IngestDone:
    """Add the export to a store and return the totals."""
    with Index.open(store, zone=UTC, create=True) as index:
        done = list(index.add([export], embedder=embedder, context=ReadContext(UTC)))[-1]
    assert isinstance(done, IngestDone)
    return done


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", default="multilingual-e5-small-q4")
    parser.add_argument("--models-dir", type=Path, default=None)
    options = parser.parse_args()
    embedder = load_embedder(options.model, options.models_dir or default_home().models)
    bare: Any = embedder._model  # noqa: SLF001  the very model, without anything of ours around it
    bodies = texts(options.messages)
    bare.encode(bodies[:64], show_progress_bar=False)
    embedder.embed_passages(bodies[:64])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export = write_export(folder, bodies)
        encode: list[float] = []
        whole: list[float] = []
        for turn in range(options.rounds):
            encode.append(seconds(lambda: bare.encode(bodies, show_progress_bar=False)))
            store = folder / f"{turn}" / "index.db"
            whole.append(seconds(lambda store=store: add(export, store, embedder)))  # type: ignore[misc]
        words = seconds(lambda: add(export, folder / "words" / "index.db", None))
        again = seconds(lambda: add(export, folder / "0" / "index.db", embedder))
        size = (folder / "0" / "index.db").stat().st_size
    base = statistics.median(encode)
    end_to_end = statistics.median(whole)
    print(f"{options.messages:,} messages, {sum(map(len, bodies)) / len(bodies):.0f} characters each, {options.model}")
    print(f"{'':44}{'messages/s':>12}{'of bare':>10}")
    for title, took in (
        ("bare sentence-transformers encode", base),
        ("add: file to keywords and vectors", end_to_end),
        ("add without vectors: file to keywords", words),
        ("add again, nothing changed", again),
    ):
        print(f"{title:44}{options.messages / took:>12,.0f}{base / took:>10.2f}")
    print(f"store: {size / options.messages:,.0f} bytes a message, of which {4 * embedder.dimension:,} are the vector")
    ratio = base / end_to_end
    print(f"{'reached' if ratio >= AIM else 'MISSED'}: {ratio:.2f} of the bare encode (aim {AIM})")
    return 0 if ratio >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
