"""What an amount is worth, however it is written. The table was written by hand; docs/architecture.md compares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.text.amounts import amounts
from app.assistant.text.facts import bears_out, canonical, read


def read_as(text: str) -> list[tuple[object, str]]:
    return [(fact.value, fact.unit) for fact in read(text) if fact.kind == "number" and fact.unit not in ("", "%")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3€50", "3.5", "€"),
        ("R$ 45,90", "45.9", "r$"),
        ("12 450 kr", "12450", "kr"),
        ("CHF 1'250.-", "1250", "chf"),
        ("20,-€", "20", "€"),
        ("₹1,20,000", "120000", "₹"),
        ("¥3000", "3000", "¥"),
        ("100zł", "100", "zł"),
        ("$1.2k", "1200", "$"),
        ("€3M", "3000000", "€"),
        ("€20", "20", "€"),
        ("20 €", "20", "€"),
        ("20€", "20", "€"),
        ("$5.99", "5.99", "$"),
        ("£1,250.00", "1250", "£"),
        ("1.250,00 €", "1250", "€"),
        ("1 250,00 €", "1250", "€"),
        ("1 250,50 €", "1250.5", "€"),
        ("12,50 EUR", "12.5", "€"),
        ("EUR 12.50", "12.5", "€"),
        ("USD 300", "300", "$"),
        ("300 USD", "300", "$"),
        ("20 euros", "20", "€"),
        ("5 bucks", "5", "$"),
        ("30 quid", "30", "£"),
        ("1,000,000 $", "1000000", "$"),
        ("$1,000", "1000", "$"),
        ("€1.000", "1000", "€"),
        ("1.000 €", "1000", "€"),
        ("€0.99", "0.99", "€"),
        ("0,99 €", "0.99", "€"),
        ("CHF 45.50", "45.5", "chf"),
        ("45.50 CHF", "45.5", "chf"),
        ("1'250.50 CHF", "1250.5", "chf"),
        ("€ 1.234.567,89", "1234567.89", "€"),
        ("US$ 40", "40", "$"),
        ("A$25", "25", "a$"),
        ("C$ 25.50", "25.5", "c$"),
        ("¥12,800", "12800", "¥"),
        ("3000円", "3000", "¥"),
        ("₩15,000", "15000", "₩"),
        ("₽1500", "1500", "₽"),
        ("1 500 ₽", "1500", "₽"),
        ("฿350", "350", "฿"),
        ("350 บาท", "350", "฿"),
        ("₹ 450", "450", "₹"),
        ("Rs. 450", "450", "₹"),
        ("₹12,34,567.50", "1234567.5", "₹"),
        ("49 kr", "49", "kr"),
        ("49,90 kr", "49.9", "kr"),
        ("kr 1.299,-", "1299", "kr"),
        ("199 SEK", "199", "sek"),
        ("DKK 250", "250", "dkk"),
        ("1 200 Kč", "1200", "kč"),
        ("4 990 Ft", "4990", "ft"),
        ("49,99 zł", "49.99", "zł"),
        ("1 299,00 PLN", "1299", "zł"),
        ("₺750", "750", "₺"),
        ("750 TL", "750", "₺"),
        ("€2.5k", "2500", "€"),
        ("5k €", "5000", "€"),
        ("$3M", "3000000", "$"),
        ("€1.5 million", "1500000", "€"),
        ("£10k", "10000", "£"),
        ("2 Mio. €", "2000000", "€"),
        ("10 cents", "10", "c"),
        ("50 Cent", "50", "c"),
        ("R$1.250,00", "1250", "r$"),
        ("MX$ 99.50", "99.5", "mx$"),
        ("-5 €", "5", "€"),
        ("8,- Euro", "8", "€"),
        ("€8.-", "8", "€"),
        ("12.5 €", "12.5", "€"),
        ("1.500,5 €", "1500.5", "€"),
        ("₪120", "120", "₪"),
        ("₫50.000", "50000", "₫"),
        ("200 000 ₫", "200000", "₫"),
        ("£3.50", "3.5", "£"),
        ("3.50£", "3.5", "£"),
        ("€ 7,5", "7.5", "€"),
        ("£999", "999", "£"),
        ("NOK 1 299", "1299", "nok"),
        ("2 499 NOK", "2499", "nok"),
        ("$0.5M", "500000", "$"),
        ("€750k", "750000", "€"),
        ("1.299,95 EUR", "1299.95", "€"),
        ("₹99", "99", "₹"),
        ("₹10,00,000", "1000000", "₹"),
        ("CHF 2'499.95", "2499.95", "chf"),
        ("12'000 CHF", "12000", "chf"),
        ("£1.2m", "1200000", "£"),
        ("¥1,980", "1980", "¥"),
        ("5 000 Kč", "5000", "kč"),
        ("19,99€", "19.99", "€"),
        ("4€20", "4.2", "€"),
        ("15,- €", "15", "€"),
        ("€15,-", "15", "€"),
        ("$ 1,299.99", "1299.99", "$"),
        ("1299 dollars", "1299", "$"),
        ("฿1,250.50", "1250.5", "฿"),
        ("NZ$80", "80", "nz$"),
        ("20.000 ₫", "20000", "₫"),
        ("3 million euros", "3000000", "€"),
        ("ISK 12.900", "12900", "isk"),
        ("1.000.000 €", "1000000", "€"),
    ],
)
def test_amounts(text: str, value: str, unit: str) -> None:
    assert read_as(text) == [(value, unit)]
    assert read_as(f"that was {text}, I think") == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("we owe 12,50 € for 3 tickets", "12.5", "€"),
        ("3 tickets for €12.50", "12.5", "€"),
        ("pay $40 by 5 pm", "40", "$"),
        ("the 2 rooms cost 1.200 €", "1200", "€"),
        ("on 14 March I paid 99 €", "99", "€"),
        ("table 4, 36,80 €", "36.8", "€"),
        ("rent 2026: 850 €", "850", "€"),
        ("2x 4,50 €", "4.5", "€"),
        ("call 0171 2345678 about 20 €", "20", "€"),
        ("from 10 to 15 €", "15", "€"),
        ("in 2026 850 €", "850", "€"),
        ("10-15 €", "15", "€"),
    ],
)
def test_amounts_among_other_numbers(text: str, value: str, unit: str) -> None:
    assert read_as(text) == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("5k", "5000"), ("1.2k", "1200"), ("3M", "3000000"), ("1,125 million", "1125000"), ("2 Mio.", "2000000")],
)
def test_thousands_and_millions_without_a_currency(text: str, value: str) -> None:
    assert [(fact.value, fact.unit) for fact in read(text)] == [(value, "")]


@pytest.mark.parametrize(
    "text", ["6 ft tall", "try 20 more", "10 of 15", "Fr 20 Uhr", "20% off", "0171 2345678", "3 m"]
)
def test_numbers_that_are_no_amounts(text: str) -> None:
    assert read_as(text) == []


def test_one_amount_written_twice_is_the_same_and_another_currency_is_not() -> None:
    (claimed,) = read("12450 kr")
    assert bears_out(claimed, read("12 450 kr"), None)
    assert not bears_out(claimed, read("12 450 Kč"), None)


@given(st.text(alphabet="0123456789.,'- \u00a0kMm€$Rkr", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= a.start < a.end <= len(text) and a.value for a in amounts(text, canonical))


def test_a_number_of_any_length_is_exact() -> None:
    assert [a.value for a in amounts("1" * 50 + "k", canonical)] == ["1" * 50 + "000"]
