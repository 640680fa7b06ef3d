"""The things that stand in messages, as lists of all of a kind show them."""

from __future__ import annotations

import pytest

from app.assistant.question.entities import asked, items
from tests.app.assistant.fakes import hit


def listed(question: str, text: str) -> list[str]:
    wanted = asked(question)
    assert wanted is not None
    return [item.text for item in items(wanted.things, [hit(text)], "DE")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Hartung 0171 3920014, the NAS is 192.168.178.20", ["0171 3920014"]),
        ("order the book, ISBN 978-3-16-148410-0", []),
        ("https://example.org/0171/2345678 on 2026-11-03 at 14:05", []),
        ("12.03.2026 14:00 +49 30 901820", ["+49 30 901820"]),
        ("le 06.12.34.56.78", ["06.12.34.56.78"]),
        ("bob.0171.2345678@example.org", []),
        ("see you at 5", []),
    ],
)
def test_phone_numbers(text: str, numbers: list[str]) -> None:
    assert listed("list all phone numbers", text) == numbers
