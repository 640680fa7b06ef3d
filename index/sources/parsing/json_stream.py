"""JSON of any size in bounded memory: the document is walked, and only the wanted values are built.

The standard library's own scanner builds the values, so this is as fast as reading the file whole.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from index.errors import SourceProblem
from index.types.records import Problem

CHUNK_BYTES = 1 << 18
VALUE_CHARACTERS = 32_000_000
"""A single wanted value may be so long; a longer one counts as broken."""
DEPTH = 200
"""A document nested deeper than this is refused."""

Path = tuple[str, ...]
"""Where a value stands: keys of objects, and "*" for an item of an array."""
Choice = Literal["build", "enter", "skip"]


@dataclass(frozen=True, slots=True)
class JsonItem:
    """A wanted value, or (`kind` "open") an object or array that is about to be walked."""

    kind: Literal["value", "open"]
    path: Path
    value: Any
    position: int
    """Characters from the start of the file."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that could not be read. `fatal`: nothing after it can be read either."""

    reason: str
    position: int
    fatal: bool

    def problem(self, what: str, count: int, step: str = "Export it again.") -> Problem:
        """Return what there is to tell, after `count` values, each `what` ("message"), were read.

        Raises SourceProblem, with `step`, when it stands before all of them and nothing comes after it.
        """
        if self.fatal and not count:
            raise SourceProblem(f"It is not valid JSON, and no {what} could be read.", step)
        return Problem(f"a {what} cannot be read: {self.reason}", f"after {what} {count}")


_NUMBER = 64
"""A number this close to the end of what was read may not be whole."""
_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ATOM = re.compile(r"[^ \t\r\n,\[\]{}\":]+")
_NEXT_OBJECT = re.compile(r"\}\s*,\s*(?=\{)")


def walk_json(
    stream: BinaryIO, choose: Callable[[Path], Choice], mend: Callable[[str], str] | None = None
) -> Iterator[JsonItem | Broken]:
    """Walk a document. `choose` says for each path whether to build the value, to enter it, or to skip it.

    `mend` is given stretches of the text that begin and end outside of escapes. A broken object in an array costs itself.
    """
    return _Walk(_Text(stream, mend), choose).values()


