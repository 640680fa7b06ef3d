"""What was said at a time: who is meant by "the family" is a chat, or said not to be read, and never a topic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.assistant.events import Answer
from index.index import Index
from tests.app.assistant.homes import answer_to, indexed

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)
CHATS = {
    "Berg & Moreno": ("Katrin Berg: we booked the ferry for 120 euros", "Alex Moreno: great"),
    "Girls Night": ("Katrin Berg: the sauna is on Friday at 20:00", "Ina Lund: I bring the towels"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("home")
    for hour, (title, said) in enumerate(CHATS.items(), 10):
        lines = [f"19/10/2025, {hour}:0{n} - {line}" for n, line in enumerate(said)]
        lines += [f"20/10/2025, {hour}:0{n} - Katrin Berg: our family likes the boat {n}" for n in range(3)]
        (folder / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines), encoding="utf-8")
    # Mails about months: their subjects are no names.
    (folder / "mail.eml").write_text(
        "From: Joris De Backer <j@x.example>\nTo: a@x.example\nDate: Fri, 1 Aug 2025 10:00:00 +0000\n"
        "Subject: Numbers for Oktober\n\nHello",
        encoding="utf-8",
    )
    with indexed(folder, "Alex Moreno") as index:
        yield index


def ask(home: Index, question: str) -> Answer:
    return answer_to(home, question, NOW)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What did the family talk about on 19 October 2025?", "family"),
        ("What happened in the family on 19 October 2025?", "family"),
        ("What did my friends talk about on 19 October 2025?", "friends"),
        ("Worüber hat die Familie am 19. Oktober 2025 gesprochen?", "Familie"),
        ("De quoi la famille a-t-elle parlé le 19 octobre 2025 ?", "famille"),
        ("¿De qué habló la familia el 19 de octubre de 2025?", "familia"),
        ("Di cosa ha parlato la famiglia il 19 ottobre 2025?", "famiglia"),
        ("De que falou a família em 19 de outubro de 2025?", "família"),
        ("Waarover heeft de familie op 19 oktober 2025 gepraat?", "familie"),
        ("19 अक्टूबर 2025 को परिवार ने किस बारे में बात की?", "परिवार"),
        ("ครอบครัวคุยเรื่องอะไรวันที่ 19 ตุลาคม 2025", "ครอบครัว"),
    ],
)
def test_a_group_that_no_chat_tells_is_said_not_to_be_read(home: Index, question: str, word: str) -> None:
    answer = ask(home, question)
    assert answer.plan.line == f"19 Oct 2025, not read: “{word}”"
    assert {hit.time.date().isoformat() for hit in answer.evidence if hit.time} == {"2025-10-19"}
    assert any("ferry" in sentence.text for sentence in answer.sentences)
    assert answer.note.startswith(f"Not read: “{word}”; this is of everybody. ")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What did the girls talk about on 19 October 2025?", "in Girls Night, 19 Oct 2025"),
        ("What did the family talk about in Berg & Moreno on 19 October 2025?", "in Berg & Moreno, 19 Oct 2025"),
        ("What did everyone talk about on 19 October 2025?", "19 Oct 2025"),
        ("What were people talking about on 19 October 2025?", "19 Oct 2025"),
        ("What did people say on 19 October 2025?", "19 Oct 2025"),
        ("What happened on 19 October 2025?", "19 Oct 2025"),
        ("Was there anything important on 19 October 2025?", "19 Oct 2025"),
        ("Was ist am 19. Oktober 2025 passiert?", "19 Oct 2025"),
        ("Que s'est-il passé le 19 octobre 2025 ?", "19 Oct 2025"),
        ("¿Qué pasó el 19 de octubre de 2025?", "19 Oct 2025"),
        ("Cosa è successo il 19 ottobre 2025?", "19 Oct 2025"),
        ("O que aconteceu em 19 de outubro de 2025?", "19 Oct 2025"),
        ("Wat is er op 19 oktober 2025 gebeurd?", "19 Oct 2025"),
        ("19 अक्टूबर 2025 को क्या हुआ?", "19 Oct 2025"),
        ("เกิดอะไรขึ้นวันที่ 19 ตุลาคม 2025", "19 Oct 2025"),
    ],
)
def test_a_time_without_a_topic_is_what_was_said_then(home: Index, question: str, line: str) -> None:
    answer = ask(home, question)
    assert answer.plan.line == line
    assert answer.sentences
    assert "Not read" not in answer.note


def test_a_topic_beside_a_group_is_searched_for(home: Index) -> None:
    answer = ask(home, "What did the family say about the ferry on 19 October 2025?")
    assert "ferry" in answer.plan.line
    assert "ferry" in answer.sentences[0].text


def test_a_day_without_messages_is_said(home: Index) -> None:
    answer = ask(home, "What happened on 3 October 2025?")
    assert (answer.abstained, answer.note) == (True, "No messages there.")
