"""Word documents, and what all documents that are zips of XML have in common."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.sources.documents.docx import Docx
from index.types.records import DocumentPart
from tests.index.sources.reading import CONTEXT, document, only, read, sample, utc, zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<w:styles {W}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Eigen"><w:name w:val="Eigene"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="a" xmlns:dc="b" xmlns:dcterms="c"><dc:title>Der  Vertrag</dc:title>'
    "<dcterms:modified>2026-03-05T09:30:00Z</dcterms:modified></cp:coreProperties>"
)


def docx(folder: Path, body: str, **more: str) -> Path:
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "docProps/core.xml": CORE,
    }
    return zipped(folder / "a.docx", members | {name.replace("__", "/") + ".xml": text for name, text in more.items()})


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_the_sample() -> None:
    records = read(sample("files", "markitdown", "test.docx"), kind="docx")
    found, text = document(records)
    assert utc(found.modified) == "2025-03-20 15:40:00"
    assert [record.label for record in records if isinstance(record, DocumentPart)] == [
        "section AutoGen: Enabling Next-Gen LLM Applications via Multi-Agent Conversation",
        "section Introduction",
    ]
    assert "\n| 13 | 14 | 49e168b7-d2ae-407f-a055-2167576f39a1 | 15 | 16 | 17\n| 18 |" in text
    assert "## d666f1f7-46cb-42bd-9a39-9a39cf2a509f\n" in text
    assert text.count("Yao et al., 2022") == 1


def test_headings_lists_and_tables(tmp_path: Path) -> None:
    path = docx(
        tmp_path,
        paragraph("Teil 1", '<w:pStyle w:val="berschrift1"/>')
        + paragraph("Unter", '<w:pStyle w:val="Eigen"/>')
        + paragraph("Text", '<w:tabs><w:tab w:val="left" w:pos="700"/></w:tabs>')
        + paragraph("Punkt", "<w:numPr/>")
        + paragraph("Punkt 2", "<w:numPr/>")
        + f"<w:tbl><w:tr><w:tc>{paragraph('a')}{paragraph('b')}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>"
        + "<w:p><w:r><w:t>x</w:t><w:tab/><w:t>y</w:t><w:br/><w:t>z</w:t></w:r></w:p>",
    )
    found, text = document(read(path, kind="docx"))
    assert (found.title, utc(found.modified)) == ("Der Vertrag", "2026-03-05 09:30:00")
    assert text == "# Teil 1\n\n## Unter\n\nText\n\n- Punkt\n- Punkt 2\n| a b | c\n\nx\ty\nz"


def test_what_was_deleted_or_is_said_twice_is_left_out(tmp_path: Path) -> None:
    path = docx(
        tmp_path,
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t> new</w:t></w:r></w:ins></w:p>"
        "<w:p><w:r><w:Choice><w:t>box</w:t></w:Choice><w:Fallback><w:t>box</w:t></w:Fallback></w:r></w:p>"
        "<w:p><w:r><w:instrText>PAGEREF x</w:instrText></w:r></w:p>",
    )
    assert document(read(path))[1] == "kept new\n\nbox"


def test_notes_and_comments_come_last(tmp_path: Path) -> None:
    notes = f"<w:footnotes {W}>{paragraph('a footnote')}</w:footnotes>"
    comments = f"<w:comments {W}>{paragraph('a comment')}</w:comments>"
    path = docx(tmp_path, paragraph("body"), word__footnotes=notes, word__comments=comments)
    assert document(read(path))[1] == "body\n\na footnote\n\na comment"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        f"{BOMB}<w:document {W}><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>",
        f"<w:document {W}><w:p>",
        "<w>" * 5000,
        "no xml",
    ],
)
def test_xml_that_is_broken_or_hostile(tmp_path: Path, content: str) -> None:
    path = zipped(tmp_path / "a.docx", {"[Content_Types].xml": "", "word/document.xml": content})
    with pytest.raises(SourceProblem, match="damaged"):
        read(path, kind="docx")


def test_a_member_that_unpacks_to_far_more_than_it_should(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"[Content_Types].xml": "", "word/document.xml": b" " * 150_000_000})
    with pytest.raises(SourceProblem, match="damaged"):
        read(path, kind="docx")


def test_a_document_that_is_cut_short_is_not_taken_for_another(tmp_path: Path) -> None:
    path = docx(tmp_path, paragraph("body"))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises((SourceProblem, ValueError)):
        read(path)


def test_a_document_in_an_archive(tmp_path: Path) -> None:
    inner = docx(tmp_path, paragraph("body")).read_bytes()
    outer = zipped(tmp_path / "papers.zip", {"deep/a.docx": inner})
    assert document(read(outer, kind="docx"))[1] == "body"
    assert only(outer).key.endswith("papers.zip!/deep/a.docx")


def test_what_is_no_document_is_said(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    with pytest.raises(SourceProblem, match="not a Word document"):
        list(Docx().read(only(tmp_path / "x.zip"), CONTEXT))
