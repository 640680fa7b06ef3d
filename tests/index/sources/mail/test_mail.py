"""Mail: single files and mbox, encodings, threads, and what of it the sender wrote."""

from __future__ import annotations

import base64
import email
import plistlib
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SourceProblem
from index.sources.detect import detect
from index.sources.mail.mail import Mail, _content, decoded_words
from index.sources.mail.text import own_words, unflowed
from index.types.records import DocumentPart, DocumentRecord, MessageRecord, Record
from tests.index.sources.reading import CONTEXT, chats_of, messages, name, only, problems, read, sample, utc, wall

PLAIN = """\
From: Maya Lindqvist <maya@example.org>
To: tom@example.org
Subject: The cabin
Date: Fri, 06 Nov 2026 19:41:00 +0100
Message-ID: <1@example.org>

Shall we book it?
"""
ANSWER = """\
From: Tom Okafor <Tom@Example.org>
To: maya@example.org
Subject: Re: The cabin
Date: Sat, 07 Nov 2026 08:00:00 +0000
Message-ID: <2@example.org>
In-Reply-To: <1@example.org>
References: <1@example.org>

Yes, please.

On Fri, Nov 6, 2026 at 7:41 PM Maya Lindqvist
<maya@example.org> wrote:

> Shall we book it?

--{space}
Tom Okafor
Carpenter
""".format(space=" ")


