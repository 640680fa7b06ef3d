"""What is forgotten is gone: from search, from counts, and from the bytes of the file."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import pytest

from index.errors import NotFound, Stopped, StoreLocked
from index.index import Index
from index.intake.forgetting import remove_source
from index.sources.base import ReadContext
from index.store.database import connection
from index.store.reading import listing
from index.store.removal import removal
from index.store.search.windows import quantised
from index.types.embedding import Vectors
from index.types.events import FileSkipped, ForgetRequest, ForgetTotals
from index.types.search import Filters
from tests.fakes import HashEmbedder
from tests.index.kit import CONTEXT, Memory, bodies, chat, find, said
from tests.index.kit import add as add_of

# Words that no other text has, and that stemming leaves as they are.
SECRET = "zanzibarquokka"
CHAT = f"""12/03/2024, 09:15 - Maya: Shall we book the cabin?
12/03/2024, 09:16 - Tom: the code is {SECRET}
12/03/2024, 09:17 - Tom: tell nobody
"""
OTHER = """12/03/2024, 10:15 - Maya: lunch?
12/03/2024, 10:16 - Ann: yes please
"""


@pytest.fixture
def stuff(tmp_path: Path) -> Path:
    folder = tmp_path / "stuff"
    (folder / "notes").mkdir(parents=True)
    (folder / "WhatsApp Chat with Tom.txt").write_text(CHAT)
    (folder / "WhatsApp Chat with Ann.txt").write_text(OTHER)
    (folder / "notes" / "codes.md").write_text(f"# Codes of {SECRET}\n\nThe safe opens with {SECRET}.\n")
    (folder / "notes" / "recipe.md").write_text("Flour, butter, plums.\n")
    return folder


def add(index: Index, *paths: Path) -> None:
    list(index.add(paths, embedder=HashEmbedder(), context=CONTEXT))


def sync(index: Index) -> None:
    list(index.sync(context=lambda _zone, me: ReadContext(UTC, me=me)))


def lies_in(store: Path, word: str) -> bool:
    """Tell whether a word is anywhere in the store's files, in any encoding that SQLite may use."""
    content = b"".join(path.read_bytes() for path in store.parent.iterdir())
    return any(word.encode(code) in content for code in ("utf-8", "utf-16-le"))


def chats(index: Index) -> list[str]:
    return sorted(chat.title for chat in index.chats())


@pytest.fixture
def added(index: Index, stuff: Path) -> Index:
    add(index, stuff)
    return index


def test_a_forgotten_chat_and_note_leave_no_byte_behind(added: Index, stuff: Path, store: Path) -> None:
    assert lies_in(store, SECRET)
    assert lies_in(store, "nobody")
    what = ForgetRequest(chats=added.find_chats("Tom"))
    assert added.would_forget(what) == ForgetTotals(3, 0, 0)
    list(added.forget(what))
    list(added.forget(ForgetRequest(paths=(str(stuff / "notes" / "codes.md"),))))
    for word in (SECRET, SECRET[:9], "nobody", "quokka", "Shall we"):
        assert not lies_in(store, word), word
    assert lies_in(store, "yes please")
    assert find(added, SECRET).hits == ()
    assert (chats(added), added.count(Filters())) == (["Ann"], 2)
    assert sorted(person.name for person in added.people()) == ["Ann", "Maya"]
    health = added.health()
    assert (health.integrity, health.files, health.embedded) == ("ok", 1, health.passages)


