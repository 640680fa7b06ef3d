"""Makes broken exports, has them added in a process of their own, and judges what came of it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.index.mutations import inputs, mutate

ROOT = Path(__file__).resolve().parents[3]
SECONDS, MEGABYTES = 20, 1000
"""No export may take more processor time or memory than this."""
SIBLINGS = {
    "0-sibling.txt": b"okapi in the first file\n",
    "zz/sibling.md": b"# Numbat\n\nnumbat in the last file\n",
    "zz/WhatsApp Chat with Kim.txt": b"12/11/2026, 19:41 - Kim: tapir by message\n13/11/2026, 19:42 - Lou: yes\n",
}
SIBLING_WORDS = ("okapi", "numbat", "tapir")
"""Each stands in one of the files that lie beside what is broken."""


@dataclass(frozen=True)
class Case:
    """A broken export: what it was, which file of it was broken, all its files, and those that are still whole."""

    seed: int
    number: int
    kind: str
    broken: str
    files: inputs.Files
    whole: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.seed}:{self.number}"


@dataclass(frozen=True)
class Fault:
    """What was wrong with how a case was read."""

    case: Case
    what: str


def case(seed: int, number: int) -> Case:
    """Return a case; kinds come in turn, so that any few of them hold many kinds."""
    kinds = sorted(inputs.exports())
    kind = kinds[number % len(kinds)]
    files = inputs.exports()[kind]
    rng = random.Random(f"{seed}:{number}")
    broken, name = mutate.mutated(rng, files)
    return Case(seed, number, kind, name, broken, tuple(one for one in broken if one != name))


def faults(cases: Iterable[Case]) -> Iterator[Fault]:
    """Have the cases added, and yield what is wrong."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        reader = _Reader(stack)
        for one in cases:
            place = folder / f"{one.seed}-{one.number}"
            for name, content in {**one.files, **SIBLINGS}.items():
                path = place / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            for fault in _wrong(one, reader.ask(place)):
                yield Fault(one, fault)


class _Reader:
    """The program that reads, started again where it has ended or grown."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._running: subprocess.Popen[str] | None = None

    def ask(self, folder: Path) -> dict[str, Any]:
        """Return what came of adding a folder."""
        if self._running is None:
            self._running = self._stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.index.mutations.reader"],
                    cwd=ROOT,
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            self._stack.callback(self._running.kill)
        into, out = _pipes(self._running)
        into.write(json.dumps(str(folder)) + "\n")
        into.flush()
        line = out.readline()
        if not line:
            code, self._running = self._running.wait(), None
            return {"raised": f"the reader ended with {code}", "done": {}, "said": [], "siblings": 3, "megabytes": 0}
        found: dict[str, Any] = json.loads(line)
        if found["megabytes"] > MEGABYTES // 2:
            # Its peak is that of all it has read: the next ones are measured anew.
            into.close()
            self._running.wait()
            self._running = None
        return found


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _wrong(one: Case, found: dict[str, Any]) -> Iterator[str]:
    if found["raised"]:
        yield f"raised: {found['raised']}"
        return
    if found["siblings"] < len(SIBLINGS):
        yield f"{len(SIBLINGS) - found['siblings']} siblings lost"
    yield from (
        f"lost {name}" for name in one.whole if name in _read_when_whole(one.kind) and name not in found["done"]
    )
    yield from (f"told: {said}" for said in found["said"] if inputs.CANARY in said)
    if found["megabytes"] > MEGABYTES:
        yield f"{found['megabytes']} MB"
    if found["seconds"] > SECONDS:
        yield f"{found['seconds']} s"


def _read_when_whole(kind: str) -> tuple[str, ...]:
    """Return the files of an export that are read for themselves; the others only say something about them."""
    about = ("users.json", "channels.json", "group_info.json", "Packing.html")
    return tuple(name for name in inputs.exports()[kind] if not name.endswith(about))
