"""Runs `homebody forget` over and over in child processes, each killed before another of its statements.

    python -m tests.index.intake.killing_forget HOME PATH CHAT POINTS WORD…

PATH is added to a home once, and copies of that home are what CHAT is forgotten in. After each kill a search follows, and
then the same `forget` again. A JSON line a point tells what the search found, what the two commands came to, and where
the WORDs stood after the search and in the end: the first of a run that nobody disturbed. POINTS 0 takes every statement.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import UTC
from pathlib import Path

from index.index import Index
from index.types.search import Filters
from tests.fakes import HashEmbedder
from tests.index.intake.killing import child, counting, killing
from tests.traces import left


def main() -> None:
    home, (path, chat, points, *words) = Path(sys.argv[1]), sys.argv[2:]
    import models.load

    models.load.load_embedder = lambda *_: HashEmbedder()  # type: ignore[assignment]
    if _run(home / "filled", ["add", path]) or _run(home / "filled", ["ask", f"what did {chat} say?"]) > 1:
        raise SystemExit("the home could not be filled")
    forget = ["forget", "--in", chat, "--yes"]
    shutil.copytree(home / "filled", home / "whole")
    if child(home / "whole", forget, counting(home / "count")) != 0:
        raise SystemExit("the undisturbed run failed")
    statements = int((home / "count").read_text())
    _tell(home / "whole", 0, words)
    step = statements / int(points) if int(points) else 1
    for number in range(int(points) or statements):
        at = 1 + int(number * step)
        here = home / f"{at}"
        shutil.copytree(home / "filled", here)
        killed = os.WIFSIGNALED(child(here, forget, killing(at)))
        begun = _is_written_down(here)
        searched = _run(here, ["search", "lunch"])
        after = left(here, words)
        again = _run(here, forget)
        _tell(here, at, words, killed=killed, begun=begun, searched=searched, after=after, again=again)
        shutil.rmtree(here)


def _run(home: Path, arguments: list[str]) -> int:
    return os.waitstatus_to_exitcode(child(home, arguments, lambda _: None))


def _is_written_down(home: Path) -> bool:
    """Tell whether the killed run had got so far that another command finishes it, or had finished itself."""
    with Index.open(home / "index.db", zone=UTC) as index:
        due, times = index.forget_state()
    return due or times > 0


def _tell(home: Path, at: int, words: list[str], **more: object) -> None:
    with Index.open(home / "index.db", zone=UTC) as index:
        kept, integrity = index.count(Filters()), index.health().integrity
    told = {"at": at, **more, "kept": kept, "integrity": integrity, "left": left(home, words)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
