"""A question read by code: it and the flags become exact filters, before any model is asked.

People and chats are taken from a question only when they match someone known and are used as speaker or place ("what did
Maya say", "in the Cabin chat"); times only when they bound messages, not events.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.languages.english import AMOUNT_WORDS, CODE_WORDS, IDLE_WORDS, NUMBER_WORDS, QUESTION_GLUE, stem
from app.assistant.question import followup, question_times
from app.assistant.question.draft import Draft, Remainder
from app.assistant.question.entities import EntityQuestion, asked, first_said, mentioned, most_said, what_is_in
from app.assistant.question.forms import (
    AGENDA,
    ANYTHING,
    ASKED_FOR,
    ASKS_WHAT,
    BY_MAIL,
    CHANGED,
    CHAT_WITH,
    COUNTS_TO,
    EXPECTED,
    FIRST_N,
    FRAME,
    GATHERED,
    I_READ,
    IN_FILES,
    IN_SOURCE,
    IS_A_GROUP,
    IS_LISTED,
    LAST_N,
    LEAVES_OUT,
    NAMES_AN_END,
    OUR_CHAT,
    ROOM,
    SAYS_A_NUMBER,
    SET_QUESTIONS,
    SOURCE_WORDS,
    SPEAKS_OF_MESSAGES,
    SPEECH,
    UNCOUNTED,
    UNITS,
    WHATS_NEW,
    WHO_IS_IN,
    Expect,
)
from app.assistant.question.interpretation import FollowUpContext, Interpretation
from app.assistant.question.people import chats_named, chats_with, namesakes, people_named, people_of, with_namesakes
from app.assistant.question.scope import epoch_ms, line_of, plan_scope
from app.assistant.question.speakers import (
    all_but,
    chat_with,
    company,
    compared,
    done_by_me,
    flat,
    forms,
    named_people,
    received,
    speakers_in,
    unknown_name,
    written_to,
)
from app.assistant.text.cues import denies
from app.assistant.text.small_talk import small_talk
from app.assistant.text.translation import group_words, idle_words, in_english, language_of, named_kinds
from app.assistant.text.words import content, words
from app.assistant.times.reading import TimeMatch, find_span, read_span, time_like
from app.assistant.times.spans import TimeRange, shifted
from app.assistant.types import Plan, Scope
from app.home.config import DateOrder
from index.errors import BadQuery, NotFound, OwnerUnknown
from index.types.listings import ChatInfo, PersonInfo
from index.types.search import Filters, Query

if TYPE_CHECKING:
    from index.index import Index


def plan_question(
    question: str,
    scope: Scope,
    index: Index,
    now: datetime,
    before: FollowUpContext | None = None,
    *,
    dates: DateOrder = "",
) -> Interpretation:
    """Read a question within the flags. Flags win over what the question says. Raises as `plan_scope` does.

    `dates` is the order in which the owner writes a date in numbers; one that needs it and has it not is a BadQuery.
    `before` is what the conversation was about; a question that only goes on from there takes from it what it lacks.
    """
    question = unicodedata.normalize("NFC", " ".join(question.split()))
    if not question:
        raise BadQuery("There is no question.", 'Write one: homebody ask "what time does the train leave?"')
    if (said := small_talk(question)) is not None:
        return Interpretation(Plan(Filters(), "", ""), question, "other", small_talk=said)
    people = index.people()
    language = language_of(question)
    standing_in, spoken = question_times.stood_in(question, language, now, dates, _names(index, people))
    read = compared(in_english(standing_in, language), people)
    opening = followup.opening(read) if before is not None else None
    draft = Draft(read, Remainder(read), scope, dates=dates, spoken=spoken)
    draft.idle = IDLE_WORDS | idle_words(language)
    if opening is not None:
        draft.take((0, opening))
    draft.past = question_times.is_past(question, language)
    named = named_people(read, people)
    if scope.person is None and (left_out := all_but(draft.rest, people)):
        draft.left_out = left_out.names
        draft.left.take_used(left_out.match)
        named = named_people(draft.rest, people)
    said_by = followup.speaker(read, before) if before is not None and scope.person is None else None
    _take_each(draft, people, index, now, said_by, goes_on=opening is not None)
    timeless = draft.rest.replace(draft.near_text, " ") if draft.near_text else draft.rest
    rest = question_times.as_written(draft.rest, draft.spoken)

    times = time_like(timeless, now, language)[1]
    broken = time_like(timeless if language == "en" else question, now, language)[0]
    unread = _keep_to_the_set(draft, people, broken, times)
    about = _about(draft, rest, named, people)
    if who := _talked(draft, rest, about):
        about = tuple(one for one in about if not any(one in content(word) for word in who))
        rest = " ".join(part for part in rest.split() if part.strip("?!.,;:") not in who)
        unread = (*unread, *_take_group(draft, who, index))
    about = () if draft.agenda else about
    searched = rest.strip(" ?") if about or not _is_filtered(draft.scope) else ""
    if about and (language not in ("en", "th") or draft.end):  # their small words are no stop words of the search
        searched = " ".join(w.written for w in words(rest) if w.is_content and w.stem in about)
    plan = _but_them(plan_scope(draft.scope, index, now, text=searched, dates=dates), draft, people, index, now)
    if draft.kind == "company":
        plan = _in_company(plan, draft, people, index)
    stranger = "" if named or draft.scope.person else unknown_name(rest) or ""
    reading = Interpretation(
        plan, question, expected(read), named, draft.near, about, draft.kind, draft.things, stranger,
        by=draft.by, fewest=draft.fewest, only=draft.only if draft.kind == "list" else 0, end=draft.end,
        agenda=draft.agenda,
    )  # fmt: skip
    if before is not None and (opening is not None or followup.leans_on(read, reading, before)):
        reading = followup.resolve(reading, read, before, flags=scope)
        if scope.person is None and (left := followup.others(read, before, people)):
            reading = replace(reading, plan=_among(reading.plan, *left, now, draft.scope), named=())
        line = line_of(reading.plan, _span_of(reading.plan), now, draft.scope)
        reading = replace(reading, plan=replace(reading.plan, line=line))
    of_all = not (reading.plan.text or reading.whole_set or reading.plan.person or reading.plan.chat)
    if of_all and (reading.plan.filters.since_ms or 0) > epoch_ms(now):
        reading = replace(reading, agenda=True)  # nothing was said of it yet: “what happens on Monday?”
    reading = _with_namesakes(reading, draft, people)
    plan = _with_topic(reading, rest, filtered=_is_filtered(draft.scope))
    near = None if draft.of_what else reading.near
    return replace(reading, plan=question_times.stated(plan, near, unread, now), unread=unread)


def _take_each(
    draft: Draft, people: Sequence[PersonInfo], index: Index, now: datetime, said_by: str | None, *, goes_on: bool
) -> None:
    """Read what is asked for, of which chat and source, by whom and when.

    Each step cuts out the words it has read, so what may contain another's words goes first: a chat's title may hold a name
    (“Maya's birthday”), and a name may be a month (“May”).
    """
    if (match := WHATS_NEW.search(draft.rest)) or (match := ANYTHING.search(draft.rest)):
        draft.take(match.span(), "anything")
    _take_chat_with(draft, people, index)
    _take_set(draft)
    _refuse_unknown_chat(draft)
    _take_company(draft, people, index)
    _take_chat(draft, index, now)
    if draft.kind is None and draft.scope.chat is not None and WHO_IS_IN.search(draft.question):
        draft.kind = "people"
    _take_source(draft)
    _take_mention(draft, index, now)
    if said_by:
        draft.scope = replace(draft.scope, person=said_by)
    if not draft.left_out and draft.kind != "company":
        _take_person(draft, people, index, bare=goes_on)
    _take_time(draft, index, now, always=goes_on)


def _talked(draft: Draft, rest: str, about: Sequence[str]) -> tuple[str, ...]:
    """Return the words for those whose talk of a time is asked for ("the family"), which are no topic of it."""
    if draft.kind is not None or draft.end is not None or not draft.scope.timed or draft.near is not None:
        return ()
    said = [part for part in re.findall(r"[^\s?!.,;:]+", rest) if set(content(part)) & set(about)]
    who = tuple(part for part in said if part.casefold() in group_words())
    told = re.search(rf"\bdid (?:the |my |our )?(?P<who>\S+) (?:\w+ )?(?:{SPEECH}|{GATHERED})\b", rest, re.IGNORECASE)
    return who if len(who) == len(said) or (told is not None and told["who"] in who) else ()


def _take_group(draft: Draft, who: Sequence[str], index: Index) -> tuple[str, ...]:
    """Keep to the one chat with such a word in its title; return the words where no chat can be told by them."""
    if draft.scope.chat is not None:
        return ()
    wanted = {word.lower for one in who for word in words(one)}
    found = [
        chat for chat in index.chats() if chat.kind != "mail" and wanted & {word.lower for word in words(chat.title)}
    ]
    if len(found) != 1:
        return tuple(who)
    draft.scope = replace(draft.scope, chat=f"c{found[0].id}")
    return ()


def _with_namesakes(reading: Interpretation, draft: Draft, people: Sequence[PersonInfo]) -> Interpretation:
    """Return the reading with the people of one name who are read as one, and the plan's line with how many they are."""
    ids = draft.partners or (() if draft.left_out else reading.plan.filters.people)
    same = namesakes((person for person in people if not person.is_me), ids)
    if not same:
        return reading
    line = with_namesakes(reading.plan.line, people, ids)
    them = tuple(person.id for of_one in same.values() for person in of_one)
    return replace(reading, plan=replace(reading.plan, line=line), namesakes=them)


def _about(draft: Draft, rest: str, named: Sequence[str], people: Sequence[PersonInfo]) -> tuple[str, ...]:
    """Return the stems that carry what a question is about; names are not searched for, unless there is nothing else."""
    names = {w.stem for person in named for w in words(person)}
    asked_for = (*ASKED_FOR.get(expected(draft.question), ()), *(NAMES_AN_END if draft.end else ()))
    if changed := CHANGED.search(draft.question):
        asked_for = (*asked_for, changed["verb"].casefold())
    glue = _glue_stems() | {stem(w) for w in asked_for}
    about = tuple(dict.fromkeys(s for s in content(rest, names) if s not in glue))
    if not about and draft.kind is None and named_people(rest, people):  # “what about Maya?”
        about = tuple(w.stem for w in words(rest) if w.stem in names)
    return about


def _keep_to_the_set(
    draft: Draft, people: Sequence[PersonInfo], broken: Sequence[str], times: Sequence[str]
) -> tuple[str, ...]:
    """Take back that a question is of a whole set, where it has words that an answer over all of it would pass over.

    Returns those words where they are to be told, and what looks like a time and is none. A number is of what was asked,
    or it is not given; the other kinds of sets are searched for instead.
    """
    idle = draft.idle
    if draft.kind is None and draft.listed and not (broken or times or draft.left.unused(idle)):
        draft.kind, draft.only = "list", draft.scope.last or 0
    if draft.kind is None:
        return _uncounted(draft, broken, times)
    unused = tuple(question_times.as_written(part, draft.spoken) for part in draft.left.unused(idle))
    unread = tuple(dict.fromkeys((*broken, *times, *(part for part in unused if not _within(part, (*broken, *times))))))
    # What is asked of somebody, also of the owner, is no question of all.
    of_me = draft.scope.person is None and not draft.left_out and done_by_me(draft.rest)
    if not unread and not of_me and not named_people(draft.rest, people):
        return ()
    if (
        draft.kind in ("count", "most", "least", "busiest", "when", "company")
        or SAYS_A_NUMBER.search(draft.question)
        or not unused
        or any(LEAVES_OUT.search(part) or denies(part) for part in unused)
    ):
        draft.kind, draft.things = "uncounted", None
        return unread
    place = rf"\b(?:from|by|in|to|on|of) (?:the |my |our )?(?:{'|'.join(map(re.escape, unused))})"
    if re.search(place, draft.rest.partition(" about ")[0]):  # whose or where it is, and no topic
        draft.kind, draft.things = "uncounted", None
        return unread
    draft.end = draft.kind if draft.kind in ("first", "last") and draft.things is None else None
    draft.kind = draft.things = None
    return _uncounted(draft, broken, times)


def _uncounted(draft: Draft, broken: Sequence[str], times: Sequence[str]) -> tuple[str, ...]:
    if not UNCOUNTED.search(draft.question):
        return tuple(broken)
    draft.kind, draft.things = "uncounted", None
    return tuple(broken or times)


def _within(part: str, others: Sequence[str]) -> bool:
    return any(part in other for other in others)


def _names(index: Index, people: Sequence[PersonInfo]) -> frozenset[str]:
    """Return the words of all names, in lower case: what is one's name is no time in another language."""
    # The subject of a mail names nobody, and many are about a month or a day.
    named = (*(person.name for person in people), *(chat.title for chat in index.chats() if chat.kind != "mail"))
    return frozenset(word.lower for name in named for word in words(name))


def _take_set(draft: Draft) -> None:
    for kind, pattern in SET_QUESTIONS:
        if match := pattern.search(draft.rest):
            draft.kind = kind
            draft.left.use(match)
            break
    if draft.kind == "when":
        _take_unit(draft)
    if match := I_READ.search(draft.rest):
        draft.left.use(match)
    of_things = asked(draft.rest)
    if of_things is not None:
        draft.kind, draft.things = of_things.kind, of_things.things
        draft.left.use(of_things.match)
        if draft.things.only or (draft.things.whole and not draft.things.words):
            draft.left.take_used(of_things.match)
    first_n = FIRST_N.search(draft.rest)
    if first_n and draft.things is None:
        draft.kind, draft.only = "list", -_number(first_n)
        draft.take(first_n.span(), "messages")
        return
    last_n = LAST_N.search(draft.rest)
    if last_n:
        draft.listed = IS_LISTED.search(draft.question) is not None
        draft.kind = None if draft.kind in ("last", "first") else draft.kind
        draft.take(last_n.span())
        if draft.scope.last is None:
            draft.scope = replace(draft.scope, last=_number(last_n))


def _number(match: re.Match[str]) -> int:
    number = next(group for group in match.groups() if group).casefold()
    return int(number) if number.isdigit() else NUMBER_WORDS[number]


def _take_unit(draft: Draft) -> None:
    """Read "which month … most" as the unit of time by which messages are counted."""
    found = next(match for kind, pattern in SET_QUESTIONS if kind == "when" and (match := pattern.search(draft.rest)))
    said = found.group().casefold()
    draft.by = next(unit for unit, name in UNITS if re.search(rf"\b{name}\b", said))
    draft.fewest = re.search(r"\b(?:least|fewest|quietest)\b", said) is not None
    draft.left.take_used(found)


def _take_company(draft: Draft, people: Sequence[PersonInfo], index: Index) -> None:
    """Read "did I write more with Maya or with Tom" as a comparison of the chats of two."""
    found = company(draft.rest, people)
    if found is None:
        return
    draft.company, match = found
    if not any(p.is_me for p in people):
        people_named(index, "me")
    draft.partners = tuple(number for name in draft.company for number in people_named(index, name))
    draft.kind, draft.things = "company", None
    draft.fewest = "less" in match.group().casefold() or "least" in match.group().casefold()
    if re.search(rf"\b{SPEECH}\b", match.group()) and draft.scope.person is None:
        draft.scope = replace(draft.scope, person="me")
    draft.left.take_used(match)


def _chats_of_two(index: Index, names: Sequence[str], people: Sequence[PersonInfo]) -> list[ChatInfo]:
    """Return the owner's chats of two, with these people or, without names, with anybody."""
    ids = {number for name in names for number in people_named(index, name)}
    wanted = {p.name for p in people if p.id in ids}
    mine = {p.name for p in people if p.is_me}
    found = [chat for chat in index.chats() if len(set(chat.people) - mine) == 1 and len(chat.people) <= 2]
    return [chat for chat in found if not names or set(chat.people) & wanted]


def _mention_in(text: str) -> EntityQuestion | None:
    return mentioned(text) or first_said(text) or most_said(text)


def _take_mention(draft: Draft, index: Index, now: datetime) -> None:
    mention = _mention_in(draft.rest)
    if mention is None:
        return
    draft.kind = "count"
    whole = (draft.left.copy(), draft.scope)
    _take_time(draft, index, now)
    without = _mention_in(draft.rest)
    if without is None:  # the time is what is mentioned
        draft.left, draft.scope = whole
    mention = without or mention
    (word,) = mention.things.words
    # A phrase in quotes is meant as it stands.
    word = word if re.match(r"[“\"'‘«„]", mention.match["word"]) else _bare(word, draft.idle)
    draft.kind, draft.things = mention.kind, replace(mention.things, words=(word,))
    draft.left.use(mention.match)
    draft.take((mention.match.start("word"), len(draft.rest)))


_ARTICLE = 3
"""Letters of the longest article; longer words of no weight ("message") may be what is mentioned."""


def _bare(phrase: str, idle: Set[str]) -> str:
    """Return a phrase that is counted without the articles of its language before it: "viaduc" of "le viaduc"."""
    while (first := re.match(rf"(?P<word>[^\W\d_]{{1,{_ARTICLE}}})(?: +|['’])(?=\w)", phrase)) is not None:
        if first["word"].casefold() not in idle - IDLE_WORDS:
            break
        phrase = phrase[first.end() :]
    return phrase


def _but_them(plan: Plan, draft: Draft, people: Sequence[PersonInfo], index: Index, now: datetime) -> Plan:
    """Return the plan without what those wrote whom the question leaves out."""
    if not draft.left_out:
        return plan
    within = plan.filters.conversations
    sources = plan.filters.sources
    gone = [n for name in draft.left_out for n in people_named(index, name, chats=within, sources=sources)]
    draft.partners = tuple(gone)
    known = {p.id: p.name for p in people}
    names = list(dict.fromkeys(known[number] for number in gone if number in known))
    return _among(plan, *followup.but(names, [p.id for p in people if p.id not in gone]), now, draft.scope)


def _in_company(plan: Plan, draft: Draft, people: Sequence[PersonInfo], index: Index) -> Plan:
    """Return the plan for the chats of two with those who are compared. Raises NotFound where there are none."""
    chats = _chats_of_two(index, draft.company, people)
    if not chats:
        raise NotFound("There is no chat of two with them.", "Name a chat where both of you write: --in CHAT.")
    line = f"in chats of two with {' and '.join(draft.company)}" if draft.company else "in chats of two"
    filters = replace(plan.filters, conversations=tuple(chat.id for chat in chats))
    return replace(plan, filters=filters, line=", ".join(part for part in (plan.line, line) if part != "everything"))


def _take_source(draft: Draft) -> None:
    """Read "on WhatsApp", "by e-mail", "in my notes" as the kind of source."""
    if draft.scope.source is None and (match := IN_SOURCE.search(draft.rest)):
        draft.scope = replace(draft.scope, source=SOURCE_WORDS[(match["on"] or match["of"]).casefold()])
        draft.take(match.span())
    elif draft.scope.source is None and (match := BY_MAIL.search(draft.rest)):
        draft.scope = replace(draft.scope, source="email")
        if match.group().split()[0].casefold() in FRAME:
            draft.take(match.span())
    if draft.scope.kind is None and draft.kind is None and (match := IN_FILES.search(draft.rest)):
        draft.scope = replace(draft.scope, kind="file")
        draft.take(match.span())


def _take_person(draft: Draft, people: Sequence[PersonInfo], index: Index, *, bare: bool) -> None:
    if draft.scope.chat is None:
        _take_addressee(draft, people, index)
    of_a_set = draft.kind in ("count", "last", "first", "list", "chats") or draft.scope.last is not None
    speaker = speakers_in(draft.rest, people, any_use=bare or of_a_set, lists_only=draft.kind in ("most", "least"))
    if speaker is None and of_a_set and draft.scope.person is None and (span := received(draft.rest)):
        draft.left_out = ("me",)
        draft.take(span)
        return
    if speaker is None:
        nobody = unknown_name(draft.rest) if draft.kind in ("count", "last", "first") else None
        if nobody and draft.scope.person is None and not named_people(draft.rest, people):
            people_named(index, nobody)  # a name that nobody has is told, not searched for
        return
    if draft.scope.person is None and all(_known(index, name, draft.scope) for name in speaker.names):
        draft.scope = replace(draft.scope, person=", ".join(speaker.names))
        draft.left.take_used(speaker.match)
    elif draft.scope.person is not None and all(_may_mean(index, name, draft.scope.person) for name in speaker.names):
        draft.left.take_used(speaker.match)  # the flag says which of those of this name


def _take_addressee(draft: Draft, people: Sequence[PersonInfo], index: Index) -> None:
    """Read "to Elena" as the chats of two with her."""
    found = written_to(draft.rest, people)
    if found is None or not (re.search(r"\b(?:I|me)\b", draft.rest) or "last" in draft.rest):
        return
    if not any(p.is_me for p in people):
        people_named(index, "me")
    mine = {p.name for p in people if p.is_me}
    ids = people_of(index, found[0])
    named = {p.name for p in people if p.id in ids} - mine
    of_two = {c.id: partner for c in index.chats() if len(partner := {*c.people} - mine) == 1 and partner <= named}
    chats = [*of_two]
    if len(set().union(*of_two.values())) > 1:
        chats = [*chats_with(index, (found[0],))]  # which asks who is meant
    if not chats and draft.kind in ("count", "last", "first"):
        who = " or ".join(sorted(named)) or found[0]
        raise NotFound(f"There is no chat of two with {who}.", "Name a chat where both of you write: --in CHAT.")
    if chats:
        only_me = found[2] and re.search(r"\bI\b", draft.rest) and draft.scope.person is None
        in_them = ", ".join(f"c{number}" for number in chats)
        draft.scope = replace(draft.scope, chat=in_them, person="me" if only_me else draft.scope.person)
        draft.take(found[1])
        if me := re.search(r"\b(?:(?:did|do|have|had) )?I\b", draft.rest):
            draft.take(me.span())


def _is_agenda(draft: Draft, found: TimeMatch | None) -> bool:
    """Say whether a question asks for what is on at a time, and for nothing else."""
    match = AGENDA.search(draft.rest)
    if match is None or draft.kind is not None or draft.scope.chat or draft.scope.person or draft.scope.last:
        return False
    left = draft.left.copy()
    left.use(match)
    if found is not None:
        left.take((found.start, found.end))
    return not left.unused(draft.idle)


def _take_agenda(draft: Draft, found: TimeMatch | None, index: Index, now: datetime) -> None:
    if found is None:
        draft.scope = replace(draft.scope, since=now.date().isoformat())
        return
    if not _WAS.search(draft.rest):
        said = question_times.as_written(draft.rest[found.start : found.end], draft.spoken)
        found = replace(found, span=_coming(found.span, said, index, now))
    draft.scope = _with_span(draft.scope, found)
    draft.take((found.start, found.end))


_WAS = re.compile(r"\b(?:did|was|were|had)\b", re.IGNORECASE)


def _coming(span: TimeRange, said: str, index: Index, now: datetime) -> TimeRange:
    """Return the coming day of such a name for one that is over: what is on is not past.

    A weekday is next week's; a date without a year is next year's where the calendars have anything then.
    """
    if span.start is None or span.end is None or span.end > now or re.search(r"\d{4}", said):
        return span
    if span.end - span.start <= timedelta(days=1, hours=1) and now - span.start <= timedelta(days=8):
        return TimeRange(shifted(span.start, timedelta(days=7)), shifted(span.end, timedelta(days=7)))
    try:
        later = TimeRange(span.start.replace(year=span.start.year + 1), span.end.replace(year=span.end.year + 1))
    except ValueError:  # 29 February
        return span
    if later.start is None or later.end is None or later.end <= now:
        return span
    filters = Filters(sources=("calendar",), since_ms=epoch_ms(later.start), until_ms=epoch_ms(later.end))
    return later if index.tally(Query("", filters)).passages else span


def _take_time(draft: Draft, index: Index, now: datetime, *, always: bool = False) -> None:
    if draft.scope.timed or COUNTS_TO.search(draft.question):
        return
    found = question_times.found_in(draft.rest, draft.question, now, draft.dates, past=draft.past)
    if found is None and draft.kind is not None and draft.things is not None:
        found = question_times.bare_year(draft.rest, now)
    draft.agenda = _is_agenda(draft, found)
    if draft.agenda:
        _take_agenda(draft, found, index, now)
        return
    if found is None:
        return
    if _take_time_left_out(draft, found, now):
        return
    of_messages = SPEAKS_OF_MESSAGES.search(draft.question) and not _asks_when(draft.question)
    before, left = draft.rest[: found.start], _cut(draft.rest, (found.start, found.end))
    said = draft.rest[found.start : found.end]
    if _SAID_OF.search(before):
        draft.near, draft.near_text, draft.of_what = found.span, said, True
        return
    # “Anything last week?” has nothing else to say but the time.
    alone = not _asks_when(draft.question) and all(s in _glue_stems() for s in content(left))
    of_messages = of_messages or alone
    # Otherwise the time may be one that messages speak of: plans for Friday are made before Friday. Then it only
    # raises messages.
    if always or found.bounded or (draft.kind and draft.kind != "last") or of_messages:
        draft.scope = _with_span(draft.scope, found)
        draft.take((found.start, found.end))
    else:
        draft.near, draft.near_text = found.span, said


# “ but not in ”, “, except for ”, “ not on ”
_BUT = re.compile(
    r"(?:(?P<but>,| but| and)? not| except(?: for)?| excluding| other than| apart from| aside from| outside(?: of)?)"
    r"(?: (?:in|on|during|for|from|of))? $",
    re.IGNORECASE,
)


def _take_time_left_out(draft: Draft, found: TimeMatch, now: datetime) -> bool:
    """Read "but not in 2026" as all but that time; say whether a time is one that is left out."""
    match = _BUT.search(draft.rest[: found.start])
    # In a figure's question a "not" alone may deny anything.
    if match is None or (draft.kind is not None and match.group().split()[0] == "not"):
        return False
    said = re.sub(r"^(?:in|on|during|for|from|of) ", "", draft.rest[found.start : found.end], flags=re.IGNORECASE)
    span = _with_span(Scope(), found)
    try:
        as_said = read_span(said, now, order=draft.dates) == found.span
    except BadQuery:
        as_said = False
    draft.scope = replace(draft.scope, without=(*draft.scope.without, Scope(during=said) if as_said else span))
    draft.take((match.start(), found.end))
    return True


_SAID_OF = re.compile(
    r"(?<!talk )(?<!talked )(?<!talking )(?<!speaking )(?<!chatting )(?<!speak )(?<!spoke )(?<!chat )\babout $",
    re.IGNORECASE,
)
"""A time that something was said of is no time at which it was said."""


def _with_topic(reading: Interpretation, rest: str, *, filtered: bool) -> Plan:
    plan, things = reading.plan, reading.things
    if reading.whole_set is None and reading.about:
        topic = " ".join(w.written for w in words(plan.text or rest) if w.stem in reading.about)
        filtered = filtered or plan.line not in ("", "everything")
        if reading.end is not None:
            topic += ", newest first" if reading.end == "last" else ", oldest first"
        return replace(plan, line=f"{plan.line}, about: {topic}" if filtered else f"about: {topic}")
    if things is not None and things.whole and len(things.words) < 2:
        return replace(plan, line=f"{plan.line}, with {what_is_in(things)}")
    if reading.only < 0:
        return replace(plan, line=f"{plan.line}, the first {-reading.only}")
    if things is not None and things.only:
        which = f"{'last' if things.only > 0 else 'first'} {abs(things.only)}"
        return replace(plan, line=f"{plan.line}, the {which} {things.many}")
    return plan


def _among(plan: Plan, said: str, ids: Sequence[int], now: datetime, scope: Scope) -> Plan:
    """Return a plan for what these people wrote."""
    plan = replace(plan, person=said, filters=replace(plan.filters, people=tuple(ids)))
    return replace(plan, line=line_of(plan, _span_of(plan), now, scope))


def _span_of(plan: Plan) -> TimeRange:
    since = datetime.fromisoformat(plan.since) if plan.since else None
    until = shifted(datetime.fromisoformat(plan.until), timedelta(seconds=1)) if plan.until else None
    return TimeRange(since, until)


# By hand: “plan” is no “pin”, and “Mietpreis” is a price.
_COMPOUNDED = 5
"""Letters from which a word may stand at the end of a longer one."""


def expected(question: str) -> Expect:
    """Return the kind of thing that an answer to the question has to hold."""
    named: Expect | None = None
    if ASKS_WHAT.search(question):
        said = [word.lower for word in words(question)]
        named = next((kind for kind, names in named_kinds() if any(_is_one_of(word, names) for word in said)), None)
    found = next((kind for kind, pattern in EXPECTED if pattern.search(question)), None)
    # “the frame number of my bike” is none to call.
    return named if named is not None and found in (None, "phone", "count") else found or "other"


def _is_one_of(word: str, names: frozenset[str]) -> bool:
    """Tell whether a word is one of these, mistyped by a letter, or with something before it: “Netzpasswort”."""
    if word in names or any(word.endswith(name) for name in names if len(name) >= _COMPOUNDED):
        return True
    from rapidfuzz.distance import DamerauLevenshtein

    # English alone: “number” is a letter away from “nummer”.
    english = names & (AMOUNT_WORDS | CODE_WORDS)
    return len(word) > _COMPOUNDED and any(
        DamerauLevenshtein.distance(word, name, score_cutoff=1) < 2 for name in english
    )


def _take_chat(draft: Draft, index: Index, now: datetime) -> None:
    # The longest first: “Cabin trip” before “Cabin”.
    titles = sorted({title for title in index.titles().values() if title.strip()}, key=len, reverse=True)
    text = draft.rest
    for title in titles:
        t = rf"[“\"']?{re.escape(title.strip())}[”\"']?"
        match = re.search(
            rf"\b(?:in|on|from|of) (?:the |our |my )?{t}(?: {ROOM})?(?!\w)|\b(?:the |our )?{t} {ROOM}\b"
            # “what did the family talk about?”
            rf"|(?<=\bdid )(?:the |our |my )?{t}(?= (?:\w+ )?(?:{SPEECH}|{GATHERED})\b)",
            text,
            re.IGNORECASE,
        )
        if match and not _is_a_person(title, index, match, text) and not _is_a_time(title, match.group(), now):
            draft.scope = replace(draft.scope, chat=draft.scope.chat or title)
            draft.take(match.span())
            return


def _take_chat_with(draft: Draft, people: Sequence[PersonInfo], index: Index) -> None:
    """Read "in the chat with Maya" as the chat of two with her, or the chat that is called so."""
    found = chat_with(draft.rest, people)
    if found is None:
        named = named_people(draft.rest, people)
        if len(named) == 1 and draft.scope.chat is None and (match := OUR_CHAT.search(draft.rest)):
            _keep_to_chats_with(draft, named, people, index)
            draft.take(match.span())
        return
    names, match, end = found
    app = match["app"]
    source = SOURCE_WORDS[app.casefold()] if app else draft.scope.source
    after = draft.rest[match.end() :].casefold()
    # A title that says more than the name does: “the chat with Maya's parents”.
    called = {title: title.casefold().removeprefix("the ").strip() for title in index.titles().values()}
    titled = (title for title, said in called.items() if said and re.match(rf"{re.escape(said)}(?!\w)", after))
    title = max(titled, key=len, default="")
    if title and len(called[title]) > end - match.end():
        draft.scope = replace(draft.scope, chat=draft.scope.chat or title, source=source)
        draft.take((match.start(), match.end() + len(called[title])))
        return
    if names:
        if draft.scope.chat is None:
            in_group = (match["room"] or "").casefold() in IS_A_GROUP
            _keep_to_chats_with(draft, names, people, index, source=source, group=in_group)
        draft.scope = replace(draft.scope, source=source)
        draft.take((match.start(), end))


def _refuse_unknown_chat(draft: Draft) -> None:
    """Refuse a set in a chat with somebody who is not known: it would be of all chats, and a mention of the chat's name."""
    found = CHAT_WITH.search(draft.rest)
    if found is None or (draft.kind is None and _mention_in(draft.rest) is None):
        return
    unknown = re.match(r"[^\s?,]+(?: (?-i:[^\W\d_a-z])[^\s?,]*)*", draft.rest[found.end() :])
    if unknown is not None:
        raise NotFound(f"There is no chat with “{unknown.group()}”.", "`homebody chats` lists them: --in CHAT.")


def _keep_to_chats_with(
    draft: Draft,
    names: Sequence[str],
    people: Sequence[PersonInfo],
    index: Index,
    *,
    source: str | None = None,
    group: bool = False,
) -> None:
    chats = chats_with(index, names, source=source, group=group)
    draft.scope = replace(draft.scope, chat=", ".join(f"c{number}" for number in chats))
    titles = {index.title(number) for number in chats}
    ids = {number for name in names for number in people_of(index, name)}
    draft.partners = tuple(p.id for p in people if p.id in ids and titles & {*p.chats})


def _is_a_person(title: str, index: Index, match: re.Match[str], text: str) -> bool:
    """Tell a person from the chat of that name: "from Maya", "from Maya Lind" mean her, "in the Maya chat" the chat."""
    used, name = match.group(), title.strip().casefold()
    if re.search(rf"\b{ROOM}\b", used, re.IGNORECASE):
        return False
    onwards = text[match.start() + used.casefold().rfind(name) :].casefold()
    whose = re.match(r"from|of", used, re.IGNORECASE) is not None
    for person in index.people():
        known = [form.casefold() for form in forms(person.name)]
        longer = any(len(form) > len(name) and re.match(rf"{re.escape(form)}(?!\w)", onwards) for form in known)
        if longer or name == person.name.casefold() or (whose and name in known):
            return True
    return False


def _is_a_time(title: str, used: str, now: datetime) -> bool:
    """Tell a month or a day from the chat of that name: "in March" means the time, "in the March chat" the chat."""
    if re.search(rf"\b{ROOM}\b|[“\"'”]|\b(?:the|our|my) ", used, re.IGNORECASE):
        return False
    found = find_span(f"in {title}", now, order="dmy")
    return found is not None and found.end - found.start >= len(title)


def _may_mean(index: Index, name: str, flag: str) -> bool:
    """Say whether a name in a question fits the person whom a flag gives."""
    chosen = people_named(index, flag)
    known = [p.name for p in index.people() if p.id in chosen]
    wanted = flat(name).casefold()
    return wanted == "me" or any(wanted in (form.casefold() for form in forms(one)) for one in known)


def _known(index: Index, name: str, scope: Scope) -> bool:
    """Say whether a name is somebody's who can be asked for.

    Raises AmbiguousName and OwnerUnknown: guessing who is meant would be wrong.
    """
    try:
        sources = (scope.source,) if scope.source else ()
        chats = chats_named(index, scope.chat) if scope.chat else ()
        return bool(people_named(index, name, chats=chats, sources=sources))
    except OwnerUnknown:
        raise
    except NotFound:
        return False


def _with_span(scope: Scope, found: TimeMatch) -> Scope:
    span = found.span
    return replace(
        scope,
        since=span.start.isoformat(timespec="seconds") if span.start else None,
        until=shifted(span.end, -timedelta(seconds=1)).isoformat(timespec="seconds") if span.end else None,
    )


def _asks_when(question: str) -> bool:
    return expected(question) in ("when", "clock")


def _cut(text: str, span: tuple[int, int]) -> str:
    return " ".join((text[: span[0]] + " " + text[span[1] :]).split())


def _is_filtered(scope: Scope) -> bool:
    return scope != Scope()


def _glue_stems() -> frozenset[str]:
    return frozenset(s for word in QUESTION_GLUE for s in (word, *content(word)))
