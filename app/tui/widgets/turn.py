"""One turn of the conversation: what was asked, how it was read, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from app.sanitize import clean, clean_line
from app.tui import content, phrases

if TYPE_CHECKING:
    from app.assistant.types import Sentence
    from app.tui.messages import Outcome
    from app.tui.problems import Trouble
    from index.types import Hit

MOST_NOTES = 12
DONT_KNOW = "I don’t know."


class Said(Static):
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


class Turn(VerticalGroup):
    """Grows while it is answered. `number` tells turns apart."""

    @dataclass
    class CitationChosen(Message):
        """A citation of this turn was clicked."""

        hits: tuple[Hit, ...]
        place: int

    def __init__(self, number: int, asked: str) -> None:
        super().__init__(id=f"turn-{number}", classes="turn")
        self.number = number
        self.asked = asked
        self.hits: tuple[Hit, ...] = ()
        self.outcome: Outcome | None = None
        self.trouble: Trouble | None = None
        self.plan = ""
        self.words = ""
        """What is searched for, to be marked in the evidence."""
        self.running = True
        self.said: tuple[Sentence, ...] = ()
        self.notes: list[str] = []

    def compose(self) -> ComposeResult:
        """Lay out the parts in the order they come."""
        yield Static(Content.assemble(("❯ ", content.ACCENT), (clean_line(self.asked), "bold")), classes="asked")
        yield Static(classes="plan", markup=False)
        yield VerticalGroup(classes="sentences")
        yield Static("…", classes="working", markup=False)
        yield Static(classes="closing", markup=False)

    def _part(self, name: str) -> Static:
        return self.query_one(f".{name}", Static)

    def show_plan(self, line: str, words: str) -> None:
        """Say how the request was read."""
        self.plan = line
        self.words = words
        self._part("plan").update(content.plain(line))

    def show_work(self, line: str) -> None:
        """Say what goes on."""
        if self.running:
            self._part("working").update(content.plain(f"… {line}"))

    def say(self, sentence: Sentence) -> None:
        """Add a checked sentence."""
        self.said += (sentence,)
        self._add(content.sentence(sentence), "quote" if sentence.verbatim else "sentence")

    def note(self, line: str, *, broken: bool) -> None:
        """Add a line about a file; many of them are only counted."""
        self.notes.append(clean(line))
        if len(self.notes) <= MOST_NOTES:
            mark = ("✗ ", "$text-error") if broken else ("• ", content.MUTED)
            self._add(Content.assemble(mark, clean(line)), "note")
        elif len(self.notes) == MOST_NOTES + 1:
            self._add(Content.styled("… and more; F3 lists them all", content.MUTED), "note")

    def _add(self, what: Content, kind: str) -> None:
        self.query_one(".sentences", VerticalGroup).mount(Said(what, classes=kind))

    def finish(self, outcome: Outcome) -> None:
        """Show the end: what was streamed already stays, what differs is shown as it ended."""
        self.outcome = outcome
        self.hits = outcome.evidence
        if outcome.sentences != self.said:
            self.query_one(".sentences", VerticalGroup).remove_children()
            self.said = ()
            for sentence in outcome.sentences:
                self.say(sentence)
        if outcome.abstained:
            self._add(Content.styled(DONT_KNOW, "bold"), "sentence")
            near = "Nothing in your messages answers this." + (
                " The nearest are in the list." if outcome.evidence else ""
            )
            self._add(Content.styled(near, content.MUTED), "sentence")
        if outcome.quotes:
            self._add(Content.styled("The messages that matter most, as they stand:", content.MUTED), "sentence")
            for number in outcome.quotes:
                self._add(content.quote(number, outcome.evidence[number - 1]), "quote")
        self._close(self._last_line(outcome))

    def _last_line(self, outcome: Outcome) -> Content:
        parts = [outcome.read] if outcome.read else []
        if outcome.dropped:
            dropped = phrases.count(len(outcome.dropped), "sentence")
            parts.append(f"{dropped} dropped, not borne out by the messages (F3)")
        if outcome.model:
            parts.append(clean_line(outcome.model))
        total = (outcome.timings or {}).get("total")
        if total is not None:
            parts.append(phrases.seconds(total))
        line = Content.styled(" · ".join(parts), content.MUTED)
        return (
            Content.assemble(content.plain(outcome.note, "$text-warning"), "\n" if parts else "", line)
            if outcome.note
            else line
        )

    def end(self, line: str) -> None:
        """End with one line."""
        self._close(content.plain(line))

    def stop(self, line: str) -> None:
        """End because the person said so."""
        self._close(Content.styled(line, "$text-warning"))

    def fail(self, trouble: Trouble) -> None:
        """End in trouble."""
        self.trouble = trouble
        self._close(content.trouble(trouble))

    def _close(self, closing: Content) -> None:
        self.running = False
        self._part("working").display = False
        self._part("closing").update(closing)
        self.add_class("-ended")

    def on_said_cited(self, event: Said.Cited) -> None:
        """Turn a clicked number into the hit it stands for."""
        event.stop()
        if 0 < event.number <= len(self.hits):
            self.post_message(self.CitationChosen(self.hits, event.number - 1))
