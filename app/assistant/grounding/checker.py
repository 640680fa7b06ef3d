"""A generated sentence is held against the evidence, and refused unless it is borne out.

What is checked: every number, time, date, name and link; enough of the other words; who said or did it; negation; a
question, a condition or a plan told as a fact; facts of two messages joined into one. docs/answers.md tells what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from app.assistant.events import Dropped, Sentence
from app.assistant.grounding.evidence import Unit, said_before, units
from app.assistant.grounding.injection import speaks_to_a_model
from app.assistant.grounding.judge import JUDGED, Judge
from app.assistant.languages.english import QUESTION_GLUE, SENTENCE_STARTERS, STOP_WORDS, WEIGHTY_VERBS, is_past, stem
from app.assistant.text.cues import (
    ADDRESS,
    ASK_VERBS,
    CLAUSE_SPLIT,
    DENIES_NOTHING,
    FIRST_PERSON,
    FIRST_SUBJECT,
    FUTURE,
    HEDGE,
    LOOSE_SUBJECT,
    META_TALK,
    OF_A_THING,
    PART_SPLIT,
    REPORT_VERBS,
    SECOND_PERSON,
    STRONG_HEDGE,
    denies,
)
from app.assistant.text.facts import Fact, bears_out, read, said_on
from app.assistant.text.sentences import cited, plain
from app.assistant.text.words import FOREIGN_STOP_WORDS, Word, content, coverage, likeness, words
from index.types.search import Hit

if TYPE_CHECKING:
    from models.reader.reader import Reader

# By hand, as is REPEATS: a sentence of four content words may bring one of its own (“has” for “brings”). A lower
# share lets sentences through that mix two matters; a higher one drops nearly everything a small model writes.
ENOUGH = 0.75
"""The share of a claim's content words that its evidence must hold."""
LEAST = 0.34
"""That share of an English sentence where the reader judges as well: it knows other words for the same.

In other languages it takes "gekauft" for "verkauft" too often to be asked about a word that is missing.
"""
REPEATS = 0.8
"""Likeness from which a sentence only repeats an earlier one."""
_CALLS = ",.!?;"
# “ok, ”, “Maya, ”, “and ”
_OPENS = re.compile(
    r"^(?:@?[\w'’]+,|ok(?:ay)?,?|yes,?|no,?|so,?|and,?|btw,?|fyi:?|oh,?|wow,?|haha,?)\s+", re.IGNORECASE
)
_DATES = ("day", "weekday", "month", "relative")


@dataclass(frozen=True, slots=True)
class _Clause:
    """One statement of a sentence: its words, facts, the people it names in order, who acts and who reports."""

    text: str
    words: tuple[Word, ...]
    facts: tuple[Fact, ...]
    people: tuple[str, ...]
    actor: str
    reporter: str
    reports: bool
    asks: bool

    def needed(self, names: frozenset[str]) -> list[Word]:
        spans = [(f.start, f.end) for f in self.facts]
        return [
            w
            for w in self.words
            if w.is_content
            and w.stem not in names
            and w.lower not in REPORT_VERBS
            and not any(start <= w.start < end for start, end in spans)
        ]


