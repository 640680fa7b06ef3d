"""Published chats to measure on, as the product takes them in: LoCoMo's long chats and DialogSum's short dialogues.

Neither is part of this project; both are read from files that whoever measures has.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from index.index import Index
from index.sources.base import ReadContext
from index.types.embedding import Embedder
from index.types.search import Filters, Hit


def locomo(path: Path) -> list[dict[str, Any]]:
    """Return LoCoMo's chats, each with "conversation" and labelled questions under "qa"."""
    chats: list[dict[str, Any]] = json.loads(path.read_text())
    return chats


def turns(conversation: dict[str, Any]) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """Yield the turns of one of LoCoMo's chats; each gets a minute of its own, from its session's time on."""
    for session in range(1, 100):
        if f"session_{session}" not in conversation:
            return
        written = conversation[f"session_{session}_date_time"]
        start = datetime.strptime(written, "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
        for n, turn in enumerate(conversation[f"session_{session}"]):
            yield start + timedelta(minutes=n), turn


@contextmanager
def indexed(chat: dict[str, Any], embedder: Embedder | None) -> Iterator[tuple[Index, datetime]]:
    """Take one of LoCoMo's chats in as a WhatsApp export; yield the index and the day after its newest message."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(Path(folder) / "store.db", zone=UTC, create=True) as index,
    ):
        lines = (
            f"{at:%d/%m/%Y, %H:%M} - {turn['speaker']}: {' '.join(turn['text'].split())}"
            for at, turn in turns(chat["conversation"])
        )
        export = Path(folder) / "WhatsApp Chat with Them.txt"
        export.write_text("\n".join(lines), encoding="utf-8")
        for _ in index.add([export], embedder=embedder, context=ReadContext(UTC)):
            pass
        newest = index.messages(Filters(), newest=1)[0].time or datetime.now(UTC)
        yield index, newest + timedelta(days=1)


def dialogues(path: Path) -> list[tuple[list[Hit], str]]:
    """Read DialogSum's JSON lines as (messages, reference summary)."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    found = []
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        said = re.findall(r"#(Person\d)#:\s*(.*)", entry["dialogue"])
        hits = [
            Hit(f"m{n}", None, "message", "dialogsum", "", who, start + timedelta(minutes=n), text, None, None)
            for n, (who, text) in enumerate(said, 1)
        ]
        found.append((hits, entry["summary"].replace("#", "")))
    return found
