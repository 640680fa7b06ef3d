"""From a passphrase to the key of a store, by Argon2id, at a cost that the store says itself.

What opens a store is a text: the passphrase, or what `opener` made of it, which costs no more work and names the salt of
the store that it opens. A store from before there was a mark is opened by its passphrase alone.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from index.errors import StoreDamaged, StoreProblem
from index.store.database import header
from index.store.database.header import SALT_BYTES, Cost

KEY_BYTES = 32
LEAST = Cost(16, 3, 4)
"""64 MiB, three passes, four lanes: what RFC 9106 advises where memory is scarce."""
MOST_MEMORY_LOG2 = 20
"""1 GiB: a store has to open on the owner's next machine as well."""
AIM_S = 0.5
"""What a guess should take on the machine that locks, in seconds."""

_MOST = Cost(22, 64, 64)
"""Nothing of ours asks for more; a file that does would hang the machine."""
_MADE = re.compile(rf"raw:[0-9a-f]{{{2 * KEY_BYTES}}}[0-9a-f]{{{2 * SALT_BYTES}}}")


def opener(key: str, path: Path) -> str:
    """Return what opens the store at `path` at once, made of its passphrase (or of what was made of that before).

    Raises StoreDamaged where the store asks for a cost that is none, StoreProblem without the memory that it takes.
    """
    return made(key, header.first_bytes(path)[:SALT_BYTES])


def made(key: str, salt: bytes) -> str:
    """Return what opens the store of this salt; see `opener`."""
    cost = header.cost_of(salt)
    if cost is None or is_made(key):
        return key
    return f"raw:{stretched(key, salt, cost).hex()}{salt.hex()}"


def is_made(key: str) -> bool:
    """Tell whether a key was made by `made` already."""
    return _MADE.fullmatch(key) is not None


def salt_of(key: str) -> bytes:
    """Return the salt of the store that a key was made for; nothing for a passphrase."""
    return bytes.fromhex(key[-2 * SALT_BYTES :]) if is_made(key) else b""


def fits(key: str, path: Path) -> bool:
    """Tell whether a key may be the one of the store at `path`: one that was made fits its own salt alone."""
    return not is_made(key) or key.endswith(header.first_bytes(path)[:SALT_BYTES].hex())


def new(passphrase: str) -> str:
    """Return the key for a store that is to be locked with this passphrase, with a salt and a cost of its own."""
    return made(passphrase, header.salt_for(measured()))


def stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key of KEY_BYTES bytes. Raises StoreDamaged for a cost that is none, StoreProblem without the memory."""
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    if any(not 1 <= one <= most for one, most in zip(cost, _MOST, strict=True)) or cost.memory_kib < 8 * cost.lanes:
        raise StoreDamaged("The first bytes of the index are damaged: its key has no such cost.", "Restore a backup.")
    try:
        return hash_secret_raw(
            passphrase.encode("utf-8", "surrogatepass"),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except (HashingError, MemoryError) as error:
        raise StoreProblem(
            f"The key of the index takes {cost.memory_kib >> 10:,} MiB of memory, which are not free.",
            "Close other programs, then try again.",
        ) from error


def measured() -> Cost:
    """Return the cost that takes this machine about AIM_S: as much memory as is sensible first, then passes."""
    cost = LEAST
    took = _seconds(cost)
    while took * 2 <= AIM_S and cost.memory_log2 < _memory_limit():
        larger = cost._replace(memory_log2=cost.memory_log2 + 1)
        try:
            took = _seconds(larger)
        except StoreProblem:
            break
        cost = larger
    return cost._replace(passes=max(cost.passes, min(_MOST.passes, round(cost.passes * AIM_S / took))))


def _seconds(cost: Cost) -> float:
    """Return how long a key of this cost takes where nothing else runs, so that a busy moment makes no cheap key."""
    began = time.process_time()
    stretched("a passphrase", bytes(SALT_BYTES), cost)
    return max((time.process_time() - began) / min(cost.lanes, os.cpu_count() or 1), 0.001)


def _memory_limit() -> int:
    """Return how much memory a key may take, as a power of two in KiB: an eighth of what the machine has."""
    try:
        kib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 10
    except (AttributeError, OSError, ValueError):
        kib = 8 << 20
    return max(LEAST.memory_log2, min(MOST_MEMORY_LOG2, (kib >> 3).bit_length() - 1))