class Dense(HashEmbedder):
    """Vectors whose bits are unlike anything else in the file."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        made = np.stack([np.random.default_rng(list(text.encode())).standard_normal(self.dimension) for text in texts])
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def test_the_coarse_vectors_forget_too(index: Index, stuff: Path, store: Path) -> None:
    embedder = Dense(128, "dense")
    list(index.add([stuff], embedder=embedder, context=CONTEXT))
    bits = bytes(
        sum((value > 0) << place for place, value in enumerate(group))
        for group in embedder.embed_passages(["tell nobody"])[0].reshape(-1, 8)
    )
    assert bits in store.read_bytes() + store.with_name("index.db-wal").read_bytes()
    list(index.forget(ForgetRequest(chats=index.find_chats("Tom"))))
    assert bits not in b"".join(path.read_bytes() for path in store.parent.iterdir())
    assert find(index, "lunch", embedder).hits


def test_the_windows_of_a_long_note_forget_too(index: Index, stuff: Path, store: Path) -> None:
    embedder = Dense(128, "dense")
    secret = f"The safe in the cellar of the house by the lake opens with {SECRET}."
    other = "The key to the boat hangs behind the door of the kitchen, beside the calendar."
    (stuff / "notes" / "codes.md").write_text(f"{other} {secret} {other.replace('boat', 'shed')}\n")
    list(index.add([stuff], embedder=embedder, context=CONTEXT))
    made = embedder.embed_passages([secret])
    (vector,) = quantised(made)
    bits = bytes(sum((value > 0) << place for place, value in enumerate(group)) for group in made[0].reshape(-1, 8))
    there = store.read_bytes() + store.with_name("index.db-wal").read_bytes()
    assert vector in there
    assert bits in there
    list(index.forget(ForgetRequest(paths=(str(stuff / "notes" / "codes.md"),))))
    left = b"".join(path.read_bytes() for path in store.parent.iterdir())
    assert vector not in left
    assert bits not in left
    assert find(index, "lunch", embedder).hits


def test_what_was_forgotten_stays_out_of_sync_and_comes_back_by_add(added: Index, stuff: Path) -> None:
    list(added.forget(ForgetRequest(chats=added.find_chats("Tom"))))
    list(added.forget(ForgetRequest(paths=(str(stuff / "notes"),))))
    chat = stuff / "WhatsApp Chat with Tom.txt"
    chat.write_text(CHAT + "13/03/2024, 08:00 - Tom: and now?\n")
    (stuff / "notes" / "more.md").write_text("A new note.\n")
    sync(added)
    assert chats(added) == ["Ann"]
    assert added.health().files == 0
    add(added, chat, stuff / "notes" / "more.md")
    assert chats(added) == ["Ann", "Tom"]
    assert added.health().files == 1
    chat.write_text(CHAT + "13/03/2024, 08:00 - Tom: and now?\n13/03/2024, 08:01 - Tom: hello\n")
    sync(added)
    assert added.count(Filters()) == 7


def test_a_forgotten_persons_messages_go_and_stay_away(added: Index, stuff: Path, store: Path) -> None:
    tom = added.find_person("Tom")
    assert added.would_forget(ForgetRequest(people=(tom,))) == ForgetTotals(2, 0, 0)
    list(added.forget(ForgetRequest(people=(tom,))))
    assert "Tom" not in [person.name for person in added.people()]
    assert not lies_in(store, "tell nobody")
    assert bodies(added.messages(Filters(conversations=added.find_chats("Tom")))) == ["Shall we book the cabin?"]
    chat = stuff / "WhatsApp Chat with Tom.txt"
    chat.write_text(CHAT + "13/03/2024, 08:00 - Tom: and now?\n13/03/2024, 08:01 - Maya: hush\n")
    sync(added)
    assert "and now?" not in bodies(added.messages(Filters()))
    assert "hush" in bodies(added.messages(Filters()))


def test_a_kind_of_source_and_a_whole_folder(added: Index, stuff: Path) -> None:
    list(added.forget(ForgetRequest(sources=("markdown",))))
    assert {source.kind for source in added.sources()} == {"whatsapp"}
    sync(added)
    assert {source.kind for source in added.sources()} == {"whatsapp"}
    list(added.forget(ForgetRequest(paths=(str(stuff),))))
    assert (added.sources(), added.chats(), added.people(), added.added_paths()) == ([], [], [], [])
    assert added.health().passages == 0


def test_a_message_that_another_file_holds_is_kept(added: Index, stuff: Path, tmp_path: Path) -> None:
    copy = tmp_path / "WhatsApp Chat with Tom.txt"
    copy.write_text(CHAT)
    add(added, copy)
    list(added.forget(ForgetRequest(paths=(str(stuff),))))
    assert len(added.messages(Filters())) == 3
    assert {hit.path for hit in added.messages(Filters())} == {str(copy)}


def test_a_chat_of_two_phones_stays_away_under_both_names(index: Index, tmp_path: Path) -> None:
    lines = [
        "12/03/2024, 09:15 - Maya: Shall we book the cabin by the lake?",
        "12/03/2024, 09:16 - Alex: Yes, and the canoe as well",
        "13/03/2024, 09:17 - Maya: I will call them this afternoon",
    ]
    mine, theirs = tmp_path / "WhatsApp Chat with Maya.txt", tmp_path / "WhatsApp Chat with Alex.txt"
    for path in (mine, theirs):
        path.write_text("\n".join(lines) + "\n")
        add(index, path)
    assert chats(index) == ["Maya"]
    list(index.forget(ForgetRequest(chats=index.find_chats("Maya"))))
    theirs.write_text("\n".join([*lines, "14/03/2024, 08:00 - Maya: hello?"]) + "\n")
    sync(index)
    assert chats(index) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_path_that_is_no_text_is_refused_by_name(added: Index, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("Flour")
    events = list(added.add([path], embedder=None, context=CONTEXT))
    assert [event.reason for event in events if isinstance(event, FileSkipped)]
    assert len(added.roots()) == 1
    with pytest.raises(NotFound):
        added.would_forget(ForgetRequest(paths=(str(path),)))
    with pytest.raises(NotFound):
        added.part_of(str(path))


def test_nothing_of_that_name(added: Index, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        added.would_forget(ForgetRequest(paths=(str(tmp_path / "elsewhere"),)))
    with pytest.raises(NotFound):
        list(added.forget(ForgetRequest(sources=("telegram",))))


def test_what_could_not_be_overwritten_is_at_the_next_try(
    added: Index, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MS", 50)
    with Index.open(store, zone=UTC) as forgetting, Index.open(store, zone=UTC) as another:
        what = ForgetRequest(chats=forgetting.find_chats("Tom"))
        with another._database.reading() as db:
            list(listing.titles(db))
            with pytest.raises(StoreLocked, match="log still holds"):
                list(forgetting.forget(what))
        assert chats(added) == ["Ann"]
        assert lies_in(store, "nobody")
        assert forgetting.finish_forgetting()
        assert not lies_in(store, "nobody")
        assert not forgetting.finish_forgetting()


def test_what_is_stopped_is_whole_until_the_rest_is_done(
    added: Index, stuff: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 1)
    stop = threading.Event()
    forgetting = added.forget(ForgetRequest(paths=(str(stuff),)), stop)
    assert [next(forgetting).done, next(forgetting).done] == [0, 1]
    stop.set()
    with pytest.raises(Stopped):
        next(forgetting)
    assert added.forget_state() == (True, 0)
    assert added.count(Filters()) == 5
    assert added.health().integrity == "ok"
    assert added.finish_forgetting()
    assert added.forget_state() == (False, 1)
    assert added.sources() == []
    assert not lies_in(store, SECRET)


def test_the_same_again_finishes_what_was_stopped(added: Index, store: Path) -> None:
    what = ForgetRequest(chats=added.find_chats("Tom"))
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        list(added.forget(what, stop))
    list(added.forget(what))
    assert not lies_in(store, "nobody")
    with pytest.raises(NotFound):
        list(added.forget(ForgetRequest(paths=("/elsewhere",))))


def test_a_file_half_taken_out_is_read_again(added: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 1)
    (tom,) = [source for source in added.sources() if source.path.endswith("Tom.txt")]
    next(remove_source(added._database, tom.id, None))
    assert added.count(Filters()) == 4
    sync(added)
    assert added.count(Filters()) == 5


def test_what_is_forgotten_while_a_sync_reads_it_stays_out(index: Index) -> None:
    lines = [said(f"line {n}", n, by=("Maya", "Tom")[n % 2]) for n in range(6)]
    memory = Memory({"a": [chat(), *lines[:2]]})
    add_of(index, memory)
    memory.files["a"] = [chat(), *lines]

    def forget(number: int) -> None:
        if number == 4:
            list(index.forget(ForgetRequest(chats=index.find_chats("Cabin"))))

    memory.before_record = forget
    events = list(index.sync(context=lambda _zone, _me: CONTEXT, formats=memory.formats))
    assert [event.reason for event in events if isinstance(event, FileSkipped)] == [
        "It was forgotten while it was being read."
    ]
    assert (chats(index), index.sources(), index.count(Filters())) == ([], [], 0)


def test_a_file_that_turns_out_to_be_of_a_forgotten_chat_keeps_no_row(index: Index) -> None:
    other = [chat("c2", "Other"), said("three", 2, chat="c2")]
    add_of(index, Memory({"a": [chat(), said("one", 0), said("two", 1, by="Tom")], "b": other}))
    list(index.forget(ForgetRequest(chats=index.find_chats("Cabin"))))
    later = Memory({"b": other, "c": [chat(), said("one", 0), said("four", 3)]})
    list(index.sync(context=lambda _zone, _me: CONTEXT, formats=later.formats))
    assert later.reads == 1
    assert bodies(index.messages(Filters())) == ["three"]
    assert [source.path for source in index.sources()] == ["/b"]
    list(index.sync(context=lambda _zone, _me: CONTEXT, formats=later.formats))
    assert later.reads == 1