class Checker:
    """Holds sentences against one list of evidence, and remembers what was shown. `people` are known display names.

    With a `reader` what the rules let through is judged by it as well, and words that are missing are its matter.
    """

    def __init__(self, hits: Sequence[Hit], people: Iterable[str] = (), reader: Reader | None = None) -> None:
        self._hits = hits
        self._units = units(hits)
        self._judge = Judge(reader, hits) if reader is not None else None
        self._names = _name_index([*people, *(h.sender or "" for h in hits)])
        self._name_stems = frozenset(w.stem for name in self._names for w in words(name))
        self._weighty = frozenset(stem(w) for w in WEIGHTY_VERBS)
        self._verbatim = {plain(u.text): u for u in self._units if not u.text.rstrip().endswith(("?", "？"))}
        self._shown: list[str] = []
        self._people_found: dict[str, tuple[tuple[str, int, int], ...]] = {}

    def check(self, sentence: str, *, third_person: bool = True) -> Sentence | Dropped:
        """Return the sentence with its true citations, or why it is not shown."""
        text, hints = cited(sentence)
        if refusal := self._refusal(text, third_person=third_person):
            return Dropped(text, refusal)
        # A message word for word needs no check: whatever it says, its sender said it.
        quoted = self._verbatim.get(plain(text))
        cites = quoted.cites if quoted is not None else self._support(text, "", hints)
        if isinstance(cites, str):
            return Dropped(text, cites)
        self._shown.append(text)
        whose = f"{quoted.sender}: " if quoted is not None and quoted.sender else ""
        return Sentence(f"{whose}{text}", cites, verbatim=quoted is not None)  # a quote is shown as one

    def remember(self, text: str) -> None:
        """Take note of what the reader has already seen."""
        self._shown.append(text)

    def _refusal(self, text: str, *, third_person: bool) -> str:
        # The first that applies is the reason shown, so the plainest come first.
        if len([w for w in words(text) if w.is_content]) + len(self._facts(text)) < 2:
            return "says next to nothing"
        if META_TALK.search(text) or speaks_to_a_model(text):
            return "talks about the task"
        if text.rstrip().endswith("?"):
            return "asks instead of telling"
        if third_person and FIRST_PERSON.search(text):
            return "speaks as “I” or “we”, which leaves open who that is"
        if third_person and SECOND_PERSON.search(text):
            return "speaks to “you”, which leaves open who that is"
        if third_person and LOOSE_SUBJECT.search(text):
            return "does not say who or what it is about"
        if any(plain(text) == plain(s) or likeness(text, s) >= REPEATS for s in self._shown):
            return "repeats what was already said"
        return ""

    # ── support ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _support(self, text: str, subject: str, hints: tuple[int, ...]) -> tuple[int, ...] | str:
        """Return the citations that bear out the whole text, from one unit or, at a conjunction, from several."""
        whole = self._one_unit(self._clause(text, subject), subject, hints)
        if not isinstance(whole, str):
            return whole
        # Only where no message bears out the whole: cut at “and”, each half may rest on a message of its own.
        for cut in CLAUSE_SPLIT.finditer(text):
            left, right = text[: cut.start()].strip(" ,"), text[cut.end() :].strip()
            if not (_weight(left) and _weight(right)):
                continue
            first = self._support(left, subject, hints)
            if isinstance(first, str):
                continue
            second = self._support(right, self._clause(left, subject).actor, hints)
            if not isinstance(second, str):
                return tuple(sorted({*first, *second}))
        return whole

    def _one_unit(self, clause: _Clause, subject: str, hints: tuple[int, ...]) -> tuple[int, ...] | str:
        needed = clause.needed(self._name_stems)
        stems = {w.stem for w in needed}
        reason, best = "", -1.0
        ranked = sorted(
            self._units,
            # After shared words: a single message before a question with its answer, then the model's own citation,
            # then the shorter.
            key=lambda u: (-len(stems & u.stems), len(u.cites), not set(u.cites) & set(hints), len(u.text)),
        )
        enough = LEAST if self._judge is not None and _is_surely_english(clause.words) else ENOUGH
        allowed: list[Unit] = []
        # By hand: units further down share too few words to pass, and looking at each takes time.
        for unit in ranked[:40]:
            covered = coverage(stems, unit.stems)
            objection = self._objection(clause, needed, unit, lacks_words=covered < enough)
            if not objection:
                if self._judge is None:
                    return unit.cites
                allowed.append(unit)
            # The objection to the nearest unit says most about what is wrong.
            elif covered > best:
                reason, best = objection, covered
            if len(allowed) == JUDGED:
                break
        if self._judge is not None and allowed:
            sentence = f"{subject} {clause.text}" if subject and not clause.people else clause.text
            found = self._judge.first(sentence, allowed)
            return found.cites if found is not None else "it is not what the message says, read once more"
        return reason or "no message says this"

    def _objection(self, clause: _Clause, needed: list[Word], unit: Unit, *, lacks_words: bool) -> str:
        said = [*self._facts(unit.text), *(said_on(unit.said) if unit.said and clause.reports else ())]
        for fact in clause.facts:
            if not bears_out(fact, said, unit.said):
                return f"says {fact.text}, which the message it rests on does not"
        # After the facts: a wrong number is a better reason than too few words.
        if lacks_words or not (needed or clause.facts):
            return "too few of its words are in any one message"
        return (
            # In order of how certain the objection is.
            self._names_unsaid(clause, unit)
            or self._words_unsaid(needed, unit)
            or self._pairs_swapped(clause, unit)
            or self._wrong_person(clause, unit)
            or self._wrong_mood(clause, needed, unit)
        )

    def _pairs_swapped(self, clause: _Clause, unit: Unit) -> str:
        """Refuse a number whose noun the message gives to another number ("5 tents" for "2 tents and 5 chairs")."""
        given = _pairs(self._facts(unit.text), unit.words)
        for number, noun in _pairs(clause.facts, clause.words):
            if noun not in unit.stems and noun not in {stem(w) for w in QUESTION_GLUE}:
                return "counts something that the message does not"
            numbers = {n for n, other in given if other == noun}
            if numbers and number not in numbers:
                return "gives a number to something else than the message does"
        return ""

    def _names_unsaid(self, clause: _Clause, unit: Unit) -> str:
        known = unit.stems | {w.stem for name in (unit.sender, unit.asker, *self._spoken_to(unit)) for w in words(name)}
        fact_spans = [(f.start, f.end) for f in clause.facts]
        for i, word in enumerate(clause.words):
            if not word.written[:1].isupper() or any(a <= word.start < b for a, b in fact_spans):
                continue
            if (i == 0 and (word.lower in SENTENCE_STARTERS or word.lower in FOREIGN_STOP_WORDS)) or (
                word.lower in STOP_WORDS and not word.written.isupper()
            ):
                continue
            if word.stem not in known:
                return f"names {word.written}, and the message it rests on does not"
        return ""

    def _words_unsaid(self, needed: list[Word], unit: Unit) -> str:
        for word in needed:
            if word.stem in self._weighty and word.stem not in unit.stems:
                return f"says “{word.written}”, which the message does not"
        return ""

    def _wrong_person(self, clause: _Clause, unit: Unit) -> str:
        speaker = self._person(unit.sender)
        # “Maya says that Tom …” has to rest on a message by Maya, whoever it is about.
        if clause.reporter and clause.reporter != speaker:
            return f"has {clause.reporter} say what {unit.sender or 'a file'} says"
        mentioned = self._people_in(unit.text)
        others = [p for p in clause.people if p not in (clause.actor, clause.reporter)]
        for person in others:
            if person not in mentioned and person != self._person(unit.asker) and person not in self._spoken_to(unit):
                return f"brings in {person}, whom the message does not name"
        if clause.actor and not (clause.reporter == clause.actor and clause.reports):
            acting = self._actor_of(unit)
            if acting != clause.actor:
                return f"says that {clause.actor} did what the message says of {acting or 'someone else'}"
        shared = [p for p in clause.people if p in mentioned]
        order = [p for p in mentioned if p in shared]
        # “Tom owes Maya” for “Maya owes Tom”. A passive (“is owed by”) may turn the order round.
        if len(shared) > 1 and shared != order and not re.search(r"\bby\b", clause.text):
            return "turns round who did it to whom"
        return ""

    def _spoken_to(self, unit: Unit) -> frozenset[str]:
        """Return who is “you” in a unit: whom its message calls by name, or of two who write the other one."""
        if not SECOND_PERSON.search(unit.text):
            return frozenset()
        hit = self._hits[unit.cites[-1] - 1]
        speaker = self._person(unit.sender)
        called = {p for p, at, end in self._spans_of_people(hit.text) if _is_called(hit.text, at, end)} - {speaker}
        if called:
            return frozenset(called)
        before = said_before(self._hits, unit.cites[-1])
        others = {self._person(h.sender) for h in self._hits if h.chat == hit.chat and h.sender} - {speaker}
        return frozenset(others) if before is not None and len(others) == 1 else frozenset()

    def _actor_of(self, unit: Unit) -> str:
        """Return who acts in a unit: its sender for "I" and for what has no subject, or whom it begins with."""
        opening = self._opening(unit.text[unit.reply_at :])
        first = next(
            ((p, at) for p, at, end in self._spans_of_people(opening) if not _is_called(opening, at, end)), None
        )
        me = FIRST_SUBJECT.search(opening)
        # “Maya, I …” has two subjects; the one that stands first acts, if nothing but greetings stands before it.
        if first and (me is None or first[1] < me.start()) and not _content_before(opening, first[1]):
            return first[0]
        if me:
            return self._person(unit.sender)
        if LOOSE_SUBJECT.match(opening) or SECOND_PERSON.match(opening):
            return ""
        # “Booked the hotel” leaves out its “I”; “The hotel is booked” says nothing of who did it.
        if unit.sender and not OF_A_THING.match(opening):
            return self._person(unit.sender)
        by = re.search(r"\bby ([\w'’]+)", opening)
        return self._person(by.group(1)) if by else ""

    def _opening(self, text: str) -> str:
        """Return a text from where it says something: without “Hey Maya! ” and “ok, ”."""
        while True:
            greeting = ADDRESS.match(text)
            rest = text[greeting.end() :].lstrip() if greeting else text
            # “Hi, Calvin bought a house” is not to Calvin, “Hi Calvin” is.
            name = next((end for _, at, end in self._spans_of_people(rest) if at == 0), 0)
            if _is_explained(rest[name:]):
                return text
            if name and (greeting or rest[name : name + 1] in _CALLS):
                rest = rest[name:].lstrip(_CALLS + "–—- ")
            rest = _OPENS.sub("", rest.lstrip(_CALLS + "–—- ") if greeting else rest)
            if rest == text or not rest:
                return text
            text = rest

    def _wrong_mood(self, clause: _Clause, needed: list[Word], unit: Unit) -> str:
        window = self._window(clause, needed, unit)
        if isinstance(window, str):
            return window
        parts = _parts_over(unit.text, window)
        # Within the window alone: “I'll come, Tom can't” denies nothing of who comes.
        denied = any(start < window[1] and end > window[0] for start, end in _denied(unit.text, unit.reply_at))
        if denies(clause.text) != denied:
            return "says the opposite" if denied else "denies what the message says"
        if denied and (word := _denied_elsewhere(clause, needed, unit)):
            return f"denies “{word}”, of which the message denies something else"
        # “can't wait” denies nothing, but “can wait” is not the same.
        for one, other, objection in (
            (parts, clause.text, "says the opposite"),
            (clause.text, parts, "denies what the message says"),
        ):
            said = DENIES_NOTHING.search(one)
            if (
                said
                and not DENIES_NOTHING.search(other)
                and not {w.stem for w in needed}.isdisjoint(content(said.group()))
            ):
                return objection
        asked = unit.text.rstrip().endswith("?") and not unit.reply_at
        if asked and not (clause.asks or (clause.reports and HEDGE.search(clause.text))):
            return "states as a fact what the message only asks"
        # In the whole unit, not the window: an “if” at the beginning holds to its end.
        if STRONG_HEDGE.search(unit.text) and not (HEDGE.search(clause.text) or clause.asks):
            return "states as certain what the message leaves open"
        if FUTURE.search(parts) and not FUTURE.search(clause.text):
            past = {w.stem for w in needed if is_past(w.lower)}
            if past & {w.stem for w in unit.words if not is_past(w.lower)}:
                return "states as done what the message says is still to come"
        return ""

    def _window(self, clause: _Clause, needed: list[Word], unit: Unit) -> tuple[int, int] | str:
        """Return the shortest stretch of the unit that holds all of the claim; say so if it mixes in other facts."""
        wanted = {w.stem for w in needed} & unit.stems
        events = [(w.start, w.end, w.stem) for w in unit.words if w.stem in wanted]
        for i, fact in enumerate(clause.facts):
            given = self._facts(unit.text)
            events += [(f.start, f.end, f"fact {i}") for f in given if bears_out(fact, [f], unit.said)]
        mentioned = self._places_of_people(unit.text)
        events += [(start, start + 1, f"person {p}") for p, start in mentioned if p in clause.people]
        window = _shortest(sorted(events))
        if window is None:
            return 0, len(unit.text)
        start, end = window
        # From “tickets on 3 May, dinner on 4 May” nobody may make “tickets on 4 May”.
        for kinds in (("number",), ("time",), _DATES):
            if not any(f.kind in kinds for f in clause.facts):
                continue
            for fact in self._facts(unit.text):
                if fact.kind in kinds and start <= fact.start < end and not _claimed(fact, clause.facts, unit):
                    return f"leaves out {fact.text}, which stands between what it joins"
        if clause.people and clause.facts:
            for person, at in mentioned:
                if start <= at < end and person not in clause.people:
                    return f"leaves out {person}, who stands between what it joins"
        return window

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _clause(self, text: str, subject: str) -> _Clause:
        found = words(text)
        people = self._places_of_people(text)
        actor, reporter = "", ""
        reports = any(w.lower in REPORT_VERBS for w in found)
        if people and not _content_before(text, people[0][1]):
            actor = people[0][0]
            if reports and _reports_right_after(found, people[0][1]):
                reporter = actor
                later = [p for p, at in people[1:] if not _content_before(_after_report(text), at - _report_end(text))]
                actor = later[0] if later else actor
        else:
            by = next((p for p, at in people if re.search(r"\bby\s+$", text[:at])), "")
            actor = by or ("" if people else subject)
        return _Clause(
            text, tuple(found), self._facts(text), tuple(dict.fromkeys(p for p, _ in people)), actor, reporter, reports,
            any(w.lower in ASK_VERBS for w in found),
        )  # fmt: skip

    def _people_in(self, text: str) -> list[str]:
        return list(dict.fromkeys(p for p, _ in self._places_of_people(text)))

    def _places_of_people(self, text: str) -> list[tuple[str, int]]:
        return [(person, start) for person, start, _ in self._spans_of_people(text)]

    def _spans_of_people(self, text: str) -> tuple[tuple[str, int, int], ...]:
        """Return who is named in a text with where, from and to; of names that begin at one place the longest."""
        if text not in self._people_found:
            found: dict[tuple[str, int], int] = {}
            for name, person in self._names.items():
                for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
                    if match.group()[:1].isupper() or name.casefold() not in STOP_WORDS:
                        key = (person, match.start())
                        found[key] = max(found.get(key, 0), match.end())
            self._people_found[text] = tuple(
                sorted(((person, start, end) for (person, start), end in found.items()), key=lambda one: one[1])
            )
        return self._people_found[text]

    def _facts(self, text: str) -> tuple[Fact, ...]:
        """Return the facts of a text; the digits of a name are none."""
        found = read(text)
        if not found:
            return found
        names = self._spans_of_people(text)
        return tuple(f for f in found if not any(start < f.end and f.start < end for _, start, end in names))

    def _person(self, name: str) -> str:
        return self._names.get(name.casefold(), name)


