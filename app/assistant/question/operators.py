"""Operators in a query, as mail programs have them: `from:maya in:"cabin crew" -has:photo cabin OR tent`.

Each means what the flag of its name means. What only looks like one (`http://…`, `12:30`, `foo:bar`) is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from app.assistant.question.scope import plan_scope
from app.assistant.times.reading import is_english_time, read_span
from app.assistant.types import Scope
from app.home.config import DateOrder
from index.errors import BadQuery, IndexProblem
from index.text.likeness import alike, did_you_mean
from index.text.tokens import folded
from index.types.kinds import Held, ItemKind

if TYPE_CHECKING:
    from index.index import Index

FIELDS = {
    "from": "person",
    "to": "to",
    "in": "chat",
    "source": "source",
    "kind": "kind",
    "has": "has",
    "since": "since",
    "after": "since",
    "until": "until",
    "before": "before",
    "during": "during",
}
"""Every operator, and the field of a `Scope` that it gives."""
_TIMES = frozenset({"since", "until", "before", "during"})
_PEOPLE = frozenset({"person", "to"})
KINDS: tuple[str, ...] = get_args(ItemKind)
HELD: tuple[str, ...] = get_args(Held)
_OTHERWISE = {
    "kind": {"email": "mail", "chat": "message", "doc": "document", "pdf": "document", "appointment": "event"},
    "has": {"url": "link", "image": "photo", "picture": "photo", "audio": "voice", "recording": "voice",
            "attachment": "file", "pdf": "document"},
}  # fmt: skip
"""What other programs call them."""
# By hand: the longest titles of chats that anybody types have so many words.
_LONGEST = 6

_OPENING, _CLOSING = '"“”„«»', '"“”„«»'
# “from:maya”, “-in:"cabin crew"”, “"the lake house"”, “-deposit”
_ITEM = re.compile(
    rf"(?P<raw>(?P<minus>[-−]?)(?P<open>\(*)(?P<name>{'|'.join(FIELDS)}):"
    rf"(?:[{_OPENING}](?P<quoted>[^{_CLOSING}]*)[{_CLOSING}]|(?P<bare>[^\s{_OPENING}]\S*)|(?=\s|$)))"
    rf"|(?P<phrase>[-−]?[{_OPENING}][^{_CLOSING}]*[{_CLOSING}])|(?P<word>\S+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator as it was typed: `name` is one of FIELDS, `value` is empty where none was given."""

    name: str
    value: str
    negated: bool
    quoted: bool
    raw: str

    @property
    def field(self) -> str:
        """The field of a `Scope` that it gives."""
        return FIELDS[self.name]


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """A query without its operators: the text that is left, the scope with them, and what its ORs join.

    Of each group of `wordings` one word or phrase (in quotes) must stand in a hit. All of them are in the text as well.
    """

    text: str
    scope: Scope
    wordings: tuple[tuple[str, ...], ...] = ()


def typed(text: str) -> list[Operator]:
    """Return the operators in a text, in order."""
    return [one for one in _items(text) if isinstance(one, Operator)]


def without_operators(text: str) -> str:
    """Return a text without them."""
    items = list(_items(text))
    return " ".join(one for one in items if isinstance(one, str)) if typed(text) else text


def has_any(text: str) -> bool:
    """Tell whether a text holds an operator or an OR."""
    return any(isinstance(one, Operator) or one == "OR" for one in _items(text))


def read(
    text: str, scope: Scope, index: Index, now: datetime, *, typing: bool = False, dates: DateOrder = ""
) -> ReadQuery:
    """Take the operators out of a query. Where a flag gives the same, both must hold.

    Raises BadQuery for a value that is none; names are looked up when the scope is resolved. While a query is being
    `typing`, the operator at its end is left out as long as it cannot be read.
    """
    if not has_any(text):
        return ReadQuery(text, scope)
    items = _whole_values(list(_items(text)), index, now, dates)
    if typing and items and isinstance(items[-1], Operator) and not _is_readable(items[-1], index, now, dates):
        items.pop()
    texts: list[str] = []
    wordings: list[tuple[str, ...]] = []
    given: list[Operator] = []
    for chain in _chains(items):
        if len(chain) == 1:
            (given if isinstance(chain[0], Operator) else texts).append(chain[0])  # type: ignore[arg-type]
        elif all(isinstance(one, Operator) for one in chain):
            group = tuple(_scope_of(one) for one in chain if isinstance(one, Operator))
            scope = replace(scope, one_of=(*scope.one_of, group))
        else:
            wordings.append(_worded(chain))
            texts += [re.sub(f"[{_OPENING}]", "", one) for one in wordings[-1]]
    return ReadQuery(" ".join(texts), _with(scope, given), tuple(wordings))


