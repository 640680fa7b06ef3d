"""Messages out of Meta's "download your information": Messenger and Instagram, in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.chats.instagram import is_older, read_older
from index.sources.chats.wording import call_text, poll_text
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

BLOCK = 20_000
"""Messages stand newest first; so many at a time are turned round. A file of Meta's holds at most 10,000."""

_FIELDS = frozenset({("title",), ("threadName",), ("thread_path",), ("participants",)})
_MESSAGE = ("messages", "*")
# “messages/inbox/cabin_123/message_1.json”
_FOLDERS = re.compile(
    r"(?:^|[/\\])(?:inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover|legacy_threads)[/\\]"
    r"(?P<thread>[^/\\]+)[/\\]message_\d+\.json$"
)
# “<div class="_3-95 _a6-g">”
_PAGE = re.compile(rb'class="[^"]{0,200}\b_a6-[gp]\b')
"""What Meta calls the parts of a message in its web pages."""
# “cabin_123”
_NUMBERED = re.compile(r"_\d+$")
SECONDS = 100_000_000_000
"""A time below this is in seconds: as milliseconds it would lie in 1973."""
_SHARED = ("share_text", "title", "name", "profile_share_name", "profile_share_username", "link")
_NOT_FETCHED = "Failed to download media"
_FILES = {"photos": "image/jpeg", "videos": "video/mp4", "audio_files": "audio/mpeg", "gifs": "image/gif", "files": ""}


