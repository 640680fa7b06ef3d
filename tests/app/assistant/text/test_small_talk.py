from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Answer
from app.assistant.languages.english import SMALL_TALK
from app.assistant.languages.registry import others
from app.assistant.text.small_talk import SmallTalk, small_talk
from app.assistant.types import Scope
from tests.app.assistant.fakes import FakeIndex, as_index, talk

NOW = datetime(2026, 11, 30, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what day is it today?", "day"),
        ("Thank you!", "thanks"),
        ("hello", "greeting"),
        ("Good night.", "parting"),
        ("What’s the time?", "clock"),
        ("who are you?", "self"),
        ("Welcher Tag ist heute?", "day"),
        ("Vielen Dank!", "thanks"),
        ("Quelle heure est-il ?", "clock"),
        ("¿Qué día es hoy?", "day"),
        ("Grazie mille", "thanks"),
        ("Que horas são?", "clock"),
        ("Dank je wel", "thanks"),
        ("आज कौन सा दिन है?", "day"),
        ("ขอบคุณครับ", "thanks"),
        ("what day is it on?", None),
        ("hello from Julia", None),
        ("what time is the train?", None),
        ("danke an Maya", None),
        ("", None),
    ],
)
def test_only_what_is_nothing_else_is_small_talk(text: str, kind: str | None) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize("language", others(), ids=lambda language: language.code)
def test_every_language_has_all_kinds(language: object) -> None:
    assert set(language.small_talk) == set(SMALL_TALK) == set(get_args(SmallTalk))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what day is it today?", "Today is Monday 30 November 2026."),
        ("wie spät ist es?", "It is 10:05."),
        ("thanks", "You're welcome."),
    ],
)
def test_it_is_answered_without_quotes(question: str, said: str) -> None:
    index = as_index(FakeIndex(talk("Maya: thank you, today is the day")))
    assistant = Assistant(index, embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=UTC)
    *_, answer = assistant.ask(question, Scope())
    assert isinstance(answer, Answer)
    assert (answer.text, answer.evidence, answer.abstained) == (said, (), False)
