"""PowerPoint, OpenDocument and EPUB."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.types.records import DocumentPart
from tests.index.sources.reading import document, problems, read, sample, zipped


def parts(path: Path, kind: str) -> list[tuple[str | None, str]]:
    return [(record.label, record.text) for record in read(path, kind=kind) if isinstance(record, DocumentPart)]


# ── Slides ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def slide(*texts: str) -> str:
    return "<sld xmlns:a='a'>" + "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts) + "</sld>"


def relations(**targets: str) -> str:
    listed = "".join(f'<Relationship Id="{name}" Target="{target}"/>' for name, target in targets.items())
    return f"<Relationships>{listed}</Relationships>"


def test_slides_come_in_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "talk.pptx",
        {
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": '<presentation xmlns:r="r"><sldIdLst><sldId id="256" r:id="rId2"/>'
            '<sldId id="257" r:id="rId1"/><sldId id="258" r:id="rId9"/></sldIdLst></presentation>',
            "ppt/_rels/presentation.xml.rels": relations(rId1="slides/slide1.xml", rId2="slides/slide2.xml"),
            "ppt/slides/slide1.xml": slide("Second", "Ende"),
            "ppt/slides/slide2.xml": slide("First", "", "a &amp; b"),
            "ppt/slides/_rels/slide2.xml.rels": relations(rId1="../notesSlides/notesSlide1.xml"),
            "ppt/notesSlides/notesSlide1.xml": slide("say hello", "1"),
        },
    )
    assert parts(path, "pptx") == [("slide 1", "First\na & b\nsay hello"), ("slide 2", "Second\nEnde")]


# ── OpenDocument ──────────────────────────────────────────────────────────────────────────────────────────────────────


def opendocument(folder: Path, body: str, manifest: str = "<manifest/>") -> Path:
    path = folder / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("meta.xml", "<meta xmlns:dc='d'><dc:title>Plan</dc:title></meta>")
        archive.writestr("content.xml", f"<c xmlns:text='t' xmlns:table='u' xmlns:draw='v'>{body}</c>")
    return path


def test_an_opendocument_text(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">Ab<text:span>sch</text:span>nitt</text:h>'
        '<text:p>one<text:span> two</text:span> three<text:s text:c="3"/>x<text:tab/>y<text:line-break/>z</text:p>'
        "<text:list><text:list-item><text:p>first</text:p></text:list-item>"
        "<text:list-item><text:p>second</text:p></text:list-item></text:list>"
        '<table:table table:name="Kosten"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>'
        "<table:table-cell><text:p>b</text:p><text:p>c</text:p></table:table-cell><table:table-cell/></table:table-row>"
        "</table:table><text:p>before<text:note><text:p>the note</text:p></text:note>after</text:p>"
    )
    found, text = document(read(opendocument(tmp_path, body), kind="opendocument"))
    assert found.title == "Plan"
    assert text == (
        "## Abschnitt\n\none two three   x\ty\nz\n\n- first\n- second\n\n## Kosten\n\n| a | b c\n\nthe note\n\nbeforeafter"
    )


def test_an_encrypted_opendocument(tmp_path: Path) -> None:
    path = opendocument(tmp_path, "", "<manifest><encryption-data/></manifest>")
    with pytest.raises(SourceProblem, match="password"):
        read(path)


# ── Books ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def epub(folder: Path, chapters: dict[str, str], **more: str) -> Path:
    path = folder / "a.epub"
    items = "".join(f'<item id="i{n}" href="{name}"/>' for n, name in enumerate(chapters))
    order = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", '<container><rootfile full-path="OPS/book.opf"/></container>')
        archive.writestr(
            "OPS/book.opf",
            "<package xmlns:dc='d'><metadata><dc:title>Seen</dc:title><dc:creator>A. Autorin</dc:creator></metadata>"
            f'<manifest>{items}<item id="gone" href="gone.xhtml"/></manifest>'
            f'<spine>{order}<itemref idref="gone"/></spine></package>',
        )
        for name, content in chapters.items():
            archive.writestr(f"OPS/{name.replace('%20', ' ')}", content)
        for name, content in more.items():
            archive.writestr(f"META-INF/{name}.xml", content)
    return path


def test_the_sample_book() -> None:
    records = read(sample("files", "markitdown", "test.epub"), kind="epub")
    first = "This is a test paragraph with some formatting.\n\nIt includes:"
    second = "Here's a second chapter with a different style.\n\nThis is a blockquote for testing."
    assert document(records)[0].title == "Test EPUB Document (Test Author)"
    assert [(record.label, record.text) for record in records if isinstance(record, DocumentPart)] == [
        (
            "section Chapter 1: Test Content",
            f"# Chapter 1: Test Content\n\n{first}\n\n- A bullet point\n- Another point",
        ),
        ("section Chapter 2: More Content", f"# Chapter 2: More Content\n\n{second}"),
    ]


def test_chapters_in_reading_order(tmp_path: Path) -> None:
    path = epub(tmp_path, {"b%20c.xhtml": "<html><p>zuerst</p></html>", "a.xhtml": "<h1>Zwei</h1><p>dann</p>"})
    records = read(path, kind="epub")
    assert parts(path, "epub") == [("chapter 1", "zuerst"), ("section Zwei", "# Zwei\n\ndann")]
    assert document(records)[0].title == "Seen (A. Autorin)"
    assert [(problem.reason, problem.locator) for problem in problems(records)] == [
        ("the chapter is missing", "chapter 3")
    ]


def test_a_protected_book(tmp_path: Path) -> None:
    encryption = '<encryption><CipherReference URI="OPS/a.xhtml"/></encryption>'
    with pytest.raises(SourceProblem, match="protected"):
        read(epub(tmp_path, {"a.xhtml": "\x8f\x02"}, encryption=encryption), kind="epub")
