"""What a message or a passage is and holds, as SQL conditions: mails, notes, events; links, photos, recordings.

Worked out from what is stored: the text, what is attached, and the source. Passages go by the alias p, messages by m.
"""

from __future__ import annotations

import json

from index.types.kinds import AttachmentKind, Held, ItemKind

Sql = tuple[str, tuple[str, ...]]
"""A boolean SQL expression and the values of its question marks."""

_MAIL = "email"
_FILE_SOURCES: dict[ItemKind, tuple[str, ...]] = {
    "note": ("markdown", "keep", "org", "text"),
    "event": ("calendar",),
    "contact": ("contacts",),
}
"""The sources whose files are of such a kind; all other files are documents."""

_MEDIA: tuple[AttachmentKind, ...] = ("photo", "video", "voice", "media")
_LINK = "({0} LIKE '%://%' OR {0} LIKE '%www.%' OR {0} GLOB '*[^ ].[a-zA-Z][a-zA-Z]*') AND holds_link({0})"
"""The patterns leave nearly all texts out before a text is really read."""


def passage_kind(kind: ItemKind) -> Sql:
    """Return the condition on `passage p` that it belongs to such a thing."""
    if kind == "message":
        return "p.message_id IS NOT NULL", ()
    if kind == "mail":
        return "p.message_id IS NOT NULL AND p.source_kind = ?", (_MAIL,)
    if kind == "file":
        return "p.document_id IS NOT NULL", ()
    rest = kind == "document"
    sources = [one for of in _FILE_SOURCES.values() for one in of] if rest else _FILE_SOURCES[kind]
    which = f"{'NOT ' if rest else ''}IN (SELECT value FROM json_each(?))"
    return f"p.document_id IS NOT NULL AND p.source_kind {which}", (json.dumps(sources),)


def message_kind(kind: ItemKind) -> Sql:
    """Return the condition on `message m` that it is such a thing; no message is a file."""
    if kind == "message":
        return "1", ()
    if kind == "mail":
        return "m.conversation_id IN (SELECT id FROM conversation WHERE source_kind = ?)", (_MAIL,)
    return "0", ()


def passage_has(what: Held) -> Sql:
    """Return the condition on `passage p` that its message holds such a thing; a file's passage holds only links."""
    held, values = message_has(what)
    of_message = f"EXISTS (SELECT 1 FROM message m WHERE m.id = p.message_id AND ({held}))"
    if what == "link":
        return f"iif(p.message_id IS NULL, {_LINK.format('p.text')}, {of_message})", values
    return of_message, values


def message_has(what: Held) -> Sql:
    """Return the condition on `message m` that it holds such a thing."""
    if what == "link":
        return _LINK.format("m.body"), ()
    attached = "EXISTS (SELECT 1 FROM attachment a WHERE a.message_id = m.id AND ({}))"
    if what == "file":
        return attached.format("1"), ()
    return attached.format("attachment_kind(a.name, a.mime) IN (SELECT value FROM json_each(?))"), (
        json.dumps(kinds_of(what)),
    )


def kinds_of(what: Held) -> tuple[str, ...]:
    """Return the kinds of attached files that count as such a thing."""
    return _MEDIA if what == "media" else (what,)
