"""A chat read piece by piece."""

from __future__ import annotations

import pytest

from index.errors import NotFound
from index.index import Index
from index.types.listings import ChatPosition
from index.types.records import Reaction
from tests.index.kit import START_MS, Memory, add, chat, said

COUNT = 50


@pytest.fixture
def long_chat(index: Index) -> Index:
    lines = [said(f"line {n}", n, native=f"n{n}") for n in range(COUNT - 2)]
    lines.append(said("Maya left", COUNT - 2, native="sys", by=None, kind="system"))
    answer = said(
        "Yes!", COUNT - 1, native="last", by="Jonas", reply_to="n3", edited=True, reactions=(Reaction("👍", ("Maya",)),)
    )
    memory = Memory()
    memory.files["a"] = [chat(), *lines, answer]
    memory.files["b"] = [chat("c2", "Other"), said("elsewhere", 10, chat="c2", native="x")]
    add(index, memory)
    return index


def chat_of(index: Index) -> int:
    return next(one.id for one in index.chats() if one.title == "Cabin")


def test_it_opens_at_its_end_with_all_that_the_export_tells(long_chat: Index) -> None:
    page = long_chat.page(ChatPosition(chat_of(long_chat)), 5)
    assert [line.hit.text for line in page.lines] == ["line 45", "line 46", "line 47", "Maya left", "Yes!"]
    assert (page.title, page.first, page.total) == ("Cabin", COUNT - 5, COUNT)
    last = page.lines[-1]
    assert last.edited
    assert last.reactions == (Reaction("👍", ("Maya",)),)
    assert last.reply_to is not None
    assert page.answered[last.reply_to].text == "line 3"


def test_pages_in_both_directions_meet_without_gap_or_overlap(long_chat: Index) -> None:
    start = long_chat.page(ChatPosition(chat_of(long_chat), number=20), 4)
    ids = [line.hit.id for line in start.lines]
    while older := long_chat.page(ChatPosition(message=ids[0], which="before"), 7).lines:
        ids = [line.hit.id for line in older] + ids
    while newer := long_chat.page(ChatPosition(message=ids[-1], which="after"), 7).lines:
        ids += [line.hit.id for line in newer]
    whole = long_chat.page(ChatPosition(chat_of(long_chat)), 1000)
    assert ids == [line.hit.id for line in whole.lines]
    assert len(ids) == COUNT


def test_a_message_stands_in_the_middle_of_its_page(long_chat: Index) -> None:
    whole = long_chat.page(ChatPosition(chat_of(long_chat)), 1000).lines
    page = long_chat.page(ChatPosition(message=whole[20].hit.id), 10)
    assert page.lines[5].hit.id == whole[20].hit.id
    assert page.first == 15


@pytest.mark.parametrize(("minute", "first"), [(-5, "line 0"), (7, "line 7"), (7.5, "line 8"), (99, "line 46")])
def test_a_time_leads_to_the_first_line_from_then_on(long_chat: Index, minute: float, first: str) -> None:
    at = ChatPosition(chat_of(long_chat), since_ms=START_MS + int(minute * 60_000))
    assert long_chat.page(at, 4).lines[0].hit.text == first


@pytest.mark.parametrize(
    "at", [ChatPosition(999), ChatPosition(message="m999"), ChatPosition(message="f1"), ChatPosition()]
)
def test_what_is_not_there_is_said(long_chat: Index, at: ChatPosition) -> None:
    with pytest.raises(NotFound):
        long_chat.page(at, 4)
