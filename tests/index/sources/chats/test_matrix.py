"""A Matrix room as Element exports it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceProblem
from index.sources.chats import matrix
from index.types.records import Attachment, Reaction, Sender
from tests.index.sources.reading import chats_of, messages, problems, read

MAYA, ALEX = "@maya:example.org", "@alex:example.org"


def event(number: int, content: dict[str, Any], sender: str = MAYA, kind: str = "m.room.message", **more: Any) -> Any:
    return {
        "type": kind,
        "sender": sender,
        "content": content,
        "origin_server_ts": 1_705_312_860_000 + number * 1000,
        "event_id": f"$e{number}",
        "room_id": "!room:example.org",
        "unsigned": {"age": 5},
        **more,
    }


def text(number: int, body: str, sender: str = MAYA, content: dict[str, Any] | None = None) -> Any:
    return event(number, {"msgtype": "m.text", "body": body, **(content or {})}, sender)


def member(number: int, who: str, name: str, membership: str = "join") -> Any:
    content = {"membership": membership, "displayname": name}
    return event(number, content, who, "m.room.member", state_key=who)


def export(folder: Path, *events: Any, **more: Any) -> Path:
    path = folder / "export.json"
    head = {"room_name": "Cabin", "room_creator": MAYA, "topic": "", "export_date": "15/1/2024", "exported_by": ALEX}
    path.write_text(json.dumps({**head, **more, "messages": events}))
    return path


def test_a_room_and_who_is_in_it(tmp_path: Path) -> None:
    records = read(
        export(tmp_path, member(1, MAYA, "Maya L."), text(2, "Coming on Friday?"), text(3, "yes", ALEX)), kind="matrix"
    )
    (room,) = chats_of(records)
    assert (room.native_id, room.title) == ("!room:example.org", "Cabin")
    joined, first, second = messages(records)
    assert (joined.kind, joined.body) == ("system", "Maya L. joined")
    assert first.sender == Sender("matrix", MAYA, "Maya L.")
    assert (first.body, first.native_id, first.time and first.time.utc_ms) == (
        "Coming on Friday?",
        "$e2",
        1_705_312_862_000,
    )
    assert second.sender == Sender("matrix", ALEX, "alex", is_me=True)


def test_an_edit_changes_the_first_message_and_is_none_itself(tmp_path: Path) -> None:
    relates = {"rel_type": "m.replace", "event_id": "$e1"}
    new = {"msgtype": "m.text", "body": "Friday at 17"}
    edit = text(2, "* Friday at 17", content={"m.new_content": new, "m.relates_to": relates})
    (message,) = messages(read(export(tmp_path, text(1, "Friday at 16"), edit)))
    assert (message.body, message.edited, message.native_id) == ("Friday at 17", True, "$e1")


def test_nobody_edits_what_another_wrote(tmp_path: Path) -> None:
    relates = {"rel_type": "m.replace", "event_id": "$e1"}
    edit = text(2, "* I owe you", ALEX, {"m.new_content": {"body": "I owe you"}, "m.relates_to": relates})
    (message,) = messages(read(export(tmp_path, text(1, "You owe me"), edit)))
    assert (message.body, message.edited) == ("You owe me", False)


def test_edits_beyond_what_is_kept_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "LATER_KEPT", 1)
    edits = [
        text(
            n + 10,
            "*",
            content={"m.new_content": {"body": "new"}, "m.relates_to": {"rel_type": "m.replace", "event_id": f"$e{n}"}},
        )
        for n in (1, 2)
    ]
    records = read(export(tmp_path, text(1, "one"), text(2, "two"), *edits))
    assert [message.body for message in messages(records)] == ["new", "two"]
    assert problems(records)[0].severity == "guess"


def test_replies_threads_and_reactions(tmp_path: Path) -> None:
    reply = text(
        2,
        f"> <{MAYA}> Which van?\n> really\n\nthe red one",
        ALEX,
        {"m.relates_to": {"m.in_reply_to": {"event_id": "$e1"}}},
    )
    relates = {"rel_type": "m.thread", "event_id": "$e1", "is_falling_back": True, "m.in_reply_to": {"event_id": "$e2"}}
    threaded = text(3, "> not a quote of another", content={"m.relates_to": relates})
    annotation = {"rel_type": "m.annotation", "event_id": "$e1", "key": "👍"}
    liked = event(4, {"m.relates_to": annotation}, ALEX, "m.reaction")
    first, answer, third = messages(read(export(tmp_path, text(1, "Which van?"), reply, threaded, liked)))
    assert first.reactions == (Reaction("👍", ("alex",)),)
    assert (answer.body, answer.reply_to) == ("the red one", "$e1")
    assert (third.thread, third.reply_to) == ("$e1", None)


def test_deleted_messages_stay_apart(tmp_path: Path) -> None:
    gone = event(1, {}, unsigned={"redacted_because": {"type": "m.room.redaction"}})
    redaction = event(3, {}, kind="m.room.redaction", redacts="$e2")
    found = messages(read(export(tmp_path, gone, text(2, "secret"), redaction)))
    assert [(message.kind, message.body) for message in found] == [("deleted", ""), ("deleted", "")]


def test_files_emotes_polls_and_calls(tmp_path: Path) -> None:
    image = event(1, {"msgtype": "m.image", "body": "../cabin.jpg", "info": {"mimetype": "image/png"}})
    captioned = event(2, {"msgtype": "m.file", "body": "the plan", "filename": "plan.pdf"})
    emote = event(3, {"msgtype": "m.emote", "body": "waves"})
    poll = event(
        4,
        {
            "org.matrix.msc3381.poll.start": {
                "question": {"org.matrix.msc1767.text": "When?"},
                "answers": [
                    {"id": "1", "org.matrix.msc1767.text": "Friday"},
                    {"id": "2", "m.text": [{"body": "Monday"}]},
                ],
            }
        },
        kind="org.matrix.msc3381.poll.start",
    )
    call = event(5, {"call_id": "1"}, kind="m.call.invite")
    hidden = event(6, {"algorithm": "m.megolm.v1.aes-sha2"}, kind="m.room.encrypted")
    found = messages(read(export(tmp_path, image, captioned, emote, poll, call, hidden)))
    assert [(message.kind, message.body) for message in found] == [
        ("media", ""),
        ("text", "the plan"),
        ("text", "maya waves"),
        ("text", "When?\n- Friday\n- Monday"),
        ("call", "call"),
        ("system", "a message that could not be decrypted when the room was exported"),
    ]
    assert found[0].attachments == (Attachment("cabin.jpg", "image/png"),)
    assert found[1].attachments == (Attachment("plan.pdf"),)


def test_a_broken_event_costs_itself(tmp_path: Path) -> None:
    bad = text(2, "x")
    del bad["origin_server_ts"]
    records = read(export(tmp_path, text(1, "one"), bad, "nonsense", text(4, "four")))
    assert [message.body for message in messages(records)] == ["one", "four"]
    assert [problem.locator for problem in problems(records)] == ["event 2", "event 3"]


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = export(tmp_path, text(1, "one"), text(2, "two"))
    whole = path.read_text()
    path.write_text(whole[: whole.index("two") - 20])
    records = read(path)
    assert [message.body for message in messages(records)] == ["one"]
    assert "breaks off" in problems(records)[-1].reason
    path.write_text(whole[: whole.index('"messages"') + 14])
    with pytest.raises(SourceProblem, match="no events"):
        read(path)
