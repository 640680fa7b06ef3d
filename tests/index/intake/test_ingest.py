"""What comes in: once, whole, in order, and again only when it has changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SourceProblem, Stopped, UnknownFormat
from index.index import Index
from index.intake import ingest
from index.sources.base import InputFile, ReadContext
from index.types.embedding import Vectors
from index.types.events import EmbeddingProgress, FileDone, FileProgress, FileSkipped, FileStarted, IngestDone
from index.types.records import (
    Attachment,
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
from tests.fakes import HashEmbedder
from tests.index.kit import START_MS, Memory, add, add_records, bodies, chat, everything, find, said


def test_messages_come_back_as_they_went_in(index: Index) -> None:
    done = add_records(index, [chat(), said("hello", 0), said("see you at 14:30", 1, by="Tom")])
    first, second = index.messages(Filters())
    assert (done.added, done.known, done.files, done.failed) == (2, 0, 1, 0)
    assert (first.text, first.sender, first.chat, first.kind, first.source) == (
        "hello",
        "Maya",
        "Cabin",
        "message",
        "test",
    )
    assert (second.sender, second.id) == ("Tom", "m2")
    assert first.time is not None
    assert first.time.timestamp() * 1000 == START_MS


def test_adding_twice_changes_nothing_and_reads_nothing(index: Index) -> None:
    memory = Memory({"a": [chat(), said("ok"), said("ok"), said("fine", 2)]})
    add(index, memory, embedder=HashEmbedder())
    before, revision = everything(index), index.revision()
    done, events = add(index, memory, embedder=HashEmbedder())
    assert (done.added, done.known, done.unchanged) == (0, 0, 1)
    assert events[0] == FileDone("/a", "test", 0, 0, 0, (), unchanged=True)
    assert memory.reads == 1
    assert everything(index) == before
    assert index.revision() == revision


def test_a_touched_file_with_the_same_bytes_is_not_read_again(index: Index) -> None:
    memory = Memory({"a": [chat(), said("ok")]})
    add(index, memory)
    done, _ = add(index, Touched(memory.files))
    assert done.unchanged == 1


class Touched(Memory):
    def walk(self, paths: Sequence[Path]) -> Iterator[InputFile | FileSkipped]:
        for file in super().walk(paths):
            assert isinstance(file, InputFile)
            yield replace(file, modified_ns=file.modified_ns + 1)


def test_two_identical_messages_of_one_minute_stay_two(index: Index) -> None:
    records = [chat(), said("ok", 5), said("ok", 5), said("ok", 6)]
    add_records(index, records)
    done = add_records(index, [*records, said("new", 7)])
    assert bodies(index.messages(Filters())) == ["ok", "ok", "ok", "new"]
    assert (done.added, done.known) == (1, 3)


def test_overlapping_exports_add_only_what_is_new(index: Index) -> None:
    lines = [said(f"line {n}", n) for n in range(30)]
    memory = Memory({"first": [chat(), *lines[:20]], "second": [chat(), *lines[10:]]})
    done, _ = add(index, memory)
    assert (done.added, done.known) == (30, 10)
    assert bodies(index.messages(Filters())) == [f"line {n}" for n in range(30)]
    assert [source.messages for source in index.sources()] == [20, 20]


def test_lines_of_one_minute_keep_their_order_across_exports(index: Index) -> None:
    lines = [said(f"line {n}", 0) for n in range(10)]
    add_records(index, [chat(), *lines[:5]], "old")
    add_records(index, [chat(), *lines[3:]], "new")
    assert bodies(index.messages(Filters())) == [f"line {n}" for n in range(10)]


def test_an_export_that_lacks_old_messages_takes_none_away(index: Index) -> None:
    memory = Memory({"a": [chat(), said("old", 0), said("new", 1)]})
    add(index, memory)
    memory.files["a"] = [chat(), said("new", 1), said("newest", 2)]
    done, _ = add(index, memory)
    assert (done.added, done.known, done.removed) == (1, 1, 0)
    assert bodies(index.messages(Filters())) == ["old", "new", "newest"]


def test_an_edit_replaces_the_words_and_the_vector(index: Index) -> None:
    embedder = HashEmbedder()
    add_records(index, [chat(), said("the blue tent", native="7")], embedder=embedder)
    add_records(index, [chat(), said("the green canoe", native="7", edited=True)], embedder=embedder)
    assert bodies(index.messages(Filters())) == ["the green canoe"]
    assert find(index, "tent").hits == ()
    assert bodies(find(index, "canoe", embedder).hits) == ["the green canoe"]
    assert (index.health().passages, index.health().embedded) == (1, 1)


def test_an_older_export_does_not_undo_an_edit_or_a_deletion(index: Index) -> None:
    old = [chat(), said("first wording", native="1"), said("secret", native="2")]
    new = [chat(), said("second wording", native="1", edited=True), said("", native="2", kind="deleted")]
    add_records(index, old, "old")
    add_records(index, new, "new")
    add_records(index, [*old, said("more", 3, native="3")], "old")
    assert bodies(index.messages(Filters())) == ["second wording", "more"]
    assert find(index, "secret").hits == ()


def test_a_deleted_message_is_found_no_more(index: Index) -> None:
    add_records(index, [chat(), said("the door code is 4711", native="1")])
    add_records(index, [chat(), said("", native="1", kind="deleted")])
    assert find(index, "door code").hits == ()
    assert index.count(Filters()) == 0
    assert [hit.message_kind for hit in index.show("m1").hits] == ["deleted"]


def test_system_lines_are_shown_but_neither_searched_nor_counted(index: Index) -> None:
    add_records(index, [chat(), said("Tom joined", 0, by=None, kind="system"), said("welcome Tom", 1)])
    assert bodies(find(index, "joined OR welcome").hits) == ["welcome Tom"]
    assert index.count(Filters()) == 1
    assert index.chats()[0].messages == 1
    assert bodies(index.show("m2").hits) == ["Tom joined", "welcome Tom"]


def test_a_picture_without_words_is_found_by_its_file_name(index: Index) -> None:
    picture = said("", kind="media", attachments=(Attachment("sunset-lake.jpg", "image/jpeg"),))
    add_records(index, [chat(), picture], embedder=HashEmbedder())
    (hit,) = find(index, "sunset").hits
    assert (hit.attachments, hit.message_kind) == (("sunset-lake.jpg",), "media")
    assert index.health().embedded == 0


def test_reactions_and_files_that_change_leave_the_vector_alone(index: Index) -> None:
    embedder = HashEmbedder()
    add_records(index, [chat(), said("dinner at eight", native="1")], embedder=embedder)
    assert embedder.calls == 1
    again = said("dinner at eight", native="1", reactions=(Reaction("👍", ("Tom",)),))
    add_records(index, [chat(), again], embedder=embedder)
    assert embedder.calls == 1


def test_another_zone_moves_the_times_and_keeps_the_messages(index: Index) -> None:
    def at(hours: int) -> list[Record]:
        time = Timestamp(START_MS - hours * 3_600_000, hours * 3600, "user", "min")
        return [chat(), *(MessageRecord("c1", None, None, time, body) for body in ("one", "two"))]

    memory = Memory({"a": at(0)})
    add(index, memory, context=ReadContext(UTC, zone_guessed=False), embedder=HashEmbedder())
    memory.files["a"] = at(2)
    there = ReadContext(timezone(timedelta(hours=2)), zone_guessed=False)
    done, _ = add(index, memory, context=there)
    assert (done.added, done.known) == (0, 2)
    first = index.messages(Filters())[0]
    assert first.time is not None
    assert first.time.isoformat() == "2023-11-14T22:13:20+02:00"
    assert bodies(index.messages(Filters(until_ms=START_MS))) == ["one", "two"]
    assert index.health().embedded == 2


def test_a_newly_named_zone_or_owner_reads_the_file_again_and_a_guessed_zone_does_not(index: Index) -> None:
    memory = Memory({"a": [chat(), said("hi")]})
    add(index, memory, context=ReadContext(UTC))
    add(index, memory, context=ReadContext(timezone(timedelta(hours=5))))
    assert memory.reads == 1
    add(index, memory, context=ReadContext(UTC, zone_guessed=False))
    add(index, memory, context=ReadContext(UTC, zone_guessed=False, me="Maya"))
    assert memory.reads == 3


def test_a_message_without_time_stays_where_it_stood(index: Index) -> None:
    add_records(index, [chat(), said("a", 1), said("b", None), said("c", 2)])
    hits = index.messages(Filters())
    assert bodies(hits) == ["a", "b", "c"]
    assert hits[1].time is None
    assert bodies(index.messages(Filters(since_ms=START_MS))) == ["a", "c"]


@pytest.mark.parametrize("utc_ms", [2**62, -(2**62), 253_402_300_799_999, -62_135_596_800_000])
def test_a_time_out_of_this_world_is_no_time(index: Index, utc_ms: int) -> None:
    record = MessageRecord("c1", None, None, Timestamp(utc_ms, 14 * 3600, "epoch", "ms"), "when?")
    add_records(index, [chat(), record])
    assert index.messages(Filters())[0].time is None


@pytest.mark.parametrize(
    ("text", "stored"), [("a\0b", "ab"), ("lone \ud83d half", "lone \ufffd half"), ("pair \ud83d\ude00", "pair 😀")]
)
def test_text_that_no_database_takes_is_mended(index: Index, text: str, stored: str) -> None:
    add_records(index, [chat(), said(text)], embedder=HashEmbedder())
    assert bodies(index.messages(Filters())) == [stored]


def test_a_long_mail_is_one_hit_however_many_passages_match(index: Index) -> None:
    mail = "\n\n".join(f"Paragraph {n} about the harbour. " + "word " * 60 for n in range(20))
    add_records(index, [chat(), said(mail), said("harbour", 1)], embedder=HashEmbedder())
    result = find(index, "harbour", HashEmbedder())
    assert sorted(hit.id for hit in result.hits) == ["m1", "m2"]
    assert index.health().passages > 5
    assert index.count(Filters()) == 2
    assert index.people()[0].messages == 2


# ── Documents ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def note(*parts: str, title: str = "Packing list") -> list[Record]:
    return [DocumentRecord(title), *(DocumentPart(text, f"page {n}") for n, text in enumerate(parts, 1))]


def test_a_document_is_found_with_its_place(index: Index) -> None:
    add_records(index, note("warm socks", "a torch and matches"))
    (hit,) = find(index, "torch").hits
    assert (hit.kind, hit.locator, hit.text, hit.chat, hit.path) == (
        "file",
        "page 2",
        "a torch and matches",
        None,
        "/a",
    )
    assert hit.id.startswith("f")
    assert find(index, "packing").hits[0].text == "warm socks"


def test_a_changed_document_replaces_its_passages_and_keeps_the_ids_of_the_others(index: Index) -> None:
    embedder = HashEmbedder()
    memory = Memory({"a": note("socks", "torch", "matches")})
    add(index, memory, embedder=embedder)
    ids = {hit.text: hit.id for word in ("socks", "torch", "matches") for hit in find(index, word).hits}
    memory.files["a"] = note("socks", "lantern", "matches", "rope")
    done, _ = add(index, memory, embedder=embedder)
    assert (done.added, done.known, done.removed) == (2, 2, 1)
    assert find(index, "torch").hits == ()
    assert [find(index, word).hits[0].id for word in ("socks", "matches")] == [ids["socks"], ids["matches"]]
    assert find(index, "rope").hits[0].id not in ids.values()
    assert embedder.calls == 5
    assert bodies(index.show(find(index, "rope").hits[0].id).hits) == ["socks", "lantern", "matches", "rope"]


def test_documents_that_left_a_file_leave_the_index(index: Index) -> None:
    memory = Memory({"a": [*note("one"), *note("two", title="Second")]})
    add(index, memory)
    assert index.health().files == 2
    memory.files["a"] = note("one")
    done, _ = add(index, memory)
    assert done.removed == 1
    assert (index.health().files, find(index, "two").hits) == (1, ())


def test_a_document_that_breaks_off_keeps_what_was_known(index: Index) -> None:
    memory = Memory({"a": note("one", "two", "three")})
    add(index, memory)
    memory.files["a"] = note("one", "changed")
    memory.broken["a"] = SourceProblem("It is cut short.", "Get it again.")
    done, events = add(index, memory)
    assert done.failed == 1
    assert FileSkipped("/a", "It is cut short.", "Get it again.") in events
    assert len(find(index, "three").hits) == 1
    assert index.sources()[0].state == "failed"


def test_messages_and_documents_of_one_file_both_arrive(index: Index) -> None:
    add_records(index, [chat(), said("mail", 0), *note("attached page"), said("reply", 1)])
    assert bodies(index.messages(Filters())) == ["mail", "reply"]
    assert len(find(index, "attached").hits) == 1


# ── Problems, stops, embedding ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SourceProblem("It is encrypted."), "encrypted"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "encoding"),
        (PermissionError(13, "Permission denied"), "permission"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (KeyError("id"), "it has no “id”"),
        (RecursionError(), "nested too deeply"),
    ],
)
def test_one_broken_file_never_stops_the_others(index: Index, error: Exception, words: str) -> None:
    memory = Memory({"a": [chat(), said("before")], "b": [chat(), said("half", 1)], "c": [chat(), said("after", 2)]})
    memory.broken["b"] = error
    done, events = add(index, memory)
    (skipped,) = [event for event in events if isinstance(event, FileSkipped)]
    assert (skipped.path, skipped.failed) == ("/b", True)
    assert words in skipped.reason
    assert (done.files, done.failed, done.skipped) == (2, 1, 1)
    assert {"before", "after"} <= set(bodies(index.messages(Filters())))


def test_a_failed_file_is_read_again(index: Index) -> None:
    memory = Memory({"a": [chat(), said("x")]}, broken={"a": SourceProblem("Cut short.")})
    add(index, memory)
    memory.broken.clear()
    done, _ = add(index, memory)
    assert (done.known, done.unchanged, index.sources()[0].state) == (1, 0, "done")


def test_what_nothing_recognises_fails_only_where_it_was_meant(index: Index) -> None:
    memory = Memory({"unknown": [chat()], "a": [chat(), said("x")]})
    done, _ = add(index, memory)
    assert (done.failed, done.left_out, done.files) == (0, 1, 1)
    done, events = add(index, memory, "unknown")
    assert (done.failed, done.left_out) == (1, 0)
    assert any(isinstance(event, FileSkipped) and event.failed for event in events)


def test_as_kind_overrides_and_is_checked(index: Index) -> None:
    memory = Memory({"unknown": [chat(), said("x")]})
    done, _ = add(index, memory, as_kind="forced")
    assert (done.added, index.sources()[0].kind) == (1, "forced")
    with pytest.raises(UnknownFormat):
        list(index.add([Path("/none")], embedder=None, context=ReadContext(UTC), as_kind="no such kind"))


def test_problems_are_kept_with_their_place_and_bounded(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.store.writing.sources.PROBLEMS_KEPT", 2)
    broken = [Problem(f"bad {n}", f"line {n}", "guess") for n in range(5)]
    done = add_records(index, [chat(), said("x"), *broken])
    kept = index.sources()[0].problems
    assert done.problems == 5
    assert kept[0] == Problem("bad 0", "line 0", "guess")
    assert [problem.reason for problem in kept][2:] == ["3 more problems are not listed"]


def test_stopping_keeps_whole_messages_and_the_next_run_goes_on(index: Index) -> None:
    stop = threading.Event()
    memory = Memory({"a": [chat(), *(said(f"line {n}", n) for n in range(100))], "b": [chat("c2", "Other"), said("z")]})
    memory.before_record = lambda number: stop.set() if number == 50 else None
    with pytest.raises(Stopped):
        add(index, memory, stop=stop)
    assert 40 <= index.count(Filters()) <= 51
    assert index.sources()[0].state == "reading"
    memory.before_record = lambda _: None
    done, _ = add(index, memory)
    assert index.count(Filters()) == 101
    assert done.added + done.known == 101


def test_progress_tells_how_far_into_the_file_it_is(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.intake.file_reader.BATCH_RECORDS", 100)
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text(
        "".join(f"12/03/2024, {n // 60:02}:{n % 60:02} - Maya: line {n} {'x' * 300}\n" for n in range(1000))
    )
    events = list(index.add([export], embedder=None, context=ReadContext(UTC)))
    (size,) = [event.bytes_total for event in events if isinstance(event, FileStarted)]
    told = [(event.records, event.bytes_done) for event in events if isinstance(event, FileProgress)]
    assert len(told) >= 9
    assert told == sorted(told)
    assert all(0 < done <= size for _, done in told[:-1])
    # Reading is ahead of storing by less than a batch and a block.
    assert all(done <= size * (records + 400) / 1000 for records, done in told[:-1])


def test_stopping_while_embedding_keeps_what_was_embedded(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "EMBED_AT_ONCE", 10)
    add_records(index, [chat(), *(said(f"line {n}", n) for n in range(35))])
    stop = threading.Event()
    embedding = index.embed_pending(HashEmbedder(), stop)
    assert [next(embedding).done, next(embedding).done] == [0, 10]
    stop.set()
    with pytest.raises(Stopped):
        next(embedding)
    assert index.health().embedded == 10
    newest = find(index, "", ids=tuple(f"m{n}" for n in range(26, 36)))
    assert len(newest.hits) == 10
    assert list(index.embed_pending(HashEmbedder()))[-1] == EmbeddingProgress(25, 25)


def test_embedding_takes_the_newest_first(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "EMBED_AT_ONCE", 2)
    seen: list[str] = []

    class Watching(HashEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            seen.append(" ".join(sorted(texts)))
            return super().embed_passages(texts)

    add_records(index, [chat(), *(said(f"n{n}", n) for n in (3, 1, 4, 2))], embedder=Watching())
    assert seen == ["n3 n4", "n1 n2"]


def test_keywords_find_a_message_before_the_vectors_are_made(index: Index) -> None:
    memory = Memory({"a": [chat(), said("the lighthouse")]})
    events = index.add([Path("/")], embedder=HashEmbedder(), context=ReadContext(UTC), formats=memory.formats)
    for event in events:
        if isinstance(event, EmbeddingProgress):
            assert len(find(index, "lighthouse").hits) == 1
            break
    else:
        pytest.fail("nothing was embedded")
    events.close()  # type: ignore[attr-defined]


def test_another_embedder_replaces_the_vectors_and_keywords_work_meanwhile(index: Index) -> None:
    add_records(index, [chat(), said("the lighthouse")], embedder=HashEmbedder())
    other = HashEmbedder(32, "other")
    result = find(index, "lighthouse", other)
    assert "another model" in result.note
    assert len(result.hits) == 1
    assert list(index.embed_pending(other))[-1].done == 1
    assert find(index, "lighthouse", other).note == ""
    assert index.health().embedded == 1


# ── People ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_display_name_never_merges_people_and_a_number_does(index: Index) -> None:
    anna = Sender("phone", "+491701", "Anna")
    records = [
        chat("c1", "One"),
        chat("c2", "Two"),
        said("a", 0, by="Sam", chat="c1"),
        said("b", 1, by="Sam", chat="c2"),
        MessageRecord("c1", None, anna, None, "c"),
        MessageRecord("c2", None, anna, None, "d"),
    ]
    add_records(index, records)
    assert sorted((p.name, p.messages, len(p.chats)) for p in index.people()) == [
        ("Anna", 2, 2),
        ("Sam", 1, 1),
        ("Sam", 1, 1),
    ]
    assert len(index.find_people("sam")) == 2


def test_all_my_identities_are_one_person_and_naming_me_later_counts(index: Index) -> None:
    def mine(*, known: bool) -> list[Record]:
        return [
            chat(),
            MessageRecord("c1", None, Sender("display_name", "Lea", "Lea", is_me=known), None, "mine"),
            MessageRecord("c1", None, Sender("telegram", "9", "Lea M", is_me=True), None, "mine too"),
        ]

    memory = Memory({"a": mine(known=False)})
    add(index, memory)
    assert len(index.people()) == 2
    memory.files["a"] = mine(known=True)
    add(index, memory, context=ReadContext(UTC, me="Lea"))
    (me,) = index.people()
    assert (me.is_me, me.messages) == (True, 2)
    assert index.find_people("me") == (me.id,)
    assert all(hit.from_me for hit in index.messages(Filters()))
    assert len(find(index, "mine", people=(me.id,)).hits) == 2
    memory.files["a"] = mine(known=False)
    add(index, memory, context=ReadContext(UTC, me="Somebody"))
    assert sorted(p.messages for p in index.people()) == [1, 1]


# ── Any chat ──────────────────────────────────────────────────────────────────────────────────────────────────────────

MESSAGES = st.lists(
    st.tuples(
        st.text(max_size=12) | st.sampled_from(["ok", "ok ", "yes"]),
        st.integers(0, 3) | st.none(),
        st.sampled_from(["Maya", "Tom", "Zoë 🦊"]),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MESSAGES, st.integers(0, 25), st.integers(0, 25))
def test_any_chat_added_in_any_two_overlapping_parts_is_the_whole_chat(
    tmp_path_factory: pytest.TempPathFactory, messages: list[tuple[str, int | None, str]], cut: int, overlap: int
) -> None:
    ordered = sorted((m for m in messages if m[1] is not None), key=lambda m: m[1] or 0)
    # An export is cut at a moment, not inside one.
    first = [m for m in ordered if m[1] is not None and m[1] <= cut % 4]
    second = [m for m in ordered if m[1] is not None and m[1] >= overlap % (cut % 4 + 1)]
    parts = Memory(
        {
            "a": [chat(), *(said(b, t, by=w) for b, t, w in first)],
            "b": [chat(), *(said(b, t, by=w) for b, t, w in second)],
        }
    )
    whole = Memory({"a": [chat(), *(said(b, t, by=w) for b, t, w in ordered)]})
    folder = tmp_path_factory.mktemp("any")
    with Index.open(folder / "1", zone=UTC, create=True) as one, Index.open(folder / "2", zone=UTC, create=True) as two:
        add(one, parts)
        add(two, whole)
        assert [(h.text, h.sender, h.time) for h in one.messages(Filters())] == [
            (h.text, h.sender, h.time) for h in two.messages(Filters())
        ]
        parts.files["a"].append(Problem("changed, so that it is read again"))
        done = add(one, parts)[0]
        assert isinstance(done, IngestDone)
        assert done.added == 0
        assert [h.text for h in one.messages(Filters())] == [h.text for h in two.messages(Filters())]
        assert one.health().passages == two.health().passages