def _name_index(names: Iterable[str]) -> dict[str, str]:
    """Return each form of a name with the person it stands for: the first name, as long as only one person has it."""
    people = list(dict.fromkeys(" ".join(n.split()) for n in names if n.strip()))
    first: dict[str, set[str]] = {}
    for person in people:
        first.setdefault(person.split()[0].casefold(), set()).add(person)
    index = {}
    for person in people:
        short = person.split()[0].casefold()
        only = len({p for p in first[short] if len(p.split()) > 1} or {person}) == 1
        whole = next((p for p in first[short] if len(p.split()) > 1), person) if only else person
        # A first name stands for a whole name only where exactly one whole name begins with it.
        index[person.casefold()] = whole
        if only and len(short) > 1:
            index[short] = whole
    return index


def _weight(text: str) -> bool:
    return any(w.is_content for w in words(text)) or bool(read(text))


def _content_before(text: str, at: int) -> bool:
    return any(w.is_content and w.lower not in SENTENCE_STARTERS for w in words(text[: max(at, 0)]))


def _reports_right_after(found: Sequence[Word], at: int) -> bool:
    # By hand, as in “Maya has just now said”: a verb further off reports something else.
    after = [w for w in found if w.start > at][:4]
    return any(w.lower in REPORT_VERBS for w in after)


