"""Files as the apps would export them: chats, mails, calendars, cards, PDF and Word."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.pdf import document, escaped
from tests.quality.life.people import CHATS, OWNER, PEOPLE, Chat, Person


@dataclass(frozen=True)
class Line:
    """One message of a chat. `at` has the life's zone; an empty text is a picture that was left out."""

    chat: str
    at: datetime
    who: str
    text: str

    @property
    def name(self) -> str:
        return PEOPLE[self.who].name

    @property
    def ms(self) -> int:
        return int(self.at.timestamp() * 1000)


@dataclass(frozen=True)
class Mail:
    """One mail. `answers` is the id of the mail that it replies to."""

    id: str
    at: datetime
    sender: tuple[str, str]
    to: tuple[tuple[str, str], ...]
    subject: str
    body: str
    answers: str = ""


def write_chat(folder: Path, chat: Chat, lines: Sequence[Line]) -> None:
    """Write a chat of WhatsApp or LINE as its export; those of Telegram and Signal stand together in one."""
    if chat.app == "whatsapp":
        text = "".join(f"{line.at:%d/%m/%Y, %H:%M} - {line.name}: {line.text or '<Media omitted>'}\n" for line in lines)
        (folder / f"WhatsApp Chat with {chat.title}.txt").write_text(text, encoding="utf-8")
        return
    parts = [f"[LINE] Chat history with {chat.title}\nSaved on: 2026/06/14 19:40\n"]
    for day, found in groupby(lines, lambda line: line.at.date()):
        parts.append(f"\n{day:%Y/%m/%d %a}\n")
        parts += [f"{line.at:%H:%M}\t{line.name}\t{line.text or '[Photo]'}\n" for line in found]
    (folder / f"[LINE] Chat with {chat.title}.txt").write_text("".join(parts), encoding="utf-8")


