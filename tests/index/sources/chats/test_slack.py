"""Slack's workspace export, in a zip and in a folder."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.sources.chats.slack import readable
from index.sources.detect import detect
from index.types.records import ChatRecord, MessageRecord, Reaction, Record
from tests.index.sources.reading import CONTEXT, chats_of, files, messages, name, problems, read, sample, utc


def everything(path: Path) -> list[Record]:
    found: list[Record] = []
    for file in files(path):
        source = detect(file)
        assert source.kind == "slack", file.name
        found += source.read(file, CONTEXT)
    return found


def check_the_sample(path: Path) -> None:
    records = everything(path)
    assert {(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)} == {
        ("C0JGLMMNX", "enrique", "channel"),
        ("C0JL6CGQ2", "traveling-sailor", "channel"),
    }
    found = messages(records)
    assert Counter(message.chat for message in found) == {"C0JGLMMNX": 102, "C0JL6CGQ2": 56}
    assert Counter(map(name, found)) == {
        "hamza": 38, "doubledeez": 16, "abilinski": 7, "heroeshannibal": 3,
        "bot B0JL6RASU": 49, "bot B0JL6UFSL": 28, "bot B0VJZKVHC": 17,
    }  # fmt: skip
    # Eight joined and three integrations were added.
    assert Counter(message.kind for message in found) == {"text": 147, "system": 11}
    assert problems(records) == []
    by_id = {message.native_id: message for message in found}
    assert len(by_id) == 158
    issue = by_id["1452837352.000006"]
    assert utc(issue.time) == "2016-01-15 05:55:52"
    assert issue.body == "@abilinski: Created an issue for a setup.py so that it can be installed to a standard place"
    assert issue.sender is not None
    assert (issue.sender.kind, issue.sender.value) == ("slack", "U0BMQB6JE")
    assert [message.native_id for message in found if message.edited] == ["1458972985.000010"]
    assert [message.reactions for message in found if message.reactions] == [(Reaction(":botman:", ("abilinski",)),)]
    trace = next(message for message in found if "in <module>" in message.body)
    assert "&lt;" not in trace.body
    assert [attachment.name for message in found for attachment in message.attachments].count("10_cities.js") == 2


def test_the_sample_as_a_zip() -> None:
    check_the_sample(sample("slack", "testarchive.zip"))


def test_the_sample_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(sample("slack", "testarchive.zip")) as archive:
        archive.extractall(tmp_path)
    check_the_sample(tmp_path)


def export(folder: Path, day: object, **lists: object) -> Path:
    (folder / "general").mkdir()
    for listing, content in {"users": [], "channels": [{"id": "C1", "name": "general"}], **lists}.items():
        (folder / f"{listing}.json").write_text(json.dumps(content))
    path = folder / "general" / "2024-03-01.json"
    path.write_text(day if isinstance(day, str) else json.dumps(day))
    return folder


def test_what_messages_can_be(tmp_path: Path) -> None:
    records = everything(
        export(
            tmp_path,
            [
                {"type": "message", "user": "U9", "text": "thread", "ts": "1709290000.000100",
                 "thread_ts": "1709290000.000100", "user_profile": {"real_name": "Niko Stranger"}},
                {"type": "message", "user": "USLACKBOT", "text": "reminder", "ts": "1709290001.000100",
                 "thread_ts": "1709290000.000100"},
                {"type": "message", "subtype": "bot_message", "bot_id": "B1", "username": "deploys", "text": "",
                 "attachments": [{"title": "Build 12", "text": "is <http://ci.example|green>"}],
                 "ts": "1709290002.000100"},
                {"type": "message", "bot_id": "B2", "bot_profile": {"name": "Forms"}, "text": "",
                 "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "A new answer"}}],
                 "ts": "1709290003.000100"},
                {"type": "message", "subtype": "tombstone", "user": "U9", "text": "This message was deleted.",
                 "ts": "1709290004.000100"},
                {"type": "message", "user": "U9", "text": "", "files": [{"name": "a.pdf", "mimetype": "application/pdf"}],
                 "ts": "1709290005.000100"},
                {"type": "message", "user": "U9", "text": "no time"},
            ],
        )
    )  # fmt: skip
    found = messages(records)
    assert [(name(message), message.kind, message.body) for message in found] == [
        ("Niko Stranger", "text", "thread"),
        ("Slackbot", "text", "reminder"),
        ("deploys", "text", "Build 12\nis green (http://ci.example)"),
        ("Forms", "text", "A new answer"),
        ("U9", "deleted", ""),
        ("U9", "media", ""),
    ]
    assert [(message.reply_to, message.thread) for message in found[:3]] == [
        (None, "1709290000.000100"),
        ("1709290000.000100", "1709290000.000100"),
        (None, None),
    ]
    assert [problem.locator for problem in problems(records)] == ["message 7"]


def test_direct_and_private_chats_are_called_by_who_is_in_them(tmp_path: Path) -> None:
    users = [{"id": "U1", "profile": {"display_name": "maya"}}, {"id": "U2", "name": "tom"}]
    folder = export(
        tmp_path,
        [],
        users=users,
        dms=[{"id": "D1", "members": ["U1", "U2"]}],
        mpims=[{"id": "G1", "name": "mpdm-maya--tom--1", "members": ["U1", "U2"]}],
        groups=[{"id": "G2", "name": "board"}],
    )
    chats: list[ChatRecord] = []
    for channel in ("D1", "mpdm-maya--tom--1", "board"):
        (folder / channel).mkdir()
        day = folder / channel / "2024-03-01.json"
        day.write_text('[{"type": "message", "user": "U1", "text": "hi", "ts": "1709290000.000100"}]')
        (file,) = [file for file in files(folder) if file.path == day]
        chats += chats_of(list(detect(file).read(file, CONTEXT)))
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats] == [
        ("D1", "maya, tom", "direct"),
        ("G1", "maya, tom", "group"),
        ("G2", "board", "group"),
    ]


def test_one_day_alone_is_read_without_names(tmp_path: Path) -> None:
    day = tmp_path / "general" / "2024-03-01.json"
    day.parent.mkdir()
    day.write_text('[{"type": "message", "user": "U1", "text": "hi", "ts": "1709290000.000100"}]')
    records = read(day, kind="slack")
    assert [chat.title for chat in chats_of(records)] == ["general"]
    assert [(name(message), message.body) for message in messages(records)] == [("U1", "hi")]


def test_a_day_that_is_no_json(tmp_path: Path) -> None:
    folder = export(tmp_path, "[this is no JSON")
    (day,) = [file for file in files(folder) if file.base_name.startswith("2024")]
    with pytest.raises(SourceProblem, match="not valid JSON"):
        list(detect(day).read(day, CONTEXT))


def test_a_day_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    message = {"type": "message", "user": "U1", "text": "hi", "ts": "1709290000.000100"}
    folder = export(tmp_path, json.dumps([message, message])[:-20])
    (day,) = [file for file in files(folder) if file.base_name.startswith("2024")]
    records = list(detect(day).read(day, CONTEXT))
    assert len(messages(records)) == 1
    assert len(problems(records)) == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<@U1> and <@U7|zoe>", "@maya and @zoe"),
        ("<#C1|general> <!here> <!subteam^S1|@team>", "#general @here @team"),
        ("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<http://a.example|a.example>", "a.example"),
        ("<https://a.example/x|here>", "here (https://a.example/x)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_markup_becomes_what_a_reader_sees(written: str, shown: str) -> None:
    assert readable(written, {"U1": "maya"}) == shown


def test_records_carry_the_day_they_came_from(tmp_path: Path) -> None:
    message = {"type": "message", "user": "U1", "text": "hi", "ts": "1709290000.000100"}
    found = [record for record in everything(export(tmp_path, [message])) if isinstance(record, MessageRecord)]
    assert [record.locator for record in found] == ["message 1"]
