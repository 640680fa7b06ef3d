"""Words as people write and type them, through a real index: what is stored in one form is found by another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.index import Index
from index.types.search import Query
from tests.index.kit import DocumentPart, Memory, add, add_records, bodies, chat, find, said

FAR = 600
"""Minutes between messages that have nothing to do with each other."""


def hold(index: Index, *texts: str) -> Index:
    add_records(index, [chat(), *(said(text, FAR * n) for n, text in enumerate(texts))])
    return index


def both_ways(forms: Sequence[str]) -> list[tuple[str, str]]:
    return [(stored, typed) for stored in forms for typed in forms]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        *both_ways(["1299.50", "1,299.50", "1.299,50", "1'299.50", "1\u00a0299,50"]),
        *both_ways(["2598", "2 598", "2\u00a0598", "2\u2009598", "2.598", "2,598"]),
        *both_ways(["12,50", "12.50"]),
        *both_ways(["+49 171 1234567", "0171 1234567", "0171/123-45-67", "00491711234567", "+49 (0)171 1234567"]),
        *both_ways(["DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "de89 3704 00440532 013000"]),
        *both_ways(["4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111"]),
        *both_ways(["4pm", "4 pm"]),
        *both_ways(["5km", "5 km"]),
        *both_ways(["wifi", "wi-fi", "wi fi", "Wi-Fi"]),
        *both_ways(["email", "e-mail", "E-Mail"]),
        *both_ways(["ServerFactory", "server_factory", "server factory", "serverFactory"]),
        *both_ways(["München", "Muenchen", "munchen"]),
        *both_ways(
            ["Donaudampfschiff", "Donau\u00addampf\u00adschiff", "Donau\u200bdampfschiff", "Donaudampf-\nschiff"]
        ),
        *both_ways(["office", "oﬃce"]),
        *both_ways(["ijs", "ĳs"]),
        ("1,299.50", "1299"),
        ("2 598,00", "2598"),
        ("call (030) 1234-567", "1234567"),
        ("class QuickFoxJumper", "fox"),
        ("def quick_fox_run():", "fox"),
        ("class QuickFoxJumper", '"fox"'),
        ("def quick_fox_run():", '"fox"'),
        ("new ServerFactory()", '"server factory"'),
        ("die Kühlschrankreparatur", "Kühlschrank"),
        ("die Kühlschrankreparatur", "kuhlschrank"),
        ("die Kühlschrankreparatur", "Reparatur"),
        ("een nieuwe fietsenstalling", "fietsen"),
        ("en ny kjøkkenbenk", "kjøkken"),
        ("the summerhouse", "house"),
        ("das war das Mietvertragsende", "Vertrag"),
        ("die Rechnungen", "Rechnung"),
        ("die Rechnung", "Rechnungen"),
        ("las habitaciones", "habitacion"),
        ("Restaurante Sol", "restaurant"),
        ("see example26.com/flat/281", "flat"),
        ("see example26.com/flat/281", '"example26.com/flat/281"'),
        ("see example26.com/flat/281 soon", '"see example26.com/flat/281"'),
        ("किताबें यहाँ हैं", "किताब"),
    ],
)
def test_what_is_stored_in_one_form_is_found_by_another(index: Index, stored: str, typed: str) -> None:
    hold(index, "something else", f"It is {stored} here", "nothing of that")
    result = find(index, typed)
    assert bodies(result.hits)[:1] == [f"It is {stored} here"]
    assert result.note == ""


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("1,299.50", "1300"),
        ("+49 171 1234567", "0171 1234568"),
        ("+49 171 1234567", "0172 1234567"),
        ("on 2024-03-05", "20240305"),
        ("another mother", "other"),
        ("a thousand", "house"),
        ("the planet", "plan"),
        ("foxtrot", "fox"),
        ("it's lot 5", "slot"),
        ("maybe to get her", "together"),
        ("GmbH", "Gmb"),
    ],
)
def test_what_is_not_the_same_is_not_found(index: Index, stored: str, typed: str) -> None:
    hold(index, f"It is {stored} here")
    assert find(index, typed).hits == ()


def test_a_word_counts_more_than_one_that_holds_it(index: Index) -> None:
    hold(index, "Kühlschrankreparatur", "Kühlschrank", "Kühlschränke, zwei", "Zweitkühlschrankkauf")
    assert bodies(find(index, "Kühlschrank").hits)[0] == "Kühlschrank"
    assert len(find(index, "Kühlschrank").hits) == 4


def test_words_of_addresses_count_less_than_words_of_texts(index: Index) -> None:
    hold(
        index,
        "https://example26.com/flat/deposit",
        "the deposit of the flat in the old town is what we have to pay before we get the keys on Monday",
        "www.example.com/flat-deposit",
    )
    assert bodies(find(index, "flat deposit").hits)[0].startswith("the deposit")
    assert len(find(index, "flat deposit").hits) == 3


def test_an_address_is_left_out_as_a_whole(index: Index) -> None:
    hold(index, "see https://example.com/flat now", "see it now")
    assert bodies(find(index, "see -https://example.com/flat").hits) == ["see it now"]


def test_files_are_found_by_broken_words_too(index: Index) -> None:
    add(
        index,
        Memory({"a.pdf": [DocumentPart("Der Miet\u00advertrag der Woh-\nnung", "page 1")]}, kinds={"a.pdf": "pdf"}),
    )
    assert len(find(index, "Mietvertrag").hits) == 1
    assert len(find(index, "Wohnung").hits) == 1
    assert len(find(index, '"Mietvertrag der Wohnung"').hits) == 1


def test_words_that_only_ask_in_another_language_are_left_out(index: Index) -> None:
    hold(index, "Wie ist die Lage?", "Kaution", "die ist hoch, wie ist die?")
    asked = Query("Wie hoch ist die Kaution?", stop_words=frozenset(("wie", "ist", "die")))
    result = index.search(asked)
    assert bodies(result.hits)[0] == "Kaution"
    assert result.reading == ("words: “hoch”, “Kaution”",)


def test_what_was_taken_in_since_is_found_and_what_was_forgotten_is_not(index: Index) -> None:
    hold(index, "Kühlschrank")
    assert len(find(index, "Kühlschrank").hits) == 1
    add_records(index, [chat(), said("Kühlschrankreparatur", 9000)], "b")
    assert len(find(index, "Kühlschrank").hits) == 2


def test_a_search_that_finds_nothing_counts_such_words_without_its_filter(index: Index) -> None:
    hold(index, "Kühlschrankreparatur")
    (loosened,) = find(index, "Kühlschrank", since_ms=2_000_000_000_000).loosen
    assert (loosened.what, loosened.hits) == ("time", 1)
