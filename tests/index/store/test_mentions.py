"""Names of what is forgotten are found in questions, and other words are not."""

from __future__ import annotations

import pytest

from index.store.removal.mentions import Names


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Maya", "what did maya say?"),
        ("Maya", "is that Maya's?"),
        ("Maya", "war das Mayas Schlüssel?"),
        ("Cabin Crew", "what did the cabin-crew decide"),
        ("José", "when does Jose arrive"),
        ("+49 170 1234567", "whose number is 0170 / 123 45 67?"),
        ("anna@example.org", "mail from Anna@Example.org"),
        ("田中", "田中さんは何と言った"),
        ("🏔️🏕️", "what is in 🏔️🏕️ ?"),
    ],
)
def test_a_name_is_found(name: str, text: str) -> None:
    assert Names.of([name]).are_in(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Maya", "what about May?"),
        ("Ann", "annually, in the annex"),
        ("Cabin Crew", "the crew of the cabin"),
        ("+49 170 1234567", "how many of 1234 were there?"),
        ("", "anything"),
    ],
)
def test_other_words_are_not(name: str, text: str) -> None:
    assert not Names.of([name]).are_in(text)
