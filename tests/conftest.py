"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.seal import state
from index.store import keys
from index.store.header import Cost


@pytest.fixture(autouse=True)
def never_sealed() -> Iterator[None]:
    """Say which test sealed the process that runs the tests: it cannot be undone, and others need a network to refuse."""
    before = state()
    yield
    assert state() == before, "this test sealed the test process; run the command in a process of its own"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the keys of locked stores in no time; tests/index/store/test_keys.py has the real cost."""
    monkeypatch.setattr(keys, "measured", lambda: Cost(memory_log2=6, passes=1, lanes=1))
