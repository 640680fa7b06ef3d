"""The same id again in one export, as merged mailboxes hold it: what is stored is what one at a time would leave."""

from __future__ import annotations

import tempfile
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.index import Index
from index.intake import file_reader
from index.types.records import Attachment, ContactRecord, MessageRecord, Reaction, Record, Sender, Timestamp
from index.types.search import Filters
from tests.index.kit import START_MS, Memory, add, add_records, bodies, chat, said

SENDERS = (
    Sender("phone", "+4915112345678", "Maya"),
    Sender("phone", "+4915112345678", "Maya", is_me=True),
    Sender("display_name", "Tom", "Tom"),
    Sender("email", "lee@example.org", "Lee"),
    None,
)
TIMES = st.one_of(
    st.none(), st.integers(0, 4).map(lambda minute: Timestamp(START_MS + minute * 60_000, 0, "user", "min"))
)
MESSAGES = st.builds(
    MessageRecord,
    chat=st.sampled_from(["c1", "c2"]),
    native_id=st.sampled_from(["1", "2", "3", None]),
    sender=st.sampled_from(SENDERS),
    time=TIMES,
    body=st.sampled_from(["the cabin", "the lake", "", "ok"]),
    kind=st.sampled_from(["text", "text", "deleted"]),
    edited=st.booleans(),
    attachments=st.sampled_from([(), (Attachment("map.png"),), (Attachment("a.pdf"), Attachment("b.pdf"))]),
    reactions=st.sampled_from([(), (Reaction("👍", ("Tom",)),)]),
)
CARDS = st.builds(
    ContactRecord,
    name=st.sampled_from(["Maya Moreno", "Lee", "Home"]),
    identities=st.lists(st.sampled_from([("phone", "+4915112345678"), ("email", "lee@example.org")]), max_size=2).map(
        tuple
    ),
)
TABLES = {
    "message": "SELECT * FROM message ORDER BY id",
    "passage": (
        "SELECT p.message_id, p.part, p.first, p.last, p.conversation_id, p.ts_ms, p.embedded, p.person_id = i.person_id"
        " FROM passage p JOIN message m ON m.id = p.message_id LEFT JOIN identity i ON i.id = m.sender_id"
        " ORDER BY p.message_id, p.part"
    ),
    "words": "SELECT count(*), count(DISTINCT rowid) FROM words WHERE rowid IN (SELECT id FROM passage)",
    "all words": "SELECT count(*) FROM words",
    "attachment": "SELECT * FROM attachment ORDER BY message_id, position",
    "reaction": "SELECT * FROM reaction ORDER BY message_id, position",
    "person": "SELECT p.name, p.is_me, i.kind, i.value FROM person p JOIN identity i ON i.person_id = p.id ORDER BY i.id",
    "contact": "SELECT c.name, i.kind, i.value FROM contact c LEFT JOIN contact_identity i ON i.contact_id = c.id"
    " ORDER BY 1, 2, 3",
    "problem": "SELECT * FROM problem",
}


def stored(index: Index) -> dict[str, list[Any]]:
    """Return all rows of what records become."""
    with index._database.reading() as db:
        return {name: list(db.execute(sql)) for name, sql in TABLES.items()}


def left_by(batch: int, *readings: list[Record]) -> dict[str, list[Any]]:
    """Return what is stored when files are read in batches of that size."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(file_reader, "BATCH_RECORDS", batch)
        with Index.open(Path(folder) / "index.db", zone=UTC, create=True) as index:
            for number, records in enumerate(readings):
                done = add_records(index, records, name=f"file{number}")
                assert (done.failed, done.problems) == (0, 0)
            return stored(index)


anything = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@anything
@given(
    st.one_of(st.lists(MESSAGES, min_size=2, max_size=12), st.lists(CARDS, min_size=2, max_size=12)),
    st.sampled_from([2, 3, 2000]),
)
def test_any_arrangement_of_repeated_ids_is_stored_as_one_at_a_time(records: list[Record], batch: int) -> None:
    assert left_by(batch, records) == left_by(1, records)


@anything
@given(
    st.lists(MESSAGES.filter(lambda record: record.native_id is not None), min_size=1, max_size=6),
    st.lists(MESSAGES.filter(lambda record: record.native_id is not None), min_size=2, max_size=10),
    st.sampled_from([2, 3, 2000]),
)
def test_also_over_what_an_earlier_export_brought(before: list[Record], records: list[Record], batch: int) -> None:
    assert left_by(batch, before, records) == left_by(1, before, records)


@pytest.mark.parametrize("ids", ["aaa", "aabb", "abab", "abba", "abcabc", "aaaabbbb"])
def test_repeated_ids_cost_nothing_else(index: Index, ids: str) -> None:
    records = [chat(), *(said(f"{one}{place}", place, native=one) for place, one in enumerate(ids)), said("last", 90)]
    total, _ = add(index, Memory({"a": records, "b": [chat("c2"), said("sibling", chat="c2")]}))
    assert (total.failed, total.added, total.known) == (0, len(set(ids)) + 2, len(ids) - len(set(ids)))
    latest = {one: f"{one}{place}" for place, one in enumerate(ids)}
    assert sorted(bodies(index.messages(Filters()))) == sorted([*latest.values(), "last", "sibling"])


def test_a_known_message_that_changes_twice_in_one_batch(index: Index) -> None:
    files = (Attachment("map.png"), Attachment("plan.pdf"))
    add_records(index, [chat(), said("first", native="1")], "old")
    done = add_records(index, [chat(), *(said(f"state {n}", native="1", attachments=files) for n in range(3))], "new")
    assert (done.failed, done.added, done.known) == (0, 0, 3)
    rows = stored(index)
    assert [row[2:4] for row in rows["passage"]] == [(0, 7)]
    assert rows["all words"] == [(1,)]
    assert len(rows["attachment"]) == 2


def test_lines_of_one_reading_are_no_other_states_of_each_other(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_reader, "BATCH_RECORDS", 1)
    lines = [said("we leave at four"), said("we leave at five", edited=True), said("fine"), said("", kind="deleted")]
    assert add_records(index, [chat(), *lines]).added == 4