def write(folder: Path, content: str | bytes, name: str = "mail.eml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one(folder: Path, content: str | bytes) -> MessageRecord:
    (message,) = messages(read(write(folder, content), kind="email"))
    return message


def test_a_plain_sample() -> None:
    records = read(sample("email", "mikel-mail", "basic_email.eml"), kind="email")
    (message,) = messages(records)
    assert [(chat.title, chat.kind) for chat in chats_of(records)] == [("Testing 123", "mail")]
    assert message.native_id == "6B7EC235-5B17-4CA8-B2B8-39290DEB43A3@test.lindsaar.net"
    assert message.sender is not None
    assert (message.sender.kind, message.sender.value, message.sender.name) == (
        "email",
        "test@lindsaar.net",
        "Mikel Lindsaar",
    )
    assert (wall(message.time), utc(message.time)) == ("2008-11-22 15:04:59", "2008-11-22 04:04:59")
    assert message.body == "Testing 123\n\nPlain email.\n\nHope it works well!\n\nMikel"


def test_a_japanese_sample() -> None:
    records = read(sample("email", "mikel-mail", "japanese_iso_2022.eml"), kind="email")
    (message,) = messages(records)
    assert chats_of(records)[0].title == "まみむめも"
    assert message.body == "まみむめも\n\nすみません。"
    assert message.time is None


def test_an_answer_is_in_the_thread_and_only_its_own_words(tmp_path: Path) -> None:
    first, second = one(tmp_path, PLAIN), one(tmp_path, ANSWER)
    assert first.chat == second.chat == "1@example.org"
    assert (first.body, second.body) == ("The cabin\n\nShall we book it?", "Yes, please.")
    assert second.reply_to == first.native_id
    assert second.sender is not None
    assert second.sender.value == "tom@example.org"


def mbox(*mails: str) -> str:
    return "".join(f"From x@example.org Fri Nov  6 19:41:00 2026\n{mail}\n" for mail in mails)


def test_mbox_is_split_where_messages_begin(tmp_path: Path) -> None:
    tricky = PLAIN.replace("<1@", "<3@").replace(
        "Shall we book it?",
        "Dear Tom,\n\nFrom now on I write first.\n\nFrom Berlin at 12:00 in 2026\nit is far.\n\n"
        ">From the hill\n>>From there",
    )
    records = read(write(tmp_path, mbox(PLAIN, ANSWER, tricky), "Inbox"), kind="email")
    assert [message.native_id for message in messages(records)] == ["1@example.org", "2@example.org", "3@example.org"]
    body = messages(records)[2].body
    assert "From now on I write first." in body
    assert "From Berlin at 12:00 in 2026\nit is far." in body
    assert body.endswith("From the hill")
    assert [chat.native_id for chat in chats_of(records)] == ["1@example.org", "3@example.org"]
    assert [message.locator for message in messages(records)] == ["message 1", "message 2", "message 3"]


def test_a_broken_mail_in_an_mbox_costs_itself(tmp_path: Path) -> None:
    # The second has no header at all; being split off needs one, so the bytes are wrong in the first's place.
    records = read(write(tmp_path, mbox(PLAIN, "X: 1\nFrom:\n\n", ANSWER), "Inbox"), kind="email")
    assert len(messages(records)) + len(problems(records)) == 3
    assert {"1@example.org", "2@example.org"} <= {message.native_id for message in messages(records)}


def test_an_emlx_file_ends_where_it_says(tmp_path: Path) -> None:
    content = f"{len(PLAIN.encode())}  \n{PLAIN}<?xml version='1.0'?><plist><dict/></plist>".encode()
    assert one(tmp_path, content).body == "The cabin\n\nShall we book it?"


def test_parts_and_attachments(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"] = "Jörg Müller <joerg@example.org>"
    mail["Subject"] = "Übergabe am Donnerstag"
    mail["Date"] = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    mail["Message-ID"] = "<5@example.org>"
    mail.set_content("Schlüssel liegt unter dem Topf. " * 5 + "\n")
    mail.add_alternative("<p>Schlüssel <b>HTML</b></p>", subtype="html")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="Übergabe.pdf")
    inner = EmailMessage()
    inner["Subject"] = "the attached one"
    inner.set_content("not his words")
    mail.add_attachment(inner)
    message = one(tmp_path, mail.as_bytes())
    assert name(message) == "Jörg Müller"
    assert message.body.startswith("Übergabe am Donnerstag\n\nSchlüssel liegt unter dem Topf.")
    assert "HTML" not in message.body
    assert "not his words" not in message.body
    assert [(attachment.name, attachment.mime) for attachment in message.attachments] == [
        ("Übergabe.pdf", "application/pdf"),
        ("the attached one", "message/rfc822"),
    ]


def test_mail_of_html_alone(tmp_path: Path) -> None:
    page = (
        "<style>p {}</style><p>Klingt <b>gut</b>!</p><div class=gmail_quote>Am Mo., 2. März schrieb Ann &lt;a@b.c&gt;:"
        "<blockquote class=gmail_quote>alt</blockquote></div>"
    )
    header = (
        "From: a@b.c\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nSubject: Re: x\nMIME-Version: 1.0\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    )
    assert one(tmp_path, header + base64.encodebytes(page.encode()).decode()).body == "Klingt gut!"


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("iso-8859-1", "Grüße – bis dann".encode("cp1252")),
        ("utf-8", "Grüße – bis dann".encode("cp1252")),
        ("us-ascii", "Grüße – bis dann".encode()),
        ("x-unknown", "Grüße – bis dann".encode()),
        ("utf-16", "Grüße – bis dann".encode("utf-16")),
    ],
)
def test_encodings_that_are_named_wrongly(tmp_path: Path, charset: str, content: bytes) -> None:
    header = f"From: a@b.c\nTo: d@e.f\nSubject: Re: x\nContent-Type: text/plain; charset={charset}\n"
    coded = f"{header}Content-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes(content)
    assert one(tmp_path, coded).body == "Grüße – bis dann"


