"""Who writes in a selection: whether a chat is one of two, and whom a message speaks to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from app.assistant.grounding.evidence import where
from index.types.search import Hit

_MAIL = "email"
_GROUP = 2
"""So many others make a chat a group: in a chat of two its name may be that of a firm, which has no first name."""
# “Aunt Dee”, “Mr. Whitlock”, “the landlord”: of these the first word is no name
_TITLE = re.compile(
    r"(?:\w+\.|the|my|aunt|auntie|uncle|grand\w+|mrs?|ms|miss|dr|prof|sir|coach|team|tante|onkel|frau|herr|oma|opa|oncle|"
    r"madame|monsieur|mme|tía|tío|tia|tio|señora?|sra|dona|seu|zia|zio|nonn[ao]|signora?|mevrouw|meneer|oom)\s",
    re.IGNORECASE,
)
# “unsubscribe”, “Abmelden”, “no-reply@example.org”, “Weekly digest”
_BULK = re.compile(
    r"\bunsubscribe\b|\bview (?:this|in) (?:email|browser|your browser)|\bnewsletter\b|\babmelden\b|\babbestellen\b|"
    r"\bse désabonner\b|\bdésinscri\w+|\bdarse de baja\b|\bcancelar (?:la )?(?:suscripción|subscrição)\b|"
    r"\bannulla (?:l['’])?iscrizione\b|\bdisiscri\w+|\buitschrijven\b|\bafmelden\b",
    re.IGNORECASE,
)
# “no-reply”, “Newsletter Garden Club”, “noreply@example.org”
_BULK_SENDER = re.compile(
    r"no[-_. ]?reply|do[-_. ]?not[-_. ]?reply|newsletter|notifications?@|mailer|marketing|digest", re.IGNORECASE
)


class Participants:
    """The people of a selection. `owner` holds the owner's names."""

    def __init__(self, messages: Sequence[Hit], owner: Sequence[str]) -> None:
        self._owner = tuple(dict.fromkeys(name.split()[0].casefold() for name in owner if name.strip()))
        self._others: dict[str, set[str]] = {}
        self._wrote: set[str] = set()
        bulk: Counter[str] = Counter()
        for message in messages:
            chat = where(message) if message.kind == "file" else message.chat or ""
            if message.from_me:
                self._wrote.add(chat)
            elif message.sender:
                self._others.setdefault(chat, set()).add(message.sender)
                bulk[chat] += _is_bulk(message)
        senders = {name for names in self._others.values() for name in names}
        first = Counter(name.split()[0] for name in senders if name.split())
        self._short = {
            name: name.split()[0] if first[name.split()[0]] == 1 and not _TITLE.match(name) else name
            for name in senders
            if name.split()
        }
        self._first_names = {name.split()[0].casefold() for name in senders if name.split()} - set(self._owner)
        self._bulk = {chat for chat, count in bulk.items() if count and chat not in self._wrote}

    def short(self, message: Hit) -> str:
        """Return how its sender is called in a line: "You", or in a group the first name where only one has it."""
        if message.from_me:
            return "You"
        name = message.sender or ""
        return name if len(self._others.get(message.chat or "", ())) < _GROUP else self._short.get(name, name)

    def is_bulk(self, message: Hit) -> bool:
        """Say whether a message is a newsletter or another mail that went to many."""
        return message.chat in self._bulk and not message.from_me and _is_bulk(message)

    def is_two(self, message: Hit) -> bool:
        """Say whether a message stands in a chat of the owner and one other, or in a mail to the owner."""
        chat = message.chat or ""
        others = self._others.get(chat, set())
        return len(others) <= 1 and (chat in self._wrote or chat in others or message.source == _MAIL)

    def names_owner(self, text: str) -> bool:
        """Say whether a text speaks to the owner by name, or of the owner."""
        return any(_named(name).search(text) for name in self._owner)

    def addresses_other(self, text: str) -> bool:
        """Say whether a text speaks to somebody else by name: "Tom, can you …", "… can't you, Tom?"."""
        return any(_addressed(name).search(text) for name in self._first_names)


def _is_bulk(message: Hit) -> bool:
    return bool(_BULK.search(message.text) or (message.source == _MAIL and _BULK_SENDER.search(message.sender or "")))


@cache
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


@cache
def _addressed(name: str) -> re.Pattern[str]:
    name = re.escape(name)
    return re.compile(
        rf"^\W*(?:\w+ )?@?{name}(?:\s*[,:!]|\s+(?:can|could|would|will|please)\b)|@{name}\b|,\s*{name}\s*[?!.]*\W*$",
        re.IGNORECASE,
    )
