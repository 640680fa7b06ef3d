"""Telegram Desktop's `result.json`: one chat, or a whole account."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.chats.wording import call_text, poll_text
from index.sources.parsing.encoding import clean
from index.sources.parsing.json_stream import Broken, Choice, JsonItem, Path, walk_json
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

_KINDS: dict[str, ChatKind] = {
    "personal_chat": "direct",
    "bot_chat": "direct",
    "saved_messages": "direct",
    "verification_codes": "direct",
    "replies": "other",
    "private_group": "group",
    "private_supergroup": "group",
    "public_supergroup": "group",
    "private_channel": "channel",
    "public_channel": "channel",
}
_CALLS = frozenset({"phone_call", "group_call", "conference_call"})
_CHATS: tuple[Path, ...] = ((), ("*",), ("chats", "list", "*"), ("left_chats", "list", "*"))
TOPICS_KEPT = 1_000_000
"""For so many messages of a chat it is kept in which topic they are."""
_NEVER = ("1970-01-01", "1969-12-31")
"""What "edited" says of a message that never was: the epoch, on the day that it was where the export was made."""


class Telegram:
    """An export of Telegram Desktop in JSON."""

    kind: ClassVar[str] = "telegram"
    title: ClassVar[str] = "Telegram export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the fields that open a chat or an account."""
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
            return False
        account = b'"personal_information"' in head or (b'"about"' in head and b'"chats"' in head)
        if b'"messages"' not in head or b'"type"' not in head:
            return account
        return account or any(f'"{kind}"'.encode() in head for kind in _KINDS) or _WRITER.search(head) is not None

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield chats and their messages, streaming. Raises SourceProblem when there is nothing of either."""
        reading = _Reading(context, file)
        with file.open() as stream:
            yield from reading.records(walk_json(stream, _choose, _mended))
        if reading.broken and not reading.messages:
            raise SourceProblem("It is not valid JSON, and no message could be read.", "Export it again.")
        if reading.broken:
            yield Problem("the file breaks off here; what came before was read", f"after message {reading.messages}")
        elif not reading.chats:
            raise SourceProblem("It has no chats in it.", "Export with “Machine-readable JSON” and chats selected.")


# “"from_id": "user123"”
_WRITER = re.compile(rb'"from_id"\s*:\s*"(?:user|channel|chat)\d')
_HEADER = ("name", "type", "id")
_ESCAPE = re.compile(r"(\\\\)|\\x([0-9A-Fa-f]{2})")


def _mended(text: str) -> str:
    r"""Write control characters as JSON does: Telegram writes them as \xNN."""
    return _ESCAPE.sub(lambda found: found[1] or "\\u00" + found[2], text) if "\\x" in text else text


def _heads(path: Path) -> Choice:
    """Enter and build what heads the chats, and leave the messages out."""
    return "skip" if path[-1:] == ("messages",) else _choose(path)


def _choose(path: Path) -> Choice:
    """Enter what leads to the chats; of a chat, build what heads it and each message."""
    if path == ("personal_information",):
        return "build"
    # Somebody may have put several chats into one list.
    inside = path[1:] if path[:1] == ("*",) else path
    if path[:1] in (("chats",), ("left_chats",)):
        if path[1:] in ((), ("list",), ("list", "*")):
            return "enter"
        if path[1:3] != ("list", "*"):
            return "skip"
        inside = path[3:]
    if inside in ((), ("messages",)):
        return "enter"
    return "build" if inside in (("messages", "*"), ("name",), ("type",), ("id",)) else "skip"


class _Reading:
    """The state of one pass: the chat that is open and the owner."""

    def __init__(self, context: ReadContext, file: InputFile) -> None:
        self._context = context
        self._file = file
        self._owner = ""
        self._number = -1
        """Which chat of the file is open, from 0."""
        self._headers: list[dict[str, Any]] | None = None
        self._header: dict[str, Any] = {}
        self._open: ChatRecord | None = None
        self._topics: dict[object, object] = {}
        """The topic of each message that is in one, by their ids."""
        self.chats = 0
        self.messages = 0
        self.broken = False

    def records(self, found: Iterator[JsonItem | Broken]) -> Iterator[Record]:
        for item in found:
            if isinstance(item, Broken):
                if item.fatal:
                    self.broken = True
                else:
                    yield Problem("a message is not JSON", f"character {item.position}")
            elif item.kind == "open":
                if item.path[-1:] == ("messages",):
                    yield from self._chat()
                elif item.path in _CHATS:
                    self._header, self._open, self._topics = {}, None, {}
                    self._number += 1
            elif item.path == ("personal_information",):
                self._owner = str(item.value.get("user_id") or "") if isinstance(item.value, dict) else ""
            elif item.path[-1] == "*":
                yield from self._message(item.value)
            else:
                self._header[item.path[-1]] = item.value

    def _head_behind(self) -> dict[str, Any]:
        """Return what heads the open chat where it stands behind its messages: some programs sort the fields."""
        if self._headers is None:
            self._headers = []
            with self._file.open() as stream:
                for item in walk_json(stream, _heads, _mended):
                    if isinstance(item, Broken):
                        continue
                    if item.kind == "open" and item.path in _CHATS:
                        self._headers.append({})
                    elif item.kind == "value" and item.path[-1] in _HEADER and self._headers:
                        self._headers[-1][str(item.path[-1])] = item.value
        return self._headers[self._number] if 0 <= self._number < len(self._headers) else {}

    def _chat(self) -> Iterator[Record]:
        if self._open is None:
            if not any(self._header.get(field) for field in ("name", "type")):
                self._header = self._head_behind()
            kind = str(self._header.get("type") or "")
            title = self._header.get("name") or ("Saved Messages" if kind == "saved_messages" else "Deleted Account")
            title = clean(str(title))
            self._open = ChatRecord(str(self._header.get("id", title)), title, _KINDS.get(kind, "other"))
            self.chats += 1
            yield self._open

    def _message(self, found: Any) -> Iterator[Record]:  # noqa: ANN401  whatever stands in the list
        yield from self._chat()
        if self._open is None:
            return
        self.messages += 1
        where = f"message {found.get('id', '?')}" if isinstance(found, dict) else f"the chat's message {self.messages}"
        try:
            yield self._record(self._open.native_id, found, where)
        except WRONG as error:
            yield Problem(f"a message is not as Telegram writes them: {fault(error)}", where)

    def _record(self, chat: str, found: dict[str, Any], where: str) -> MessageRecord:
        service = found.get("type") in ("service", "unsupported")
        attachments = tuple(_attachments(found))
        body = clean(_service(found) if service else _body(found))
        kind: MessageKind = "system" if service else "media" if attachments and not body else "text"
        if service and found.get("action") in _CALLS:
            kind = "call"
        reply = found.get("reply_to_message_id")
        topic = self._topic(found, reply)
        return MessageRecord(
            chat=chat,
            native_id=str(found["id"]),
            sender=self._sender(found),
            time=self._time(found),
            body=body,
            kind=kind,
            reply_to=str(reply) if reply not in (None, topic) and not found.get("reply_to_peer_id") else None,
            thread=None if topic is None else str(topic),
            edited=bool(found.get("edited")) and not str(found["edited"]).startswith(_NEVER),
            attachments=attachments,
            reactions=tuple(_reactions(found)),
            locator=where,
        )

    def _topic(self, found: dict[str, Any], reply: object) -> object:
        """Return the topic of a forum that a message belongs to: what answers its beginning, or an answer in it."""
        number = found.get("id")
        if found.get("action") == "topic_created":
            self._topics[number] = number
        elif reply in self._topics and not found.get("reply_to_peer_id") and len(self._topics) < TOPICS_KEPT:
            self._topics[number] = self._topics[reply]
        return self._topics.get(number)

    def _sender(self, found: dict[str, Any]) -> Sender | None:
        raw = found.get("from_id", found.get("actor_id"))
        name = found.get("from", found.get("actor"))
        if raw is None and not name:
            return None
        value = f"user{raw}" if isinstance(raw, int) else str(raw or name)
        shown = clean(str(name or "Deleted Account"))
        is_me = value == f"user{self._owner}" or (not self._owner and self._context.me == shown)
        return Sender("telegram" if raw is not None else "display_name", value, shown, is_me)

    def _time(self, found: dict[str, Any]) -> Timestamp | None:
        epoch = found.get("date_unixtime")
        if epoch is not None:
            return Timestamp.from_epoch_ms(int(epoch) * 1000, "s")
        written = found.get("date")
        if not written:
            return None
        zone, guessed = self._context.zone, self._context.zone_guessed
        return Timestamp.from_wall(datetime.fromisoformat(str(written)), zone, guessed=guessed)


def _body(found: dict[str, Any]) -> str:
    parts = [_text(found.get("text_entities") or found.get("text") or "")]
    if (poll := found.get("poll")) and isinstance(poll, dict):
        parts.append(_poll(poll))
    if place := found.get("location_information"):
        parts.append(" ".join(str(found[key]) for key in ("place_name", "address") if found.get(key)) or _point(place))
    elif found.get("place_name"):
        parts.append(" ".join(str(found[key]) for key in ("place_name", "address") if found.get(key)))
    if contact := found.get("contact_information"):
        parts.append(
            " ".join(str(contact[key]) for key in ("first_name", "last_name", "phone_number") if contact.get(key))
        )
    parts += [str(found[key]) for key in ("game_title", "game_description", "game_link") if found.get(key)]
    parts += [_invoice(found.get("invoice_information")), _tasks(found.get("todo_list")), _buttons(found)]
    body = "\n".join(part for part in parts if part.strip())
    origin = found.get("forwarded_from")
    return f"Forwarded from {origin}:\n{body}" if origin and body else body


def _point(place: dict[str, Any]) -> str:
    return f"{place.get('latitude')}, {place.get('longitude')}"


def _poll(poll: dict[str, Any]) -> str:
    # Until somebody has voted, and while the votes are hidden, all counts are 0.
    counted = any(answer.get("voters") for answer in poll.get("answers", ()))
    return poll_text(
        _text(poll.get("question", "")),
        [
            (_text(answer.get("text", "")), answer.get("voters") if counted else None)
            for answer in poll.get("answers", ())
        ],
    )


def _invoice(found: Any) -> str:  # noqa: ANN401  an object, or the text of one
    if isinstance(found, str):
        with suppress(ValueError):
            found = json.loads(found)
    if not isinstance(found, dict):
        return str(found or "")
    return "\n".join(str(found[key]) for key in ("title", "description") if found.get(key))


def _tasks(found: Any) -> str:  # noqa: ANN401  whatever stands there
    if not isinstance(found, dict):
        return ""
    items = [item for key in ("items", "list", "answers", "tasks") for item in found.get(key) or ()]
    lines = [f"- {_text(item.get('text') or item.get('title') or '')}" for item in items if isinstance(item, dict)]
    return "\n".join([_text(found.get("title") or ""), *lines]).strip()


def _buttons(found: dict[str, Any]) -> str:
    """Return the buttons under a bot's message, a line each; those that lead to a page have its address."""
    lines = []
    for row in found.get("inline_bot_buttons") or ():
        for button in row:
            shown, leads = str(button.get("text") or ""), str(button.get("data") or "")
            lines.append(f"{shown}: {leads}" if re.match(r"(?:https?|tg)://", leads) else shown)
    return "\n".join(line for line in lines if line)


