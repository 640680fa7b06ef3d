"""Source code and Org files: what they are called, and that passages say their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.types.records import DocumentPart
from tests.index.sources.reading import document, read, wall


def write(folder: Path, content: str | bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("f.py", "def f():\n\treturn 1\n", "f.py (Python)"),
        ("Main.java", "class Main {}\n", "Main.java (Java)"),
        ("Makefile", "all:\n\techo\n", "Makefile (Make)"),
        ("backup", "#!/bin/bash\nset -e\n", "backup (Bash)"),
        ("backup", "#!/usr/bin/env python3.11\nprint(1)\n", "backup (Python)"),
        ("backup", "#!/usr/bin/env -S node\n1\n", "backup (JavaScript)"),
        ("a.PS1", "Write-Host\n", "a.PS1 (PowerShell)"),
    ],
)
def test_languages(tmp_path: Path, name: str, content: str, title: str) -> None:
    found, text = document(read(write(tmp_path, content, name), kind="code"))
    assert (found.title, text) == (title, content)
    assert found.modified is not None


def test_what_only_looks_like_code_is_text(tmp_path: Path) -> None:
    read(write(tmp_path, "#!not a program\n", "notes"), kind="text")
    read(write(tmp_path, "python\n", "python"), kind="text")


def test_packed_lines_are_cut_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, "a=1\n" + "x" * 2_500_000 + "\nb=2\n", "a.min.js")
    _, text = document(read(path, kind="code"))
    lines = text.split("\n")
    assert [len(line) for line in lines] == [3, 2000, 3, 0]
    assert lines[2] == "b=2"


ORG = """\
#+TITLE: The cabin
#+DATE: [2026-03-03 Tue]
* TODO Book [[https://example.org/cabin][the cabin]]   :travel:
  :PROPERTIES:
  :ID: 123
  :END:
  DEADLINE: <2026-03-10 Tue>
** Notes
See [[file:map.pdf]].
#+BEGIN_SRC python
* a[[0]]
#+END_SRC
"""


def test_an_org_file(tmp_path: Path) -> None:
    records = read(write(tmp_path, ORG, "cabin.org"), kind="org")
    found, text = document(records)
    assert (found.title, wall(found.modified)) == ("The cabin", "2026-03-03 00:00:00")
    assert text.split("\n")[2:] == [
        "# TODO Book the cabin   :travel:",
        *[""] * 3,
        "  DEADLINE: <2026-03-10 Tue>",
        "## Notes",
        "See map.pdf.",
        "#+BEGIN_SRC python",
        "* a[[0]]",
        "#+END_SRC",
        "",
    ]
    assert [record.first_line for record in records if isinstance(record, DocumentPart)] == [1]


def test_an_org_file_by_its_first_line(tmp_path: Path) -> None:
    found, _ = document(read(write(tmp_path, "# -*- mode: org -*-\n* First\n", "notes"), kind="org"))
    assert found.title == "First"


def test_a_drawer_that_never_ends_hides_no_heading(tmp_path: Path) -> None:
    _, text = document(read(write(tmp_path, "* A\n:PROPERTIES:\n:ID: 1\n* B\ntext\n", "a.org")))
    assert text == "# A\n\n\n# B\ntext\n"
