"""A store written out as a plain one, table by table, as VACUUM does it.

VACUUM itself would keep what the cipher takes of each page, and the checksums of a plain store need exactly eight bytes.
Also of a plain store it would write pages without checksums: those that no longer fit into memory go to the disk before the
first page does, whose header turns checksums on.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import apsw

from index.store import checksums

_PLACE = re.compile(r"CREATE (TABLE|UNIQUE INDEX|INDEX) ")
"""How SQLite keeps the statement that made a table or an index, however it was typed."""
_COUNTERS = "sqlite_sequence"
_CACHE_KIB = 64_000


def write(source: apsw.Connection, address: str) -> None:
    """Write everything in `source` into the empty plain file at a URI. Raises SQLite's own errors."""
    keys = source.pragma("foreign_keys")
    source.pragma("foreign_keys", 0)  # tables are filled in no order
    source.execute("ATTACH ? AS plain", (address,))
    try:
        source.reserve_bytes("plain", checksums.BYTES)
        source.execute(f"PRAGMA plain.page_size = {source.pragma('page_size')}")
        source.execute(f"PRAGMA plain.cache_size = {-_CACHE_KIB}")
        # By itself, so that the first page is there before any other, and all of them get their checksums.
        source.execute(f"PRAGMA plain.user_version = {source.pragma('user_version')}")
        with _one_transaction(source):
            _fill(source)
    finally:
        source.execute("DETACH plain")
        source.pragma("foreign_keys", keys)


@contextlib.contextmanager
def _one_transaction(source: apsw.Connection) -> Iterator[None]:
    source.execute("BEGIN")
    source.pragma("writable_schema", 1)
    try:
        yield
        source.execute("COMMIT")
    except BaseException:
        if source.in_transaction:
            source.execute("ROLLBACK")
        raise
    finally:
        source.pragma("writable_schema", 0)


def _fill(source: apsw.Connection) -> None:
    schema = source.execute("SELECT type, name, rootpage, sql FROM main.sqlite_schema WHERE sql IS NOT NULL").fetchall()
    tables = [(str(name), str(sql)) for kind, name, page, sql in schema if kind == "table" and page]
    for name, sql in tables:
        if name != _COUNTERS:
            source.execute(_PLACE.sub(r"CREATE \1 plain.", sql, count=1))
    # The counters come by themselves with the first table that has one, and filling a table counts: they are filled last.
    for name, _ in sorted(tables, key=lambda table: table[0] == _COUNTERS):
        columns, place = ", ".join(_columns(source, name)), _quoted(name)
        if name == _COUNTERS:
            source.execute(f"DELETE FROM plain.{place}")
        source.execute(f"INSERT INTO plain.{place} ({columns}) SELECT {columns} FROM main.{place}")
    for made in (str(sql) for kind, _, _, sql in schema if kind == "index"):
        source.execute(_PLACE.sub(r"CREATE \1 plain.", made, count=1))
    # Virtual tables have their rows in the tables above; these are told of as they are.
    source.execute(
        "INSERT INTO plain.sqlite_schema SELECT type, name, tbl_name, 0, sql FROM main.sqlite_schema"
        " WHERE type IN ('view', 'trigger') OR (type = 'table' AND rootpage = 0)"
    )
    source.execute(f"PRAGMA plain.application_id = {source.pragma('application_id')}")


def _columns(source: apsw.Connection, table: str) -> list[str]:
    """Return what to copy of a table: its columns, and the number of a row where no column is that."""
    rows = source.execute("SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,))
    found = [(str(name), str(kind), bool(key)) for name, kind, key in rows]
    names = [_quoted(name) for name, _, _ in found]
    keys = [kind.upper() for _, kind, key in found if key]
    if keys == ["INTEGER"] or source.execute("SELECT wr FROM pragma_table_list(?)", (table,)).get:
        return names
    taken = {name.casefold() for name, _, _ in found}
    return [next(name for name in ("rowid", "_rowid_", "oid") if name not in taken), *names]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
