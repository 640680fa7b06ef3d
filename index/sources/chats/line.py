"""LINE's text export: a line for each day, under it a line for each message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.chats.clock import CLOCK, read_clock
from index.sources.chats.text_chat import TextChat
from index.sources.parsing.encoding import decoded_head, numbered_lines
from index.types.kinds import MessageKind
from index.types.records import Attachment, Problem, Record

HEAD_LINES = 200
BODY_CHARACTERS = 1_000_000
"""A message that goes on for longer is cut."""

# “[LINE] Chat history with Kaori”, “[LINE] かおりとのトーク履歴”
_TITLE = re.compile(r"\[LINE\] ?(?P<rest>.+)")
# “Chat history with Kaori”, “かおりとのトーク履歴”, “與Kaori的聊天記錄”
_TITLE_WORDS = re.compile(
    r"^(?:Chat history (?:with|in) |ประวัติการ(?:แชท|สนทนา)(?:กับ)? ?|Riwayat obrolan dengan |Lịch sử trò chuyện với |與|与)|"
    r"(?:とのトーク履歴|のトーク履歴|的聊天(?:記錄|记录)|과의 대화|님과의 대화)$"
)
# “Mon, 11/03/2024”, “2024/03/11(月)”, “2024.03.11 월요일”
_DAY = re.compile(
    r"(?:(?P<before>[^\d\s(),（）]{2,12}), )?(?P<a>\d{1,4})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,4})"
    r"\.?(?:[(（ ][ ]?(?P<after>[^\d\s(),（）]{1,15})[)）]?)?"
)
_MESSAGE = re.compile(rf"(?P<clock>{CLOCK})\t(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_SPACED = re.compile(rf"(?P<clock>{CLOCK}) (?P<name>\S+) (?P<text>.*)", re.IGNORECASE | re.DOTALL)
_WEEKDAYS = {
    day: number
    for number, names in enumerate(
        (
            "mon monday 月 月曜日 一 星期一 週一 周一 월 월요일 จ. จันทร์ วันจันทร์ sen lun",
            "tue tuesday 火 火曜日 二 星期二 週二 周二 화 화요일 อ. อังคาร วันอังคาร sel mar",
            "wed wednesday 水 水曜日 三 星期三 週三 周三 수 수요일 พ. พุธ วันพุธ rab mié",
            "thu thursday 木 木曜日 四 星期四 週四 周四 목 목요일 พฤ. พฤหัสบดี วันพฤหัสบดี kam jue",
            "fri friday 金 金曜日 五 星期五 週五 周五 금 금요일 ศ. ศุกร์ วันศุกร์ jum vie",
            "sat saturday 土 土曜日 六 星期六 週六 周六 토 토요일 ส. เสาร์ วันเสาร์ sab sáb",
            "sun sunday 日 日曜日 星期日 週日 周日 일 일요일 อา. อาทิตย์ วันอาทิตย์ min dom",
        )
    )
    for day in names.split()
}
_MEDIA = {
    "image/jpeg": "[Photo]|[写真]|[照片]|[圖片]|[图片]|[사진]|[รูปภาพ]|[รูป]",
    "video/mp4": "[Video]|[動画]|[影片]|[视频]|[동영상]|[วิดีโอ]",
    "audio/mp4": "[Voice message]|[ボイスメッセージ]|[語音訊息]|[语音消息]|[음성메시지]|[ข้อความเสียง]",
    "": "[File]|[ファイル]|[檔案]|[文件]|[파일]|[ไฟล์]|[Sticker]|[スタンプ]|[貼圖]|[贴图]|[스티커]|[สติกเกอร์]|[Album]|[アルバム]|[相簿]|"  # noqa: E501  wide letters
    "[Contact]|[連絡先]|[聯絡資訊]|[Note]|[ノート]|[記事本]|[GIF]",
}
_MIMES = {label: mime for mime, labels in _MEDIA.items() for label in labels.split("|")}
_CALL = "☎"
# “Kaori unsent a message.”, “かおりがメッセージの送信を取り消しました”
_UNSENT = re.compile(
    r"(?:unsent a message\.?|メッセージの送信を取り消しました。?|已收回訊息。?|撤回了.{0,4}消息|메시지를 취소했습니다\.?|ยกเลิกข้อความ)$"  # noqa: E501  wide letters
)


class LineMessenger:
    """One chat."""

    kind: ClassVar[str] = "line"
    title: ClassVar[str] = "LINE export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for LINE's first line, or for days with messages in columns under them."""
        lines = decoded_head(head).split("\n")
        if _TITLE.match(lines[0].strip()):
            return True
        days = rows = 0
        for line in lines[:HEAD_LINES]:
            if day := _day_parts(line.strip()):
                days += 1
                # The desktop app parts columns by spaces, as any diary may: its Japanese days give it away.
                spaced = not (day["after"] or "a").isascii()
            elif days and (columns := _columns(line.rstrip("\r"))):
                rows += "\t" in line or (spaced and bool(columns[1]))
        return days > 0 and rows > 0

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages. Raises SourceProblem when there is none."""
        order, named = _order(file)
        reading = _Reading(context, file.base_name, order)
        if order != "ymd" and not named:
            yield Problem(
                "its dates may be day before month or month before day: day first was taken", severity="guess"
            )
        for number, line in numbered_lines(file):
            yield from reading.line(number, line.rstrip("\n"))
        yield from reading.end()
        if not reading.chat.messages:
            raise SourceProblem("It has no messages of a LINE chat.", "Name another kind with --as.")


@dataclass(slots=True)
class _Draft:
    """A message that may go on in the next lines."""

    number: int
    moment: datetime
    name: str
    lines: list[str] = field(default_factory=list)
    quoted: bool = False
    size: int = 0


class _Reading:
    """The state of one pass: the chat, the day, and the message that may go on."""

    def __init__(self, context: ReadContext, base_name: str, order: str) -> None:
        self.chat = TextChat(context, re.sub(r"(?:^\[LINE\] ?)|(?:\.txt$)", "", base_name))
        self._order = order
        self._day: date | None = None
        self._draft: _Draft | None = None

    def line(self, number: int, line: str) -> Iterator[Record]:
        if self._draft is None and self._day is None and (found := _TITLE.match(line.strip())):
            self.chat.title = _TITLE_WORDS.sub("", found["rest"].strip()).strip() or self.chat.title
            return
        draft = self._draft
        if draft is not None and draft.quoted:
            if not self._begins(line):
                self._goes_on(draft, line)
                return
            # The quotation mark was the writer's own: a quote of LINE's ends before the next message.
            draft.quoted, draft.lines[0] = False, '"' + draft.lines[0]
        if (parts := _day_parts(line.strip())) and (day := _date(parts, self._order)):
            yield from self.end()
            self._day = day
            return
        if self._day is not None and (columns := _columns(line)):
            clock, name, text = columns
            yield from self.end()
            self._draft = _Draft(number, datetime.combine(self._day, clock), name)
            if text.startswith('"') and not _closes(text[1:]):
                self._draft.quoted, text = True, text[1:]
            elif text.startswith('"') and '""' in text:
                text = text[1:-1].replace('""', '"')
            self._draft.lines.append(text)
        elif draft is not None:
            self._goes_on(draft, line)

    def _begins(self, line: str) -> bool:
        """Tell whether a line begins a day or a message."""
        parts = _day_parts(line.strip())
        return (parts is not None and _date(parts, self._order) is not None) or (
            "\t" in line and _columns(line) is not None
        )

    def _goes_on(self, draft: _Draft, line: str) -> None:
        if draft.quoted and _closes(line):
            line, draft.quoted = line[:-1], False
            draft.lines = [part.replace('""', '"') for part in draft.lines]
            line = line.replace('""', '"')
        draft.size += len(line)
        if draft.size <= BODY_CHARACTERS:
            draft.lines.append(line)

    def end(self) -> Iterator[Record]:
        """Yield the message that was open."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if draft.quoted:
            draft.lines[0] = '"' + draft.lines[0]
        body = "\n".join(draft.lines).strip()
        kind: MessageKind = "text" if draft.name else "system"
        attachments: tuple[Attachment, ...] = ()
        if body in _MIMES and draft.name:
            kind, body, attachments = "media", "", (Attachment(body.strip("[]"), _MIMES[body]),)
        elif body.startswith(_CALL):
            kind, body = "call", body.removeprefix(_CALL).strip()
        elif _UNSENT.search(body):
            kind = "deleted" if draft.name else "system"
        if kind == "deleted":
            body = ""
        yield from self.chat.message(f"line {draft.number}", draft.moment, draft.name, body, kind, attachments)