def read_question(question: str, scope: Scope, index: Index, now: datetime, *, dates: DateOrder = "") -> ReadQuery:
    """Take the operators out of a question; all else in it is language, and so is an operator without a value."""
    items = list(_items(question))
    if not any(isinstance(one, Operator) and one.value for one in items):
        return ReadQuery(question, scope)
    items = _whole_values(
        [one.raw if isinstance(one, Operator) and not one.value else one for one in items], index, now, dates
    )
    rest = " ".join(one for one in items if isinstance(one, str))
    given = [one for one in items if isinstance(one, Operator)]
    return ReadQuery(rest, _with(scope, given))


def _items(text: str) -> Iterator[Operator | str]:
    """Yield what a text is made of: operators, phrases in quotes, and words."""
    at = 0
    while (found := _ITEM.search(text, at)) is not None:
        at = found.end()
        if found["name"] is None:
            yield found[0]
            continue
        bare = found["bare"] or ""
        # “(from:maya OR from:tom)”: the brackets say nothing that the order does not.
        bare = bare.rstrip(")") if found["open"] or ("(" not in bare and bare.endswith(")")) else bare
        yield Operator(
            found["name"].casefold(),
            (found["quoted"] or "").strip() or bare,
            bool(found["minus"]),
            found["quoted"] is not None,
            found["raw"],
        )


def _chains(items: Sequence[Operator | str]) -> Iterator[list[Operator | str]]:
    """Yield what OR joins together, and all else alone. An OR without something on both sides is a word."""
    chain: list[Operator | str] = []
    joined = False
    for place, one in enumerate(items):
        if one == "OR" and chain and place + 1 < len(items) and items[place + 1] != "OR":
            joined = True
            continue
        if chain and not joined:
            yield chain
            chain = []
        chain.append(one)
        joined = False
    if chain:
        yield chain


def _worded(chain: Sequence[Operator | str]) -> tuple[str, ...]:
    words: list[str] = []
    for one in chain:
        if isinstance(one, Operator):
            raise BadQuery(
                f"OR cannot join “{one.raw}” and words.",
                "It joins words and phrases, or operators: from:maya OR from:tom.",
            )
        if one[0] in "-−":
            raise BadQuery(f"OR cannot join “{one}”, which is to be left out.", "Write it before or after the rest.")
        words.append(one.strip("()"))
    return tuple(words)


def _whole_values(items: list[Operator | str], index: Index, now: datetime, dates: DateOrder) -> list[Operator | str]:
    """Give a value that was typed without quotes the words behind it that belong to it: a whole name, a whole time.

    A shell takes the quotes off `in:"cabin crew"`, and not everybody types them.
    """
    done: list[Operator | str] = []
    at = 0
    while at < len(items):
        one = items[at]
        at += 1
        if isinstance(one, Operator) and one.value and not one.quoted:
            behind: list[str] = []
            for other in items[at : at + _LONGEST]:
                if isinstance(other, Operator) or other == "OR" or other[0] in f"{_OPENING}-−":
                    break
                behind.append(other)
            taken = _belonging(one, behind, index, now, dates)
            value = " ".join((one.value, *behind[:taken]))
            one = replace(one, value=value, raw=" ".join((one.raw, *behind[:taken])))
            at += taken
        done.append(one)
    return done


