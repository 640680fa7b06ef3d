"""What lies beside the messages in an export of Teams: the lists of teams and channels, and the cards in messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.sources.base import WRONG, InputFile
from index.sources.chats.skype_text import readable
from index.sources.parsing.encoding import clean

LIST_BYTES = 16_000_000
"""A list is no longer than this."""

# “teamsList.json”, “channels_T1.json”, “teamMembers_T1.json”; not “messages_T1.json”
_LIST = re.compile(
    r"(?:teamsList|teamsSettings|usersList|channels(?:_[^/]*)?|teamMembers(?:_[^/]*)?)\.json", re.IGNORECASE
)
_FIELDS = (b'"GroupsId"', b'"MembershipType"', b'"UserId"', b'"Visibility"', b'"DisplayName"', b'"UserPrincipalName"')
_SAID = frozenset(
    "title subtitle text summary activitytitle activitysubtitle activitytext value name label alttext".split()
)
"""Fields of a card that a reader sees, in small letters."""
_UNSEEN = frozenset(
    {"type", "$schema", "version", "id", "style", "size", "weight", "color", "isvisible", "data", "msteams"}
)


def is_list(file: InputFile, head: bytes) -> bool:
    """Tell whether a file is one of the lists beside the messages: these give names, and are no text of anybody's."""
    if not _LIST.fullmatch(file.base_name):
        return False
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = head.lower()
    return (
        start.startswith((b"[", b"{")) and any(name.lower() in lowered for name in _FIELDS) and b'"body"' not in lowered
    )


@dataclass(slots=True)
class TeamNames:
    """Names of teams and channels by their ids."""

    teams: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)

    def channel(self, team: str, channel: str) -> str:
        """Return "Team / Channel" as far as either is known, or nothing."""
        return " / ".join(name for name in (self.teams.get(team), self.channels.get(channel)) if name)


def names_beside(file: InputFile) -> TeamNames:
    """Return what the lists in the file's folder, and in the one above it, call teams and channels."""
    found = TeamNames()
    folder = file.name.rpartition("/")[0]
    above = folder.rpartition("/")[0]
    for name in file.container.names():
        inside = name.rpartition("/")[0]
        if inside in (folder, above) and _LIST.fullmatch(name.rpartition("/")[2]):
            for item in _items(file, name):
                number = str(item.get("groupsid") or item.get("id") or "")
                shown = clean(str(item.get("displayname") or item.get("name") or ""))
                if number and shown:
                    (found.channels if number.startswith("19:") else found.teams)[number] = shown
    return found


def _items(file: InputFile, name: str) -> Iterator[dict[str, Any]]:
    try:
        with file.container.open(name) as stream:
            content = json.loads(stream.read(LIST_BYTES))
    except (*WRONG, OSError):
        return
    listed = content.get("value") if isinstance(content, dict) else content
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict):
            yield {key.lower(): value for key, value in item.items()}


def card_text(content: object) -> str:
    """Return what a card shows, a line for each of its texts; buttons with the address that they lead to."""
    if isinstance(content, str):
        try:
            content = json.loads(content)
        except WRONG:
            return clean(readable(content if isinstance(content, str) else ""))
    lines: list[str] = []
    for line in _said(content):
        if line and line not in lines:
            lines.append(line)
    return "\n".join(lines)


def _said(found: object) -> Iterator[str]:
    if isinstance(found, list):
        for one in found:
            yield from _said(one)
    if not isinstance(found, dict):
        return
    lowered = {str(key).lower(): value for key, value in found.items()}
    shown = lowered.get("title") or lowered.get("name")
    if isinstance(shown, str) and isinstance(value := lowered.get("value"), str) and len(lowered) <= 3:
        # A fact: what it is called, and what it is.
        yield f"{clean(shown).strip().rstrip(':')}: {clean(value).strip()}"
        return
    if (
        isinstance(shown, str)
        and isinstance(leads := lowered.get("url") or lowered.get("value"), str)
        and "://" in leads
    ):
        yield f"{clean(shown)}: {clean(leads)}"
        return
    for key, value in lowered.items():
        if key in _UNSEEN:
            continue
        if isinstance(value, str) and key in _SAID:
            yield clean(readable(value)).strip()
        else:
            yield from _said(value)
