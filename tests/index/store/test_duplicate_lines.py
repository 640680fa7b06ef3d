"""Several exports of one chat, as phones write them: each message once, in its latest state."""

from __future__ import annotations

import itertools
from datetime import UTC
from pathlib import Path

import pytest

from index.index import Index
from index.sources.base import ReadContext
from index.types.events import IngestDone
from index.types.search import Filters
from tests.exports import telegram
from tests.index.kit import bodies, find

CONTEXT = ReadContext(UTC, zone_guessed=False)
DELETED = "This message was deleted"
EDITED = "<This message was edited>"

FIRST = [
    "12/03/2024, 09:15 - Maya: Shall we book the cabin?",
    "12/03/2024, 09:16 - Tom: Yes, the one\nby the lake",
    "12/03/2024, 09:16 - Tom: ok",
    "12/03/2024, 09:16 - Tom: ok",
    "12/03/2024, 09:17 - Maya: the door code is 4711",
    "12/03/2024, 09:17 - Maya: we leave at four",
    "12/03/2024, 09:17 - Tom: fine",
]
LATER = ["13/03/2024, 18:02 - Maya: <Media omitted>", "13/03/2024, 18:02 - Maya: ok"]


def with_changes(lines: list[str], **changes: str) -> list[str]:
    """Replace texts: keys are positions ("n4")."""
    out = list(lines)
    for place, text in changes.items():
        number = int(place[1:])
        out[number] = out[number].split(": ", 1)[0] + ": " + text
    return out


def add(index: Index, folder: Path, lines: list[str], name: str = "WhatsApp Chat with Cabin.txt") -> IngestDone:
    number = len(list(folder.iterdir()))
    (folder / str(number)).mkdir()
    path = folder / str(number) / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = list(index.add([path], embedder=None, context=CONTEXT))[-1]
    assert isinstance(done, IngestDone)
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


def texts(index: Index) -> list[str]:
    return bodies(index.messages(Filters()))


WHOLE = [
    "Shall we book the cabin?",
    "Yes, the one\nby the lake",
    "ok",
    "ok",
    "the door code is 4711",
    "we leave at four",
    "fine",
    "",
    "ok",
]


def test_a_second_export_adds_only_what_is_new_and_a_third_that_is_a_part_adds_nothing(
    index: Index, folder: Path
) -> None:
    assert add(index, folder, FIRST).added == 7
    second = add(index, folder, [*FIRST[2:], *LATER])
    assert (second.added, second.known) == (2, 5)
    third = add(index, folder, [*FIRST[4:], LATER[0]])
    assert (third.added, third.known) == (0, 4)
    assert texts(index) == WHOLE


@pytest.mark.parametrize("newer_first", [False, True])
def test_what_was_edited_or_deleted_in_between_takes_the_old_lines_place(
    index: Index, folder: Path, newer_first: bool
) -> None:
    old = FIRST
    new = [*with_changes(FIRST, n4=DELETED, n5=f"we leave at five {EDITED}"), *LATER]
    for lines in (new, old, new, old) if newer_first else (old, new, old, new):
        add(index, folder, lines)
    expected = list(WHOLE)
    expected[5] = "we leave at five"
    del expected[4]
    assert texts(index) == expected
    assert find(index, "door code").hits == ()
    assert find(index, "leave four").hits == () or bodies(find(index, "leave four").hits) == ["we leave at five"]
    assert index.chats()[0].messages == 8


def test_one_of_two_equals_is_deleted_and_the_other_stays(index: Index, folder: Path) -> None:
    add(index, folder, FIRST)
    done = add(index, folder, with_changes(FIRST, n2=DELETED))
    assert (done.added, done.known) == (0, 7)
    assert texts(index).count("ok") == 1
    add(index, folder, with_changes(FIRST, n2=DELETED, n3=DELETED))
    assert texts(index).count("ok") == 0
    assert add(index, folder, FIRST).added == 0
    assert texts(index).count("ok") == 0


