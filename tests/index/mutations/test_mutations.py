"""A sample of the fuzzer: a few broken exports of every kind. `python -m tests.index.mutations` tries 3,000."""

from __future__ import annotations

import sys

import pytest

from index.sources.detect import SOURCES
from tests.index.mutations.fuzzer import Case, case, faults
from tests.index.mutations.inputs import exports

AT_ONCE = 51
SEED = 20

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="time and memory are bounded as Unix does it")


@pytest.mark.parametrize("part", range(4))
def test_what_is_broken_costs_itself(part: int) -> None:
    cases = [case(SEED, number) for number in range(part * AT_ONCE, (part + 1) * AT_ONCE)]
    assert [f"{fault.case.name} {fault.case.kind}: {fault.what}" for fault in faults(cases)] == []


def test_what_is_whole_is_read() -> None:
    whole = [Case(0, number, kind, "", files, tuple(files)) for number, (kind, files) in enumerate(exports().items())]
    lost = [f"{fault.case.kind}: {fault.what}" for fault in faults(whole)]
    # What reads these is an extra of its own.
    assert [one for one in lost if not one.startswith("rare: lost")] == []


def test_every_kind_has_an_export() -> None:
    made = " ".join(exports())
    spelled = {"email": "mail", "ipynb": "notebook", "irc": "weechat"}
    for source in SOURCES:
        assert spelled.get(source.kind, source.kind).replace("-", " ") in made.replace("_", " ").replace("-", " ")


def test_a_case_is_the_same_each_time() -> None:
    # An archive's members carry the time they were packed at; a file's bytes are made of its seed alone.
    for number in range(60):
        one, other = case(3, number), case(3, number)
        assert (one.kind, one.broken, sorted(one.files)) == (other.kind, other.broken, sorted(other.files))
