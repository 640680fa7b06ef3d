"""A home in languages that its embedder does not know is told so, with the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.home.config import EMBEDDER, Settings
from app.home.paths import Home
from app.runtime.language_fit import language_advice, speaks_others
from app.runtime.runtime import Runtime

GERMAN = ("Kommst du morgen mit in die Stadt?", "Ich habe das noch nicht gehört", "Wir sehen uns dann am Bahnhof")
ENGLISH = ("Are you coming with us tomorrow?", "I have not heard about that yet", "We will see you at the station")


@pytest.mark.parametrize(
    ("texts", "others"),
    [
        (GERMAN, True),
        (ENGLISH, False),
        ((*ENGLISH, *ENGLISH, GERMAN[0]), False),
        (("Бабушка приедет в пятницу",), True),
        (("พรุ่งนี้เจอกันนะ",), True),
        (("ok", "ja", "😀"), False),
        ((), False),
    ],
)
def test_texts_tell_whether_they_are_in_other_languages(texts: tuple[str, ...], others: bool) -> None:
    assert speaks_others(list(texts), ("en",)) is others


def test_a_german_home_with_an_english_embedder_is_told_the_command(tmp_path: Path) -> None:
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text("".join(f"12/03/2024, 09:{n + 10} - Maya: {text}\n" for n, text in enumerate(GERMAN)))
    home = Home(tmp_path / "home", tmp_path / "models")
    with Runtime(home, Settings(embedder="all-minilm-l6-v2"), use_service=False) as runtime:
        assert language_advice(runtime) == ""
        list(runtime.add([export]))
        assert f"`homebody models pull {EMBEDDER} --use`" in language_advice(runtime)
    with Runtime(home, Settings(), use_service=False) as runtime:
        assert language_advice(runtime) == ""
