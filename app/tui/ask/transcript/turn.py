"""One turn of the conversation: what was asked, how it was read, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from app.text import wording
from app.text.wording import counted
from app.tui.ask import messages
from app.tui.base import rendering
from app.tui.base.messages import Failed, IntakeDone, IntakeNote, OfTurn, WorkProgressed
from app.tui.search.messages import ClarificationNeeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.assistant.events import Digest, NameChoice, Sentence
    from app.tui.ask.requests import Ask, Summarize
    from app.tui.base.messages import Outcome
    from app.tui.base.problem_report import Trouble
    from index.types.search import Hit

MOST_NOTES = 12
TELL_AFTER_S = 2
DONT_KNOW = "I don’t know."


class CitedLine(Static):
    """A sentence, a quote or a line, whose citations can be clicked."""

    @dataclass
    class Cited(Message):
        """A citation was clicked."""

        number: int

    def on_click(self, event: events.Click) -> None:
        """Post the number under the mouse."""
        number = event.style.meta.get("cite")
        if isinstance(number, int):
            event.stop()
            self.post_message(self.Cited(number))


class NameChoices(OptionList):
    """Those of whom or which a name may mean, to choose from."""

    def __init__(self, choices: tuple[NameChoice, ...]) -> None:
        rows = [
            Content.assemble((f"{number} ", rendering.ACCENT), rendering.shown_line(one.label))
            for number, one in enumerate(choices, 1)
        ]
        super().__init__(*rows, classes="choices", markup=False)


class TurnView(VerticalGroup):
    """Grows while it is answered. `number` tells turns apart."""

    @dataclass
    class CitationChosen(Message):
        """A citation of this turn was clicked."""

        hits: tuple[Hit, ...]
        place: int

    @dataclass
    class Chosen(Message):
        """One of those that a name fits was chosen; `flag` takes its `value`."""

        request: Ask | Summarize
        flag: str
        choice: NameChoice

    def __init__(self, number: int, asked: str, request: Ask | Summarize | None = None) -> None:
        super().__init__(id=f"turn-{number}", classes="turn")
        self.number = number
        self.asked = asked
        self.request = request
        self.asked_back: ClarificationNeeded | None = None
        """What the request waits for, where a name in it fits several."""
        self.hits: tuple[Hit, ...] = ()
        self.outcome: Outcome | None = None
        self.trouble: Trouble | None = None
        self.plan = ""
        self.words = ""
        """What is searched for, to be marked in the evidence."""
        self.work = ""
        """What goes on."""
        self.running = True
        self.said: tuple[Sentence, ...] = ()
        self.digests: tuple[Digest, ...] = ()
        self.notes: list[str] = []

    def compose(self) -> ComposeResult:
        """Lay out the parts in the order they come."""
        yield Static(
            Content.assemble(("❯ ", rendering.ACCENT), (rendering.shown_line(self.asked), "bold")), classes="asked"
        )
        yield Static(classes="plan", markup=False)
        yield VerticalGroup(classes="sentences")
        yield VerticalGroup(classes="digests")
        yield Static("…", classes="working", markup=False)
        yield Static(classes="closing", markup=False)

    def on_mount(self) -> None:
        """Count the seconds while nothing else moves."""
        self._began = monotonic()
        self._ticking = self.set_interval(1.0, self._show_elapsed)

    def take(self, event: OfTurn) -> bool:
        """Show what a thread brought, and tell whether the turn has ended with it."""
        match event:
            case messages.Planned():
                self._show_plan(event.line, event.words)
            case messages.EvidenceGathered():
                self.hits = event.hits
            case WorkProgressed():
                self.show_work(
                    wording.progress(event.what, event.done, event.total, event.unit, event.rate, event.left_s)
                )
            case messages.Digested():
                self.hits = event.hits
                self._show_digests(event.digests)
            case messages.SentenceShown():
                self._say(event.sentence)
            case IntakeNote():
                self._note(event.line, broken=event.broken)
            case messages.Answered():
                self._finish(event.outcome)
            case IntakeDone(stopped=True):
                self.stop(event.line)
            case IntakeDone():
                self._close(rendering.plain(event.line))
            case ClarificationNeeded():
                self._ask_back(event)
            case Failed():
                self.trouble = event.trouble
                self._close(rendering.trouble(event.trouble))
        return not self.running

    @property
    def uncited(self) -> set[int]:
        """Return the numbers of evidence that the finished answer does not rest on; none where it rests on nothing."""
        if self.outcome is None:
            return set()
        cited = {number for said in self._all_said() for number in said.cites}
        return set(range(1, len(self.hits) + 1)) - cited if cited else set()

    def _part(self, name: str) -> Static:
        return self.query_one(f".{name}", Static)

    def _show_plan(self, line: str, words: str) -> None:
        self.plan = line
        self.words = words
        self._part("plan").update(rendering.plain(line))

    def show_work(self, line: str) -> None:
        """Say what goes on."""
        self.work = line
        self._show_elapsed()

    def _show_elapsed(self) -> None:
        elapsed = int(monotonic() - self._began)
        # Work that waits takes no time.
        tells = elapsed >= TELL_AFTER_S and self.work != wording.PAUSED
        time = f" · {wording.seconds(elapsed)}" if tells else ""
        self._part("working").update(rendering.plain(f"… {self.work}{time}"))

    def _say(self, sentence: Sentence) -> None:
        self.said += (sentence,)
        self._add(rendering.sentence(sentence), "quote" if sentence.verbatim else "sentence")

    def _note(self, line: str, *, broken: bool) -> None:
        self.notes.append(rendering.shown(line))
        if len(self.notes) <= MOST_NOTES:
            mark = ("✗ ", "$text-error") if broken else ("• ", rendering.MUTED)
            self._add(Content.assemble(mark, self.notes[-1]), "note")
        elif len(self.notes) == MOST_NOTES + 1:
            self._add(Content.styled("… and more; F3 lists them all", rendering.MUTED), "note")

    def _add(self, what: Content, kind: str) -> None:
        self.query_one(".sentences", VerticalGroup).mount(CitedLine(what, classes=kind))

    def _finish(self, outcome: Outcome) -> None:
        # What was streamed already stays, unless it ended differently.
        self.outcome = outcome
        self.hits = outcome.evidence
        if outcome.sentences != self.said:
            self.query_one(".sentences", VerticalGroup).remove_children()
            self.said = ()
            for sentence in outcome.sentences:
                self._say(sentence)
        if outcome.abstained:
            self._add(Content.styled(DONT_KNOW, "bold"), "sentence")
            near = "Nothing in your messages answers this." + (
                " The closest ones are in the list." if outcome.evidence else ""
            )
            self._add(Content.styled(near, rendering.MUTED), "sentence")
        self._show_digests(outcome.digests)
        if outcome.read:
            # How much was read is a promise: it stands at the top, where the end of a long summary does not hide it.
            self._part("plan").update(rendering.plain(" · ".join(part for part in (self.plan, outcome.read) if part)))
        self._close(self._last_line(outcome))

    def _ask_back(self, event: ClarificationNeeded) -> None:
        self.asked_back = event
        choices = NameChoices(event.choices)
        self.query_one(".sentences", VerticalGroup).mount(
            CitedLine(rendering.plain(event.sentence), classes="note"), choices
        )
        self._close(Content.styled("Enter, its number or a click asks again with the one you mean.", rendering.MUTED))

    def choose(self, place: int) -> bool:
        """Ask again with one of those that a name fits, by its place from 0; False where there is none."""
        back = self.asked_back
        if back is None or self.request is None or not 0 <= place < len(back.choices):
            return False
        self.post_message(self.Chosen(self.request, back.flag, back.choices[place]))
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask again with the one that was chosen."""
        event.stop()
        self.choose(event.option_index)

    def _show_digests(self, digests: tuple[Digest, ...]) -> None:
        if digests == self.digests:
            return
        self.digests = digests
        group = self.query_one(".digests", VerticalGroup)
        group.remove_children()
        for digest in digests:
            group.mount(CitedLine(rendering.digest_heading(digest), classes="digest-chat"))
            for heading, lines in digest.headed():
                group.mount(CitedLine(Content.styled(heading, rendering.MUTED), classes="digest-kind"))
                group.mount(
                    *(CitedLine(rendering.sentence(line, labelled=False), classes="digest-line") for line in lines)
                )

    def _all_said(self) -> Iterator[Sentence]:
        yield from self.said
        for digest in self.digests:
            for _, lines in digest.headed():
                yield from lines

    def _last_line(self, outcome: Outcome) -> Content:
        parts = []
        if outcome.dropped:
            dropped = counted(len(outcome.dropped), "sentence")
            parts.append(f"{dropped} dropped, not borne out by the messages (F3)")
        if outcome.model:
            parts.append(rendering.shown_line(outcome.model))
        total = (outcome.timings or {}).get("total_s")
        if total is not None:
            parts.append(wording.seconds(total))
        line = Content.styled(" · ".join(parts), rendering.MUTED)
        return (
            Content.assemble(rendering.plain(outcome.note, "$text-warning"), "\n" if parts else "", line)
            if outcome.note
            else line
        )

    def stop(self, line: str) -> None:
        """End because the person said so."""
        self._close(Content.styled(line, "$text-warning"))

    def _close(self, closing: Content) -> None:
        self.running = False
        self._ticking.stop()
        self._part("working").display = False
        self._part("closing").update(closing)
        self.add_class("-ended")

    def on_cited_line_cited(self, event: CitedLine.Cited) -> None:
        """Turn a clicked number into the hit it stands for."""
        event.stop()
        if 0 < event.number <= len(self.hits):
            self.post_message(self.CitationChosen(self.hits, event.number - 1))
