"""Where things are on disk: the only reader of $HOMEBODY_HOME and $HOMEBODY_MODELS, and of the platform's folders."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NamedTuple

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
SAVED_CONVERSATION = "conversation-"
"""What the names of files begin with that conversations are saved to."""


class Home(NamedTuple):
    """One person's homebody: `root` holds settings, store and socket; `models` is shared by all homes."""

    root: Path
    models: Path

    @property
    def store(self) -> Path:
        """Return the database's path."""
        return self.root / "index.db"

    @property
    def settings(self) -> Path:
        """Return the settings file's path."""
        return self.root / "settings.toml"

    @property
    def sample(self) -> Path:
        """Return the folder that the sample home is copied to, which is its name in the list of sources."""
        return self.root / "Sample home (demo)"

    @property
    def run(self) -> Path:
        """Return the folder for sockets of this home's processes."""
        return self.root / "run"

    def saved_conversations(self) -> list[Path]:
        """Return the files that conversations were written to when the terminal app ended because of a bug."""
        return sorted(self.root.glob(f"{SAVED_CONVERSATION}*.md"))

    def ensure(self) -> None:
        """Make the root folder, for the owner alone. Raises OSError."""
        private_folder(self.root)


def default_home() -> Home:
    """Return the home that the environment names, or the platform's data directory. Raises OSError."""
    root = _named("HOMEBODY_HOME")
    models = _named("HOMEBODY_MODELS")
    if root is None or models is None:
        from platformdirs import user_data_path

        data = user_data_path("homebody", appauthor=False)
        root = root or data
        models = models or data / "models"
    return Home(root, models)


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable, "").strip()
    try:
        return Path(value).expanduser().absolute() if value else None
    except RuntimeError as error:
        raise FileNotFoundError(
            errno.ENOENT, f"{variable} names a user that this machine does not have", value
        ) from error


def downloads_folder() -> Path:
    """Return the folder that browsers and apps save to. It need not be there."""
    from platformdirs import user_downloads_path

    return user_downloads_path()


def desktop_opener() -> str | None:
    """Return the program by which this system opens a file in its own program; None without one, or without a desktop."""
    import shutil
    import sys

    if sys.platform == "darwin":
        return shutil.which("open")
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    return shutil.which("xdg-open")


def private_folder(path: Path) -> Path:
    """Make `path` and its parents if absent, closed to everyone but the owner, and return it. Raises OSError."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if os.name == "posix" and path.stat().st_uid == os.getuid() and path.stat().st_mode & 0o077:
        path.chmod(PRIVATE_FOLDER)
    return path
