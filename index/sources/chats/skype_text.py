"""The markup of Skype's and Teams' messages: what a reader would see, what is quoted, attached, called or announced."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from index.sources.documents.webpage import attributes
from index.sources.parsing.encoding import clean
from index.types.records import Attachment

# “<b raw_pre="*">”, “</b>”
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z_][\w:]*)(?P<rest>[^<>]*)>")
# “<quote author="live:ann" timestamp="1585000000">”
_QUOTE = re.compile(r"<quote\b(?P<about>[^<>]*)>", re.IGNORECASE)
# “<blockquote itemtype="http://schema.skype.com/Reply" itemid="1">”
_REPLY = re.compile(r"<blockquote\b(?P<about>[^<>]*schema\.skype\.com/Reply[^<>]*)>", re.IGNORECASE)
# “<a href="https://example.org">example.org</a>”
_LINK = re.compile(r"<a\b(?P<about>[^<>]*)>(?P<text>[^<>]*)</a>", re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "pre"})
# “<URIObject type="Picture.1" uri="https://api.example">”
_OBJECT = re.compile(r"<URIObject\b(?P<about>[^<>]*)>", re.IGNORECASE)
# “<OriginalName v="boat.jpg" />”
_NAME = re.compile(r"<OriginalName\b(?P<about>[^<>]*)>", re.IGNORECASE)
# “<meta type="photo" originalName="boat.jpg"/>”
_META = re.compile(r"<meta\b(?P<about>[^<>]*)>", re.IGNORECASE)
# “<img alt="boat" src="x">”
_IMAGE = re.compile(r"<img\b(?P<about>[^<>]*)>", re.IGNORECASE)
# “<displayName>Ann Example</displayName>”, “<value>Climbing</value>”
_FIELD = re.compile(r"<(?P<name>name|displayName|duration|target|value|initiator)>(?P<text>[^<>]*)</")
# “<duration>63.5</duration>”
_DURATION = re.compile(r"<duration>([\d.]{1,12})</duration>")
# “<partlist alt="" type="ended">”
_CALL = re.compile(r"<partlist\b[^<>]*\btype=[\"'](?P<state>\w+)")
_MIMES = {"Picture": "image/jpeg", "Video": "video/mp4", "Audio": "audio/mpeg"}
_LINES = {
    "AddMember": "added {} to the chat",
    "DeleteMember": "removed {} from the chat",
    "MemberJoined": "{} joined the chat",
    "MemberLeft": "{} left the chat",
    "TopicUpdate": "named the chat “{}”",
    "PictureUpdate": "changed the chat's picture",
    "HistoryDisclosedUpdate": "changed who can see the chat's history",
    "JoiningEnabledUpdate": "changed who can join the chat",
    "RoleUpdate": "changed the role of {}",
    "E2EEHandshakeInvite": "asked for an encrypted chat",
    "E2EEHandshakeAccept": "accepted an encrypted chat",
    "E2EEHandshakeComplete": "began an encrypted chat",
    "EncryptedText": "an encrypted message, which the export does not hold",
}


def readable(content: str, *, plain: bool = False) -> str:
    """Return what a reader would see; `plain` text has no markup, only escapes."""
    if "<" not in content or plain:
        return html.unescape(content).strip() if "&" in content else content.strip()
    content = _LINK.sub(_linked, content)

    def shown(tag: re.Match[str]) -> str:
        name, found = tag["name"].lower(), attributes(tag["rest"])
        if name == "at" or not found:
            return "\n" if name in _BREAKS and (tag["end"] or name == "br") else ""
        if name in ("emoji", "img") and found.get("alt") and "Emoji" in found.get("itemtype", "Emoji"):
            return html.escape(found["alt"])
        return "\n" if name == "br" else ""

    text = html.unescape(_TAG.sub(shown, content))
    return re.sub(r"\n{3,}", "\n\n", text.replace("\xa0", " ")).strip()


def _linked(link: re.Match[str]) -> str:
    target, text = attributes(link["about"]).get("href", ""), link["text"].strip()
    if not target or not text or html.unescape(text) in target or target.rstrip("/") in html.unescape(text):
        return text or html.escape(target)
    return f"{text} ({html.escape(target)})"


def quoted(content: str) -> tuple[str | None, str]:
    """Return the id of the message that is answered, or None, and the content without what is quoted of it."""
    for pattern, key, close in ((_QUOTE, "messageid", "</quote>"), (_REPLY, "itemid", "</blockquote>")):
        found = pattern.search(content)
        end = content.find(close, found.end()) if found else -1
        if found is None or end < 0:
            continue
        rest = content[: found.start()] + content[end + len(close) :]
        if not readable(rest) and close == "</quote>":
            rest = _without_legacy(content[found.end() : end])  # a message passed on is nothing but its quotation
        return attributes(found["about"]).get(key) or None, rest
    return None, content


def _without_legacy(content: str) -> str:
    """Take out what older apps show around a quotation."""
    parts, at = [], 0
    while (start := content.find("<legacyquote>", at)) >= 0:
        end = content.find("</legacyquote>", start)
        if end < 0:
            break
        parts.append(content[at:start])
        at = end + len("</legacyquote>")
    return "".join([*parts, content[at:]])


def attached(content: str, properties: dict[str, Any], written: str) -> Iterator[Attachment]:
    """Yield the files of a message."""
    for place in _OBJECT.finditer(content):
        about = attributes(place["about"])
        rest = content[place.end() : place.end() + 4000]
        name = _NAME.search(rest)
        meta = _META.search(rest)
        shown = attributes(name["about"]).get("v") if name else None
        shown = shown or (attributes(meta["about"]).get("originalname") if meta else None)
        kind = about.get("type", "").partition(".")[0]
        yield Attachment(clean(shown or kind.lower() or "file"), _MIMES.get(kind, ""))
    if written == "RichText/Html":
        for image in _IMAGE.finditer(content):
            about = attributes(image["about"])
            if "Emoji" not in about.get("itemtype", "") and about.get("src"):
                yield Attachment(clean(about.get("alt") or "image"), "image/jpeg")
    files = properties.get("files")
    if isinstance(files, str):
        files = json.loads(files) if files.strip() else None
    for file in files or ():
        yield Attachment(clean(str(file.get("fileName") or file.get("title") or "file")))


def call(content: str) -> str:
    """Say what became of a call."""
    state = _CALL.search(content)
    shown = {"missed": "missed call", "started": "call started", "ended": "call"}.get(state["state"] if state else "")
    seconds = max((float(found) for found in _DURATION.findall(content) if found.count(".") < 2), default=0.0)
    return (shown or "call") + (f", {seconds:.0f} s" if seconds >= 1 else "")


def system(written: str, content: str, name: Callable[[str], str]) -> str:
    """Say what the app itself tells in a chat; `name` shows an identity."""
    action = written.partition("/")[2] or written
    people = []
    value = ""
    for found in _FIELD.finditer(content):
        text = html.unescape(found["text"]).strip()
        if found["name"] == "target" and text:
            people.append(name(text))
        elif found["name"] == "value":
            value = text
    if line := _LINES.get(action):
        return line.format(", ".join(people) or value or "somebody")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", action).lower()
