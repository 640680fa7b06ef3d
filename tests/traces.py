"""Looks for words in every byte that a home holds, and in every value of its index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from index.store.database.connection import Database, load_vectors


def left(home: Path, words: Iterable[str], key: str | None = None) -> list[str]:
    """Return "WORD in FILE" for each word that a file of the home holds, in UTF-8 or UTF-16, or its index in a table."""
    wanted = {word: [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")] for word in words}
    wanted = {word: [*forms, *(form.lower() for form in forms)] for word, forms in wanted.items()}
    places = [(str(path.relative_to(home)), _content(path)) for path in sorted(home.rglob("*")) if path.is_file()]
    if (home / "index.db").exists():
        places += _values(home / "index.db", key)
    names = [(f"the name of {path.name}", path.name.encode()) for path in home.rglob("*")]
    return [
        f"{word} in {place}"
        for word, forms in wanted.items()
        for place, content in [*places, *names]
        if any(form in content for form in forms)
    ]


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    return content + content.lower()


def _values(path: Path, key: str | None) -> Iterator[tuple[str, bytes]]:
    """Yield each table's values, shadow tables included: an encrypted index shows nothing else."""
    database = Database(path, key=key)
    try:
        with database.reading() as db:
            load_vectors(db)
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for table in tables:
                if table == "words":
                    continue  # it holds nothing itself; its shadow tables do
                values = [value for row in db.execute(f'SELECT * FROM "{table}"') for value in row]
                content = b"\0".join(_bytes(value) for value in values)
                yield f"table {table}", content + content.lower()
    finally:
        database.close()


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
