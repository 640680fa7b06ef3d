"""Questions and chats in the languages of Llama 3: plan, times, words and prompts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Answer
from app.assistant.grounding.evidence import FENCE_CLOSE, FENCE_OPEN
from app.assistant.languages.registry import others
from app.assistant.prompts import answer_prompt
from app.assistant.question.interpretation import FollowUpContext, Interpretation
from app.assistant.question.plan import plan_question
from app.assistant.question.scope import time_in
from app.assistant.text.translation import in_english, language_of
from app.assistant.text.words import content, words
from app.assistant.types import Scope
from tests.app.assistant.fakes import FakeIndex, as_index, talk

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)
INDEX = as_index(FakeIndex(talk("Maya: one", "Tom: two", "Maya: three")))
MAYA, TOM = 1, 2
LAST_WEEK = ("2026-11-02", "2026-11-08")


def read(question: str, before: FollowUpContext | None = None) -> Interpretation:
    return plan_question(question, Scope(), INDEX, NOW, before)


def days(reading: Interpretation) -> tuple[str | None, str | None]:
    plan = reading.plan
    return (plan.since and plan.since[:10]) or None, (plan.until and plan.until[:10]) or None


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Nachrichten hat Maya letzte Woche geschickt?",
        "Combien de messages Maya a-t-elle envoyés la semaine dernière ?",
        "¿Cuántos mensajes envió Maya la semana pasada?",
        "Quanti messaggi ha inviato Maya la settimana scorsa?",
        "Quantas mensagens a Maya enviou na semana passada?",
        "Hoeveel berichten heeft Maya vorige week gestuurd?",
        "Hoeveel berichten stuurde Maya afgelopen week?",
        "Maya ने पिछले हफ़्ते कितने संदेश भेजे?",
        "Maya ส่งข้อความสัปดาห์ที่แล้วกี่ข้อความ",
    ],
)
def test_how_many_from_whom_and_when(question: str) -> None:
    reading = read(question)
    assert (reading.whole_set, reading.plan.filters.people, days(reading)) == ("count", (MAYA,), LAST_WEEK)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hat Maya letzte Woche mehr geschrieben als Tom?", "most"),
        ("Hat Maya mehr geschrieben als Tom?", "most"),
        ("Hat Tom weniger geschrieben als Maya letzte Woche?", "least"),
        ("Est-ce que Maya a écrit plus que Tom ?", "most"),
        ("Tom a-t-il écrit moins que Maya la semaine dernière ?", "least"),
        ("¿Ha escrito Maya más que Tom?", "most"),
        ("¿Escribió Tom menos que Maya la semana pasada?", "least"),
        ("Maya ha scritto più di Tom?", "most"),
        ("Tom ha scritto meno di Maya?", "least"),
        ("A Maya escreveu mais do que o Tom?", "most"),
        ("O Tom escreveu menos do que a Maya?", "least"),
        ("Heeft Maya meer geschreven dan Tom?", "most"),
        ("Heeft Tom vorige week minder berichten gestuurd dan Maya?", "least"),
    ],
)
def test_which_of_two_wrote_more(question: str, kind: str) -> None:
    reading = read(question)
    assert (reading.whole_set, sorted(reading.plan.filters.people)) == (kind, [MAYA, TOM])
    of_last_week = any(said in question.casefold() for said in ("letzte", "dernière", "pasada", "vorige"))
    assert days(reading) == (LAST_WEEK if of_last_week else (None, None))


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Was hat Tom über die Kaution gesagt?", "Kaution"),
        ("Qu'a dit Tom sur la caution ?", "caution"),
        ("Qu'est-ce que Tom a dit sur la caution ?", "caution"),
        ("¿Qué dijo Tom sobre el depósito?", "depósito"),
        ("Cosa ha detto Tom della caparra?", "caparra"),
        ("O que disse Tom sobre o depósito?", "depósito"),
        ("Wat heeft Tom over de borg gezegd?", "borg"),
        ("Wat zei Tom over de borg?", "borg"),
        ("Tom ने जमानत के बारे में क्या कहा?", "जमानत"),
        ("Tom บอกอะไรเกี่ยวกับเงินมัดจำ", "เงินมัดจำ"),
    ],
)
def test_who_said_what_about_a_matter(question: str, matter: str) -> None:
    reading = read(question)
    assert reading.plan.filters.people == (TOM,)
    assert reading.whole_set is None
    assert matter in reading.plan.text
    assert set(reading.about) <= set(content(matter)) | {"sur"}
    assert set(content(matter)) <= set(reading.about)


@pytest.mark.parametrize(
    "question",
    [
        "Wer hat im Oktober am meisten geschrieben?",
        "Qui a le plus écrit en octobre ?",
        "¿Quién escribió más en octubre?",
        "Chi ha scritto di più in ottobre?",
        "Quem escreveu mais em outubro?",
        "Wie heeft in oktober het meest geschreven?",
        "Wie schreef de meeste berichten in oktober?",
        "अक्टूबर में किसने सबसे ज़्यादा लिखा?",
        "ใครเขียนมากที่สุด ในเดือนตุลาคม",
    ],
)
def test_who_wrote_most_in_a_month(question: str) -> None:
    reading = read(question)
    assert (reading.whole_set, days(reading)) == ("most", ("2026-10-01", "2026-10-31"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wie viele Nachrichten gibt es seit dem 3. November 2026?", "2026-11-03"),
        ("Combien de messages depuis le 3 novembre 2026 ?", "2026-11-03"),
        ("¿Cuántos mensajes hay desde el 3 de noviembre de 2026?", "2026-11-03"),
        ("Quanti messaggi ci sono dal 3 novembre 2026?", "2026-11-03"),
        ("Quantas mensagens há desde 3 de novembro de 2026?", "2026-11-03"),
        ("Hoeveel berichten zijn er sinds 3 november 2026?", "2026-11-03"),
        ("3 नवंबर 2026 से कितने संदेश हैं?", "2026-11-03"),
        ("มีกี่ข้อความตั้งแต่วันที่ 3 พฤศจิกายน 2026", "2026-11-03"),
    ],
)
def test_dates_in_words(question: str, expected: str) -> None:
    reading = read(question)
    assert (reading.whole_set, days(reading)[0]) == ("count", expected)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Wann fährt der Zug ab?", "when"),
        ("À quelle heure part le train ?", "clock"),
        ("¿A qué hora sale el tren?", "clock"),
        ("A che ora parte il treno?", "clock"),
        ("A que horas parte o comboio?", "clock"),
        ("Hoe laat vertrekt de trein?", "clock"),
        ("Wanneer vertrekt de trein?", "when"),
        ("Waar is de sleutel?", "where"),
        ("Wie heeft de sleutel?", "who"),
        ("Waarom komt Jonas niet?", "why"),
        ("ट्रेन कितने बजे जाती है?", "clock"),
        ("รถไฟออกกี่โมง", "clock"),
        ("Wo ist der Schlüssel?", "where"),
        ("¿Quién tiene la llave?", "who"),
    ],
)
def test_the_kind_of_answer(question: str, kind: str) -> None:
    assert read(question).expects == kind


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Was hat Maya über die Kaution gesagt?", "und was hat Tom gesagt?"),
        ("Qu'a dit Maya sur la caution ?", "et Tom ?"),
        ("¿Qué dijo Maya sobre el depósito?", "¿y qué dijo Tom?"),
        ("Cosa ha detto Maya della caparra?", "e cosa ha detto Tom?"),
        ("O que disse Maya sobre o depósito?", "e o que disse Tom?"),
        ("Wat zei Maya over de borg?", "en wat zei Tom?"),
        ("Wat heeft Maya over de borg gezegd?", "en wat heeft Tom gezegd?"),
        ("Maya ने जमानत के बारे में क्या कहा?", "और Tom ने क्या कहा?"),
        ("Maya บอกอะไรเกี่ยวกับเงินมัดจำ", "แล้ว Tom บอกอะไร"),
    ],
)
def test_a_follow_up(first: str, then: str) -> None:
    before = read(first)
    after = read(then, FollowUpContext.of(before, "Maya"))
    assert after.plan.filters.people == (TOM,)
    assert after.about == before.about


CHATS = {
    "de": ("Der Zug zur Hütte fährt um 8:42 Uhr ab", "Wann fährt der Zug zur Hütte?"),
    "fr": ("Le train pour le chalet part à 8:42", "À quelle heure part le train pour le chalet ?"),
    "es": ("El tren a la cabaña sale a las 8:42", "¿A qué hora sale el tren a la cabaña?"),
    "it": ("Il treno per la baita parte alle 8:42", "A che ora parte il treno per la baita?"),
    "pt": ("O comboio para a cabana parte às 8:42", "A que horas parte o comboio para a cabana?"),
    "nl": ("De trein naar de hut vertrekt om 8:42", "Hoe laat vertrekt de trein naar de hut?"),
    "hi": ("केबिन की ट्रेन 8:42 बजे निकलती है", "केबिन की ट्रेन कितने बजे निकलती है?"),
    "th": ("รถไฟไปกระท่อมออกเวลา 8:42", "รถไฟไปกระท่อมออกกี่โมง"),
}


@pytest.mark.parametrize("language", CHATS)
def test_the_message_that_answers_is_quoted_and_stands_in_the_prompt(language: str) -> None:
    said, question = CHATS[language]
    assert language_of(question) == language
    hits = talk("Maya: 👍", f"Tom: {said}", "Maya: 🙂 ok")
    assistant = Assistant(
        as_index(FakeIndex(hits)), embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=UTC
    )
    *_, answer = assistant.ask(question, Scope())
    assert isinstance(answer, Answer)
    assert not answer.abstained
    assert said in answer.text
    prompt = answer_prompt(question, hits, NOW)[1].content
    assert said in prompt.split(FENCE_OPEN)[1].split(FENCE_CLOSE)[0]
    assert question in prompt.split(FENCE_CLOSE)[1]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Die Hütte am See", 2),
        ("l'école près du chalet", 3),
        ("la cabaña del lago", 2),
        ("de hut aan het meer", 2),
        ("मेरी गाड़ी की चाबी", 3),
        ("หิมะตก", 5),
    ],
)
def test_words_of_a_text_that_carry_content(text: str, count: int) -> None:
    assert len([w for w in words(text) if w.is_content]) == count


@pytest.mark.parametrize(
    "question",
    [
        "what did Maya say about the deposit?",
        "who has the spare key?",
        "did Tom die in the war?",
        "how much do I pour?",
        "when is dinner on Friday?",
        "Tom's son",
        "",
    ],
)
def test_english_stays_as_it_is(question: str) -> None:
    assert in_english(question) == question


def test_every_language_has_a_frame() -> None:
    assert {language.code for language in others()} >= {"de", "fr", "es", "it", "nl", "pt", "hi", "th"}


@pytest.mark.parametrize(
    "text",
    [
        "Miete letzte Woche",
        "was hat Maya letzte Woche gesagt",
        "loyer la semaine dernière",
        "huur vorige week",
        "rent last week",
    ],
)
def test_the_time_in_a_searched_text_is_read(text: str) -> None:
    last_week = time_in("last week", Scope(), NOW)[0]
    near, said = time_in(text, Scope(), NOW)
    assert near == last_week
    assert said.startswith("time: ")
    assert time_in(text, Scope(since="2024"), NOW) == (None, "")


@pytest.mark.parametrize(
    ("question", "kind", "line"),
    [
        ("Welche Links hat Maya geschickt?", "list", "from Maya"),
        ("Quels liens Maya a envoyés ?", "list", "from Maya"),
        ("¿Qué enlaces envió Maya?", "list", "from Maya"),
        ("Quali link ha inviato Maya?", "list", "from Maya"),
        ("Que links a Maya enviou?", "list", "from Maya"),
        ("Qui a écrit le plus dans Cabin trip ?", "most", "in Cabin trip"),
        ("¿Quién escribió más en Cabin trip?", "most", "in Cabin trip"),
        ("Quem escreveu mais no grupo Cabin trip?", "most", "in Cabin trip"),
        ("Wer hat das Wort Kaution zuerst erwähnt?", "first", "everything, with “Kaution”"),
        ("Quel est le dernier message de Tom ?", "last", "from Tom"),
        ("¿Cuál es el último mensaje de Tom?", "last", "from Tom"),
        ("Qual è l'ultimo messaggio di Tom?", "last", "from Tom"),
        ("Qual é a última mensagem do Tom?", "last", "from Tom"),
        ("Welke links heeft Maya gestuurd?", "list", "from Maya"),
        ("Toon alle links van Maya", "list", "from Maya"),
        ("Laat me alle links van Maya zien", "list", "from Maya"),
        ("Wie schreef het meest in Cabin trip?", "most", "in Cabin trip"),
        ("Wie heeft het minst geschreven in Cabin trip?", "least", "in Cabin trip"),
        ("Wie heeft het woord borg als eerste genoemd?", "first", "everything, with “borg”"),
        ("Wat is het laatste bericht van Tom?", "last", "from Tom"),
        ("Wat is het eerste bericht van Tom?", "first", "from Tom"),
        ("Wanneer heeft Tom voor het laatst geschreven?", "last", "from Tom"),
        ("Hoeveel berichten zijn er behalve van Tom?", "count", "from anyone but Tom"),
        ("Hoeveel foto's heeft Tom gestuurd?", "count", "from Tom"),
        ("Hoeveel berichten waren er op donderdag 22 oktober?", "count", "22 Oct"),
        ("Wie viele Nachrichten gibt es außer von Tom?", "count", "from anyone but Tom"),
        ("Wie viele Nachrichten gab es am Donnerstag, 22. Oktober?", "count", "22 Oct"),
        ("¿Cuántos mensajes hubo el jueves 22 de octubre?", "count", "22 Oct"),
        ("Combien de messages y a-t-il eu le jeudi 22 octobre ?", "count", "22 Oct"),
        ("Quante foto ci sono state giovedì 22 ottobre?", "count", "22 Oct"),
        ("Quantas mensagens houve na quinta-feira, 22 de outubro?", "count", "22 Oct"),
    ],
)
def test_whole_sets_in_other_words(question: str, kind: str, line: str) -> None:
    reading = read(question)
    assert (reading.whole_set, reading.plan.line) == (kind, line)


@pytest.mark.parametrize(
    "question",
    [
        "le loyer de novembre",
        "la renta de noviembre",
        "l'affitto di novembre",
        "a renda de novembro",
        "de huur van november",
    ],
)
def test_the_month_that_something_is_of_is_not_when_it_was_said(question: str) -> None:
    assert days(read(question)) == (None, None)


@pytest.mark.parametrize(
    ("question", "expects"),
    [
        ("Quant'è la caparra?", "amount"),
        ("Wat kost de hut?", "amount"),
        ("Hoeveel is de borg?", "amount"),
        ("किराया कितना है?", "amount"),
        ("ค่ามัดจำเท่าไหร่", "amount"),
        ("รถไฟออกกี่โมง", "clock"),
    ],
)
def test_what_is_asked_for(question: str, expects: str) -> None:
    assert read(question).expects == expects
