"""What a WhatsApp export says as a whole: how its dates are written, who is in it, and what the chat is called."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.sources.base import DateOrder, InputFile, ReadContext
from index.sources.chats import whatsapp_phrases as phrases
from index.sources.chats.whatsapp_headers import MARKS, Dates, Header, read_header
from index.sources.parsing.encoding import numbered_lines
from index.types.records import ChatRecord, Problem

NAMES_KEPT = 20_000
APP_MARK = "\u200e"
"""What iOS writes before texts of the app's own."""

_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " ", "\u2007": " ", "\u2011": "-"})
# “Maya Lind: see you”, “+49 170 1234567: hello”, “Maya:”
_AUTHOR = re.compile(rf"(?P<name>[^:\n]{{1,100}}?):(?:[ \u00a0\u202f{MARKS}]|$|(?=\W|[^\W\d]))(?P<text>.*)", re.DOTALL)
# “the subject «Boat»”
_QUOTES = re.compile('["“”„«»]')
# “the subject "Boat"”, “the subject «Boat»”
_QUOTED = re.compile('["“„«]([^"“”„«»\n]{1,100})["“”»]')
# “<Media omitted>”, “<Medien ausgeschlossen>”; not “<maya@example.org>”
_PLACEHOLDER = re.compile(r"<[^<>\n@/\\=]{4,60}>")
# “Maya left.”
_LAST_WORD = re.compile(r"[^\W\d_]+\W*$")


def split_author(rest: str) -> tuple[str, str] | None:
    """Return who wrote and what, or None for a line of the app's own."""
    colon = rest.find(": ", 1, 100)
    if (
        colon > 0
        and rest.find(":", 0, colon) < 0
        and (name := rest[:colon].strip()).isascii()
        and name
        and "\n" not in name
        and name[0] != "~"
    ):
        return name, rest[colon + 2 :]
    found = _AUTHOR.match(rest)
    if found is None or found["text"].startswith("//"):
        return None
    name = found["name"].translate(_SPACES).strip(MARKS + " ").removeprefix("~").strip(MARKS + " ")
    return (name, found["text"]) if name else None


# ── The first reading ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Scan:
    """What the first reading counts: header shapes, date orders, names, placeholders."""

    headers: int = 0
    bare: bool = False
    """Whether nothing parts time and name in its headers."""
    shapes: Counter[str] = field(default_factory=Counter)
    dates: dict[str, Dates] = field(default_factory=dict)
    senders: Counter[str] = field(default_factory=Counter)
    """How often each name stands before a text."""
    people: Counter[str] = field(default_factory=Counter)
    """How often of these the text can only be a person's."""
    app: Counter[str] = field(default_factory=Counter)
    """How often it is surely the app's own."""
    owners: Counter[str] = field(default_factory=Counter)
    """Who deleted a message in the words that the app keeps for the phone's owner."""
    placeholders: Counter[str] = field(default_factory=Counter)
    group: bool = False
    names: list[str] = field(default_factory=list)
    """The group's first and last name, as lines of the app's own tell them."""

    def see(self, header: Header, written: str, line: int) -> None:
        """Take note of a header; `written` is its whole line."""
        self.headers += 1
        self.shapes[header.shape] += 1
        self.dates.setdefault(header.dates, Dates()).see(header, written, line)
        author = split_author(header.rest)
        if author is None or _QUOTES.search(author[0]):
            if phrases.is_about_a_group(header.rest):
                self.group = True
                self._see_name(header.rest)
            if author is None:
                return
        name, text = author
        if name not in self.senders and len(self.senders) >= NAMES_KEPT:
            return
        self.senders[name] += 1
        text = text.rstrip("\r\n ")
        marked = text.startswith(APP_MARK)
        self.people[name] += not marked or _is_of_a_person(text)
        self.app[name] += marked and phrases.is_system(text, marked=True)
        if len(text) < 70:
            if phrases.DELETED_BY_OWNER.fullmatch(text):
                self.owners[name] += 1
            elif could_be_placeholder(text) and len(self.placeholders) < NAMES_KEPT:
                self.placeholders[text] += 1

    def _see_name(self, line: str) -> None:
        quoted = _QUOTED.findall(line)
        if quoted:
            self.names = [self.names[0] if self.names else quoted[0], quoted[-1]]

    def is_name(self, name: str) -> bool:
        """Tell whether what stands before a colon is somebody's name: titles in quotes belong to the app's own lines."""
        return not _QUOTES.search(name) or self.senders[name] > 1

    def is_sure(self, header: Header) -> bool:
        """Tell whether most headers look like this one."""
        count = self.shapes[header.shape]
        return count == max(self.shapes.values()) or (count > 2 and count * 20 >= self.headers)


