"""Folders and zips walked: what is found, what is left out and why."""

from __future__ import annotations

import io
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from index.sources.base import InputFile
from index.sources.files import containers
from index.sources.files import walk as walking
from index.sources.files.walk import walk
from index.types.events import FileSkipped
from tests.index.sources.reading import files, left_out, only, zipped


def write(path: Path, content: bytes | str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def names(*paths: Path) -> list[str]:
    return [file.name for file in files(*paths)]


def reasons(*paths: Path) -> dict[str, str]:
    return {Path(item.path).name: item.reason for item in left_out(*paths)}


def test_a_folder_is_walked_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", "b/d/3.txt"):
        write(tmp_path / name)
    assert names(tmp_path) == ["a.txt", "b/1.txt", "b/2.txt", "b/d/3.txt", "c.txt"]
    assert names(tmp_path, tmp_path / "a.txt", tmp_path / "b") == names(tmp_path), "each file once"
    containers_seen = {id(file.container) for file in files(tmp_path)}
    assert len(containers_seen) == 1
    assert files(tmp_path)[0].container.names() == ("a.txt", "c.txt", "b/1.txt", "b/2.txt", "b/d/3.txt")


def test_a_file_knows_itself_and_what_lies_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "beside.txt", "beside")
    write(tmp_path / "below" / "deep.txt")
    file = only(write(tmp_path / "a.txt", "hello"))
    assert (file.key, file.name, file.base_name, file.size) == (str(tmp_path / "a.txt"), "a.txt", "a.txt", 5)
    assert file.head(3) == b"hel"
    assert file.container.names() == ("a.txt", "beside.txt")
    with file.container.open("beside.txt") as stream:
        assert stream.read() == b"beside"


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/passwd", "nothing.txt", "link.txt", "sub/../../secret.txt", "x\0y"]
)
def test_a_container_opens_nothing_outside_of_it(tmp_path: Path, name: str) -> None:
    write(tmp_path / "secret.txt")
    root = tmp_path / "root"
    file = only(write(root / "a.txt"))
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(KeyError):
        file.container.open(name)


def test_what_is_left_out_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "kept.txt")
    write(tmp_path / ".git" / "config")
    write(tmp_path / ".hidden.txt")
    write(tmp_path / "node_modules" / "x.js")
    write(tmp_path / "env" / "pyvenv.cfg")
    write(tmp_path / "thumbs" / "CACHEDIR.TAG")
    write(tmp_path / "photo.txt", b"\xff\xd8\xff\xe0" + bytes(100))
    write(tmp_path / "program", b"\x7fELF" + bytes(100))
    write(tmp_path / "packed.txt", b"\x1f\x8b\x08" + bytes(100))
    write(tmp_path / "wide.txt", "wide".encode("utf-16-le"))
    (tmp_path / "loop").symlink_to(tmp_path)
    assert names(tmp_path) == ["kept.txt", "wide.txt"]
    assert reasons(tmp_path) == {
        ".git": "It is hidden.",
        ".hidden.txt": "It is hidden.",
        "node_modules": "It is a folder of caches or packages.",
        "env": "It is a folder of caches or packages.",
        "thumbs": "It is a folder of caches or packages.",
        "photo.txt": "It is a picture, a sound or a film.",
        "program": "It is a binary file.",
        "packed.txt": "It is a packed archive; unpack it to add it.",
        "loop": "It is a link.",
    }
    assert not any(item.failed for item in left_out(tmp_path))


def test_what_the_owner_points_at_is_not_left_out(tmp_path: Path) -> None:
    hidden = write(tmp_path / ".hidden.txt")
    photo = write(tmp_path / "photo.jpg", b"\xff\xd8\xff\xe0" + bytes(100))
    link = tmp_path / "link.txt"
    link.symlink_to(hidden)
    assert names(hidden, photo) == [".hidden.txt", "photo.jpg"]
    assert only(link).head() == b"text"


def test_an_ignore_file(tmp_path: Path) -> None:
    for name in (
        "a.log",
        "b/a.log",
        "b/keep.log",
        "draft.md",
        "b/draft.md",
        "old/x.txt",
        "b/old",
        "b/c/deep.tmp",
        "b/z.txt",
    ):
        write(tmp_path / name)
    write(tmp_path / ".homebodyignore", "# drafts\n*.log\n!keep.log\n/draft.md\nold/\nb/**/*.tmp\n")
    write(tmp_path / "b" / ".homebodyignore", "z.txt\n")
    assert names(tmp_path) == ["b/draft.md", "b/keep.log", "b/old"]
    assert set(reasons(tmp_path).values()) == {".homebodyignore names it."}


