"""Where the owner may have written without being known: a count of their messages would leave these out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import apsw

from index.text.tokens import folded
from index.types.listings import OwnerGaps

_NOT_IN = "owner not in"
"""The key in `meta` of the kinds of source in which the owner says that they wrote nothing."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One identity in one chat, and whose it is."""

    chat: int
    source: str
    identity: int
    kind: str
    decided: bool
    """Whether the owner said whose it is."""
    names: frozenset[str]
    """What the identity and its person are called, folded."""
    person: int
    is_me: bool


def memberships(db: apsw.Connection) -> list[Membership]:
    """Return who takes part in every chat."""
    rows = db.execute(
        "SELECT c.id, c.source_kind, i.id, i.kind, i.linked, i.name, p.name, p.id, p.is_me FROM member n"
        " JOIN conversation c ON c.id = n.conversation_id JOIN identity i ON i.id = n.identity_id"
        " JOIN person p ON p.id = i.person_id ORDER BY c.id, i.id"
    )
    return [
        Membership(chat, source, identity, kind, linked == "owner", _folded(name, person_name), person, bool(is_me))
        for chat, source, identity, kind, linked, name, person_name, person, is_me in rows
    ]


def gaps(
    db: apsw.Connection, members: Sequence[Membership], chats: Collection[int] = (), sources: Collection[str] = ()
) -> OwnerGaps:
    """Return what is open about the owner in some chats and kinds of source, or in all."""
    mine = [one for one in members if one.is_me]
    if not mine:
        return OwnerGaps(nowhere=True)
    looked = [one for one in members if (not chats or one.chat in chats) and (not sources or one.source in sources)]
    of_my_name = _of_my_name(looked, mine)
    named = {one.source for one in looked if one.person in of_my_name}
    without = [source for source in _without_me(db, looked, mine) if source not in named]
    return OwnerGaps(people=of_my_name, sources=tuple(without))


def not_in(db: apsw.Connection) -> list[str]:
    """Return the kinds of source in which the owner says that they wrote nothing."""
    kept: str | None = db.execute("SELECT value FROM meta WHERE key = ?", (_NOT_IN,)).get
    return [] if kept is None else [str(kind) for kind in json.loads(kept)]


def set_not_in(db: apsw.Connection, kinds: Iterable[str]) -> None:
    """Keep in which kinds of source the owner wrote nothing, as they say."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_NOT_IN, json.dumps(sorted(set(kinds)))))


def _of_my_name(looked: Sequence[Membership], mine: Sequence[Membership]) -> tuple[int, ...]:
    """Return those who may be the owner by their name: not where the owner writes beside them."""
    names = frozenset().union(*(one.names for one in mine))
    with_me = {one.chat for one in mine}
    return tuple(
        dict.fromkeys(
            one.person
            for one in looked
            if not one.is_me and not one.decided and one.chat not in with_me and one.names & names
        )
    )


def _without_me(db: apsw.Connection, looked: Sequence[Membership], mine: Sequence[Membership]) -> tuple[str, ...]:
    """Return the kinds of source in which nobody is known to be the owner, and somebody may be.

    Where people go by numbers or addresses, the owner is known wherever they write by one that is known to be theirs.
    """
    settled = {one.source for one in mine} | set(not_in(db))
    known_by = {one.kind for one in mine} | {
        kind
        for (kind,) in db.execute(
            "SELECT DISTINCT i.kind FROM contact c JOIN contact_identity i ON i.contact_id = c.id WHERE c.is_me = 1"
        )
    }
    known_by.discard("display_name")
    return tuple(
        dict.fromkeys(
            one.source for one in looked if one.source not in settled and not one.decided and one.kind not in known_by
        )
    )


def _folded(*names: str) -> frozenset[str]:
    return frozenset(folded(name) for name in names)
