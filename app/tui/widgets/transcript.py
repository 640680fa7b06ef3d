"""The conversation: turns, newest at the bottom."""

from __future__ import annotations

from textual.containers import VerticalScroll

from app.tui.widgets.turn import Turn


class Transcript(VerticalScroll):
    """Holds the turns and stays at the end while they grow, unless the reader has scrolled up."""

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self.border_title = "Answer"

    async def begin(self, turn: Turn) -> None:
        """Add a turn, and return when it can be written to."""
        await self.mount(turn)
        self.anchor()

    @property
    def turns(self) -> list[Turn]:
        """Return the turns, oldest first."""
        return list(self.query(Turn))

    def turn(self, number: int) -> Turn | None:
        """Return a turn by its number."""
        return next((turn for turn in self.query(Turn) if turn.number == number), None)
