"""Operators in a query: what is one, what only looks like one, and what is left to search for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.assistant.assistant import Assistant
from app.assistant.question import operators
from app.assistant.question.interpretation import FollowUpContext
from app.assistant.question.operators import ReadQuery
from app.assistant.question.plan import plan_question
from app.assistant.question.scope import mark_key, plan_scope
from app.assistant.question.suggestions import Suggestions
from app.assistant.types import Plan, Scope
from app.service_client.protocol import decode, encode
from index.errors import BadQuery, NotFound
from index.index import Index
from index.types.search import Filters, Query
from tests.index.kit import Memory, add, chat, said

NOW = datetime(2026, 11, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("operators") / "index.db", zone=UTC, create=True)
    crew = [chat(title="Cabin Crew"), said("the cabin", 0, by="Maya Lind"), said("a tent", 1, by="Tom")]
    club = [chat("c2", "Brunch Club"), said("pancakes", 2, by="Tom", chat="c2")]
    add(index, Memory({"a": crew, "b": club}, kinds={"a": "whatsapp", "b": "telegram"}))
    return index


def read(index: Index, text: str, scope: Scope | None = None, *, typing: bool = False) -> ReadQuery:
    return operators.read(text, scope or Scope(), index, NOW, typing=typing)


MAYA, TOM = Scope(person="maya"), Scope(person="tom")

READ = [
    ("from:maya cabin", "cabin", MAYA),
    ("cabin FROM:maya", "cabin", MAYA),
    ('in:"cabin crew" deposit', "deposit", Scope(chat="cabin crew")),
    ("in:“cabin crew” deposit", "deposit", Scope(chat="cabin crew")),
    ("in:cabin crew deposit", "deposit", Scope(chat="cabin crew")),
    ("in:cabin deposit crew", "deposit crew", Scope(chat="cabin")),
    ("from:Maya Lind socks", "socks", Scope(person="Maya Lind")),
    ("to:maya", "", Scope(to="maya")),
    ("before:2024 after:2023-06 x", "x", Scope(before="2024", since="2023-06")),
    ("since:2023 until:2024", "", Scope(since="2023", until="2024")),
    ('during:"last summer" fun', "fun", Scope(during="last summer")),
    ("during:last summer fun", "fun", Scope(during="last summer")),
    ("after:1 March 2024 rent", "rent", Scope(since="1 March 2024")),
    ("during:june 2023 rent", "rent", Scope(during="june 2023")),
    ("has:link has:photos", "", Scope(has=("link", "photo"))),
    ("has:attachment", "", Scope(has=("file",))),
    ("kind:mails", "", Scope(kind="mail")),
    ("source:whatsapp", "", Scope(source="whatsapp")),
    ("-from:tom -has:link", "", Scope(without=(TOM, Scope(has=("link",))))),
    ("from:maya OR from:tom", "", Scope(one_of=((MAYA, TOM),))),
    ("(from:maya OR from:tom) cabin", "cabin", Scope(one_of=((MAYA, TOM),))),
    ("from:maya|tom x", "x", Scope(one_of=((MAYA, TOM),))),
    ("from:maya from:tom", "", Scope(one_of=((MAYA, TOM),))),
    ("has:link|photo", "", Scope(one_of=((Scope(has=("link",)), Scope(has=("photo",))),))),
    ("-kind:mail,note", "", Scope(without=(Scope(one_of=((Scope(kind="mail"), Scope(kind="note")),)),))),
    ("kind:mail|note", "", Scope(one_of=((Scope(kind="mail"), Scope(kind="note")),))),
    ("kind:mail kind:note", "", Scope(one_of=((Scope(kind="mail"), Scope(kind="note")),))),
    # What only looks like one.
    ("http://example.org foo:bar 12:30 a:b", "http://example.org foo:bar 12:30 a:b", Scope()),
    ('"from:maya"', '"from:maya"', Scope()),
    ("min:5 -word (aside)", "min:5 -word (aside)", Scope()),
    ("OR cabin OR", "OR cabin OR", Scope()),
    ('cabin -"the lake"', 'cabin -"the lake"', Scope()),
]


@pytest.mark.parametrize(("text", "left", "scope"), READ, ids=[one[0] for one in READ])
def test_reading(index: Index, text: str, left: str, scope: Scope) -> None:
    assert read(index, text) == ReadQuery(left, scope)


def test_words_and_phrases_joined_by_or_are_searched_for_as_well(index: Index) -> None:
    assert read(index, '"lake cabin" OR tent price') == ReadQuery(
        "lake cabin tent price", Scope(), (('"lake cabin"', "tent"),)
    )
    assert read(index, "a OR b OR c").wordings == (("a", "b", "c"),)
    assert read(index, "a OR b c OR d").wordings == (("a", "b"), ("c", "d"))


WRONG = [
    ("from: x", "“from:” has no value.", "from:maya"),
    ("has:", "“has:” has no value.", "has:link"),
    ("has:zork", "“has:zork” is not known.", "There are: link, photo, video, voice, sticker, document, media, file."),
    ("has:lnk", "“has:lnk” is not known.", "Did you mean “has:link”?"),
    ("kind:messge", "“kind:messge” is not known.", "Did you mean “kind:message”?"),
    ("from:maya OR cabin", "OR cannot join “from:maya” and words.", "words and phrases"),
    ("cabin OR -tent", "OR cannot join “-tent”", "before or after"),
]


@pytest.mark.parametrize(("text", "sentence", "step"), WRONG, ids=[one[0] for one in WRONG])
def test_what_is_wrong_is_said(index: Index, text: str, sentence: str, step: str) -> None:
    with pytest.raises(BadQuery) as refused:
        read(index, text)
    assert sentence in str(refused.value)
    assert step in refused.value.next_step


def test_values_are_refused_as_those_of_the_flags_are(index: Index) -> None:
    with pytest.raises(NotFound, match="Tmo") as nobody:
        plan_scope(read(index, "from:Tmo x").scope, index, NOW, one=False)
    assert nobody.value.next_step == "Did you mean “Tom”?"
    with pytest.raises(BadQuery, match="is no kind of source") as unknown:
        plan_scope(read(index, "source:whatsap x").scope, index, NOW, one=False)
    assert unknown.value.next_step == "Did you mean “whatsapp”? What was added is: telegram, whatsapp."
    with pytest.raises(BadQuery, match="not a time"):
        plan_scope(read(index, "before:nonsense x").scope, index, NOW, one=False)
    with pytest.raises(BadQuery, match="no time in common"):
        plan_scope(read(index, "before:2020 after:2021").scope, index, NOW, one=False)


def test_a_flag_and_an_operator_must_both_hold(index: Index) -> None:
    assert read(index, "in:cabin x", Scope(person="tom")).scope == Scope(chat="cabin", person="tom")
    both = read(index, "from:tom x", Scope(person="maya")).scope
    assert both == Scope(person="maya", one_of=((TOM,),))
    later = plan_scope(read(index, "since:2024 since:2025").scope, index, NOW, one=False).filters
    assert (later.since_ms, later.one_of) == (1704067200000, ((Filters(since_ms=1735689600000),),))


def test_before_and_until_differ_by_the_time_they_name(index: Index) -> None:
    def filters(text: str) -> Filters:
        return plan_scope(read(index, text).scope, index, NOW, one=False).filters

    year = (1704067200000, 1735689600000)
    assert filters("before:2024").until_ms == year[0]
    assert filters("until:2024").until_ms == year[1]
    assert filters("after:2024").since_ms == filters("since:2024").since_ms == year[0]
    assert (filters("during:2024").since_ms, filters("during:2024").until_ms) == year


def test_the_operator_that_is_being_typed_is_left_out_until_it_can_be_read(index: Index) -> None:
    for text in ("cabin from:", "cabin from:z", "cabin has:li", "cabin before:20"):
        assert read(index, text, typing=True) == ReadQuery("cabin", Scope())
    assert read(index, "cabin from:ma", typing=True).scope == Scope(person="ma")
    with pytest.raises(BadQuery):
        read(index, "has:li cabin", typing=True)


def test_a_question_holds_operators_and_is_language_else(index: Index) -> None:
    asked = operators.read_question("from:maya what is the cabin or OR from: the lake?", Scope(), index, NOW)
    assert asked == ReadQuery("what is the cabin or OR from: the lake?", MAYA)
    plain = "What  is it?"
    assert operators.read_question(plain, Scope(), index, NOW).text is plain


def test_the_plan_says_what_the_operators_mean(index: Index) -> None:
    scope = read(index, "from:maya has:link -in:brunch before:2024 (kind:mail OR kind:note)").scope
    line = plan_scope(scope, index, NOW, one=False).line
    assert line == "from Maya Lind, with a link, until 31 Dec 2023, not in brunch, mails or notes"


def test_a_mark_of_before_is_found_again() -> None:
    assert mark_key(Filters(conversations=(2, 1))) == "[[1, 2], [], [], null]"
    assert mark_key(Filters(has=("link",))) != mark_key(Filters())


def test_the_query_of_a_text_that_is_typed(index: Index) -> None:
    suggestions = Suggestions(index, lambda: NOW)
    query = suggestions.query("tent OR cabin from:tom in:", Scope(source="whatsapp"), 5)
    tom = index.find_people("tom")
    assert query == Query(
        "tent cabin", Filters(people=tom, sources=("whatsapp",), wordings=(("tent", "cabin"),)), 5, typing=True
    )
    assert [hit.text for hit in index.search(query).hits] == ["a tent"]
    with pytest.raises(NotFound):
        suggestions.query("from:zork tent", Scope(), 5)
    assert [one.label for one in suggestions.spoken_of("in:cabin what did Tom say", Scope())] == ["from Tom"]


def test_what_operators_give_travels_and_is_carried_on(index: Index) -> None:
    scope = read(index, "(from:maya OR from:tom) -has:link -kind:mail tent").scope
    filters = replace(plan_scope(scope, index, NOW, one=False).filters, wordings=(("a", '"b c"'),))
    assert decode(json.loads(json.dumps(encode(scope)))) == scope
    assert decode(json.loads(json.dumps(encode(filters)))) == filters
    hit = replace(index.search(Query("tent")).hits[0], explain={})
    assert hit.spans
    assert decode(json.loads(json.dumps(encode(hit)))) == hit
    reading = replace(plan_question("where is the tent?", Scope(), index, NOW), plan=Plan(filters, "tent", ""))
    kept = FollowUpContext.of(reading, "")
    assert FollowUpContext.from_json(kept.to_json()) == kept


def test_without_words_no_model_is_waited_for(index: Index) -> None:
    def fail() -> None:
        pytest.fail("a model was asked for")

    assistant = Assistant(index, embedder=fail, engine=fail, now=lambda: NOW, zone=UTC)
    assert len(assistant.search("from:tom", Scope())[1].hits) == 2
    assert len(assistant.search("tent", Scope(), order="newest")[1].hits) == 1
    assert assistant.tally("tent from:tom", Scope(), "chat")[1].messages == 1
