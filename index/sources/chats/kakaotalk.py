"""KakaoTalk's exports: the phone's text, the desktop's text, and the desktop's table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.chats.clock import CLOCK, month_number, read_clock
from index.sources.chats.text_chat import TextChat
from index.sources.parsing.encoding import decoded_head, numbered_lines
from index.types.kinds import MessageKind, TimePrecision
from index.types.records import Attachment, Problem, Record

HEAD_LINES = 60
BODY_CHARACTERS = 1_000_000
"""A message that goes on for longer is cut."""

# “민수 님과 카카오톡 대화”, “민수 님과의 카카오톡 대화”, “KakaoTalk Chats with Minsu”, “Hikers Talk Chats”,
# “Minsu with KakaoTalk Chats”
_TITLE = re.compile(
    r"(?P<korean>.+?)(?: ?님과의?)? 카카오톡 대화(?:내용)?$|KakaoTalk Chats with (?P<english>.+?)(?:\.txt)?$|"
    r"(?P<short>.+?) (?:with )?(?:Kakao)?Talk Chats$|(?P<file>Talk_\d[\d. _:-]*)\.txt$"
)
# “저장한 날짜 : 2024. 3. 12. 오전 8:00”, “Date Saved : Mar 12, 2024 at 08:00”
_SAVED = re.compile(
    r"(?:저장한 날짜|Date Saved|Saved Date|저장 일시|저장일|保存(?:した)?日(?:時|付)?) ?[:：]", re.IGNORECASE
)
_KOREAN_DAY = r"(?P<y>\d{4}) ?(?:[년年./-]) ?(?P<m>\d{1,2}) ?(?:[월月./-]) ?(?P<d>\d{1,2}) ?[일日.]?"
_ENGLISH_DAY = r"(?P<month>[A-Z][a-z]{2,8}) (?P<ed>\d{1,2}), (?P<ey>\d{4})"
_WEEKDAY = r"(?: ?[(（]?\S{0,2}[요曜]?[일日][)）]?| ?[(（]\S[)）])?"
# “--------------- 2024년 3월 11일 월요일 ---------------”, “--------------- Monday, March 11, 2024 ---------------”
_RULE = re.compile(rf"-{{3,}} ?(?:{_KOREAN_DAY}[^-]*|(?:[A-Z][a-z]+, )?{_ENGLISH_DAY}) ?-{{3,}}")
# “2024년 3월 11일 월요일”, “2024년 3월 11일 오후 3:27”, “Monday, March 11, 2024”, “2024年3月11日(月)”
_DAY_ALONE = re.compile(
    rf"(?:{_KOREAN_DAY}{_WEEKDAY}(?: {CLOCK})?|(?:[A-Z][a-z]+, )?{_ENGLISH_DAY}(?:,? {CLOCK})?)", re.IGNORECASE
)
# “2024. 3. 11. 오후 9:12, 민수 : 내일?”, “March 11, 2024 at 9:12 AM, Minsu : Friday?”
_PHONE = re.compile(
    rf"(?:{_KOREAN_DAY}{_WEEKDAY}|{_ENGLISH_DAY})(?:,? at|,)? ?(?P<clock>{CLOCK}), (?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# “2024. 3. 11. 오후 9:14: 지우님이 나갔습니다.”
_PHONE_SYSTEM = re.compile(
    rf"(?:{_KOREAN_DAY}{_WEEKDAY}|{_ENGLISH_DAY})(?:,? at|,)? ?(?P<clock>{CLOCK}): (?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# “[2024. 3. 11. 오후 9:12] 민수 : 내일?”
_BRACKETED = re.compile(
    rf"\[(?:{_KOREAN_DAY}|{_ENGLISH_DAY})(?:,? at|,)? ?(?P<clock>{CLOCK})\] ?(?P<rest>[^:\n]+ : .*)",
    re.IGNORECASE | re.DOTALL,
)
# “[민수] [오후 9:12] 내일?”, “[민수] [2024. 3. 11. 오후 9:12] 내일?”
_DESKTOP = re.compile(
    rf"\[(?P<name>[^\]\n]+)\] ?\[(?:{_KOREAN_DAY},? )?(?P<clock>{CLOCK})\] ?(?P<text>.*)", re.IGNORECASE | re.DOTALL
)
# “오전 9:23, 민수 : 내일?”
_UNDER_A_DAY = re.compile(rf"(?P<clock>{CLOCK}), (?P<name>[^:\n]{{1,60}}?) : (?P<text>.*)", re.IGNORECASE | re.DOTALL)
# “Date,User,Message”, “날짜,사용자,메시지”
_TABLE = re.compile(
    r'"?(?:Date|날짜|日付)"?,"?(?:User|사용자|이름|보낸 사람|ユーザー)"?,"?(?:Message|메시지|내용|メッセージ)"?\s*$',
    re.IGNORECASE,
)
# “2024-03-11 09:12:33,"민수","안녕"”
_ROW = re.compile(r'"?\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?"?, ?"[^"\n]{1,100}", ?"')
# “사진”, “사진 3장”, “<동영상>”, “Voice Note”, “(emoticon)”, “파일: plan.pdf”
_MEDIA = re.compile(
    r"<?(?:사진|동영상|이모티콘|음성메시지|Photos?|Videos?|Emoticons?|Stickers?|Voice (?:Note|Message)|"
    r"写真|動画|スタンプ|ボイスメッセージ)"
    r"(?: \d+[장枚]?| 읽지 않음)?>?|"
    r"\(이모티콘\)|\(emoticon\)|"
    r"(?:파일|File|ファイル): (?P<file>.+)|(?P<saved>[0-9a-f]{40,64}\.(?:jpg|png|mp4|m4a|webp))"
)
# “보이스톡 3:21”, “Video Call”
_CALL = re.compile(r"(?:보이스톡|페이스톡|그룹콜|라이브톡|Voice Call|Video Call|Voice Talk|Face Talk)(?:\s|$)")
# “삭제된 메시지입니다.”, “This message was deleted.”
_DELETED = re.compile(r"(?:삭제된 메시지입니다\.?|메시지가 삭제되었습니다\.?|This message (?:was|has been) deleted\.?)")
# “지우님이 들어왔습니다.”, “민수님이 지우님을 초대하였습니다.”, “Minsu left this chatroom.”, “Minsu invited Alex.”
_APP = re.compile(
    r".*(?:님이 (?:들어왔습니다|나갔습니다|.+?님을 (?:초대|내보냈)).*|님을 초대(?:하였|했)습니다\.?|"
    r"방장이 .+|채팅방 관리자가 .+|"
    r"(?:joined|left) (?:this|the) chat(?:room)?\.?|invited .+\.|"
    r"さんが(?:入室|退室|退出)しました。?|さんが.+さんを招待しました。?)$"
)


class KakaoTalk:
    """One chat room."""

    kind: ClassVar[str] = "kakaotalk"
    title: ClassVar[str] = "KakaoTalk export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for KakaoTalk's first lines, for its table's columns, or for its days with messages under them."""
        lines = decoded_head(head).splitlines()[:HEAD_LINES]
        if not lines:
            return False
        if _TITLE.fullmatch(lines[0].strip()) and any(_SAVED.match(line.strip()) for line in lines[1:4]):
            return True
        if _is_table(lines):
            return True
        rules = sum(_RULE.fullmatch(line.strip()) is not None for line in lines)
        days = sum(_DAY_ALONE.fullmatch(line.strip()) is not None for line in lines)
        said = sum(_DESKTOP.fullmatch(line) is not None for line in lines)
        dated = sum(_is_message(line) for line in lines)
        under = sum(_UNDER_A_DAY.fullmatch(line) is not None for line in lines)
        return (rules > 0 and said > 0) or dated > 1 or (dated > 0 and days > 0) or (days + rules > 0 and under > 1)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the room and its messages. Raises SourceProblem when there is none."""
        reading = _Reading(context, file.base_name)
        first = decoded_head(file.head()).splitlines()[:HEAD_LINES]
        if _is_table(first):
            yield from _table(file, reading, titled=_TABLE.match(first[0]) is not None)
        else:
            for number, line in numbered_lines(file):
                yield from reading.line(number, line.rstrip("\r\n"))
            yield from reading.end()
        if not reading.chat.messages:
            raise SourceProblem("It has no messages of a KakaoTalk chat.", "Name another kind with --as.")


def _is_table(lines: list[str]) -> bool:
    """Tell whether the first lines are those of the Mac's table, with its columns' names or without."""
    if lines and _TABLE.match(lines[0]):
        return len(lines) == 1 or re.match(r'"?\d{4}-\d\d-\d\d \d\d:\d\d', lines[1]) is not None
    return bool(lines) and _ROW.match(lines[0]) is not None


def _is_message(line: str) -> bool:
    found = _PHONE.fullmatch(line) or _BRACKETED.fullmatch(line)
    return found is not None and " : " in found["rest"]


@dataclass(slots=True)
class _Draft:
    """A message that may go on in the next lines; without a name it is the app's own."""

    where: str
    moment: datetime
    name: str
    text: str
    precision: TimePrecision = "min"
    more: list[str] = field(default_factory=list)
    size: int = 0


