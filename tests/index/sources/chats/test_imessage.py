"""Apple's Messages: texts kept as archived objects, tapbacks, edits, what was unsent, old and damaged databases."""

from __future__ import annotations

import plistlib
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceProblem
from index.index import Index
from index.sources.chats.imessage import IMessage
from index.sources.chats.imessage_text import archived_text
from index.types.records import Attachment, Reaction
from index.types.search import Query
from tests.index.sources.reading import CONTEXT, chats_of, files, messages, problems, read, utc

SCHEMA = """
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, id TEXT NOT NULL, service TEXT NOT NULL);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, style INTEGER,
    chat_identifier TEXT, service_name TEXT, room_name TEXT, display_name TEXT);
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT,
    handle_id INTEGER DEFAULT 0, subject TEXT, attributedBody BLOB, date INTEGER, is_from_me INTEGER DEFAULT 0,
    cache_has_attachments INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0, other_handle INTEGER DEFAULT 0,
    group_title TEXT, group_action_type INTEGER DEFAULT 0, share_status INTEGER DEFAULT 0,
    associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, associated_message_emoji TEXT,
    balloon_bundle_id TEXT, thread_originator_guid TEXT, date_retracted INTEGER DEFAULT 0,
    date_edited INTEGER DEFAULT 0, message_summary_info BLOB);
CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, guid TEXT, filename TEXT, mime_type TEXT,
    transfer_name TEXT);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, PRIMARY KEY (chat_id, message_id));
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE (chat_id, handle_id));
CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER, UNIQUE (message_id, attachment_id));
INSERT INTO handle (ROWID, id, service) VALUES (1, '+15551230001', 'iMessage'), (2, 'Ben@example.org', 'iMessage'),
    (3, '22000', 'SMS');
INSERT INTO chat (ROWID, guid, style, chat_identifier, service_name, display_name) VALUES
    (1, 'iMessage;-;+15551230001', 45, '+15551230001', 'iMessage', ''),
    (2, 'iMessage;+;chat8123', 43, 'chat8123', 'iMessage', 'Hike on Sunday');
INSERT INTO chat_handle_join VALUES (1, 1), (2, 1), (2, 2);
"""
NOON = 700_000_000
"""2023-03-08 20:26:40 UTC, in Apple's seconds."""


def archived(text: str) -> bytes:
    """Write a text as the app archives it: a typedstream of an attributed string."""
    raw = text.encode()
    if len(raw) < 0x80:
        length = bytes([len(raw)])
    elif len(raw) < 0x10000:
        length = b"\x81" + len(raw).to_bytes(2, "little")
    else:
        length = b"\x82" + len(raw).to_bytes(4, "little")
    head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85"
    return (
        head + b"\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+" + length + raw + b"\x86\x84\x02iI\x01\x04\x92\x84\x84"
    )


class Database:
    """A chat.db that is being written."""

    def __init__(self, path: Path, schema: str = SCHEMA) -> None:
        self.path = path
        self._database = sqlite3.connect(path)
        self._database.executescript(schema)
        self._count = 0

    def add(self, text: str | bytes | None = None, chat: int | None = 1, **fields: Any) -> str:
        self._count += 1
        row = {
            "guid": f"G-{self._count}",
            "text": text,
            "handle_id": 1,
            "date": (NOON + 60 * self._count) * 10**9,
            **fields,
        }
        names = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        found = self._database.execute(f"INSERT INTO message ({names}) VALUES ({marks})", tuple(row.values()))
        if chat is not None:
            self._database.execute("INSERT INTO chat_message_join VALUES (?, ?)", (chat, found.lastrowid))
        return str(row["guid"])

    def run(self, sql: str, *values: Any) -> None:
        self._database.execute(sql, values)

    def done(self) -> Path:
        self._database.commit()
        self._database.close()
        return self.path


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "chat.db")


def test_who_wrote_what_when(database: Database) -> None:
    database.add("Shall we meet at six?")
    database.add("Yes", is_from_me=1, handle_id=0)
    database.add("Bring water", chat=2, handle_id=2)
    database.add("Your code is 4711", chat=None, handle_id=3)
    records = read(database.done(), kind="imessage")
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("+15551230001", "+15551230001", "direct"),
        ("chat8123", "Hike on Sunday", "group"),
        ("22000", "22000", "direct"),
    ]
    found = messages(records)
    senders = [message.sender for message in found if message.sender]
    assert [(sender.kind, sender.value, sender.is_me) for sender in senders] == [
        ("phone", "+15551230001", False),
        ("imessage", "self", True),
        ("email", "ben@example.org", False),
        ("phone", "22000", False),
    ]
    assert [(utc(message.time), message.body, message.native_id) for message in found] == [
        ("2023-03-08 20:27:40", "Shall we meet at six?", "G-1"),
        ("2023-03-08 20:28:40", "Yes", "G-2"),
        ("2023-03-08 20:29:40", "Bring water", "G-3"),
        ("2023-03-08 20:30:40", "Your code is 4711", "G-4"),
    ]
    assert problems(records) == []


