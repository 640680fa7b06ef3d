from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.assistant.question.suggestions import Suggestion, Suggestions, scope_of, with_one_more
from app.assistant.types import Scope
from index.errors import BadQuery
from index.index import Index
from index.sources.base import ReadContext

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)  # a Thursday
MAYA = Suggestion("person", "from Maya Lind", (("person", "p1"),))
TOM = Suggestion("person", "from Tom Ok", (("person", "p2"),))
LAST_WEEK = Suggestion("time", "2–8 Nov", (("since", "last week"), ("until", "last week")))


CREW = """\
[11/3/26, 18:00:00] Maya Lind: hello
[11/3/26, 18:01:00] Maya Lind: again
[11/3/26, 18:02:00] Tom Ok: hi
[11/3/26, 18:03:00] Tom Weber: me too
"""


@pytest.fixture(scope="module")
def suggestions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suggestions]:
    folder = tmp_path_factory.mktemp("home")
    path = folder / "WhatsApp Chat with Cabin Crew.txt"
    path.write_text(CREW, encoding="utf-8")
    with Index.open(folder / "index.db", zone=UTC, create=True) as index:
        list(index.add([path], embedder=None, context=ReadContext(UTC)))
        yield Suggestions(index, lambda: NOW)


def test_restrictions_make_one_scope() -> None:
    files = Suggestion("kind", "files", (("kind", "file"),))
    assert scope_of((MAYA, TOM, LAST_WEEK, files)) == Scope(
        person="p1, p2", since="last week", until="last week", kind="file"
    )


def test_several_people_stand_beside_each_other_and_a_second_time_takes_the_firsts_place() -> None:
    assert with_one_more((MAYA,), TOM) == (MAYA, TOM)
    assert with_one_more((MAYA, TOM), MAYA) == (TOM, MAYA), "none twice"
    since = Suggestion("time", "since 3 Nov", (("since", "3 Nov"),))
    until = Suggestion("time", "until 9 Nov", (("until", "9 Nov"),))
    assert with_one_more((MAYA, LAST_WEEK), since) == (MAYA, since)
    assert with_one_more((since,), until) == (since, until)


def test_the_scope_of_two_people_means_either_of_them(suggestions: Suggestions) -> None:
    assert suggestions.filters(scope_of((MAYA, TOM))).people == (1, 2)


def test_what_a_text_speaks_of_is_offered_exactly(suggestions: Suggestions) -> None:
    person, time = suggestions.spoken_of("what did maya say last week about the rope", Scope())
    assert person == MAYA
    assert time.label == "2–8 Nov"
    scope = scope_of((person, time))
    assert suggestions.filters(scope) == suggestions.filters(Scope(person="p1", since="last week", until="last week"))


def test_what_is_restricted_already_is_not_offered_again(suggestions: Suggestions) -> None:
    offered = suggestions.spoken_of("what did maya say last week", Scope(person="p1", since="last week"))
    assert offered == ()


def test_a_name_of_several_offers_each_of_them(suggestions: Suggestions) -> None:
    offered = suggestions.spoken_of("what did tom say", Scope())
    assert [one.label for one in offered] == ["from Tom Ok", "from Tom Weber"]
    assert [suggestions.filters(scope_of((one,))).people for one in offered] == [(2,), (3,)]


def test_a_text_that_cannot_be_read_offers_nothing(suggestions: Suggestions) -> None:
    assert suggestions.spoken_of("rope", Scope()) == ()
    assert suggestions.spoken_of("rope", Scope(since="blue")) == ()


def test_choices_are_what_the_index_holds_the_most_first(suggestions: Suggestions) -> None:
    people = suggestions.choices("person")
    assert [one.label for one in people] == ["from Maya Lind", "from Tom Ok", "from Tom Weber"]
    assert people[0].about == "2 messages in Cabin Crew"
    assert [(one.label, one.about) for one in suggestions.choices("source")] == [("whatsapp", "1 file")]
    assert [one.label for one in suggestions.choices("chat")] == ["in Cabin Crew"]
    kinds = [one.label for one in suggestions.choices("kind")]
    assert kinds == ["messages", "files", "mails", "notes", "documents", "events", "contacts"]


def test_times_are_read_as_the_flags_are(suggestions: Suggestions) -> None:
    assert suggestions.time("last week", "during") == LAST_WEEK
    assert suggestions.time("3 Nov", "since").label == "since 3 Nov"
    assert suggestions.time("9 Nov", "until").label == "until 9 Nov"
    with pytest.raises(BadQuery, match="“blue” is not a time"):
        suggestions.time("blue", "during")
