"""Signal chats as the tool signal-export writes them: a folder a chat, with `data.json` (by lines) and `chat.md`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.parsing.encoding import clean, numbered_lines
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

LINE_BYTES = 16_000_000
MESSAGE_CHARACTERS = 1_000_000
"""What goes on for longer without a new header is cut off."""

_ME = "Me"
_NAMES = ("chat", "data", "index", "signal")
"""What the tool calls the files in a chat's folder; one of another name bears the chat's."""
# “{"date": "2024-03-11 21:12:07", "sender": "Ann"”
_JSON = re.compile(rb'\{"date": ?"\d{4}-\d\d-\d\d[T ][^"]{4,30}", ?"sender": ?"')
# “[2024-03-11, 21:12] Ann: Have you seen it?”, “[2024-03-11 21:12:07] Ann: ”
_HEADER = re.compile(
    r"\[(?P<date>\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?)\] (?P<sender>[^\n]{1,200}?): ?(?P<text>.*)", re.DOTALL
)
# “(- Ann: 👍, Bob: 🎉 -)”
_REACTIONS = re.compile(r"\n?\(- (?P<all>[^\n]{0,2000}) -\)")
# “(( 🦊 ))”
_STICKER = re.compile(r"\n?\(\( (?P<emoji>[^\n]{1,50}) \)\)")
# “![boat.jpg](./media/boat.jpg)”, “[plan.pdf](media/plan.pdf)”; not “[notes](https://example.org)”
_FILE = re.compile(r"!?\[(?P<name>[^\]\n]{0,300})\]\((?P<path>\./[^)\n]{1,500}|media/[^)\n]{1,500})\)[ ]{0,2}")
# “(- Ann: 👍 -)”, “(( 🦊 ))”, “![boat.jpg](./media/boat.jpg)”, “[2024-03-11 21:12:07] Me: yes”
_MARKED = re.compile(r"^\(- .+ -\)$|\(\( .{1,50} \)\)$|\]\((?:\./)?media/|^\[[^\]]{10,30}\] Me: ")
_DELETED = "(This message was deleted)"
_SAMPLE = 200
# “boat.JPG”, “boat.webp”; not “plan.pdf”
_PICTURES = re.compile(r"\.(?:png|jpe?g|gif|webp|heic|tiff?)$", re.IGNORECASE)


def is_chat(file: InputFile, head: bytes) -> bool:
    """Tell whether a file is one of a chat's folder: its lines of JSON, its text, or the page made of the same."""
    if _JSON.match(head) and b'"body"' in head:
        return True
    lines = head.lstrip(b"\xef\xbb\xbf\r\n").decode("utf-8", "replace").splitlines()[:_SAMPLE]
    if lines and (first := _HEADER.match(lines[0])):
        # WhatsApp on iPhones writes such lines too, but with seconds where a comma stands before the time.
        older = "," in first["date"] and first["date"].count(":") == 1
        return older or file.base_name.endswith(".md") or any(_MARKED.search(line) for line in lines)
    return file.base_name == "index.html" and b"<html" in head[:2000].lower() and _sibling(file, "data.json")


def read_chat(file: InputFile, context: ReadContext) -> Iterator[Record]:
    """Yield the chat and its messages; nothing for what says the same as the lines of JSON beside it."""
    lines_of_json = _JSON.match(file.head()) is not None
    if not lines_of_json and (file.base_name == "index.html" or _sibling(file, "data.json")):
        return
    title = clean(file.name.rpartition("/")[0].rpartition("/")[2] or file.path.parent.name)
    stem = file.base_name.rpartition(".")[0]
    if stem not in ("", *_NAMES):
        title = clean(stem)
    raws = _from_json(file) if lines_of_json else _from_text(file)
    first: list[_Raw | Problem] = []
    for raw in raws:
        first.append(raw)
        if len(first) == _SAMPLE:
            break
    senders = {raw.sender for raw in first if isinstance(raw, _Raw)}
    if not any("," in raw.date for raw in first if isinstance(raw, _Raw)):
        # The older form, with a comma in its times, calls the owner by name.
        senders.add(_ME)
    yield ChatRecord(title, title, "group" if len(senders) > 2 else "direct")
    for source in (first, raws):
        for found in source:
            yield found if isinstance(found, Problem) else _guarded(title, found, context)


def _sibling(file: InputFile, name: str) -> bool:
    folder = file.name.rpartition("/")[0]
    try:
        with file.container.open(f"{folder}/{name}" if folder else name) as stream:
            return _JSON.match(stream.read(200)) is not None
    except Exception:  # noqa: BLE001  whatever that file has wrong, this one is read
        return False


@dataclass(slots=True)
class _Raw:
    """A message as it stands in either file."""

    date: str
    sender: str
    body: str
    where: str
    kind: MessageKind = "text"
    attachments: list[Attachment] = field(default_factory=list)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    """(emoji, name)."""


