"""Conversations, questions, sentences and orders made from the files in training/lives, for every language alike.

A fact ("S has moved to V") is told in several ways, corrected, denied, planned or asked about, by one person or another.
From that follows which message answers which question, and what bears out which sentence.
"""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.reader.layout import KINDS, Line, Passage
from training import english
from training.examples import (
    CONTRADICTED,
    NEITHER,
    NOT_SUPPORTED,
    SUPPORTED,
    Candidate,
    Claim,
    Example,
    KindOfLine,
    Order,
    Question,
)
from training.public_sets import likeness

LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "hi", "th")
_FOLDER = Path(__file__).parent / "lives"
_UNLIKE = frozenset({"trip", "injury"})
"""Facts whose values do not mean the same at the same place in every language."""
_UNSPACED = frozenset({"hi", "th"})
"""Languages whose words a pattern for letters does not find."""
_CROSSED = 0.15
"""Share of questions and sentences in another language than the message: people ask in their own."""
_OWN_KIND = {
    "owes": "debt",
    "bring": "promise",
    "wedding": "event",
    "dentist": "event",
    "train": "event",
    "cancelled": "event",
}
_MARKUP = (
    "<|im_start|>system\n{}<|im_end|>", "[INST] {} [/INST]", "### Instruction:\n{}", "<system>{}</system>", "SYSTEM: {}",
    "</context>\n{}", "```\n{}\n```", "<<SYS>>{}<</SYS>>", '{{"role": "system", "content": "{}"}}', "---\n{}",
    "<!-- {} -->",
    "<|start_header_id|>system<|end_header_id|>\n{}", "Assistant: {}", "[system]({})", "===END OF MESSAGES===\n{}",
)  # fmt: skip
_THINGS = ("BANANA", "OK", "Acme", "yes", "42", "done", "Novatel", "HACKED", "hello", "Lumina", "ja", "sí")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks, and which of two forms their words take."""

    name: str
    male: bool


class Lives:
    """One language's file, and what is made of it with `rng`."""

    def __init__(self, language: str, rng: random.Random, foreign: Sequence[Person] = ()) -> None:
        self.language = language
        self.rng = rng
        self._table: dict[str, Any] = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        self.frames: dict[str, dict[str, list[str]]] = self._table["frame"]
        self.people = [Person(name, False) for name in self._table["female"]]
        self.people += [Person(name, True) for name in self._table["male"]]
        self._foreign = list(foreign)
        told = tomllib.loads((_FOLDER / f"told_{language}.toml").read_text(encoding="utf-8"))["told"]
        self.told: list[dict[str, Any]] = told
        self.words = likeness([sentence for one in told for sentence in (*one["t"], *one["f"], *one["n"])], rng)

    def people_of(self, many: int) -> list[Person]:
        """Return as many people of different names, now and then one from elsewhere, some with a surname."""
        chosen = self.rng.sample(self.people, many)
        if self._foreign and self.rng.random() < 0.3:
            chosen[0] = self.rng.choice(self._foreign)
        return chosen

    def put(self, frame: str, key: str, who: Person, value: int, other: Person) -> str:
        """Return one of a fact's sentences, filled; see training/lives/en.toml for what `key` can be."""
        table = self.frames[frame]
        first, _, second = table["v"][value].partition("||")
        way = self.rng.choice([part for told in table[key] for part in told.split("||")])
        return self._filled(way, who, other, first, second or first)

    def value(self, frame: str, who: Person, value: int) -> tuple[str, ...]:
        """Return the forms in which a value may stand in a message."""
        return tuple(_formed(part, who) for part in self.frames[frame]["v"][value].split("||"))

    def talk(self, kind: str, other: Person) -> str:
        """Return a line of a kind of models.reader.layout.KINDS."""
        key = "small" if kind == "small talk" else kind
        way = self.rng.choice(self._table["kinds"][key])
        return self._filled(way, other, other, "", "")

    def order(self, other: Person) -> str:
        """Return an order to a model."""
        orders = self._table["orders"]
        if self.rng.random() < 0.5:
            way = self.rng.choice(orders["whole"])
        else:
            way = f"{self.rng.choice(orders['open'])} {self.rng.choice(orders['act'])}"
        return self._filled(way, other, other, "", "")

    def bidding(self, other: Person) -> str:
        """Return what sounds like an order, and is one person's to another."""
        return self._filled(self.rng.choice(self._table["orders"]["people"]), other, other, "", "")

    def _filled(self, way: str, who: Person, other: Person, first: str, second: str) -> str:
        text = way.replace("{S}", who.name).replace("{N}", other.name).replace("{v}", first).replace("{w}", second)
        text = text.replace("{t}", self.rng.choice(self._table["times"])).replace("{x}", self.rng.choice(_THINGS))
        text = _formed(text, who)
        return text[:1].upper() + text[1:] if way.startswith(("{v}", "{w}")) else text


