"""Apple's Messages: the database `chat.db` of a Mac, or the `sms.db` of an iPhone's backup."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.chats.imessage_text import archived_text, edits, shown
from index.sources.parsing.encoding import clean
from index.types.kinds import MessageKind
from index.types.records import (
    Attachment,
    ChatRecord,
    MessageRecord,
    Problem,
    Reaction,
    Record,
    Sender,
    Timestamp,
)

MEMORY_BYTES = 300_000_000
"""A database inside an archive has to stand in memory: a larger one is refused."""
VALUE_BYTES = 64_000_000

_MAGIC = b"SQLite format 3\0"
_EPOCH_MS = 978_307_200_000
"""2001-01-01 UTC: where Apple's times begin."""
_LAST_MS = 253_402_214_400_000
"""No time beyond the year 9999."""
_NANOSECONDS = 1_000_000_000_000
"""Larger times are in nanoseconds, smaller ones in seconds."""
_GROUP = 43
_TAPBACKS = {2000: "❤️", 2001: "👍", 2002: "👎", 2003: "😂", 2004: "‼️", 2005: "❓"}
_STICKER = 2007
_REMOVED = 1000
"""So much higher is the type that takes a tapback back."""
_TARGET = re.compile(r"(?:p:\d+/|bp:)")
_CALL = 6
_COLUMNS = {
    "guid": "NULL", "text": "NULL", "attributedBody": "NULL", "subject": "NULL", "handle_id": "0", "date": "0",
    "is_from_me": "0", "item_type": "0", "group_title": "NULL", "group_action_type": "0", "other_handle": "0",
    "associated_message_guid": "NULL", "associated_message_type": "0", "associated_message_emoji": "NULL",
    "thread_originator_guid": "NULL", "date_edited": "0", "date_retracted": "0", "message_summary_info": "NULL",
    "balloon_bundle_id": "NULL", "share_status": "0",
}  # fmt: skip
"""What is read of a message, and what stands for it in databases that do not have it yet."""
_TABLES = frozenset(
    "message handle chat chat_message_join chat_handle_join attachment message_attachment_join "
    "chat_recoverable_message_join".split()
)


class IMessage:
    """All chats of the Messages app."""

    kind: ClassVar[str] = "imessage"
    title: ClassVar[str] = "iMessage database"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the tables of messages and of those who wrote them."""
        if not head.startswith(_MAGIC):
            return False
        try:
            with closing(_connect(file)) as database:
                return {"message", "handle"} <= _tables(database).keys()
        except (SourceProblem, sqlite3.Error):
            return b"chat_message_join" in head

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield chats, each before its first message, streaming. Raises SourceProblem when it is no such database."""
        with closing(_connect(file)) as database:
            reading = _Reading(database, context)
            try:
                reading.prepare()
            except sqlite3.Error as error:
                raise SourceProblem("The database is damaged.", "Copy chat.db again.") from error
            try:
                yield from reading.records()
            except sqlite3.Error as error:
                if not reading.count:
                    raise SourceProblem("The database is damaged.", "Copy chat.db again.") from error
                yield Problem("the database is damaged here; what came before was read", f"message {reading.last}")


