"""Discord: what DiscordChatExporter writes (JSON), and Discord's own data package (the owner's messages only)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
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

LIST_BYTES = 50_000_000

_PACKAGED = re.compile(r"(?P<root>(?:.*/)?)c?(?P<id>\d{6,25})/(?:messages\.(?:json|csv)|channel\.json)")
_LIST = re.compile(rb'\s*\{\s*"\d{15,25}"\s*:\s*(?:"|null)')
"""How the package's list of channels begins."""
_SHOWN = frozenset(
    {"Default", "Reply", "ThreadStarterMessage", "ChatInputCommand", "ContextMenuCommand", "0", "19", "20", "21", "23"}
)
"""Kinds of messages that somebody wrote; all others are the app's own lines."""
_CALLS = frozenset({"Call", "3"})


class Discord:
    """A channel."""

    kind: ClassVar[str] = "discord"
    title: ClassVar[str] = "Discord export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the fields that open an exporter's file, or for a channel's place in the data package."""
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"guild"' in head and b'"channel"' in head:
            return (
                b'"dateRange"' in head or b'"exportedAt"' in head or b'"messageCount"' in head or b'"messages"' in head
            )
        if file.base_name == "index.json":
            return _LIST.match(head) is not None
        if _PACKAGED.fullmatch(_place(file)) is None:
            return False
        if file.base_name == "channel.json":
            return b'"id"' in head and b'"type"' in head
        return b'"Contents"' in head or head.lstrip(b"\xef\xbb\xbf").startswith(b"ID,Timestamp,Contents")

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the channel and its messages; nothing for a package's description of a channel."""
        if file.base_name == "index.json" and _LIST.match(file.head()):
            return
        if found := _PACKAGED.fullmatch(_place(file)):
            if file.base_name != "channel.json":
                yield from _package(file, found["id"], context)
            return
        yield from _export(file, context)


# ── DiscordChatExporter ───────────────────────────────────────────────────────────────────────────────────────────────


def _export(file: InputFile, context: ReadContext) -> Iterator[Record]:
    heads: dict[str, Any] = {}
    chat: ChatRecord | None = None
    count = 0
    with file.open() as stream:
        for item in walk_json(stream, _choose):
            if isinstance(item, Broken):
                yield item.problem("message", count)
            elif item.path in (("guild",), ("channel",)) and item.kind == "value":
                heads[item.path[0]] = item.value if isinstance(item.value, dict) else {}
            elif item.path[:1] == ("messages",):
                if chat is None:
                    chat = _chat(heads.get("guild") or {}, heads.get("channel") or {}, file)
                    yield chat
                if item.kind == "value":
                    count += 1
                    yield _message(chat.native_id, item.value, f"message {count}", context)
    if chat is None:
        raise SourceProblem("It holds no channel.", "Name another kind with --as.")


def _choose(path: JsonPath) -> Choice:
    if path in (("guild",), ("channel",), ("messages", "*")):
        return "build"
    return "enter" if path in ((), ("messages",)) else "skip"


def _chat(guild: dict[str, Any], channel: dict[str, Any], file: InputFile) -> ChatRecord:
    kind = str(channel.get("type") or "")
    name = clean(str(channel.get("name") or file.base_name))
    if "Direct" in kind:
        found: ChatKind = "group" if "Group" in kind else "direct"
        return ChatRecord(str(channel.get("id") or name), name, found)
    server = clean(str(guild.get("name") or ""))
    return ChatRecord(str(channel.get("id") or name), f"{server} #{name}" if server else f"#{name}", "channel")


def _message(chat: str, found: Any, where: str, context: ReadContext) -> Record:  # noqa: ANN401  any JSON
    try:
        return _record(chat, found, where, context)
    except WRONG as error:
        return Problem(f"a message is not as the exporter writes them: {fault(error)}", where)


def _record(chat: str, found: dict[str, Any], where: str, context: ReadContext) -> MessageRecord:
    author = found.get("author") or {}
    name = clean(str(author.get("nickname") or author.get("name") or "Deleted User"))
    attachments = tuple(_attachments(found))
    body = clean(str(found.get("content") or ""))
    if not body:
        shown = [
            str(embed.get(key))
            for embed in found.get("embeds") or ()
            for key in ("title", "description")
            if embed.get(key)
        ]
        body = clean("\n".join(shown))
    written = str(found.get("type", "Default"))
    kind: MessageKind = "media" if attachments and not body else "text"
    if written in _CALLS:
        kind = "call"
    elif written not in _SHOWN:
        kind = "system"
    reference = found.get("reference") or {}
    return MessageRecord(
        chat,
        str(found["id"]),
        Sender(
            "discord",
            str(author.get("id") or name),
            name,
            context.me is not None and context.me in (name, author.get("name")),
        ),
        _time(str(found["timestamp"])),
        body,
        kind,
        reply_to=str(reference["messageId"]) if reference.get("messageId") else None,
        edited=bool(found.get("timestampEdited")),
        attachments=attachments,
        reactions=tuple(_reactions(found)),
        locator=where,
    )


