"""Who may be one person and who may be the owner; and the owner's decisions, taken back."""

from __future__ import annotations

import pytest

from index.index import Index
from index.types.events import ForgetRequest
from index.types.kinds import ChatKind
from index.types.records import ChatRecord, ContactRecord, MessageRecord, Record, Sender
from tests.index.kit import Memory, add, add_records


def wrote(name: str, chat_id: str, *, kind: str = "display_name", value: str = "", is_me: bool = False) -> Record:
    return MessageRecord(chat_id, None, Sender(kind, value or name, name, is_me=is_me), None, f"{name} in {chat_id}")


def chat(chat_id: str, kind: ChatKind = "group") -> Record:
    return ChatRecord(chat_id, chat_id, kind)


def room(chat_id: str, *names: str, kind: ChatKind = "group") -> list[Record]:
    return [chat(chat_id, kind=kind), *(wrote(name, chat_id) for name in names)]


def suggested(index: Index) -> list[tuple[str, int, str]]:
    return [(same.name, len(same.people), same.doubt) for same in index.same_names()]


def state(index: Index) -> object:
    return (
        sorted((one.id, one.person, one.linked) for one in index.identities()),
        sorted((one.id, one.name, one.is_me, one.messages) for one in index.people()),
    )


def test_a_full_name_in_several_chats_is_suggested_and_one_word_is_doubted(index: Index) -> None:
    add_records(
        index, [*room("a", "Ana Silva", "Tom", "Ben Roth"), *room("b", "ana silva", "Tom"), *room("c", "田中花子")]
    )
    add_records(index, room("d", "田中花子"), "more")
    assert suggested(index) == [
        ("Ana Silva", 2, ""),
        ("田中花子", 2, ""),
        ("Tom", 2, "one word is no full name"),
    ]


def test_two_of_one_name_in_one_chat_are_doubted(index: Index) -> None:
    both = [wrote("Ana Silva", "a", kind="telegram", value=value) for value in ("user1", "user2")]
    add_records(index, [chat("a"), *both])
    assert suggested(index) == [("Ana Silva", 2, "two of them are in one chat")]


def test_two_addresses_of_one_name_in_a_thread_may_be_one(index: Index) -> None:
    both = [wrote("Ana Silva", "a", kind="email", value=value) for value in ("ana@a.example", "ana@b.example")]
    add_records(index, [chat("a", kind="mail"), *both])
    assert suggested(index) == [("Ana Silva", 2, "")]


def test_whom_the_owner_parted_are_not_suggested_again(index: Index) -> None:
    add_records(index, [*room("a", "Ana Silva"), *room("b", "Ana Silva")])
    one, two = (person.id for person in index.people())
    joined = index.merge_people(one, [two])
    assert suggested(index) == []
    index.split_person(one, joined)
    assert suggested(index) == []
    add_records(index, room("c", "Ana Silva"), "later")
    assert suggested(index) == [("Ana Silva", 3, "you keep some of them apart")]


def test_the_owner_is_kept_first(index: Index) -> None:
    add_records(
        index, [*room("a", "Ana Silva", "Ana Silva", "Ana Silva"), chat("b"), wrote("Ana Silva", "b", is_me=True)]
    )
    (same,) = index.same_names()
    assert [person.is_me for person in same.people] == [True, False]


