"""The key of an index changed at the command line: with progress, and saying which key opens it when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime
    from index.index import Index


def change_key(runtime: Runtime, index: Index, passphrase: str | None) -> None:
    """Encrypt the index with a passphrase, or with None take the encryption off, while no warm process has it open.

    When it fails or is stopped, what opens the index is said before the error goes on.
    """
    from app.home.lock_mark import announced, once_let_go
    from app.output.interruption import held
    from app.service_client.client import find
    from index.errors import IndexProblem
    from index.store.database.copies import Watch

    before = index.encrypted
    try:
        with announced(runtime.home), held() as stop, report.progress() as progress:
            if (client := find(runtime.home)) is not None:
                client.stop()
            watch = Watch(lambda share: progress.show(_what(passphrase), 0, None, share=share), stop)
            once_let_go(lambda: index.change_key(passphrase, watch))
    except IndexProblem:
        if index.encrypted == before:
            report.note(f"Nothing was changed: {_opens(encrypted=before)}")
        raise
    runtime.key = index.key


def _what(passphrase: str | None) -> str:
    return "Encrypting" if passphrase is not None else "Taking the encryption off"


def _opens(*, encrypted: bool) -> str:
    if encrypted:
        return "the index is encrypted and opens with the passphrase that it had."
    return "the index is not encrypted and opens without a passphrase."
