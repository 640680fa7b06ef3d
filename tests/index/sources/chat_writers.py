"""Chats as each app would export them: the other direction of the sources, for tests that go there and back."""

from __future__ import annotations

import html
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from tests.index.sources.chats.test_imessage import SCHEMA, archived


@dataclass(frozen=True)
class Said:
    """One message of a generated chat: `at` in UTC, to the second, and the zone of the phone that exports it."""

    who: str
    at: datetime
    body: str
    zone: tzinfo

    @property
    def wall(self) -> datetime:
        """The owner's clock at that moment."""
        return self.at.astimezone(self.zone).replace(tzinfo=None)

    @property
    def ms(self) -> int:
        """Milliseconds since 1970."""
        return (self.at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


Writer = Callable[[Path, Sequence[Said]], Path]


def _json(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _lines(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# ── Texts with a header before each message ───────────────────────────────────────────────────────────────────────────

_SPANISH = ("a.\u00a0m.", "p.\u00a0m.")
_KOREAN = ("오전", "오후")
WHATSAPP: dict[str, Callable[[datetime], str]] = {
    "Android, British": lambda at: f"{at:%d/%m/%Y, %H:%M} - ",
    "Android, American": lambda at: f"{at.month}/{at.day}/{at:%y}, {_twelve(at)}\u202f{at:%p} - ",
    "Android, German": lambda at: f"{at:%d.%m.%y, %H:%M} - ",
    "Android, Spanish": lambda at: f"{at.day}/{at.month}/{at:%y}, {_twelve(at)}\u00a0{_SPANISH[at.hour > 11]} - ",
    "Android, Japanese": lambda at: f"{at:%Y/%m/%d, %H:%M} - ",
    "Android, Dutch": lambda at: f"{at:%d-%m-%Y %H:%M} - ",
    "iOS, British": lambda at: f"[{at:%d/%m/%Y, %H:%M:%S}] ",
    "iOS, American": lambda at: f"[{at.month}/{at.day}/{at:%y}, {_twelve(at)}:{at:%S}\u202f{at:%p}] ",
    "iOS, German": lambda at: f"[{at:%d.%m.%y, %H:%M:%S}] ",
    "iOS, Korean": lambda at: f"[{at.year}. {at.month}. {at.day}. {_KOREAN[at.hour > 11]} {_twelve(at)}:{at:%S}] ",
    "iOS, Swedish": lambda at: f"[{at:%Y-%m-%d, %H:%M:%S}] ",
}


def _clock(at: datetime) -> str:
    return f"{_twelve(at)}:{at:%S} {at:%p}"


def _twelve(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M}"


def whatsapp(header: str) -> Writer:
    """Return the writer for one way in which phones write the header."""
    before = WHATSAPP[header]

    def write(folder: Path, chat: Sequence[Said]) -> Path:
        return _lines(folder / "_chat.txt", [f"{before(said.wall)}{said.who}: {said.body}" for said in chat])

    return write


def line(folder: Path, chat: Sequence[Said]) -> Path:
    lines, day = ["[LINE] Chat history with Team", "Saved on: 2030/01/01 10:00"], ""
    for said in chat:
        if (today := f"{said.wall:%Y/%m/%d(%a)}") != day:
            lines += ["", today]
            day = today
        body = '"' + said.body.replace('"', '""') + '"' if "\n" in said.body else said.body
        lines.append(f"{said.wall:%H:%M}\t{said.who}\t{body}")
    return _lines(folder / "[LINE] Team.txt", lines)


def kakaotalk_phone(folder: Path, chat: Sequence[Said]) -> Path:
    lines = ["팀 님과 카카오톡 대화", "저장한 날짜 : 2030년 1월 1일 오전 8:00", ""]
    for said in chat:
        at = said.wall
        day = f"{at.year}년 {at.month}월 {at.day}일"
        lines.append(f"{day} {_KOREAN[at.hour > 11]} {_twelve(at)}, {said.who} : {said.body}")
    return _lines(folder / "KakaoTalkChats.txt", lines)


def kakaotalk_desktop(folder: Path, chat: Sequence[Said]) -> Path:
    lines, day = ["KakaoTalk Chats with Team", "Date Saved : 2030-01-01 08:00:00"], ""
    for said in chat:
        if (today := f"--------------- {said.wall:%A, %B} {said.wall.day}, {said.wall.year} ---------------") != day:
            lines.append(today)
            day = today
        lines.append(f"[{said.who}] [{_twelve(said.wall)} {said.wall:%p}] {said.body}")
    return _lines(folder / "KakaoTalk.txt", lines)


def weechat(folder: Path, chat: Sequence[Said]) -> Path:
    return _lines(
        folder / "irc.net.#team.weechatlog",
        [f"{said.wall:%Y-%m-%d %H:%M:%S}\t@{said.who}\t{said.body}" for said in chat],
    )


def irssi(folder: Path, chat: Sequence[Said]) -> Path:
    lines, day = [f"--- Log opened {chat[0].wall:%a %b %d %H:%M:%S %Y}"], f"{chat[0].wall:%a %b %d %Y}"
    for said in chat:
        if (today := f"{said.wall:%a %b %d %Y}") != day:
            lines.append(f"--- Day changed {today}")
            day = today
        lines.append(f"{said.wall:%H:%M} < {said.who}> {said.body}")
    return _lines(folder / "#team.log", lines)


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def telegram(folder: Path, chat: Sequence[Said]) -> Path:
    listed = [
        {
            "id": number,
            "type": "message",
            "date": said.wall.isoformat(),
            "date_unixtime": str(said.ms // 1000),
            "from": said.who,
            "from_id": f"user{_number(chat, said.who)}",
            "text": said.body,
            "text_entities": [{"type": "plain", "text": said.body}],
        }
        for number, said in enumerate(chat, 1)
    ]
    return _json(folder / "result.json", {"name": "Team", "type": "private_group", "id": 9, "messages": listed})


def signal(folder: Path, chat: Sequence[Said]) -> Path:
    frames: list[Any] = [{"version": "1", "backupTimeMs": "1770000000000"}, {"recipient": {"id": "1", "self": {}}}]
    for who in dict.fromkeys(said.who for said in chat):
        number = _number(chat, who) + 2
        contact = {"aci": f"a{number}=", "systemGivenName": who}
        frames.append({"recipient": {"id": str(number), "contact": contact}})
    group = {"masterKey": "k=", "snapshot": {"title": {"title": "Team"}}}
    frames += [{"recipient": {"id": "99", "group": group}}, {"chat": {"id": "5", "recipientId": "99"}}]
    for said in chat:
        frames.append(
            {
                "chatItem": {
                    "chatId": "5",
                    "authorId": str(_number(chat, said.who) + 2),
                    "dateSent": str(said.ms),
                    "incoming": {},
                    "standardMessage": {"text": {"body": said.body}},
                }
            }
        )
    path = folder / "main.jsonl"
    path.write_text("".join(json.dumps(frame) + "\n" for frame in frames), encoding="utf-8")
    return path


def discord(folder: Path, chat: Sequence[Said]) -> Path:
    listed = [
        {
            "id": str(1000 + number),
            "type": "Default",
            "timestamp": said.at.isoformat(),
            "timestampEdited": None,
            "content": said.body,
            "author": {"id": str(_number(chat, said.who)), "name": "n", "nickname": said.who, "isBot": False},
        }
        for number, said in enumerate(chat)
    ]
    channel = {"id": "55", "type": "GuildTextChat", "name": "team"}
    return _json(folder / "team.json", {"guild": {"id": "1", "name": "G"}, "channel": channel, "messages": listed})


def slack(folder: Path, chat: Sequence[Said]) -> Path:
    root = folder / "slack"
    users = [{"id": f"U{_number(chat, said.who)}", "profile": {"real_name": said.who}} for said in chat]
    _json(root / "users.json", list({user["id"]: user for user in users}.values()))
    _json(root / "channels.json", [{"id": "C1", "name": "team"}])
    days: dict[str, list[Any]] = {}
    for number, said in enumerate(chat):
        body = said.body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        message = {"type": "message", "user": f"U{_number(chat, said.who)}", "text": body}
        days.setdefault(f"{said.at:%Y-%m-%d}", []).append({**message, "ts": f"{said.ms // 1000}.{number:06}"})
    for day, listed in days.items():
        _json(root / "team" / f"{day}.json", listed)
    return root


def messenger(folder: Path, chat: Sequence[Said]) -> Path:
    def mangled(text: str) -> str:
        return text.encode().decode("latin-1")

    listed = [
        {"sender_name": mangled(said.who), "timestamp_ms": said.ms, "content": mangled(said.body)} for said in chat
    ]
    people = [{"name": mangled(who)} for who in dict.fromkeys(said.who for said in chat)]
    head = {"participants": people, "messages": listed[::-1], "title": "Team", "thread_path": "inbox/team_1"}
    return _json(folder / "inbox" / "team_1" / "message_1.json", head)


def matrix(folder: Path, chat: Sequence[Said]) -> Path:
    members = [
        _event(f"$m{_number(chat, who)}", who, chat, "m.room.member", {"membership": "join", "displayname": who}, 0)
        for who in dict.fromkeys(said.who for said in chat)
    ]
    listed = [
        _event(f"$e{number}", said.who, chat, "m.room.message", {"msgtype": "m.text", "body": said.body}, said.ms)
        for number, said in enumerate(chat)
    ]
    return _json(folder / "export.json", {"room_name": "Team", "messages": [*members, *listed]})


def _event(native: str, who: str, chat: Sequence[Said], kind: str, content: Any, ms: int) -> Any:
    user = f"@u{_number(chat, who)}:x.org"
    event = {
        "type": kind,
        "sender": user,
        "content": content,
        "origin_server_ts": ms,
        "event_id": native,
        "room_id": "!r",
    }
    return {**event, "state_key": user} if kind == "m.room.member" else event


def skype(folder: Path, chat: Sequence[Said]) -> Path:
    listed = [
        {
            "id": str(said.ms + number),
            "displayName": said.who,
            "originalarrivaltime": f"{said.at:%Y-%m-%dT%H:%M:%S}.000Z",
            "messagetype": "RichText",
            "content": html.escape(said.body, quote=False),
            "from": f"8:u{_number(chat, said.who)}",
        }
        for number, said in enumerate(chat)
    ]
    group = {"id": "19:x@thread.skype", "displayName": "Team", "MessageList": listed[::-1]}
    return _json(folder / "messages.json", {"userId": "8:me", "exportDate": "2030", "conversations": [group]})


def teams(folder: Path, chat: Sequence[Said]) -> Path:
    listed = [
        {
            "id": str(said.ms + number),
            "messageType": "message",
            "createdDateTime": f"{said.at:%Y-%m-%dT%H:%M:%S}.000Z",
            "chatId": "19:x@thread.v2",
            "from": {"user": {"id": f"u{_number(chat, said.who)}", "displayName": said.who}},
            "body": {"contentType": "html", "content": html.escape(said.body, quote=False).replace("\n", "<br>")},
        }
        for number, said in enumerate(chat)
    ]
    return _json(folder / "messages.json", {"value": listed})


def google_chat(folder: Path, chat: Sequence[Said]) -> Path:
    people = [{"name": who, "email": f"u{_number(chat, who)}@x.org"} for who in dict.fromkeys(one.who for one in chat)]
    by_name = {person["name"]: person for person in people}
    listed = [
        {
            "creator": by_name[said.who],
            "created_date": f"{said.at:%A, %B} {said.at.day}, {said.at.year} at {_clock(said.at)} UTC",
            "text": said.body,
            "topic_id": f"t{number}",
            "message_id": f"A/t{number}/t{number}",
        }
        for number, said in enumerate(chat)
    ]
    place = folder / "Takeout" / "Google Chat" / "Groups" / "Space A"
    _json(place / "group_info.json", {"name": "Team", "members": people})
    return _json(place / "messages.json", {"messages": listed}).parent


# ── XML, HTML, a database ─────────────────────────────────────────────────────────────────────────────────────────────


def sms(folder: Path, chat: Sequence[Said]) -> Path:
    rows = []
    for said in chat:
        name, body = (html.escape(text).replace("\n", "&#10;") for text in (said.who, said.body))
        number = f"+4917012345{_number(chat, said.who):02}"
        rows.append(f'<sms address="{number}" contact_name="{name}" date="{said.ms}" type="1" body="{body}" />')
    return _lines(folder / "sms.xml", ["<?xml version='1.0' encoding='UTF-8' ?>", "<smses>", *rows, "</smses>"])


def google_voice(folder: Path, chat: Sequence[Said]) -> Path:
    rows = []
    for said in chat:
        number = f"+155512300{_number(chat, said.who):02}"
        body = html.escape(said.body).replace("\n", "<br>")
        rows.append(
            f'<div class="message"><abbr class="dt" title="{said.at:%Y-%m-%dT%H:%M:%S}.000+00:00">x</abbr>:\n'
            f'<cite class="sender vcard"><a class="tel" href="tel:{number}"><span class="fn">{html.escape(said.who)}</span>'
            f"</a></cite>:\n<q>{body}</q></div>"
        )
    head = '<?xml version="1.0" ?><html><head><title>Team</title></head><body><div class="hChatLog hfeed">'
    tags = '<div class="tags">Labels:<a rel="tag" href="http://www.google.com/voice#sms">Text</a></div>'
    return _lines(folder / "Team - Text - 2023-09-02T02_29_20Z.html", [head, *rows, f"</div>{tags}</body></html>"])


_INSERT = "INSERT INTO message (guid, text, attributedBody, handle_id, date) VALUES (?, ?, ?, ?, ?)"


def imessage(folder: Path, chat: Sequence[Said]) -> Path:
    path = folder / "chat.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCHEMA)
        for number, said in enumerate(chat):
            handle = 10 + _number(chat, said.who)
            database.execute("INSERT OR IGNORE INTO handle VALUES (?, ?, 'iMessage')", (handle, said.who))
            plain = said.body if number % 2 else None
            at = (said.ms - 978_307_200_000) * 10**6
            row = (f"g{number}", plain, None if plain else archived(said.body), handle, at)
            found = database.execute(_INSERT, row)
            database.execute("INSERT INTO chat_message_join VALUES (2, ?)", (found.lastrowid,))
        database.commit()
    return path


def _number(chat: Sequence[Said], who: str) -> int:
    """Number the people of a chat by their first word."""
    return list(dict.fromkeys(said.who for said in chat)).index(who)
