"""The schema, as numbered steps. Each runs once, in a transaction, and is recorded.

A step is never changed after a release; a new need is a new step.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import apsw

from index.errors import StoreDamaged, StoreTooNew
from index.store.database.data_migrations import fold_names, read_marks, salt_digests, write_columns

APPLICATION_ID = 0x686D6264
"""Marks the file as homebody's ("hmbd")."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: `name` says what it makes, `sql` makes it, and `then` what SQL alone cannot."""

    name: str
    sql: str
    then: Callable[[apsw.Connection], None] | None = None


_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('revision', 0);

-- One file that was added. `settings` is what its reading depended on besides its bytes: kind, zone, the owner's name.
CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    sha256 BLOB,
    settings TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reading', 'done', 'failed')),
    added_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE problem (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    severity TEXT NOT NULL,
    locator TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX problem_source ON problem (source_id);

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_kind TEXT NOT NULL,
    native_id TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (source_kind, native_id)
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    is_me INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX person_owner ON person (is_me) WHERE is_me = 1;

-- How a source names a person. `scope` is the conversation for a bare display name, else 0: a name alone merges nobody.
CREATE TABLE identity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES person,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    scope INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, value, scope)
) STRICT;
CREATE INDEX identity_person ON identity (person_id);

CREATE TABLE member (
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    identity_id INTEGER NOT NULL REFERENCES identity ON DELETE CASCADE,
    PRIMARY KEY (conversation_id, identity_id)
) STRICT, WITHOUT ROWID;

-- `at_ms` is the place on the time line: the time itself, or, where `precision` is NULL and no time is known, that of the
-- message before it in its file. `seq` orders messages of the same moment. `dedup` tells messages of a conversation apart,
-- `content` tells whether a message that comes again has changed. `visible` is 0 for system, deleted and empty lines.
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source,
    sender_id INTEGER REFERENCES identity,
    dedup INTEGER NOT NULL,
    content INTEGER NOT NULL,
    native_id TEXT,
    at_ms INTEGER NOT NULL,
    offset_s INTEGER,
    origin TEXT,
    precision TEXT,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    visible INTEGER NOT NULL,
    edited INTEGER NOT NULL,
    body TEXT NOT NULL,
    reply_to TEXT,
    thread TEXT,
    locator TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX message_dedup ON message (conversation_id, dedup);
CREATE INDEX message_place ON message (conversation_id, at_ms, seq, id, visible);
CREATE INDEX message_time ON message (at_ms, seq) WHERE visible = 1;
CREATE INDEX message_source_id ON message (source_id);