@pytest.mark.parametrize("what", ["merge", "all", "split", "rename", "me", "nobody", "not me"])
def test_every_decision_is_taken_back_whole(index: Index, what: str) -> None:
    add_records(
        index,
        [
            *room("a", "Ana Silva", "Ben Roth"),
            *room("b", "Ana Silva", "Ben Roth"),
            chat("c"),
            wrote("Me", "c", is_me=True),
        ],
    )
    ana, ana_too = (p.id for p in index.people() if p.name == "Ana Silva")
    index.merge_people(ana, [ana_too])
    before = state(index)
    ben, ben_too = (p.id for p in index.people() if p.name == "Ben Roth")
    if what == "merge":
        index.merge_people(ben, [ben_too])
    elif what == "all":
        index.merge_all([(ben, ben_too), (ana, index.find_person("me"))])
    elif what == "split":
        index.split_person(ana, [next(one.id for one in index.identities() if one.person == ana)])
    elif what == "rename":
        index.rename_person(ana, "Annie")
    elif what == "me":
        index.be_me(ben, [ben_too])
    elif what == "nobody":
        index.be_me(None)
    else:
        index.not_me([ben], ["test"])
    assert state(index) != before
    assert index.undo_decision() is not None
    assert state(index) == before
    assert index.undo_decision() is not None
    assert len([p for p in index.people() if p.name == "Ana Silva"]) == 2
    assert index.undo_decision() is None


def test_what_came_meanwhile_stays_with_whom_it_came_to(index: Index) -> None:
    add_records(index, [*room("a", "Ana Silva"), *room("b", "Ana Silva")])
    one, two = (person.id for person in index.people())
    index.merge_people(one, [two])
    add_records(index, [*room("b", "Ana Silva"), wrote("Ana Silva", "b", kind="email", value="ana@a.example")], "later")
    assert index.undo_decision() == ("merge", [one, two])
    assert sorted(person.id for person in index.people())[:2] == [one, two]


def test_an_owner_who_came_meanwhile_stays_the_owner(index: Index) -> None:
    add_records(index, room("a", "Ana Silva"))
    index.rename_person(index.people()[0].id, "Annie")
    add_records(index, [chat("b"), wrote("Ben Roth", "b", is_me=True)], "later")
    index.undo_decision()
    assert [(p.name, p.is_me) for p in index.people()] == [("Ana Silva", False), ("Ben Roth", True)]


def test_forgetting_takes_the_names_of_decisions_along(index: Index) -> None:
    add_records(index, [*room("a", "Ana Silva"), *room("b", "Ana Silva", "Ben Roth")])
    ana, ana_too = (p.id for p in index.people() if p.name == "Ana Silva")
    index.merge_people(ana, [ana_too])
    for _ in index.forget(ForgetRequest(people=(ana,))):
        pass
    assert index.undo_decision() is None


def test_who_is_in_every_chat_of_two_is_likely_the_owner(index: Index) -> None:
    rooms = [room(name, name, "Ivy Hart", kind="direct") for name in ("Ana", "Ben", "Cem")]
    add_records(index, [*(one for records in rooms for one in records), *room("g", "Ana", "Ben", "Ivy Hart")])
    (guess,) = index.owner_guesses()
    assert (guess.name, len(guess.people), guess.likely) == ("Ivy Hart", 4, True)
    assert (guess.in_twos, guess.of_twos, guess.chats, guess.of_chats) == (3, 3, 4, 4)


def test_nobody_is_likely_where_two_are_in_all_chats(index: Index) -> None:
    add_records(index, [*room("a", "Ana", "Ben"), *room("b", "Ana", "Ben"), *room("c", "Ana", "Ben", "Cem")])
    assert [(one.name, one.likely) for one in index.owner_guesses()] == [("Ana", False), ("Ben", False), ("Cem", False)]


def test_an_owner_known_by_address_is_known_in_all_mail(index: Index) -> None:
    files: dict[str, list[Record]] = {
        "book": [ContactRecord("Ivy Hart", (("email", "ivy@a.example"),), is_me=True)],
        "mail": [chat("m", kind="mail"), wrote("Ana Silva", "m", kind="email", value="ana@a.example")],
        "chat": [chat("c"), wrote("Ivy Hart", "c", is_me=True)],
        "log": room("l", "ana", "ben"),
    }
    add(index, Memory(files, kinds={name: name for name in files}))
    assert index.owner_gaps().sources == ("log",)
    assert not index.owner_gaps(sources=["mail"])
