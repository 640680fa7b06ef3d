"""What a running service leaves in its home's private folder for its owner's commands. Standard library only."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.home.ownership import write_whole
from app.home.paths import Home

if TYPE_CHECKING:
    import socket

CALL_S = 10
"""How long a call waits to be put through, in whole seconds: only a process that hangs lets so many others queue."""

BEAT_S = 5.0
"""How often a service that works on something gives a sign of life, in seconds."""

SILENCE_S = 30.0
"""How long a command waits for a sign of life, in seconds, until it takes the service for hung."""


class ServiceCard(NamedTuple):
    """Who a service is, the token that it asks for, and the name of the code and settings that it runs with."""

    pid: int
    token: str
    build: str


def socket_path(home: Home) -> Path:
    """Return where a service of this home listens."""
    return home.run / "service.sock"


def card_path(home: Home) -> Path:
    """Return where a service of this home leaves its card."""
    return home.run / "service.json"


def read_card(home: Home) -> ServiceCard | None:
    """Return the card that is there, whether its service still runs or not; None without one that can be read."""
    try:
        card = json.loads(card_path(home).read_text(encoding="utf-8"))
        return ServiceCard(int(card["pid"]), str(card["token"]), str(card["build"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_card(home: Home, card: ServiceCard) -> None:
    """Leave a card, for the owner alone. Raises OSError."""
    write_whole(card_path(home), json.dumps(card._asdict()))


def dial(address: str) -> socket.socket:
    """Return a connection to what listens at a Unix socket, every wait on which has a limit. Raises OSError."""
    import socket
    import struct

    line = socket.socket(socket.AF_UNIX)
    try:
        # Python's own timeout would refuse a call that has to queue; the kernel's lets it wait.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", CALL_S, 0))
        line.connect(address)
        line.settimeout(SILENCE_S)
    except BaseException:
        line.close()
        raise
    return line


def machine_zone() -> str:
    """Name the time zone that this machine has for this process, which is the owner's where the settings name none."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        with contextlib.suppress(OSError):
            named = str(Path("/etc/localtime").readlink())
    return named.rpartition("zoneinfo/")[2]


def whose(home: Home) -> str:
    """Name the code and the folders that this process works with, in one line that is never shown."""
    code = Path(__file__).resolve().parent.parent
    return "\0".join((str(home.root), str(home.models), sys.prefix, str(code)))