-- Files that hold a message besides the one that brought it first.
CREATE TABLE also_in (
    message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    PRIMARY KEY (message_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX also_in_source ON also_in (source_id);

CREATE TABLE attachment (
    message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reaction (
    message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    position INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    people TEXT NOT NULL,
    PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    modified_ms INTEGER,
    offset_s INTEGER,
    UNIQUE (source_id, position)
) STRICT;

-- The unit of search. A message's passage is a span of its body (characters, [first, last)); a document's holds its text.
-- What filters need is repeated here, so that each filter is a condition on this table alone.
-- `embedded`: 0 waits for its vector, 1 has it, 2 needs none.
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER REFERENCES message ON DELETE CASCADE,
    document_id INTEGER REFERENCES document ON DELETE CASCADE,
    part INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    text TEXT,
    locator TEXT,
    digest INTEGER,
    conversation_id INTEGER,
    person_id INTEGER,
    source_kind TEXT NOT NULL,
    ts_ms INTEGER,
    embedded INTEGER NOT NULL DEFAULT 0,
    CHECK ((message_id IS NULL) <> (document_id IS NULL))
) STRICT;
CREATE INDEX passage_message ON passage (message_id, part) WHERE message_id IS NOT NULL;
CREATE INDEX passage_document ON passage (document_id, part) WHERE document_id IS NOT NULL;
CREATE INDEX passage_conversation ON passage (conversation_id, ts_ms) WHERE conversation_id IS NOT NULL;
CREATE INDEX passage_person ON passage (person_id, ts_ms) WHERE person_id IS NOT NULL;
CREATE INDEX passage_time ON passage (ts_ms);
CREATE INDEX passage_pending ON passage (ts_ms, id) WHERE embedded = 0;

CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Unit vectors of 32-bit floats. Their space is named by meta 'space'; a coarse copy for large stores is made on demand.
CREATE TABLE vector (
    passage_id INTEGER PRIMARY KEY REFERENCES passage ON DELETE CASCADE,
    embedding BLOB NOT NULL
) STRICT;
"""

_PEOPLE = """
-- Who gave the person their name: a source, an address book, or the owner, who is overruled by nobody.
ALTER TABLE person ADD COLUMN named TEXT NOT NULL DEFAULT 'source';
-- What joined the identity to its person, in the same words.
ALTER TABLE identity ADD COLUMN linked TEXT NOT NULL DEFAULT 'source';

-- An entry of an address book. `digest` tells the entries of one file apart.
CREATE TABLE contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    digest INTEGER NOT NULL,
    name TEXT NOT NULL,
    is_me INTEGER NOT NULL,
    UNIQUE (source_id, digest)
) STRICT;
CREATE TABLE contact_identity (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (contact_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_identity_value ON contact_identity (kind, value);
"""

_OVERLAP = """
-- Other keys by which a message is found again: those of the states it had in other exports.
CREATE TABLE former (
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    dedup INTEGER NOT NULL,
    message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    PRIMARY KEY (conversation_id, dedup)
) STRICT, WITHOUT ROWID;
CREATE INDEX former_message ON former (message_id);
"""

_MEMORY = """
-- Up to which message a scope (as JSON) was summarized; what was taken in later is new to it.
CREATE TABLE mark (scope TEXT PRIMARY KEY, message_id INTEGER NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Conversations with the assistant. `carry` is what a follow-up needs to know, as JSON.
CREATE TABLE talk (id INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL) STRICT;
CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    talk_id INTEGER NOT NULL REFERENCES talk ON DELETE CASCADE,
    at_ms INTEGER NOT NULL,
    question TEXT NOT NULL,
    carry TEXT NOT NULL
) STRICT;
CREATE INDEX turn_talk ON turn (talk_id);

-- Text made of messages and passages: a line of an answer (`turn_id`), or a summary made ahead of time (`key`).
CREATE TABLE kept (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    turn_id INTEGER REFERENCES turn ON DELETE CASCADE,
    key TEXT UNIQUE,
    value TEXT NOT NULL,
    cites TEXT NOT NULL
) STRICT;
CREATE INDEX kept_turn ON kept (turn_id) WHERE turn_id IS NOT NULL;
CREATE TABLE kept_of (
    kept_id INTEGER NOT NULL REFERENCES kept ON DELETE CASCADE,
    message_id INTEGER REFERENCES message ON DELETE CASCADE,
    passage_id INTEGER REFERENCES passage ON DELETE CASCADE
) STRICT;
CREATE INDEX kept_of_kept ON kept_of (kept_id);
CREATE INDEX kept_of_message ON kept_of (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX kept_of_passage ON kept_of (passage_id) WHERE passage_id IS NOT NULL;
CREATE TRIGGER kept_goes AFTER DELETE ON kept_of BEGIN
    DELETE FROM kept WHERE id = OLD.kept_id;
END;
CREATE TRIGGER kept_is_outdated AFTER UPDATE OF body, visible, sender_id ON message
WHEN OLD.body IS NOT NEW.body OR OLD.visible IS NOT NEW.visible OR OLD.sender_id IS NOT NEW.sender_id BEGIN
    DELETE FROM kept WHERE id IN (SELECT kept_id FROM kept_of WHERE message_id = OLD.id);
END;
"""

_ROOTS = """
-- What the owner named to `add`, and how it is to be read: `zone` and `me` are NULL where the home's settings hold.
CREATE TABLE root (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    as_kind TEXT,
    zone TEXT,
    me TEXT
) STRICT;
INSERT INTO root (path) SELECT DISTINCT path FROM source ORDER BY id;

-- Hashes of what the owner forgot and what stays out until they add it again.
CREATE TABLE forgotten (digest INTEGER PRIMARY KEY) STRICT;

-- How much each identity wrote is counted, and what one wrote is moved and removed, without reading all messages.
CREATE INDEX message_sender ON message (sender_id, visible);
"""

_TWINS = """
-- Names under which another phone's exports know a chat, and those in it.
CREATE TABLE also_called (
    source_kind TEXT NOT NULL,
    native_id TEXT NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    PRIMARY KEY (source_kind, native_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX also_called_conversation ON also_called (conversation_id);
CREATE TABLE also_named (
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    identity_id INTEGER NOT NULL REFERENCES identity ON DELETE CASCADE,
    PRIMARY KEY (conversation_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX also_named_identity ON also_named (identity_id);
"""

_LOOKED = """
-- When a root was looked at last, by `add` or `sync`, and what came of it (JSON, the fields of Looked).
ALTER TABLE root ADD COLUMN looked_ms INTEGER;
ALTER TABLE root ADD COLUMN result TEXT;
"""

_TITLES = """
-- What the owner calls a conversation with the assistant; empty where it goes by its first question.
ALTER TABLE talk ADD COLUMN title TEXT NOT NULL DEFAULT '';
"""

_JOB = """
-- What is being forgotten, by its numbers: it is written down before anything goes, and struck out when all of it is gone.
CREATE TABLE forget_job (
    kind TEXT NOT NULL CHECK (kind IN ('source', 'root', 'conversation', 'person')),
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;
"""

_FAILURES = """
-- Files that could not be read, and why, as the owner was told: `size` and `modified_ns` are NULL where nobody knows them.
CREATE TABLE failure (
    path TEXT PRIMARY KEY,
    size INTEGER,
    modified_ns INTEGER,
    reason TEXT NOT NULL,
    next_step TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER failure_goes AFTER DELETE ON source BEGIN
    DELETE FROM failure WHERE path = OLD.key;
END;
"""

_SHARED = """
-- The entry's name without its case: the first and the last of an identity's tell whether entries of several names have it.
ALTER TABLE contact_identity ADD COLUMN folded TEXT NOT NULL DEFAULT '';
DROP INDEX contact_identity_value;
CREATE INDEX contact_identity_value ON contact_identity (kind, value, folded);
"""

# 0.3 by hand: a word of an address counts about as much as a word of the text in a passage four times as long.
_COLUMNS = """
-- What a passage is found by: `text` its own words, `less` what counts less (index/text/columns.py).
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5 (
    text, less, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO words (words, rank) VALUES ('rank', 'bm25(1.0, 0.3)');
"""

_WINDOWS = """
-- Vectors of a long passage's sentences, a signed byte a component. `first` and `last` are characters of its text.
CREATE TABLE passage_window (
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    number INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    embedding BLOB NOT NULL,
    PRIMARY KEY (passage_id, number)
) STRICT, WITHOUT ROWID;
-- Passages that have a vector and wait for their windows: all long ones that were there before.
CREATE TABLE window_due (passage_id INTEGER PRIMARY KEY REFERENCES passage ON DELETE CASCADE) STRICT;
INSERT INTO window_due SELECT id FROM passage WHERE embedded = 1 AND last - first >= 200;
"""

_DECISIONS = """
-- What the owner decided about people, and how it was before (JSON). It holds names, and goes with the first of them.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL
) STRICT;
CREATE TRIGGER decision_goes AFTER DELETE ON identity BEGIN DELETE FROM decision; END;
CREATE TRIGGER decision_goes_with_contact AFTER DELETE ON contact BEGIN DELETE FROM decision; END;
"""

MIGRATIONS = (
    Migration("messages, documents, words and vectors", _FIRST),
    Migration("contacts, and what the owner says of people", _PEOPLE),
    Migration("former states of messages", _OVERLAP),
    Migration("what was named to add, and what was forgotten", _ROOTS),
    Migration("what the assistant remembers", _MEMORY),
    Migration("chats that several phones exported", _TWINS),
    Migration("when a root was looked at, and what came of it", _LOOKED),
    Migration("titles of conversations", _TITLES),
    Migration("words with the marks of their script", "", read_marks),
    Migration("what is being forgotten, and a salt for what was", _JOB, salt_digests),
    Migration("names of contacts without their case", _SHARED, fold_names),
    Migration("files that could not be read", _FAILURES),
    # Nothing changes; an earlier homebody, which would write pages without their checksums, is kept out.
    Migration("pages with checksums", ""),
    Migration("words in two columns", _COLUMNS, write_columns),
    Migration("vectors of the sentences of long passages", _WINDOWS),
    Migration("what the owner decided of people, to be taken back", _DECISIONS),
)
SCHEMA = len(MIGRATIONS)


def migrate(connection: apsw.Connection) -> None:
    """Bring the store to this version's schema. Raises StoreTooNew or StoreDamaged (a database that is not ours)."""
    if version(connection) == SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again under the lock: another process may have migrated meanwhile.
        current = version(connection)
        for number, step in enumerate(MIGRATIONS[current:], current + 1):
            connection.execute(step.sql)
            if step.then is not None:
                step.then(connection)
            if number == 1:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(
                    "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT"
                )
            connection.execute(
                "INSERT INTO migration VALUES (?, ?, ?)", (number, step.name, time.time_ns() // 1_000_000)
            )
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def version(connection: apsw.Connection) -> int:
    """Return the schema's number, 0 for an empty file.

    Raises StoreTooNew when a later homebody wrote it, StoreDamaged when another program did.
    """
    current = int(connection.pragma("user_version"))
    empty = connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").get is None
    if not empty and connection.pragma("application_id") != APPLICATION_ID:
        raise StoreDamaged(
            "The file in the index's place is a database of another program.", "Move it away, then try again."
        )
    if current > SCHEMA:
        raise StoreTooNew(
            f"The index was written by a later version of homebody (schema {current}, this one knows {SCHEMA}).",
            "Update homebody.",
        )
    return current
