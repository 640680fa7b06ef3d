"""What reaches the screen from a command: stdout is data, stderr is narration, and every error is one sentence.

Everything that comes from a file or a model passes `sanitize.clean` on its way out.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TextIO

from app.text.sanitize import clean, clean_line, clean_marked
from app.text.wording import counted

if TYPE_CHECKING:
    from app.assistant.events import Dropped, Sentence
    from app.output.progress import Live
    from index.types.search import Hit

DONE = 0
NOTHING = 1
USAGE = 2
NEEDS = 3
DAMAGED = 4
STOPPED = 130

Stream = Literal["out", "err"]

# Cleaned text holds no control characters, so these are only ever our own.
_MARK_BEGINS, _MARK_ENDS = "\x02", "\x03"
"""Around what a terminal shows bold, until it is known whether it is one that reads."""
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"

_RAW_CONTROLS = re.compile("[\x7f-\x9f]")


class Printed(NamedTuple):
    """What a command printed for a screen so many columns wide: pieces in their order, each with its stream."""

    columns: int
    pieces: list[tuple[Stream, str]]


_printed: ContextVar[Printed | None] = ContextVar("printed", default=None)


@contextmanager
def kept(columns: int) -> Iterator[Printed]:
    """Keep what this thread prints meanwhile, for a screen that is so many columns wide."""
    printed = Printed(columns, [])
    before = _printed.set(printed)
    try:
        yield printed
    finally:
        _printed.reset(before)


def print_kept(printed: Printed) -> None:
    """Print what was kept, as it would have been printed at once."""
    for stream, text in printed.pieces:
        _write(stream, text)


def _write(stream: Stream, text: str, *, flush: bool = False) -> None:
    if (printed := _printed.get()) is not None:
        printed.pieces.append((stream, text))
        return
    file = sys.stdout if stream == "out" else sys.stderr
    if file is None:  # it was started with this stream closed: nobody reads it
        return
    if _MARK_BEGINS in text:
        begins, ends = (_BOLD, _PLAIN) if _shows_styles(file) else ("", "")
        text = text.replace(_MARK_BEGINS, begins).replace(_MARK_ENDS, ends)
    file.write(text)
    if flush or stream == "err":
        file.flush()


def _shows_styles(file: TextIO) -> bool:
    """Tell whether what is written there is seen by a person, in a terminal that knows styles."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    # Windows' old console shows the codes themselves.
    return not plain and at_terminal(file) and (os.name != "nt" or "WT_SESSION" in os.environ)


def at_terminal(*streams: TextIO | None) -> bool:
    """Tell whether all these are a terminal; one that was closed before the start is None, and none."""
    return all(stream is not None and stream.isatty() for stream in streams)


def out(text: str = "") -> None:
    """Write a line of data to stdout, cleaned of control characters."""
    _write("out", clean(text) + "\n")