def test_old_databases_count_seconds(database: Database) -> None:
    database.add("early", date=NOON)
    (message,) = messages(read(database.done()))
    assert utc(message.time) == "2023-03-08 20:26:40"


@pytest.mark.parametrize("text", ["short", "ä" * 100, "é" * 127, "x" * 128, "🎈 " * 20_000])
def test_text_that_stands_only_in_the_archived_object(database: Database, text: str) -> None:
    database.add(None, attributedBody=archived(text))
    (message,) = messages(read(database.done()))
    assert message.body == text.strip()


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400))
def test_any_text_comes_back_out_of_its_archive(text: str) -> None:
    assert archived_text(archived(text)) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_no_crash(blob: bytes) -> None:
    assert isinstance(archived_text(blob), str)
    assert isinstance(archived_text(archived("kept")[:60] + blob), str)


def test_a_keyed_archive(database: Database) -> None:
    blob = plistlib.dumps(
        {"$objects": ["$null", {"NSString": plistlib.UID(2)}, {"NS.string": "from a newer system"}]},
        fmt=plistlib.FMT_BINARY,
    )
    database.add(None, attributedBody=blob)
    assert [message.body for message in messages(read(database.done()))] == ["from a newer system"]


def test_tapbacks_are_reactions_and_can_be_taken_back(database: Database) -> None:
    target = database.add("I passed!")
    database.add("Loved “I passed!”", associated_message_guid=f"p:0/{target}", associated_message_type=2000)
    database.add(None, associated_message_guid=f"bp:{target}", associated_message_type=2001, is_from_me=1, handle_id=0)
    database.add(None, associated_message_guid=f"p:0/{target}", associated_message_type=2003, handle_id=2)
    database.add(None, associated_message_guid=f"p:0/{target}", associated_message_type=3003, handle_id=2)
    database.add(
        None,
        associated_message_guid=f"p:0/{target}",
        associated_message_type=2006,
        associated_message_emoji="🥳",
        handle_id=2,
    )
    (message,) = messages(read(database.done()))
    assert message.reactions == (
        Reaction("❤️", ("+15551230001",)),
        Reaction("👍", ("me",)),
        Reaction("🥳", ("Ben@example.org",)),
    )


def test_replies_edits_and_what_was_unsent(database: Database) -> None:
    first = database.add("Which train?")
    database.add("The 9:14", thread_originator_guid=first)
    database.add("The 9:44", date_edited=NOON * 10**9)
    history = {"ec": {"0": [{"d": 1.0, "t": archived("old")}, {"d": 2.0, "t": archived("The last word")}]}}
    summary = plistlib.dumps(history, fmt=plistlib.FMT_BINARY)
    database.add(None, date_edited=NOON * 10**9, message_summary_info=summary)
    unsent = plistlib.dumps({"rp": [0], "ec": {}}, fmt=plistlib.FMT_BINARY)
    database.add(None, date_edited=NOON * 10**9, message_summary_info=unsent)
    database.add("still there", date_retracted=NOON * 10**9)
    database.add("plain", date_edited=NOON * 10**9, message_summary_info=b"bplist00 broken")
    found = messages(read(database.done()))
    assert [(message.body, message.kind, message.edited, message.reply_to) for message in found] == [
        ("Which train?", "text", False, None),
        ("The 9:14", "text", False, "G-1"),
        ("The 9:44", "text", True, None),
        ("The last word", "text", True, None),
        ("", "deleted", False, None),
        ("", "deleted", False, None),
        ("plain", "text", True, None),
    ]


def test_lines_of_the_app(database: Database) -> None:
    database.add(None, chat=2, item_type=1, other_handle=2)
    database.add(None, chat=2, item_type=1, group_action_type=1, other_handle=2)
    database.add(None, chat=2, item_type=2, group_title="Hike on Sunday")
    database.add(None, chat=2, item_type=3)
    database.add(None, chat=2, item_type=6)
    found = messages(read(database.done()))
    assert [(message.kind, message.body) for message in found] == [
        ("system", "added Ben@example.org to the chat"),
        ("system", "removed Ben@example.org from the chat"),
        ("system", "named the chat “Hike on Sunday”"),
        ("system", "left the chat"),
        ("call", "call"),
    ]


