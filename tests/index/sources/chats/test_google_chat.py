"""Google Chat: dates in many languages, the owner, quotes and topics, deleted lines, calls, broken exports."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceProblem
from index.index import Index
from index.sources.chats.google_dates import google_date
from index.sources.detect import detect
from index.types.records import Attachment, Reaction
from index.types.search import Query
from tests.index.sources.reading import CONTEXT, chats_of, files, messages, name, problems, read, utc

ANNA = {"name": "Anna Example", "email": "anna@example.org", "user_type": "Human"}
BEN = {"name": "Ben Example", "email": "Ben@example.org", "user_type": "Human"}


def message(text: str | None = "hello", who: dict[str, str] = ANNA, at: int = 1, **fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "creator": who,
        "created_date": f"Thursday, March 16, 2023 at 3:24:{at:02}\u202fPM UTC",
        "topic_id": f"t{at}",
        "message_id": f"AAAA/t{at}/t{at}",
    }
    if text is not None:
        found["text"] = text
    return found | fields


def export(folder: Path, found: object, chat: str = "DM AAAA", info: object = None, owner: bool = True) -> Path:
    place = folder / "Takeout" / "Google Chat" / "Groups" / chat
    place.mkdir(parents=True, exist_ok=True)
    (place / "messages.json").write_text(found if isinstance(found, str) else json.dumps({"messages": found}))
    (place / "group_info.json").write_text(json.dumps(info or {"members": [ANNA, BEN]}))
    if owner:
        user = folder / "Takeout" / "Google Chat" / "Users" / "User 123"
        user.mkdir(parents=True, exist_ok=True)
        (user / "user_info.json").write_text(json.dumps({"user": ANNA, "membership_info": []}))
    return folder


def read_all(folder: Path) -> list[Any]:
    records = []
    for file in files(folder):
        source = detect(file)
        assert source.kind == "google-chat", file.name
        records += list(source.read(file, CONTEXT))
    return records


def test_a_chat_of_two(tmp_path: Path) -> None:
    records = read_all(export(tmp_path, [message("Lunch?"), message("Sure", BEN, 2)]))
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("AAAA", "Ben Example", "direct")
    ]
    found = messages(records)
    assert [(utc(one.time), name(one), one.body, one.native_id) for one in found] == [
        ("2023-03-16 15:24:01", "Anna Example", "Lunch?", "AAAA/t1/t1"),
        ("2023-03-16 15:24:02", "Ben Example", "Sure", "AAAA/t2/t2"),
    ]
    senders = [one.sender for one in found if one.sender]
    assert [(sender.kind, sender.value, sender.is_me) for sender in senders] == [
        ("email", "anna@example.org", True),
        ("email", "ben@example.org", False),
    ]


def test_a_space_has_a_name(tmp_path: Path) -> None:
    folder = export(tmp_path, [message()], "Space BBBB", {"name": "Book club", "members": [ANNA, BEN]}, owner=False)
    records = read_all(folder)
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [("BBBB", "Book club", "group")]
    (found,) = messages(records)
    assert found.sender is not None
    assert not found.sender.is_me


@pytest.mark.parametrize(
    "written",
    [
        "Thursday, March 16, 2023 at 3:24:10 PM UTC",
        "Thursday, March 16, 2023 at 3:24:10\u202fPM UTC",
        "Thursday, 16 March 2023 at 15:24:10 UTC",
        "Thursday 16 March 2023 at 15:24:10 UTC",
        "Donnerstag, 16. März 2023 um 15:24:10 UTC",
        "jeudi 16 mars 2023 à 15:24:10 UTC",
        "jueves, 16 de marzo de 2023, 15:24:10 UTC",
        "giovedì 16 marzo 2023 alle ore 15:24:10 UTC",
        "quinta-feira, 16 de março de 2023 às 15:24:10 UTC",
        "donderdag 16 maart 2023 om 15:24:10 UTC",
        "torsdag 16 mars 2023 kl. 15:24:10 UTC",
        "torsdag den 16. marts 2023 kl. 15.24.10 UTC",
        "czwartek, 16 marca 2023 15:24:10 UTC",
        "четверг, 16 марта 2023 г. в 15:24:10 UTC",
        "čtvrtek 16. března 2023 v 15:24:10 UTC",
        "16 Mart 2023 Perşembe 15:24:10 UTC",
        "2023年3月16日木曜日 15:24:10 UTC",
        "2023年3月16日星期四 UTC 下午3:24:10",
        "2023년 3월 16일 목요일 오후 3시 24분 10초 UTC",
        "2023-03-16 15:24:10 UTC",
        "2023-03-16T15:24:10Z",
    ],
)
def test_dates_in_the_accounts_language(written: str) -> None:
    assert google_date(written).isoformat() == "2023-03-16T15:24:10+00:00"


def test_midnight_and_noon() -> None:
    assert google_date("Wednesday, April 15, 2015 at 12:51:41 AM UTC").hour == 0
    assert google_date("Wednesday, April 15, 2015 at 12:51:41 PM UTC").hour == 12


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_in_english_and_german(month: int) -> None:
    english = "January February March April May June July August September October November December".split()
    german = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
    assert google_date(f"Monday, {english[month - 1]} 3, 2022 at 1:02:03 PM UTC").month == month
    assert google_date(f"Montag, 3. {german[month - 1]} 2022 um 13:02:03 UTC").month == month


def test_deleted_edited_and_answered(tmp_path: Path) -> None:
    found = [
        message("Which room?"),
        message("204", BEN, 2, message_id="AAAA/t1/x9", topic_id="t1"),
        message(None, BEN, 3, message_state="DELETED", deletion_metadata={"deletion_type": "CREATOR"}),
        message("205", BEN, 4, updated_date="Thursday, March 16, 2023 at 3:30:00 PM UTC"),
        message("yes", ANNA, 5, quoted_message_metadata={"message_id": "AAAA/t4/t4", "text": "205"}),
    ]
    got = messages(read_all(export(tmp_path, found)))
    assert [(one.body, one.kind, one.reply_to, one.thread, one.edited) for one in got] == [
        ("Which room?", "text", None, "t1", False),
        ("204", "text", "AAAA/t1/t1", "t1", False),
        ("", "deleted", None, "t3", False),
        ("205", "text", None, "t4", True),
        ("yes", "text", "AAAA/t4/t4", "t5", False),
    ]


def test_files_reactions_and_calls(tmp_path: Path) -> None:
    call = [{"length": 0, "gsuite_integration_metadata": {"call_data": {"call_status": "CALL_MISSED"}}}]
    meeting = [{"video_call_metadata": {"meeting_space": {"meeting_code": "abc"}}}]
    found = [
        message(None, attached_files=[{"original_name": "../../plan.pdf", "export_name": "File-plan.pdf"}]),
        message(
            "ok",
            at=2,
            reactions=[
                {"emoji": {"unicode": "👍"}, "reactor_emails": ["ben@example.org"]},
                {"emoji": {"custom_emoji": {"uid": "u", "short_code": ":party:"}}, "reactor_emails": []},
            ],
        ),
        message(None, at=3, annotations=call),
        message(None, at=4, annotations=meeting),
    ]
    got = messages(read_all(export(tmp_path, found)))
    assert [(one.kind, one.body) for one in got] == [
        ("media", ""),
        ("text", "ok"),
        ("call", "call missed"),
        ("call", "video call"),
    ]
    assert got[0].attachments == (Attachment("../../plan.pdf"),)
    assert got[1].reactions == (Reaction("👍", ("ben@example.org",)), Reaction(":party:"))


def test_broken_messages_cost_themselves(tmp_path: Path) -> None:
    found = [message("one"), 17, message("two", at=2, created_date="someday"), message("three", at=3)]
    records = read_all(export(tmp_path, found))
    assert [one.body for one in messages(records)] == ["one", "three"]
    assert [problem.locator for problem in problems(records)] == ["message 2", "message 3"]


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    whole = json.dumps({"messages": [message("one"), message("two", at=2)]})
    records = read_all(export(tmp_path / "a", whole[:-40]))
    assert [one.body for one in messages(records)] == ["one"]
    assert len(problems(records)) == 1
    with pytest.raises(SourceProblem, match="not valid JSON"):
        read_all(export(tmp_path / "b", '{"messages": [{"creator": {"name": "x"}, "created_date": "'))


def test_an_empty_chat_is_no_failure(tmp_path: Path) -> None:
    assert messages(read_all(export(tmp_path, []))) == []


def test_in_the_zip_it_comes_in(tmp_path: Path) -> None:
    folder = export(tmp_path / "out", [message("Lunch?")])
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as archive:
        for path in sorted(folder.rglob("*.json")):
            archive.write(path, path.relative_to(folder).as_posix())
    (found,) = messages(read_all(tmp_path / "takeout.zip"))
    assert found.sender is not None
    assert found.sender.is_me


def test_one_chat_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "renamed.json"
    path.write_text(json.dumps({"messages": [message("Lunch?")]}))
    assert [one.body for one in messages(read(path, kind="google-chat"))] == ["Lunch?"]


def test_it_is_found_after_adding(index: Index, tmp_path: Path) -> None:
    list(index.add([export(tmp_path / "x", [message("The projector is in room 204")])], embedder=None, context=CONTEXT))
    hits = index.search(Query("projector room")).hits
    assert [(hit.source, hit.chat, hit.sender, hit.text) for hit in hits] == [
        ("google-chat", "Ben Example", "Anna Example", "The projector is in room 204")
    ]
