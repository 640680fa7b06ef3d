"""Questions about a whole set ("how many", "who wrote most", "list all links"), answered exactly, over all of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.events import Sentence
from app.assistant.grounding.evidence import honest, one_line, who_and_when
from app.assistant.grounding.salience import excerpt
from app.assistant.languages.english import IRREGULAR, stem
from app.assistant.question.entities import Entity, EntityKind, forms_in, is_attached, items, untold
from app.assistant.question.forms import TimeUnit
from app.assistant.question.interpretation import Interpretation
from app.assistant.text.figures import money
from app.assistant.text.sentences import split
from app.assistant.text.words import stop_words_of
from app.assistant.times.wording import when
from app.text.wording import counted
from index.text.identities import region_of
from index.types.search import Filters, Hit, Query

if TYPE_CHECKING:
    from index.index import Index
    from index.types.kinds import HitOrder

# All three by hand: a few messages are enough to check an exact figure against, a dozen names fit two lines of a
# terminal, and nobody reads beyond 500 things. The figure itself always counts all of them.
_LISTED = 3
_NAMED = 12
_MOST = 500
"""Most things of a set that are listed one by one."""


@dataclass(frozen=True, slots=True)
class AggregateAnswer:
    """An exact answer and the messages that show it."""

    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]


def answer_from_set(reading: Interpretation, index: Index, now: datetime) -> AggregateAnswer | None:
    """Answer a whole-set question, or return None when the reading is none. Counts messages, not files."""
    found = _from_set(reading, index, now)
    if found is None or not reading.namesakes:
        return found
    return replace(found, sentences=(*found.sentences, *_of_each(reading, index, now)))


def _of_each(reading: Interpretation, index: Index, now: datetime) -> tuple[Sentence, ...]:
    """Return the figure of each of several people of one name who were counted as one: they may be two."""
    filters = reading.plan.filters
    counted_of = [person for person in index.people() if person.id in {*reading.namesakes} & {*filters.people}]
    if reading.whole_set not in ("count", "most", "least") or not counted_of:
        return ()
    of_each = []
    for person in counted_of:
        plan = replace(reading.plan, filters=replace(filters, people=(person.id,)), line="")
        if reading.things is not None and reading.whole_set != "count":
            figure = counted(len(_held(replace(reading, plan=plan), reading.things, index, now)[1]), "message")
        else:
            alone = _from_set(replace(reading, plan=plan, whole_set="count"), index, now)
            figure = alone.sentences[0].text.rstrip(".") if alone is not None else ""
        chats = ", ".join(person.chats[:_LISTED]) or "no chat"
        more = f" and {len(person.chats) - _LISTED:,} more" if len(person.chats) > _LISTED else ""
        of_each.append(f"p{person.id} {person.name} (in {chats}{more}): {figure}")
    return (Sentence(f"Each of them: {'; '.join(of_each)}.", ()),)


def _from_set(reading: Interpretation, index: Index, now: datetime) -> AggregateAnswer | None:
    filters = replace(reading.plan.filters, kind="message")
    # Things before messages: “how many links did Maya send” counts links, though it is a “count” as well.
    if reading.things is not None and reading.whole_set is not None:
        return _things(reading, reading.things, index, now)
    if reading.whole_set in ("chats", "people"):
        return _groups(reading, filters, index)
    if reading.whole_set == "busiest":
        return _busiest(reading, filters, index)
    if reading.whole_set == "count":
        return _count(reading, filters, index)
    if reading.whole_set in ("most", "least"):
        return _most(reading, filters, index)
    if reading.whole_set in ("first", "last"):
        return _end(reading, filters, index, now)
    if reading.end is not None and reading.about and reading.plan.last is None:
        return _end_on_a_matter(reading, filters, index, now)
    if reading.whole_set == "list":
        return _messages(reading, filters, index, now)
    if reading.whole_set == "when":
        return _when(reading, filters, index)
    if reading.whole_set == "company":
        return _company(reading, filters, index)
    return None


def _count(reading: Interpretation, filters: Filters, index: Index) -> AggregateAnswer:
    total = index.count(filters)
    noun = "message" if total == 1 else "messages"
    shown = tuple(index.messages(filters, newest=_LISTED)) if total else ()
    text = f"{total:,} {noun}{_of(reading)}."
    return AggregateAnswer((Sentence(text, tuple(range(1, len(shown) + 1))),), shown)


def _most(reading: Interpretation, filters: Filters, index: Index) -> AggregateAnswer:
    by_name: dict[str, tuple[int, ...]] = {}
    for person in index.people():
        if not filters.people or person.id in filters.people:
            by_name[person.name] = (*by_name.get(person.name, ()), person.id)
    counts = [(index.count(replace(filters, people=ids)), name, ids) for name, ids in by_name.items()]
    # By name among equals, so that the answer is always the same.
    ranked = sorted((c for c in counts if c[0]), key=lambda c: (-c[0], c[1]))
    if not ranked:
        return AggregateAnswer((Sentence(f"No messages{_of(reading)}.", ()),), ())
    least = reading.whole_set == "least"
    if least:
        ranked.reverse()
    most = ranked[0][0]
    leaders = [c for c in ranked if c[0] == most]
    shown = tuple(h for _, _, ids in leaders[:_LISTED] for h in index.messages(replace(filters, people=ids), newest=1))
    names = " and ".join(name for _, name, _ in leaders)
    each = " each" if len(leaders) > 1 else ""
    text = f"{names} wrote {'least' if least else 'most'}{_of(reading)}: {counted(most, 'message')}{each}."
    sentences = [Sentence(text, tuple(range(1, len(shown) + 1)))]
    others = [f"{name} {count:,}" for count, name, _ in ranked if count != most][:_LISTED]
    if others:
        sentences.append(Sentence(f"Then {', '.join(others)}.", ()))
    return AggregateAnswer((*sentences, *_of_one_name(index, filters, "together")), shown)


def _of_one_name(index: Index, filters: Filters, counted_how: str) -> tuple[Sentence, ...]:
    """Say of which names there are several people in a scope: whether these are one changes the figure."""
    how_many = Counter(name for name, _ in index.wrote(filters))
    several = [f"{name} ({number})" for name, number in how_many.items() if number > 1]
    if not several:
        return ()
    more = f" and {len(several) - _NAMED:,} more" if len(several) > _NAMED else ""
    named = ", ".join(several[:_NAMED])
    text = f"Several people of one name are counted {counted_how}: {named}{more}. `homebody people suggest` shows them."
    return (Sentence(text, ()),)


def _groups(reading: Interpretation, filters: Filters, index: Index) -> AggregateAnswer:
    people = reading.whole_set == "people"
    found = index.wrote(filters) if people else index.written_in(filters, mail=False)
    threads = [] if people else index.written_in(filters, mail=True)
    how_many = [counted(len(found), "person wrote", "people wrote") if people else counted(len(found), "chat")]
    how_many += [f"{counted(len(threads), 'thread')} of mail"] if threads else []
    sentences = [Sentence(f"{' and '.join(how_many if found else how_many[-1:])}{_of(reading)}.", ())]
    if found:
        listed = ", ".join(f"{name} ({number:,})" for name, number in found[:_NAMED])
        more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
        mails = sum(number for _, number in threads)
        folded = f"; in mail {counted(mails, 'message')}" if threads else ""
        sentences.append(Sentence(f"By messages: {listed}{more}{folded}.", ()))
    if people:
        sentences += _of_one_name(index, filters, "apart")
    return AggregateAnswer(tuple(sentences), tuple(index.messages(filters, newest=_LISTED)) if found or threads else ())


def _busiest(reading: Interpretation, filters: Filters, index: Index) -> AggregateAnswer:
    found = index.written_in(filters)
    if not found:
        return AggregateAnswer((Sentence(f"No messages{_of(reading)}.", ()),), ())
    most = found[0][1]
    names = " and ".join(name for name, number in found if number == most)
    sentences = [Sentence(f"{names}{_of(reading)}: {counted(most, 'message')}.", ())]
    if rest := ", ".join(f"{name} {number:,}" for name, number in found[:_NAMED] if number < most):
        sentences.append(Sentence(f"Then {rest}.", ()))
    return AggregateAnswer(tuple(sentences), ())


def _things(reading: Interpretation, things: EntityKind, index: Index, now: datetime) -> AggregateAnswer:
    """List, count or end a set of things; a thing that stands in several messages is one, and cites all of them."""
    hits, found = _held(reading, things, index, now)
    if reading.whole_set in ("most", "least"):
        return _by_sender(reading, things, found)
    others: tuple[Sentence, ...] = ()
    if reading.whole_set == "count":
        found, others = _as_written(things, found)
    by_text: dict[str, list[Entity]] = {}
    for item in found:
        by_text.setdefault(_one_of(things, item), []).append(item)
    of_all = len(by_text)
    if things.only:
        by_text = _ends_of(things, by_text, found)
        found = [item for same in by_text.values() for item in same]
    shown = list({item.hit.id: item.hit for item in found}.values())
    places = {hit.id: n for n, hit in enumerate(shown, 1)}
    head = _heading(things, len(by_text), len(shown))
    if len(by_text) < of_all:
        # “The last 3 photos” out of five are said to be 3 of 5.
        head = f"{len(by_text):,} of {of_all:,} {things.many}"
    maybe = _untold(things, hits, {hit.id for hit in shown})
    if maybe:
        head = f"{head}, and {maybe}" if found else maybe
    sentences = [Sentence(f"{head}{_of(reading)}.", ())]
    if reading.whole_set == "count":
        latest = (shown or untold(things, hits))[-_LISTED:]
        said = Sentence(sentences[0].text, tuple(range(1, len(latest) + 1)))
        return AggregateAnswer((said, *others), tuple(latest))
    if reading.whole_set != "list":
        sentences = [] if found else [Sentence(f"No {things.many}{_of(reading)}.", ())]
        if maybe:
            sentences.append(Sentence(f"Besides, {maybe}.", ()))
    sentences += [_item_of(things, same, places, now) for same in list(by_text.values())[:_MOST]]
    if len(by_text) > _MOST:
        sentences.append(Sentence(f"These are the first {_MOST:,} of {len(by_text):,}.", ()))
    return AggregateAnswer(tuple(sentences), tuple(shown))


def _item_of(things: EntityKind, same: Sequence[Entity], places: Mapping[str, int], now: datetime) -> Sentence:
    """Return an item of a list: the thing, who wrote it and when, in how many messages it is, and its sentence."""
    hit = same[0].hit
    shown = f"“{excerpt(same[0].text)}”" if things.whole else same[0].text
    label = who_and_when(hit, now)
    cites = tuple(dict.fromkeys(places[item.hit.id] for item in same))
    often = f", {len(cites):,} messages" if len(cites) > 1 else ""
    shown = f"{shown} ({label}{often})" if label else shown
    if not things.whole and (said := _sentence_with(same[0])):
        shown = f"{shown}: “{said}”"
    return Sentence(shown, cites, verbatim=True)


def _held(
    reading: Interpretation, things: EntityKind, index: Index, now: datetime
) -> tuple[Sequence[Hit], list[Entity]]:
    """Return the messages that may hold such things, and the things that stand in them and in files."""
    filters = reading.plan.filters
    hits = index.holding(things.what, replace(filters, kind="message"), _looked_for(things))
    if reading.plan.last is not None:
        newest = {h.id for h in index.messages(replace(filters, kind="message"), newest=reading.plan.last)}
        hits = [h for h in hits if h.id in newest]
    found = list(items(things, hits, region_of(now.tzinfo) if now.tzinfo else None))
    # Files have no sender and no chat, so a question for somebody's invoices is one for messages.
    if things.files and filters.kind not in ("message", "mail") and not (filters.conversations or filters.people):
        found += [Entity(hit.text, hit) for hit in index.files_about(things.words, filters)]
    if reading.whole_set in ("first", "last"):
        found = found[:1] if reading.whole_set == "first" else found[-1:]
    return hits, found


def _looked_for(things: EntityKind) -> tuple[str, ...]:
    """Return the words by which the store may leave messages out: those that all forms begin with."""
    if not all(word.isascii() for word in things.words):  # SQL folds the case of nothing else
        return ()
    if len(things.words) != 1 or len(things.words[0].split()) != 1:
        return things.words
    (word,) = things.words
    low, base = word.casefold(), stem(word.casefold())
    if low in IRREGULAR or base in IRREGULAR.values():
        return ()
    alike = next(
        (n for n, (one, other) in enumerate(zip(low, base, strict=False)) if one != other), min(len(low), len(base))
    )
    return (low[:alike],) if alike > 2 else ()


def _by_sender(reading: Interpretation, things: EntityKind, found: Sequence[Entity]) -> AggregateAnswer:
    """Tell who mentions a word most or least, of those who do."""
    by_name = Counter(item.hit.sender for item in found if item.hit.sender)
    if not by_name:
        return AggregateAnswer((Sentence(f"No {things.many}{_of(reading)}.", ()),), ())
    least = reading.whole_set == "least"
    ranked = sorted(by_name.items(), key=lambda one: (one[1] if least else -one[1], one[0]))
    best = ranked[0][1]
    leaders = [name for name, number in ranked if number == best]
    shown = [item.hit for item in found if item.hit.sender in leaders][-_LISTED:]
    each = " each" if len(leaders) > 1 else ""
    text = (
        f"{' and '.join(leaders)} wrote {'least' if least else 'most'}{_of(reading)}: {counted(best, 'message')}{each}."
    )
    sentences = [Sentence(text, tuple(range(1, len(shown) + 1)))]
    if others := [f"{name} {number:,}" for name, number in ranked if number != best][:_NAMED]:
        sentences.append(Sentence(f"Then {', '.join(others)}.", ()))
    return AggregateAnswer((*sentences, *_counted_as(things, found)), tuple(shown))


def _as_written(things: EntityKind, found: list[Entity]) -> tuple[list[Entity], tuple[Sentence, ...]]:
    """Return what has a word as it is written, and in how many more messages other forms of it stand."""
    if things.what != "words" or len(things.words) != 1:
        return found, ()
    word = things.words[0].casefold()
    of_each = [(item, forms_in(word, item.text)) for item in found]
    own = [item for item, forms in of_each if word in forms or not forms]
    others = Counter(form for _, forms in of_each if word not in forms for form in forms)
    if not others:
        return own, ()
    told = ", ".join(
        f"“{form}” in {number:,}" for form, number in sorted(others.items(), key=lambda one: (-one[1], one[0]))
    )
    return own, (Sentence(f"Not counted, as they are other words: {told}.", ()),)


def _counted_as(things: EntityKind, found: Sequence[Entity]) -> tuple[Sentence, ...]:
    """Return in which forms a word was counted, where it was in another than the question's."""
    if things.what != "words" or len(things.words) != 1:
        return ()
    forms = Counter(form for item in found for form in forms_in(things.words[0], item.text))
    if not set(forms) - {things.words[0].casefold()}:
        return ()
    told = ", ".join(
        f"“{form}” in {number:,}" for form, number in sorted(forms.items(), key=lambda one: (-one[1], one[0]))
    )
    return (Sentence(f"Counted: {told}.", ()),)


