"""The reader as a second judge of generated sentences: what the checker's rules let through it may still refuse.

It knows that "sold" is not "bought", which no rule here does; of numbers, dates, names and links it knows less than
they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.assistant.grounding.evidence import Unit, honest, said_before, where
from index.types.search import Hit

if TYPE_CHECKING:
    from models.reader.layout import Line
    from models.reader.reader import Reader, Support

_WHOLE = 600
"""Characters of a message that is read as a whole; of a longer one the sentence alone is."""
JUDGED = 4
"""So many units are judged, those with most of a sentence's words."""
# On chats 1, 3, 5, 7 and 9 of LoCoMo the lowest at which no kind of false sentence passes more often than 1 time in 20;
# the curve is in docs/answers.md.
SURE = 0.65
"""How likely it must be that a message bears a sentence out."""


class Judge:
    """Judges sentences against units of `hits`."""

    def __init__(self, reader: Reader, hits: Sequence[Hit]) -> None:
        self._reader = reader
        self._hits = hits

    def first(self, sentence: str, evidence: Sequence[Unit]) -> Unit | None:
        """Return the first unit that bears the sentence out, if one does."""
        judged = zip(evidence, self.supports(sentence, evidence), strict=True)
        return next((unit for unit, said in judged if said.supported >= SURE), None)

    def supports(self, sentence: str, evidence: Sequence[Unit]) -> list[Support]:
        """Judge for each unit whether it bears the sentence out; in the order given."""
        return self._reader.supports_each([(sentence, self._lines(unit), self._before(unit)) for unit in evidence])

    def _lines(self, unit: Unit) -> list[Line]:
        from models.reader.layout import Line

        found = []
        for number in unit.cites:
            hit = self._hits[number - 1]
            text = honest(hit.text)
            if len(text) > _WHOLE and number == unit.cites[-1]:
                text = unit.text[unit.reply_at :]
            found.append(Line(hit.sender or where(hit), text))
        return found

    def _before(self, unit: Unit) -> Line | None:
        from models.reader.layout import Line

        before = said_before(self._hits, unit.cites[0])
        return None if before is None else Line(before.sender or "", honest(before.text))
