"""Hits that say the same, folded into the first of them: newsletters, forwarded jokes, mails that quote a mail.

Two texts say the same when they are equal but for case, signs and links, or when most of the one stands in the other.
Figures count as equal only where one sender repeats a text ("Weekly digest #12"): another's number is another matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.types.search import Hit

_RUN = 3
"""Words that a text is cut into to be compared: fewer come together by chance."""
# By hand: below a dozen words one word more or less is a sixth of the text, and may be what matters.
_LONG = 12
"""Words from which texts are compared by their parts; shorter ones are the same or not."""
HELD = 0.8
"""The share of a text that has to stand in a better hit for it to say nothing new."""
ALIKE = 0.7
"""The share of both texts together that has to be common to them where the other one is the longer."""
_SERIES = 3
"""So many times a sender has to say a short text with other figures for it to be a series; two may be a correction."""
_DIGITS = re.compile(r"\d+")
# “don't”, “बिल”: all but spaces and marks of punctuation. \w would leave out the vowel signs of Hindi or Thai.
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~¡«»¿\u2000-\u206f\u3000-\u303f]+")
_LETTER = re.compile(r"[^\W\d_]")
# “https://shop.example/flat/281?utm=1”
_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a hit says: its words in order, the same with figures masked, and its runs of words."""

    sender: str
    words: tuple[str, ...]
    masked: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    masked_runs: frozenset[tuple[str, ...]]


def fold(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """Return the first `limit` hits that each say something of their own; `alike` of each holds the ids folded into it."""
    heard = [(hit, _said(hit)) for hit in hits]
    repeated = Counter((said.sender, said.masked) for _, said in heard)
    series = {text for text, often in repeated.items() if often >= _SERIES}
    kept: list[tuple[Hit, _Said]] = []
    alike: dict[str, list[str]] = {}
    for hit, said in heard:
        of_series = (said.sender, said.masked) in series
        same = next((shown for shown, before in kept if _same(said, before, of_series=of_series)), None)
        if same is not None:
            alike[same.id].append(hit.id)
        elif len(kept) < limit:
            kept.append((hit, said))
            alike[hit.id] = []
    return [replace(hit, alike=tuple(alike[hit.id])) for hit, _ in kept]


def _said(hit: Hit) -> _Said:
    # A text of figures or links alone is told apart by them, and a picture by its name.
    text = _LINK.sub(" ", hit.text)
    text = "\n".join((text if _LETTER.search(text) else hit.text, *hit.attachments)).casefold()
    words = tuple(_WORD.findall(text)) or (hit.text,)
    figures = _DIGITS.search(text) and _LETTER.search(text)
    masked = tuple(_WORD.findall(_DIGITS.sub("0", text))) if figures else words
    runs = _runs(words)
    return _Said(
        f"{hit.source}\n{hit.sender or hit.path}", words, masked, runs, runs if masked is words else _runs(masked)
    )


def _runs(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    if len(words) < _LONG:
        return frozenset()
    return frozenset(words[at : at + _RUN] for at in range(len(words) - _RUN + 1))


def _same(said: _Said, before: _Said, *, of_series: bool) -> bool:
    one_sender = said.sender == before.sender
    if said.words == before.words or (of_series and one_sender and said.masked == before.masked):
        return True
    runs, earlier = (said.masked_runs, before.masked_runs) if one_sender else (said.runs, before.runs)
    if not runs or not earlier:
        return False
    common = len(runs & earlier)
    return common >= HELD * len(runs) or common >= ALIKE * len(runs | earlier)
