"""Signal's plaintext export: `main.jsonl`, a frame a line, in the shape of Signal's backups."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.chats.signal_folders import is_chat, read_chat
from index.sources.chats.wording import poll_text
from index.sources.parsing.encoding import clean
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

LINE_BYTES = 16_000_000
"""A longer line is no message."""
_FRAME = re.compile(rb'\{\s*"(?:account|recipient|chat|chatItem)"\s*:\s*\{')
_NAMES = (
    ("nickname",),
    ("systemNickname",),
    ("systemGivenName", "systemFamilyName"),
    ("profileGivenName", "profileFamilyName"),
    ("username",),
)
"""Fields of a contact that tell their name, those that the owner chose first."""


class Signal:
    """All chats of an account."""

    kind: ClassVar[str] = "signal"
    title: ClassVar[str] = "Signal export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for lines that are each one of a backup's frames, or for a chat's folder of signal-export."""
        frames = sum(_FRAME.match(line) is not None for line in head.split(b"\n")[:50])
        return (head.startswith(b"{") and frames >= 2) or is_chat(file, head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield chats, each before its first message. Raises SourceProblem when there is no frame at all."""
        if is_chat(file, file.head()):
            yield from read_chat(file, context)
            return
        reading = _Reading(context)
        with file.open() as stream:
            for number, line in _lines(stream):
                where = f"line {number}"
                try:
                    frame = json.loads(line) if line.strip() else {}
                    yield from reading.frame(frame, where)
                except RecursionError:
                    yield Problem("the line is nested too deeply", where)
                except WRONG as error:
                    yield Problem(f"the line is not as Signal writes them: {fault(error)}", where)
        if not reading.frames:
            raise SourceProblem("It holds nothing that Signal writes.", "Name another kind with --as.")


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(LINE_BYTES):
        number += 1
        if not line.endswith(b"\n") and len(line) == LINE_BYTES:
            while (rest := stream.readline(LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
        yield number, line


@dataclass(frozen=True, slots=True)
class _Recipient:
    kind: str
    value: str
    name: str
    chat: ChatKind = "direct"
    is_me: bool = False


class _Reading:
    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._owner = context.me or ""
        self._recipients: dict[str, _Recipient] = {}
        self._names: dict[str, str] = {}
        """People's names by their accounts, as mentions give them."""
        self._chats: dict[str, ChatRecord] = {}
        self._told: set[str] = set()
        self.frames = 0

    def frame(self, frame: dict[str, Any], where: str) -> Iterator[Record]:
        if "account" in frame:
            account = frame["account"]
            self._owner = (
                self._owner or _joined(account, ("givenName", "familyName")) or str(account.get("username") or "")
            )
            if aci := account.get("aci"):
                self._names[account_key(aci)] = clean(self._owner) or "me"
        elif "recipient" in frame:
            person = self._recipient(frame["recipient"])
            self._recipients[str(frame["recipient"]["id"])] = person
            for account in _accounts(frame["recipient"]):
                self._names[account_key(account)] = person.name
        elif "chat" in frame:
            who = self._recipients.get(str(frame["chat"]["recipientId"]))
            number = str(frame["chat"]["id"])
            title = "Note to Self" if who and who.is_me else who.name if who else f"Chat {number}"
            native = f"{who.kind}:{who.value}" if who else number
            self._chats[number] = ChatRecord(native, title, who.chat if who else "other")
        elif "chatItem" in frame:
            yield from self._item(frame["chatItem"], where)
        else:
            return
        self.frames += 1

    def _recipient(self, found: dict[str, Any]) -> _Recipient:
        number = str(found["id"])
        if "self" in found:
            return _Recipient("signal", "self", clean(self._owner) or "me", is_me=True)
        if isinstance(contact := found.get("contact"), dict):
            phone = str(contact.get("e164") or "")
            phone = f"+{phone.lstrip('+')}" if phone.strip("+0") else ""
            name = next((shown for fields in _NAMES if (shown := _joined(contact, fields))), "")
            kind, value = (
                ("phone", phone) if phone else ("aci", str(contact.get("aci") or contact.get("pni") or number))
            )
            return _Recipient(kind, value, clean(name) or phone or "Unknown")
        if isinstance(group := found.get("group"), dict):
            title = (group.get("snapshot") or {}).get("title") or {}
            shown = str(title.get("title") or "") if isinstance(title, dict) else str(title)
            return _Recipient("group", str(group.get("masterKey") or number), clean(shown) or "Unnamed group", "group")
        listed = found.get("distributionList") or found.get("callLink") or {}
        name = str(listed.get("name") or (listed.get("distributionList") or {}).get("name") or "")
        return _Recipient(
            "signal", number, clean(name) or ("Signal" if "releaseNotes" in found else "Unknown"), "other"
        )

    def _item(self, found: dict[str, Any], where: str) -> Iterator[Record]:
        chat = self._chats.get(str(found["chatId"])) or ChatRecord(str(found["chatId"]), f"Chat {found['chatId']}")
        message = self._message(chat, found, where)
        if chat.native_id not in self._told:
            self._told.add(chat.native_id)
            yield chat
        yield message

    def _message(self, chat: ChatRecord, found: dict[str, Any], where: str) -> MessageRecord:
        author = self._recipients.get(str(found.get("authorId")))
        standard = found.get("standardMessage") or found.get("directStoryReplyMessage") or {}
        attachments = tuple(_attachments(found, standard))
        kind, body = _content(found, standard, attachments, self._names)
        held = standard or found.get("stickerMessage") or found.get("contactMessage") or found.get("poll") or {}
        quote = standard.get("quote") or {}
        reply = None
        if str(quote.get("targetSentTimestamp") or "0") != "0":
            reply = self._native(quote["targetSentTimestamp"], quote.get("authorId"))
        return MessageRecord(
            chat.native_id,
            self._native(found["dateSent"], found.get("authorId")),
            Sender(author.kind, author.value, author.name, author.is_me) if author else None,
            Timestamp.from_epoch_ms(int(found["dateSent"])),
            clean(body),
            kind,
            reply_to=reply,
            edited=bool(found.get("revisions")),
            attachments=attachments,
            reactions=tuple(self._reactions(held.get("reactions"))),
            locator=where,
        )

    def _native(self, sent: object, author: object) -> str:
        """Signal itself knows a message by who sent it and when."""
        who = self._recipients.get(str(author))
        return f"{sent}:{who.value if who else author}"

    def _reactions(self, found: Any) -> Iterator[Reaction]:  # noqa: ANN401  any JSON
        by: dict[str, list[str]] = {}
        for reaction in found or ():
            who = self._recipients.get(str(reaction.get("authorId")))
            by.setdefault(clean(str(reaction["emoji"])), []).append(who.name if who else "Unknown")
        for emoji, names in by.items():
            yield Reaction(emoji, tuple(names))


def _accounts(recipient: dict[str, Any]) -> Iterator[object]:
    """Yield the ids of a person's account."""
    for part in ("contact", "self"):
        for field in ("aci", "pni"):
            if value := (recipient.get(part) or {}).get(field):
                yield value


def _joined(found: dict[str, Any], fields: tuple[str, ...]) -> str:
    parts = []
    for field in fields:
        value = found.get(field)
        if isinstance(value, dict):
            parts.append(_joined(value, ("given", "family")))
        else:
            parts.append(str(value or ""))
    return " ".join(part.strip() for part in parts if part.strip())


def mentioned(body: str, ranges: object, names: dict[str, str]) -> str:
    """Return a body with "@Name" where it mentions somebody.

    A mention is one sign in the text (U+FFFC), and beside it the range that it takes, in units of UTF-16, with the person's
    account. `names` are people's by their accounts as `account_key` writes them.
    """
    if not isinstance(ranges, list):
        return body
    units = body.encode("utf-16-le", "surrogatepass")
    found = [one for one in ranges if isinstance(one, dict) and (one.get("mentionAci") or one.get("mentionUuid"))]
    for one in sorted(found, key=lambda one: int(one.get("start") or 0), reverse=True):
        start, length = int(one.get("start") or 0), int(one.get("length") or 0)
        name = names.get(account_key(one.get("mentionAci") or one.get("mentionUuid")), "Unknown")
        if 0 <= start <= start + length <= len(units) // 2:
            units = units[: 2 * start] + f"@{name}".encode("utf-16-le") + units[2 * (start + length) :]
    return units.decode("utf-16-le", "surrogatepass")


def account_key(written: object) -> str:
    """Return an account's id in one form, whether it is written as UUID or in base 64."""
    text = str(written).strip()
    if re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        return text.replace("-", "").lower()
    try:
        return base64.urlsafe_b64decode(text.rstrip("=").replace("+", "-").replace("/", "_") + "==").hex() or text
    except ValueError:
        return text


def _votes(option: dict[str, Any]) -> int | None:
    votes = option.get("votes")
    return len(votes) if isinstance(votes, list) else None


def _content(
    found: dict[str, Any], standard: dict[str, Any], attachments: tuple[Attachment, ...], names: dict[str, str]
) -> tuple[MessageKind, str]:
    if "remoteDeletedMessage" in found:
        return "deleted", ""
    if isinstance(update := found.get("updateMessage"), dict):
        return _update(update)
    text = standard.get("text") or (standard.get("textReply") or {}).get("text") or {}
    body = (
        mentioned(str(text.get("body") or ""), text.get("bodyRanges"), names) if isinstance(text, dict) else str(text)
    )
    if not body and standard.get("emoji"):
        body = str(standard["emoji"])
    if isinstance(contact := (found.get("contactMessage") or {}).get("contact"), dict):
        name = contact.get("name") or {}
        numbers = [str(number.get("value") or "") for number in contact.get("number") or ()]
        body = " ".join([_joined(name, ("givenName", "familyName")), *numbers]).strip()
    if isinstance(poll := found.get("poll"), dict):
        body = poll_text(
            str(poll.get("question") or ""),
            [(str(option.get("option") or ""), _votes(option)) for option in poll.get("options") or ()],
        )
    if body:
        return "text", body
    return ("media" if attachments or "viewOnceMessage" in found else "system"), ""


def _update(update: dict[str, Any]) -> tuple[MessageKind, str]:
    call = update.get("individualCall") or update.get("groupCall")
    if isinstance(call, dict):
        words = [str(call.get(field) or "").replace("_", " ").lower() for field in ("state", "type")]
        kind = words[1] or "group call"
        return "call", f"{words[0]} {kind}" if words[0] in ("missed", "declined", "not accepted") else kind
    simple = update.get("simpleUpdate")
    if isinstance(simple, dict):
        return "system", str(simple.get("type") or "update").replace("_", " ").lower()
    if isinstance(poll := update.get("pollTerminate"), dict) and poll.get("question"):
        return "system", f"poll ended: {poll['question']}"
    name = next(iter(update), "update")
    return "system", "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)


def _attachments(found: dict[str, Any], standard: dict[str, Any]) -> Iterator[Attachment]:
    held = list(standard.get("attachments") or ())
    held += [one for one in ((found.get("viewOnceMessage") or {}).get("attachment"),) if one]
    for attachment in held:
        pointer = attachment.get("pointer") or {}
        mime = str(pointer.get("contentType") or "")
        yield Attachment(
            clean(str(pointer.get("fileName") or mime or "file")), mime, not attachment.get("wasDownloaded")
        )
    if standard.get("longText"):
        yield Attachment("the rest of a long text", "text/plain")
    sticker = (found.get("stickerMessage") or {}).get("sticker")
    if isinstance(sticker, dict):
        yield Attachment(clean(f"sticker {sticker.get('emoji') or ''}".strip()), "image/webp")
