"""The conversation: turns, newest at the bottom."""

from __future__ import annotations

from textual.containers import VerticalScroll

from app.tui.ask.transcript.turn import TurnView


class Transcript(VerticalScroll):
    """Holds the turns. The newest begins at the top; the older ones are above it."""

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self.border_title = "Answer"

    async def begin(self, turn: TurnView) -> None:
        """Add a turn below the others, and return when it can be written to."""
        for older in self.turns:
            older.remove_class("-newest")
        turn.add_class("-newest")
        await self.mount(turn)
        self.call_after_refresh(self.scroll_to_widget, turn, top=True, animate=False)

    @property
    def turns(self) -> list[TurnView]:
        """Return the turns, oldest first."""
        return list(self.query(TurnView))

    def turn(self, number: int) -> TurnView | None:
        """Return a turn by its number."""
        return next((turn for turn in self.query(TurnView) if turn.number == number), None)
