"""Typing slips: what counts as one, and what is never corrected."""

from __future__ import annotations

import pytest

from index.index import Index
from index.retrieval.words.dictionaries import in_dictionaries
from index.retrieval.words.slips import is_likely
from tests.fakes import HashEmbedder
from tests.index.kit import add_records, bodies, chat, find, said


def hold(index: Index, *texts: str, by: str = "Maya") -> Index:
    add_records(index, [chat(), *(said(text, 600 * n, by=by) for n, text in enumerate(texts))])
    return index


@pytest.fixture
def trip(index: Index) -> Index:
    return hold(
        index, "The deposit for the cabin is paid", "Meet in Berlin on Friday", "Code 4711 opens it", "birthday cake"
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("berlni", "Meet in Berlin on Friday"),
        ("verlin", "Meet in Berlin on Friday"),
        ("brlin", "Meet in Berlin on Friday"),
        ("berlinn", "Meet in Berlin on Friday"),
        ("depositt", "The deposit for the cabin is paid"),
        ("brithday cakes", "birthday cake"),
    ],
)
def test_a_word_that_is_nowhere_finds_the_nearest(trip: Index, typed: str, found: str) -> None:
    result = find(trip, typed)
    assert bodies(result.hits)[:1] == [found]
    assert f"Nothing has “{typed.split(maxsplit=1)[0]}”: searched for" in result.note


@pytest.mark.parametrize(
    ("stored", "typed", "meant"),
    [
        ("my passport is lost", "pasport", "passport"),
        ("she runs a marathon", "maraton", "marathon"),
        ("asbestos in the roof", "asbestus", "asbestos"),
        ("two receipts of the hotel", "reciept", "receipts"),
        ("Der Kühlschrank ist leer", "kuhlshrank", "Kühlschrank"),
        ("la fenêtre est ouverte", "fenètrre", "fenêtre"),
        ("паспорт на столе", "паспотр", "паспорт"),
        ("το διαβατήριο είναι εδώ", "διαβατηροι", "διαβατήριο"),
        ("किताबें यहाँ", "किताबेंं", "किताबें"),
        ("הדרכון על השולחן", "הדרכוון", "הדרכון"),
    ],
)
def test_it_says_the_word_as_it_is_written_and_never_its_stem(
    index: Index, stored: str, typed: str, meant: str
) -> None:
    hold(index, "something else", stored)
    result = find(index, typed)
    assert bodies(result.hits) == [stored]
    assert result.note in ("", f"Nothing has “{typed}”: searched for “{meant}”.")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("hotel", "a hole, ich hole dich"),
        ("raise", "rain all day"),
        ("forgot", "Fargo is a film"),
        ("spend", "send it"),
        ("hoch", "noch ein Bier"),
        ("exchange", "a change, chang"),
        ("date", "too late"),
        ("seine", "seit gestern"),
        ("Straße", "Strafe"),
        ("maison", "saison"),
        ("привет", "привез"),
        ("كتاب", "كتاف"),
    ],
)
def test_a_word_of_some_language_is_never_taken_for_another(index: Index, typed: str, stored: str) -> None:
    result = find(hold(index, stored), typed)
    assert (result.hits, result.note) == ((), "")


def test_a_word_that_the_index_holds_in_another_form_is_none(index: Index) -> None:
    hold(index, "die Zwuffelreparatur", "Knarfels", "zwuffen")
    for typed in ("Zwuffel", "Knarfel", "Zwuffelreparaturen"):
        assert find(index, typed).note == ""
        assert len(find(index, typed).hits) >= 1


def test_numbers_short_words_and_known_words_are_left_as_they_are(trip: Index) -> None:
    assert find(trip, "4712").hits == ()
    assert find(trip, "bin").hits == ()
    assert find(trip, "cabin").note == ""
    assert find(trip, "xylophonist").hits == ()
    assert find(trip, "brelni").hits == (), "two slips in a short word"
    assert "beginnings: “berl”" in find(trip, "berl*").reading


def test_search_by_meaning_goes_by_what_was_meant(trip: Index) -> None:
    list(trip.embed_pending(HashEmbedder()))
    (slip, *_), (right, *_) = (find(trip, text, HashEmbedder()).hits for text in ("berlni frday", "Berlin Friday"))
    assert slip.text == "Meet in Berlin on Friday"
    assert slip.explain["meaning"]["score"] == pytest.approx(right.explain["meaning"]["score"])


