"""Tables as text: delimiters, encodings, names of columns, and rows that break."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.documents.tables import _delimiter
from index.types.records import DocumentPart, Record
from tests.index.sources.reading import problems, read


def write(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def parts(records: list[Record]) -> list[tuple[str | None, str]]:
    return [(record.label, record.text) for record in records if isinstance(record, DocumentPart)]


@pytest.mark.parametrize(
    ("sign", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv"), ("\t", "pasted.txt")]
)
def test_delimiters(tmp_path: Path, sign: str, name: str) -> None:
    rows = [["Name", "Paid", "Note"], ["Maya", "12.50", "for bread"], ["Tom", "3", ""], ["Bo", "4", "x"]]
    path = write(tmp_path, "".join(sign.join(row) + "\r\n" for row in rows), name)
    assert parts(read(path, kind="csv")) == [
        ("row 2", "| Name: Maya | Paid: 12.50 | Note: for bread\n| Name: Tom | Paid: 3\n| Name: Bo | Paid: 4 | Note: x")
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "Straße;Größe\nMühlweg;5,5\nAhornallee;6,5\n".encode(encoding))
    assert parts(read(path, kind="csv")) == [
        ("row 2", "| Straße: Mühlweg | Größe: 5,5\n| Straße: Ahornallee | Größe: 6,5")
    ]


def test_a_table_without_names_keeps_its_first_row(tmp_path: Path) -> None:
    assert parts(read(write(tmp_path, "2026-03-01,12.5\n2026-03-02,13\n"))) == [
        ("row 1", "| 2026-03-01 | 12.5\n| 2026-03-02 | 13")
    ]


def test_excel_may_name_the_delimiter(tmp_path: Path) -> None:
    assert parts(read(write(tmp_path, "sep=|\na|b,c\n1|2,3\n"))) == [("row 2", "| a: 1 | b,c: 2,3")]


def test_cells_of_several_lines_and_quotes(tmp_path: Path) -> None:
    path = write(tmp_path, 'Who,What\nMaya,"one, ""two""\nthree"\n\nTom,four\n')
    assert parts(read(path)) == [("row 2", '| Who: Maya | What: one, "two"\nthree\n| Who: Tom | What: four')]


def test_parts_are_called_by_their_first_row(tmp_path: Path) -> None:
    path = write(tmp_path, "n,text\n" + "".join(f"{n},{'word ' * 60}\n" for n in range(2, 12)))
    found = parts(read(path))
    assert [label for label, _ in found] == ["row 2", "row 5", "row 8", "row 11"]
    assert all(text.startswith(f"| n: {(label or '').removeprefix('row ')} ") for label, text in found)


def test_a_quote_that_never_ends_costs_what_it_swallows(tmp_path: Path) -> None:
    path = write(tmp_path, 'a,b\n1,2\n3,"' + "x,y\n" * 50_000 + "9,10\n")
    records = read(path)
    assert parts(records)[0][1].startswith("| a: 1 | b: 2")
    assert problems(records)
    assert all("does not end" in one.reason for one in problems(records))


def test_names_alone_are_found_too(tmp_path: Path) -> None:
    assert parts(read(write(tmp_path, "Name,Birthday\n"))) == [("row 1", "Name | Birthday")]


cells = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(cells, cells, cells), min_size=2, max_size=8), st.sampled_from(",;\t"))
def test_the_delimiter_of_any_table_is_found(rows: list[tuple[str, str, str]], sign: str) -> None:
    bare = [["".join(c for c in cell if c not in ',;\t|"') or "x" for cell in row] for row in rows]
    written = io.StringIO()
    csv.writer(written, delimiter=sign).writerows(bare)
    assert _delimiter(written.getvalue().splitlines(keepends=True)) == sign
