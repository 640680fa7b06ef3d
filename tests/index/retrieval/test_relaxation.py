"""A search without hits says what to leave out; meaning alone brings nothing that is far from the query."""

from __future__ import annotations

from datetime import UTC

import pytest

from index.index import Index
from index.types.embedding import Vectors
from index.types.records import DocumentPart, DocumentRecord, Record
from index.types.search import Query
from tests.fakes import HashEmbedder
from tests.index.kit import START_MS, Memory, add, bodies, chat, find, said


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("talk") / "index.db", zone=UTC, create=True)
    lines = [
        said("the boat is booked", 0, by="Tom"),
        said("a boat with a roof", 1, by="Tom"),
        said("socks and a lamp", 2, by="Maya"),
    ]
    other = [said("the lake is cold", 5, by="Ann", chat="c2")]
    rules: list[Record] = [DocumentRecord("Rules"), DocumentPart("no shoes", "page 1")]
    add(
        index,
        Memory({"a": [chat(), *lines, chat("c2", "Lake"), *other], "b": rules}, kinds={"b": "pdf"}),
        embedder=HashEmbedder(),
    )
    return index


def loosened(index: Index, text: str, **filters: object) -> list[tuple[str, str, int]]:
    result = find(index, text, **filters)  # type: ignore[arg-type]
    assert not result.hits
    return [(one.what, one.text, one.hits) for one in result.loosen]


def test_each_filter_that_hides_hits_is_named_with_how_many(talk: Index) -> None:
    maya, ann = talk.find_people("Maya"), talk.find_people("Ann")
    cabin, lake = talk.find_chats("Cabin"), talk.find_chats("Lake")
    assert loosened(talk, "boat", people=maya) == [("person", "", 2)]
    assert loosened(talk, "boat", people=maya, conversations=cabin) == [("person", "", 2)]
    assert loosened(talk, "lake", conversations=cabin) == [("chat", "", 1)]
    assert loosened(talk, "boat", kind="file") == [("kind", "", 2)]
    assert loosened(talk, "boat", sources=("pdf",)) == [("source", "", 2)]
    assert loosened(talk, "boat", since_ms=START_MS + 120_000) == [("time", "", 2)]
    assert loosened(talk, "boat", ids=("m3",)) == [("selection", "", 2)]
    assert loosened(talk, "boat", people=ann, conversations=lake) == [("filters", "", 2)]


def test_hits_are_counted_as_the_search_without_it_would_find_them(talk: Index) -> None:
    """A name is no word to match where its bearer takes part, and a beginning may hide its stem."""
    cabin, lake = talk.find_chats("Cabin"), talk.find_chats("Lake")
    for text in ("Maya boat", "Maya lake", "bookin*", "raof"):
        anywhere = [("filters", "", len(find(talk, text).hits))]
        for chats in ((), cabin, lake):
            hits = len(find(talk, text, conversations=chats).hits)
            expected = [("kind", "", hits)] if hits else anywhere
            assert loosened(talk, text, conversations=chats, kind="file") == expected


def test_files_are_counted_once_where_no_word_is_asked_for(index: Index) -> None:
    pages: list[Record] = [
        DocumentRecord("Rules"),
        DocumentPart("no shoes", "page 1"),
        DocumentPart("no pets", "page 2"),
    ]
    add(index, Memory({"a": [chat(), said("hello")], "b": pages}, kinds={"b": "pdf"}))
    assert len(find(index, "-umbrella", kind="file").hits) == 1
    assert loosened(index, "-umbrella", kind="file", since_ms=START_MS * 2) == [("time", "", 1)]


def test_a_phrase_and_an_excluded_word_are_named(talk: Index) -> None:
    assert loosened(talk, '"boat lamp"') == [("phrase", "boat lamp", 3)]
    assert loosened(talk, "boat -boat") == [("excluded", "boat", 2)]


def test_what_brings_nothing_either_is_not_named(talk: Index) -> None:
    assert loosened(talk, "umbrella", people=talk.find_people("Maya")) == []
    assert find(talk, "boat").loosen == ()


def test_where_no_word_matches_only_what_is_close_is_a_hit(talk: Index) -> None:
    result = find(talk, "qqq", HashEmbedder(), every=False)
    assert (result.hits, result.note, result.far) == ((), "Nothing close to “qqq”.", 5)
    assert len(talk.search(Query("qqq", all=True), HashEmbedder()).hits) == 5


def test_a_close_hit_outside_of_the_filters_is_counted(talk: Index) -> None:
    class Synonyms(HashEmbedder):
        def embed_query(self, text: str) -> Vectors:
            return super().embed_query("the boat is booked" if text == "vessel" else text)

    found = find(talk, "vessel", Synonyms())
    assert bodies(found.hits)[0] == "the boat is booked"
    hidden = find(talk, "vessel", Synonyms(), every=False, people=talk.find_people("Maya"))
    assert (hidden.hits, [one.what for one in hidden.loosen]) == ((), ["person"])
