"""Google Voice: texts, groups, pictures, calls and voicemail; pages that are cut short or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.index import Index
from index.types.records import Attachment
from index.types.search import Query
from tests.index.sources.reading import CONTEXT, chats_of, messages, problems, read, utc

PAGE = """<?xml version="1.0" ?>
<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'>
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta content="text/html; charset=UTF-8" />
<title>{title}</title><style type="text/css">.message {{ margin: 1px }}</style></head>
<body>{body}
<div class="tags">Labels:<a rel="tag" href="http://www.google.com/voice#{label}">Label</a>,
<a rel="tag" href="http://www.google.com/voice#inbox">Inbox</a></div>
<div class="deletedStatusContainer">User Deleted: False</div></body></html>
"""


def who(number: str, name: str) -> str:
    shown = '<abbr class="fn" title="">Me</abbr>' if name == "Me" else f'<span class="fn">{name}</span>'
    return f'<cite class="sender vcard"><a class="tel" href="tel:{number}">{shown}</a></cite>'


def text(number: str, name: str, body: str, at: str = "2023-09-01T19:29:20.270-07:00", more: str = "") -> str:
    return (
        f'<div class="message"><abbr class="dt" title="{at}">Sep 1, 2023, 7:29:20&#8239;PM Pacific Time</abbr>:\n'
        f"{who(number, name)}:\n<q>{body}</q>{more}</div>\n"
    )


def texts(folder: Path, *found: str, title: str = "Susie Glow", people: str = "") -> Path:
    path = folder / f"{title} - Text - 2023-09-02T02_29_20Z.html"
    body = f'<div class="hChatLog hfeed">{people}{"".join(found)}</div>'
    path.write_text(PAGE.format(title=title, body=body, label="sms"), encoding="utf-8")
    return path


def call(folder: Path, title: str, label: str, number: str = "+18885554321", name: str = "Susie Glow",
         more: str = "", duration: str = "PT2M27S") -> Path:  # fmt: skip
    verb = title.removesuffix(name).strip()
    body = (
        f'<div class="haudio"><span class="album">Call Log for </span><span class="fn">{title}</span>\n'
        f'<div class="contributor vcard">{verb} <a class="tel" href="tel:{number}"><span class="fn">{name}</span></a>'
        f'</div>\n<abbr class="published" title="2021-06-07T14:10:27.000-07:00">Jun 7, 2021</abbr><br />{more}'
        f'<abbr class="duration" title="{duration}">(00:02:27)</abbr>'
    )
    path = folder / f"{name} - {label} - 2021-06-07T21_10_27Z.html"
    page = PAGE.format(title=title, body=body, label=label).replace("</body>", "</div></body>")
    path.write_text(page, encoding="utf-8")
    return path


def test_texts_of_two(tmp_path: Path) -> None:
    path = texts(
        tmp_path,
        text("+18885554321", "Susie Glow", "What&#39;s your favorite color?<br>Mine is blue"),
        text("+441234567890", "Me", "Oh, I cannot decide", "2023-09-01T20:27:36.727-07:00"),
    )
    records = read(path, kind="google-voice")
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("+18885554321", "Susie Glow", "direct")
    ]
    found = messages(records)
    assert [(utc(one.time), one.body, one.kind) for one in found] == [
        ("2023-09-02 02:29:20", "What's your favorite color?\nMine is blue", "text"),
        ("2023-09-02 03:27:36", "Oh, I cannot decide", "text"),
    ]
    assert found[0].time is not None
    assert found[0].time.offset_s == -7 * 3600
    senders = [one.sender for one in found if one.sender]
    assert [(sender.kind, sender.value, sender.name, sender.is_me) for sender in senders] == [
        ("phone", "+18885554321", "Susie Glow", False),
        ("google-voice", "self", "me", True),
    ]


def test_a_group_with_a_picture_and_a_card(tmp_path: Path) -> None:
    people = (
        '<div class="participants">Group conversation with:'
        f"{who('+18885551234', 'Joe Blow')}, {who('+18885554321', 'Susie Glow')}</div>"
    )
    picture = '<div><img src="Group Conversation - 2023-10-01T15_30_41Z-2-1" alt="Image MMS Attachment" /></div>'
    card = '<div><a class="vcard" href="../../x/card.vcf">Contact card attachment</a></div>'
    path = texts(
        tmp_path,
        text("+18885554321", "Susie Glow", "Do you like my hat?"),
        text("+441234567890", "Me", "MMS Sent", more=picture),
        text("+18885551234", "Joe Blow", "Call her", more=card),
        title="Group Conversation",
        people=people,
    )
    records = read(path)
    assert [(chat.native_id, chat.title, chat.kind) for chat in chats_of(records)] == [
        ("+18885551234~+18885554321", "Joe Blow, Susie Glow", "group")
    ]
    found = messages(records)
    assert [(one.kind, one.body, one.attachments) for one in found] == [
        ("text", "Do you like my hat?", ()),
        ("media", "", (Attachment("Group Conversation - 2023-10-01T15_30_41Z-2-1", "image/jpeg"),)),
        ("text", "Call her", (Attachment("card.vcf", "text/vcard"),)),
    ]


def test_only_the_owner_wrote(tmp_path: Path) -> None:
    records = read(texts(tmp_path, text("+441234567890", "Me", "Anybody there?"), title="Me to Joe Blow"))
    assert [(chat.native_id, chat.title) for chat in chats_of(records)] == [("Joe Blow", "Joe Blow")]


@pytest.mark.parametrize(
    ("title", "label", "body", "mine"),
    [
        ("Placed call to Susie Glow", "placed", "outgoing call, 147 s", True),
        ("Received call from Susie Glow", "received", "incoming call, 147 s", False),
        ("Missed call from Susie Glow", "missed", "missed call, 147 s", False),
        ("Recorded call with Susie Glow", "recorded", "recorded call, 147 s", False),
    ],
)
def test_calls(tmp_path: Path, title: str, label: str, body: str, mine: bool) -> None:
    records = read(call(tmp_path, title, label), kind="google-voice")
    assert [(chat.native_id, chat.title) for chat in chats_of(records)] == [("+18885554321", "Susie Glow")]
    (found,) = messages(records)
    assert (found.kind, found.body, utc(found.time)) == ("call", body, "2021-06-07 21:10:27")
    assert found.sender is not None
    assert found.sender.is_me == mine


def test_a_call_of_an_unknown_number(tmp_path: Path) -> None:
    records = read(call(tmp_path, "Missed call from ", "missed", number="+17738446228", name="", duration=""))
    assert [(chat.native_id, chat.title) for chat in chats_of(records)] == [("+17738446228", "+17738446228")]
    (found,) = messages(records)
    assert found.body == "missed call"


def test_voicemail_with_and_without_a_transcript(tmp_path: Path) -> None:
    said = (
        '<span class="description">Transcript:<span class="full-text">Hi, the keys are under the mat.</span></span>'
        '<audio controls="controls" src="Susie Glow - Voicemail.mp3"><a rel="enclosure" href="x.mp3">Audio</a></audio>'
    )
    (found,) = messages(read(call(tmp_path, "Voicemail from Susie Glow", "voicemail", more=said)))
    assert (found.kind, found.body) == ("text", "Hi, the keys are under the mat.")
    assert found.attachments == (Attachment("Susie Glow - Voicemail.mp3", "audio/mpeg"),)
    silent = '<span class="full-text">Unable to transcribe this message.</span>'
    (found,) = messages(read(call(tmp_path, "Voicemail from Susie Glow", "voicemail", more=silent, duration="PT22S")))
    assert (found.kind, found.body) == ("call", "voicemail, 22 s")


def test_markup_in_a_text_stays_text(tmp_path: Path) -> None:
    path = texts(tmp_path, text("+18885554321", "Susie Glow", "1 &lt; 2 &amp; &lt;script&gt;x&lt;/script&gt; \x1b[31m"))
    (found,) = messages(read(path))
    assert found.body == "1 < 2 & <script>x</script> \x1b[31m"


def test_a_broken_time_costs_its_text(tmp_path: Path) -> None:
    path = texts(
        tmp_path,
        text("+18885554321", "Susie Glow", "one"),
        text("+18885554321", "Susie Glow", "two", at="last Tuesday"),
        text("+18885554321", "Susie Glow", "three"),
    )
    records = read(path)
    assert [one.body for one in messages(records)] == ["one", "three"]
    assert [problem.locator for problem in problems(records)] == ["message 2"]


def test_a_page_that_is_cut_short(tmp_path: Path) -> None:
    path = texts(tmp_path, text("+18885554321", "Susie Glow", "one"), text("+18885554321", "Susie Glow", "two"))
    content = path.read_text()
    path.write_text(content[: content.index("<q>two") + 4])
    assert messages(read(path))[0].body == "one"


def test_a_page_without_texts(tmp_path: Path) -> None:
    path = texts(tmp_path, title="Nobody")
    with pytest.raises(SourceProblem, match="neither texts nor a call"):
        read(path, kind="google-voice")


def test_a_hostile_page_is_quick(tmp_path: Path) -> None:
    path = texts(tmp_path, text("+18885554321", "Susie Glow", "one" + "<" * 300_000 + "<a " * 100_000))
    assert len(messages(read(path))) == 1


def test_it_is_found_after_adding(index: Index, tmp_path: Path) -> None:
    path = texts(tmp_path, text("+18885554321", "Susie Glow", "The spare key hangs in the shed"))
    list(index.add([path], embedder=None, context=CONTEXT))
    hits = index.search(Query("spare key shed")).hits
    assert [(hit.source, hit.chat, hit.sender) for hit in hits] == [("google-voice", "Susie Glow", "Susie Glow")]