def test_paths_that_are_not_there(tmp_path: Path) -> None:
    (missing,) = left_out(tmp_path / "nowhere" / "x.txt")
    assert (missing.failed, missing.reason) == (True, "There is no such file or folder.")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert reasons(tmp_path) == {"pipe": "It is neither a file nor a folder."}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    path.chmod(0)
    assert reasons(tmp_path) == {"a.txt": "You have no permission to read it."}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_name_that_is_no_text_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    old = [tmp_path / os.fsdecode(name) for name in (b"caf\xe9.txt", b"\xff")]
    for folder in old:
        folder.mkdir()
        (folder / "inside.txt").write_text("x")
    found = list(walk([tmp_path, old[1]]))
    assert [one.name for one in found if isinstance(one, InputFile)] == ["a.txt"]
    skipped = [one for one in found if isinstance(one, FileSkipped)]
    assert [Path(one.path).name for one in skipped] == ["caf\ufffd.txt", "\ufffd", "\ufffd"]
    assert all(one.failed and "Rename it" in one.next_step for one in skipped)


def test_folders_beyond_all_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "DEPTH", 5)
    write(tmp_path.joinpath(*"abcdefgh") / "deep.txt")
    write(tmp_path / "a" / "b" / "near.txt")
    assert names(tmp_path) == ["a/b/near.txt"]
    assert reasons(tmp_path) == {"f": "It is more than 5 folders deep."}


def test_a_zip_is_walked_and_nothing_is_written(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", {"b/chat.txt": "hello", "a.txt": "x", "photo.jpg": b"\xff\xd8\xff\xe0"})
    before = sorted(tmp_path.rglob("*"))
    first, second = files(path)
    assert (first.name, second.name, second.member, second.size) == ("a.txt", "b/chat.txt", "b/chat.txt", 5)
    assert second.key == f"{path}!/b/chat.txt"
    assert second.head() == b"hello"
    assert set(second.container.names()) == {"b/chat.txt", "a.txt", "photo.jpg"}
    assert sorted(tmp_path.rglob("*")) == before
    assert [file.key for file in files(tmp_path)] == [first.key, second.key]


def test_members_that_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "hostile.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "../up.txt",
            "/abs.txt",
            "a/../../up.txt",
            "C:\\x.txt",
            ".hidden",
            "__MACOSX/a.txt",
            "good.txt",
        ):
            archive.writestr(name, "x")
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert names(path) == ["good.txt"]
    found = [item.reason for item in left_out(path)]
    assert found.count("Its name leads out of the archive.") == 4
    assert found.count("It is hidden or a cache.") == 2
    assert "It is a link." in found


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "SPARE_BYTES", 1_000_000)
    path = zipped(tmp_path / "bomb.zip", {"zeros.txt": bytes(20_000_000)})
    (refused,) = left_out(path)
    assert refused.failed
    assert "zip bomb" in refused.reason
    assert files(path) == []


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "ARCHIVE_MEMBERS", 3)
    path = zipped(tmp_path / "many.zip", {f"{n}.txt": "x" for n in range(4)})
    assert left_out(path)[0].failed


def test_a_truncated_zip_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = zipped(tmp_path / "cut.zip", {"a.txt": "hello" * 1000})
    path.write_bytes(path.read_bytes()[:-30])
    write(tmp_path / "good.txt")
    assert names(tmp_path) == ["good.txt"]
    assert reasons(tmp_path) == {"cut.zip": "The archive is damaged or cut short."}


