"""Skype's export, which is also that of Teams for personal accounts: every conversation in one `messages.json`."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.encoding import clean
from index.sources.json_stream import Broken, Choice, Found, walk_json
from index.sources.json_stream import Path as JsonPath
from index.sources.webpage import attributes, plain
from index.types import (
    Attachment,
    ConversationKind,
    ConversationRecord,
    MessageKind,
    MessageRecord,
    Problem,
    Reaction,
    Record,
    Sender,
    Timestamp,
)

BLOCK = 20_000
"""Messages stand newest first; so many at a time are turned round."""
MARKUP_CHARACTERS = 200_000
"""Of a longer message the markup stays as it is."""

_CONVERSATION = ("conversations", "*")
_HEADER = frozenset({"id", "displayName", "threadProperties"})
_MEDIA = {
    "UriObject": "image/jpeg",
    "Media_Video": "video/mp4",
    "Media_AudioMsg": "audio/mp4",
    "Media_CallRecording": "video/mp4",
    "Media_GenericFile": "",
    "Media_Album": "",
    "Media_FlikMsg": "video/mp4",
}
_CALLS = ("Event/Call", "RichText/ScheduledCallInvite")
_SYSTEM = (
    "ThreadActivity/",
    "EndToEndEncryption/",
    "Event/",
    "Notice",
    "PopCard",
    "Control/",
    "InviteFreeRelationship",
)
_EMOTIONS = {
    "like": "👍", "yes": "👍", "heart": "❤", "laugh": "😂", "surprised": "😮", "sad": "😢", "angry": "😠", "cry": "😭",
    "smile": "🙂", "clap": "👏", "cwl": "😂", "inlove": "😍",
}  # fmt: skip

_QUOTE = re.compile(r"<quote\b(?P<rest>[^>]*)>.*?</quote>", re.DOTALL)
_EDITED = re.compile(r"<e_m\b[^>]*>(?:</e_m>)?")
_LEGACY = re.compile(r"<legacyquote>.*?</legacyquote>", re.DOTALL)
_ORIGINAL_NAME = re.compile(r"<OriginalName\b(?P<rest>[^>]*)>")
_URI = re.compile(r"<URIObject\b[^>]*>.*?</URIObject>|<URIObject\b[^>]*/>", re.DOTALL | re.IGNORECASE)
_CONTACT = re.compile(r"<c\b(?P<rest>[^>]*)>")
_PART = re.compile(r"<partlist\b(?P<rest>[^>]*)>")
_DURATION = re.compile(r"<duration>\s*(\d+)")
_LOCATION = re.compile(r"<location\b(?P<rest>[^>]*)>")
_TAGGED = re.compile(r"<(?P<name>value|target|initiator)>(?P<text>[^<]*)<")
_FRACTION = re.compile(r"\.(\d+)")


class Skype:
    """One account's whole history, as Skype and Teams for personal accounts hand it out."""

    kind: ClassVar[str] = "skype"
    title: ClassVar[str] = "Skype or personal Teams export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the list of conversations with Skype's names for things."""
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b'"conversations"' not in head:
            return False
        return b'"MessageList"' in head or (b'"userId"' in head and b'"exportDate"' in head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield each conversation and its messages, oldest first within blocks. Raises SourceProblem when there is none."""
        reading = _Reading(context)
        with file.open() as stream:
            yield from reading.records(walk_json(stream, _choose))
        if reading.broken and not reading.messages:
            raise SourceProblem("It is not whole JSON, and no message could be read.", "Export it again.")
        if reading.broken:
            yield Problem("the file breaks off here; what came before was read", f"after message {reading.messages}")
        elif not reading.chats:
            raise SourceProblem("It has no conversations in it.", "Export with “Conversations” chosen.")


def _choose(path: JsonPath) -> Choice:
    if path in ((), ("conversations",), _CONVERSATION, (*_CONVERSATION, "MessageList")):
        return "enter"
    if path == ("userId",) or path == (*_CONVERSATION, "MessageList", "*"):
        return "build"
    return "build" if path[:2] == _CONVERSATION and len(path) == 3 and path[2] in _HEADER else "skip"


class _Reading:
    """The state of one pass: the owner, the conversation that is open, and its messages that wait to be turned round."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._owner = ""
        self._header: dict[str, Any] = {}
        self._open: ConversationRecord | None = None
        self._block: list[Record] = []
        self.chats = 0
        self.messages = 0
        self.broken = False

    def records(self, found: Iterator[Found | Broken]) -> Iterator[Record]:
        for item in found:
            if isinstance(item, Broken):
                if item.fatal:
                    self.broken = True
                else:
                    self._block.append(Problem("a message is no JSON", f"character {item.position}"))
            elif item.kind == "open":
                if item.path == _CONVERSATION:
                    yield from self._turned()
                    self._header, self._open = {}, None
                elif item.path[-1:] == ("MessageList",):
                    yield from self._conversation()
            elif item.path == ("userId",):
                self._owner = str(item.value or "")
            elif item.path[-1] == "*":
                self._message(item.value)
                if len(self._block) >= BLOCK:
                    yield from self._turned()
            else:
                self._header[item.path[-1]] = item.value
        yield from self._turned()

    def _turned(self) -> Iterator[Record]:
        block, self._block = self._block, []
        yield from reversed(block)

    def _conversation(self) -> Iterator[Record]:
        native = str(self._header.get("id") or "")
        thread = self._header.get("threadProperties")
        topic = thread.get("topic") if isinstance(thread, dict) else None
        title = clean(str(self._header.get("displayName") or topic or _handle(native) or "Conversation"))
        kind: ConversationKind = "direct" if native.startswith(("8:", "28:", "2:", "4:")) else "group"
        self._open = ConversationRecord(native or title, title, kind)
        self.chats += 1
        yield self._open

    def _message(self, found: Any) -> None:  # noqa: ANN401  whatever stands in the list
        if self._open is None:
            return
        self.messages += 1
        where = f"message {found.get('id', '?')}" if isinstance(found, dict) else f"message {self.messages}"
        try:
            self._block.append(self._record(self._open, found, where))
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            reason = f"a message is not as Skype writes them ({type(error).__name__})"
            self._block.append(Problem(reason, where))

    def _record(self, conversation: ConversationRecord, found: dict[str, Any], where: str) -> MessageRecord:
        written = str(found.get("messagetype") or "Text")
        content = str(found.get("content") or "")
        told = found.get("properties")
        properties: dict[str, Any] = told if isinstance(told, dict) else {}
        quote = _QUOTE.search(content) if written.startswith("RichText") else None
        reply = attributes(quote["rest"]).get("messageid") if quote else None
        attachments = tuple(_attachments(written, content))
        kind, body = _kind(written), clean(_body(written, content))
        if properties.get("deletetime"):
            kind, body, attachments = "deleted", "", ()
        elif kind == "text" and attachments and not body:
            kind = "media"
        return MessageRecord(
            conversation.native_id,
            str(found["id"]),
            self._sender(found, conversation),
            _time(str(found["originalarrivaltime"])),
            body,
            kind,
            reply_to=reply or None,
            edited=bool(properties.get("edittime")) or bool(_EDITED.search(content)),
            attachments=attachments,
            reactions=tuple(_reactions(properties.get("emotions"))),
            locator=where,
        )

    def _sender(self, found: dict[str, Any], conversation: ConversationRecord) -> Sender | None:
        value = str(found.get("from") or "").rsplit("/", 1)[-1]
        if not value or (value == conversation.native_id and conversation.kind == "group"):
            return None
        mine = value == self._owner
        name = str(found.get("displayName") or found.get("imdisplayname") or "")
        if not name and conversation.native_id == value:
            name = conversation.title
        return Sender("skype", value, clean(name or (mine and self._context.me) or _handle(value)), mine)


def _handle(identity: str) -> str:
    """Return the readable part of "8:live:maya" or "19:abc@thread.skype"."""
    return re.sub(r"^\d+:(?:live:)?", "", identity)


def _time(written: str) -> Timestamp:
    """Read an ISO time; Skype writes up to seven digits of a second, and means UTC where it does not say."""
    moment = datetime.fromisoformat(_FRACTION.sub(lambda found: "." + (found[1] + "000000")[:6], written))
    if moment.tzinfo is None:
        moment = datetime.fromisoformat(f"{moment.isoformat()}+00:00")
    return Timestamp.from_epoch_ms(int(moment.timestamp() * 1000))


def _kind(written: str) -> MessageKind:
    if written in _CALLS:
        return "call"
    return "system" if written.startswith(_SYSTEM) else "text"


def _body(written: str, content: str) -> str:
    if written == "Text":
        return content
    if written == "Event/Call":
        return _call(content)
    if written == "Poll":
        return _poll(content)
    if written.startswith(_SYSTEM):
        what = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", written.rsplit("/", 1)[-1]).lower()
        told = [_handle(html.unescape(tag["text"])) for tag in _TAGGED.finditer(content) if tag["name"] != "initiator"]
        return f"{what}: {', '.join(told)}" if any(told) else what
    if written == "RichText/Contacts":
        cards = [attributes(card["rest"]) for card in _CONTACT.finditer(content)]
        return "\n".join(card.get("f") or card.get("s") or "" for card in cards)
    if written == "RichText/Location" and (place := _LOCATION.search(content)):
        told_place = attributes(place["rest"])
        return told_place.get("address") or f"{told_place.get('latitude')}, {told_place.get('longitude')}"
    return _text(content)


def _text(content: str) -> str:
    """Return what a person wrote, without the quote of what they answer to and without markup."""
    if len(content) > MARKUP_CHARACTERS:
        return content
    for pattern in (_QUOTE, _EDITED, _LEGACY, _URI):
        content = pattern.sub("", content)
    content = content.replace("\r\n", "\n")
    return plain(content.replace("\n", "<br>")) if "<" in content else html.unescape(content)


def _call(content: str) -> str:
    parts = _PART.search(content)
    state = attributes(parts["rest"]).get("type", "") if parts else ""
    seconds = max((int(length) for length in _DURATION.findall(content)), default=0)
    if state == "missed":
        return "missed call"
    if state == "started":
        return "call started"
    return f"call, {seconds} s" if seconds else "call"


def _poll(content: str) -> str:
    with suppress(ValueError, AttributeError, TypeError):
        poll = json.loads(html.unescape(content))
        answers = [str(answer.get("answer") or answer.get("text") or "") for answer in poll.get("answers") or ()]
        return "\n".join([str(poll.get("question") or poll.get("title") or ""), *(f"- {answer}" for answer in answers)])
    return _text(content)


def _attachments(written: str, content: str) -> Iterator[Attachment]:
    mime = _MEDIA.get(written.removeprefix("RichText/"))
    if mime is None:
        return
    names = [attributes(name["rest"]).get("v", "") for name in _ORIGINAL_NAME.finditer(content)]
    for name in names or [""]:
        shown = re.split(r"[\\/]", name)[-1] or written.removeprefix("RichText/").removeprefix("Media_")
        yield Attachment(clean(shown), mime)


def _reactions(emotions: Any) -> Iterator[Reaction]:  # noqa: ANN401  a list, or the JSON of one
    if isinstance(emotions, str):
        with suppress(ValueError):
            emotions = json.loads(emotions)
    if not isinstance(emotions, list):
        return
    for emotion in emotions:
        if isinstance(emotion, dict) and emotion.get("users"):
            key = str(emotion.get("key") or "")
            by = tuple(_handle(str(who.get("mri") or "")) for who in emotion["users"] if isinstance(who, dict))
            yield Reaction(_EMOTIONS.get(key, key), by)
