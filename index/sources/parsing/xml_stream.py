"""XML of any size as a stream of events: no tree, no document types, no entities but XML's own."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Literal, NamedTuple, Protocol
from xml.parsers import expat

CHUNK_BYTES = 1 << 16
DEPTH = 1000
NAMES = 1000
"""So many elements' names are remembered."""
TOKEN_BYTES = 32_000_000
"""A tag (with what stands in its attributes) that is larger is refused: it has to stand in memory."""


class Readable(Protocol):
    """What gives bytes."""

    def read(self, count: int, /) -> bytes:
        """Return up to about `count` bytes, none at the end."""
        ...


class BrokenXml(ValueError):
    """The XML is not well formed, breaks off, is nested too deeply or declares a document type."""


class Event(NamedTuple):
    """The start or the end of an element, or text. `name` and the attributes' names are without their namespaces.

    A named tuple, because there are millions: it is made four times as quickly as a frozen dataclass.
    """

    kind: Literal["start", "end", "text"]
    name: str
    attributes: dict[str, str]
    text: str = ""


_NONE: dict[str, str] = {}
"""No attributes. Nobody changes those of an event."""


def events(stream: Readable) -> Iterator[Event]:
    """Yield what the stream holds. Raises BrokenXml, and OSError of the stream.

    A document type is refused where it declares anything: that is how a small file is made to unfold into a huge one.
    """
    found: list[Event] = []
    ends: dict[str, Event] = {}
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise BrokenXml("it is nested too deeply")
        local = {_local(key): value for key, value in attributes.items()} if attributes else _NONE
        found.append(Event("start", _local(name), local))

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        event = ends.get(name)
        if event is None:
            event = Event("end", _local(name), _NONE)
            if len(ends) < NAMES:
                ends[name] = event
        found.append(event)

    def said(text: str) -> None:
        found.append(Event("text", "", _NONE, text))

    def declared(*_: object) -> None:
        raise BrokenXml("it declares entities of its own")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = said
    parser.EntityDeclHandler = declared
    waiting = 0
    try:
        # The parser begins a tag again with each block until it is whole, so the blocks grow with the tag.
        while block := stream.read(max(CHUNK_BYTES, waiting)):
            parser.Parse(block, False)
            waiting = 0 if found else waiting + len(block)
            if waiting > TOKEN_BYTES:
                raise BrokenXml("a tag in it does not end")
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:
        yield from found
        raise BrokenXml(str(error)) from None
    yield from found


def outside(found: Iterator[Event], names: Container[str]) -> Iterator[Event]:
    """Yield the events that stand in no element of these names."""
    depth = 0
    for event in found:
        if event.name in names:
            depth += 1 if event.kind == "start" else -1
        elif not depth:
            yield event


def _local(name: str) -> str:
    return name.rpartition("}")[2]
