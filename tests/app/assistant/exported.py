"""Chats as phones export them, and what is answered out of an index of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.assistant.assistant import Assistant
from app.assistant.events import Answer
from app.assistant.types import Scope
from index.index import Index
from index.sources.base import ReadContext

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 1, 10, tzinfo=ZONE)


def chat(*lines: str) -> str:
    opening = "01/10/2026, 08:00 - Messages and calls are end-to-end encrypted."
    return "\n".join([opening, *(f"{13 + n // 60}/10/2026, 09:{n % 60:02} - {line}" for n, line in enumerate(lines))])


class Told:
    """An index of one chat, and what is answered out of it."""

    def __init__(self, index: Index, folder: Path) -> None:
        self.index = index
        self._folder = folder

    def add(self, *lines: str, title: str = "Cabin Crew") -> None:
        file = self._folder / f"WhatsApp Chat with {title}.txt"
        file.write_text(chat(*lines), encoding="utf-8")
        for _ in self.index.add([file], embedder=None, context=ReadContext(ZONE, zone_guessed=False, me="Ana")):
            pass

    def ask(self, question: str) -> list[str]:
        return [sentence.text for sentence in self.answer(question).sentences]

    def answer(self, question: str) -> Answer:
        assistant = Assistant(self.index, embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=ZONE)
        *_, last = assistant.ask(question, Scope())
        assert isinstance(last, Answer)
        return last
