"""Everything the index can refuse to do.

IndexProblem
├── NotFound            nothing has that id, name or path
│   └── OwnerUnknown    it is not known who the owner is, or not everywhere
├── AmbiguousName       a name fits several people or chats
├── BadQuery            the query or a filter cannot be read
├── SourceProblem       one file cannot be read (the others go on)
│   └── UnknownFormat   no source recognises it
├── StoreProblem
│   ├── StoreMissing    there is no index yet
│   ├── StoreDamaged    the database fails its own checks
│   ├── StoreLocked     encrypted and no (or a wrong) key, or held by another process
│   │   └── WrongKey    a key was given, and it is another
│   ├── StoreTooNew     written by a later homebody
│   └── DiskFull        the disk has no room for the next write
└── Stopped             the caller asked to stop

Each carries one sentence for a person and, where there is one, the next step.
"""

from __future__ import annotations


class IndexProblem(Exception):
    """Base of all: `str()` is one sentence, `next_step` says what to do about it (or is empty)."""

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.next_step = next_step


class NotFound(IndexProblem):
    """Nothing has that id, name or path."""


class OwnerUnknown(NotFound):
    """It is not known which of the people is the owner, or not in all that was asked for."""


class AmbiguousName(IndexProblem):
    """A name fits several people or chats; `candidates` holds their titles."""

    def __init__(self, sentence: str, candidates: tuple[str, ...], next_step: str = "") -> None:
        super().__init__(sentence, next_step)
        self.candidates = candidates


class BadQuery(IndexProblem):
    """The query or a filter cannot be read."""


class SourceProblem(IndexProblem):
    """One file cannot be read."""


class UnknownFormat(SourceProblem):
    """No source recognises the file."""


class StoreProblem(IndexProblem):
    """Base of what can be wrong with the database itself."""


class StoreMissing(StoreProblem):
    """There is no index yet."""


class StoreDamaged(StoreProblem):
    """The database fails its own checks."""


class StoreLocked(StoreProblem):
    """The database is encrypted and the key is absent or wrong, or another process holds it."""


class WrongKey(StoreLocked):
    """The database is encrypted, and the key that was given does not open it."""


class StoreTooNew(StoreProblem):
    """The database was written by a later version of homebody."""


class DiskFull(StoreProblem):
    """The disk has no room for the next write; what was committed before is intact."""


class Stopped(IndexProblem):
    """The caller asked to stop; what was committed before is intact."""
