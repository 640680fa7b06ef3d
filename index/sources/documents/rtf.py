"""Rich Text Format (.rtf)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents.sections import Block, parts
from index.sources.documents.text import modified
from index.sources.parsing.encoding import clean
from index.types.records import DocumentRecord, Record

FILE_BYTES = 80_000_000
"""A larger file is refused: it has to stand in memory."""
GROUPS = 100_000

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|"
    r"(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\",
    re.DOTALL,
)
_CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Encodings by the number that the font table calls a font's character set."""

_NO_TEXT = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator info pict object header headerl headerr "
    "headerf footer footerl footerr footerf fldinst listtext pntext sp themedata datastore filetbl revtbl xe tc ftnsep "
    "ftnsepc".split()
)
_STARRED_TEXT = frozenset({"shpinst", "shptxt"})
_SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_BLOCK_ENDS = frozenset({"par", "sect", "page", "row", "nestrow"})


class Rtf:
    """Rich text: what it says, without its looks."""

    kind: ClassVar[str] = "rtf"
    title: ClassVar[str] = "Rich text"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the group that opens every such file."""
        return head.lstrip().startswith(b"{\\rt")

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the file as a document with a part a section. Raises SourceProblem when it is too large."""
        if file.size > FILE_BYTES:
            raise SourceProblem(f"It is larger than {FILE_BYTES // 1_000_000} MB.", "Split it, or leave it out.")
        with file.open() as stream:
            reading = _Reading(stream.read(FILE_BYTES + 1).decode("latin-1"))
        blocks = list(reading.blocks())
        yield DocumentRecord(reading.title or file.base_name, modified(file))
        yield from parts(blocks)


@dataclass(frozen=True, slots=True)
class _State:
    """What holds until the end of a group."""

    shown: bool = True
    destination: str = ""
    font: int | None = None
    fallbacks: int = 1
    """So many characters after each \\u stand for it where Unicode is not understood."""


class _Reading:
    def __init__(self, text: str) -> None:
        self._text = text
        self.title = ""
        self._state = _State()
        self._groups: list[_State] = []
        self._fonts: dict[int, str] = {}
        self._page = "cp1252"
        self._default_font: int | None = None
        self._raw = bytearray()
        self._written: list[str] = []
        self._skip = 0
        self._starred = self._item = self._row = False
        self._level = 0

    def blocks(self) -> Iterator[Block]:
        at = 0
        while found := _TOKEN.match(self._text, at):
            at = found.end()
            if found["text"] is not None:
                self._say(found["text"])
            elif found["byte"] is not None:
                self._say(chr(int(found["byte"], 16)))
            elif found["brace"] == "{":
                self._skip = 0
                if len(self._groups) < GROUPS:
                    self._groups.append(self._state)
            elif found["brace"] == "}":
                self._skip = 0
                self._flush()
                self._state = self._groups.pop() if self._groups else self._state
            elif found["word"] == "bin":
                at += max(0, int(found["number"] or 0))
            elif found["word"] is not None:
                yield from self._word(found["word"], int(found["number"]) if found["number"] else None)
            elif found["sign"] is not None:
                self._sign(found["sign"])
        yield from self._block()

    def _say(self, text: str) -> None:
        if self._skip:
            count = min(self._skip, len(text))
            self._skip -= count
            text = text[count:]
        if self._state.shown or self._state.destination == "title":
            self._raw += text.encode("latin-1")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\\{}":
            self._say(sign)
        elif sign in "~_" and self._state.shown:
            self._flush()
            self._written.append("\u00a0" if sign == "~" else "-")
        elif sign in "\r\n" and self._state.shown:
            self._flush()
            self._written.append("\n")

    def _flush(self) -> None:
        """Decode what was gathered, in the encoding that holds."""
        if not self._raw:
            return
        font = self._state.font if self._state.font is not None else self._default_font
        encoding = self._fonts.get(font, self._page) if font is not None else self._page
        try:
            text = self._raw.decode(encoding, "replace")
        except LookupError:
            text = self._raw.decode("cp1252", "replace")
        self._raw.clear()
        if self._state.shown:
            self._written.append(text)
        elif self._state.destination == "title" and not self.title:
            self.title = " ".join(text.split())

    def _word(self, word: str, number: int | None) -> Iterator[Block]:
        starred, self._starred = self._starred, False
        if (starred and word not in _STARRED_TEXT) or word in _NO_TEXT:
            self._flush()
            self._item = self._item or word in ("listtext", "pntext")
            self._state = replace(self._state, shown=False, destination=word)
        elif word == "title" and self._state.destination == "info":
            self._state = replace(self._state, destination="title")
        elif word in ("f", "fcharset", "deff", "ansicpg", "uc", "mac", "pc"):
            self._encoding(word, number or 0)
        elif not self._state.shown:
            return
        elif word == "u":
            self._flush()
            self._written.append(chr((number or 0) % 65536))
            self._skip = self._state.fallbacks
        elif word in _SIGNS:
            self._flush()
            self._written.append(_SIGNS[word])
        elif word in _BLOCK_ENDS:
            yield from self._block()
        else:
            self._format(word, number)

    def _encoding(self, word: str, number: int) -> None:
        self._flush()
        if word == "f":
            self._state = replace(self._state, font=number)
        elif word == "fcharset" and self._state.font is not None and number in _CODE_PAGES:
            self._fonts[self._state.font] = _CODE_PAGES[number] if number else self._page
        elif word == "deff":
            self._default_font = number
        elif word == "uc":
            self._state = replace(self._state, fallbacks=max(0, min(number, 100)))
        elif word in ("mac", "pc"):
            self._page = "mac_roman" if word == "mac" else "cp437"
        elif word == "ansicpg":
            self._page = {65001: "utf-8", 10000: "mac_roman", 936: "gb18030"}.get(number, f"cp{number}")

    def _format(self, word: str, number: int | None) -> None:
        if word == "pard":
            self._level, self._item = 0, False
        elif word == "plain":
            self._flush()
            self._state = replace(self._state, font=None)
        elif word == "outlinelevel" and number is not None and 0 <= number <= 5:
            self._level = number + 1
        elif word in ("cell", "nestcell"):
            self._flush()
            self._written.append(" | ")
            self._row = True
        elif word in ("v", "deleted") and number != 0:
            self._flush()
            self._state = replace(self._state, shown=False, destination=word)

    def _block(self) -> Iterator[Block]:
        self._flush()
        text = clean("".join(self._written))
        if self._row and not text.rstrip(" ").endswith("|"):
            # A paragraph inside of a table's cell.
            self._written = [text, " "]
            return
        self._written.clear()
        if self._row:
            text = "| " + " ".join(text.split()).removesuffix("|").rstrip()
            self._row = False
        if text.strip("| \t\n"):
            yield Block(f"- {text.strip()}" if self._item and not self._level else text.strip(" "), self._level)
        self._item = False
