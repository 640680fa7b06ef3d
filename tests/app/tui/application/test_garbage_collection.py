"""When the terminal app collects its garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from app.tui.application.garbage_collection import AT_LAST, GROWN, QUIET_S, GarbageCollection
from tests.app.tui.fakes import FakeServices
from tests.app.tui.pilots import opened


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def garbage(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[GarbageCollection]:
    """One whose process has made enough smaller collections for a full one."""
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, GROWN))
    made = GarbageCollection(clock)
    made.settle()
    yield made
    made.release()


def test_a_full_collection_waits_until_nothing_is_typed(garbage: GarbageCollection, clock: Clock) -> None:
    clock.now = QUIET_S
    garbage.typed()
    clock.now += QUIET_S / 2
    assert not garbage.rest(busy=False)
    clock.now += QUIET_S
    assert garbage.rest(busy=False)


def test_and_until_nothing_works(garbage: GarbageCollection, clock: Clock) -> None:
    clock.now = 100 * QUIET_S
    assert not garbage.rest(busy=True)


def test_it_is_not_made_where_it_would_bring_nothing(
    garbage: GarbageCollection, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = QUIET_S
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, GROWN - 1))
    assert not garbage.rest(busy=False)


def test_it_collects(garbage: GarbageCollection, clock: Clock) -> None:
    class Knot:
        def __init__(self) -> None:
            self.itself = self

    knot = Knot()
    gc.collect(1)  # old enough that only a full collection finds it
    del knot
    clock.now = QUIET_S
    garbage.rest(busy=False)
    assert not [one for one in gc.get_objects() if isinstance(one, Knot)]


async def test_the_app_leaves_everything_as_it_was() -> None:
    usual = gc.get_threshold()
    before = gc.get_freeze_count()
    async with opened(FakeServices()):
        assert gc.get_freeze_count() > before
        assert gc.get_threshold()[2] == AT_LAST
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == usual