def _belonging(operator: Operator, behind: Sequence[str], index: Index, now: datetime, dates: DateOrder) -> int:
    """Return how many of the words behind an operator belong to its value."""
    if not behind:
        return 0
    if operator.field in _TIMES:
        # “june” is a time and “june 2023” another; where the first word is none, all languages are tried.
        reads = is_english_time if _is_time(operator.value, now, dates) else _is_time
        counts = range(len(behind), 0, -1)
        return next((n for n in counts if reads(" ".join((operator.value, *behind[:n])), now, dates)), 0)
    if operator.field == "chat":
        names = {folded(title) for title in index.titles().values()}
    elif operator.field in _PEOPLE:
        names = {folded(person.name) for person in index.people()}
    else:
        return 0
    return next((n for n in range(len(behind), 0, -1) if folded(" ".join((operator.value, *behind[:n]))) in names), 0)


def _is_time(words: str, now: datetime, dates: DateOrder) -> bool:
    try:
        read_span(words, now, dates)
    except BadQuery:
        return False
    return True


def _is_readable(operator: Operator, index: Index, now: datetime, dates: DateOrder) -> bool:
    with suppress(IndexProblem):
        plan_scope(_scope_of(operator), index, now, one=False, dates=dates)
        return True
    return False


def _scope_of(operator: Operator) -> Scope:
    """Return the scope that one operator gives by itself. Raises BadQuery."""
    if not operator.value:
        example = {"has": "has:link", "kind": "kind:mail", "source": "source:whatsapp", "in": 'in:"cabin crew"'}.get(
            operator.name
        )
        example = example or f"{operator.name}:{'2024' if operator.field in _TIMES else 'maya'}"
        raise BadQuery(f"“{operator.name}:” has no value.", f"Write {example}, or put it in quotes.")
    given = [_given(operator, value) for value in _values(operator)]
    wanted = given[0] if len(given) == 1 else Scope(one_of=(tuple(given),))
    return Scope(without=(wanted,)) if operator.negated else wanted


def _values(operator: Operator) -> list[str]:
    """Return the values of an operator: of "kind:mail|note" each, and of "from:maya|tom".

    Names and times may hold a comma; "maya, tom" is read where names are.
    """
    by = r"[|,]" if operator.field in ("kind", "has", "source") else r"\|"
    return [one.strip() for one in re.split(by, operator.value) if one.strip()] or [operator.value]


def _given(operator: Operator, value: str) -> Scope:
    if operator.field in _OTHERWISE:
        value = _choice(operator.name, value)
    fields: dict[str, Any] = {operator.field: (value,) if operator.field == "has" else value}
    return Scope(**fields)


def _choice(name: str, typed: str) -> str:
    choices = KINDS if name == "kind" else HELD
    value = typed.casefold()
    for one in (value, value.removesuffix("s")):
        meant = _OTHERWISE[name].get(one, one)
        if meant in choices:
            return meant
    near = did_you_mean([f"{name}:{one}" for one in alike(value, choices)])
    raise BadQuery(f"“{name}:{typed}” is not known.", f"{near} There are: {', '.join(choices)}.".strip())


def _with(scope: Scope, given: Sequence[Operator]) -> Scope:
    """Return a scope with what operators add: any of several people, chats, kinds or sources, and all of the rest."""
    left_out = [one for operator in given if operator.negated for one in _scope_of(operator).without]
    scope = replace(scope, without=(*scope.without, *left_out))
    wanted = [operator for operator in given if not operator.negated]
    for name in dict.fromkeys(operator.field for operator in wanted):
        scopes = [_scope_of(operator) for operator in wanted if operator.field == name]
        if name in _TIMES or name == "has":
            groups = [one.one_of[0] if one.one_of else (one,) for one in scopes]
        else:
            groups = [tuple(inner for one in scopes for inner in (one.one_of[0] if one.one_of else (one,)))]
        for group in groups:
            scope = _with_group(scope, name, group)
    return scope


def _with_group(scope: Scope, name: str, group: tuple[Scope, ...]) -> Scope:
    """Return a scope of which also one of a group must hold: in its own field where there is room for it."""
    if len(group) == 1 and name == "has":
        return replace(scope, has=tuple(dict.fromkeys((*scope.has, *group[0].has))))
    if len(group) == 1 and getattr(scope, name) is None:
        change: dict[str, Any] = {name: getattr(group[0], name)}
        return replace(scope, **change)
    return replace(scope, one_of=(*scope.one_of, group))
