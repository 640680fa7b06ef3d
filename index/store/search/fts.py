"""Keyword search: BM25 over the words of passages."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import apsw

from index.store.search.lengths import Lengths
from index.store.search.scope import Condition
from index.text.columns import with_parts
from index.text.tokens import folded, is_letter, searchable


@dataclass(frozen=True, slots=True)
class PassageMatch:
    """A passage that a list found. `owner` is the hit it belongs to ("m12" or "f3").

    `score` is higher for better and holds `factor`, what the people named in the query multiplied it by. `window` is the
    sentence that it was found by, if it was by one: its first character in the passage, and the one after its last.
    """

    passage: int
    owner: str
    person: int | None
    ts_ms: int | None
    score: float
    factor: float = 1.0
    window: tuple[int, int] | None = None


OWNER = "iif(p.message_id IS NULL, 'f' || p.id, 'm' || p.message_id)"
TEXT = "coalesce(p.text, substr(m.body, p.first + 1, p.last - p.first))"
"""A passage's text, where `message m` is joined to it."""
ROW = f"p.id, {OWNER}, p.person_id, p.ts_ms"
# Chosen with the other numbers of search (docs/retrieval.md). For “what did Maya say about the boat”, her words on it
# come first, and somebody else's on the boat before hers on anything else.
WROTE, MENTIONS = 0.5, 0.4
"""How much a passage gains, as a share of its BM25, when a person named in the query wrote it, or when it names them."""


def search(
    db: apsw.Connection,
    expression: str,
    scope: Condition,
    limit: int,
    means: Lengths,
    *,
    people: Collection[int] = (),
    naming: str = "",
) -> list[PassageMatch]:
    """Return the `limit` best passages for an FTS5 expression, best first; newer first among equals.

    `means` are the lengths that a passage's is measured against.
    Passages that one of `people` wrote, and passages that match the expression `naming`, are raised.
    """
    factor, values = "1.0", []
    if people:
        factor += f" + {WROTE} * coalesce(p.person_id IN (SELECT value FROM json_each(?)), 0)"
        values.append(json.dumps(sorted(people)))
    if naming:
        factor += f" + {MENTIONS} * (p.id IN (SELECT rowid FROM words WHERE words MATCH ?))"
        values.append(naming)
    fair, lengths = means.expression
    rows = db.execute(
        f"SELECT {ROW}, -w.rank * {fair} * ({factor}) AS score, ({factor}) FROM words w JOIN passage p ON p.id = w.rowid"
        # The id breaks ties, or SQLite might order equals differently after every change.
        f" WHERE w.words MATCH ? AND {scope.sql} ORDER BY score DESC, p.ts_ms DESC, p.id DESC LIMIT ?",
        (*lengths, *values, *values, expression, *scope.values, limit),
    )
    return [PassageMatch(*row) for row in rows]


def search_all(
    db: apsw.Connection,
    weighed: Sequence[tuple[str, float]],
    scope: Condition,
    limit: int,
    means: Lengths,
    *,
    people: Collection[int] = (),
    naming: str = "",
) -> list[PassageMatch]:
    """Return the `limit` best passages for several FTS5 expressions, as `search` does for one.

    Each comes with what a match of it counts; of the first, whose share is 1, there is at least one.
    """
    (first, _), *others = weighed
    found = search(db, first, scope, limit, means, people=people, naming=naming)
    if not others:
        return found
    best = {one.passage: one for one in found}
    for expression, weight in others:
        for one in search(db, expression, scope, limit, means, people=people, naming=naming):
            before = best[one.passage].score if one.passage in best else 0.0
            best[one.passage] = replace(one, score=before + weight * one.score)
    return sorted(best.values(), key=lambda one: (-one.score, -(one.ts_ms or 0), -one.passage))[:limit]


def count(db: apsw.Connection, expression: str, scope: Condition, most: int) -> int:
    """Count the hits of the scope that match an FTS5 expression (all of them when it is empty), up to `most`."""
    matching = "words w JOIN passage p ON p.id = w.rowid WHERE w.words MATCH ? AND"
    # Without words a file is listed once, by its beginning.
    where = matching if expression else "passage p WHERE p.part = 0 AND"
    values = (expression,) if expression else ()
    found: int = db.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {OWNER} FROM {where} {scope.sql} LIMIT ?)",
        (*values, *scope.values, most),
    ).get
    return found


