"""A home is its owner's alone: whose it and its files are is looked at first, and no link is written through.

What others can write to, they can plant a file or a link in. Where the system has no owners and modes (Windows), the folder
of a person's profile is closed to others by the system, and nothing is looked at here. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from app.home.paths import PRIVATE_FILE, Home, private_folder

NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NOBODY = 65534
"""Whom Linux names where an owner has no number in here: the folders above a home in a container are often of nobody's."""
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OURS = ("index.db", "settings.toml", "hints", "run", "Sample home (demo)")
"""How the names begin of what homebody writes in a home; `index.db-wal` and the like belong to the first."""
_READ_BY_LINK = "settings.toml"
"""A link of the owner's is read through there; to change a setting puts a file in its place."""


class HomeRefused(Exception):
    """The home, or something in it, is not its owner's alone; `str()` is one sentence, `next_step` says what to do."""

    def __init__(self, sentence: str, next_step: str) -> None:
        super().__init__(sentence)
        self.next_step = next_step


def check(home: Home) -> None:
    """See that nobody else owns or can change a home or what homebody opens in it. Raises HomeRefused, OSError.

    The home itself may be a link, and need not be there yet. What of it is open to others is closed to them.
    """
    if os.name != "posix":
        return
    root = Path(os.path.realpath(home.root))
    for folder in root.parents:
        _check_above(folder, root)
    try:
        state = root.stat()
    except FileNotFoundError:
        return
    _check_root(root, state)
    _close(root, state)
    for entry in (*os.scandir(root), *(os.scandir(home.run) if _is_own_folder(home.run) else ())):
        if entry.name.startswith(_OURS) or Path(entry.path).parent == home.run:
            with contextlib.suppress(FileNotFoundError):  # another process has just ended, and taken it along
                _check_entry(Path(entry.path), entry.stat(follow_symlinks=False))


def open_own(path: Path, flags: int) -> int:
    """Open (and make, for the owner alone) a file of a home by itself, never through a link. Raises OSError."""
    return os.open(path, flags | os.O_CREAT | NOFOLLOW | getattr(os, "O_CLOEXEC", 0), PRIVATE_FILE)


def write_whole(path: Path, text: str) -> None:
    """Put a new file for the owner alone in the place of whatever has its name, a link too. Raises OSError."""
    import tempfile

    private_folder(path.parent)
    number, draft = tempfile.mkstemp(".new", f"{path.name}-", path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(draft, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)  # noqa: PTH108
        raise


def _check_above(folder: Path, root: Path) -> None:
    """Refuse a home where somebody else can put another folder in its place."""
    try:
        state = folder.stat()
    except FileNotFoundError:
        return
    if state.st_uid not in (0, os.getuid(), _NOBODY):
        raise HomeRefused(
            f"The home {root} lies in {folder}, which belongs to {_name(state.st_uid)}.",
            "Name a folder below one of your own with HOMEBODY_HOME.",
        )
    if state.st_mode & stat.S_IWOTH and not state.st_mode & stat.S_ISVTX:
        raise HomeRefused(
            f"The home {root} lies in {folder}, where everybody can put another in its place.",
            f"Name a folder below one of your own with HOMEBODY_HOME, or run `chmod o-w {folder}`.",
        )


def _check_root(root: Path, state: os.stat_result) -> None:
    if not stat.S_ISDIR(state.st_mode):
        raise HomeRefused(f"The home {root} is not a folder.", "Name a folder with HOMEBODY_HOME.")
    if state.st_uid != os.getuid():
        raise HomeRefused(
            f"The home {root} belongs to {_name(state.st_uid)}, and homebody runs as {_name(os.getuid())}.",
            "Run it as the owner, or name a folder of your own with HOMEBODY_HOME.",
        )
    if state.st_mode & _OTHERS_WRITE and any(root.iterdir()):
        raise HomeRefused(
            f"Others can write into the home {root}, so what lies there may be theirs.",
            f"See that all of it is yours, then run `chmod go= {root}`.",
        )


def _is_own_folder(path: Path) -> bool:
    """Tell whether there is a folder of the owner's, itself and no link; another one is told by its entry in the home."""
    try:
        state = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid()


def _check_entry(path: Path, state: os.stat_result) -> None:
    link = stat.S_ISLNK(state.st_mode)
    followed = link and path.name == _READ_BY_LINK and state.st_uid == os.getuid()
    if followed:
        with contextlib.suppress(FileNotFoundError):
            state = path.stat()
    if state.st_uid != os.getuid():
        raise HomeRefused(
            f"{path} belongs to {_name(state.st_uid)}, and not to {_name(os.getuid())}.",
            "Move it away, and see who else can write into that folder.",
        )
    if link and not followed:
        raise HomeRefused(
            f"{path} is a link, and homebody writes through none.",
            "Put the file itself there, or name its folder with HOMEBODY_HOME.",
        )
    if not link:
        _close(path, state)


def _close(path: Path, state: os.stat_result) -> None:
    """Close what is the owner's to others. Where the file system has no modes it stays as it is."""
    if state.st_mode & _OTHERS:
        with contextlib.suppress(OSError):
            path.chmod(stat.S_IMODE(state.st_mode) & ~_OTHERS)


def _name(user: int) -> str:
    """Return what a user is called, for a sentence."""
    with contextlib.suppress(ImportError, KeyError):
        import pwd

        return pwd.getpwuid(user).pw_name
    return f"user {user}"
