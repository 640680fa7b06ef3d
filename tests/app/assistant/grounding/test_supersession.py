"""What was true once and was changed later is no sentence of an answer or a summary."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.assistant.grounding.supersession import CHANGED, changed_later
from index.types.search import Hit
from tests.app.assistant.answering.test_answer import ask
from tests.app.assistant.fakes import MONDAY, FakeEngine, talk
from tests.app.assistant.summarizing.test_summary import summary

CHAT = talk(
    "Carla: The printer is broken again",
    "Carla: The budget for the offsite is 4,200 euros",
    "Tom: We have 12 seats on the bus",
    "Carla: Update: the budget for the offsite is now 3,800 euros",
    "Tom: fine",
)


@pytest.mark.parametrize(
    ("text", "cites", "changed"),
    [
        ("The budget for the offsite is 4,200 euros.", (2,), True),
        ("The budget for the offsite is now 3,800 euros.", (4,), False),
        ("The budget for the offsite went from 4,200 euros to 3,800 euros.", (2, 4), False),
        ("They have 12 seats on the bus.", (3,), False),
        ("The printer is broken again.", (1,), False),
    ],
)
def test_a_value_that_was_changed(text: str, cites: tuple[int, ...], changed: bool) -> None:
    assert changed_later(text, cites, CHAT) is changed


def test_another_chat_changes_nothing() -> None:
    elsewhere: list[Hit] = talk(
        "Eva: Update: the budget for the offsite is now 900 euros", chat="Team B", start=MONDAY + timedelta(days=1)
    )
    assert not changed_later("The budget for the offsite is 4,200 euros.", (1,), [CHAT[1], *elsewhere])


def test_neither_a_summary_nor_an_answer_says_it() -> None:
    said = "The offsite has a budget of 4,200 euros."
    told = summary(FakeEngine(said), hits=CHAT)
    assert (said, CHANGED) in [(d.text, d.reason) for d in told.dropped]
    assert said not in [s.text for s in told.sentences]
    answered = ask("what is the budget for the offsite?", FakeEngine(said), hits=CHAT)
    assert said not in [s.text for s in answered.sentences]
    assert "3,800" in answered.sentences[0].text
