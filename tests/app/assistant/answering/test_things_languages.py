"""How many of a thing there are, and all of them, asked in other languages."""

from __future__ import annotations

import pytest

from app.assistant.question.entities import asked
from app.assistant.text.translation import in_english


@pytest.mark.parametrize(
    ("question", "kind", "what"),
    [
        ("Wie viele Videos hat Tom geschickt?", "count", "video"),
        ("Wie viele Sprachnachrichten hat Tom geschickt?", "count", "audio"),
        ("Wie viele Fotos und Videos hat Tom geschickt?", "count", "visual"),
        ("Zeig mir alle Beträge", "list", "amount"),
        ("¿Cuántos vídeos envió Tom?", "count", "video"),
        ("¿Cuántas notas de voz envió Tom?", "count", "audio"),
        ("Muéstrame todos los números de teléfono", "list", "number"),
        ("Combien de vidéos Tom a-t-il envoyées ?", "count", "video"),
        ("Combien d'autocollants Tom a-t-il envoyés ?", "count", "sticker"),
        ("Liste tous les montants", "list", "amount"),
        ("Quanti video ha inviato Tom?", "count", "video"),
        ("Elenca tutti gli allegati", "list", "file"),
        ("Quantos áudios o Tom enviou?", "count", "audio"),
        ("Mostre todos os números de telefone", "list", "number"),
        ("Hoeveel video's heeft Tom gestuurd?", "count", "video"),
        ("Toon alle bedragen", "list", "amount"),
        ("Maya ने कितने वीडियो भेजे?", "count", "video"),
        ("सभी वीडियो दिखाओ", "list", "video"),
        ("Maya ส่งรูปกี่รูป", "count", "photo"),
        ("แสดงวิดีโอทั้งหมด", "list", "video"),
    ],
)
def test_things_are_asked_for_in_each_language(question: str, kind: str, what: str) -> None:
    found = asked(in_english(question))
    assert found is not None, in_english(question)
    assert (found.kind, found.things.what) == (kind, what)
