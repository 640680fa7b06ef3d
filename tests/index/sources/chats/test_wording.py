"""Polls and calls in words."""

from __future__ import annotations

import pytest

from index.sources.chats.wording import call_text, poll_text


def test_polls_have_their_options_and_votes() -> None:
    assert (
        poll_text("When?", [("Fri", 2), ("Sat", 1), ("Sun", None)]) == "When?\n- Fri (2 votes)\n- Sat (1 vote)\n- Sun"
    )
    assert poll_text("", [("", None)]) == ""


@pytest.mark.parametrize(
    ("seconds", "missed", "told"),
    [
        (192, False, "call, 192 s"),
        (11.6, False, "call, 12 s"),
        (0, False, "call"),
        (None, False, "call"),
        ("many", False, "call"),
        (0, True, "missed call"),
    ],
)
def test_calls_have_their_length(seconds: object, missed: bool, told: str) -> None:
    assert call_text("call", seconds, missed=missed) == told