def _untold(things: EntityKind, hits: Sequence[Hit], known: Collection[str]) -> str:
    """Return how many more files may be such things, in words; nothing where each export says what its files are."""
    maybe = untold(things, hits)
    if not maybe:
        return ""
    if things.whole:
        count = len({hit.id for hit in maybe} - set(known))
        more = "message" if count == 1 else "messages"
        return f"{count:,} {more} with media (the export does not say which)" if count else ""
    which = "photo, video" if len(maybe) == 1 else "photos, videos"
    return f"{len(maybe):,} {which} or other media (the export does not say which)"


def _one_of(things: EntityKind, item: Entity) -> str:
    """Return what makes a thing another one: its text, for files their message too, for messages that alone."""
    if things.whole:
        return item.hit.id
    if is_attached(things):
        return f"{item.hit.id} {item.text}"
    if things.what == "amount" and len(read := money(item.text)) == 1:
        return f"{read[0].value.normalize():f} {read[0].unit}"
    # “0171 392-0014” is “0171 3920014”.
    return re.sub(r"[^\d+]", "", item.text) if things.what == "number" else item.text


def _sentence_with(item: Entity) -> str:
    """Return the sentence in which a thing stands, where it says more than the thing, and no order to a model."""
    said = next((one for one in split(honest(item.hit.text)) if item.text in one), "")
    return excerpt(said) if said.strip(" .!?") != item.text else ""


