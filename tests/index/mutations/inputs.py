"""Whole, small exports of every kind that is read: files by their names."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.index.sources import chat_writers as write
from tests.index.sources.chat_writers import Said
from tests.index.sources.chats.test_signal_folders import message as signal_line
from tests.index.sources.documents import test_books_and_slides as books
from tests.index.sources.documents.test_documents import make_pdf
from tests.index.sources.documents.test_rare import word
from tests.index.sources.documents.test_xlsx import xlsx
from tests.index.sources.test_takeout import NOTE, PAGE

Files = dict[str, bytes]
CANARY = "quagga"
"""Stands in every body, and must stand in no sentence about a broken file."""

_ZONE = ZoneInfo("Europe/Berlin")
_START = datetime(2024, 3, 20, 18, 7, tzinfo=UTC)
_CHAT = [
    Said("Nmaya", _START, f"the {CANARY} at the lake 🏕️", _ZONE),
    Said("Ntom", _START + timedelta(minutes=1), f"which {CANARY}?\nsecond line", _ZONE),
    Said("Nmaya", _START + timedelta(days=1), f"see https://example.org <b>&amp; {CANARY}", _ZONE),
    Said("Nlea", _START + timedelta(days=2), f"{CANARY}", _ZONE),
]
_IRC_CHAT = [Said(said.who, said.at, said.body.replace("\n", " "), said.zone) for said in _CHAT]


def _written(writer: write.Writer, chat: list[Said] = _CHAT) -> Files:
    with tempfile.TemporaryDirectory() as folder:
        writer(Path(folder), chat)
        return _files(Path(folder))


def _files(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _with(files: Files, name: str, change: Callable[[Any], None]) -> Files:
    """Add to the JSON of one file what exports of that app have besides."""
    path = next(path for path in files if path.endswith(name))
    content = json.loads(files[path])
    change(content)
    return {**files, path: json.dumps(content).encode()}


def _telegram() -> Files:
    def more(chat: Any) -> None:
        one, two, three, four = chat["messages"]
        one |= {
            "reactions": [
                {"type": "emoji", "count": 1, "emoji": "👍", "recent": [{"from": "Ntom", "from_id": "user1"}]}
            ]
        }
        two |= {"reply_to_message_id": 1, "edited": two["date"], "edited_unixtime": two["date_unixtime"]}
        three |= {
            "file": "files/map.pdf",
            "file_name": "map.pdf",
            "mime_type": "application/pdf",
            "forwarded_from": "N",
        }
        four |= {"text": [{"type": "bold", "text": CANARY}, " x"], "photo": "photos/1.jpg", "width": 1, "height": 2}
        chat["messages"].append(
            {"id": 9, "type": "service", "date": one["date"], "actor": "Ntom", "actor_id": "user1",
             "action": "invite_members", "members": ["Nlea"]}
        )  # fmt: skip

    return _with(_written(write.telegram), "result.json", more)


def _telegram_account() -> Files:
    whole = json.loads(_telegram()["result.json"])
    both = [whole, {**whole, "id": 10, "name": "Other", "type": "personal_chat"}]
    contacts = {"list": [{"user_id": 1, "first_name": "Maya", "last_name": "M", "phone_number": "+4917012345"}]}
    account = {"contacts": contacts, "chats": {"list": both}, "left_chats": {"list": []}}
    return {"result.json": json.dumps(account).encode()}


def _slack() -> Files:
    def more(day: Any) -> None:
        day[0] |= {
            "reactions": [{"name": "tada", "users": ["U0", "U1"], "count": 2}], "thread_ts": day[0]["ts"],
            "files": [{"id": "F1", "name": "map.pdf", "mimetype": "application/pdf"}],
            "edited": {"user": "U0", "ts": day[0]["ts"]}, "attachments": [{"text": "card", "title": "T"}],
        }  # fmt: skip

    return _with(_written(write.slack), "2024-03-20.json", more)


def _discord() -> Files:
    def more(chat: Any) -> None:
        chat["messages"][0] |= {
            "attachments": [{"id": "1", "url": "https://x/a.png", "fileName": "a.png", "fileSizeBytes": 3}],
            "embeds": [{"title": "T", "url": "https://x", "description": "d", "fields": [{"name": "n", "value": "v"}]}],
            "stickers": [{"id": "2", "name": "hi"}],
            "reactions": [{"emoji": {"id": "", "name": "👍"}, "count": 1, "users": [{"id": "1", "name": "n"}]}],
            "mentions": [{"id": "1", "name": "n", "nickname": "Ntom"}],
            "reference": {"messageId": "1001", "channelId": "55"},
        }

    return _with(_written(write.discord), "team.json", more)


def _messenger() -> Files:
    def more(chat: Any) -> None:
        chat["messages"][0] |= {
            "reactions": [{"reaction": "\u00f0\u009f\u0091\u008d", "actor": "Ntom"}], "photos": [{"uri": "a/b.jpg"}],
            "share": {"link": "https://x"}, "is_unsent": False, "call_duration": 3,
        }  # fmt: skip

    return _with(_written(write.messenger), "message_1.json", more)


def _google_chat() -> Files:
    def more(chat: Any) -> None:
        chat["messages"][0] |= {
            "attached_files": [{"original_name": "a.png", "export_name": "File-a.png"}],
            "reactions": [{"emoji": {"unicode": "👍"}, "reactor_emails": ["u1@x.org"]}],
            "annotations": [{"start_index": 0, "length": 3, "drive_metadata": {"id": "1", "title": "Plan"}}],
        }

    return _with(_written(write.google_chat), "messages.json", more)


def _teams() -> Files:
    def more(chat: Any) -> None:
        chat["value"][0] |= {
            "attachments": [{"id": "1", "contentType": "reference", "name": "a.docx", "contentUrl": "https://x"}],
            "reactions": [{"reactionType": "like", "user": {"user": {"displayName": "Ntom"}}}],
            "replyToId": "1", "subject": "s", "mentions": [{"mentionText": "Ntom"}],
            "eventDetail": {"@odata.type": "#x.callEndedEventMessageDetail", "callDuration": "PT3S"},
        }  # fmt: skip

    return _with(_written(write.teams), "messages.json", more)


def _matrix() -> Files:
    def more(chat: Any) -> None:
        first = next(event for event in chat["messages"] if event["event_id"] == "$e0")
        edit = {"rel_type": "m.replace", "event_id": "$e0"}
        chat["messages"] += [
            {**first, "event_id": "$r", "type": "m.reaction",
             "content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$e0", "key": "👍"}}},
            {**first, "event_id": "$x", "content": {**first["content"], "m.new_content": first["content"],
                                                    "m.relates_to": edit}},
            {**first, "event_id": "$f", "content": {"msgtype": "m.file", "body": "a.pdf", "filename": "a.pdf",
                                                    "info": {"mimetype": "application/pdf", "size": 1}}},
        ]  # fmt: skip

    return _with(_written(write.matrix), "export.json", more)


def _signal_folders() -> Files:
    lines = [
        signal_line(CANARY, reactions=[["Me", "👍"]], attachments=[{"name": "hat.jpg", "path": "media/hat.jpg"}]),
        signal_line(f"no {CANARY}", 2, "Me", quote=f"> {CANARY}", sticker={"emoji": "🐙"}),
    ]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    text = f"[2023-03-16 15:24:01] Ann: the {CANARY}?\n[2023-03-16 15:24:02] Me: ![hat.jpg](./media/hat.jpg)\n"
    return {"Ann Example/data.json": data, "Bob/chat.md": text.encode()}


_MAIL = (
    "From: Maya <maya@example.org>\nTo: t@example.org, =?utf-8?q?J=C3=B6rg?= <j@example.org>\nCc: k@example.org\n"
    "Subject: =?utf-8?b?VGhlIGNhYmlu?=\nDate: Fri, 06 Nov 2026 19:41:00 +0100\nMessage-ID: <1@x>\nIn-Reply-To: <0@x>\n"
    'References: <0@x> <00@x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
    'Content-Type: multipart/alternative; boundary="c"\n\n--c\nContent-Type: text/plain; charset=utf-8\n'
    f"Content-Transfer-Encoding: quoted-printable\n\nthe {CANARY} =C3=A4\n> quoted\n\nOn Fri, Tom wrote:\n> old\n-- \nM\n"
    f'--c\nContent-Type: text/html\n\n<p>the <b>{CANARY}</b></p>\n--c--\n--b\nContent-Type: text/plain; name="n.txt"\n'
    'Content-Disposition: attachment; filename="n.txt"\nContent-Transfer-Encoding: base64\n\naGVsbG8gdGhlcmU=\n--b--\n'
)  # fmt: skip
_PLAIN_MAIL = f"From: Tom <tom@example.org>\nTo: m@example.org\nSubject: Re: x\nMessage-ID: <2@x>\n\na {CANARY}\n"
_MAILS = (_MAIL, _PLAIN_MAIL)
_EVENT = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:19701025T030000\n"
    "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n"
    f"BEGIN:VEVENT\nUID:1\nSUMMARY:the {CANARY}\nDTSTART;TZID=Mine:20260101T100000\nDURATION:PT1H\n"
    'RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO,TH\nEXDATE;TZID=Mine:20260108T100000\nORGANIZER;CN="Maya, M":mailto:m@x.org\n'
    "ATTENDEE;CN=Tom:mailto:t@x.org\nLOCATION:Lake\\, north\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\n"
    f"RECURRENCE-ID;TZID=Mine:20260105T100000\nSUMMARY:moved {CANARY}\nDTSTART:20260106T100000Z\nEND:VEVENT\n"
    "BEGIN:VTODO\nUID:2\nSUMMARY:buy\nDUE;VALUE=DATE:20260110\nPERCENT-COMPLETE:50\nEND:VTODO\nEND:VCALENDAR\n"
)
_CARDS = (
    "BEGIN:VCARD\nVERSION:3.0\nN:Moreno;Maya;;;\nFN:Maya Moreno\nTEL;TYPE=CELL:+49 170 1234567\nEMAIL:maya@example.org\n"
    "ORG:Lake;Boats\nNOTE:knows the lake\nitem1.X-ABLabel:x\nEND:VCARD\nBEGIN:VCARD\nVERSION:2.1\n"
    "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg\nTEL;HOME:030123456\nEND:VCARD\n"
)
_DOCX = (
    '<w:document xmlns:w="w"><w:body><w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p>'
    f"<w:p><w:r><w:t>the {CANARY}</w:t><w:tab/><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p>"
    "</w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
_CORE = (
    "<cp xmlns:dc='d' xmlns:dcterms='t'><dc:title>Plan</dc:title><dc:creator>Maya</dc:creator>"
    "<dcterms:modified>2026-01-01T10:00:00Z</dcterms:modified></cp>"
)
_NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Plan\n", f"the {CANARY}"]},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "x = 1",
         "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]},
                     {"output_type": "execute_result", "data": {"text/plain": ["2"]}, "metadata": {}}]},
    ],
    "metadata": {"title": "T", "kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip
_RTF = (
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset204 Arial;}}{\\info{\\title Plan}{\\author M}}\\uc1 the "
    + CANARY
    + " \\u228?\\'e4\\par{\\b bold}\\tab{\\*\\bkmkstart x}{\\trowd\\cell a\\cell b\\row}\\bin3 abc}"
)


def _zipped(members: dict[str, str], name: str) -> Files:
    from tests.index.sources.reading import zipped

    with tempfile.TemporaryDirectory() as folder:
        return {name: zipped(Path(folder) / name, dict(members)).read_bytes()}


def _of(make: Callable[[Path], Path]) -> Files:
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder))
        return {path.name: path.read_bytes()}


def _pptx() -> Files:
    return _zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": _CORE,
            "ppt/presentation.xml": '<p xmlns:r="r"><sldIdLst><sldId id="1" r:id="rId1"/></sldIdLst></p>',
            "ppt/_rels/presentation.xml.rels": books.relations(rId1="slides/slide1.xml"),
            "ppt/slides/slide1.xml": books.slide("First", CANARY),
            "ppt/slides/_rels/slide1.xml.rels": books.relations(rId1="../notesSlides/notesSlide1.xml"),
            "ppt/notesSlides/notesSlide1.xml": books.slide("say hello"),
        },
        "talk.pptx",
    )


def _book(folder: Path) -> Path:
    return books.epub(
        folder,
        {
            "one.xhtml": f"<html><body><h1>One</h1><p>the {CANARY}</p></body></html>",
            "two.xhtml": "<html><p>b</p></html>",
        },
        encryption="<encryption/>",
    )


def _text_document(folder: Path) -> Path:
    body = (
        f'<text:h text:outline-level="2">Plan</text:h><text:p>the {CANARY}<text:s text:c="3"/></text:p>'
        '<table:table table:name="K"><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="3"><text:p>a</text:p></table:table-cell></table:table-row>'
        "</table:table>"
    )
    return books.opendocument(folder, body)


def _workbook(folder: Path) -> Path:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000.5</v></c></row>'
        f'<row r="2"><c r="A2" t="inlineStr"><is><t>{CANARY}</t></is></c><c r="C2" t="b"><v>1</v></c></row>'
    )
    return xlsx(folder, rows, strings="<si><t>Item</t></si>")


@cache
def exports() -> dict[str, Files]:
    """Return an export by the name of its kind, several of some."""
    chats: dict[str, Files] = {
        f"whatsapp {number}": _written(write.whatsapp(header)) for number, header in enumerate(write.WHATSAPP)
    }
    for writer in (write.line, write.kakaotalk_phone, write.kakaotalk_desktop, write.sms, write.google_voice):
        chats[writer.__name__] = _written(writer)
    chats |= {"weechat": _written(write.weechat, _IRC_CHAT), "irssi": _written(write.irssi, _IRC_CHAT)}
    chats |= {"imessage": _written(write.imessage), "signal": _written(write.signal), "skype": _written(write.skype)}
    return {
        **chats,
        "telegram": _telegram(),
        "telegram account": _telegram_account(),
        "slack": _slack(),
        "discord": _discord(),
        "messenger": _messenger(),
        "google chat": _google_chat(),
        "teams": _teams(),
        "matrix": _matrix(),
        "signal folders": _signal_folders(),
        "mail": {"a.eml": _MAIL.encode(), "b.eml": _PLAIN_MAIL.encode()},
        "mbox": {"box.mbox": "\n".join(f"From x@y Fri Nov  6 19:41:00 2026\n{one}" for one in _MAILS).encode()},
        "emlx": {"1.emlx": b"%d\n%s<?xml version='1.0'?><plist><dict><key>flags</key><integer>1</integer></dict></plist>"
                 % (len(_PLAIN_MAIL), _PLAIN_MAIL.encode())},
        "calendar": {"home.ics": _EVENT.encode()},
        "contacts": {"all.vcf": _CARDS.encode()},
        "keep": {"Keep/Packing.json": json.dumps(NOTE).encode(), "Keep/Packing.html": PAGE.encode()},
        "pdf": {"a.pdf": make_pdf(f"the {CANARY}", "", "Three")},
        "docx": _zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": _DOCX, "docProps/core.xml": _CORE,
                         "word/styles.xml": "<s><style styleId='H'><name val='heading 1'/></style></s>"}, "a.docx"),
        "xlsx": _of(_workbook),
        "pptx": _pptx(),
        "opendocument": _of(_text_document),
        "epub": _of(_book),
        "rtf": {"a.rtf": _RTF.encode()},
        "notebook": {"a.ipynb": json.dumps(_NOTEBOOK).encode()},
        "rare": {"letter.doc": word(f"Dear Maya,\rthe {CANARY}.\rTom")},
        "html": {"a.html": f"<html><head><title>T</title></head><body><h1>A</h1><p>{CANARY}<ul><li>x</ul>"
                           "<table><tr><td>a<td>b</table><pre>c</pre></body></html>".encode()},
        "markdown": {"a.md": f"---\ntitle: Plan\ndate: 2024-05-01\n---\n# One\n\nthe [[{CANARY}|x]] `[[y]]`\n".encode()},
        "org": {"a.org": f"#+TITLE: Plan\n* TODO One :tag:\n:PROPERTIES:\n:ID: 1\n:END:\n[[u][the {CANARY}]]\n".encode()},
        "code": {"a.py": f"def f():\n    return '{CANARY}'\n".encode()},
        "csv": {"a.csv": f'What,Euro\n"the, {CANARY}",3\nstove;x,4\n'.encode()},
        "text": {"a.txt": f"the {CANARY}\nsecond line äöü\n".encode(), "b.txt": "größer".encode("utf-16")},
    }  # fmt: skip