def _time(written: str) -> Timestamp:
    """Read an ISO time, of which the exporter writes seven decimals."""
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", written.strip()))
    return Timestamp.from_aware(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC), "ms")


def _attachments(found: dict[str, Any]) -> Iterator[Attachment]:
    for attachment in found.get("attachments") or ():
        url = str(attachment.get("url") or "")
        name = clean(str(attachment.get("fileName") or url.rpartition("/")[2] or "file"))
        yield Attachment(name, missing=url.startswith("http"))
    for sticker in found.get("stickers") or ():
        yield Attachment(clean(str(sticker.get("name") or "sticker")))


def _reactions(found: dict[str, Any]) -> Iterator[Reaction]:
    for reaction in found.get("reactions") or ():
        emoji = reaction.get("emoji") or {}
        by = tuple(clean(str(user.get("nickname") or user.get("name") or "")) for user in reaction.get("users") or ())
        yield Reaction(clean(str(emoji.get("name") or emoji.get("code") or "")), tuple(name for name in by if name))


# ── The data package ──────────────────────────────────────────────────────────────────────────────────────────────────


def _place(file: InputFile) -> str:
    """Return where a file stands, with its folder also where only that folder, or the file itself, was named."""
    return file.name if file.member is not None or "/" in file.name else f"{file.path.parent.name}/{file.name}"


def _package(file: InputFile, channel: str, context: ReadContext) -> Iterator[Record]:
    folder = file.name.rpartition("/")[0]
    about = _listed(file, f"{folder}/channel.json".lstrip("/"))
    names = _listed(file, f"{folder.rpartition('/')[0]}/index.json".lstrip("/"))
    guild = about.get("guild") if isinstance(about.get("guild"), dict) else None
    name = clean(str(about.get("name") or names.get(channel) or channel))
    if guild is not None:
        chat = ChatRecord(channel, f"{clean(str(guild.get('name')))} #{name}", "channel")
    else:
        recipients = about.get("recipients")
        several = isinstance(recipients, list) and len(recipients) > 2
        # Who has a name of their own has the number 0 behind it.
        title = name.removeprefix("Direct Message with ").removesuffix("#0")
        chat = ChatRecord(channel, title, "group" if several else "direct")
    yield chat
    me = Sender("discord", _owner(file, folder), context.me or "me", is_me=True)
    for count, row in enumerate(_rows(file), 1):
        if isinstance(row, Problem):
            yield row
            continue
        where = f"message {count}"
        try:
            body = clean(str(row.get("Contents") or ""))
            files = tuple(
                Attachment(clean(url.partition("?")[0].rpartition("/")[2]))
                for url in str(row.get("Attachments") or "").split()
                if url
            )
            time = _time(str(row["Timestamp"]))
            kind: MessageKind = "media" if files and not body else "text"
            yield MessageRecord(channel, str(row["ID"]), me, time, body, kind, attachments=files, locator=where)
        except WRONG as error:
            yield Problem(f"a message is not as Discord writes them: {fault(error)}", where)


def _rows(file: InputFile) -> Iterator[dict[str, Any] | Problem]:
    """Yield a channel's messages oldest first: the package has them newest first."""
    rows: list[dict[str, Any] | Problem] = []
    with file.open() as stream:
        if file.base_name.endswith(".csv"):
            with io.TextIOWrapper(stream, "utf-8-sig", "replace", newline="") as text:
                try:
                    rows.extend(csv.DictReader(text))
                except csv.Error:
                    rows.append(Problem("the table breaks off", f"message {len(rows) + 1}"))
        else:
            for item in walk_json(stream, lambda path: "build" if path == ("*",) else "enter"):
                if isinstance(item, Broken):
                    rows.append(Problem(f"a message cannot be read: {item.reason}", f"message {len(rows) + 1}"))
                elif item.kind == "value" and isinstance(item.value, dict):
                    rows.append(item.value)
    yield from reversed(rows)


def _listed(file: InputFile, name: str) -> dict[str, Any]:
    try:
        with file.container.open(name) as stream:
            found = json.loads(stream.read(LIST_BYTES))
    except Exception:  # noqa: BLE001  whatever that file has wrong, this one is read
        return {}  # without it a channel is called by its number
    return found if isinstance(found, dict) else {}


def _owner(file: InputFile, folder: str) -> str:
    """Return the owner's id, which stands beside the folder of messages."""
    root = folder.rpartition("/")[0].rpartition("/")[0]
    for name in ("account/user.json", "Account/user.json"):
        about = _listed(file, f"{root}/{name}".lstrip("/"))
        if about.get("id"):
            return str(about["id"])
    return "me"
