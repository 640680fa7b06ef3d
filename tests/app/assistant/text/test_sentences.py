from __future__ import annotations

import pytest

from app.assistant.text.sentences import LoopGuard, SentenceStream, cited, plain, split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hi there! See you at four. Bring cake?", ["Hi there!", "See you at four.", "Bring cake?"]),
        ("Dr. Smith came. He left.", ["Dr. Smith came.", "He left."]),
        ("It costs 3.50 euros. Fine.", ["It costs 3.50 euros.", "Fine."]),
        ("We meet at 4 p.m. on Monday.", ["We meet at 4 p.m. on Monday."]),
        ("one line\nanother line", ["one line", "another line"]),
        ("- first\n- second", ["first", "second"]),
        ("Tom leaves. [1] Maya stays [2, 3].", ["Tom leaves. [1]", "Maya stays [2, 3]."]),
        ("Der Termin ist am 19. November um 8:45. Gut so.", ["Der Termin ist am 19. November um 8:45.", "Gut so."]),
        ("We were 15. Decide soon.", ["We were 15.", "Decide soon."]),
        ("今日は寒い。明日も。", ["今日は寒い。", "明日も。"]),
        ("", []),
        ("...", ["..."]),
    ],
)
def test_split(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_streaming_gives_the_same_sentences_as_the_whole_text() -> None:
    text = "The cabin costs 3.5 euros. [1] Tom said ok. [2,3] Dr. Lee agreed! And that is all"
    stream = SentenceStream()
    collected = [sentence for letter in text for sentence in stream.feed(letter)]
    assert collected + stream.finish(cut_short=False) == split(text)


def test_a_sentence_is_handed_out_as_soon_as_the_next_begins() -> None:
    stream = SentenceStream()
    assert stream.feed("Tom leaves at four. M") == ["Tom leaves at four."]


def test_what_the_token_limit_cut_in_two_is_left_out() -> None:
    stream = SentenceStream()
    stream.feed("Whole one. Half of a sen")
    assert stream.finish(cut_short=True) == []


def test_citations_are_taken_out_in_order_and_once() -> None:
    assert cited("Tom leaves [2] at four [1, 2].") == ("Tom leaves at four.", (2, 1))


@pytest.mark.parametrize("text", ["so it goes " * 4, "no " * 4, "The dog barks. The dog barks. "])
def test_loops_are_noticed(text: str) -> None:
    guard, stream = LoopGuard(), SentenceStream()
    assert any(guard.loops(word + " ", stream.feed(word + " ")) for word in (text + "end").split(" "))


def test_an_ordinary_text_is_no_loop() -> None:
    guard, stream = LoopGuard(), SentenceStream()
    text = "Tom leaves at four. Maya leaves at five. Both of them come back on Sunday, and that is that. "
    assert not any(guard.loops(word + " ", stream.feed(word + " ")) for word in text.split(" "))


def test_plain_forgets_case_ends_and_white_space() -> None:
    assert plain("  “Leaving   at 16:30!” ") == "leaving at 16:30"