def _formed(text: str, who: Person) -> str:
    return re.sub(r"<([^<>|]*)\|([^<>|]*)>", lambda found: found[1 if who.male else 2], text)


def made(seed: int, rounds: int, orders: int = 26) -> Iterator[Example]:
    """Yield examples: `rounds` times every fact in every language, with kinds of lines, and `orders` a language."""
    rng = random.Random(f"lives {seed}")
    every = [Person(name, male) for language in LANGUAGES[:6] for name, male in _names(language)]
    lives = {language: Lives(language, rng, every) for language in LANGUAGES}
    for _ in range(rounds):
        for language in LANGUAGES:
            for frame in lives[language].frames:
                yield from _of_a_fact(lives, language, frame, rng)
            yield from _told(lives[language], rng)
            yield from _kinds(lives[language], rng, 14)
            yield from _orders(lives[language], rng, orders)


def _names(language: str) -> list[tuple[str, bool]]:
    table = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return [(name, False) for name in table["female"]] + [(name, True) for name in table["male"]]


def _asked_in(lives: dict[str, Lives], language: str, frame: str, rng: random.Random) -> Lives:
    fitting = [other for other in lives if frame in lives[other].frames and frame not in _UNLIKE]
    return lives[rng.choice(fitting)] if fitting and rng.random() < _CROSSED else lives[language]


def _of_a_fact(lives: dict[str, Lives], language: str, frame: str, rng: random.Random) -> Iterator[Example]:
    life = lives[language]
    who, other, third = life.people_of(3)
    value, wrong = rng.sample(range(8), 2)
    asked = _asked_in(lives, language, frame, rng)
    yield from _questions(life, asked, frame, (who, other, third), value, wrong)
    yield from _claims(life, _asked_in(lives, language, frame, rng), frame, (who, other, third), value, wrong)
    if frame in _OWN_KIND:
        line = Line(who.name, life.put(frame, "say", who, value, third))
        yield KindOfLine(Passage(line), frozenset({_OWN_KIND[frame]}), language)


def _questions(
    life: Lives, asked: Lives, frame: str, people: tuple[Person, Person, Person], value: int, wrong: int
) -> Iterator[Question]:
    who, other, third = people
    rng = life.rng
    key = "now" if "now" in life.frames[frame] and rng.random() < 0.3 else "say"
    right = life.put(frame, key, who, value, third)
    by_another = Candidate(_beside(life, Line(other.name, life.put(frame, "say", other, wrong, third)), who), False)
    plan = Candidate(_beside(life, Line(who.name, life.put(frame, "plan", who, wrong, third)), other), False)
    only_asks = Candidate(_beside(life, Line(other.name, life.put(frame, "ask", who, value, third)), who), False)
    elsewhere = rng.choice([one for one in life.frames if one != frame])
    unlike = Candidate(_beside(life, Line(who.name, life.put(elsewhere, "say", who, wrong, other)), other), False)
    question = asked.put(frame, "ask", who, value, third)
    placed = _beside(life, Line(who.name, right), other)
    answer = Candidate(placed, True, _span(life, frame, who, value, placed.line.text))
    several = [answer, by_another, rng.choice([plan, only_asks]), unlike]
    if who.name not in question:  # asked of nobody: whoever says it answers
        several.remove(by_another)
        by_another = unlike
    rng.shuffle(several)
    yield Question(question, tuple(several), life.language, f"lives {frame}")
    if rng.random() < 0.5:
        yield Question(question, (by_another, plan, only_asks), life.language, f"lives {frame}")


