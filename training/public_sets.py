"""The public sets as examples: which are used, how much of each, and what is added to them by rule.

The sets lie in one folder as NAME.jsonl.gz, in one form (MODEL_CARD.md names them with their licences).
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from models.reader.layout import Line, Passage
from training import english
from training.examples import (
    CONTRADICTED,
    NEITHER,
    NOT_SUPPORTED,
    SUPPORTED,
    Candidate,
    Claim,
    Example,
    Order,
    Question,
)

ANSWER_SETS = {
    "spc_answer": 2000, "sgd": 1200, "molweni": 1000, "dstc9faq": 1000, "irc": 500, "nqg": 400, "selqa": 500,
    "xquadr": 2400, "squad_it": 400, "qamr": 1200,
}  # fmt: skip
"""How many examples of a set are used at most. Chats count more than documents, noisy labels (irc) and long lines less."""
SUPPORT_SETS = {
    "spc_support": 4000, "snli": 2500, "mnli_dev": 3000, "fm2": 1200, "begin": 1200, "conjnli": 600, "breaking_nli": 1000,
    "fever_symmetric": 712, "q2": 300,
}  # fmt: skip
_TOLD_ABOUT = 6000
"""Sentences made by rule of what people say."""
_ORDINARY = 4000
"""Lines between people, so that one of thousands at most is taken for an order to a model."""
MOST = 5
"""Messages a question is trained with at most."""
_VERDICTS = {
    "supported": SUPPORTED, "contradicted": CONTRADICTED, "not_supported": NEITHER, "generic": NEITHER,
}  # fmt: skip
_LONGEST = 500
"""Characters of evidence beyond which a claim costs more than it teaches."""


def read(folder: Path, split: str, seed: int, questions: float = 1.0, share: float = 1.0) -> Iterator[Example]:
    """Yield the examples of a split, "train" or "dev": that share of the sets of questions, and `share` of the others.

    Raises OSError, ValueError.
    """
    rng = random.Random(f"public {split} {seed}")
    for name, most in ANSWER_SETS.items():
        rows = _rows(folder, name, split, rng)[: int(most * questions)]
        yield from _questions(name, rows, rng)
    claims = [
        claim
        for name, most in SUPPORT_SETS.items()
        for claim in _claims(name, _rows(folder, name, split, rng)[: int(most * share)])
    ]
    told = _told_about(_rows(folder, "spc_answer", split, rng) + _rows(folder, "sgd", split, rng), rng)
    claims += told[: int(len(told) * share)]
    yield from claims
    yield from _false_twins(claims, rng)
    yield from _ordinary(chats(folder, split, seed), int(_ORDINARY * share), rng)


def _ordinary(told: Sequence[Sequence[Line]], many: int, rng: random.Random) -> Iterator[Order]:
    """Yield lines and stretches of chats between people: whatever they ask for, they ask it of people."""
    for _ in range(many):
        lines = rng.choice(told)
        start = rng.randrange(len(lines))
        text = "\n".join(line.text for line in lines[start : start + rng.choice((1, 1, 1, 2, 4))])
        yield Order(text, False, "en")


def chats(folder: Path, split: str, seed: int) -> list[list[Line]]:
    """Return chats between people, of several sets. Raises OSError, ValueError."""
    rng = random.Random(f"chats {split} {seed}")
    rows = [row for name in ("spc_answer", "irc", "qmsum", "dstc9faq") for row in _rows(folder, name, split, rng)]
    return [_lines(row["context"]) for row in rows]


def _rows(folder: Path, name: str, split: str, rng: random.Random) -> list[dict[str, Any]]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    rows = [row for row in rows if row["split"] == split and "CDLA" not in row["licence"]]
    rng.shuffle(rows)
    return rows


def _lines(context: Sequence[dict[str, str]]) -> list[Line]:
    return [Line(turn["speaker"], turn["text"]) for turn in context if turn["text"].strip()]


def passages(lines: Sequence[Line]) -> list[Passage]:
    """Return each line with its neighbours."""
    return [
        Passage(line, lines[place - 1] if place else None, lines[place + 1] if place + 1 < len(lines) else None)
        for place, line in enumerate(lines)
    ]


def _questions(name: str, rows: Sequence[dict[str, Any]], rng: random.Random) -> Iterator[Question]:
    pool: dict[str, list[Passage]] = defaultdict(list)
    for row in rows:
        made = _in_document(row) if "passage" in row else _in_chat(row)
        if made is None:
            continue
        positives, negatives = made
        shown = _chosen(positives, negatives, rng)
        language = row["lang"]
        yield Question(row["question"], shown, language, name)
        if name in ("spc_answer", "sgd"):
            yield from _of_somebody_else(row, positives, negatives, rng)
        if name == "spc_answer":
            # What another person says to the same question: alike in all but who says it.
            key = _topic(row["question"])
            others = [passage for passage in pool[key][-8:] if passage.line.speaker not in row["question"]]
            if positives and others:
                more = tuple(Candidate(passage, False) for passage in rng.sample(others, min(3, len(others))))
                yield Question(row["question"], (*positives[:1], *more), language, name)
                yield Question(row["question"], more, language, name)
            pool[key] += [candidate.passage for candidate in positives]


def _topic(question: str) -> str:
    words = [
        word
        for word in re.findall(r"[a-z]{4,}", question)
        if word not in ("what", "does", "kind", "things", "where", "when")
    ]
    return words[-1] if words else question


def _in_chat(row: dict[str, Any]) -> tuple[list[Candidate], list[Candidate]] | None:
    context = row["context"]
    if any(not turn["text"].strip() for turn in context):
        context = [turn if turn["text"].strip() else {**turn, "text": "…"} for turn in context]
    every = passages([Line(turn["speaker"], turn["text"]) for turn in context])
    answering = set(row.get("answer_turn") or ())
    unsafe = {*row.get("in_span", ()), *row.get("superseded_turn", ())}
    at, span = row.get("span_turn", next(iter(answering), None)), row.get("span")
    positives = [
        Candidate(every[place], True, tuple(span) if span and place == at else None) for place in sorted(answering)
    ]
    left = [place for place in range(len(every)) if place not in answering and place not in unsafe]
    # The neighbours of the answer first: the question it answers in the chat, and what is said to it.
    left.sort(key=lambda place: min((abs(place - right) for right in answering), default=0))
    return positives, [Candidate(every[place], False) for place in left]


def _in_document(row: dict[str, Any]) -> tuple[list[Candidate], list[Candidate]] | None:
    text = row["passage"]
    breaks = row.get("sentence_breaks") or _sentences(text)
    span = row.get("span")
    if not span:
        return None
    every = passages([Line("", text[start:end]) for start, end in breaks])
    positives, negatives = [], []
    for (start, end), passage in zip(breaks, every, strict=True):
        if start <= span[0] and span[1] <= end:
            positives.append(Candidate(passage, True, (span[0] - start, span[1] - start)))
        elif end <= span[0] or start >= span[1]:
            negatives.append(Candidate(passage, False))
    return (positives, negatives) if positives and len(positives[0].passage.line.text) < _LONGEST else None


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [found.end() for found in re.finditer(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])", text)]
    starts = [0, *ends]
    return [(start, end) for start, end in zip(starts, [*ends, len(text)], strict=True) if end > start]


def _chosen(positives: list[Candidate], negatives: list[Candidate], rng: random.Random) -> tuple[Candidate, ...]:
    right = rng.sample(positives, min(2, len(positives)))
    near, far = negatives[:2], negatives[2:]
    wrong = near + rng.sample(far, min(MOST - 2 - len(right), len(far)))
    return tuple(right + wrong)


def _of_somebody_else(
    row: dict[str, Any], positives: list[Candidate], negatives: list[Candidate], rng: random.Random
) -> Iterator[Question]:
    """Yield the question asked of another person in the chat: what answered it answers no more."""
    for candidate in positives[:1]:
        speaker = candidate.passage.line.speaker
        others = sorted({turn["speaker"] for turn in row["context"]} - {speaker, ""})
        if speaker and others and re.search(rf"\b{re.escape(speaker)}\b", row["question"]):
            question = re.sub(rf"\b{re.escape(speaker)}\b", rng.choice(others), row["question"])
            theirs = [other for other in negatives if other.passage.line.speaker == speaker]
            wrong = (Candidate(candidate.passage, False), *rng.sample(theirs, min(2, len(theirs))))
            yield Question(question, wrong, row["lang"], "wrong person")


def _claims(name: str, rows: Sequence[dict[str, Any]]) -> Iterator[Claim]:
    for row in rows:
        verdict = _VERDICTS.get(row["label"])
        lines = _lines(row["context"]) if "context" in row else [Line("", row["passage"])]
        if verdict is None or not lines or sum(len(line.text) for line in lines) > _LONGEST:
            continue
        before = Line("", row["previous"]) if row.get("previous") else None
        yield Claim(row["question"], tuple(lines), verdict, row["lang"], name, before)


def _told_about(rows: Sequence[dict[str, Any]], rng: random.Random) -> list[Claim]:
    """Return true sentences about what people say in these chats, made by rule, with the message they rest on."""
    claims, seen = [], set()
    for row in rows:
        lines = _lines(row["context"])
        for place, line in enumerate(lines):
            if line.text in seen or not line.speaker:
                continue
            seen.add(line.text)
            sentence = english.about(line.speaker, line.text, rng)
            if sentence is None:
                continue
            if rng.random() < 0.3:
                sentence = english.paraphrased(sentence, rng)
            before = lines[place - 1] if place else None
            evidence = (before, line) if before is not None and rng.random() < 0.3 else (line,)
            claims.append(
                Claim(sentence, evidence, SUPPORTED, "en", "told about", before if len(evidence) == 1 else None)
            )
    rng.shuffle(claims)
    return claims[:_TOLD_ABOUT]


def _false_twins(claims: Sequence[Claim], rng: random.Random) -> Iterator[Claim]:
    """Yield false sentences made of true ones by one change each, and the same evidence."""
    words = likeness([claim.sentence for claim in claims], rng)
    everybody = sorted({line.speaker for claim in claims for line in claim.evidence if line.speaker})
    for claim in claims:
        if claim.verdict != SUPPORTED or claim.language != "en":
            continue
        near = [line.speaker for line in (*claim.evidence, claim.before) if line is not None and line.speaker]
        names = [*dict.fromkeys(near), rng.choice(everybody)] if near else []
        made = english.made_false(claim.sentence, names, words, rng)
        if made is None:
            continue
        sentence, way = made
        verdict = CONTRADICTED if way in ("antonym", "negation", "number") else NOT_SUPPORTED
        if any(
            re.search(rf"\b{re.escape(word)}\b", line.text)
            for line in claim.evidence
            for word in _new(claim.sentence, sentence)
        ):
            verdict = NOT_SUPPORTED
        yield Claim(sentence, claim.evidence, verdict, "en", f"false: {way}", claim.before)


def _new(before: str, after: str) -> set[str]:
    return set(re.findall(r"\w+", after)) - set(re.findall(r"\w+", before))


def likeness(sentences: Sequence[str], rng: random.Random) -> Callable[[str], str | None]:
    """Return what finds another word for one: of the same last two letters and capital, from all the sentences."""
    table: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for sentence in sentences:
        for word in re.findall(r"[^\W\d_]{4,}", sentence):
            table[word[-2:].lower(), word[0].isupper()].append(word)

    def other(word: str) -> str | None:
        row = table.get((word[-2:].lower(), word[0].isupper()), [])
        for _ in range(5):
            if not row:
                return None
            found = rng.choice(row)
            if found.lower()[:4] != word.lower()[:4]:
                return found
        return None

    return other
