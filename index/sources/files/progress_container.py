"""A container that knows how far a file has been read, so that progress can say how much is left."""

from __future__ import annotations

from typing import BinaryIO

from index.sources.base import Container


class ProgressContainer:
    """Another container, and the position in the file that is read from it."""

    def __init__(self, container: Container, name: str) -> None:
        """Watch the file `name` in it."""
        self._container = container
        self._name = name
        self._stream: BinaryIO | None = None

    def names(self) -> tuple[str, ...]:
        """Return the other container's names."""
        return self._container.names()

    def open(self, name: str) -> BinaryIO:
        """Open a file of the other container."""
        stream = self._container.open(name)
        if name == self._name:
            self._stream = stream
        return stream

    def position(self) -> int:
        """Return how many bytes of the file lie before what is read next, in its last reading; 0 where nobody knows."""
        stream = self._stream
        if stream is None or stream.closed:
            return 0
        try:
            return stream.tell()
        except (OSError, ValueError):
            return 0