def write_telegram(path: Path, chats: dict[str, list[Line]]) -> None:
    """Write Telegram's result.json of a whole account."""
    numbers = {key: 4_100_000 + n for n, key in enumerate(PEOPLE)}
    found = []
    number = 0
    for place, (key, lines) in enumerate(chats.items()):
        rows: list[dict[str, Any]] = []
        for line in lines:
            number += 1
            row: dict[str, Any] = {"id": number, "type": "message", "date": f"{line.at:%Y-%m-%dT%H:%M:%S}"}
            row |= {"date_unixtime": str(line.ms // 1000), "from": line.name, "from_id": f"user{numbers[line.who]}"}
            if not line.text:
                row |= {"photo": "(File not included. Change data exporting settings to download.)"}
            rows.append(row | {"text": line.text})
        kind = "personal_chat" if CHATS[key].direct else "private_group"
        found.append({"name": CHATS[key].title, "type": kind, "id": 900_100 + place, "messages": rows})
    me = {
        "user_id": numbers["bea"],
        "first_name": "Beatriz",
        "last_name": "Tavares",
        "phone_number": "+32 470 11 28 36",
    }
    account = {"about": "", "personal_information": me, "chats": {"about": "", "list": found}}
    path.write_text(json.dumps(account, ensure_ascii=False, indent=1), encoding="utf-8")


def write_signal(path: Path, chats: dict[str, list[Line]]) -> None:
    """Write Signal's main.jsonl: people and chats first, then all messages."""
    ids = {key: str(n) for n, key in enumerate(PEOPLE, 2)} | {"bea": "1"}
    frames: list[dict[str, Any]] = [
        {"version": "1", "backupTimeMs": "1781460000000"},
        {"account": {"givenName": "Beatriz", "familyName": "Tavares"}},
        {"recipient": {"id": "1", "self": {}}},
    ]
    writing = {person for key in chats for person in CHATS[key].people} - {"bea"}
    for key in sorted(writing):
        first, _, last = PEOPLE[key].name.partition(" ")
        contact = {"aci": f"{key}=", "e164": PEOPLE[key].phone.lstrip("+"), "profileGivenName": first}
        contact |= {"systemGivenName": first, "systemFamilyName": last}
        frames.append({"recipient": {"id": ids[key], "contact": contact}})
    for place, key in enumerate(chats, 10):
        chat = CHATS[key]
        partner = ids[chat.people[1]]
        if not chat.direct:
            partner = str(60 + place)
            group = {"masterKey": f"{key}=", "snapshot": {"title": {"title": chat.title}}}
            frames.append({"recipient": {"id": partner, "group": group}})
        frames.append({"chat": {"id": str(place), "recipientId": partner}})
    for place, lines in enumerate(chats.values(), 10):
        for line in lines:
            said: dict[str, Any] = {"text": {"body": line.text}} if line.text else {}
            if not line.text:
                said = {"attachments": [{"pointer": {"contentType": "image/jpeg"}}]}
            item = {"chatId": str(place), "authorId": ids[line.who], "dateSent": str(line.ms), "standardMessage": said}
            frames.append({"chatItem": item | ({"outgoing": {}} if line.who == "bea" else {"incoming": {}})})
    path.write_text("".join(json.dumps(frame, ensure_ascii=False) + "\n" for frame in frames), encoding="utf-8")


def write_mails(path: Path, mails: Sequence[Mail]) -> None:
    """Write an mbox; a reply names what it answers."""
    parts = []
    for mail in mails:
        message = EmailMessage()
        message["From"] = "{} <{}>".format(*mail.sender)
        message["To"] = ", ".join("{} <{}>".format(*one) for one in mail.to)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.at)
        message["Message-ID"] = f"<{mail.id}@life.example>"
        if mail.answers:
            message["In-Reply-To"] = message["References"] = f"<{mail.answers}@life.example>"
        message.set_content(mail.body, charset="utf-8", cte="8bit")
        head = f"From {mail.sender[1]} {mail.at:%a %b %d %H:%M:%S %Y}\n".encode()
        body = b"\n".join(b">" + row if row.startswith(b"From ") else row for row in message.as_bytes().split(b"\n"))
        parts.append(head + body + b"\n")
    path.write_bytes(b"".join(parts))


def write_cards(path: Path, people: Sequence[Person]) -> None:
    """Write everybody's vCard."""
    cards = []
    for one in people:
        first, _, last = one.name.partition(" ")
        rows = ["BEGIN:VCARD", "VERSION:3.0", f"N:{last};{first};;;", f"FN:{one.name}", f"TEL;TYPE=CELL:{one.phone}"]
        rows += [f"EMAIL:{one.mail}"] if one.mail else []
        rows += [f"BDAY:{one.birthday}"] if one.birthday else []
        rows += [f"ADR;TYPE=HOME:;;{one.address.replace(',', chr(92) + ',')};;;;"] if one.address else []
        cards.append("\r\n".join([*rows, "END:VCARD", ""]))
    path.write_text("".join(cards), encoding="utf-8", newline="")


def write_calendar(path: Path, events: Sequence[tuple[str, datetime, str, str]]) -> None:
    """Write events of an hour each: an id, when, what, and where or more about it."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//life//EN", f"X-WR-CALNAME:{OWNER}"]
    for number, at, what, where in events:
        start, end = at, at + timedelta(hours=1)
        rows += ["BEGIN:VEVENT", f"UID:{number}@life.example", f"DTSTART;TZID=Europe/Brussels:{start:%Y%m%dT%H%M%S}"]
        rows += [f"DTEND;TZID=Europe/Brussels:{end:%Y%m%dT%H%M%S}", f"SUMMARY:{_ics(what)}"]
        rows += [f"LOCATION:{_ics(where)}"] if where else []
        rows.append("END:VEVENT")
    path.write_text("\r\n".join([*rows, "END:VCALENDAR", ""]), encoding="utf-8", newline="")


def _ics(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


_WIDE, _ROWS = 92, 50
"""Letters in a line and lines on a page of a PDF."""


def write_pdf(path: Path, paragraphs: Sequence[str]) -> None:
    """Write paragraphs, folded and paged, in one plain font."""
    rows = [row for text in paragraphs for row in (*_folded(text), "")]
    pages = [rows[at : at + _ROWS] for at in range(0, len(rows), _ROWS)]
    head = b"BT /F1 10 Tf 15 TL 60 800 Td\n"
    path.write_bytes(
        document([head + b"".join(b"(%s) Tj T*\n" % escaped(row) for row in page) + b"ET" for page in pages])
    )


def _folded(text: str) -> list[str]:
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) >= _WIDE:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_docx(path: Path, paragraphs: Sequence[str]) -> None:
    """Write paragraphs as a Word document."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs)
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 6, 1, 12, 0, 0)), f'<?xml version="1.0"?>{text}')
