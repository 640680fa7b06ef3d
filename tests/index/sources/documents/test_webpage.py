"""HTML: what a reader sees, in whatever state the page is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.documents.webpage import HtmlText, decoded, plain
from index.types.records import DocumentPart
from tests.index.sources.reading import document, read, sample


def test_the_sample_blog() -> None:
    records = read(sample("files", "markitdown", "test_blog.html"), kind="html")
    found, text = document(records)
    assert found.title == (
        "Does Model and Inference Parameter Matter in LLM Applications? - A Case Study for MATH | AutoGen"
    )
    assert [record.label for record in records if isinstance(record, DocumentPart)] == [
        None,
        "section Experiment Setup",
        "section Experiment Results",
        "section Analysis and Discussion",
    ]
    assert "the baseline accuracy of untuned gpt-4 can be improved by 20% in high school math competition" in text
    assert "- gpt-3.5-turbo, a relatively cheap model that powers the popular ChatGPT app\n- gpt-4, the state" in text
    assert "## For Further Reading\n\n- Research paper about the tuning technique" in text
    assert "function" not in text
    assert "<" not in text.replace("< ", "")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two<br>lines</p>", "One\nTwo\nlines"),
        ("<b>bo</b>ld  and\n <i>italic</i>", "bold and italic"),
        ("1 &lt; 2 &amp; caf&eacute; &#8364;&nbsp;5", "1 < 2 & café €\xa05"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<table><tr><th>Name<th>Age<tr><td>Ann</td><td><p>30</p></td></tr></table>", "| Name | Age\n| Ann | 30"),
        ("a<script>if (a < b) document.write('<p>no</p>')</script>b", "ab"),
        ("<style>p { color: red }</style>a<!-- <p>no</p> -->b", "ab"),
        ("<pre>x = 1\n  y</pre>", "x = 1\n  y"),
        ('<img src="a.png" alt="A lake"> at dawn', "A lake at dawn"),
        ('<a title="a > b" href=x>link</a>', "link"),
        ("<blockquote type=cite>they wrote<br>this</blockquote>mine", "> they wrote\n> this\nmine"),
        ("<blockquote>just set in</blockquote>", "just set in"),
        ("a < b <3 c", "a < b <3 c"),
        ("<nav>Home</nav>text", "text"),
        ("<nav>Home<p>never closed", "Home\nnever closed"),
        ("<script>never closed", ""),
        ("text <!-- never closed", "text"),
        ("text <a href=", "text"),
        ("<svg><title>icon</title></svg>text", "text"),
        ('<span style="display:none">say it</span>seen', "seen"),
        ("<div style='color:red; Display : NONE !important'>a<div>b</div></div>seen", "seen"),
        ('<div style="visibility:hidden">a</div><div hidden>b</div><div hidden="">c</div>seen', "seen"),
        ('<span style="font-size:0;color:#fff">say it</span>seen', "seen"),
        ('<div style="font-size:0px"><span style="font-size:14px">seen</span></div>', "seen"),
        ('<a href="hidden" title="display:none">seen</a>', "seen"),
        ('<input type="hidden" value="x">seen', "seen"),
        ('<div style="display:none">never closed', "never closed"),
    ],
)
def test_what_a_reader_sees(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_headings_and_title() -> None:
    page = HtmlText("<title>A &amp; B\n</title><h1>Top</h1><p>x<h2>Under</h2>")
    assert [(block.level, block.text) for block in page.blocks()] == [(1, "Top"), (0, "x"), (2, "Under")]
    assert page.title == "A & B"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<meta charset=iso-8859-1>Käse".encode("latin-1"), "Käse"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">東京'.encode("shift_jis"), "東京"),
        ("<meta charset=iso-2022-xx>Käse".encode(), "Käse"),
        ("<meta charset=ascii>Käse und Brot".encode(), "Käse und Brot"),
        ("<p>Käse".encode("utf-16"), "Käse"),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert plain(decoded(content)) == text


def test_a_page_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "saved"
    path.write_text("<!DOCTYPE html><title>Saved</title><p>words")
    found, text = document(read(path, kind="html"))
    assert (found.title, text) == ("Saved", "words")
    (tmp_path / "about.txt").write_text("How to write <html> pages\n")
    read(tmp_path / "about.txt", kind="text")


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<!--",
        '<a "',
        "<script>",
        "&amp",
        "<td>",
        "<div>",
        "<blockquote type=cite>",
        "<nav>",
        "</",
        "<p a='>",
        "<div hidden>",
        "<p hidden>",
    ],
)
def test_hostile_pages_take_linear_time(piece: str) -> None:
    # Quadratic work on these would take hours; the test itself only has to end.
    for _ in HtmlText(piece * 50_000 + "x").blocks():
        pass


@given(st.text(alphabet="<>/!-abp\"'= \n&;", max_size=200))
def test_any_text_can_be_read(markup: str) -> None:
    HtmlText(markup)
    list(HtmlText(markup).blocks())


@given(st.lists(st.text(alphabet=st.characters(categories=("L", "N")), min_size=1), min_size=1, max_size=8))
def test_words_come_through(words: list[str]) -> None:
    assert plain("".join(f"<p>{word}</p>" for word in words)) == "\n".join(words)
