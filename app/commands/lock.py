"""`homebody lock`: encrypt the index, or forget its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.commands.shared.base import sealed_command
from app.commands.shared.key_change import change_key
from app.commands.shared.passphrase import chosen, short_option
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime

EPILOG = """\b
Example:
  homebody lock

\b
The first time it asks for a passphrase and encrypts the whole index: it is written anew beside the old one, which goes when
the new one is whole, so this takes as much free space as the index has. Nobody can recover a lost passphrase; your exports
and files are not touched and can be added again. From then on `unlock` opens the index for as long as the warm process
stays, and `lock` makes it forget. Without the warm process every command asks.
"""


@sealed_command(short_help="Encrypt the index, or forget its key.", epilog=EPILOG)
@short_option
def command(runtime: Runtime, short: bool) -> int:
    """Encrypt the index with a passphrase; where it is encrypted, make the warm process forget the key."""
    from app.home.lock_mark import announced
    from app.service_client.client import find

    if not runtime.is_encrypted():
        # Before anything is asked for: there may be no index.
        index = runtime.index()
        key = chosen(short=short)
        if not key:
            report.note("Nothing was changed: the index is not encrypted.")
            return report.NOTHING
        change_key(runtime, index, key)
        report.out("The index is encrypted. Keep the passphrase: without it nobody can read the index again.")
        return report.DONE
    with announced(runtime.home):
        if (client := find(runtime.home)) is not None:
            client.stop()
    report.out("The index is locked.")
    return report.DONE