def _ends_of(things: EntityKind, by_text: dict[str, list[Entity]], found: Sequence[Entity]) -> dict[str, list[Entity]]:
    """Return the last, or first, so many things; one that stands in several messages is as new as the newest of them."""
    if things.only < 0:
        return dict(list(by_text.items())[: -things.only])
    newest = list(dict.fromkeys(_one_of(things, item) for item in reversed(found)))[: things.only]
    return {text: by_text[text] for text in reversed(newest)}


def _heading(things: EntityKind, count: int, held_by: int) -> str:
    noun = things.one if count == 1 else things.many
    if things.whole or count == held_by:
        return f"{count:,} {noun}"
    return f"{count:,} {noun} in {counted(held_by, 'message')}"


def _end(reading: Interpretation, filters: Filters, index: Index, now: datetime) -> AggregateAnswer:
    last = reading.whole_set == "last"
    hits = index.messages(filters, newest=1) if last else index.messages(filters, limit=1)
    if not hits:
        return AggregateAnswer((Sentence(f"No messages{_of(reading)}.", ()),), ())
    hit = hits[0]
    quoted = _quoted(hit)
    moment = when(hit.time, now)
    at = f" on {moment}" if moment else ""
    where = f" in {hit.chat}" if hit.chat and not reading.plan.chat else ""
    text = f"{hit.sender or 'Someone'} {'last' if last else 'first'} wrote{at}{where}: {quoted}"
    if not reading.plan.person:
        at = f", {moment}" if moment else ""
        text = f"The {'last' if last else 'first'} message is from {hit.sender or 'someone'}{at}{where}: {quoted}"
    return AggregateAnswer((Sentence(text, (1,)),), (hit,))