_BLOCKS = frozenset({"blockquote", "expandable_blockquote", "pre"})
"""Pieces of a text that stand on lines of their own."""


def _text(value: Any) -> str:  # noqa: ANN401  a string, or a list of strings and objects
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        shown, leads = str(value.get("text", "")), str(value.get("href") or "")
        if not leads or leads.rstrip("/") == shown.rstrip("/"):
            return shown
        # Channels hang the link to a picture on a sign that is not seen.
        return f"{shown} ({leads})" if shown.strip("\u200b\u200c\u200d\u2060 ") else f" {leads} "
    text, block = "", False
    for part in value:
        piece = _text(part)
        before, block = block, isinstance(part, dict) and part.get("type") in _BLOCKS
        if (before or block) and text and piece and not text.endswith("\n") and not piece.startswith("\n"):
            text += "\n"
        text += piece
    return text


_DETAILS = ("title", "text", "new_title", "information_text", "inviter", "emoticon", "to", "gift_message")


def _service(found: dict[str, Any]) -> str:
    if found.get("type") == "unsupported":
        return "a message of a kind that the exporting app did not know"
    action = str(found.get("action") or ("" if found.get("information_text") else "service message")).replace("_", " ")
    if found.get("action") in _CALLS:
        reason = found.get("discard_reason")
        seconds = found.get("duration_seconds", found.get("duration"))
        told = call_text(action, seconds, missed=reason == "missed")
        return f"{told}, {reason}" if reason == "busy" else told
    details = [_text(found[key]) for key in _DETAILS if isinstance(found.get(key), str | list) and found[key]]
    details += [str(found["score"])] if isinstance(found.get("score"), int) else []
    details += [str(member) for member in found.get("members") or () if member]
    return ": ".join(part for part in (action, ", ".join(details)) if part)


