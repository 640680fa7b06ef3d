"""What a generated sentence must not do to messages in German, French, Spanish, Italian, Portuguese and Dutch."""

from __future__ import annotations

import pytest

from app.assistant.events import Sentence
from app.assistant.grounding.checker import Checker
from tests.app.assistant.fakes import talk

CHATS = {
    "de": talk(
        "Maya: Ich bringe das rote Zelt mit", "Tom: Vielleicht kommt Jonas mit dem Boot", "Maya: Der Zug fährt um 9:40",
        "Tom: Die Hütte hat keinen Ofen", "Maya: Fährt die Fähre am Sonntag?",
    ),
    "fr": talk(
        "Maya: J'apporte la tente rouge", "Tom: Peut-être que Jonas vient avec le bateau", "Maya: Le train part à 9:40",
        "Tom: La cabane n'a pas de poêle", "Maya: Le ferry navigue dimanche ?",
    ),
    "es": talk(
        "Maya: Yo llevo la tienda roja", "Tom: Quizás Jonas viene con el barco", "Maya: El tren sale a las 9:40",
        "Tom: La cabaña no tiene estufa", "Maya: ¿El ferry navega el domingo?",
    ),
    "it": talk(
        "Maya: Io porto la tenda rossa", "Tom: Forse Jonas viene con la barca", "Maya: Il treno parte alle 9:40",
        "Tom: La baita non ha stufa", "Maya: Il traghetto naviga domenica?",
    ),
    "pt": talk(
        "Maya: Eu levo a tenda vermelha", "Tom: Talvez Jonas venha com o barco", "Maya: O comboio parte às 9:40",
        "Tom: A cabana não tem fogão", "Maya: O ferry navega domingo?",
    ),
    "nl": talk(
        "Maya: Ik neem de rode tent mee", "Tom: Misschien komt Jonas met de boot", "Maya: De trein vertrekt om 9:40",
        "Tom: De hut heeft geen kachel", "Maya: Vaart de veerboot zondag?",
    ),
}  # fmt: skip


def borne_out(language: str, sentence: str) -> bool:
    return isinstance(Checker(CHATS[language], ["Maya", "Tom", "Jonas"]).check(sentence), Sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Der Zug fährt um 9:40."),
        ("de", "Die Hütte hat keinen Ofen."),
        ("de", "Vielleicht kommt Jonas mit dem Boot."),
        ("fr", "Le train part à 9:40."),
        ("fr", "La cabane n'a pas de poêle."),
        ("es", "El tren sale a las 9:40."),
        ("es", "Quizás Jonas viene con el barco."),
        ("it", "Il treno parte alle 9:40."),
        ("pt", "O comboio parte às 9:40."),
        ("nl", "De trein vertrekt om 9:40."),
        ("nl", "Tom schrijft: de hut heeft geen kachel."),
    ],
)
def test_what_was_written_is_borne_out(language: str, sentence: str) -> None:
    assert borne_out(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        # told as certain what was left open
        ("de", "Jonas kommt mit dem Boot."),
        ("fr", "Jonas vient avec le bateau."),
        ("es", "Jonas viene con el barco."),
        ("it", "Jonas viene con la barca."),
        ("pt", "Jonas venha com o barco."),
        ("nl", "Jonas komt met de boot."),
        # turned round
        ("de", "Die Hütte hat einen Ofen."),
        ("fr", "La cabane a un poêle."),
        ("es", "La cabaña tiene estufa."),
        ("it", "La baita ha stufa."),
        ("pt", "A cabana tem fogão."),
        ("nl", "De hut heeft een kachel."),
        # told as a fact what was asked
        ("de", "Die Fähre fährt am Sonntag."),
        ("fr", "Le ferry navigue dimanche."),
        ("es", "El ferry navega el domingo."),
        ("it", "Il traghetto naviga domenica."),
        ("pt", "O ferry navega domingo."),
        ("nl", "De veerboot vaart zondag."),
        # somebody else did it, or said it
        ("de", "Tom bringe das rote Zelt mit."),
        ("fr", "Tom apporte la tente rouge."),
        ("es", "Tom llevo la tienda roja."),
        ("it", "Tom porto la tenda rossa."),
        ("pt", "Tom levo a tenda vermelha."),
        ("nl", "Tom neem de rode tent mee."),
        ("de", "Tom schreibt: der Zug fährt um 9:40."),
        ("fr", "Tom écrit : le train part à 9:40."),
        ("es", "Tom escribe: el tren sale a las 9:40."),
        ("it", "Tom scrive: il treno parte alle 9:40."),
        ("pt", "Tom escreve: o comboio parte às 9:40."),
        ("nl", "Tom schrijft: de trein vertrekt om 9:40."),
        # leaves open who it is
        ("de", "Wir nehmen den Zug um 9:40."),
        ("de", "Sie fährt um 9:40 mit dem Zug."),
        ("fr", "Nous prenons le train à 9:40."),
        ("es", "Nosotros salimos en tren a las 9:40."),
        ("it", "Noi prendiamo il treno alle 9:40."),
        ("pt", "Vocês levam o comboio às 9:40."),
        ("nl", "Wij nemen de trein om 9:40."),
    ],
)
def test_what_was_not_written_is_refused(language: str, sentence: str) -> None:
    assert not borne_out(language, sentence)