def _end_on_a_matter(reading: Interpretation, filters: Filters, index: Index, now: datetime) -> AggregateAnswer | None:
    """Quote the newest or oldest messages with all words of a matter; None where none has them."""
    last = reading.end == "last"
    order: HitOrder = "newest" if last else "oldest"
    stop_words = stop_words_of(reading.question)
    query = Query(reading.plan.text, filters, _LISTED, all=True, order=order, stop_words=stop_words)
    hits = index.search(query).hits
    if not hits:
        return None
    sentences = []
    for n, hit in enumerate(hits, 1):
        label = who_and_when(hit, now)
        which = "" if n == 1 else "Before that: " if last else "After that: "
        said = f"{label}: “{excerpt(honest(hit.text), reading.about)}”"
        sentences.append(Sentence(f"{which}{said}", (n,), verbatim=True))
    return AggregateAnswer(tuple(sentences), tuple(hits))


def _messages(reading: Interpretation, filters: Filters, index: Index, now: datetime) -> AggregateAnswer:
    """List the last so many messages, or the first, as they stand."""
    most = min(abs(reading.only) or _MOST, _MOST)
    hits = index.messages(filters, newest=most) if reading.only >= 0 else index.messages(filters, limit=most)
    if not hits:
        return AggregateAnswer((Sentence(f"No messages{_of(reading)}.", ()),), ())
    said = (f"{who_and_when(hit, now)}: {_quoted(hit)}" for hit in hits)
    sentences = [Sentence(text, (n,), verbatim=True) for n, text in enumerate(said, 1)]
    if len(hits) < abs(reading.only):
        sentences.insert(0, Sentence(f"There are {counted(len(hits), 'message')}{_of(reading)}.", ()))
    return AggregateAnswer(tuple(sentences), tuple(hits))


