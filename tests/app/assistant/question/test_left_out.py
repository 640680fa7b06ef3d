"""What a question leaves out is left out, or said not to be read; and one name of several people is asked back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Answer, Clarification
from app.assistant.types import Scope
from index.errors import AmbiguousName
from index.index import Index
from tests.app.assistant.homes import answer_to, indexed

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)

REDS = [
    ("03/05/2024", "Ida", "see https://old.example/a"),
    ("04/05/2024", "Ida", "the boat is red"),
    ("05/05/2025", "Ida", "and https://new.example/b"),
    ("06/05/2025", "Bo Lund", "fine"),
]
BO_LUND = [("07/05/2025", "Bo Lund", "I owe you 30 €"), ("08/05/2025", "Me Myself", "thanks Bo")]
BO_KARR = [("09/05/2025", "Bo Karr", "I owe you 70 €"), ("10/05/2025", "Me Myself", "no hurry")]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Index]:
    for title, lines in (("Reds", REDS), ("Bo Lund", BO_LUND), ("Bo Karr", BO_KARR)):
        text = "".join(f"{day}, 09:00 - {who}: {said}\n" for day, who, said in lines)
        (tmp_path / f"WhatsApp Chat with {title}.txt").write_text(text)
    with indexed(tmp_path, "Me Myself") as index:
        yield index


def said(home: Index, question: str) -> list[str]:
    return [sentence.text for sentence in answer_to(home, question, NOW).sentences]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("how many messages did Ida write?", "3 messages (from Ida)."),
        ("how many messages did Ida write in 2024?", "2 messages (from Ida, 1 Jan 2024 – 31 Dec 2024)."),
        ("how many messages did Ida write, but not in 2024?", "1 message (from Ida, not during 2024)."),
        ("how many messages did Ida write except in May 2025?", "2 messages (from Ida, not during May 2025)."),
        ("list all links, not in 2024", "1 link (not during 2024)."),
        ("who wrote in Reds but not in 2025?", "1 person wrote (in Reds, not during 2025)."),
    ],
)
def test_a_time_is_left_out(home: Index, question: str, first: str) -> None:
    assert said(home, question)[0] == first


@pytest.mark.parametrize(
    "question",
    [
        "who wrote in Reds without quarrelling?",
        "list all links except the red ones",
        "list all links not in 2024",
        "wie viele Nachrichten hat Ida geschrieben, aber nicht 2024?",
    ],
)
def test_what_else_is_left_out_is_said_not_to_be_read(home: Index, question: str) -> None:
    answer = answer_to(home, question, NOW)
    assert answer.abstained
    assert "Not read:" in answer.note


def test_no_negation_leaves_a_time_out_that_is_asked_about(home: Index) -> None:
    assert answer_to(home, "why did Ida not come on 4 May 2024?", NOW).plan.line.startswith("about: come")


@pytest.mark.parametrize("question", ["how much does Bo owe me?", "when did I last write to Bo?"])
def test_one_name_of_two_people_is_asked_back(home: Index, question: str) -> None:
    assistant = Assistant(home, embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=UTC)
    asked = next(event for event in assistant.ask(question, Scope()) if isinstance(event, Clarification))
    assert any("Bo Lund" in choice.label for choice in asked.choices)
    assert any("Bo Karr" in choice.label for choice in asked.choices)
    with pytest.raises(AmbiguousName, match="Bo"):
        list(assistant.ask(question, Scope()))


def test_the_whole_name_or_the_flag_says_who_is_meant(home: Index) -> None:
    assert said(home, "how much does Bo Karr owe me?")[0] == "70 € owed."
    karr = next(person.id for person in home.people() if person.name == "Bo Karr")
    assistant = Assistant(home, embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=UTC)
    *_, last = assistant.ask("how much does Bo owe me?", Scope(person=f"p{karr}"))
    assert isinstance(last, Answer)
    assert last.sentences[0].text == "70 € owed."
    assert said(home, "when did I last write to Bo Karr?")[0].endswith("“no hurry”")


def test_threads_of_mail_are_told_apart_from_chats(tmp_path: Path) -> None:
    (tmp_path / "WhatsApp Chat with Reds.txt").write_text("03/05/2024, 09:00 - Ida: hello\n")
    mails = "".join(
        f"From ida@reds.example Fri May  3 09:0{n}:00 2024\nFrom: Ida <ida@reds.example>\nTo: me@home.example\n"
        f"Subject: {subject}\nMessage-ID: <{n}@reds.example>\nDate: Fri, 3 May 2024 09:0{n}:00 +0000\n\nSee below.\n\n"
        for n, subject in enumerate(("Boat", "Sail"))
    )
    (tmp_path / "inbox.mbox").write_text(mails)
    with indexed(tmp_path, None) as index:
        assert said(index, "how many chats are there?") == [
            "1 chat and 2 threads of mail.",
            "By messages: Reds (1); in mail 2 messages.",
        ]
