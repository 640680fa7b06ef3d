"""What is new in each chat, and how far it was caught up with, over a real index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assistant.summarizing.catch_up import CatchUp
from index.index import Index
from index.sources.base import ReadContext

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
CHATS = {
    "Cabin": ("12/09/2026, 19:04 - Maya: the lake", "12/09/2026, 19:05 - Jonas: fine by me"),
    "Work": ("13/09/2026, 08:00 - Priya: the plan is ready",),
}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "store", zone=UTC, create=True) as made:
        add(made, tmp_path, CHATS)
        yield made


def add(index: Index, folder: Path, chats: dict[str, tuple[str, ...]]) -> None:
    for title, lines in chats.items():
        path = folder / f"WhatsApp Chat with {title}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        list(index.add([path], embedder=None, context=ReadContext(UTC)))


def counts(news: CatchUp) -> dict[str, int]:
    return {chat.title: chat.count for chat in news.all()}


def test_everything_is_new_at_first_the_newest_chat_on_top(index: Index) -> None:
    news = CatchUp(index, UTC).all()
    assert [(chat.title, chat.count, chat.since) for chat in news] == [("Work", 1, None), ("Cabin", 2, None)]
    assert news[0].last == datetime(2026, 9, 13, 8, 0, tzinfo=UTC)


def test_one_chat_is_caught_up_with_and_what_comes_then_is_new(index: Index, tmp_path: Path) -> None:
    news = CatchUp(index, UTC)
    cabin = next(chat.chat for chat in news.all() if chat.title == "Cabin")
    news.catch_up([cabin], NOW)
    assert counts(news) == {"Work": 1}
    add(index, tmp_path, {"Cabin": (*CHATS["Cabin"], "14/09/2026, 10:00 - Maya: bring wood")})
    assert counts(news) == {"Cabin": 1, "Work": 1}
    assert news.all()[0].since == NOW


def test_undo_puts_the_marks_back_where_they_were(index: Index) -> None:
    news = CatchUp(index, UTC)
    done = news.catch_up([], NOW)
    assert counts(news) == {}
    news.undo(done)
    assert counts(news) == {"Work": 1, "Cabin": 2}
    assert news.all()[0].since is None


def test_a_chats_own_mark_follows_what_was_told_of_all(index: Index) -> None:
    news = CatchUp(index, UTC)
    cabin, work = (next(c.chat for c in news.all() if c.title == title) for title in ("Cabin", "Work"))
    news.catch_up([], NOW)
    news.align(cabin, NOW)
    assert index.mark(f"[[{cabin}], [], [], null]") is not None
    assert index.mark(f"[[{work}], [], [], null]") is None


def test_all_begins_behind_the_oldest_that_was_not_told(index: Index) -> None:
    news = CatchUp(index, UTC)
    cabin = next(chat.chat for chat in news.all() if chat.title == "Cabin")
    news.catch_up([cabin], NOW)
    news.align(None, NOW)
    mark = index.mark("[[], [], [], null]")
    assert mark is not None
    assert mark[0] == 2, "the two messages of the chat that was told come first in the index"
    assert counts(news) == {"Work": 1}
