"""Search and the other questions an index answers."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import AmbiguousName, BadQuery, NotFound
from index.index import Index
from index.types.records import DocumentPart, DocumentRecord, Record
from index.types.search import Filters, Query
from tests.fakes import HashEmbedder
from tests.index.kit import START_MS, Memory, add, add_records, bodies, chat, find, said


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("talk") / "index.db", zone=UTC, create=True)
    cabin = [
        said("When do we leave for the cabin?", 0, by="Tom"),
        said("At 14:30, bring warm socks", 1, by="Maya Keller"),
        said("Maya's birthday cake is in the fridge", 2, by="Tom"),
        said("The birthday party was great", 3, by="Tom"),
        said("I booked the boat house", 4, by="Maya Keller"),
        said("the house by the boat", 5, by="Tom"),
        said("Café Zoë at noon", 900, by="Zoë"),
    ]
    other = [said("the cabin is far", 10, by="Tom", chat="c2"), said("socks are cheap here", 11, by="Ann", chat="c2")]
    pages: list[Record] = [DocumentRecord("Cabin rules"), DocumentPart("No shoes inside the cabin", "page 1")]
    memory = Memory({"a": [chat(), *cabin, chat("c2", "Family trip"), *other], "b": pages}, kinds={"b": "pdf"})
    add(index, memory, embedder=HashEmbedder())
    return index


def test_keywords_find_stems_and_accents(talk: Index) -> None:
    assert bodies(find(talk, "booking").hits) == ["I booked the boat house"]
    assert bodies(find(talk, "cafe zoe").hits) == ["Café Zoë at noon"]


def test_quotes_minus_and_star(talk: Index) -> None:
    for embedder in (None, HashEmbedder()):
        assert bodies(find(talk, '"boat house"', embedder).hits) == ["I booked the boat house"]
        assert "birthday" not in " ".join(bodies(find(talk, "party cake -birthday", embedder).hits))
    assert bodies(find(talk, "bir*").hits) == bodies(find(talk, "birthday").hits)
    assert bodies(find(talk, "bookin*").hits) == ["I booked the boat house"]


def test_without_an_embedder_every_hit_holds_a_word_of_the_query(talk: Index) -> None:
    for hit in find(talk, "socks birthday").hits:
        assert "socks" in hit.text or "birthday" in hit.text


def test_with_an_embedder_an_answer_beside_its_question_is_found(talk: Index) -> None:
    result = find(talk, "when do we leave for the cabin", HashEmbedder(), limit=3)
    assert result.lists == ("keyword", "meaning")
    assert "At 14:30, bring warm socks" in bodies(result.hits)


def test_a_name_raises_who_wrote_it_and_who_is_named(talk: Index) -> None:
    assert bodies(find(talk, "Maya birthday").hits)[0] == "Maya's birthday cake is in the fridge"
    assert find(talk, "what did Maya say about the house").hits[0].sender == "Maya Keller"
    assert bodies(find(talk, "Maya").hits)[0] == "Maya's birthday cake is in the fridge"


def test_what_no_text_can_hold_is_left_out_of_a_query(talk: Index) -> None:
    expected = bodies(find(talk, "warm socks", HashEmbedder()).hits)
    assert bodies(find(talk, "warm s\0ocks \ud800", HashEmbedder()).hits)[:1] == expected[:1]


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("tongues") / "index.db", zone=UTC, create=True)
    texts = [
        "明日東京駅で会いましょう",
        "我家的猫很可爱",
        "오늘 한국어 공부했어요",
        "Wir treffen uns in der Straße",
        "See you 🎉🎉",
    ]
    texts += [
        "thumbs 👍🏽 up",
        "naïve Ångström",
        "ไปกินข้าวกัน",
        "the booked houses",
        "we booked a house",
        "RE-2024/117 paid",
        "बिजली का बिल भेज दो",
        "सर के बाल कटवाने हैं",
        "سنلتقي في المطعم مع العائلة",
        "Θα πάμε στη θάλασσα",
        "мой ёж",
    ]
    add_records(index, [chat(), *(said(text, 600 * n) for n, text in enumerate(texts))])
    return index


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("東京駅", "明日東京駅で会いましょう"),
        ("駅", "明日東京駅で会いましょう"),
        ("猫", "我家的猫很可爱"),
        ('"很可爱"', "我家的猫很可爱"),
        ("한국어", "오늘 한국어 공부했어요"),
        ("STRASSE", "Wir treffen uns in der Straße"),
        ("🎉", "See you 🎉🎉"),
        ("👍", "thumbs 👍🏽 up"),
        ("naive angstrom", "naïve Ångström"),
        ("กินข้าว", "ไปกินข้าวกัน"),
        ('"booked houses"', "the booked houses"),
        ('"BOOKED a House"', "we booked a house"),
        ("RE-2024/117", "RE-2024/117 paid"),
        ("बिल", "बिजली का बिल भेज दो"),
        ("बाल", "सर के बाल कटवाने हैं"),
        ('"के बाल"', "सर के बाल कटवाने हैं"),
        ("भेज*", "बिजली का बिल भेज दो"),
        ("مطعم", "سنلتقي في المطعم مع العائلة"),
        ("العائله", "سنلتقي في المطعم مع العائلة"),
        ("ΘΑΛΑΣΣΑ", "Θα πάμε στη θάλασσα"),
        ("еж", "мой ёж"),
    ],
)
def test_every_script_and_sign_is_findable(tongues: Index, typed: str, found: str) -> None:
    assert bodies(find(tongues, typed).hits)[:1] == [found]


def test_vowel_signs_tell_words_apart_and_their_slips_are_forgiven(tongues: Index) -> None:
    assert bodies(find(tongues, "बिल").hits) == ["बिजली का बिल भेज दो"]
    slip = find(tongues, "बिजलि")
    assert bodies(slip.hits) == ["बिजली का बिल भेज दो"]
    assert slip.note == "Nothing has “बिजलि”: searched for “बिजली”."


@pytest.mark.parametrize("phrase", ['"booked house"', '"book a house"', '"ook"', '"🎉 you"', '"京東"', '"बि"', '"बिज"'])
def test_a_phrase_is_found_as_it_is_written_or_not_at_all(tongues: Index, phrase: str) -> None:
    assert find(tongues, phrase).hits == ()


def test_a_word_left_out_takes_its_whole_message_along(index: Index) -> None:
    long = "first part. " * 200 + "secret ending"
    add_records(index, [chat(), said(long), said("another part", 600)])
    assert bodies(find(index, "part -secret").hits) == ["another part"]
    list(index.embed_pending(HashEmbedder()))
    assert bodies(find(index, "part -secret", HashEmbedder()).hits) == ["another part"]


def test_the_last_word_may_only_have_begun_while_it_is_typed(talk: Index) -> None:
    def typed(text: str) -> list[str]:
        return bodies(talk.search(Query(text, typing=True)).hits)

    assert typed("birthday cak")[0] == "Maya's birthday cake is in the fridge"
    assert typed("bookin") == typed("boo")[:1] == ["I booked the boat house"]
    assert typed("socks -cheap") == ["At 14:30, bring warm socks"]
    assert typed('"boat ho') == typed("boat ho")


def test_the_reading_says_how_the_query_was_understood(talk: Index) -> None:
    assert find(talk, 'Maya "boat house" keys -car bir*').reading == (
        "exactly: “boat house”",
        "words: “keys”",
        "beginnings: “bir”",
        "people: “Maya”",
        "without: “car”",
    )


@pytest.mark.parametrize("embedder", [None, HashEmbedder()])
def test_filters_are_exact_and_combine(talk: Index, embedder: HashEmbedder | None) -> None:
    trip, tom = talk.find_chats("family"), talk.find_people("tom")
    assert bodies(find(talk, "cabin socks", embedder, conversations=trip, people=tom).hits) == ["the cabin is far"]
    assert {hit.kind for hit in find(talk, "cabin", embedder, kind="file").hits} == {"file"}
    assert {hit.kind for hit in find(talk, "cabin", embedder, kind="message").hits} == {"message"}
    assert {hit.source for hit in find(talk, "cabin", embedder, sources=("pdf",)).hits} == {"pdf"}
    since = START_MS + 10 * 60_000
    late = find(talk, "the cabin is far", embedder, since_ms=since, until_ms=since + 60_000).hits
    assert bodies(late) == ["the cabin is far"]
    assert {hit.id for hit in find(talk, "cabin socks house", embedder, ids=("m1", "f10")).hits} <= {"m1", "f10"}


def test_ids_that_are_none_are_refused(talk: Index) -> None:
    for wrong in ("x1", "m", "m0", "m-1", "1", "m1; DROP TABLE message", "m99999999999999999999"):
        with pytest.raises(BadQuery):
            find(talk, "cabin", ids=(wrong,))
        with pytest.raises(BadQuery):
            talk.show(wrong)


def test_nothing_typed_shows_the_newest(talk: Index) -> None:
    result = find(talk, "  ", limit=2)
    assert result.lists == ("newest",)
    assert bodies(result.hits) == ["Café Zoë at noon", "socks are cheap here"]
    assert "cabin" not in " ".join(bodies(find(talk, "-cabin", HashEmbedder()).hits))


def test_explanations_add_up(talk: Index) -> None:
    for hit in find(talk, "cabin socks", HashEmbedder()).hits:
        assert hit.score == pytest.approx(sum(why["share"] for why in hit.explain.values()))
        assert all(hit.explain[name]["rank"] >= 1 for name in ("keyword", "meaning") if name in hit.explain)


def test_a_question_stands_below_its_answer(index: Index) -> None:
    add_records(
        index, [chat(), said("is the cabin code nine?", 0), said("yes the cabin code is nine", 500), said("x", 900)]
    )
    first, second = find(index, "cabin code").hits
    assert first.text == "yes the cabin code is nine"
    assert second.explain["question"]["share"] < 0


def test_whom_the_query_names_is_marked(talk: Index) -> None:
    for hit in find(talk, "what did Maya say about the house", HashEmbedder()).hits:
        assert ("speaker" in hit.explain) == (hit.sender == "Maya Keller")


def test_missing_vectors_are_said(index: Index) -> None:
    add_records(index, [chat(), said("one")])
    assert "off" in find(index, "one", HashEmbedder()).note
    list(index.embed_pending(HashEmbedder()))
    assert find(index, "one", HashEmbedder()).note == ""
    add_records(index, [chat(), said("two", 1)], "b")
    assert "(1)" in find(index, "one", HashEmbedder()).note


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet="\"'*-()^+:{} NEARORAND%_\0cabin", max_size=30))
def test_any_text_is_a_query_and_the_same_one_gives_the_same_list(talk: Index, text: str) -> None:
    first = find(talk, text, HashEmbedder())
    again = find(talk, text, HashEmbedder())
    assert [(h.id, h.score) for h in first.hits] == [(h.id, h.score) for h in again.hits]
    assert find(talk, text).took_ms >= 0


# ── Messages of a scope, surroundings, names ──────────────────────────────────────────────────────────────────────────


def test_the_newest_so_many_come_oldest_first(talk: Index) -> None:
    cabin = Filters(conversations=talk.find_chats("cabin"))
    assert bodies(talk.messages(cabin, newest=3)) == bodies(talk.messages(cabin))[-3:]
    assert bodies(talk.messages(cabin, limit=2)) == bodies(talk.messages(cabin))[:2]
    assert talk.messages(cabin, newest=0) == []
    assert talk.count(cabin) == 7
    assert talk.messages(Filters(kind="file")) == []
    assert talk.count(Filters(people=talk.find_people("ann"))) == 1


def test_show_gives_the_neighbours_in_order(talk: Index) -> None:
    around = talk.show("m3", context=1)
    assert [hit.id for hit in around.hits] == ["m2", "m3", "m4"]
    assert around.hits[around.position].id == "m3"
    first = talk.show("m1", context=2)
    assert (first.position, len(first.hits)) == (0, 3)
    assert len(talk.show("m1", context=0).hits) == 1
    with pytest.raises(NotFound):
        talk.show("m999")
    with pytest.raises(NotFound):
        talk.show("f999")


def test_names_fit_loosely_and_say_when_they_do_not(talk: Index) -> None:
    assert talk.find_chats("CABIN") == talk.find_chats("cab")
    assert talk.find_people("maya") == talk.find_people("Maya Keller") == talk.find_people("keller")
    assert talk.find_people("zoe") == talk.find_people("Zoë")
    with pytest.raises(NotFound) as none:
        talk.find_chats("work")
    assert "Family trip" in none.value.next_step
    with pytest.raises(NotFound, match="which of these people"):
        talk.find_people("me")


def test_a_name_that_fits_two_chats_lists_them(index: Index) -> None:
    add_records(index, [chat("1", "Cabin Norway"), chat("2", "Cabin Sweden"), chat("3", "Cabin Norway")])
    with pytest.raises(AmbiguousName) as caught:
        index.find_chats("cabin")
    assert caught.value.candidates == ("Cabin Norway", "Cabin Sweden")
    assert len(index.find_chats("norway")) == 2


def test_listings(talk: Index) -> None:
    cabin, trip = talk.chats()
    assert (cabin.title, cabin.messages, cabin.people) == ("Cabin", 7, ("Maya Keller", "Tom", "Zoë"))
    assert trip.last is not None
    assert trip.last.isoformat() == "2023-11-14T22:24:20+00:00"
    assert [(p.name, p.messages) for p in talk.people()][:2] == [("Tom", 4), ("Maya Keller", 2)]
    assert [(s.kind, s.messages, s.passages) for s in talk.sources()] == [("test", 9, 0), ("pdf", 0, 1)]


def test_keyword_search_imports_no_numpy(tmp_path: Path) -> None:
    from tests.index.store.test_connection import run

    script = """
    import sys
    from datetime import UTC
    from pathlib import Path
    from index.index import Index
    from index.types.search import Query, Filters, Query
    from tests.index.kit import add_records, chat, said
    with Index.open(Path(sys.argv[1]) / "i.db", zone=UTC, create=True) as index:
        add_records(index, [chat(), said("cabin")])
        assert index.search(Query("cabin")).hits
        index.messages(Filters())
    print([name for name in ("numpy", "sqlite_vec", "torch") if name in sys.modules])
    """
    assert run(script, tmp_path).stdout == "[]\n"


@pytest.mark.parametrize("embedder", [None, HashEmbedder()])
def test_messages_of_the_time_that_is_spoken_of_come_first(index: Index, embedder: HashEmbedder | None) -> None:
    days = [said(f"we had soup on day {day}", 1440 * day) for day in range(30)]
    add_records(index, [chat(), *days], embedder=HashEmbedder())
    start = START_MS + 12 * 86_400_000
    found = index.search(Query("soup", limit=30, near=(start, start), all=True), embedder, explain=True).hits
    assert {hit.text for hit in found[:3]} == {f"we had soup on day {day}" for day in (12, 13, 14)}
    assert len(found) == 30
    assert [hit.text for hit in found if "time" in hit.explain] == [hit.text for hit in found[:3]]
