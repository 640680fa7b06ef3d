"""A request read by code: flags and question become exact filters, before any model is asked.

People and chats are taken from a question only when they match someone known and are used as speaker or place ("what did
Maya say", "in the Cabin chat"); times only when they bound messages, not events.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.evidence import when
from app.assistant.language import (
    ASKED_FOR,
    EXPECTED,
    LAST_N,
    MESSAGES,
    NAMES_THAT_ARE_WORDS,
    NUMBER_WORDS,
    QUESTION_GLUE,
    ROOM,
    SET_GLUE,
    SET_QUESTIONS,
    SPEAKS_OF_MESSAGES,
    SPEECH,
    STOP_WORDS,
    Expect,
    SetKind,
    stem,
)
from app.assistant.times import Found, Span, describe, find_span, read_span
from app.assistant.types import Plan, Scope
from app.assistant.words import content, words
from index.errors import AmbiguousName, BadQuery, NotFound
from index.types import Filters, PersonInfo

if TYPE_CHECKING:
    from index.index import Index


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with its plan and what else code could read in it.

    `named` are the people it names (display names), `near` the time of the event it asks about, which prefers messages
    without excluding others. `about` holds the stems that carry its content, names left out.
    """

    plan: Plan
    question: str
    expects: Expect
    named: tuple[str, ...] = ()
    near: Span | None = None
    about: tuple[str, ...] = ()
    whole_set: SetKind | None = None


