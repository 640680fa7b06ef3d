"""Tar archives, plain and gzipped."""

from __future__ import annotations

import gzip
import json
import random
import tarfile
from pathlib import Path

import pytest

from index.sources.files import tars
from tests.index.mutations.mutate import tar_of
from tests.index.sources.reading import files, left_out, messages, read

EXPORT = {
    "userId": "8:alex",
    "exportDate": "2024-02-01T12:00",
    "conversations": [
        {
            "id": "8:live:maya",
            "displayName": "Maya",
            "MessageList": [
                {
                    "id": "1705312860517",
                    "displayName": "Maya",
                    "originalarrivaltime": "2024-01-15T10:01:00.517Z",
                    "messagetype": "RichText",
                    "content": "Coming on Friday?",
                    "from": "8:live:maya",
                }
            ],
        }
    ],
}


def packed(path: Path, contents: dict[str, bytes], *, gzipped: bool = False) -> Path:
    path.write_bytes(tar_of(contents, packed=gzipped))
    return path


@pytest.mark.parametrize(("name", "gzipped"), [("export.tar", False), ("export.tgz", True), ("export", False)])
def test_an_export_in_a_tar_is_read(tmp_path: Path, name: str, gzipped: bool) -> None:
    written = json.dumps(EXPORT).encode()
    path = packed(tmp_path / name, {"messages.json": written, "media/1.json": b"{}"}, gzipped=gzipped)
    first, second = files(path)
    assert [first.key, second.key] == [f"{path}!/media/1.json", f"{path}!/messages.json"]
    assert second.container.names() == ("messages.json", "media/1.json")
    only = packed(tmp_path / f"only-{name}", {"./messages.json": written}, gzipped=gzipped)
    assert messages(read(only, kind="skype"))[0].body == "Coming on Friday?"


def test_names_that_lead_out_links_and_pictures_are_left_out(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "a.tar", {"../x.txt": b"x", "/y.txt": b"y", ".z/z.txt": b"z", "p.jpg": b"\xff\xd8\xff\xe0"}
    )
    with tarfile.open(path, "a") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert files(path) == []
    assert {skipped.path.rsplit("!/", 1)[1]: skipped.reason for skipped in left_out(path)} == {
        "../x.txt": "Its name leads out of the archive.",
        "/y.txt": "Its name leads out of the archive.",
        ".z/z.txt": "It is hidden or a cache.",
        "p.jpg": "It is a picture, a sound or a film.",
    }


def test_one_that_is_cut_short_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.tar.gz", {"a.txt": random.Random(7).randbytes(5000)}, gzipped=True)
    path.write_bytes(path.read_bytes()[:-2000])
    assert left_out(path)[0].reason == "The archive is damaged or cut short."


def test_one_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tars, "PACKED_BYTES", 2_000_000)
    path = packed(tmp_path / "a.tar.gz", {"a.txt": b"\0" * 3_000_000}, gzipped=True)
    (skipped,) = left_out(path)
    assert (skipped.reason, skipped.next_step) == ("It unpacks to more than 2 MB.", "Unpack it and add the folder.")


def test_a_gzipped_text_is_no_tar(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"hello"))
    assert not tars.is_tar(path.read_bytes())
    assert not tars.is_tar(b"\x1f\x8b and nothing of the kind")