def _beside(life: Lives, line: Line, other: Person) -> Passage:
    rng = life.rng
    before = Line(other.name, life.talk(rng.choice(KINDS), other)) if rng.random() < 0.7 else None
    after = Line(other.name, life.talk("small talk", other)) if rng.random() < 0.5 else None
    text = line.text
    if rng.random() < 0.25:
        text = (
            f"{life.talk('small talk', other)} {text}"
            if rng.random() < 0.5
            else f"{text}. {life.talk('small talk', other)}"
        )
    return Passage(Line(line.speaker, text), before, after)


def _span(life: Lives, frame: str, who: Person, value: int, text: str) -> tuple[int, int] | None:
    for form in life.value(frame, who, value):
        at = text.lower().find(form.lower())
        if at >= 0:
            return at, at + len(form)
    return None


def _claims(
    life: Lives, told: Lives, frame: str, people: tuple[Person, Person, Person], value: int, wrong: int
) -> Iterator[Claim]:
    who, other, third = people
    rng = life.rng

    def claim(
        key: str, speaker: Person, number: int, said: Person, verdict: int, *told_in: str, lender: Person = third
    ) -> Claim:
        way = rng.choice(told_in)
        sentence = told.put(frame, key, said, number, lender)
        line = Line(speaker.name, life.put(frame, way, speaker, value, third))
        aside = Line(other.name if speaker is who else who.name, life.talk(rng.choice(KINDS), third))
        evidence = (line,) if rng.random() < 0.6 else rng.choice([(aside, line), (line, aside)])
        return Claim(sentence, evidence, verdict, life.language, f"lives {key} {way}")

    yield claim("claim", who, value, who, SUPPORTED, "say")
    yield (
        claim("no", who, value, who, SUPPORTED, "deny")
        if rng.random() < 0.5
        else claim("claim", who, value, who, SUPPORTED, "say")
    )
    ways = [
        claim("claim", who, wrong, who, CONTRADICTED, "say"),
        claim("claim", who, value, other, NEITHER, "say"),
        claim("claim", who, value, who, CONTRADICTED, "deny"),
        claim("claim", who, value, who, NEITHER, "plan"),
        claim("no", who, value, who, CONTRADICTED, "say"),
        claim("opp", who, value, who, CONTRADICTED, "say"),
        claim("opp", who, value, who, NOT_SUPPORTED, "plan"),
    ]
    if frame == "owes":
        ways.append(claim("claim", who, value, who, NOT_SUPPORTED, "say", lender=other))
    if "{S}" not in "".join(told.frames[frame]["claim"]):
        del ways[1]
    for found in rng.sample(ways, 3):
        # A sentence that names nobody is as true when another says it.
        if (
            found.verdict != NEITHER
            or other.name in found.sentence
            or who.name in found.sentence
            or "plan" in found.source
        ):
            yield found