def plan_scope(scope: Scope, index: Index, now: datetime, text: str = "") -> Plan:
    """Resolve the flags exactly; `text` stays what is searched for.

    Raises NotFound and AmbiguousName for names, BadQuery for times and counts that cannot be read.
    """
    if scope.new and (scope.last is not None or scope.since or scope.until or scope.target):
        raise BadQuery(
            "“New” already says which messages: those since you last asked.",
            "Leave out --last, --since, --until and the file, or --new.",
        )
    if scope.last is not None and scope.last < 1:
        raise BadQuery(f"--last {scope.last} selects nothing.", "Give a number of at least 1.")
    since = read_span(scope.since, now).start if scope.since else None
    until = read_span(scope.until, now).end if scope.until else None
    if since and until and since >= until:
        raise BadQuery(f"“{scope.since}” to “{scope.until}” ends before it begins.", "Swap --since and --until.")
    filters = Filters(
        conversations=index.find_conversations(scope.chat) if scope.chat else (),
        people=index.find_people(scope.person) if scope.person else (),
        sources=(scope.source,) if scope.source else (),
        kind=scope.kind,
        since_ms=_epoch_ms(since) if since else None,
        until_ms=_epoch_ms(until) if until else None,
        ids=index.part_of(scope.target) if scope.target else (),
    )
    mark = index.mark(_mark_key(filters)) if scope.new else None
    if mark is not None:
        filters = replace(filters, after=mark[0])
    plan = Plan(
        filters=filters,
        text=text,
        line="",
        chat=_chat_title(index, filters.conversations) if scope.chat else None,
        person=_person_name(index, filters.people) if scope.person else None,
        since=since.isoformat() if since else None,
        until=(until - timedelta(milliseconds=1)).isoformat(timespec="seconds") if until else None,
        last=scope.last,
        asked=datetime.fromtimestamp(mark[1] // 1000, now.tzinfo).isoformat() if mark else None,
        target=scope.target,
    )
    return replace(plan, line=line_of(plan, Span(since, until), now, scope))


def mark_of(plan: Plan) -> str:
    """Return the key under which the index remembers how far a plan's scope was told."""
    return _mark_key(plan.filters)


def _mark_key(filters: Filters) -> str:
    scope = (sorted(filters.conversations), sorted(filters.people), sorted(filters.sources), filters.kind)
    return json.dumps(scope)


def plan_question(question: str, scope: Scope, index: Index, now: datetime) -> Reading:
    """Read a question within the flags. Flags win over what the question says. Raises as `plan_scope` does."""
    question = " ".join(question.split())
    if not question:
        raise BadQuery("There is no question.", 'Write one: homebody ask "what time does the train leave?"')
    people = index.people()
    rest = question
    named = named_people(question, people)
    kind = next((kind for kind, pattern in SET_QUESTIONS if pattern.search(question)), None)

    last_n = LAST_N.search(rest)
    if last_n:
        kind = None if kind in ("last", "first") else kind
        rest = _cut(rest, last_n.span())
        if scope.last is None:
            number = last_n.group(1).casefold()
            scope = replace(scope, last=int(number) if number.isdigit() else NUMBER_WORDS[number])

    scope, rest = _chat_in(rest, scope, index)
    speaker = _speaker_in(rest, people, any_use=kind in ("count", "last", "first"))
    if speaker and scope.person is None and _known(index, speaker[0], strict=kind is not None):
        scope = replace(scope, person=speaker[0])
        rest = _cut(rest, speaker[1])

    found = find_span(rest, now)
    near: Span | None = None
    if found and scope.since is None and scope.until is None:
        if (
            found.bounded
            or (kind and kind != "last")
            or (SPEAKS_OF_MESSAGES.search(question) and not _asks_when(question))
        ):
            scope = _with_span(scope, found)
            rest = _cut(rest, (found.start, found.end))
        else:
            near = found.span

    names = {w.stem for person in named for w in words(person)}
    glue = _glue_stems() | {stem(w) for w in ASKED_FOR.get(expected(question), ())}
    about = tuple(dict.fromkeys(s for s in content(rest, names) if s not in glue))
    if kind and not all(s in _set_stems() for s in about):
        kind = None
    plan = plan_scope(scope, index, now, text=rest.strip(" ?") if about or not _is_filtered(scope) else "")
    if about and kind is None:
        topic = " ".join(w.written for w in words(rest) if w.is_content and w.stem in about)
        plan = replace(plan, line=f"{plan.line}, about: {topic}" if _is_filtered(scope) else f"about: {topic}")
    return Reading(plan, question, expected(question), named, near, about, kind)


def expected(question: str) -> Expect:
    """Return the kind of thing that an answer to the question has to hold."""
    return next((kind for kind, pattern in EXPECTED if pattern.search(question)), "other")


def named_people(text: str, people: Sequence[PersonInfo]) -> tuple[str, ...]:
    """Return the display names of the known people that a text names, by full or by first name."""
    found = {}
    for person in people:
        for form in _forms(person.name):
            match = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE)
            if match and _reads_as_name(match, text):
                found[person.name] = match.start()
                break
    return tuple(sorted(found, key=lambda name: found[name]))


def line_of(plan: Plan, span: Span, now: datetime, scope: Scope) -> str:
    """Return the plan in one line: "from Maya, in Cabin trip, 3–9 Nov, the last 15"."""
    parts = [
        f"from {plan.person}" if plan.person else "",
        f"in {plan.chat}" if plan.chat else "",
        f"{scope.kind}s only" if scope.kind else "",
        f"source {scope.source}" if scope.source else "",
        describe(span, now),
        scope.target or "",
        (f"new since {when(datetime.fromisoformat(plan.asked), now)}" if plan.asked else "all, for the first time")
        if scope.new
        else "",
        (f"the last {plan.last}" if plan.last > 1 else "the last one") if plan.last else "",
    ]
    return ", ".join(p for p in parts if p) or "everything"


