"""Indexes of files that a test has written, and questions put to them without a model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.assistant.assistant import Assistant
from app.assistant.events import Answer
from app.assistant.types import Scope
from index.index import Index
from index.sources.base import ReadContext


@contextmanager
def indexed(folder: Path, me: str | None) -> Iterator[Index]:
    """Index what is in a folder, by words alone, as the home of whoever is called `me`."""
    with Index.open(folder / "index.db", zone=UTC, create=True) as index:
        for _ in index.add([folder], embedder=None, context=ReadContext(UTC, me=me)):
            pass
        yield index


def merge_namesakes(index: Index) -> None:
    """Make one person of all who have one name."""
    same: dict[str, list[int]] = {}
    for person in index.people():
        same.setdefault(person.name, []).append(person.id)
    for ids in same.values():
        if len(ids) > 1:
            index.merge_people(ids[0], ids[1:])


def answer_to(index: Index, question: str, now: datetime) -> Answer:
    """Ask, without any model."""
    assistant = Assistant(index, embedder=lambda: None, engine=lambda: None, now=lambda: now, zone=UTC)
    answer = list(assistant.ask(question, Scope()))[-1]
    assert isinstance(answer, Answer)
    return answer
