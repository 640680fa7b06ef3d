"""Each further record takes as much work as the ones before, counted in the steps of SQLite's machine, not in seconds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from index.index import Index
from index.types.records import ContactRecord, MessageRecord, Record, Sender
from tests.index.kit import add_records, chat, said

SHARED = ("phone", "+4930123456")
COUNT = 150
"""More than entries are followed to, so that the first part of it is no cheaper than what follows."""
MOST = 1.25
"""The third COUNT may take so many times the steps of the second: trees grow deeper, and batches have an end."""


def own(number: int) -> tuple[str, str]:
    return ("phone", f"+49170{number:07}")


def one_number(count: int) -> list[Record]:
    return [ContactRecord(f"Name {number}", (SHARED,)) for number in range(count)]


def one_number_and_their_own(count: int) -> list[Record]:
    return [ContactRecord(f"Name {number}", (SHARED, own(number))) for number in range(count)]


def one_name_and_number(count: int) -> list[Record]:
    return [ContactRecord("Name", (SHARED, own(number))) for number in range(count)]


def a_chain(count: int) -> list[Record]:
    return [ContactRecord("Name", (own(number), own(number + 1))) for number in range(count)]


def one_entry(count: int) -> list[Record]:
    return [ContactRecord("Name", tuple(own(number) for number in range(count)))]


def one_id(count: int) -> list[Record]:
    return [chat(), *(said(f"state {number}", number, native="1") for number in range(count))]


def pairs_of_ids(count: int) -> list[Record]:
    return [chat(), *(said(f"state {number}", number, native=str(number // 2)) for number in range(count))]


def one_minute(count: int) -> list[Record]:
    return [chat(), *(said("ok", kind="text" if number % 2 else "deleted") for number in range(count))]


def those_who_wrote(count: int) -> list[Record]:
    return [chat(), *(MessageRecord("c1", str(n), Sender(*own(n), f"Name {n}"), None, "hello") for n in range(count))]


def steps(*files: list[Record]) -> int:
    """Return how many hundreds of steps it takes to add files."""
    counted = 0

    def count() -> bool:
        nonlocal counted
        counted += 1
        return False

    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "i.db", zone=UTC, create=True) as index:
        index._database._writer.set_progress_handler(count, 100)
        for number, records in enumerate(files):
            assert add_records(index, records, f"file{number}").failed == 0
    return counted


def grows_evenly(work: Callable[[int], int]) -> bool:
    """Tell whether the third COUNT of records takes no more than the second."""
    one, two, three = (work(count * COUNT) for count in (1, 2, 3))
    return three - two < MOST * (two - one)


@pytest.mark.parametrize(
    "made",
    [one_number, one_number_and_their_own, one_name_and_number, a_chain, one_entry, one_id, pairs_of_ids, one_minute],
)
def test_each_further_record_takes_as_much_as_the_ones_before(made: Callable[[int], list[Record]]) -> None:
    assert grows_evenly(lambda count: steps(made(count)))


@pytest.mark.parametrize("made", [one_number_and_their_own, one_name_and_number, a_chain, one_entry])
@pytest.mark.parametrize("contacts_first", [True, False])
def test_so_does_each_further_contact_who_wrote(made: Callable[[int], list[Record]], contacts_first: bool) -> None:
    def work(count: int) -> int:
        files = [made(count), those_who_wrote(count)]
        return steps(*(files if contacts_first else files[::-1]))

    assert grows_evenly(work)