def test_attachments_by_name_and_type(database: Database) -> None:
    database.add("\ufffc", cache_has_attachments=1)
    database.add("two \ufffc\ufffc of them", cache_has_attachments=1)
    database.run(
        "INSERT INTO attachment (ROWID, filename, mime_type, transfer_name) VALUES "
        "(1, '~/Library/Messages/Attachments/aa/IMG_1.heic', 'image/heic', 'IMG_1.heic'), "
        "(2, '~/x/../../etc/plan.pdf', 'application/pdf', NULL), (3, NULL, NULL, NULL)"
    )
    database.run("INSERT INTO message_attachment_join VALUES (1, 1), (2, 2), (2, 3), (99, 1)")
    found = messages(read(database.done()))
    assert [(message.kind, message.body, message.attachments) for message in found] == [
        ("media", "", (Attachment("IMG_1.heic", "image/heic"),)),
        ("text", "two  of them", (Attachment("plan.pdf", "application/pdf"), Attachment("file"))),
    ]


def test_what_lies_in_recently_deleted_is_no_live_text(database: Database) -> None:
    database.add("secret")
    database.run("CREATE TABLE chat_recoverable_message_join (chat_id INTEGER, message_id INTEGER)")
    database.run("INSERT INTO chat_recoverable_message_join VALUES (1, 1)")
    assert [(message.kind, message.body) for message in messages(read(database.done()))] == [("deleted", "")]


def test_an_old_phones_database_with_few_columns(tmp_path: Path) -> None:
    schema = """
    CREATE TABLE message (ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, date INTEGER,
        is_from_me INTEGER);
    CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);
    INSERT INTO handle VALUES (1, '+44 20 7946 0018');
    """
    old = Database(tmp_path / "3d0d7e5fb2ce288813306e4d4636395e047a3d28", schema)
    old.add("from the old phone", chat=None)
    records = read(old.done(), kind="imessage")
    (message,) = messages(records)
    assert message.sender is not None
    assert (message.sender.kind, message.sender.value, message.body) == ("phone", "+442079460018", "from the old phone")


def test_one_broken_row_costs_itself(database: Database) -> None:
    database.add("before")
    database.add("before all telephones", date=-9 * 10**18)
    database.add(b"\xff\xfe broken \x00 text", date="soon")
    database.add("after")
    records = read(database.done())
    assert [message.body for message in messages(records)] == ["before", "\ufffd\ufffd broken \ufffd text", "after"]
    assert [problem.locator for problem in problems(records)] == ["message 2"]


def test_a_damaged_database_gives_what_it_can(database: Database) -> None:
    for count in range(3000):
        database.add(f"line {count} " + "x" * 100)
    path = database.done()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 40_960] = b"\xa5" * 40_960
    path.write_bytes(content)
    records = read(path, kind="imessage")
    assert 100 < len(messages(records)) < 3000
    assert [problem.reason for problem in problems(records)] == [
        "the database is damaged here; what came before was read"
    ]


def test_a_view_that_calls_itself_messages_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);"
            "CREATE VIEW message AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n;"
        )
    (file,) = files(path)
    assert not IMessage().recognises(file, file.head())
    with pytest.raises(SourceProblem, match="not a database of Apple's Messages"):
        list(IMessage().read(file, CONTEXT))


def test_nothing_is_written_beside_a_database_at_rest(database: Database) -> None:
    database.run("PRAGMA journal_mode=DELETE")
    database.add("hello")
    path = database.done()
    before = path.read_bytes()
    read(path)
    assert [entry.name for entry in path.parent.iterdir()] == ["chat.db"]
    assert path.read_bytes() == before


def test_messages_that_still_stand_beside_the_database(tmp_path: Path) -> None:
    writing = sqlite3.connect(tmp_path / "chat.db")
    with closing(writing):
        writing.execute("PRAGMA journal_mode=WAL")
        writing.executescript(SCHEMA)
        writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        writing.execute("INSERT INTO message (guid, text, handle_id, date) VALUES ('G', 'just now', 1, ?)", (NOON,))
        writing.commit()
        (file,) = [file for file in files(tmp_path / "chat.db") if file.base_name == "chat.db"]
        assert [message.body for message in messages(read(file.path))] == ["just now"]


def test_in_a_zip(tmp_path: Path, database: Database) -> None:
    database.run("PRAGMA journal_mode=WAL")
    database.add("packed")
    path = database.done()
    with zipfile.ZipFile(tmp_path / "backup.zip", "w") as archive:
        archive.write(path, "Messages/chat.db")
    assert [message.body for message in messages(read(tmp_path / "backup.zip", kind="imessage"))] == ["packed"]


def test_it_is_found_after_adding(index: Index, database: Database) -> None:
    database.add(None, attributedBody=archived("The ferry to Elba leaves from Piombino"))
    path = database.done()
    list(index.add([path], embedder=None, context=CONTEXT))
    hits = index.search(Query("ferry Elba"), embedder=None).hits
    assert [(hit.text, hit.source, hit.sender) for hit in hits] == [
        ("The ferry to Elba leaves from Piombino", "imessage", "+15551230001")
    ]
