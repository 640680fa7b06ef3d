"""IRC logs as clients (weechat, irssi, HexChat, mIRC …), bouncers (ZNC, dircproxy …) and bots (Limnoria …) write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.chats.clock import LEVELS
from index.sources.chats.irc_lines import IrcLine, read_day, read_line
from index.sources.parsing.encoding import clean
from index.types.kinds import MessageKind, TimePrecision
from index.types.records import ChatRecord, MessageRecord, Problem, Record, Sender, Timestamp

LINE_BYTES = 65_536
"""A line of IRC has at most 512 bytes, or 8,191 with tags; of a longer one the rest is left out."""
SNIFF_LINES = 60

_YEAR = r"(?P<year>(?:19|20)\d\d)"
# “#cabin_20240311”, “2024-03-11-#cabin”, “2024_03_11”
_DAY_NAME = re.compile(
    rf"(?P<before>.*?)(?<!\d){_YEAR}(?P<sep>[-_.]?)(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?!\d)(?P<after>.*)", re.DOTALL
)
# “logs/2024/03/11/”, “logs/2024-03-11/”
_DAY_FOLDERS = re.compile(rf"(?:.*/)?(?P<all>{_YEAR}[-/.]?(?P<month>\d\d)[-/.]?(?P<day>\d\d))(?=/)")
# “logs/2024/03/#cabin.11”, “logs/2024-03/#cabin/11”
_MONTH_FOLDERS = re.compile(
    rf"(?:.*/)?(?P<all>{_YEAR}[-/.]?(?P<month>\d\d))/(?:[^/]*/)?(?P<before>[^/]*?)[._-]?(?P<day>(?<!\d)\d\d)"
)
# “logs/2024/#cabin/03-11”, “logs/2024/#cabin.03-11”
_YEAR_FOLDER = re.compile(
    rf"(?:.*/)?(?P<all>{_YEAR})/(?:[^/]*/)?(?P<before>[^/]*?)[._-]?(?P<month>(?<!\d)\d\d)[-_.]?(?P<day>\d\d)"
)
_LOG = re.compile(r"\.(?:log|weechatlog|txt)$", re.IGNORECASE)
_KINDS: dict[str, MessageKind] = {"message": "text", "action": "text", "notice": "text", "event": "system"}


class Irc:
    """One file of a channel's or a person's log."""

    kind: ClassVar[str] = "irc"
    title: ClassVar[str] = "IRC log"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Ask that most lines are a client's, and that somebody says something in them."""
        lines = [_decoded(line) for line in head.split(b"\n")[:SNIFF_LINES] if line.strip()]
        if len(head) > LINE_BYTES - 1 and len(lines) > 1:
            lines = lines[:-1]
        days = [read_day(line) is not None for line in lines]
        read = [None if day else read_line(line) for day, line in zip(days, lines, strict=True)]
        untimed = not any(found is not None and found.clock is not None for found in read)
        if untimed and not (_named_as_log(file) and sum(found is not None and bool(found.nick) for found in read) > 1):
            return False
        known = sum(day or (found is not None and found.known) for found, day in zip(read, days, strict=True))
        says = any(found is not None and found.what in ("message", "action", "event") for found in read)
        return says and known * 10 >= len(lines) * 8 and _shows_nicks(head, read)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the channel and its messages. A log's day stands in its lines, in its headers or in its name."""
        network, channel, day = _place(file)
        native = f"{network}/{channel}" if network else channel
        yield ChatRecord(native, channel, "channel" if channel.startswith(("#", "&", "+", "!")) else "other")
        calendar = _Calendar(day, _year(file))
        count = undated = untimed = 0
        for number, line in _lines(file):
            if (header := read_day(line)) is not None:
                calendar.header(header)
                continue
            found = read_line(line)
            if found is None:
                if line.strip():
                    yield Problem("a line is not one that an IRC client writes", f"line {number}")
                continue
            when = calendar.moment(found)
            undated += when is None and found.clock is not None
            untimed += found.clock is None
            count += 1
            yield _message(native, network or native, found, when, number, context)
        if not count:
            raise SourceProblem("It has no lines of an IRC log.", "Name another kind with --as.")
        if undated:
            reason = f"{undated} lines have a time but no day: neither the lines nor the file's name say it"
            yield Problem(reason, severity="guess")
        if untimed:
            yield Problem(f"no time stands by {untimed} of its lines", severity="guess")


