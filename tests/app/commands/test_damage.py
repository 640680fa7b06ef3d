"""A changed byte anywhere in the index: what is read is what was stored, or the command says that it is damaged."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import pytest

from app.runtime.runtime import Runtime
from index.store.database import checksums, connection
from index.store.database.connection import PAGE_BYTES
from tests.app.commands.command_runner import Shell
from tests.fakes import HashEmbedder

READING = (
    ("export",),
    ("search", "cabin", "--json"),
    ("search", "the lake at noon"),
    ("show", "m1", "--json"),
    ("chats", "--json"),
    ("people", "--json"),
    ("sources", "--json"),
    ("ask", "how many messages are there?", "--json"),
    ("ask", "who wrote most?"),
    ("summarize", "--in", "Cabin", "--json"),
)
"""Verbs that change nothing of the content."""
WRITING = (("sync",), ("forget", "--in", "Cabin", "--yes"), ("people", "rename", "Maya", "Maja"), ("doctor",))
_TIMES = re.compile(r'"\w+_m?s": [0-9.]+')
HEADER = 100
"""How long the header is, in bytes."""


@dataclass(frozen=True)
class Home:
    """A home with an index, and what each reading verb says of it."""

    shell: Shell
    store: Path
    whole: bytes
    said: dict[tuple[str, ...], tuple[int, str]]

    def ask(self, line: tuple[str, ...]) -> tuple[int, str]:
        """Run a verb; return its exit code and what it wrote, but for how long it took."""
        code, out = self.shell(*line)
        return code, _TIMES.sub("", out)

    def put_back(self, content: bytes) -> None:
        """Put an index in place, as a backup is: without what belongs to the one before."""
        for left in ("-wal", "-shm"):
            self.store.with_name(self.store.name + left).unlink(missing_ok=True)
        self.store.write_bytes(content)

    def flipped(self, at: int, bit: int) -> None:
        """Put the index in place with one bit changed."""
        content = bytearray(self.whole)
        content[at] ^= 1 << bit
        self.put_back(bytes(content))


def conversation(lines: int) -> str:
    """Return a chat with some long messages, which need pages of their own."""
    words = "cabin lake noon boat torch bread wood stove kettle river".split()
    chance = random.Random(5)
    said = []
    for number in range(lines):
        length = 3000 if number % 40 == 7 else 8
        text = " ".join(chance.choice(words) + str(chance.randrange(30)) for _ in range(length))
        said.append(f"{1 + number % 28:02d}/03/2024, 09:{number % 60:02d} - {('Maya', 'Tom')[number % 2]}: {text}\n")
    return "".join(said)


@pytest.fixture
def home(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with chats, vectors, and pages that a forgotten chat left free."""
    monkeypatch.setattr(Runtime, "embedder", lambda _: HashEmbedder())
    for part in ("_seal", "_broker"):
        monkeypatch.setattr(f"app.commands.doctor.{part}", lambda *_: {"ok": True, "summary": "not asked in tests"})
    monkeypatch.setattr(connection, "_worked_in", set())  # those of other tests are still there, and damaged
    store = tmp_path / "home" / "index.db"
    if not _built:
        build(shell)
        _built.append(Home(shell, store, store.read_bytes(), {}))
        _built[0].said.update({line: _built[0].ask(line) for line in READING})
    made = Home(shell, store, _built[0].whole, _built[0].said)
    made.put_back(made.whole)
    return made


_built: list[Home] = []
"""The first one made: the others have its index."""


def build(shell: Shell) -> None:
    """Make the index, once for all tests."""
    shell.write("WhatsApp Chat with Cabin.txt", conversation(200))
    gone = shell.write("WhatsApp Chat with Gone.txt", conversation(150))
    assert shell("add", str(shell.folder))[0] == 0
    gone.unlink()
    with Runtime.from_environment() as runtime:
        list(runtime.index().embed_pending(HashEmbedder(), None))
        with runtime.index()._database.write() as db:
            db.execute("CREATE TABLE filler (x)")
            db.executemany("INSERT INTO filler VALUES (zeroblob(9000))", [()] * 30)
            db.execute("DROP TABLE filler")


def pages(store: Path) -> dict[str, list[int]]:
    """Return the numbers of the pages of each kind there is, by what they hold and how they are built."""
    found: dict[str, list[int]] = {}
    db = apsw.Connection(str(store))
    rows: list[Any] = db.execute("SELECT name, pagetype, pageno FROM dbstat").fetchall()
    for name, kind, page in rows:
        what = next((part for part in ("words", "vector") if name.startswith(part)), "rows")
        found.setdefault(f"{what}, {kind}", []).append(page)
    used = {page for numbers in found.values() for page in numbers}
    found["free"] = [page for page in range(2, db.pragma("page_count") + 1) if page not in used]
    db.close()
    return found


