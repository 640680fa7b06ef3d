"""Write the life, or measure what is found and answered of it.

    python -m tests.quality.life write DIR [--messages N]
    python -m tests.quality.life measure [--home DIR] [--messages N] [--half tune|held] [--only searches|questions] [--each]

`measure` adds the life to the home unless the home has an index already; without --home both are made anew in a temporary
folder. It goes through the public command line alone, and through extraction alone: of the models it shows it the embedder.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from app.home.config import EMBEDDER
from app.home.paths import default_home
from tests.quality.life.life import WHOLE, made, write
from tests.quality.life.measure import (
    command,
    command_asker,
    command_finder,
    lines_of,
    outcomes,
    questions,
    searches,
    shares,
)
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
    measuring.add_argument("--only", choices=("searches", "questions"))
    measuring.add_argument("--each", action="store_true", help="say of every search and question what came of it")
    for verb in (writing, measuring):
        verb.add_argument("--messages", type=int, default=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.verb == "write":
        life = write(options.folder, options.messages)
        say([f"{len(life.lines):,} messages and {len(life.mails):,} mails in {options.folder}"])
        return
    with tempfile.TemporaryDirectory() as name:
        measure(options.home or Path(name) / "home", Path(name) / "files", options)


def measure(home: Path, files: Path, options: argparse.Namespace) -> None:
    """Add the life to a home that has nothing yet, search and ask, and print the tables."""
    os.environ["HOMEBODY_MODELS"] = str(only_the_embedder(files.parent / "models"))
    if not (home / "index.db").exists():
        write(files, options.messages)
        command(home, "add", str(files), "--me", OWNER, "--tz", ZONE, "--no-service")
    if options.only != "questions":
        found = searches(command_finder(home, options.half), options.half)
        each = (
            f"{one.rank:3} of {one.shown:3}  {one.search.number:3} {one.search.kind}: {one.search.text}"
            for one in found
        )
        say([*(each if options.each else ()), *lines_of(shares(found))])
    if options.only != "searches":
        answered = []
        for judged in questions(command_asker(home), made(options.messages), options.half):
            answered.append(judged)
            question, said, outcome = judged
            if options.each:
                say([f"{outcome:10} {question.number:3} {question.kind}: {question.text} → {said.sentences[:160]}"])
        say(lines_of(outcomes(answered)))


def say(lines: Iterable[str]) -> None:
    """Print lines at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def only_the_embedder(folder: Path) -> Path:
    """Make a folder of models in which there is no language model."""
    folder.mkdir()
    (folder / EMBEDDER).symlink_to(default_home().models / EMBEDDER)
    return folder


if __name__ == "__main__":
    main()
