"""What to show of a hit: a line of its text around what was looked for, in whole words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from index.text.excerpts.graphemes import whole
from index.text.excerpts.matches import Cut, Match, Wanted, matches

SNIPPET_CHARACTERS = 200
"""About three lines of a terminal: enough for a sentence on either side of a word."""
READ_CHARACTERS = 50_000
"""What stands further on in a text is not looked at: to cut a book into words would take longer than the search."""
# A fifth: the eye wants some words before the match, and what follows it says more.
_BEFORE = SNIPPET_CHARACTERS // 5

_GREETS = (
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|hej|moin|servus|guten (?:tag|morgen|abend)|"
    r"liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|salut|ch[eè]re?s?|"
    r"hola|buen[oa]s (?:d[ií]as|tardes|noches)|estimad[oa]s?|"
    r"querid[oa]s?|ciao|buon ?giorno|buona ?sera|car[oaie]|gentile|olá|ola|oi|bom dia|boa (?:tarde|noite)|prezad[oa]s?|"
    r"car[oa]s?|beste|geachte|lieve|goede(?:morgen|middag|navond)|नमस्ते|प्रिय|สวัสดี|เรียน)"
)
# “Hi Nora,”, “Dear Ms Lind”, “Hallo zusammen!”, “Bonjour Maya,”: a line of its own
_GREETING = re.compile(rf"\s*{_GREETS}(?!\w)[^\n.?:;]{{0,32}}[,!:–-]?\s*$", re.IGNORECASE)
# “Hi Nora, can you …”, “Sehr geehrter Herr Müller, …”: before words on the same line, only with a name
_GREETING_BEFORE = re.compile(rf"\s*(?i:{_GREETS})(?: [A-ZÀ-ÞŁŚŻ][\w.’'-]*){{1,3}}[,!] +(?=\S)")
# “Best regards”, “Viele Grüße”, “Bien cordialement”, “Un abrazo”: a line of its own; what follows is the signature
_CLOSING = re.compile(
    r"\s*(?:(?:best|kind|kindest|warm|many|with best|with kind) (?:regards|wishes|greetings)|best|regards|cheers|sincerely|"
    r"yours(?: sincerely| faithfully| truly)?|thanks|many thanks|thank you|love|all the best|take care|xx+|"
    r"(?:(?:mit|vielen?|lieben?|besten?|herzlichen?|schönen?|freundlichen?) )+gr(?:ü|ue)(?:ß|ss)en?|"
    r"gruß|vg|lg|mfg|(?:bien )?cordialement|bien à (?:vous|toi)|amicalement|bises|"
    r"(?:un )?(?:saludo|abrazo)s?|saludos cordiales|atentamente|cordiali saluti|distinti saluti|saluti|un abbraccio|"
    r"atenciosamente|cumprimentos|abraços?|beijos?|met vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|धन्यवाद|सादर|"
    r"ด้วยความเคารพ|ขอแสดงความนับถือ)[,.! ]*$",
    re.IGNORECASE,
)
# “> as you said”
_QUOTED = re.compile(r"\s*>")
# “-- ”
_SIGNATURE = re.compile(r"--\s*")
# By hand: a name, a role, a firm, an address, two numbers and a link; what is longer is a text again.
_SIGNED_LINES = 8
_SENTENCE = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|(?<=[。！？])|\n+|(?<=[।])\s*")
_SPACES = re.compile(r"\s+")
_WORD_START = re.compile(r"(?<!\S)\S")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line of text, and what of it matched: [start, end) in characters. An ellipsis stands where something was cut."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


def snippet(text: str, wanted: Wanted, asked: Wanted, cut: Cut, *, subject: str | None = None) -> Snippet:
    """Return what to show of a text for what is `wanted`; `asked` holds all words of the query, the least telling too.

    With a `subject` the text is a mail: its subject, greeting, quotes and signature are left out where the rest will do.
    """
    text = text[:READ_CHARACTERS]
    body = text if subject is None else mail_body(text, subject)
    for shown in dict.fromkeys((body, without_subject(text, subject))):
        found = matches(shown, wanted, cut)
        if found:
            return _around(shown, found)
    return _nearest(body, asked, cut)


def without_subject(text: str, subject: str | None) -> str:
    """Return a mail's text without the subject that its first line repeats."""
    first, _, rest = text.partition("\n")
    same = (
        subject is not None
        and _SPACES.sub(" ", first).strip().casefold() == _SPACES.sub(" ", subject).strip().casefold()
    )
    return rest.lstrip("\n") if same and rest.strip() else text


