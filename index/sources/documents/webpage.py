"""Web pages, and the HTML inside of other formats: what a reader would see, block by block."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import HEAD_BYTES, InputFile, ReadContext
from index.sources.documents.sections import Block, parts
from index.sources.documents.text import modified
from index.sources.parsing.encoding import encoding_of
from index.types.records import DocumentRecord, Record

FILE_BYTES = 50_000_000
"""A larger page is refused: it has to stand in memory."""

# “<p class="a > b">”, “</div>”
_TAG = re.compile(r"""<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<rest>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
# “ href="x"”, “ width = 3”
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# “<meta charset="utf-8">”, “<?xml version="1.0" encoding="latin1"?>”
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=["']([\w.:-]+)""", re.IGNORECASE
)
# “<!DOCTYPE html>”, “<html lang="de">”
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
# “</p>”, “<br/>”
_MARKUP = re.compile(rb"</(?:p|div|body|head|title|h[1-6]|table|a|span|ul)\s*>|<br\s*/?>", re.IGNORECASE)

_RAW = frozenset({"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "title"})
"""Elements whose content is no markup."""
_HIDDEN = frozenset({"script", "style", "template", "svg", "math", "iframe", "noembed", "noframes", "nav", "datalist"})
# “display:none”, “color: red; visibility: hidden”; not “display: block”
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
# “font-size:0”, “color: red; font-size: 0px”; not “font-size: 0.9em”
_TOO_SMALL = re.compile(r"(?:^|;)\s*font-size\s*:\s*0(?:\.0*)?(?:px|pt|r?em|%)?\s*(?:!|;|$)", re.IGNORECASE)
"""Newsletters set the gaps of their boxes to size 0, and their words to another: of words alone it is a hiding place."""
# “ href="x"”
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
_NEVER_HIDDEN = frozenset(
    "html body p li tr td th br hr img input meta link col wbr area base embed source track".split()
)
"""What has no end, or may leave it out."""
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer "
    "form header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul "
    "h1 h2 h3 h4 h5 h6 option".split()
)


class WebPage:
    """An HTML file."""

    kind: ClassVar[str] = "html"
    title: ClassVar[str] = "Web page"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the opening of a page, or for tags in a file that calls itself one."""
        if b"\0" in head[:1000]:
            return False
        if _HTML.search(head[:2000]) and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return True
        return file.base_name.lower().endswith((".html", ".htm", ".xhtml")) and _MARKUP.search(head) is not None

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the page as a document with a part a section."""
        if file.size > FILE_BYTES:
            raise SourceProblem(f"It is larger than {FILE_BYTES // 1_000_000} MB.", "Split it, or leave it out.")
        with file.open() as stream:
            text = decoded(stream.read(FILE_BYTES + 1))
        page = HtmlText(text)
        blocks = list(page.blocks())
        yield DocumentRecord(page.title or file.base_name, modified(file))
        yield from parts(blocks)


def decoded(content: bytes) -> str:
    """Return a page's text in the encoding that it names, else in the one that it is in. Raises SourceProblem."""
    head = content[:HEAD_BYTES]
    named = _CHARSET.search(head[:4000])
    if named and not head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return content.decode((named[1] or named[2]).decode("ascii", "replace"))
        except (UnicodeDecodeError, LookupError):
            pass  # pages often lie about it
    return content.decode(encoding_of(head), "replace")


class HtmlText:
    """HTML being read. `title` is filled in while the blocks are."""

    def __init__(self, text: str) -> None:
        self.title = ""
        self._text = text
        self._written: list[str] = []
        self._hidden = ""
        self._depth = 0
        self._hidden_from = 0
        self._hide = _HIDDEN
        self._shown = set(_NEVER_HIDDEN)
        self._pre = 0
        self._quotes: list[bool] = []
        self._item = False
        self._row: list[str] | None = None
        self._level = 0

    def blocks(self) -> Iterator[Block]:
        """Yield what a reader sees. Text quoted from another mail begins each line with "> "."""
        text, at = self._text, 0
        while at < len(text) or self._hidden:
            if at >= len(text):
                # What never ends does not hide the rest of the page.
                self._shown.add(self._hidden)
                self._hide, at, self._hidden = self._hide - {self._hidden}, self._hidden_from, ""
                continue
            opening = text.find("<", at)
            self._say(text[at:] if opening < 0 else text[at:opening])
            if opening < 0:
                at = len(text)
                continue
            after = text[opening + 1 : opening + 2]
            if after in ("!", "?"):
                closing = "-->" if text.startswith("<!--", opening) else ">"
                end = text.find(closing, opening + 2)
                at = len(text) if end < 0 else end + len(closing)
            elif after.isalpha() or after == "/":
                tag = _TAG.match(text, opening)
                if tag is None:
                    end = text.find(">", opening)
                    at = len(text) if end < 0 else end + 1
                    continue
                at = tag.end()
                name = tag["name"].lower()
                if name in _RAW and not tag["end"]:
                    at = self._raw(name, at)
                    continue
                yield from self._tag(name, tag["rest"], at, closes=bool(tag["end"]))
            else:
                self._say("<")
                at = opening + 1
        yield from self._block()

    def _raw(self, name: str, at: int) -> int:
        """Pass over an element that holds no markup; return where it ends."""
        found = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self._text, at)
        end = found.start() if found else len(self._text)
        if name == "title" and not self.title and not self._hidden:
            self.title = " ".join(html.unescape(self._text[at:end]).split())[:300]
        elif name == "textarea":
            self._say(self._text[at:end])
        return found.end() if found else end

    def _say(self, text: str) -> None:
        if text and not self._hidden:
            text = html.unescape(text) if "&" in text else text
            self._written.append(text if self._pre else re.sub(r"[ \t\r\n\f]+", " ", text))

    def _tag(self, name: str, rest: str, at: int, *, closes: bool) -> Iterator[Block]:
        if self._hidden:
            if name == self._hidden:
                self._depth += -1 if closes else not rest.endswith("/")
                self._hidden = self._hidden if self._depth else ""
            return
        hidden = name in self._hide or (name not in self._shown and _is_unseen(name, rest))
        if hidden and not closes and not rest.endswith("/"):
            yield from self._block()
            self._hidden, self._depth, self._hidden_from = name, 1, at
        elif name == "br":
            self._written.append("\n")
        elif name == "img":
            alternative = attributes(rest).get("alt", "") if "alt" in rest else ""
            self._say(f" {alternative} " if alternative else "")
        elif name in ("td", "th"):
            self._cell(closes)
        elif name in _BLOCKS:
            if self._row is not None and name != "tr" and name != "table":
                self._written.append(" ")  # blocks inside of a table's cell
                return
            yield from self._block()
            self._open_or_close(name, rest, closes)

    def _cell(self, closes: bool) -> None:
        if self._row is None:
            self._row = []
        text = " ".join("".join(self._written).split())
        self._written.clear()
        if text or closes:
            self._row.append(text)

    def _open_or_close(self, name: str, rest: str, closes: bool) -> None:
        if name == "pre":
            self._pre = max(0, self._pre + (-1 if closes else 1))
        elif name == "blockquote":
            if not closes:
                self._quotes.append("cite" in rest or "gmail_quote" in rest)
            elif self._quotes:
                self._quotes.pop()
        elif name == "tr":
            self._row = None if closes else []
        elif name == "table":
            self._row = None
        self._item = name == "li" and not closes
        self._level = int(name[1]) if len(name) == 2 and name[0] == "h" and name[1].isdigit() and not closes else 0

    def _block(self) -> Iterator[Block]:
        text = "".join(self._written)
        self._written.clear()
        if self._row:
            cells = [*self._row, " ".join(text.split())] if text.strip() else self._row
            text, self._row = "| " + " | ".join(cells), None
            if not text.strip("| "):
                return
        elif not self._pre:
            text = "\n".join(" ".join(line.split(" ")).strip() for line in re.sub(r" +", " ", text).split("\n"))
        text = text.strip("\n") if self._pre else text.strip(" \n\u200b\u00a0")
        if not text:
            return
        if self._item:
            text, self._item = f"- {text}", False
        if any(self._quotes):
            text = "\n".join(f"> {line}" for line in text.split("\n"))
        yield Block(text, self._level)


def _is_unseen(name: str, rest: str) -> bool:
    """Say whether a tag hides what is in it: mails hide previews there, and what is meant for machines alone."""
    if not ("style" in rest or "hidden" in rest or "STYLE" in rest):
        return False
    if re.search(r"(?<![\w-])hidden(?![\w-])", _VALUE.sub("", rest), re.IGNORECASE):
        return True
    style = attributes(rest).get("style", "")
    return bool(_UNSEEN.search(style) or (name in ("span", "font", "a", "b", "i", "em") and _TOO_SMALL.search(style)))


def attributes(rest: str) -> dict[str, str]:
    """Return a tag's attributes by lower-case name."""
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(rest)
    }


def plain(markup: str) -> str:
    """Return the text of a piece of HTML."""
    return "\n".join(block.text for block in HtmlText(markup).blocks())
