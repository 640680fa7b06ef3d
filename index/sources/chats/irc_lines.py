"""The lines of IRC logs: what each client writes for a message, an action, a day and everything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Literal

from index.sources.chats.clock import month_number

What = Literal["message", "action", "notice", "event"]

_MARKS = "~&@%+!*"
"""What stands before a nick for the rank that it has in the channel."""
# A bridge's names may have blanks inside, a bouncer's nicks their address behind them.
_NICK = (
    rf"[{re.escape(_MARKS)}]?\s?(?P<nick>[^\s<>:,!](?:[^<>:,!\n]{{0,62}}[^\s<>:,!])?)"
    r"(?:![^\s<>]{0,200})?(?:[:/][#&][^\s<>]{0,100})?"
)
_WORD = rf"[{re.escape(_MARKS)}]?(?P<nick>[^\s<>:,!()\[\]*][^\s<>:,!]{{0,63}})"
_CONTROLS = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]"
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAYS = (
    r"(?P<y>\d{4})[-/.](?P<m>\d\d)[-/.](?P<d>\d\d)|"
    r"(?P<d2>\d\d)[-/.](?P<m2>\d\d)[-/.](?P<y2>\d{4})|"
    rf"(?P<d3>\d{{1,2}})[- ](?P<month3>{_MONTH})(?:[- ](?P<y3>\d{{4}}))?|"
    rf"(?P<month4>{_MONTH}) {{1,2}}(?P<d4>\d{{1,2}})(?:,? (?P<y4>\d{{4}}))?"
)
# “2024-03-11 21:12:07 <maya> hello”, “[21:12] <maya> hello”, “Mar 11 21:12:07 <maya> hello”,
# “2024-03-11T21:12:07  <maya> hello”, “[2024-03-11T21:12:07.123Z] <maya> hello”,
# “[Mon Mar 11 2024] [21:12:07] <maya> hello”, “11-Mar-2024 21:12 <maya> hello”
_STAMP = re.compile(
    rf"\[?(?:(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},? )?(?:{_DAYS})\]?,?(?:T| {{0,2}}\[?))?"
    r"(?P<time>\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?: ?(?P<offset>Z|UTC|GMT|[+-]\d\d:?\d\d))?\]?(?P<gap>\t| +)(?P<rest>.*)"
)
# “@1710191527 <maya!~m@host.example> hello”
_EPOCH = re.compile(r"@(?P<epoch>\d{9,10}) +(?P<rest>.*)")
# “<maya> hello”, “<@maya> hello”, “< maya> hello”, “<maya!~m@host.example> hello”, “<maya:#cabin> hello”
_MESSAGE = re.compile(rf"<\s?{_NICK}>(?:\s|$)(?P<text>.*)")
# “< maya!~m@host.example: hello”, “> maya: hello”
_BOUNCER = re.compile(rf"[<>] {_WORD}(?:![^\s:]{{1,200}})?: (?P<text>.*)")
# “* maya waves”, “ * maya waves”, “— maya waves”, “• maya: waves”, “Action: maya waves”,
# “[maya!~m@host.example] ACTION waves”
_ACTION = re.compile(
    rf"\s?(?:[*•—]|Action:)(?:\t|\s){_WORD}(?:(?<=\S):?\s(?P<text>.*)|$)|"
    r"\[(?P<bouncer>[^\s!\[\]]{1,64})![^\s\]]{1,200}\] ACTION (?P<did>.*)"
)
# “-maya- the server restarts”, “-maya:#cabin- the server restarts”, “-maya(~m@host.example)- the server restarts”
_NOTICE = re.compile(r"-(?P<nick>[^\s<>:,!()-][^\s<>:,!()]{0,63}?)(?:[:!(][^\s]{0,200}?)?- (?P<text>.*)")
# “-!- maya has joined #cabin”, “*** maya quit”, “--> maya (~m@host) has joined #cabin”, “→ maya joined”,
# “=-= Mode #cabin +o maya”, “* Joins: maya (~m@host.example)”
_EVENT = re.compile(
    r"(?:-!-|\*{3}|-->\|?|\|?<--|={2,3}|=-=|\*(?=\t)|-{2,3}|[→←⇐⇒]|"
    r"\*(?= (?:Joins|Parts|Quits|Now talking|Topic|Set by|Disconnected|Attempting|Rejoined|You (?:are|were))\b))"
    r"\s*(?P<text>.*)"
)
_HOST = r"[(\[][^\s()\[\]@]{0,100}@[^\s()\[\]]{0,200}[)\]]"
# “(~m@host.example) has joined #cabin”, “is now known as tom”, “sets mode: +o tom”; not “has left her keys”
_HAPPENS = re.compile(
    rf"{_HOST} \S.*|has (?:joined|left|quit|parted|rejoined)(?:$| [#&(\[]| IRC| the channel).*|"
    r"(?:has been|was) kicked .*|(?:is|are) now known as \S+|(?:sets|has set|changed) (?:channel |user )?mode:? .*|"
    r"(?:has changed|changes|changed|has set|sets) (?:the )?topic .*|has kicked \S+ from .*|"
    r"(?:gives|removes) (?:channel|voice|half|op)\S* .*"
)
# “maya (~m@host.example) joined #cabin.”, “Nick change: maya -> tom”, “maya is now known as tom”, “maya → tom”
_TOLD = re.compile(
    rf"\S+ {_HOST} \S.*|(?:Nick change|Topic changed|Mode change|Topic)\b.*:.*|"
    r"#\S+: mode change .*|\S+ (?:is now known as|→) \S+|\S+ (?:has )?(?:joined|left|quit)(?: [#&(].*|$)|"
    r"(?:Join|Part|Quit|Mode|Nick|Topic|Created|Kick)\t.*|(?:You have|You are now|You've) .*"
)
_HEXCHAT = re.compile(r"\*\t(?:Now talking on|Topic for|You are now|Disconnected|Looking up|Connect|Channel )")
"""HexChat writes events as it does actions: by their words alone they can be told."""

_HEADERS = (
    re.compile(r"--- Log (?:opened|closed) (?P<written>.+)"),
    re.compile(r"--- Day changed (?P<written>.+)"),
    re.compile(r"\*{4} (?:BEGIN LOGGING AT|ENDING LOGGING AT) (?P<written>.+)"),
    re.compile(r"Session (?:Start|Time|Close)(?: \([^)]*\))?: (?P<written>.+)"),
    re.compile(r"\[?(?P<written>\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})\]? (?:Session|Log) "),
    re.compile(r"IRC [Ll]og (?:started|ended) (?:\*+ )?(?P<written>.+)"),
    re.compile(
        r"(?:\[?\d{1,2}:\d\d(?::\d\d)?\]? )?(?:[-=*#]{2,20} ?|\[)(?P<whole>[^\[\]=*#]{8,40}?)(?: ?[-=*#]{2,20}|\])?\s*"
    ),
)
_CLOCK_INSIDE = r"(?: \d\d:\d\d(?::\d\d)?(?: [A-Z]{3,4})?)?"
# “Mon Mar 11 21:12:07 2024”, “March 11, 2024”
_LONG_DAY = re.compile(
    rf"(?:\w{{3,9}},? )?(?P<month>[A-Z][a-z]{{2}})[a-z]* +(?P<dom>\d{{1,2}})(?:,|{_CLOCK_INSIDE}) (?P<year>\d{{4}})"
)
# “Mon, 11 Mar 2024”
_DAY_FIRST = re.compile(r"(?:\w{3,9},? )?(?P<dom>\d{1,2})[ -](?P<month>[A-Z][a-z]{2})[a-z]*[ -](?P<year>\d{4})")
# “2024-03-11”
_ISO_DAY = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d\d)[-/.](?P<dom>\d\d)")


@dataclass(frozen=True, slots=True)
class IrcLine:
    """One line of a log. `day` stands only where the line has one; a `month` without a year is (month, day).

    `clock` is None where the line has no time at all. `known` is False for a line that has nothing but its time in common
    with what clients write.
    """

    what: What
    nick: str
    text: str
    clock: time | None
    day: date | None = None
    month_day: tuple[int, int] | None = None
    seconds: bool = True
    zone: tzinfo | None = None
    """Where the line states its offset from UTC."""
    known: bool = True


def read_day(line: str) -> date | None:
    """Return the day that a header line of the log names ("--- Day changed …"), or None."""
    for header in _HEADERS:
        if found := header.fullmatch(line):
            named = found.groupdict()
            if day := long_day(named.get("written") or named["whole"], whole="whole" in named):
                return day
    return None


def long_day(written: str, *, whole: bool = False) -> date | None:
    """Read "Mon Jan 15 10:00:00 2024", "15 Jan 2024" or "2024-01-15"; None when it is none of these.

    `whole` asks that nothing else follows.
    """
    for pattern in (_ISO_DAY, _DAY_FIRST, _LONG_DAY):
        if found := pattern.fullmatch(written.strip()) if whole else pattern.match(written.strip()):
            month = found["month"]
            number = int(month) if month.isdigit() else month_number(month)
            try:
                return date(int(found["year"]), number, int(found["dom"]))
            except ValueError:
                return None
    return None


def read_line(line: str) -> IrcLine | None:
    """Read one line of a log, without its end; None when it is none that a client writes."""
    # mIRC begins lines with their colour.
    line = _plain(line[:3]) + line[3:] if line[:1] < " " else line
    if found := _EPOCH.fullmatch(line):
        moment = datetime.fromtimestamp(int(found["epoch"]), UTC)
        what, nick, text, known = _said(found["rest"])
        return IrcLine(what, nick, text, moment.time(), moment.date(), zone=UTC, known=known)
    stamp = _STAMP.fullmatch(line)
    if stamp is None:
        what, nick, text, known = _said(line)
        return IrcLine(what, nick, text, None) if known and _ALONE.match(line) else None
    try:
        clock, (day, month_day) = _clock(stamp["time"], stamp["half"]), _day(stamp)
    except ValueError:
        return None
    if stamp["gap"] == "\t" and "\t" in stamp["rest"]:
        what, nick, text, known = _in_columns(*stamp["rest"].split("\t", 1))
    else:
        what, nick, text, known = _said(stamp["rest"])
    zone = None
    if stamp["offset"]:
        written = "Z" if stamp["offset"] in ("UTC", "GMT") else stamp["offset"]
        zone = datetime.strptime(written, "%z").tzinfo
    return IrcLine(what, nick, text, clock, day, month_day, stamp["time"].count(":") == 2, zone, known)


# “<maya> hello”, “* maya waves”, “*** maya quit”; without a time a line of any other kind may be anything
_ALONE = re.compile(r"<[^\s<>/]|\*(?: |\*\*)")


def _said(rest: str) -> tuple[What, str, str, bool]:
    """Return what a line says after its time: what it is, the nick, the text, and whether a client writes so."""
    if found := _MESSAGE.fullmatch(rest) or _BOUNCER.fullmatch(rest):
        return "message", found["nick"], _plain(found["text"]), True
    if _HEXCHAT.match(rest):
        return "event", "", _plain(rest[1:]), True
    if found := _ACTION.fullmatch(rest):
        nick, text = found["nick"] or found["bouncer"], _plain(found["text"] or found["did"] or "")
        if _HAPPENS.fullmatch(text):
            return "event", "", f"{nick} {text}", True
        if not _EVENT.match(rest) or rest.startswith("*\t"):
            return "action", nick, text, True
    if found := _EVENT.fullmatch(rest):
        return "event", "", _plain(found["text"]), True
    if found := _NOTICE.fullmatch(rest):
        return "notice", found["nick"], _plain(found["text"]), True
    plain = _plain(rest)
    return "event", "", plain, _TOLD.fullmatch(plain) is not None


def _in_columns(prefix: str, text: str) -> tuple[What, str, str, bool]:
    """Read what weechat parts by tabs: who, and what."""
    prefix, text = _plain(prefix), _plain(text)
    if prefix in ("-->", "<--", "--", "=!=", ""):
        return "event", "", text, True
    if prefix == "*":
        nick, _, rest = text.partition(" ")
        return "action", nick.lstrip(_MARKS), rest, True
    return "message", prefix.lstrip(_MARKS).strip("<>"), text, True


def _day(stamp: re.Match[str]) -> tuple[date | None, tuple[int, int] | None]:
    """Return a stamp's day, or its month and day where it has no year. Raises ValueError when there is no such day."""
    if stamp["y"]:
        return date(int(stamp["y"]), int(stamp["m"]), int(stamp["d"])), None
    if stamp["y2"]:
        return date(int(stamp["y2"]), int(stamp["m2"]), int(stamp["d2"])), None
    for month, day, year in (("month3", "d3", "y3"), ("month4", "d4", "y4")):
        if stamp[month]:
            parts = (month_number(stamp[month]), int(stamp[day]))
            whole = date(int(stamp[year] or 2000), *parts)
            return (whole, None) if stamp[year] else (None, parts)
    return None, None


def _clock(written: str, half: str | None) -> time:
    hours, minutes, *rest = re.split("[:.,]", written)
    hour = int(hours)
    if half:
        hour = hour % 12 + (12 if half in "Pp" else 0)
    return time(hour, int(minutes), int(rest[0]) if rest else 0)


def _plain(text: str) -> str:
    return _CONTROLS.sub("", text).strip()
