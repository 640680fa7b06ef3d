"""Pages carry checksums wherever a plain index is written, and damage is told from everything else."""

from __future__ import annotations

import random
from datetime import UTC
from pathlib import Path
from typing import Any

import apsw
import pytest

from index.errors import StoreDamaged, StoreProblem
from index.index import Index
from index.store import checksums, connection, header, plain_copy
from index.store.connection import PAGE_BYTES
from index.types import Filters, Query
from tests.fakes import HashEmbedder
from tests.index.kit import add_records, chat, everything, said

KEY = "a long enough passphrase"


def filled(store: Path, key: str | None = None) -> None:
    with Index.open(store, zone=UTC, key=key, create=True) as index:
        add_records(index, [chat(), *(said(f"a telling word {n} {'x' * 90 * (n % 7)}", n) for n in range(400))])
        list(index.embed_pending(HashEmbedder(), None))


def rows(store: Path, key: str | None) -> dict[str, list[Any]]:
    """Return every table's rows with their numbers, and the schema."""
    with Index.open(store, zone=UTC, key=key) as index, index._database.reading() as db:
        tables: list[Any] = db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
        ).fetchall()
        without = {name for (name,) in db.execute("SELECT name FROM pragma_table_list WHERE wr")}
        found: dict[str, list[Any]] = {
            name: sorted(
                db.execute(f"SELECT {'' if name in without else '_rowid_, '}* FROM {name}").fetchall(), key=repr
            )
            for (name,) in tables
        }
        found["schema"] = sorted(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall(), key=repr)
        return found


def test_a_new_index_has_checksums_and_an_encrypted_one_gets_them_when_it_is_plain_again(store: Path) -> None:
    filled(store)
    assert checksums.has(store)
    before = rows(store, None)
    with Index.open(store, zone=UTC) as index:
        held = everything(index)
        index.change_key(KEY)
        assert not checksums.has(store)
        index.change_key(None)
        assert checksums.has(store)
        assert everything(index) == held
        assert index.health().integrity == "ok"
        assert index.search(Query("telling word 7", Filters(), 5), HashEmbedder()).hits
    assert rows(store, None) == before
    with Index.open(store, zone=UTC) as index:
        add_records(index, [chat(), said("and one more", 500)], "later")
        assert index.size()[0] == 401


def test_a_backup_of_an_index_from_before_has_checksums(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(checksums, "request", lambda _: None)
        filled(store)
    assert not checksums.has(store)
    with Index.open(store, zone=UTC) as index:
        index.backup(tmp_path / "backup.db")
    assert checksums.has(tmp_path / "backup.db")
    assert not checksums.has(store)


def test_a_cleared_bit_in_the_header_does_not_turn_them_off(store: Path) -> None:
    filled(store)
    content = bytearray(store.read_bytes())
    content[20] = 0
    store.write_bytes(bytes(content))
    with pytest.raises(StoreDamaged):
        Index.open(store, zone=UTC)


def test_a_changed_byte_is_found_by_the_check_of_the_whole(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not connection.checked()
    filled(store)
    assert connection.checked()
    content = bytearray(store.read_bytes())
    content[len(content) // PAGE_BYTES // 2 * PAGE_BYTES + 77] ^= 4
    store.write_bytes(bytes(content))
    with pytest.raises(StoreDamaged):
        connection.checked()
    store.unlink()
    assert not connection.checked()


def test_without_the_library_nothing_is_opened_and_nothing_written(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store)
    before = store.read_bytes()
    with monkeypatch.context() as gone:
        gone.setattr(checksums, "_NAME", "no-such-vfs")
        gone.setattr(apsw, "__file__", "/nowhere/apsw.so")
        with pytest.raises(StoreProblem, match="apsw-sqlite3mc") as caught:
            Index.open(store, zone=UTC)
        assert "pip install" in caught.value.next_step
    assert store.read_bytes() == before


def test_other_databases_are_opened_without_checksums(store: Path, tmp_path: Path) -> None:
    filled(store)
    other = apsw.Connection(str(tmp_path / "other.db"))
    assert not checksums.used_by(other)
    other.close()


def test_a_link_in_its_place_is_refused_and_what_it_leads_to_left_alone(store: Path, tmp_path: Path) -> None:
    store.parent.mkdir()
    target = tmp_path / "target.db"
    for content in (None, b"mine"):
        if content is not None:
            target.write_bytes(content)
            target.chmod(0o644)
        store.unlink(missing_ok=True)
        store.symlink_to(target)
        with pytest.raises(StoreProblem, match="is a link"):
            Index.open(store, zone=UTC, create=True)
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"mine", 0o644)


def test_a_plain_header_with_changed_bytes_is_never_taken_for_encrypted() -> None:
    chance = random.Random(3)
    for reserved in (0, 8):
        plain = header.PLAIN + bytes([32, 0, 2, 2, reserved]) + b"\x40\x20\x20"
        for _ in range(2000):
            changed = bytearray(plain)
            for at in chance.sample(range(20), chance.randint(1, 20)):
                changed[at] = chance.randrange(256)
            assert not header.is_old(bytes(changed))
    for _ in range(2000):
        assert header.is_old(chance.randbytes(16) + b"\x20\x00\x01\x01\x20\x40\x20\x20")


@pytest.mark.parametrize("key", [None, KEY])
def test_every_page_of_a_copy_has_its_checksum_also_where_memory_holds_few_of_them(
    tmp_path: Path, store: Path, key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_copy, "_CACHE_KIB", 80)
    monkeypatch.setattr(connection, "READER_CACHE_KIB", 80)
    with Index.open(store, zone=UTC, key=key, create=True) as index:
        add_records(index, [chat(), *(said(f"a telling word {n} {'x' * 3000}", n) for n in range(400))])
        wanted = everything(index)
        index.backup(tmp_path / "b.db")
        if key:
            index.change_key(None)
    plain = store if key else tmp_path / "b.db"
    assert checksums.has(plain)
    with Index.open(plain, zone=UTC) as index:
        assert index.health().integrity == "ok"
        assert everything(index) == wanted
