"""Signal's plaintext export: frames line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceProblem
from index.sources.chats.signal import Signal, account_key
from index.types.records import MessageRecord, Reaction, Record
from tests.index.sources.reading import CONTEXT, chats_of, messages, name, only, problems, read, utc

BASE: tuple[dict[str, Any], ...] = (
    {"version": "1", "backupTimeMs": "1770000000000"},
    {"account": {"givenName": "Maya", "familyName": "Lindqvist", "svrPin": "1234"}},
    {"recipient": {"id": "1", "self": {}}},
    {"recipient": {"id": "2", "contact": {"aci": "abc=", "e164": "491701234567", "profileGivenName": "T.",
                                          "systemGivenName": "Tom", "systemFamilyName": "Okafor"}}},
    {"recipient": {"id": "3", "contact": {"aci": "def=", "nickname": {"given": "Pri"}, "profileGivenName": "Priya"}}},
    {"recipient": {"id": "4", "group": {"masterKey": "key=", "snapshot": {"title": {"title": "Hüttenteam"}}}}},
    {"chat": {"id": "10", "recipientId": "2"}},
    {"chat": {"id": "11", "recipientId": "4"}},
    {"chat": {"id": "12", "recipientId": "1"}},
)  # fmt: skip


def item(sent: int, author: str = "2", chat: str = "10", **more: Any) -> dict[str, Any]:
    return {
        "chatItem": {
            "chatId": chat,
            "authorId": author,
            "dateSent": str(1_770_000_000_000 + sent),
            "incoming": {},
            **more,
        }
    }


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"standardMessage": {"text": {"body": text}, **more}}


def export(folder: Path, *frames: Any) -> Path:
    path = folder / "main.jsonl"
    path.write_text(
        "".join((frame if isinstance(frame, str) else json.dumps(frame)) + "\n" for frame in (*BASE, *frames))
    )
    return path


def only_message(folder: Path, **more: Any) -> MessageRecord:
    (found,) = messages(read(export(folder, item(0, **more))))
    return found


def rows(records: list[Record]) -> list[tuple[str, str, str]]:
    return [(message.chat, name(message), message.body) for message in messages(records)]


def test_chats_people_and_texts(tmp_path: Path) -> None:
    records = read(
        export(
            tmp_path,
            item(0, **said("hallo")),
            item(1000, "1", **said("hi", quote={"targetSentTimestamp": "1770000000000", "authorId": "2"})),
            item(2000, "3", "11", **said("wer kommt?", reactions=[
                {"emoji": "👍", "authorId": "1"}, {"emoji": "👍", "authorId": "2"}, {"emoji": "❤", "authorId": "9"}])),
            item(3000, "1", "12", **said("remember")),
        ),
        kind="signal",
    )  # fmt: skip
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("phone:+491701234567", "Tom Okafor", "direct"),
        ("group:key=", "Hüttenteam", "group"),
        ("signal:self", "Note to Self", "direct"),
    ]
    assert rows(records) == [
        ("phone:+491701234567", "Tom Okafor", "hallo"),
        ("phone:+491701234567", "Maya Lindqvist", "hi"),
        ("group:key=", "Pri", "wer kommt?"),
        ("signal:self", "Maya Lindqvist", "remember"),
    ]
    found = messages(records)
    assert utc(found[0].time) == "2026-02-02 02:40:00"
    assert found[1].reply_to == found[0].native_id == "1770000000000:+491701234567"
    assert [message.sender.is_me for message in found if message.sender] == [False, True, False, True]
    assert found[2].reactions == (Reaction("👍", ("Maya Lindqvist", "Tom Okafor")), Reaction("❤", ("Unknown",)))
    assert problems(records) == []


@pytest.mark.parametrize(
    ("more", "kind", "body"),
    [
        ({"remoteDeletedMessage": {}}, "deleted", ""),
        ({"updateMessage": {"simpleUpdate": {"type": "IDENTITY_UPDATE"}}}, "system", "identity update"),
        ({"updateMessage": {"expirationTimerChange": {"expiresInMs": "0"}}}, "system", "expiration timer change"),
        ({"updateMessage": {"individualCall": {"type": "AUDIO_CALL", "state": "MISSED"}}}, "call", "missed audio call"),
        ({"updateMessage": {"groupCall": {"state": "ENDED"}}}, "call", "group call"),
        ({"stickerMessage": {"sticker": {"emoji": "🎉"}}}, "media", ""),
        ({"viewOnceMessage": {}}, "media", ""),
        (
            {"contactMessage": {"contact": {"name": {"givenName": "Ann"}, "number": [{"value": "+49123"}]}}},
            "text",
            "Ann +49123",
        ),
        (
            {"poll": {"question": "When?", "options": [{"option": "Fri"}, {"option": "Sat"}]}},
            "text",
            "When?\n- Fri\n- Sat",
        ),
        (
            {
                "poll": {
                    "question": "When?",
                    "options": [{"option": "Fri", "votes": [{}]}, {"option": "Sat", "votes": []}],
                }
            },
            "text",
            "When?\n- Fri (1 vote)\n- Sat (0 votes)",
        ),
        ({"directStoryReplyMessage": {"textReply": {"text": {"body": "nice"}}}}, "text", "nice"),
        ({"giftBadge": {}}, "system", ""),
    ],
)
def test_messages_of_every_kind(tmp_path: Path, more: dict[str, Any], kind: str, body: str) -> None:
    found = only_message(tmp_path, **more)
    assert (found.kind, found.body) == (kind, body)


def test_mentions_become_names(tmp_path: Path) -> None:
    # 🛶 is two units of UTF-16, so the signs stand at 3 and 9.
    ranges = [{"start": 3, "length": 1, "mentionAci": "abc="}, {"start": 9, "length": 1, "mentionAci": "zzz="}]
    styled = [*ranges, {"start": 0, "length": 2, "style": "BOLD"}]
    text = {"body": "🛶 \ufffc and \ufffc go", "bodyRanges": styled}
    assert only_message(tmp_path, standardMessage={"text": text}).body == "🛶 @Tom Okafor and @Unknown go"
    story = {"textReply": {"text": {"body": "\ufffc!", "bodyRanges": [{"length": 1, "mentionAci": "def="}]}}}
    assert only_message(tmp_path, directStoryReplyMessage=story).body == "@Pri!"
    beyond = {"body": "\ufffc", "bodyRanges": [{"start": 4, "length": 9, "mentionAci": "abc="}]}
    assert only_message(tmp_path, standardMessage={"text": beyond}).body == "\ufffc"


def test_an_account_is_one_in_either_writing() -> None:
    assert account_key("BAQEBAQEBAQEBAQEBAQEBA==") == account_key("04040404-0404-0404-0404-040404040404") == "04" * 16


def test_edits_and_attachments(tmp_path: Path) -> None:
    attachments = [
        {"pointer": {"contentType": "application/pdf", "fileName": "plan.pdf"}, "wasDownloaded": True},
        {"pointer": {"contentType": "image/jpeg"}},
    ]
    found = only_message(tmp_path, revisions=[{}], **said("see", attachments=attachments))
    assert found.edited
    assert [(file.name, file.mime, file.missing) for file in found.attachments] == [
        ("plan.pdf", "application/pdf", False),
        ("image/jpeg", "image/jpeg", True),
    ]


def test_broken_lines_cost_themselves(tmp_path: Path) -> None:
    records = read(
        export(
            tmp_path, "{broken", item(0, **said("kept")), {"chatItem": {}}, "[1]", "[" * 100_000, item(1, **said("too"))
        )
    )
    assert [message.body for message in messages(records)] == ["kept", "too"]
    assert [problem.locator for problem in problems(records)] == ["line 10", "line 12", "line 14"]


def test_what_signal_did_not_write(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text('{"level": "info", "chat": 1}\n{"level": "info", "account": 2}\n')
    assert not Signal().recognises(only(path), path.read_bytes())
    with pytest.raises(SourceProblem):
        list(Signal().read(only(path), CONTEXT))
