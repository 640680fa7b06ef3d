"""150 questions with what an answer to them has to hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question."""

    number: int
