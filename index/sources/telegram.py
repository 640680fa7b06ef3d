"""Telegram Desktop's `result.json`: one chat, or a whole account."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, BinaryIO, ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.types import (
    Attachment,
    ConversationKind,
    ConversationRecord,
    MessageRecord,
    Problem,
    Reaction,
    Record,
    Sender,
    Timestamp,
)

_CHATS = ("", "chats.list.item.", "left_chats.list.item.")
"""Prefixes of a chat's fields: the file itself, or an item of one of two lists."""
_MESSAGES = frozenset(f"{chat}messages.item" for chat in _CHATS)
_KINDS: dict[str, ConversationKind] = {
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
_NEVER = "1970-01-01"


class Telegram:
    """An export of Telegram Desktop in JSON."""

    kind: ClassVar[str] = "telegram"
    title: ClassVar[str] = "Telegram export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the fields that open a chat or an account."""
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return False
        account = b'"personal_information"' in head or (b'"about"' in head and b'"chats"' in head)
        chat = b'"messages"' in head and b'"type"' in head and any(f'"{kind}"'.encode() in head for kind in _KINDS)
        return account or chat

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield chats and their messages, streaming. Raises SourceProblem when there is nothing of either."""
        import ijson

        reading = _Reading(context)
        with file.open() as stream:
            try:
                yield from reading.records(ijson.parse(io.BufferedReader(_Mended(stream), 1 << 16), use_float=True))
            except ijson.JSONError:
                if not reading.messages:
                    raise SourceProblem(
                        "It is not whole JSON, and no message could be read.", "Export it again."
                    ) from None
                yield Problem(
                    "the file breaks off here; what came before was read", f"after message {reading.messages}"
                )
        if not reading.chats:
            raise SourceProblem("It has no chats in it.", "Export with “Machine-readable JSON” and chats selected.")


class _Mended(io.RawIOBase):
    r"""Telegram writes control characters as \xNN, which is no JSON; here they read \u00NN."""

    _ESCAPE = re.compile(rb"(\\\\)|\\x([0-9A-Fa-f]{2})")

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._ready = b""
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  a writable buffer
        while not self._ready:
            block = self._stream.read(1 << 16)
            text = self._held + block
            if not text:
                return 0
            # An escape may be cut in two by the end of the block: hold back from the last run of backslashes.
            cut = text.rfind(b"\\", max(0, len(text) - 4)) if block else -1
            while cut > 0 and text[cut - 1 : cut] == b"\\":
                cut -= 1
            self._held = text[cut:] if cut >= 0 else b""
            whole = text[:cut] if cut >= 0 else text
            self._ready = self._ESCAPE.sub(lambda found: found[1] or b"\\u00" + found[2], whole)
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


class _Reading:
    """The state of one pass: the chat that is open and the owner."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._owner = ""
        self._header: dict[str, Any] = {}
        self._open: ConversationRecord | None = None
        self.chats = 0
        self.messages = 0

    def records(self, events: Iterator[tuple[str, str, Any]]) -> Iterator[Record]:
        import ijson

        for prefix, event, value in events:
            if prefix == "personal_information.user_id":
                self._owner = str(value)
            elif event == "start_map" and prefix in ("", "chats.list.item", "left_chats.list.item"):
                self._header, self._open = {}, None
            elif event == "start_map" and prefix in _MESSAGES:
                built = ijson.ObjectBuilder()
                built.event(event, value)
                depth = 1
                while depth:
                    _, event, value = next(events)  # noqa: PLW2901  the message's own events
                    depth += {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}.get(event, 0)
                    built.event(event, value)
                yield from self._message(built.value)
            elif event in ("string", "number", "null"):
                base, _, name = prefix.rpartition(".")
                if name in ("name", "type", "id") and (base + "." if base else "") in _CHATS:
                    self._header[name] = value
            elif event == "start_array" and f"{prefix}.item" in _MESSAGES:
                yield from self._conversation()

    def _conversation(self) -> Iterator[Record]:
        if self._open is None:
            kind = str(self._header.get("type") or "")
            title = self._header.get("name") or ("Saved Messages" if kind == "saved_messages" else "Deleted Account")
            self._open = ConversationRecord(str(self._header.get("id", title)), str(title), _KINDS.get(kind, "other"))
            self.chats += 1
            yield self._open

    def _message(self, found: dict[str, Any]) -> Iterator[Record]:
        yield from self._conversation()
        if self._open is None:
            return
        self.messages += 1
        where = f"message {found.get('id', '?')}"
        try:
            yield self._record(self._open.native_id, found, where)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            yield Problem(f"a message is not as Telegram writes them ({type(error).__name__})", where)

    def _record(self, conversation: str, found: dict[str, Any], where: str) -> MessageRecord:
        service = found.get("type") == "service"
        attachments = tuple(_attachments(found))
        body = _service(found) if service else _body(found)
        kind = "system" if service else "media" if attachments and not body else "text"
        reply = found.get("reply_to_message_id")
        return MessageRecord(
            conversation=conversation,
            native_id=str(found["id"]),
            sender=self._sender(found),
            time=self._time(found),
            body=body,
            kind="system" if found.get("type") == "unsupported" else kind,  # type: ignore[arg-type]
            reply_to=str(reply) if reply is not None and not found.get("reply_to_peer_id") else None,
            edited=not str(found.get("edited") or _NEVER).startswith(_NEVER),
            attachments=attachments,
            reactions=tuple(_reactions(found)),
            locator=where,
        )

    def _sender(self, found: dict[str, Any]) -> Sender | None:
        raw = found.get("from_id", found.get("actor_id"))
        name = found.get("from", found.get("actor"))
        if raw is None and not name:
            return None
        value = f"user{raw}" if isinstance(raw, int) else str(raw or name)
        shown = str(name or "Deleted Account")
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
        answers = "\n".join(f"- {_text(answer.get('text', ''))}" for answer in poll.get("answers", ()))
        parts.append(f"{_text(poll.get('question', ''))}\n{answers}")
    if place := found.get("location_information"):
        parts.append(" ".join(str(found[key]) for key in ("place_name", "address") if found.get(key)) or _point(place))
    if contact := found.get("contact_information"):
        parts.append(
            " ".join(str(contact[key]) for key in ("first_name", "last_name", "phone_number") if contact.get(key))
        )
    return "\n".join(part for part in parts if part.strip())


def _point(place: dict[str, Any]) -> str:
    return f"{place.get('latitude')}, {place.get('longitude')}"


def _text(value: Any) -> str:  # noqa: ANN401  a string, or a list of strings and objects
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return str(value.get("text", ""))
    return "".join(_text(part) for part in value)


def _service(found: dict[str, Any]) -> str:
    action = str(found.get("action", "service message")).replace("_", " ")
    details = [
        str(found[key]) for key in ("title", "text", "new_title") if isinstance(found.get(key), str) and found[key]
    ]
    details += [str(member) for member in found.get("members") or () if member]
    return action + (f": {', '.join(details)}" if details else "")


def _attachments(found: dict[str, Any]) -> Iterator[Attachment]:
    for field, mime in (("file", str(found.get("mime_type") or "")), ("photo", "image/jpeg")):
        if path := found.get(field):
            missing = str(path).startswith("(")
            name = str(found.get("file_name") or "") if field == "file" else ""
            name = name or (str(found.get("media_type") or field) if missing else re.split(r"[\\/]", str(path))[-1])
            yield Attachment(name, mime, missing)


def _reactions(found: dict[str, Any]) -> Iterator[Reaction]:
    for reaction in found.get("reactions") or ():
        with suppress(AttributeError):
            by = tuple(str(who.get("from") or "") for who in reaction.get("recent") or () if who.get("from"))
            yield Reaction(str(reaction.get("emoji") or reaction.get("document_id") or reaction.get("type") or ""), by)
