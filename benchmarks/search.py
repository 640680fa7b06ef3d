"""Search at size: homebody's hybrid search beside other engines on the same texts and vectors, in one run.

    python benchmarks/search.py [--messages 10000 100000] [--queries 50] [--folder DIR]

Texts are made of words as frequent as in real chats, vectors lie in clusters as those of real texts do; both are the same
on every run. The query's vector is given, so that what is measured is search alone; `--model NAME` embeds each query too.
For each size: median and 95th percentile of a warm query in milliseconds, recall@10 of the vector lists against exact
numpy, and bytes on disk for each message. Peers that are not installed are left out: usearch, lancedb, chromadb.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import itertools
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.home.paths import default_home
from index.index import Index
from index.intake.ingest import Formats
from index.sources.base import InputFile, ReadContext
from index.store.database.connection import load_vectors
from index.store.search import fts, lengths, spaces, vectors
from index.store.search.scope import Condition
from index.store.search.spaces import Space
from index.types.embedding import Embedder
from index.types.records import ChatRecord, MessageRecord, Record, Sender, Timestamp
from index.types.search import Filters, Query
from models.load import load_embedder

DIMENSION = 384
CHATS, PEOPLE = 40, 60
VOCABULARY = 40_000
TOP = 10
PEERS = ("usearch", "lancedb", "chromadb")
EVERYTHING = Condition("1")
SYLLABLES = [a + b for a in "b d f g k l m n p r s t v z sh ch".split() for b in "a e i o u ai".split()]


def word(number: int) -> str:
    """Return a word that can be spoken; each number has its own."""
    made = SYLLABLES[number % len(SYLLABLES)]
    while number := number // len(SYLLABLES):
        made += SYLLABLES[number % len(SYLLABLES)]
    return made + "n"


def texts(count: int) -> Iterator[str]:
    """Yield messages of 4 to 24 words; word number n is about as frequent as 1/n."""
    chance = np.random.default_rng(7)
    words = [word(n) for n in range(VOCABULARY)]
    weights = 1.0 / np.arange(3, VOCABULARY + 3)
    weights /= weights.sum()
    for start in range(0, count, 10_000):
        lengths = chance.integers(4, 25, size=min(10_000, count - start))
        drawn = iter(chance.choice(VOCABULARY, size=int(lengths.sum()), p=weights).tolist())
        for length in lengths.tolist():
            yield " ".join(words[n] for n in itertools.islice(drawn, length))


def clustered(count: int, seed: int) -> NDArray[np.float32]:
    """Return unit vectors around 2,000 centres that themselves share a direction; shape (count, DIMENSION)."""
    centres = np.random.default_rng(1).normal(size=(2000, DIMENSION)).astype(np.float32) + 0.35
    chance = np.random.default_rng(seed)
    made = np.empty((count, DIMENSION), np.float32)
    for start in range(0, count, 50_000):
        some = made[start : start + 50_000]
        some[:] = centres[chance.integers(0, len(centres), len(some))]
        some += chance.normal(scale=0.9, size=some.shape).astype(np.float32)
        some /= np.linalg.norm(some, axis=1, keepdims=True)
    return made


@dataclass
class Given:
    """An embedder whose query vectors are given beforehand; it embeds nothing."""

    queries: dict[str, NDArray[np.float32]]
    fingerprint: str = "benchmark"
    dimension: int = DIMENSION
    other: NDArray[np.float32] = field(default_factory=lambda: clustered(32, 5))

    __hash__ = object.__hash__

    def embed_passages(self, texts: Any) -> NDArray[np.float32]:  # noqa: ANN401  a sequence of texts
        """Return some vectors."""
        return self.other[: len(texts)]

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the query's vector."""
        return self.queries.get(text, self.other[-1:])


class Generated:
    """A source that makes its records up."""

    kind = "benchmark"
    title = "Benchmark"

    def __init__(self, count: int) -> None:
        self._count = count

    def recognises(self, file: InputFile, head: bytes) -> bool:  # noqa: ARG002  the protocol
        """Take anything."""
        return True

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:  # noqa: ARG002  the protocol
        """Yield the chats and their messages, a minute apart."""
        for chat in range(CHATS):
            yield ChatRecord(f"c{chat}", f"Chat {chat}", "group")
        people = [Sender("bench", f"p{n}", f"Person{word(n)} Family") for n in range(PEOPLE)]
        chance = random.Random(3)
        for number, body in enumerate(texts(self._count)):
            moment = Timestamp.from_epoch_ms(1_400_000_000_000 + 60_000 * number)
            yield MessageRecord(f"c{chance.randrange(CHATS)}", str(number), chance.choice(people), moment, body)


