"""Excel workbooks: what the cells show, and where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.types.records import DocumentPart
from tests.index.sources.reading import document, read, sample, zipped

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REFERENCE = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STYLES = (
    f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="&quot;days&quot; 0.0"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>'
    "</styleSheet>"
)


def xlsx(folder: Path, rows: str, *, strings: str = "", workbook: str = "") -> Path:
    return zipped(
        folder / "a.xlsx",
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook {MAIN} {REFERENCE}>{workbook}<sheets>"
            '<sheet name="Kosten" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
            "xl/styles.xml": STYLES,
        },
    )


def parts(path: Path) -> list[tuple[str | None, str]]:
    return [(record.label, record.text) for record in read(path, kind="xlsx") if isinstance(record, DocumentPart)]


def test_the_sample() -> None:
    found = parts(sample("files", "markitdown", "test.xlsx"))
    assert [label for label, _ in found] == ["sheet Sheet1, row 1", "sheet 09060124-b5e7-4717-9d07-3c046eb, row 1"]
    lines = found[0][1].splitlines()
    assert len(lines) == 24
    assert lines[0] == "| Alpha | Beta | Gamma | Delta"
    assert lines[13] == "| 58 | 6ff4173b-42a5-4784-9b19-f49caff4d93d | 22 | 9"
    assert found[1][1].splitlines()[-1] == "| 13 | 14 | 15 | affc7dad-52dc-4b98-9b5d-51e65d8a8ad0"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<c><v>12.5</v></c>", "12.5"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ('<c s="1"><v>46086</v></c>', "2026-03-05"),
        ('<c s="2"><v>46086.75</v></c>', "2026-03-05 18:00"),
        ('<c s="4"><v>0.5</v></c>', "12:00"),
        ('<c s="3"><v>46086</v></c>', "46086"),
        ('<c s="1"><v>99999999999</v></c>', "99999999999"),
        ('<c t="s"><v>1</v></c>', "Holz"),
        ('<c t="s"><v>99</v></c>', ""),
        ('<c t="inlineStr"><is><t>in</t><r><t>line</t></r></is></c>', "inline"),
        ('<c t="str"><f>A1&amp;B1</f><v>made</v></c>', "made"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
    ],
)
def test_what_a_cell_shows(tmp_path: Path, cell: str, shown: str) -> None:
    strings = "<si><t>x</t></si><si><r><t>Ho</t></r><r><t>lz</t></r><rPh><t>furigana</t></rPh></si>"
    path = xlsx(tmp_path, f'<row r="3">{cell}<c t="str"><v>end</v></c></row>', strings=strings)
    assert parts(path) == [("sheet Kosten, row 3", f"| {shown} | end" if shown else "| end")]


def test_dates_of_1904(tmp_path: Path) -> None:
    path = xlsx(tmp_path, '<row><c s="1"><v>44624</v></c></row>', workbook='<workbookPr date1904="1"/>')
    assert parts(path) == [("sheet Kosten, row 1", "| 2026-03-05")]


def test_empty_cells_keep_their_place(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="B1"><v>2</v></c><c r="D1"><v>4</v></c></row><row r="9"><c r="A9"/></row>'
    assert parts(xlsx(tmp_path, rows)) == [("sheet Kosten, row 1", "|  | 2 |  | 4")]


def test_long_sheets_come_in_parts_that_are_called_by_their_first_row(tmp_path: Path) -> None:
    rows = '<row r="1"><c t="str"><v>Name</v></c></row>' + "".join(
        f'<row r="{number}"><c t="str"><v>{"word " * 20}{number}</v></c></row>' for number in range(2, 42)
    )
    found = parts(xlsx(tmp_path, rows))
    assert len(found) > 3
    assert all(text.startswith("| Name\n") for _, text in found)
    for label, text in found[1:]:
        assert text.splitlines()[1].endswith(f" {(label or '').rpartition(' ')[2]}")
    lines = [line for _, text in found for line in text.splitlines() if line != "| Name"]
    assert len(lines) == 40


def test_a_workbook_without_sheets_is_damaged_only_if_it_is(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": "", "xl/workbook.xml": f"<workbook {MAIN}/>"})
    assert document(read(path, kind="xlsx"))[1] == ""
    path = zipped(tmp_path / "b.xlsx", {"[Content_Types].xml": "", "xl/workbook.xml": "<workbook"})
    with pytest.raises(SourceProblem, match="damaged"):
        read(path)
