"""A room out of Matrix, as Element's "Export chat" writes it in JSON: the room's raw events, oldest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.parsing.encoding import clean
from index.sources.parsing.json_stream import Broken, Choice, JsonItem, walk_json
from index.sources.parsing.json_stream import Path as JsonPath
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

LATER_KEPT = 500_000
"""Edits, reactions and redactions of so many events are kept while a room is read."""

_FIELDS = frozenset({("room_name",), ("topic",), ("exported_by",)})
_EVENT = ("messages", "*")
_FILES = {
    "m.image": "image/jpeg",
    "m.video": "video/mp4",
    "m.audio": "audio/ogg",
    "m.file": "",
    "m.sticker": "image/png",
}
_CALLS = {"m.call.invite": "call", "m.call.hangup": "call ended", "m.call.reject": "call rejected"}
_QUIET = frozenset(
    {"m.call.candidates", "m.call.answer", "m.call.select_answer", "m.call.negotiate", "m.room.redaction"}
)
_POLLS = frozenset({"m.poll.start", "org.matrix.msc3381.poll.start"})
_FALLBACK = re.compile(r"(?:>[^\n]*(?:\n|$))+\n?")
"""The quote that clients set before a reply, for those that cannot show replies."""


class Matrix:
    """One room."""

    kind: ClassVar[str] = "matrix"
    title: ClassVar[str] = "Matrix room (Element export)"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the fields that head an export, or for those of an event in a list of messages."""
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b'"messages"' not in head:
            return False
        return b'"room_name"' in head or (b'"origin_server_ts"' in head and b'"event_id"' in head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the room and its messages. The file is read twice: edits and reactions stand after what they change.

        Raises SourceProblem when there is no event in it.
        """
        later = _Later()
        with file.open() as stream:
            for found in walk_json(stream, _choose):
                if isinstance(found, JsonItem) and found.kind == "value":
                    later.take(found)
        if not later.events:
            raise SourceProblem("It has no events of a room in it, or is not valid JSON.", "Export the chat again.")
        title = clean(str(later.fields.get("room_name") or later.room or file.base_name))
        room = later.room or title
        yield ChatRecord(room, title, "group")
        reading = _Reading(context, room, later)
        with file.open() as stream:
            yield from reading.records(walk_json(stream, _choose))
        if later.left_out:
            reason = f"so many edits and reactions that {later.left_out:,} events were read without them"
            yield Problem(reason, severity="guess")


def _choose(path: JsonPath) -> Choice:
    if path in ((), ("messages",)):
        return "enter"
    return "build" if path == _EVENT or path in _FIELDS else "skip"


@dataclass(slots=True)
class _Later:
    """What the first reading keeps: what later events say of earlier ones, by the id of the earlier one."""

    fields: dict[str, Any] = field(default_factory=dict)
    room: str = ""
    events: int = 0
    edits: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """By the id of the earlier event and who edited it: nobody edits what another wrote."""
    reactions: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    redacted: set[str] = field(default_factory=set)
    left_out: int = 0

    def take(self, found: JsonItem) -> None:
        if found.path != _EVENT:
            self.fields[found.path[0]] = found.value
            return
        self.events += 1
        event = found.value
        if not isinstance(event, dict):
            return
        self.room = self.room or str(event.get("room_id") or "")
        content = _content(event)
        relation = _relation(content)
        target = str(relation.get("event_id") or "")
        if len(self.edits) + len(self.reactions) + len(self.redacted) >= LATER_KEPT:
            self.left_out += 1
        elif event.get("type") == "m.room.redaction":
            self.redacted.add(str(event.get("redacts") or content.get("redacts") or ""))
        elif relation.get("rel_type") == "m.replace" and isinstance(content.get("m.new_content"), dict):
            self.edits[target, str(event.get("sender"))] = content["m.new_content"]
        elif relation.get("rel_type") == "m.annotation":
            by = self.reactions.setdefault(target, {}).setdefault(clean(str(relation.get("key") or "")), [])
            by.append(str(event.get("sender") or ""))


class _Reading:
    """The state of the second reading: the names that members go by."""

    def __init__(self, context: ReadContext, room: str, later: _Later) -> None:
        self._context = context
        self._room = room
        self._later = later
        self._names: dict[str, str] = {}
        self._owner = str(later.fields.get("exported_by") or "")

    def records(self, found: Iterator[JsonItem | Broken]) -> Iterator[Record]:
        count = 0
        for item in found:
            if isinstance(item, Broken):
                reason = "the file breaks off here; what came before was read" if item.fatal else "an event is not JSON"
                yield Problem(reason, f"after event {count}" if item.fatal else f"event {count + 1}")
                count += not item.fatal
            elif item.kind == "value" and item.path == _EVENT:
                count += 1
                try:
                    yield from self._event(item.value, f"event {count}")
                except WRONG as error:
                    yield Problem(f"an event is not as Matrix has them: {fault(error)}", f"event {count}")

    def _event(self, event: dict[str, Any], where: str) -> Iterator[MessageRecord]:
        kind, content = str(event["type"]), _content(event)
        if kind == "m.room.member" and isinstance(content.get("displayname"), str):
            self._names[str(event.get("state_key") or event.get("sender"))] = clean(content["displayname"])
        relation = _relation(content)
        if kind in _QUIET or kind == "m.reaction" or relation.get("rel_type") == "m.replace":
            return
        native = str(event["event_id"])
        gone = native in self._later.redacted or "redacted_because" in (event.get("unsigned") or {})
        edit = self._later.edits.get((native, str(event["sender"])), {})
        edited = bool(edit)
        said = self._said(kind, event, {**content, **edit})
        if said is None and not gone:
            return
        what, body, attachments = ("deleted", "", ()) if gone or said is None else said
        reply = relation.get("m.in_reply_to")
        threaded = relation.get("rel_type") == "m.thread"
        yield MessageRecord(
            self._room,
            native,
            self._sender(str(event["sender"])),
            Timestamp.from_epoch_ms(int(event["origin_server_ts"])),
            clean(body),
            what,
            # In a thread the reply is a fallback for clients without threads, unless it says that it is not.
            reply_to=str(reply["event_id"])
            if isinstance(reply, dict) and not (threaded and relation.get("is_falling_back"))
            else None,
            thread=str(relation["event_id"]) if threaded else None,
            edited=edited or "m.replace" in ((event.get("unsigned") or {}).get("m.relations") or {}),
            attachments=attachments,
            reactions=tuple(
                Reaction(emoji, tuple(self._name(who) for who in by))
                for emoji, by in self._later.reactions.get(native, {}).items()
            ),
            locator=where,
        )

    def _said(
        self, kind: str, event: dict[str, Any], content: dict[str, Any]
    ) -> tuple[MessageKind, str, tuple[Attachment, ...]] | None:
        """Return the kind, the text and the files of an event; None for one that says nothing to people."""
        written = str(content.get("msgtype") or "")
        if kind in ("m.room.message", "m.sticker"):
            written = "m.sticker" if kind == "m.sticker" else written
            if written in _FILES:
                return self._file(written, content)
            body = str(content.get("body") or "")
            if _relation(content).get("m.in_reply_to"):
                body = _FALLBACK.sub("", body, count=1) if body.startswith(">") else body
            if written == "m.emote":
                body = f"{self._name(str(event['sender']))} {body}"
            return "text", body, ()
        if kind in _POLLS:
            return "text", _poll(content), ()
        if kind in _CALLS:
            return "call", _CALLS[kind], ()
        if kind == "m.room.encrypted":
            return "system", "a message that could not be decrypted when the room was exported", ()
        told = self._state(kind, event, content)
        return ("system", told, ()) if told else None

    @staticmethod
    def _file(written: str, content: dict[str, Any]) -> tuple[MessageKind, str, tuple[Attachment, ...]]:
        body = str(content.get("body") or "")
        name = str(content.get("filename") or body or written.removeprefix("m."))
        info = content.get("info")
        mime = str(info.get("mimetype") or "") if isinstance(info, dict) else ""
        # A body beside a file name is a caption; alone it is the name.
        caption = body if content.get("filename") and content["filename"] != body else ""
        shown = clean(re.split(r"[\\/]", name)[-1])
        return ("text" if caption else "media"), caption, (Attachment(shown, mime or _FILES[written]),)

    def _state(self, kind: str, event: dict[str, Any], content: dict[str, Any]) -> str:
        if kind == "m.room.member":
            who, by = str(event.get("state_key") or ""), str(event.get("sender") or "")
            membership = str(content.get("membership") or "")
            verb = {"join": "joined", "leave": "left" if who == by else "was removed", "invite": "was invited"}
            return f"{self._name(who)} {verb.get(membership, membership)}" if membership else ""
        if kind == "m.room.name":
            return f"the room is now called {content.get('name')}"
        if kind == "m.room.topic":
            return f"the topic is now: {content.get('topic')}"
        return "the room was created" if kind == "m.room.create" else ""

    def _name(self, who: str) -> str:
        return self._names.get(who) or re.sub(r"^@([^:]+):.*$", r"\1", who)

    def _sender(self, who: str) -> Sender:
        name = self._name(who)
        return Sender("matrix", who, name, who == self._owner or name in {self._owner, self._context.me})


def _content(event: dict[str, Any]) -> dict[str, Any]:
    content = event.get("content")
    return content if isinstance(content, dict) else {}


def _relation(content: dict[str, Any]) -> dict[str, Any]:
    relation = content.get("m.relates_to")
    return relation if isinstance(relation, dict) else {}


def _poll(content: dict[str, Any]) -> str:
    poll = content.get("m.poll") or content.get("m.poll.start") or content.get("org.matrix.msc3381.poll.start") or {}
    asked = poll.get("question") or {}
    answers = [_words(answer) for answer in poll.get("answers") or ()]
    return "\n".join([_words(asked), *(f"- {answer}" for answer in answers)])


def _words(said: dict[str, Any]) -> str:
    """Return an extensible event's text, under the names that it has had."""
    stable = said.get("m.text")
    if isinstance(stable, list) and stable and isinstance(stable[0], dict):
        return str(stable[0].get("body") or "")
    return str(said.get("org.matrix.msc1767.text") or stable or said.get("body") or "")
