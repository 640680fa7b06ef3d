"""The rare rest: what it is by content, what is said without the extra, and what the extra reads."""

from __future__ import annotations

import importlib.util
import struct
import sys
from pathlib import Path

import pytest

from index.errors import SourceProblem, UnknownFormat
from index.sources.detect import detect
from index.sources.documents import rare, rare_reader
from index.types.records import DocumentPart
from tests.index.sources.reading import document, files, left_out, only, read, zipped

SECTOR = 512


def compound(streams: dict[str, bytes]) -> bytes:
    """Write a compound file (OLE2); each stream is filled up to 4096 bytes, so that it lies in whole sectors."""
    # Shorter names come first.
    streams = dict(sorted(streams.items(), key=lambda stream: (len(stream[0]), stream[0].upper())))
    bodies = [content.ljust(-(-max(4096, len(content)) // SECTOR) * SECTOR, b"\0") for content in streams.values()]
    directory_sectors = -(-(len(streams) + 1) // 4)
    table = [0xFFFF_FFFD]
    table += [*range(2, directory_sectors + 1), 0xFFFF_FFFE]
    at, starts = 1 + directory_sectors, list[int]()
    for body in bodies:
        count = len(body) // SECTOR
        starts.append(at)
        table += [*range(at + 1, at + count), 0xFFFF_FFFE]
        at += count
    assert len(table) <= SECTOR // 4
    entries = [_entry("Root Entry", 5, 0xFFFF_FFFE, 0, child=1)]
    for number, (name, body) in enumerate(zip(streams, bodies, strict=True), 1):
        entries.append(
            _entry(name, 2, starts[number - 1], len(body), after=number + 1 if number < len(streams) else None)
        )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFF_FFFE, 0, 0xFFFF_FFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFF_FFFF] * 108)
    fat = struct.pack("<128I", *table, *[0xFFFF_FFFF] * (128 - len(table)))
    return header + fat + b"".join(entries).ljust(directory_sectors * SECTOR, b"\0") + b"".join(bodies)


def _entry(name: str, kind: int, start: int, size: int, *, child: int | None = None, after: int | None = None) -> bytes:
    none = 0xFFFF_FFFF
    encoded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", none, none if after is None else after, none if child is None else child)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def word(text: str) -> bytes:
    """Write a Word 97 document of one piece of text."""
    written = text.encode("cp1252")
    header = bytearray(1024)
    struct.pack_into("<HHHHHH", header, 0, 0xA5EC, 0xC1, 0, 0x409, 0, 0x0200)
    struct.pack_into("<H", header, 32, 14)
    struct.pack_into("<H", header, 62, 22)
    struct.pack_into("<I", header, 76, len(written))
    struct.pack_into("<H", header, 152, 93)
    piece = struct.pack("<II", 0, len(written)) + struct.pack("<HIH", 0, (1024 * 2) | 0x4000_0000, 0)
    pieces = b"\x02" + struct.pack("<I", len(piece)) + piece
    struct.pack_into("<II", header, 418, 0, len(pieces))
    return compound({"WordDocument": bytes(header) + written, "1Table": pieces})


def write(folder: Path, content: bytes, name: str = "letter.doc") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("kreuzberg") is None, reason="the extra “rare” is not installed"
)


@needs_extra
def test_a_word_document_of_before_2007(tmp_path: Path) -> None:
    path = write(tmp_path, word("Dear Maya,\rthe flat is yours from 1 April.\rTom"))
    records = read(path, kind="rare")
    found, text = document(records)
    assert found.title == "letter.doc"
    assert text.split("\n") == ["Dear Maya,", "the flat is yours from 1 April.", "Tom"]
    assert [one.first_line for one in records if isinstance(one, DocumentPart)] == [1]
    (member,) = files(zipped(tmp_path / "a.zip", {"old/letter.doc": path.read_bytes()}))
    assert "the flat is yours" in document(list(rare.Rare().read(member, None)))[1]  # type: ignore[arg-type]


@needs_extra
def test_nothing_of_it_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    read(write(tmp_path, word("secret words")))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "letter.doc"]


def test_without_the_extra_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SourceProblem, match="It is a Word document from before 2007, which an extra reads") as caught:
        read(write(tmp_path, word("x")), kind="rare")
    assert caught.value.next_step == f"Run `{sys.executable} -m pip install 'homebody[rare]'`, then add it again."


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        ("Workbook", "an Excel workbook"),
        ("PowerPoint Document", "a PowerPoint presentation"),
        ("__properties_version1.0", "a message that Outlook saved"),
    ],
)
def test_compound_files_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: str, said: str) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    many = {f"other {number}": b"" for number in range(5)}
    with pytest.raises(SourceProblem, match=said):
        read(write(tmp_path, compound({**many, stream: b""}), "file"), kind="rare")


def test_an_encrypted_office_file_is_called_so(tmp_path: Path) -> None:
    path = write(tmp_path, compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "plan.docx")
    with pytest.raises(SourceProblem, match="It is encrypted and needs a password"):
        read(path, kind="rare")


def test_other_compound_files_are_nothing_to_read(tmp_path: Path) -> None:
    path = write(tmp_path, compound({"Catalog": b"thumbnails"}), "Thumbs.db")
    with pytest.raises(UnknownFormat):
        detect(only(path))
    loop = bytearray(compound({"Catalog": b"x"}))
    struct.pack_into("<I", loop, SECTOR + 4, 1)  # the directory's next sector is itself
    with pytest.raises(UnknownFormat):
        detect(only(write(tmp_path, bytes(loop), "loop.db")))


def test_pictures_are_read_only_where_they_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(100), "scan.png")
    assert detect(only(path)).kind == "rare"
    assert [item.reason for item in left_out(tmp_path)] == ["It is a picture, a sound or a film."]


def test_a_machine_without_language_data_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(rare, "_asked", lambda *_: {"languages": []})
    with pytest.raises(SourceProblem, match="no language data"):
        read(write(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(100), "scan.png"))


def test_languages_are_those_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("deu", "eng", "osd", "fra"):
        (tmp_path / f"{name}.traineddata").write_bytes(b"")
    monkeypatch.setattr(rare_reader, "_LANGUAGE_FOLDERS", ("", str(tmp_path / "none"), str(tmp_path)))
    assert rare_reader.languages() == (str(tmp_path), ["eng", "deu", "fra"])


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import time; time.sleep(60)", "it took too long"),
        ("import os; os.abort()", "is damaged"),
        ('print(\'{"error": "Password required"}\')', "needs a password"),
        ('print(\'{"text": " "}\')', "has no text"),
    ],
)
def test_a_reader_that_hangs_or_crashes_costs_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    script = tmp_path / "reader.py"
    script.write_text(program)
    monkeypatch.setattr(rare_reader, "__file__", str(script))
    monkeypatch.setattr(rare, "SECONDS", 1.0 if "sleep" in program else 30.0)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    with pytest.raises(SourceProblem, match=reason):
        read(write(tmp_path, word("x")))
