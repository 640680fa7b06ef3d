"""Counts that are kept for one revision of the store, and what a search with filters reads."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

import pytest

from app.assistant.question.scope import plan_scope
from app.assistant.types import Scope
from index.index import Index
from index.store.database.connection import Connection
from index.store.reading import listing
from index.types.listings import ChatInfo, PersonInfo
from index.types.search import Query
from tests.index.kit import add_records, chat, said


def test_people_and_chats_are_counted_once_a_revision_and_right_after_each_change(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    people, chats = listing.people, listing.chats

    def count_people(db: Connection) -> list[PersonInfo]:
        counted.append("people")
        return people(db)

    def count_chats(db: Connection, zone: tzinfo) -> list[ChatInfo]:
        counted.append("chats")
        return chats(db, zone)

    monkeypatch.setattr(listing, "people", count_people)
    monkeypatch.setattr(listing, "chats", count_chats)
    add_records(index, [chat(), said("one", 0, by="Ann"), said("two", 1, by="Tom")])
    for _ in range(3):
        assert sorted((p.name, p.messages) for p in index.people()) == [("Ann", 1), ("Tom", 1)]
        assert [c.messages for c in index.chats()] == [2]
    assert sorted(counted) == ["chats", "people"]
    index.people().clear()
    ann = next(p.id for p in index.people() if p.name == "Ann")

    index.rename_person(ann, "Anna")
    assert sorted(p.name for p in index.people()) == ["Anna", "Tom"]
    add_records(index, [chat(), said("three", 2, by="Lea")], name="b")
    assert sorted(p.name for p in index.people()) == ["Anna", "Lea", "Tom"]
    assert [c.messages for c in index.chats()] == [3]


def test_what_another_connection_wrote_is_seen(index: Index) -> None:
    add_records(index, [chat(), said("one", 0, by="Ann")])
    assert [p.name for p in index.people()] == ["Ann"]
    with Index.open(index._database.path, zone=index._zone) as other:
        other.rename_person(other.people()[0].id, "Anna")
    assert [p.name for p in index.people()] == ["Anna"]


def test_a_filtered_search_scans_no_messages(index: Index) -> None:
    add_records(index, [chat(), *(said(f"word{n} boat", n, by=f"P{n % 7}") for n in range(50))])
    asked: list[str] = []
    connection = index._database.reader()

    def note(_cursor: object, sql: str, _values: object) -> bool:
        asked.append(sql)
        return True

    connection.set_exec_trace(note)
    plan = plan_scope(
        Scope(chat="Cabin", person="P3", since="2020-01-01"), index, datetime(2024, 1, 1, tzinfo=UTC), "boat", one=False
    )
    assert (plan.chat, plan.person) == ("Cabin", "P3")
    assert index.search(Query("boat", plan.filters)).hits
    connection.set_exec_trace(None)

    selects = [
        sql for sql in dict.fromkeys(asked) if sql.lstrip().startswith(("SELECT", "WITH")) and "temp." not in sql
    ]
    assert len(selects) > 5
    for sql in selects:
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?"))]
        assert not [step for step in steps if step.split(" USING")[0] in ("SCAN m", "SCAN message")], sql
