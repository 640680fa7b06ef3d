"""Discord: the exporter's files and the data package."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceProblem
from index.index import Index
from index.sources.detect import detect
from index.types.records import Reaction, Record
from index.types.search import Query
from tests.index.sources.reading import CONTEXT, chats_of, files, messages, name, problems, read, utc, wall


def message(number: int, content: str, **more: Any) -> dict[str, Any]:
    return {
        "id": str(1000 + number),
        "type": "Default",
        "timestamp": f"2024-03-05T18:{number:02}:00.1234567+01:00",
        "timestampEdited": None,
        "content": content,
        "author": {"id": "7", "name": "maya_l", "nickname": "Maya", "isBot": False},
        **more,
    }


def export(folder: Path, *found: Any, kind: str = "GuildTextChat", file: str = "general.json") -> Path:
    path = folder / file
    path.write_text(
        json.dumps(
            {
                "guild": {"id": "1", "name": "Climbers"},
                "channel": {"id": "55", "type": kind, "name": "general"},
                "dateRange": {"after": None, "before": None},
                "messages": found,
                "messageCount": len(found),
            }
        )
    )
    return path


def test_an_exported_channel(tmp_path: Path) -> None:
    records = read(
        export(
            tmp_path,
            message(1, "who has the rope?"),
            message(2, "I do", type="Reply", reference={"messageId": "1001"}, timestampEdited="2024-03-05T19:00:00+00:00",
                    reactions=[{"emoji": {"name": "👍", "code": "thumbsup"}, "count": 2, "users": [{"name": "tom"}]}]),
            message(3, "", attachments=[{"url": "general_Files/a.png", "fileName": "a.png"}]),
            message(4, "", embeds=[{"title": "Weather", "description": "Rain"}]),
            message(5, "Started a call that lasted 3 minutes.", type="Call"),
            message(6, "Joined the server.", type="GuildMemberJoin"),
            message(7, "no author", author=None),
            {"id": "9", "content": "no time"},
        ),
        kind="discord",
    )  # fmt: skip
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("55", "Climbers #general", "channel")
    ]
    found = messages(records)
    assert [(name(one), one.kind, one.body) for one in found] == [
        ("Maya", "text", "who has the rope?"),
        ("Maya", "text", "I do"),
        ("Maya", "media", ""),
        ("Maya", "text", "Weather\nRain"),
        ("Maya", "call", "Started a call that lasted 3 minutes."),
        ("Maya", "system", "Joined the server."),
        ("Deleted User", "text", "no author"),
    ]
    assert (found[1].reply_to, found[1].edited, found[1].reactions) == ("1001", True, (Reaction("👍", ("tom",)),))
    assert (utc(found[0].time), wall(found[0].time)) == ("2024-03-05 17:01:00", "2024-03-05 18:01:00.123000")
    assert [(file.name, file.missing) for file in found[2].attachments] == [("a.png", False)]
    assert [problem.locator for problem in problems(records)] == ["message 8"]
    assert not any(one.sender and one.sender.is_me for one in found)


@pytest.mark.parametrize(("me", "mine"), [("Maya", True), ("maya_l", True), ("Tom", False)])
def test_the_owner_is_known_by_either_name(tmp_path: Path, me: str, mine: bool) -> None:
    (found,) = messages(read(export(tmp_path, message(1, "hi")), replace(CONTEXT, me=me)))
    assert found.sender is not None
    assert found.sender.is_me is mine


def test_direct_chats_and_parts(tmp_path: Path) -> None:
    one = read(export(tmp_path, message(1, "hi"), kind="DirectTextChat"))
    assert (chats_of(one)[0].title, chats_of(one)[0].kind) == ("general", "direct")
    two = read(export(tmp_path, message(2, "hi"), kind="DirectTextChat", file="general [part 2].json"))
    assert chats_of(one) == chats_of(two)


def test_an_export_that_breaks_off(tmp_path: Path) -> None:
    path = export(tmp_path, message(1, "kept"), message(2, "lost"))
    whole = path.read_text()
    path.write_text(whole[: whole.index("lost")])
    records = read(path)
    assert [one.body for one in messages(records)] == ["kept"]
    assert len(problems(records)) == 1
    path.write_text(whole[: whole.index("kept")])
    with pytest.raises(SourceProblem, match="not valid JSON"):
        read(path)


def everything(folder: Path) -> list[Record]:
    found: list[Record] = []
    for file in files(folder):
        if "messages/" in file.name and not file.name.endswith("index.json"):
            assert detect(file).kind == "discord", file.name
            found += detect(file).read(file, CONTEXT)
    return found


def package(folder: Path, rows: str, ending: str) -> Path:
    (folder / "messages" / "c123456789").mkdir(parents=True)
    (folder / "account").mkdir()
    (folder / "account" / "user.json").write_text('{"id": "42", "username": "me"}')
    (folder / "messages" / "index.json").write_text('{"123456789": "Direct Message with tom#1"}')
    (folder / "messages" / "c123456789" / "channel.json").write_text(
        '{"id": "123456789", "type": 1, "recipients": ["42", "43"]}'
    )
    (folder / "messages" / "c123456789" / f"messages.{ending}").write_text(rows)
    return folder


JSON_ROWS = json.dumps([
    {"ID": 12, "Timestamp": "2024-03-05 18:05:00", "Contents": "second\nline", "Attachments": ""},
    {"ID": 11, "Timestamp": "2024-03-05 18:00:00", "Contents": "", "Attachments": "https://cdn.example/1/a.png"},
    {"ID": 10, "Contents": "no time"},
])  # fmt: skip
CSV_ROWS = (
    "ID,Timestamp,Contents,Attachments\n"
    '12,2024-03-05 18:05:00.123000+00:00,"second\nline",\n'
    "11,2024-03-05 18:00:00.123000+00:00,,https://cdn.example/1/a.png\n"
    "10,never,no time,\n"
)


@pytest.mark.parametrize(("rows", "ending"), [(JSON_ROWS, "json"), (CSV_ROWS, "csv")])
def test_the_data_package(tmp_path: Path, rows: str, ending: str) -> None:
    records = everything(package(tmp_path, rows, ending))
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [("123456789", "tom#1", "direct")]
    found = messages(records)
    assert [(one.native_id, one.kind, one.body, utc(one.time)) for one in found] == [
        ("11", "media", "", "2024-03-05 18:00:00"),
        ("12", "text", "second\nline", "2024-03-05 18:05:00"),
    ]
    assert {(one.sender.value, one.sender.is_me) for one in found if one.sender} == {("42", True)}
    assert len(problems(records)) == 1


def test_one_channel_of_the_package_alone(tmp_path: Path) -> None:
    folder = package(tmp_path, JSON_ROWS, "json") / "messages" / "c123456789"
    for named in (folder, folder / "messages.json"):
        records = [
            record
            for file in files(named)
            if file.base_name == "messages.json"
            for record in detect(file).read(file, CONTEXT)
        ]
        assert [chat.native_id for chat in chats_of(records)] == ["123456789"]
        assert len(messages(records)) == 2


def test_lists_links_and_names_of_the_newer_package(tmp_path: Path) -> None:
    rows = [{"ID": 12, "Timestamp": "2024-03-05 18:05:00", "Contents": "",
             "Attachments": "https://cdn.example/1/a.png?ex=65&is=1 https://cdn.example/2/b.pdf"}]  # fmt: skip
    folder = package(tmp_path, json.dumps(rows), "json")
    index = folder / "messages" / "index.json"
    index.write_text('{"123456789": "Direct Message with tom#0"}')
    records = everything(folder)
    assert [chat.title for chat in chats_of(records)] == ["tom"]
    assert [[one.name for one in message.attachments] for message in messages(records)] == [["a.png", "b.pdf"]]
    index.write_text('{"123456789012345678": "Direct Message with tom#0", "223456789012345678": null}')
    (file,) = [file for file in files(folder) if file.base_name == "index.json"]
    assert detect(file).kind == "discord"
    assert list(detect(file).read(file, CONTEXT)) == []


def test_the_package_is_found_after_adding(index: Index, tmp_path: Path) -> None:
    rows = [{"ID": 12, "Timestamp": "2024-03-05 18:05:00", "Contents": "the rope is in my car", "Attachments": ""}]
    list(index.add([package(tmp_path / "package", json.dumps(rows), "json")], embedder=None, context=CONTEXT))
    hits = index.search(Query("rope car")).hits
    assert [(hit.source, hit.chat, hit.from_me) for hit in hits] == [("discord", "tom#1", True)]
