"""Google Chat as Google Takeout gives it: a folder a chat, with `messages.json` and `group_info.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from index.sources.base import WRONG, Container, InputFile, ReadContext, fault
from index.sources.chats.google_dates import google_date
from index.sources.parsing.encoding import clean
from index.sources.parsing.json_stream import Broken, Choice, walk_json
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

LIST_BYTES = 20_000_000

_MEMBERS = re.compile(rb'^\s*\{[^{}\[\]]*"members"\s*:\s*\[')
_USER = re.compile(rb'"user"\s*:\s*\{')


class GoogleChat:
    """One chat or space."""

    kind: ClassVar[str] = "google-chat"
    title: ClassVar[str] = "Google Chat export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the fields of Google's messages, or for the lists that stand beside them."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not start.startswith(b"{"):
            return False
        if b'"messages"' in head and b'"creator"' in head and b'"created_date"' in head:
            return True
        if file.base_name == "group_info.json":
            return _MEMBERS.match(start) is not None
        if file.base_name == "messages.json" and re.match(rb'\{\s*"messages"\s*:\s*\[\s*\]\s*\}', start):
            return _listed(file, _beside(file, "group_info.json")) != {}
        return file.base_name == "user_info.json" and b'"membership_info"' in head and _USER.search(head) is not None

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages, streaming; nothing for the lists of members."""
        if file.base_name in ("group_info.json", "user_info.json"):
            return
        owner = _owner(file.container)
        chat = _chat(file, owner)
        yield chat
        count = 0
        with file.open() as stream:
            for found in walk_json(stream, _choose):
                if isinstance(found, Broken):
                    yield found.problem("message", count)
                elif found.kind == "value":
                    count += 1
                    where = f"message {count}"
                    try:
                        yield _record(chat.native_id, found.value, where, owner, context)
                    except WRONG as error:
                        yield Problem(f"a message is not as Google writes them: {fault(error)}", where)


def _choose(path: JsonPath) -> Choice:
    return "build" if path == ("messages", "*") else "enter" if path in ((), ("messages",)) else "skip"


# ── The chat and its owner ────────────────────────────────────────────────────────────────────────────────────────────


def _beside(file: InputFile, name: str) -> str:
    folder = file.name.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def _chat(file: InputFile, owner: str) -> ChatRecord:
    about = _listed(file, _beside(file, "group_info.json"))
    listed = about.get("members")
    members = [member for member in listed if isinstance(member, dict)] if isinstance(listed, list) else []
    others = [_name(member) for member in members if str(member.get("email") or "").lower() != owner or not owner]
    folder = file.name.rpartition("/")[0].rpartition("/")[2] or file.path.parent.name
    space = folder.startswith("Space ")
    title = clean(str(about.get("name") or "")) or ", ".join(name for name in others if name) or clean(folder)
    native = folder.partition(" ")[2] if folder.startswith(("DM ", "Space ")) else folder
    return ChatRecord(clean(native), title, "group" if space or len(members) > 2 else "direct")


def _name(who: dict[str, Any]) -> str:
    return clean(str(who.get("name") or who.get("email") or ""))


def _listed(file: InputFile, name: str) -> dict[str, Any]:
    return _read_list(file.container, name)


def _read_list(container: Container, name: str) -> dict[str, Any]:
    try:
        with container.open(name) as stream:
            found = json.loads(stream.read(LIST_BYTES))
    except Exception:  # noqa: BLE001  whatever that file has wrong, this one is read
        return {}  # without it a chat is called by its folder
    return found if isinstance(found, dict) else {}


_owners: WeakKeyDictionary[Container, str] = WeakKeyDictionary()
"""Whose export it is is looked up once for all its chats."""


