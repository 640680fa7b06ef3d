"""What the owner wrote: a number, a list, a first and a last of it only where it is known who they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assistant.answering.aggregation import answer_from_set
from app.assistant.assistant import Assistant
from app.assistant.question.plan import plan_question
from app.assistant.types import Scope
from index.errors import OwnerUnknown
from index.index import Index
from index.sources.base import ReadContext

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)
GROUP = ("Ana Silva", "Marc Dubois", "Ana Silva", "Ivy Hart")
Home = Callable[..., Index]


def export(folder: Path, title: str, people: tuple[str, ...]) -> None:
    lines = [f"01/10/2026, 09:{n:02d} - {who}: the deposit is {n} euros" for n, who in enumerate(people)]
    (folder / f"WhatsApp Chat with {title}.txt").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened: list[Index] = []

    def make(me: str | None = None, **chats: tuple[str, ...]) -> Index:
        folder = tmp_path / f"exports{len(opened)}"
        folder.mkdir()
        for title, people in chats.items():
            export(folder, title, people)
        index = Index.open(tmp_path / f"index{len(opened)}.db", zone=UTC, create=True)
        opened.append(index)
        for _ in index.add([folder], embedder=None, context=ReadContext(UTC, me=me)):
            pass
        return index

    yield make
    for index in opened:
        index.close()


MINE = (
    "how many messages did I write?",
    "how many messages did i write",
    "how many messages have I sent in Hikers?",
    "how many messages are mine?",
    "how many messages are from me?",
    "how many messages did I get?",
    "how many messages have I received from everyone?",
    "list all links I sent",
    "what was my first message?",
    "when did I last write?",
    "when did I last write to Ana Silva?",
    "who wrote more, Ana or me?",
    "did I write more than Marc?",
    "how many messages did everyone but me write?",
    "what did I say?",
    "what did I say about the deposit?",
    "wie viele Nachrichten habe ich geschrieben?",
    "combien de messages ai-je envoyés ?",
    "mon dernier message",
    "meine letzte Nachricht",
    "Combien de messages ai-je reçus ?",
    "¿cuántos mensajes he recibido?",
    "¿cuántos mensajes escribí?",
    "quanti messaggi ho scritto?",
    "quantas mensagens enviei?",
    "hoeveel berichten heb ik gestuurd?",
    "मैंने कितने संदेश भेजे?",
    "ฉันส่งข้อความกี่ข้อความ",
)


@pytest.mark.parametrize("question", MINE)
def test_nothing_is_counted_as_the_owners_where_nobody_is_known_to_be(home: Home, question: str) -> None:
    index = home(Hikers=GROUP)
    with pytest.raises(OwnerUnknown) as refused:
        plan_question(question, Scope(), index, NOW)
    assert "homebody people me" in refused.value.next_step


@pytest.mark.parametrize(
    "question", ["how many messages do I have?", "how many messages are there?", "who wrote most?"]
)
def test_what_asks_for_all_asks_for_no_owner(home: Home, question: str) -> None:
    assert not plan_question(question, Scope(), home(Hikers=GROUP), NOW).plan.filters.people


def test_others_of_the_owners_name_are_not_passed_over(home: Home) -> None:
    # In a chat of two the other one's name is the title, so Ivy Hart is the owner there; in the group it may be another.
    index = home(Marc=("Marc", "Ivy Hart", "Ivy Hart"), Hikers=GROUP)
    question = "how many messages did I write?"
    (there,) = [p.id for p in index.people() if p.name == "Ivy Hart" and not p.is_me]
    with pytest.raises(OwnerUnknown, match="another person is named “Ivy Hart”") as refused:
        plan_question(question, Scope(), index, NOW)
    assert f"`homebody people me p{there}`" in refused.value.next_step
    assert plan_question(question, Scope(chat="Marc"), index, NOW).plan.person == "Ivy Hart"
    with pytest.raises(OwnerUnknown):
        plan_question("how many messages did I write in Hikers?", Scope(), index, NOW)
    index.be_me(there)
    counted = plan_question(question, Scope(), index, NOW)
    assert index.count(counted.plan.filters) == 3


def test_one_of_the_owners_name_who_is_somebody_else_is_said_so_once(home: Home) -> None:
    index = home(Marc=("Marc", "Ivy Hart"), Hikers=GROUP)
    gaps = index.owner_gaps()
    assert gaps.people
    index.not_me(gaps.people)
    assert not index.owner_gaps()
    assert index.count(plan_question("how many messages did I write?", Scope(), index, NOW).plan.filters) == 1


def test_a_kind_of_source_in_which_nobody_is_the_owner_is_named(home: Home, tmp_path: Path) -> None:
    index = home(Marc=("Marc", "Ivy Hart"))
    log = tmp_path / "2026-10-01.log"
    log.write_text("[09:00:00] <ana> the deposit\n[09:01:00] <marc> is paid\n", encoding="utf-8")
    for _ in index.add([log], embedder=None, context=ReadContext(UTC), as_kind="irc"):
        pass
    question = "how many messages did I write?"
    with pytest.raises(OwnerUnknown, match="nobody is known to be you in what came from irc") as refused:
        plan_question(question, Scope(), index, NOW)
    assert "homebody people me --not-in irc" in refused.value.next_step
    assert plan_question(question, Scope(source="whatsapp"), index, NOW).plan.person == "Ivy Hart"
    index.not_me((), ["irc"])
    assert plan_question(question, Scope(), index, NOW).plan.person == "Ivy Hart"


def test_what_the_owner_got_is_what_the_others_wrote(home: Home) -> None:
    index = home("Ivy Hart", Hikers=GROUP)
    got = plan_question("how many messages did I get?", Scope(), index, NOW).plan
    assert (got.person, index.count(got.filters)) == ("anyone but Ivy Hart", 3)
    of_ana = plan_question("how many messages did I get from Ana?", Scope(), index, NOW).plan
    assert index.count(of_ana.filters) == 2


@pytest.mark.parametrize(
    ("question", "how"),
    [("who wrote most?", "together"), ("who wrote least?", "together"), ("how many people wrote?", "apart")],
)
def test_figures_of_all_people_tell_of_several_of_one_name(home: Home, question: str, how: str) -> None:
    index = home(Hikers=GROUP, Sailors=("Ana Silva", "Ben Roth"))
    answer = answer_from_set(plan_question(question, Scope(), index, NOW), index, NOW)
    assert answer is not None
    assert f"of one name are counted {how}: Ana Silva (2)." in answer.sentences[-1].text
    ana, *others = (person.id for person in index.people() if person.name == "Ana Silva")
    index.merge_people(ana, others)
    answer = answer_from_set(plan_question(question, Scope(), index, NOW), index, NOW)
    assert answer is not None
    assert not any("of one name" in sentence.text for sentence in answer.sentences)


def test_a_search_reads_all_of_a_name_and_says_so(home: Home) -> None:
    index = home(Marc=("Marc", "Ivy Hart"), Hikers=GROUP, Sailors=GROUP)
    assistant = Assistant(index, embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=UTC)
    _plan, found = assistant.search("deposit", Scope(person="Ana Silva"), every=True)
    (said,) = [line for line in found.reading if line.startswith("people:")]
    assert len(found.hits) == 4
    assert said.startswith("people: 2 people named “Ana Silva” are read together.")
    assert "`homebody people merge p" in said
    _plan, found = assistant.search("deposit", Scope(person="me"))
    assert [hit.chat for hit in found.hits] == ["Marc"]
    assert "may not be all that you wrote" in found.reading[-1]
    with pytest.raises(OwnerUnknown):
        assistant.tally("deposit", Scope(person="me"), one=True)