def test_headers_in_bytes_beyond_ascii(tmp_path: Path) -> None:
    message = one(tmp_path, "From: Jörg <j@b.c>\nSubject: Käse\nTo: x@y.z\n\nx\n".encode("latin-1"))
    assert (name(message), message.body) == ("Jörg", "Käse\n\nx")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("=?utf-8?q?caf=C3=A9?= =?utf-8?b?IG5vaXI=?=", "café noir"),
        # A character cut in two by the border of two encoded words.
        ("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        ("=?iso-2022-jp?b?GyRCJF4kXxsoQg==?=", "まみ"),
        ("=?x-none?q?abc?= d", "abc d"),
        ("=?utf-8?b?!!!?= d", "=?utf-8?b?!!!?= d"),
        ("plain = ? text", "plain = ? text"),
    ],
)
def test_encoded_words(written: str, read_as: str) -> None:
    assert decoded_words(written) in (read_as, read_as.replace("=?utf-8?b?!!!?=", ""))


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 02 Mar 2026 10:00:00 -0500", "2026-03-02 15:00:00"),
        ("2 Mar 26 10:00 GMT", "2026-03-02 10:00:00"),
        ("Mon, 02 Mar 2026 10:00:00 -0000", "2026-03-02 10:00:00"),
        ("Mon, 02 Mar 2026 10:00:00 +0100 (CET)", "2026-03-02 09:00:00"),
        ("yesterday", "2026-03-02 09:30:00"),
        ("Mon, 02 Mar 0026 10:00:00 +9999", "2026-03-02 09:30:00"),
    ],
)
def test_dates(tmp_path: Path, date: str, moment: str) -> None:
    received = "Received: by mx.example.org; Mon, 2 Mar 2026 10:30:00 +0100"
    assert utc(one(tmp_path, f"{received}\nFrom: a@b.c\nSubject: x\nDate: {date}\n\nx\n").time) == moment


def test_the_owner_is_known_by_name_or_address(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN)
    for me in ("Maya Lindqvist", "maya@example.org"):
        (message,) = messages(read(path, replace(CONTEXT, me=me)))
        assert message.sender is not None
        assert message.sender.is_me


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Yes.\n\nAm 06.11.2026 um 19:41 schrieb Maya:\n> so?\n", "Yes."),
        ("Yes.\n\nLe ven. 6 nov. 2026 à 19:41, Maya <m@x.y> a\nécrit :\n\n> so?\n", "Yes."),
        ("> so?\nYes.\n> and so?\nNo.", "Yes.\nNo."),
        ("Yes.\n\n-----Original Message-----\nFrom: Maya\nSent: Friday\n\nso?", "Yes."),
        ("Yes.\n\n________________________________\nVon: Maya\nGesendet: Freitag\nAn: Tom\n\nso?", "Yes."),
        ("Yes.\n\nFrom: Maya <m@x.y>\nSent: Friday\nTo: Tom\nSubject: x\n\nso?", "Yes."),
        ("Kyllä.\n\npe 6. marrask. 2026 klo 19.41 Maya (m@x.y) kirjoitti:\n> so?\n", "Kyllä."),
        ("Evet.\n\nMaya <m@x.y>, 6 Kas 2026 Cum, 19:41 tarihinde şunu yazdı:\n> so?\n", "Evet."),
        ("Igen.\n\nMaya <m@x.y> ezt írta (időpont: 2026. nov. 6., P, 19:41):\n> so?\n", "Igen."),
        ("好。\n\nMaya <m@x.y> 于2026年11月6日周五 19:41写道：\n> so?\n", "好。"),
        ("はい。\n\n2026年11月6日(金) 19:41 Maya <m@x.y>:\n> so?\n", "はい。"),
        ("Joo.\n\nLähettäjä: Maya\nLähetetty: perjantai\nVastaanottaja: Tom\n\nso?", "Joo."),
        ("好。\n\n发件人: Maya\n发送时间: 2026年\n收件人: Tom\n\nso?", "好。"),
        ("Sent from my iPhone", None),
        ("Yes.\n\nSent from my iPhone", "Yes."),
        ("Look.\n\n---------- Forwarded message ---------\nFrom: Ann\nDate: Mon\n\nthe booking", None),
        ("Note:\nFrom: where we stand\nwe go on", None),
        ("> only a quote", None),
        ("He wrote:\nnothing quoted here", None),
        ("a -- b\n--- c", None),
    ],
)
def test_what_the_sender_wrote(text: str, words: str | None) -> None:
    assert own_words(text) == (text if words is None else words)


def test_what_is_forwarded_stays() -> None:
    text = "FYI\n\nFrom: Ann\nSent: Monday\nSubject: x\n\nthe booking"
    assert own_words(text, forwarded=True) == text


def test_flowing_lines_are_joined() -> None:
    assert unflowed("one \ntwo\n three\n-- \nTom", joined=False) == "one two\nthree\n-- \nTom"
    assert unflowed("日本 \n語", joined=True) == "日本語"


