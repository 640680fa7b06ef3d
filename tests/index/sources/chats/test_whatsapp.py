"""WhatsApp exports: each header style and locale, and what the app writes between the messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.sources.base import DateOrder
from index.sources.chats.whatsapp_headers import read_header, time_of
from index.types.records import MessageRecord, Record
from tests.index.sources.reading import CONTEXT, chats_of, messages, name, problems, read, wall, zipped

WHEN = datetime.fromisoformat("2018-06-13 21:25:15")


def chat(folder: Path, text: str, file: str = "_chat.txt") -> Path:
    path = folder / file
    path.write_text(text, encoding="utf-8")
    return path


def rows(found: list[MessageRecord]) -> list[tuple[str, str, str]]:
    return [(wall(message.time), name(message), message.body) for message in found]


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("13/6/18, 21:25 - A: x", "dmy"),
        ("[13.06.18, 21:25:15] A: x", "dmy"),
        ("13.06.18 21.25.15: A: x", "dmy"),
        ("6/13/18, 9:25 PM - A: x", "mdy"),
        ("6/13/18, 9:25\u202fPM - A: x", "mdy"),
        ("13/6/18 9:25\u202fp.\u00a0m. - A: x", "dmy"),
        ("13/6/18, 9:25 p. m. - A: x", "dmy"),
        ("13.6.2018 klo 21.25 - A: x", "dmy"),
        ("2018/06/13, 21:25 - A: x", "ymd"),
        ("2018-06-13 21:25 - A: x", "ymd"),
        ("2018-06-13 21\u00a0h\u00a025 - A: x", "ymd"),
        ("2018. 6. 13. 오후 9:25 - A: x", "ymd"),
        ("[2018. 6. 13. 오후 9:25:15] A: x", "ymd"),
        ("[2018/6/13 下午9:25:15] A: x", "ymd"),
        ("2018年6月13日 下午9:25 - A: x", "ymd"),
        ("١٣\u200f/٦\u200f/٢٠١٨, ٩:٢٥ م - A: x", "dmy"),
        ("[١٣\u200f/٦\u200f/٢٠١٨، ٩:٢٥:١٥ م] A: x", "dmy"),
        ("13/6/18, 9:25 अपराह्न - A: x", "dmy"),
        ("१३/६/१८, ९:२५ pm - A: x", "dmy"),
        ("13.06.18 г., 21:25 ч. - A: x", "dmy"),
        ("13. 06. 2018. 21:25 - A: x", "dmy"),
        ("13/06/2561 21:25 - A: x", "dmy"),
        ("۱۳۹۷/۳/۲۳،\u200f ۲۱:۲۵ - A: x", "ymd"),
        ("[21:25, 13/06/2018] A: x", "dmy"),
        ("21:25, 13/06/2018 - A: x", "dmy"),
        ("13/06/18 21:25 – A: x", "dmy"),
        ("\u200e[13/06/18 21:25:15] A: x", "dmy"),
        ("13-06-18 21:25 - A: x", "dmy"),
        ("2018. 06. 13. du. 9:25 - A: x", "ymd"),
        ("13/06/2018, 9:25 PTG - A: x", "dmy"),
        ("13/06/18 à 21:25 - A: x", "dmy"),
        ("13.06.18, 21:25 Uhr - A: x", "dmy"),
        ("13/6/18 9:25 μ.μ. - A: x", "dmy"),
        ("[13/6/2018, 21:25:15]: A: x", "dmy"),
        ("[13 / 6 / 2018, 21:25:15] A: x", "dmy"),
        ("13.  6.  2018. 21:25 - A: x", "dmy"),
        ("13. 6. 2018., 9:25 po podne - A: x", "dmy"),
        ("13/6/18, 9:25 د.ن - A: x", "dmy"),
        ("[06/2018/13, 21:25:15] A: x", "ymd"),
        ("[13/2018/06, 21:25:15] A: x", "ymd"),
        ("13/6/18 , 21:25 - A: x", "dmy"),
        ("13/6/18, 21:25- A: x", "dmy"),
        ("13/6/18, 21:25 -A: x", "dmy"),
        ("13 Jun 2018, 21:25 - A: x", "ymd"),
        ("13-Jun-18 21:25 - A: x", "ymd"),
        ("13. Juni 2018 21:25 - A: x", "ymd"),
        ("13 de junio de 2018, 9:25 p. m. - A: x", "ymd"),
        ("[Jun 13, 2018, 9:25:15 PM] A: x", "ymd"),
    ],
)
def test_headers_of_many_locales(line: str, order: str) -> None:
    header = read_header(line)
    assert header is not None
    assert header.rest == "A: x"
    moment = time_of(header, order)  # type: ignore[arg-type]
    assert moment == WHEN.replace(second=header.second or 0)


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("13. 6. 2018. 21:25:15 A: x", "dmy"),
        ("13.6.2018 21:25:15 A: x", "dmy"),
        ("13/06/2018, 21:25 A: x", "dmy"),
        ("6/13/18, 9:25\u202fPM A: x", "mdy"),
        ("2018/06/13 21:25 A: x", "ymd"),
    ],
)
def test_headers_without_a_mark_before_the_name(line: str, order: str) -> None:
    assert read_header(line) is None
    header = read_header(line, bare=True)
    assert header is not None
    assert header.rest == "A: x"
    assert time_of(header, order) == WHEN.replace(second=header.second or 0)  # type: ignore[arg-type]


def test_a_chat_without_marks_before_its_names(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "13. 6. 2018. 21:25:15 Ann: hello\nagain\n13. 6. 2018. 21:26:00 Bob: yes\n14. 6. 2018. 08:00:00 Ann: a\n",
    )
    assert rows(messages(read(path, kind="whatsapp"))) == [
        ("2018-06-13 21:25:15", "Ann", "hello\nagain"),
        ("2018-06-13 21:26:00", "Bob", "yes"),
        ("2018-06-14 08:00:00", "Ann", "a"),
    ]


def test_one_line_is_enough_where_nobody_else_writes_dates_so(tmp_path: Path) -> None:
    assert rows(messages(read(chat(tmp_path, "13. 6. 2018. 21:25:15 a: m\n"), kind="whatsapp"))) == [
        ("2018-06-13 21:25:15", "a", "m")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "13/6/18 is the day",
        "21:25 - A: x",
        "13/6/18, 21:25 Alice: no dash",
        "see 13/6/18, 21:25 - A: x",
        "123/4/2018, 21:25 - A: x",
        "13/6/18, 25:25 - A: x",
        "13/6/18, 21:75 - A: x",
        "2018-06-13 21:25:15,123 - root - INFO: x",
        "13/6/18, 21:25-22:30 A: x",
        "13 Foo 2018, 21:25 - A: x",
        "June 13, 2018 was the day",
        "",
    ],
)
def test_lines_without_a_header(line: str) -> None:
    assert read_header(line) is None


@pytest.mark.parametrize(
    ("written", "hour"),
    [("12:05 AM", 0), ("12:05 PM", 12), ("00:05 a. m.", 0), ("1:05 pm", 13), ("오전 12:05", 0), ("中午12:05", 12)],
)
def test_halves_of_the_day(written: str, hour: int) -> None:
    header = read_header(f"[2018/6/13 {written}] A: x")
    assert header is not None
    assert time_of(header, "ymd").hour == hour


@pytest.mark.parametrize(
    ("persian", "ours"),
    [("۱۴۰۰/۱/۱", date(2021, 3, 21)), ("۱۳۹۹/۱۲/۳۰", date(2021, 3, 20)), ("۱۴۰۲/۱۰/۱۳", date(2024, 1, 3))],
)
def test_the_persian_calendar(persian: str, ours: date) -> None:
    header = read_header(f"{persian}، ۲۱:۲۵ - الف: سلام")
    assert header is not None
    assert time_of(header, "ymd").date() == ours


# ── The order of day and month ────────────────────────────────────────────────────────────────────────────────────────


def lines_of(dates: list[date], style: str) -> str:
    return "".join(
        f"{day.strftime(style)}, 10:{number % 60:02} - {'Ann' if number % 2 else 'Bob'}: message {number}\n"
        for number, day in enumerate(dates)
    )


def days_read(path: Path) -> list[date]:
    return [datetime.fromisoformat(wall(message.time)).date() for message in messages(read(path, kind="whatsapp"))]


@pytest.mark.parametrize("style", ["%d/%m/%y", "%m/%d/%y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y"])
def test_a_number_above_twelve_decides(tmp_path: Path, style: str) -> None:
    dates = [date(2020, 2, 3), date(2020, 2, 3), date(2020, 2, 13)]
    path = chat(tmp_path, lines_of(dates, style))
    assert days_read(path) == dates
    assert problems(read(path)) == []


@pytest.mark.parametrize("style", ["%d/%m/%y", "%m/%d/%y"])
def test_time_that_would_run_backwards_decides(tmp_path: Path, style: str) -> None:
    dates = [date(2020, 2, 11), date(2020, 3, 2), date(2020, 4, 9), date(2020, 5, 1)]
    path = chat(tmp_path, lines_of(dates, style))
    assert days_read(path) == dates
    assert problems(read(path)) == []


@pytest.mark.parametrize("style", ["%d/%m/%y", "%m/%d/%y"])
def test_the_part_that_changes_most_is_the_day(tmp_path: Path, style: str) -> None:
    dates = [date(2020, 4, day) for day in range(1, 8)]
    path = chat(tmp_path, lines_of(dates, style))
    assert days_read(path) == dates
    assert problems(read(path)) == []


def test_what_nothing_decides_is_guessed_aloud(tmp_path: Path) -> None:
    path = chat(tmp_path, "02/03/20, 10:00 - Ann: hello\n02/03/20, 10:01 - Bob: hello\n")
    (guess,) = problems(read(path))
    assert guess.severity == "guess"
    assert guess.reason.startswith("dates like 02/03/20 were read with the day before the month")
    assert days_read(path) == [date(2020, 3, 2)] * 2


def test_the_owner_decides_where_the_file_does_not(tmp_path: Path) -> None:
    path = chat(tmp_path, "03/04/2024, 10:00 - Ann: one\n03/04/2024, 10:01 - Bob: two\n")
    days: tuple[tuple[DateOrder, str], ...] = (("dmy", "2024-04-03"), ("mdy", "2024-03-04"))
    for order, day in days:
        records = read(path, replace(CONTEXT, dates=order))
        assert ({wall(message.time)[:10] for message in messages(records)}, problems(records)) == ({day}, [])


def test_an_order_in_which_a_date_does_not_exist_is_not_taken(tmp_path: Path) -> None:
    path = chat(tmp_path, "03/04/2024, 10:00 - Ann: one\n13/04/2024, 10:01 - Bob: two\n")
    records = read(path, replace(CONTEXT, dates="mdy"))
    assert [wall(message.time)[:10] for message in messages(records)] == ["2024-04-03", "2024-04-13"]
    assert "not all exist in the order that --dates named" in problems(records)[0].reason


def test_an_american_phone_is_the_likelier_guess_for_pm_without_zeros(tmp_path: Path) -> None:
    path = chat(tmp_path, "2/3/20, 10:00 PM - Ann: hello\n2/3/20, 10:01 PM - Bob: hello\n")
    assert days_read(path) == [date(2020, 2, 3)] * 2
    assert "month before the day" in problems(read(path))[0].reason


def test_the_same_number_twice_is_no_guess(tmp_path: Path) -> None:
    assert problems(read(chat(tmp_path, "03/03/20, 10:00 - Ann: hello\n03/03/20, 10:01 - Bob: hello\n"))) == []


def test_the_order_may_change_in_mid_file(tmp_path: Path) -> None:
    start = date(2020, 1, 1)
    early = [start + timedelta(days=n) for n in range(0, 80, 3)]
    late = [early[-1] + timedelta(days=n) for n in range(1, 80, 3)]
    path = chat(tmp_path, lines_of(early, "%m/%d/%y") + lines_of(late, "%d/%m/%y"))
    assert days_read(path) == early + late


def test_the_whole_style_may_change_in_mid_file(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "5/30/20, 9:58 PM - Ann: one\n5/30/20, 10:01 PM - Bob: two\n5/31/20, 8:00 AM - Ann: three\n"
        "01.06.20, 10:00 - Bob: four\n02.06.20, 12:30 - Ann: five\n",
    )
    assert [row[0][:16] for row in rows(messages(read(path)))] == [
        "2020-05-30 21:58",
        "2020-05-30 22:01",
        "2020-05-31 08:00",
        "2020-06-01 10:00",
        "2020-06-02 12:30",
    ]


# ── What belongs to a message ─────────────────────────────────────────────────────────────────────────────────────────


def test_quoted_headers_belong_to_the_message_that_quotes_them(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "12/05/20, 09:00 - Ann: what I have:\n"
        "[2/11/19, 14:48] Cleo: an older chat\n"
        "20/06/20, 18:00 - Dinner: at Mario's\n"
        "\n"
        "and that is all\n"
        "12/05/20, 09:05 - Bob: fine\n"
        "13/05/20, 09:05 - Ann: good\n",
    )
    found = rows(messages(read(path)))
    assert len(found) == 3
    assert found[0][2] == (
        "what I have:\n[2/11/19, 14:48] Cleo: an older chat\n20/06/20, 18:00 - Dinner: at Mario's\n\nand that is all"
    )


def test_lines_a_little_out_of_order_stay_messages(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "12/05/20, 09:00 - Ann: one\n12/05/20, 08:59 - Bob: two\n12/05/20, 09:01 - Cleo: three\n13/05/20, 09:01 - Ann: 4\n",
    )
    assert [row[1] for row in rows(messages(read(path)))] == ["Ann", "Bob", "Cleo", "Ann"]


def test_a_date_that_does_not_exist_is_text(tmp_path: Path) -> None:
    path = chat(tmp_path, "28/02/20, 09:00 - Ann: one\n31/02/20, 09:00 - Ann: two\n01/03/20, 09:00 - Bob: three\n")
    found = read(path)
    assert [row[2] for row in rows(messages(found))] == ["one\n31/02/20, 09:00 - Ann: two", "three"]
    assert [problem.locator for problem in problems(found)] == ["line 2"]


def test_system_lines_with_and_without_an_author(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "[12.05.20, 09:00:00] Book club: \u200eMessages and calls are end-to-end encrypted. No one outside of it can "
        "read them.\n"
        "[12.05.20, 09:00:01] Book club: \u200eAnn created this group\n"
        "[12.05.20, 09:00:02] Ann: \u200eAnn added Bob\n"
        "[12.05.20, 09:01:00] Ann: hello all\n"
        "[12.05.20, 09:02:00] Bob: hello\n"
        "[12.05.20, 09:03:00] Cleo: hi\n",
    )
    records = read(path)
    assert [message.kind for message in messages(records)] == ["system"] * 3 + ["text"] * 3
    assert messages(records)[0].sender is None
    (found,) = chats_of(records)
    assert (found.title, found.kind) == ("Book club", "group")


def test_names_with_signs(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "[12.05.20, 09:00:00] ~\u202fMia: a\n[12.05.20, 09:00:00] \u202a+49\u00a0170\u00a01234567\u202c: b\n"
        "[12.05.20, 09:00:01] \u202a+1 (415) 555\u20110100\u202c: c\n"
        '[12.05.20, 09:00:02] Rob "Bob" Roy: d\n[12.05.20, 09:00:03] Rob "Bob" Roy: e\n[12.05.20, 09:00:03] 🤓: f: g\n',
    )
    senders = [message.sender for message in messages(read(path))]
    assert [(sender.kind, sender.value) for sender in senders if sender] == [
        ("display_name", "Mia"),
        ("phone", "+491701234567"),
        ("phone", "+14155550100"),
        ("display_name", 'Rob "Bob" Roy'),
        ("display_name", 'Rob "Bob" Roy'),
        ("display_name", "🤓"),
    ]


@pytest.mark.parametrize(
    ("written", "attachment", "body"),
    [
        ("<Media omitted>", "Media omitted", ""),
        ("<Medien ausgeschlossen>", "Medien ausgeschlossen", ""),
        ("<Multimedia omitido>", "Multimedia omitido", ""),
        ("<Médias omis>", "Médias omis", ""),
        ("<Mídia oculta>", "Mídia oculta", ""),
        ("\u200eimagem ocultada", "imagem ocultada", ""),
        ("<Без медиафайлов>", "Без медиафайлов", ""),
        ("<メディアは含まれていません>", "メディアは含まれていません", ""),
        ("\u200eimage omitted", "image omitted", ""),
        ("\u200eBild weggelassen", "Bild weggelassen", ""),
        ("\u200eimagen omitida", "imagen omitida", ""),
        ("\u200eunlisted words", "", "unlisted words"),
        ("Report.pdf • \u200e3 pages \u200edocument omitted", "", ""),
        ("IMG-20200512-WA0001.jpg (file attached)", "IMG-20200512-WA0001.jpg", ""),
        ("IMG-20200512-WA0001.jpg (arquivo anexado)\nlook at this", "IMG-20200512-WA0001.jpg", "look at this"),
        ("IMG-20200512-WA0001.jpg (in einer fremden Sprache)", "IMG-20200512-WA0001.jpg", ""),
        ("\u200e<attached: 00000012-PHOTO-2020-05-12-09-00-00.jpg>", "00000012-PHOTO-2020-05-12-09-00-00.jpg", ""),
        ("\u200e<Anhang: 00000012-PHOTO-2020-05-12-09-00-00.jpg>", "00000012-PHOTO-2020-05-12-09-00-00.jpg", ""),
        ("\u200e<fremd: 00000012-PHOTO-2020-05-12-09-00-00.jpg>", "00000012-PHOTO-2020-05-12-09-00-00.jpg", ""),
        (
            "look \u200e<attached: 00000012-PHOTO-2020-05-12-09-00-00.jpg>",
            "00000012-PHOTO-2020-05-12-09-00-00.jpg",
            "look",
        ),
        ("2018-01-04-PHOTO-00000001.jpg <\u200eattached>", "2018-01-04-PHOTO-00000001.jpg", ""),
        ("< attached: 00000012-PHOTO-2020-05-12-09-00-00.jpg >", "00000012-PHOTO-2020-05-12-09-00-00.jpg", ""),
        ("< Anhang : plan.pdf >", "plan.pdf", ""),
        ("<fremd: 00000012-PHOTO-2020-05-12-09-00-00.jpg>", "00000012-PHOTO-2020-05-12-09-00-00.jpg", ""),
        ("IMG-20200512-WA0001.jpg ( file attached )", "IMG-20200512-WA0001.jpg", ""),
        ("plan.pdf < attached >", "plan.pdf", ""),
        ("< Media omitted >", "Media omitted", ""),
        ("<Mediji su izostavljeni>", "Mediji su izostavljeni", ""),
    ],
)
def test_media(tmp_path: Path, written: str, attachment: str, body: str) -> None:
    path = chat(tmp_path, f"[12.05.20, 09:00:00] Ann: hello\n[12.05.20, 09:00:01] Bob: {written}\n")
    found = messages(read(path))[1]
    if written.startswith("Report.pdf"):
        attachment = "Report.pdf"
    assert [item.name for item in found.attachments] == ([attachment] if attachment else [])
    assert (found.body, found.kind) == (body, "text" if body else "media")


def test_media_in_a_language_nobody_listed_is_known_by_its_repetition(tmp_path: Path) -> None:
    lines = "".join(f"12/05/20, 09:0{n} - Ann: <Fjölmiðlum sleppt>\n" for n in range(4))
    path = chat(tmp_path, f"12/05/20, 09:00 - Bob: <just once>\n{lines}")
    found = messages(read(path))
    assert [message.kind for message in found] == ["text", "media", "media", "media", "media"]
    assert found[0].body == "<just once>"


@pytest.mark.parametrize(
    "written",
    ["This message was deleted", "\u200eThis message was deleted.", "Du hast diese Nachricht gelöscht",
     "Se eliminó este mensaje.", "Mensagem apagada", "\u200eThis message was deleted by admin Ann.", "此消息已删除"],
)  # fmt: skip
def test_deleted_messages_have_no_text(tmp_path: Path, written: str) -> None:
    path = chat(tmp_path, f"[12.05.20, 09:00:00] Ann: hello\n[12.05.20, 09:00:01] Bob: {written}\n")
    found = messages(read(path))[1]
    assert (found.kind, found.body, name(found)) == ("deleted", "", "Bob")


@pytest.mark.parametrize(
    "mark", [" <This message was edited>", " <Сообщение изменено>", "\u200e<This message was edited>",
             " <Diese Nachricht wurde bearbeitet.>", "\u200e<Skilaboðunum var breytt>"],
)  # fmt: skip
def test_edited_messages(tmp_path: Path, mark: str) -> None:
    path = chat(tmp_path, f"[12.05.20, 09:00:00] Ann: two lines\nof text{mark}\n[12.05.20, 09:00:01] Bob: a < b > c\n")
    first, second = messages(read(path))
    assert (first.edited, first.body) == (True, "two lines\nof text")
    assert (second.edited, second.body) == (False, "a < b > c")


def test_polls_and_places_stay_text(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "[12.05.20, 09:00:00] Ann: \u200ePOLL:\nWhen?\n\u200eOPTION: Friday (\u200e2 votes)\n"
        "\u200eOPTION: Sunday (\u200e1 vote)\n"
        "[12.05.20, 09:00:01] Bob: \u200eLocation: https://maps.google.com/?q=52.5,13.4\n"
        "[12.05.20, 09:00:02] Ann: \u200eMissed voice call\n"
        "[12.05.20, 09:00:03] Bob: hi @\u2068Cleo Sand\u2069 there\n",
    )
    poll, place, call, mention = messages(read(path))
    assert poll.body == "POLL:\nWhen?\nOPTION: Friday (2 votes)\nOPTION: Sunday (1 vote)"
    assert (place.kind, place.body) == ("text", "Location: https://maps.google.com/?q=52.5,13.4")
    assert (call.kind, call.body) == ("call", "Missed voice call")
    assert mention.body == "hi @Cleo Sand there"


def test_a_very_long_message_goes_on_in_further_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.sources.chats.whatsapp.BODY_CHARACTERS", 100)
    body = "\n".join(f"line {n} of a long message" for n in range(40))
    path = chat(tmp_path, f"12/05/20, 09:00 - Ann: {body}\n13/05/20, 09:00 - Bob: short\n")
    found = messages(read(path))
    assert len(found) > 3
    assert "\n".join(message.body for message in found[:-1]) == body
    assert {message.time for message in found[:-1]} == {found[0].time}


# ── Whose chat it is ──────────────────────────────────────────────────────────────────────────────────────────────────

TWO = "12/05/20, 09:00 - Ann: hello\n13/05/20, 09:00 - Bob: hi\n"


@pytest.mark.parametrize(
    "file",
    ["WhatsApp Chat with Ann.txt", "WhatsApp Chat with Ann (2).txt",
     "WhatsApp-Chat mit Ann.txt", "Chat de WhatsApp con Ann.txt", "Discussion WhatsApp avec Ann.txt",
     "Conversa do WhatsApp com Ann.txt",
     "Chat WhatsApp con Ann.txt", "WhatsApp-chat met Ann.txt",
     "Ann ile WhatsApp Sohbeti.txt", "Чат WhatsApp с Ann.txt", "与Ann的WhatsApp聊天.txt", "WhatsApp Chat - Ann.txt"],
)  # fmt: skip
def test_the_file_names_the_chat_and_so_the_owner(tmp_path: Path, file: str) -> None:
    records = read(chat(tmp_path, TWO, file))
    (found,) = chats_of(records)
    assert (found.native_id, found.title, found.kind) == ("ann", "Ann", "direct")
    assert [message.sender.is_me for message in messages(records) if message.sender] == [False, True]


def test_a_bare_chat_takes_its_name_from_the_zip_or_the_folder(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "WhatsApp Chat - Ann.zip", {"_chat.txt": TWO, "a.jpg": b"\xff\xd8\xff\xe0junk"})
    assert chats_of(read_text_of(archive))[0].title == "Ann"
    folder = tmp_path / "WhatsApp Chat - Ann"
    folder.mkdir()
    assert chats_of(read(chat(folder, TWO)))[0].native_id == "ann"


def read_text_of(archive: Path) -> list[Record]:
    from index.sources.detect import detect
    from tests.index.sources.reading import files

    (file,) = [file for file in files(archive) if file.name.endswith(".txt")]
    return list(detect(file).read(file, CONTEXT))


def test_two_exports_of_a_nameless_chat_are_one_conversation(tmp_path: Path) -> None:
    first = chats_of(read(chat(tmp_path, TWO)))[0]
    second = chats_of(read(chat(tmp_path, TWO + "14/05/20, 09:00 - Ann: more\n"), replace(CONTEXT, me="Bob")))[0]
    assert first.native_id == second.native_id
    assert (first.title, second.title) == ("Ann, Bob", "Ann")


def test_media_are_there_when_the_zip_holds_them(tmp_path: Path) -> None:
    text = "12/05/20, 09:00 - Ann: a.pdf (file attached)\n12/05/20, 09:00 - Bob: b.pdf (file attached)\n"
    archive = zipped(
        tmp_path / "WhatsApp Chat with Ann.zip", {"WhatsApp Chat with Ann.txt": text, "a.pdf": b"%PDF-1.4"}
    )
    attachments = [message.attachments[0] for message in messages(read_text_of(archive))]
    assert [(item.name, item.missing) for item in attachments] == [("a.pdf", False), ("b.pdf", True)]


@pytest.mark.parametrize(
    "text",
    ["2024-01-02 10:00:00 - ERROR: disk full\n2024-01-02 10:00:01 - INFO: done\n",
     "Minutes of 12/05/20, 09:00 - hello: all\n\nmore",
     "1. 2. 2020\n3. apples: many\n", "a,b,c\n1,2,3\n",
     "2024-01-02 10:00:00 MyApp: disk full\n2024-01-02 10:00:01 MyApp: done\n",
     "02.01.2024 10:00:00 nginx: disk full\n02.01.2024 10:00:01 nginx: done\n",
     "02.01.2024 10:00 INFO: disk full\n02.01.2024 10:01 Main: done\n",
     "13.6.2018 21:25 Ann: one line is no chat\n"],
)  # fmt: skip
def test_other_text_is_not_taken_for_a_chat(tmp_path: Path, text: str) -> None:
    assert not [record for record in read(chat(tmp_path, text), kind="text") if isinstance(record, MessageRecord)]


# ── Written and read back ─────────────────────────────────────────────────────────────────────────────────────────────

Writer = Callable[[datetime, str, str], str]


def style(pattern: str, *, half: tuple[str, str] | None = None, ios: bool = False, digits: str = "") -> Writer:
    def write(moment: datetime, who: str, text: str) -> str:
        stamp = pattern.format(
            d=moment.day, m=moment.month, Y=moment.year, y=moment.year % 100, H=moment.hour, M=moment.minute,
            S=moment.second, h=(moment.hour + 11) % 12 + 1, half=half[moment.hour >= 12] if half else "",
        )  # fmt: skip
        if digits:
            stamp = stamp.translate(str.maketrans("0123456789", digits))
        return f"[{stamp}] {who}: {text}\n" if ios else f"{stamp} - {who}: {text}\n"

    return write


STYLES = {
    "android de": style("{d:02}.{m:02}.{y:02}, {H:02}:{M:02}"),
    "android en-GB": style("{d:02}/{m:02}/{Y}, {H:02}:{M:02}"),
    "android en-US": style("{m}/{d}/{y:02}, {h}:{M:02}\u202f{half}", half=("AM", "PM")),
    "android en-IN": style("{d:02}/{m:02}/{y:02}, {h}:{M:02} {half}", half=("am", "pm")),
    "android es": style("{d}/{m}/{y:02}, {h}:{M:02} {half}", half=("a.\u00a0m.", "p.\u00a0m.")),
    "android ko": style("{Y}. {m}. {d}. {half} {h}:{M:02}", half=("오전", "오후")),
    "android ja": style("{Y}/{m:02}/{d:02}, {H}:{M:02}"),
    "android sv": style("{Y}-{m:02}-{d:02} {H:02}:{M:02}"),
    "android fi": style("{d}.{m}.{Y} klo {H}.{M:02}"),
    "android ar": style("{d}\u200f/{m}\u200f/{Y}, {h}:{M:02} {half}", half=("ص", "م"), digits="٠١٢٣٤٥٦٧٨٩"),
    "android nl": style("{d:02}-{m:02}-{y:02} {H:02}:{M:02}"),
    "ios de": style("{d:02}.{m:02}.{y:02}, {H:02}:{M:02}:{S:02}", ios=True),
    "ios en-US": style("{m}/{d}/{y:02}, {h}:{M:02}:{S:02}\u202f{half}", half=("AM", "PM"), ios=True),
    "ios zh": style("{Y}/{m}/{d} {half}{h}:{M:02}:{S:02}", half=("上午", "下午"), ios=True),
    "ios it": style("{d:02}/{m:02}/{y:02}, {H:02}:{M:02}:{S:02}", ios=True),
}

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf")) | st.sampled_from("\n👩👧🏽é12/:-[]<>()~"),
    min_size=1,
    max_size=60,
).map(lambda text: "x" + text.replace("\u200d", "") + "x")
_NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=12).map(
    lambda text: "N" + text
) | st.sampled_from(["Ann Lee", "Jörg 🤓", "陈伟", "نور", "O'Neil-Smith"])


@st.composite
def chats(draw: st.DrawFn) -> list[tuple[datetime, str, str]]:
    names = draw(st.lists(_NAMES, min_size=2, max_size=3, unique=True))
    moment = draw(st.datetimes(WHEN.replace(2012), WHEN.replace(2029))).replace(microsecond=0)
    found = []
    # A year's walk through the calendar decides the order of day and month in every style.
    for gap in draw(st.lists(st.integers(0, 40 * 86400), min_size=1, max_size=12)) + [20 * 86400] * 3:
        moment += timedelta(seconds=gap)
        found.append((moment, draw(st.sampled_from(names)), draw(_TEXT)))
    return found


@pytest.mark.parametrize("locale", STYLES)
@given(written=chats())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_is_read_back(tmp_path: Path, locale: str, written: list[tuple[datetime, str, str]]) -> None:
    path = chat(tmp_path, "".join(STYLES[locale](*row) for row in written))
    found = messages(read(path, kind="whatsapp"))
    seconds = locale.startswith("ios")
    assert rows(found) == [
        ((moment if seconds else moment.replace(second=0)).isoformat(" "), who, text) for moment, who, text in written
    ]