def _report_end(text: str) -> int:
    return next((w.end for w in words(text) if w.lower in REPORT_VERBS), 0)


def _after_report(text: str) -> str:
    return text[_report_end(text) :]


def _claimed(fact: Fact, claimed: Sequence[Fact], unit: Unit) -> bool:
    return any(bears_out(c, [fact], unit.said) for c in claimed)


def _pairs(facts: Sequence[Fact], found: Sequence[Word]) -> set[tuple[object, str]]:
    pairs = set()
    for fact in facts:
        if fact.kind == "number":
            after = next((w for w in found if w.start >= fact.end), None)
            if after is not None and after.is_content and after.start - fact.end <= 2:
                pairs.add((fact.value, after.stem))
    return pairs


def _is_called(text: str, start: int, end: int) -> bool:
    """Say whether somebody named within a text is only spoken to: “You too, Maya!”."""
    after = text[end : end + 1]
    return after in ("!", "?") or (text[:start].rstrip().endswith(",") and after in ("", ",", "."))


def _is_explained(after: str) -> bool:
    """Say whether what comes after a name tells who that is: “, my brother, ”."""
    said = after[1:].lstrip()
    told = (FIRST_PERSON.match(said) and not FIRST_SUBJECT.match(said)) or OF_A_THING.match(said)
    return after.startswith(",") and bool(told) and "," in said