def out_json(value: Mapping[str, Any] | Sequence[Any], *, line: bool = False) -> None:
    """Write JSON to stdout: indented, or on one line. Control characters are escaped, also those JSON would allow."""
    text = json.dumps(value, ensure_ascii=False, indent=None if line else 2)
    _write("out", _RAW_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n", flush=True)


def note(text: str) -> None:
    """Write a line of narration to stderr."""
    _write("err", clean(text) + "\n")


def fail(sentence: str, next_step: str = "") -> None:
    """Write an error to stderr: one sentence, and the next step."""
    note(f"homebody: {sentence}{' ' + next_step if next_step else ''}")


def stopped() -> int:
    """Say that the owner, or a signal, ended the work, and return the exit code for it."""
    from app.output import terminal

    note("Stopped. What was finished is kept.")
    return terminal.exit_code()


class ExitStatus:
    """The exit code of a guarded stretch of work."""

    def __init__(self) -> None:
        self.code = DONE


@contextmanager
def guarded() -> Iterator[ExitStatus]:
    """Turn everything that can go wrong into a sentence and an exit code; no traceback, so no message text, gets out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    outcome = ExitStatus()
    try:
        yield outcome
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted. Python would complain when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        outcome.code = stopped()
    except Exception as error:  # noqa: BLE001  the outermost boundary: every error becomes a sentence here
        outcome.code = explain(error)


def explain(error: Exception) -> int:
    """Write the sentence for an error and return its exit code."""
    from app.home.config import SettingsProblem, debugging
    from app.home.ownership import HomeRefused
    from index import errors as index_errors
    from models import errors as model_errors

    if isinstance(error, index_errors.Stopped):
        return stopped()
    if isinstance(error, index_errors.AmbiguousName):
        fail(str(error), error.next_step)
        for candidate in error.candidates:
            note(f"  {candidate}")
        return USAGE
    for kinds, code in (
        ((index_errors.StoreDamaged, model_errors.ModelDamaged), DAMAGED),
        ((index_errors.StoreLocked, index_errors.StoreMissing, index_errors.StoreTooNew, HomeRefused), NEEDS),
        ((index_errors.NotFound, index_errors.SourceProblem, index_errors.DiskFull), NOTHING),
        ((index_errors.BadQuery, model_errors.UnknownModel, SettingsProblem), USAGE),
        ((model_errors.ContextOverflow, model_errors.EngineFailed), NOTHING),
        ((index_errors.IndexProblem, model_errors.ModelProblem), NEEDS),
    ):
        if isinstance(error, kinds):
            fail(str(error), getattr(error, "next_step", ""))
            return code
    if isinstance(error, OSError) and error.strerror:
        fail(f"{error.strerror}{f': {error.filename}' if error.filename else ''}.")
        return NOTHING
    try:
        whole = index_is_whole()
    except index_errors.StoreDamaged as damaged:
        fail(str(damaged), damaged.next_step)
        return DAMAGED
    fail(
        f"stopped because of a bug: {type(error).__name__} at {place_of(error)}.",
        f"{whole}HOMEBODY_DEBUG=1 shows the details (which may hold your own text).",
    )
    if debugging():
        raise error
    return NOTHING


def index_is_whole() -> str:
    """Return what can be said of the index after a mistake: that it was read and is whole, or nothing.

    Nothing is said where this process opened none, or an encrypted one, whose cipher finds what is damaged by itself.
    Raises StoreDamaged: then the mistake may be none.
    """
    if "index.index" not in sys.modules:
        return ""
    from index.index import checked

    return "Your index is intact. " if checked() else ""


def place_of(error: BaseException) -> str:
    """Return where in the code an error was raised, as a file's name and line."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119


# ── Progress ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Progress(Protocol):
    """A line of progress on stderr."""

    def show(self, what: str, done: int, total: int | None, *, unit: str = "", share: float | None = None) -> None:
        """Say what is going on and how far it is; `total` None where unknown.

        `share` (0 to 1) says how far where it is known by other means than `done`: by bytes, for records.
        """
        ...


class _NoProgress:
    def show(self, what: str, done: int, total: int | None, *, unit: str = "", share: float | None = None) -> None:
        pass


_live: list[Live] = []
"""The lines of progress on the screen, of which there is one at most."""


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress with a rate and time left while stderr is a terminal; otherwise nothing."""
    if _printed.get() is not None or not at_terminal(sys.stderr):
        yield _NoProgress()
        return
    from app.output.progress import live

    with live() as shown:
        _live.append(shown)
        try:
            yield shown
        finally:
            _live.remove(shown)


@contextmanager
def without_progress() -> Iterator[None]:
    """Take the live line of progress away meanwhile: it would be drawn over what the owner is asked."""
    with ExitStack() as stack:
        for shown in _live:
            stack.enter_context(shown.away())
        yield


# ── Hits ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def hit_json(hit: Hit, *, explain: bool = False, snippet: bool = False) -> dict[str, Any]:
    """Return a hit in the command line's JSON shape, with `snippet` also the line around what matched."""
    shape: dict[str, Any] = {
        "id": hit.id,
        "native_id": hit.native_id,
        "kind": hit.kind,
        "source": hit.source,
        "chat": hit.chat,
        "sender": hit.sender,
        "time": hit.time.isoformat() if hit.time else None,
        "text": hit.text,
        "path": hit.path,
        "locator": hit.locator,
        "score": round(hit.score, 6),
    }
    if snippet:
        shape |= {"snippet": hit.snippet, "spans": [list(span) for span in hit.spans], "alike": list(hit.alike)}
    if explain:
        shape["explain"] = {name: dict(values) for name, values in hit.explain.items()}
    return shape


def hit_heading(hit: Hit) -> str:
    """Return who, where and when of a hit on one line."""
    if hit.kind == "file":
        parts = [hit.chat or (hit.path or "").replace("\\", "/").rsplit("/", 1)[-1], hit.locator or ""]
    else:
        parts = [hit.sender or "—", hit.chat or ""]
    if hit.time:
        day = f"{hit.time:%a} {hit.time.day} {hit.time:%b %Y}"
        parts.append(f"{day} {hit.time:%H:%M}" if hit.kind == "message" else day)
    return " · ".join(clean_line(part) for part in parts if part)


def hit_text(hit: Hit) -> str:
    """Return a hit's text, or what stands for it when it has none."""
    return hit.text or (f"[{', '.join(hit.attachments)}]" if hit.attachments else f"[{hit.message_kind}]")


def out_hit(hit: Hit, label: str, *, lines: int = 4, path: bool = True) -> None:
    """Write a hit for people: a heading with its id, its text, folded and at most `lines` long, and a file's `path`."""
    out(f"{label} {hit_heading(hit)}  ({hit.id})")
    indent = " " * (len(label) + 1)
    for line in fold(hit_text(hit), indent, lines):
        out(line)
    if path and hit.kind == "file" and hit.path:
        out_path(hit.path, indent)


def out_found(hit: Hit, label: str) -> None:
    """Write a hit of a search for people: its heading, the line around what matched, and the path of a file."""
    alike = f" and {len(hit.alike):,} that say the same" if hit.alike else ""
    out(f"{label} {hit_heading(hit)}  ({hit.id}{alike})")
    indent = " " * (len(label) + 1)
    text, spans = clean_marked(hit.snippet, hit.spans) if hit.snippet else (clean_line(hit_text(hit)), ())
    at = 0
    for line in fold(text, indent):
        said = line.removeprefix(indent)
        place = text.find(said, at)
        _write("out", f"{indent}{_marked(said, place, spans) if place >= 0 else said}\n")
        at = max(at, place + len(said))
    if hit.kind == "file" and hit.path:
        out_path(hit.path, indent)


def out_path(path: str, indent: str = "") -> None:
    """Write a file's path on a line of its own, its spaces as they are."""
    out(indent + clean(path).replace("\n", "\u240a"))


def _marked(line: str, at: int, spans: Sequence[tuple[int, int]]) -> str:
    """Return a line, which begins at a place of its text, with marks around those of the text's spans that it holds."""
    said, done = "", 0
    for start, end in spans:
        first, last = max(start - at, 0), min(end - at, len(line))
        if first < last:
            said += f"{line[done:first]}{_MARK_BEGINS}{line[first:last]}{_MARK_ENDS}"
            done = last
    return said + line[done:]


def columns() -> int:
    """Return how wide the screen is."""
    import shutil

    printed = _printed.get()
    return printed.columns if printed is not None else shutil.get_terminal_size().columns


def fold(text: str, indent: str = "", lines: int = 0) -> list[str]:
    """Fold text to the terminal's width; with `lines` above 0 cut it after that many and end in an ellipsis."""
    import textwrap

    width = max(40, min(columns(), 100))
    folded = [
        piece
        for line in clean(text).splitlines() or [""]
        for piece in textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=indent) or [indent.rstrip()]
    ]
    if lines and len(folded) > lines:
        folded = [*folded[: lines - 1], folded[lines - 1][: width - 2].rstrip() + " …"]
    return folded


def note_written(sentences: Sequence[Sentence], model: str | None) -> None:
    """Say how many sentences a model wrote, and which model."""
    written = sum(not sentence.verbatim for sentence in sentences)
    if model and written:
        note(f"{counted(written, 'sentence')} by {model}; the rest is quoted word for word.")


def note_dropped(dropped: Sequence[Dropped], by: str, *, show: bool) -> None:
    """Say how many generated sentences `by` ("evidence") did not bear out; with `show`, which and why."""
    if not dropped:
        return
    count = counted(len(dropped), "generated sentence")
    hint = "" if show else f" (--dropped shows {'it' if len(dropped) == 1 else 'them'})"
    note(f"{count} dropped: not borne out by the {by}{hint}")
    for one in dropped if show else ():
        note(f"  “{one.text}”: {one.reason}")
