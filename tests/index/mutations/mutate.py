"""Ways to break a file. Each takes the random numbers of its input alone, so that it does the same each time."""

from __future__ import annotations

import copy
import gzip
import io
import json
import random
import re
import sqlite3
import struct
import tarfile
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from tests.index.mutations.inputs import Files

ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, -(10**30), 2**63, 2**64, 1e308, float("nan"), float("inf"), "", " ", "\ud83d",
    "\udc00x",
    "a\0b", "\ufffe\uffff", "\x1b[2J", "\u202e", "x" * 50_000, "9999-12-31T23:59:59", "0000-00-00T00:00:00",
    "2024-02-30", "+275760-09-13T00:00:00Z", "-1", "1e999", "99999999999999999999", [], {}, [[]], {"a": None},
    [None] * 3,
    ["\ud800"], {"\ud800": "\udfff"}, "٣", "１２", "2024-03-20T18:07:00+99:99", "https://[", "%00", "<", "&#xD800;",
    "=?utf-8?b?/?=",
)  # fmt: skip
TOKENS = (
    b"\0", b"\0\0\0\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\xbd", b"\xc0\x80", b"\xf8\x88\x80\x80\x80", b"\\ud83d",
    b"\\u0000", b"&#xD800;", b"&#0;", b"&x;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"]]>", b"<![CDATA[",
    b"99999999999999999999",
    b"-1", b"1e999", b"NaN", b"%s", b"\r", b"\n", b"\x1a", b"\x85", b"\xe2\x80\xa8", b'"', b"'", b"{", b"}", b"[",
    b"]", b"(", b"\\",
    b":", b";", b",", b"=", b"=?utf-8?q?=ff?=", b"00/00/0000, 99:99", b"31.02.2024", b"[" * 5000, b"{" * 5000,
    b"<a>" * 5000,
    b"(" * 5000, b'{"a":' * 5000, b"\\par{" * 2000, b">" * 5000, b"a" * 200_000, b"\n" * 20_000, b" " * 50_000,
    b"\xcc\x81" * 5000,
)  # fmt: skip

Mutator = Callable[[random.Random, bytes], bytes]


# ── Bytes ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def flipped(rng: random.Random, content: bytes) -> bytes:
    out = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20, 200))):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _span(rng: random.Random, content: bytes) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.choice((1, 2, 8, 64, 512, 4096)))