def _quoted(hit: Hit) -> str:
    return f"“{one_line(hit.text)}”" if hit.text.strip() else "(no text)"


_SPELLED: dict[TimeUnit, str] = {
    "hour": "%H:00–%H:59", "day": "%a %-d %b %Y", "weekday": "%A", "week": "the week of %a %-d %b %Y", "month": "%B %Y",
    "year": "%Y",
}  # fmt: skip


def _when(reading: Interpretation, filters: Filters, index: Index) -> AggregateAnswer:
    """Say in which month, on which day or at which hour most was written, or least of those with messages."""
    by = reading.by or "month"
    counts: Counter[str] = Counter()
    for moment, number in index.written_at(filters):
        start = moment - timedelta(days=moment.weekday()) if by == "week" else moment
        counts[start.strftime(_SPELLED[by])] += number
    # By the order of time among equals, so that the answer is always the same.
    ranked = sorted(counts.items(), key=lambda one: one[1] if reading.fewest else -one[1])
    if not ranked:
        return AggregateAnswer((Sentence(f"No messages{_of(reading)}.", ()),), ())
    most = ranked[0][1]
    leaders = [said for said, number in ranked if number == most]
    each = " each" if len(leaders) > 1 else ""
    which = "least of those with messages" if reading.fewest else "most"
    named = " and ".join(leaders[:_NAMED]) + (f" and {len(leaders) - _NAMED:,} more" if len(leaders) > _NAMED else "")
    sentences = [Sentence(f"{named}{_of(reading)}: {which}, {counted(most, 'message')}{each}.", ())]
    if then := ", ".join(f"{said} {number:,}" for said, number in ranked[len(leaders) :][:_LISTED]):
        sentences.append(Sentence(f"Then {then}.", ()))
    return AggregateAnswer(tuple(sentences), ())


