"""What was typed into the ask box, read: a question, or a command that begins with a slash."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.assistant.types import Scope

USUAL_COUNT = 15

COMMANDS = {
    "/summarize": "/summarize 15 in CHAT reads the newest messages; without “in” of all chats",
    "/add": "/add PATH takes in a chat export, a file or a folder",
    "/help": "/help shows all keys and commands",
    "/quit": "/quit leaves",
}
"""Each command with the line that explains it while it is typed."""

_SUMMARIZE = re.compile(
    r"(?:(?:the )?(?:last )?(?P<count>\d{1,6})\b)?\s*(?:messages\b)?\s*(?:in\b)?\s*(?P<chat>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, asked within a scope."""

    question: str
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Summarize:
    """The newest `count` messages, of one chat where it is named."""

    count: int
    chat: str | None = None
    new: bool = False
    """Instead of a count: what came in since that was last asked for."""
    scope: Scope | None = None
    """Within what, beside the chat."""


@dataclass(frozen=True, slots=True)
class Add:
    """Files to take in, as typed; `paths_of` reads it."""

    typed: str


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """The help screen."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Leave."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was typed cannot be done: a sentence, and the next step."""

    sentence: str
    next_step: str


Request = Ask | Summarize | Add | ShowHelp | Quit | Mistake


def read(typed: str) -> Request | None:
    """Read what was typed; None for nothing."""
    typed = typed.strip()
    if not typed:
        return None
    if not typed.startswith("/"):
        return Ask(typed)
    name, _, rest = typed.partition(" ")
    rest = rest.strip()
    match name.lower():
        case "/summarize" | "/summarise":
            return _summarize(rest)
        case "/add":
            return Add(rest) if rest else Mistake("/add needs a path.", "Type it after /add, or drop a file here.")
        case "/help":
            return ShowHelp()
        case "/quit" | "/exit":
            return Quit()
    return Mistake(f"There is no command {name}.", f"There are {', '.join(COMMANDS)}.")


def narrowed(request: Ask | Summarize, flag: str, value: str) -> Ask | Summarize:
    """Return a request with one that was chosen of several: `flag` is "from" or "in", `value` what it takes."""
    if flag == "in" and isinstance(request, Summarize):
        return replace(request, chat=value)
    from app.assistant.types import Scope

    scope = request.scope or Scope()
    return replace(request, scope=replace(scope, chat=value) if flag == "in" else replace(scope, person=value))


def _summarize(rest: str) -> Request:
    if (new := re.fullmatch(r"new(?:\s+in\s+(?P<chat>.+))?", rest, re.IGNORECASE | re.DOTALL)) is not None:
        return Summarize(USUAL_COUNT, new["chat"], new=True)
    found = _SUMMARIZE.fullmatch(rest)
    count = int(found["count"]) if found and found["count"] else USUAL_COUNT
    if count < 1:
        return Mistake("A summary needs at least one message.", "Try /summarize 15.")
    chat = found["chat"].strip().strip("\"“”'") if found else ""
    return Summarize(count, chat or None)


def hint(typed: str) -> str:
    """Return the line that explains the command being typed, or nothing."""
    if not typed.startswith("/"):
        return ""
    name = typed.split(" ", 1)[0].lower()
    near = [line for command, line in COMMANDS.items() if command.startswith(name)]
    if " " in typed or len(near) == 1:
        return near[0] if near else ""
    return "  ".join(command for command in COMMANDS if command.startswith(name))
