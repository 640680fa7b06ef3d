"""A long passage as sentence-sized windows, each with a meaning of its own. Pure.

The vector of a contract's page is a mean of all that it says; the one sentence on the deposit is lost in it. So a long
passage is also looked at sentence by sentence, and its best one speaks for it.
"""

from __future__ import annotations

import re

from index.text.chunking import TextSpan

# Chosen on half of LoCoMo's chats (docs/retrieval.md): a shorter message is one thought, and its own vector holds it.
LONG = 200
"""Characters from which a passage has windows."""
# By hand: the longest passage holds about ten sentences, and every window costs its bytes and its time.
MOST = 12
"""So many windows a passage has at most."""
# By hand: “I see.” or “Yes, on Monday.” says nothing without the sentence beside it.
SHORT = 40
"""Characters below which a sentence stands in a window with its neighbour."""
# By hand: “Dear Mrs Lindqvist and all in the house,” is shorter, and hardly a sentence that ends in a comma is.
_GREETING = 45
# By hand: a name, a street and a number.
_SIGNATURE = 120

# “It is due on Monday. ”, “Really?” ”, “完了しました。” and “पूरा हुआ।”, after which no space has to follow; a line’s end
_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？।॥][」』）”]*\s*|\s*\n\s*")
# “Dr. ”, “Nr. ”, “J. ”, “z. ”, “14. ” before a month: what goes on after its stop
_GOES_ON = re.compile(
    r"(?:^|[\s(])(?:\w|\d{1,2}|Dr|Mr|Mrs|Ms|St|Nr|No|Abs|Art|Str|vs|ca|bzw|approx|Tel|Sr|Sra|art|núm)\.\s+$"
)
# “https://example.com/a?b=c”, “<www.example.com>”
_LINK = re.compile(r"\W*(?:https?://|www\.)\S+\s*")
# “> You wrote that”, “| a line of an older mail”
_QUOTED = re.compile(r"[>|]")
# “-- ”, “--”, “____”: below it a mail is signed
_SIGNED = re.compile(r"(?m)^(?:--\s?|_{4,}|-{4,})$")
# “Hi Nora,”, “Best regards,”, “お疲れ様です、”
_COMMA = re.compile(r"[,，、]$")
_WORD = re.compile(r"\w{2}|[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7ff]")


def windows(text: str) -> list[TextSpan]:
    """Return a passage's windows in order: one sentence or line each, short ones together; none for a short passage.

    Links that stand alone, quoted lines, a greeting and a signature are in none. At most MOST.
    """
    if len(text) < LONG:
        return []
    sentences = _joined(_telling(text, _sentences(text)))
    if len(sentences) < 2:
        return []
    return _at_most(sentences)


def _sentences(text: str) -> list[TextSpan]:
    found, start = [], 0
    for end in _END.finditer(text):
        if "\n" not in end.group() and _GOES_ON.search(text, start, end.end()):
            continue
        found.append(_trimmed(text, start, end.end()))
        start = end.end()
    found.append(_trimmed(text, start, len(text)))
    return [one for one in found if one.start < one.end]


def _trimmed(text: str, start: int, end: int) -> TextSpan:
    part = text[start:end]
    return TextSpan(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))


def _telling(text: str, sentences: list[TextSpan]) -> list[TextSpan]:
    """Leave out what says nothing by itself."""
    signed = _SIGNED.search(text)
    last = signed.start() if signed else len(text)
    kept: list[TextSpan] = []
    for one in sentences:
        said = text[one.start : one.end]
        if one.start >= last or _QUOTED.match(said) or _LINK.fullmatch(said) or not _WORD.search(said):
            continue
        if _COMMA.search(said) and len(said) <= _GREETING:
            if last - one.end <= _SIGNATURE and kept:
                break
            if not kept:
                continue
        kept.append(one)
    return kept


def _joined(sentences: list[TextSpan]) -> list[TextSpan]:
    """Put a short sentence together with the next one, the last one with the one before."""
    found: list[TextSpan] = []
    for one in sentences:
        start = found.pop().start if found and found[-1].end - found[-1].start < SHORT else one.start
        found.append(TextSpan(start, one.end))
    if len(found) > 1 and found[-1].end - found[-1].start < SHORT:
        last = found.pop()
        found.append(TextSpan(found.pop().start, last.end))
    return found


def _at_most(sentences: list[TextSpan]) -> list[TextSpan]:
    """Put neighbours together, the shortest first, until there are few enough."""
    found = list(sentences)
    while len(found) > MOST:
        place = min(range(len(found) - 1), key=lambda n: found[n + 1].end - found[n].start)
        found[place : place + 2] = [TextSpan(found[place].start, found[place + 1].end)]
    return found