class _Text:
    """A window on the decoded text that grows and slides."""

    def __init__(self, stream: BinaryIO, mend: Callable[[str], str] | None) -> None:
        self._stream = stream
        self._mend = mend
        head = stream.read(4)
        wide = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(head[:2])
        self._decoder = codecs.getincrementaldecoder(wide or "utf-8")("replace")
        self.text = self._decoder.decode(head[2:] if wide else head).removeprefix("\ufeff")
        self.at = 0
        self.done = False
        self._before = 0
        self._held = ""

    @property
    def position(self) -> int:
        return self._before + self.at

    def more(self) -> bool:
        """Read on; tell whether there may be more. Where nothing came, `text` and `at` are as they were."""
        if self.done:
            return False
        # Reading as much again as is held keeps a long value's repeated attempts linear.
        block = self._stream.read(max(CHUNK_BYTES, len(self.text) - self.at))
        self.done = not block
        text = self._held + self._decoder.decode(block, final=self.done)
        if self._mend is not None:
            cut = len(text) if self.done else _outside_escape(text)
            text, self._held = self._mend(text[:cut]), text[cut:]
        if text:
            self._before += self.at
            self.text = self.text[self.at :] + text
            self.at = 0
        return bool(text) or not self.done

    def peek(self) -> str:
        """Return the next character that is no white space, or nothing at the end."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""


def _outside_escape(text: str) -> int:
    """Return where to cut so that no escape is cut in two: an escape is at most six characters."""
    cut = text.rfind("\\", max(0, len(text) - 6))
    if cut < 0:
        return len(text)
    while cut > 0 and text[cut - 1] == "\\":
        cut -= 1
    return cut


class _Unreadable(Exception):
    """The text is no JSON from here on."""


class _Walk:
    def __init__(self, text: _Text, choose: Callable[[Path], Choice]) -> None:
        self._text = text
        self._choose = choose
        self._decoder = json.JSONDecoder(strict=False)

    def values(self) -> Iterator[JsonItem | Broken]:
        try:
            yield from self._value(())
        except _Unreadable as error:
            yield Broken(str(error), self._text.position, fatal=True)

    def _value(self, path: Path) -> Iterator[JsonItem | Broken]:
        first = self._text.peek()
        if not first:
            raise _Unreadable("the file ends too early")
        choice = self._choose(path)
        if choice == "build":
            yield from self._built(path)
        elif choice == "enter" and first in "{[":
            if len(path) >= DEPTH:
                raise _Unreadable("it is nested too deeply")
            yield JsonItem("open", path, None, self._text.position)
            yield from self._object(path) if first == "{" else self._array(path)
        else:
            self._skip()

    def _object(self, path: Path) -> Iterator[JsonItem | Broken]:
        text = self._text
        text.at += 1
        while (first := text.peek()) != "}":
            if first == ",":
                text.at += 1
                continue
            key = self._whole(_STRING) if first == '"' else ""
            if not key or text.peek() != ":":
                raise _Unreadable("the file breaks off" if not first else "it is not JSON")
            text.at += 1
            try:
                name = str(json.loads(key, strict=False))
            except ValueError:
                name = key[1:-1]
            yield from self._value((*path, name))
        text.at += 1

    def _array(self, path: Path) -> Iterator[JsonItem | Broken]:
        text = self._text
        text.at += 1
        inside = (*path, "*")
        while (first := text.peek()) != "]":
            if first == ",":
                text.at += 1
                continue
            if first in ("", "}", ":"):
                raise _Unreadable("the file breaks off" if not first else "it is not JSON")
            yield from self._value(inside)
        text.at += 1

    def _built(self, path: Path) -> Iterator[JsonItem | Broken]:
        text = self._text
        while True:
            try:
                value, end = self._decoder.raw_decode(text.text, text.at)
            except RecursionError:
                raise _Unreadable("it is nested too deeply") from None
            except ValueError as error:
                broken_inside = isinstance(error, json.JSONDecodeError) and error.pos < len(text.text) - 64
                unended = "Unterminated" in str(error)
                if (not broken_inside or unended) and len(text.text) - text.at < VALUE_CHARACTERS and text.more():
                    continue
                yield self._recover(path)
                return
            if len(text.text) - end < _NUMBER and isinstance(value, int | float) and text.more():
                continue  # the number may go on
            position = text.position
            text.at = end
            yield JsonItem("value", path, value, position)
            return

    def _recover(self, path: Path) -> Broken:
        """Go on with the next object of the same array, where there is one."""
        text = self._text
        position = text.position
        if not path or path[-1] != "*":
            raise _Unreadable("it is not JSON")
        text.at += 1
        while True:
            found = _NEXT_OBJECT.search(text.text, text.at)
            if found:
                text.at = found.end()
                return Broken("it is not JSON", position, fatal=False)
            text.at = max(text.at, len(text.text) - 1000)
            if not text.more():
                raise _Unreadable("the file breaks off")

    def _skip(self) -> None:
        """Pass over a value without building it."""
        text, depth = self._text, 0
        while True:
            first = text.peek()
            if not first:
                raise _Unreadable("the file breaks off")
            if first == '"':
                self._pass_string()
            elif first in "{[":
                depth += 1
                text.at += 1
            elif first in "}]":
                depth -= 1
                text.at += 1
            elif first in ",:":
                text.at += 1
            else:
                self._whole(_ATOM)
            if depth <= 0 and first not in ",:":
                return

    def _whole(self, pattern: re.Pattern[str]) -> str:
        """Take what the pattern matches, all of it."""
        text = self._text
        while True:
            found = pattern.match(text.text, text.at)
            if found is not None and (found.end() < len(text.text) or not text.more()):
                text.at = found.end()
                return found[0]
            if len(text.text) - text.at > VALUE_CHARACTERS or (found is None and not text.more()):
                raise _Unreadable("the file breaks off")

    def _pass_string(self) -> None:
        """Pass over a string of any length, keeping none of it."""
        text = self._text
        text.at += 1
        while True:
            quote, slash = text.text.find('"', text.at), text.text.find("\\", text.at)
            if 0 <= slash < quote or (slash >= 0 > quote):
                text.at = slash + 2
                if text.at > len(text.text):
                    text.at = slash
                    if not text.more():
                        raise _Unreadable("the file breaks off")
                continue
            if quote >= 0:
                text.at = quote + 1
                return
            text.at = len(text.text)
            if not text.more():
                raise _Unreadable("the file breaks off")