def test_what_is_no_mail(tmp_path: Path) -> None:
    read(write(tmp_path, "From: here\nto there\nis a poem\n", "poem.txt"), kind="text")
    read(write(tmp_path, "Subject: notes\nDate: today\n\nwords\n", "notes.txt"), kind="text")
    with pytest.raises(SourceProblem, match="no mail"):
        list(Mail(detect).read(only(write(tmp_path, b"\xff\xfe\x00 nothing", "junk")), CONTEXT))


def test_parts_nested_without_end_end(tmp_path: Path) -> None:
    deep = "From: a@b.c\nTo: x@y.z\nSubject: s\nContent-Type: multipart/mixed; boundary=b0\n\n"
    for level in range(1, 3000):
        deep += f"--b{level - 1}\nContent-Type: multipart/mixed; boundary=b{level}\n\n"
    try:
        read(write(tmp_path, deep), kind="email")
    except SourceProblem as problem:
        assert "no mail" in str(problem)  # noqa: PT017  either way of ending is well


@given(st.text(max_size=400))
def test_any_text_has_own_words(text: str) -> None:
    words = own_words(text)
    assert bool(words.strip()) == bool(text.replace("\r", "\n").strip())


@given(st.binary(max_size=600))
def test_any_bytes_after_a_header_can_be_read(tail: bytes) -> None:
    mail = email.message_from_bytes(b"From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" + tail)
    assert isinstance(_content(mail)[0], str)


def with_attachments(*files: tuple[str, str, bytes]) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "Maya <maya@example.org>", "The flat", "<7@example.org>"
    mail["Date"] = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    mail.set_content("See below.\n")
    for file, mime, content in files:
        mail.add_attachment(content, *mime.split("/"), filename=file)
    return mail


def attached(records: list[Record]) -> list[tuple[str, str, str, str | None]]:
    """Return title, time, text and locator of each document's first part."""
    return [
        (one.title, utc(one.modified), part.text.strip(), part.label)
        for one, part in pairwise(records)
        if isinstance(one, DocumentRecord) and isinstance(part, DocumentPart)
    ]


def test_attachments_are_documents_that_name_their_mail(tmp_path: Path) -> None:
    pdf = sample("files", "markitdown", "movie-theater-booking-2024.pdf").read_bytes()
    docx = sample("files", "markitdown", "test.docx").read_bytes()
    mail = with_attachments(
        ("../../Notes.txt", "text/plain", "Schlüssel beim Nachbarn\n".encode("cp1252")),
        ("booking.pdf", "application/octet-stream", pdf),
        ("paper.docx", "application/octet-stream", docx),
        ("photo.jpg", "image/jpeg", b"\xff\xd8\xff"),
        ("data.bin", "application/octet-stream", b"\0\1\2"),
    )
    records = read(write(tmp_path, mail.as_bytes()), kind="email")
    found = attached(records)
    assert [title for title, *_ in found] == [
        "Notes.txt, attached to “The flat” from Maya",
        "booking.pdf, attached to “The flat” from Maya",
        "paper.docx, attached to “The flat” from Maya",
    ]
    assert {time for _, time, *_ in found} == {"2026-03-05 09:30:00"}
    assert found[0][2:] == ("Schlüssel beim Nachbarn", "message 1, line 1")
    assert "Order / Rev: 2024-12-5678" in found[1][2]
    assert found[1][3] == "message 1, page 1"
    assert [one.name for one in messages(records)[0].attachments] == [
        "Notes.txt", "booking.pdf", "paper.docx", "photo.jpg", "data.bin",
    ]  # fmt: skip
    assert problems(records) == []
    assert list(tmp_path.iterdir()) == [tmp_path / "mail.eml"]


def test_a_broken_attachment_costs_itself(tmp_path: Path) -> None:
    mail = with_attachments(("a.pdf", "application/pdf", b"%PDF-1.7 cut"), ("b.txt", "text/csv", b"whole"))
    records = read(write(tmp_path, mbox(mail.as_string(), PLAIN), "Inbox"), kind="email")
    assert [title for title, *_ in attached(records)] == ["b.txt, attached to “The flat” from Maya"]
    (problem,) = problems(records)
    assert (problem.reason.startswith("the attachment “a.pdf” cannot be read: it is damaged"), problem.locator) == (
        True,
        "message 1",
    )
    assert len(messages(records)) == 2


