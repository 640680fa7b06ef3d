"""How good answers and summaries are without trusting any model: exactness, answers found, abstaining, and ROUGE.

    .venv/bin/python benchmarks/answers.py [--embedder FOLDER] [--dialogsum FILE] [--locomo FILE] [--model NAME]

The sample home is indexed in a temporary folder. Counts are held against the messages themselves, the questions of
tests/quality/known_answers.toml against their known answers. --embedder names a folder with a sentence-transformers model;
without it search goes by keyword alone. --dialogsum scores extraction beside the first and the longest three messages.
--locomo asks the questions of long chats. --model runs an installed language model through all of these, and through the
planted texts of tests/quality/injections.toml with and without the fence.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.assistant.assistant import Assistant  # noqa: E402
from app.assistant.events import Answer, EvidenceFound, Sentence, SentenceReady, Summary  # noqa: E402
from app.assistant.prompts import ANSWER_SAMPLING, answer_prompt  # noqa: E402
from app.assistant.text.facts import bears_out, read  # noqa: E402
from app.assistant.types import Scope  # noqa: E402
from app.home.paths import default_home, private_folder  # noqa: E402
from app.home.sample_home import NOW, OWNER, ZONE  # noqa: E402
from benchmarks.usefulness import ask, long_chats, summaries  # noqa: E402
from index.index import Index  # noqa: E402
from index.sources.base import ReadContext  # noqa: E402
from index.types.embedding import Embedder  # noqa: E402
from index.types.search import Filters, Hit  # noqa: E402
from models.engine import Engine  # noqa: E402
from models.load import load_engine  # noqa: E402
from models.types import ChatMessage, Piece  # noqa: E402


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
    parser.add_argument("--dialogues", type=int, default=500, help="how many of DialogSum")
    options = parser.parse_args()
    embedder: Embedder | None = None
    if options.embedder:
        from models.embedding.embedder import SentenceTransformerEmbedder

        embedder = SentenceTransformerEmbedder(options.embedder, options.embedder.name)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        engine: Engine | None = None
        if options.model:
            run = private_folder(folder / "run")
            engine = stack.enter_context(load_engine(options.model, default_home().models, socket_dir=run))
        by = options.model or "no model"
        for line in sample_home(folder, embedder, engine, options.questions):
            print(line, flush=True)
        if options.locomo:
            for outcome, number in sorted(long_chats(options.locomo, embedder, engine, options.questions).items()):
                print(f"LoCoMo, {by}, {outcome}: {number}", flush=True)
        if options.dialogsum:
            for way, (one, two) in summaries(options.dialogsum, engine, options.dialogues).items():
                print(f"ROUGE-1/2, {way}: {one:.1f}/{two:.1f}")


def sample_home(folder: Path, embedder: Embedder | None, engine: Engine | None, questions: int) -> Iterator[str]:
    """Index the sample home, ask and summarize; yield the figures, with those of the model if there is one."""
    zone = ZoneInfo(ZONE)
    with Index.open(folder / "store.db", zone=zone, create=True) as index:
        context = ReadContext(zone, zone_guessed=False, me=OWNER)
        for _ in index.add([ROOT / "app" / "sample_home"], embedder=embedder, context=context):
            pass
        assistant = Assistant(index, embedder=lambda: embedder, engine=lambda: None, now=lambda: NOW, zone=zone)
        yield "counts: {} of {} right".format(*exactness(assistant, index))
        yield "summaries with every message read: {} of {}".format(*all_read(assistant))
        for grade, outcome in known_answers(assistant).items():
            yield f"questions, {grade}: " + ", ".join(f"{n} {name}" for name, n in outcome.most_common())
        if engine is not None:
            yield from with_a_model(index, engine, embedder, questions)
            yield from injected(engine)


if __name__ == "__main__":
    main()
