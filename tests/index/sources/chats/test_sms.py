"""SMS Backup & Restore: texts, picture messages, calls, and XML that is none."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceProblem
from index.sources.chats.sms import _Mended
from index.types.records import MessageRecord, Record
from tests.index.sources.reading import chats_of, messages, name, problems, read, utc

DATE = 'date="1709658000000"'
TOM = 'address="+49 170 1234567" contact_name="Tom Okafor"'


def backup(folder: Path, inside: str) -> Path:
    path = folder / "sms-20240305.xml"
    path.write_text(
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"1\">\n{inside}\n</smses>\n"
    )
    return path


def rows(records: list[Record]) -> list[tuple[str, str, str]]:
    return [(name(message), message.kind, message.body) for message in messages(records)]


def one(folder: Path, inside: str) -> MessageRecord:
    (found,) = messages(read(backup(folder, inside), kind="sms"))
    return found


def test_texts_in_and_out(tmp_path: Path) -> None:
    records = read(
        backup(
            tmp_path,
            f'<sms {TOM} {DATE} type="1" subject="null" body="are you &lt;there&gt;?&#10;Tom" />'
            f'<sms {TOM} {DATE} type="2" body="yes" />'
            f'<sms {TOM} {DATE} type="3" body="a draft" />'
            f'<sms address="INFO" contact_name="(Unknown)" {DATE} type="1" body="code 12" />',
        ),
        kind="sms",
    )
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("+491701234567", "Tom Okafor", "direct"),
        ("INFO", "INFO", "direct"),
    ]
    assert rows(records) == [
        ("Tom Okafor", "text", "are you <there>?\nTom"),
        ("me", "text", "yes"),
        ("INFO", "text", "code 12"),
    ]
    first, second, _ = messages(records)
    assert utc(first.time) == "2024-03-05 17:00:00"
    assert first.sender is not None
    assert (first.sender.kind, first.sender.value, first.sender.is_me) == ("phone", "+491701234567", False)
    assert second.sender is not None
    assert second.sender.is_me


def mms(box: str, sender: str, parts: str, people: str = TOM) -> str:
    return (
        f'<mms {people} {DATE} date_sent="1709658000" msg_box="{box}" sub="null"><parts>{parts}</parts><addrs>'
        f'<addr address="{sender}" type="137" /><addr address="+4915" type="151" /></addrs></mms>'
    )


def test_picture_messages(tmp_path: Path) -> None:
    parts = (
        '<part ct="application/smil" text="x" /><part ct="text/plain" text="the lake" />'
        '<part ct="image/jpeg" cl="lake.jpg" name="null" data="AAAA" />'
    )
    found = one(tmp_path, mms("1", "+491701234567", parts))
    assert (name(found), found.body) == ("Tom Okafor", "the lake")
    assert [(file.name, file.mime, file.missing) for file in found.attachments] == [("lake.jpg", "image/jpeg", False)]
    only_picture = one(tmp_path, mms("1", "null", '<part ct="image/png" cl="null" name="null" />'))
    assert (only_picture.kind, only_picture.body) == ("media", "")
    assert [(file.name, file.missing) for file in only_picture.attachments] == [("image/png", True)]


def test_the_box_is_believed_rather_than_the_sender(tmp_path: Path) -> None:
    found = one(tmp_path, mms("2", "+491701234567", '<part ct="text/plain" text="mine" />'))
    assert found.sender is not None
    assert found.sender.is_me


def test_a_group(tmp_path: Path) -> None:
    people = 'address="+491~+492" contact_name="Ann, Ben"'
    records = read(backup(tmp_path, mms("1", "+492", '<part ct="text/plain" text="hi" />', people)))
    assert [(chat.native_id, chat.kind) for chat in chats_of(records)] == [("+491~+492", "group")]
    assert rows(records) == [("Ben", "text", "hi")]


def test_calls(tmp_path: Path) -> None:
    path = tmp_path / "calls.xml"
    path.write_text(
        f'<calls count="2"><call number="+491" duration="77" {DATE} type="2" contact_name="Ann" />'
        f'<call number="+491" duration="0" {DATE} type="3" contact_name="Ann" /></calls>'
    )
    assert rows(read(path, kind="sms")) == [("me", "call", "outgoing call, 77 s"), ("Ann", "call", "missed call")]


def test_a_message_without_a_time_keeps_its_words_and_is_told(tmp_path: Path) -> None:
    records = read(backup(tmp_path, f'<sms {TOM} type="1" body="no date" /><sms {TOM} {DATE} type="1" body="kept" />'))
    assert [(message.body, message.time is None) for message in messages(records)] == [
        ("no date", True),
        ("kept", False),
    ]
    assert [problem.reason for problem in problems(records)] == ["no time stands by 1 of its messages"]
    sent = one(tmp_path, f'<sms {TOM} date="0" date_sent="1709658000000" type="1" body="sent" />')
    assert utc(sent.time) == "2024-03-05 17:00:00"


def envelope(sender: str, *receivers: str, box: str = "1", text: str = "hi") -> str:
    addresses = "".join(f'<addr address="{number}" type="151" />' for number in receivers)
    return (
        f'<mms {DATE} msg_box="{box}"><parts><part ct="text/plain" text="{text}" /></parts>'
        f'<addrs><addr address="{sender}" type="137" />{addresses}</addrs></mms>'
    )


def test_a_picture_message_without_an_address_has_its_people_on_its_envelope(tmp_path: Path) -> None:
    records = read(
        backup(
            tmp_path,
            # What comes to one number alone came to the owner's (+490), who is no part of the group's name then.
            envelope("+491", "+490")
            + envelope("+491", "+490", "+492")
            + envelope("insert-address-token", "+492", box="2"),
        )
    )
    assert [(chat.native_id, chat.kind) for chat in chats_of(records)] == [
        ("+491", "direct"),
        ("+491~+492", "group"),
        ("+492", "direct"),
    ]
    assert [message.sender and (message.sender.value, message.sender.is_me) for message in messages(records)] == [
        ("+491", False),
        ("+491", False),
        ("self", True),
    ]
    assert problems(records) == []


def test_messages_of_nobody_are_kept(tmp_path: Path) -> None:
    found = one(tmp_path, f'<mms {DATE} msg_box="1"><parts><part ct="text/plain" data="aGVsbG8=" /></parts></mms>')
    assert (name(found), found.body) == ("Unknown", "hello")
    assert one(tmp_path, f'<sms {DATE} type="1" body="hello" />').body == "hello"


def test_a_backup_that_breaks_off(tmp_path: Path) -> None:
    path = backup(tmp_path, f'<sms {TOM} {DATE} type="1" body="kept" /><sms {TOM} {DATE} type="1" body="lost" />')
    whole = path.read_text()
    path.write_text(whole[: whole.index("lost")])
    records = read(path)
    assert [message.body for message in messages(records)] == ["kept"]
    assert len(problems(records)) == 1
    path.write_text("<smses count='2'><sms ")
    with pytest.raises(SourceProblem, match="not valid XML"):
        read(path)


def test_emoji_written_in_halves(tmp_path: Path) -> None:
    found = one(tmp_path, f'<sms {TOM} {DATE} type="1" body="a &#55357;&#56396;&#55357; b &#0; &#x1F600;&amp;" />')
    assert found.body == "a 👌\ufffd b \ufffd 😀&"


class _Dripping(io.BytesIO):
    """Gives a few bytes at a time, as many as it is told when made."""

    def __init__(self, content: bytes, step: int) -> None:
        super().__init__(content)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._step)


def mended(content: bytes, step: int) -> bytes:
    stream, out = _Mended(_Dripping(content, step)), b""
    while block := stream.read(1 << 16):
        out += block
    return out


@given(st.text(alphabet="a &#;", max_size=20), st.lists(st.sampled_from("👌😀é&x"), max_size=8), st.integers(1, 40))
def test_halves_are_joined_wherever_a_block_ends(before: str, signs: list[str], step: int) -> None:
    halves = "".join(
        f"&#{int.from_bytes(pair, 'little')};"
        for sign in signs
        for encoded in [sign.encode("utf-16-le")]
        for pair in (encoded[at : at + 2] for at in range(0, len(encoded), 2))
    )
    content = f"{before}<{halves}>".encode()
    assert mended(content, step) == mended(content, 1 << 16)
    assert mended(content, step).endswith("".join(f"&#{ord(sign)};" for sign in signs).encode() + b">")


def test_lines_of_json(tmp_path: Path) -> None:
    received = {
        "_id": "1",
        "address": "+491",
        "date": "1709658000000",
        "type": "1",
        "body": "hi",
        "__display_name": "Tom",
    }
    sent = {**received, "_id": "2", "type": "2", "body": "yes", "date": "1709658001000"}
    picture = {
        "date": "1709658002", "msg_box": "1", "sub": None,
        "__parts": [
            {"ct": "application/smil", "text": "x"},
            {"ct": "text/plain", "text": "the lake"},
            {"ct": "image/jpeg", "_data": "/data/app_parts/PART_1.jpg", "cl": "lake.jpg"},
        ],
        "__sender_address": {"address": "+492", "type": "137"},
        "__recipient_addresses": [{"address": "+490", "type": "151"}],
    }  # fmt: skip
    path = tmp_path / "messages.ndjson"
    path.write_text("\n".join(json.dumps(line) for line in (received, sent, picture)) + "\n[1]\n{\n")
    records = read(path, kind="sms")
    assert rows(records) == [("Tom", "text", "hi"), ("me", "text", "yes"), ("+492", "text", "the lake")]
    assert [utc(message.time) for message in messages(records)][::2] == ["2024-03-05 17:00:00", "2024-03-05 17:00:02"]
    assert [(file.name, file.missing) for file in messages(records)[2].attachments] == [("lake.jpg", False)]
    assert [problem.locator for problem in problems(records)] == ["line 4", "line 5"]


def test_calls_in_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "calls.ndjson"
    path.write_text(
        json.dumps({"number": "+491", "date": "1709658000000", "duration": "61", "type": "2", "name": "Tom"})
    )
    assert rows(read(path, kind="sms")) == [("me", "call", "outgoing call, 61 s")]


def test_other_roots_and_times_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "all.xml"
    path.write_text('<allsms count="1"><sms address="+491" date="1709658000" type="1" body="hi" /></allsms>')
    (found,) = messages(read(path, kind="sms"))
    assert (found.body, utc(found.time)) == ("hi", "2024-03-05 17:00:00")
