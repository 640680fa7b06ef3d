"""Notes, plain text and PDFs: what is read, where it stands, and what cannot be read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.sources.documents import pdf, pdf_reader
from index.types.records import DocumentPart, DocumentRecord
from tests.index.sources.reading import document, problems, read, utc, wall


def note(folder: Path, text: str, name: str = "note.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# ── Markdown ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_front_matter_gives_title_and_date(tmp_path: Path) -> None:
    path = note(
        tmp_path, '---\ntags: [a, b]\ntitle: "Plans: 2024" # mine\ndate: 2024-05-01 18:30\n---\n\n# Other\n\ntext\n'
    )
    records = read(path, kind="markdown")
    found, text = document(records)
    assert (found.title, wall(found.modified)) == ("Plans: 2024", "2024-05-01 18:30:00")
    assert text.strip() == "# Other\n\ntext"
    (part,) = [record for record in records if isinstance(record, DocumentPart)]
    assert part.first_line == 6


@pytest.mark.parametrize(
    ("front", "title", "when"),
    [
        ("---\ntitle: Plain\ndate: 2024-05-01\n---\n", "Plain", "2024-05-01 00:00:00"),
        ("+++\ntitle = 'Toml'\ndate = 2024-05-01T10:00:00Z\n+++\n", "Toml", "2024-05-01 10:00:00"),
        ("---\ntitle: 'It''s'\ncreated: 2024/5/1 8:05\n...\n", "It", "2024-05-01 08:05:00"),
    ],
)
def test_front_matter_in_several_hands(tmp_path: Path, front: str, title: str, when: str) -> None:
    found, _ = document(read(note(tmp_path, front + "text\n")))
    assert (found.title, wall(found.modified)) == (title, when)


@pytest.mark.parametrize(
    "front", ["---\ntitle: never closed\n", "--- \n", "---\ndate: soon\ntitle:\n---\n", "---\ndate: 2024-13-45\n---\n"]
)
def test_front_matter_that_is_none_or_nonsense_harms_nothing(tmp_path: Path, front: str) -> None:
    found, text = document(read(note(tmp_path, front + "\n# Heading here #\n\ntext\n")))
    assert found.title == "Heading here"
    assert "text" in text


def test_wikilinks_become_what_they_show(tmp_path: Path) -> None:
    path = note(
        tmp_path,
        "see [[Ann Lee]], [[Ann Lee|her]], [[Notes#Plans]], [[#Below]] and ![[pic.png]]\n"
        "`[[code]]`\n```\n[[fenced]]\n```\n[[after]]\n",
    )
    assert document(read(path))[1] == (
        "see Ann Lee, her, Notes › Plans, Below and pic.png\n`[[code]]`\n```\n[[fenced]]\n```\nafter\n"
    )


def test_a_hostile_line_takes_no_time(tmp_path: Path) -> None:
    path = note(tmp_path, "# " + " " * 100_000 + "x\n" + "`" * 200_000 + "[[a]]\n" + "[[" * 100_000 + "\n")
    assert len(document(read(path))[1]) > 400_000


# ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_long_text_comes_in_parts_that_know_their_lines(tmp_path: Path) -> None:
    path = note(tmp_path, "".join(f"line {number}\n" for number in range(1, 60_001)), "a.txt")
    parts = [record for record in read(path) if isinstance(record, DocumentPart)]
    assert len(parts) > 2
    assert all(part.text.startswith(f"line {part.first_line}\n") for part in parts)
    assert "".join(part.text for part in parts) == path.read_text(encoding="utf-8")


def test_bytes_that_do_not_decode_are_said_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Grüße, schöne\n".encode() * 4 + b"\xe9\n" + b"\xe9\n")
    (problem,) = problems(read(path, kind="text"))
    assert (problem.reason, problem.locator) == ("some bytes are not text in the file's encoding", "line 5")


# ── PDF ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def make_pdf(*pages: str, encrypted: bool = False) -> bytes:
    """Write a PDF with a line of text a page; an empty one is a page without text."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1") if text else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    extra = b""
    if encrypted:
        key = b"<" + b"ab" * 32 + b">"
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >>" % (key, key))
        extra = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, extra, len(out))
    )