def fill(index: Index, count: int, made: NDArray[np.float32], folder: Path) -> None:
    """Put messages and vectors into an index, past reading files and embedding."""
    path = folder / "generated"
    path.write_bytes(b"x" * 8)
    source: Any = Generated(count)
    formats = Formats(lambda _: _files(path), lambda _: source, lambda _: source)
    for _ in index.add([path], embedder=None, context=ReadContext(UTC), formats=formats):
        pass
    database = index._database  # noqa: SLF001  vectors that no embedder made
    space = Space("benchmark", DIMENSION)
    with database.write() as db:
        spaces.want(db, space, keep=False)
    ids = [row[0] for row in database.reader().execute("SELECT id FROM passage ORDER BY id")]
    for start in range(0, count, 20_000):
        rows = [(ids[n], made[n].tobytes()) for n in range(start, min(start + 20_000, count))]
        with database.write() as db:
            vectors.add(db, space, rows)


def _files(path: Path) -> Iterator[InputFile]:
    from index.sources.files.walk import walk

    return (file for file in walk([path]) if isinstance(file, InputFile))


@dataclass(frozen=True)
class Measured:
    """One engine's warm queries: milliseconds each, and which of the exact top 10 were found (None: not comparable)."""

    name: str
    ms: list[float]
    recall: float | None = None


def measure(name: str, ask: Callable[[int], object], exact: NDArray[np.int64]) -> Measured:
    """Ask every query twice and time the second round; lists of numbers are compared with the exact ones."""
    found = [ask(n) for n in range(len(exact))]
    ms = []
    for n in range(len(exact)):
        started = time.perf_counter()
        ask(n)
        ms.append((time.perf_counter() - started) * 1000)
    lists = [(set(one), set(best.tolist())) for one, best in zip(found, exact, strict=True) if isinstance(one, list)]
    shares = [len(one & best) / TOP for one, best in lists]
    return Measured(name, ms, sum(shares) / len(shares) if shares else None)


def peers(
    folder: Path, made: NDArray[np.float32], asked: NDArray[np.float32], wanted: Sequence[str]
) -> Iterator[tuple[str, Callable[[int], list[int]]]]:
    """Yield the other engines that are wanted and installed, filled with the vectors, by name, with what asks each."""
    there = [name for name in wanted if importlib.util.find_spec(name)]
    if "usearch" in there:
        graph = _module("usearch.index").Index(ndim=DIMENSION, metric="cos")
        graph.add(np.arange(len(made)), made)
        yield "usearch, defaults", lambda n: [int(key) for key in graph.search(asked[n], TOP).keys]
    if "lancedb" in there:
        arrow = _module("pyarrow")
        vectors_ = arrow.FixedSizeListArray.from_arrays(made.ravel(), DIMENSION)
        rows = arrow.table({"id": np.arange(len(made)), "vector": vectors_})
        table = _module("lancedb").connect(folder / "lance").create_table("vectors", rows)
        yield "LanceDB, defaults", lambda n: table.search(asked[n]).limit(TOP).to_arrow()["id"].to_pylist()
    if "chromadb" in there:
        collection = _module("chromadb").PersistentClient(str(folder / "chroma")).create_collection("vectors")
        for start in range(0, len(made), 5000):
            some = made[start : start + 5000]
            collection.add(ids=[str(start + n) for n in range(len(some))], embeddings=some)

        def ask(n: int) -> list[int]:
            found = collection.query(query_embeddings=asked[n : n + 1], n_results=TOP, include=[])
            return [int(one) for one in found["ids"][0]]

        yield "Chroma, defaults", ask


def _module(name: str) -> Any:  # noqa: ANN401  peers need not be installed
    return importlib.import_module(name)