def test_an_invitation_keeps_its_own_time(tmp_path: Path) -> None:
    event = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Viewing\nDTSTART:20260310T160000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    mail = with_attachments(("invite.ics", "text/calendar", event))
    ((title, time, *_),) = attached(read(write(tmp_path, mail.as_bytes())))
    assert (title, time) == ("Viewing, attached to “The flat” from Maya", "2026-03-10 16:00:00")


def test_a_mail_attached_to_a_mail_is_read_with_what_it_carries(tmp_path: Path) -> None:
    mail = with_attachments(("deep.txt", "text/plain", b"the deepest words"))
    for _ in range(5):
        outer = with_attachments()
        outer.add_attachment(mail)
        mail = outer
    titles = [title for title, *_ in attached(read(write(tmp_path, mail.as_bytes())))]
    # Mails are followed three deep, and no further.
    assert titles == [
        "The flat, attached to “The flat” from Maya",
        "The flat, attached to “The flat” from Maya, attached to “The flat” from Maya",
        "The flat, attached to “The flat” from Maya, attached to “The flat” from Maya, attached to “The flat” from Maya",
    ]


def test_a_chat_that_was_sent_by_mail_stays_a_file(tmp_path: Path) -> None:
    chat = "06.11.2026, 19:41 - Maya: hello\n07.11.2026, 08:00 - Tom: hi\n" * 3
    records = read(write(tmp_path, with_attachments(("chat.txt", "text/plain", chat.encode())).as_bytes()))
    assert len(messages(records)) == 1
    assert [one.reason for one in problems(records)] == [
        "the attachment “chat.txt” holds messages (WhatsApp export): save it and add it to read them"
    ]


def test_an_mbox_that_states_lengths_may_hold_lines_like_its_own(tmp_path: Path) -> None:
    # mboxcl2 puts no ">" before them.
    body = "Hi\n\nFrom tom@example.org Fri Nov  6 19:41:00 2026\nTodo: buy bread\n"
    stated = PLAIN.replace("\n\nShall we book it?\n", f"\nContent-Length: {len(body)}\n\n{body}")
    found = messages(read(write(tmp_path, mbox(stated, ANSWER), "Inbox"), kind="email"))
    assert [one.native_id for one in found] == ["1@example.org", "2@example.org"]
    assert "Todo: buy bread" in found[0].body


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (PLAIN, "1700000000.M1P2.host:2,ST"),
        (PLAIN, "1700000000.M1P2.host;2,T"),
        (mbox("X-Mozilla-Status: 0009\n" + PLAIN), "Inbox"),
        (mbox("X-Status: D\n" + PLAIN), "Inbox"),
        (f"{len(PLAIN)}\n{PLAIN}" + plistlib.dumps({"flags": 8590195715}).decode(), "1.emlx"),
    ],
)
def test_what_was_deleted_but_is_still_in_the_file_has_no_words(tmp_path: Path, content: str, file: str) -> None:
    (message,) = messages(read(write(tmp_path, content, file), kind="email"))
    assert (message.kind, message.body, message.native_id) == ("deleted", "", "1@example.org")


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (PLAIN, "1700000000.M1P2.host:2,DS"),
        (f"{len(PLAIN)}\n{PLAIN}" + plistlib.dumps({"flags": 64}).decode(), "1.emlx"),
    ],
)
def test_drafts_were_never_sent(tmp_path: Path, content: str, file: str) -> None:
    assert read(write(tmp_path, content, file), kind="email") == []


def test_what_apple_keeps_beside_a_message_is_missing(tmp_path: Path) -> None:
    mail = PLAIN.replace(
        "\n\nShall", "\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nShall"
    ) + (
        "--B\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\n"
        "X-Apple-Content-Length: 123456\n\n--B--\n"
    )
    (message,) = messages(read(write(tmp_path, f"{len(mail)}\n{mail}", "1.partial.emlx"), kind="email"))
    assert message.body == "The cabin\n\nShall we book it?"
    assert [(one.name, one.missing) for one in message.attachments] == [("a.pdf", True)]
