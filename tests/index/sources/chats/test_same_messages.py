"""A made-up chat, written as each app would write it, comes back with the same words, people and times."""

from __future__ import annotations

import html
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.sources.reading import messages, problems, read

Line = tuple[int, str, str]
"""(seconds since 1970, who, what)."""

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split())
)
LINES = st.lists(
    st.tuples(st.integers(1_000_000_000, 1_900_000_000), st.sampled_from(["Ann", "Bøb 🎈"]), WORDS.filter(bool)),
    min_size=1,
    max_size=6,
)


def iso(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")


def google_chat(lines: list[Line]) -> tuple[str, str]:
    found = [
        {
            "creator": {"name": who, "email": f"{ord(who[0])}@example.org", "user_type": "Human"},
            "created_date": datetime.fromtimestamp(second, UTC).strftime("%A, %B %d, %Y at %I:%M:%S\u202f%p UTC"),
            "text": what,
            "message_id": f"A/{at}/{at}",
        }
        for at, (second, who, what) in enumerate(lines)
    ]
    return "messages.json", json.dumps({"messages": found})


def google_voice(lines: list[Line]) -> tuple[str, str]:
    rows = "".join(
        f'<div class="message"><abbr class="dt" title="{iso(second)[:-1]}.000+00:00">x</abbr>: <cite class="sender">'
        f'<a class="tel" href="tel:+1555{ord(who[0])}"><span class="fn">{html.escape(who)}</span></a></cite>: '
        f"<q>{html.escape(what)}</q></div>"
        for second, who, what in lines
    )
    return "x.html", f'<html><head><title>x</title></head><body><div class="hChatLog hfeed">{rows}</div></body></html>'


def skype(lines: list[Line]) -> tuple[str, str]:
    found = [
        {"id": str(at), "displayName": who, "originalarrivaltime": iso(second), "messagetype": "RichText",
         "content": html.escape(what, quote=False), "from": f"8:{ord(who[0])}", "properties": None}
        for at, (second, who, what) in enumerate(lines)
    ]  # fmt: skip
    chats = [{"id": "8:ann", "displayName": "Ann", "threadProperties": None, "MessageList": found[::-1]}]
    return "messages.json", json.dumps({"userId": "8:me", "exportDate": "2030", "conversations": chats})


def teams(lines: list[Line]) -> tuple[str, str]:
    found = [
        {"id": str(at), "messageType": "message", "createdDateTime": iso(second),
         "from": {"user": {"id": who, "displayName": who}},
         "body": {"contentType": "html", "content": f"<p>{html.escape(what)}</p>"}}
        for at, (second, who, what) in enumerate(lines)
    ]  # fmt: skip
    return "messages.json", json.dumps({"value": found})


def signal_folders(lines: list[Line]) -> tuple[str, str]:
    rows: list[dict[str, Any]] = [
        {"date": iso(second).replace("Z", "+00:00"), "sender": who, "body": what, "quote": "", "sticker": None,
         "reactions": [], "attachments": []}
        for second, who, what in lines
    ]  # fmt: skip
    return "data.json", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.mark.parametrize("write", [google_chat, google_voice, skype, teams, signal_folders])
@given(lines=LINES)
@settings(max_examples=40, deadline=None)
def test_what_was_written_comes_back(write: Callable[[list[Line]], tuple[str, str]], lines: list[Line]) -> None:
    name, content = write(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(content, encoding="utf-8")
        records = read(path)
    assert problems(records) == []
    found = [
        (one.time.utc_ms // 1000 if one.time else 0, one.sender.name if one.sender else "", one.body)
        for one in messages(records)
    ]
    assert found == lines
