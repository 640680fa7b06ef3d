"""Who may be one person, and who may be the owner, as far as names and chats tell. Only suggested: the owner decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.store.people.owner_gaps import Membership
from index.text.keywords import split
from index.text.tokens import folded
from index.types.kinds import ChatKind
from index.types.listings import OwnerGuess, PersonInfo, SameName

# By hand. Two chats can share somebody by chance; where one person is in all of so many, it is whose phone it was.
_CHATS_OF_TWO = 2
_CHATS = 3
_OFFERED = 3


def same_names(members: Sequence[Membership], people: Sequence[PersonInfo]) -> list[SameName]:
    """Return the names that several people have, those who wrote most first.

    Sure are full names, in chats of which each knows one of them; the owner, and whom the owner decided on, come first.
    """
    of: dict[int, list[Membership]] = {}
    for member in members:
        of.setdefault(member.person, []).append(member)
    by_name: dict[str, list[PersonInfo]] = {}
    for person in people:
        if person.id in of:
            by_name.setdefault(folded(person.name), []).append(person)
    found = []
    for same in by_name.values():
        open_ones = [person for person in same if not all(one.decided for one in of[person.id])]
        decided = [person for person in same if person not in open_ones]
        if len(same) < 2 or not open_ones:
            continue
        beside = _beside([of[person.id] for person in same])
        name = same[0].name
        why: list[str] = []
        if not _is_full(name):
            why.append("one word is no full name")
        if beside:
            why.append("two of them are in one chat")
        if len(decided) > 1:
            why.append("you keep some of them apart")
        ranked = sorted(same, key=lambda person: (not person.is_me, person not in decided, -person.messages, person.id))
        found.append(SameName(name, tuple(ranked), _sources(of, same), "; ".join(why)))
    return sorted(found, key=lambda one: (bool(one.doubt), -sum(person.messages for person in one.people)))


def owner_guesses(
    members: Sequence[Membership], people: Sequence[PersonInfo], kinds: dict[int, ChatKind], sources: Iterable[str]
) -> list[OwnerGuess]:
    """Return who may be the owner in some kinds of source, the likeliest first.

    A person counts by their name: sources that give no numbers have one of a name in each chat. Whoever is in every
    chat of two is the one whose phone they came from; in groups alone, whoever is in most of them is likely to be.
    """
    wanted = set(sources)
    looked = [one for one in members if one.source in wanted and kinds.get(one.chat) != "mail"]
    known = {person.id: person for person in people}
    size: dict[int, set[str]] = {}
    for one in looked:
        size.setdefault(one.chat, set()).add(folded(known[one.person].name))
    of_two = {chat for chat, names in size.items() if len(names) == 2 and kinds.get(chat) != "group"}
    seen: dict[str, dict[int, None]] = {}
    chats: dict[str, set[int]] = {}
    for one in looked:
        if not one.decided:
            name = folded(known[one.person].name)
            seen.setdefault(name, {})[one.person] = None
            chats.setdefault(name, set()).add(one.chat)
    guesses = []
    for name, ids in seen.items():
        with_two = len(chats[name] & of_two)
        everyone = tuple(known[number] for number in ids)
        guesses.append(
            OwnerGuess(
                everyone[0].name,
                everyone,
                in_twos=with_two,
                of_twos=len(of_two),
                chats=len(chats[name]),
                of_chats=len(size),
            )
        )
    guesses.sort(key=lambda one: (-one.in_twos, -one.chats, -sum(p.messages for p in one.people), one.name))
    if guesses:
        first, rest = guesses[0], guesses[1:]
        in_all_twos = first.of_twos >= _CHATS_OF_TWO and first.in_twos == first.of_twos
        in_all = first.of_chats >= _CHATS and first.chats == first.of_chats
        alone = not any((one.in_twos, one.chats) >= (first.in_twos, first.chats) for one in rest)
        if alone and (in_all_twos or in_all):
            return [first.made_likely()]
    return guesses[:_OFFERED]


def _is_full(name: str) -> bool:
    """Tell a full name: two words or more, or three signs where names have neither spaces nor capitals."""
    return len(list(split(name))) > 1 or (
        len(name) > 2 and not any(c.isupper() or c.islower() or c.isdigit() for c in name)
    )


def _beside(each: Sequence[Sequence[Membership]]) -> bool:
    """Say whether two of them are in one chat, where they would be told apart; one's addresses meet in a mail thread."""
    chats: set[int] = set()
    for members in each:
        own = {one.chat for one in members if one.kind != "email"}
        if own & chats:
            return True
        chats |= own
    return False


def _sources(of: dict[int, list[Membership]], same: Sequence[PersonInfo]) -> tuple[str, ...]:
    return tuple(sorted({one.source for person in same for one in of[person.id]}))