def mail_body(text: str, subject: str) -> str:
    """Return what a mail says: without its subject, greeting, quoted lines and signature, unless nothing would be left."""
    lines = [line for line in without_subject(text, subject).split("\n") if not _QUOTED.match(line)]
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if first < len(lines) and _GREETING.match(lines[first]):
        lines = lines[first + 1 :]
    elif first < len(lines) and (greeting := _GREETING_BEFORE.match(lines[first])):
        lines[first] = lines[first][greeting.end() :]
    end = next((place for place in range(1, len(lines)) if _is_end(lines, place)), len(lines))
    kept = "\n".join(lines[:end]).strip()
    return kept or text


def _is_end(lines: Sequence[str], place: int) -> bool:
    """Tell whether the signature begins with a line."""
    if _SIGNATURE.fullmatch(lines[place]):
        return True
    return bool(_CLOSING.match(lines[place])) and sum(bool(one.strip()) for one in lines[place + 1 :]) <= _SIGNED_LINES


def _around(text: str, found: Sequence[Match]) -> Snippet:
    """Return the stretch that holds most of what was looked for: of the best the closest together, then the first."""
    _, end, best = max(
        ((*_worth(found, place), one) for place, one in enumerate(found)),
        key=lambda of: (of[0], of[2].start - of[1], -of[2].start),
    )
    start = _begin(text, best.start, max(best.start - _BEFORE, end - SNIPPET_CHARACTERS, 0))
    return _line(text, start, found)


def _worth(found: Sequence[Match], place: int) -> tuple[int, int]:
    """Return what a stretch that begins with a match is worth, and where the last word that counts ends.

    That is the letters of the different words that it holds, and some for each: longer words tell more.
    """
    reach = found[place].start + SNIPPET_CHARACTERS - _BEFORE
    held: set[str] = set()
    end = found[place].end
    for one in islice(found, place, None):
        if one.end > reach and one is not found[place]:
            break
        if not one.words <= held:
            held |= one.words
            end = one.end
    return sum(3 + len(word) for word in held), end


def _begin(text: str, match: int, earliest: int) -> int:
    """Return where to begin: at the sentence of the match where that is near, else at a word, never within a sign."""
    if len(_SPACES.sub(" ", text)) <= SNIPPET_CHARACTERS:
        return 0
    # The end is pulled back where there is less to follow than there is room.
    earliest = max(0, min(earliest, len(text) - SNIPPET_CHARACTERS))
    if not earliest:
        return 0
    starts = [one.end() for one in _SENTENCE.finditer(text, max(0, earliest - 1), match) if one.end() >= earliest]
    if starts:
        return starts[0]
    word = _WORD_START.search(text, earliest, match + 1)
    return word.start() if word is not None else whole(text, earliest)


def _nearest(text: str, asked: Wanted, cut: Cut) -> Snippet:
    """Return the sentence that shares most words with the query, or else the beginning; nothing in it is marked."""
    shared = matches(text, asked, cut)
    if not shared:
        return _line(text, 0, ())
    borders = [0, *(one.end() for one in _SENTENCE.finditer(text)), len(text)]
    sentences = [(start, end) for start, end in pairwise(borders) if text[start:end].strip()]
    best = max(
        sentences, key=lambda one: (len({w for m in shared if one[0] <= m.start < one[1] for w in m.words}), -one[0])
    )
    start = 0 if len(_SPACES.sub(" ", text)) <= SNIPPET_CHARACTERS else best[0]
    return _line(text, start, ())


def _line(text: str, start: int, found: Sequence[Match]) -> Snippet:
    """Return the text from `start` on, on one line and cut at a word, with its matches."""
    start += len(text[start:]) - len(text[start:].lstrip())
    end = _end(text, start, found)
    said = "… " if text[:start].strip() else ""
    spans: list[tuple[int, int]] = []
    at = start
    for one in found:
        if one.start < at or one.end > end:
            continue
        said += _SPACES.sub(" ", text[at : one.start])
        marked = _SPACES.sub(" ", text[one.start : one.end])
        spans.append((len(said), len(said) + len(marked)))
        said += marked
        at = one.end
    said += _SPACES.sub(" ", text[at:end])
    said = said.rstrip()
    return Snippet(f"{said} …" if text[end:].strip() else said, tuple(spans))


def _end(text: str, start: int, found: Sequence[Match]) -> int:
    end = _reach(text, start)
    if end >= len(text):
        return len(text)
    # A word is cut where it is longer than all the room there is, or where a script has no spaces.
    space = max((one.start() for one in _SPACES.finditer(text, start, end + 1)), default=start)
    within = next((one for one in found if one.start < space < one.end), None)
    if within is not None:
        space = within.start
    return space if space > start + SNIPPET_CHARACTERS // 2 else whole(text, end)


def _reach(text: str, start: int) -> int:
    """Return how far the room goes from a place on, where white space counts once."""
    length, place = 0, start
    while place < len(text) and length < SNIPPET_CHARACTERS:
        if not (text[place].isspace() and place and text[place - 1].isspace()):
            length += 1
        place += 1
    return place
