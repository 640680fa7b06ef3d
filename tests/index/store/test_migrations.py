"""A store that an older homebody wrote is carried over whole."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import apsw
import pytest

from index.index import Index
from index.store.database import checksums, migrations
from index.store.people import contacts
from index.text.columns import columns
from index.types.listings import KeptTurn
from index.types.records import Attachment, DocumentPart, DocumentRecord, Record
from index.types.search import Filters
from tests.index.kit import Memory, add, add_records, bodies, chat, find, said

START = 1_700_000_000_000

FIRST_STORE = f"""
INSERT INTO source VALUES (1, 'test', '/old', '/old', 10, 20, x'00', '["guessed", null]', 'done', {START});
INSERT INTO problem VALUES (1, 1, 'broken', 'line 3', 'torn');
INSERT INTO conversation VALUES (1, 'test', 'c1', 'Cabin', 'group');
INSERT INTO person (id, name, is_me) VALUES (1, 'Maya', 0), (2, 'Lea', 1);
INSERT INTO identity (id, person_id, kind, value, scope, name)
VALUES (1, 1, 'display_name', 'Maya', 1, 'Maya'), (2, 2, 'phone', '+491701', 0, 'Lea');
INSERT INTO member VALUES (1, 1), (1, 2);
INSERT INTO message VALUES
    (1, 1, 1, 1, 11, 1, NULL, {START}, 0, 'user', 'min', 1, 'text', 1, 0, 'the lighthouse', NULL, NULL, 'line 1'),
    (2, 1, 1, 2, 12, 2, NULL, {START} + 60000, 0, 'user', 'min', 2, 'text', 1, 0, 'at noon', NULL, NULL, 'line 2');
INSERT INTO passage VALUES
    (1, 1, NULL, 0, 0, 14, NULL, NULL, NULL, 1, 1, 'test', {START}, 0),
    (2, 2, NULL, 0, 0, 7, NULL, NULL, NULL, 1, 2, 'test', {START} + 60000, 0);
INSERT INTO words (rowid, text) VALUES (1, 'the lighthouse'), (2, 'at noon');
UPDATE meta SET value = 7 WHERE key = 'revision';
"""


@pytest.fixture
def first_store(store: Path) -> Path:
    """Return a store of the first schema, as the first homebody left it."""
    store.parent.mkdir()
    connection = apsw.Connection(str(store))
    connection.pragma("journal_mode", "wal")
    first = migrations.MIGRATIONS[0]
    connection.execute(first.sql)
    connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}; PRAGMA user_version = 1")
    connection.execute(
        "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT"
    )
    connection.execute("INSERT INTO migration VALUES (1, ?, 0)", (first.name,))
    connection.execute(FIRST_STORE)
    connection.close()
    return store


def test_everything_in_an_older_store_is_there_afterwards(first_store: Path) -> None:
    with Index.open(first_store, zone=UTC) as index:
        hits = index.messages(Filters())
        assert [(hit.id, hit.text, hit.sender, hit.from_me) for hit in hits] == [
            ("m1", "the lighthouse", "Maya", False),
            ("m2", "at noon", "Lea", True),
        ]
        assert bodies(find(index, "lighthouse").hits) == ["the lighthouse"]
        assert [(i.id, i.kind, i.linked, i.messages) for i in index.identities()] == [
            ("i1", "display_name", "source", 1),
            ("i2", "phone", "source", 1),
        ]
        assert [problem.locator for problem in index.sources()[0].problems] == ["line 3"]
        assert (index.health().schema, index.health().integrity) == (migrations.SCHEMA, "ok")


def test_an_older_store_goes_on_being_added_to(first_store: Path) -> None:
    with Index.open(first_store, zone=UTC) as index:
        add_records(index, [chat(), said("bring the torch", 5), said("who has it?", 6, by="Tom")], "new")
        assert [(person.name, person.messages) for person in index.people()] == [("Maya", 2), ("Lea", 1), ("Tom", 1)]
        index.merge_people(index.find_person("Maya"), [index.find_person("Tom")])
    with Index.open(first_store, zone=UTC) as index:
        assert [(person.name, person.messages) for person in index.people()] == [("Maya", 3), ("Lea", 1)]


def test_opening_it_twice_migrates_once(first_store: Path) -> None:
    for _ in range(2):
        Index.open(first_store, zone=UTC).close()
    connection = apsw.Connection(str(first_store))
    numbers = [number for (number,) in connection.execute("SELECT number FROM migration ORDER BY number")]
    connection.close()
    assert numbers == list(range(1, migrations.SCHEMA + 1))


def test_words_of_an_older_store_keep_their_vowel_signs(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (step,) = [step for step in migrations.MIGRATIONS if step.name == "words with the marks of their script"]
    assert step.then is not None
    texts = ["बिल भेज दो", "बाल कटवाने हैं", "plain words"]
    photo = said("", 9, attachments=(Attachment("बिल.pdf", "application/pdf"),))
    pages: list[Record] = [DocumentRecord("बिल"), DocumentPart("बाल", "page 1"), DocumentPart("बिल", "page 2")]
    with monkeypatch.context() as older:
        older.setattr("index.store.writing.passages.columns", lambda text: (text, ""))
        with Index.open(store, zone=UTC, create=True) as index:
            add_records(index, [chat(), *(said(text, at) for at, text in enumerate(texts)), photo], "a")
            add(index, Memory({"b": pages}, kinds={"b": "pdf"}))
    with Index.open(store, zone=UTC) as index:
        with index._database.write() as db:
            step.then(db)
        assert {hit.text for hit in find(index, "बिल").hits} == {"बिल भेज दो", "", "बाल", "बिल"}
        assert {hit.text for hit in find(index, "बाल").hits} == {"बाल कटवाने हैं", "बाल"}
        assert bodies(find(index, "plain").hits) == ["plain words"]


@pytest.fixture
def store_of_one_column(store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a store whose words stand in one column, with texts that are read otherwise since."""
    before = [step.name for step in migrations.MIGRATIONS].index("words in two columns")
    with monkeypatch.context() as older:
        older.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:before])
        older.setattr(migrations, "SCHEMA", before)
        Index.open(store, zone=UTC, create=True).close()
    connection = apsw.Connection(str(store), vfs=checksums.vfs(None))
    connection.execute(FIRST_STORE)
    connection.execute(
        "UPDATE message SET body = 'the light\u00adhouse, ring +49 171 1234567', visible = 1 WHERE id = 1;"
        "UPDATE passage SET last = 40 WHERE id = 1;"
        "UPDATE message SET body = 'at noon example.com/lighthouse' WHERE id = 2;"
        "UPDATE passage SET last = 40 WHERE id = 2;"
        "INSERT INTO attachment VALUES (2, 0, 'key.pdf', 'application/pdf', 0)"
    )
    connection.close()
    return store


