"""Indexed text as something to show. Nothing here reads markup: what a message says is only ever letters."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.style import Style

from app.text import wording
from app.text.sanitize import clean, clean_line
from app.text.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from app.assistant.events import Digest, Sentence
    from app.tui.base.problem_report import Trouble
    from index.types.search import Hit

MUTED = "$faint"
ACCENT = "bold $primary"
ENTRY = 180
"""Characters of a message that its entry in the list shows."""
LEAST_PLACE = 6
"""Cells under which a shortened chat says nothing any more."""
LONGEST = 6000
"""Characters of one message that are shown at most; the rest is counted."""


_PRESENTATION = re.compile("(.)\ufe0f")
_JOINED_EMOJI = re.compile("(?<=[\u203c-\u3299\U0001f000-\U0001faff])[\u200d\U0001f3fb-\U0001f3ff]")


def shown(text: str) -> str:
    """Return text cleaned, and with emoji that take the same room on every terminal.

    Terminals do not agree how wide an emoji with a variation selector, a skin tone or a joiner is, and where homebody and
    the terminal disagree the rest of the line is out of place. So they are shown in their plain form, joined ones side by
    side. What is stored, searched and printed by the commands keeps them.
    """
    text = clean(text)
    if text.isascii():
        return text
    text = _PRESENTATION.sub(lambda found: found[1] if cell_len(found[1]) < 2 else found[0], text)
    return _JOINED_EMOJI.sub("", text)


def shown_line(text: str) -> str:
    """Return text as `shown`, on one line."""
    return clean_line(shown(text))


def plain(text: str, style: str = "") -> Content:
    """Return cleaned text as it stands."""
    return Content.styled(shown(text), style)


def cut(text: str, most: int) -> str:
    """Return text of at most `most` characters, with an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def words_of(query: str) -> re.Pattern[str] | None:
    """Return what to highlight for a query: its telling words (else all), and longer words that begin like them."""
    from index.text.keywords import STOP_WORDS

    found = {word for word in re.findall(r"\w+", query.casefold()) if len(word) > 1}
    words = sorted(found - STOP_WORDS or found, key=len, reverse=True)
    if not words:
        return None
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words[:24]))})\w*", re.IGNORECASE)


def body(hit: Hit, most: int = LONGEST) -> str:
    """Return a hit's text, or what stands for it, cleaned and cut."""
    text = shown(hit.text).strip()
    if not text:
        text = f"[{', '.join(map(shown_line, hit.attachments))}]" if hit.attachments else f"[{hit.message_kind}]"
    if len(text) > most > 200:
        return f"{text[:most].rstrip()} … ({len(text) - most:,} more characters)"
    return cut(text, most)


def who(hit: Hit) -> str:
    """Return the sender, or the file's name."""
    if hit.kind == "file":
        return shown_line(hit.chat or (hit.path or "").replace("\\", "/").rsplit("/", 1)[-1]) or "file"
    return shown_line(hit.sender or "") or "—"


def where(hit: Hit) -> str:
    """Return the chat, or the place in the file."""
    return shown_line((hit.locator if hit.kind == "file" else hit.chat) or "")


def heading(hit: Hit, *, with_chat: bool = True, room: int = 0) -> Content:
    """Return who, where and when, on one line.

    The chat can be left out where it goes without saying. With `room` above 0 the line takes at most that many cells:
    where it is shortened first, then who.
    """
    name = who(hit)
    place = where(hit) if with_chat or hit.kind == "file" else ""
    time = wording.moment(hit.time) if hit.time else ""
    if room:
        if cell_len(time) + 3 + LEAST_PLACE > room:
            time = ""
        left = room - (cell_len(time) + 3 if time else 0)
        spare = left - cell_len(name) - 3
        place = fit(place, spare) if spare >= min(LEAST_PLACE, cell_len(place)) else ""
        name = fit(name, left)
    rest = "".join(f" · {part}" for part in (place, time) if part)
    return Content.assemble((name, "bold"), (rest, MUTED))


def fit(text: str, room: int) -> str:
    """Return text of at most `room` cells, with an ellipsis where it was cut."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, max(room - 1, 0)).rstrip() + "…"


def entry(
    number: int,
    hit: Hit,
    *,
    words: re.Pattern[str] | None = None,
    faint: bool = False,
    with_chat: bool = True,
    room: int = 0,
) -> Content:
    """Return a hit as an entry of the evidence list: its number, who, where, when, and the line around what matched.

    What was not searched for has no such line: it shows the beginning of its text, with `words` marked.
    """
    text = excerpt(hit)
    if not hit.snippet and words is not None:
        text = text.highlight_regex(words, style=ACCENT)
    label = (f"{number:>2} ", MUTED if faint else ACCENT)
    return Content.assemble(label, heading(hit, with_chat=with_chat, room=max(room - 3, 0)), "\n", text, "\n")


def excerpt(hit: Hit) -> Content:
    """Return the line of a hit's text around what matched, that marked; else the beginning of its text."""
    if not hit.snippet:
        return Content(shown_line(body(hit, ENTRY)))
    parts: list[str | tuple[str, str]] = []
    at = 0
    for start, end in hit.spans:
        parts += [shown(hit.snippet[at:start]), (shown(hit.snippet[start:end]), ACCENT)]
        at = end
    return Content.assemble(*parts, shown(hit.snippet[at:]))


def citation(number: int) -> Content:
    """Return [n], which knows its number when it is clicked."""
    return Content(f"[{number}]").stylize(ACCENT).stylize(Style.from_meta({"cite": number}))


def sentence(said: Sentence, *, labelled: bool = True) -> Content:
    """Return a sentence with its citations; a verbatim one is `labelled` and says itself whose words it is."""
    cites = Content("").join(citation(number) for number in said.cites)
    label = ("Quote ", MUTED) if said.verbatim and labelled else ""
    return Content.assemble(label, shown(said.text).strip(), " ", cites)


def digest_heading(digest: Digest) -> Content:
    """Return what heads a chat's lines in a summary: its name and how many messages; of newsletters who sent them."""
    if digest.bulk:
        about = f"Newsletters and other bulk mail ({digest.messages:,}): "
        return Content.assemble((about, MUTED), shown_line(digest.chat))
    about = f" · {counted(digest.messages, 'message')}"
    return Content.assemble((shown_line(digest.chat or "Messages"), "bold"), (about, MUTED))


def trouble(found: Trouble) -> Content:
    """Return an error in place: what went wrong, then what to do."""
    step = f"\n{shown(found.next_step)}" if found.next_step else ""
    return Content.assemble(("✗ ", "bold $text-error"), shown(found.sentence), (step, MUTED))


def shown_path(path: Path) -> str:
    """Return a path as it is shown: on one line, with ~ for the owner's own folder."""
    home = os.path.expanduser("~")  # noqa: PTH111  Path.home raises where there is none
    text = str(path)
    inside = text == home or text.startswith(home.rstrip(os.sep) + os.sep)
    return shown_line("~" + text[len(home.rstrip(os.sep)) :] if inside and len(home) > 1 else text)
