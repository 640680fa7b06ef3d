"""Whom or which chat a name means, exactly; where it fits several, they are listed with what to type for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from app.assistant.types import Choice, WhichOne
from index.errors import AmbiguousName

if TYPE_CHECKING:
    from index.index import Index


def people_named(index: Index, name: str, *, one: bool = True) -> tuple[int, ...]:
    """Return the people that a name or an id ("p3") means. Raises NotFound; AmbiguousName for several, with `one` set.

    Two people of the same display name are two: a name joins nothing.
    """
    if re.fullmatch(r"p\d{1,15}", name.strip()):
        return (index.find_person(name),)
    ids = index.find_people(name)
    if not one or len(ids) < 2:
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
        f"Say which: --from {choices[0].split()[0]}. `homebody people merge` makes one of those who are the same.",
    )


def chats_named(index: Index, title: str, *, one: bool = True) -> tuple[int, ...]:
    """Return the chats that a title or an id ("c3") means, as for people. Mails of one subject are one choice."""
    match = re.fullmatch(r"c(\d{1,15})", title.strip())
    if match is not None and index.title(int(match[1])) is not None:
        return (int(match[1]),)
    ids = index.find_conversations(title)
    if not one or len(ids) < 2:
        return ids
    found = {chat.id: chat for chat in index.conversations(ids)}
    chats = [found[number] for number in ids if number in found and found[number].kind != "mail"]
    if len(chats) < 2:
        return ids
    choices = tuple(
        f"c{chat.id}  {chat.title} ({chat.source}, {chat.messages:,} messages"
        + (f", until {chat.last:%Y-%m-%d})" if chat.last else ")")
        for chat in chats
    )
    raise AmbiguousName(
        f"There are {len(choices)} chats named “{title}”.", choices, f"Say which: --in {choices[0].split()[0]}."
    )


def which_one(problem: AmbiguousName) -> WhichOne:
    """Return the question that asks a name back."""
    choices = []
    for candidate in problem.candidates:
        match = re.match(r"([pc]\d+)  ", candidate)
        choices.append(Choice(match[1] if match else candidate, candidate[match.end() :] if match else candidate))
    of_chats = re.match(r"c\d+  ", problem.candidates[0]) if problem.candidates else None
    flag: Literal["from", "in"] = "in" if of_chats or "chats" in str(problem) else "from"
    return WhichOne(str(problem), flag, tuple(choices))
