"""Whatever a question over a whole set says beyond what is read: no number comes, and the words are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.assistant.answering.aggregation import answer_from_set
from app.assistant.languages.registry import others
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.plan import plan_question
from app.assistant.types import Scope
from index.errors import AmbiguousName, NotFound
from index.index import Index
from tests.app.assistant.homes import indexed, merge_namesakes

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)  # a Monday
CHATS = {"Family": ("Ana", "Tom", "Ana", "Eva"), "Ana": ("Ana", "Tom")}
QUESTIONS = {
    "en": (
        "how many messages did Ana write in October?",
        "how many messages are there in Family?",
        "who wrote the most last week?",
        "what was the last message from Ana?",
        "list all links from Ana",
        "how many links did Ana send?",
        "how many messages mention the boat?",
        "did Ana write more than Eva?",
        "which chat has the most messages?",
        "how many messages did I write?",
        "how many messages with photos did Ana send?",
        "how many people wrote in Family?",
    ),
    "de": (
        "Wie viele Nachrichten hat Ana im Oktober geschrieben?",
        "Wie viele Nachrichten gibt es?",
        "Wer hat am meisten geschrieben?",
        "Wie viele Links hat Ana geschickt?",
    ),
    "fr": (
        "Combien de messages Ana a-t-elle envoyés en octobre ?",
        "Qui a écrit le plus ?",
        "Combien de messages y a-t-il ?",
    ),
    "es": (
        "¿Cuántos mensajes envió Ana en octubre?",
        "¿Quién escribió más?",
        "¿Cuántos mensajes hay?",
    ),
    "it": (
        "Quanti messaggi ha inviato Ana in ottobre?",
        "Chi ha scritto di più?",
        "Quanti messaggi ci sono?",
    ),
    "pt": (
        "Quantas mensagens a Ana enviou em outubro?",
        "Quem escreveu mais?",
        "Quantas mensagens há?",
    ),
    "nl": (
        "Hoeveel berichten heeft Ana in oktober gestuurd?",
        "Wie heeft het meest geschreven?",
        "Hoeveel berichten zijn er?",
    ),
    "hi": (
        "Ana ने अक्टूबर में कितने संदेश भेजे?",
        "सबसे ज़्यादा किसने लिखा?",
        "कितने संदेश हैं?",
    ),
    "th": (
        "Ana ส่งข้อความเดือนตุลาคมกี่ข้อความ",
        "ใครเขียนมากที่สุด",
        "มีกี่ข้อความ",
    ),
}
PUT_IN = ("on my red boat", "zorgle", "Zebediah", "32/13/2026", "4471b", "😂", "from Zebediah")
OF_A_LANGUAGE = {
    "en": ("not", "without", "before lunch", "only", "her", "twice"),
    "de": ("nicht", "ohne Anna", "auf meinem roten Boot", "nur", "kein", "sie"),
    "fr": ("pas", "sans Anna", "sur mon bateau rouge", "sauf Eva", "elle-même"),
    "es": ("no", "sin Anna", "en mi barco rojo", "solo", "nunca"),
    "it": ("non", "senza Anna", "sulla mia barca rossa", "solo", "mai"),
    "pt": ("não", "sem a Anna", "no meu barco vermelho", "só", "nunca"),
    "nl": ("niet", "zonder Anna", "op mijn rode boot", "alleen", "nooit"),
    "hi": ("नहीं", "मेरी लाल नाव पर", "सिर्फ़", "बिना"),
    "th": ("ไม่", "บนเรือสีแดงของฉัน", "เท่านั้น", "ยกเว้น"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("home")
    for title, people in CHATS.items():
        lines = [
            f"01/10/2026, 09:{n:02d} - {who}: {title} {n}, the boat: https://a.example/{n}"
            for n, who in enumerate(people)
        ]
        (folder / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines), encoding="utf-8")
    with indexed(folder, "Tom") as index:
        merge_namesakes(index)
        yield index


def read(home: Index, question: str) -> Interpretation:
    return plan_question(question, Scope(), home, NOW, dates="dmy")


@pytest.mark.parametrize(("language", "question"), [(code, one) for code, some in QUESTIONS.items() for one in some])
def test_what_is_read_whole_is_answered(home: Index, language: str, question: str) -> None:
    assert language in {"en", *(one.code for one in others())}
    assert answer_from_set(read(home, question), home, NOW) is not None


@pytest.mark.parametrize(("language", "question"), [(code, one) for code, some in QUESTIONS.items() for one in some])
def test_a_set_is_never_wider_than_what_was_asked_for(home: Index, language: str, question: str) -> None:
    wider = []
    parts = question.rstrip(" ?").split()
    for more in (*PUT_IN, *OF_A_LANGUAGE[language]):
        for place in range(1, len(parts) + 1):
            asked = " ".join((*parts[:place], more, *parts[place:], "?"))
            try:
                reading = read(home, asked)
            except (NotFound, AmbiguousName):
                continue
            answer = answer_from_set(reading, home, NOW)
            used = "anyone but" in reading.plan.line or re.search(rf"“.*{re.escape(more)}.*”", reading.plan.line)
            if answer is not None and not used:
                wider.append((asked, reading.plan.line, answer.sentences[0].text))
    assert wider == []


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("how many messages did Ana write on my red boat?", ("red boat",)),
        ("how many messages are there before lunch with the red boat from Elba?", ("before lunch", "red boat", "Elba")),
        ("Wie viele Nachrichten hat Ana auf meinem roten Boot geschrieben?", ("roten Boot",)),
    ],
)
def test_what_was_not_read_is_told(home: Index, question: str, unread: tuple[str, ...]) -> None:
    reading = read(home, question)
    assert reading.whole_set == "uncounted"
    assert set(unread) <= set(reading.unread)
    assert all(f"“{said}”" in reading.plan.line for said in reading.unread)
