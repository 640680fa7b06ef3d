"""Filters as SQL conditions: one on passages (alias p), one on messages (alias m). Every value is bound, none spliced."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from index.errors import BadQuery
from index.store.search import contents
from index.types.search import Filters

_PUBLIC_ID = re.compile(r"([mf])([1-9][0-9]{0,17})")

Value = str | int | float | bytes | None


@dataclass(frozen=True, slots=True)
class Condition:
    """A boolean SQL expression and the values of its question marks."""

    sql: str
    values: tuple[Value, ...] = ()

    @property
    def restricts(self) -> bool:
        """Whether it leaves anything out."""
        return self.sql != "1"


def parse_id(public_id: str) -> tuple[str, int]:
    """Split "m12" into ("m", 12). Raises BadQuery."""
    found = _PUBLIC_ID.fullmatch(public_id)
    if found is None:
        raise BadQuery(f'"{public_id}" is not an id.', 'Ids look like "m12" (a message) or "f3" (a file passage).')
    return found[1], int(found[2])


def conjunction(*conditions: Condition) -> Condition:
    """Join conditions with AND."""
    real = [c for c in conditions if c.restricts]
    if not real:
        return Condition("1")
    return Condition(" AND ".join(f"({c.sql})" for c in real), tuple(v for c in real for v in c.values))


def disjunction(*conditions: Condition) -> Condition:
    """Join conditions with OR."""
    if not all(c.restricts for c in conditions):
        return Condition("1")
    return Condition(" OR ".join(f"({c.sql})" for c in conditions), tuple(v for c in conditions for v in c.values))


def passages(filters: Filters) -> Condition:
    """Return the condition on `passage p` that holds for what the filters let through."""
    parts: list[Condition] = []
    if filters.conversations:
        parts.append(_one_of("p.conversation_id", filters.conversations))
    if filters.people:
        parts.append(_one_of("p.person_id", filters.people))
    if filters.sources:
        parts.append(_one_of("p.source_kind", filters.sources))
    if filters.to:
        to = _written_to(filters.to, "p.conversation_id")
        others = _one_of("p.person_id", filters.to)
        parts.append(
            Condition(
                f"p.message_id IS NOT NULL AND {to.sql} AND NOT coalesce({others.sql}, 0)", to.values + others.values
            )
        )
    if filters.kind is not None:
        parts.append(Condition(*contents.passage_kind(filters.kind)))
    parts += [Condition(*contents.passage_has(what)) for what in filters.has]
    if filters.since_ms is not None:
        parts.append(Condition("p.ts_ms >= ?", (filters.since_ms,)))
    if filters.until_ms is not None:
        parts.append(Condition("p.ts_ms < ?", (filters.until_ms,)))
    if filters.ids:
        messages, files = _split(filters.ids)
        of_messages, of_files = _one_of("p.message_id", messages), _one_of("p.id", files)
        parts.append(
            Condition(
                f"{of_messages.sql} OR (p.document_id IS NOT NULL AND {of_files.sql})",
                of_messages.values + of_files.values,
            )
        )
    if filters.after is not None:
        parts.append(Condition("p.message_id > ?", (filters.after,)))
    parts += [_negation(passages(one)) for one in filters.without]
    parts += [disjunction(*(passages(one) for one in group)) for group in filters.one_of]
    return conjunction(*parts)


def messages(filters: Filters, *, every_line: bool = False) -> Condition:
    """Return the condition on `message m` for ordinary messages in the scope; with `every_line` for all of its lines.

    Not ordinary are system, deleted and empty lines.
    """
    parts = [] if every_line else [Condition("m.visible = 1")]
    if filters.conversations:
        parts.append(_one_of("m.conversation_id", filters.conversations))
    if filters.people:
        people = _one_of("person_id", filters.people)
        parts.append(Condition(f"m.sender_id IN (SELECT id FROM identity WHERE {people.sql})", people.values))
    if filters.sources:
        kinds = _one_of("source_kind", filters.sources)
        parts.append(Condition(f"m.conversation_id IN (SELECT id FROM conversation WHERE {kinds.sql})", kinds.values))
    if filters.to:
        to = _written_to(filters.to, "m.conversation_id")
        others = _one_of("person_id", filters.to)
        parts.append(
            Condition(
                f"{to.sql} AND m.sender_id NOT IN (SELECT id FROM identity WHERE {others.sql})",
                to.values + others.values,
            )
        )
    if filters.kind is not None:
        parts.append(Condition(*contents.message_kind(filters.kind)))
    parts += [Condition(*contents.message_has(what)) for what in filters.has]
    if filters.since_ms is not None:
        # A message without a time of its own carries that of its neighbours to keep its place, and so belongs to no
        # day.
        parts.append(Condition("m.at_ms >= ? AND m.precision IS NOT NULL", (filters.since_ms,)))
    if filters.until_ms is not None:
        parts.append(Condition("m.at_ms < ? AND m.precision IS NOT NULL", (filters.until_ms,)))
    if filters.ids:
        parts.append(_one_of("m.id", _split(filters.ids)[0]))
    if filters.after is not None:
        parts.append(Condition("m.id > ?", (filters.after,)))
    parts += [_negation(_restricting(one)) for one in filters.without]
    parts += [disjunction(*(_restricting(one) for one in group)) for group in filters.one_of]
    return conjunction(*parts)


def _restricting(filters: Filters) -> Condition:
    return messages(filters, every_line=True)


def _written_to(people: tuple[int, ...], chat: str) -> Condition:
    """Return the condition on a chat's column that one of these people is its other half, or takes part in its mails."""
    there = _one_of("i.person_id", people)
    return Condition(
        f"{chat} IN (SELECT n.conversation_id FROM member n JOIN identity i ON i.id = n.identity_id"
        f" JOIN conversation c ON c.id = n.conversation_id WHERE {there.sql} AND (c.kind = 'mail' OR"
        " (SELECT count(DISTINCT j.person_id) FROM member o JOIN identity j ON j.id = o.identity_id"
        "  WHERE o.conversation_id = c.id) <= 2))",
        there.values,
    )


def _negation(condition: Condition) -> Condition:
    # What cannot be told of a passage (who wrote a file) does not hold of it.
    return Condition(f"NOT coalesce(({condition.sql}), 0)", condition.values)


def _split(public_ids: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    parsed = [parse_id(public_id) for public_id in public_ids]
    return tuple(n for letter, n in parsed if letter == "m"), tuple(n for letter, n in parsed if letter == "f")


def _one_of(column: str, values: tuple[int, ...] | tuple[str, ...]) -> Condition:
    if len(values) == 1:
        # Equality keeps an index's order, so that the newest of one chat are read without sorting it.
        return Condition(f"{column} = ?", (values[0],))
    # One bound JSON array takes any number of values and keeps the statement's text, and so its cached plan, the same.
    return Condition(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(values),))
