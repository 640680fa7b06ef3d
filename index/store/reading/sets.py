"""Whole sets: every message and file of a scope that may hold a kind of thing, however many there are.

The conditions are wide on purpose: they leave out what cannot match, so that the exact reading of a text, which is not
SQL's work, sees few rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

import apsw

from index.store.reading import hits
from index.store.reading.tallies import QUARTER_MS
from index.store.search import contents
from index.store.search.scope import Condition, conjunction
from index.types.kinds import Held, SetOf
from index.types.records import local_datetime
from index.types.search import Hit

_BODY: dict[str, str] = {
    "link": "m.body LIKE '%://%' OR m.body LIKE '%www.%' OR m.body GLOB '*[^ ].[a-zA-Z][a-zA-Z]*'",
    "address": "instr(m.body, '@')",
    "number": "m.body GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*'",
    "amount": "m.body GLOB '*[0-9]*'",
    "code": "m.body GLOB '*[0-9]*'",
}
_ATTACHED: dict[SetOf, Held] = {
    "photo": "photo", "video": "video", "audio": "voice", "sticker": "sticker", "document": "document", "visual": "media",
    "media": "media",
    "file": "file",
}  # fmt: skip


def messages(db: apsw.Connection, scope: Condition, what: SetOf, words: Sequence[str], zone: tzinfo) -> list[Hit]:
    """Return the scope's messages (a condition on messages) that may hold such things, or any of `words`, oldest first."""
    return hits.messages(db, conjunction(scope, _holds(what, words)), zone, newest=None, limit=None)


def files(db: apsw.Connection, scope: Condition, words: Sequence[str], zone: tzinfo) -> list[Hit]:
    """Return the first passage of each file of a scope (a condition on passages) with one of `words` in name or text."""
    like = [_like(word) for word in words]
    each = " OR ".join(
        ["q.text LIKE ? ESCAPE '\\' OR d.title LIKE ? ESCAPE '\\' OR s.path LIKE ? ESCAPE '\\'"] * len(like)
    )
    rows = db.execute(
        "SELECT DISTINCT (SELECT 'f' || min(f.id) FROM passage f WHERE f.document_id = p.document_id), s.path"
        " FROM passage p JOIN document d ON d.id = p.document_id JOIN source s ON s.id = d.source_id"
        f" JOIN passage q ON q.document_id = p.document_id WHERE {scope.sql} AND ({each}) ORDER BY s.path",
        (*scope.values, *(value for word in like for value in (word, word, word))),
    )
    ids = [str(row[0]) for row in rows]
    found = hits.hits(db, ids, zone)
    return [found[public_id] for public_id in ids if public_id in found]


def by_sender(db: apsw.Connection, scope: Condition) -> list[tuple[str, int]]:
    """Return (name, messages) for each person who wrote in the scope, most first."""
    rows = db.execute(
        "SELECT p.name, count(*) FROM message m JOIN identity i ON i.id = m.sender_id JOIN person p ON p.id = i.person_id"
        f" WHERE {scope.sql} GROUP BY p.id ORDER BY count(*) DESC, p.name",
        scope.values,
    )
    return [(str(name), int(number)) for name, number in rows]


def by_chat(db: apsw.Connection, scope: Condition, *, mail: bool | None = None) -> list[tuple[str, int]]:
    """Return (title, messages) for each chat with messages in the scope, most first; of `mail` alone, or all others."""
    kind = "" if mail is None else f" AND c.kind {'=' if mail else '!='} 'mail'"
    rows = db.execute(
        "SELECT c.title, count(*) FROM message m JOIN conversation c ON c.id = m.conversation_id"
        f" WHERE {scope.sql}{kind} GROUP BY c.id ORDER BY count(*) DESC, c.title",
        scope.values,
    )
    return [(str(title), int(number)) for title, number in rows]


