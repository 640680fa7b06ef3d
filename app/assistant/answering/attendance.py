"""Who is coming: the answers of the chat that was asked, by person, each as it stands last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.answering.aggregation import AggregateAnswer
from app.assistant.answering.working import quoted
from app.assistant.events import Sentence
from app.assistant.grounding.evidence import one_line, who_and_when
from app.assistant.grounding.salience import excerpt
from app.assistant.question.interpretation import Interpretation
from app.assistant.text.attendance import Answer, answered, asking
from app.assistant.text.words import content
from index.types.search import Hit

if TYPE_CHECKING:
    from index.index import Index

# By hand: nobody asks who is coming this many messages ago and means it still, and answers come within three weeks.
_LOOKED_AT = 20_000
_ANSWERED_WITHIN = timedelta(days=21)
_AROUND = 3
"""Messages before the asking one, which may name what it is about."""
_HEADINGS: tuple[tuple[Answer, str], ...] = (
    ("comes", "Coming"),
    ("stays away", "Not coming"),
    ("unsure", "Not sure"),
)


def answer_who_comes(reading: Interpretation, index: Index, now: datetime) -> AggregateAnswer | None:
    """Answer "who is coming?" out of the chat where that was asked last, or return None where it is not asked."""
    asked = asking(reading.question)
    if asked is None or reading.whole_set is not None or reading.plan.person:
        return None
    topic = frozenset(content(reading.question[: asked[0]] + " " + reading.question[asked[1] :])) & set(reading.about)
    messages = index.messages(replace(reading.plan.filters, kind="message"), newest=_LOOKED_AT)
    at = _newest_asking(messages, topic)
    if at is None:
        return None
    question, chat = messages[at], messages[at].chat
    latest: dict[str, tuple[Answer, Hit]] = {}
    open_, before = True, None
    for hit in messages[at + 1 :]:
        if hit.chat != chat or not hit.sender or not hit.time or not question.time:
            continue
        if hit.time - question.time > _ANSWERED_WITHIN or asking(hit.text) is not None:
            break
        said = answered(hit.text, asked_before=open_)
        said = before if said == "same" else said
        if said is None:
            open_ = open_ and "?" not in hit.text
            continue
        before = said
        latest[hit.sender] = (said, hit)
    if not latest:
        return None
    return _told(question, latest, now)


def _newest_asking(messages: Sequence[Hit], topic: frozenset[str]) -> int | None:
    """Return the place of the newest message that asks who is coming, on the topic where there is one."""
    for at in range(len(messages) - 1, -1, -1):
        hit = messages[at]
        if not hit.sender or asking(hit.text) is None:
            continue
        near = [one.text for one in messages[max(0, at - _AROUND) : at + 1] if one.chat == hit.chat]
        if topic <= frozenset(content(" ".join((*near, hit.chat or "")))):
            return at
    return None


def _told(question: Hit, latest: dict[str, tuple[Answer, Hit]], now: datetime) -> AggregateAnswer:
    hits = [question, *(hit for _, hit in latest.values())]
    places = {hit.id: n for n, hit in enumerate(hits, 1)}
    sentences = []
    for state, heading in _HEADINGS:
        people = [(name, hit) for name, (said, hit) in latest.items() if said == state]
        if people:
            names = ", ".join(name for name, _ in people)
            sentences.append(
                Sentence(f"{heading}: {names} ({len(people)}).", tuple(places[hit.id] for _, hit in people))
            )
    label = who_and_when(question, now)
    sentences.append(Sentence(f"Asked by {label}: “{excerpt(one_line(question.text))}”", (1,), verbatim=True))
    sentences += [quoted(hit, places[hit.id], now) for hit in hits[1:]]
    return AggregateAnswer(tuple(sentences), tuple(hits))