def write(folder: Path, data: bytes) -> Path:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return path


def test_a_pdf_has_its_pages(tmp_path: Path) -> None:
    records = read(write(tmp_path, make_pdf("Hello one", "", "Hello three")), kind="pdf")
    assert isinstance(records[0], DocumentRecord)
    assert records[0].title == "a.pdf"
    parts = [record for record in records if isinstance(record, DocumentPart)]
    assert [(part.label, part.text.strip()) for part in parts] == [("page 1", "Hello one"), ("page 3", "Hello three")]
    assert problems(records) == []


def test_a_word_that_a_line_breaks_is_whole_and_a_name_keeps_its_hyphen(tmp_path: Path) -> None:
    page = "The Donaudampf-) Tj 0 -14 Td (schiff of M\xfcller-) Tj 0 -14 Td (Meier, wi-fi"
    parts = [one for one in read(write(tmp_path, make_pdf(page)), kind="pdf") if isinstance(one, DocumentPart)]
    assert parts[0].text.split() == ["The", "Donaudampfschiff", "of", "Müller-Meier,", "wi-fi"]


def test_pages_that_are_mostly_pictures_are_said(tmp_path: Path) -> None:
    (problem,) = problems(read(write(tmp_path, make_pdf("Hello", "", "", ""))))
    assert problem.reason == "3 of 4 pages have no text, only pictures"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf("secret", encrypted=True), "encrypted"),
        (b"%PDF-1.7\nthis is no document", "damaged or cut short"),
        (make_pdf("", ""), "no text, only pictures"),
    ],
)
def test_pdfs_that_cannot_be_read(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(SourceProblem, match=reason) as raised:
        read(write(tmp_path, data), kind="pdf")
    assert raised.value.next_step


def test_a_truncated_pdf_is_damaged_or_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = make_pdf(*(f"Hello {number}" for number in range(30)))
    outcomes = []
    for share in (0.1, 0.5, 0.9):
        path = write(tmp_path, whole[: int(len(whole) * share)])
        try:
            outcomes.append(f"{len(read(path, kind='pdf')) - 1} pages")
        except SourceProblem as problem:
            outcomes.append(str(problem))
    assert all("damaged" in outcome or "no text" in outcome or "pages" in outcome for outcome in outcomes)
    assert "damaged" in outcomes[0]


def run_instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let another program stand for the reader."""
    start = subprocess.Popen

    def stand_in(_: list[str], **options: object) -> subprocess.Popen[bytes]:
        return start([sys.executable, "-c", program], **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "Popen", stand_in)


def test_a_pdf_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PAGE_SECONDS", 0.5)
    run_instead(monkeypatch, "import threading; threading.Event().wait()")
    with pytest.raises(SourceProblem, match="took too long"):
        read(write(tmp_path, make_pdf("x")), kind="pdf")


def test_pages_before_a_hang_or_a_crash_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = 'import os; print(\'{"pages": 3}\'); print(\'{"text": "one"}\', flush=True); '
    run_instead(monkeypatch, said + "os.abort()")
    records = read(write(tmp_path, make_pdf("x")), kind="pdf")
    assert document(records)[1] == "one"
    assert [(problem.locator, "broke off" in problem.reason) for problem in problems(records)] == [("page 2", True)]


def test_where_no_process_may_be_started_a_pdf_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("sealed")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert "Hello" in document(read(write(tmp_path, make_pdf("Hello")), kind="pdf"))[1]


def test_the_reader_says_a_line_a_page() -> None:
    assert [list(line) for line in pdf_reader.pages(make_pdf("a", "b"))] == [["pages"], ["text"], ["text"]]
    assert [list(line) for line in pdf_reader.pages(b"junk")] == [["error"]]


def test_a_dated_note_is_in_the_owners_zone(tmp_path: Path) -> None:
    found, _ = document(read(note(tmp_path, "---\ndate: 2024-07-01 12:00\n---\ntext\n")))
    assert utc(found.modified) == "2024-07-01 10:00:00"
