"""Words and signs as keyword search knows them."""

from __future__ import annotations

import pytest

from index.tokens import folded, searchable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("東京駅", "東京 京駅 駅"),
        ("iPhoneを買う", "iPhone を買 買う う"),
        ("great👍🏽!", "great sign1f44d !"),
        ("🇩🇪🇫🇷", "sign1f1e9q1f1ea sign1f1ebq1f1f7"),
        ("Straße in Łódź", "Strasse in lódź"),
        ("ＡＢＣ１", "ABC1"),
        ("한국어", "한국 국어 어"),
    ],
)
def test_what_has_no_spaces_is_given_some(text: str, expected: str) -> None:
    assert searchable(text).split() == expected.split()


def test_folding_takes_case_accents_and_spaces() -> None:
    assert folded("  CAFÉ\nÅse ") == "cafe ase"
