"""Whom or which chat a name means, exactly; where it fits several, they are listed with what to type for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from index.errors import AmbiguousName, NotFound, OwnerUnknown

if TYPE_CHECKING:
    from app.assistant.events import Clarification
    from index.index import Index
    from index.types.listings import ChatInfo, OwnerGaps, PersonInfo
    from index.types.search import Filters


def people_named(
    index: Index, name: str, *, one: bool = True, chats: Sequence[int] = (), sources: Sequence[str] = ()
) -> tuple[int, ...]:
    """Return the people that a name or an id ("p3") means. Raises NotFound; AmbiguousName for several, with `one` set.

    Two people of the same display name are two: a name joins nothing. Names that differ are several without `one` too.
    Where all have the very same full name they are read together, and whoever answers has to say so (`namesakes`).
    With `chats` those who wrote there come first. "Maya, Tom" means both. "Me" is the owner: with `one` set it raises
    OwnerUnknown where the owner may have written in these `chats` and `sources` without being known there.
    """
    if name.strip().casefold() == "me":
        found = index.find_people(name)
        if one and (gaps := index.owner_gaps(chats, sources)):
            raise OwnerUnknown(f"homebody does not know all that you wrote: {_open(index, gaps)}.", _settles(gaps))
        return found
    if re.fullmatch(r"p\d{1,15}", name.strip()):
        return (index.find_person(name),)
    try:
        ids, differ = _all_of(index.find_people, name)
    except NotFound:
        if "," not in name:
            raise
        each = (
            people_named(index, part.strip(), one=one, chats=chats, sources=sources)
            for part in name.split(",")
            if part.strip()
        )
        return tuple(dict.fromkeys(number for found in each for number in found))
    if len(ids) > 1 and chats:
        titles = {index.title(chat) for chat in chats}
        there = tuple(p.id for p in index.people() if p.id in ids and titles & set(p.chats))
        ids = there or ids
    if len(ids) < 2 or not (one or differ):
        return ids
    known = {person.id: person for person in index.people()}
    if not differ and all(_is_full(known[number].name) for number in ids if number in known):
        return ids
    choices = tuple(
        f"p{number}  {known[number].name} in {', '.join(known[number].chats) or 'no chat'}"
        for number in ids
        if number in known
    )
    if len(choices) < 2:
        return ids
    raise AmbiguousName(
        f"There are {len(choices)} people named “{name}”.",
        choices,
        f"Say which: --from {choices[0].split()[0]}."
        + ("" if differ else f" If they are the same: {_merging(choice.split()[0] for choice in choices)}"),
    )


def _is_full(name: str) -> bool:
    """Say whether a name is one by which people are told apart: two words or more, as first names and nicknames are not."""
    return len(re.findall(r"[^\W\d_]{2,}", name)) > 1


def namesakes(people: Iterable[PersonInfo], ids: Collection[int]) -> dict[str, tuple[PersonInfo, ...]]:
    """Return, by their name, the people among these who share it with another of them."""
    by_name: dict[str, tuple[PersonInfo, ...]] = {}
    for person in people:
        if person.id in ids:
            by_name[person.name] = (*by_name.get(person.name, ()), person)
    return {name: same for name, same in by_name.items() if len(same) > 1}


def joined(people: Iterable[PersonInfo], ids: Collection[int]) -> tuple[str, ...]:
    """Return which of these people are read as one for their name, and the command that makes them one."""
    return tuple(
        f"{len(same)} people named “{name}” are read together. If they are the same: "
        + _merging(f"p{person.id}" for person in sorted(same, key=lambda person: person.id))
        for name, same in namesakes(people, ids).items()
    )


def with_namesakes(line: str, people: Iterable[PersonInfo], ids: Collection[int]) -> str:
    """Return a plan's line with how many people of one name are read as one."""
    same = namesakes((person for person in people if not person.is_me), ids)
    return ", ".join((line, *(f"{len(them)} people named {name}" for name, them in same.items())))


def read_together(index: Index, filters: Filters) -> tuple[str, ...]:
    """Return what is to be said of the people whom a search reads as one, and of an owner who is not known everywhere."""
    wanted = dict.fromkeys((*filters.people, *filters.to))
    if not wanted:
        return ()
    known = [person for person in index.people() if person.id in wanted]
    said = list(joined(known, wanted))
    if any(person.is_me for person in known):
        gaps = index.owner_gaps(filters.conversations, filters.sources)
        said += [f"This may not be all that you wrote: {_open(index, gaps)}. {_settles(gaps)}"] if gaps else []
    return tuple(said)


def _merging(ids: Iterable[str]) -> str:
    return f"`homebody people merge {' '.join(ids)}`."


_MAY_BE_ME = 12
"""How many people are named in a command; there is one for each chat at most, and who has more merges in bulk."""


def _open(index: Index, gaps: OwnerGaps) -> str:
    """Return what is not known of the owner, in words."""
    said = []
    if gaps.people:
        names = dict.fromkeys(index.person_name(number) or "" for number in gaps.people)
        others = "another person is" if len(gaps.people) == 1 else f"{len(gaps.people)} other people are"
        said.append(f"{others} named {' or '.join(f'“{name}”' for name in names)}")
    if gaps.sources:
        said.append(f"nobody is known to be you in what came from {' and '.join(gaps.sources)}")
    return ", and ".join(said)


