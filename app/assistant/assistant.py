"""The assistant: search, ask and summarize over one index, with whatever models there are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from threading import Event
from typing import TYPE_CHECKING

from app.assistant.events import Answer, AnswerEvent, Summary, SummaryEvent
from app.assistant.question import operators
from app.assistant.question.people import joined, read_together, which_one, with_namesakes
from app.assistant.question.scope import FIRST_NEWS, epoch_ms, mark_of, plan_scope, span_between, time_in
from app.assistant.selection.rankers import Rankers, assemble
from app.assistant.text.words import stop_words_of
from app.assistant.types import Plan, Scope
from app.home.config import DateOrder
from index.errors import AmbiguousName
from index.types.embedding import Embedder, Reranker
from index.types.search import Filters, Hit, Query, SearchResult, Tally
from models.engine import Engine
from models.errors import ModelProblem

if TYPE_CHECKING:
    from app.assistant.agenda.agenda import Agenda
    from app.assistant.agenda.open_questions import OpenQuestions
    from app.assistant.summarizing.digest import Length
    from index.index import Index
    from index.types.kinds import GroupedBy, HitOrder
    from models.reader.reader import Reader


class Assistant:
    """Answers from one index. Each of its models is loaded on first use, and is None where none is there.

    `ask` and `summarize` are generators: closing one ends the engine's work. `cancel` does so from another thread.
    """

    def __init__(
        self,
        index: Index,
        *,
        embedder: Callable[[], Embedder | None],
        reranker: Callable[[], Reranker | None] = lambda: None,
        reader: Callable[[], Reader | None] = lambda: None,
        engine: Callable[[], Engine | None],
        now: Callable[[], datetime],
        zone: tzinfo,
        dates: DateOrder = "",
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._reranker = reranker
        self._reader = reader
        self._load_engine = engine
        self._now = now
        self._zone = zone
        self._dates = dates
        self._engine: Engine | None = None
        self._stop = Event()

    def search(
        self,
        text: str,
        scope: Scope,
        limit: int = 10,
        explain: bool = False,
        *,
        order: HitOrder = "relevance",
        page: int = 1,
        every: bool = False,
    ) -> tuple[Plan, SearchResult]:
        """Search for a text, with its operators, within the flags. Raises NotFound, AmbiguousName and BadQuery.

        With `every`, hits that say the same as another one and hits that are far from the text are listed too.
        """
        plan = self._planned(text, scope)
        filters = plan.filters
        if scope.last is not None:
            from app.assistant.selection.candidates import only

            newest = self._index.messages(filters, newest=scope.last)
            filters = only(newest, filters)
            if not newest:
                return plan, SearchResult((), 0.0, ())
        near, read = (None, "") if plan.since or plan.until else time_in(plan.text, scope, self._time(), self._dates)
        query = Query(
            plan.text, filters, limit, near=near, page=page, order=order, all=every, stop_words=stop_words_of(plan.text)
        )
        # By date, and without words, nothing is ranked, so no model is waited for.
        rankers = self._rankers() if order == "relevance" and plan.text.strip() else Rankers()
        result = self._index.search(query, rankers.embedder, rankers.reranker, explain=explain)
        said = (*([read] if read else ()), *(f"people: {line}" for line in read_together(self._index, plan.filters)))
        if said:
            result = replace(result, reading=(*result.reading, *said))
        return plan, replace(result, note=f"{rankers.note} {result.note}".strip())

    def tally(self, text: str, scope: Scope, by: GroupedBy | None = None, *, one: bool = False) -> tuple[Plan, Tally]:
        """Count what holds all words of a text, with its operators, within the flags. Raises as `search`.

        With `one`, a name of several people is AmbiguousName, and OwnerUnknown where it is not known all that is "me".
        """
        plan = self._planned(text, scope, one=one)
        query = Query(plan.text, plan.filters, stop_words=stop_words_of(plan.text))
        found = self._index.tally(query, by)
        together = joined(self._index.people(), plan.filters.people) if one else ()
        if together:
            each = self._index.tally(query, "person").groups
            told = "; ".join(f"{group.id} {group.name}: {group.count:,}" for group in each)
            found = replace(found, note=" ".join(part for part in (found.note, *together, f"{told}.") if part))
        return plan, found

    def _planned(self, text: str, scope: Scope, *, one: bool = False) -> Plan:
        asked = operators.read(text, scope, self._index, self._time(), dates=self._dates)
        plan = plan_scope(asked.scope, self._index, self._time(), asked.text, one=one, dates=self._dates)
        if not asked.wordings:
            return plan
        groups = ", ".join(f"with {' or '.join(group)}" for group in asked.wordings)
        line = groups if plan.filters == Filters() else f"{plan.line}, {groups}"
        return replace(plan, filters=replace(plan.filters, wordings=asked.wordings), line=line)

    def ask(self, question: str, scope: Scope, conversation: str = "") -> Iterator[AnswerEvent]:
        """Yield the plan, the evidence, each sentence once it is checked, and the Answer.

        `conversation` is the one to go on with and to keep the answer in: "new", "last", or one's number ("t3"); empty
        keeps nothing. Raises NotFound for none that is kept, AmbiguousName (after a Clarification) for a name of several.
        """
        from app.assistant import conversations
        from app.assistant.answering import answer
        from app.assistant.question.plan import plan_question

        self._stop.clear()
        now = self._time()
        number = conversations.number_of(self._index, conversation) if conversation else None
        before = conversations.before(self._index, number) if number is not None else None
        try:
            asked = operators.read_question(question, scope, self._index, now, dates=self._dates)
            reading = plan_question(asked.text, asked.scope, self._index, now, before, dates=self._dates)
        except AmbiguousName as problem:
            yield which_one(problem)
            raise
        try:
            for event in answer.answer(reading, self._index, self._rankers, self._thinking, now):
                if isinstance(event, Answer) and conversation:
                    yield conversations.keep(self._index, number, event, reading, int(now.timestamp() * 1000))
                else:
                    yield event
        except AmbiguousName as problem:  # a figure is of somebody whom the plan need not know
            yield which_one(problem)
            raise

    def summarize(self, scope: Scope, length: Length = "normal") -> Iterator[SummaryEvent]:
        """Yield the plan, what stands in each chat, each sentence once it is checked, and the Summary.

        The messages are exactly the scope's. After `cancel` the Summary comes at once, with what is done. What `new` asks
        for counts as told once its Summary is whole.
        """
        from app.assistant.summarizing import summary
        from app.assistant.summarizing.precomputation import Precomputation

        self._stop.clear()
        started = time.perf_counter()
        newest = self._index.newest() if scope.new else None
        try:
            plan = plan_scope(scope, self._index, self._time(), dates=self._dates)
        except AmbiguousName as problem:
            yield which_one(problem)
            raise
        messages = self._selected(plan, scope, newest)
        people = self._index.people()
        plan = replace(plan, line=with_namesakes(plan.line, people, plan.filters.people))
        for event in summary.summarize(
            plan,
            messages,
            self._thinking,
            owner=[person.name for person in people if person.is_me],
            people=[p.name for p in people],
            search_s=time.perf_counter() - started,
            now=self._time(),
            length=length,
            ahead=Precomputation(self._index),
            reader=self._judging,
            stopped=self._stop.is_set,
        ):
            if isinstance(event, Summary) and event.complete and newest is not None:
                self._index.set_mark(mark_of(plan), newest, int(self._time().timestamp() * 1000))
            yield event

    def agenda(
        self, since: str = "today", until: str | None = None, *, chat: str | None = None, person: str | None = None
    ) -> Agenda:
        """Return what is coming up between two times in people's words; without an end, in the next 30 days.

        Raises NotFound and AmbiguousName for names, BadQuery for times.
        """
        from app.assistant.agenda.agenda import agenda

        now = self._time()
        span = span_between(since, until, now, self._dates)
        filters = plan_scope(Scope(chat=chat, person=person), self._index, now, dates=self._dates).filters
        return agenda(self._index, filters, span, self._owner(), now)

    def open_questions(self, scope: Scope) -> OpenQuestions:
        """Return the questions of a scope that nobody has answered. Raises NotFound, AmbiguousName and BadQuery."""
        from app.assistant.agenda.open_questions import open_questions

        now = self._time()
        plan = plan_scope(replace(scope, kind="message"), self._index, now, dates=self._dates)
        return open_questions(self._index, plan.filters, self._owner(), now)

    def _owner(self) -> list[str]:
        return [person.name for person in self._index.people() if person.is_me]

    def _selected(self, plan: Plan, scope: Scope, newest: int | None) -> list[Hit]:
        if scope.target is not None:
            found = self._index.by_ids([i for i in plan.filters.ids if i.startswith("f")])
            if len(found) == len(plan.filters.ids):
                return found
            return [*found, *self._index.messages(plan.filters, newest=scope.last)]
        messages = self._index.messages(self._first_news(plan, scope), newest=scope.last)
        # What is taken in from here on belongs to the next summary of what is new.
        return messages if newest is None else [m for m in messages if int(m.id[1:]) <= newest]

    def _first_news(self, plan: Plan, scope: Scope) -> Filters:
        """Return the filters of a scope; of what is new for the first time the last two weeks that there are."""
        if not scope.new or plan.asked is not None:
            return plan.filters
        last = next((hit.time for hit in self._index.messages(plan.filters, newest=1) if hit.time is not None), None)
        return plan.filters if last is None else replace(plan.filters, since_ms=epoch_ms(last - FIRST_NEWS))

    def cancel(self) -> None:
        """End the running generation, if there is one. May come from any thread and returns at once."""
        self._stop.set()
        if self._engine is not None:
            self._engine.cancel()

    def _time(self) -> datetime:
        return self._now().astimezone(self._zone)

    def _thinking(self) -> Engine | None:
        self._engine = self._load_engine()
        return self._engine

    def _judging(self) -> Reader | None:
        try:
            return self._reader()
        except ModelProblem:
            return None  # sentences are held to the rules alone

    def _rankers(self) -> Rankers:
        return assemble(self._embedder, self._reranker, self._reader)