# “(File not included. Change data exporting settings to download.)”
_LEFT_OUT = re.compile(r"\((?:File|Photo|Video) [^()]*\)$")


def _attachments(found: dict[str, Any]) -> Iterator[Attachment]:
    for field, mime in (
        ("file", str(found.get("mime_type") or "")),
        ("photo", "image/jpeg"),
        ("contact_vcard", "text/vcard"),
    ):
        if path := found.get(field):
            missing = str(path).startswith("(") or _LEFT_OUT.search(str(path)) is not None
            name = str(found.get("file_name") or "") if field == "file" else ""
            name = name or (_kind(found, field) if missing else re.split(r"[\\/]", str(path))[-1])
            yield Attachment(clean(name), mime, missing)
    if found.get("media_type") and not found.get("file") and not found.get("photo"):
        yield Attachment(_kind(found, "file"), str(found.get("mime_type") or ""))


def _kind(found: dict[str, Any], field: str) -> str:
    """Name what is not there by its kind; a sticker by its emoji too."""
    named = str(found.get("media_type") or field) if field == "file" else field
    return clean(f"{named} {found.get('sticker_emoji') or ''}".strip())


def _reactions(found: dict[str, Any]) -> Iterator[Reaction]:
    for reaction in found.get("reactions") or ():
        with suppress(AttributeError):
            by = tuple(str(who.get("from") or "") for who in reaction.get("recent") or () if who.get("from"))
            yield Reaction(str(reaction.get("emoji") or reaction.get("document_id") or reaction.get("type") or ""), by)