def _scan_of(file: InputFile, *, bare: bool) -> Scan:
    found = Scan(bare=bare)
    last = 0
    for number, line in numbered_lines(file):
        if number != last and (header := read_header(line, bare=bare)) is not None:
            found.see(header, line, number)
        last = number
    return found


def scan_of(file: InputFile, said: DateOrder | None = None) -> Scan:
    """Read a file for the first time. Raises SourceProblem when it is no text, OSError."""
    found = _scan_of(file, bare=False)
    if not found.headers:
        found = _scan_of(file, bare=True)
    for shape, dates in found.dates.items():
        dates.decide(shape, said)
    return found


def order_problems(found: Iterable[Dates]) -> Iterator[Problem]:
    """Say where the order of day and month was a guess, or is another than the owner said."""
    for dates in found:
        order = "day before the month" if dates.order(0) == "dmy" else "month before the day"
        if dates.guessed:
            yield Problem(
                f"dates like {dates.example} were read with the {order}; nothing in the file decides it"
                " (`add --dates dmy` or `--dates mdy` does)",
                severity="guess",
            )
        elif dates.refused:
            yield Problem(
                f"dates like {dates.example} were read with the {order}: not all exist in the order that --dates named",
                severity="guess",
            )


def _is_of_a_person(text: str) -> bool:
    return bool(phrases.ATTACHED.search(text) or phrases.OMITTED.search(text) or phrases.is_deleted(text))


def could_be_placeholder(text: str) -> bool:
    """Tell whether a text has the form of a placeholder for media, in whatever language."""
    return (text.startswith("<") and _PLACEHOLDER.fullmatch(text) is not None) or (
        text.startswith(APP_MARK) and len(text) < 40 and _LAST_WORD.search(text) is not None
    )


# ── The chat ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Chat:
    """Whose chat it is. `owner` is the name of the one who exported it, where that is known."""

    record: ChatRecord
    owner: str | None
    app: frozenset[str]
    """Names that stand only before lines of the app's own: the group's, mostly."""


def chat_of(file: InputFile, scan: Scan, context: ReadContext) -> Chat:
    """Name the chat by its file, its group's own lines or its people, in this order."""
    people = [name for name, _ in scan.people.most_common() if scan.people[name] and scan.is_name(name)]
    named = _name_of_file(file)
    app = frozenset(
        name
        for name in scan.senders
        if not scan.people[name] and scan.is_name(name) and (scan.app[name] or same(name, named))
    )
    owner = context.me or (scan.owners.most_common(1)[0][0] if scan.owners else None)
    if owner is None and named and len(people) == 2:
        others = [name for name in people if same(name, named)]
        owner = next((name for name in people if name not in others), None) if len(others) == 1 else None
    group = scan.group or len(people) > 2
    if named:
        native, title = named.casefold(), named
    elif group and (scan.names or len(app) == 1):
        title = next(iter(app)) if len(app) == 1 else scan.names[-1]
        native = (scan.names[0] if scan.names else title).casefold()
    else:
        everyone = sorted(people)[:3] if group else sorted({*people, *app})[:3]
        native = ", ".join(everyone).casefold() or "whatsapp chat"
        others = [name for name in everyone if owner is None or not same(name, owner)]
        title = ", ".join(others or everyone) or "WhatsApp chat"
    return Chat(ChatRecord(native, title, "group" if group else "direct"), owner, app)


def _name_of_file(file: InputFile) -> str:
    """Return the chat's name as the file, the zip or the folder gives it."""
    inside = file.name.split("/")[-2::-1]
    outside = [file.path.name] if file.member is not None else [file.path.parent.name]
    for candidate in (file.base_name, *inside, *outside):
        plain = re.sub(r"\.(?:txt|zip)$", "", candidate.translate(_SPACES), flags=re.IGNORECASE).strip(MARKS + " ")
        for pattern in phrases.TITLES:
            if found := pattern.fullmatch(unicodedata.normalize("NFC", plain)):
                return found["name"].strip(MARKS + " ")
    return ""


def same(one: str, other: str) -> bool:
    """Tell whether two names are one, or two ways to write one number."""
    return identity(one)[1].casefold() == identity(other)[1].casefold()


def identity(name: str) -> tuple[str, str]:
    """Return the kind and the value of a sender: a number where the owner has no name for them."""
    digits = re.sub(r"[\s().-]", "", unicodedata.normalize("NFKC", name))
    if re.fullmatch(r"\+\d{6,15}", digits):
        return "phone", "+" + str(int(digits[1:]))
    return "display_name", unicodedata.normalize("NFC", name)
