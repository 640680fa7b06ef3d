"""A store that broke while it was encrypted where it lay. Linux alone: file systems of others are called otherwise."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

BROKEN = """
    import os, signal, sys
    import apsw
    path, old, new, left = *sys.argv[1:4], 1_000_000
    class File(apsw.VFSFile):
        def __init__(self, name, flags):
            self.store = flags[0] & apsw.SQLITE_OPEN_MAIN_DB
            super().__init__("unix", name, flags)
        def xWrite(self, data, offset):
            global left
            super().xWrite(data, offset)
            left -= bool(self.store)
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
    class Disk(apsw.VFS):
        def xOpen(self, name, flags):
            return File(name, flags)
    disk = Disk("killing", "unix")
    db = apsw.Connection(path, vfs="multipleciphers-killing")
    if old:
        db.pragma("key", old)
    db.pragma("journal_mode", "delete")
    db.pragma("cache_size", -64_000)
    left = int(sys.argv[4])
    if new == "transaction":
        db.execute("UPDATE message SET body = body || '!'")
    else:
        db.pragma("rekey", new)
    """


def broken(store: Path, old: str, new: str, at: int) -> None:
    """Encrypt a store in place by another key, as earlier versions did, killed after so many writes to it.

    `new` may be "transaction": then rows are changed instead. An empty key is none.
    """
    command = [sys.executable, "-c", textwrap.dedent(BROKEN), str(store), old, new, str(at)]
    ran = subprocess.run(command, timeout=120)
    assert ran.returncode == -signal.SIGKILL
