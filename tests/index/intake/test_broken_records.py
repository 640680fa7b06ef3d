"""One broken record costs itself and one broken file itself, whatever is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from index.errors import DiskFull, Stopped
from index.index import Index
from index.intake.record_cleaning import LONGEST, cleaned, identifier
from index.store.database.connection import Connection
from index.store.writing import documents
from index.store.writing.duplicate_messages import RepeatCounter
from index.store.writing.messages import MessageWriter
from index.types.events import FileSkipped
from index.types.records import (
    Attachment,
    ChatRecord,
    ContactRecord,
    DocumentPart,
    DocumentRecord,
    MessageRecord,
    Problem,
    Reaction,
    Record,
    Sender,
    Timestamp,
)
from index.types.search import Filters
from tests.index.intake.test_repeated import stored
from tests.index.kit import START_MS, Memory, add, add_records, bodies, chat, find, said

HALF = "\ud83d"
"""Half of a pair, as a name cut in the middle of an emoji has it."""
ODD = (HALF, "\udc00 x", "a\0b", "\ufffe\uffff", "\x1b[2J\x07", "x" * 100_000, "")
TIME = Timestamp(START_MS, 0, "user", "min")


def records_with(odd: str) -> list[Record]:
    """Return one of each kind of record that has `odd` in every text."""
    return [
        ChatRecord(f"chat{odd}", f"title{odd}"),
        MessageRecord(
            f"chat{odd}",
            f"id{odd}",
            Sender("telegram", f"user{odd}", f"name{odd}"),
            TIME,
            f"strange {odd}",
            reply_to=f"id{odd}",
            thread=f"thread{odd}",
            attachments=(Attachment(f"file{odd}", f"mime{odd}"),),
            reactions=(Reaction(f"smile{odd}", (f"by{odd}",)),),
            locator=f"line{odd}",
        ),
        MessageRecord(f"chat{odd}", None, Sender("display_name", f"Tom{odd}", f"Tom{odd}"), TIME, "plain words"),
        ContactRecord(f"Maya{odd}", (("phone", f"+49151{odd}"), ("email", f"maya{odd}@example.org")), note=odd),
        Problem(f"reason{odd}", f"place{odd}"),
        DocumentRecord(f"document{odd}", Timestamp(10**20, None, "epoch", "ms")),
        DocumentPart(f"chapter {odd}", f"heading{odd}"),
    ]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:4]))
def test_any_text_in_any_field_is_stored_and_costs_nothing_else(index: Index, odd: str) -> None:
    memory = Memory(
        {"a": [chat(), said("before")], "b": records_with(odd), "c": [chat("c2"), said("after", chat="c2")]}
    )
    total, _ = add(index, memory)
    assert (total.failed, total.problems) == (0, 1)
    found = bodies(index.messages(Filters()))
    assert {"before", "after", "plain words"} < set(found)
    assert any(text.startswith("strange") for text in found)
    assert find(index, "chapter").hits
    for text in [*found, *(info.title for info in index.chats()), *(info.name for info in index.people())]:
        text.encode()
        assert "\0" not in text
    messages = index.health().messages
    assert add(index, Memory({"b2": memory.files["b"]}))[0].failed == 0
    assert index.health().messages == messages


def test_ids_that_differ_stay_apart(index: Index) -> None:
    ids = ["\ud800", "\ud801", "\ufffd", "a\0", "a", "b" * LONGEST + "1", "b" * LONGEST + "2"]
    done = add_records(index, [chat(), *(said(f"text {n}", n, native=one) for n, one in enumerate(ids))])
    assert (done.added, done.failed) == (len(ids), 0)
    assert len(set(map(identifier, ids))) == len(ids)


def test_what_is_clean_stays_the_very_same() -> None:
    clean = MessageRecord("c\n1", "Ü🏕️7", Sender("phone", "+49", "Maya"), TIME, "a\tb\x07", locator="line 1")
    assert cleaned(clean) == clean
    # A pair that a JSON parser left in two halves is one character.
    assert identifier("\ud83c\udfd5") == "🏕"


def broken(body: str, native: str, locator: str = "") -> Record:
    """Return a message that the store refuses: whether it was edited is no number."""
    return said(body, native=native, edited="no number", locator=locator)


@pytest.mark.parametrize("places", [(0,), (7,), (49,), (0, 1, 2), (3, 20, 21, 48)])
def test_a_record_that_the_store_refuses_costs_itself(index: Index, places: tuple[int, ...]) -> None:
    records = [said(f"text {n}", n // 3, native=str(n)) for n in range(50)]
    for place in places:
        records[place] = broken("refused", str(place), f"line {place}")
    total, _ = add(index, Memory({"a": [chat(), *records], "b": [chat("c2"), said("sibling", chat="c2")]}))
    assert (total.failed, total.problems, total.added) == (0, len(places), 51 - len(places))
    (source, _) = index.sources()
    assert [problem.locator for problem in source.problems] == [f"line {place}" for place in places]
    assert all("refused" not in problem.reason for problem in source.problems)


def test_lines_without_ids_are_the_same_after_a_refusal(index: Index, tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = [said(text, n // 4) for n, text in enumerate(["ok", "ok", "fine", "ok", "ok", "fine"] * 3)]
    with_broken = [*lines[:5], broken("x", "9"), *lines[5:], ContactRecord("Tom", (("phone", 7),))]  # type: ignore[arg-type]
    done = add_records(index, [chat(), *with_broken])
    assert (done.added, done.problems) == (len(lines), 2)
    assert add_records(index, [chat(), *lines], "again").added == 0
    with Index.open(tmp_path_factory.mktemp("other") / "index.db", zone=index._zone, create=True) as other:
        add_records(other, [chat(), *lines])
        assert [row[4] for row in stored(other)["message"]] == [row[4] for row in stored(index)["message"]]


def test_counting_is_taken_back_exactly() -> None:
    counter = RepeatCounter(capacity=3)
    for key in (1, 1, 2, 3):
        counter.next(key)
    counter.keep()
    before = dict(counter._counts)
    for key in (4, 1, 5, 5):
        counter.next(key)
    counter.undo()
    assert dict(counter._counts) == before


def test_a_document_that_the_store_refuses_costs_itself(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    write = documents.DocumentWriter.write

    def refusing(self: documents.DocumentWriter, db: Connection, texts: Any) -> tuple[int, int]:
        if any("second" in text for text, _ in texts):
            raise OverflowError("Python int too large")
        return write(self, db, texts)

    monkeypatch.setattr(documents.DocumentWriter, "write", refusing)
    parts: list[Record] = []
    for name in ("first", "second", "third"):
        parts += [DocumentRecord(name), DocumentPart(f"the {name} text"), DocumentPart("more")]
    done = add_records(index, [*parts, chat(), said("and a message")])
    assert (done.failed, done.problems) == (0, 1)
    assert find(index, "first").hits
    assert find(index, "third").hits
    assert bodies(index.messages(Filters())) == ["and a message"]
    assert index.sources()[0].problems[0].locator == "document 2"


def test_a_store_that_refuses_everything_ends_the_file_soon(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def refusing(self: MessageWriter, db: Connection, records: Any) -> None:
        calls.append(len(records))
        raise ValueError("secret words")

    monkeypatch.setattr(MessageWriter, "write", refusing)
    total, events = add(index, Memory({"a": [said(f"{n}", n, native=str(n)) for n in range(2000)]}))
    assert total.failed == 1
    assert len(calls) < 500
    (skipped,) = [event for event in events if isinstance(event, FileSkipped)]
    assert "secret" not in skipped.reason


ANYTHING = (
    NotImplementedError("zip"), AssertionError(), MemoryError(), KeyError("k"), OSError(5, "Input/output error"),
    RuntimeError("r"), StopIteration(), UnicodeDecodeError("utf-8", b"x", 0, 1, "r"), Exception("e"), SyntaxError(),
    ImportError(), SystemError(), BufferError(), OverflowError(), RecursionError(), ExceptionGroup("g", [ValueError()]),
)  # fmt: skip


@pytest.mark.parametrize("error", ANYTHING, ids=lambda error: type(error).__name__)
def test_whatever_a_parser_raises_costs_that_file(index: Index, error: Exception) -> None:
    files = {"a": [said("first")], "b": [said("half", native="1")], "c": [said("last")]}
    total, events = add(index, Memory(files, broken={"b": error}))
    assert (total.failed, total.files) == (1, 2)
    assert set(bodies(index.messages(Filters()))) == {"first", "half", "last"}
    (skipped,) = [event for event in events if isinstance(event, FileSkipped)]
    assert skipped.path == "/b"
    assert skipped.reason.endswith(".")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), Stopped("Stopped."), DiskFull("Full.")])
def test_what_is_no_fault_of_the_file_goes_on(index: Index, error: BaseException) -> None:
    with pytest.raises(type(error)):
        add(index, Memory({"a": [said("first")], "b": [said("last")]}, broken={"a": error}))
