"""The lines of calendars (.ics) and contacts (.vcf): NAME;PARAMETER=VALUE:VALUE, folded over several."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.sources.base import InputFile
from index.sources.parsing.encoding import clean, encoding_of, numbered_lines
from index.sources.parsing.encoding import decoded as decoded_as

LINE_BYTES = 1_000_000
"""What goes beyond this in one line is a picture, and is left out."""

_PIECE = re.compile(r'(?:[^;"]|"[^"]*")+')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n^'])")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One line, unfolded. `name` is upper case, without the group before it; parameters are by upper-case name.

    `value` is decoded, but keeps its backslashes: `text` and `fields` take them out.
    """

    number: int
    name: str
    parameters: dict[str, tuple[str, ...]]
    value: str

    def parameter(self, name: str) -> str:
        """Return the first value of a parameter, or nothing."""
        return self.parameters.get(name, ("",))[0]

    @property
    def types(self) -> frozenset[str]:
        """Return what the line is said to be of ("work", "cell"), lower case."""
        return frozenset(kind.lower() for value in self.parameters.get("TYPE", ()) for kind in value.split(","))


def begins(head: bytes, component: str) -> bool:
    """Tell whether a file begins with the line that begins a `component` ("VCARD")."""
    # Without zeros UTF-16 reads as well.
    start = head[:1000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return re.match(rf"(?im)[ \t]*begin[ \t]*:[ \t]*{component}[ \t]*\r?$".encode(), start) is not None


def content_lines(file: InputFile) -> Iterator[ContentLine]:
    """Yield the lines of a file in bounded memory. Lines that are none (no colon) are left out.

    Raises SourceProblem when the file is no text, OSError.
    """
    encoding = encoding_of(file.head())
    for number, content in _unfolded(file, encoding):
        found = _line(number, content, encoding)
        if found is not None:
            yield found


def text(value: str) -> str:
    r"""Return a value without its backslashes: "\n" is the end of a line."""
    return clean(_ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)).strip()


def fields(value: str, separator: str = ";") -> list[str]:
    """Cut a value at its separators that have no backslash before them."""
    found: list[str] = []
    start = at = 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
        elif value[at] == separator:
            found.append(text(value[start:at]))
            start = at + 1
        at += 1
    return [*found, text(value[start:])]


def _physical(file: InputFile, encoding: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines as they stand, without their ends; of a very long one its beginning."""
    if encoding.startswith(("utf-16", "utf-32")):
        for number, line in numbered_lines(file):
            yield number, line.rstrip("\n").encode()
        return
    with file.open() as stream:
        number, whole = 0, True
        while block := stream.readline(LINE_BYTES):
            if whole:
                number += 1
                # Some programs end their lines with a return alone.
                pieces = block.rstrip(b"\r\n").split(b"\r")
                for piece in pieces:
                    yield number, piece.removeprefix(b"\xef\xbb\xbf")
            whole = block.endswith(b"\n")


def _unfolded(file: InputFile, encoding: str) -> Iterator[tuple[int, bytes]]:
    """Join what was folded: a line that begins with a space goes on with the one before, as does a quoted-printable "="."""
    start, held, size, soft = 0, list[bytes](), 0, False
    for number, line in _physical(file, encoding):
        goes_on = bool(held) and (soft or line[:1] in (b" ", b"\t"))
        if not goes_on:
            if held:
                yield start, b"".join(held)
            start, held, size = number, [], 0
            quoted = b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()
        elif not soft:
            line = line[1:]  # noqa: PLW2901
        soft = quoted and line.endswith(b"=")
        if size < LINE_BYTES:
            held.append(line[:-1] if soft else line)
            size += len(line)
    if held:
        yield start, b"".join(held)


def _line(number: int, content: bytes, encoding: str) -> ContentLine | None:
    head, value = _parted(content)
    if not head:
        return None
    name, *pieces = _PIECE.findall(head.decode("utf-8", "replace")) or [""]
    gathered: dict[str, list[str]] = {}
    for piece in pieces:
        key, equals, written = piece.partition("=")
        if not equals:
            # vCard 2.1 leaves the parameter's name out.
            key, written = ("ENCODING" if key.upper() in ("QUOTED-PRINTABLE", "BASE64") else "TYPE"), key
        key = key.strip().upper()
        values = re.findall(r'(?:[^,"]|"[^"]*")+', written)
        gathered.setdefault(key, []).extend(_CARET.sub(_caret, one.strip().strip('"')) for one in values)
    parameters = {key: tuple(values) for key, values in gathered.items()}
    charset = parameters.get("CHARSET", ("",))[0]
    if any(one.upper() in ("QUOTED-PRINTABLE", "Q") for one in parameters.get("ENCODING", ())):
        value = quopri.decodestring(value)
    try:
        decoded = decoded_as(value, charset) if charset else value.decode()
    except UnicodeDecodeError:
        decoded = decoded_as(value, "utf-8" if encoding.startswith("utf") else encoding)
    return ContentLine(number, name.rpartition(".")[2].strip().upper(), parameters, clean(decoded))


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after the first colon that is not between quotation marks."""
    quoted = False
    for at, byte in enumerate(content[:4000]):
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x3A and not quoted:
            return content[:at], content[at + 1 :]
    head, colon, value = content.partition(b":")
    return (head, value) if colon else (b"", b"")


def _caret(found: re.Match[str]) -> str:
    return {"n": "\n", "^": "^", "'": '"'}[found[1]]