def test_a_guess_counts_less_than_what_is_there(index: Index) -> None:
    hold(index, "the passport", "the drawer", "nothing")
    assert bodies(find(index, "pasport drawer").hits)[0] == "the drawer"


def test_a_name_is_taken_for_the_person_of_nearly_that_name(index: Index) -> None:
    hold(index, "see you at noon", "bring the mark", by="Marc Weber")
    result = find(index, "Mrac noon")
    assert result.note == "Nothing has “Mrac”: searched for “Marc”."
    assert "people: “Marc”" in result.reading
    assert bodies(result.hits)[0] == "see you at noon"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("berlni", "berlin"),
        ("verlin", "berlin"),
        ("berllin", "berlin"),
        ("adres", "adress"),
        ("привнт", "привет"),
        ("yug", "zug"),
    ],
)
def test_likely_slips(typed: str, meant: str) -> None:
    assert is_likely(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"), [("merlin", "berlin"), ("brlin", "berlin"), ("same", "same"), ("bxrlqn", "berlin")]
)
def test_less_likely_slips(typed: str, meant: str) -> None:
    assert not is_likely(typed, meant)


def test_the_likelier_word_is_taken(index: Index) -> None:
    hold(index, "berlin", "merlin", "merlin again")
    assert find(index, "verlin").note == "Nothing has “verlin”: searched for “berlin”."


@pytest.mark.parametrize(
    "word", ["hotel", "Hotel", "Straße", "été", "gewoon", "città", "coração", "mañana", "привет", "سلام"]
)
def test_words_of_the_dictionaries(word: str) -> None:
    assert in_dictionaries([word, "berlni"]) == {word}


@pytest.mark.parametrize("word", ["berlni", "pasport", "привте", "किताब", "東京", '"a', "a\n", ""])
def test_other_words(word: str) -> None:
    assert in_dictionaries([word]) == frozenset()


def test_answers_of_the_dictionaries_stay_right_however_many_there_are() -> None:
    assert in_dictionaries(["hotel", *(f"nowhere{n}" for n in range(1500))]) == {"hotel"}
    assert in_dictionaries(["hotel", "berlni"]) == {"hotel"}


def test_of_a_pasted_page_only_some_words_are_taken_for_slips(index: Index) -> None:
    words = [f"zwuffel{letter}schaft" for letter in "abcdefghijklm"]
    hold(index, " ".join(words))
    result = find(index, " ".join(word.replace("schaft", "xschaft") for word in words))
    assert result.note.count("Nothing has") == 6


ORDINARY = {
    "de": (
        "Ich wohne seit März in Köln, wir fahren morgen",
        "seine unsere deine hätte fährt seid wohnen Köche morgens",
    ),
    "en": ("I live near the beach, we were hungry", "lived where hunger beaches nearer hers theirs"),
    "es": ("tenemos mucha hambre, los niños juegan", "niñas jugaba tuvimos nuestra cuando hombre mucho jugamos"),
    "fr": ("nous avons faim, les enfants jouent", "avions enfant jouait notre leurs depuis jouer"),
    "hi": ("बच्चे खेल रहे हैं, हम पास रहते हैं", "बच्चा बच्ची बच्चों रहता रहती खेलता हमारे तुम्हारी"),
    "it": ("abbiamo fame, i bambini giocano", "bambine giocava abbiano nostra quando giocare"),
    "nl": ("wij hebben honger, de kinderen spelen", "kinder speelde hadden onze wanneer hebt spelend"),
    "pt": ("temos fome, as crianças brincam", "criança brincava tínhamos nossa quando tempos"),
    "th": ("เด็กๆ กำลังเล่น เราหิวข้าว", "เล่นกัน ของเรา ที่ไหน หิวมาก"),
}


@pytest.mark.parametrize(
    ("language", "word"), [(language, word) for language, (_, words) in ORDINARY.items() for word in words.split()]
)
def test_ordinary_words_of_a_language_make_no_noise(index: Index, language: str, word: str) -> None:
    assert find(hold(index, ORDINARY[language][0]), word).note == ""


def test_another_form_of_a_word_is_found_where_no_dictionary_tells(index: Index) -> None:
    hold(index, "बच्चे खेल रहे हैं")
    assert len(find(index, "बच्चा").hits) == 1


def test_a_slip_is_still_told_in_a_script_without_a_dictionary(index: Index) -> None:
    hold(index, "हम समुद्र के पास रहते हैं")
    assert "समुद्र" in find(index, "समद्र").note