def test_edited_twice_and_then_deleted(index: Index, folder: Path) -> None:
    states = ["we leave at four", f"we leave at five {EDITED}", f"we leave at six {EDITED}", DELETED]
    for state in states:
        assert add(index, folder, with_changes(FIRST, n5=state)).added in (0, 7)
    assert not any(text.startswith("we leave") for text in texts(index))
    for state in states:
        assert add(index, folder, with_changes(FIRST, n5=state)).added == 0
    assert len(texts(index)) == 6


def test_only_the_same_sender_and_minute_count(index: Index, folder: Path) -> None:
    add(index, folder, FIRST[:4])
    done = add(
        index, folder, [*FIRST[:4], f"12/03/2024, 09:16 - Maya: me too {EDITED}", f"12/03/2024, 09:18 - Tom: {DELETED}"]
    )
    assert done.added == 2
    assert texts(index) == [*WHOLE[:4], "me too"]


def test_a_line_that_vanished_does_not_pull_an_edit_to_its_place(index: Index, folder: Path) -> None:
    """One "deleted for me" leaves no line behind."""
    add(index, folder, FIRST)
    kept = [line for number, line in enumerate(FIRST) if number != 4]
    add(index, folder, with_changes(kept, n4=f"we leave at four sharp {EDITED}"))
    assert "the door code is 4711" in texts(index)
    assert "we leave at four sharp" in texts(index)
    assert "we leave at four" not in texts(index)


def test_an_android_and_an_iphone_export_of_one_chat(index: Index, folder: Path) -> None:
    iphone = [
        "[12.03.24, 09:15:04] Maya: Shall we book the cabin?",
        "[12.03.24, 09:16:10] Tom: Yes, the one\nby the lake",
        "[12.03.24, 09:16:12] Tom: ok",
        "[12.03.24, 09:16:40] Tom: ok",
        "[12.03.24, 09:17:01] Maya: the door code is 4711",
        "[12.03.24, 09:17:02] Maya: we leave at five \u200e<This message was edited>",
        "[12.03.24, 09:17:30] Tom: fine",
        "[14.03.24, 10:00:00] Tom: see you",
    ]
    add(index, folder, FIRST)
    done = add(index, folder, iphone)
    assert (done.added, done.known) == (1, 7)
    assert [text for text in texts(index) if text == "ok"] == ["ok", "ok"]
    assert texts(index)[5:] == ["we leave at five", "fine", "see you"]
    assert add(index, folder, iphone).added == 0
    assert add(index, folder, FIRST).added == 0


def test_every_order_of_three_exports_gives_the_same_chat(tmp_path: Path) -> None:
    exports = [
        FIRST[:5],
        [*with_changes(FIRST, n5=f"we leave at five {EDITED}"), *LATER],
        [*with_changes(FIRST, n4=DELETED, n5=f"we leave at five {EDITED}")[3:], LATER[0]],
    ]
    found = set()
    for number, order in enumerate(itertools.permutations(exports)):
        files = tmp_path / f"{number}"
        files.mkdir()
        with Index.open(tmp_path / f"{number}.db", zone=UTC, create=True) as index:
            for lines in order:
                add(index, files, lines)
            found.add(tuple(sorted(texts(index))))
    assert len(found) == 1
    (chat,) = found
    assert len(chat) == 8


# ── From two phones ───────────────────────────────────────────────────────────────────────────────────────────────────

