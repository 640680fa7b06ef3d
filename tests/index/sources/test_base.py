"""What a reader is told of a record that its parser stumbled over."""

from __future__ import annotations

import json

import pytest

from index.sources.base import fault


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("dateSent"), "it has no “dateSent”"),
        (KeyError("Ann's secret, in full"), "a part of it is missing"),
        (KeyError(7), "a part of it is missing"),
        (IndexError("list index out of range"), "a part of it is missing"),
        (ValueError("invalid literal for int(): 'tomorrow'"), "a value in it cannot be read"),
        (OverflowError("too large"), "a number in it is out of range"),
        (TypeError("unhashable"), "a part of it is of another kind than it should be"),
        (AttributeError("no get"), "a part of it is of another kind than it should be"),
        (RecursionError("deep"), "it is nested too deeply"),
        (json.JSONDecodeError("bad", "{", 1), "it is not JSON"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "its text is in an encoding that cannot be read"),
        (NotImplementedError(), "it cannot be understood"),
    ],
)
def test_faults_are_told_in_plain_words_and_repeat_nothing_of_the_record(error: Exception, told: str) -> None:
    assert fault(error) == told