def run(count: int, queries: int, folder: Path, embedder: Embedder | None, others: Sequence[str]) -> list[Measured]:
    """Measure every engine at one size."""
    made, asked = clustered(count, 2), clustered(queries, 3)
    exact = np.argsort(-(asked @ made.T), axis=1)[:, :TOP]
    some = list(itertools.islice(texts(5000), 5000))
    chance = random.Random(11)
    # As people ask: two or three words of one message, seldom the commonest.
    wanted = [" ".join(sorted(chance.choice(some).split(), key=len)[-chance.randint(2, 3) :]) for _ in range(queries)]
    given = Given({text: asked[n : n + 1] for n, text in enumerate(wanted)})
    results: list[Measured] = []
    store = folder / f"{count}.db"
    started = time.perf_counter()
    with Index.open(store, zone=UTC, create=True) as index:
        fill(index, count, made, folder)
        print(
            f"filled in {time.perf_counter() - started:.0f} s: {store.stat().st_size / count:,.0f} bytes a message",
            flush=True,
        )
        reader = index._database.reader()  # noqa: SLF001  single lists, as the index asks for them
        load_vectors(reader)
        first = reader.execute("SELECT min(id) FROM passage").get

        def list_only(n: int) -> list[int]:
            return [one.passage - first for one in vectors.nearest(reader, asked[n].tobytes(), EVERYTHING, TOP)]

        def hybrid(n: int, **filters: Any) -> None:  # noqa: ANN401  Filters' own fields
            if embedder is not None:
                embedder.embed_query(wanted[n])
            index.search(Query(wanted[n], Filters(**filters), TOP), given)

        chat = index.find_chats("Chat 7")
        year = {"since_ms": 1_400_000_000_000 + 60_000 * (count * 8 // 10)}
        results.append(measure("homebody: search, end to end", hybrid, exact))
        results.append(measure("homebody: … in one chat of 40", lambda n: hybrid(n, conversations=chat), exact))
        results.append(measure("homebody: … since a time (a fifth)", lambda n: hybrid(n, **year), exact))
        results.append(measure("homebody: meaning list alone", list_only, exact))
        results.append(measure("homebody: words alone", lambda n: index.search(Query(wanted[n], limit=TOP)), exact))
        results.append(
            measure(
                "homebody: while typing",
                lambda n: index.search(Query(wanted[n][:-2], limit=TOP, typing=True)),
                exact,
            )
        )
        means = lengths.measured(reader)
        results.append(
            measure(
                "FTS5 alone",
                lambda n: tuple(fts.search(reader, " OR ".join(wanted[n].split()), EVERYTHING, TOP, means)),
                exact,
            )
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"memory at most {peak:,.0f} MiB, of which {made.nbytes / 2**20:,.0f} are the vectors to compare with")
        results.append(measure("exact numpy", lambda n: np.argpartition(-(made @ asked[n]), TOP)[:TOP].tolist(), exact))
        plain = _plain(folder / f"{count}.plain.db", made)
        results.append(measure("sqlite-vec, plain float KNN", lambda n: plain(asked[n]), exact))
    results += [measure(name, ask, exact) for name, ask in peers(folder, made, asked, others)]
    return results


def _plain(path: Path, made: NDArray[np.float32]) -> Callable[[NDArray[np.float32]], list[int]]:
    import apsw

    db = apsw.Connection(str(path))
    load_vectors(db)
    db.pragma("cache_size", -64_000)
    db.execute(
        f"CREATE VIRTUAL TABLE v USING vec0(id INTEGER PRIMARY KEY, embedding float[{DIMENSION}] distance_metric=cosine)"
    )
    with db:
        db.executemany("INSERT INTO v VALUES (?, ?)", ((n, row.tobytes()) for n, row in enumerate(made)))
    return lambda one: [
        row[0] for row in db.execute("SELECT id FROM v WHERE embedding MATCH ? AND k = ?", (one.tobytes(), TOP))
    ]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=50)
    parser.add_argument(
        "--folder", type=Path, default=None, help="where to put the stores; a temporary folder by default"
    )
    parser.add_argument("--model", default="", help="also embed each query with this installed model")
    parser.add_argument("--peers", nargs="*", default=PEERS, help="which of usearch, lancedb and chromadb")
    options = parser.parse_args()
    embedder = load_embedder(options.model, default_home().models) if options.model else None
    for count in options.messages:
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            print(f"\n{count:,} messages, {options.queries} queries, warm")
            results = run(count, options.queries, Path(name), embedder, options.peers)
            print(f"{'':38}{'median ms':>10}{'p95 ms':>10}{'recall@10':>11}")
            for one in results:
                recall = f"{one.recall:11.3f}" if one.recall is not None else ""
                print(f"{one.name:38}{np.median(one.ms):10.1f}{np.percentile(one.ms, 95):10.1f}{recall}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