MINE = """12/03/2024, 09:15 - Maya Lind: Shall we book the cabin by the lake?
12/03/2024, 09:16 - Alex Moreno: Yes, and the canoe as well
12/03/2024, 09:16 - Alex Moreno: ok
12/03/2024, 09:17 - Maya Lind: I will call them this afternoon
13/03/2024, 09:20 - Alex Moreno: Tell them we come on Friday
""".splitlines()
THEIRS = [
    "[12.03.24, 09:15:01] Maya: Shall we book the cabin by the lake?",
    "[12.03.24, 09:16:20] Lex \U0001f98a: Yes, and the canoe as well",
    "[12.03.24, 09:16:40] Lex \U0001f98a: ok",
    "[12.03.24, 09:17:05] Maya: \u200eYou deleted this message.",
    "[13.03.24, 09:20:30] Lex \U0001f98a: Tell them we come on Friday",
    "[13.03.24, 21:00:00] Maya: It is booked!",
]


def test_one_chat_from_both_peoples_phones_is_one(index: Index, folder: Path) -> None:
    add(index, folder, MINE, "WhatsApp Chat with Maya Lind.txt")
    index.be_me(index.find_person("Alex Moreno"))
    done = add(index, folder, THEIRS, "WhatsApp Chat - Lex \U0001f98a.txt")
    assert (done.added, done.known) == (1, 5)
    (chat,) = index.chats()
    assert (chat.title, chat.messages) == ("Maya Lind", 5)
    assert [(p.name, p.is_me, p.messages) for p in index.people()] == [
        ("Alex Moreno", True, 3),
        ("Maya Lind", False, 2),
    ]
    assert "I will call them this afternoon" not in texts(index)
    assert (
        add(
            index, folder, [*THEIRS, "[13.03.24, 21:01:00] Lex \U0001f98a: Good"], "WhatsApp Chat - Lex \U0001f98a.txt"
        ).added
        == 1
    )
    assert len(index.people()) == 2
    assert add(index, folder, MINE, "WhatsApp Chat with Maya Lind.txt").added == 0


def test_a_group_from_a_phone_with_other_names_for_its_people(index: Index, folder: Path) -> None:
    name = "WhatsApp Chat with Cabin.txt"
    lines = [*MINE, "13/03/2024, 09:30 - Rosa Moreno: I bring the dog and the big pot"]
    add(index, folder, lines, name)
    other = [line.replace("Rosa Moreno", "Mum").replace("Maya Lind", "+49 170 1234567") for line in lines]
    done = add(index, folder, [*other, "13/03/2024, 09:31 - Mum: and a cake"], name)
    assert (done.added, done.known) == (1, 6)
    assert sorted((p.name, p.messages) for p in index.people()) == [
        ("Alex Moreno", 3),
        ("Maya Lind", 2),
        ("Rosa Moreno", 2),
    ]


def test_the_same_greetings_in_two_chats_make_them_not_one(index: Index, folder: Path) -> None:
    greeting = [
        "31/12/2024, 23:59 - Alex Moreno: A happy new year to all of you!",
        "31/12/2024, 23:59 - Alex Moreno: May it be a good one for us",
        "31/12/2024, 23:59 - Alex Moreno: See you soon at the lake",
    ]
    add(index, folder, [*greeting, "01/01/2025, 00:01 - Tom: Happy new year to you too"], "WhatsApp Chat with Tom.txt")
    add(index, folder, [*greeting, "01/01/2025, 00:01 - Ann: Happy new year to you too"], "WhatsApp Chat with Ann.txt")
    assert sorted((chat.title, chat.messages) for chat in index.chats()) == [("Ann", 4), ("Tom", 4)]


# ── Replies ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reply_finds_what_it_answers_in_another_export(index: Index, tmp_path: Path) -> None:
    answers = telegram((7, "at nine", {"reply_to_message_id": 3}), (8, "lost", {"reply_to_message_id": 99}))
    questions = telegram((3, "when does the ferry leave?", {}))
    for name, text in (("b", answers), ("a", questions)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "result.json").write_text(text)
        list(index.add([tmp_path / name / "result.json"], embedder=None, context=CONTEXT))
    question, answer, lost = index.messages(Filters())
    assert (question.text, answer.text) == ("when does the ferry leave?", "at nine")
    assert index.replies([answer.id, lost.id, question.id]) == {answer.id: question.id}
