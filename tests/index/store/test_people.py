"""Who is who: what sources, address books and the owner say, and who has the last word."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from index.errors import AmbiguousName, BadQuery, NotFound
from index.index import Index
from index.sources.base import ReadContext
from index.types.records import ContactRecord, MessageRecord, Record, Sender
from index.types.search import Filters
from tests.index.kit import Memory, add, add_records, bodies, chat, find, said

BERLIN = ReadContext(ZoneInfo("Europe/Berlin"), zone_guessed=False)


def wrote(kind: str, value: str, body: str, name: str = "", *, in_chat: str = "c1", is_me: bool = False) -> Record:
    return MessageRecord(in_chat, None, Sender(kind, value, name or value, is_me=is_me), None, body)


def card(name: str, *identities: tuple[str, str], is_me: bool = False) -> Record:
    return ContactRecord(name, identities, is_me=is_me)


def names(index: Index) -> list[tuple[str, int]]:
    return sorted((person.name, person.messages) for person in index.people())


def test_the_same_number_or_address_in_two_sources_is_one_person(index: Index) -> None:
    files = {
        "sms": [chat(), wrote("phone", "0170 1234567", "from the phone", "Anna")],
        "whatsapp": [chat("c2"), wrote("phone", "+49 170 1234567", "from the chat", in_chat="c2")],
        "mail": [chat("c3"), wrote("email", "Ben@Example.org", "one", "Ben", in_chat="c3")],
        "slack": [chat("c4"), wrote("email", "ben@example.org", "two", "ben", in_chat="c4")],
    }
    add(index, Memory(files, kinds={name: name for name in files}), context=BERLIN)
    assert names(index) == [("Anna", 2), ("Ben", 2)]
    assert [(i.kind, i.value, i.messages) for i in index.identities()] == [
        ("email", "ben@example.org", 2),
        ("phone", "+491701234567", 2),
    ]


@pytest.mark.parametrize("contacts_first", [True, False])
def test_an_address_book_names_numbers_and_joins_the_identities_of_one_entry(
    index: Index, contacts_first: bool
) -> None:
    book = [card("Anna Roth", ("phone", "+491701234567"), ("email", "anna@example.org"))]
    chats = [
        chat(),
        wrote("phone", "+49 170 1234567", "by phone"),
        wrote("email", "anna@example.org", "by mail"),
        wrote("phone", "+4999", "somebody else"),
    ]
    for records in (book, chats) if contacts_first else (chats, book):
        add_records(index, records, "book" if records is book else "chats")
    assert names(index) == [("+4999", 1), ("Anna Roth", 2)]
    (anna,) = index.find_people("anna roth")
    assert bodies(index.messages(Filters(people=(anna,)))) == ["by phone", "by mail"]
    assert sorted(bodies(find(index, "by", people=(anna,)).hits)) == ["by mail", "by phone"]
    assert {i.linked for i in index.identities() if i.person == anna} <= {"source", "contact"}


def test_entries_alone_make_no_people(index: Index) -> None:
    add_records(index, [card("Will Stone", ("phone", "+4917012"))])
    assert index.people() == []


def test_a_familys_telephone_joins_nobody(index: Index) -> None:
    shared = ("phone", "+4930123456")
    chats = [
        chat(),
        wrote("phone", "+4930123456", "from home"),
        wrote("phone", "+491701", "Anna's"),
        wrote("phone", "+491702", "Ben's"),
    ]
    add_records(index, chats, "chats")
    add_records(index, [card("Anna", ("phone", "+491701"), shared)], "first")
    assert names(index) == [("+491702", 1), ("Anna", 2)]
    add_records(index, [card("Ben", ("phone", "+491702"), shared)], "second")
    assert names(index) == [("+4930123456", 1), ("Anna", 1), ("Ben", 1)]


def test_an_entry_that_goes_takes_its_name_and_its_link_along(index: Index) -> None:
    memory = Memory(
        {
            "book": [card("Anna", ("phone", "+491701"), ("email", "a@example.org"))],
            "chats": [chat(), wrote("phone", "+491701", "x"), wrote("email", "a@example.org", "y", "A. Roth")],
        }
    )
    add(index, memory)
    assert names(index) == [("Anna", 2)]
    memory.files["book"] = [card("Anna", ("phone", "+491701"))]
    add(index, memory)
    assert names(index) == [("A. Roth", 1), ("Anna", 1)]
    memory.files["book"] = [card("Somebody", ("phone", "+1"))]
    add(index, memory)
    assert names(index) == [("+491701", 1), ("A. Roth", 1)]


def test_the_owners_own_card_makes_its_identities_theirs(index: Index) -> None:
    add_records(index, [chat(), wrote("telegram", "1", "mine", "Lea", is_me=True), wrote("phone", "+491", "me too")])
    add_records(index, [card("Lea Kurz", ("phone", "+491"), is_me=True)], "book")
    (me,) = index.people()
    assert (me.is_me, me.messages) == (True, 2)


def test_merging_stands_over_re_adds_and_is_taken_back_by_splitting(index: Index) -> None:
    records = [chat("c1", "One"), chat("c2", "Two"), said("a", 0, by="Sam"), said("b", 1, by="Sam", chat="c2")]
    memory = Memory({"a": records})
    add(index, memory)
    one, two = (person.id for person in index.people())
    joined = index.merge_people(one, [two])
    assert names(index) == [("Sam", 2)]
    assert len(find(index, "", people=(one,)).hits) == 2
    memory.files["a"] = [*records, said("c", 2, by="Sam", chat="c2")]
    add(index, memory)
    assert names(index) == [("Sam", 3)]
    fresh = index.split_person(one, joined)
    assert names(index) == [("Sam", 1), ("Sam", 2)]
    assert bodies(index.messages(Filters(people=(fresh,)))) == ["b", "c"]
    memory.files["a"] = [*memory.files["a"], said("d", 3, by="Sam")]
    add(index, memory)
    assert names(index) == [("Sam", 2), ("Sam", 2)]


def test_an_address_book_does_not_overrule_the_owner(index: Index) -> None:
    book = [card("Anna", ("phone", "+491701"), ("email", "a@example.org"))]
    add_records(index, book, "book")
    add_records(index, [chat(), wrote("phone", "+491701", "x"), wrote("email", "a@example.org", "y", "Ann's mother")])
    (anna,) = index.people()
    (mail,) = [i.id for i in index.identities() if i.kind == "email"]
    index.split_person(anna.id, [mail])
    index.rename_person(anna.id, "Annie")
    add_records(index, [*book, card("Ben", ("phone", "+4917"))], "book")
    assert names(index) == [("Ann's mother", 1), ("Annie", 1)]


def test_saying_who_is_me_joins_and_can_be_taken_back(index: Index) -> None:
    records = [chat(), wrote("telegram", "1", "mine", "Lea", is_me=True), said("also mine", 1, by="Lea K")]
    add_records(index, records)
    other = index.find_person("Lea K")
    joined = index.be_me(other)
    (me,) = index.people()
    assert (me.is_me, me.messages, me.name) == (True, 2, "Lea")
    index.split_person(me.id, joined)
    assert sorted((p.name, p.is_me) for p in index.people()) == [("Lea", True), ("Lea K", False)]
    index.be_me(None)
    add_records(index, [*records, said("more", 2)])
    assert not any(person.is_me for person in index.people())


def test_naming_me_where_nobody_was(index: Index) -> None:
    add_records(index, [chat(), said("x", 0, by="Lea"), said("y", 1, by="Tom")])
    assert index.be_me(index.find_person("Lea")) == []
    add_records(
        index, [chat(), said("z", 2, by="Lea"), said("y", 1, by="Tom")], context=ReadContext(BERLIN.zone, me="X")
    )
    assert [(p.name, p.messages) for p in index.people() if p.is_me] == [("Lea", 2)]


def test_an_id_or_an_unmistakable_name_finds_one_person(index: Index) -> None:
    add_records(index, [chat("c1", "One"), chat("c2", "Two"), said("a", by="Sam"), said("b", by="Sam", chat="c2")])
    add_records(index, [chat(), said("c", 3, by="Tom")], "b")
    assert index.find_person("tom") == index.find_person(f"p{index.find_person('Tom')}")
    with pytest.raises(AmbiguousName) as caught:
        index.find_person("Sam")
    assert sorted(line.split("  ")[1] for line in caught.value.candidates) == ["Sam in Cabin", "Sam in Two"]
    with pytest.raises(NotFound):
        index.find_person("p99")


def test_nobody_is_split_into_nothing(index: Index) -> None:
    add_records(index, [chat(), said("a", by="Sam")])
    (sam,) = index.people()
    (identity,) = index.identities()
    with pytest.raises(BadQuery):
        index.split_person(sam.id, [identity.id])
    assert names(index) == [("Sam", 1)]


def test_passages_of_one_batch_follow_an_identity_that_changes_hands_in_it(index: Index) -> None:
    add_records(index, [card("Anna", ("phone", "+1702"), ("email", "a@example.org"))], "book")
    add_records(
        index,
        [chat(), wrote("email", "a@example.org", "first"), wrote("phone", "+1702", "mine now", "A", is_me=True)],
    )
    (me,) = index.people()
    assert sorted(bodies(find(index, "", people=(me.id,)).hits)) == ["first", "mine now"]