def _company(reading: Interpretation, filters: Filters, index: Index) -> AggregateAnswer:
    """Compare the chats of two by whom they are with."""
    mine = {p.name for p in index.people() if p.is_me}
    chats: dict[str, tuple[int, ...]] = {}
    for chat in index.chats(filters.conversations):
        for name in set(chat.people) - mine:
            chats[name] = (*chats.get(name, ()), chat.id)
    counts = [(index.count(replace(filters, conversations=ids)), name) for name, ids in chats.items()]
    ranked = sorted(counts, key=lambda one: (one[0] if reading.fewest else -one[0], one[1]))
    most = ranked[0][0]
    leaders = [name for number, name in ranked if number == most]
    each = " each" if len(leaders) > 1 else ""
    which = "Least" if reading.fewest else "Most"
    text = f"{which} with {' and '.join(leaders[:_NAMED])}{_of(reading)}: {counted(most, 'message')}{each}."
    sentences = [Sentence(text, ())]
    if then := ", ".join(f"{name} {number:,}" for number, name in ranked[len(leaders) :][:_NAMED]):
        sentences.append(Sentence(f"Then {then}.", ()))
    return AggregateAnswer(tuple(sentences), ())


def _of(reading: Interpretation) -> str:
    line = reading.plan.line
    return "" if line in ("", "everything") else f" ({line})"
