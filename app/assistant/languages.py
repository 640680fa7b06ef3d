"""Questions in other languages: their frame is put into the English that the plan reads, their content stays as it is."""

from __future__ import annotations


def in_english(question: str) -> str:
    """Return a question with its frame in English."""
    return question
