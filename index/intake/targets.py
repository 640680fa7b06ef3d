"""What a file, a folder or a public id stands for."""

from __future__ import annotations

import re
from datetime import tzinfo

from index.errors import BadQuery, NotFound
from index.store.database.connection import Connection
from index.store.reading import hits, sets
from index.store.search import scope
from index.text.stored import clean
from index.types.search import Filters


def part_of(db: Connection, target: str, zone: tzinfo) -> tuple[str, ...]:
    """Return the ids of all that a file, folder or id ("f3": its file, "m12": its chat) holds.

    A file may be named without its folder, and a chat or a thread of mail by its title. Raises NotFound, BadQuery.
    """
    found = _part_of(db, target, zone)
    if not found:
        raise NotFound(f"Nothing in the index came from {target}.", "`homebody sources` lists the files, `search` ids.")
    return found


def _part_of(db: Connection, target: str, zone: tzinfo) -> tuple[str, ...]:
    if re.fullmatch(r"f[1-9]\d{0,17}", target):
        return sets.document_of(db, int(target[1:]))
    if re.fullmatch(r"m[1-9]\d{0,17}", target):
        chat = sets.chat_of(db, int(target[1:]))
        if chat is None:
            return ()
        only = scope.messages(Filters(conversations=(chat,)))
        return tuple(hit.id for hit in hits.messages(db, only, zone, newest=None, limit=None))
    held = sets.source_of(db, clean(target))
    if held is None:
        return _called(db, clean(target), zone)
    return held[0] + held[1]


def _called(db: Connection, name: str, zone: tzinfo) -> tuple[str, ...]:
    """Return what a name stands for as a search shows it: a file's without its folder, or a chat's or a mail's title."""
    paths = sets.sources_called(db, name.replace("\\", "/").removeprefix("./"))
    if len(paths) > 1:
        raise BadQuery(f"Several files are called {name}: {', '.join(paths)}.", "Give the path of one of them.")
    if paths:
        held = sets.source_of(db, paths[0])
        return held[0] + held[1] if held is not None else ()
    if chats := sets.chats_called(db, name):
        only = scope.messages(Filters(conversations=chats))
        return tuple(hit.id for hit in hits.messages(db, only, zone, newest=None, limit=None))
    return ()