def _is_surely_english(found: Sequence[Word]) -> bool:
    """Say whether small words tell that a statement is English, and none that it is not: “a” tells neither."""
    said = {w.lower for w in found}
    return bool(said & (STOP_WORDS - FOREIGN_STOP_WORDS)) and not said & (FOREIGN_STOP_WORDS - STOP_WORDS)


def _parts(text: str) -> list[tuple[int, int]]:
    """Return where the statements of a text begin and end."""
    return list(pairwise([0, *(m.end() for m in PART_SPLIT.finditer(text)), len(text)]))


def _parts_over(text: str, window: tuple[int, int]) -> str:
    """Return the statements of a text that a window touches, joined."""
    return " ".join(text[a:b] for a, b in _parts(text) if a < window[1] and b > window[0])


def _denied(text: str, reply_at: int = 0) -> list[tuple[int, int]]:
    """Return the statements that deny something. A question is one if the reply to it, at `reply_at`, begins with “no”."""
    found = [(start, end) for start, end in _parts(text) if denies(text[start:end])]
    if reply_at and any(start <= reply_at < end for start, end in found):
        found.append((0, reply_at))
    return found


def _denied_elsewhere(clause: _Clause, needed: Sequence[Word], unit: Unit) -> str:
    """Return a word that the claim denies and the unit does not: “no cats” of “I don't like dogs, I have cats”."""
    denied = _denied(unit.text, unit.reply_at)
    there = {w.stem for w in unit.words if any(start <= w.start < end for start, end in denied)}
    for start, end in _denied(clause.text):
        for word in needed:
            if start <= word.start < end and word.stem in unit.stems - there:
                return word.written
    return ""


def _shortest(events: list[tuple[int, int, str]]) -> tuple[int, int] | None:
    """Return the shortest stretch over sorted (start, end, key) events that holds every key."""
    keys = {key for _, _, key in events}
    if not keys:
        return None
    best: tuple[int, int] | None = None
    counts: dict[str, int] = {}
    left = 0
    for right, (_, end, key) in enumerate(events):
        counts[key] = counts.get(key, 0) + 1
        while counts[events[left][2]] > 1:
            counts[events[left][2]] -= 1
            left += 1
        if len(counts) == len(keys) and (best is None or end - events[left][0] < best[1] - best[0]):
            best = (events[left][0], max(e for _, e, _ in events[left : right + 1]))
    return best
