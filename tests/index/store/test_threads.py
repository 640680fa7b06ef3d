"""Threads of mail: one chat for what belongs together, in whatever order and files it comes."""

from __future__ import annotations

import itertools
from datetime import UTC
from pathlib import Path

import pytest

from index.index import Index
from index.sources.base import ReadContext
from index.types.events import IngestDone
from index.types.search import Filters, Query

FIVE = {
    "a": ("", ""),
    "b": ("a", ""),
    "c": ("b", ""),
    "d": ("", "a b c"),
    "e": ("d", "c d"),
}
"""By their ids: what each answers, and what it says came before it. The headers of a thread of several mail programs."""


def mail(name: str, answers: str, before: str, *, day: int = 1, subject: str = "The cabin") -> str:
    head = [
        "From: Maya Lindqvist <maya@example.org>",
        f"Subject: {'Re: ' if answers or before else ''}{subject}",
        f"Date: Fri, {day:02} Nov 2026 19:41:00 +0100",
        f"Message-ID: <{name}@example.org>",
        *([f"In-Reply-To: <{answers}@example.org>"] if answers else []),
        *([f"References: {' '.join(f'<{one}@example.org>' for one in before.split())}"] if before else []),
    ]
    return "\n".join([*head, "", f"this is {name}", ""])


def take_in(index: Index, folder: Path, mails: list[str]) -> int:
    """Add one mail after another, each in a file of its own; return how many were new."""
    added = 0
    for number, content in enumerate(mails):
        path = folder / f"{len(list(folder.iterdir()))}-{number}.eml"
        path.write_text(content, encoding="utf-8")
        for event in index.add([path], embedder=None, context=ReadContext(UTC)):
            added += event.added if isinstance(event, IngestDone) else 0
    return added


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "mail"
    path.mkdir()
    return path


@pytest.mark.parametrize("order", [*itertools.permutations("abcde")][::7])
def test_five_of_one_thread_are_one_chat_in_any_order(index: Index, folder: Path, order: tuple[str, ...]) -> None:
    assert take_in(index, folder, [mail(name, *FIVE[name], day=ord(name) - 96) for name in order]) == 5
    (chat,) = index.chats()
    assert (chat.title, chat.messages) == ("The cabin", 5)
    assert [hit.text.split()[-1] for hit in index.messages(Filters(conversations=(chat.id,)))] == list("abcde")
    hits = index.search(Query("this", Filters(conversations=(chat.id,)), 10, all=True)).hits
    assert len(hits) == 5
    (maya,) = index.people()
    assert (maya.messages, maya.chats) == (5, ("The cabin",))


@pytest.mark.parametrize("order", [*itertools.permutations("abcde")][::17])
def test_in_one_file_they_are_as_well(index: Index, folder: Path, order: tuple[str, ...]) -> None:
    text = "".join(f"From x@example.org Fri Nov  6 19:41:00 2026\n{mail(name, *FIVE[name])}\n" for name in order)
    path = folder / "Inbox.mbox"
    path.write_text(text, encoding="utf-8")
    for _ in index.add([path], embedder=None, context=ReadContext(UTC)):
        pass
    assert [chat.messages for chat in index.chats()] == [5]


def test_a_mail_that_links_two_threads_joins_them_and_those_of_another_subject_stay(index: Index, folder: Path) -> None:
    take_in(index, folder, [mail("a", "", ""), mail("c", "b", ""), mail("x", "", "", subject="The boat")])
    assert sorted(chat.messages for chat in index.chats()) == [1, 1, 1]
    take_in(index, folder, [mail("b", "a", "")])
    assert sorted((chat.title, chat.messages) for chat in index.chats()) == [("The boat", 1), ("The cabin", 3)]


def test_a_mail_that_both_chats_hold_stays_once_and_goes_with_its_last_file(index: Index, folder: Path) -> None:
    # The second copy has lost its headers on the way, so it begins a chat of its own; the third links them.
    take_in(index, folder, [mail("b", "a", ""), f"X-GM-THRID: 17\n{mail('b', '', '')}"])
    take_in(index, folder, [mail("c", "b", "a b")])
    assert [chat.messages for chat in index.chats()] == [2]
    take_in(index, folder, [mail("b", "a", "")])
    assert [chat.messages for chat in index.chats()] == [2]


def test_what_is_added_again_is_known(index: Index, folder: Path) -> None:
    take_in(index, folder, [mail(name, *FIVE[name]) for name in "ecadb"])
    assert take_in(index, folder, [mail(name, *FIVE[name]) for name in "bdace"]) == 0
    assert [chat.messages for chat in index.chats()] == [5]
