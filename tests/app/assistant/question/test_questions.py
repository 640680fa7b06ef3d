"""Questions in people's own ways of asking, over a home with awkward names: what each is planned as."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.assistant.question.forms import SOURCE_WORDS
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.plan import plan_question
from app.assistant.types import Scope
from index.errors import AmbiguousName, NotFound
from index.index import Index
from index.sources import detect
from tests.app.assistant.homes import indexed

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)  # a Thursday
CHATS = {
    "March": ("May Lin", "Mark Reyes", "Alex Moreno"),
    "Hikers 🏔️": ("🦊 Fox", "Tom Baker", "Anna-Lena O'Brien", "Alex Moreno"),
    "Büro": ("Tom Okafor", "Zoë Núñez", "Alex Moreno"),
    "Cabin": ("Maya Lindqvist", "Jonas Weber", "田中花子", "Alex Moreno"),
    "Elena": ("Elena", "Alex Moreno"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("home")
    for title, people in CHATS.items():
        lines = [f"01/10/2026, 09:{n:02d} - {who}: the deposit is {n} euros" for n, who in enumerate(people)]
        (folder / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines), encoding="utf-8")
    with indexed(folder, "Alex Moreno") as index:
        yield index


def read(home: Index, question: str, scope: Scope | None = None) -> Interpretation:
    return plan_question(question, scope or Scope(), home, NOW)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        # a whole word of a name goes before the beginning of another: May is not Maya
        ("how many messages did May send?", "from May Lin"),
        ("What did May say in May?", "from May Lin, 1–31 May"),
        ("how many messages did Mark send in March?", "from Mark Reyes, 1–31 Mar"),
        ("how many messages were sent in March?", "1–31 Mar"),
        ("how many messages in the March chat?", "in March"),
        ("how many messages in “March”?", "in March"),
        # accents, hyphens and pictures may be left out
        ("what did Zoe say?", "from Zoë Núñez"),
        ("how many messages did ZOË NUÑEZ send?", "from Zoë Núñez"),
        ("what did Anna Lena say?", "from Anna-Lena O'Brien"),
        ("how many messages did the fox send?", "from 🦊 Fox"),
        ("how many messages did 田中花子 send?", "from 田中花子"),
        ("who wrote most in Hikers 🏔️?", "in Hikers 🏔️"),
        # several people are several
        ("how many messages did Maya and Jonas send?", "from Maya Lindqvist and Jonas Weber"),
        ("what did Elena, Jonas and Maya say?", "from Elena and Jonas Weber and Maya Lindqvist"),
        ("who wrote more, Maya or Jonas?", "from Maya Lindqvist and Jonas Weber"),
        ("who wrote more, Maya or me?", "from Maya Lindqvist and Alex Moreno"),
        ("did Maya write more than Jonas?", "from Maya Lindqvist and Jonas Weber"),
        ("has jonas sent fewer messages than Maya did in March?", "from Jonas Weber and Maya Lindqvist, 1–31 Mar"),
        ("how many more messages did I write than Jonas?", "from Alex Moreno and Jonas Weber"),
        # to whom
        ("when did I last write to Elena?", "from Alex Moreno, in Elena"),
        ("when did Elena and I last talk?", "in Elena"),
        ("what was my last message?", "from Alex Moreno"),
        # which of two Toms is told by the chat
        ("how many messages did Tom send in Büro?", "from Tom Okafor, in Büro"),
        # when, and what it was about
        ("messages from yesterday", "11 Nov"),
        ("list all links from 2025", "1 Jan 2025 – 31 Dec 2025"),
        ("anything from Jonas today?", "from Jonas Weber, 12 Nov"),
        ("what did I miss today?", "12 Nov"),
        ("what happened in Cabin in October?", "in Cabin, 1–31 Oct"),
        ("what's new since Monday?", "since 9 Nov"),
        ("any news from Maya this week?", "from Maya Lindqvist, 9–15 Nov"),
        ("what is going on in Cabin?", "in Cabin"),
        ("what is the new deposit?", "about: new deposit"),
        ("what did Maya say about Friday?", "from Maya Lindqvist, about: Friday"),
        ("what did Mark say about Maya?", "from Mark Reyes, about: Maya"),
        ("what did we talk about yesterday?", "11 Nov"),
        # how many
        ("show the last 3 messages from Jonas", "from Jonas Weber, the last 3"),
        ("what are the 10 most recent messages from Maya?", "from Maya Lindqvist, the last 10"),
        # where it was written
        ("what did Elena say on Telegram?", "from Elena, source telegram"),
        ("how many WhatsApp messages did Elena send?", "from Elena, source whatsapp"),
        ("how many emails did Elena send?", "from Elena, source email"),
        ("what did Elena tell me by e-mail?", "from Elena, source email"),
        ("in my notes, what is on the packing list?", "files only, about: packing list"),
        # everybody but some
        ("how many messages did everyone but Maya write in Cabin?", "from anyone but Maya Lindqvist, in Cabin"),
        ("what did everybody except Maya and Jonas say?", "from anyone but Maya Lindqvist and Jonas Weber"),
        ("list all links not from Elena", "from anyone but Elena"),
        ("messages from anyone but me in March", "from anyone but Alex Moreno, 1–31 Mar"),
        ("who wrote most in Cabin, apart from Jonas?", "from anyone but Jonas Weber, in Cabin"),
        # what messages hold, and the ends of a set
        ("how many messages contain a link?", "everything, with links"),
        ("how many messages with photos did Jonas send?", "from Jonas Weber, with photos"),
        ("list the last 3 links from Maya", "from Maya Lindqvist, the last 3 links"),
        ("what were the first two amounts in Cabin?", "in Cabin, the first 2 amounts"),
        ("which chats is Jonas in?", "from Jonas Weber"),
        ("what did I promise in Cabin?", "from Alex Moreno, in Cabin"),
    ],
)
def test_who_where_and_when(home: Index, question: str, line: str) -> None:
    assert read(home, question).plan.line == line


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("count the messages in Cabin", "count"),
        ("total number of messages", "count"),
        ("which person wrote the fewest messages?", "least"),
        ("who talked the least in Cabin?", "least"),
        ("who texts the most in the Cabin group?", "most"),
        ("what was the first thing Zoë wrote?", "first"),
        ("what's the last thing Elena said?", "last"),
        ("when was the last time I heard from Jonas?", "last"),
        ("number of messages per person in Cabin", "people"),
        ("who has written since yesterday?", "people"),
        ("messages per chat", "chats"),
        ("who wrote the letter?", None),
        ("what was the first thing Zoë wrote about the hut?", None),
        ("how many messages did everyone but Maya write?", "count"),
        ("how many people other than me wrote in Cabin?", "people"),
        ("who is in Cabin?", "people"),
        ("who is in Lisbon?", None),
        ("who is the quietest in Cabin?", "least"),
        ("which chats has Jonas written in?", "chats"),
        # what is not worked out is said to be so, never searched for
        ("how many unread messages do I have?", "uncounted"),
        ("which day had the most messages?", "when"),
        ("what percentage of messages did Jonas write?", "uncounted"),
        ("who wrote most to Jonas?", "uncounted"),
        ("who sent more photos, Maya or Jonas?", "uncounted"),
        ("did Maya write more than Jonas?", "most"),
        ("did Jonas write less than me last week?", "least"),
        ("did Maya write more than 100 messages?", None),
        ("how many messages were sent to Jonas?", "uncounted"),
    ],
)
def test_whole_sets(home: Index, question: str, kind: str | None) -> None:
    assert read(home, question).whole_set == kind


@pytest.mark.parametrize(
    ("question", "kind", "many", "line"),
    [
        ("any links from Maya?", "list", "links", "from Maya Lindqvist"),
        ("do I have any invoices from Maya?", "list", "invoices", "from Maya Lindqvist"),
        ("photos from Jonas", "list", "photos", "from Jonas Weber"),
        ("messages with attachments from Jonas", "list", "attachments", "from Jonas Weber"),
        ("how many links were shared in Cabin?", "count", "links", "in Cabin"),
        ("who first mentioned the deposit?", "first", "messages", "everything, with “deposit”"),
        ("when did Jonas last mention the deposit?", "last", "messages", "from Jonas Weber, with “deposit”"),
        ("how many times is the word deposit used in Cabin?", "count", "messages", "in Cabin, with “deposit”"),
        ("how many messages about the deposit are there?", "count", "messages", "everything, with “deposit”"),
    ],
)
def test_sets_of_things(home: Index, question: str, kind: str, many: str, line: str) -> None:
    reading = read(home, question)
    assert (reading.whole_set, reading.things.many if reading.things else "", reading.plan.line) == (kind, many, line)


@pytest.mark.parametrize("question", ["what did Tom say about the deposit?", "did Tom or Jonas mention the deposit?"])
def test_two_of_a_first_name_are_asked_back(home: Index, question: str) -> None:
    with pytest.raises(AmbiguousName) as caught:
        read(home, question)
    labels = {c.partition("  ")[2] for c in caught.value.candidates}
    assert labels == {"Tom Baker in Hikers 🏔️", "Tom Okafor in Büro"}


@pytest.mark.parametrize("question", ["how many messages did Grace send?", "when did Ömer last write?"])
def test_messages_of_nobody_are_not_searched_for(home: Index, question: str) -> None:
    with pytest.raises(NotFound, match=r"Grace|Ömer"):
        read(home, question)


def test_flags_take_several_people_and_chats(home: Index) -> None:
    reading = read(home, "how many messages are there?", Scope(person="maya, jonas"))
    assert reading.plan.line == "from Maya Lindqvist and Jonas Weber"
    assert home.count(reading.plan.filters) == 2


def test_who_has_no_chat_of_two_is_told(home: Index) -> None:
    with pytest.raises(NotFound, match="no chat of two with Jonas Weber"):
        read(home, "when did I last write to Jonas?")
    assert read(home, "what did I write to Jonas about the deposit?").about == ("deposit",)


def test_whose_words_nobody_has_can_only_be_reported(home: Index) -> None:
    assert read(home, "what did Zebediah say about the deposit?").stranger == "Zebediah"
    assert read(home, "what did Jonas say about the deposit?").stranger == ""


def test_a_telephone_number_is_asked_for_by_its_owner(home: Index) -> None:
    assert read(home, "what's Jonas's new number?").expects == "phone"


def test_what_people_call_a_source_is_a_kind_that_there_is() -> None:
    assert set(SOURCE_WORDS.values()) <= {source.kind for source in detect.SOURCES}


@pytest.mark.parametrize(("words", "kind"), [("on Instagram", "messenger"), ("on Google Chat", "google-chat")])
def test_a_messenger_goes_by_the_kind_that_its_exports_have(home: Index, words: str, kind: str) -> None:
    assert read(home, f"how many messages did Maya write {words}?").plan.filters.sources == (kind,)
