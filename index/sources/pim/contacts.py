"""Address books (.vcf): vCard 2.1, 3.0 and 4.0, one file with one or many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents.text import modified
from index.sources.pim.content_lines import ContentLine, begins, content_lines, fields, text
from index.types.records import ContactRecord, DocumentPart, DocumentRecord, Problem, Record, entry_label

LINES = 2000
"""A card with more lines is cut there."""
VALUE_CHARACTERS = 20_000

_LABELS = {
    "NICKNAME": "Nickname", "ORG": "Organisation", "TITLE": "Title", "ROLE": "Role", "TEL": "Phone", "EMAIL": "Email",
    "IMPP": "Chat", "X-MS-IMADDRESS": "Chat", "X-SKYPE": "Skype", "X-SKYPE-USERNAME": "Skype", "X-JABBER": "Jabber",
    "X-AIM": "AIM", "X-ICQ": "ICQ", "ADR": "Address", "BDAY": "Birthday", "ANNIVERSARY": "Anniversary",
    "X-ANNIVERSARY": "Anniversary", "X-MS-ANNIVERSARY": "Anniversary", "X-MS-SPOUSE": "Spouse", "RELATED": "Related",
    "X-ABRELATEDNAMES": "Related", "X-MS-MANAGER": "Manager", "X-MS-ASSISTANT": "Assistant", "URL": "Web page",
    "X-PHONETIC-FIRST-NAME": "Said", "X-PHONETIC-LAST-NAME": "Said", "CATEGORIES": "Groups", "NOTE": "Note",
}  # fmt: skip
"""What is shown of a card, in this order."""
_KINDS = {
    "work": "work", "home": "home", "cell": "mobile", "iphone": "mobile", "fax": "fax", "pager": "pager", "main": "main",
    "other": "other",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


class Contacts:
    """An address book: who has which number and address."""

    kind: ClassVar[str] = "contacts"
    title: ClassVar[str] = "Contacts"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the line that begins a card at the file's beginning."""
        return begins(head, "VCARD")

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield who is who, then the whole book as a document with a part a card. The file is read twice for this."""
        count = 0
        for card in _cards(file):
            count += 1
            if not card.closed:
                yield Problem("the card has no end", card.where)
            contact = card.contact(context)
            if contact is not None:
                yield contact
            elif card.closed:
                yield Problem("the card has no name, number or address", card.where)
        if not count:
            raise SourceProblem("It has no contact in it that can be read.", "Export it again.")
        yield DocumentRecord(file.base_name, modified(file))
        for card in _cards(file):
            if name := card.name():
                yield DocumentPart(card.shown(name), entry_label(name))


def _cards(file: InputFile) -> Iterator[_Card]:
    card: _Card | None = None
    inner = 0
    for line in content_lines(file):
        word = line.value.strip().upper()
        if line.name == "BEGIN" and word == "VCARD":
            # vCard 2.1 puts the card of an agent inside the card of whom they stand in for.
            if card is not None and card.agent:
                inner += 1
                continue
            if card is not None:
                yield card
            card = _Card(line.number)
        elif line.name == "END" and word == "VCARD":
            if inner:
                inner -= 1
            elif card is not None:
                card.closed = True
                yield card
                card = None
        elif card is not None and not inner:
            card.agent = line.name == "AGENT" and not line.value.strip()
            if len(card.lines) < LINES and (line.name in _LABELS or line.name in ("FN", "N", "X-ABSHOWAS")):
                card.lines.append(line)
    if card is not None:
        yield card


@dataclass(slots=True)
class _Card:
    number: int
    lines: list[ContentLine] = field(default_factory=list)
    closed: bool = False
    agent: bool = False

    @property
    def where(self) -> str:
        return f"line {self.number}"

    def first(self, name: str) -> str:
        """Return the first value of that name that says something; a list is shown with commas."""
        for line in self.lines:
            if line.name == name and (value := _shown(line)):
                return value
        return ""

    def name(self) -> str:
        """Return what a person is called, or the first thing that is known of them."""
        named = " ".join(self.first("FN").split())
        if not named:
            for line in self.lines:
                if line.name == "N":
                    family, given, middle, before, after = (*fields(line.value), "", "", "", "", "")[:5]
                    named = " ".join(" ".join((before, given, middle, family, after)).replace(",", " ").split())
        for other in ("NICKNAME", "ORG", "EMAIL", "TEL"):
            named = named or " ".join(self.first(other).split())
        return named[:500]

    def identities(self) -> tuple[tuple[str, str], ...]:
        """Return the numbers, addresses and handles by which messages know this person, each once."""
        found: dict[tuple[str, str], None] = {}
        for line in self.lines:
            value = text(line.value)
            if line.name == "TEL" and not line.types & {"fax", "pager"}:
                if number := phone(value):
                    found["phone", number] = None
            elif line.name == "EMAIL":
                address = value.removeprefix("mailto:").strip("<> ").lower()
                if "@" in address:
                    found["email", address] = None
            elif line.name in ("X-SKYPE", "X-SKYPE-USERNAME", "IMPP"):
                scheme, colon, handle = value.partition(":")
                if line.name != "IMPP" and value:
                    found["skype", value] = None
                elif colon and scheme.lower() == "skype" and handle:
                    found["skype", handle] = None
        return tuple(found)

    def contact(self, context: ReadContext) -> ContactRecord | None:
        """Return who this is, or None for a card that says nothing."""
        name = self.name()
        if not name:
            return None
        identities = self.identities()
        mine = context.me is not None and context.me.casefold() in (
            name.casefold(),
            *(value for _, value in identities),
        )
        return ContactRecord(
            name,
            identities,
            self.first("NICKNAME"),
            self.first("ORG"),
            self.first("NOTE"),
            is_me=mine,
            locator=self.where,
        )

    def shown(self, name: str) -> str:
        """Return the card as text, a line a fact."""
        facts: dict[str, None] = {}
        for wanted, label in _LABELS.items():
            for line in self.lines:
                if line.name == wanted and (value := _shown(line)):
                    kinds = ", ".join(kind for key, kind in _KINDS.items() if key in line.types)
                    facts[f"{label}{f' ({kinds})' if kinds else ''}: {value}"] = None
        return "\n".join((name, *facts))


def _shown(line: ContentLine) -> str:
    if line.name in ("ORG", "ADR"):
        value = ", ".join(part for part in fields(line.value) if part)
    elif line.name == "CATEGORIES":
        value = ", ".join(part for part in fields(line.value, ",") if part)
    else:
        value = text(line.value)
    if line.name in ("BDAY", "ANNIVERSARY", "X-ANNIVERSARY", "X-MS-ANNIVERSARY"):
        # 1604 is how some address books write that the year is not known.
        value = _DAY.sub(
            lambda day: f"--{day[2]}-{day[3]}" if day[1] == "1604" else f"{day[1]}-{day[2]}-{day[3]}", value
        )
    if line.name == "TEL":
        value = value.removeprefix("tel:")
    if line.name in ("RELATED", "X-ABRELATEDNAMES", "EMAIL"):
        value = value.removeprefix("mailto:")
    return value[:VALUE_CHARACTERS]


def phone(written: str) -> str:
    """Return a phone number as messages have it: "+" and digits (E.164) where a country's code stands, else its digits.

    What is no number at all (a service's name, a code with letters) gives "".
    """
    bare = re.sub(r"[\u2007-\u2015\u202a-\u202f\u2060\u2066-\u2069]", " ", written)
    bare = bare.strip().removeprefix("tel:").partition(";")[0]
    bare = re.sub(r"(?i)\s*(?:ext\.?|x|#|,).*$", "", bare)
    international = re.match(r"\s*\(?\s*(?:\+|00)", bare) is not None
    if international:
        # "+44 (0)20 …": the zero is for those who call from inside the country.
        bare = re.sub(r"\(\s*0\s*\)", "", bare)
    if re.search(r"[^\d\s+().\-/]", bare):
        return ""
    digits = re.sub(r"\D", "", bare)
    if international:
        digits = digits.removeprefix("00") if "+" not in bare else digits
        return f"+{digits}" if 6 <= len(digits) <= 15 else ""
    return digits if 3 <= len(digits) <= 15 else ""
