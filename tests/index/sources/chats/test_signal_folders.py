"""The folders of signal-export: lines of JSON, the text beside them, what the two have in common."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.index import Index
from index.sources.detect import detect
from index.types.records import Attachment, Reaction, Record
from index.types.search import Query
from tests.index.sources.reading import CONTEXT, chats_of, files, messages, name, problems, read, utc


def message(body: str, at: int = 1, who: str = "Ann", **fields: Any) -> dict[str, Any]:
    return {
        "date": f"2023-03-16T15:24:{at:02}.250000",
        "sender": who,
        "body": body,
        "quote": "",
        "sticker": None,
        "reactions": [],
        "attachments": [],
    } | fields


def write(folder: Path, *found: object, chat: str = "Ann Example") -> Path:
    path = folder / chat / "data.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in found]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


TEXT = """[2023-03-16 15:24:01] Ann: Have you seen it?
It was on the table.
[2023-03-16 15:24:02] Me:\x20

> Have you seen it?

No
(- Ann: 👍, Bob: a: 🎉 -)
[2023-03-16 15:24:03] Ann: ![hat.jpg](./media/2023_hat.jpg)\x20\x20
[2023-03-16 15:24:04] Ann: (This message was deleted)
[2023-03-16 15:24:05] Ann: see [notes](https://example.org)
(( 🐙 ))
"""


def test_lines_of_json(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        message("Have you seen it?", reactions=[["Me", "👍"], ["Bob", "👍"]]),
        message("No\nnever", 2, "Me", quote="\n\n> Have you seen it?\n\n"),
        message("", 3, attachments=[{"name": "hat.jpg", "path": "media/../../hat.jpg"}]),
        message("", 4, deleted=True),
        message("", 5, call=True, missed=True),
        message("", 6, sticker={"id": "1", "packId": "p", "packKey": "k", "emoji": "🐙"}),
    )
    records = read(path, kind="signal")
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("Ann Example", "Ann Example", "direct")
    ]
    found = messages(records)
    assert [(utc(one.time), name(one), one.kind, one.body) for one in found] == [
        ("2023-03-16 14:24:01", "Ann", "text", "Have you seen it?"),
        ("2023-03-16 14:24:02", "Me", "text", "No\nnever"),
        ("2023-03-16 14:24:03", "Ann", "media", ""),
        ("2023-03-16 14:24:04", "Ann", "deleted", ""),
        ("2023-03-16 14:24:05", "Ann", "call", "missed call"),
        ("2023-03-16 14:24:06", "Ann", "media", ""),
    ]
    assert found[0].reactions == (Reaction("👍", ("Me", "Bob")),)
    assert found[2].attachments == (Attachment("hat.jpg", "image/jpeg"),)
    assert [one.sender.is_me for one in found if one.sender] == [False, True, False, False, False, False]


def test_the_text_where_there_is_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "Ann Example" / "chat.md"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    records = read(path, kind="signal")
    found = messages(records)
    assert [(name(one), one.kind, one.body) for one in found] == [
        ("Ann", "text", "Have you seen it?\nIt was on the table."),
        ("Me", "text", "No"),
        ("Ann", "media", ""),
        ("Ann", "deleted", ""),
        ("Ann", "text", "see [notes](https://example.org)"),
    ]
    assert found[1].reactions == (Reaction("👍", ("Ann",)), Reaction("🎉", ("Bob: a",)))
    assert found[2].attachments == (Attachment("hat.jpg", "image/jpeg"),)
    assert found[4].attachments == (Attachment("sticker 🐙"),)
    assert [one.locator for one in found] == ["line 1", "line 3", "line 9", "line 10", "line 11"]


def test_a_message_is_read_once_from_a_folder_that_says_it_three_times(tmp_path: Path) -> None:
    path = write(tmp_path, message("Have you seen it?"))
    path.with_name("chat.md").write_text("[2023-03-16 15:24:01] Ann: Have you seen it?\n")
    path.with_name("index.html").write_text("<!DOCTYPE html><html><body>Have you seen it?</body></html>")
    records: list[Record] = []
    for file in files(tmp_path):
        assert detect(file).kind == "signal", file.name
        records += detect(file).read(file, CONTEXT)
    assert [one.body for one in messages(records)] == ["Have you seen it?"]


def test_a_group_has_several_voices(tmp_path: Path) -> None:
    records = read(write(tmp_path, message("a"), message("b", 2, "Bob"), message("c", 3, "Me"), chat="Climbing"))
    assert [(chat.title, chat.kind) for chat in chats_of(records)] == [("Climbing", "group")]


def test_broken_lines_cost_themselves(tmp_path: Path) -> None:
    records = read(
        write(tmp_path, message("one"), "{", "[1]", message("two", date="someday"), "[" * 100_000, message("three", 3))
    )
    assert [one.body for one in messages(records)] == ["one", "three"]
    assert [problem.locator for problem in problems(records)] == ["line 2", "line 3", "line 4", "line 5"]


def test_notes_in_markdown_stay_notes(tmp_path: Path) -> None:
    path = tmp_path / "chat.md"
    path.write_text("# Notes\n\n[2023-03-16] Ann called.\n")
    (file,) = files(path)
    assert detect(file).kind == "markdown"


def test_it_is_found_after_adding(index: Index, tmp_path: Path) -> None:
    path = write(tmp_path, message("The octopus is on the second floor"))
    list(index.add([path], embedder=None, context=CONTEXT))
    hits = index.search(Query("octopus floor")).hits
    assert [(hit.source, hit.chat, hit.sender) for hit in hits] == [("signal", "Ann Example", "Ann")]


def test_older_text_is_signals_and_not_whatsapps(tmp_path: Path) -> None:
    older = tmp_path / "Ann Example.txt"
    older.write_text("[2019-12-24, 12:23] Ann: Hello Bob!\n[2020-01-17, 21:49] Bob: Hello\nAnn!\n")
    records = read(older, kind="signal")
    assert [(name(one), one.body, utc(one.time)) for one in messages(records)] == [
        ("Ann", "Hello Bob!", "2019-12-24 11:23:00"),
        ("Bob", "Hello\nAnn!", "2020-01-17 20:49:00"),
    ]
    assert chats_of(records)[0].title == "Ann Example"
    marked = tmp_path / "copy.txt"
    marked.write_text("[2023-03-16 15:24:01] Ann: Hello\n(- Bob: 👍 -)\n[2023-03-16 15:24:02] Me: yes\n")
    assert [name(one) for one in messages(read(marked, kind="signal"))] == ["Ann", "Me"]
    phone = tmp_path / "_chat.txt"
    phone.write_text("[2019-12-24, 12:23:11] Ann: Hello Bob!\n[2020-01-17, 21:49:00] Bob: Hello\n")
    assert detect(files(phone)[0]).kind == "whatsapp"