def _columns(line: str) -> tuple[time, str, str] | None:
    """Part a message's line into time, name and text; the name is empty where the app itself speaks."""
    found = _MESSAGE.fullmatch(line)
    if found is not None:
        clock = read_clock(found["clock"])
        name, tab, text = found["rest"].partition("\t")
        if clock is None:
            return None
        return (clock, name.strip(), text) if tab else (clock, "", name)
    if (spaced := _SPACED.fullmatch(line)) and (clock := read_clock(spaced["clock"])):
        return clock, spaced["name"], spaced["text"]
    return None


def _closes(text: str) -> bool:
    """Tell whether a text ends the quote that it stands in: by an odd number of quotation marks."""
    return (len(text) - len(text.rstrip('"'))) % 2 == 1


def _day_parts(line: str) -> re.Match[str] | None:
    found = _DAY.fullmatch(line)
    if found is None or not (found["before"] or found["after"] or len(found["a"]) == 4):
        return None
    word = (found["before"] or found["after"] or "").lower()
    return found if not word or word in _WEEKDAYS else None


def _date(found: re.Match[str], order: str) -> date | None:
    numbers = [int(found[name]) for name in ("a", "b", "c")]
    if len(found["a"]) == 4:
        order = "ymd"
    named = dict(zip(order, numbers, strict=True))
    year = named["y"] if named["y"] > 99 else 2000 + named["y"]
    # Thai phones may count years from the Buddha.
    year -= 543 if year > 2400 else 0
    try:
        return date(year, named["m"], named["d"])
    except ValueError:
        return None


def _order(file: InputFile) -> tuple[str, bool]:
    """Return how dates are written, and whether that is sure: weekdays beside dates tell, and so do days after the 12th."""
    votes = {"dmy": 0, "mdy": 0}
    for _, line in numbered_lines(file):
        found = _day_parts(line.strip())
        if found is None:
            continue
        if len(found["a"]) == 4:
            return "ymd", True
        weekday = _WEEKDAYS.get((found["before"] or found["after"] or "").lower())
        for order in votes:
            day = _date(found, order)
            votes[order] += day is not None and (weekday is None or day.weekday() == weekday)
        if abs(votes["dmy"] - votes["mdy"]) >= 3:
            break
    return ("mdy" if votes["mdy"] > votes["dmy"] else "dmy"), votes["dmy"] != votes["mdy"]
