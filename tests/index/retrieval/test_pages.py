"""Hits page by page and by date, whole sets counted, and the filters that say what a hit is and holds."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from index.index import Index
from index.types.records import (
    Attachment,
    ChatRecord,
    DocumentPart,
    DocumentRecord,
    MessageRecord,
    Record,
    Sender,
    Timestamp,
)
from index.types.search import Filters, Query, TallyGroup
from tests.fakes import HashEmbedder
from tests.index.kit import START_MS, Memory, add, bodies, chat, said

DAY = 24 * 60
MINE = Sender("display_name", "Alex", "Alex", is_me=True)


def mail(subject: str, body: str, minute: int, by: str) -> list[Record]:
    sender = Sender("email", f"{by.casefold()}@example.org", by)
    time = Timestamp(START_MS + minute * 60_000, 0, "user", "min")
    return [ChatRecord(subject, subject, "mail"), MessageRecord(subject, subject, sender, time, f"{subject}\n\n{body}")]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("life") / "index.db", zone=UTC, create=True)
    group = [
        chat(title="Cabin"),
        said("the cabin is booked", 0, by="Maya", attachments=(Attachment("IMG-20231114-WA0001.jpg"),)),
        said("look at https://example.org/cabin", 1, by="Tom"),
        said("the cabin at example26.com/flat/281 is nice", 2, by="Ann"),
        said("e.g. the old cabin.then we see", 40 * DAY, by="Tom", attachments=(Attachment("PTT-1.opus"),)),
        said("mail me: tom@example.org", 41 * DAY, by="Tom", attachments=(Attachment("image omitted"),)),
        said("no time for the cabin", None, by="Ann"),
        said("a clip", 42 * DAY, by="Ann", attachments=(Attachment("trip.mp4"), Attachment("Bild 1.pdf"))),
    ]
    time = Timestamp(START_MS + 50 * DAY * 60_000, 0, "user", "min")
    two = [
        ChatRecord("c2", "Maya", "direct"),
        said("bring the lamp please", 50 * DAY, by="Maya", chat="c2"),
        MessageRecord("c2", None, MINE, time, "lamp packed"),
    ]
    mails = [
        *mail("Lamp invoice", "the lamp costs 20 euros", 60 * DAY, "Zoe"),
        *mail("Hello", "see www.example.org", 0, "Zoe"),
    ]
    note: list[Record] = [
        DocumentRecord("Packing", time),
        DocumentPart("lamp, cabin socks"),
        DocumentPart("see https://example.org", "end"),
    ]
    files: dict[str, list[Record]] = {
        "a": group,
        "b": two,
        "m": mails,
        "n": note,
        "p": [DocumentRecord("Lease"), DocumentPart("the cabin lease")],
    }
    files |= {
        "e": [DocumentRecord("Party", time), DocumentPart("Party at the cabin")],
        "v": [DocumentRecord("Addresses"), DocumentPart("Zoe")],
    }
    kinds = {
        "a": "whatsapp",
        "b": "whatsapp",
        "m": "email",
        "n": "markdown",
        "p": "pdf",
        "e": "calendar",
        "v": "contacts",
    }
    add(index, Memory(files, kinds=kinds), embedder=HashEmbedder())
    return index


def found(index: Index, text: str = "", **filters: object) -> set[str]:
    query = Query(text, Filters(**filters), 50, order="oldest")  # type: ignore[arg-type]
    return set(bodies(index.search(query).hits))


def person(index: Index, name: str) -> tuple[int, ...]:
    return index.find_people(name)


LINKS = {
    "look at https://example.org/cabin",
    "the cabin at example26.com/flat/281 is nice",
    "Hello\n\nsee www.example.org",
}


def test_links_are_told_from_what_only_has_a_dot_and_from_addresses(life: Index) -> None:
    assert found(life, has=("link",)) == {*LINKS, "see https://example.org"}
    assert found(life, "cabin", has=("link",)) == LINKS - {"Hello\n\nsee www.example.org"}
    assert set(bodies(life.messages(Filters(has=("link",))))) == LINKS


def test_what_is_attached_is_told_by_its_ending_or_by_what_stands_for_it(life: Index) -> None:
    assert found(life, has=("photo",)) == {"the cabin is booked", "mail me: tom@example.org"}
    assert found(life, has=("voice",)) == {"e.g. the old cabin.then we see"}
    assert found(life, has=("video",)) == {"a clip"}
    assert len(found(life, has=("file",))) == 4
    assert found(life, has=("link", "photo")) == set()
    assert bodies(life.messages(Filters(has=("voice",)))) == ["e.g. the old cabin.then we see"]


def test_kinds_part_what_there_is(life: Index) -> None:
    assert found(life, kind="mail") == {"Lamp invoice\n\nthe lamp costs 20 euros", "Hello\n\nsee www.example.org"}
    assert found(life, kind="note") == {"lamp, cabin socks"}
    assert found(life, kind="document") == {"the cabin lease"}
    assert found(life, kind="event") == {"Party at the cabin"}
    assert found(life, kind="contact") == {"Zoe"}
    assert found(life, kind="file") == {"lamp, cabin socks", "the cabin lease", "Party at the cabin", "Zoe"}
    assert found(life, kind="message") == found(life) - found(life, kind="file")
    assert len(life.messages(Filters(kind="mail"))) == 2
    assert life.messages(Filters(kind="note")) == []


def test_what_is_written_to_somebody_is_what_others_wrote_in_a_chat_of_two(life: Index) -> None:
    assert found(life, to=person(life, "Maya")) == {"lamp packed"}
    assert found(life, to=person(life, "me")) == {"bring the lamp please"}
    assert bodies(life.messages(Filters(to=person(life, "me")))) == ["bring the lamp please"]
    assert found(life, to=person(life, "Tom")) == set()


def test_filters_can_be_turned_round_and_joined(life: Index) -> None:
    tom, ann = Filters(people=person(life, "Tom")), Filters(people=person(life, "Ann"))
    assert found(life, "cabin", without=(tom, Filters(kind="file"))) == {
        "the cabin is booked", "the cabin at example26.com/flat/281 is nice", "no time for the cabin"
    }  # fmt: skip
    assert found(life, "cabin", one_of=((tom, ann),)) >= {"no time for the cabin", "look at https://example.org/cabin"}
    assert found(life, one_of=((tom,), (ann,))) == set()
    assert len(life.messages(Filters(one_of=((tom, ann),), without=(Filters(has=("photo",)),)))) == 5
    assert found(life, "booked nice", wordings=(("booked", '"is nice"'),)) == {
        "the cabin is booked", "the cabin at example26.com/flat/281 is nice"
    }  # fmt: skip


def test_by_date_what_has_all_words_is_listed_and_what_has_no_time_comes_last(life: Index) -> None:
    for order in ("newest", "oldest"):
        hits = life.search(Query("the cabin", limit=20, order=order)).hits
        times = [hit.time for hit in hits if hit.time]
        assert times == sorted(times, reverse=order == "newest")
        assert [hit.time for hit in hits[len(times) :]] == [None] * (len(hits) - len(times))
        assert len(hits) == life.tally(Query("the cabin")).messages + life.tally(Query("the cabin")).passages
    assert bodies(life.search(Query("lamp euros", order="newest")).hits) == ["Lamp invoice\n\nthe lamp costs 20 euros"]
    some = life.search(Query("lamp lease", order="newest"))
    assert len(some.hits) == 5
    assert "Nothing has all of these words" in some.note


def test_pages_hold_each_hit_once_whatever_their_size(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index.db", zone=UTC, create=True)
    lines = [said(f"cabin {'lake ' * (n % 5)}number {n}", n, by=("Tom", "Maya")[n % 2]) for n in range(230)]
    add(index, Memory({"a": [chat(), *lines]}), embedder=HashEmbedder())
    for order, embedder in (("relevance", None), ("relevance", HashEmbedder()), ("newest", None)):
        for limit in (7, 60):
            listed: list[str] = []
            for page in range(1, 100):
                query = Query("cabin lake", limit=limit, page=page, order=order, all=True)  # type: ignore[arg-type]
                hits = index.search(query, embedder).hits
                assert [hit.id for hit in hits] == [hit.id for hit in index.search(query, embedder).hits]
                listed += [hit.id for hit in hits]
                if not hits:
                    break
            assert len(listed) == len(set(listed)), (order, limit)
            assert len(listed) >= (184 if order == "newest" else 200)
    first = [hit.id for hit in index.search(Query("cabin lake", limit=20)).hits]
    paged = [hit.id for page in (1, 2) for hit in index.search(Query("cabin lake", limit=10, page=page)).hits]
    assert paged == first


def test_a_count_is_exact_and_spreads_over_months_people_and_chats(life: Index) -> None:
    assert (life.tally(Query("cabin")).messages, life.tally(Query("cabin")).passages) == (5, 3)
    assert life.tally(Query("cabin nice")).messages == 1
    assert life.tally(Query("cabin -booked")).messages == 4
    assert life.tally(Query('"the cabin"')).messages == 3
    assert life.tally(Query("lamp", Filters(kind="mail"))).messages == 1
    months = life.tally(Query("cabin"), "month").groups
    assert [(one.name, one.count) for one in months] == [
        ("2023-11", 3), ("2023-12", 1), ("2024-01", 2), (None, 2)
    ]  # fmt: skip
    people = {one.name: one.count for one in life.tally(Query("cabin"), "person").groups}
    assert people == {"Tom": 2, "Ann": 2, "Maya": 1, None: 3}
    (cabin,) = [one for one in life.tally(Query("cabin"), "chat").groups if one.name]
    assert cabin == TallyGroup(f"c{life.find_chats('Cabin')[0]}", "Cabin", 5)
    none = life.tally(Query("cabin xylophone"))
    assert (none.messages, none.passages, none.unknown) == (0, 0, ("xylophone",))
    assert none.any_word == 8


def test_words_of_a_long_mail_count_together_however_far_apart_they_stand(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index.db", zone=UTC, create=True)
    filler = "nothing of it matters here. " * 120
    add(index, Memory({"a": [chat(), said(f"the alder {filler} the birch", 0)]}))
    assert index.tally(Query("alder birch")).messages == 1
    assert len(index.search(Query("alder birch", order="newest")).hits) == 1


def test_every_hit_says_what_matched(life: Index) -> None:
    for embedder in (None, HashEmbedder()):
        for hit in life.search(Query("cabins lamp"), embedder).hits:
            marked = {hit.snippet[start:end].casefold() for start, end in hit.spans}
            assert hit.snippet
            assert marked <= {"cabin", "lamp", "lamps"}
            assert marked or not {"cabin", "lamp"} & set(hit.text.casefold().split())
    (invoice,) = life.search(Query("euros", Filters(kind="mail"))).hits
    assert invoice.snippet == "the lamp costs 20 euros"
