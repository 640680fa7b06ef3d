"""Skype's export, and that of Teams for personal accounts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceProblem
from index.types import Attachment, Reaction, Sender
from tests.index.sources.reading import conversations, messages, problems, read

ME, MAYA = "8:live:alex.m", "8:live:.cid.77ab"


def message(number: int, content: str, sender: str = MAYA, **more: Any) -> dict[str, Any]:
    return {
        "id": str(1_700_000_000_000 + number),
        "displayName": None if sender == ME else "Maya L.",
        "originalarrivaltime": f"2024-01-15T10:{number:02}:00.5170000Z",
        "messagetype": "RichText",
        "version": 1_700_000_000_000 + number,
        "content": content,
        "conversationid": MAYA,
        "from": sender,
        "properties": None,
        "amsreferences": None,
        **more,
    }


def chat(*found: Any, native: str = MAYA, name: str | None = "Maya L.", **more: Any) -> dict[str, Any]:
    # Newest first, as Skype writes them.
    listed = list(reversed(found))
    return {"id": native, "displayName": name, "version": 1, "threadProperties": None, **more, "MessageList": listed}


def export(folder: Path, *chats: dict[str, Any]) -> Path:
    path = folder / "messages.json"
    path.write_text(json.dumps({"userId": ME, "exportDate": "2024-02-01T12:00", "conversations": chats}))
    return path


def test_a_chat_comes_oldest_first_with_who_wrote_what(tmp_path: Path) -> None:
    records = read(export(tmp_path, chat(message(1, "Coming on Friday?"), message(2, "yes!", ME))), kind="skype")
    (conversation,) = conversations(records)
    assert (conversation.native_id, conversation.title, conversation.kind) == (MAYA, "Maya L.", "direct")
    first, second = messages(records)
    assert (first.body, first.native_id) == ("Coming on Friday?", "1700000000001")
    assert first.sender == Sender("skype", MAYA, "Maya L.")
    assert first.time is not None
    assert first.time.utc_ms == 1_705_312_860_517
    assert first.time.origin == "epoch"
    assert second.sender == Sender("skype", ME, "alex.m", is_me=True)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("it&apos;s &lt;fine&gt; &amp; good", "it's <fine> & good"),
        ('see <a href="https://example.org/x">the plan</a>', "see the plan"),
        ("two\r\nlines", "two\nlines"),
        ('<ss type="smile">:)</ss> ok', ":) ok"),
        ('<at id="8:live:tom">Tom</at> look', "Tom look"),
        ('<b raw_pre="*" raw_post="*">really</b>', "really"),
        ("a < b and no markup", "a < b and no markup"),
    ],
)
def test_markup_is_taken_off(tmp_path: Path, content: str, body: str) -> None:
    assert messages(read(export(tmp_path, chat(message(1, content)))))[0].body == body


def test_an_answer_names_what_it_answers_and_holds_only_what_was_written(tmp_path: Path) -> None:
    quote = (
        '<quote author="live:alex.m" authorname="Alex" timestamp="1700000000" conversation="8:x" '
        'messageid="1700000000001" cuid="5"><legacyquote>[10:01] Alex: </legacyquote>Which van?'
        "<legacyquote>\n\n&lt;&lt;&lt; </legacyquote></quote>The red one"
    )
    _, answer = messages(read(export(tmp_path, chat(message(1, "Which van?", ME), message(2, quote)))))
    assert (answer.body, answer.reply_to) == ("The red one", "1700000000001")


def test_edited_deleted_and_reacted(tmp_path: Path) -> None:
    edit = 'Friday<e_m a="live:x" ts_ms="1700000000000" ts="1700000000" t="61"></e_m>'
    emotions = [{"key": "heart", "users": [{"mri": ME, "time": 1, "value": "1"}]}, {"key": "like", "users": []}]
    edited, deleted, liked = messages(
        read(
            export(
                tmp_path,
                chat(
                    message(1, edit),
                    message(2, "", properties={"deletetime": "1700000000000"}),
                    message(3, "done", properties={"emotions": json.dumps(emotions)}),
                ),
            )
        )
    )
    assert (edited.body, edited.edited) == ("Friday", True)
    assert (deleted.kind, deleted.body) == ("deleted", "")
    assert liked.reactions == (Reaction("❤", ("alex.m",)),)


def test_files_calls_and_what_the_app_says(tmp_path: Path) -> None:
    picture = (
        '<URIObject type="Picture.1" uri="https://x/1" url_thumbnail="https://x/2">To view this shared photo, go to: '
        '<a href="https://x">https://x</a><OriginalName v="../../cabin.jpg"/><FileSize v="99"/></URIObject>'
    )
    ended = (
        '<partlist type="ended" callId="c"><part identity="8:live:alex.m"><name>Alex</name><duration>61.5</duration>'
        '</part><part identity="8:x"><name>Maya</name><duration>61</duration></part></partlist>'
    )
    added = (
        "<addmember><eventtime>1</eventtime><initiator>8:live:alex.m</initiator><target>8:live:tom</target></addmember>"
    )
    photo, call, missed, joined = messages(
        read(
            export(
                tmp_path,
                chat(
                    message(1, picture, messagetype="RichText/UriObject"),
                    message(2, ended, messagetype="Event/Call"),
                    message(3, '<partlist type="missed"></partlist>', messagetype="Event/Call"),
                    message(4, added, messagetype="ThreadActivity/AddMember"),
                ),
            )
        )
    )
    assert (photo.kind, photo.body, photo.attachments) == ("media", "", (Attachment("cabin.jpg", "image/jpeg"),))
    assert (call.kind, call.body) == ("call", "call, 61 s")
    assert missed.body == "missed call"
    assert (joined.kind, joined.body) == ("system", "add member: tom")


def test_a_group_has_its_topic_for_a_name(tmp_path: Path) -> None:
    group = chat(
        message(1, "hi"), native="19:ab@thread.skype", name=None, threadProperties={"topic": "Cabin", "membercount": 3}
    )
    (conversation,) = conversations(read(export(tmp_path, group)))
    assert (conversation.title, conversation.kind) == ("Cabin", "group")


def test_polls_places_and_contacts_say_what_they_hold(tmp_path: Path) -> None:
    poll = json.dumps({"question": "When?", "answers": [{"answer": "Friday"}, {"answer": "Monday"}]})
    place = '<location latitude="52" longitude="13" address="Uferweg 14, Birkensee">x</location>'
    card = '<contacts alt="x"><c t="s" s="live:tom" f="Tom Okafor"></c></contacts>'
    bodies = [
        found.body
        for found in messages(
            read(
                export(
                    tmp_path,
                    chat(
                        message(1, poll, messagetype="Poll"),
                        message(2, place, messagetype="RichText/Location"),
                        message(3, card, messagetype="RichText/Contacts"),
                    ),
                )
            )
        )
    ]
    assert bodies == ["When?\n- Friday\n- Monday", "Uferweg 14, Birkensee", "Tom Okafor"]


def test_a_broken_message_costs_itself(tmp_path: Path) -> None:
    bad = message(2, "x", originalarrivaltime="yesterday")
    records = read(export(tmp_path, chat(message(1, "one"), bad, "nonsense", message(3, "three"))))
    assert [found.body for found in messages(records)] == ["one", "three"]
    assert {problem.locator for problem in problems(records)} == {"message 1700000000002", "message 2"}


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = export(tmp_path, chat(message(1, "one"), message(2, "two")))
    whole = path.read_text()
    path.write_text(whole[: whole.index("one") - 30])
    records = read(path)
    assert [found.body for found in messages(records)] == ["two"]
    assert "breaks off" in problems(records)[-1].reason
    path.write_text(whole[: whole.index('"MessageList"') + 20])
    with pytest.raises(SourceProblem, match="not whole JSON"):
        read(path)


def test_an_export_without_conversations_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceProblem, match="no conversations"):
        read(export(tmp_path))
