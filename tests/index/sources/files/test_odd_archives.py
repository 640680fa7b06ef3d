"""Archives whose members are locked, packed strangely or damaged: each costs itself, and what lies beside it is read."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.index import Index
from index.types.events import FileDone, FileSkipped, IngestDone, IngestEvent
from tests.index.sources.reading import CONTEXT, ZONE, zipped

WORDS = "plain words that stand in a file of their own\n" * 20


def add(folder: Path) -> tuple[IngestDone, list[IngestEvent]]:
    with Index.open(folder.parent / "index.db", zone=ZONE, create=True) as index:
        *events, done = index.add([folder], embedder=None, context=CONTEXT)
    assert isinstance(done, IngestDone)
    return done, events


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    (place / "0.txt").write_text(WORDS)
    (place / "z.txt").write_text(WORDS)
    return place


def headers(content: bytes, member: int) -> list[tuple[int, int]]:
    """Return where a member's local and central header begin, and by how much the second is shifted."""
    return [(_nth(content, b"PK\x03\x04", member), 0), (_nth(content, b"PK\x01\x02", member), 2)]


def _nth(content: bytes, mark: bytes, number: int) -> int:
    at = -1
    for _ in range(number + 1):
        at = content.index(mark, at + 1)
    return at


def flag(bits: int) -> Callable[[bytearray, int, int], None]:
    def change(content: bytearray, at: int, shift: int) -> None:
        (before,) = struct.unpack_from("<H", content, at + 6 + shift)
        struct.pack_into("<H", content, at + 6 + shift, before | bits)

    return change


def put(form: str, offset: int, value: int) -> Callable[[bytearray, int, int], None]:
    def change(content: bytearray, at: int, shift: int) -> None:
        struct.pack_into(form, content, at + offset + shift, value)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (flag(1 << 5), "packed in a way"),
        (flag(1), "encrypted"),
        (flag(1 << 6), "encrypted"),
        (flag(1 << 13), "encrypted"),
        *((put("<H", 8, method), "packed in a way") for method in (1, 6, 9, 93, 95, 98, 99, 0xFFFF)),
        (put("<I", 14, 0xDEADBEEF), "not what this kind of file holds"),
        (put("<I", 18, 0x7FFFFFFF), ""),
        (put("<I", 18, 3), ""),
        (put("<I", 22, 3), ""),
        (put("<I", 22, 0xFFFFFFFF), ""),
        (put("<H", 26, 0xFFFF), ""),
        (put("<H", 28, 0xFFFF), ""),
        (put("<H", 4, 63), ""),
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_a_member_that_cannot_be_unpacked_costs_itself(
    folder: Path, change: Callable[[bytearray, int, int], None], said: str, nested: bool
) -> None:
    path = zipped(folder / "m.zip", {"one.txt": WORDS, "two.txt": WORDS, "three.txt": WORDS})
    content = bytearray(path.read_bytes())
    for at, shift in headers(bytes(content), 1):
        change(content, at, shift)
    path.write_bytes(content)
    if nested:
        zipped(folder / "m.zip", {"inner.zip": bytes(content)})
    done, events = add(folder)
    assert {event.path.rpartition("/")[2] for event in events if isinstance(event, FileDone)} >= {"0.txt", "z.txt"}
    failed = [event for event in events if isinstance(event, FileSkipped) and event.failed]
    assert all(event.reason.endswith(".") and "m.zip" in event.path for event in failed)
    if said:
        (one,) = failed
        assert said in one.reason
        assert one.path.endswith("!/two.txt")
        assert done.files == 4


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["a.txt", "a.docx"])
def test_damage_inside_a_packed_member(folder: Path, packing: int, name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        archive.writestr(name if name == "a.txt" else "word/document.xml", WORDS * 50)
    content = bytearray(out.getvalue())
    for at in range(60, len(content) - 130, 3):
        content[at] ^= 0x5A
    (folder / ("m.zip" if name == "a.txt" else name)).write_bytes(content)
    done, _ = add(folder)
    assert (done.failed, done.files) == (1, 2)


def tarred(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def _checked(header: bytearray) -> bytes:
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


@pytest.mark.parametrize(
    "size", [b"\xff" * 12, b"\x80" + b"\xff" * 11, b"77777777777\0", b"zzzzzzzzzzz\0", b"-0000000001\0"], ids=repr
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_tar_with_an_impossible_size(folder: Path, size: bytes, packed: bool) -> None:
    content = bytearray(tarred(("one.txt", WORDS.encode()), ("two.txt", WORDS.encode())))
    header = bytearray(content[:512])
    header[124:136] = size
    content[:512] = _checked(header)
    (folder / "m.tar").write_bytes(gzip.compress(bytes(content)) if packed else bytes(content))
    done, _ = add(folder)
    assert done.files >= 2
    assert done.failed <= 1


@pytest.mark.parametrize("where", [0, 5, 20, 60, -4, -8])
def test_a_gzip_that_is_damaged(folder: Path, where: int) -> None:
    content = bytearray(gzip.compress(tarred(("one.txt", WORDS.encode()))))
    content[where] ^= 0xFF
    (folder / "m.tar.gz").write_bytes(content)
    done, _ = add(folder)
    assert done.files >= 2


def test_a_name_that_is_no_text_in_a_tar(folder: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in ("one\0x.txt", "caf\udce9.txt", "two.txt"):
            member = tarfile.TarInfo("x.txt")
            member.pax_headers = {"path": name}
            member.size = len(WORDS)
            archive.addfile(member, io.BytesIO(WORDS.encode()))
    (folder / "m.tar").write_bytes(out.getvalue())
    done, events = add(folder)
    assert done.files >= 3
    for event in events:
        getattr(event, "path", "").encode()
