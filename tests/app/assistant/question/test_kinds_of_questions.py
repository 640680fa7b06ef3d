"""Every kind of question over a small home: how it is planned, and what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.assistant.answering.aggregation import answer_from_set
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.plan import plan_question
from app.assistant.types import Scope
from index.index import Index
from tests.app.assistant.homes import indexed, merge_namesakes
from tests.app.assistant.question.asked_in import CHANGED, SAME

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)  # a Monday
ME = "Nora Weiss"
DAYS = ("21/03/2021", "22/11/2025", "03/10/2026", "31/10/2026", "28/11/2026")
CHATS = {
    "Family": ("Ingrid Weiss", "Marc Weiss", ME, "Ingrid Weiss"),
    "Brunch Club": ("Julia Kern", "Sophie Martin", ME),
    "Marc": ("Marc Dubois", ME, ME),
    "Sophie Martin": ("Sophie Martin", ME),
    "Carmen Ruiz": ("Carmen Ruiz", ME),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("home")
    for place, (title, people) in enumerate(CHATS.items()):
        lines = [
            f"{day}, {9 + place:02d}:{n:02d} - {who}: {title} says the cabin costs {place * 10 + n} euros in {day[-4:]}"
            for day in DAYS
            for n, who in enumerate(people)
        ]
        if title == "Brunch Club":
            lines.append("29/11/2026, 10:00 - Julia Kern: brunch at ten")
        (folder / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines), encoding="utf-8")
    with indexed(folder, ME) as index:
        merge_namesakes(index)
        yield index


def read(home: Index, question: str) -> Interpretation:
    return plan_question(question, Scope(), home, NOW, dates="dmy")


@pytest.mark.parametrize(
    ("question", "kind", "line", "answer"),
    [
        # the end of a set, from a person whose first name a chat has
        ("first message from Marc Dubois", "first", "from Marc Dubois", "Marc Dubois first wrote on Sun 21 Mar 2021"),
        ("what was the last message from Marc Dubois?", "last", "from Marc Dubois", "Marc Dubois last wrote on Sat"),
        ("how many messages from Marc Dubois?", "count", "from Marc Dubois", "5 messages"),
        # so many from the end, as they stand
        ("show me the last 3 messages from Ingrid", "list", "from Ingrid Weiss, the last 3", "Ingrid Weiss"),
        ("the first 2 messages from Carmen", "list", "from Carmen Ruiz, the first 2", "Carmen Ruiz"),
        ("what were the last two messages in Family?", "list", "in Family, the last 2", "Nora Weiss"),
        # one of two
        ("which of Marc Weiss or Ingrid wrote more in Family", "most", None, "Ingrid Weiss wrote most"),
        ("which of Ingrid and Marc Weiss has written less?", "least", None, "Marc Weiss wrote least"),
        # with whom
        ("did I write more with Marc Dubois or with Sophie", "company", None, "Most with Marc Dubois"),
        ("did I write less to Marc Dubois than to Carmen?", "company", None, "Least with Carmen Ruiz"),
        ("who do I write to most?", "company", "from Nora Weiss, in chats of two", "Most with Marc Dubois"),
        ("with whom do I talk the most?", "company", "in chats of two", "Most with Marc Dubois"),
        # when
        (
            "which month did I write most",
            "when",
            "from Nora Weiss",
            "October 2026 (from Nora Weiss): most, 12 messages.",
        ),
        (
            "which day had the most messages in Brunch Club?",
            "when",
            "in Brunch Club",
            "Sun 21 Mar 2021 and Sat 22 Nov 2025",
        ),
        ("what was the busiest year?", "when", "everything", "2026: most, 43 messages."),
        ("on which weekday does Julia write most?", "when", "from Julia Kern", "Saturday (from Julia Kern): most, 4"),
        # both ways, in the chats of two
        ("how many messages did I exchange with Carmen", "count", "in Carmen Ruiz", "10 messages"),
        ("how many messages did Carmen and I exchange?", "count", "in Carmen Ruiz", "10 messages"),
        ("how many messages are there between me and Carmen in 2026?", "count", None, "6 messages"),
        ("how many messages did I write to Carmen?", "count", "from Nora Weiss, in Carmen Ruiz", "5 messages"),
    ],
)
def test_whole_sets(home: Index, question: str, kind: str, line: str | None, answer: str) -> None:
    reading = read(home, question)
    assert reading.whole_set == kind
    assert line is None or reading.plan.line == line
    found = answer_from_set(reading, home, NOW)
    assert found is not None
    assert found.sentences[0].text.startswith(answer)


@pytest.mark.parametrize(
    ("question", "number"), [("show me the last 3 messages from Ingrid", 3), ("my first 2 messages", 2)]
)
def test_so_many_messages_are_exactly_so_many(home: Index, question: str, number: int) -> None:
    found = answer_from_set(read(home, question), home, NOW)
    assert found is not None
    assert len(found.sentences) == len(found.hits) == number


@pytest.mark.parametrize(
    ("question", "order", "year"),
    [
        ("what did Julia last say about the cabin", "newest", "2026"),
        ("what was the last message about the cabin from Carmen?", "newest", "2026"),
        ("what was the first thing Sophie wrote about the cabin?", "oldest", "2021"),
    ],
)
def test_the_end_of_a_matter(home: Index, question: str, order: str, year: str) -> None:
    reading = read(home, question)
    assert reading.plan.line.endswith(f"about: cabin, {order} first")
    found = answer_from_set(reading, home, NOW)
    assert found is not None
    assert f"in {year}" in found.sentences[0].text


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("what did the family talk about on 22 November", "in Family, 22 Nov"),
        ("was there anything important last Saturday in the Brunch Club", "in Brunch Club, 28 Nov"),
        ("what happened in the Brunch Club yesterday?", "in Brunch Club, 29 Nov"),
        ("what did Julia say this weekend?", "from Julia Kern, 28–29 Nov"),
        ("what did we talk about this weekend?", "28–29 Nov"),
    ],
)
def test_what_was_said_at_a_time(home: Index, question: str, line: str) -> None:
    reading = read(home, question)
    assert (reading.plan.line, reading.plan.text, reading.whole_set) == (line, "", None)


@pytest.mark.parametrize(
    "question",
    ["first message from Zork", "the last message in the Zork chat", "show me the last 3 messages from Zork"],
)
def test_an_end_is_of_nobody_else(home: Index, question: str) -> None:
    reading = read(home, question)
    assert reading.whole_set != "last"
    assert answer_from_set(reading, home, NOW) is None


def plan_of(reading: Interpretation) -> tuple[object, ...]:
    """Return what a reading comes to, but for the words of its matter."""
    line = reading.plan.line.partition("about:")[0].rstrip(", ")
    things = reading.things.what if reading.things else None
    how = (reading.by, reading.fewest, reading.only, reading.end)
    return (reading.whole_set, things, reading.plan.filters, line, how, bool(reading.about), reading.unread)


@pytest.mark.parametrize(
    ("question", "asked"),
    [(question, asked) for question, others in SAME.items() for asked in others.values()],
)
def test_a_question_is_read_the_same_in_every_language(home: Index, question: str, asked: str) -> None:
    assert plan_of(read(home, asked)) == plan_of(read(home, question))


@pytest.mark.parametrize("question", SAME)
def test_what_is_asked_in_every_language_is_read_whole(home: Index, question: str) -> None:
    assert len(SAME[question]) == 8
    reading = read(home, question)
    assert reading.unread == ()
    assert reading.plan.line != "everything"


@pytest.mark.parametrize("language", CHANGED)
def test_a_change_is_asked_after_by_its_thing(home: Index, language: str) -> None:
    found = read(home, SAME["has the launch date changed?"][language]).plan.text
    assert all(word in found.casefold() for word in CHANGED[language])
