"""Whom or which chat a name means, exactly; where it fits several, they are listed with what to type for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from index.errors import AmbiguousName, NotFound

if TYPE_CHECKING:
    from app.assistant.events import Clarification
    from index.index import Index


def people_named(index: Index, name: str, *, one: bool = True, chats: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the people that a name or an id ("p3") means. Raises NotFound; AmbiguousName for several, with `one` set.

    Two people of the same display name are two: a name joins nothing. Names that differ are several without `one` too.
    With `chats` those who wrote there come first. "Maya, Tom" means both.
    """
    if re.fullmatch(r"p\d{1,15}", name.strip()):
        return (index.find_person(name),)
    try:
        ids, differ = _all_of(index.find_people, name)
    except NotFound:
        if "," not in name:
            raise
        each = (people_named(index, part.strip(), one=one, chats=chats) for part in name.split(",") if part.strip())
        return tuple(dict.fromkeys(number for found in each for number in found))
    if len(ids) > 1 and chats:
        titles = {index.title(chat) for chat in chats}
        there = tuple(p.id for p in index.people() if p.id in ids and titles & set(p.chats))
        ids = there or ids
    if len(ids) < 2 or not (one or differ):
        return ids
    known = {person.id: person for person in index.people()}
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
        + ("" if differ else " `homebody people merge` makes one of those who are the same."),
    )


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
    choices = tuple(
        f"c{chat.id}  {chat.title} ({chat.source}, {chat.messages:,} messages"
        + (f", until {chat.last:%Y-%m-%d})" if chat.last else ")")
        for chat in chats
    ) + (tuple(subjects) if differ else ())
    raise AmbiguousName(
        f"There are {len(choices)} chats named “{title}”.",
        choices,
        f"Say which one you mean: --in {_value(choices[0])}.",
    )


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
