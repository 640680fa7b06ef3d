"""A question that goes on from the one before it: "and what did Tom say?", "and last month?", "when was that?"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.assistant.question.forms import SPEECH
from app.assistant.question.interpretation import FollowUpContext, Interpretation
from app.assistant.types import Scope
from index.types.listings import PersonInfo

# “and what did Tom say?”, “What about May?”, “but then”; not “android”
_OPENING = re.compile(
    r"^\W*(?:(?:and|but|or|so|also|then) )?(?:what about|how about|and|but|or|so|also|then)\b[\s,]*", re.IGNORECASE
)
# “did she ever write?”, “what he said”
_PERSON = re.compile(
    rf"\b(?:did|does|has|had|will|would) (?:he|she|they) (?:\w+ )?{SPEECH}\b|\b(?:he|she|they) {SPEECH}\b",
    re.IGNORECASE,
)
# “when was that?”, “how much is it?”
_THING = re.compile(r"\b(?:it|that|this|there|those|these|them|he|she|they|him|her|his|their|its)\b", re.IGNORECASE)
# “who else?”, “and anybody else?”, “what about the others?”
_OTHERS = re.compile(
    r"^\W*(?:(?:and|but) )?(?:who|anyone|anybody|someone|somebody) else\b|^\W*(?:and |but )?(?:what about )?the others\b",
    re.IGNORECASE,
)
_BUT = "anyone but "


def opening(question: str) -> int | None:
    """Return where a question begins after the word by which it goes on from another, None when it has none."""
    match = _OPENING.match(question)
    return match.end() if match and question[match.end() :].strip(" ?!.") else None


def leans_on(question: str, reading: Interpretation) -> bool:
    """Say whether a question without such a word means something said before, or is about nothing by itself."""
    if _THING.search(question):
        return True
    return not (reading.about or reading.whole_set or reading.plan.last) and not reading.named


def resolve(reading: Interpretation, question: str, before: FollowUpContext, *, flags: Scope) -> Interpretation:
    """Return the reading with what it lacks taken from what came before. Flags and what the question says win."""
    plan = reading.plan
    ours, theirs = plan.filters, before.filters
    person, people = plan.person, ours.people
    if not people and flags.person is None:
        # This question's own name or flag wins over the last question's.
        person, people = before.person, theirs.people
    time = (plan.since, plan.until, ours.since_ms, ours.until_ms)
    if not (plan.since or plan.until):
        time = (before.since, before.until, theirs.since_ms, theirs.until_ms)
    chat, conversations = (plan.chat, ours.conversations) if ours.conversations else (before.chat, theirs.conversations)
    filters = replace(
        ours,
        people=people,
        conversations=conversations,
        sources=ours.sources or theirs.sources,
        kind=ours.kind or theirs.kind,
        since_ms=time[2],
        until_ms=time[3],
    )
    plan = replace(plan, filters=filters, person=person, chat=chat, since=time[0], until=time[1])
    # “And last month?” has no topic of its own and repeats the last question whole.
    if not reading.about and reading.whole_set is None:
        return replace(
            reading,
            plan=replace(plan, text=before.text, last=plan.last or before.last),
            expects=before.expects if reading.expects == "other" else reading.expects,
            named=reading.named or before.named,
            about=before.about,
            whole_set=before.whole_set,
            things=before.things,
        )
    if reading.whole_set is None and _THING.search(question):
        own = " ".join(_THING.sub(" ", plan.text).split())
        # What both questions name is searched for once.
        topic = before.text if not set(before.about) <= set(reading.about) else ""
        plan = replace(plan, text=f"{own} {topic}".strip())
        return replace(reading, plan=plan, about=tuple(dict.fromkeys((*reading.about, *before.about))))
    return replace(reading, plan=plan)


def speaker(question: str, before: FollowUpContext) -> str | None:
    """Return whom "he" or "she" means as the one who said something: the person asked for, else the one quoted."""
    if not _PERSON.search(question):
        return None
    # The person asked for was named by the user; the one quoted was merely found.
    return before.person or before.quoted or (before.named[0] if len(before.named) == 1 else None)


def others(question: str, before: FollowUpContext, people: Sequence[PersonInfo]) -> tuple[str, tuple[int, ...]] | None:
    """Return whom "who else?" means: in words, and everyone but those who were asked for, else the one who was quoted."""
    if not _OTHERS.search(question):
        return None
    again = (before.person or "").startswith(_BUT)
    asked = () if again else before.filters.people
    left_out = {p.id for p in people if p.id in asked or (not asked and p.name == before.quoted)}
    within = {*before.filters.people} if again else {p.id for p in people}
    names = list(dict.fromkeys(p.name for p in people if p.id in left_out))
    if again:
        names = [(before.person or "").removeprefix(_BUT), *names]
    return but(names, within - left_out) if names else None


def but(names: Sequence[str], ids: Collection[int]) -> tuple[str, tuple[int, ...]]:
    """Return everybody but some, in words, and the ids of those who are left."""
    return _BUT + " and ".join(names), tuple(sorted(ids))
