"""Text that has the shape of a chat and is of no app's that we know: read all the same, and said to be a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.chats import whatsapp_phrases as phrases
from index.sources.chats.clock import LEVELS
from index.sources.chats.google_dates import month_of
from index.sources.chats.text_chat import TextChat
from index.sources.chats.whatsapp_chat import order_problems
from index.sources.chats.whatsapp_headers import TIME, Dates, Header, time_of
from index.sources.documents.text import PlainText
from index.sources.parsing.encoding import decoded_head, is_text, numbered_lines
from index.types.kinds import MessageKind, TimePrecision
from index.types.records import Attachment, Problem, Record

HEAD_LINES = 200
BODY_CHARACTERS = 1_000_000
"""A message that goes on for longer is cut."""
SHORT = 250
"""What stands for a file or a deleted message is shorter."""
SURE_LINES = 3
"""So many lines of one shape are the least that a chat is told by."""

_DATE = (
    r"(?:(?:[^\W\d_]{2,12}\.?,? )?(?P<a>\d{1,4})\s?(?P<sep>[./-])\s{0,2}(?P<b>\d{1,2})\s?[./-]\s{0,2}(?P<c>\d{2,4})\.?|"
    r"(?:[^\W\d_]{2,12}\.?,? )?(?:"
    r"(?P<d1>\d{1,2})(?:st|nd|rd|th|\.)?[ -](?:de )?(?P<m1>[^\W\d_]{3,12})\.?,?[ -](?:de )?(?P<y1>\d{4})|"
    r"(?P<m2>[^\W\d_]{3,12})\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>\d{4})))"
)
_GAP = r"(?:\s{0,2}[,;|T@–-]\s{0,2}|\s{1,3}(?:at|um|à|às|a las|alle|kl\.?|klo|om)\s{1,2}|\s{1,3})"
_WHO = (
    r"(?:<(?P<n1>[^<>\n]{1,60})>\s?:?(?:\s{1,4}|$)|"
    r"(?P<n2>[^:\n\[\](){}=<>|\"\t]{1,60}?)(?:\t|\s{0,2}[:|>](?:\s{1,4}|$)))(?P<text>.*)"
)
# “(13 June 2018, 21:25) Maya: Hi”, “2018/06/13 21:25 | Maya | Hi”, “> 13.06.2018 21:25 > Maya: Hi”
_LINE = re.compile(
    rf"[\s>*_|-]{{0,4}}[\[({{<]?\s{{0,2}}{_DATE}{_GAP}{TIME}\s{{0,2}}[\])}}>]?\s{{0,3}}[-–—:|>~,]{{0,2}}\s{{0,4}}{_WHO}",
    re.IGNORECASE | re.DOTALL,
)
# “Maya: Hi”, “(20:34:46) maya: Hi”, “20:34 maya | Hi”, “Jun 13, 21:25 - Maya: Hi”
_SAYS = re.compile(
    r"(?P<time>[\[(]?(?:[^\W\d_]{3,10}\.? \d{1,2},? |\d{1,2}\.? [^\W\d_]{3,10}\.?,? |\d{1,2}[./-]\d{1,2}\.?,? )?"
    r"\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?[\])]?\s{1,3}(?:[-–|>] )?)?"
    r"(?P<name>[^\W\d_][^:\n\[\](){}=<>|\"\t/\\]{0,40}?)(?:: | \| )\S"
)
# “chat with Maya.txt”, “Nachrichten.txt”
_CALLED = re.compile(r"chat|conversation|messages?|nachricht|verlauf|unterhaltung|dialog|whatsapp|sms", re.IGNORECASE)


_EXPORTS = (
    # “WhatsApp Chat with Maya.txt”, “_chat.txt”
    (r".*whatsapp[ -]chat.*\.txt|_chat\.txt", "WhatsApp"),
    # “[LINE] Maya.txt”
    (r"\[line\].*\.txt", "LINE"),
    # “KakaoTalk_20240312.txt”
    (r"kakaotalk.*\.(?:txt|csv)", "KakaoTalk"),
    # “#cabin.log”, “irc.libera.#cabin.weechatlog”
    (r"#.*\.log|.*\.weechatlog", "IRC"),
)


def _called(file: InputFile) -> str:
    """Return the app whose exports of chats are called as this file is, or nothing."""
    return next((app for name, app in _EXPORTS if re.fullmatch(name, file.base_name, re.IGNORECASE)), "")


class LikelyChat:
    """A chat whose lines have a date, a time, a name and a text, however they are parted."""

    kind: ClassVar[str] = "whatsapp"
    title: ClassVar[str] = "WhatsApp export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Ask for several such lines by people who return; what a program writes has other names."""
        lines = [line for line in decoded_head(head).splitlines()[:HEAD_LINES] if line.strip()]
        read = [found for line in lines if (found := _read(line)) is not None]
        names = Counter(name for _, name, _ in read)
        if len(read) < SURE_LINES or len(read) * 3 < len(lines) or len(names) < 2 or 2 * len(names) > len(read) + 1:
            return False
        if any(name.lower() in LEVELS for name in names) or all(
            name == name.lower() and name.isascii() for name in names
        ):
            return False
        by_machine = all(header.dates.startswith("y-") and header.second is not None for header, _, _ in read)
        spoken = any(" " in name or not name.isascii() for name in names)
        return not by_machine or spoken or _CALLED.search(file.base_name) is not None

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages, and that it was a guess."""
        yield Problem(
            "its lines are not quite as any app writes them: it was read as the likeliest, a WhatsApp chat",
            severity="guess",
        )
        dates: dict[str, Dates] = {}
        for number, line in numbered_lines(file):
            if (found := _read(line)) is not None:
                dates.setdefault(found[0].dates, Dates()).see(found[0], line, number)
        for shape, seen in dates.items():
            seen.decide(shape, context.dates)
        yield from order_problems(dates.values())
        chat = TextChat(context, re.sub(r"\.\w{1,5}$", "", file.base_name))
        draft: _Draft | None = None
        for number, line in numbered_lines(file):
            opened = _opened(line, number, dates)
            if opened is not None:
                yield from _ended(chat, draft)
                draft = opened
            elif draft is not None:
                draft.add(line)
            elif line.strip():
                yield Problem("a line before the first message belongs to none", f"line {number}")
        yield from _ended(chat, draft)


class NamedText(PlainText):
    """Text in a file that is called as an app calls its exports."""

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look at the name alone."""
        return is_text(head) and _called(file) != ""

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the text, and that it is not what the name says."""
        yield Problem(
            f"its name is that of a chat ({_called(file)}), but it is not written as one: it was read as text",
            severity="guess",
        )
        yield from super().read(file, context)


class GuessedText(PlainText):
    """Text that looks like a chat, but does not say of which day."""

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Ask that most lines begin with the names of a few people, who return."""
        lines = [line for line in decoded_head(head).splitlines()[:HEAD_LINES] if line.strip()]
        read = [found for line in lines if (found := _SAYS.match(line))]
        timed = len(read) > 0 and all(found["time"] for found in read)
        names = Counter(found["name"] for found in read)
        if not timed:
            names = Counter(
                {name: count for name, count in names.items() if name != name.lower() or not name.isascii()}
            )
        said = names.total()
        returning = sum(count > 1 for count in names.values())
        if said * 3 < len(lines) * 2 or any(name.lower() in LEVELS for name in names):
            return False
        if timed:
            return said >= SURE_LINES and returning > 0 and 2 * len(names) <= said + 1
        # Lists of fields have names that return too, but ask nothing.
        asked = any(line.rstrip().endswith(("?", "!", "？", "！")) for line in lines)
        return asked and said >= 2 * SURE_LINES and returning > 1 and 3 * len(names) <= said

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the text, and that it may be a chat."""
        yield Problem(
            "it looks like a chat, of no app that homebody knows, and does not tell its dates in full: it was read as text",
            severity="guess",
        )
        yield from super().read(file, context)


@dataclass(slots=True)
class _Draft:
    number: int
    moment: datetime
    name: str
    lines: list[str] = field(default_factory=list)
    precision: TimePrecision = "min"
    size: int = 0

    def add(self, line: str) -> None:
        self.size += len(line)
        if self.size <= BODY_CHARACTERS:
            self.lines.append(line)


def _read(line: str) -> tuple[Header, str, str] | None:
    """Return a line's date and time, the name and the text; None when it is none of this shape."""
    found = _LINE.fullmatch(line.rstrip("\r\n"))
    if found is None:
        return None
    if found["a"]:
        numbers = (int(found["a"]), int(found["b"]), int(found["c"]))
        dates = f"y{found['sep']}" if len(found["a"]) == 4 else f"n{found['sep']}{len(found['c'])}"
    else:
        month = month_of(found["m1"] or found["m2"])
        numbers = (int(found["y1"] or found["y2"]), month, int(found["d1"] or found["d2"]))
        dates = "yw"
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"]) if found["s"] else None
    name = (found["n1"] or found["n2"] or "").strip(" ~*_,-")
    if hour > 24 or minute > 59 or (second or 0) > 59 or not name or not numbers[1]:
        return None
    half = found["pre"] or found["post"] or ""
    header = Header(
        dates, dates + ("h" if half else ""), numbers, hour, minute, second, half, found["text"], found.start("text")
    )
    return header, name, found["text"]


def _opened(line: str, number: int, dates: dict[str, Dates]) -> _Draft | None:
    found = _read(line)
    if found is None:
        return None
    header, name, text = found
    try:
        moment = time_of(header, dates[header.dates].order(number))
    except ValueError:
        return None
    return _Draft(number, moment, name, [text + "\n"], "min" if header.second is None else "s")


def _ended(chat: TextChat, draft: _Draft | None) -> Iterator[Record]:
    if draft is None:
        return
    body = "".join(draft.lines).strip()
    kind: MessageKind = "text"
    attachments: tuple[Attachment, ...] = ()
    if len(body) < SHORT and (found := phrases.OMITTED.fullmatch(body) or phrases.ATTACHED.fullmatch(body)):
        named = next((group for group in found.groups() if group), found[0])
        kind, body, attachments = "media", "", (Attachment(named.strip("<>. ")),)
    elif len(body) < SHORT and phrases.is_deleted(body):
        kind, body = "deleted", ""
    yield from chat.message(f"line {draft.number}", draft.moment, draft.name, body, kind, attachments, draft.precision)
