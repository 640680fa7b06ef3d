"""The file: made private, opened safely, refused clearly, never overwritten, whole after anything."""

from __future__ import annotations

import os
import random
import resource
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

import apsw
import pytest

from index.errors import DiskFull, StoreDamaged, StoreLocked, StoreMissing, StoreProblem, StoreTooNew
from index.index import Index
from index.store.database import checksums, connection, migrations
from index.store.database.connection import Database
from index.store.search import scope, vectors
from index.types.embedding import Vectors
from index.types.search import Filters
from tests.fakes import HashEmbedder
from tests.index.kit import Memory, add, add_records, bodies, chat, everything, find, said

REPO = Path(__file__).resolve().parents[3]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_files_and_their_folder_are_the_owners_alone(store: Path) -> None:
    old = os.umask(0)
    try:
        with Index.open(store, zone=UTC, create=True) as index:
            add_records(index, [chat(), said("x")])
            find(index, "x")
            found = {path.name: mode(path) for path in store.parent.iterdir()}
    finally:
        os.umask(old)
    assert found == {"index.db": 0o600, "index.db-wal": 0o600, "index.db-shm": 0o600}
    assert mode(store.parent) == 0o700


def test_a_file_that_was_restored_with_a_looser_mode_is_tightened(store: Path) -> None:
    Index.open(store, zone=UTC, create=True).close()
    store.chmod(0o644)
    Index.open(store, zone=UTC).close()
    assert mode(store) == 0o600


def test_no_index_yet_is_said_and_nothing_is_made(store: Path) -> None:
    with pytest.raises(StoreMissing) as caught:
        Index.open(store, zone=UTC)
    assert "homebody add" in caught.value.next_step
    assert not store.parent.exists()


def test_a_file_that_was_removed_or_replaced_while_it_was_open_takes_nothing_more(store: Path) -> None:
    with Index.open(store, zone=UTC, create=True) as index:
        store.unlink()
        for replaced in (False, True):
            if replaced:
                Index.open(store, zone=UTC, create=True).close()
            assert not index.in_place
            with pytest.raises(StoreProblem, match="removed or replaced"):
                index.size()
            with pytest.raises(StoreProblem, match="removed or replaced"):
                index.be_me(None)
            with pytest.raises(StoreProblem, match="removed or replaced"):
                index.change_key("secret")  # else it would be called encrypted, and what took its place is not
            assert store.exists() == replaced


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be removed")
def test_a_new_one_shares_nothing_with_a_removed_one_that_another_process_still_has_open(store: Path) -> None:
    filled(store, 50)
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPO
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"open\n"
    store.unlink()
    filled(store, 40)
    with Index.open(store, zone=UTC) as index:
        child.communicate()  # it closes what it has
        assert child.returncode == 0
        assert index.size()[0] == 40
        assert index.health().integrity == "ok"
    use(store)


HOLD = """
import sys
from pathlib import Path
from index.store.database.connection import Database
database = Database(Path(sys.argv[1]))
with database.write() as db:
    db.execute("CREATE TABLE more (x)")  # on the first page, which every opening reads
print("open", flush=True)
sys.stdin.read()
database.close()
"""


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="folder"):
        Index.open(tmp_path, zone=UTC, create=True)


@pytest.mark.parametrize(
    "content",
    [b"Dear diary, this is no database. " * 500, b"\0" * 100_000, b"SQLite format 3\0" + b"junk" * 5000, b"x"],
)
def test_what_is_no_database_is_called_damaged_and_left_alone(store: Path, content: bytes) -> None:
    store.parent.mkdir()
    store.write_bytes(content)
    with pytest.raises(StoreDamaged) as caught:
        Index.open(store, zone=UTC, create=True)
    assert "homebody doctor" in caught.value.next_step
    assert store.read_bytes() == content


def test_another_programs_database_is_left_alone(store: Path) -> None:
    store.parent.mkdir()
    other = apsw.Connection(str(store))
    other.execute("CREATE TABLE diary (day); PRAGMA user_version = 1")
    other.close()
    with pytest.raises(StoreDamaged, match="another program"):
        Index.open(store, zone=UTC, create=True)


def filled(store: Path, messages: int = 3000) -> None:
    with Index.open(store, zone=UTC, create=True) as index:
        add_records(index, [chat(), *(said(f"line {n} about the cabin", n) for n in range(messages))])


def use(store: Path) -> None:
    with Index.open(store, zone=UTC) as index:
        index.messages(Filters())
        find(index, "cabin")


