"""Messenger and Instagram: mojibake, several files a chat, broken siblings, both shapes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceProblem
from index.sources.chats.messenger import repaired
from index.types.records import MessageRecord, Reaction
from tests.index.sources.reading import chats_of, files, messages, name, problems, read, sample, utc

INBOX = ("your_activity_across_facebook", "messages", "inbox")


def rows(found: list[MessageRecord]) -> list[tuple[str, str, str]]:
    return [(utc(message.time), name(message), message.body) for message in found]


def write(folder: Path, content: object, thread: str = "inbox/dave_X1", file: str = "message_1.json") -> Path:
    path = folder / "messages" / thread / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def mangled(text: str) -> str:
    return text.encode().decode("latin-1")


def test_the_simple_sample() -> None:
    path = sample("messenger", "json_simple", *INBOX, "alice_ABC123", "message_1.json")
    records = read(path, kind="messenger")
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("alice_ABC123", "Alice Example", "direct")
    ]
    found = messages(records)
    assert rows(found) == [
        ("2020-09-13 12:26:40", "Test User", "Hello"),
        ("2020-09-13 12:27:40", "Alice Example", "café time?"),
        ("2020-09-13 12:28:40", "Test User", "See you soon"),
    ]
    assert found[1].reactions == (Reaction("❤", ("Test User",)), Reaction("👍", ("Alice Example",)))
    assert problems(records) == []


def test_an_archived_thread() -> None:
    path = sample("messenger", "json_simple", *INBOX[:2], "archived_threads", "zoe_ARCH", "message_1.json")
    assert rows(messages(read(path, kind="messenger"))) == [
        ("2017-07-14 02:40:00", "Zoe Archive", "Old message in archive")
    ]


def test_the_files_of_a_chat_are_one_chat() -> None:
    folder = sample("messenger", "json_multifile")
    found = {file.base_name: read(file.path, kind="messenger") for file in files(folder)}
    assert {chat.native_id for records in found.values() for chat in chats_of(records)} == {"dave_MULTI"}
    assert {file: [message.body for message in messages(records)] for file, records in found.items()} == {
        "message_1.json": ["Message A (from file 1, oldest)", "Message B (from file 1, newer)"],
        "message_2.json": ["Message C (from file 2)"],
        "message_10.json": ["Message D (from file 10, newest)"],
    }


def test_a_corrupt_thread_costs_itself_alone() -> None:
    good = sample("messenger", "corrupt", *INBOX, "goodsibling_OK", "message_1.json")
    assert rows(messages(read(good))) == [("2020-09-13 12:26:40", "Good Sibling", "Still valid")]
    with pytest.raises(SourceProblem, match="not valid JSON"):
        read(sample("messenger", "corrupt", *INBOX, "broken_BAD", "message_1.json"), kind="messenger")


def test_a_thread_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps({
        "participants": [{"name": "Dave"}, {"name": "Me"}],
        "messages": [
            {"sender_name": "Dave", "timestamp_ms": 1_700_000_060_000, "content": "second"},
            {"sender_name": "Me", "timestamp_ms": 1_700_000_000_000, "content": "first"},
        ],
    })  # fmt: skip
    records = read(write(tmp_path, whole[: whole.index("first") + 2]))
    assert [message.body for message in messages(records)] == ["second"]
    assert [problem.locator for problem in problems(records)] == ["after message 1"]
    assert chats_of(records)[0].title == "Dave, Me"


def test_the_export_of_encrypted_chats(tmp_path: Path) -> None:
    path = tmp_path / "Dave_123.json"
    path.write_text(json.dumps({
        "participants": ["Dave", "Me"],
        "threadName": "Dave_123",
        "messages": [
            {"isUnsent": False, "media": [{"uri": "./media/a.jpg"}], "reactions": [], "senderName": "Me",
             "text": "", "timestamp": 1_700_000_120_000, "type": "media"},
            {"isUnsent": True, "media": [], "reactions": [], "senderName": "Dave", "text": "oops",
             "timestamp": 1_700_000_060_000, "type": "text"},
            {"isUnsent": False, "media": [], "reactions": [{"actor": "Me", "reaction": "❤"}], "senderName": "Dave",
             "text": "Grüße", "timestamp": 1_700_000_000_000, "type": "text"},
        ],
    }))  # fmt: skip
    found = messages(read(path, kind="messenger"))
    assert [(message.body, message.kind) for message in found] == [("Grüße", "text"), ("", "deleted"), ("", "media")]
    assert found[0].reactions == (Reaction("❤", ("Me",)),)
    assert found[2].attachments[0].name == "a.jpg"


def test_encrypted_chats_are_called_by_the_other_one_and_may_lack_media(tmp_path: Path) -> None:
    path = tmp_path / "Dave_123.json"
    lost = {"isUnsent": False, "media": [{"uri": "Failed to download media"}], "reactions": [], "senderName": "Dave"}
    path.write_text(json.dumps({
        "participants": ["Dave", "Me"],
        "threadName": "Dave_123",
        "messages": [
            {**lost, "text": "", "timestamp": 1_700_000_060_000, "type": "media"},
            {**lost, "media": [], "text": "Dave changed the theme", "timestamp": 1_700_000_000_000,
             "type": "placeholder"},
        ],
    }))  # fmt: skip
    records = read(path, kind="messenger")
    assert [(chat.native_id, chat.title) for chat in chats_of(records)] == [("Dave_123", "Dave")]
    assert [(message.kind, message.body) for message in messages(records)] == [
        ("system", "Dave changed the theme"),
        ("media", ""),
    ]
    assert messages(records)[1].attachments[0].name == "media that could not be fetched"


def test_instagrams_folders_and_plain_text(tmp_path: Path) -> None:
    content = {
        "participants": [{"name": mangled("Zoë")}, {"name": "me"}],
        "messages": [
            {"sender_name": mangled("Zoë"), "timestamp_ms": 1_700_000_000_000, "content": mangled("Liked ❤️ a message"),
             "is_geoblocked_for_viewer": False},
        ],
        "title": mangled("Zoë"), "is_still_participant": True, "thread_path": "inbox/zoe_17842",
        "magic_words": [],
    }  # fmt: skip
    path = tmp_path / "your_instagram_activity" / "messages" / "inbox" / "zoe_17842" / "message_1.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content))
    records = read(path, kind="messenger")
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [("zoe_17842", "Zoë", "direct")]
    assert rows(messages(records)) == [("2023-11-14 22:13:20", "Zoë", "Liked ❤️ a message")]


def test_a_download_as_web_pages_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "messages" / "inbox" / "dave_1" / "message_1.html"
    path.parent.mkdir(parents=True)
    path.write_text(
        '<html><head><title>Dave</title></head><body class="_5vb_"><div class="pam _3-95 _2ph- _a6-g uiBoxWhite">'
        '<div class="_2ph_ _a6-h _a6-i">Dave</div><div class="_2ph_ _a6-p">hello</div></div></body></html>'
    )
    with pytest.raises(SourceProblem, match="web pages") as refused:
        read(path, kind="messenger")
    assert "JSON" in refused.value.next_step


def test_what_messages_can_carry(tmp_path: Path) -> None:
    base = {"sender_name": "Dave", "timestamp_ms": 1_700_000_000_000}
    records = read(
        write(tmp_path, {
            "participants": [{"name": "A"}, {"name": "B"}, {"name": "C"}],
            "messages": [
                {**base, "content": "call", "call_duration": 12},
                {**base, "is_unsent": True},
                {**base, "photos": [{"uri": "messages/inbox/x/photos/1.jpg"}]},
                {**base, "content": "look", "share": {"link": "https://example.org/a"}},
                {**base, "type": "Subscribe", "content": "Dave joined"},
                {"sender_name": "Dave", "content": "no time at all"},
                "not a message",
            ],
            "title": mangled("Bücher & Käse"),
            "thread_path": "inbox/books_Z",
        })
    )  # fmt: skip
    assert [(message.kind, message.body) for message in messages(records)] == [
        ("system", "Dave joined"),
        ("text", "look\nhttps://example.org/a"),
        ("media", ""),
        ("deleted", ""),
        ("call", "call, 12 s"),
    ]
    assert (chats_of(records)[0].title, chats_of(records)[0].kind) == ("Bücher & Käse", "group")
    assert [problem.locator for problem in problems(records)] == ["message 7", "message 6"]


@pytest.mark.parametrize(
    ("more", "body"),
    [
        ({"type": "Call", "call_duration": 0, "missed": True}, "missed call"),
        ({"type": "Call", "call_duration": 0}, "call"),
        ({"call_duration": 5, "content": "Dave called you."}, "Dave called you.\ncall, 5 s"),
        ({"call_duration": 0, "content": "The video chat ended."}, "The video chat ended."),
        ({"call_duration": 0, "missed": True, "content": "You missed a call from Dave."},
         "You missed a call from Dave.\nmissed call"),
        ({"share": {"share_text": "the pier", "link": "https://example.org/p", "original_content_owner": "ida"}},
         "the pier\nhttps://example.org/p\nshared from ida"),
        ({"poll": {"question": mangled("Wann, Käpt'n?"), "options": [{"option": "Fri", "votes": ["Ann"]}, "Sat"]}},
         "Wann, Käpt'n?\n- Fri (1 vote)\n- Sat"),
        ({"type": "Subscribe", "users": [{"name": "Ann"}, {"name": "Ben"}]}, "subscribe: Ann, Ben"),
    ],
)  # fmt: skip
def test_calls_shares_and_polls_in_words(tmp_path: Path, more: dict[str, object], body: str) -> None:
    content = {"participants": [], "messages": [{"sender_name": "Dave", "timestamp_ms": 1_700_000_000_000, **more}]}
    (found,) = messages(read(write(tmp_path, content), kind="messenger"))
    assert found.body == body


def test_times_in_seconds(tmp_path: Path) -> None:
    content = {"messages": [{"sender_name": "Dave", "timestamp": 1_500_000_000, "content": "old"}], "title": "Dave"}
    path = tmp_path / "message.json"
    path.write_text(json.dumps(content))
    assert rows(messages(read(path, kind="messenger"))) == [("2017-07-14 02:40:00", "Dave", "old")]


def test_instagrams_older_download(tmp_path: Path) -> None:
    when = "2019-03-02T14:1{}:08.5+00:00"
    path = tmp_path / "messages.json"
    path.write_text(json.dumps([
        {"participants": ["ida", "nils"], "conversation": [
            {"sender": "nils", "created_at": when.format(3), "video_call_action": "Video chat ended"},
            {"sender": "nils", "created_at": when.format(2), "media_share_caption": "the pier",
             "media_share_url": "https://example.org/p", "likes": [{"username": "ida"}]},
            {"sender": "ida", "created_at": when.format(1), "story_share": "Shared nils's story", "text": "nice"},
            {"sender": "ida", "text": "no time"},
        ]},
        {"participants": ["ida", "nils", "vera"], "conversation": [
            {"sender": "vera", "created_at": when.format(0), "voice_media": "https://example.org/v.mp4"},
        ]},
    ]))  # fmt: skip
    records = read(path, kind="messenger")
    assert [(chat.title, chat.kind) for chat in chats_of(records)] == [
        ("ida, nils", "direct"),
        ("ida, nils, vera", "group"),
    ]
    assert [(message.kind, message.body) for message in messages(records)] == [
        ("text", "nice\nShared nils's story"),
        ("text", "the pier\nhttps://example.org/p"),
        ("call", "Video chat ended"),
        ("media", ""),
    ]
    assert utc(messages(records)[0].time) == "2019-03-02 14:11:08"
    assert messages(records)[1].reactions == (Reaction("❤", ("ida",)),)
    assert [problem.locator for problem in problems(records)] == ["message 4"]


def test_nesting_without_end_is_broken_json(tmp_path: Path) -> None:
    deep = '{"messages": [' + '{"a":' * 200_000
    with pytest.raises(SourceProblem, match="not valid JSON"):
        read(write(tmp_path, deep))


@given(st.text())
def test_mangled_text_is_repaired(text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        return
    assert repaired(mangled(text)) == text or text.isascii()


@given(st.text(alphabet="aäöüß éèñ漢字🤓ÃÂ©"))
def test_repairing_never_fails_and_leaves_text_that_was_well_alone(text: str) -> None:
    if any(ord(character) > 255 for character in text):
        assert repaired(text) == text
    else:
        repaired(text)
