"""Address books: vCard 2.1 to 4.0 as phones, Outlook and the web write them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceProblem
from index.sources.pim.contacts import Contacts, phone
from index.sources.pim.content_lines import fields
from index.types.records import ContactRecord, DocumentPart, Record
from tests.index.sources.reading import CONTEXT, document, only, problems, read, sample

APPLE = """\
BEGIN:VCARD\r
VERSION:3.0\r
PRODID:-//Apple Inc.//iPhone OS 17.2//EN\r
N:Lindqvist;Maya;;;\r
FN:Maya Lindqvist\r
ORG:Haus Eisvogel;Kitchen\r
item1.EMAIL;type=INTERNET;type=pref:Maya@Example.org\r
item1.X-ABLabel:_$!<Other>!$_\r
TEL;type=CELL;type=VOICE;type=pref:+49 (0)151 2345-678\r
TEL;type=HOME;type=VOICE:030 901820\r
TEL;type=WORK;type=FAX:+49 30 901821\r
BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-22\r
NOTE:Allergic to nuts\\, and to cats.\\nLikes\r
  tea.\r
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ\r
 AAAQABAAD\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:4.0\r
FN:田中 さくら\r
TEL;VALUE=uri;TYPE="voice,home":tel:+81-3-1234-5678;ext=5\r
IMPP:skype:sakura.t\r
ORG;SORT-AS="Kawa: und mehr":Kawa\r
END:VCARD\r
"""


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "contacts.vcf"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def contacts(records: list[Record]) -> list[ContactRecord]:
    return [record for record in records if isinstance(record, ContactRecord)]


def parts(records: list[Record]) -> list[DocumentPart]:
    return [record for record in records if isinstance(record, DocumentPart)]


def test_an_android_address_book() -> None:
    records = read(sample("contacts", "ez-vcard", "John_Doe_ANDROID.vcf"), kind="contacts")
    # "=C3=91" is Ñ and "=20" a space; a "=" at a line's end joins it to the next.
    assert [(one.name, one.identities, one.locator) for one in contacts(records)] == [
        ("john.doe@company.com", (("email", "john.doe@company.com"),), "line 1"),
        ("jane.doe@company.com", (("email", "jane.doe@company.com"),), "line 6"),
        ("Ñ Ñ Ñ Ñ Ñ", (("phone", "123456789"),), "line 11"),
        (
            "Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ",
            (("phone", "123456"), ("phone", "234567"), ("phone", "3456789"), ("phone", "45678901")),
            "line 18",
        ),
        ("Ñ Ñ Ñ Ñ", (("phone", "123456"), ("email", "bob@company.com")), "line 36"),
        ("ÑÑÑÑ", (("phone", "55556666"), ("email", "henry@company.com")), "line 71"),
    ]
    assert [part.label for part in parts(records)] == [f"contact {one.name}" for one in contacts(records)]
    assert contacts(records)[4].organisation == "Ñ" * 12
    assert parts(records)[4].text.splitlines()[1:5] == [
        f"Organisation: {'Ñ' * 12}", "Phone (mobile): 123456", "Phone (work): 123456", "Phone (work, fax): 123456",
    ]  # fmt: skip
    assert problems(records) == []


def test_an_outlook_card() -> None:
    records = read(sample("contacts", "ez-vcard", "John_Doe_MS_OUTLOOK.vcf"), kind="contacts")
    (john,) = contacts(records)
    assert (john.name, john.nickname, john.organisation) == (
        "Mr. John Richter James Doe Sr.",
        "Johny",
        "IBM, Accounting",
    )
    assert john.identities == (("phone", "9055551234"), ("phone", "9056661234"), ("email", "john.doe@ibm.cm"))
    assert john.note.startswith("THIS SOFTWARE IS PROVIDED BY GEORGE EL-HADDAD ''AS IS''")
    _, text = document(records)
    assert "Address (work): Cresent moon drive, Albaney, New York, 12345, United States of America\n" in text
    assert "Birthday: 1980-03-22\nAnniversary: 2011-01-13\n" in text
    assert problems(records) == []


def test_cards_of_versions_3_and_4(tmp_path: Path) -> None:
    records = read(write(tmp_path, APPLE), kind="contacts")
    maya, sakura = contacts(records)
    assert maya.name == "Maya Lindqvist"
    # A fax number writes no messages.
    assert maya.identities == (("email", "maya@example.org"), ("phone", "+491512345678"), ("phone", "030901820"))
    assert maya.note == "Allergic to nuts, and to cats.\nLikes tea."
    assert "Birthday: --03-22\n" in parts(records)[0].text
    assert (sakura.name, sakura.organisation) == ("田中 さくら", "Kawa")
    assert sakura.identities == (("phone", "+81312345678"), ("skype", "sakura.t"))
    assert parts(records)[1].text == (
        "田中 さくら\nOrganisation: Kawa\nPhone (home): +81-3-1234-5678;ext=5\nChat: skype:sakura.t"
    )


def test_the_owner_is_me_by_name_or_address(tmp_path: Path) -> None:
    path = write(tmp_path, APPLE)
    for me in ("maya lindqvist", "MAYA@example.org"):
        assert [one.is_me for one in contacts(read(path, replace(CONTEXT, me=me)))] == [True, False]
    assert [one.is_me for one in contacts(read(path))] == [False, False]


def test_a_card_without_name_is_called_by_what_is_known(tmp_path: Path) -> None:
    cards = ["N:Okafor;Tom;;Dr.;", "ORG:Kawa;", "TEL:110", "N:;;;;\nNICKNAME:Bo"]
    path = write(tmp_path, "".join(f"BEGIN:VCARD\nVERSION:3.0\n{card}\nEND:VCARD\n" for card in cards))
    assert [one.name for one in contacts(read(path))] == ["Dr. Tom Okafor", "Kawa", "110", "Bo"]


def test_an_utf_8_letter_that_is_folded_in_two(tmp_path: Path) -> None:
    content = "BEGIN:VCARD\r\nFN:Zoë\r\nEND:VCARD\r\n".encode().replace(b"\xc3\xab", b"\xc3\r\n \xab")
    assert contacts(read(write(tmp_path, content)))[0].name == "Zoë"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    content = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Zoë Gärtner\r\nTEL:+4930901820\r\nEND:VCARD\r\n"
    (zoe,) = contacts(read(write(tmp_path, content.encode(encoding)), kind="contacts"))
    assert (zoe.name, zoe.identities) == ("Zoë Gärtner", (("phone", "+4930901820"),))


def test_an_agents_card_inside_another_is_left_out(tmp_path: Path) -> None:
    inner = "AGENT:\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\n"
    path = write(tmp_path, f"BEGIN:VCARD\nFN:Boss\n{inner}TEL:+4930901820\nEND:VCARD\n")
    (boss,) = contacts(read(path))
    assert (boss.name, boss.identities) == ("Boss", (("phone", "+4930901820"),))


def test_a_card_that_breaks_off_costs_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path, "BEGIN:VCARD\nFN:Ann\nBEGIN:VCARD\nFN:Bea\nEND:VCARD\nBEGIN:VCARD\nX-A:1\nEND:VCARD\n")
    records = read(path)
    assert [one.name for one in contacts(records)] == ["Ann", "Bea"]
    assert [(one.reason, one.locator) for one in problems(records)] == [
        ("the card has no end", "line 1"),
        ("the card has no name, number or address", "line 6"),
    ]


def test_a_file_without_cards_is_refused(tmp_path: Path) -> None:
    file = only(write(tmp_path, "FN:Ann\n"))
    with pytest.raises(SourceProblem, match="no contact"):
        list(Contacts().read(file, CONTEXT))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+49 151 2345678", "+491512345678"),
        ("0049 151/2345678", "+491512345678"),
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("tel:+1-905-555-1234;ext=7", "+19055551234"),
        ("(905) 555-1234 ext. 12", "9055551234"),
        ("\u202a+49\u00a0151\u20112345678\u202c", "+491512345678"),
        ("110", "110"),
        ("VODAFONE", ""),
        ("+1 800 FLOWERS", ""),
        ("", ""),
    ],
)
def test_numbers(written: str, number: str) -> None:
    assert phone(written) == number


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"])), min_size=1))
def test_fields_come_back(written: list[str]) -> None:
    value = ";".join(one.replace("\\", "\\\\").replace(";", "\\;") for one in written)
    assert fields(value) == written
