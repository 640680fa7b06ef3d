"""A question that goes on from the one before it: "and what did Tom say?", "and last month?", "when was that?"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.assistant.languages.english import QUESTION_GLUE
from app.assistant.question.forms import SPEECH
from app.assistant.question.interpretation import FollowUpContext, Interpretation
from app.assistant.text.words import words
from app.assistant.types import Plan, Scope
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
# “how much does it cost?”
_IT = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
# “what did Tom say?”, “did she come?”; not “in Italian?”
_ASKS = re.compile(
    r"\W*(?:(?:in|on|at|for|to|with|from) )?(?:who|whom|whose|what|which|when|where|why|how|did|does|do|is|are|was|were|"
    r"has|have|had|can|could|will|would|should|list|show|give|tell|find)\b",
    re.IGNORECASE,
)
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


def leans_on(question: str, reading: Interpretation, before: FollowUpContext) -> bool:
    """Say whether a question without such a word means something said before, or is about nothing by itself."""
    if _THING.search(question):
        return True
    if reading.about or reading.whole_set or reading.plan.last:
        return False
    plan = reading.plan
    of_another = plan.person is not None and not (plan.since or plan.until or plan.chat)  # “what did Tom say?”
    return not reading.named or (of_another and before.whole_set is None and bool(before.about))


def resolve(reading: Interpretation, question: str, before: FollowUpContext, *, flags: Scope) -> Interpretation:
    """Return the reading with what it lacks taken from what came before. Flags and what the question says win."""
    plan = reading.plan
    ours, theirs = plan.filters, before.filters
    person, people = plan.person, ours.people
    # “How much does it cost?” asks after the thing; whoever spoke of it before is not the only one who may know.
    of_the_thing = _IT.search(question) is not None and reading.expects != "other"
    if not people and flags.person is None and not of_the_thing:
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
            plan=replace(plan, text=_joined(question, reading, before), last=plan.last or before.last),
            expects=before.expects if reading.expects == "other" else reading.expects,
            named=reading.named or before.named,
            about=before.about,
            whole_set=before.whole_set,
            things=before.things,
            by=before.by,
            fewest=before.fewest,
            only=before.only,
        )
    if (said := opening(question)) is not None and reading.whole_set is None and not _ASKS.match(question[said:]):
        return _instead(reading, plan, before)
    if reading.whole_set is None and _THING.search(_PERSON.sub(" ", question)):
        own = " ".join(_THING.sub(" ", plan.text).split())
        # What both questions name is searched for once.
        topic = before.text if not set(before.about) <= set(reading.about) else ""
        plan = replace(plan, text=f"{own} {topic}".strip())
        return replace(reading, plan=plan, about=tuple(dict.fromkeys((*reading.about, *before.about))))
    return replace(reading, plan=plan)


def _joined(question: str, reading: Interpretation, before: FollowUpContext) -> str:
    """Return what is searched for where the matter is the one of before: with what this question asks of it ("cost")."""
    if not before.about or reading.expects == "other":
        return before.text
    own = [
        w.written
        for w in words(_THING.sub(" ", question))
        if w.is_content and w.lower not in QUESTION_GLUE and w.stem not in before.about
    ]
    return " ".join((*own, _matter(before))) if own and not reading.named else before.text


def _matter(before: FollowUpContext) -> str:
    return " ".join(w.written for w in words(before.text) if w.stem in before.about) or before.text


def _instead(reading: Interpretation, plan: Plan, before: FollowUpContext) -> Interpretation:
    """Put a piece of a question in the place of the like one of before: "and in Italian?" after "… in German?"."""
    own = plan.text.strip(" ?")
    expects = before.expects if reading.expects == "other" else reading.expects
    leading = re.match(r"(in|on|at|for|to|with|by|of) (?=\w)", own, re.IGNORECASE)
    if leading is None or not before.about:  # “and the car?” is the same question of another thing
        return replace(reading, plan=plan, expects=expects)
    like = re.compile(rf"\b{leading[1]} (?:the |my |our )?[\w-]+", re.IGNORECASE)
    found = list(like.finditer(before.text))
    rest = before.text if not found else f"{before.text[: found[-1].start()]} {before.text[found[-1].end() :]}"
    kept = [w for w in words(rest) if w.stem in before.about]
    text = " ".join((*(w.written for w in kept), own))
    about = tuple(dict.fromkeys((*(w.stem for w in kept), *reading.about)))
    return replace(reading, plan=replace(plan, text=text), about=about, expects=expects)


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