def test_words_of_an_older_store_are_read_as_new_ones_are(store_of_one_column: Path) -> None:
    with Index.open(store_of_one_column, zone=UTC) as index:
        assert [hit.id for hit in find(index, "lighthouse").hits] == ["m1", "m2"]
        assert [hit.id for hit in find(index, "0171 1234567").hits] == ["m1"]
        assert [hit.id for hit in find(index, "key.pdf").hits] == ["m2"]
        assert index.health().integrity == "ok"


def test_a_store_whose_words_were_being_written_anew_is_whole_at_the_next_start(
    store_of_one_column: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr("index.store.database.data_migrations.columns", _killed)
        with pytest.raises(KeyboardInterrupt):
            Index.open(store_of_one_column, zone=UTC)
    with Index.open(store_of_one_column, zone=UTC) as index:
        assert [hit.id for hit in find(index, "lighthouse").hits] == ["m1", "m2"]


def _killed(text: str) -> tuple[str, str]:
    if "noon" in text:
        raise KeyboardInterrupt
    return columns(text)


def test_conversations_of_an_older_store_go_by_their_first_question(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [step.name for step in migrations.MIGRATIONS].index("titles of conversations")
    with monkeypatch.context() as older:
        older.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:before])
        older.setattr(migrations, "SCHEMA", before)
        with Index.open(store, zone=UTC, create=True) as index:
            talk = index.add_turn(None, KeptTurn("where?", "{}"), START)
    with Index.open(store, zone=UTC) as index:
        assert [(kept.id, kept.first, kept.title) for kept in index.kept_conversations()] == [(talk, "where?", "")]
        index.title_conversation(talk, "The cabin")
    with Index.open(store, zone=UTC) as index:
        assert [kept.title for kept in index.kept_conversations()] == ["The cabin"]


def test_contacts_of_an_older_store_are_told_apart_by_their_names(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [step.name for step in migrations.MIGRATIONS].index("names of contacts without their case")
    with monkeypatch.context() as older:
        older.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:before])
        older.setattr(migrations, "SCHEMA", before)
        with Index.open(store, zone=UTC, create=True) as index, index._database.write() as db:
            db.execute(
                "INSERT INTO source (id, kind, key, path, size, modified_ns, settings, state, added_ms)"
                " VALUES (1, 'contacts', '/a.vcf', '/a.vcf', 0, 0, '', 'done', 0)"
            )
            for number, name in enumerate(("ANNA", "Anna", "Ben"), 1):
                db.execute("INSERT INTO contact VALUES (?, 1, ?, ?, 0)", (number, number, name))
                db.execute("INSERT INTO contact_identity VALUES (?, 'phone', ?)", (number, f"+4917{min(number, 2)}"))
            db.execute("INSERT INTO contact_identity VALUES (1, 'phone', '+49')")
            db.execute("INSERT INTO contact_identity VALUES (2, 'phone', '+49')")
    with Index.open(store, zone=UTC) as index, index._database.reading() as db:
        assert contacts._is_shared(db, ("phone", "+4917" + "2"))
        assert not contacts._is_shared(db, ("phone", "+49"))
