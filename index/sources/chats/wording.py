"""What is not text in a chat, put into words in one way for all messengers: polls and calls."""

from __future__ import annotations

from collections.abc import Iterable


def poll_text(question: str, options: Iterable[tuple[str, int | None]]) -> str:
    """Return a poll as lines: the question, under it each option with its votes, where they are known."""
    lines = [question]
    for option, votes in options:
        counted = "" if votes is None else f" ({votes} {'vote' if votes == 1 else 'votes'})"
        lines.append(f"- {option}{counted}")
    return "\n".join(line for line in lines if line.strip("- "))


def call_text(name: str, seconds: object = None, *, missed: bool = False) -> str:
    """Return a call in words: "missed call", or "video call, 192 s" where it is known how long it was."""
    if missed:
        return f"missed {name}"
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0
    return f"{name}, {round(float(str(seconds)))} s" if known else name
