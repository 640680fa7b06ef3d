"""A small index and engine in memory, for tests of the assistant."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from app.assistant.text.words import content
from index.errors import AmbiguousName, NotFound
from index.types.embedding import Embedder, Reranker
from index.types.listings import ChatInfo, OwnerGaps, PersonInfo, Surroundings
from index.types.search import Filters, Hit, Query, SearchResult
from models.engine import Engine
from models.types import ChatMessage, EngineInfo, Piece, Sampling, Usage

if TYPE_CHECKING:
    from index.index import Index

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def hit(
    text: str, sender: str | None = "Maya", *, at: datetime | None = MONDAY, number: int = 1, chat: str = "Cabin trip"
) -> Hit:
    """Return one message."""
    return Hit(f"m{number}", None, "message", "whatsapp", chat, sender, at, text, None, None)


def talk(
    *lines: str, chat: str = "Cabin trip", start: datetime = MONDAY, step: timedelta = timedelta(minutes=2)
) -> list[Hit]:
    """Return a chat from lines like "Maya: text"."""
    hits = []
    for n, line in enumerate(lines):
        sender, text = line.split(": ", 1)
        hits.append(hit(text, sender, at=start + n * step, number=n + 1, chat=chat))
    return hits


class FakeIndex:
    """Fits the part of index.Index that the assistant uses."""

    def __init__(self, hits: Sequence[Hit], *, me: str | None = None) -> None:
        self.hits = [replace(h, from_me=h.sender == me and me is not None) for h in hits]
        self.me = me
        self._stems = [Counter(content(h.text)) for h in self.hits]
        self._seen_in = Counter(s for one in self._stems for s in one)
        self.searches: list[Query] = []
        self.marks: dict[str, tuple[int, int]] = {}
        self._chats = {c.title: c.id for c in self.chats()}
        self._people = {p.name: p.id for p in self.people()}

    def source_kinds(self) -> frozenset[str]:
        return frozenset({"whatsapp", "telegram", "markdown"})

    def readable_kinds(self) -> frozenset[str]:
        return self.source_kinds() | {"email", "signal"}

    def search(
        self,
        query: Query,
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
        *,
        explain: bool = False,
    ) -> SearchResult:
        self.searches.append(query)
        wanted = set(content(query.text))
        scores = []
        for h, stems in zip(self.hits, self._stems, strict=True):
            if not self._within(h, query.filters):
                continue
            score = sum(math.log(1 + len(self.hits) / self._seen_in[s]) for s in wanted if s in stems)
            scores.append((score / (1 + 0.02 * sum(stems.values())), h))
        ranked = sorted((s for s in scores if s[0] > 0), key=lambda s: -s[0])
        keyword = {h.id: n for n, (_, h) in enumerate(ranked)}
        names = ("keyword",)
        meaning: dict[str, tuple[int, float]] = {}
        if embedder is not None and scores:
            vectors = embedder.embed_passages([h.text for _, h in scores])
            cosines = vectors @ embedder.embed_query(query.text)[0]
            order = sorted(range(len(scores)), key=lambda i: -cosines[i])
            meaning = {scores[i][1].id: (n, float(cosines[i])) for n, i in enumerate(order)}
            names = ("keyword", "meaning")  # type: ignore[assignment]
        fused = []
        for _, h in scores:
            total = (1 / (61 + keyword[h.id]) if h.id in keyword else 0) + (
                1 / (61 + meaning[h.id][0]) if h.id in meaning else 0
            )
            if total:
                why = {"meaning": {"score": meaning[h.id][1]}} if h.id in meaning and explain else {}
                fused.append(replace(h, score=total, explain=why))
        fused.sort(key=lambda h: -h.score)
        return SearchResult(tuple(fused[: query.limit]), 1.0, names)

    def messages(self, filters: Filters, *, newest: int | None = None, limit: int | None = None) -> list[Hit]:
        found = [h for h in self.hits if self._within(h, filters)]
        found = found[-newest:] if newest else found
        return found[:limit] if limit else found

    def count(self, filters: Filters) -> int:
        return len(self.messages(filters))

    def show(self, public_id: str, context: int = 5) -> Surroundings:
        at = next(i for i, h in enumerate(self.hits) if h.id == public_id)
        same = [i for i, h in enumerate(self.hits) if h.chat == self.hits[at].chat and abs(i - at) <= context]
        return Surroundings(tuple(self.hits[i] for i in same), same.index(at))

    def newest(self) -> int:
        return max((int(h.id[1:]) for h in self.hits), default=0)

    def kept(self, key: str) -> None:
        """Nothing is summarized ahead."""

    def mark(self, key: str) -> tuple[int, int] | None:
        return self.marks.get(key)

    def set_mark(self, key: str, message: int, at_ms: int) -> None:
        self.marks[key] = (message, at_ms)

    def chats(self, ids: Sequence[int] = ()) -> list[ChatInfo]:
        titles = list(dict.fromkeys(h.chat for h in self.hits if h.chat))
        chats = [ChatInfo(n, t, "whatsapp", "group", 0, (), None, None) for n, t in enumerate(titles, 1)]
        return [c for c in chats if not ids or c.id in ids]

    def titles(self) -> dict[int, str]:
        return {c.id: c.title for c in self.chats()}

    def title(self, chat: int) -> str | None:
        return self.titles().get(chat)

    def person_name(self, person: int) -> str | None:
        return next((p.name for p in self.people() if p.id == person), None)

    def people(self) -> list[PersonInfo]:
        names = list(dict.fromkeys(h.sender for h in self.hits if h.sender))
        return [PersonInfo(n, name, name == self.me, 0, ()) for n, name in enumerate(names, 1)]

    def find_chats(self, name: str) -> tuple[int, ...]:
        return self._find({c.title: c.id for c in self.chats()}, name)

    def find_people(self, name: str) -> tuple[int, ...]:
        if name == "me":
            return self._find({p.name: p.id for p in self.people() if p.is_me}, self.me or "")
        return self._find({p.name: p.id for p in self.people()}, name)

    def wrote(self, filters: Filters) -> list[tuple[str, int]]:
        return Counter(hit.sender for hit in self.messages(filters) if hit.sender).most_common()

    def owner_gaps(self, chats: Sequence[int] = (), sources: Sequence[str] = ()) -> OwnerGaps:
        return OwnerGaps(nowhere=self.me is None)

    def _find(self, known: dict[str, int], name: str) -> tuple[int, ...]:
        low = name.casefold()
        found = [k for k in known if k.casefold() == low] or [
            k for k in known if any(w.startswith(low) for w in (k.casefold(), *k.casefold().split()))
        ]
        if len(found) > 1:
            raise AmbiguousName(f"{name} fits several.", tuple(found))
        if not found:
            raise NotFound(f"Nobody is called {name}.")
        return (known[found[0]],)

    def _within(self, h: Hit, filters: Filters) -> bool:
        chats, people = self._chats, self._people
        moment = h.time.timestamp() * 1000 if h.time else 0
        return (
            (not filters.ids or h.id in filters.ids)
            and (filters.after is None or int(h.id[1:]) > filters.after)
            and (not filters.conversations or chats.get(h.chat or "") in filters.conversations)
            and (not filters.people or people.get(h.sender or "") in filters.people)
            and (filters.since_ms is None or moment >= filters.since_ms)
            and (filters.until_ms is None or moment < filters.until_ms)
        )


def as_index(fake: FakeIndex) -> Index:
    """Return the fake as the type that the assistant asks for."""
    return cast("Index", fake)


class FakeEngine(Engine):
    """Says what it was given, word by word; counts tokens by words."""

    def __init__(self, reply: str | Callable[[Sequence[ChatMessage]], str] = "", *, context: int = 4096) -> None:
        self.reply = reply
        self.context = context
        self.prompts: list[list[ChatMessage]] = []
        self.cancelled = 0
        self.problem: Exception | None = None
        self.spoken = 0
        self.rate = 0.0

    def describe(self) -> EngineInfo:
        return EngineInfo("scripted", "fake", self.context, "cpu", self.rate)

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        return sum(len(m.content.split()) + 4 for m in messages)

    def stream(self, messages: Sequence[ChatMessage], sampling: Sampling) -> Iterator[Piece | Usage]:
        self.prompts.append(list(messages))
        if self.problem is not None:
            raise self.problem
        text = self.reply if isinstance(self.reply, str) else self.reply(messages)
        for word in text.split(" "):
            self.spoken += 1
            yield Piece(word + " ")
        yield Usage(1, 0, 1, 0.0, 0.0, "stop")

    def cancel(self) -> None:
        self.cancelled += 1

    def close(self) -> None:
        """Nothing to free."""
