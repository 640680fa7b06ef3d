"""Kept conversations: names for them, and turns that a mistake cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.assistant.conversations import LONGEST_TITLE, Conversations
from index.errors import NotFound
from index.index import Index
from index.types.listings import KeptTurn

NOW = datetime(2026, 11, 12, 20, 30, tzinfo=UTC)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "home" / "index.db", zone=UTC, create=True) as opened:
        yield opened


@pytest.fixture
def talks(index: Index) -> Conversations:
    return Conversations(index, UTC)


def asked(index: Index, *questions: str, at: datetime = NOW) -> str:
    talk = None
    for question in questions:
        talk = index.add_turn(talk, KeptTurn(question, f'{{"of": "{question}"}}'), int(at.timestamp() * 1000))
    return f"t{talk}"


def questions(talks: Conversations, talk: str) -> list[str]:
    return [turn.question for turn in talks.turns(talk)]


def test_a_title_is_cleaned_cut_and_taken_back(index: Index, talks: Conversations) -> None:
    talk = asked(index, "when?")
    assert talks.rename(talk, " The\x1b[31m cabin\n\u202eplans ").name == "The␛[31m cabin plans"
    assert len(talks.rename("last", "x" * 500).title) == LONGEST_TITLE
    assert talks.rename(talk, "\n ").name == "when?"
    with pytest.raises(NotFound):
        talks.rename("t9", "x")
    with pytest.raises(NotFound):
        talks.rename("new", "x")


def test_turns_that_were_cut_off_join_their_talk_and_lean_on_its_last_answer(
    index: Index, talks: Conversations
) -> None:
    talk = asked(index, "when?")
    asked(index, "another talk")
    assert talks.rescue(talk, [KeptTurn("and where?", "{}")], NOW) == talk
    assert questions(talks, talk) == ["when?", "and where?"]
    assert {turn.carry for turn in talks.turns(talk)} == {'{"of": "when?"}'}


def test_without_a_talk_they_begin_one_also_where_theirs_was_forgotten(index: Index, talks: Conversations) -> None:
    first = talks.rescue("new", [KeptTurn("when?", "{}"), KeptTurn("where?", "{}")], NOW)
    assert questions(talks, first) == ["when?", "where?"]
    talks.forget(first)
    second = talks.rescue(first, [KeptTurn("why?", "{}")], NOW)
    assert second != first
    assert questions(talks, second) == ["why?"]
    assert talks.rescue("new", [], NOW) == ""


def test_what_was_kept_just_before_is_not_kept_twice(index: Index, talks: Conversations) -> None:
    talk = asked(index, "when?", at=NOW - timedelta(seconds=2))
    assert talks.rescue("new", [KeptTurn("when?", "{}")], NOW) == talk
    assert talks.rescue(talk, [KeptTurn("when?", "{}")], NOW) == talk
    assert questions(talks, talk) == ["when?"]
    assert talks.rescue("new", [KeptTurn("when?", "{}")], NOW + timedelta(hours=1)) != talk
