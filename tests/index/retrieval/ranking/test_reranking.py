"""A reranker reads the best hits again: it changes their order and finds nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.index import Index
from index.retrieval.ranking.context import SILENCE_MS
from index.retrieval.ranking.reranking import READ_AGAIN
from index.types.embedding import TextInContext
from index.types.search import Query
from tests.index.kit import add_records, chat, said


class Counting:
    """Likes a word. `read` keeps what it was given."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[tuple[str, list[TextInContext]]] = []

    def score(self, query: str, texts: Sequence[TextInContext]) -> NDArray[np.float32]:
        """Count the word."""
        self.read.append((query, list(texts)))
        return np.array([one.text.count(self.word) for one in texts], dtype=np.float32)


def fill(index: Index, count: int = 6) -> None:
    texts = [f"lighthouse number {n}" for n in range(count)]
    add_records(index, [chat(), *(said(text, n, by="Maya") for n, text in enumerate(texts))])


def test_it_reads_who_said_what_beside_the_query_and_its_favourite_comes_first(index: Index) -> None:
    fill(index)
    reranker = Counting("number 2")
    result = index.search(Query("lighthouse", all=True), None, reranker, explain=True)
    assert reranker.read[0][0] == "lighthouse"
    assert {(one.sender, one.text) for one in reranker.read[0][1]} == {
        ("Maya", f"lighthouse number {n}") for n in range(6)
    }
    assert result.hits[0].text == "lighthouse number 2"
    assert result.lists == ("keyword", "reranker")
    why = result.hits[0].explain["reranker"]
    assert (why["rank"], why["score"]) == (1, 1.0)
    assert result.hits[0].score >= result.hits[1].score


def test_it_reads_a_message_with_what_stands_beside_it_in_the_same_exchange(index: Index) -> None:
    after_a_night = SILENCE_MS // 60_000 + 1
    lines = [said("ferry at nine?", 0, by="Tom"), said("lighthouse", 1, by="Maya"), said("good", 1 + after_a_night)]
    add_records(index, [chat(), *lines])
    reranker = Counting("x")
    index.search(Query("lighthouse"), None, reranker)
    (read,) = [one for one in reranker.read[0][1] if one.text == "lighthouse"]
    assert (read.before, read.after) == ("Tom: ferry at nine?", "")


def test_of_a_long_text_the_part_with_most_words_of_the_query_is_read(index: Index) -> None:
    filler = [f"The weather on day {n} was mild, and the wind came from the west all day long." for n in range(40)]
    add_records(index, [chat(), said("\n".join([*filler[:9], "The lighthouse is red.", *filler[9:]]), 1)])
    reranker = Counting("lighthouse")
    result = index.search(Query("lighthouse", all=True), None, reranker, explain=True)
    (read,) = reranker.read[0][1]
    assert "The lighthouse is red." in read.text
    assert len(read.text) <= 400
    assert "day" in read.before
    assert "day" in read.after
    assert result.hits[0].explain["reranker"]["score"] == 1.0


def test_what_is_beyond_its_reach_keeps_its_place_and_nothing_is_lost(index: Index) -> None:
    fill(index, READ_AGAIN + 20)
    plain = [hit.id for hit in index.search(Query("lighthouse", limit=100)).hits]
    reranker = Counting("nothing like it")
    again = [hit.id for hit in index.search(Query("lighthouse", limit=100), None, reranker).hits]
    assert again == plain
    assert len(reranker.read[0][1]) == READ_AGAIN


def test_it_is_not_asked_while_one_types_nor_for_nothing(index: Index) -> None:
    fill(index)
    reranker = Counting("2")
    index.search(Query("lighth", typing=True), None, reranker)
    index.search(Query(""), None, reranker)
    assert reranker.read == []
    index.search(Query("no such words anywhere"), None, reranker)
    assert all(texts == [] for _, texts in reranker.read)
