"""Hostile files: each is read or refused with a reason, within seconds and a few hundred megabytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.index.sources import hostile_reader

ROOT = Path(__file__).resolve().parents[3]
LONG_LINE = 150_000_000
SECONDS, MEGABYTES = 60, 400

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured as Unix does it")


def outcome(*arguments: str | Path) -> dict[str, Any]:
    """Read a file in a process of its own and hold it to the bounds."""
    done = subprocess.run(
        [sys.executable, hostile_reader.__file__, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=SECONDS * 3,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["seconds"] < SECONDS
    assert found["megabytes"] < MEGABYTES
    return found


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "head", "said"),
    [
        ("a.txt", "words ", ""),
        ("a.md", "# a\n[[", ""),
        ("a.csv", 'a,b\n1,"', "a cell in it does not end"),
        ("a.py", "x = 1\n", ""),
        ("a.vcf", "BEGIN:VCARD\nFN:a\nNOTE:", "the card has no end"),
        ("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nDESCRIPTION:", ""),
        ("inbox", "From a@b.c Fri Nov  6 19:41:00 2026\nFrom: a@b.c\nTo: d@e.f\nSubject: s\n\n", ""),
        ("a.eml", "From: a@b.c\nTo: d@e.f\nSubject: s", ""),
        ("chat.txt", "12/11/2026, 19:41 - Maya: hi\n12/11/2026, 19:42 - Tom: ", ""),
        ("result.json", '{"name":"A","type":"personal_chat","id":1,"messages":[{"id":1,"text":"', "not valid JSON"),
        ("sms.xml", '<smses><sms body="', "not valid XML"),
        ("a.html", "<html><body>", "larger than 50 MB"),
        ("a.rtf", "{\\rtf1 ", "larger than 80 MB"),
    ],
)  # fmt: skip
def test_a_line_of_hundreds_of_megabytes(name: str, head: str, said: str) -> None:
    found = outcome(name, head, str(LONG_LINE))
    assert found["records"] or found["said"]
    assert said in " ".join(found["said"])


def test_a_zip_that_unpacks_to_ten_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("0.txt", bytes(100_000_000))
    # A hundred entries that all point at the same bytes, as the overlapping bombs do.
    with zipfile.ZipFile(path, "a") as archive:
        (member,) = archive.infolist()
        archive.filelist += [_renamed(member, f"{number}.txt") for number in range(1, 100)]
        archive._didModify = True  # type: ignore[attr-defined]
    found = outcome(path)
    assert found["said"] == ["It unpacks to far more than it should (a zip bomb)."]


def _renamed(member: zipfile.ZipInfo, name: str) -> zipfile.ZipInfo:
    other = zipfile.ZipInfo(name)
    for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset", "flag_bits"):
        setattr(other, field, getattr(member, field))
    return other


def test_a_member_that_is_larger_than_the_zip_says(tmp_path: Path) -> None:
    path = tmp_path / "liar.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"x" * 50_000_000)
    content = path.read_bytes()
    size = (50_000_000).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    # Unpacking ends at the size that it states.
    assert outcome(path)["said"]


def test_names_and_links_that_lead_out(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    secret = write(tmp_path, "secret.txt", "outside")
    (tmp_path / "inside" / "loop").symlink_to(tmp_path / "inside")
    (tmp_path / "inside" / "link.txt").symlink_to(secret)
    with zipfile.ZipFile(tmp_path / "inside" / "a.zip", "w") as archive:
        archive.writestr("../secret.txt", "x")
        archive.writestr("/etc/passwd", "x")
    found = outcome(tmp_path / "inside")
    assert found["records"] == 0
    assert sorted(found["said"]) == ["It is a link."] * 2 + ["Its name leads out of the archive."] * 2


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sms.xml", LAUGHS + "]><smses><sms address='1' body='&m;' date='1' type='1'/></smses>"),
        (
            "sms.xml",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><smses><sms address="1" body="&a;"/></smses>',
        ),
    ],
)
def test_a_billion_laughs_in_xml(tmp_path: Path, name: str, content: str) -> None:
    found = outcome(write(tmp_path, name, content))
    assert found["said"]
    assert found["records"] == 0


def test_a_billion_laughs_in_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", LAUGHS + "]><document><body><p><r><t>&m;</t></r></p></body></document>")
    assert outcome(path)["said"]


def test_a_document_that_is_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as stream:
            for _ in range(250):
                stream.write(b" " * 1_000_000)
    assert outcome(path)["said"] == ["It is damaged or cut short."]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("result.json", '{"name":"A","type":"personal_chat","id":1,"messages":' + "[" * 1_000_000),
        ("message_1.json", '{"participants":[],"messages":' + '{"a":' * 500_000),
        ("a.ipynb", '{"cells":[' + '{"cell_type":[' * 200_000),
        ("note.json", '{"isTrashed":false,"userEditedTimestampUsec":1,"a":' + "[" * 500_000),
        ("a.rtf", "{\\rtf1 " + "{" * 1_000_000 + "x"),
        ("a.html", "<html><body>" + "<div><table><blockquote>" * 100_000 + "x"),
        ("sms.xml", "<smses>" + "<a>" * 200_000),
        ("a.ics", "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 20_000),
        ("a.vcf", "BEGIN:VCARD\nAGENT:\n" * 20_000),
        ("a.md", "[[" * 500_000 + "`" * 10_000),
    ],
    ids=lambda value: value[:12],
)
def test_what_is_nested_without_end(tmp_path: Path, name: str, content: str) -> None:
    found = outcome(write(tmp_path, name, content))
    assert found["records"] or found["said"]


def test_mail_nested_without_end(tmp_path: Path) -> None:
    head = "From: a@b.c\nTo: d@e.f\nSubject: s\nMIME-Version: 1.0\n"
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(5_000))
    assert outcome(write(tmp_path, "deep.eml", head + nested))["said"]
    several = f'{head}Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\nContent-Type: text/plain\n\nx\n" * 20_000
    found = outcome(write(tmp_path, "wide.eml", several + "--b--\n"))
    assert found["records"] == 2


def test_mail_that_carries_itself(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.c", "d@e.f", "s"
    mail.set_content("x")
    for _ in range(12):
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Subject"] = "a@b.c", "d@e.f", "s"
        outer.set_content("x")
        outer.add_attachment(mail)
        mail = outer
    assert outcome(write(tmp_path, "a.eml", mail.as_bytes()))["records"] == 2 + 2 * 3


def test_a_calendar_that_never_comes_to_an_end(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nSUMMARY:A\nDTSTART:19000101T000000\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"
    found = outcome(write(tmp_path, "a.ics", f"BEGIN:VCALENDAR\n{event * 20}END:VCALENDAR\n"))
    assert found["records"] == 40
    assert "how it comes again cannot be read: its first time stands for all" in found["said"]
