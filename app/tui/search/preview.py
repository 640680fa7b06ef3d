"""The highlighted result where it was said: what came just before and after, below the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from app.text import wording
from app.tui.base import rendering

if TYPE_CHECKING:
    from index.types.listings import Surroundings
    from index.types.search import Hit

LEAST = 120
"""Characters of the message itself that are shown even where its neighbours then have no room."""


class Preview(Static):
    """Each neighbour on one line, the message itself in full as far as there is room."""

    def __init__(self) -> None:
        super().__init__("", id="preview", markup=False)
        self._found: Surroundings | None = None
        self._words: re.Pattern[str] | None = None

    def show(self, found: Surroundings | None, query: str) -> None:
        """Show a hit among its neighbours; nothing where there is none."""
        self._found, self._words = found, rendering.words_of(query)
        self._draw()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._draw()

    def _draw(self) -> None:
        found = self._found
        if found is None:
            self.border_title = ""
            self.update("")
            return
        hit = found.hits[found.position]
        when = f" · {wording.moment(hit.time)}" if hit.time else ""
        self.border_title = Content(
            rendering.fit(f"{rendering.where(hit) or rendering.who(hit)}{when}", max(self.size.width - 2, 1))
        )
        before = [self._line(other) for other in found.hits[: found.position]]
        after = [self._line(other) for other in found.hits[found.position + 1 :]]
        room = (self.size.height - len(before) - len(after)) * self.size.width - len(rendering.who(hit)) - 2
        said = Content(rendering.cut(rendering.shown_line(rendering.body(hit)), max(room, LEAST)))
        if self._words is not None:
            said = said.highlight_regex(self._words, style=rendering.ACCENT)
        parts = [*before, Content.assemble((f"{rendering.who(hit)}: ", "bold"), said), *after]
        self.update(Content("\n").join(parts))

    def _line(self, hit: Hit) -> Content:
        text = rendering.shown_line(rendering.body(hit, 400))
        return Content.styled(rendering.fit(f"{rendering.who(hit)}: {text}", max(self.size.width, 1)), rendering.MUTED)
