"""Whether the broker's wall holds on this machine, tried by a process that stands where the broker would.

`python -m app.broker.proof TRY` is that process. It raises the broker's wall, opens what it should not be able to open, and
writes a JSON object: {"walls": "landlock" or "", "outcomes": a word for each path of "private"}.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from app.broker.walls import BrokerUnavailable, code_folder, reach_of
from app.home.paths import Home

_PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Proof:
    """What keeps the broker from its owner's files: `by` names it ("landlock (version 7)", or empty where nothing does).

    `holds` is False where there is a wall and something behind it could be opened all the same. `details` are lines on what
    was tried, `why` says why there is no wall, and `missing` why there is no broker at all.
    """

    by: str = ""
    holds: bool = True
    details: tuple[str, ...] = ()
    why: str = ""
    missing: str = ""


def prove(home: Home) -> Proof:
    """Raise the broker's wall in a process of its own and try it, on a home's folder and index."""
    from app.sealing import landlock

    try:
        version = landlock.version()
        reach = reach_of(home, os.environ)
    except landlock.LandlockUnavailable as reason:
        return Proof(why=str(reason))
    except BrokerUnavailable as reason:
        return Proof(missing=str(reason))
    private = {"your index": home.store, "the folder it is in": home.root}
    tried = {what: str(path) for what, path in private.items() if path.exists()}
    told = json.dumps({"read": reach.read, "write": reach.write, "private": list(tried.values())})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.broker.proof", told],
            capture_output=True,
            cwd=code_folder(),
            timeout=_PATIENCE_S,
            check=True,
        )
        found = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return Proof(why=f"it could not be tried: {type(error).__name__}")
    outcomes = dict(zip(tried, found["outcomes"], strict=True))
    return Proof(
        by=f"landlock (version {version})" if found["walls"] else "",
        holds="opened" not in outcomes.values(),
        details=tuple(f"{what}: {outcome}, from where it stands" for what, outcome in outcomes.items()),
        why="" if found["walls"] else "the kernel refused the rules",
    )


def main(arguments: Sequence[str]) -> int:
    """Stand where the broker would, and try to open each private path."""
    from app.broker.process import raise_walls

    told = json.loads(arguments[0])
    walls = raise_walls(told["read"], told["write"])
    json.dump({"walls": walls, "outcomes": [_tried(path, walls) for path in told["private"]]}, sys.stdout)
    return 0


def _tried(path: str, walls: str) -> str:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError as error:
        return f"refused by {walls or 'the system'} ({errno.errorcode.get(error.errno or 0, 'unknown')})"
    return "opened"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
