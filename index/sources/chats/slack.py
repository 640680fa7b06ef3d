"""Slack's workspace export: a folder or zip with a folder a channel and a file a day."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from index.errors import SourceProblem
from index.sources.base import WRONG, Container, InputFile, ReadContext, fault
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

LIST_BYTES = 200_000_000
"""A list of people or channels beyond this is left unread."""

# “export/general/2024-03-11.json”
_DAY = re.compile(r"(?P<root>(?:.*/)?)(?P<channel>[^/]+)/\d{4}-\d{2}-\d{2}\.json")
_LISTS: dict[str, ChatKind] = {
    "channels.json": "channel",
    "groups.json": "group",
    "mpims.json": "group",
    "dms.json": "direct",
}
# “export/users.json”, “channels.json”
_ABOUT = re.compile(
    r"(?P<root>(?:.*/)?)(?:users|org_users|channels|groups|mpims|dms|integration_logs|canvases|huddle_transcripts|lists|"
    r"file_conversations)\.json"
)
"""Files of an export that are about it and hold no messages."""

# “channel_join”, “bot_add”; not “bot_message”
_SYSTEM = re.compile(
    r"(?:channel|group)_(?:join|leave|topic|purpose|name|archive|unarchive|convert_to_private|posting_permissions)|"
    r"bot_(?:add|remove|enable|disable)|pinned_item|unpinned_item|reminder_add|sh_room_created|huddle_thread"
)
# “<@U123>”, “<#C12|general>”, “<https://example.org|the map>”
_MARKUP = re.compile(
    r"<(?P<target>[@#!][^<>|\n]{1,200}|[A-Za-z][\w+.-]*:[^<>|\s]{1,4000})(?:\|(?P<label>[^<>\n]{0,4000}))?>"
)


class Slack:
    """One day of one channel."""

    kind: ClassVar[str] = "slack"
    title: ClassVar[str] = "Slack export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for a day's file beside the workspace's lists, or for what only Slack's messages have."""
        if not file.base_name.endswith(".json") or not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
            return False
        if found := _ABOUT.fullmatch(file.name):
            return _holds(file.container, found["root"] + "users.json")
        found = _DAY.fullmatch(file.name)
        if found and _holds(file.container, found["root"] + "users.json"):
            return True
        return re.search(rb'"ts": ?"\d{9,}\.\d{6}"', head) is not None and b'"type"' in head

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the channel and the day's messages; nothing for the lists that are about the workspace."""
        found = _DAY.fullmatch(file.name)
        if found is None and _ABOUT.fullmatch(file.name):
            return
        workspace = _workspace(file.container, found["root"] if found else "")
        channel = found["channel"] if found else file.path.parent.name
        chat = workspace.channels.get(channel) or ChatRecord(channel, channel, "channel")
        yield chat
        count = 0
        with file.open() as stream:
            for value in walk_json(stream, _choose):
                if not isinstance(value, Broken) and value.kind == "open":
                    continue
                count += 1
                where = f"message {count}"
                if isinstance(value, Broken):
                    if value.fatal and count == 1:
                        raise SourceProblem("It is not valid JSON, and no message could be read.", "Export it again.")
                    yield Problem(f"a message cannot be read: {value.reason}", where)
                    continue
                try:
                    yield _record(chat.native_id, value.value, where, workspace, context)
                except WRONG as error:
                    yield Problem(f"a message is not as Slack writes them: {fault(error)}", where)


def _choose(path: JsonPath) -> Choice:
    return "build" if path == ("*",) else "enter"


# ── The workspace ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Workspace:
    """People's names by their id, and channels by the name of their folder."""

    names: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, ChatRecord] = field(default_factory=dict)


_known: WeakKeyDictionary[Container, dict[str, _Workspace]] = WeakKeyDictionary()
"""The lists of a workspace are read once for all its days: it may have thousands."""


def _workspace(container: Container, root: str) -> _Workspace:
    by_root = _known.setdefault(container, {})
    if root not in by_root:
        by_root[root] = _read_workspace(container, root)
    return by_root[root]


def _read_workspace(container: Container, root: str) -> _Workspace:
    names: dict[str, str] = {"USLACKBOT": "Slackbot"}
    for user in (*_listed(container, root + "org_users.json"), *_listed(container, root + "users.json")):
        profile = user.get("profile")
        profile = profile if isinstance(profile, dict) else {}
        shown = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name")
        names[str(user.get("id"))] = str(shown or user.get("id"))
    channels: dict[str, ChatRecord] = {}
    for listing, kind in _LISTS.items():
        for channel in _listed(container, root + listing):
            native = str(channel.get("id") or channel.get("name"))
            listed = channel.get("members")
            members = [names.get(str(member), str(member)) for member in listed] if isinstance(listed, list) else []
            title = str(channel.get("name") or "")
            if kind == "direct" or title.startswith("mpdm-") or not title:
                title = ", ".join(members) or title or native
            # A direct chat's folder is called by its id, a channel's by its name.
            channels[str(channel.get("name") or native)] = ChatRecord(native, title, kind)
    return _Workspace(names, channels)


