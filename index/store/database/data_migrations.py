"""What some steps of the schema do to data that is there already, beside their SQL."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator

import apsw

from index.text.columns import columns
from index.text.stored import salted
from index.text.tokens import searchable

_AT_ONCE = 1_000
_READ_OTHERWISE = re.compile("[\u0300-\u18ff\u1f00-\u1fff\u3099\u309a\ufb1d-\ufe0e\ufe10-\ufeff]")
"""Marks, and the letters of scripts that have them."""

_FILES = "SELECT name FROM attachment a WHERE a.message_id = m.id ORDER BY position"
_WORDS = f"""
    SELECT p.id, coalesce(p.text, substr(m.body, p.first + 1, p.last - p.first)), d.id IS NOT NULL,
        iif(p.part > 0, NULL, coalesce(d.title, (SELECT group_concat(name, char(10)) FROM ({_FILES}))))
    FROM passage p LEFT JOIN message m ON m.id = p.message_id LEFT JOIN document d ON d.id = p.document_id
    WHERE p.id > ? ORDER BY p.id LIMIT ?
"""


def read_marks(db: apsw.Connection) -> None:
    """Write the words of passages anew whose marks an older version took for the ends of words."""
    for texts in _passages(db):
        rows = [(passage, searchable(text)) for passage, text in texts if _is_read_otherwise(text)]
        db.executemany("INSERT OR REPLACE INTO words (rowid, text) VALUES (?, ?)", rows)


def _is_read_otherwise(text: str) -> bool:
    return not text.isascii() and bool(_READ_OTHERWISE.search(text) or not unicodedata.is_normalized("NFC", text))


def write_columns(db: apsw.Connection) -> None:
    """Write the words of all passages, from their texts, into the table of two columns that took the old one's place."""
    for texts in _passages(db):
        rows = ((passage, *columns(text)) for passage, text in texts)
        db.executemany("INSERT INTO words (rowid, text, less) VALUES (?, ?, ?)", rows)


def _passages(db: apsw.Connection) -> Iterator[list[tuple[int, str]]]:
    """Yield, by portions, the passages and what each is to be found by."""
    last = 0
    while rows := list(db.execute(_WORDS, (last, _AT_ONCE))):
        last = rows[-1][0]
        yield [
            (passage, text if name is None else f"{name}\n{text}" if is_file else f"{text}\n{name}")
            for passage, text, is_file, name in rows
        ]


def fold_names(db: apsw.Connection) -> None:
    """Note with each identity of an entry that entry's name without its case, by which shared ones are told."""
    names = [(name.casefold(), number) for number, name in db.execute("SELECT id, name FROM contact")]
    db.executemany("UPDATE contact_identity SET folded = ? WHERE contact_id = ?", names)


def salt_digests(db: apsw.Connection) -> None:
    """Give the store its salt, and put it into the digests from before there was one."""
    salt = secrets.token_bytes(32)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('salt', ?)", (salt,))
    plain = [row[0] for row in list(db.execute("SELECT digest FROM forgotten"))]
    if plain:
        db.execute("DELETE FROM forgotten")
        db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", [(salted(salt, name),) for name in plain])
        # Pages that are no longer used may hold the plain ones.
        db.execute("INSERT OR IGNORE INTO meta VALUES ('traces', 0)")
