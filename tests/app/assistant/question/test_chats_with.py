"""A chat that is named by whom it is with, in nine languages, and lists and counts of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.assistant.answering.aggregation import answer_from_set
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.plan import plan_question
from app.assistant.types import Scope
from index.errors import AmbiguousName, NotFound
from index.index import Index
from tests.app.assistant.homes import indexed

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)
CHATS = {
    "Katrin Berg": ("Katrin Berg", "Alex Moreno", "Katrin Berg"),
    "Sam Fox": ("Sam Fox", "Alex Moreno"),
    "Sam Hill": ("Sam Hill", "Alex Moreno"),
    "Family": ("Katrin Berg", "Alex Moreno", "Sam Fox", "Bo Ek"),
    "Choir": ("Katrin Berg", "Alex Moreno", "Ina Lund"),
    "The Parents": ("Alex Moreno", "Ina Lund", "Bo Ek"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("home")
    for hour, (title, people) in enumerate(CHATS.items(), 10):
        lines = [
            f"0{1 + n}/10/{2024 + n // 2}, {hour}:00 - {who}: asbestos in {title} costs {hour + n} €"
            for n, who in enumerate(people)
        ]
        (folder / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines), encoding="utf-8")
    with indexed(folder, "Alex Moreno") as index:
        yield index


def read(home: Index, question: str) -> Interpretation:
    return plan_question(question, Scope(), home, NOW)


def figure(home: Index, question: str) -> str:
    found = answer_from_set(read(home, question), home, NOW)
    assert found is not None
    return found.sentences[0].text.partition(" (")[0]


@pytest.mark.parametrize(
    ("question", "chat"),
    [
        ("How many messages are in the chat with Katrin?", "Katrin Berg"),
        ("How many messages are there in my conversation with Katrin Berg?", "Katrin Berg"),
        ("How many messages are in the chat between me and Katrin?", "Katrin Berg"),
        ("How many messages are in the WhatsApp chat with Katrin?", "Katrin Berg"),
        ("In the chat with Katrin, how many messages are there?", "Katrin Berg"),
        ("How many messages are in the chat with Sam Fox?", "Sam Fox"),
        ("How many messages are in the chat with the parents?", "The Parents"),
        ("How many messages are in the chat with Katrin and Ina?", "Choir"),
        ("How many messages are in the group with Sam?", "Family"),
        ("Wie viele Nachrichten gibt es im Chat mit Katrin?", "Katrin Berg"),
        ("Wie viele Nachrichten gibt es in der Gruppe mit Sam?", "Family"),
        ("Combien de messages y a-t-il dans la conversation avec Katrin ?", "Katrin Berg"),
        ("¿Cuántos mensajes hay en el chat con Katrin?", "Katrin Berg"),
        ("Quanti messaggi ci sono nella chat con Katrin?", "Katrin Berg"),
        ("Quantas mensagens há na conversa com a Katrin?", "Katrin Berg"),
        ("Hoeveel berichten staan er in de chat met Katrin?", "Katrin Berg"),
        ("Katrin के साथ चैट में कितने संदेश हैं?", "Katrin Berg"),
        ("มีกี่ข้อความในแชทกับ Katrin", "Katrin Berg"),
    ],
)
def test_a_chat_is_named_by_whom_it_is_with(home: Index, question: str, chat: str) -> None:
    reading = read(home, question)
    assert (reading.whole_set, reading.plan.chat, reading.unread) == ("count", chat, ())
    assert figure(home, question) == f"{len(CHATS[chat])} messages"


@pytest.mark.parametrize(
    "question",
    [
        "How many messages mention asbestos in the chat with Katrin?",
        "How many messages in the chat with Katrin mention asbestos?",
        "How many messages mention asbestos in our conversation with Katrin?",
        "Wie viele Nachrichten erwähnen asbestos im Chat mit Katrin?",
        "Combien de messages mentionnent asbestos dans la conversation avec Katrin ?",
        "¿Cuántos mensajes mencionan asbestos en el chat con Katrin?",
        "Quanti messaggi menzionano asbestos nella chat con Katrin?",
        "Quantas mensagens mencionam asbestos na conversa com a Katrin?",
        "Hoeveel berichten vermelden asbestos in het gesprek met Katrin?",
    ],
)
def test_a_mention_is_counted_in_that_chat(home: Index, question: str) -> None:
    assert read(home, question).plan.line == "in Katrin Berg, with “asbestos”"
    assert figure(home, question) == "3 messages"


@pytest.mark.parametrize(
    "question",
    [
        "List all amounts in the chat with Katrin in 2024",
        "list all amounts in the chat with Katrin 2024",
        "In the chat with Katrin, list all amounts of 2024",
        "Liste alle Beträge im Chat mit Katrin 2024 auf",
        "Liste alle Beträge im Chat mit Katrin im Jahr 2024 auf",
        "Liste tous les montants de la conversation avec Katrin en 2024",
        "Lista todos los importes del chat con Katrin en 2024",
        "Elenca tutti gli importi della chat con Katrin nel 2024",
        "Lista todos os valores da conversa com a Katrin em 2024",
        "Lijst alle bedragen in de chat met Katrin in 2024",
        "2024 में Katrin के साथ चैट में सभी रकमें दिखाओ",
        "แสดงจำนวนเงินทั้งหมดในแชทกับ Katrin ในปี 2024",
    ],
)
def test_all_of_a_kind_are_listed_of_a_chat_and_a_time(home: Index, question: str) -> None:
    reading = read(home, question)
    assert (reading.whole_set, reading.plan.line) == ("list", "in Katrin Berg, 1 Jan 2024 – 31 Dec 2024")
    assert figure(home, question) == "2 amounts"


@pytest.mark.parametrize(
    "question",
    [
        "How many messages did Katrin write in our chat?",
        "Wie viele Nachrichten hat Katrin in unserem Chat geschrieben?",
        "Combien de messages Katrin a-t-elle écrits dans notre conversation ?",
        "¿Cuántos mensajes escribió Katrin en nuestro chat?",
        "Quanti messaggi ha scritto Katrin nella nostra chat?",
        "Quantas mensagens a Katrin escreveu na nossa conversa?",
        "Hoeveel berichten heeft Katrin in onze chat geschreven?",
        "हमारी चैट में Katrin ने कितने संदेश लिखे?",
        "Katrin เขียนข้อความกี่ข้อความในแชทของเรา",
    ],
)
def test_our_chat_is_the_one_with_whom_is_named(home: Index, question: str) -> None:
    assert read(home, question).plan.line == "from Katrin Berg, in Katrin Berg"
    assert figure(home, question) == "2 messages"


@pytest.mark.parametrize("question", ["How many messages are in the chat with Sam?", "links in the group with Katrin"])
def test_several_chats_are_asked_back(home: Index, question: str) -> None:
    with pytest.raises(AmbiguousName) as caught:
        read(home, question)
    assert len(caught.value.candidates) == 2
    assert all(choice.startswith("c") for choice in caught.value.candidates)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("How many messages are in the chat with Grace Kim?", "Grace Kim"),
        ("How many messages mention asbestos in the chat with my sister?", "sister"),
        ("List all links in the chat with Grace", "Grace"),
        ("How many messages are in the chat with Bo?", "Bo Ek"),
    ],
)
def test_no_set_is_of_more_than_an_unknown_chat(home: Index, question: str, who: str) -> None:
    with pytest.raises(NotFound, match=f"There is no chat (?:of two )?with “?{who}"):
        read(home, question)


@pytest.mark.parametrize("question", ["Liste alle Beträge 2024 auf", "list all amounts 2024", "how many amounts 2024?"])
def test_a_year_alone_is_a_time_of_a_set(home: Index, question: str) -> None:
    assert read(home, question).plan.line == "1 Jan 2024 – 31 Dec 2024"


def test_a_number_that_is_mentioned_is_no_year(home: Index) -> None:
    assert read(home, "how many messages mention 2024?").plan.line == "everything, with “2024”"


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Nachrichten erwähnen das Asbestos?",
        "Combien de messages mentionnent le Asbestos ?",
        "Combien de messages mentionnent l'Asbestos ?",
        "¿Cuántos mensajes mencionan el Asbestos?",
        "Quanti messaggi menzionano l'Asbestos?",
        "Quantas mensagens mencionam o Asbestos?",
        "Hoeveel berichten vermelden het Asbestos?",
    ],
)
def test_an_article_is_no_part_of_what_is_mentioned(home: Index, question: str) -> None:
    assert read(home, question).plan.line == "everything, with “Asbestos”"


def test_a_phrase_in_quotes_is_mentioned_as_it_stands(home: Index) -> None:
    plan = read(home, "Combien de messages mentionnent “le Asbestos” ?").plan
    assert plan.line == "everything, with “le Asbestos”"
