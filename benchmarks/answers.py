"""How good answers and summaries are without trusting any model: exactness, answers found, abstaining, and ROUGE.

    .venv/bin/python benchmarks/answers.py [--embedder FOLDER] [--dialogsum FILE]

The sample home is indexed in a temporary folder. Counts are held against the messages themselves, the questions of
tests/quality/known_answers.toml against their known answers. --embedder names a folder with a sentence-transformers model;
without it search goes by keyword alone. --dialogsum scores extraction beside the first and the longest three messages.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.assistant.assistant import Assistant  # noqa: E402
from app.assistant.salience import Salience, excerpt  # noqa: E402
from app.assistant.types import Answer, Scope, Summary  # noqa: E402
from app.assistant.words import words  # noqa: E402
from app.demo_home import NOW, OWNER, ZONE  # noqa: E402
from index.index import Index  # noqa: E402
from index.sources.base import ReadContext  # noqa: E402
from index.types import Embedder, Filters, Hit  # noqa: E402


def ask(assistant: Assistant, question: str) -> Answer:
    """Return the answer to one question."""
    *_, last = assistant.ask(question, Scope())
    if not isinstance(last, Answer):
        raise TypeError("ask did not end with an answer")
    return last


def exactness(assistant: Assistant, index: Index) -> tuple[int, int]:
    """Ask how much everyone wrote in all, in each chat and since each month; return (right, asked)."""
    messages = index.messages(Filters(kind="message"))
    right = asked = 0
    for name in dict.fromkeys(m.sender for m in messages if m.sender):
        mine = [m for m in messages if m.sender == name]
        questions = [(f"how many messages did {name} send?", len(mine))]
        for month in ("August", "September", "October", "November"):
            first = datetime.strptime(f"1 {month} 2026", "%d %B %Y").replace(tzinfo=ZoneInfo(ZONE))
            later = sum(1 for m in mine if m.time and m.time >= first)
            questions.append((f"how many messages did {name} send since 1 {month} 2026?", later))
        for question, count in questions:
            answer = ask(assistant, question)
            asked += 1
            right += bool(answer.sentences) and answer.sentences[0].text.startswith(f"{count:,} message")
    return right, asked


def known_answers(assistant: Assistant) -> dict[str, Counter[str]]:
    """Return by grade how often an answer was right, wrong or held back. Right means quoted and holding every part."""
    outcome: dict[str, Counter[str]] = {}
    for known in tomllib.loads((ROOT / "tests/quality/known_answers.toml").read_text())["question"]:
        answer = ask(assistant, known["ask"])
        cited = " ".join(answer.evidence[n - 1].text for s in answer.sentences for n in s.cites).casefold()
        if answer.abstained:
            result = "right" if known["grade"] == "nowhere" else "held back"
        else:
            whole = known["grade"] != "nowhere" and all(part.casefold() in cited for part in known["answer"])
            result = "right" if whole else "wrong"
        outcome.setdefault(known["grade"], Counter())[result] += 1
    return outcome


def all_read(assistant: Assistant) -> tuple[int, int]:
    """Summarize the newest 1, 15, 60 and 400 messages; return (summaries in which every message was read, summaries)."""
    sizes = (1, 15, 60, 400)
    complete = 0
    for size in sizes:
        *_, last = assistant.summarize(Scope(last=size))
        complete += isinstance(last, Summary) and last.read == len(last.messages) == size
    return complete, len(sizes)


def rouge(text: str, reference: str) -> tuple[float, float]:
    """Return ROUGE-1 and ROUGE-2 (F), over stems."""
    ours, theirs = ([w.stem for w in words(t)] for t in (text, reference))
    return _overlap(ours, theirs), _overlap(_pairs(ours), _pairs(theirs))


def _pairs(stems: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(stems))


def _overlap(ours: Sequence[object], theirs: Sequence[object]) -> float:
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def dialogues(path: Path) -> list[tuple[list[Hit], str]]:
    """Read DialogSum's JSON lines as (messages, reference summary)."""
    found = []
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        turns = re.findall(r"#(Person\d)#:\s*(.*)", entry["dialogue"])
        hits = [
            Hit(f"m{n}", None, "message", "dialogsum", "", who, start + timedelta(minutes=n), text, None, None)
            for n, (who, text) in enumerate(turns, 1)
        ]
        found.append((hits, entry["summary"].replace("#", "")))
    return found


def summaries(path: Path) -> dict[str, tuple[float, float]]:
    """Return mean ROUGE-1/2 in per cent of three ways to take three messages."""
    ways: dict[str, Callable[[list[Hit]], list[Hit]]] = {
        "first three": lambda hits: hits[:3],
        "longest three": lambda hits: sorted(sorted(hits, key=lambda h: -len(h.text))[:3], key=lambda h: h.id),
        "extraction": lambda hits: [hits[i] for i in Salience(hits).pick(3)],
    }
    data = dialogues(path)
    means = {}
    for name, way in ways.items():
        shorten = name == "extraction"
        scores = []
        for hits, reference in data:
            texts = (excerpt(h.text, at_most=30) if shorten else h.text for h in way(hits))
            senders = (h.sender for h in way(hits))
            scores.append(rouge(" ".join(f"{s}: {t}" for s, t in zip(senders, texts, strict=True)), reference))
        means[name] = (100 * sum(s[0] for s in scores) / len(scores), 100 * sum(s[1] for s in scores) / len(scores))
    return means


def main() -> None:
    """Run all of it and print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", type=Path)
    parser.add_argument("--dialogsum", type=Path)
    options = parser.parse_args()
    embedder: Embedder | None = None
    if options.embedder:
        from models.embedder import SentenceTransformerEmbedder

        embedder = SentenceTransformerEmbedder(options.embedder, options.embedder.name)
    zone = ZoneInfo(ZONE)
    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(Path(folder) / "store.db", zone=zone, create=True) as index,
    ):
        context = ReadContext(zone, zone_guessed=False, me=OWNER)
        for _ in index.add([ROOT / "app" / "sample_home"], embedder=embedder, context=context):
            pass
        assistant = Assistant(index, embedder=lambda: embedder, engine=lambda: None, now=lambda: NOW, zone=zone)
        print("counts: {} of {} right".format(*exactness(assistant, index)))
        print("summaries with every message read: {} of {}".format(*all_read(assistant)))
        for grade, outcome in known_answers(assistant).items():
            print(f"questions, {grade}: " + ", ".join(f"{n} {name}" for name, n in outcome.most_common()))
    if options.dialogsum:
        for name, (one, two) in summaries(options.dialogsum).items():
            print(f"ROUGE-1/2, {name}: {one:.1f}/{two:.1f}")


if __name__ == "__main__":
    main()
