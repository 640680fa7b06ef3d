"""IRC logs as weechat, irssi, ZNC, HexChat and mIRC write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.chats.irc_lines import IrcLine, read_day, read_line
from index.sources.parsing.encoding import clean
from index.types.kinds import MessageKind, TimePrecision
from index.types.records import ChatRecord, MessageRecord, Problem, Record, Sender, Timestamp

LINE_BYTES = 65_536
"""A line of IRC has at most 512 bytes, or 8,191 with tags; of a longer one the rest is left out."""
SNIFF_LINES = 60

_DAY_NAME = re.compile(r"(?P<before>.*?)[._-]?(?P<year>(?:19|20)\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)", re.DOTALL)
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
        read = [read_line(line) for line in lines]
        known = sum(found is not None or read_day(line) is not None for found, line in zip(read, lines, strict=True))
        says = any(found is not None and found.what in ("message", "action", "event") for found in read)
        return says and known * 10 >= len(lines) * 8 and _shows_nicks(head, read)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the channel and its messages. A log's day stands in its lines, in its headers or in its name."""
        network, channel, day = _place(file)
        native = f"{network}/{channel}" if network else channel
        yield ChatRecord(native, channel, "channel" if channel.startswith(("#", "&", "+", "!")) else "other")
        calendar = _Calendar(day)
        count = undated = 0
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
            undated += when is None
            count += 1
            yield _message(native, network or native, found, when, number, context)
        if not count:
            raise SourceProblem("It has no lines of an IRC log.", "Name another kind with --as.")
        if undated:
            reason = f"{undated} lines have a time but no day: neither the lines nor the file's name say it"
            yield Problem(reason, severity="guess")


class _Calendar:
    """Which day it is while a log is read: logs name it seldom, some without its year."""

    def __init__(self, day: date | None) -> None:
        self._day = day

    def header(self, day: date) -> None:
        self._day = day

    def moment(self, line: IrcLine) -> datetime | None:
        if line.day is not None:
            self._day = line.day
        elif line.month_day is not None and self._day is not None:
            month, day = line.month_day
            # A log that goes from December on to January is in the next year.
            year = self._day.year + (self._day.month == 12 and month == 1)
            try:
                self._day = date(year, month, day)
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
    return b"<" in head or b"-!-" in head or b"***" in head or any(line and line.day and line.nick for line in read)


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
    weechat irc.network.#channel.weechatlog; HexChat network/#channel.log, or network-#channel.log.
    """
    parts = file.key.replace("!/", "/").replace("\\", "/").split("/")
    stem, folders, day = _LOG.sub("", parts[-1]), parts[:-1], None
    if found := _DAY_NAME.fullmatch(stem):
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            stem = found["before"]
        except ValueError:
            pass
    if not stem and folders:
        stem, folders = folders[-1], folders[:-1]
    if found := re.fullmatch(r"irc\.(?P<network>.+?)\.(?P<channel>[#&+!]?.+)", stem):
        return found["network"], found["channel"], day
    if found := re.fullmatch(r"(?P<network>[^#&]+?)[-_.](?P<channel>[#&].+)", stem):
        return found["network"], found["channel"], day
    network = folders[-1] if folders and stem.startswith(("#", "&")) else ""
    return network, stem or "IRC", day
