from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.sanitize import clean, clean_line


@pytest.mark.parametrize(
    "harmless",
    [
        "",
        "See you at 19:30",
        "two\nlines\tand a tab",
        "naïve café — “quoted” … 3 €",
        "東京で会いましょう",
        "שלום עולם",
        "مرحبا",
        "می‌خواهم",
        "क्‍ष",
        "👩‍👩‍👧 family",
        "❤️ 👍🏽 🏳️‍🌈 1️⃣ ©️",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100",
        "z̃̂",
    ],
)
def test_what_people_write_stays_as_it_is(harmless: str) -> None:
    assert clean(harmless) == harmless


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x9b2J", "�2J"),
        ("\x00\x7f\x08", "␀␡␈"),
        ("a\r\nb\rc\x0cd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("user\u202egpj.exe", "usergpj.exe"),
        ("\u2066x\u2069\u202ay\u202c", "xy"),
        ("pay\u200bpal\u2060\ufeff\u00ad", "paypal"),
        ("a\u200db\u200cc", "abc"),
        ("\u200e<attached>\u200f", "<attached>"),
        ("a\ufe0f", "a"),
        ("hi\U000e0068\U000e0069", "hi"),
        ("x\U000e0101", "x"),
        ("\u3164", " "),
        ("\ud83d broken", "� broken"),
        ("e" + "\u0301" * 40, "e" + "\u0301" * 6),
    ],
)
def test_tricks_are_made_visible_or_removed(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


def test_direction_marks_stay_where_a_right_to_left_script_needs_them() -> None:
    assert clean("שלום!\u200f (ok)") == "שלום!\u200f (ok)"


@given(st.text(st.characters(codec=None)))
def test_nothing_that_acts_on_a_terminal_survives(text: str) -> None:
    shown = clean(text)
    assert all(unicodedata.category(letter) not in ("Cc", "Cs") or letter in "\n\t" for letter in shown)
    assert not any(letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for letter in shown)
    assert clean(shown) == shown
    shown.encode()


def test_a_line_is_one_line() -> None:
    assert clean_line("  a\n b\u2029c\t\x1b ") == "a b c ␛"
