"""Skype's export of a whole account: `messages.json`, a list of chats. Teams' export for people at home is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.chats.skype_text import attached, call, quoted, readable, system
from index.sources.parsing.encoding import clean
from index.sources.parsing.json_stream import Broken, Choice, walk_json
from index.sources.parsing.json_stream import Path as JsonPath
from index.types.kinds import MessageKind
from index.types.records import ChatRecord, MessageRecord, Problem, Reaction, Record, Sender, Timestamp

BLOCK = 20_000
"""Messages stand newest first; so many at a time are turned round."""

_HEADS = frozenset({"id", "displayName", "threadProperties"})
_EMOTIONS = {
    "like": "👍", "yes": "👍", "heart": "❤️", "laugh": "😆", "surprised": "😮", "sad": "😢", "angry": "😠", "cry": "😢",
    "smile": "🙂", "no": "👎",
}  # fmt: skip
_QUIET = frozenset({"notice", "popcard", "translation"})
"""What the service itself puts into chats: promotions and hints."""
_PERSON = re.compile(r"^(?:8|28|48|1|2|4):")


class Skype:
    """All chats of an account."""

    kind: ClassVar[str] = "skype"
    title: ClassVar[str] = "Skype export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the fields that open an account, its chats or a message."""
        return is_export(head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield chats, each before its messages, oldest first. Raises SourceProblem when there is nothing of either."""
        return read_export(file, context, self.kind)


def is_export(head: bytes) -> bool:
    """Tell whether a file begins as Skype's and Teams' exports do."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    return b'"conversations"' in head and (
        b'"MessageList"' in head or (b'"userId"' in head and b'"exportDate"' in head)
    )


def read_export(file: InputFile, context: ReadContext, kind: str) -> Iterator[Record]:
    """Yield what an export holds; handles are of the identifier space `kind`. Raises SourceProblem."""
    reading = _Reading(context, kind)
    broken = ""
    with file.open() as stream:
        for item in walk_json(stream, _choose):
            if isinstance(item, Broken):
                yield from reading.turned()
                if item.fatal:
                    broken = item.reason
                else:
                    yield item.problem("message", reading.count)
            elif item.path in (("userId",), ("userid",)):
                reading.owner = str(item.value or "")
            elif item.kind == "open":
                if item.path == ("conversations", "*"):
                    yield from reading.turned()
                    reading.head, reading.open = {}, None
                    reading.chats += 1
            elif item.path[-1] == "*":
                yield from reading.message(item.value)
            else:
                reading.head[item.path[-1]] = item.value
    yield from reading.turned()
    if broken and not reading.count:
        raise SourceProblem("It is not valid JSON, and no message could be read.", "Export it again.")
    if broken:
        yield Problem("the file breaks off here; what came before was read", f"after message {reading.count}")
    elif not reading.chats:
        raise SourceProblem("It has no chats in it.", "Export again with conversations selected.")


def _choose(path: JsonPath) -> Choice:
    if path in ((), ("conversations",), ("conversations", "*"), ("conversations", "*", "MessageList")):
        return "enter"
    if path == ("conversations", "*", "MessageList", "*") or path in (("userId",), ("userid",)):
        return "build"
    return "build" if path[:2] == ("conversations", "*") and len(path) == 3 and path[2] in _HEADS else "skip"


