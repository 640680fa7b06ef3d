"""Questions that go on from another: they keep its matter, and change what they name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.assistant.question.interpretation import FollowUpContext, Interpretation
from app.assistant.question.plan import plan_question
from app.assistant.types import Scope
from tests.app.assistant.fakes import FakeIndex, as_index, talk

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)  # a Monday
INDEX = as_index(FakeIndex(talk("Julia: one", "Sophie: two", "Nora: three", chat="Brunch"), me="Nora"))


def read(question: str, before: Interpretation | None = None) -> Interpretation:
    context = FollowUpContext.of(before, "Julia") if before is not None else None
    return plan_question(question, Scope(), INDEX, NOW, context, dates="dmy")


@pytest.mark.parametrize(
    ("first", "then", "line"),
    [
        ("what did Julia say about the cabin?", "what did Sophie say?", "from Sophie, about: cabin"),
        ("what did Julia say about the cabin?", "what did Sophie write about it?", "from Sophie, about: cabin"),
        ("what did Julia say about the cabin?", "how much does it cost?", "about: cabin"),
        ("what did Julia say about the cabin?", "when was that?", "from Julia, about: cabin"),
        ("what did Julia say about the cabin?", "and in October?", "from Julia, 1–31 Oct, about: cabin"),
        ("what did Julia say about the cabin?", "what did she say about the deposit?", "from Julia, about: deposit"),
        ("what did Julia say about the cabin?", "what did she say yesterday?", "from Julia, 29 Nov, about: cabin"),
        ("what is the word for cabin in German?", "and in Italian?", "about: word cabin Italian"),
        ("how much is the cabin?", "and the car?", "about: car"),
        ("how many messages did Julia write?", "and Sophie?", "from Sophie"),
        ("how many messages did Julia write?", "what did Sophie say?", "from Sophie"),
        ("which month did I write most?", "and Julia?", "from Julia"),
        # what has a matter or a time of its own takes nothing along
        ("what did Julia say about the cabin?", "when is the party?", "about: party"),
        ("what did Julia say about the cabin?", "what did Sophie say yesterday?", "from Sophie, 29 Nov"),
        ("what did Julia say about the cabin?", "what do we know about Sophie?", "about: Sophie"),
    ],
)
def test_what_is_kept_and_what_is_changed(first: str, then: str, line: str) -> None:
    assert read(then, read(first)).plan.line == line


@pytest.mark.parametrize(
    ("first", "then", "kind"),
    [
        ("how many messages did Julia write?", "and Sophie?", "count"),
        ("which month did I write most?", "and Julia?", "when"),
        ("how many messages did Julia write?", "what did Sophie say?", None),
    ],
)
def test_what_kind_of_set_is_kept(first: str, then: str, kind: str | None) -> None:
    before = read(first)
    after = read(then, before)
    assert after.whole_set == kind
    assert kind is None or after.by == before.by


def test_what_is_asked_of_the_thing_is_searched_for_with_it() -> None:
    reading = read("how much does it cost?", read("what did Julia say about the cabin?"))
    assert (reading.expects, reading.plan.text) == ("amount", "cost cabin")
    assert read("and the car?", read("how much is the cabin?")).expects == "amount"


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("has the launch date changed?", ("launch", "date")),
        ("was the dinner postponed?", ("dinner",)),
        ("has the appointment been moved?", ("appoint",)),
    ],
)
def test_a_change_is_looked_for_by_its_thing(question: str, about: tuple[str, ...]) -> None:
    assert read(question).about == about
