"""How much of the life is found and answered, in a table by kind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from app.assistant.assistant import Assistant
from app.assistant.events import Answer
from app.assistant.types import Scope
from index.errors import AmbiguousName
from index.index import Index
from index.types.embedding import Embedder
from models.reader.reader import Reader
from tests.quality.life.life import Life
from tests.quality.life.people import DATES, NOW, ZONE
from tests.quality.life.questions import Question, all_questions
from tests.quality.life.searches import Half, Search, all_searches

FIRST = 10

Finder = Callable[[str], Sequence[str]]
"""Takes a query and returns the texts of its first hits."""


def plain(text: str) -> str:
    """Return text as it is compared: one kind of space, no soft hyphens, no marks of writing that look alike."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").split()).casefold()


def rank(gold: Sequence[str], texts: Sequence[str]) -> int:
    """Return the place of the first hit that holds a gold marker, from 1; 0 if none does."""
    wanted = [plain(marker) for marker in gold]
    for place, text in enumerate(texts, 1):
        if any(marker in plain(text) for marker in wanted):
            return place
    return 0


@dataclass(frozen=True)
class Found:
    """What came of a search: the place of the first right hit (0: none) and how many were shown."""

    search: Search
    rank: int
    shown: int


def searches(find: Finder, half: Half | None = None) -> list[Found]:
    """Run the searches of a half, or all."""
    found = []
    for search in all_searches():
        if half is None or search.half == half:
            texts = find(search.text)
            found.append(Found(search, rank(search.gold, texts), len(texts)))
    return found


def finder(index: Index, embedder: Embedder | None, reader: Reader | None = None) -> Finder:
    """Return what the search command does, in this process."""
    assistant = _assistant(index, embedder, reader)

    def find(text: str) -> list[str]:
        _, result = assistant.search(text, Scope(), FIRST)
        return [hit.text for hit in result.hits]

    return find


def _assistant(index: Index, embedder: Embedder | None, reader: Reader | None) -> Assistant:
    return Assistant(
        index,
        embedder=lambda: embedder,
        reranker=lambda: reader,
        reader=lambda: reader,
        engine=lambda: None,
        now=lambda: NOW,
        zone=ZoneInfo(ZONE),
        dates=DATES,
    )


def shares(found: Iterable[Found]) -> dict[str, dict[str, float]]:
    """Return by kind, and for all that are present: n, hit@1, hit@5, hit@10, MRR; for absent ones the share shown empty."""
    by_kind: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_kind[one.search.kind].append(one)
        if one.search.gold:
            by_kind["all present"].append(one)
    table = {}
    for kind, rows in by_kind.items():
        n = len(rows)
        if kind == "absent":
            table[kind] = {"n": n, "nothing": sum(not row.shown for row in rows) / n}
            continue
        table[kind] = {"n": n} | {f"hit@{k}": sum(0 < row.rank <= k for row in rows) / n for k in (1, 5, 10)}
        table[kind]["MRR"] = sum(1 / row.rank for row in rows if row.rank) / n
    return table


# ── Questions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Outcome = Literal["right", "wrong", "abstained", "asked back"]


@dataclass(frozen=True)
class Said:
    """What came of a question: what the answer says, what it cites, and whether it is no answer or a question back."""

    sentences: str = ""
    cited: str = ""
    abstained: bool = False
    asked_back: bool = False

    def outcome(self, question: Question, life: Life) -> Outcome:
        """Judge an answer by its sentences, which quote what answers; that of a list also by what stands below it."""
        if self.asked_back:
            return "asked back"
        if self.abstained:
            return "right" if question.abstain else "abstained"
        shown = plain(f"{self.sentences} {self.cited}" if question.kind == "list" else self.sentences)
        right = not question.abstain and all(_holds(one, shown) for one in question.patterns(life))
        return "right" if right and not any(_holds(one, plain(self.sentences)) for one in question.wrong) else "wrong"


def _holds(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


Asker = Callable[[str], Said]
"""Takes a question and returns what is answered."""


Judged = tuple[Question, Said, Outcome]


def questions(ask: Asker, life: Life, half: Half | None = None) -> Iterator[Judged]:
    """Ask the questions of a half, or all, and judge each answer as it comes."""
    for question in all_questions():
        if half is None or question.half == half:
            said = ask(question.text)
            yield question, said, said.outcome(question, life)


def asker(index: Index, embedder: Embedder | None, reader: Reader | None = None) -> Asker:
    """Return what the ask command does without a language model, in this process."""
    assistant = _assistant(index, embedder, reader)

    def ask(text: str) -> Said:
        try:
            *_, last = assistant.ask(text, Scope())
        except AmbiguousName:
            return Said(asked_back=True)
        if not isinstance(last, Answer):
            return Said(asked_back=True)
        cited = " ".join(last.evidence[n - 1].text for sentence in last.sentences for n in sentence.cites)
        return Said(" ".join(sentence.text for sentence in last.sentences), cited, last.abstained)

    return ask


def outcomes(answered: Iterable[Judged]) -> dict[str, dict[str, float]]:
    """Return by kind, and for all: n, and how many were right, wrong, held back and asked back."""
    table: dict[str, dict[str, float]] = {}
    for question, _, outcome in answered:
        for kind in (question.kind, "all"):
            row = table.setdefault(kind, {"n": 0, "right": 0, "wrong": 0, "abstained": 0, "asked back": 0})
            row["n"] += 1
            row[outcome] += 1
    return table


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def lines_of(table: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Yield the lines of a table for people."""
    columns = list(dict.fromkeys(column for row in table.values() for column in row))
    yield f"{'':14}" + "".join(f"{column:>10}" for column in columns)
    for kind, row in table.items():
        cells = (
            f"{row[c]:10}" if isinstance(row.get(c), int) else f"{row[c]:10.3f}" if c in row else " " * 10
            for c in columns
        )
        yield f"{kind:14}" + "".join(cells)


# ── Through the command line ──────────────────────────────────────────────────────────────────────────────────────────


def command(home: Path, *arguments: str, given: str = "") -> str:
    """Run homebody on a home, at the life's "now", and return what it prints. Raises CalledProcessError from code 3 on."""
    environment = os.environ | {"HOMEBODY_HOME": str(home), "HOMEBODY_NOW": NOW.isoformat()}
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        input=given,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode > 2:
        raise subprocess.CalledProcessError(done.returncode, arguments, done.stdout, done.stderr)
    return done.stdout


def command_finder(home: Path, half: Half | None) -> Finder:
    """Return a finder that has asked `homebody search --batch` all queries of a half at once."""
    queries = [search.text for search in all_searches() if half is None or search.half == half]
    given = "".join(json.dumps({"query": text, "limit": FIRST}, ensure_ascii=False) + "\n" for text in queries)
    answers = [json.loads(row) for row in command(home, "search", "--batch", "--no-service", given=given).splitlines()]
    found = {text: [hit["text"] for hit in answer["hits"]] for text, answer in zip(queries, answers, strict=True)}
    return lambda text: found[text]


def command_asker(home: Path) -> Asker:
    """Return an asker that runs `homebody ask` for every question; where no language model is installed, it extracts."""

    def ask(text: str) -> Said:
        answer = json.loads(command(home, "ask", text, "--json", "--no-keep", "--no-service") or '{"ambiguous": {}}')
        if "ambiguous" in answer:
            return Said(asked_back=True)
        cited = " ".join(answer["evidence"][n - 1]["text"] for one in answer["sentences"] for n in one["cites"])
        return Said(" ".join(one["text"] for one in answer["sentences"]), cited, answer["abstained"])

    return ask
