"""`homebody lock`: encrypt the index, or forget its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import report
from app.commands.base import ask_passphrase, sealed_command

if TYPE_CHECKING:
    from app.wiring import Runtime

EPILOG = """\b
Example:
  homebody lock

\b
The first time it asks for a passphrase and encrypts the whole index in place. Nobody can recover a lost passphrase; your
exports and files are not touched and can be added again. From then on `unlock` opens the index for as long as the warm
process stays, and `lock` makes it forget. Without the warm process every command asks.
"""


@sealed_command(short_help="Encrypt the index, or forget its key.", epilog=EPILOG)
def command(runtime: Runtime) -> int:
    """Encrypt the index with a passphrase; where it is encrypted, make the warm process forget the key."""
    from app.config import passphrase
    from app.locking import announced, once_let_go
    from app.service.client import find
    from index.errors import StoreLocked
    from index.store.header import is_encrypted

    if not is_encrypted(runtime.home.store):
        # Before anything is asked for: there may be no index.
        index = runtime.index()
        ask = ask_passphrase(twice=True)
        key = passphrase() or (ask() if ask else "")
        if not key:
            raise StoreLocked(
                "There is no passphrase to lock with.", "Run it in a terminal, where it can be asked for."
            )
        with announced(runtime.home):
            if (client := find(runtime.home)) is not None:
                client.stop()
            once_let_go(lambda: index.change_key(key))
        report.out("The index is encrypted. Keep the passphrase: without it nobody can read the index again.")
        return report.DONE
    with announced(runtime.home):
        if (client := find(runtime.home)) is not None:
            client.stop()
    report.out("The index is locked.")
    return report.DONE