def _guarded(chat: str, raw: _Raw, context: ReadContext) -> Record:
    try:
        moment = datetime.fromisoformat(raw.date.replace(",", ""))
        if moment.tzinfo is not None:
            time = Timestamp.from_aware(moment)
        else:
            time = Timestamp.from_wall(moment, context.zone, guessed=context.zone_guessed)
    except WRONG as error:
        return Problem(f"a message is not as signal-export writes them: {fault(error)}", raw.where)
    body = clean(raw.body).strip()
    kind: MessageKind = "media" if raw.kind == "text" and raw.attachments and not body else raw.kind
    by: dict[str, list[str]] = {}
    for emoji, name in raw.reactions:
        by.setdefault(clean(emoji), []).append(clean(name))
    mine = raw.sender == _ME or (context.me is not None and raw.sender == context.me)
    shown = context.me if mine and context.me else clean(raw.sender)
    return MessageRecord(
        chat,
        None,
        Sender("signal", "self", shown, is_me=True) if mine else Sender("display_name", shown, shown),
        time,
        "" if kind == "deleted" else body,
        kind,
        attachments=tuple(raw.attachments),
        reactions=tuple(Reaction(emoji, tuple(names)) for emoji, names in by.items()),
        locator=raw.where,
    )


# ── data.json ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_json(file: InputFile) -> Iterator[_Raw | Problem]:
    with file.open() as stream:
        number = 0
        while line := stream.readline(LINE_BYTES):
            number += 1
            where = f"line {number}"
            if not line.strip():
                continue
            try:
                yield _raw(json.loads(line), where)
            except RecursionError:
                yield Problem("the line is nested too deeply", where)
            except WRONG as error:
                yield Problem(f"the line is not as signal-export writes them: {fault(error)}", where)


def _raw(found: dict[str, Any], where: str) -> _Raw:
    raw = _Raw(str(found["date"]), str(found["sender"]), str(found.get("body") or ""), where)
    for item in found.get("attachments") or ():
        name = str(item.get("name") or str(item.get("path") or "").rpartition("/")[2] or "file")
        raw.attachments.append(_attachment(name))
    sticker = found.get("sticker")
    if sticker:
        emoji = sticker.get("emoji") if isinstance(sticker, dict) else str(sticker)
        raw.attachments.append(Attachment(clean(f"sticker {emoji or ''}".strip())))
    for reaction in found.get("reactions") or ():
        name, emoji = (reaction["name"], reaction["emoji"]) if isinstance(reaction, dict) else reaction[:2]
        raw.reactions.append((str(emoji), str(name)))
    if found.get("deleted"):
        raw.kind, raw.body = "deleted", ""
    elif found.get("call"):
        raw.kind, raw.body = "call", raw.body or ("missed call" if found.get("missed") else "call")
    return raw


# ── chat.md ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_text(file: InputFile) -> Iterator[_Raw | Problem]:
    raw: _Raw | None = None
    for number, line in numbered_lines(file):
        header = _HEADER.match(line)
        if header is not None:
            if raw is not None:
                yield _taken_apart(raw)
            raw = _Raw(header["date"], header["sender"], header["text"], f"line {number}")
        elif raw is not None and len(raw.body) < MESSAGE_CHARACTERS:
            raw.body += line
        elif raw is None and line.strip():
            yield Problem("a line before the first message", f"line {number}")
    if raw is not None:
        yield _taken_apart(raw)


def _taken_apart(raw: _Raw) -> _Raw:
    """Part what was said from what the tool writes behind it."""
    text = raw.body
    if text.strip() == _DELETED:
        raw.kind, raw.body = "deleted", ""
        return raw
    for found in _REACTIONS.finditer(text):
        for one in found["all"].split(", "):
            name, _, emoji = one.rpartition(": ")
            raw.reactions.append((emoji, name))
    raw.attachments += [
        _attachment(found["name"] or found["path"].rpartition("/")[2]) for found in _FILE.finditer(text)
    ]
    raw.attachments += [Attachment(clean(f"sticker {found['emoji']}")) for found in _STICKER.finditer(text)]
    text = _STICKER.sub("", _FILE.sub("", _REACTIONS.sub("", text)))
    # What is answered stands before the answer, as a quotation.
    lines = text.strip("\n").split("\n")
    while len(lines) > 1 and (lines[0].startswith(">") or not lines[0].strip()):
        lines.pop(0)
    raw.body = "" if len(lines) == 1 and lines[0].startswith("> ") else "\n".join(lines)
    return raw


def _attachment(name: str) -> Attachment:
    return Attachment(clean(name), "image/jpeg" if _PICTURES.search(name) else "")
