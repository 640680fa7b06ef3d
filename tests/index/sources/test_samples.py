"""Real exports and documents of other projects, against figures worked out by hand from the files."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from index.types.records import DocumentPart, MessageRecord
from tests.index.sources.reading import (
    CONTEXT,
    chats_of,
    document,
    messages,
    name,
    problems,
    read,
    sample,
    utc,
    wall,
)

LOREM = "Lorem ipsum dolor sit amet,\nconsectetur adipiscing elit. Duis libero."

CHAT_MINER = [
    ("2019-01-01 11:25:00", "John Doe", "Lorem ipsum dolor sit amet."),
    ("2019-01-20 11:23:00", "John Doe", "."),
    ("2019-01-30 20:49:00", "Jahn Doe", LOREM),
    ("2020-06-10 15:55:00", "John-John Doe", "Lorem ipsum : dolor sit amet."),
    ("2020-06-20 00:08:00", "", '+12 345 578 created group "Groupname"'),
    ("2020-06-30 09:10:00", "", "You were added"),
    ("2021-12-10 10:10:00", "John Doe 🤓", "Lorem ipsum 🤓"),
    ("2021-12-20 12:10:00", "🤓", "Lorem ipsum 🤓"),
    ("2021-12-30 22:01:00", "John Doe", LOREM),
]


def rows(found: list[MessageRecord]) -> list[tuple[str, str, str]]:
    return [(wall(message.time), name(message), message.body) for message in found]


@pytest.mark.parametrize("file", ["ddmmyy_24hrs.txt", "mmddyyyy_12hrs.txt"])
def test_chat_miner_in_both_date_orders(file: str) -> None:
    records = read(sample("whatsapp", "chat-miner", file), kind="whatsapp")
    assert rows(messages(records)) == CHAT_MINER
    assert [message.kind for message in messages(records)] == ["text"] * 4 + ["system"] * 2 + ["text"] * 3
    (chat,) = chats_of(records)
    assert (chat.title, chat.kind) == ("Groupname", "group")
    # 20/01 and 01/20 decide the order of day and month: nothing is guessed.
    assert problems(records) == []


def test_chatistics_with_marks_and_lines_without_author() -> None:
    records = read(sample("whatsapp", "chatistics", "_chat.txt"), kind="whatsapp")
    found = messages(records)
    # 23 lines. One quotes another format's header with a time before its neighbours', one has no dash after its time:
    # both belong to the message they follow.
    assert len(found) == 21
    assert Counter(map(name, found)) == {"Alice Placeholder": 10, "John Doe": 10, "": 1}
    assert rows(found)[:4] == [
        ("2018-01-04 11:53:57", "Alice Placeholder", "This is a test message"),
        ("2018-01-04 11:54:03", "Alice Placeholder", "This message is from Alice Placeholder"),
        ("2018-01-04 11:54:23", "", "This is an info entry"),
        ("2018-01-04 11:54:34", "John Doe", "This is a test answer from John Doe"),
    ]
    assert found[2].kind == "system"
    assert found[7].body == "👨\u200d🦰 👨🏿\u200d🦰 👨\u200d🦱 👨🏿\u200d🦱 🦹🏿\u200d♂️"
    assert rows(found)[13] == ("2018-10-12 10:14:42", "Alice Placeholder", "田中さんにあげて下さい")
    controls = "".join(map(chr, range(0x80, 0xA0))).replace("\x85", "")
    quoted = "\n[1.2.2019, 00:00:00] John Doe: this line is not a message on its own"
    other_chat = "\n2/11/19, 14:48 Alice Placeholder: this is a message from another chat!"
    assert rows(found)[17:] == [
        ("2019-02-01 11:09:15", "John Doe", controls + quoted),
        ("2019-02-01 11:09:59", "John Doe", "¯\\_(ツ)_/¯"),
        ("2019-02-01 14:20:03", "John Doe", "What is that?" + other_chat),
        ("2019-04-19 16:18:33", "Alice Placeholder", "This is the last message of this test file."),
    ]
    (chat,) = chats_of(records)
    assert (chat.title, chat.kind) == ("Alice Placeholder, John Doe", "direct")
    assert problems(records) == []


def test_chatistics_with_the_year_in_two_forms() -> None:
    records = read(sample("whatsapp", "chatistics", "_chat 2.txt"), kind="whatsapp")
    quoted = "[1.9.19, 00:00:00] Peter Doe: this is the second line of the first message"
    first = f"This is a message from Peter Doe\n{quoted}"
    exporter = "as John Doe is the person exporting their logs in this test scenario"
    third = f'This message should have "outgoing = True", {exporter}'
    assert rows(messages(records)) == [
        ("2019-09-17 16:37:47", "Peter Doe", first),
        ("2019-09-17 16:38:06", "Peter Doe", 'This message should have "outgoing = False"'),
        ("2019-09-17 16:38:59", "John Doe", third),
        ("2019-09-17 16:39:52", "John Doe", "This is the last message of this test file."),
    ]
    assert problems(records) == []


def test_an_owner_who_is_named_is_me() -> None:
    records = read(sample("whatsapp", "chatistics", "_chat.txt"), replace(CONTEXT, me="John Doe"))
    assert {(message.sender.name, message.sender.is_me) for message in messages(records) if message.sender} == {
        ("John Doe", True),
        ("Alice Placeholder", False),
    }
    assert chats_of(records)[0].title == "Alice Placeholder"


def test_a_telegram_account_of_2020() -> None:
    records = read(sample("telegram", "full-2020-01", "result.json"), kind="telegram")
    found = messages(records)
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("8123123123", "ppppppp gggggg", "group"),
        ("9777777777", "Vvvvv", "direct"),
        ("4321012345", "Deleted Account", "direct"),
        ("9333333333", "Ddddddd", "direct"),
    ]
    assert Counter(message.chat for message in found) == {
        "8123123123": 31,
        "9777777777": 12,
        "4321012345": 5,
        "9333333333": 2,
    }
    assert Counter(message.kind for message in found) == {"text": 29, "media": 13, "system": 6, "call": 2}
    by_id = {message.native_id: message for message in found}
    # Numeric ids of old exports are those that newer ones write "user22222222"; the account's own is the owner's.
    first = by_id["4720"]
    assert first.sender is not None
    assert (first.sender.kind, first.sender.value, first.sender.is_me) == ("telegram", "user22222222", False)
    assert first.body == "create group: ppppppp gggggg, Wwwwww Www, Nnnnnnn, Aaaaa Aaaaaaaaaaa, Eeeee Eeeeeeeeee"
    mine = [message for message in found if message.sender and message.sender.is_me]
    assert {message.sender.value for message in mine if message.sender} == {"user11111111"}
    assert len(mine) == 13
    # "edited": "1970-…" on 48 of 50 messages means never.
    assert [message.native_id for message in found if message.edited] == ["67346", "129455"]
    assert by_id["39740"].reply_to == "39739"
    assert wall(by_id["4730"].time) == "2016-11-09 00:36:45"
    assert by_id["4730"].body == "Видел)"
    assert by_id["10415"].body == (
        "девиз Вольво:\nhttp://cs5.pikabu.ru/post_img/big/2015/12/04/5/1449210847155432089.jpgгыгы"
    )
    assert by_id["74752"].body == "Vvvvv Vvvvvvvvv +7 910 041 13 85"
    assert by_id["129455"].body == "41.328109, 69.327564"
    poll = "Вечерний Мудозвон – это...\n- Соловьёв (18714 votes)\n- Киселёв (3046 votes)\n- Ургант (1422 votes)\n"
    assert by_id["132894"].body.startswith(f"Forwarded from Varlamov.ru:\n{poll}")
    assert (by_id["40149"].kind, by_id["40149"].body) == ("call", "missed phone call")
    assert (by_id["40163"].kind, by_id["40163"].body) == ("call", "phone call, 77 s")
    (sticker,) = by_id["4744"].attachments
    assert (sticker.name, sticker.missing) == ("sticker.webp", False)
    (animation,) = by_id["10699"].attachments
    assert (animation.name, animation.mime, animation.missing) == ("animation", "video/mp4", True)
    # Messages of one second stay in the file's order.
    assert [message.native_id for message in found if message.chat == "4321012345"] == [
        "24712", "24713", "24714", "24715", "24716",
    ]  # fmt: skip
    assert problems(records) == []


def test_a_telegram_supergroup_of_2023() -> None:
    records = read(sample("telegram", "supergroup-2023-08", "result.json"), kind="telegram")
    (chat,) = chats_of(records)
    assert (chat.native_id, chat.title, chat.kind) == ("123123123", "My Group", "group")
    joined, message = messages(records)
    assert (joined.kind, joined.body, utc(joined.time)) == (
        "system",
        "join group by link: Group",
        "2022-09-28 08:14:28",
    )
    assert (message.kind, message.body, utc(message.time)) == ("text", "My message!", "2022-10-11 14:49:15")
    assert message.sender is not None
    assert (message.sender.value, message.sender.name) == ("user5555555555", "Deleted Account")
    assert problems(records) == []


def test_a_note_whose_double_brackets_are_code() -> None:
    found, text = document(read(sample("files", "obsidian", "wikilinks_exclude-code.md"), kind="markdown"))
    assert found.title == "code-avoid-wikilink"
    assert text.count("tibble[['column_name']]") == 2


def test_a_table_in_shift_jis() -> None:
    found, text = document(read(sample("files", "markitdown", "test_mskanji.csv"), kind="csv"))
    assert found.title == "test_mskanji.csv"
    assert text.splitlines() == [
        "| 名前: 佐藤太郎 | 年齢: 30 | 住所: 東京",
        "| 名前: 三木英子 | 年齢: 25 | 住所: 大阪",
        "| 名前: 髙橋淳 | 年齢: 35 | 住所: 名古屋",
    ]


def test_pdfs_of_text() -> None:
    records = read(sample("files", "markitdown", "test.pdf"), kind="pdf")
    parts = [record for record in records if isinstance(record, DocumentPart)]
    assert [part.label for part in parts] == [f"page {number}" for number in range(1, len(parts) + 1)]
    assert "Large language models" in document(records)[1]
    _, booking = document(read(sample("files", "markitdown", "movie-theater-booking-2024.pdf"), kind="pdf"))
    assert "Order / Rev: 2024-12-5678\n" in booking
    assert "12/20/24 12/31/24 48 $12,500.00 $11,250.00" in booking