def test_a_zip_that_is_one_document_is_one_file(tmp_path: Path) -> None:
    path = zipped(tmp_path / "letter.docx", {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
    assert names(path) == ["letter.docx"]


def test_many_archives_share_few_open_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "OPEN_ARCHIVES", 2)
    for number in range(6):
        zipped(tmp_path / f"{number}.zip", {"a.txt": f"text {number}"})
    handles = Path("/proc/self/fd")
    if not handles.exists():
        pytest.skip("this platform does not list a process's open files")
    before = len(list(handles.iterdir()))
    found = [item for item in walk([tmp_path]) if isinstance(item, InputFile)]
    assert [file.head() for file in found] == [f"text {number}".encode() for number in range(6)]
    assert len(list(handles.iterdir())) <= before + 2


def packed(members: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in members.items():
            archive.writestr(member, text)
    return content.getvalue()


def test_archives_inside_archives_are_walked(tmp_path: Path) -> None:
    inner = packed({"chat.txt": "hello", "deep.zip": packed({"a/b.txt": "deep"}), "../up.txt": "x"})
    path = zipped(tmp_path / "outer.zip", {"phone/backup.dat": inner, "z.txt": "last"})
    found = files(path)
    assert [file.key for file in found] == [
        f"{path}!/phone/backup.dat!/chat.txt",
        f"{path}!/phone/backup.dat!/deep.zip!/a/b.txt",
        f"{path}!/z.txt",
    ]
    assert [file.name for file in found] == ["chat.txt", "a/b.txt", "z.txt"]
    assert [file.head() for file in found] == [b"hello", b"deep", b"last"]
    assert found[0].container.names() == ("chat.txt", "deep.zip", "../up.txt")
    assert [item.reason for item in left_out(path)] == ["Its name leads out of the archive."]
    assert list(tmp_path.iterdir()) == [path]


def test_a_document_inside_an_archive_is_one_file(tmp_path: Path) -> None:
    document = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})
    path = zipped(tmp_path / "outer.zip", {"paper.docx": document, "in.zip": packed({"paper.docx": document})})
    assert [file.key for file in files(path)] == [f"{path}!/in.zip!/paper.docx", f"{path}!/paper.docx"]
    assert all(file.open().read() == document for file in files(path))


def test_archives_that_go_on_and_on_are_followed_so_deep(tmp_path: Path) -> None:
    content = packed({"bottom.txt": "x"})
    for level in range(walking.ARCHIVE_DEPTH + 1):
        content = packed({"next.zip": content, f"{level}.txt": "x"})
    path = tmp_path / "deep.zip"
    path.write_bytes(content)
    assert [file.base_name for file in files(path)] == ["3.txt", "2.txt", "1.txt", "0.txt"]
    assert [item.reason for item in left_out(path)] == ["It is an archive inside 3 others."]


def test_a_bomb_inside_an_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "SPARE_BYTES", 1_000_000)
    # Each for itself is harmless; together they are 40 MB out of a few kB.
    bombs = {f"{n}.zip": packed({f"{m}.txt": bytes(500_000) for m in range(10)}) for n in range(8)}
    path = zipped(tmp_path / "bombs.zip", {**bombs, "good.txt": "x"})
    refused = [item for item in left_out(path) if "zip bomb" in item.reason]
    assert refused
    assert sum(file.size for file in files(path)) < walking.ARCHIVE_RATIO * path.stat().st_size + 1_000_000
    assert "good.txt" in names(path)


def test_an_archive_inside_an_archive_may_be_broken_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = packed({"a.txt": "x" * 1000})
    path = zipped(tmp_path / "a.zip", {"cut.zip": whole[:60], "b.txt": "x"})
    assert [(item.failed, item.reason) for item in left_out(path)] == [(True, "The archive is damaged or cut short.")]
    assert names(path) == ["b.txt"]
    monkeypatch.setattr(walking, "NESTED_BYTES", 50)
    (large,) = left_out(zipped(tmp_path / "b.zip", {"large.zip": whole}))
    assert large.reason.startswith("It is an archive inside an archive, and larger than")


def test_the_folders_of_a_maildir_are_not_hidden(tmp_path: Path) -> None:
    for folder in ("", ".Sent/", ".Sent.2020/"):
        for part in ("cur", "new", "tmp"):
            write(tmp_path / f"{folder}{part}" / "1700000000.M1.host:2,S", "From: a@b.c\n\nx")
    write(tmp_path / ".cache" / "a.txt")
    assert sorted(names(tmp_path)) == sorted(
        f"{folder}{part}/1700000000.M1.host:2,S" for folder in ("", ".Sent/", ".Sent.2020/") for part in ("cur", "new")
    )
    assert (
        sorted(item.reason for item in left_out(tmp_path))
        == ["It is hidden."] + ["It is where a Maildir keeps mail that is still being delivered."] * 3
    )
