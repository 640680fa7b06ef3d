"""The lines of IRC logs: what each client writes for a message, an action, a day and everything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Literal

from index.sources.chats.clock import month_number

What = Literal["message", "action", "notice", "event"]

_NICK = r"[~&@%+!*]?(?P<nick>[^\s<>:,]{1,64})"
_CONTROLS = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]"
)

_WEECHAT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d) (?P<time>\d\d:\d\d(?::\d\d)?)\t(?P<prefix>[^\t]*)\t(?P<text>.*)")
# “2024-03-11 21:12:07 <maya> hello”, “[21:12] <maya> hello”, “Mar 11 21:12:07 <maya> hello”
_STAMP = re.compile(
    r"(?:\[?(?P<day>\d{4}-\d\d-\d\d)[ T])?"
    r"(?:(?P<month>[A-Z][a-z]{2}) (?P<dom>[ \d]\d) )?"
    r"\[?(?P<time>\d{1,2}:\d\d(?::\d\d)?)(?P<offset>Z|[+-]\d\d:?\d\d)?\]? (?P<rest>.*)"
)
# “<maya> hello”, “<@maya> hello”, “< maya> hello”
_MESSAGE = re.compile(rf"<\s?{_NICK}>(?:\s|$)(?P<text>.*)")
# “* maya waves”, “ * maya waves”
_ACTION = re.compile(rf"\s?\*(?:\t|\s){_NICK}(?:\s(?P<text>.*)|$)")
# “-maya- the server restarts”, “-maya:#cabin- the server restarts”
_NOTICE = re.compile(rf"-{_NICK}(?::[^\s-]+)?- (?P<text>.*)")
# “-!- maya has joined #cabin”, “*** maya quit”, “--> maya (~m@host) has joined #cabin”
_EVENT = re.compile(r"(?:-!-|\*{3}|-->|<--|={2,3}|\*(?=\t)|--)\s*(?P<text>.*)")
_HEXCHAT_EVENT = re.compile(
    r"\*\t(?P<text>(?:Now talking on|Topic for|You are now|Disconnected|Looking up|Connect|Channel ).*|\S+ "
    r"(?:\([^()\s]*@[^()\s]*\) )?(?:has (?:joined|left|quit|changed|kicked|set)|is now known as|sets mode|gives|removes).*)"
)
"""HexChat writes events as it does actions: by their words alone they can be told."""

_HEADERS = (
    re.compile(r"--- Log (?:opened|closed) (?P<written>.+)"),
    re.compile(r"--- Day changed (?P<written>.+)"),
    re.compile(r"\*{4} (?:BEGIN LOGGING AT|ENDING LOGGING AT) (?P<written>.+)"),
    re.compile(r"Session (?:Start|Time|Close)(?: \([^)]*\))?: (?P<written>.+)"),
    re.compile(r"\[?(?P<written>\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})\]? (?:Session|Log) "),
)
# “Mon Mar 11 21:12:07 2024”, “March 11, 2024”
_LONG_DAY = re.compile(r"(?:\w{3,9},? )?(?P<month>[A-Z][a-z]{2})[a-z]* +(?P<dom>\d{1,2})(?:,? |.*? )(?P<year>\d{4})")
# “Mon, 11 Mar 2024”
_DAY_FIRST = re.compile(r"(?:\w{3,9},? )?(?P<dom>\d{1,2}) (?P<month>[A-Z][a-z]{2})[a-z]* (?P<year>\d{4})")
# “2024-03-11”
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<dom>\d\d)")


@dataclass(frozen=True, slots=True)
class IrcLine:
    """One line of a log. `day` stands only where the line has one; a `month` without a year is (month, day)."""

    what: What
    nick: str
    text: str
    clock: time
    day: date | None = None
    month_day: tuple[int, int] | None = None
    seconds: bool = True
    zone: tzinfo | None = None
    """Where the line states its offset from UTC."""


def read_day(line: str) -> date | None:
    """Return the day that a header line of the log names ("--- Day changed …"), or None."""
    for header in _HEADERS:
        if found := header.match(line):
            return long_day(found["written"])
    return None


def long_day(written: str) -> date | None:
    """Read "Mon Jan 15 10:00:00 2024", "15 Jan 2024" or "2024-01-15"; None when it is none of these."""
    for pattern in (_ISO_DAY, _DAY_FIRST, _LONG_DAY):
        if found := pattern.match(written.strip()):
            month = found["month"]
            number = int(month) if month.isdigit() else month_number(month)
            try:
                return date(int(found["year"]), number, int(found["dom"]))
            except ValueError:
                return None
    return None


def read_line(line: str) -> IrcLine | None:
    """Read one line of a log, without its end; None when it is none that a client writes."""
    if found := _WEECHAT.match(line):
        return _weechat(found)
    stamp = _STAMP.match(line)
    if stamp is None or (clock := _clock(stamp["time"])) is None:
        return None
    day = month_day = None
    try:
        if stamp["day"]:
            day = date.fromisoformat(stamp["day"])
        elif stamp["month"]:
            month_day = (month_number(stamp["month"]), int(stamp["dom"]))
            date(2000, *month_day)
    except ValueError:
        return None
    seconds = stamp["time"].count(":") == 2
    what, nick, text = _said(stamp["rest"])
    zone = None if stamp["offset"] is None else datetime.strptime(stamp["offset"], "%z").tzinfo
    return None if what is None else IrcLine(what, nick, text, clock, day, month_day, seconds, zone)


def _said(rest: str) -> tuple[What | None, str, str]:
    if found := _MESSAGE.match(rest):
        return "message", found["nick"], _plain(found["text"])
    if found := _HEXCHAT_EVENT.match(rest):
        return "event", "", _plain(found["text"])
    if found := _ACTION.match(rest):
        return "action", found["nick"], _plain(found["text"] or "")
    if found := _EVENT.match(rest):
        return "event", "", _plain(found["text"])
    if found := _NOTICE.match(rest):
        return "notice", found["nick"], _plain(found["text"])
    return None, "", ""


def _weechat(found: re.Match[str]) -> IrcLine | None:
    clock = _clock(found["time"])
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return None
    if clock is None:
        return None
    prefix, text, seconds = _plain(found["prefix"]).strip(), _plain(found["text"]), found["time"].count(":") == 2
    if prefix in ("-->", "<--", "--", "=!=", ""):
        return IrcLine("event", "", text, clock, day, seconds=seconds)
    if prefix == "*":
        nick, _, rest = text.partition(" ")
        return IrcLine("action", nick.lstrip("~&@%+"), rest, clock, day, seconds=seconds)
    return IrcLine("message", prefix.lstrip("~&@%+").strip("<>"), text, clock, day, seconds=seconds)


def _clock(written: str) -> time | None:
    hours, minutes, *rest = (int(part) for part in written.split(":"))
    try:
        return time(hours, minutes, rest[0] if rest else 0)
    except ValueError:
        return None


def _plain(text: str) -> str:
    return _CONTROLS.sub("", text).strip()