def _listed(container: Container, name: str) -> list[dict[str, Any]]:
    try:
        with container.open(name) as stream:
            found = json.loads(stream.read(LIST_BYTES))
    except Exception:  # noqa: BLE001  whatever that file has wrong, this one is read
        return []  # without the list people are called by their ids
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _holds(container: Container, name: str) -> bool:
    with suppress(KeyError, OSError):
        container.open(name).close()
        return True
    return False


# ── Messages ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _record(chat: str, found: dict[str, Any], where: str, workspace: _Workspace, context: ReadContext) -> MessageRecord:
    stamp = str(found["ts"])
    subtype = str(found.get("subtype") or "")
    attachments = tuple(_attachments(found))
    body = _body(found, workspace)
    kind: MessageKind = "media" if attachments and not body else "text"
    if _SYSTEM.fullmatch(subtype):
        kind = "system"
    elif subtype == "tombstone":
        kind, body, attachments = "deleted", "", ()
    thread = str(found["thread_ts"]) if found.get("thread_ts") else None
    return MessageRecord(
        chat,
        stamp,
        _sender(found, workspace, context),
        Timestamp.from_epoch_ms(int(Decimal(stamp) * 1000)),
        body,
        kind,
        reply_to=thread if thread != stamp else None,
        thread=thread,
        edited=bool(found.get("edited")),
        attachments=attachments,
        reactions=tuple(_reactions(found, workspace)),
        locator=where,
    )


def _sender(found: dict[str, Any], workspace: _Workspace, context: ReadContext) -> Sender | None:
    comment = found.get("comment")
    value = found.get("user") or (comment.get("user") if isinstance(comment, dict) else None)
    name = workspace.names.get(str(value)) if value else None
    if value and not name:
        profile = found.get("user_profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or profile.get("name")
    if not value:
        value = found.get("bot_id") or found.get("username")
        name = found.get("username") or (found.get("bot_profile") or {}).get("name") or (value and f"bot {value}")
    if not value:
        return None
    shown = str(name or value)
    return Sender("slack", str(value), shown, is_me=shown == context.me)


def _body(found: dict[str, Any], workspace: _Workspace) -> str:
    text = str(found.get("text") or "")
    if not text or found.get("subtype") == "bot_message":
        # Bots put their words into attachments and blocks; those of people only show what a link leads to.
        parts = [text]
        for attachment in found.get("attachments") or ():
            shown = [str(attachment[key]) for key in ("pretext", "title", "text") if attachment.get(key)]
            parts += shown or [str(attachment.get("fallback") or "")]
        if not any(parts):
            parts += _block_texts(found.get("blocks"))
        text = "\n".join(part for part in parts if part)
    return readable(text, workspace.names).strip()


def _block_texts(value: Any, depth: int = 0) -> list[str]:  # noqa: ANN401  any JSON
    if depth > 20:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _block_texts(item, depth + 1)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("text"), str):
        return [value["text"]]
    return [text for item in value.values() for text in _block_texts(item, depth + 1)]


def readable(text: str, names: Mapping[str, str]) -> str:
    """Turn Slack's markup for people, channels and links, and its escapes, into what a reader sees."""

    def shown(link: re.Match[str]) -> str:
        target, label = link["target"], link["label"]
        if target.startswith("@"):
            return "@" + (names.get(target[1:]) or (label or target[1:]).lstrip("@"))
        if target.startswith("#"):
            return "#" + (label or target[1:])
        if target.startswith("!"):
            return label or "@" + target[1:].partition("^")[0]
        bare = re.sub(r"^(?:mailto:|tel:|https?://)", "", target)
        if not label or label in (target, bare) or bare.rstrip("/") == label:
            return target if label is None else label
        return f"{label} ({target})"

    return html.unescape(_MARKUP.sub(shown, text)) if "<" in text or "&" in text else text


def _attachments(found: dict[str, Any]) -> Iterator[Attachment]:
    files = found.get("files") or ([found["file"]] if isinstance(found.get("file"), dict) else [])
    for file in files:
        if isinstance(file, dict) and file.get("mode") != "tombstone":
            yield Attachment(str(file.get("name") or file.get("title") or "file"), str(file.get("mimetype") or ""))


def _reactions(found: dict[str, Any], workspace: _Workspace) -> Iterator[Reaction]:
    for reaction in found.get("reactions") or ():
        by = tuple(workspace.names.get(str(user), str(user)) for user in reaction.get("users") or ())
        yield Reaction(f":{reaction.get('name', '')}:", by)
