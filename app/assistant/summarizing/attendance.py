"""Who is coming, gathered out of a selection: one line a chat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from app.assistant.events import Sentence
from app.assistant.grounding.evidence import honest
from app.assistant.grounding.salience import excerpt
from app.assistant.summarizing.key_points import KeyPoint
from app.assistant.summarizing.participants import Participants
from app.assistant.text.attendance import Answer, answered, asking
from app.assistant.text.sentences import split
from app.assistant.text.words import content
from index.types.search import Hit

# By hand: answers come within three weeks of the question.
_ANSWERED_WITHIN = timedelta(days=21)
# By hand: “I'm in!” says no more than yes, “only from Saturday, work on Friday” does.
_SAYS_MORE, _WORDS = 2, 16
_SAID: tuple[tuple[Answer, str], ...] = (("comes", "Coming"), ("stays away", "Not coming"), ("unsure", "Not sure"))


def gathered(
    points: Sequence[KeyPoint], messages: Sequence[Hit], people: Participants
) -> Iterator[tuple[str, Sentence, int]]:
    """Yield for each chat in which people say whether they come its line, and the place of its newest answer."""
    spoken = {point.place for point in points if point.kind == "attendance"}
    taken = {place for point in points if point.kind != "attendance" for place in point.places}
    by_chat: dict[str, dict[str, tuple[Answer, int]]] = {}
    open_since: dict[str, Hit] = {}
    before: dict[str, Answer | None] = {}
    for place, hit in enumerate(messages):
        if hit.kind != "message" or not hit.sender:
            continue
        chat = hit.chat or ""
        if asking(hit.text) is not None:
            open_since[chat] = hit
            continue
        question = open_since.get(chat)
        asked = (
            question is not None
            and question.time is not None
            and hit.time is not None
            and hit.time - question.time <= _ANSWERED_WITHIN
        )
        if not asked and place not in spoken:
            continue
        said = answered(hit.text, asked_before=asked)
        said = before.get(chat) if said == "same" else said
        if said is None:
            if "?" in hit.text:
                open_since.pop(chat, None)
            continue
        before[chat] = said
        by_chat.setdefault(chat, {})[hit.sender] = (said, place)
    for chat, all_answers in by_chat.items():
        answers = _recent(all_answers, messages)
        if all(place in taken for _, place in answers.values()):
            continue
        yield chat, _line(answers, messages, people), max(place for _, place in answers.values())


def _recent(answers: dict[str, tuple[Answer, int]], messages: Sequence[Hit]) -> dict[str, tuple[Answer, int]]:
    """Return the answers that are of the same occasion as the newest one."""
    newest = messages[max(place for _, place in answers.values())].time
    if newest is None:
        return answers
    return {
        sender: (said, place)
        for sender, (said, place) in answers.items()
        if (time := messages[place].time) is None or newest - time <= _ANSWERED_WITHIN
    }


def _line(answers: dict[str, tuple[Answer, int]], messages: Sequence[Hit], people: Participants) -> Sentence:
    told, cites = [], []
    for state, heading in _SAID:
        some = [place for said, place in answers.values() if said == state]
        if some:
            told.append(f"{heading}: {', '.join(_name(messages[place], people) for place in some)}")
            cites += [place + 1 for place in some]
    return Sentence("; ".join(told), tuple(sorted(cites)), verbatim=True)


def _name(hit: Hit, people: Participants) -> str:
    """Return who answered, with their words where they say more than a yes or no."""
    name = people.short(hit)
    name = "you" if name == "You" else name
    more = [part for part in split(honest(hit.text)) if len(content(part)) >= _SAYS_MORE]
    return f"{name} (“{excerpt(' '.join(more), at_most=_WORDS)}”)" if more else name
