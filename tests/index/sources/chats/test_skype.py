"""Skype: order, handles, markup, quotes, files, calls, the app's own lines, broken exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceProblem
from index.index import Index
from index.sources.chats.skype_text import readable
from index.types.records import Attachment, Reaction
from index.types.search import Query
from tests.index.sources.reading import CONTEXT, chats_of, messages, name, problems, read, utc

ME, ANN = "8:live:me.example", "8:live:ann"


def message(content: str, at: int = 1, who: str = ANN, kind: str = "RichText", **fields: Any) -> dict[str, Any]:
    return {
        "id": f"15850000{at:05}",
        "displayName": "Ann Example" if who == ANN else None,
        "originalarrivaltime": f"2020-05-01T12:{at:02}:00.123Z",
        "messagetype": kind,
        "version": 1585000000000,
        "content": content,
        "conversationid": ANN,
        "from": who,
        "properties": None,
        "amsreferences": None,
    } | fields


def chat(*found: object, native: str = ANN, title: str | None = "Ann Example", **fields: Any) -> dict[str, Any]:
    about = {"conversationblocked": False, "lastimreceivedtime": "2020-05-02T08:00:00.000Z"}
    return {
        "id": native, "displayName": title, "version": 1, "properties": about, "threadProperties": None,
        "MessageList": list(found),
    } | fields  # fmt: skip


def write(folder: Path, *chats: object, owner: str = ME) -> Path:
    path = folder / "messages.json"
    found = {"userId": owner, "exportDate": "2020-06-01T10:00", "conversations": list(chats)}
    path.write_text(json.dumps(found))
    return path


def test_newest_first_becomes_oldest_first(tmp_path: Path) -> None:
    path = write(tmp_path, chat(message("fine, you?", 2, ME), message("How are you?", 1)))
    records = read(path, kind="skype")
    assert [(one.native_id, one.title, one.kind) for one in chats_of(records)] == [(ANN, "Ann Example", "direct")]
    found = messages(records)
    assert [(utc(one.time), name(one), one.body, one.native_id) for one in found] == [
        ("2020-05-01 12:01:00", "Ann Example", "How are you?", "1585000000001"),
        ("2020-05-01 12:02:00", "live:me.example", "fine, you?", "1585000000002"),
    ]
    senders = [one.sender for one in found if one.sender]
    assert [(sender.kind, sender.value, sender.is_me) for sender in senders] == [
        ("skype", "live:ann", False),
        ("skype", "live:me.example", True),
    ]


def test_several_chats_and_a_group(tmp_path: Path) -> None:
    about = {"membercount": 3, "members": json.dumps([ME, ANN, "8:ben.b"]), "topic": "Climbing"}
    path = write(
        tmp_path,
        chat(message("private")),
        chat(message("to all"), native="19:abc@thread.skype", title=None, threadProperties=about),
        chat(native="8:nobody", title="Nobody"),
        chat(message("hi"), native="19:def@thread.skype", title=None, threadProperties={"members": about["members"]}),
        chat(message("from a phone", who="4:+4915112345678"), native="4:+4915112345678", title=None),
    )
    records = read(path)
    assert [(one.title, one.kind) for one in chats_of(records)] == [
        ("Ann Example", "direct"),
        ("Climbing", "group"),
        ("Ann Example, ben.b", "group"),
        ("+4915112345678", "direct"),
    ]
    last = messages(records)[-1].sender
    assert last is not None
    assert (last.kind, last.value) == ("phone", "+4915112345678")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("it&apos;s 5 &lt; 6 &amp; fine", "it's 5 < 6 & fine"),
        ('<b raw_pre="*" raw_post="*">bold</b> and <i>slanted</i>', "bold and slanted"),
        ('good <ss type="smile">:)</ss>', "good :)"),
        ('<at id="8:live:ann">Ann</at> come', "Ann come"),
        ('see <a href="https://example.org/x">https://example.org/x</a>', "see https://example.org/x"),
        ('see <a href="https://example.org/x">the page</a>', "see the page (https://example.org/x)"),
        ('changed<e_m ts="1585000000" ts_ms="1585000000000" a="live:ann" t="61"></e_m>', "changed"),
        ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_markup_becomes_what_is_seen(content: str, text: str) -> None:
    assert readable(content) == text


def test_answers_leave_out_what_they_quote(tmp_path: Path) -> None:
    answer = (
        f'<quote author="live:ann" authorname="Ann" timestamp="1585000000" conversation="{ANN}" '
        'messageid="1585000000001" cuid="1"><legacyquote>[12:01] Ann: </legacyquote>How are you?'
        "<legacyquote>\n\n&lt;&lt;&lt; </legacyquote></quote>fine"
    )
    passed_on = '<quote author="x"><legacyquote>[1] x: </legacyquote>old words<legacyquote>&lt;</legacyquote></quote>'
    path = write(tmp_path, chat(message(passed_on, 3), message(answer, 2, ME), message("How are you?")))
    assert [(one.body, one.reply_to) for one in messages(read(path))] == [
        ("How are you?", None),
        ("fine", "1585000000001"),
        ("old words", None),
    ]


def test_files(tmp_path: Path) -> None:
    picture = (
        '<URIObject type="Picture.1" uri="https://api.asm.skype.com/v1/objects/0-x" url_thumbnail="https://x/y">'
        'To view this shared photo, go to: <a href="https://login.skype.com/x">https://login.skype.com/x</a>'
        '<OriginalName v="../beach.jpg"></OriginalName><FileSize v="1234"></FileSize>'
        '<meta type="photo" originalName="beach.jpg"/></URIObject>'
    )
    other = picture.replace("Picture.1", "File.1").replace("../beach.jpg", "plan.pdf")
    path = write(
        tmp_path,
        chat(
            message('<URIObject type="Audio.1"><Title/></URIObject>', 3, kind="RichText/Media_AudioMsg"),
            message(other, 2, kind="RichText/Media_GenericFile"),
            message(picture, 1, kind="RichText/UriObject"),
        ),
    )
    assert [(one.kind, one.body, one.attachments) for one in messages(read(path))] == [
        ("media", "", (Attachment("../beach.jpg", "image/jpeg"),)),
        ("media", "", (Attachment("plan.pdf"),)),
        ("media", "", (Attachment("audio", "audio/mpeg"),)),
    ]


def test_calls_and_lines_of_the_app(tmp_path: Path) -> None:
    ended = (
        '<partlist type="ended" alt="" callId="1"><part identity="live:ann"><name>Ann</name>'
        "<duration>63.5</duration></part><part identity='me'><name>Me</name><duration>61</duration></part></partlist>"
    )
    added = f"<addmember><eventtime>1</eventtime><initiator>{ME}</initiator><target>{ANN}</target></addmember>"
    topic = f"<topicupdate><initiator>{ME}</initiator><value>Climbing &amp; co</value></topicupdate>"
    path = write(
        tmp_path,
        chat(
            message("Welcome to Skype", 6, kind="Notice"),
            message("<x/>", 5, kind="ThreadActivity/E2EEHandshakeInvite"),
            message(topic, 4, kind="ThreadActivity/TopicUpdate"),
            message(added, 3, kind="ThreadActivity/AddMember"),
            message('<partlist type="missed" alt=""></partlist>', 2, kind="Event/Call"),
            message(ended, 1, kind="Event/Call"),
        ),
    )
    assert [(one.kind, one.body) for one in messages(read(path))] == [
        ("call", "call, 64 s"),
        ("call", "missed call"),
        ("system", "added Ann Example to the chat"),
        ("system", "named the chat “Climbing & co”"),
        ("system", "asked for an encrypted chat"),
        ("system", "Welcome to Skype"),
    ]


def test_reactions_edits_and_what_was_deleted(tmp_path: Path) -> None:
    emotions = [{"key": "heart", "users": [{"mri": ANN, "time": 1}]}, {"key": "rock", "users": [{"mri": ME}]}]
    path = write(
        tmp_path,
        chat(
            message("", 4, properties={"deletetime": "1585000000000"}),
            message("as text", 3, properties={"emotions": json.dumps(emotions[:1])}),
            message('better<e_m a="x" ts="1"></e_m>', 2, properties={"edittime": "1585"}),
            message("nice", 1, properties={"emotions": emotions}),
        ),
    )
    found = messages(read(path))
    assert [(one.kind, one.body, one.edited) for one in found] == [
        ("text", "nice", False),
        ("text", "better", True),
        ("text", "as text", False),
        ("deleted", "", False),
    ]
    assert found[0].reactions == (Reaction("❤️", ("Ann Example",)), Reaction("(rock)", ("live:me.example",)))
    assert found[2].reactions == (Reaction("❤️", ("Ann Example",)),)


def test_broken_messages_cost_themselves(tmp_path: Path) -> None:
    path = write(tmp_path, chat(message("two", 3), {"id": "x"}, "no message", message("one", 1)))
    records = read(path)
    assert [one.body for one in messages(records)] == ["one", "two"]
    assert sorted(problem.locator for problem in problems(records)) == ["message 2", "message 3"]


def test_an_export_that_breaks_off(tmp_path: Path) -> None:
    path = write(tmp_path, chat(message("two", 2), message("one", 1)))
    path.write_text(path.read_text()[:-60])
    records = read(path)
    assert [one.body for one in messages(records)] == ["two"]
    assert len(problems(records)) == 1
    path.write_text('{"userId": "8:x", "exportDate": "2020", "conversations": [{"id": ')
    with pytest.raises(SourceProblem, match="not valid JSON"):
        read(path)


def test_an_account_without_chats(tmp_path: Path) -> None:
    with pytest.raises(SourceProblem, match="no chats"):
        read(write(tmp_path), kind="skype")


def test_hostile_markup_is_quick(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        chat(message("<quote>" * 50_000), message("</quote>" + "<quote " * 50_000), message("<legacyquote>" * 50_000),
             message("<a" * 100_000), message("<x " + "a" * 200_000 + ">")),
    )  # fmt: skip
    assert len(messages(read(path))) == 5


def test_it_is_found_after_adding(index: Index, tmp_path: Path) -> None:
    path = write(tmp_path, chat(message("The train to Ghent leaves at noon")))
    list(index.add([path], embedder=None, context=CONTEXT))
    hits = index.search(Query("train Ghent")).hits
    assert [(hit.source, hit.chat, hit.sender) for hit in hits] == [("skype", "Ann Example", "Ann Example")]
