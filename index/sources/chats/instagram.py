"""Instagram's downloads of before 2021: all chats in one `messages.json`, each with its people and its conversation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.parsing.encoding import clean
from index.sources.parsing.json_stream import Broken, Choice, Path, walk_json
from index.types.kinds import MessageKind
from index.types.records import Attachment, ChatRecord, MessageRecord, Problem, Reaction, Record, Sender, Timestamp

BLOCK = 20_000
"""Messages stand newest first; so many at a time are turned round."""

_MESSAGE = ("*", "conversation", "*")
_TEXTS = ("text", "media_share_caption", "media_share_url", "story_share", "link", "profile_share_name",
          "profile_share_username", "live_video_share", "action", "heart")  # fmt: skip
_FILES = {"media": "", "media_url": "image/jpeg", "voice_media": "audio/mp4", "animated_media_images": "image/gif"}


def is_older(head: bytes) -> bool:
    """Tell by its fields whether a file is such a download."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"[") and all(
        field in head for field in (b'"participants"', b'"conversation"', b'"created_at"')
    )


def read_older(file: InputFile, context: ReadContext) -> Iterator[Record]:
    """Yield the chats, each before its messages, and these oldest first."""
    chat, block, count = None, list[Record](), 0
    people: list[str] = []
    with file.open() as stream:
        for found in walk_json(stream, _choose):
            if isinstance(found, Broken) and found.fatal:
                if not count:
                    raise SourceProblem("It is not valid JSON, and no message could be read.", "Download it again.")
                block.insert(
                    0, Problem("the file breaks off here; what came before was read", f"after message {count}")
                )
            elif isinstance(found, Broken):
                count += 1
                block.append(Problem(f"a message cannot be read: {found.reason}", f"message {count}"))
            elif found.kind == "open" and found.path == ("*",):
                yield from reversed(block)
                block.clear()
                chat, people = None, []
            elif found.kind == "value" and found.path == ("*", "participants"):
                people = [clean(str(name)) for name in found.value] if isinstance(found.value, list) else []
            elif found.kind == "value":
                count += 1
                if chat is None:
                    chat = _chat(people, context)
                    yield chat
                block.append(_message(chat.native_id, found.value, f"message {count}", context))
                if len(block) == BLOCK:
                    yield from reversed(block)
                    block.clear()
    yield from reversed(block)


def _choose(path: Path) -> Choice:
    if path in ((), ("*",), ("*", "conversation")):
        return "enter"
    return "build" if path in (_MESSAGE, ("*", "participants")) else "skip"


def _chat(people: list[str], context: ReadContext) -> ChatRecord:
    others = [name for name in people if name != context.me] or people
    return ChatRecord("~".join(sorted(people)) or "instagram", ", ".join(others[:4]) or "Instagram",
                      "group" if len(people) > 2 else "direct")  # fmt: skip


def _message(chat: str, found: Any, where: str, context: ReadContext) -> Record:  # noqa: ANN401  whatever stands there
    try:
        name = clean(str(found.get("sender") or ""))
        parts = [str(found[key]) for key in _TEXTS if found.get(key)]
        body = clean("\n".join(part for at, part in enumerate(parts) if part not in parts[:at]))
        files = tuple(
            Attachment("voice message" if key == "voice_media" else "media", mime)
            for key, mime in _FILES.items()
            if found.get(key)
        )
        kind: MessageKind = "media" if files and not body else "text"
        if found.get("video_call_action"):
            kind, body = "call", clean(str(found["video_call_action"]))
        moment = datetime.fromisoformat(str(found["created_at"]))
        time = (
            Timestamp.from_aware(moment)
            if moment.tzinfo
            else Timestamp.from_wall(moment, context.zone, guessed=context.zone_guessed)
        )
        return MessageRecord(
            chat,
            None,
            Sender("display_name", name, name, is_me=name == context.me) if name else None,
            time,
            body,
            kind,
            attachments=files,
            reactions=tuple(_likes(found)),
            locator=where,
        )
    except WRONG as error:
        return Problem(f"a message is not as Instagram writes them: {fault(error)}", where)


def _likes(found: dict[str, Any]) -> Iterator[Reaction]:
    names = tuple(clean(str(like.get("username") or "")) for like in found.get("likes") or ())
    if names:
        yield Reaction("❤", tuple(name for name in names if name))