def by_quarter(db: apsw.Connection, scope: Condition, zone: tzinfo) -> list[tuple[datetime, int]]:
    """Return (its beginning, messages) for each quarter of an hour with messages in the scope, in order."""
    rows = db.execute(
        f"SELECT m.at_ms / {QUARTER_MS}, m.offset_s, count(*) FROM message m"
        f" WHERE m.precision IS NOT NULL AND {scope.sql} GROUP BY 1, 2 ORDER BY 1, 2",
        scope.values,
    )
    return [(local_datetime(quarter * QUARTER_MS, offset, zone), int(number)) for quarter, offset, number in rows]


def newest(db: apsw.Connection) -> int:
    """Return the number of the message that was taken in last, 0 when there is none."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM message").get)


def source_of(db: apsw.Connection, path: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the public ids of the messages and of the passages that came from a file or a folder; None when none did.

    A file in an archive or folder counts to what stands around it.
    """
    sources = [
        int(row[0])
        for row in db.execute(
            "SELECT id FROM source WHERE path = ?1 OR key = ?1 OR path LIKE ?2 ESCAPE '\\'",
            (path, _like(path, "", "/%")),
        )
    ]
    if not sources:
        return None
    of_messages: list[str] = []
    of_passages: list[str] = []
    for source in sources:
        of_messages += [
            f"m{row[0]}"
            for row in db.execute(
                "SELECT id FROM message WHERE source_id = ?1 AND visible = 1"
                " UNION SELECT m.id FROM also_in a JOIN message m ON m.id = a.message_id"
                " WHERE a.source_id = ?1 AND m.visible = 1",
                (source,),
            )
        ]
        of_passages += [
            f"f{row[0]}"
            for row in db.execute(
                "SELECT p.id FROM passage p JOIN document d ON d.id = p.document_id WHERE d.source_id = ?"
                " ORDER BY d.id, p.part, p.id",
                (source,),
            )
        ]
    return tuple(dict.fromkeys(of_messages)), tuple(of_passages)


def sources_called(db: apsw.Connection, name: str) -> tuple[str, ...]:
    """Return the paths of the files and folders whose path ends with a name ("rent.pdf", "notes/rent.pdf"), any case."""
    rows = db.execute(
        "SELECT path FROM source WHERE path LIKE ? ESCAPE '\\' ORDER BY path", (_like(f"/{name}", "%", ""),)
    )
    return tuple(dict.fromkeys(str(row[0]) for row in rows))


def chats_called(db: apsw.Connection, title: str) -> tuple[int, ...]:
    """Return the chats and threads of mail whose title is a name, whatever its case."""
    rows = db.execute("SELECT id FROM conversation WHERE title LIKE ? ESCAPE '\\' ORDER BY id", (_like(title, "", ""),))
    return tuple(int(row[0]) for row in rows)


def document_of(db: apsw.Connection, passage: int) -> tuple[str, ...]:
    """Return the public ids of all passages of the file that a passage stands in, in order."""
    rows = db.execute(
        "SELECT id FROM passage WHERE document_id = (SELECT document_id FROM passage WHERE id = ?) ORDER BY part, id",
        (passage,),
    )
    return tuple(f"f{row[0]}" for row in rows)


def chat_of(db: apsw.Connection, message: int) -> int | None:
    """Return the chat of a message."""
    found: int | None = db.execute("SELECT conversation_id FROM message WHERE id = ?", (message,)).get
    return found


def _holds(what: SetOf, words: Sequence[str]) -> Condition:
    if what in _BODY:
        return Condition(_BODY[what])
    if what in _ATTACHED:
        # What its export only calls media may be a photo, so it is asked for with them and told apart by who counts.
        held, media = (Condition(*contents.message_has(one)) for one in (_ATTACHED[what], "media"))
        return held if what == "file" else Condition(f"({held.sql}) OR ({media.sql})", (*held.values, *media.values))
    if not words:
        return Condition("1")
    named = "EXISTS (SELECT 1 FROM attachment a WHERE a.message_id = m.id AND a.name LIKE ? ESCAPE '\\')"
    each = " OR ".join([f"m.body LIKE ? ESCAPE '\\' OR {named}"] * len(words))
    return Condition(each, tuple(_like(word) for word in words for _ in range(2)))


def _like(text: str, before: str = "%", after: str = "%") -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{before}{escaped}{after}"
