"""Rich text and notebooks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceProblem
from index.sources.documents.rtf import _Reading
from index.types.records import DocumentPart
from tests.index.sources.reading import document, problems, read, sample


def text_of(written: str) -> str:
    return "\n".join(block.text for block in _Reading(written).blocks())


def test_a_polish_sample() -> None:
    found, text = document(read(sample("files", "striprtf", "ansicpg1250.rtf"), kind="rtf"))
    assert found.title == "DANE WNIOSKODAWCY"
    assert text.startswith("Proszę o zapoznanie się z poniższą klauzulą informacyjną.\n\nZgodnie z rozporządzeniem ")
    assert text.endswith("(Dz. Urz. UE L 119 z 04.05.2016 r., str. 1) informuję.")
    assert "z dnia \n27 kwietnia 2016 r. w sprawie ochrony osób fizycznych w związku z przetwarzaniem danych" in text
    assert "\\" not in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"{\rtf1 One\par Two\line lines}", "One\nTwo\nlines"),
        (r"{\rtf1\ansi\ansicpg1252 Gr\'fc\'dfe \'96 ok}", "Grüße – ok"),
        (r"{\rtf1\ansicpg1250\deff0{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset0 B;}}\'cf\f1 \'b9}", "Пą"),
        (r"{\rtf1{\fonttbl{\f3\fcharset128 MS;}}\f3\'93\'8c\'8b\'9e}", "東京"),
        (r"{\rtf1\uc1 caf\u233e and \u8364\'80}", "café and €"),
        (r"{\rtf1{\uc0 \u233}\u233 e}", "éé"),
        (r"{\rtf1\u-10179?\u-8704?}", "😀"),
        (r"{\rtf1\u-10179? alone}", "\ufffd alone"),
        (r"{\rtf1{\*\unknown hidden {deeper}}{\pict 00ff}seen}", "seen"),
        (r"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt link}} after}", "link after"),
        (r"{\rtf1 a\{b\}c\\d\~e\_f\-g}", "a{b}c\\d\u00a0e-fg"),
        (r"{\rtf1 \ldblquote q\rdblquote  \emdash  \bullet}", "“q” — •"),
        (r"{\rtf1 seen{\v hidden}{\deleted gone} too}", "seen too"),
        (r"{\rtf1\pard{\listtext\'b7\tab}item\par\pard text}", "- item\ntext"),
        (r"{\rtf1\trowd a\intbl\cell b\cell\row\pard after}", "| a | b\nafter"),
        (r"{\rtf1 before{\footnote note}after", "beforenoteafter"),
        ("{\\rtf1 one\r\ntwo\\\r\nthree}", "onetwo\nthree"),
        ("{\\rtf1 x\\bin3 \\'{y}", "xy"),
        ("}}}{\\rtf1 more}}", "more"),
    ],
)
def test_what_rich_text_says(written: str, text: str) -> None:
    assert text_of(written) == text


def test_headings() -> None:
    blocks = list(_Reading(r"{\rtf1\pard\outlinelevel0 Top\par\pard text\par}").blocks())
    assert [(block.level, block.text) for block in blocks] == [(1, "Top"), (0, "text")]


def test_groups_without_end_end() -> None:
    assert text_of("{\\rtf1 a" + "{" * 500_000 + "b" + "}" * 500_000 + "c") == "abc"


@given(st.text(alphabet="{}\\'*abfpru01 -?\n\x80ü", max_size=200))
def test_any_text_can_be_read(written: str) -> None:
    assert isinstance(text_of("{\\rtf1" + written), str)


# ── Notebooks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def cells(path: Path) -> list[tuple[str | None, str]]:
    return [(record.label, record.text) for record in read(path, kind="ipynb") if isinstance(record, DocumentPart)]


def notebook(folder: Path, *found: Any, **more: Any) -> Path:
    path = folder / "a.ipynb"
    path.write_text(json.dumps({"cells": found, **more}))
    return path


def test_the_sample_notebook() -> None:
    path = sample("files", "markitdown", "test_notebook.ipynb")
    assert document(read(path))[0].title == "Test Notebook Title"
    assert cells(path) == [
        ("cell 1", "# Test Notebook"),
        ("cell 2", 'print("markitdown")\n\nmarkitdown'),
        ("cell 3", "## Code Cell Below"),
        ("cell 4", "# comment in code\nprint(42)\n\n42"),
        ("cell 5", "End\n\n---"),
    ]


def test_cells_of_every_kind(tmp_path: Path) -> None:
    path = notebook(
        tmp_path,
        {"cell_type": "markdown", "source": "text\n# The *title* #\n"},
        {"cell_type": "code", "source": ["x"], "outputs": [
            {"data": {"text/plain": ["a table"], "image/png": "iVBOR"}},
            {"output_type": "stream", "text": "y" * 5000},
        ]},
        {"cell_type": "raw", "source": None},
        "not a cell",
    )  # fmt: skip
    assert document(read(path))[0].title == "The *title*"
    assert cells(path) == [("cell 1", "text\n# The *title* #"), ("cell 2", f"x\n\na table\n\n{'y' * 2000}")]


def test_a_notebook_of_the_third_version(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    old = [{"cell_type": "heading", "source": "Old"}, {"cell_type": "code", "input": ["1 + 1"], "outputs": []}]
    path.write_text(json.dumps({"worksheets": [{"cells": old}], "nbformat": 3}))
    assert cells(path) == [("cell 1", "# Old"), ("cell 2", "1 + 1")]


def test_a_notebook_that_breaks_off(tmp_path: Path) -> None:
    path = notebook(tmp_path, {"cell_type": "markdown", "source": "kept"}, {"cell_type": "code", "source": "lost"})
    path.write_text(path.read_text()[:-30])
    assert cells(path) == [("cell 1", "kept")]
    assert len(problems(read(path))) == 1
    path.write_text('{"cells": [')
    with pytest.raises(SourceProblem, match="not valid JSON"):
        read(path)