class _Reading:
    """The state of one pass: the room, the day, and the message that may go on."""

    def __init__(self, context: ReadContext, base_name: str) -> None:
        title = re.sub(r"\.(?:txt|csv)$|^KakaoTalk_\d+[_\d]*(?:group|)|_님과의? 대화$", "", base_name) or "KakaoTalk"
        self.chat = TextChat(context, title)
        self._day: date | None = None
        self._draft: _Draft | None = None
        self._dated = False
        """Whether messages have their day themselves."""
        self._day_line: tuple[int, date] | None = None
        """Where in the open message a line stands that is a day's, unless what follows says that it is the writer's."""

    def line(self, number: int, line: str) -> Iterator[Record]:
        if number == 1 and (found := _TITLE.fullmatch(line.strip("\ufeff "))):
            self.chat.title = found["korean"] or found["english"] or found["short"] or self.chat.title
            return
        where = f"line {number}"
        if found := _RULE.fullmatch(line.strip()):
            yield from self.end()
            self._day = _date(found)
        elif (draft := self._opened(line, where)) is not None:
            yield from self.end(before=draft.moment)
            self._draft = draft
        elif _DESKTOP.fullmatch(line) and self._draft is None:
            yield Problem("a message has no day", where)
        elif (found := _DAY_ALONE.fullmatch(line.strip())) and (day := _date(found)):
            if self._draft is None:
                self._day = day
            else:
                self._day_line = (len(self._draft.more), day)
                self._go_on(line)
        elif self._draft is not None and not self._dated and _APP.fullmatch(line):
            # The desktop gives the app's own lines no time: they stand right after what came before.
            moment = self._draft.moment
            yield from self.end()
            self._draft = _Draft(where, moment, "", line)
        elif self._draft is not None:
            self._go_on(line)
        elif number > 1 and line.strip(" -\ufeff") and not _SAVED.match(line.strip()):
            yield Problem("a line before the first message belongs to none", where)

    def _opened(self, line: str, where: str) -> _Draft | None:
        """Return the message that a line opens, or None."""
        if found := _DESKTOP.fullmatch(line):
            clock, day = read_clock(found["clock"]), _date(found) if found["y"] else self._day
            return _Draft(where, datetime.combine(day, clock), found["name"], found["text"]) if clock and day else None
        found = _PHONE.fullmatch(line) or _PHONE_SYSTEM.fullmatch(line) or _BRACKETED.fullmatch(line)
        if found and (moment := _moment(found)):
            name, colon, text = found["rest"].partition(" : ")
            alone = found.re is _PHONE_SYSTEM or not colon
            self._dated = True
            return _Draft(where, moment, "" if alone else name.strip(), found["rest"] if alone else text)
        day = self._day_line[1] if self._day_line else self._day
        if (
            day
            and not self._dated
            and (found := _UNDER_A_DAY.fullmatch(line))
            and (clock := read_clock(found["clock"]))
        ):
            return _Draft(where, datetime.combine(day, clock), found["name"].strip(), found["text"])
        return None

    def _go_on(self, line: str) -> None:
        if self._draft is None:
            return
        if self._day_line and line.strip(" -") and len(self._draft.more) > self._day_line[0]:
            # What follows a day's line in the next message; this one goes on, so the line was its own.
            self._day_line = None
        self._draft.size += len(line)
        if self._draft.size <= BODY_CHARACTERS:
            self._draft.more.append(line)

    def end(self, before: datetime | None = None) -> Iterator[Record]:
        """Yield the message that was open, without the line of the day on which the next was written, `before`."""
        draft, self._draft = self._draft, None
        day_line, self._day_line = self._day_line, None
        if draft is None:
            return
        if day_line is not None and before is not None and before.date() == day_line[1]:
            del draft.more[day_line[0] :]
            self._day = day_line[1]
        yield from self.take(draft)

    def take(self, draft: _Draft) -> Iterator[Record]:
        """Yield a message."""
        body = "\n".join([draft.text, *draft.more]).strip()
        kind: MessageKind = "text" if draft.name else "system"
        attachments: tuple[Attachment, ...] = ()
        if not draft.name:
            pass
        elif found := _MEDIA.fullmatch(body):
            shown = (found["file"] or found["saved"] or body.strip("<>()")).strip()
            kind, body, attachments = "media", "", (Attachment(re.split(r"[\\/]", shown)[-1]),)
        elif _DELETED.fullmatch(body):
            kind, body = "deleted", ""
        elif _CALL.match(body):
            kind = "call"
        elif _APP.fullmatch(body) and "\n" not in body and body.startswith(draft.name):
            kind = "system"
        yield from self.chat.message(draft.where, draft.moment, draft.name, body, kind, attachments, draft.precision)


def _table(file: InputFile, reading: _Reading, *, titled: bool) -> Iterator[Record]:
    lines = (line for _, line in numbered_lines(file))
    rows = csv.reader(lines, strict=False, skipinitialspace=True)
    if titled:
        next(rows, None)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Problem("a row is not CSV", f"line {rows.line_num}")
            continue
        try:
            moment = datetime.fromisoformat(row[0])
            name, text = row[1].strip(), row[2]
        except (ValueError, IndexError):
            if row:
                yield Problem("a row has no date, user and message", f"line {rows.line_num}")
            continue
        yield from reading.take(_Draft(f"line {rows.line_num}", moment, name, text[:BODY_CHARACTERS], "s"))


def _date(found: re.Match[str]) -> date | None:
    try:
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        return date(int(found["ey"]), month_number(found["month"]), int(found["ed"]))
    except ValueError:
        return None


def _moment(found: re.Match[str]) -> datetime | None:
    day, clock = _date(found), read_clock(found["clock"])
    return datetime.combine(day, clock) if day and clock else None
