"""What holds for every test."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from app.seal import state
from index.store import connection, keys
from index.store.header import Cost

# The same examples everywhere, whatever the time they take: a commit that passed goes on passing.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

# A shell starts what runs in the background with Ctrl+C ignored, and so would be what the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

LONG_S = 600
"""The limit of a test that loads real models or runs the whole program, in seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give what takes long a longer limit than the usual one."""
    for item in items:
        if item.get_closest_marker("models") or "end_to_end" in item.path.parts:
            item.add_marker(pytest.mark.timeout(LONG_S))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how to run the tests in the order in which something failed."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None and any(terminalreporter.stats.get(kind) for kind in ("failed", "error")):
        terminalreporter.write_line(f"The order of this run: --randomly-seed={seed}")


@pytest.fixture(autouse=True)
def never_sealed() -> Iterator[None]:
    """Say which test sealed the process that runs the tests: it cannot be undone, and others need a network to refuse."""
    before = state()
    yield
    assert state() == before, "this test sealed the test process; run the command in a process of its own"


@pytest.fixture(autouse=True)
def own_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the indexes of other tests, some of them damaged: each mistake of its own looks whether they are whole."""
    monkeypatch.setattr(connection, "_worked_in", set())


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the keys of locked stores in no time; tests/index/store/test_keys.py has the real cost."""
    monkeypatch.setattr(keys, "measured", lambda: Cost(memory_log2=6, passes=1, lanes=1))