# ── Opening it ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _beside(file: InputFile) -> bool:
    """Tell whether changes stand beside the database that are not in it yet."""
    try:
        return file.path.with_name(file.path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def _connect(file: InputFile) -> sqlite3.Connection:
    """Open a database for reading: nothing in it is changed or run. Raises SourceProblem."""
    if file.member is not None:
        return _in_memory(file)
    # Messages may be writing: only a database with nothing waiting beside it is read without looking out for that.
    wishes = ("mode=ro", "mode=ro&immutable=1") if _beside(file) else ("mode=ro&immutable=1",)
    for wish in wishes:
        database = sqlite3.connect(f"{file.path.absolute().as_uri()}?{wish}", uri=True)
        try:
            return _guarded(database)
        except sqlite3.Error:
            database.close()
    raise SourceProblem("The database cannot be opened.", "Copy it again, together with its -wal file.")


def _in_memory(file: InputFile) -> sqlite3.Connection:
    if file.size > MEMORY_BYTES:
        raise SourceProblem("The database is too large to be read inside an archive.", "Unpack it to add it.")
    with file.open() as stream:
        content = bytearray(stream.read(MEMORY_BYTES + 1))
    # A database in memory has no journal beside it: these bytes would call for one.
    content[18:20] = b"\x01\x01"
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(bytes(content))
        return _guarded(database)
    except sqlite3.Error as error:
        database.close()
        raise SourceProblem("The database is damaged.", "Copy chat.db again.") from error


def _guarded(database: sqlite3.Connection) -> sqlite3.Connection:
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE_BYTES)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.row_factory = sqlite3.Row
    for pragma in ("query_only=1", "trusted_schema=0", "cell_size_check=1", "temp_store=2"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return database


def _tables(database: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Return the columns of each real table: views and virtual tables may run what they like."""
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
    return {
        name: frozenset(str(row[1]) for row in database.execute(f"PRAGMA table_info({name})"))
        for name in _TABLES.intersection(str(row[0]) for row in rows)
    }


# ── Reading it ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Chat:
    record: ChatRecord
    told: bool = False


@dataclass(slots=True)
class _Reading:
    database: sqlite3.Connection
    context: ReadContext
    count: int = 0
    last: int = 0
    _tables: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _handles: dict[int, str] = field(default_factory=dict)
    _chats: dict[int, _Chat] = field(default_factory=dict)
    _alone: dict[str, _Chat] = field(default_factory=dict)
    _senders: dict[object, Sender | None] = field(default_factory=dict)
    _tapbacks: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)
    _thrown: frozenset[int] = frozenset()

    def prepare(self) -> None:
        """Read the people, the chats and the tapbacks. Raises SourceProblem, sqlite3.Error."""
        self._tables = _tables(self.database)
        if not {"message", "handle"} <= self._tables.keys():
            raise SourceProblem("It is not a database of Apple's Messages.", "Name another kind with --as.")
        for row in self.database.execute("SELECT ROWID, id FROM handle"):
            self._handles[int(row[0])] = clean(str(row[1] or ""))
        if "chat" in self._tables:
            self._read_chats()
        if {"associated_message_type", "associated_message_guid"} <= self._tables["message"]:
            # Where the database is damaged, reading its messages comes to the same place and says so.
            with suppress(sqlite3.DatabaseError):
                self._read_tapbacks()
        if "chat_recoverable_message_join" in self._tables:
            found = self.database.execute("SELECT message_id FROM chat_recoverable_message_join")
            self._thrown = frozenset(int(row[0]) for row in found)

    def _read_chats(self) -> None:
        members: dict[int, list[str]] = {}
        if "chat_handle_join" in self._tables:
            for chat, handle in self.database.execute("SELECT chat_id, handle_id FROM chat_handle_join"):
                if name := self._handles.get(handle):
                    members.setdefault(chat, []).append(name)
        columns = self._selected("chat", {"guid": "NULL", "chat_identifier": "NULL", "display_name": "NULL",
                                          "style": "0", "room_name": "NULL"}, "c")  # fmt: skip
        # One person has a chat for each service; their identifier is the same.
        for row in self.database.execute(f"SELECT c.ROWID AS id, {columns} FROM chat c"):  # noqa: S608
            inside = list(dict.fromkeys(members.get(row["id"], ())))
            native = str(row["chat_identifier"] or str(row["guid"] or row["id"]).rpartition(";")[2])
            title = clean(str(row["display_name"] or "")) or ", ".join(inside) or clean(native)
            group = row["style"] == _GROUP or len(inside) > 1 or bool(row["room_name"])
            self._chats[row["id"]] = _Chat(ChatRecord(clean(native), title, "group" if group else "direct"))

    def _selected(self, table: str, columns: Mapping[str, str], alias: str) -> str:
        has = self._tables[table]
        return ", ".join(f"{alias}.{name} AS {name}" if name in has else f"{other} AS {name}"
                         for name, other in columns.items())  # fmt: skip

    def _read_tapbacks(self) -> None:
        columns = self._selected("message", _COLUMNS, "m")
        query = (
            f"SELECT {columns} FROM message m "  # noqa: S608
            "WHERE m.associated_message_type BETWEEN 2000 AND 3999 ORDER BY m.ROWID"
        )
        for row in self.database.execute(query):
            kind, target = int(row["associated_message_type"]), str(row["associated_message_guid"] or "")
            given = kind - _REMOVED if kind >= 3000 else kind
            emoji = _TAPBACKS.get(given) or ("sticker" if given == _STICKER else row["associated_message_emoji"])
            who = self._name(row)
            on = self._tapbacks.setdefault(_TARGET.sub("", target, count=1), {})
            for known in [key for key in on if key[0] == who and (kind < 3000 or not emoji or key[1] == emoji)]:
                del on[known]
            if kind < 3000 and emoji:
                on[who, clean(str(emoji))] = None

    def records(self) -> Iterator[Record]:
        attachments = self._attachments()
        waiting = next(attachments, None)
        chat = "j.chat_id" if "chat_message_join" in self._tables else "NULL"
        join = "LEFT JOIN chat_message_join j ON j.message_id = m.ROWID" if chat != "NULL" else ""
        columns = self._selected("message", _COLUMNS, "m")
        query = f"SELECT m.ROWID AS id, {chat} AS chat, {columns} FROM message m {join} ORDER BY m.ROWID"  # noqa: S608
        held: tuple[Attachment, ...] = ()
        for row in self.database.execute(query):
            if row["id"] != self.last:
                held = ()
            self.last = int(row["id"])
            while waiting is not None and waiting[0] <= self.last:
                held += (waiting[1],) if waiting[0] == self.last else ()
                waiting = next(attachments, None)
            if 2000 <= (_number(row["associated_message_type"])) < 4000:
                continue  # it stands with the message that it was put on
            self.count += 1
            where = f"message {self.last}"
            try:
                message = self._message(row, held, where)
            except WRONG as error:
                yield Problem(f"a message is not as Messages stores them: {fault(error)}", where)
                continue
            yield from self._announced(row)
            yield message

    def _attachments(self) -> Iterator[tuple[int, Attachment]]:
        if not {"attachment", "message_attachment_join"} <= self._tables.keys():
            return
        columns = self._selected("attachment", {"transfer_name": "NULL", "filename": "NULL", "mime_type": "NULL"}, "a")
        query = (
            f"SELECT j.message_id AS id, {columns} FROM message_attachment_join j "  # noqa: S608
            "JOIN attachment a ON a.ROWID = j.attachment_id ORDER BY j.message_id, a.ROWID"
        )
        for row in self.database.execute(query):
            name = str(row["transfer_name"] or str(row["filename"] or "").rpartition("/")[2] or "file")
            yield _number(row["id"]), Attachment(clean(name), clean(str(row["mime_type"] or "")))

    def _chat(self, row: sqlite3.Row) -> _Chat:
        chat = self._chats.get(row["chat"])
        if chat is not None:
            return chat
        who = self._handles.get(row["handle_id"]) or "unknown"
        return self._alone.setdefault(who, _Chat(ChatRecord(who, who, "direct")))

    def _announced(self, row: sqlite3.Row) -> Iterator[ChatRecord]:
        chat = self._chat(row)
        if not chat.told:
            chat.told = True
            yield chat.record

    def _message(self, row: sqlite3.Row, attachments: tuple[Attachment, ...], where: str) -> MessageRecord:
        body, edited, gone = _body(row)
        kind: MessageKind = "media" if attachments and not body else "text"
        line = self._own_line(row)
        if gone or self.last in self._thrown:
            kind, body, attachments = "deleted", "", ()
        elif line:
            kind, body = "call" if _number(row["item_type"]) == _CALL else "system", line
        elif not body and not attachments and row["balloon_bundle_id"]:
            kind, body = "system", f"message of the app {clean(str(row['balloon_bundle_id'])).rpartition(':')[2]}"
        guid = str(row["guid"]) if row["guid"] else None
        thread = str(row["thread_originator_guid"]) if row["thread_originator_guid"] else None
        return MessageRecord(
            self._chat(row).record.native_id,
            guid,
            self._sender(row),
            _time(_number(row["date"])),
            body,
            kind,
            reply_to=thread,
            thread=thread,
            edited=edited,
            attachments=attachments,
            reactions=tuple(self._reactions(guid)),
            locator=where,
        )

    def _reactions(self, guid: str | None) -> Iterator[Reaction]:
        by: dict[str, list[str]] = {}
        for who, emoji in self._tapbacks.get(guid or "", ()):
            by.setdefault(emoji, []).append(who)
        for emoji, names in by.items():
            yield Reaction(emoji, tuple(names))

    def _own_line(self, row: sqlite3.Row) -> str:
        """Return what the app itself says in the chat, or nothing for what a person wrote."""
        kind, action = _number(row["item_type"]), _number(row["group_action_type"])
        other = self._handles.get(row["other_handle"], "somebody")
        if kind == 1:
            return f"removed {other} from the chat" if action == 1 else f"added {other} to the chat"
        if kind == 2:
            title = clean(str(row["group_title"] or ""))
            return f"named the chat “{title}”" if title else "removed the chat's name"
        if kind == 3:
            return {1: "changed the chat's picture", 2: "removed the chat's picture"}.get(action, "left the chat")
        if kind == 4:
            return "stopped sharing location" if _number(row["share_status"]) else "started sharing location"
        if kind == 5:
            return "kept a voice message"
        if kind == _CALL:
            return "call"
        return "a line of the app" if kind else ""

    def _name(self, row: sqlite3.Row) -> str:
        if row["is_from_me"]:
            return self.context.me or "me"
        return self._handles.get(row["handle_id"]) or "unknown"

    def _sender(self, row: sqlite3.Row) -> Sender | None:
        handle = "me" if row["is_from_me"] else row["handle_id"]
        if handle not in self._senders:
            self._senders[handle] = self._identified(
                self._handles.get(row["handle_id"], ""), mine=bool(row["is_from_me"])
            )
        return self._senders[handle]

    def _identified(self, value: str, *, mine: bool) -> Sender | None:
        if mine:
            return Sender("imessage", "self", self.context.me or "me", is_me=True)
        if "@" in value:
            return Sender("email", value.lower(), value)
        bare = re.sub(r"[\s().-]", "", value)
        if re.fullmatch(r"\+?\d+", bare):
            return Sender("phone", bare, value)
        return Sender("imessage", value, value) if value else None


def _number(value: Any) -> int:  # noqa: ANN401  SQLite keeps any type in any column
    return int(value) if isinstance(value, int | float) else 0


def _text(value: Any) -> str:  # noqa: ANN401
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


def _time(written: int) -> Timestamp | None:
    if not written:
        return None
    fine = abs(written) >= _NANOSECONDS
    moment = _EPOCH_MS + (written // 1_000_000 if fine else written * 1000)
    if not 0 < moment < _LAST_MS:
        raise ValueError("no such time")
    return Timestamp.from_epoch_ms(moment, "ms" if fine else "s")


def _body(row: sqlite3.Row) -> tuple[str, bool, bool]:
    """Return (text, whether it was edited, whether it was taken back)."""
    blob = row["attributedBody"]
    text = _text(row["text"])
    if not shown(text) and isinstance(blob, bytes):
        text = archived_text(blob)
    body = shown(text)
    edited, gone = bool(_number(row["date_edited"])), bool(_number(row["date_retracted"]))
    summary = row["message_summary_info"]
    if edited and isinstance(summary, bytes):
        last, retracted = edits(summary)
        body = body or last
        gone = gone or (retracted and not body)
    subject = _text(row["subject"]).strip()
    return clean(f"{subject}\n{body}".strip() if subject else body), edited and not gone, gone
