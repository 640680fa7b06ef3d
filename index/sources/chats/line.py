"""LINE's text export: a line for each day, under it a line for each message.

Phones part time, name and text by tabs, the desktop app by blanks. A file is read twice: once to learn how its dates are
written and who is in it, once for the messages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import DateOrder, InputFile, ReadContext
from index.sources.chats.clock import CLOCK, read_long_clock
from index.sources.chats.line_words import (
    CALL,
    UNSENT,
    date_of,
    day_parts,
    is_certain,
    is_saved_line,
    placeholder,
    title_of,
    weekday,
)
from index.sources.chats.text_chat import TextChat
from index.sources.parsing.encoding import decoded_head, numbered_lines
from index.types.kinds import MessageKind
from index.types.records import Attachment, Problem, Record

HEAD_LINES = 200
BODY_CHARACTERS = 1_000_000
"""A message that goes on for longer is cut."""
NAMES_KEPT = 2_000
NAME_WORDS = 4
"""A name in the desktop app's lines has at most so many words."""
SURE_ROWS = 3
"""So many lines must begin with the same words for these to be a name."""

# “9:30AM	Kaori	hello”, “09.30	Kaori	halo”
_MESSAGE = re.compile(rf"(?P<clock>{CLOCK}|\d{{1,2}}\.\d{{2}})\t(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
# “16:23 Kaori hello”
_SPACED = re.compile(rf"(?P<clock>{CLOCK}) (?P<name>\S+) (?P<text>.*)", re.IGNORECASE | re.DOTALL)


class LineMessenger:
    """One chat."""

    kind: ClassVar[str] = "line"
    title: ClassVar[str] = "LINE export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for LINE's first line, or for days with messages in columns under them."""
        lines = [line.strip("\r") for line in decoded_head(head).split("\n")[:HEAD_LINES]]
        if title_of(lines[0].strip(), lines[1].strip() if len(lines) > 1 else ""):
            return True
        days = tabbed = 0
        telling = False
        names: Counter[str] = Counter()
        for line in lines:
            if day := day_parts(line.strip()):
                days += 1
                # The desktop app parts columns by blanks, as any diary may: its days in the scripts of Asia give it away.
                telling = telling or not (day["after"] or "a").isascii()
            elif days and (columns := _columns(line)):
                tabbed += "\t" in line
                names[columns[1]] += "\t" not in line and bool(columns[1])
        # In Latin letters it is people who speak again and again: what a diary's lines begin with changes.
        said = names.total()
        returning = said > 2 and 2 * len([name for name in names if names[name]]) <= said
        return days > 0 and (tabbed > 0 or (said > 0 and (telling or returning)))

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages. Raises SourceProblem when there is none."""
        scan = _scan(file, context.dates)
        reading = _Reading(context, file.base_name, scan)
        if scan.order != "ymd" and not scan.sure:
            yield Problem(
                "its dates may be day before month or month before day: day first was taken"
                " (`add --dates mdy` takes the other)",
                severity="guess",
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
    spaced: bool = False
    size: int = 0


class _Reading:
    """The state of one pass: the chat, the day, and the message that may go on."""

    def __init__(self, context: ReadContext, base_name: str, scan: _Scan) -> None:
        self.chat = TextChat(context, scan.title or re.sub(r"(?:^\[LINE\] ?)|(?:\.txt$)", "", base_name))
        self._scan = scan
        self._day: date | None = None
        self._begun = False
        """Whether the day has a message that was written before midnight."""
        self._draft: _Draft | None = None

    def line(self, number: int, line: str) -> Iterator[Record]:
        draft = self._draft
        if draft is not None and draft.quoted:
            if "\t" in line and _columns(line) is not None:
                # The quotation mark was the writer's own: a quote of LINE's ends before the next message.
                yield from self._unquoted(draft)
            else:
                self._goes_on(draft, line)
                return
        if (parts := day_parts(line.strip())) and (day := date_of(parts, self._scan.order)):
            yield from self.end()
            self._day, self._begun = day, False
            return
        columns = _columns(line, self._scan.names)
        if columns is not None and self._day is not None:
            yield from self.end()
            self._draft = self._opened(number, columns, spaced="\t" not in line)
        elif self._draft is not None:
            self._goes_on(self._draft, line)
        elif columns is not None or (line.strip() and number > 1 and not is_saved_line(line.strip())):
            yield Problem("a line before the first day belongs to no message", f"line {number}")

    def _opened(self, number: int, columns: tuple[tuple[time, int], str, str], *, spaced: bool) -> _Draft:
        (clock, later), name, text = columns
        day = self._day or date.min
        # Nights may be counted on past 24: then such a time follows the day's others. Where it comes first, the day's
        # first hour is called the 24th.
        if later and (self._begun or clock.hour):
            day += timedelta(days=later)
        self._begun = self._begun or not later
        draft = _Draft(number, datetime.combine(day, clock), name, spaced=spaced)
        if not spaced and text.startswith('"') and not _closes(text[1:]):
            draft.quoted, text = True, text[1:]
        elif not spaced and text.startswith('"') and '""' in text:
            text = text[1:-1].replace('""', '"')
        draft.lines.append(text)
        return draft

    def _goes_on(self, draft: _Draft, line: str) -> None:
        if draft.quoted and _closes(line):
            line, draft.quoted = line[:-1], False
            draft.lines = [part.replace('""', '"') for part in draft.lines]
            line = line.replace('""', '"')
        draft.size += len(line)
        if draft.size <= BODY_CHARACTERS or (draft.quoted and day_parts(line.strip())):
            draft.lines.append(line)

    def _unquoted(self, draft: _Draft) -> Iterator[Record]:
        """Read again, as lines of their own, what was taken for a quote that turned out not to end."""
        first, *rest = draft.lines
        draft.quoted, draft.lines, draft.size = False, ['"' + first], len(first)
        for number, line in enumerate(rest, draft.number + 1):
            yield from self.line(number, line)

    def end(self) -> Iterator[Record]:
        """Yield the message that was open."""
        while self._draft is not None and self._draft.quoted:
            yield from self._unquoted(self._draft)
        draft, self._draft = self._draft, None
        if draft is None:
            return
        body = "\n".join(draft.lines).strip()
        kind: MessageKind = "text" if draft.name else "system"
        attachments: tuple[Attachment, ...] = ()
        if draft.name and (file := placeholder(body, bare=draft.spaced)):
            kind, body, attachments = "media", "", (Attachment(*file),)
        elif body.startswith(CALL):
            kind, body = "call", body.removeprefix(CALL).strip()
        elif UNSENT.search(body):
            kind = "deleted" if draft.name else "system"
        if kind == "deleted":
            body = ""
        yield from self.chat.message(f"line {draft.number}", draft.moment, draft.name, body, kind, attachments)


def _columns(line: str, names: dict[str, str] | None = None) -> tuple[tuple[time, int], str, str] | None:
    """Part a message's line into time (and days later), name and text; the name is empty where the app itself speaks.

    `names` are the names of more than one word, by their first.
    """
    if found := _MESSAGE.fullmatch(line):
        clock = read_long_clock(re.sub(r"^(\d+)\.(\d+)$", r"\1:\2", found["clock"]))
        name, tab, text = found["rest"].partition("\t")
        if clock is None:
            return None
        return (clock, name.strip(), text) if tab else (clock, "", name)
    if (spaced := _SPACED.fullmatch(line)) and (clock := read_long_clock(spaced["clock"])):
        whole = f"{spaced['name']} {spaced['text']}"
        name = (names or {}).get(spaced["name"], spaced["name"])
        return (clock, name, whole[len(name) + 1 :]) if whole.startswith(name + " ") else (clock, *_first(whole))
    return None


def _first(text: str) -> tuple[str, str]:
    name, _, rest = text.partition(" ")
    return name, rest


def _closes(text: str) -> bool:
    """Tell whether a text ends the quote that it stands in: by an odd number of quotation marks."""
    return (len(text) - len(text.rstrip('"'))) % 2 == 1


# ── The first reading ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Scan:
    """What the first reading learns: the chat's title, the order of day and month, and names of several words."""

    title: str = ""
    order: str = "dmy"
    sure: bool = False
    """Whether weekdays beside dates, or days after the 12th, tell the order."""
    names: dict[str, str] = field(default_factory=dict)


def _scan(file: InputFile, said: DateOrder | None) -> _Scan:
    scan = _Scan()
    votes = {"dmy": 0, "mdy": 0}
    impossible: set[str] = set()
    begins: dict[str, list[str]] = {}
    rows: Counter[str] = Counter()
    texts: dict[str, set[str]] = {}
    head = [line.strip() for line in decoded_head(file.head()).split("\n", 2)[:2]]
    scan.title = title_of(*head) or ""
    for _, written in numbered_lines(file):
        line = written.rstrip("\n")
        if found := day_parts(line.strip()):
            if is_certain(found):
                scan.order, scan.sure = "ymd", True
            else:
                named = weekday(found)
                for order in votes:
                    day = date_of(found, order)
                    votes[order] += day is not None and (named is None or day.weekday() == named)
                    impossible |= {order} if day is None else set()
        elif (row := _SPACED.fullmatch(line)) and (row["name"] in rows or len(rows) < NAMES_KEPT):
            words = row["text"].split(" ")[: NAME_WORDS - 1]
            # Some of the text must be left beside the name.
            words = words[:-1] if len(words) == len(row["text"].split(" ")) else words
            known = begins.get(row["name"], words)
            begins[row["name"]] = [one for at, one in enumerate(known) if words[: at + 1] == known[: at + 1]]
            rows[row["name"]] += 1
            texts.setdefault(row["text"].split(" ", 1)[0], set()).add(row["name"])
    if scan.order != "ymd" and said in votes and said not in impossible:
        scan.order, scan.sure = said, True
    elif scan.order != "ymd":
        scan.order, scan.sure = "mdy" if votes["mdy"] > votes["dmy"] else "dmy", votes["dmy"] != votes["mdy"]
    for first, more in begins.items():
        # What others' texts begin with too is no part of a name.
        if more and rows[first] >= SURE_ROWS and texts[more[0]] == {first}:
            scan.names[first] = " ".join([first, *more])
    if " " in scan.title:
        scan.names.setdefault(scan.title.split(" ", 1)[0], scan.title)
    return scan
