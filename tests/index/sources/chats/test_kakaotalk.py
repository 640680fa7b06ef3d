"""KakaoTalk's exports from phones and from the desktop."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.sources.base import ReadContext
from index.sources.detect import detect
from index.types.records import Attachment
from tests.index.sources.reading import ZONE, chats_of, messages, only, problems, read, wall


def export(folder: Path, *lines: str, name: str = "KakaoTalkChats.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(path: Path) -> list[tuple[str, str, str, str]]:
    found = messages(read(path, kind="kakaotalk"))
    return [(m.kind, m.sender.name if m.sender else "", m.body, wall(m.time)[:16]) for m in found]


def test_an_android_phone_in_korean(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        "민수 님과 카카오톡 대화",
        "저장한 날짜 : 2024년 3월 12일 오전 8:00",
        "",
        "",
        "2024년 3월 11일 오전 9:12",
        "2024년 3월 11일 오전 9:12, 민수 : 금요일에 갈래?",
        "두번째 줄",
        "2024년 3월 11일 오후 12:05, 회원님 : 응 : 좋아",
        "2024년 3월 11일 오후 12:06, 민수 : 사진",
        "2024년 3월 11일 오후 12:07, 지우님이 들어왔습니다.",
        "2024년 3월 11일 오후 12:08, 민수 : 삭제된 메시지입니다.",
        "2024년 3월 11일 오후 12:09, 민수 : 보이스톡 해요",
    )
    assert rows(path) == [
        ("text", "민수", "금요일에 갈래?\n두번째 줄", "2024-03-11 09:12"),
        ("text", "회원님", "응 : 좋아", "2024-03-11 12:05"),
        ("media", "민수", "", "2024-03-11 12:06"),
        ("system", "", "지우님이 들어왔습니다.", "2024-03-11 12:07"),
        ("deleted", "민수", "", "2024-03-11 12:08"),
        ("call", "민수", "보이스톡 해요", "2024-03-11 12:09"),
    ]
    assert chats_of(read(path))[0].title == "민수"


def test_an_iphone_in_korean(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        "산행 모임 15 카카오톡 대화",
        "저장한 날짜 : 2024. 3. 12. 오전 8:00",
        "",
        "2024년 3월 11일 월요일",
        "2024. 3. 11. 오후 9:12, 민수 : 내일?",
        "2024. 3. 11. 21:13, 지우 : 응",
        "2024. 3. 11. 오후 9:14: 지우님이 나갔습니다.",
    )
    assert rows(path) == [
        ("text", "민수", "내일?", "2024-03-11 21:12"),
        ("text", "지우", "응", "2024-03-11 21:13"),
        ("system", "", "지우님이 나갔습니다.", "2024-03-11 21:14"),
    ]


def test_a_phone_in_english(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        "KakaoTalk Chats with Minsu",
        "Date Saved : Mar 12, 2024 at 08:00",
        "",
        "Monday, March 11, 2024",
        "March 11, 2024 at 9:12 AM, Minsu : Friday?",
        "Mar 11, 2024, 12:05 PM, Alex : yes",
    )
    assert rows(path) == [
        ("text", "Minsu", "Friday?", "2024-03-11 09:12"),
        ("text", "Alex", "yes", "2024-03-11 12:05"),
    ]


def test_the_desktop(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        "산행 모임 님과 카카오톡 대화",
        "저장한 날짜 : 2024-03-12 08:00:00",
        "",
        "--------------- 2024년 3월 11일 월요일 ---------------",
        "[민수] [오전 12:12] 안녕",
        "둘째 줄",
        "지우님이 들어왔습니다.",
        "--------------- 2024년 3월 12일 화요일 ---------------",
        "[지우] [오후 1:02] 파일: 계획.pdf",
        name="KakaoTalk_20240312_0800_00_000_group.txt",
    )
    assert rows(path) == [
        ("text", "민수", "안녕\n둘째 줄", "2024-03-11 00:12"),
        ("system", "", "지우님이 들어왔습니다.", "2024-03-11 00:12"),
        ("media", "지우", "", "2024-03-12 13:02"),
    ]
    assert messages(read(path))[2].attachments == (Attachment("계획.pdf"),)
    english = export(
        tmp_path,
        "KakaoTalk Chats with Hikers",
        "Date Saved : 2024-03-12 08:00:00",
        "",
        "--------------- Monday, March 11, 2024 ---------------",
        "[Minsu] [9:12 PM] hi",
        name="english.txt",
    )
    assert rows(english) == [("text", "Minsu", "hi", "2024-03-11 21:12")]


def test_the_desktops_table(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        "Date,User,Message",
        '2024-03-11 09:12:33,"민수","안녕, ""친구""\n둘째 줄"',
        "broken",
        '2024-03-11 09:13:00,"지우","사진"',
        name="KakaoTalk_Chat_산행.csv",
    )
    records = read(path, kind="kakaotalk")
    first, second = messages(records)
    assert first.body == '안녕, "친구"\n둘째 줄'
    assert first.time is not None
    assert (wall(first.time), first.time.precision) == ("2024-03-11 09:12:33", "s")
    assert second.kind == "media"
    assert [problem.locator for problem in problems(records)] == ["line 4"]


def test_the_owner_is_who_they_say(tmp_path: Path) -> None:
    path = export(
        tmp_path, "민수 님과 카카오톡 대화", "저장한 날짜 : 2024년", "", "2024년 3월 11일 오전 9:12, 회원님 : 응"
    )
    (message,) = messages(read(path, ReadContext(ZONE, me="회원님")))
    assert message.sender is not None
    assert message.sender.is_me


def test_without_messages_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceProblem, match="no messages"):
        read(export(tmp_path, "민수 님과 카카오톡 대화", "저장한 날짜 : 2024년 3월 12일"))


@pytest.mark.parametrize(
    "lines",
    [
        ("Date,User,Message", "yesterday,Tom,hi"),
        ("[Tom] [draft] a note",),
        ("March 11, 2024", "We went to the lake, Tom : Maya"),
    ],
)
def test_other_files_are_not_taken(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert detect(only(export(tmp_path, *lines, name="other.txt"))).kind != "kakaotalk"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # No title, days by numbers
        (
            [
                "2024. 3. 11. 월요일",
                "",
                "2024. 3. 11. 오후 9:12, 민수 : 내일?",
                "",
                "2024. 3. 11. 오후 9:13, 지우 : 응",
            ],
            [("text", "민수", "내일?", "2024-03-11 21:12"), ("text", "지우", "응", "2024-03-11 21:13")],
        ),
        # Two messages, nothing else
        (
            ["2024년 3월 11일 21:12, 민수 : 내일?", "2024년 3월 11일 21:13, 지우 : 응"],
            [("text", "민수", "내일?", "2024-03-11 21:12"), ("text", "지우", "응", "2024-03-11 21:13")],
        ),
        # English, with narrow blanks and points
        (
            ["March 11, 2024 at 9:12\u202fp.m., Minsu : Friday?", "March 12, 2024 at 9:13\u202fa.m., Jiu : yes"],
            [("text", "Minsu", "Friday?", "2024-03-11 21:12"), ("text", "Jiu", "yes", "2024-03-12 09:13")],
        ),
        # Japanese
        (
            ["2024年3月11日(月)", "2024年3月11日 午後9:12, ミンス : 明日？", "2024年3月11日 午後9:13, ジウ : 写真"],
            [("text", "ミンス", "明日？", "2024-03-11 21:12"), ("media", "ジウ", "", "2024-03-11 21:13")],
        ),
        # Times alone under a day between rules
        (
            ["-----", "2024년 3월 11일 월요일", "-----", "오전 9:12, 민수 : 내일?", "오전 9:13, 지우 : 응", "그래"],
            [("text", "민수", "내일?", "2024-03-11 09:12"), ("text", "지우", "응\n그래", "2024-03-11 09:13")],
        ),
        # Both in brackets
        (
            ["[2024. 3. 11. 오후 9:12] 민수 : 내일?", "[2024. 3. 11. 오후 9:13] 지우 : 응"],
            [("text", "민수", "내일?", "2024-03-11 21:12"), ("text", "지우", "응", "2024-03-11 21:13")],
        ),
    ],
)
def test_without_a_title_messages_are_known_by_their_shape(
    tmp_path: Path, lines: list[str], expected: list[tuple[str, str, str, str]]
) -> None:
    path = export(tmp_path, *lines)
    assert rows(path) == expected
    assert problems(read(path)) == []


def test_a_day_within_a_message_is_the_writers_unless_the_next_message_is_of_that_day(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        "2024. 3. 11. 오후 9:12, 민수 : 계획:",
        "2024. 3. 15. 금요일",
        "배를 칠하자",
        "2024. 3. 11. 오후 9:13, 지우 : 2024년 3월 20일?",
        "",
        "2024. 3. 12. 화요일",
        "2024. 3. 12. 오후 9:14, 민수 : 응",
    )
    assert [body for _, _, body, _ in rows(path)] == [
        "계획:\n2024. 3. 15. 금요일\n배를 칠하자",
        "2024년 3월 20일?",
        "응",
    ]


def test_the_table_without_its_columns_names_and_in_korean(tmp_path: Path) -> None:
    row = '2024-03-11 09:12:33,"민수","안녕"'
    spaced = row.replace(",", ", ")
    assert rows(export(tmp_path, spaced, name="c.csv")) == [("text", "민수", "안녕", "2024-03-11 09:12")]
    assert rows(export(tmp_path, row, name="a.csv")) == [("text", "민수", "안녕", "2024-03-11 09:12")]
    assert rows(export(tmp_path, "날짜,사용자,메시지", row, name="b.csv")) == [
        ("text", "민수", "안녕", "2024-03-11 09:12")
    ]


def test_titles(tmp_path: Path) -> None:
    row = "2024. 3. 11. 오후 9:12, 민수 : 내일?"
    for first, title in (
        ("산행 모임 님과의 카카오톡 대화", "산행 모임"),
        ("Hikers Talk Chats", "Hikers"),
        ("Hikers with KakaoTalk Chats", "Hikers"),
        ("민수님과 카카오톡 대화", "민수"),
        ("KakaoTalk Chats with Hikers.txt", "Hikers"),
    ):
        path = export(tmp_path, first, "저장한 날짜 : 2024. 3. 12. 오전 8:00", "", row, row)
        assert chats_of(read(path, kind="kakaotalk"))[0].title == title
