"""A Takeout of different things sorts itself out, as a folder and as zips; Keep's notes."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceProblem
from index.sources.detect import detect
from tests.index.sources.reading import document, files, read, utc

MAIL = "From: Maya <maya@example.org>\nTo: t@example.org\nSubject: Hi\nDate: Fri, 06 Nov 2026 19:41:00 +0100\n\nx\n"
NOTE = {
    "color": "DEFAULT", "isTrashed": False, "isPinned": False, "isArchived": False, "title": "Packing",
    "listContent": [{"text": "tent", "isChecked": True}, {"text": "stove", "isChecked": False}],
    "labels": [{"name": "Cabin"}], "annotations": [{"url": "https://example.org/", "title": "The cabin"}],
    "userEditedTimestampUsec": 1762458060000000, "createdTimestampUsec": 1762450000000000,
}  # fmt: skip
PAGE = '<html><body><div class="note"><div class="heading">6 Nov</div>Packing</div></body></html>'
EVENT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nDTSTART:20260101T000000Z\nEND:VEVENT\nEND:VCALENDAR\n"
MEMBERS = {
    "Takeout/Mail/All mail Including Spam and Trash.mbox": f"From 1@xxx Fri Nov 06 19:41:00 +0000 2026\n{MAIL}",
    "Takeout/Calendar/Home.ics": EVENT,
    "Takeout/Contacts/All Contacts/All Contacts.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Maya\nEND:VCARD\n",
    "Takeout/Keep/Packing.json": json.dumps(NOTE),
    "Takeout/Keep/Packing.html": PAGE,
    "Takeout/Keep/Labels.txt": "Cabin\n",
    "Takeout/Drive/Plan.md": "# Plan\n",
    "Takeout/Drive/budget.csv": "What,Euro\nbread,3\n",
    "Takeout/Drive/pages/index.html": "<html><body><p>Hello</p></body></html>",
    "Takeout/Google Photos/1.jpg": "\xff\xd8\xff",
    "Takeout/archive_browser.html": "<!doctype html><html><body>Archive</body></html>",
}
KINDS = {"email": 1, "calendar": 1, "contacts": 1, "keep": 2, "text": 1, "markdown": 1, "csv": 1, "html": 2}


def kinds(*paths: Path) -> dict[str, int]:
    return dict(Counter(detect(file).kind for file in files(*paths)))


def content(text: str) -> bytes:
    return text.encode("latin-1") if text.startswith("\xff") else text.encode()


def test_a_folder_sorts_itself_out(tmp_path: Path) -> None:
    for name, text in MEMBERS.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(text))
    assert kinds(tmp_path) == KINDS


def test_so_do_split_zips(tmp_path: Path) -> None:
    paths = [tmp_path / f"takeout-20261106T194100Z-00{number}.zip" for number in (1, 2)]
    for number, path in enumerate(paths):
        with zipfile.ZipFile(path, "w") as archive:
            for at, (name, text) in enumerate(MEMBERS.items()):
                if name.startswith("Takeout/Keep") == bool(number) or at % 2 == 2:
                    archive.writestr(name, content(text))
    assert kinds(*paths) == KINDS
    assert kinds(tmp_path) == KINDS


def keep(folder: Path, **changed: Any) -> Path:
    path = folder / "note.json"
    path.write_text(json.dumps({**NOTE, **changed}), "utf-8")
    return path


def test_a_note(tmp_path: Path) -> None:
    found, text = document(read(keep(tmp_path), kind="keep"))
    assert (found.title, utc(found.modified)) == ("Packing", "2025-11-06 19:41:00")
    assert text == "Packing\n\n- [x] tent\n- [ ] stove\nThe cabin https://example.org/\nLabels: Cabin"


def test_a_note_without_title_is_called_by_its_first_line(tmp_path: Path) -> None:
    found, text = document(
        read(keep(tmp_path, title="", listContent=None, labels=[], annotations=7, textContent="a\nb"))
    )
    assert (found.title, text) == ("a", "a\nb")


def test_a_note_in_the_bin_is_not_read(tmp_path: Path) -> None:
    assert read(keep(tmp_path, isTrashed=True), kind="keep") == []


def test_a_page_without_its_json_is_read_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "Packing.html"
    path.write_text(PAGE)
    assert "Packing" in document(read(path, kind="html"))[1]


def test_a_note_that_is_cut_is_said(tmp_path: Path) -> None:
    path = keep(tmp_path)
    path.write_text(path.read_text()[:-1])
    with pytest.raises(SourceProblem, match="not valid JSON"):
        read(path, kind="keep")