class _Calendar:
    """Which day it is while a log is read: logs name it seldom, some without its year."""

    def __init__(self, day: date | None, year: int | None) -> None:
        """Begin with the day, or else the year, that the file's path names."""
        self._day = day
        self._year = year

    def header(self, day: date) -> None:
        self._day = day

    def moment(self, line: IrcLine) -> datetime | None:
        if line.clock is None:
            return None
        if line.day is not None:
            self._day = line.day
        elif line.month_day is not None:
            month, day = line.month_day
            # A log that goes from December on to January is in the next year.
            year = self._year if self._day is None else self._day.year + (self._day.month == 12 and month == 1)
            try:
                self._day = None if year is None else date(year, month, day)
            except ValueError:
                return None
        return None if self._day is None else datetime.combine(self._day, line.clock, line.zone)


def _message(
    chat: str, network: str, line: IrcLine, when: datetime | None, number: int, context: ReadContext
) -> MessageRecord:
    time = None
    if when is not None:
        precision: TimePrecision = "s" if line.seconds else "min"
        if when.tzinfo is not None:
            time = Timestamp.from_aware(when, precision)
        else:
            time = Timestamp.from_wall(when, context.zone, guessed=context.zone_guessed, precision=precision)
    sender = None
    if line.nick:
        # Nicks are one person's within a network, whatever their capitals.
        sender = Sender("irc", f"{line.nick.casefold()}@{network}", line.nick, line.nick == context.me)
    body = f"{line.nick} {line.text}" if line.what == "action" else line.text
    return MessageRecord(chat, None, sender, time, body, _KINDS[line.what], locator=f"line {number}")


def _shows_nicks(head: bytes, read: list[IrcLine | None]) -> bool:
    """Tell a chat's log from a program's, whose lines also begin with a time."""
    nicks = {line.nick.lower() for line in read if line and line.nick and (line.day or b"<" in head)}
    return bool(nicks - LEVELS) or b"-!-" in head or b"***" in head


def _named_as_log(file: InputFile) -> bool:
    """Tell whether a file is called as a channel or a log is: then its lines may do without times."""
    return file.base_name.lower().endswith((".log", ".weechatlog")) or "#" in file.base_name


def _lines(file: InputFile) -> Iterator[tuple[int, str]]:
    """Yield (1-based number, line). Channels mix encodings, so each line is decoded by itself."""
    with file.open() as stream:
        number = 0
        while line := stream.readline(LINE_BYTES):
            number += 1
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(LINE_BYTES)
            yield number, _decoded(line)


def _decoded(line: bytes) -> str:
    line = line.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    try:
        return clean(line.decode("utf-8"))
    except UnicodeDecodeError:
        return clean(line.decode("cp1252", "replace"))


def _place(file: InputFile) -> tuple[str, str, date | None]:
    """Return network, channel and day as far as the file's path tells them.

    ZNC writes network/#channel/2024-01-15.log, older ones network/#channel_20240115.log; irssi network/#channel.log;
    weechat irc.network.#channel.weechatlog; HexChat network/#channel.log, or network-#channel.log; Limnoria
    network/#channel/#channel.2024-01-15.log. Folders may be years, months and days.
    """
    parts = file.key.replace("!/", "/").replace("\\", "/").split("/")
    stem, folders, day = _dated(_LOG.sub("", parts[-1]), parts[:-1])
    if not stem and folders:
        stem, folders = folders[-1], folders[:-1]
    while folders and folders[-1] == stem:
        folders = folders[:-1]
    if found := re.fullmatch(r"irc\.(?P<network>.+?)\.(?P<channel>[#&+!]?.+)", stem):
        return found["network"], found["channel"], day
    if found := re.fullmatch(r"(?P<network>[^#&]+?)[-_.](?P<channel>[#&].+)", stem):
        return found["network"], found["channel"], day
    network = folders[-1] if folders and stem.startswith(("#", "&")) else ""
    return network, stem or "IRC", day


def _dated(stem: str, folders: list[str]) -> tuple[str, list[str], date | None]:
    """Take the day out of a file's name and its folders; return what is left of both, and the day."""
    if found := _DAY_NAME.fullmatch(stem):
        rest = [part.strip("._- ") for part in (found["before"], found["after"])]
        if (day := _real(found)) is not None:
            return rest[0] or rest[1], folders, day
    path = "/".join([*folders, stem])
    for pattern in (_DAY_FOLDERS, _MONTH_FOLDERS, _YEAR_FOLDER):
        found = pattern.match(path) if pattern is _DAY_FOLDERS else pattern.fullmatch(path)
        if found and (found.start("all") == 0 or path[found.start("all") - 1] == "/") and (day := _real(found)):
            kept = (path[: found.start("all")] + path[found.end("all") + 1 :]).split("/")
            return found.groupdict().get("before", stem), [part for part in kept[:-1] if part], day
    return stem, folders, None


def _year(file: InputFile) -> int | None:
    """Return the only year that a file's name, or else its folder's, has by itself."""
    for part in file.key.replace("!/", "/").replace("\\", "/").split("/")[:-3:-1]:
        years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", part))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


def _real(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