class Messenger:
    """One file of a chat: a chat's `message_1.json` is its newest, the next ones go back in time."""

    kind: ClassVar[str] = "messenger"
    title: ClassVar[str] = "Messenger or Instagram export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the fields of a message in either of the two shapes, or for the place in the export."""
        if _FOLDERS.search(file.member or str(file.path)):
            return True
        if _is_page(file, head) or is_older(head):
            return True
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b'"messages"' not in head:
            return False
        plain = b'"sender_name"' in head and (b'"timestamp_ms"' in head or b'"timestamp"' in head)
        encrypted = b'"senderName"' in head and b'"timestamp"' in head
        return plain or encrypted or (b'"thread_path"' in head and b'"participants"' in head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages, oldest first. The file is read twice: the title may stand at its end."""
        if _is_page(file, file.head()):
            raise SourceProblem(
                "It is Meta's download as web pages, which do not say exactly who wrote when.",
                "Download your information again, in the format JSON.",
            )
        if is_older(file.head()):
            yield from read_older(file, context)
        else:
            yield from _read_chat(file, context)


def _read_chat(file: InputFile, context: ReadContext) -> Iterator[Record]:
    fields: dict[str, Any] = {}
    with file.open() as stream:
        for found in walk_json(stream, _to_fields):
            if isinstance(found, JsonItem) and found.kind == "value":
                fields[found.path[0]] = found.value
    chat = _chat(file, fields, context)
    yield chat
    count = 0
    broken: Broken | None = None
    block: list[Record] = []
    with file.open() as stream:
        for found in walk_json(stream, _to_messages):
            if isinstance(found, JsonItem) and found.kind == "value":
                count += 1
                block.append(_message(chat.native_id, found.value, f"message {count}", context))
            elif isinstance(found, Broken) and found.fatal:
                broken = found
            elif isinstance(found, Broken):
                count += 1
                block.append(Problem(f"a message cannot be read: {found.reason}", f"message {count}"))
            if len(block) == BLOCK:
                yield from reversed(block)
                block.clear()
    yield from reversed(block)
    if broken and not count:
        raise SourceProblem("It is not valid JSON, and no message could be read.", "Download it again.")
    if broken:
        yield Problem("the file breaks off here; what came before was read", f"after message {count}")
    if not count and not fields:
        raise SourceProblem("It holds no chat.", "Name another kind with --as.")


def _is_page(file: InputFile, head: bytes) -> bool:
    """Tell whether this is a page of messages: Meta's pages of other things are read as any page is."""
    if not re.fullmatch(r"message_\d+\.html", file.base_name):
        return False
    return head[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _PAGE.search(head) is not None


def _to_fields(path: JsonPath) -> Choice:
    return "enter" if not path else "build" if path in _FIELDS else "skip"


def _to_messages(path: JsonPath) -> Choice:
    return "build" if path == _MESSAGE else "enter" if path in ((), ("messages",)) else "skip"


def repaired(text: str) -> str:
    """Undo what Meta's exporter does to text: it writes each byte of the UTF-8 as a character of its own."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _chat(file: InputFile, fields: dict[str, Any], context: ReadContext) -> ChatRecord:
    place = _FOLDERS.search(file.member or str(file.path))
    listed = fields.get("participants")
    names = [repaired(_name(who)) for who in listed if _name(who)] if isinstance(listed, list) else []
    # The export of encrypted chats numbers its threads: “Dave_12”.
    title = repaired(str(fields.get("title") or "")) or _NUMBERED.sub("", repaired(str(fields.get("threadName") or "")))
    others = [name for name in names if name != context.me]
    title = title or ", ".join(others[:4]) or (place["thread"].rpartition("_")[0] if place else "") or file.base_name
    native = str(fields.get("thread_path") or fields.get("threadName") or "") or (place["thread"] if place else title)
    return ChatRecord(native.rsplit("/", 1)[-1], title, "group" if len(names) > 2 else "direct")


def _name(who: Any) -> str:  # noqa: ANN401  {"name": …}, or a string in the export of encrypted chats
    return str(who.get("name") or "") if isinstance(who, dict) else who if isinstance(who, str) else ""


def _message(chat: str, found: Any, where: str, context: ReadContext) -> Record:  # noqa: ANN401
    try:
        return _record(chat, found, where, context)
    except WRONG as error:
        return Problem(f"a message is not as Meta writes them: {fault(error)}", where)


def _record(chat: str, found: dict[str, Any], where: str, context: ReadContext) -> MessageRecord:
    name = repaired(str(found.get("sender_name") or found.get("senderName") or ""))
    attachments = tuple(_attachments(found))
    gone = bool(found.get("is_unsent") or found.get("isUnsent"))
    body = "" if gone else _body(found)
    kind: MessageKind = "media" if attachments and not body else "text"
    written = str(found.get("type") or "").lower()
    if gone:
        kind, attachments = "deleted", ()
    elif "call_duration" in found or "callDuration" in found or written == "call":
        kind, body = "call", _call(found, body)
    elif written in ("subscribe", "unsubscribe", "placeholder"):
        kind = "system"
    return MessageRecord(
        chat,
        None,
        Sender("display_name", name, name, is_me=name == context.me) if name else None,
        _time(found),
        body,
        kind,
        attachments=attachments,
        reactions=tuple(_reactions(found)),
        locator=where,
    )


def _time(found: dict[str, Any]) -> Timestamp:
    if "timestamp_ms" in found:
        return Timestamp.from_epoch_ms(int(found["timestamp_ms"]))
    written = int(found["timestamp"])
    # Until 2018 Meta counted seconds.
    return Timestamp.from_epoch_ms(written) if written > SECONDS else Timestamp.from_epoch_ms(written * 1000, "s")


def _call(found: dict[str, Any], body: str) -> str:
    """Say how long a call was, or that it was missed, beside what the app says of it."""
    told = call_text("call", found.get("call_duration", found.get("callDuration")), missed=bool(found.get("missed")))
    return told if told.startswith(body.rstrip(".")) else body if told == "call" else f"{body}\n{told}"


def _body(found: dict[str, Any]) -> str:
    parts = [repaired(str(found.get("content") or found.get("text") or ""))]
    share = found.get("share")
    if isinstance(share, dict):
        parts += [repaired(str(share[key])) for key in _SHARED if share.get(key)]
        if owner := share.get("original_content_owner"):
            parts.append(f"shared from {repaired(str(owner))}")
    parts += [_poll(found[key]) for key in ("poll", "polls") if found.get(key)]
    if not parts[0] and isinstance(found.get("users"), list):
        names = [repaired(_name(who)) for who in found["users"] if _name(who)]
        parts.append(f"{str(found.get('type') or '').lower()}: {', '.join(names)}" if names else "")
    if parts[0] and any(part.startswith(f"{parts[0]}\n") for part in parts[1:]):
        parts.pop(0)
    return "\n".join(part for at, part in enumerate(parts) if part and part not in parts[:at])


def _poll(found: Any) -> str:  # noqa: ANN401  a poll, or a list of them
    if isinstance(found, list):
        return "\n".join(_poll(one) for one in found)
    if not isinstance(found, dict):
        return repaired(str(found))
    options = []
    for option in found.get("options") or found.get("choices") or ():
        named = option if isinstance(option, dict) else {"text": option}
        text = next((str(named[key]) for key in ("option", "text", "name", "title") if named.get(key)), "")
        votes = next((named[key] for key in ("votes", "voters", "vote_count", "count") if key in named), None)
        counted = len(votes) if isinstance(votes, list) else votes if isinstance(votes, int) else None
        options.append((repaired(text), counted))
    question = next((str(found[key]) for key in ("question", "title", "name", "text") if found.get(key)), "")
    return poll_text(repaired(question), options)


def _attachments(found: dict[str, Any]) -> Iterator[Attachment]:
    for field, mime in _FILES.items():
        for item in found.get(field) or ():
            yield _attachment(str(item["uri"]), mime)
    for item in found.get("media") or ():
        uri = str(item["uri"])
        yield Attachment("media that could not be fetched") if uri == _NOT_FETCHED else _attachment(uri, "")
    if sticker := found.get("sticker"):
        yield _attachment(str(sticker["uri"]), "image/png")


def _attachment(uri: str, mime: str) -> Attachment:
    return Attachment(repaired(re.split(r"[\\/]", uri)[-1]), mime, missing=uri.startswith("http"))


def _reactions(found: dict[str, Any]) -> Iterator[Reaction]:
    by: dict[str, list[str]] = {}
    for reaction in found.get("reactions") or ():
        by.setdefault(repaired(str(reaction["reaction"])), []).append(repaired(str(reaction.get("actor") or "")))
    for emoji, names in by.items():
        yield Reaction(emoji, tuple(name for name in names if name))
