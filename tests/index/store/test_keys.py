"""Keys: made by Argon2id at a cost that the file itself says, once, and refused where the cost is none."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from index.errors import StoreDamaged, StoreLocked, WrongKey
from index.index import Index
from index.store.database import header, keys
from index.store.database.header import MARK, SALT_BYTES, Cost

CHEAP = Cost(6, 1, 1)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure the cost, which is fixed for all other tests."""
    monkeypatch.undo()


def test_the_key_of_a_passphrase_stays_the_same() -> None:
    # Another one would open no index that was locked before.
    salt = MARK + bytes([16, 3, 4]) + bytes(range(9))
    assert keys.stretched("correct horse", salt, Cost(16, 3, 4)).hex() == (
        "15adfde6dcc23c806dd211e3d197c29c5cbabf4a9f3b93646a44e710ea086b5c"
    )


def test_the_salt_says_the_cost_and_is_another_each_time() -> None:
    one, two = header.salt_for(CHEAP), header.salt_for(CHEAP)
    assert len(one) == SALT_BYTES
    assert one != two
    assert header.cost_of(one) == CHEAP
    assert header.cost_of(b"SQLite format 3\0") is None


def test_what_is_measured_is_never_cheap_and_opens_elsewhere(real: None, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Cost] = []

    def seconds(cost: Cost, speed: float) -> float:
        taken.append(cost)
        return cost.passes * cost.memory_kib / speed

    for speed, wanted in (
        (1.0, keys.LEAST),  # a slow machine takes the least
        (1e6, Cost(17, 4, 4)),
        (1e12, Cost(keys.MOST_MEMORY_LOG2, 64, 4)),
    ):
        monkeypatch.setattr(keys, "_memory_limit", lambda: keys.MOST_MEMORY_LOG2)
        monkeypatch.setattr(keys, "_seconds", lambda cost, speed=speed: seconds(cost, speed))
        assert keys.measured() == wanted
    assert max(cost.memory_log2 for cost in taken) == keys.MOST_MEMORY_LOG2


def test_this_machines_own_measure_is_within_bounds(real: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_memory_limit", lambda: keys.LEAST.memory_log2)
    cost = keys.measured()
    assert cost.memory_log2 == keys.LEAST.memory_log2
    assert cost.passes >= keys.LEAST.passes


def test_a_key_that_was_made_opens_without_the_passphrase_and_only_its_own_file(store: Path) -> None:
    with Index.open(store, zone=UTC, key="a passphrase", create=True) as index:
        key = index.key
    assert key is not None
    assert "a passphrase" not in key
    assert (keys.is_made(key), keys.fits(key, store)) == (True, True)
    with Index.open(store, zone=UTC, key=key) as index:
        assert index.key == key
        index.change_key("a passphrase")  # the same, with another salt
        assert not keys.fits(key, store)
    with pytest.raises(WrongKey):
        Index.open(store, zone=UTC, key=key)
    with Index.open(store, zone=UTC, key="a passphrase") as index:
        assert index.size() == (0, 0)


@pytest.mark.parametrize("at", [4, 5, 6])
@pytest.mark.parametrize("value", [0, 255])
def test_a_cost_that_is_none_is_damage_and_hangs_nothing(store: Path, at: int, value: int) -> None:
    Index.open(store, zone=UTC, key="a passphrase", create=True).close()
    content = bytearray(store.read_bytes())
    content[at] = value
    store.write_bytes(content)
    with pytest.raises(StoreDamaged, match="first bytes"):
        Index.open(store, zone=UTC, key="a passphrase")


def test_a_mark_is_known_also_without_a_key(store: Path) -> None:
    Index.open(store, zone=UTC, key="a passphrase", create=True).close()
    assert store.read_bytes().startswith(MARK)
    assert header.is_encrypted(store)
    with pytest.raises(StoreLocked) as caught:
        Index.open(store, zone=UTC)
    assert not isinstance(caught.value, WrongKey)
