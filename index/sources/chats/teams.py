"""Microsoft Teams: the export for people at home, and messages in the shape of Microsoft's Graph that tools save."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.chats import teams_lists
from index.sources.chats.skype import is_export, read_export
from index.sources.chats.skype_text import readable
from index.sources.parsing.encoding import clean
from index.sources.parsing.json_stream import Broken, Choice, walk_json
from index.sources.parsing.json_stream import Path as JsonPath
from index.types.kinds import ChatKind, MessageKind
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

CHATS_KEPT = 20_000

# “"8:orgid:1b2c"”, “"19:abc@thread.v2"”
_OWN = re.compile(rb'"(?:8:orgid:|19:[^"]{1,200}@(?:unq\.gbl\.spaces|thread\.v2|thread\.tacv2))|"RichText/Html"')
_FIELDS = tuple(
    re.compile(rb'"%s"\s*:' % name, re.IGNORECASE) for name in (b"createdDateTime", b"body", b"contentType")
)
_LISTS = frozenset({"value", "messages", "items", "data"})
_CHAT_FIELDS = frozenset({"topic", "chattype", "chatid", "displayname", "title", "members"})
_EMOTIONS = {"like": "👍", "heart": "❤️", "laugh": "😆", "surprised": "😮", "sad": "😢", "angry": "😠"}
_REPLY = "messagereference"
# “#microsoft.graph.membersAddedEventMessageDetail”
_EVENT = re.compile(r"(?:#microsoft\.graph\.)?(\w+?)(?:EventMessageDetail)?")


class Teams:
    """An account's chats, or the messages of one."""

    kind: ClassVar[str] = "teams"
    title: ClassVar[str] = "Microsoft Teams export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for an account whose chats are of Teams, or for the fields of Graph's messages."""
        if is_export(head):
            return _OWN.search(head) is not None
        if teams_lists.is_list(file, head):
            return True
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            head = head.replace(b"\0", b"")
            start = head[2:].lstrip()
        return start.startswith((b"{", b"[")) and all(field.search(head) for field in _FIELDS)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield chats, each before its first message. Raises SourceProblem when no message can be read."""
        head = file.head()
        if is_export(head):
            yield from read_export(file, context, self.kind)
        elif not teams_lists.is_list(file, head):
            yield from _Graph(file, context).records()


def _choose(path: JsonPath) -> Choice:
    """Enter what may hold messages: a list, a list in an object, or lists of chats that have lists of messages."""
    if path and path[-1] == "*":
        return "build" if path in (("*",), *((name, "*") for name in _NAMES)) else "enter"
    if path == () or (len(path) == 1 and path[0].lower() in _LISTS):
        return "enter"
    return "build" if len(path) == 1 and path[0].lower() in _CHAT_FIELDS else "skip"


_NAMES = tuple(spelled for name in sorted(_LISTS) for spelled in (name, name.capitalize()))


class _Graph:
    """One pass over messages in the shape of Graph, in whichever case a tool wrote their fields."""

    def __init__(self, file: InputFile, context: ReadContext) -> None:
        self._file = file
        self._context = context
        self._head: dict[str, Any] = {}
        self._names = teams_lists.names_beside(file)
        self._told: set[str] = set()
        self.count = 0

    def records(self) -> Iterator[Record]:
        broken = ""
        with self._file.open() as stream:
            for item in walk_json(stream, _choose):
                if isinstance(item, Broken):
                    if item.fatal:
                        broken = item.reason
                    else:
                        yield item.problem("message", self.count)
                elif item.kind == "value" and item.path[-1] == "*":
                    yield from self._item(item.value)
                elif item.kind == "value":
                    self._head[item.path[-1].lower()] = item.value
        if broken and not self.count:
            raise SourceProblem("It is not valid JSON, and no message could be read.", "Export it again.")
        if broken:
            yield Problem("the file breaks off here; what came before was read", f"after message {self.count}")

    def _item(self, value: Any) -> Iterator[Record]:  # noqa: ANN401  whatever stands in the list
        found = _lowered(value) if isinstance(value, dict) else None
        inside = found.get("messages") if found and "body" not in found else None
        if isinstance(inside, list):
            for one in inside:
                yield from self._message(_lowered(one) if isinstance(one, dict) else None, found or {})
        else:
            yield from self._message(found, self._head)

    def _message(self, found: dict[str, Any] | None, about: dict[str, Any]) -> Iterator[Record]:
        self.count += 1
        where = f"message {self.count}"
        try:
            if found is None:
                raise TypeError("no object")
            chat = self._chat(found, about)
            message = self._record(chat.native_id, found, where)
        except WRONG as error:
            yield Problem(f"a message is not as Teams writes them: {fault(error)}", where)
            return
        if chat.native_id not in self._told:
            if len(self._told) < CHATS_KEPT:
                self._told.add(chat.native_id)
            yield chat
        yield message
        for answer in found.get("replies") or ():
            inside = _lowered(answer) if isinstance(answer, dict) else None
            if inside is not None:
                inside["replytoid"] = inside.get("replytoid") or found.get("id")
                inside.pop("replies", None)
            yield from self._message(inside, about)

    def _chat(self, found: dict[str, Any], about: dict[str, Any]) -> ChatRecord:
        channel = found.get("channelidentity")
        channel = _lowered(channel) if isinstance(channel, dict) else {}
        native = str(found.get("chatid") or channel.get("channelid") or about.get("chatid") or about.get("id") or "")
        title = str(about.get("topic") or about.get("displayname") or about.get("title") or "")
        title = title or self._names.channel(str(channel.get("teamid") or ""), str(channel.get("channelid") or native))
        title = title or self._people(about)
        stem = self._file.base_name.rpartition(".")[0]
        kind: ChatKind = "channel" if channel.get("channelid") else "group"
        if about.get("chattype") == "oneOnOne" or native.endswith("@unq.gbl.spaces"):
            kind = "direct"
        return ChatRecord(clean(native or stem), clean(title or stem), kind)

    def _people(self, about: dict[str, Any]) -> str:
        """Name a chat without a topic by its people, as Teams itself does."""
        names = [clean(str(member.get("displayname") or "")) for member in _items(about, "members")]
        others = [name for name in names if name and name != self._context.me]
        return ", ".join(others[:4])

    def _record(self, chat: str, found: dict[str, Any], where: str) -> MessageRecord:
        content = _part(found, "body")
        text = str(content.get("content") or "")
        files = tuple(_attachments(found))
        body = clean(readable(text, plain=str(content.get("contenttype") or "").lower() == "text"))
        subject = clean(str(found.get("subject") or "")).strip()
        above, below = _cards(found)
        body = "\n".join(part for part in (subject, *above, body, *below) if part)
        kind: MessageKind = "media" if files and not body else "text"
        written = str(found.get("messagetype") or "message").lower()
        if found.get("deleteddatetime"):
            kind, body, files = "deleted", "", ()
        elif written not in ("message", "text", "richtext/html", "0") or text == "<systemEventMessage/>":
            body = _event(found) or body
            kind = "call" if body.startswith("call") else "system"
        reply = found.get("replytoid") or next(
            (item.get("id") for item in _items(found, "attachments") if _type(item) == _REPLY), None
        )
        thread = str(found["replytoid"]) if found.get("replytoid") else None
        return MessageRecord(
            chat,
            str(found["id"]) if found.get("id") else None,
            self._sender(found),
            _time(str(found["createddatetime"])),
            body,
            kind,
            reply_to=str(reply) if reply else None,
            thread=thread,
            edited=bool(found.get("lastediteddatetime")) and kind != "deleted",
            attachments=files,
            reactions=tuple(_reactions(found)),
            locator=where,
        )

    def _sender(self, found: dict[str, Any]) -> Sender | None:
        origin = found.get("from")
        if isinstance(origin, str):
            origin = {"user": {"displayname": origin}}
        origin = _lowered(origin) if isinstance(origin, dict) else {}
        who = next((_part(origin, key) for key in ("user", "application", "device") if origin.get(key)), {})
        who = who or (origin.get("emailaddress") and _part(origin, "emailaddress")) or {}
        name = clean(str(who.get("displayname") or who.get("name") or ""))
        email = str(who.get("userprincipalname") or who.get("email") or who.get("address") or "").lower()
        identity = str(who.get("id") or "")
        mine = self._context.me is not None and self._context.me in (name, email)
        if "@" in email:
            return Sender("email", clean(email), name or clean(email), mine)
        if identity:
            return Sender("teams", clean(identity), name or "Unknown", mine)
        return Sender("display_name", name, name, mine) if name else None


def _lowered(found: dict[str, Any]) -> dict[str, Any]:
    """Return an object with its fields in lower case: Graph writes camelCase, PowerShell PascalCase."""
    return {key.lower(): value for key, value in found.items()}


def _part(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return _lowered(value) if isinstance(value, dict) else {"content": value} if isinstance(value, str) else {}


def _items(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = found.get(key)
    return [_lowered(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _type(item: dict[str, Any]) -> str:
    return str(item.get("contenttype") or "").lower()


def _time(written: str) -> Timestamp:
    # PowerShell 5 writes dates so in JSON.
    if found := re.fullmatch(r"/Date\((-?\d{1,16})(?:[+-]\d{4})?\)/", written):
        return Timestamp.from_epoch_ms(int(found[1]))
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", written.strip()))
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return Timestamp.from_epoch_ms(round(moment.timestamp() * 1000))


def _attachments(found: dict[str, Any]) -> Iterator[Attachment]:
    for item in _items(found, "attachments"):
        if _type(item) != _REPLY and (item.get("name") or _type(item) == "reference"):
            name = item.get("name") or str(item.get("contenturl") or "").rpartition("/")[2]
            mime = _type(item) if "/" in _type(item) and "vnd.microsoft" not in _type(item) else ""
            yield Attachment(clean(str(name or "file")), mime)
    content = str(_part(found, "body").get("content") or "")
    for _ in range(content.count("hostedContents/")):
        yield Attachment("image", "image/jpeg")


def _cards(found: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return what the cards of a message say: an announcement's title stands above its text, other cards below."""
    above: list[str] = []
    below: list[str] = []
    for item in _items(found, "attachments"):
        if _type(item) != _REPLY and item.get("content") and ("card" in _type(item) or "announcement" in _type(item)):
            text = teams_lists.card_text(item["content"])
            (above if "announcement" in _type(item) else below).append(text)
    return above, below


def _reactions(found: dict[str, Any]) -> Iterator[Reaction]:
    by: dict[str, list[str]] = {}
    for item in _items(found, "reactions"):
        emoji = str(item.get("reactiontype") or "")
        user = _part(_part(item, "user"), "user") or _part(item, "user")
        by.setdefault(_EMOTIONS.get(emoji, clean(emoji)), []).append(clean(str(user.get("displayname") or "")))
    for emoji, names in by.items():
        if emoji:
            yield Reaction(emoji, tuple(name for name in names if name))


def _event(found: dict[str, Any]) -> str:
    """Say what the app itself tells in a chat."""
    detail = _part(found, "eventdetail")
    matched = _EVENT.fullmatch(str(detail.get("@odata.type") or ""))
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", matched[1]).lower() if matched else ""
    value = detail.get("chatdisplayname") or detail.get("channeldisplayname") or detail.get("teamdisplayname") or ""
    members = [str(item.get("displayname") or "") for item in _items(detail, "members")]
    about = clean(str(value)) or ", ".join(clean(member) for member in members if member)
    return f"{words}: {about}" if words and about else words