def _owner(container: Container) -> str:
    """Return the owner's address, lower case; "" where the export does not say."""
    if container not in _owners:
        found = ""
        for name in container.names():
            if name.endswith("/user_info.json") or name == "user_info.json":
                user = _read_list(container, name).get("user")
                found = str(user.get("email") or "").lower() if isinstance(user, dict) else ""
                if found:
                    break
        _owners[container] = found
    return _owners[container]


# ── A message ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _record(chat: str, found: dict[str, Any], where: str, owner: str, context: ReadContext) -> MessageRecord:
    attachments = tuple(_attachments(found))
    body = _body(found)
    kind: MessageKind = "media" if attachments and not body else "text"
    if found.get("message_state") == "DELETED" or found.get("deletion_metadata"):
        kind, body, attachments = "deleted", "", ()
    elif not body and not attachments and (call := _call(found)):
        kind, body = "call", call
    topic = str(found["topic_id"]) if found.get("topic_id") else None
    native = str(found["message_id"]) if found.get("message_id") else None
    quoted = found.get("quoted_message_metadata")
    reply = str(quoted["message_id"]) if isinstance(quoted, dict) and quoted.get("message_id") else None
    if reply is None and native and topic and native.count("/") >= 2 and native.rpartition("/")[2] != topic:
        # The first message of a topic is called like the topic.
        reply = f"{native.rpartition('/')[0]}/{topic}"
    written = found.get("created_date") or found.get("updated_date")
    return MessageRecord(
        chat,
        native,
        _sender(found, owner, context),
        Timestamp.from_epoch_ms(round(google_date(str(written)).timestamp() * 1000), "s") if written else None,
        body,
        kind,
        reply_to=reply,
        thread=topic,
        edited=bool(found.get("updated_date") and found.get("created_date"))
        or bool(found.get("previous_message_versions")),
        attachments=attachments,
        reactions=tuple(_reactions(found)),
        locator=where,
    )


def _sender(found: dict[str, Any], owner: str, context: ReadContext) -> Sender | None:
    creator = found.get("creator")
    if not isinstance(creator, dict) or not _name(creator):
        return None
    name, email = _name(creator), str(creator.get("email") or "").lower()
    mine = email == owner if owner and email else context.me is not None and context.me in (name, email)
    if email:
        return Sender("email", clean(email), name, mine)
    return Sender("display_name", name, name, mine)


def _body(found: dict[str, Any]) -> str:
    parts = [clean(str(found.get("text") or "")).strip()]
    for card in found.get("annotations") or ():
        about = card.get("url_metadata") or card.get("drive_metadata") or {}
        title = about.get("title") if isinstance(about, dict) else None
        if title and not parts[0]:
            parts.append(clean(str(title)))
    return "\n".join(part for part in parts if part)


def _call(found: dict[str, Any]) -> str:
    for note in found.get("annotations") or ():
        if isinstance(note.get("video_call_metadata"), dict):
            return "video call"
        other = note.get("gsuite_integration_metadata")
        if isinstance(other, dict) and isinstance(other.get("call_data"), dict):
            state = str(other["call_data"].get("call_status") or "").lower().replace("_", " ")
            return state or "call"
    return ""


def _attachments(found: dict[str, Any]) -> Iterator[Attachment]:
    for file in found.get("attached_files") or ():
        name = file.get("original_name") or file.get("export_name") or "file"
        yield Attachment(clean(str(name)))
    for note in found.get("annotations") or ():
        drive = note.get("drive_metadata")
        if isinstance(drive, dict) and drive.get("title"):
            yield Attachment(clean(str(drive["title"])))


def _reactions(found: dict[str, Any]) -> Iterator[Reaction]:
    for reaction in found.get("reactions") or ():
        emoji = reaction.get("emoji") or {}
        own = emoji.get("custom_emoji")
        shown = emoji.get("unicode") or (own and (own.get("short_code") or "custom emoji")) or ""
        by = tuple(clean(str(email)) for email in reaction.get("reactor_emails") or ())
        if shown:
            yield Reaction(clean(str(shown)), by)
