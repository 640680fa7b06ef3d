"""LINE's text export in the ways that phones write it."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.sources.base import DateOrder, ReadContext
from index.sources.chats.clock import read_clock, read_long_clock
from index.sources.detect import detect
from index.types.records import Attachment, Sender
from tests.index.sources.reading import ZONE, chats_of, messages, only, problems, read, wall


def export(folder: Path, text: str, name: str = "[LINE] Chat.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


ENGLISH = (
    "[LINE] Chat history with Kaori Date\r\n"
    "Saved on: 2018/03/25 19:57\r\n"
    "\r\n"
    "2015/12/25 Fri\r\n"
    "07:33\tErik H\tMerry Christmas!\r\n"
    '07:34\tKaori Date\t"two\r\n'
    'lines, ""quoted"" too"\r\n'
    "07:35\tErik H\t[Photo]\r\n"
    "\r\n"
    "2015/12/26 Sat\r\n"
    "08:35\tKaori Date\t☎ Call time 1:23\r\n"
    "19:27\tKaori Date joined the group.\r\n"
)


def test_days_columns_and_quoted_lines(tmp_path: Path) -> None:
    records = read(export(tmp_path, ENGLISH), kind="line")
    assert chats_of(records)[0].title == "Kaori Date"
    found = messages(records)
    assert [(message.kind, message.body) for message in found] == [
        ("text", "Merry Christmas!"),
        ("text", 'two\nlines, "quoted" too'),
        ("media", ""),
        ("call", "Call time 1:23"),
        ("system", "Kaori Date joined the group."),
    ]
    assert found[0].sender == Sender("display_name", "Erik H", "Erik H")
    assert [wall(message.time) for message in found][::4] == ["2015-12-25 07:33:00", "2015-12-26 19:27:00"]
    assert found[2].attachments == (Attachment("Photo", "image/jpeg"),)
    assert problems(records) == []


LANGUAGES = {
    "美聡": (
        "[LINE] 美聡とのトーク履歴\n保存日時：2024/01/15 10:30\n\n2024/01/15(月)\n10:30\t美聡\tやあ\n",
        "2024-01-15 10:30",
    ),
    "王小明": (
        "[LINE] 與王小明的聊天記錄\n儲存日期： 2024/01/05\n\n2024/01/05（五）\n下午01:02\t王小明\t早\n",
        "2024-01-05 13:02",
    ),
    "Amy": ("[LINE] Chat history with Amy\n\n2024.02.01 Thursday\n12:30 PM\tMe\tyo\n", "2024-02-01 12:30"),
    "Nok": ("[LINE] ประวัติการแชทกับ Nok\n\n2024/01/15 จันทร์\n10:30\tNok\tสวัสดี\n", "2024-01-15 10:30"),
    "Bob": ("[LINE] Chat history with Bob\n\nSun, 26/04/2026\n04:35PM\tAlex\thi\n", "2026-04-26 16:35"),
    "Eve": ("[LINE] Chat history with Eve\n\nMon, 11/03/2025\n8:15AM\tAlex\thi\n", "2025-11-03 08:15"),
    "친구": ("[LINE] 친구과의 대화\n\n2024.01.15 월요일\n오후 9:15\t친구\t안녕\n", "2024-01-15 21:15"),
    "กลุ่มเรือ": (
        '[LINE] ประวัติการแชทในกลุ่ม "กลุ่มเรือ"\nบันทึกเมื่อ 04/09/2569 07:48\n\nศ. 28/11/2568\n08:55\tNok\tสวัสดี\n',
        "2025-11-28 08:55",
    ),
    "Budi": ("[LINE] Riwayat obrolan dengan Budi\n\nSel, 09/04/2024\n09.30\tBudi\thalo\n", "2024-04-09 09:30"),
    "Lucía": ("[LINE] Historial de chat con Lucía\n\nmié., 10/04/2024\n9:30 p. m.\tLucía\thola\n", "2024-04-10 21:30"),
    "Tom": ("[LINE] Chat con Tom\n\nlunes, 11 de marzo de 2024\n9:30\tTom\thola\n", "2024-03-11 09:30"),
    "Mia": ("[LINE] Chat history with Mia\n\nMonday, March 11, 2024\n9:30\tMia\thi\n", "2024-03-11 09:30"),
    "小美": ("[LINE] 与小美的聊天记录\n\n2026/1/30周五\n中午12:10\t小美\t好\n", "2026-01-30 12:10"),
    "Linh": ("[LINE] Lịch sử trò chuyện với Linh\n\n2024/03/11(Th 2)\n9:30 CH\tLinh\tchào\n", "2024-03-11 21:30"),
    "Ewa": ("[LINE] Ewa\n\n2024/03/11(poniedziałek)\n09:30\tEwa\thej\n", "2024-03-11 09:30"),
    "美和": (
        "美和とのトーク履歴\n保存日時：2024/03/12 10:30\n\n2024年3月11日(月)\n午後9:30\t美和\tやあ\n",
        "2024-03-11 21:30",
    ),
    "Chat": ("2025.12.30 火曜日\n23:43 natsumi_ スタンプ\n23:47 泰地 わ！\n見ます!\n", "2025-12-30 23:43"),
}


@pytest.mark.parametrize("title", LANGUAGES)
def test_languages(tmp_path: Path, title: str) -> None:
    text, when = LANGUAGES[title]
    records = read(export(tmp_path, text), kind="line")
    assert chats_of(records)[0].title == title
    assert wall(messages(records)[0].time) == f"{when}:00"


def test_a_line_without_a_time_goes_on_with_the_message_before(tmp_path: Path) -> None:
    text = "2025.12.30 火曜日\n23:47 泰地 わ！\n見ます!\n"
    (message,) = messages(read(export(tmp_path, text), kind="line"))
    assert (message.sender and message.sender.name, message.body) == ("泰地", "わ！\n見ます!")


def test_days_and_times_in_a_quote_are_the_writers(tmp_path: Path) -> None:
    lines = [
        "2024/01/15(Mon)",
        '09:00\tBob\t"The plan:',
        "2024/01/16(Tue)",
        "10:30 by the lake",
        '""ask Tom"" first"',
        "09:05\tAmy\tgood",
    ]
    found = messages(read(export(tmp_path, "\n".join(["[LINE] Chat history with Bob", "", *lines])), kind="line"))
    assert [(wall(message.time), message.body) for message in found] == [
        ("2024-01-15 09:00:00", 'The plan:\n2024/01/16(Tue)\n10:30 by the lake\n"ask Tom" first'),
        ("2024-01-15 09:05:00", "good"),
    ]


def test_an_open_quotation_mark_at_the_end_keeps_the_days_behind_it(tmp_path: Path) -> None:
    text = '[LINE] Chat history with Bob\n\n2024/01/15(Mon)\n09:00\tBob\t"so\n2024/01/16(Tue)\nno row'
    records = read(export(tmp_path, text))
    assert [message.body for message in messages(records)] == ['"so']
    assert [problem.locator for problem in problems(records)] == ["line 6"]


def test_nights_are_counted_on_past_24(tmp_path: Path) -> None:
    lines = ["2024/01/15(Mon)", "24:10\tBob\tfirst", "23:50\tBob\tlate", "24:53\tAmy\tlater", "25:10\tBob\tlast"]
    found = messages(read(export(tmp_path, "\n".join(["[LINE] Chat history with Bob", "", *lines])), kind="line"))
    # Before any other the 24th hour is the day's first; after others it is the next day's.
    assert [wall(message.time)[5:16] for message in found] == [
        "01-15 00:10",
        "01-15 23:50",
        "01-16 00:53",
        "01-16 01:10",
    ]


def test_the_desktop_in_latin_letters(tmp_path: Path) -> None:
    text = (
        "2024.03.11 Monday\n"
        "16:23 Kaori Date Shall we meet?\n"
        "at the lake\n"
        "16:24 Tom Yes\n"
        "16:25 Kaori Date Photos\n"
        "2024.03.12 Tuesday\n"
        '08:00 Kaori Date "Dune" is long\n'
        '08:01 Tom "so\n'
        "08:02 Tom unsent a message.\n"
    )
    records = read(export(tmp_path, text, "[LINE] Kaori Date.txt"), kind="line")
    assert [(m.kind, m.sender and m.sender.name, m.body) for m in messages(records)] == [
        ("text", "Kaori Date", "Shall we meet?\nat the lake"),
        ("text", "Tom", "Yes"),
        ("media", "Kaori Date", ""),
        ("text", "Kaori Date", '"Dune" is long'),
        ("text", "Tom", '"so'),
        ("deleted", "Tom", ""),
    ]
    assert wall(messages(records)[3].time) == "2024-03-12 08:00:00"


def test_words_that_begin_texts_are_no_part_of_a_name(tmp_path: Path) -> None:
    rows = ["16:23 Tom I see", "16:24 Amy I do not", "16:25 Tom I do", "16:26 Tom I am"]
    found = messages(read(export(tmp_path, "\n".join(["2024.03.11 Monday", *rows])), kind="line"))
    assert {message.sender.name for message in found if message.sender} == {"Tom", "Amy"}


def test_rows_before_the_first_day_are_told(tmp_path: Path) -> None:
    text = "[LINE] Chat history with Bob\nSaved on: 2024/01/15\n\n09:00\tBob\tlost\n2024/01/15(Mon)\n09:01\tBob\tkept\n"
    records = read(export(tmp_path, text))
    assert [message.body for message in messages(records)] == ["kept"]
    assert [problem.locator for problem in problems(records)] == ["line 4"]


def test_a_diary_is_no_chat(tmp_path: Path) -> None:
    assert detect(only(export(tmp_path, "2025.12.30 Tuesday\n10:30 Dentist with Tom\n", "diary.txt"))).kind == "text"
    many = "2025.12.30 Tuesday\n08:00 Run by the lake\n10:30 Dentist with Tom\n12:00 Lunch at home\n13:00 Run again\n"
    assert detect(only(export(tmp_path, many, "diary.txt"))).kind == "text"


def test_the_order_of_day_and_month_is_said_when_it_was_taken(tmp_path: Path) -> None:
    # Neither weekday fits, so nothing tells.
    text = "[LINE] Chat history with Bob\n\nXyz, 03/04/2025\n8:15\tAlex\thi\n"
    with pytest.raises(SourceProblem, match="no messages"):
        read(export(tmp_path, text))
    sure = "[LINE] Chat history with Bob\n\nThu, 03/04/2025\n8:15\tAlex\thi\n"
    records = read(export(tmp_path, sure))
    assert (wall(messages(records)[0].time), problems(records)) == ("2025-04-03 08:15:00", [])
    unsure = "[LINE] Chat history with Bob\n\nFri, 03/04/2025\n8:15\tAlex\thi\n"
    assert problems(read(export(tmp_path, unsure)))[0].severity == "guess"


def test_the_owner_says_the_order_of_day_and_month(tmp_path: Path) -> None:
    path = export(tmp_path, "[LINE] Chat history with Bob\n\nFri, 03/04/2025\n8:15\tAlex\thi\n")
    days: tuple[tuple[DateOrder, str], ...] = (("dmy", "2025-04-03"), ("mdy", "2025-03-04"))
    for order, day in days:
        records = read(path, ReadContext(ZONE, dates=order))
        assert (wall(messages(records)[0].time)[:10], problems(records)) == (day, [])


def test_unsent_messages_are_kept_apart(tmp_path: Path) -> None:
    lines = ["10:30\tBob\tBob unsent a message.", "10:31\tBobがメッセージの送信を取り消しました"]
    text = "\n".join(["[LINE] Chat history with Bob", "", "2024/01/15(Mon)", *lines])
    assert [message.kind for message in messages(read(export(tmp_path, text)))] == ["deleted", "system"]


def test_wide_encodings_and_the_owner(tmp_path: Path) -> None:
    path = export(tmp_path, ENGLISH, encoding="utf-16")
    found = messages(read(path, ReadContext(ZONE, me="Erik H"), kind="line"))
    assert [message.sender.is_me for message in found if message.sender] == [True, False, True, False]


def test_a_quote_that_never_closes_is_cut(tmp_path: Path) -> None:
    text = '[LINE] Chat history with Bob\n\n2024/01/15(Mon)\n10:30\tBob\t"open\n' + "x" * 1000 + "\n"
    (message,) = messages(read(export(tmp_path, text)))
    assert message.body.startswith('"open\nxxx')


def test_a_quotation_mark_of_the_writers_own_swallows_nothing(tmp_path: Path) -> None:
    lines = ['10:30\tBob\t"Dune" is good', "10:31\tAmy\tyes", '10:32\tBob\t"', "", "2024/01/16(Tue)", '9:00\tAmy\t"a"']
    text = "\n".join(["[LINE] Chat history with Bob", "", "2024/01/15(Mon)", *lines]) + "\n"
    found = messages(read(export(tmp_path, text)))
    assert [(wall(message.time)[:10], message.body) for message in found] == [
        ("2024-01-15", '"Dune" is good'),
        ("2024-01-15", "yes"),
        ("2024-01-15", '"'),
        ("2024-01-16", '"a"'),
    ]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("9:30AM", 9),
        ("12:05 AM", 0),
        ("12:05 pm", 12),
        ("오후 9:15", 21),
        ("下午01:02", 13),
        ("午前 12:01", 0),
        ("21:12", 21),
    ],
)
def test_clocks(written: str, hours: int) -> None:
    clock = read_clock(written)
    assert clock is not None
    assert clock.hour == hours


def test_what_is_no_clock_is_none() -> None:
    assert read_clock("25:00") is None  # a time of the next day
    assert read_long_clock("31:00") is None
    assert read_long_clock("24:53") == (time(0, 53), 1)
    assert read_clock("9.30") is None
