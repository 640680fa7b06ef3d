"""Write the life, or measure what is found and answered of it.

    python -m tests.quality.life write DIR [--messages N]
    python -m tests.quality.life measure [--life DIR] [--home DIR] [--messages N] [--half tune|held]

`measure` adds the life to the home unless the home has an index already; without --home both are made anew in a temporary
folder. It goes through the public command line alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.quality.life.life import WHOLE, write
from tests.quality.life.measure import command, command_finder, lines_of, searches, shares
from tests.quality.life.people import OWNER, ZONE


def main() -> None:
    """Read the command line and do what it asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=WHOLE)
    verbs = parser.add_subparsers(dest="verb", required=True)
    writing = verbs.add_parser("write")
    writing.add_argument("folder", type=Path)
    measuring = verbs.add_parser("measure")
    measuring.add_argument("--home", type=Path)
    measuring.add_argument("--half", choices=("tune", "held"))
    for verb in (writing, measuring):
        verb.add_argument("--messages", type=int, default=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.verb == "write":
        life = write(options.folder, options.messages)
        print(f"{len(life.lines):,} messages and {len(life.mails):,} mails in {options.folder}")
        return
    with tempfile.TemporaryDirectory() as name:
        measure(options.home or Path(name) / "home", Path(name) / "files", options)


def measure(home: Path, files: Path, options: argparse.Namespace) -> None:
    """Add the life to a home that has nothing yet, search, and print the table."""
    if not (home / "index.db").exists():
        write(files, options.messages)
        command(home, "add", str(files), "--me", OWNER, "--tz", ZONE, "--no-service")
    for line in lines_of(shares(searches(command_finder(home, options.half), options.half))):
        print(line)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
