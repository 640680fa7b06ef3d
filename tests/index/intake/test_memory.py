"""What the assistant remembers goes with the messages it was made of."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from index.errors import NotFound
from index.index import Index
from index.types.listings import CachedText, KeptTurn
from index.types.records import Attachment, Record
from index.types.search import Filters
from tests.index.kit import Memory, add, chat, said


@dataclass
class Home:
    """An index and the files it was made of."""

    index: Index
    memory: Memory

    def add(self, name: str, records: list[Record]) -> None:
        """Add or replace one file."""
        self.memory.files[name] = records
        add(self.index, self.memory)


@pytest.fixture
def home(index: Index) -> Home:
    made = Home(index, Memory())
    made.add("a", [chat(), said("The cabin is booked", 0, native="1"), said("Bring towels", 1), said("Bye", 2)])
    return made


def test_a_mark_moves_forward_only_and_new_messages_come_after_it(home: Home) -> None:
    index = home.index
    assert index.mark("all") is None
    index.set_mark("all", index.newest(), 5)
    first = index.mark("all")
    assert first is not None
    home.add("b", [chat("c2", "Work"), said("New here", 0, chat="c2")])
    assert [h.text for h in index.messages(Filters(after=first[0]))] == ["New here"]
    index.set_mark("all", 1, 9)
    assert index.mark("all") == (first[0], 9)


@pytest.mark.parametrize(("after", "kind"), [("The cabin is gone", "text"), ("", "deleted")])
def test_a_kept_text_goes_when_a_message_it_was_made_of_changes(home: Home, after: str, kind: str) -> None:
    index = home.index
    ids = [h.id for h in index.messages(Filters())]
    index.keep("part", CachedText("Booked.", (ids[0],)))
    index.keep("other", CachedText("Towels.", (ids[1],)))
    assert index.kept("part") == CachedText("Booked.", (ids[0],))
    home.add("a", [chat(), said(after, 0, native="1", edited=True, kind=kind), said("Bring towels", 1), said("Bye", 2)])
    assert index.kept("part") is None
    assert index.kept("other") is not None


@pytest.mark.parametrize(("after", "kind"), [("The cabin is gone", "text"), ("", "deleted")])
def test_an_answer_loses_the_lines_whose_messages_are_gone_and_keeps_the_question(
    home: Home, after: str, kind: str
) -> None:
    index = home.index
    ids = [h.id for h in index.messages(Filters())]
    talk = index.add_turn(
        None, KeptTurn("where?", "{}", (CachedText("Booked.", (ids[0],)), CachedText("Towels.", (ids[1],)))), 1
    )
    index.add_turn(talk, KeptTurn("when?", "{}", (CachedText("Bye.", (ids[2],)),)), 2)
    home.add("a", [chat(), said(after, 0, native="1", edited=True, kind=kind), said("Bring towels", 1), said("Bye", 2)])
    assert [(t.question, [line.text for line in t.lines]) for t in index.turns(talk)] == [
        ("where?", ["Towels."]),
        ("when?", ["Bye."]),
    ]
    assert [(t.id, t.turns, t.first) for t in index.kept_conversations()] == [(talk, 2, "where?")]


def test_a_talk_is_given_a_title_and_loses_it(home: Home) -> None:
    index = home.index
    one, two = (index.add_turn(None, KeptTurn(q, "{}"), at) for at, q in enumerate(("one?", "two?")))
    assert index.title_conversation(one, "The cabin")
    assert [(t.id, t.first, t.title) for t in index.kept_conversations()] == [
        (two, "two?", ""),
        (one, "one?", "The cabin"),
    ]
    assert index.title_conversation(one, "")
    assert {t.title for t in index.kept_conversations()} == {""}
    index.forget_conversations(one)
    assert not index.title_conversation(one, "again")


def test_forgetting_one_talk_and_all(home: Home) -> None:
    index = home.index
    one, two = (index.add_turn(None, KeptTurn(q, "{}"), at) for at, q in enumerate(("one?", "two?")))
    assert [t.id for t in index.kept_conversations()] == [two, one]
    assert index.forget_conversations(one) == 1
    assert index.turns(one) == []
    assert index.forget_conversations() == 1
    assert index.kept_conversations() == []
    assert index.forget_conversations(one) == 0


def test_a_text_of_messages_that_are_gone_is_not_kept(home: Home) -> None:
    home.index.keep("part", CachedText("Nothing.", ("m999",)))
    assert home.index.kept("part") is None


def test_whole_sets_by_kind(home: Home) -> None:
    home.add(
        "b",
        [
            chat("c2", "Work"),
            said("see https://example.org/a", 0, chat="c2", by="Tom"),
            said("call 0171 2345678", 1, chat="c2", by="Tom"),
            said("100% of the invoice", 2, chat="c2", by="Tom"),
            said("look", 3, chat="c2", by="Tom", attachments=(Attachment("IMG_1.JPG"),)),
        ],
    )
    index = home.index
    assert [h.text for h in index.holding("link", Filters())] == ["see https://example.org/a"]
    assert [h.text for h in index.holding("number", Filters())] == ["call 0171 2345678"]
    assert [h.text for h in index.holding("photo", Filters())] == ["look"]
    assert [h.text for h in index.holding("words", Filters(), ["0% of the inv"])] == ["100% of the invoice"]
    assert index.holding("words", Filters(), ["1_0"]) == []
    assert index.wrote(Filters()) == [("Tom", 4), ("Maya", 3)]
    assert index.written_in(Filters()) == [("Work", 4), ("Cabin", 3)]


def test_what_a_file_or_an_id_stands_for(home: Home) -> None:
    index = home.index
    ids = tuple(h.id for h in index.messages(Filters()))
    assert index.part_of(ids[1]) == ids
    (source,) = index.sources()
    assert index.part_of(source.path) == ids
    with pytest.raises(NotFound):
        index.part_of("nowhere.txt")
    with pytest.raises(NotFound):
        index.part_of("f7")
