"""A short command, done whole by the warm process where one runs: all that is left to do here is to print what it said.

To read the command line, the settings and the answer takes modules that load for longer than a search lasts. So this is on
the path of every command, and takes the standard library and little else.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.home.paths import Home
    from app.output.report import Printed
    from app.service_client.card import ServiceCard

VERBS = frozenset({"search", "show", "chats"})
"""What is over so soon that nobody would cancel it."""

_OWN_WORK = frozenset({"--no-service", "--batch", "--help"})
"""Options that need this process: its standard input, or not to be done by another."""


def forwarded(arguments: Sequence[str]) -> int | None:
    """Have a command done by the warm process, print what it printed and return its exit code.

    None when it is to be done here: it takes long, it needs this process, or no warm process of this very code and these
    settings answers for it. Nothing was printed then.
    """
    if not arguments or arguments[0] not in VERBS or not _OWN_WORK.isdisjoint(arguments):
        return None
    if any(argument.startswith("-h") for argument in arguments):  # -hh asks for help as well
        return None
    from app.sealing import memory

    if memory.passphrase() or os.environ.get("HOMEBODY_DEBUG"):
        return None  # said to one process alone
    from app.output import report

    with report.guarded() as outcome:
        from app.home.ownership import check
        from app.home.paths import default_home
        from app.sealing.seal import seal
        from app.service_client.card import read_card

        home = default_home()
        check(home)
        card = read_card(home)
        if card is None:
            return None
        seal()
        done = _done_there(home, card, arguments)
        if done is None:
            return None
        outcome.code, printed = done
        report.print_kept(printed)
    return outcome.code


def _done_there(home: Home, card: ServiceCard, arguments: Sequence[str]) -> tuple[int, Printed] | None:
    """Return the exit code and the lines of what the warm process did; None when it did not do the whole of it."""
    import shutil
    import socket

    from app.output.report import Printed
    from app.service_client.card import dial, machine_zone, socket_path, whose

    if not hasattr(socket, "AF_UNIX"):  # a home that is shared with a system that has them
        return None
    columns = shutil.get_terminal_size().columns
    told = {
        "arguments": list(arguments),
        "columns": columns,
        "now": os.environ.get("HOMEBODY_NOW", ""),
        "zone": machine_zone(),
        "whose": whose(home),
    }
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError), dial(str(socket_path(home))) as connection:
        line = connection.makefile("rwb")
        line.write(json.dumps({"token": card.token, "verb": "command", "arguments": told}).encode() + b"\n")
        line.flush()
        while "alive" in (said := json.loads(line.readline())):
            pass
        done = said["event"]
        return done["code"], Printed(columns, [(stream, text) for stream, text in done["pieces"]])
    return None
