"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.seal import state


@pytest.fixture(autouse=True)
def never_sealed() -> Iterator[None]:
    """Say which test sealed the process that runs the tests: it cannot be undone, and others need a network to refuse."""
    before = state()
    yield
    assert state() == before, "this test sealed the test process; run the command in a process of its own"
