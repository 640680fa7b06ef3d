"""Splitting text into sentences, also while it streams, and noticing a model that goes in circles."""

from __future__ import annotations

import re

# By hand, English and German: “Dr. Weber”, “approx. 20”, “bzw. morgen” go on.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc e.g i.e no approx dept tel fig inc ltd ca bzw usw z.b".split()
)
# “Really?!”, “(Yes.)”, “そうです。” (which no space follows), “पूरा हुआ।”
_END = re.compile(r"[.!?…。！？।]+[\"'”’»)\]]*(?=\s|$)|(?<=[。！？।])|\n+")
# “- milk”, “2) eggs”, “(3. bread”
_LIST_MARK = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")
# “ [2]”, “[1, 3]”
_CITE = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
# “ November”, “ März”
_MONTH_NEXT = re.compile(
    r"\s+(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    r"jan|feb|mär|apr|jun|jul|aug|sept?|okt|nov|dez)\b",
    re.IGNORECASE,
)
"""After a number with a point: the month of a day, as German writes it."""
# “September” with the space before it, and one more.
_LONGEST_MONTH = 11
_WHITE = re.compile(r"\s+")


def split(text: str) -> list[str]:
    """Return the sentences of a text, in order, without list marks and surplus white space."""
    found, rest = _complete(text, final=True)
    return [s for s in (_clean(part) for part in [*found, rest]) if s]


def cited(sentence: str) -> tuple[str, tuple[int, ...]]:
    """Take the [n] marks out of a sentence and return it with their numbers."""
    numbers = tuple(int(n) for group in _CITE.findall(sentence) for n in group.split(","))
    return _clean(_CITE.sub("", sentence)), tuple(dict.fromkeys(numbers))


class SentenceStream:
    """Collects streamed pieces and hands out each sentence once it is complete."""

    def __init__(self) -> None:
        self._pending = ""

    def feed(self, piece: str) -> list[str]:
        """Take the next piece; return the sentences that it completed."""
        self._pending += piece
        found, self._pending = _complete(self._pending, final=False)
        return [s for s in map(_clean, found) if s]

    def finish(self, *, cut_short: bool) -> list[str]:
        """Return what is left. A sentence that the token limit cut in two is left out."""
        rest, self._pending = self._pending, ""
        return [] if cut_short else split(rest)


class LoopGuard:
    """Says when a model only repeats itself: the same sentence twice, or a tail made of one short phrase."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._text = ""

    def loops(self, piece: str, sentences: list[str]) -> bool:
        """Take the newest piece and the sentences it completed."""
        for sentence in sentences:
            key = plain(sentence)
            if key in self._seen:
                return True
            self._seen.add(key)
        # By hand: four repetitions in a row are no style, and small models loop on phrases of up to ten words.
        self._text = (self._text + piece)[-400:]
        words = self._text.lower().split()
        return any(
            len(words) >= 4 * size and words[-4 * size :] == words[-size:] * 4 for size in (1, 2, 3, 4, 5, 6, 8, 10)
        )


def plain(text: str) -> str:
    """Return a text in lower case with one space between words and no punctuation at its ends, for comparing."""
    return _WHITE.sub(" ", text.replace("’", "'")).strip(" \t\n.!?…,;:\"'“”").casefold()


def _clean(text: str) -> str:
    return _WHITE.sub(" ", _LIST_MARK.sub("", text)).strip()


def _complete(text: str, *, final: bool) -> tuple[list[str], str]:
    parts, start = [], 0
    for mark in _END.finditer(text):
        end = mark.end()
        if end <= start:
            continue
        at_edge = end == len(text)
        if at_edge and not final and "\n" not in mark.group():
            break  # "3." may go on as "3.5", and a [1] may follow
        if not final and text[end - 2 : end - 1].isdigit() and len(text) - end < _LONGEST_MONTH:
            break  # "19." may go on as "19. November"
        if "\n" not in mark.group() and not _ends_here(text, start, mark.start(), end):
            continue
        tail = _CITE.match(text, end)  # a citation after the stop belongs to the sentence before it
        if tail:
            end = tail.end()
        elif not final and re.match(r"\s*(?:\[[\d,\s]*)?$", text[end:]) and "\n" not in mark.group():
            break
        parts.append(text[start:end])
        start = end
    return parts, text[start:]


def _ends_here(text: str, start: int, mark: int, end: int) -> bool:
    if text[mark] != ".":
        return True
    word = text[start:mark].rsplit(maxsplit=1)[-1:] or [""]
    last = word[0].lstrip("(\"'“").casefold()
    following = text[end:].lstrip()[:1]
    # “J. Smith”
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and word[0].isupper()):
        return False
    if re.fullmatch(r"(?:\w\.)+\w", last) and (following.islower() or following.isdigit()):  # p.m., e.g.
        return False
    if last.isdigit() and len(last) <= 2 and _MONTH_NEXT.match(text, end):
        return False
    # "1." at the beginning of a line numbers a list, "14. März" is a date
    return not (last.isdigit() and len(last) <= 2 and text[start:mark].strip() == last)
