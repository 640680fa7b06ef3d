"""A question as code read it, and what of it a conversation carries on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from app.assistant.question.entities import EntityKind
from app.assistant.question.forms import Expect, SetKind, TimeUnit
from app.assistant.text.small_talk import SmallTalk
from app.assistant.times.spans import TimeRange
from app.assistant.types import Plan
from index.types.search import Filters


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question with its plan and what else code could read in it.

    `named` are the people it names (display names), `near` the time of the event it asks about, which prefers messages
    without excluding others. `about` holds the stems that carry its content, names left out. `things` are what
    a whole-set question asks for, messages where it is None. `stranger` is whose words it asks for where nobody of that
    name writes: they can only be reported. `unread` are its words that were not made use of. `by` is the unit of time of
    which the one with most messages is asked for (with `fewest`: with least). `only` keeps the newest so many of a list of
    messages, or where it is negative the oldest. `end` is "last" or "first" where the newest or oldest message on a
    matter is asked for. `namesakes` are several people of one name who are read as one. `agenda` says that what is on at
    a time is asked for. `small_talk` is set where nothing is to be looked for.
    """

    plan: Plan
    question: str
    expects: Expect
    named: tuple[str, ...] = ()
    near: TimeRange | None = None
    about: tuple[str, ...] = ()
    whole_set: SetKind | None = None
    things: EntityKind | None = None
    stranger: str = ""
    unread: tuple[str, ...] = ()
    by: TimeUnit | None = None
    fewest: bool = False
    only: int = 0
    end: SetKind | None = None
    small_talk: SmallTalk | None = None
    namesakes: tuple[int, ...] = ()
    agenda: bool = False


@dataclass(frozen=True, slots=True)
class FollowUpContext:
    """What the next question of a conversation may lean on: the last reading, and who wrote what was quoted first."""

    filters: Filters
    text: str
    expects: Expect
    named: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    whole_set: SetKind | None = None
    things: EntityKind | None = None
    chat: str | None = None
    person: str | None = None
    since: str | None = None
    until: str | None = None
    last: int | None = None
    quoted: str = ""
    by: TimeUnit | None = None
    fewest: bool = False
    only: int = 0
    nearest: tuple[str, ...] = ()
    """The ids of what was shown where nothing answered: the question goes when one of them is forgotten."""

    @classmethod
    def of(cls, reading: Interpretation, quoted: str, nearest: tuple[str, ...] = ()) -> FollowUpContext:
        """Return what is to be carried on from a reading; `quoted` is the sender of the first quote."""
        plan = reading.plan
        return cls(
            plan.filters, plan.text, reading.expects, reading.named, reading.about, reading.whole_set, reading.things,
            plan.chat, plan.person, plan.since, plan.until, plan.last, quoted, reading.by, reading.fewest, reading.only,
            nearest,
        )  # fmt: skip

    def to_json(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> FollowUpContext | None:
        """Read it back; None for what another version wrote differently."""
        try:
            found = json.loads(text)
            known = {f.name: _plain(found[f.name]) for f in fields(cls) if f.name in found}
            known["filters"] = _filters(found["filters"])
            if found.get("things"):
                known["things"] = EntityKind(**{k: _plain(v) for k, v in found["things"].items()})
            return cls(**known)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


def _filters(found: dict[str, Any]) -> Filters:
    read = {name: _plain(value) for name, value in found.items()}
    read["without"] = tuple(_filters(one) for one in found.get("without", ()))
    read["one_of"] = tuple(tuple(_filters(one) for one in group) for group in found.get("one_of", ()))
    read["wordings"] = tuple(tuple(group) for group in found.get("wordings", ()))
    return Filters(**read)


def _plain(value: object) -> Any:  # noqa: ANN401  JSON
    return tuple(value) if isinstance(value, list) else value
