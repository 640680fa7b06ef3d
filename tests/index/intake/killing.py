"""Runs `homebody add` over and over in child processes, each killed at another of its statements, and tells what was left.

    python -m tests.index.intake.killing HOME PATH POINTS

A child runs the real command, with small batches and a stand-in for the embedder. Its end is SIGKILL before its N-th SQL
statement. Then a whole run follows in the same home, and what the index holds is printed: a JSON line a point, the first
of a run that nobody disturbed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import apsw

from index.index import Index
from index.intake import file_reader, ingest
from index.types.search import Filters
from tests.fakes import HashEmbedder
from tests.index.kit import everything, find


def main() -> None:
    home, path, points = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    import models.load

    models.load.load_embedder = lambda *_: HashEmbedder()  # type: ignore[assignment]
    file_reader.BATCH_RECORDS, file_reader.PASSAGES_AT_ONCE, ingest.EMBED_AT_ONCE = 16, 16, 16
    counted = counting(home / "count")
    if child(home / "whole", ["add", path], counted) != 0:
        raise SystemExit("the undisturbed run failed")
    statements = int((home / "count").read_text())
    _tell(0, True, _left(home / "whole"), home / "whole")
    for number in range(points):
        at = 1 + number * statements // points
        here = home / f"{at}"
        killed = os.WIFSIGNALED(child(here, ["add", path], killing(at)))
        left = _left(here)
        if child(here, ["add", path], lambda _: None) != 0:
            raise SystemExit(f"the run after a kill at {at} failed")
        _tell(at, killed, left, here)
        shutil.rmtree(here)


def child(home: Path, arguments: list[str], hook: Callable[[apsw.Connection], None]) -> int:
    """Run a command in a fork, with a hook on its connections; return its wait status."""
    home.mkdir(exist_ok=True, mode=0o700)
    pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1]
    code = 70
    try:
        os.environ["HOMEBODY_HOME"] = str(home)
        (home / "settings.toml").write_text('zone = "UTC"\nservice_minutes = 0\n')
        apsw.connection_hooks.append(hook)
        from app.cli import main as homebody

        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            code = homebody(arguments)
    finally:
        os._exit(code)


def killing(at: int) -> Callable[[apsw.Connection], None]:
    """Return the hook that ends the process before its statement number `at`."""
    done = 0

    def trace(*_: object) -> bool:
        nonlocal done
        done += 1
        if done >= at:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    return lambda connection: setattr(connection, "exec_trace", trace)


def counting(into: Path) -> Callable[[apsw.Connection], None]:
    """Return the hook that writes into a file how many statements there were."""
    done = 0

    def trace(*_: object) -> bool:
        nonlocal done
        done += 1
        into.write_text(str(done))
        return True

    return lambda connection: setattr(connection, "exec_trace", trace)


def _left(home: Path) -> dict[str, object]:
    """Return what a killed run left: how much, whether it is whole, and whether what is stored is found by its words."""
    if not (home / "index.db").exists() or not (home / "index.db").stat().st_size:
        return {"messages": 0, "integrity": "ok", "found": 0}
    with Index.open(home / "index.db", zone=UTC) as index:
        count = index.count(Filters())
        found = sum(bool(find(index, f"number{n}").hits) for n in range(count))
        return {"messages": count, "integrity": index.health().integrity, "found": found}


def everything_in(home: Path) -> str:
    """Return all that the home's index holds."""
    with Index.open(home / "index.db", zone=UTC) as index:
        return everything(index)


def _windows(home: Path) -> list[int]:
    """Return how many windows there are, of how many passages, and how many passages wait for theirs."""
    with Index.open(home / "index.db", zone=UTC) as index, index._database.reading() as db:
        counts = db.execute("SELECT count(*), count(DISTINCT passage_id) FROM passage_window").get
        return [*counts, index.waiting()]


def _tell(at: int, killed: bool, left: dict[str, object], home: Path) -> None:
    whole = {"whole": everything_in(home), "windows": _windows(home)}
    sys.stdout.write(json.dumps({"at": at, "killed": killed, **left, **whole}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
