"""A long passage as sentence-sized windows, each with a meaning of its own. Pure.

The vector of a contract's page is a mean of all that it says; the one sentence on the deposit is lost in it. So a long
passage is also looked at sentence by sentence, and its best one speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.text.chunking import TextSpan

# Chosen on half of LoCoMo's chats, where 150 and 120 gain no more and cost half as much again (docs/retrieval.md).
LONG = 200
"""Characters from which a passage has windows."""
# By hand: the longest passage holds about ten sentences, and every window costs its bytes and its time.
MOST = 12
"""So many windows a passage has at most."""
# On half of LoCoMo's chats 40 gains more than 25, 60 and 80: “I see.” or “Yes, on Monday.” says nothing by itself.
SHORT = 40
"""Characters below which a sentence stands in a window with its neighbour."""
# By hand: two long lines. Thai, and what was dictated, has no stops.
_LONGEST = 300
"""Characters beyond which a sentence is cut at a comma or a space."""
# By hand: “Dear Mrs Lindqvist and all in the house,” is shorter, and hardly a sentence that ends in a comma is.
_GREETING = 45
# By hand: a name, a street and a number.
_SIGNATURE = 120
# By hand: lines that were wrapped are longer, and most entries of a list are shorter.
_WRAPPED = 50

# “It is due on Monday. ”, “Really?” ”, “完了しました。” and “पूरा हुआ।”, after which no space has to follow; a line’s end
_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？।॥][」』）”]*\s*|\s*\n\s*")
# “Dr. ”, “Nr. ”, “J. ”, “z. ”, “14. ” before a month: what goes on after its stop
_GOES_ON = re.compile(
    r"(?:^|[\s(])(?:\w|\d{1,2}|Dr|Mr|Mrs|Ms|St|Nr|No|Abs|Art|Str|vs|ca|bzw|approx|Tel|Sr|Sra|art|núm)\.\s+$"
)
# “a | b”, “a\tb”, “Rent   1,200”, “Mon;9;Ann;yes”: a row of a table, which ends with its line
_ROW = re.compile(r"[|\t]|\S {3,}\S|(?:[^,;]*[,;]){4}")
# “- milk”, “2) eggs”, “# Costs”, “§ 4 Deposit”, “> quoted”: what begins a line of its own
_BEGINS = re.compile(r"[-*•–#§>|]|\(?\w{1,3}[.)]\s")
# “… the tenant.”, “as follows:”: where a line ends that was not wrapped
_STOPS = re.compile(r"[.!?…:;。！？।॥|][\"'”’»)\]]*$")
# “the rent, which is”, “ค่าเช่า เดือนละ”
_CLAUSE = re.compile(r"[,;:，、；]\s*|\s+")
# “https://example.com/a?b=c”, “<www.example.com>”
_LINK = re.compile(r"\W*(?:https?://|www\.)\S+\s*")
# “> You wrote that”, “| a line of an older mail”
_QUOTED = re.compile(r">|\|(?!.*\|)")
# “-- ”, “--”, “____”: below it a mail is signed
_SIGNED = re.compile(r"(?m)^(?:-- ?|_{4,})$")
# “Hi Nora,”, “Best regards,”, “お疲れ様です、”
_COMMA = re.compile(r"[,，、]$")
# “ok”, “部”: a word, or a sign that is one
_WORD = re.compile(r"[^\W\d_]{2}|[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7ff]")


def windows(text: str) -> list[TextSpan]:
    """Return a passage's windows in order: one sentence or line each, short ones together; none for a short passage.

    Links that stand alone, quoted lines, a greeting and a signature are in none. At most MOST.
    """
    if len(text) < LONG:
        return []
    found = sentences(text)
    # A passage of one sentence is what its own vector speaks of, unless a quarter of it is something else.
    if len(found) == 1 and found[0].end - found[0].start > len(text) * 3 // 4:
        return []
    return _at_most(found)


def sentences(text: str) -> list[TextSpan]:
    """Return a text's sentences or lines in order, short ones together, without what `windows` leaves out.

    A text that is nothing but that is returned whole.
    """
    return _joined(_telling(text, list(_sentences(text)))) or [TextSpan(0, len(text))]


def stretches(text: str, longest: int) -> list[str]:
    """Return a text in parts of up to `longest` characters, whole sentences each; a sentence that is longer is one."""
    if len(text) <= longest:
        return [text]
    found: list[TextSpan] = []
    for one in sentences(text):
        start = found.pop().start if found and one.end - found[-1].start <= longest else one.start
        found.append(TextSpan(start, one.end))
    return [text[one.start : one.end] for one in found]


def most_telling(parts: Sequence[str], most: int, worth: Callable[[str], float]) -> list[str]:
    """Return the `most` parts that are worth most, in the order in which they stand; the earlier ones of equals."""
    best = sorted(range(len(parts)), key=lambda place: -worth(parts[place]))[:most]
    return [parts[place] for place in sorted(best)]


def _sentences(text: str) -> Iterator[TextSpan]:
    start = 0
    for end in _END.finditer(text):
        ends = not _is_wrapped(text, end) if "\n" in end.group() else not _GOES_ON.search(text, start, end.end())
        if ends:
            yield from _cut(text, start, end.end())
            start = end.end()
    yield from _cut(text, start, len(text))


def _is_wrapped(text: str, end: re.Match[str]) -> bool:
    """Tell whether a sentence goes on in the next line, as in PDFs and old mails."""
    if end.group().count("\n") > 1 or end.group()[0] in ".!?…。！？।॥":
        return False
    line = text[text.rfind("\n", 0, end.start()) + 1 : end.start()]
    following = text[end.end() : end.end() + _WRAPPED].partition("\n")[0]
    if len(line) < _WRAPPED or _STOPS.search(line) or _BEGINS.match(following):
        return False
    return not (_ROW.search(line) and _ROW.search(text, end.end(), text.find("\n", end.end()) % (len(text) + 1)))


def _cut(text: str, start: int, end: int) -> Iterator[TextSpan]:
    """Yield a sentence without the white space around it, in pieces where it is very long, and nothing for none."""
    while end - start > _LONGEST:
        borders = [one.end() for one in _CLAUSE.finditer(text, start + _LONGEST // 2, start + _LONGEST)]
        yield _trimmed(text, start, borders[-1] if borders else start + _LONGEST)
        start = borders[-1] if borders else start + _LONGEST
    if (last := _trimmed(text, start, end)).start < last.end:
        yield last


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
        if len(said) <= _GREETING and _COMMA.search(said) and text[one.end : one.end + 1] in {"\n", "\r"}:
            if kept and last - one.end <= _SIGNATURE:
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
