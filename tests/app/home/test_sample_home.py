"""The sample home is consistent, is read whole by the real sources, and holds the evidence for every known answer."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.home.sample_home import NOW, OWNER, QUESTIONS, SEARCHES, ZONE, write_sample_home
from index.sources.base import InputFile, ReadContext
from index.sources.detect import detect
from index.sources.files.walk import walk
from index.types.events import FileSkipped
from index.types.records import ChatRecord, DocumentPart, DocumentRecord, MessageRecord, Problem, Record
from tests.app import sample_pdf

ROOT = Path(__file__).resolve().parents[3]
HOME = ROOT / "app" / "sample_home"
KNOWN_ANSWERS = ROOT / "tests" / "quality" / "known_answers.toml"
CREW = {"Maya Lindqvist", "Tom Okafor", "Priya Raman", "Jonas Weber", "Alex Moreno"}
PDF = "Rental agreement Haus Eisvogel.pdf"

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    ask: str
    grade: str
    answer: tuple[str, ...] = ()
    evidence: tuple[tuple[tuple[str, str], ...], ...] = ()


def known_answers() -> list[Known]:
    tables = tomllib.loads(KNOWN_ANSWERS.read_text(encoding="utf-8"))["question"]
    return [
        Known(
            table["ask"],
            table["grade"],
            tuple(table.get("answer", ())),
            tuple(tuple(sorted(piece.items())) for piece in table.get("evidence", ())),
        )
        for table in tables
    ]


ANSWERABLE = [known for known in known_answers() if known.grade != "nowhere"]


@cache
def files() -> dict[str, InputFile]:
    found = list(walk([HOME]))
    assert [file for file in found if isinstance(file, FileSkipped)] == []
    return {file.path.relative_to(HOME).as_posix(): file for file in found if isinstance(file, InputFile)}


@cache
def records(name: str) -> tuple[Record, ...]:
    file = files()[name]
    context = ReadContext(ZoneInfo(ZONE), zone_guessed=False, me=OWNER)
    return tuple(detect(file).read(file, context))


def messages(name: str) -> list[MessageRecord]:
    return [record for record in records(name) if isinstance(record, MessageRecord)]


def chat_file(title: str) -> str:
    return {"Cabin Crew": "WhatsApp Chat with Cabin Crew.txt", "Elena Moreno": "Telegram Elena/result.json"}[title]


def when(message: MessageRecord) -> datetime:
    assert message.time is not None
    return message.time.local(ZoneInfo(ZONE))


def who(message: MessageRecord) -> str:
    return message.sender.name if message.sender else ""


def document_text(name: str) -> str:
    return "\n".join(record.text for record in records(name) if isinstance(record, DocumentPart))


# ── The files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_file_is_recognised_as_what_it_is() -> None:
    kinds = {name: detect(file).kind for name, file in files().items()}
    assert kinds.pop(chat_file("Cabin Crew")) == "whatsapp"
    assert kinds.pop(chat_file("Elena Moreno")) == "telegram"
    assert kinds.pop(PDF) == "pdf"
    assert kinds.pop("Notes/bike.txt") == "text"
    assert len(kinds) == 5
    assert set(kinds.values()) == {"markdown"}


@pytest.mark.parametrize("name", sorted(path.relative_to(HOME).as_posix() for path in HOME.rglob("*.*")))
def test_every_file_is_read_without_a_problem(name: str) -> None:
    assert [record for record in records(name) if isinstance(record, Problem) and record.severity == "broken"] == []
    assert any(isinstance(record, (MessageRecord, DocumentPart)) for record in records(name))


def test_the_group_chat_spans_months_and_five_people() -> None:
    chat = messages(chat_file("Cabin Crew"))
    text = [message for message in chat if message.kind == "text"]
    assert len(text) >= 300
    assert {who(message) for message in text} == CREW
    assert {who(message) for message in text if message.sender and message.sender.is_me} == {OWNER}
    assert (when(chat[0]).date(), when(chat[-1]).date()) == (date(2026, 7, 26), date(2026, 11, 12))
    assert [when(message) for message in chat] == sorted(when(message) for message in chat)
    kinds = {message.kind for message in chat}
    assert {"system", "deleted", "media"} <= kinds
    assert sum("\n" in message.body for message in text) >= 2
    (title,) = {record.title for record in records(chat_file("Cabin Crew")) if isinstance(record, ChatRecord)}
    assert title == "Cabin Crew"


def test_the_direct_chat_is_with_the_sister() -> None:
    chat = messages(chat_file("Elena Moreno"))
    text = [message for message in chat if message.kind == "text"]
    assert 115 <= len(text) <= 130
    assert {who(message) for message in text} == {OWNER, "Elena Moreno"}
    assert (when(chat[0]).date(), when(chat[-1]).date()) == (date(2026, 8, 30), date(2026, 11, 12))
    assert sum(message.edited for message in chat) == 1
    assert sum(message.reply_to is not None for message in chat) == 2


def test_the_clock_of_the_sister_chat_agrees_with_berlin() -> None:
    for message in messages(chat_file("Elena Moreno")):
        assert 7 <= when(message).hour <= 22


def test_the_last_fifteen_messages_are_the_evening_of_the_demo() -> None:
    everything = messages(chat_file("Cabin Crew")) + messages(chat_file("Elena Moreno"))
    spoken = sorted((m for m in everything if m.kind in ("text", "media")), key=when)
    last = spoken[-15:]
    assert {message.chat for message in last} == {messages(chat_file("Cabin Crew"))[-1].chat}
    assert (when(last[0]), when(last[-1])) == (
        datetime(2026, 11, 12, 19, 41, tzinfo=ZoneInfo(ZONE)),
        datetime(2026, 11, 12, 20, 22, tzinfo=ZoneInfo(ZONE)),
    )
    assert OWNER not in {who(message) for message in last}
    assert sum("Alex" in message.body for message in last) >= 4
    assert when(spoken[-16]) < when(last[0]) - timedelta(hours=2)
    assert when(last[-1]) < NOW < when(last[-1]) + timedelta(minutes=30)


def test_now_is_written_in_the_owners_zone() -> None:
    assert NOW.utcoffset() == NOW.astimezone(ZoneInfo(ZONE)).utcoffset()


def test_the_agreement_has_three_pages_and_clean_text() -> None:
    parts = [record for record in records(PDF) if isinstance(record, DocumentPart)]
    assert [part.label for part in parts] == ["page 1", "page 2", "page 3"]
    for page, part in zip(sample_pdf.PAGES, parts, strict=True):
        written = re.sub(r"^#+ ", "", page, flags=re.MULTILINE)
        assert part.text.split() == written.split()


def test_the_agreement_is_what_its_maker_makes() -> None:
    assert (HOME / PDF).read_bytes() == sample_pdf.rental_agreement()


def test_the_sums_add_up() -> None:
    text = document_text(PDF)
    nights, cleaning, total, deposit, rest = (560, 80, 640, 180, 460)
    assert nights + cleaning == total == deposit + rest
    for amount in (nights, cleaning, total, deposit, rest):
        assert f"{amount}.00 €" in text
    assert (total / 5, deposit / 5, rest / 5) == (128, 36, 92)


def test_text_that_gives_orders_is_planted_in_a_chat_and_a_note() -> None:
    assert any("Ignore all previous instructions" in m.body for m in messages(chat_file("Cabin Crew")))
    assert "ignore previous instructions" in document_text("Notes/Heron kick-off 2026-11-10.md")


# ── Dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

DATED = re.compile(
    rf"({'|'.join(WEEKDAYS)}),? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({'|'.join(MONTHS)})(?: (20\d\d))?"
)


def texts() -> list[tuple[str, str]]:
    found = []
    for name in files():
        found += [(name, message.body) for message in messages(name)]
        found += [(name, record.text) for record in records(name) if isinstance(record, DocumentPart)]
    return found


def test_every_weekday_fits_its_date() -> None:
    seen = 0
    for name, text in texts():
        for weekday, day, month, year in DATED.findall(text):
            meant = date(int(year or 2026), MONTHS.index(month) + 1, int(day))
            assert WEEKDAYS[meant.weekday()] == weekday, f"{name}: {weekday} {day} {month}"
            seen += 1
    assert seen >= 12


# ── The known answers ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_there_are_enough_questions_of_each_grade() -> None:
    grades = [known.grade for known in known_answers()]
    assert set(grades) == {"easy", "medium", "hard", "nowhere"}
    assert len(ANSWERABLE) >= 40
    assert min(grades.count("easy"), grades.count("medium"), grades.count("hard"), grades.count("nowhere")) >= 10
    assert len({known.ask for known in known_answers()}) == len(grades)


@pytest.mark.parametrize("known", ANSWERABLE, ids=lambda known: known.ask)
def test_the_evidence_is_there_and_holds_the_answer(known: Known) -> None:
    whole = ""
    assert known.evidence
    for piece in map(dict, known.evidence):
        if "file" in piece:
            parts = [record.text for record in records(piece["file"]) if isinstance(record, (DocumentPart,))]
            assert any(plain(piece["text"]) in plain(part) for part in parts)
            whole += " " + document_text(piece["file"])
        else:
            found = [
                message
                for message in messages(chat_file(piece["chat"]))
                if who(message) == piece["from"] and piece["text"] in message.body and message.kind == "text"
            ]
            assert len(found) == 1, "the evidence should point at one message"
            whole += f" {piece['from']} {found[0].body}"
    for part in known.answer:
        assert plain(part) in plain(whole)


def plain(text: str) -> str:
    return " ".join(text.replace("*", "").casefold().split())


@pytest.mark.parametrize("known", [known for known in known_answers() if known.grade == "nowhere"], ids=lambda k: k.ask)
def test_what_is_nowhere_has_no_answer_and_no_evidence(known: Known) -> None:
    assert not known.answer
    assert not known.evidence


# ── What the demo takes ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_demo_gets_a_copy(tmp_path: Path) -> None:
    folder = write_sample_home(tmp_path / "files")
    copied = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
    assert copied == {name: (HOME / name).read_bytes() for name in files()}
    with pytest.raises(FileExistsError):
        write_sample_home(tmp_path / "files")


def test_the_demo_asks_what_is_known() -> None:
    grades = {known.ask: known.grade for known in known_answers()}
    assert [grades[question] for question in QUESTIONS] == ["hard", "hard", "nowhere"]
    everything = " ".join(text for _, text in texts()).casefold()
    assert len(SEARCHES) >= 2
    assert [word for search in SEARCHES for word in search.casefold().split() if word in everything] == []


def test_documents_have_titles() -> None:
    titles = {name: r.title for name in files() for r in records(name) if isinstance(r, DocumentRecord)}
    assert len(titles) == 7
    assert all(titles.values())