def places(home: Home, each: int) -> list[tuple[str, int, int]]:
    """Choose bits to change: (what kind of place, byte, bit), `each` of every kind of page, and all over the header."""
    chance = random.Random(11)
    chosen = [("header", at, chance.randrange(8)) for at in (*range(24), *range(24, HEADER, 4))]
    # The bit that turns checksums off, and the one that makes the version of the format unknown.
    chosen += [("header", 20, 3), ("header", 18, 0)]
    for kind, numbers in pages(home.store).items():
        for page in chance.choices(numbers, k=each):
            chosen.append((kind, (page - 1) * PAGE_BYTES + chance.randrange(PAGE_BYTES), chance.randrange(8)))
    return chosen


def test_a_changed_bit_is_told_and_nothing_else_is_ever_read(home: Home) -> None:
    kinds = pages(home.store)
    assert {"free", "rows, overflow", "words, leaf", "rows, internal", "vector, leaf"} <= set(kinds), kinds.keys()
    wrong: list[tuple[object, ...]] = []
    noticed = 0
    tried = places(home, 8)
    assert len(tried) >= 117
    others = itertools.cycle(READING[2:])
    for kind, at, bit in tried:
        home.flipped(at, bit)
        # The two that read the most, and three of the others in turn.
        for line in (*READING[:2], *itertools.islice(others, 3)):
            code, out = home.ask(line)
            whole = home.said[line]
            err = home.shell.err.strip().splitlines()
            if code == 4:
                noticed += 1
                if "is damaged" not in err[-1] or not whole[1].startswith(out):
                    wrong.append((kind, at, bit, line, err))
            elif (code, out) != whole:
                wrong.append((kind, at, bit, line, code, err))
    assert not wrong, "\n".join(map(str, wrong))
    assert noticed > len(tried)


@pytest.mark.parametrize("line", [*WRITING, *READING], ids=" ".join)
def test_each_verb_ends_with_one_sentence_on_a_damaged_index(home: Home, line: tuple[str, ...]) -> None:
    content = bytearray(home.whole)
    for page in range(1, len(content) // PAGE_BYTES):
        content[page * PAGE_BYTES + 4000] ^= 0x10
    home.put_back(bytes(content))
    code, out = home.ask(line)
    assert code == 4, (out, home.shell.err)
    told = home.shell.err + out
    assert told.count("is damaged") == 1
    assert "mistake" not in told
    assert "whole" not in told


def test_a_mistake_is_not_called_one_when_the_index_is_damaged(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("said of what was read")

    monkeypatch.setattr("index.index.Index.chats", broken)
    code, _ = home.shell("chats")
    assert (code, "Your index is intact." in home.shell.err) == (1, True)
    home.flipped(len(home.whole) // PAGE_BYTES // 2 * PAGE_BYTES + 100, 1)
    code, _ = home.shell("chats")
    assert code == 4
    assert "is damaged" in home.shell.err


@pytest.mark.parametrize("changed", [1, 8, 16])
def test_a_plain_index_with_other_first_bytes_is_damaged_and_not_encrypted(home: Home, changed: int) -> None:
    home.put_back(b"\xa5" * changed + home.whole[changed:])
    for line in (READING[1], ("unlock",), ("doctor",)):
        code, out = home.shell(*line)
        assert code == 4, line
        assert "is damaged" in home.shell.err + out
        assert "encrypted" not in home.shell.err + out


@pytest.mark.parametrize("left", ["", "-wal"])
def test_an_emptied_index_is_no_new_one(home: Home, left: str) -> None:
    home.put_back(b"")
    if left:
        home.store.with_name(home.store.name + left).write_bytes(home.whole[:5000])
    for line in (READING[1], ("chats",), ("add", str(home.shell.folder)), ("doctor",)):
        code, out = home.shell(*line)
        assert code == 4, (line, home.shell.err)
        assert "it was emptied" in home.shell.err + out
    assert home.store.read_bytes() == b""
    assert not left or home.store.with_name(home.store.name + left).exists()


def test_an_index_from_before_there_were_checksums_is_read_and_doctor_says_so(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.store.unlink()
    home.shell.write("WhatsApp Chat with Cabin.txt", conversation(3))
    with monkeypatch.context() as before:
        before.setattr(checksums, "request", lambda _: None)
        assert home.shell("add", str(home.shell.folder))[0] == 0
    assert not checksums.has(home.store)
    assert home.ask(("chats", "--json"))[0] == 0
    code, out = home.shell("doctor")
    assert "no checksums" in out
    assert home.shell("doctor")[0] == code != 4
