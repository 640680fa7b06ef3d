"""What long work yields."""

from __future__ import annotations

from dataclasses import dataclass

from index.types.records import Problem


@dataclass(frozen=True, slots=True)
class FileStarted:
    """Reading of a file begins; `bytes_total` is its size."""

    path: str
    kind: str
    bytes_total: int
    position: int
    files_total: int


@dataclass(frozen=True, slots=True)
class FileProgress:
    """Records read so far from the file that was started last, and how far into its bytes the reading is."""

    path: str
    records: int
    bytes_done: int = 0


@dataclass(frozen=True, slots=True)
class FileDone:
    """A file is in: `added` new records, `known` that were there already, `removed` that are gone from the file."""

    path: str
    kind: str
    added: int
    known: int
    removed: int
    problems: tuple[Problem, ...]
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class FileSkipped:
    """A file that was not read. `failed` is False for what is left out on purpose.

    `known` says of one that failed that a `sync` finds it as it was, and that the owner was told before.
    """

    path: str
    reason: str
    next_step: str = ""
    failed: bool = True
    known: bool = False


@dataclass(frozen=True, slots=True)
class FileGone:
    """A file that was added and is no longer there: `removed` from the index with what only it held, or kept."""

    path: str
    kind: str
    messages: int
    passages: int
    removed: bool


@dataclass(frozen=True, slots=True)
class EmbeddingProgress:
    """Vectors made so far, of all that are to be: one a passage, and for the windows of a long one, together, one more."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class IngestDone:
    """The totals of one `add` or `sync`."""

    files: int
    unchanged: int
    skipped: int
    failed: int
    added: int
    known: int
    removed: int
    problems: int
    left_out: int
    """Files left out on purpose: hidden, caches, ignored, binaries found in a folder."""
    gone: int = 0
    """Files that are no longer there; `removed` counts the records that went with them."""
    failed_before: int = 0
    """Files that fail as they did when the owner was told; `failed` counts the others alone."""


IngestEvent = FileStarted | FileProgress | FileDone | FileSkipped | FileGone | EmbeddingProgress | IngestDone


@dataclass(frozen=True, slots=True)
class ForgetRequest:
    """What to forget: everything that one of these names. Paths are absolute."""

    paths: tuple[str, ...] = ()
    chats: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForgetTotals:
    """How much is, or would be, forgotten. `files` counts those whose every record goes."""

    messages: int
    passages: int
    files: int


@dataclass(frozen=True, slots=True)
class ForgetProgress:
    """Messages and passages taken out so far."""

    done: int