def _speaker_in(text: str, people: Sequence[PersonInfo], *, any_use: bool) -> tuple[str, tuple[int, int]] | None:
    """Return the person whose words are asked for, and the part of the text that says so."""
    if re.search(
        rf"\b(?:did|have|had|do) I (?:ever |last |first )?{SPEECH}\b|\bmy (?:own )?{MESSAGES}\b", text
    ) and any(p.is_me for p in people):
        return "me", (0, 0)
    for name in named_people(text, people):
        for form in _forms(name):
            n = rf"{re.escape(form)}(?:['’]s)?"
            uses = [
                rf"\b(?:did|does|has|had|what|will|would) {n} (?:\w+ )?{SPEECH}\b(?: (?:me|us))?",
                rf"\b{n} (?:last |first |just |ever )?{SPEECH}\b(?: (?:me|us))?",
                rf"\b{n} (?:(?:last|latest|first|newest) )?(?:\d+ )?(?:{MESSAGES}|opinion)\b",
                rf"\b(?:{MESSAGES}|news|word|anything|something|things|links|photos) (?:from|by|of) {n}(?!\w)",
                rf"\baccording to {n}(?!\w)",
                rf"^(?:from|by) {n}(?!\w)",
            ]
            if any_use:
                uses.append(rf"\b(?:from |by |did |does |has |heard? from )?{n}(?!\w)")
            for use in uses:
                match = re.search(use, text, re.IGNORECASE)
                if match:
                    return form, match.span()
    return None


def _chat_in(text: str, scope: Scope, index: Index) -> tuple[Scope, str]:
    if scope.chat is not None:
        return scope, text
    titles = sorted({c.title for c in index.conversations() if c.title.strip()}, key=len, reverse=True)
    for title in titles:
        t = rf"[“\"']?{re.escape(title.strip())}[”\"']?"
        match = re.search(
            rf"\b(?:in|on|from|of) (?:the |our |my )?{t}(?: {ROOM})?(?!\w)|\b(?:the |our )?{t} {ROOM}\b",
            text,
            re.IGNORECASE,
        )
        if match and not _is_a_person(title, index, match.group()):
            return replace(scope, chat=title), _cut(text, match.span())
    return scope, text


def _is_a_person(title: str, index: Index, used: str) -> bool:
    """Tell a person from the direct chat of that name: "from Maya" means her, "in the Maya chat" the chat."""
    if re.search(rf"\b{ROOM}\b", used, re.IGNORECASE):
        return False
    return any(title.casefold() == p.name.casefold() for p in index.people())


def _known(index: Index, name: str, *, strict: bool) -> bool:
    try:
        return bool(index.find_people(name))
    except NotFound:
        return False
    except AmbiguousName:
        if strict:  # counting the wrong person would be a wrong answer, searching all of them is not
            raise
        return False


def _with_span(scope: Scope, found: Found) -> Scope:
    span = found.span
    return replace(
        scope,
        since=span.start.isoformat(timespec="seconds") if span.start else None,
        until=(span.end - timedelta(seconds=1)).isoformat(timespec="seconds") if span.end else None,
    )


def _asks_when(question: str) -> bool:
    return expected(question) in ("when", "clock")


def _forms(name: str) -> tuple[str, ...]:
    name = " ".join(name.split())
    first = name.split(" ")[0]
    return (name, first) if first != name and len(first) > 1 else ((name,) if name else ())


def _reads_as_name(match: re.Match[str], text: str) -> bool:
    """Names that are also words ("Will", "May", "Mark") have to be written with a capital, and not as the first word."""
    written = match.group()
    if written.casefold() not in STOP_WORDS and written.casefold() not in NAMES_THAT_ARE_WORDS:
        return True
    return written[:1].isupper() and text[: match.start()].strip() != ""


def _cut(text: str, span: tuple[int, int]) -> str:
    return " ".join((text[: span[0]] + " " + text[span[1] :]).split())


def _is_filtered(scope: Scope) -> bool:
    return scope != Scope()


def _glue_stems() -> frozenset[str]:
    return frozenset(s for word in QUESTION_GLUE for s in (word, *content(word)))


def _set_stems() -> frozenset[str]:
    return frozenset(s for word in SET_GLUE for s in (word, *content(word)))


def _epoch_ms(moment: datetime) -> int:
    return (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _chat_title(index: Index, ids: tuple[int, ...]) -> str | None:
    return next((c.title for c in index.conversations() if c.id in ids), None)


def _person_name(index: Index, ids: tuple[int, ...]) -> str | None:
    return next((p.name for p in index.people() if p.id in ids), None)