def holding(db: apsw.Connection, phrases: Sequence[str], expression: str, scope: Condition) -> Condition:
    """Return the condition on `passage p` that it holds phrases as they are written, but for case and accents.

    The index knows words by their stems; `expression` finds by those what is then compared letter by letter.
    """
    wanted = [folded(with_parts(phrase)) for phrase in phrases]
    rows = db.execute(
        f"SELECT p.id, {TEXT}, (SELECT group_concat(a.name, char(10)) FROM attachment a"
        " WHERE a.message_id = p.message_id AND p.part = 0)"
        " FROM words w JOIN passage p ON p.id = w.rowid LEFT JOIN message m ON m.id = p.message_id"
        f" WHERE w.words MATCH ? AND {scope.sql}",
        (expression, *scope.values),
    )
    kept = []
    for passage, text, files in rows:
        there = folded(with_parts(f"{text}\n{files or ''}"))
        if all(_stands_in(phrase, there) for phrase in wanted):
            kept.append(passage)
    return Condition("p.id IN (SELECT value FROM json_each(?))", (json.dumps(kept),))


def texts(db: apsw.Connection, passages: Sequence[int]) -> list[str]:
    """Return the texts of passages, in the order of their numbers."""
    rows = db.execute(
        f"SELECT {TEXT} FROM passage p LEFT JOIN message m ON m.id = p.message_id"
        " WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id",
        (json.dumps(list(passages)),),
    )
    return [text for (text,) in rows]


def found_by(db: apsw.Connection, passages: Sequence[int]) -> dict[int, tuple[str, str, bool]]:
    """Return what passages are found by, their kind of source, and whether each is of a file, by their numbers.

    They are found by their text, and first ones also by the names of attached files or their document's title.
    """
    rows = db.execute(
        f"SELECT p.id, {TEXT}, CASE WHEN p.part > 0 THEN NULL WHEN p.message_id IS NULL THEN d.title ELSE"
        " (SELECT group_concat(a.name, char(10)) FROM attachment a WHERE a.message_id = p.message_id) END,"
        " p.source_kind, p.message_id IS NULL FROM json_each(?) j CROSS JOIN passage p ON p.id = j.value"
        " LEFT JOIN message m ON m.id = p.message_id LEFT JOIN document d ON d.id = p.document_id",
        (json.dumps(list(passages)),),
    )
    return {row[0]: (f"{row[1]}\n{row[2]}" if row[2] else str(row[1]), row[3], bool(row[4])) for row in rows}


def matching(expression: str) -> Condition:
    """Return the condition on `passage p` that it matches an FTS5 expression."""
    return Condition("p.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (expression,))


def passages(db: apsw.Connection) -> int:
    """Return about how many passages there are: no fewer than are held."""
    highest: int | None = db.execute("SELECT max(id) FROM passage").get
    return highest or 0


def not_matching(expression: str) -> Condition:
    """Return the condition on `passage p` that nothing of its message matches an FTS5 expression, nor itself."""
    matching = "SELECT rowid FROM words WHERE words MATCH ?"
    return Condition(
        f"p.id NOT IN ({matching}) AND (p.message_id IS NULL OR p.message_id NOT IN"
        f" (SELECT x.message_id FROM passage x WHERE x.message_id IS NOT NULL AND x.id IN ({matching})))",
        (expression, expression),
    )


def _stands_in(phrase: str, text: str) -> bool:
    """Tell whether a phrase is in a text as whole words; in scripts without spaces there are none to be cut."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        whole_start = not (start and _same_word(text[start - 1], phrase[:1]))
        if whole_start and not (end < len(text) and _same_word(phrase[-1:], text[end])):
            return True
        start = text.find(phrase, start + 1)
    return False


def _same_word(one: str, next_one: str) -> bool:
    return is_letter(one) and is_letter(next_one) and " " not in searchable(one + next_one).strip()


def is_known(db: apsw.Connection, expression: str) -> bool:
    """Tell whether anything at all matches an FTS5 expression."""
    return db.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (expression,)).get is not None
