"""A chat piece by piece: some of its lines around a place, in the same time however long the chat is."""

from __future__ import annotations

from datetime import tzinfo

import apsw

from index.errors import NotFound
from index.store.reading import export, hits
from index.store.search.scope import parse_id
from index.types.listings import ChatPage, ChatPosition

_HERE = "(m.at_ms, m.seq, m.id)"
_UP = "m.at_ms, m.seq, m.id"
_DOWN = "m.at_ms DESC, m.seq DESC, m.id DESC"

Key = tuple[int, int, int]
"""Where a line stands in its chat: time, number among those of that time, id."""


def page(db: apsw.Connection, at: ChatPosition, limit: int, zone: tzinfo) -> ChatPage:
    """Return up to `limit` lines of a chat at a place, oldest first. Raises NotFound, BadQuery."""
    limit = max(1, limit)
    key = _key(db, at.message) if at.message else None
    chat = key[1] if key else at.chat
    row = db.execute("SELECT title FROM conversation WHERE id = ?", (chat,)).get if chat is not None else None
    if chat is None or row is None:
        raise NotFound("That chat is not in the index any more.", "`homebody chats` lists those that are.")
    here = key[0] if key else None
    first, total = None, None
    if at.which in ("before", "after") and here is not None:
        ids = _beside(db, chat, here, limit, older=at.which == "before")
    else:
        total = _count(db, chat, None)
        first = _first(db, chat, at, here, total, limit)
        ids = _from(db, chat, first, limit)
    lines = tuple(export.details(db, ids, zone))
    answered = [line.reply_to for line in lines if line.reply_to]
    return ChatPage(chat, row, lines, hits.hits(db, answered, zone), first, total)


def _key(db: apsw.Connection, public_id: str) -> tuple[Key, int]:
    letter, number = parse_id(public_id)
    row = (
        db.execute("SELECT at_ms, seq, id, conversation_id FROM message WHERE id = ?", (number,)).get
        if letter == "m"
        else None
    )
    if row is None:
        raise NotFound(f"No message has the id {public_id}.", "Ids come from `homebody search`.")
    return row[:3], row[3]


def _first(db: apsw.Connection, chat: int, at: ChatPosition, here: Key | None, total: int, limit: int) -> int:
    """Return how many lines of the chat come before the page."""
    if here is not None:
        wanted = _count(db, chat, here) - limit // 2
    elif at.since_ms is not None:
        wanted = _count(db, chat, (at.since_ms, -(2**62), 0))
    elif at.number is not None:
        wanted = at.number
    else:
        wanted = total
    return max(0, min(wanted, total - limit))


def _count(db: apsw.Connection, chat: int, before: Key | None) -> int:
    only = f" AND {_HERE} < (?, ?, ?)" if before else ""
    found: int = db.execute(
        f"SELECT count(*) FROM message m WHERE m.conversation_id = ?{only}", (chat, *(before or ()))
    ).get
    return found


def _from(db: apsw.Connection, chat: int, first: int, limit: int) -> list[str]:
    # The order is that of an index that holds all these columns, so skipping reads no message.
    rows = db.execute(
        f"SELECT m.id FROM message m WHERE m.conversation_id = ? ORDER BY {_UP} LIMIT ? OFFSET ?", (chat, limit, first)
    )
    return [f"m{row[0]}" for row in rows]


def _beside(db: apsw.Connection, chat: int, here: Key, limit: int, *, older: bool) -> list[str]:
    rows = db.execute(
        f"SELECT m.id FROM message m WHERE m.conversation_id = ? AND {_HERE} {'<' if older else '>'} (?, ?, ?)"
        f" ORDER BY {_DOWN if older else _UP} LIMIT ?",
        (chat, *here, limit),
    )
    ids = [f"m{row[0]}" for row in rows]
    return ids[::-1] if older else ids