def _settles(gaps: OwnerGaps) -> str:
    """Return the commands that settle what is not known of the owner."""
    said = []
    if gaps.people and len(gaps.people) <= _MAY_BE_ME:
        ids = " ".join(f"p{number}" for number in gaps.people)
        those = "it is" if len(gaps.people) == 1 else "all of them are"
        said.append(f"If {those} you: `homebody people me {ids}`; if not: `homebody people me --not {ids}`.")
    elif gaps.people:
        said.append("`homebody people suggest` lists them.")
    if gaps.sources:
        said.append(
            f"`homebody people me NAME` says who is you there, `homebody people me --not-in {gaps.sources[0]}` that"
            " nobody is."
        )
    return " ".join(said)


def chats_named(index: Index, title: str, *, one: bool = True) -> tuple[int, ...]:
    """Return the chats that a title or an id ("c3") means, as for people. Mails of one subject are one choice."""
    numbers = (
        [int(n) for n in re.findall(r"\d+", title)]
        if re.fullmatch(r"c\d{1,15}(?:, ?c\d{1,15})*", title.strip())
        else []
    )
    if numbers and all(index.title(number) is not None for number in numbers):
        return tuple(numbers)
    ids, differ = _all_of(index.find_chats, title)
    if len(ids) < 2 or not (one or differ):
        return ids
    found = {chat.id: chat for chat in index.chats(ids)}
    chats = [found[number] for number in ids if number in found and found[number].kind != "mail"]
    subjects = {found[number].title: number for number in ids if number in found and found[number].kind == "mail"}
    if len(chats) + (len(subjects) if differ else 0) < 2:
        return ids
    choices = tuple(map(_choice, chats)) + (tuple(subjects) if differ else ())
    raise AmbiguousName(
        f"There are {len(choices)} chats named “{title}”.",
        choices,
        f"Say which one you mean: --in {_value(choices[0])}.",
    )


def _choice(chat: ChatInfo) -> str:
    until = f", until {chat.last:%Y-%m-%d}" if chat.last else ""
    return f"c{chat.id}  {chat.title} ({chat.source}, {chat.messages:,} messages{until})"


def chats_with(
    index: Index, names: Sequence[str], *, source: str | None = None, group: bool = False
) -> tuple[int, ...]:
    """Return the chats of two with whom a name means, or of several or in a `group` the one where all of them write.

    Mails count where there is nothing else. Raises NotFound, and AmbiguousName where the name fits several who have chats.
    """
    people = index.people()
    mine = {person.name for person in people if person.is_me}
    ids = [people_of(index, name) for name in names]
    wanted = [frozenset(person.name for person in people if person.id in of_name) - mine for of_name in ids]
    found = [
        chat
        for chat in index.chats()
        if all(set(chat.people) & named for named in wanted)
        and (source is None or chat.source == source)
        and (group or len(names) > 1 or (len(chat.people) <= 2 and chat.kind not in ("group", "channel")))
        and not (group and (chat.kind == "direct" or len(set(chat.people) - mine) < 2))
    ]
    found = [chat for chat in found if chat.kind != "mail"] or found
    if len(names) > 1:
        found = [chat for chat in found if len(set(chat.people) - mine) == len(names)] or found
    said = " and ".join(" or ".join(sorted(named)) or "yourself" for named in wanted)
    if not found:
        kind = "group" if group else "chat" if len(names) > 1 else "chat of two"
        raise NotFound(f"There is no {kind} with {said}.", "Name a chat where both of you write: --in CHAT.")
    of_two = not group and len(names) == 1
    if len(found) > 1 and (not of_two or len({name for chat in found for name in {*chat.people} & wanted[0]}) > 1):
        choices = tuple(map(_choice, found))
        raise AmbiguousName(
            f"There are {len(choices)} chats with {said}.",
            choices,
            f"Say which one you mean: --in {_value(choices[0])}.",
        )
    return tuple(chat.id for chat in found)


def people_of(index: Index, name: str) -> tuple[int, ...]:
    """Return everybody whom a name fits, however many."""
    return _all_of(index.find_people, name)[0]


def _all_of(find: Callable[[str], tuple[int, ...]], name: str) -> tuple[tuple[int, ...], bool]:
    """Return everything that a name fits, and whether the names that it fits differ. Raises NotFound."""
    try:
        return find(name), False
    except AmbiguousName as several:
        return tuple(dict.fromkeys(number for whole in several.candidates for number in find(whole))), True


def _value(candidate: str) -> str:
    match = re.match(r"[pc]\d+(?=  )", candidate)
    return match.group() if match else f"“{candidate}”"


def which_one(problem: AmbiguousName) -> Clarification:
    """Return the question that asks a name back."""
    from app.assistant.events import Clarification, NameChoice

    choices = []
    for candidate in problem.candidates:
        match = re.match(r"([pc]\d+)  ", candidate)
        choices.append(NameChoice(match[1] if match else candidate, candidate[match.end() :] if match else candidate))
    of_chats = re.match(r"c\d+  ", problem.candidates[0]) if problem.candidates else None
    flag: Literal["from", "in"] = "in" if of_chats or "chats" in str(problem) else "from"
    return Clarification(str(problem), flag, tuple(choices))
