"""Read the labelled conversations and scopes beside it. ../README.md says what the fields mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

KINDS = ("decision", "change", "request", "promise", "event", "debt", "payment", "attendance")
STATES: dict[str, tuple[str, ...]] = {
    "decision": ("holds", "replaced"),
    "change": ("holds", "replaced"),
    "request": ("open", "answered"),
    "promise": ("open", "done", "replaced"),
    "event": ("holds", "replaced"),
    "debt": ("open", "done"),
    "payment": ("done",),
    "attendance": ("holds", "replaced"),
}
"""What may have become of a fact by the end of its conversation."""
HALVES = ("tune", "held")
TRAIN = "train"
"""Short conversations with the kinds of their messages and without facts, to train by."""


@dataclass(frozen=True)
class Message:
    """One message, and the kinds of fact that a careful person would note of it for the owner."""

    chat: str
    at: datetime
    by: str
    text: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Fact:
    """What a summary must tell. `messages` counts from 1, and any of them may be cited for it.

    A summary has told it when one of its lines holds all strings of `says`.
    """

    kind: str
    messages: tuple[int, ...]
    says: tuple[str, ...]
    important: bool
    state: str


@dataclass(frozen=True)
class Conversation:
    """Messages of one or several chats in the order of time, and the facts in them for the owner.

    `language` is a code such as "en"; the times are local and have no zone.
    """

    name: str
    language: str
    owner: str
    now: datetime
    messages: tuple[Message, ...]
    facts: tuple[Fact, ...]


def conversations(part: str) -> list[Conversation]:
    """The short ones: "tune"; "held", which nothing may be tuned by; or "train", which have no facts."""
    return _read(f"conversations_{part}.toml")


def scopes(half: str) -> list[Conversation]:
    """The longer ones of a half, some of them over several chats."""
    return _read(f"scopes_{half}.toml")


def _read(name: str) -> list[Conversation]:
    """Raises KeyError for a field left out, and ValueError for a time or a TOML that can't be read."""
    read = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return [_conversation(entry) for entry in read["conversation"]]


def _conversation(entry: dict[str, Any]) -> Conversation:
    return Conversation(
        name=entry["name"],
        language=entry["language"],
        owner=entry["owner"],
        now=datetime.fromisoformat(entry["now"]),
        messages=tuple(
            Message(
                chat=message["chat"],
                at=datetime.fromisoformat(message["at"]),
                by=message["by"],
                text=message["text"],
                kinds=frozenset(message["kinds"]),
            )
            for message in entry["messages"]
        ),
        facts=tuple(
            Fact(
                kind=fact["kind"],
                messages=tuple(fact["messages"]),
                says=tuple(fact["says"]),
                important=fact["important"],
                state=fact["state"],
            )
            for fact in entry.get("facts", ())
        ),
    )
