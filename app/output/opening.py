"""Handing a file to the system's own program for it: never through a shell, and never what a system would run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePath
from typing import NamedTuple

from app.home.paths import desktop_opener

WAIT_S = 3.0
"""How long the opener may take to fail. One that shows the file itself goes on for as long as it is looked at."""
PROGRAMS = frozenset(
    ".app .appimage .bat .cmd .com .command .desktop .exe .jar .js .lnk .msi .pif .ps1 .reg .scr .sh .url .vbs"
    " .webloc .wsf".split()
)
"""Endings of what a system would run, or follow to somewhere else, rather than show."""


class Original(NamedTuple):
    """The file that something came from: `path` as a system knows it, `inside` what of it, where it is an archive."""

    path: str
    inside: str = ""


def original(path: str) -> Original:
    """Take an index's path apart: "/a/b.zip!/c.pdf" is "c.pdf" inside "/a/b.zip"."""
    outer, _, inside = path.partition("!/")
    return Original(outer, inside)


def refused(file: Original) -> str:
    """Return why a file cannot be opened from here, in a sentence; empty where it can be tried."""
    if PurePath(file.path).suffix.lower() in PROGRAMS:
        return "It is a program, or leads to one, and is not started from here."
    if sys.platform != "win32" and desktop_opener() is None:
        return "There is no desktop here to open it on."
    return ""


def is_there(file: Original) -> bool:
    """Tell whether a file is where it was when it was added."""
    return Path(file.path).is_absolute() and Path(file.path).is_file()


def hand_over(file: Original) -> str:
    """Give a file to the system's own program, which inherits the seal; return its name, empty if none took it."""
    if sys.platform == "win32":
        try:
            os.startfile(file.path)  # noqa: S606  no shell takes part in it
        except OSError:
            return ""
        return "Windows"
    opener = desktop_opener()
    if opener is None:
        return ""
    process = start(opener, file.path)
    if process is None:
        return ""
    try:
        took = process.wait(WAIT_S) == 0
    except subprocess.TimeoutExpired:
        took = True  # it shows the file for as long as it likes
    return PurePath(opener).name if took else ""


def start(opener: str, path: str) -> subprocess.Popen[bytes] | None:
    """Start an opener on a file, apart from this process; None where it cannot be started."""
    try:
        return subprocess.Popen(
            [opener, path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )
    except OSError:  # also the guard's refusal, where it is what seals
        return None
