"""The program that adds broken exports, each into an index of its own, within bounds of time and memory.

Reads lines of JSON from stdin, each the folder of an export, and answers each with a line: what was raised, what was read,
what was said, how many seconds of processor time it took and how much memory this process has had so far.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from datetime import UTC
from pathlib import Path
from typing import Any

from index.index import Index
from index.sources.base import ReadContext
from index.types.events import FileDone, FileSkipped
from index.types.search import Query
from tests.index.mutations.fuzzer import MEGABYTES, SECONDS, SIBLING_WORDS
from tests.index.sources.hostile_reader import peak_megabytes


class _TooLong(BaseException):
    """An export has taken its processor time."""


def _too_long(*_: object) -> None:
    raise _TooLong


def outcome(folder: Path) -> dict[str, Any]:
    """Add an export and say what came of it."""
    answer: dict[str, Any] = {"raised": "", "done": {}, "said": [], "siblings": 0}
    before = _seconds()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        with Index.open(folder.parent / f"{folder.name}.db", zone=UTC, create=True) as index:
            for event in index.add([folder], embedder=None, context=ReadContext(UTC, zone_guessed=False)):
                if isinstance(event, FileDone):
                    answer["done"][os.path.relpath(event.path, folder)] = event.added
                    answer["said"] += [f"{problem.locator}: {problem.reason}" for problem in event.problems]
                elif isinstance(event, FileSkipped):
                    answer["said"].append(f"{event.reason} {event.next_step}")
                    event.path.encode()
            answer["siblings"] = sum(bool(index.search(Query(words), None).hits) for words in SIBLING_WORDS)
            if not index.health().integrity:
                answer["raised"] = "the index is damaged"
            for info in index.sources():
                info.path.encode()
    except _TooLong:
        answer["raised"] = f"more than {SECONDS} seconds of processor time\n{traceback.format_exc()[-1500:]}"
    except BaseException:  # noqa: BLE001  whatever it is, it is what was looked for
        answer["raised"] = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    answer["seconds"] = round(_seconds() - before, 2)
    answer["megabytes"] = peak_megabytes()
    return answer


def _seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    signal.signal(signal.SIGPROF, _too_long)
    # Address space is more than memory, and the readers of PDFs set a bound of their own.
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEGABYTES << 20, resource.getrlimit(resource.RLIMIT_AS)[1]))
    for line in sys.stdin:
        answer = outcome(Path(json.loads(line)))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
