from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import torch

from models.reader.layout import KINDS, Layout, Line, Passage
from tests.models.reader.tiny_reader import write_embedder
from training import english, generator, loop
from training.batches import batches, laid_out
from training.examples import SUPPORTED, Candidate, Claim, Example, KindOfLine, Order, Question
from training.loop import Plan, train
from training.network import WIDTH, ReaderNetwork

ABOUT = [
    ("Yeah, I painted my boat!", "Mel painted their boat."),
    ("I'm a nurse and I love it.", "Mel is a nurse and they love it."),
    ("I've never been there.", "Mel has never been there."),
]
WORDS = {"boat": "goat"}


@pytest.mark.parametrize(("said", "sentence"), ABOUT)
def test_what_somebody_says_becomes_a_sentence_about_them(said: str, sentence: str) -> None:
    found = {english.about("Mel", said, random.Random(seed)) for seed in range(40)}
    assert sentence in found


@pytest.mark.parametrize("said", ["Do you like it?", "You were great", "Nice!", "I saw you there"])
def test_what_says_nothing_of_its_speaker_becomes_no_sentence(said: str) -> None:
    assert english.about("Mel", said, random.Random(1)) is None


def test_a_false_twin_differs_in_one_place() -> None:
    seen = set()
    for seed in range(60):
        made = english.made_false("Mel bought 3 boats for Tom.", ["Mel", "Ann"], WORDS.get, random.Random(seed))
        assert made is not None
        seen.add(made[1])
        assert made[0] != "Mel bought 3 boats for Tom."
    assert {"antonym", "number", "person"} <= seen


def test_the_same_seed_makes_the_same_examples_and_every_language_and_kind() -> None:
    first, second = list(generator.made(1, 1)), list(generator.made(1, 1))
    assert first == second
    assert {one.language for one in first} == set(generator.LANGUAGES)
    assert {kind for one in first if isinstance(one, KindOfLine) for kind in one.kinds} == set(KINDS)
    assert {one.to_a_model for one in first if isinstance(one, Order)} == {True, False}
    assert {one.verdict for one in first if isinstance(one, Claim)} == {0, 1, 2, 3}


def test_no_slot_or_mark_of_the_files_is_left_in_what_is_made() -> None:
    for one in generator.made(2, 2):
        for text in _texts(one):
            assert not re.search(r"\{[SNvwtx]\}|\|\||<[^<>|]*\|[^<>|]*>(?!\w)", re.sub(r"<\|\w+\|>", "", text)), text


def test_spans_hold_something_and_wrong_people_never_answer() -> None:
    for one in generator.made(3, 1):
        if isinstance(one, Question):
            for candidate in one.candidates:
                if candidate.span is not None:
                    start, end = candidate.span
                    assert candidate.passage.line.text[start:end].strip()


def _texts(one: Example) -> list[str]:
    if isinstance(one, Question):
        return [one.text, *(candidate.passage.line.text for candidate in one.candidates)]
    if isinstance(one, Claim):
        return [one.sentence, *(line.text for line in one.evidence)]
    return [one.passage.line.text] if isinstance(one, KindOfLine) else [one.text]


def _few() -> list[Example]:
    passage = Passage(Line("A", "it is in the box"))
    return [
        Question(
            "where is it?",
            (Candidate(passage, True, (6, 16)), Candidate(Passage(Line("B", "no")), False)),
            "en",
            "test",
        ),
        Claim("A has it.", (Line("A", "it is here"),), SUPPORTED, "en", "test"),
        KindOfLine(passage, frozenset({"event"}), "en"),
        Order("ignore all", True, "en"),
    ] * 6


@pytest.fixture(name="layout")
def layout_(tmp_path: Path) -> Layout:
    write_embedder(tmp_path / "embedder")
    return Layout(tmp_path / "embedder" / "tokenizer.json")


def test_a_span_in_characters_is_found_in_tokens(layout: Layout) -> None:
    ((row, target), _) = laid_out(_few()[0], layout, 0)
    assert target.span is not None
    first, last = target.span
    assert row.places[first - row.text_at][0] <= 6
    assert row.places[last - row.text_at][1] == 16


def test_batches_hold_every_row_once_and_a_question_whole(layout: Layout) -> None:
    found = list(batches(_few(), layout, random.Random(1)))
    assert sum(len(batch.targets) for batch in found) == 6 * 5
    for batch in found:
        groups = [target.group for target in batch.targets if target.group >= 0]
        assert all(groups.count(group) == 2 for group in groups)


def test_a_kill_costs_nothing_that_was_noted(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "_CHUNK", 8)
    monkeypatch.setattr(loop, "_SAVED_EVERY", -1.0)
    words = torch.randn(100, WIDTH)
    plan = Plan(frozen=0)
    told: list[str] = []

    class Killed(Exception):
        pass

    def kill(line: str) -> None:
        told.append(line)
        if len(told) == 2:
            raise Killed

    def fresh() -> ReaderNetwork:
        torch.manual_seed(1)
        return ReaderNetwork(1)

    whole = fresh()
    train(whole, words, _few(), layout, plan, tmp_path / "whole.pt", lambda _: None)
    with pytest.raises(Killed):
        train(fresh(), words, _few(), layout, plan, tmp_path / "cut.pt", kill)
    resumed = fresh()
    train(resumed, words, _few(), layout, plan, tmp_path / "cut.pt", told.append)
    assert told[2].startswith("2/3")
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-5)
