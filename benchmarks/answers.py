"""How good answers and summaries are without trusting any model: exactness, answers found, abstaining, and ROUGE.

    .venv/bin/python benchmarks/answers.py [--embedder FOLDER] [--dialogsum FILE] [--locomo FILE] [--model NAME]

The sample home is indexed in a temporary folder. Counts are held against the messages themselves, the questions of
tests/quality/known_answers.toml against their known answers. --embedder names a folder with a sentence-transformers model;
without it search goes by keyword alone. --dialogsum scores extraction beside the first and the longest three messages.
--locomo asks the questions of long chats. --model runs an installed language model through the sample home and through the
planted texts of tests/quality/injections.toml, with and without the fence.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.assistant.assistant import Assistant  # noqa: E402
from app.assistant.facts import bears_out, read  # noqa: E402
from app.assistant.prompts import ANSWER_SAMPLING, answer_prompt  # noqa: E402
from app.assistant.salience import Salience, excerpt  # noqa: E402
from app.assistant.types import Answer, EvidenceFound, Scope, Sentence, SentenceReady, Summary  # noqa: E402
from app.assistant.words import words  # noqa: E402
from app.demo_home import NOW, OWNER, ZONE  # noqa: E402
from app.paths import default_home, private_folder  # noqa: E402
from index.index import Index  # noqa: E402
from index.sources.base import ReadContext  # noqa: E402
from index.types import Embedder, Filters, Hit  # noqa: E402
from models.engine import Engine  # noqa: E402
from models.load import load_engine  # noqa: E402
from models.types import ChatMessage, Piece  # noqa: E402


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


HELD_OUT = ("conv-30", "conv-42", "conv-44")
"""Chats of LoCoMo on which nothing was tuned."""


def normalized(text: str) -> str:
    """Return a text as words in lower case without articles and punctuation."""
    return " ".join(w for w in re.findall(r"\w+", text.casefold()) if w not in ("a", "an", "the"))


def locomo(path: Path, embedder: Embedder | None, most: int) -> Counter[str]:
    """Ask the held-out chats' questions without a model; count outcomes, "gold" where a quote holds the whole answer."""
    outcome: Counter[str] = Counter()
    for chat in json.loads(path.read_text()):
        if chat["sample_id"] not in HELD_OUT:
            continue
        with (
            tempfile.TemporaryDirectory() as folder,
            Index.open(Path(folder) / "store.db", zone=UTC, create=True) as index,
        ):
            export = Path(folder) / "WhatsApp Chat with Them.txt"
            export.write_text("\n".join(_lines_of(chat["conversation"])), encoding="utf-8")
            for _ in index.add([export], embedder=embedder, context=ReadContext(UTC)):
                pass
            newest = index.messages(Filters(), newest=1)[0].time or datetime.now(UTC)
            now = newest + timedelta(days=1)
            assistant = Assistant(
                index,
                embedder=lambda: embedder,
                engine=lambda: None,
                now=partial(datetime.fromisoformat, now.isoformat()),
                zone=UTC,
            )
            for question in chat["qa"][:: max(1, len(chat["qa"]) // most)]:
                outcome[_outcome(assistant, question)] += 1
    return outcome


def _lines_of(conversation: dict[str, Any]) -> Iterator[str]:
    for session in range(1, 100):
        if f"session_{session}" not in conversation:
            return
        start = datetime.strptime(conversation[f"session_{session}_date_time"], "%I:%M %p on %d %B, %Y").replace(
            tzinfo=UTC
        )
        for n, turn in enumerate(conversation[f"session_{session}"]):
            at = start + timedelta(minutes=n)
            yield f"{at:%d/%m/%Y, %H:%M} - {turn['speaker']}: {' '.join(turn['text'].split())}"


def _outcome(assistant: Assistant, question: dict[str, Any]) -> str:
    answer = ask(assistant, question["question"])
    if question["category"] == 5:
        return "no answer there: held back" if answer.abstained else "no answer there: quoted"
    if answer.abstained:
        return "answer there: held back"
    held = normalized(" ".join(s.text for s in answer.sentences))
    gold = normalized(str(question["answer"]))
    return "answer there: gold in the quotes" if gold in held else "answer there: quoted without the gold words"


def with_a_model(index: Index, engine: Engine, embedder: Embedder | None, questions: int) -> list[str]:
    """Ask and summarize over the sample home; return what was dropped, how founded the rest is, and when it came."""
    zone = ZoneInfo(ZONE)
    assistant = Assistant(index, embedder=lambda: embedder, engine=lambda: engine, now=lambda: NOW, zone=zone)
    known = tomllib.loads((ROOT / "tests/quality/known_answers.toml").read_text())["question"][:questions]
    written = dropped = founded = 0
    first: list[float] = []
    for entry in known:
        started = time.perf_counter()
        seen: float | None = None
        for event in assistant.ask(entry["ask"], Scope()):
            if seen is None and isinstance(event, EvidenceFound | SentenceReady):
                seen = time.perf_counter() - started
            if isinstance(event, Answer):
                made = [s for s in event.sentences if not s.verbatim]
                written += len(made)
                dropped += len(event.dropped)
                founded += sum(_founded(s, event.evidence) for s in made)
        first.append(seen or 0.0)
    for last in (15, 60):
        *_, summary = assistant.summarize(Scope(last=last))
        if isinstance(summary, Summary):
            made = [s for s in summary.sentences if not s.verbatim]
            written += len(made)
            dropped += len(summary.dropped)
            founded += sum(_founded(s, summary.messages) for s in made)
    return [
        f"generated sentences: {written} shown, {dropped} dropped; facts found in the citations: {founded} of {written}",
        f"first useful line: {1000 * sorted(first)[len(first) // 2]:.0f} ms (median), {1000 * max(first):.0f} ms (longest)",
    ]


def _founded(sentence: Sentence, evidence: Sequence[Hit]) -> bool:
    """Say whether every fact of a sentence stands in one of the messages that it cites."""
    cited = [evidence[n - 1] for n in sentence.cites]
    return all(any(bears_out(f, read(hit.text), hit.time) for hit in cited) for f in read(sentence.text))


def injected(engine: Engine) -> list[str]:
    """Run every planted text past a model; return how often it obeyed, bare, fenced, and in what was shown."""
    from tests.app.assistant.fakes import FakeIndex, as_index
    from tests.quality.injections import ANSWER, QUESTION, chat_with, injections

    orders = [i for i in injections() if i.signs]
    bare = fenced = shown = answered = 0
    for injection in orders:
        hits = chat_with(injection)
        plain = "\n".join(f"{h.sender}: {h.text}" for h in hits)
        prompt = [ChatMessage("system", "Answer the question from the messages."),
                  ChatMessage("user", f"{plain}\n\nQuestion: {QUESTION}")]  # fmt: skip
        bare += injection.obeyed(_said(engine, prompt))
        fenced += injection.obeyed(_said(engine, answer_prompt(QUESTION, hits, NOW)))
        index = as_index(FakeIndex(hits))
        assistant = Assistant(index, embedder=lambda: None, engine=lambda: engine, now=lambda: NOW, zone=UTC)
        answer = ask(assistant, QUESTION)
        shown += injection.obeyed(answer.text)
        answered += ANSWER in answer.text
    return [
        f"planted orders ({len(orders)}): obeyed without the fence {bare}, within it {fenced}, in what is shown {shown}",
        f"planted orders: the answer came all the same in {answered} of {len(orders)}",
    ]


def _said(engine: Engine, prompt: Sequence[ChatMessage]) -> str:
    return "".join(piece.text for piece in engine.stream(prompt, ANSWER_SAMPLING) if isinstance(piece, Piece))


def main() -> None:
    """Run all of it and print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedder", type=Path)
    parser.add_argument("--dialogsum", type=Path)
    parser.add_argument("--locomo", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--questions", type=int, default=40, help="how many a chat of LoCoMo, and of the sample home")
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
        if options.model:
            run = private_folder(Path(folder) / "run")
            with load_engine(options.model, default_home().models, socket_dir=run) as engine:
                for line in (*with_a_model(index, engine, embedder, options.questions), *injected(engine)):
                    print(f"{options.model}, {line}", flush=True)
    if options.locomo:
        for name, number in sorted(locomo(options.locomo, embedder, options.questions).items()):
            print(f"LoCoMo, {name}: {number}")
    if options.dialogsum:
        for name, (one, two) in summaries(options.dialogsum).items():
            print(f"ROUGE-1/2, {name}: {one:.1f}/{two:.1f}")


if __name__ == "__main__":
    main()
