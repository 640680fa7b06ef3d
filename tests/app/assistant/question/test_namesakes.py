"""People of one full name in several chats are read as one, and it is said; where names differ, it is asked back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Answer, PlanMade, Summary
from app.assistant.types import Scope
from index.errors import AmbiguousName, OwnerUnknown
from index.index import Index
from tests.app.assistant.homes import indexed

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)
CHATS = {
    "Hikers": ("Katrin Berg", "Katrin Berg", "Alex Moreno", "Ina Lund", "Mimi"),
    "Choir": ("Katrin Berg", "Alex Moreno", "Ina Wolf", "Mimi"),
    "Office": ("Sam Fox", "Alex Moreno"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("home")
    for title, people in CHATS.items():
        lines = [
            f"01/10/2026, 09:{n:02d} - {who}: the key to the {title} room is here, https://{title.lower()}.example/{n}"
            for n, who in enumerate(people)
        ]
        (folder / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines), encoding="utf-8")
    with indexed(folder, "Alex Moreno") as index:
        yield index


def assistant(home: Index) -> Assistant:
    return Assistant(home, embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=UTC)


def ask(home: Index, question: str, scope: Scope | None = None) -> Answer:
    answer = list(assistant(home).ask(question, scope or Scope()))[-1]
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize(
    "question",
    [
        "What did Katrin last say about the key?",
        "When did Katrin first write about the key?",
        "What did Katrin write on 1 October 2026?",
        "Which chats is Katrin in?",
        "How many messages did Katrin Berg write?",
        "When did Katrin last write?",
        "How many messages did everyone but Katrin write?",
        "Wie viele Nachrichten hat Katrin geschrieben?",
        "Combien de messages Katrin a-t-elle écrits ?",
        "¿Cuántos mensajes escribió Katrin?",
        "Quanti messaggi ha scritto Katrin?",
        "Quantas mensagens a Katrin escreveu?",
        "Hoeveel berichten heeft Katrin geschreven?",
        "Katrin ने कितने संदेश लिखे?",
        "Katrin เขียนข้อความกี่ข้อความ",
    ],
)
def test_one_full_name_in_several_chats_is_read_as_one_and_said(home: Index, question: str) -> None:
    answer = ask(home, question)
    assert answer.sentences
    assert "2 people named Katrin Berg" in answer.plan.line
    assert "2 people named “Katrin Berg” are read together" in answer.note
    assert "`homebody people merge p" in answer.note


@pytest.mark.parametrize(
    ("question", "total", "each"),
    [
        ("How many messages did Katrin write?", "3 messages", {"Hikers": "2 messages", "Choir": "1 message"}),
        ("How many links did Katrin send?", "3 links", {"Hikers": "2 links", "Choir": "1 link"}),
        (
            "How many messages from Katrin mention hikers?",
            "2 messages",
            {"Hikers": "2 messages", "Choir": "0 messages"},
        ),
        ("Who wrote more, Katrin or Sam?", "3 messages", {"Hikers": "2 messages", "Choir": "1 message"}),
    ],
)
def test_a_figure_is_given_for_each_of_them_too(home: Index, question: str, total: str, each: dict[str, str]) -> None:
    said = [sentence.text for sentence in ask(home, question).sentences]
    assert total in said[0]
    (told,) = [text for text in said if text.startswith("Each of them: ")]
    for chat, number in each.items():
        assert f"Katrin Berg (in {chat}): {number}" in told
    assert "Sam" not in told


@pytest.mark.parametrize("question", ["How many messages did Ina write?", "What did Mimi say about the key?"])
def test_other_names_and_nicknames_are_asked_back(home: Index, question: str) -> None:
    with pytest.raises(AmbiguousName):
        ask(home, question)


def test_who_has_the_owners_name_is_still_not_the_owner(home: Index, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("strangers")
    for n in (1, 2):
        lines = f"01/10/2026, 09:0{n} - Alex Moreno: hello\n01/10/2026, 09:1{n} - Ina Lund: hello\n"
        (folder / f"WhatsApp Chat with Group {n}.txt").write_text(lines, encoding="utf-8")
    with indexed(folder, None) as index, pytest.raises(OwnerUnknown):
        ask(index, "How many messages did I write?")


def test_one_person_is_told_alone(home: Index) -> None:
    answer = ask(home, "How many messages did Sam write?")
    assert (answer.plan.line, answer.note, len(answer.sentences)) == ("from Sam Fox", "", 1)


def test_a_chat_or_an_id_leaves_one_of_them(home: Index) -> None:
    assert ask(home, "How many messages did Katrin write in Choir?").note == ""
    one = next(person.id for person in home.people() if person.name == "Katrin Berg")
    assert ask(home, "How many messages are there?", Scope(person=f"p{one}")).note == ""


def test_counting_a_search_and_a_summary_say_it_too(home: Index) -> None:
    plan, found = assistant(home).tally("key", Scope(person="Katrin"), one=True)
    assert found.messages == 3
    assert "2 people named “Katrin Berg” are read together" in found.note
    assert found.note.endswith("Katrin Berg: 1.")
    events = list(assistant(home).summarize(Scope(person="Katrin")))
    assert isinstance(events[0], PlanMade)
    assert "2 people named Katrin Berg" in events[0].plan.line
    assert isinstance(events[-1], Summary)
    assert events[-1].read == 3
    del plan
