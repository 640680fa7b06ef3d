"""Locking and unlocking as messages to the app. Runs in threads; knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.tui.base.problem_report import Trouble, trouble_of
from app.tui.passphrase.messages import IndexLocked, Locked, Refused, Unlocked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from app.tui.services import Services


def watch(services: Services, stop: Event) -> Iterator[Locked | Unlocked]:
    """Say when the index was locked elsewhere, and when it needs no passphrase any more."""
    for heard in services.locking().watch(stop):
        if heard == "free":
            services.locking().reopen()
        yield Locked() if heard == "locked" else Unlocked()


def let_go(services: Services, *, everywhere: bool) -> IndexLocked:
    """Close the index and forget its key, here or everywhere."""
    try:
        (services.locking().lock if everywhere else services.locking().let_go)()
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return IndexLocked(trouble_of(error))
    return IndexLocked()


def unlock(services: Services, passphrase: str) -> Unlocked | Refused:
    """Try a passphrase. What it was is in no message."""
    from index.errors import IndexProblem

    try:
        services.locking().unlock(passphrase)
    except IndexProblem as problem:
        return Refused(Trouble(str(problem), problem.next_step))
    except Exception as error:  # noqa: BLE001  as above
        return Refused(trouble_of(error))
    return Unlocked()