def _told(life: Lives, rng: random.Random) -> Iterator[Example]:
    """Yield what follows from half of the messages written by hand: their question, true and false sentences, and twins."""
    for one in rng.sample(life.told, (len(life.told) + 1) // 2):
        who, other, third = life.people_of(3)
        line = Line(who.name, one["m"])
        aside = Line(other.name, life.talk(rng.choice(KINDS), third))
        evidence = (line,) if rng.random() < 0.6 else rng.choice([(aside, line), (line, aside)])

        def claim(sentence: str, verdict: int, evidence: tuple[Line, ...] = evidence) -> Claim:
            return Claim(sentence, evidence, verdict, life.language, "told")

        true = [_named(sentence, who) for sentence in one["t"]]
        for sentence in rng.sample(true, min(2, len(true))):
            yield claim(sentence, SUPPORTED)
        for sentence in rng.sample(one["f"], min(2, len(one["f"]))):
            yield claim(_named(sentence, who), CONTRADICTED)
        yield claim(_named(rng.choice(one["n"]), who), NEITHER)
        by_rule = [way for way in english.EVERYWHERE if life.language not in _UNSPACED or way == "number"]
        twin = english.made_false(
            rng.choice(true),
            [who.name, other.name],
            life.words,
            rng,
            english.HERE if life.language == "en" else by_rule,
        )
        if twin is not None:
            yield claim(twin[0], NOT_SUPPORTED)
        yield _asked_of_told(life, one, line, (who, other), rng)


def _asked_of_told(
    life: Lives, one: dict[str, Any], line: Line, people: tuple[Person, Person], rng: random.Random
) -> Question:
    who, other = people
    wrong = [Line(rng.choice(people).name, another["m"]) for another in rng.sample(life.told, 3) if another is not one]
    question = _named(one["q"], who)
    if question != one["q"]:
        wrong.append(Line(other.name, one["m"]))
    wrong.append(Line(other.name, question))
    several = [Candidate(_beside(life, line, other), False) for line in wrong]
    if rng.random() < 0.75:
        several.append(Candidate(_beside(life, line, other), True))
    rng.shuffle(several)
    return Question(question, tuple(several), life.language, "told")


def _named(text: str, who: Person) -> str:
    return re.sub(r"(?<![A-Za-zÀ-ÿ])S(?![A-Za-zÀ-ÿ])", who.name, text)


def _kinds(life: Lives, rng: random.Random, many: int) -> Iterator[KindOfLine]:
    for _ in range(many):
        who, other = life.people_of(2)
        kind = rng.choice(KINDS)
        text = life.talk(kind, other)
        kinds = {kind}
        if rng.random() < 0.2:
            second = rng.choice(KINDS[:-1])
            text = f"{text} {life.talk(second, other)}"
            kinds = (kinds | {second}) - {"small talk"}
        yield KindOfLine(_beside_plain(life, Line(who.name, text), other), frozenset(kinds), life.language)


def _beside_plain(life: Lives, line: Line, other: Person) -> Passage:
    return Passage(
        line, Line(other.name, life.talk(life.rng.choice(KINDS), other)) if life.rng.random() < 0.5 else None
    )


def _orders(life: Lives, rng: random.Random, many: int) -> Iterator[Order]:
    for _ in range(many):
        who, other = life.people_of(2)
        draw = rng.random()
        if draw < 0.5:
            yield Order(_disguised(_planted(life, life.order(other), other), rng), True, life.language)
        elif draw < 0.8:
            yield Order(_planted(life, life.bidding(other), other), False, life.language)
        elif draw < 0.9:
            yield Order(_planted(life, life.talk(rng.choice(KINDS), other), other), False, life.language)
        else:
            frame = rng.choice(list(life.frames))
            yield Order(
                _planted(life, life.put(frame, "say", who, rng.randrange(8), other), other), False, life.language
            )


def _planted(life: Lives, text: str, other: Person) -> str:
    rng = life.rng
    around = [life.talk(rng.choice(KINDS), other) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    around.insert(rng.randint(0, len(around)), text)
    return rng.choice((" ", "\n", "\n\n")).join(around)


def _disguised(text: str, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.15:
        return rng.choice(_MARKUP).format(text)
    if draw < 0.2:
        return text.upper()
    if draw < 0.24:
        return text.lower().rstrip(".")
    if draw < 0.27:  # wide letters
        return "".join(chr(ord(one) + 0xFEE0) if 33 <= ord(one) < 127 else one for one in text)
    if draw < 0.29:  # without its accents
        return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    if draw < 0.31:
        return text.translate(str.maketrans("oiea", "0134"))
    return text
