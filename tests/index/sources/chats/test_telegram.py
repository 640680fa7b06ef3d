"""Telegram Desktop's result.json: one chat or an account, old and new, whole and broken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SourceProblem
from index.types.records import ChatRecord, MessageRecord
from tests.index.sources.reading import CONTEXT, chats_of, messages, name, problems, read, utc, wall


def export(folder: Path, value: object, *, mangle: bool = False) -> Path:
    path = folder / "result.json"
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(text.replace("\\u00", "\\x") if mangle else text, encoding="utf-8")
    return path


def message(number: int, text: Any, **more: Any) -> dict[str, Any]:
    when = {"date": "2023-05-01T10:00:00", "date_unixtime": "1682935200"}
    return {"id": number, "type": "message", **when, "from": "Ann", "from_id": "user1", "text": text, **more}


def single(*found: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "Ann", "type": "personal_chat", "id": 77, "messages": list(found), **more}


def one(folder: Path, **more: Any) -> MessageRecord:
    (found,) = messages(read(export(folder, single(message(1, "hello", **more))), kind="telegram"))
    return found


def test_text_is_a_string_or_pieces_and_entities_come_first(tmp_path: Path) -> None:
    pieces = ["see ", {"type": "link", "text": "https://example.org"}, " now"]
    path = export(
        tmp_path,
        single(
            message(1, "plain"),
            message(2, pieces),
            message(3, "stale", text_entities=[{"type": "plain", "text": "fresh "}, {"type": "bold", "text": "text"}]),
            message(4, "kept", text_entities=[]),
        ),
    )
    found = messages(read(path, kind="telegram"))
    assert [item.body for item in found] == ["plain", "see https://example.org now", "fresh text", "kept"]
    assert [item.native_id for item in found] == ["1", "2", "3", "4"]


def test_the_chat_keeps_its_name(tmp_path: Path) -> None:
    (found,) = chats_of(read(export(tmp_path, single(name="Ann & Bob “locomo”  conv-1"))))
    assert (found.native_id, found.title, found.kind) == ("77", "Ann & Bob “locomo”  conv-1", "direct")


def test_time_is_the_epoch_where_it_is_told_else_the_owners_wall_clock(tmp_path: Path) -> None:
    old = {key: value for key, value in message(2, "old").items() if key != "date_unixtime"}
    records = read(export(tmp_path, single(message(1, "new"), old)), replace(CONTEXT, zone=ZoneInfo("Asia/Tashkent")))
    new_time, old_time = (item.time for item in messages(records))
    assert new_time is not None
    assert old_time is not None
    assert (utc(new_time), new_time.origin) == ("2023-05-01 10:00:00", "epoch")
    assert (utc(old_time), old_time.origin, old_time.offset_s) == ("2023-05-01 05:00:00", "user", 5 * 3600)


def test_control_characters_that_are_no_json_are_mended(tmp_path: Path) -> None:
    text = "a\x05b \\x41 \\\\ c\x1f"
    path = export(tmp_path, single(message(1, text)), mangle=True)
    assert "\\x05" in path.read_text(encoding="utf-8")
    (found,) = messages(read(path, kind="telegram"))
    assert found.body == text


def test_an_account_with_chats_that_were_left(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        {
            "about": "…",
            "personal_information": {"user_id": 1, "first_name": "Ann"},
            "contacts": {"list": [{"first_name": "X", "name": "no chat", "messages": []}]},
            "chats": {"about": "…", "list": [single(message(1, "mine"), message(2, "not", from_id="user2"))]},
            "left_chats": {
                "list": [{"name": None, "type": "private_group", "id": 78, "messages": [message(1, "old")]}]
            },
        },
    )
    records = read(path, kind="telegram")
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("77", "Ann", "direct"),
        ("78", "Deleted Account", "group"),
    ]
    found = messages(records)
    assert [(item.chat, item.native_id) for item in found] == [("77", "1"), ("77", "2"), ("78", "1")]
    assert [item.sender.is_me for item in found if item.sender] == [True, False, True]


def test_the_named_owner_of_a_single_chat(tmp_path: Path) -> None:
    records = read(export(tmp_path, single(message(1, "x"))), replace(CONTEXT, me="Ann"))
    assert [item.sender.is_me for item in messages(records) if item.sender] == [True]


@pytest.mark.parametrize(
    ("more", "names", "missing"),
    [
        ({"photo": "photos/photo_1@01-05-2023.jpg"}, ["photo_1@01-05-2023.jpg"], False),
        ({"photo": "(File not included. Change data exporting settings to download.)"}, ["photo"], True),
        ({"file": "files/list.pdf", "mime_type": "application/pdf"}, ["list.pdf"], False),
        (
            {"file": "(File exceeds maximum size.)", "file_name": "list.pdf", "mime_type": "application/pdf"},
            ["list.pdf"],
            True,
        ),
        ({"file": "../../etc/passwd"}, ["passwd"], False),
        ({"file": "a.mp4 (File not included. Change data.)", "media_type": "video_file"}, ["video_file"], True),
        ({"media_type": "voice_message"}, ["voice_message"], True),
        ({"file": "(File unavailable)", "media_type": "sticker", "sticker_emoji": "🛶"}, ["sticker 🛶"], True),
    ],
)
def test_media(tmp_path: Path, more: dict[str, Any], names: list[str], missing: bool) -> None:
    (found,) = messages(read(export(tmp_path, single(message(1, "", **more)))))
    assert (found.kind, found.body) == ("media", "")
    assert [(item.name, item.missing) for item in found.attachments] == [(names[0], missing)]


def test_replies_edits_and_reactions(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        reply_to_message_id=9,
        edited="2023-05-02T10:00:00",
        edited_unixtime="1683021600",
        reactions=[
            {"type": "emoji", "count": 2, "emoji": "👍", "recent": [{"from": "Bob", "from_id": "user2", "date": "…"}]}
        ],
    )
    assert (found.reply_to, found.edited) == ("9", True)
    assert [(item.emoji, item.by) for item in found.reactions] == [("👍", ("Bob",))]
    assert one(tmp_path, reply_to_message_id=9, reply_to_peer_id="channel5").reply_to is None
    assert one(tmp_path, edited="1970-01-01T05:00:00").edited is False
    assert one(tmp_path, edited="1969-12-31T19:00:00").edited is False  # west of Greenwich


@pytest.mark.parametrize(
    ("pieces", "body"),
    [
        (["a", {"type": "blockquote", "text": "b"}, "c"], "a\nb\nc"),
        (["a\n", {"type": "pre", "text": "b", "language": "py"}, "\nc"], "a\nb\nc"),
        ([{"type": "blockquote", "text": "a"}, {"type": "expandable_blockquote", "text": "b"}], "a\nb"),
        (
            ["a ", {"type": "spoiler", "text": "b"}, {"type": "custom_emoji", "text": "🛶", "document_id": "x.webp"}],
            "a b🛶",
        ),
        (
            ["see ", {"type": "text_link", "text": "here", "href": "https://example.org/x"}],
            "see here (https://example.org/x)",
        ),
        ([{"type": "text_link", "text": "https://example.org", "href": "https://example.org/"}], "https://example.org"),
        (
            ["news", {"type": "text_link", "text": "\u200b", "href": "https://example.org/p"}],
            "news https://example.org/p ",
        ),
    ],
)
def test_pieces_of_text_stand_as_they_are_seen(tmp_path: Path, pieces: list[Any], body: str) -> None:
    (found,) = messages(read(export(tmp_path, single(message(1, pieces)))))
    assert found.body == body


def test_what_stands_beside_the_text(tmp_path: Path) -> None:
    answers = [{"text": "Fri", "voters": 2, "chosen": True}, {"text": "Sat", "voters": 0, "chosen": False}]
    buttons = [
        [{"type": "url", "text": "Tickets", "data": "https://example.org/t"}, {"type": "callback", "text": "No"}]
    ]
    path = export(
        tmp_path,
        single(
            message(1, "", poll={"question": "When?", "closed": False, "total_voters": 2, "answers": answers}),
            message(
                2, "", poll={"question": [{"type": "plain", "text": "Who?"}], "answers": [{"text": "Ann", "voters": 0}]}
            ),
            message(3, "go", inline_bot_buttons=buttons),
            message(4, "the pier is open", forwarded_from="Pier News"),
            message(5, "", forwarded_from="Bob", photo="photos/a.jpg"),
            message(6, "", place_name="Pier", address="Quay 1"),
            message(7, "", game_title="Chess", game_link="https://example.org/g"),
            message(
                8, "", invoice_information={"title": "Mast", "description": "of oak", "amount": 5, "currency": "EUR"}
            ),
            message(9, "", todo_list={"title": "Pack", "items": [{"text": "rope"}]}),
        ),
    )
    assert [item.body for item in messages(read(path, kind="telegram"))] == [
        "When?\n- Fri (2 votes)\n- Sat (0 votes)",
        "Who?\n- Ann",
        "go\nTickets: https://example.org/t\nNo",
        "Forwarded from Pier News:\nthe pier is open",
        "",
        "Pier Quay 1",
        "Chess\nhttps://example.org/g",
        "Mast\nof oak",
        "Pack\n- rope",
    ]


def test_fields_in_any_order_and_chats_in_a_list(tmp_path: Path) -> None:
    found = [message(1, "hi")]
    behind = {"id": 77, "messages": found, "name": "Ann", "type": "personal_chat"}
    for content in (
        behind,
        [behind],
        {"chats": {"list": [{"messages": found, "type": "personal_chat", "name": "Ann", "id": 77}]}},
    ):
        records = read(export(tmp_path, content), kind="telegram")
        assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [("77", "Ann", "direct")]
        assert [item.body for item in messages(records)] == ["hi"]


def test_a_kind_of_chat_that_is_not_known_yet(tmp_path: Path) -> None:
    (found,) = chats_of(read(export(tmp_path, single(message(1, "hi"), type="private_world")), kind="telegram"))
    assert (found.title, found.kind) == ("Ann", "other")


def test_topics_are_threads(tmp_path: Path) -> None:
    def service(number: int, **more: Any) -> dict[str, Any]:
        return {**message(number, ""), "type": "service", "actor": "Ann", **more}

    path = export(
        tmp_path,
        single(
            service(5, action="topic_created", title="Sails"),
            message(6, "in the topic", reply_to_message_id=5),
            message(7, "an answer in it", reply_to_message_id=6),
            message(8, "elsewhere", reply_to_message_id=2),
            service(9, action="topic_edit", new_title="Masts", reply_to_message_id=5),
            type="private_supergroup",
        ),
    )
    found = messages(read(path, kind="telegram"))
    assert [(item.body, item.thread, item.reply_to) for item in found] == [
        ("topic created: Sails", "5", None),
        ("in the topic", "5", None),
        ("an answer in it", "5", "6"),
        ("elsewhere", None, "2"),
        ("topic edit: Masts", "5", None),
    ]


@pytest.mark.parametrize(
    ("more", "kind", "body"),
    [
        ({"action": "phone_call", "discard_reason": "missed"}, "call", "missed phone call"),
        ({"action": "phone_call", "discard_reason": "busy"}, "call", "phone call, busy"),
        ({"action": "group_call", "duration": 60}, "call", "group call, 60 s"),
        ({"information_text": "You allowed it"}, "system", "You allowed it"),
        ({"action": "join_group_by_link", "inviter": "Bob"}, "system", "join group by link: Bob"),
        ({"action": "edit_chat_theme", "emoticon": "🛶"}, "system", "edit chat theme: 🛶"),
        ({"action": "score_in_game", "score": 7}, "system", "score in game: 7"),
    ],
)
def test_service_messages_in_words(tmp_path: Path, more: dict[str, Any], kind: str, body: str) -> None:
    (found,) = messages(read(export(tmp_path, single({**message(1, ""), "type": "service", **more}))))
    assert (found.kind, found.body) == (kind, body)


def test_service_messages_and_what_the_exporter_did_not_know(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        single(
            {"id": 1, "type": "service", "date": "2023-05-01T10:00:00", "actor": "Ann", "actor_id": "user1",
             "action": "invite_members", "members": ["Bob", None], "text": ""},
            {"id": 2, "type": "unsupported"},
            {"id": 3, "type": "service", "date": "2023-05-01T10:00:00", "actor": "Ann", "actor_id": "user1",
             "action": "phone_call", "duration_seconds": 5, "text": ""},
        ),
    )  # fmt: skip
    invited, unknown, call = messages(read(path, kind="telegram"))
    assert (invited.kind, invited.body, name(invited)) == ("system", "invite members: Bob", "Ann")
    assert (unknown.kind, unknown.native_id, unknown.time, unknown.sender) == ("system", "2", None, None)
    assert (call.kind, call.body) == ("call", "phone call, 5 s")


def test_a_broken_message_costs_itself(tmp_path: Path) -> None:
    good = [message(number, f"text {number}") for number in range(1, 6)]
    good[1].pop("id")
    path = export(tmp_path, single(*good))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"text 3"', '"text 3" oops'), encoding="utf-8")
    records = read(path, kind="telegram")
    assert [item.native_id for item in messages(records)] == ["1", "4", "5"]
    assert len(problems(records)) == 2


def test_a_file_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    path = export(tmp_path, single(*(message(number, f"text {number}") for number in range(1, 200))))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    records = read(path, kind="telegram")
    found = messages(records)
    assert [item.native_id for item in found] == [str(number) for number in range(1, len(found) + 1)]
    assert 90 < len(found) < 110
    assert [problem.locator for problem in problems(records)] == [f"after message {len(found)}"]


@pytest.mark.parametrize(
    "text", ['{"name": "x", "type": "personal_chat", "messages": [', '{"about": "x", "chats": {"list": []}}']
)
def test_nothing_to_read_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceProblem):
        read(path, kind="telegram")


_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).filter(
    lambda text: "\0" not in text and text.strip()
)


@st.composite
def accounts(draw: st.DrawFn) -> list[tuple[str, list[tuple[int, str, str]]]]:
    chats = []
    for _ in range(draw(st.integers(1, 3))):
        found = draw(
            st.lists(st.tuples(st.integers(0, 2**32), st.sampled_from(["Ann", "Боб", "陳"]), _TEXT), max_size=8)
        )
        chats.append((draw(_TEXT), found))
    return chats


@pytest.mark.parametrize("shape", ["single", "single old", "account", "account old"])
@pytest.mark.parametrize("mangle", [False, True])
@given(written=accounts(), ascii_only=st.booleans())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_is_read_back(
    tmp_path: Path, shape: str, mangle: bool, written: list[tuple[str, list[tuple[int, str, str]]]], ascii_only: bool
) -> None:
    old = shape.endswith("old")
    if shape.startswith("single"):
        written = written[:1]
    chats = []
    for number, (title, found) in enumerate(written):
        rows = []
        for at, (seconds, who, text) in enumerate(found, 1):
            local = datetime.fromtimestamp(seconds, CONTEXT.zone).replace(tzinfo=None).isoformat()
            row: dict[str, Any] = {"id": at, "type": "message", "date": local, "from": who, "text": text}
            row |= {"from_id": 5} if old else {"from_id": "user5", "date_unixtime": str(seconds)}
            row |= {"edited": "1970-01-01T01:00:00"} if old else {"text_entities": [{"type": "plain", "text": text}]}
            rows.append(row)
        chats.append({"name": title, "type": "private_group", "id": 100 + number, "messages": rows})
    value = (
        chats[0] if shape.startswith("single") else {"about": "", "chats": {"list": chats}, "left_chats": {"list": []}}
    )
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
    path = tmp_path / "result.json"
    # Telegram's own way with control characters, which no JSON reader takes.
    path.write_text(text.replace("\\u00", "\\x") if mangle and not ascii_only else text, encoding="utf-8")
    records = read(path, kind="telegram")
    assert [chat.title for chat in chats_of(records)] == [title for title, _ in written]
    got = iter(messages(records))
    for title, found in written:
        for (seconds, who, text), record in zip(found, got, strict=False):
            assert (name(record), record.body) == (who, text), title
            if old:
                assert wall(record.time) == datetime.fromtimestamp(seconds, CONTEXT.zone).replace(
                    tzinfo=None
                ).isoformat(" ")
            else:
                assert utc(record.time) == datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
    assert len([record for record in records if isinstance(record, ChatRecord)]) == len(written)