def cut_out(rng: random.Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    return content[:start] + content[end:]


def said_twice(rng: random.Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    return content[:end] + content[start:end] * rng.choice((1, 1, 5, 300)) + content[end:]


def cut_off(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def with_token(rng: random.Random, content: bytes) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice(TOKENS) + content[at + rng.choice((0, 0, 1, 4)) :]


def turned(rng: random.Random, content: bytes) -> bytes:
    (a, b), (c, d) = sorted((_span(rng, content), _span(rng, content)))
    b = min(b, c)
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def renumbered(rng: random.Random, content: bytes) -> bytes:
    found = list(re.finditer(rb"\d+", content))
    if not found:
        return flipped(rng, content)
    one = rng.choice(found)
    number = rng.choice(
        (b"0", b"-1", b"99999999999999999999", b"4294967295", b"9223372036854775808", b"99", b"1e9", b"00")
    )
    return content[: one.start()] + number + content[one.end() :]


def recoded(rng: random.Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    coding = rng.choice(("utf-16", "utf-16-le", "utf-32", "utf-7", "cp1252", "shift_jis", "utf-8-sig", "cp037"))
    return text.encode(coding, "replace")


def by_lines(rng: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    way = rng.randrange(6)
    if way == 0:
        rng.shuffle(lines)
    elif way == 1:
        lines *= rng.choice((2, 50))
    elif way == 2:
        lines.reverse()
    elif lines:
        at = rng.randrange(len(lines))
        lines[at : at + 1] = [] if way == 3 else [lines[at]] * 40 if way == 4 else [rng.choice(TOKENS) + lines[at]]
    return b"".join(lines)


BYTES: tuple[Mutator, ...] = (
    flipped, cut_out, said_twice, cut_off, with_token, with_token, turned, renumbered, recoded, by_lines, by_lines,
)  # fmt: skip


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each (list or object, index or key) of a JSON value."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        keys: Any = one.keys() if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in list(keys):
            yield one, key
            waiting.append(one[key])


def _break_json(rng: random.Random, value: Any) -> None:
    places = list(_places(value))
    if not places:
        return
    holder, key = rng.choice(places)
    way = rng.randrange(8)
    if way <= 2:
        holder[key] = copy.deepcopy(rng.choice(ODD_VALUES))
    elif way == 3:
        del holder[key]
    elif way == 4 and isinstance(holder, list):
        holder[key:key] = [holder[key]] * rng.choice((1, 3, 100))
    elif way == 5:
        other, place = rng.choice(places)
        with suppress(KeyError, IndexError):
            holder[key], other[place] = json.loads(json.dumps((other[place], holder[key])))
    elif way == 6 and isinstance(holder, dict):
        holder[rng.choice(("\ud83d", "", "x" * 9000, key.upper() if isinstance(key, str) else "k"))] = holder.pop(key)
    elif isinstance(holder[key], str):
        text = holder[key]
        at = rng.randrange(len(text) + 1)
        holder[key] = (
            text[:at] + rng.choice(("\ud83d", "\0", "\udfff", "\n", "\x85", "<b>", "\u2028", "x" * 5000)) + text[at:]
        )
    else:
        holder[key] = [holder[key]]


def in_json(rng: random.Random, content: bytes) -> bytes:
    """Change a file of JSON, or one of lines of JSON, within its structure."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        lines = content.splitlines()
        if not lines:
            return with_token(rng, content)
        at = rng.randrange(len(lines))
        with suppress(ValueError, RecursionError):
            one = [json.loads(lines[at])]
            _break_json(rng, one)
            lines[at] = b"".join(json.dumps(part).encode() for part in one)
        return b"\n".join(lines) + b"\n"
    whole = [value]
    for _ in range(rng.choice((1, 1, 2, 6))):
        _break_json(rng, whole)
    return json.dumps(whole[0] if whole else None).encode()


# ── XML and HTML ──────────────────────────────────────────────────────────────────────────────────────────────────────

_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb"""[\w:]+=("[^"]*"|'[^']*')""")


def in_xml(rng: random.Random, content: bytes) -> bytes:
    """Change a file of tags within its structure."""
    tags = list(_TAG.finditer(content))
    if not tags:
        return with_token(rng, content)
    tag, other = rng.choice(tags), rng.choice(tags)
    way = rng.randrange(7)
    if way == 0:
        return content[: tag.start()] + content[tag.end() :]
    if way == 1:
        return content[: tag.end()] + tag[0] * rng.choice((1, 3, 1500)) + content[tag.end() :]
    if way == 2:
        return content[: tag.start()] + other[0] + content[tag.end() :]
    if way == 3:
        start, end = sorted((tag.start(), other.end()))
        return content[:end] + content[start:end] * rng.choice((1, 20)) + content[end:]
    if way == 4:
        return content[: tag.end()] + rng.choice(TOKENS) + content[tag.end() :]
    attributes = list(_ATTRIBUTE.finditer(content))
    if not attributes:
        return renumbered(rng, content)
    one = rng.choice(attributes)
    value = rng.choice(
        (b'""', b'"-1"', b'"99999999999999999999"', b'"&#xD800;"', b'"x\n\ty"', b'"' + b"9" * 5000 + b'"', b"x")
    )
    return content[: one.start(1)] + value + content[one.end(1) :]


# ── Archives and databases ────────────────────────────────────────────────────────────────────────────────────────────


def in_zip(rng: random.Random, content: bytes) -> bytes:
    """Change a member of a zip, which is then a whole zip again; or its list of members."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # noqa: BLE001  whatever an earlier change has broken
        return flipped(rng, content)
    way = rng.randrange(8)
    at = rng.randrange(len(members))
    name, inside = members[at]
    if way <= 4:
        members[at] = name, rng.choice((in_xml, in_xml, in_xml, with_token, cut_off, renumbered, flipped))(rng, inside)
    elif way == 5:
        del members[at]
    elif way == 6:
        members[at] = members[rng.randrange(len(members))][0], inside
    else:
        members.append((name, b"x"))
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name that comes twice is meant
        for member, data in members:
            archive.writestr(member, data)
    return out.getvalue()


def zip_headers(rng: random.Random, content: bytes) -> bytes:
    """Change a field of a zip's headers: flags, method, checksum, sizes, lengths, offsets."""
    out = bytearray(content)
    places = [(at, False) for at in _all(content, b"PK\x03\x04")] + [(at, True) for at in _all(content, b"PK\x01\x02")]
    if not places:
        return flipped(rng, content)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, central = rng.choice(places)
        way = rng.randrange(6)
        shift = 2 if central else 0
        if way == 0:
            bit = rng.choice((0, 3, 5, 6, 11, 13))
            for place, also in places:
                out[place + 6 + (2 if also else 0) + bit // 8] |= 1 << bit % 8
        elif way == 1:
            method = rng.choice((1, 6, 9, 12, 14, 93, 95, 97, 98, 99, 255))
            for place, also in places:
                struct.pack_into("<H", out, place + 8 + (2 if also else 0), method)
        elif way == 2:
            struct.pack_into("<I", out, at + 14 + shift, rng.getrandbits(32))
        elif way == 3:
            field = rng.choice((18, 22)) + shift
            struct.pack_into("<I", out, at + field, rng.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, rng.getrandbits(16))))
        elif way == 4:
            struct.pack_into("<H", out, at + 26 + shift, rng.choice((0, 1, 0xFFFF)))
        elif central and at + 46 <= len(out):
            struct.pack_into("<I", out, at + 42, rng.choice((0, 1, 0xFFFFFFFF, rng.getrandbits(12))))
    return bytes(out)


def _all(content: bytes, mark: bytes) -> Iterator[int]:
    at = content.find(mark)
    while at >= 0 and at + 30 <= len(content):
        yield at
        at = content.find(mark, at + 1)


def in_database(rng: random.Random, content: bytes) -> bytes:
    """Change a cell of a database, or take a table or column away."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        path.write_bytes(content)
        with suppress(sqlite3.Error, UnicodeEncodeError), closing(sqlite3.connect(path)) as database:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            table = rng.choice(tables)
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            column = rng.choice(columns)
            way = rng.randrange(8)
            if way == 0:
                database.execute(f"DROP TABLE {table}")
            elif way == 1:
                database.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
            elif way == 2:
                database.execute(f"INSERT INTO {table} SELECT * FROM {table}")
            else:
                odd = rng.choice(
                    (
                        None,
                        -1,
                        2**63 - 1,
                        -(2**63),
                        1e300,
                        "",
                        "x\0y",
                        b"\xff\xfe",
                        b"\0" * 9,
                        "x" * 9000,
                        b"\xed\xa0\x80",
                    )
                )
                cast = f"CAST(? AS {rng.choice(('TEXT', 'BLOB', 'INTEGER', 'REAL'))})"
                database.execute(
                    f"UPDATE {table} SET {column} = {rng.choice(('?', cast))} WHERE rowid % 2 = ?",
                    (odd, rng.randrange(2)),
                )
            database.commit()
        return path.read_bytes()


# ── Which way ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _ways(name: str, content: bytes) -> tuple[Mutator, ...]:
    if content.startswith(b"PK"):
        return (in_zip, in_zip, in_zip, zip_headers, flipped, cut_off, cut_out, turned)
    if content.startswith(b"SQLite"):
        return (in_database, in_database, in_database, *BYTES)
    if name.endswith((".json", ".jsonl", ".ipynb")):
        return (in_json,) * 22 + BYTES
    if b"</" in content:
        return (in_xml,) * 6 + BYTES
    return BYTES


def mutated(rng: random.Random, files: Files) -> tuple[Files, str]:
    """Return an export with one of its files broken, and that file's name; now and then an archive of it all."""
    name = rng.choice(sorted(files))
    content = files[name]
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        content = rng.choice(_ways(name, content))(rng, content)
    broken = {**files, name: content}
    way = rng.randrange(12)
    if way == 0:
        return {"export.zip": zip_headers(rng, _zip(rng, broken))}, "export.zip"
    if way == 1:
        packed = tar_of(broken, packed=rng.random() < 0.5)
        return {"export.tar": rng.choice((flipped, cut_off, cut_out, turned))(rng, packed)}, "export.tar"
    if way == 2:
        inner = {"inner.zip": zip_headers(rng, _zip(rng, broken)) if rng.random() < 0.5 else _zip(rng, broken)}
        return {"outer.zip": _zip(rng, inner)}, "outer.zip"
    return broken, name


def _zip(rng: random.Random, files: Files) -> bytes:
    out = io.BytesIO()
    packing = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tar_of(files: Files, *, packed: bool) -> bytes:
    """Return an archive of files by their names; `packed` with gzip."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(out.getvalue()) if packed else out.getvalue()