def test_pages_overwritten_with_junk_are_noticed_when_they_are_read(store: Path) -> None:
    filled(store)
    with store.open("r+b") as stream:
        stream.seek(2 * connection.PAGE_BYTES)
        stream.write(random.Random(7).randbytes(store.stat().st_size - 4 * connection.PAGE_BYTES))
    size = store.stat().st_size
    with pytest.raises(StoreDamaged) as caught:
        use(store)
    assert caught.value.next_step
    assert store.stat().st_size == size


def test_health_reports_damage_instead_of_failing(store: Path) -> None:
    filled(store)
    with Index.open(store, zone=UTC) as index:
        assert index.health().integrity == "ok"
    content = bytearray(store.read_bytes())
    # The first byte of a page says of what kind it is. The schema, without which nothing opens, stands in the first half.
    pages = len(content) // connection.PAGE_BYTES
    for page in range(pages // 2, pages):
        content[page * connection.PAGE_BYTES] = 0x77
    store.write_bytes(bytes(content))
    with Index.open(store, zone=UTC) as index:
        assert index.health().integrity != "ok"


def test_a_truncated_file_is_damaged(store: Path) -> None:
    filled(store)
    os.truncate(store, store.stat().st_size // 2)
    with pytest.raises(StoreDamaged):
        use(store)


def test_a_later_versions_store_is_refused(store: Path) -> None:
    Index.open(store, zone=UTC, create=True).close()
    other = apsw.Connection(str(store), vfs=checksums.vfs(None))
    other.pragma("user_version", migrations.SCHEMA + 1)
    other.close()
    with pytest.raises(StoreTooNew) as caught:
        Index.open(store, zone=UTC, create=True)
    assert "Update" in caught.value.next_step


def test_migrations_are_recorded_and_a_failing_one_leaves_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Index.open(store, zone=UTC, create=True).close()
    broken = migrations.Migration("half done", "CREATE TABLE extra (a); SELECT no_such_function();")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
    monkeypatch.setattr(migrations, "SCHEMA", migrations.SCHEMA + 1)
    with pytest.raises(apsw.SQLError):
        Index.open(store, zone=UTC)
    other = apsw.Connection(str(store))
    assert other.execute("SELECT 1 FROM sqlite_schema WHERE name = 'extra'").get is None
    kept = [(number, step.name) for number, step in enumerate(migrations.MIGRATIONS[:-1], 1)]
    assert other.execute("SELECT number, name FROM migration").fetchall() == kept
    assert other.pragma("user_version") == len(kept)
    other.close()


# ── Encryption ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_keeps_the_words_out_of_the_file_and_a_wrong_one_is_refused(store: Path) -> None:
    with Index.open(store, zone=UTC, key="right", create=True) as index:
        add_records(index, [chat(), said("a very telling word")], embedder=HashEmbedder())
        assert index.health().encrypted
        assert b"telling" not in b"".join(path.read_bytes() for path in store.parent.iterdir())
    for wrong in (None, "wrong"):
        with pytest.raises(StoreLocked):
            Index.open(store, zone=UTC, key=wrong)
    with Index.open(store, zone=UTC, key="right") as index:
        assert len(find(index, "telling", HashEmbedder()).hits) == 1


# ── Full disk ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_is_said_and_what_was_stored_stays(index: Index) -> None:
    add_records(index, [chat(), said("first")])
    database: Database = index._database
    pages: int = database._writer.pragma("page_count")
    database._writer.pragma("max_page_count", pages + 20)
    lines = [said(f"line {n} " + "long " * 50, n) for n in range(20_000)]
    with pytest.raises(DiskFull) as caught:
        add_records(index, [chat(), *lines], "b")
    assert "intact" in str(caught.value)
    assert index.health().integrity == "ok"
    assert bodies(find(index, "first").hits) == ["first"]
    database._writer.pragma("max_page_count", 1 << 30)
    add_records(index, [chat(), *lines], "b")
    assert index.count(Filters()) == 20_001


def test_a_file_size_limit_reads_as_a_full_disk(store: Path) -> None:
    script = """
    import resource, sys
    from datetime import UTC
    from pathlib import Path
    from index.errors import DiskFull
    from index.index import Index
    from tests.index.kit import add_records, chat, said
    with Index.open(Path(sys.argv[1]), zone=UTC, create=True) as index:
        add_records(index, [chat(), said("first")])
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        try:
            add_records(index, [chat(), *(said(f"line {n} " + "long " * 50, n) for n in range(20_000))], "b")
        except DiskFull:
            print("full", index.health().integrity)
    """
    assert resource.getrlimit(resource.RLIMIT_FSIZE)
    assert run(script, store).stdout == "full ok\n"
    with Index.open(store, zone=UTC) as index:
        assert index.health().integrity == "ok"


def run(script: str, *arguments: Path | str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        cwd=REPO,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        check=check,
    )


# ── Killed anywhere ───────────────────────────────────────────────────────────────────────────────────────────────────

KILLED = """
    import os, signal, sys
    from datetime import UTC
    from pathlib import Path
    from index.intake import file_reader, ingest
    from index.index import Index
    from index.types.events import EmbeddingProgress, FileDone, FileProgress, FileStarted
    from tests.fakes import HashEmbedder
    from tests.index.kit import add
    from tests.index.store.test_connection import sample
    file_reader.BATCH_RECORDS, ingest.EMBED_AT_ONCE = 40, 16
    left = int(sys.argv[2])
    def die(*_):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    memory = sample()
    memory.before_record = die
    with Index.open(Path(sys.argv[1]), zone=UTC, create=True) as index:
        # Inside transactions too: SQLite calls this every so many instructions.
        index._database._writer.set_progress_handler(lambda: die() or False, 3000)
        add(index, memory, embedder=HashEmbedder())
    """


def sample() -> Memory:
    """Return a chat in two overlapping exports and a document."""
    from index.types.records import DocumentPart, DocumentRecord

    lines = [said(f"line {n} {'ok ' * (n % 5)}", n // 4, by="Tom" if n % 3 else "Maya") for n in range(160)]
    pages = [DocumentPart(f"page {n} of the manual", f"page {n}") for n in range(30)]
    return Memory({"a": [chat(), *lines[:120]], "b": [chat(), *lines[80:]], "c": [DocumentRecord("Manual"), *pages]})


@pytest.mark.parametrize("moment", [1, 25, 60, 100, 140, 180, 210, 235])
def test_killed_at_any_moment_the_next_run_makes_the_same_index(store: Path, tmp_path: Path, moment: int) -> None:
    done = run(KILLED, store, str(moment), check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Index.open(tmp_path / "whole.db", zone=UTC, create=True) as whole:
        add(whole, sample(), embedder=HashEmbedder())
        wanted = everything(whole)
    with Index.open(store, zone=UTC, create=True) as index:
        assert index.health().integrity == "ok"
        add(index, sample(), embedder=HashEmbedder())
        assert everything(index) == wanted
        assert len(find(index, "manual", HashEmbedder(), limit=50).hits) >= 30


# ── Several at once ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_readers_go_on_while_one_writes(index: Index) -> None:
    memory = Memory({"a": [chat(), *(said(f"cabin {n}", n) for n in range(8000))]})
    errors: list[BaseException] = []
    counts: list[int] = []
    finished = threading.Event()

    def read() -> None:
        try:
            while not finished.is_set():
                counts.append(index.count(Filters()))
                hits = find(index, "cabin", HashEmbedder()).hits
                assert len(hits) == len({hit.id for hit in hits})
                index.chats()
        except BaseException as error:  # noqa: BLE001  handed to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    add(index, memory, embedder=HashEmbedder())
    finished.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert counts[0] <= counts[-1]
    assert index.count(Filters()) == 8000


def test_a_reader_sees_one_moment_and_is_not_held_up_by_an_open_write(index: Index) -> None:
    add_records(index, [chat(), said("before")])
    started, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with index._database.write() as db:
            db.execute("DELETE FROM words")
            started.set()
            go_on.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    assert started.wait(30)
    assert len(find(index, "before").hits) == 1
    go_on.set()
    writer.join()
    assert find(index, "before").hits == ()


def test_two_processes_add_at_once_and_lose_nothing(store: Path) -> None:
    script = """
    import sys
    from datetime import UTC
    from pathlib import Path
    from index.intake import file_reader
    from index.index import Index
    from tests.fakes import HashEmbedder
    from tests.index.kit import add, Memory, chat, said
    file_reader.BATCH_RECORDS = 20
    who = sys.argv[2]
    with Index.open(Path(sys.argv[1]), zone=UTC, create=True) as index:
        shared = [said(f"shared {n}", n) for n in range(150)]
        own = [said(f"{who} {n}", 200 + n) for n in range(150)]
        add(index, Memory({who: [chat(), *shared, *own]}), embedder=HashEmbedder())
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(store)]
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    both = [
        subprocess.Popen([*command, who], cwd=REPO, env=environment, stderr=subprocess.PIPE, text=True)
        for who in ("one", "two")
    ]
    assert [process.communicate()[1] for process in both] == ["", ""]
    with Index.open(store, zone=UTC) as index:
        assert index.count(Filters()) == 450
        assert (index.health().integrity, index.health().embedded) == ("ok", 450)
        assert [source.messages for source in index.sources()] == [300, 300]


@pytest.fixture
def other_writer(store: Path) -> Iterator[apsw.Connection]:
    """Another process's connection that writes to an index without a log, as a restored or a changed one is at first."""
    Index.open(store, zone=UTC, create=True).close()
    other = apsw.Connection(str(store), vfs=checksums.vfs(None))
    other.pragma("journal_mode", "delete")
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_who_puts_an_index_into_wal_mode_waits_for_others(
    store: Path, other_writer: apsw.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MS", 1000)
    waited: list[float] = []

    def let_go(seconds: float) -> None:
        waited.append(seconds)
        other_writer.execute("COMMIT")
        other_writer.close()

    monkeypatch.setattr("time.sleep", let_go)
    with Index.open(store, zone=UTC) as index:
        assert index.health().integrity == "ok"
    assert waited == [connection.RETRY_S]


def test_who_puts_an_index_into_wal_mode_is_told_when_the_wait_is_in_vain(
    store: Path, other_writer: apsw.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MS", 20)
    with pytest.raises(StoreLocked, match="Another process"):
        Index.open(store, zone=UTC)


def test_a_second_writer_that_waits_in_vain_is_told_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Index.open(store, zone=UTC, create=True).close()
    monkeypatch.setattr(connection, "BUSY_MS", 20)
    other = apsw.Connection(str(store))
    other.execute("BEGIN IMMEDIATE")
    with Index.open(store, zone=UTC) as index, pytest.raises(StoreLocked, match="Another process"):
        add_records(index, [chat(), said("x")])
    other.execute("ROLLBACK")
    other.close()


def test_revision_grows_with_every_change(index: Index) -> None:
    seen = [index.revision()]
    for n in range(3):
        add_records(index, [chat(), said(f"new {n}", n)], f"file {n}")
        seen.append(index.revision())
    assert seen == sorted(set(seen))


def test_a_closed_index_says_so_and_closes_again(store: Path) -> None:
    index = Index.open(store, zone=UTC, create=True)
    index.close()
    index.close()
    with pytest.raises(StoreProblem, match="closed"):
        index.revision()


def test_closing_while_another_thread_searches_ends_its_search(index: Index) -> None:
    add_records(index, [chat(), *(said(f"cabin {n}", n) for n in range(2000))])
    searching, ended = threading.Event(), []

    def read() -> None:
        try:
            while True:
                find(index, "cabin")
                searching.set()
        except StoreProblem as error:
            ended.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    assert searching.wait(30)
    index.close()
    thread.join(30)
    assert ended == ["The index is closed."]


def test_many_searches_leave_no_cursor_behind(index: Index) -> None:
    import gc

    add_records(index, [chat(), *(said(f"cabin {n}", n) for n in range(50))], embedder=HashEmbedder())
    for _ in range(5):
        find(index, "cabin", HashEmbedder())
    assert sum(type(kept) is apsw.Cursor for kept in gc.get_objects()) < 5


# ── Vectors ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class DenseEmbedder(HashEmbedder):
    """Vectors as a model's are: no component is zero. The same text is always the same."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        rows = [np.random.default_rng(list(text.encode())).normal(size=self.dimension) for text in texts]
        return np.asarray([row / np.linalg.norm(row) for row in rows], dtype=np.float32)


@pytest.fixture
def many(index: Index) -> Index:
    words = "cabin lake boat tent fire wood rope lamp map snow ski sledge bread soup tea".split()
    lines = [said(f"{words[n % 15]} {words[n // 15 % 15]} {words[n // 225 % 15]}", n) for n in range(3000)]
    add_records(index, [chat(), *lines], embedder=DenseEmbedder(256))
    return index


@pytest.mark.parametrize("text", ["tea snow boat", "cabin lake boat", "wood soup bread"])
def test_the_coarse_pass_finds_what_the_exact_one_finds(
    many: Index, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    vector = DenseEmbedder(256).embed_query(text).tobytes()
    with many._database.reading() as db:
        exact = vectors.nearest(db, vector, scope.Condition("1"), 5)
        monkeypatch.setattr(vectors, "COARSE_FROM", 100)
        coarse = vectors.nearest(db, vector, scope.Condition("1"), 5)
    assert exact[0].score == pytest.approx(1.0)
    assert coarse == exact


def test_filters_hold_in_the_coarse_pass(many: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "COARSE_FROM", 100)
    allowed = tuple(f"m{n}" for n in range(1, 400, 3))
    with many._database.reading() as db:
        vector = DenseEmbedder(256).embed_query("boat snow tea").tobytes()
        found = vectors.nearest(db, vector, scope.passages(Filters(ids=allowed)), 50)
    assert len(found) == 50
    assert {one.owner for one in found} <= set(allowed)
