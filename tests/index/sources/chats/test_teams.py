"""Teams: the export in Skype's shape, Graph's messages in either case and every wrapping, HTML, events, broken files."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceProblem
from index.index import Index
from index.sources.detect import detect
from index.types.records import Attachment, Reaction, Record
from index.types.search import Query
from tests.index.sources.reading import CONTEXT, chats_of, files, messages, name, problems, read, utc

CHAT = "19:11111111-1111@unq.gbl.spaces"


def message(content: str, at: int = 1, who: str = "Ann Example", **fields: Any) -> dict[str, Any]:
    return {
        "id": f"16150000000{at:02}",
        "replyToId": None,
        "messageType": "message",
        "createdDateTime": f"2021-03-06T03:{at:02}:00.217Z",
        "lastModifiedDateTime": f"2021-03-06T03:{at:02}:00.217Z",
        "lastEditedDateTime": None,
        "deletedDateTime": None,
        "subject": None,
        "chatId": CHAT,
        "from": {"application": None, "user": {"id": f"id-{who}", "displayName": who, "userIdentityType": "aadUser"}},
        "body": {"contentType": "html", "content": content},
        "attachments": [],
        "reactions": [],
        "eventDetail": None,
    } | fields


def pascal(value: Any) -> Any:
    if isinstance(value, dict):
        return {key[:1].upper() + key[1:]: pascal(item) for key, item in value.items()}
    return [pascal(item) for item in value] if isinstance(value, list) else value


def write(folder: Path, found: object, file: str = "messages.json") -> Path:
    path = folder / file
    path.write_text(found if isinstance(found, str) else json.dumps(found))
    return path


@pytest.mark.parametrize("shape", ["list", "value", "messages", "chats", "pascal"])
def test_graphs_messages_in_every_wrapping(tmp_path: Path, shape: str) -> None:
    found = [message("<p>Lunch?</p>"), message("<div>Sure&nbsp;thing</div>", 2, "Ben")]
    shapes: dict[str, object] = {
        "list": found,
        "value": {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata", "value": found},
        "messages": {"chatType": "oneOnOne", "messages": found},
        "chats": [{"id": CHAT, "topic": None, "chatType": "oneOnOne", "messages": found}],
        "pascal": pascal(found),
    }
    records = read(write(tmp_path, shapes[shape]), kind="teams")
    assert [(one.native_id, one.kind) for one in chats_of(records)] == [(CHAT, "direct")]
    assert [(utc(one.time), name(one), one.body, one.kind) for one in messages(records)] == [
        ("2021-03-06 03:01:00", "Ann Example", "Lunch?", "text"),
        ("2021-03-06 03:02:00", "Ben", "Sure thing", "text"),
    ]
    assert messages(records)[0].native_id == "1615000000001"
    assert problems(records) == []


def test_who_wrote(tmp_path: Path) -> None:
    by_mail: dict[str, Any] = {
        "from": {"user": {"id": "u", "displayName": "Cy", "userPrincipalName": "Cy@Example.org"}}
    }
    bot: dict[str, Any] = {"from": {"application": {"id": "b", "displayName": "Helper"}, "user": None}}
    path = write(tmp_path, [message("1"), message("2", 2, **by_mail), message("3", 3, **bot)])
    senders = [one.sender for one in messages(read(path)) if one.sender]
    assert [(sender.kind, sender.value, sender.name) for sender in senders] == [
        ("teams", "id-Ann Example", "Ann Example"),
        ("email", "cy@example.org", "Cy"),
        ("teams", "b", "Helper"),
    ]


def test_answers_edits_reactions_files_and_what_was_deleted(tmp_path: Path) -> None:
    reference = {"id": "1615000000001", "contentType": "messageReference", "content": "{}"}
    file = {"id": "f", "contentType": "reference", "contentUrl": "https://x/plan.docx", "name": "plan.docx"}
    reactions = [
        {"reactionType": "like", "user": {"user": {"id": "u", "displayName": "Ben"}}},
        {"reactionType": "💘", "user": {"user": {"id": "u", "displayName": None}}},
    ]
    path = write(
        tmp_path,
        [
            message("one", reactions=reactions),
            message('<attachment id="1615000000001"></attachment><p>two</p>', 2, attachments=[reference]),
            message("three", 3, lastEditedDateTime="2021-03-06T04:00:00Z"),
            message('<attachment id="f"></attachment>', 4, attachments=[file]),
            message("", 5, deletedDateTime="2021-03-06T04:00:00Z"),
            message('<img src="https://graph.microsoft.com/v1.0/x/hostedContents/1/$value">', 6),
            message("in a channel", 7, replyToId="1615000000001", subject="Plans"),
        ],
    )
    found = messages(read(path))
    assert [(one.kind, one.body, one.reply_to, one.edited) for one in found] == [
        ("text", "one", None, False),
        ("text", "two", "1615000000001", False),
        ("text", "three", None, True),
        ("media", "", None, False),
        ("deleted", "", None, False),
        ("media", "", None, False),
        ("text", "Plans\nin a channel", "1615000000001", False),
    ]
    assert found[0].reactions == (Reaction("👍", ("Ben",)), Reaction("💘"))
    assert found[3].attachments == (Attachment("plan.docx"),)
    assert found[6].thread == "1615000000001"


def test_lines_of_the_app(tmp_path: Path) -> None:
    added = {"@odata.type": "#microsoft.graph.membersAddedEventMessageDetail", "members": [{"displayName": "Ben"}]}
    ended = {"@odata.type": "#microsoft.graph.callEndedEventMessageDetail", "callDuration": "PT1M"}
    event: dict[str, Any] = {"messageType": "systemEventMessage", "from": None}
    path = write(
        tmp_path,
        [
            message("<systemEventMessage/>", eventDetail=added, **event),
            message("<systemEventMessage/>", 2, eventDetail=ended, **event),
        ],
    )
    assert [(one.kind, one.body, one.sender) for one in messages(read(path))] == [
        ("system", "members added: Ben", None),
        ("call", "call ended", None),
    ]


def test_a_channel_with_answers_inside(tmp_path: Path) -> None:
    channel: dict[str, Any] = {"channelIdentity": {"teamId": "t", "channelId": "19:abc@thread.tacv2"}, "chatId": None}
    answer = message("an answer", 2, **channel)
    path = write(tmp_path, {"displayName": "General", "value": [message("a post", replies=[answer], **channel)]})
    records = read(path)
    assert [(one.native_id, one.title, one.kind) for one in chats_of(records)] == [
        ("19:abc@thread.tacv2", "General", "channel")
    ]
    assert [(one.body, one.reply_to) for one in messages(records)] == [
        ("a post", None),
        ("an answer", "1615000000001"),
    ]


def test_dates_as_powershell_writes_them(tmp_path: Path) -> None:
    path = write(tmp_path, pascal([message("old", createdDateTime="/Date(1614999660217)/")]))
    assert [utc(one.time) for one in messages(read(path))] == ["2021-03-06 03:01:00"]


def account() -> dict[str, Any]:
    written = {
        "id": "1615000000001",
        "displayName": "Ann Example",
        "originalarrivaltime": "2021-03-06T03:01:00.217Z",
        "messagetype": "RichText/Html",
        "version": 1,
        "content": '<div>The tent is <b>blue</b>&nbsp;<span itemtype="http://schema.skype.com/Emoji">'
        '<img alt="🙂" itemtype="http://schema.skype.com/Emoji" src="x"></span></div>',
        "conversationid": CHAT,
        "from": "8:live:ann",
        "properties": {"files": json.dumps([{"fileName": "tent.pdf"}])},
    }
    reply = written | {
        "id": "1615000000002",
        "from": "8:live:me",
        "displayName": None,
        "properties": None,
        "content": '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1615000000001">'
        '<strong itemprop="mri">Ann</strong><p itemprop="preview">The tent…</p></blockquote><p>Good</p>',
    }
    chat = {"id": CHAT, "displayName": None, "threadProperties": None, "MessageList": [reply, written]}
    return {"userId": "8:live:me", "exportDate": "2021-04-01T00:00", "conversations": [chat]}


def check_account(records: list[Any]) -> None:
    assert [one.kind for one in chats_of(records)] == ["direct"]
    found = messages(records)
    assert [(one.body, one.reply_to) for one in found] == [("The tent is blue 🙂", None), ("Good", "1615000000001")]
    assert found[0].attachments == (Attachment("tent.pdf"),)
    assert [one.sender.is_me for one in found if one.sender] == [False, True]
    assert [one.sender.kind for one in found if one.sender] == ["teams", "teams"]


def test_an_account_at_home(tmp_path: Path) -> None:
    check_account(read(write(tmp_path, account()), kind="teams"))


def test_in_the_tar_it_comes_in(tmp_path: Path) -> None:
    content = json.dumps(account()).encode()
    with tarfile.open(tmp_path / "8_live_me_export.tar", "w") as archive:
        member = tarfile.TarInfo("messages.json")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    check_account(read(tmp_path / "8_live_me_export.tar", kind="teams"))


def test_broken_messages_cost_themselves(tmp_path: Path) -> None:
    path = write(tmp_path, [message("one"), 5, message("two", 2, createdDateTime="soon"), message("three", 3)])
    records = read(path)
    assert [one.body for one in messages(records)] == ["one", "three"]
    assert [problem.locator for problem in problems(records)] == ["message 2", "message 3"]


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    whole = json.dumps([message("one"), message("two", 2)])
    records = read(write(tmp_path, whole[:-50]))
    assert [one.body for one in messages(records)] == ["one"]
    assert len(problems(records)) == 1
    with pytest.raises(SourceProblem, match="not valid JSON"):
        read(write(tmp_path, json.dumps([message("one")])[:-9]), kind="teams")


def test_it_is_found_after_adding(index: Index, tmp_path: Path) -> None:
    path = write(tmp_path, {"topic": "Camping", "value": [message("<p>The tent is in the cellar</p>", chatId="19:x")]})
    list(index.add([path], embedder=None, context=CONTEXT))
    hits = index.search(Query("tent cellar")).hits
    assert [(hit.source, hit.chat, hit.sender) for hit in hits] == [("teams", "Camping", "Ann Example")]


def test_teams_and_channels_are_called_by_the_lists_beside_the_messages(tmp_path: Path) -> None:
    folder = tmp_path / "teams" / "T1"
    folder.mkdir(parents=True)
    (tmp_path / "teams" / "teamsList.json").write_text(
        '[{"GroupsId": "T1", "Name": "Boat Club", "Visibility": "private"}]'
    )
    channels = [{"Id": "19:a@thread.tacv2", "DisplayName": "Harbour", "MembershipType": "standard"}]
    (folder / "channels_T1.json").write_text(json.dumps(channels))
    (folder / "teamMembers_T1.json").write_text('[{"UserId": "u1", "DisplayName": "Ann Example"}]')
    in_channel: dict[str, Any] = {"chatId": None, "channelIdentity": {"channelId": "19:a@thread.tacv2", "teamId": "T1"}}
    unnamed: dict[str, Any] = {"chatId": None, "channelIdentity": {"channelId": "19:b@thread.tacv2", "teamId": "T1"}}
    elsewhere: dict[str, Any] = {"chatId": None, "channelIdentity": {"channelId": "19:c@thread.tacv2", "teamId": "T2"}}
    found = [message("hi", **in_channel), message("ho", 2, **unnamed), message("hum", 3, **elsewhere)]
    write(folder, pascal(found), "messages_T1.json")
    records: list[Record] = []
    for file in files(tmp_path):
        assert detect(file).kind == "teams", file.name
        records += detect(file).read(file, CONTEXT)
    assert [chat.title for chat in chats_of(records)] == ["Boat Club / Harbour", "Boat Club", "messages_T1"]
    assert len(messages(records)) == len(found)


def test_a_list_of_another_sort_is_left_to_others(tmp_path: Path) -> None:
    path = write(tmp_path, '["teams that I like"]', "teamsList.json")
    assert detect(files(path)[0]).kind == "text"


def test_cards_say_what_they_show(tmp_path: Path) -> None:
    banner = {
        "contentType": "application/vnd.microsoft.teams.messaging-announcementBanner",
        "content": '{"title": "Launch!"}',
    }
    adaptive = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": json.dumps({
            "type": "AdaptiveCard", "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "version": "1.4",
            "body": [
                {"type": "TextBlock", "text": "Build <b>failed</b>", "size": "Large"},
                {"type": "FactSet", "facts": [{"title": "Branch:", "value": "main"}]},
                {"type": "ColumnSet", "columns": [{"type": "Column", "items": [{"type": "TextBlock", "text": "by Ann"}]}]},
            ],
            "actions": [{"type": "Action.OpenUrl", "title": "Open", "url": "https://example.org/b"}],
        }),
    }  # fmt: skip
    hero = {"contentType": "application/vnd.microsoft.card.hero", "content": {"title": "Menu", "subtitle": "today"}}
    broken = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": "{not <b>JSON</b>"}
    path = write(
        tmp_path,
        [
            message("<p>Bring a coat.</p>", attachments=[banner]),
            message("", 2, attachments=[adaptive]),
            message("x", 3, attachments=[hero]),
            message("", 4, attachments=[broken]),
        ],
    )
    assert [one.body for one in messages(read(path, kind="teams"))] == [
        "Launch!\nBring a coat.",
        "Build failed\nBranch: main\nby Ann\nOpen: https://example.org/b",
        "x\nMenu\ntoday",
        "{not JSON",
    ]


def test_a_chat_without_a_topic_is_called_by_its_people(tmp_path: Path) -> None:
    members = [{"displayName": name} for name in ("Ann Example", "Ben", "Cy")]
    about = {"id": CHAT, "topic": None, "chatType": "group", "members": members}
    for content in ([{**about, "messages": [message("hi")]}], {**about, "value": [message("hi")]}):
        (chat,) = chats_of(read(write(tmp_path, content), replace(CONTEXT, me="Ben"), kind="teams"))
        assert chat.title == "Ann Example, Cy"
