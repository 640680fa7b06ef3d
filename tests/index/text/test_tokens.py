"""Words and signs as keyword search knows them."""

from __future__ import annotations

import pytest

from index.text.tokens import as_written, folded, is_word, searchable


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
        ("カ\u3099ラス", "ガラ ラス ス"),
        ("Ёлка", "Елка"),
        ("θάλασσα", "θαλασσα"),
        ("أحمد وَالمطعم في الله", "احمد مطعم في الله"),
        ("شَارِع ١٤", "شارع 14"),
        ("שָׁלוֹם", "שלום"),
        ("क़", "क"),
        ("Donau\u00addampf\u200bschiff\u2060fahrt", "Donaudampfschifffahrt"),
        ("می\u200cخواهم", "ميخواهم"),
        ("Kühl-\nschrank, wi-\r\n  fi", "Kühlschrank, wifi"),
        ("Müller-\nMeier 3-\n4", "Müller- Meier 3- 4"),
        ("oﬃce ﬁne ﬂat ĳs ſo m²", "office fine flat ijs so m2"),
        ("½ ① ™", "½ sign2460 ™"),
    ],
)
def test_what_has_no_spaces_is_given_some(text: str, expected: str) -> None:
    assert searchable(text).split() == expected.split()


def test_folding_takes_case_accents_and_spaces() -> None:
    assert folded("  CAFÉ\nÅse ") == "cafe ase"
    assert folded("  PLAIN\nwords ") == "plain words"
    assert folded("Ki\u00adosk ﬁn") == "kiosk fin"


@pytest.mark.parametrize(("one", "other"), [("बिल", "बाल"), ("काम", "कम"), ("กิน", "กัน"), ("বল", "বিল")])
def test_words_that_differ_in_their_vowels_alone_are_two(one: str, other: str) -> None:
    assert searchable(one) != searchable(other)


@pytest.mark.parametrize("word", ["सब्जियों", "মাছ", "மொழி", "plain"])
def test_a_word_with_vowel_signs_is_one_word_and_can_be_shown_again(word: str) -> None:
    seen = searchable(word)
    assert is_word(seen)
    assert as_written(seen) == word


@pytest.mark.parametrize(("one", "other"), [("हिंदी", "हिँदी"), ("सब्ज़ी", "सब्जी"), ("عائلة", "عائله"), ("ی", "ي")])
def test_what_is_typed_for_one_another_is_the_same(one: str, other: str) -> None:
    assert searchable(one) == searchable(other)
