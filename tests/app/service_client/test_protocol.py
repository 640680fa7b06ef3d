"""What travels between a command and the service comes back as it was, and nothing else can be made of it."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.events import Answer, Dropped, Sentence
from app.assistant.types import Plan, Scope
from app.service_client.protocol import (
    ProtocolProblem,
    decode,
    decode_error,
    encode,
    encode_error,
    read_line,
    write_line,
)
from index.errors import AmbiguousName, NotFound, StoreDamaged
from index.types.search import Filters, Hit, SearchResult

MOMENT = datetime(2026, 11, 12, 20, 30, tzinfo=timezone(timedelta(hours=1)))
HIT = Hit("m1", None, "message", "telegram", "Maya", "Maya K.", MOMENT, "line\none \ud83d", None, None, 0.5,
          explain={"keyword": {"rank": 1.0, "score": 2.5}})  # fmt: skip
PLAN = Plan(Filters(conversations=(1, 2), kind="message"), "cabin", "about: cabin")


def there_and_back(value: object) -> Any:
    stream = io.BytesIO()
    write_line(stream, {"event": encode(value)})
    stream.seek(0)
    line = read_line(stream)
    assert line is not None
    return decode(line["event"])


@pytest.mark.parametrize(
    "value",
    [
        HIT,
        SearchResult((HIT, HIT), 3.5, ("keyword", "meaning"), "a note"),
        Scope(chat="Cabin Crew", last=15),
        Answer(
            "q?",
            (Sentence("It is.", (1, 2)),),
            (Dropped("No.", "invented"),),
            (HIT,),
            False,
            "m",
            PLAN,
            {"total_s": 1.5},
        ),
        MOMENT,
        None,
        "a build",
    ],
)
def test_values_come_back_as_they_were(value: object) -> None:
    assert there_and_back(value) == value


@given(st.text(st.characters()))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert there_and_back(Sentence(text, ())) == Sentence(text, ())


@pytest.mark.parametrize(
    "value",
    [{"!": "Popen", "args": ["id"]}, {"!": "Hit", "nonsense": 1}, {"!": "datetime"}, {"!": "datetime", "iso": "x"}],
)
def test_nothing_but_our_own_values_is_made(value: object) -> None:
    with pytest.raises(ProtocolProblem):
        decode(value)


@pytest.mark.parametrize(
    "error",
    [NotFound("No m9.", "See `homebody search`."), AmbiguousName("Two fit.", ("Maya K.", "Maya S."), "Say more."),
     StoreDamaged("The index is damaged.")],
)  # fmt: skip
def test_our_errors_come_back_with_their_next_step(error: Exception) -> None:
    back = decode_error(json.loads(json.dumps(encode_error(error))))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


def test_a_mistake_of_our_own_does_not_carry_private_text() -> None:
    assert "secret" not in json.dumps(encode_error(KeyError("the secret message")))


@pytest.mark.parametrize("line", [b"not json\n", b"[1]\n", b"\xff\n"])
def test_a_line_that_is_no_request_is_refused(line: bytes) -> None:
    with pytest.raises(ProtocolProblem):
        read_line(io.BytesIO(line))


def test_a_line_that_was_cut_off_is_the_end() -> None:
    assert read_line(io.BytesIO(b'{"event": "half of')) is None
