"""What the assistant remembers of its own work: how far a scope was summarized, what was asked, and summaries made ahead.

Text that was made of messages ("kept") names them, and goes when one of them changes or is deleted: triggers of the
schema see to it, whoever does the changing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import apsw

from index.store.search.scope import parse_id
from index.types.listings import CachedText, KeptConversation, KeptTurn


def mark(db: apsw.Connection, scope: str) -> tuple[int, int] | None:
    """Return up to which message number a scope was read, and when (ms); None when it never was."""
    row = db.execute("SELECT message_id, at_ms FROM mark WHERE scope = ?", (scope,)).get
    return None if row is None else (int(row[0]), int(row[1]))


def set_mark(db: apsw.Connection, scope: str, message: int, at_ms: int) -> None:
    """Remember that a scope was read up to a message number; it never moves back."""
    db.execute(
        "INSERT INTO mark VALUES (?1, ?2, ?3) ON CONFLICT (scope)"
        " DO UPDATE SET message_id = max(message_id, ?2), at_ms = ?3",
        (scope, message, at_ms),
    )


def marks(db: apsw.Connection) -> dict[str, tuple[int, int]]:
    """Return every mark by its scope, as `mark` does one."""
    return {str(scope): (int(number), int(at)) for scope, number, at in db.execute("SELECT * FROM mark")}


def put_mark(db: apsw.Connection, scope: str, kept: tuple[int, int] | None) -> None:
    """Put a mark where it was, (message number, ms), wherever it is now; None takes it away."""
    db.execute("DELETE FROM mark WHERE scope = ?", (scope,))
    if kept is not None:
        db.execute("INSERT INTO mark VALUES (?, ?, ?)", (scope, *kept))


def news(db: apsw.Connection, after: int, of_chats: Mapping[int, int]) -> list[tuple[int, int, int, int]]:
    """Return for each chat with messages of a higher number than `after`: (chat, how many, lowest number, latest ms).

    `of_chats` gives chats that were read further than the others. The latest come first.
    """
    rows = db.execute(
        "SELECT m.conversation_id, count(*), min(m.id), max(m.at_ms) FROM message m"
        " LEFT JOIN json_each(?) j ON j.key = CAST(m.conversation_id AS TEXT)"
        " WHERE m.visible = 1 AND m.id > ? AND m.id > coalesce(j.value, 0)"
        " GROUP BY m.conversation_id ORDER BY max(m.at_ms) DESC, m.conversation_id DESC",
        (json.dumps({str(chat): number for chat, number in of_chats.items()}), after),
    )
    return [(int(chat), int(count), int(lowest), int(latest)) for chat, count, lowest, latest in rows]


def start_conversation(db: apsw.Connection, at_ms: int) -> int:
    """Begin a conversation with the assistant and return its number."""
    db.execute("INSERT INTO talk (at_ms) VALUES (?)", (at_ms,))
    return db.last_insert_rowid()


def add_turn(db: apsw.Connection, conversation: int, turn: KeptTurn, at_ms: int) -> None:
    """Append a question with its answer's lines. A conversation that was forgotten meanwhile stays forgotten."""
    if db.execute("UPDATE talk SET at_ms = ? WHERE id = ? RETURNING id", (at_ms, conversation)).get is None:
        return
    db.execute(
        "INSERT INTO turn (talk_id, at_ms, question, carry) VALUES (?, ?, ?, ?)",
        (conversation, at_ms, turn.question, turn.carry),
    )
    number = db.last_insert_rowid()
    for line in turn.lines:
        _keep(db, number, None, line)


def turns(db: apsw.Connection, conversation: int) -> list[KeptTurn]:
    """Return the turns of a conversation, oldest first."""
    return [
        KeptTurn(
            str(question),
            str(carry),
            tuple(_kept(db, f"turn_id = {int(number)}")),
        )
        for number, question, carry in db.execute(
            "SELECT id, question, carry FROM turn WHERE talk_id = ? ORDER BY id", (conversation,)
        )
    ]


def kept_conversations(db: apsw.Connection) -> list[KeptConversation]:
    """Return the kept conversations, the most recent first."""
    rows = db.execute(
        "SELECT t.id, t.at_ms, (SELECT count(*) FROM turn WHERE talk_id = t.id),"
        " (SELECT question FROM turn WHERE talk_id = t.id ORDER BY id LIMIT 1), t.title"
        " FROM talk t ORDER BY t.at_ms DESC, t.id DESC"
    )
    return [
        KeptConversation(int(number), int(at), int(count), str(first or ""), str(title))
        for number, at, count, first, title in rows
    ]


def title_conversation(db: apsw.Connection, conversation: int, title: str) -> bool:
    """Give a conversation a title (empty takes it away); tell whether there is such a conversation."""
    return db.execute("UPDATE talk SET title = ? WHERE id = ? RETURNING id", (title, conversation)).get is not None


def forget_conversations(db: apsw.Connection, conversation: int | None) -> int:
    """Forget one conversation, or with None all; return how many there were."""
    chosen = "SELECT id FROM talk" if conversation is None else "SELECT ?"
    rows = db.execute(
        f"DELETE FROM talk WHERE id IN ({chosen}) RETURNING id", () if conversation is None else (conversation,)
    )
    return len(list(rows))


def keep(db: apsw.Connection, key: str, kept: CachedText) -> None:
    """Keep a summary under a key, until one of its messages changes."""
    db.execute("DELETE FROM kept WHERE key = ?", (key,))
    _keep(db, None, key, kept)


def kept(db: apsw.Connection, key: str) -> CachedText | None:
    """Return what was kept under a key, if it still holds."""
    row = db.execute("SELECT id FROM kept WHERE key = ?", (key,)).get
    return None if row is None else next(iter(_kept(db, f"id = {int(row)}")), None)


def drop_kept(db: apsw.Connection) -> None:
    """Throw away all summaries that were made ahead of time."""
    db.execute("DELETE FROM kept WHERE turn_id IS NULL")


def _keep(db: apsw.Connection, turn: int | None, key: str | None, kept: CachedText) -> None:
    known = [parse_id(public_id) for public_id in dict.fromkeys(kept.cites)]
    tables = {"m": "message", "f": "passage"}
    for letter, number in known:
        if db.execute(f"SELECT 1 FROM {tables[letter]} WHERE id = ?", (number,)).get is None:
            return  # gone while the text was being made
    db.execute(
        "INSERT INTO kept (turn_id, key, value, cites) VALUES (?, ?, ?, ?)",
        (turn, key, kept.text, json.dumps(kept.cites)),
    )
    made = db.last_insert_rowid()
    db.executemany(
        "INSERT INTO kept_of VALUES (?, ?, ?)",
        [(made, number if letter == "m" else None, number if letter == "f" else None) for letter, number in known],
    )


def _kept(db: apsw.Connection, condition: str) -> Sequence[CachedText]:
    rows = db.execute(f"SELECT value, cites FROM kept WHERE {condition} ORDER BY id")
    return [CachedText(str(text), tuple(json.loads(str(cites)))) for text, cites in rows]