class _Reading:
    """The state of one pass: the chat that is open, and its messages that wait to be turned round."""

    def __init__(self, context: ReadContext, kind: str) -> None:
        self._context = context
        self._kind = kind
        self._block: list[Record] = []
        self._names: dict[str, str] = {}
        self.owner = ""
        self.head: dict[str, Any] = {}
        self.open: ChatRecord | None = None
        self.chats = 0
        self.count = 0

    def turned(self) -> Iterator[Record]:
        """Yield what waits, oldest first."""
        yield from reversed(self._block)
        self._block.clear()

    def message(self, found: Any) -> Iterator[Record]:  # noqa: ANN401  whatever stands in the list
        if self.open is None:
            self.open = self._chat()
            yield self.open
        self.count += 1
        where = f"message {self.count}"
        try:
            self._block.append(self._record(self.open.native_id, found, where))
        except WRONG as error:
            self._block.append(Problem(f"a message is not as the export writes them: {fault(error)}", where))
        if len(self._block) >= BLOCK:
            yield from self.turned()

    def _chat(self) -> ChatRecord:
        native = str(self.head.get("id") or f"chat {self.chats}")
        about = self.head.get("threadProperties")
        about = about if isinstance(about, dict) else {}
        group = native.startswith("19:") and not native.endswith("@unq.gbl.spaces")
        title = str(self.head.get("displayName") or about.get("topic") or "")
        if title and not group:
            self._names[native] = clean(title)
        members = _members(about.get("members"))
        others = [self._shown(member) for member in members if member != self.owner]
        title = title or ", ".join(others[:4]) or _handle(native)
        return ChatRecord(clean(native), clean(title), "group" if group or len(members) > 2 else "direct")

    def _shown(self, identity: str) -> str:
        return self._names.get(identity) or clean(_handle(identity))

    def _record(self, chat: str, found: dict[str, Any], where: str) -> MessageRecord:
        written = str(found.get("messagetype") or found.get("messageType") or "Text")
        content = str(found.get("content") or "")
        properties = found.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        kind: MessageKind = "text"
        reply = None
        edited = bool(properties.get("edittime")) or "<e_m " in content
        files = tuple(attached(content, properties, written))
        if written == "Event/Call":
            kind, body, files = "call", call(content), ()
        elif written.startswith(("ThreadActivity/", "Event/", "Control/", "InviteFree", "EndToEnd")):
            kind, body, files = "system", system(written, content, self._shown), ()
        elif written.lower() in _QUIET:
            kind, body, files = "system", readable(content), ()
        else:
            reply, rest = quoted(content)
            body = clean(readable(rest, plain=written == "Text"))
            if files and written.startswith("RichText/") and written != "RichText/Html":
                body = ""  # the words around a file only say where to fetch it
            kind = "media" if files and not body else "text"
        if properties.get("deletetime") or properties.get("isdeleted") or (not content and not files and edited):
            kind, body, files, edited = "deleted", "", (), False
        return MessageRecord(
            chat,
            str(found["id"]) if found.get("id") else None,
            self._sender(found),
            _time(str(found.get("originalarrivaltime") or found.get("originalArrivalTime") or found["composetime"])),
            clean(body),
            kind,
            reply_to=reply,
            edited=edited,
            attachments=files,
            reactions=tuple(self._reactions(properties)),
            locator=where,
        )

    def _sender(self, found: dict[str, Any]) -> Sender | None:
        identity = str(found.get("from") or "").rpartition("/")[2]
        name = clean(str(found.get("displayName") or found.get("imdisplayname") or ""))
        if not identity and not name:
            return None
        if name and identity:
            self._names.setdefault(identity, name)
        mine = identity == self.owner if self.owner else self._context.me is not None and self._context.me == name
        handle = _handle(identity)
        shown = name or self._shown(identity) or "Unknown"
        if not identity:
            return Sender("display_name", name, name, mine)
        if identity.startswith("4:") and re.fullmatch(r"\+?\d{5,}", handle):
            return Sender("phone", handle, shown, mine)
        return Sender(self._kind, clean(handle), shown, mine)

    def _reactions(self, properties: dict[str, Any]) -> Iterator[Reaction]:
        emotions = properties.get("emotions")
        if isinstance(emotions, str):
            emotions = json.loads(emotions)
        for emotion in emotions or ():
            key = str(emotion.get("key") or "")
            users = emotion.get("users") or ()
            by = tuple(self._shown(str(user.get("mri") or "")) for user in users if isinstance(user, dict))
            if key and users:
                yield Reaction(_EMOTIONS.get(key, f"({clean(key)})"), by)


def _handle(identity: str) -> str:
    """Return an identity without the number that says of what kind it is."""
    return _PERSON.sub("", identity)


def _members(written: Any) -> list[str]:  # noqa: ANN401  a list, or a string of JSON
    if isinstance(written, str):
        try:
            written = json.loads(written)
        except (ValueError, RecursionError):
            return []
    return [str(member) for member in written] if isinstance(written, list) else []


def _time(written: str) -> Timestamp:
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", written.strip()))
    # Its times are in UTC, also where they do not say so.
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return Timestamp.from_epoch_ms(round(moment.timestamp() * 1000))
