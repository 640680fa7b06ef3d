"""What the file of a language has to hold, and that every pattern in it finds the example beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

from app.assistant.languages.base import Attendance, Cues, Frame, Language
from app.assistant.languages.german import LANGUAGE as GERMAN
from app.assistant.languages.registry import others
from app.assistant.text import cues
from app.assistant.text.translation import framed, frames_of, in_english, language_of
from app.assistant.text.words import words

WANTED = {
    "yesterday": ("yesterday",),
    "last week": ("last week",),
    "how many messages": ("how many messages", "how many messages are there"),
    "who wrote most": ("who wrote most", r"who wrote most\1"),
    "last message": ("last message",),
    "first message": ("first message",),
    "what did X say": (r"what did \1 say", r"what did \1 say\2", r"what did \1 say \2"),
    "when": ("when", r"when \1"),
    "who": ("who",),
    "where": ("where",),
}
"""What people ask most, and the English that a frame has for it."""
PATTERNS = {
    "denies": (cues.NEGATION,),
    "denies_nothing": (cues.DENIES_NOTHING,),
    "addresses": (cues.ADDRESS,),
    "decides": (cues.DECISION,),
    "changes": (cues.CHANGE,),
    "requests": (cues.REQUEST,),
    "promises": (cues.COMMITMENT,),
    "hedges": (cues.HEDGE, cues.STRONG_HEDGE),
    "weak_hedges": (cues.HEDGE,),
    "conditions": (cues.HEDGE, cues.STRONG_HEDGE),
    "first_person": (cues.FIRST_PERSON, cues.FIRST_SUBJECT),
    "ours": (cues.FIRST_PERSON,),
    "second_person": (cues.SECOND_PERSON,),
    "loose_subjects": (cues.LOOSE_SUBJECT,),
    "about_the_task": (cues.META_TALK,),
    "articles": (cues.OF_A_THING,),
    "agrees": (cues.AGREEMENT,),
}
"""The patterns over all languages that each field goes into."""
AT_THE_BEGINNING = ("conditions", "loose_subjects", "articles", "addresses", "agrees")


def missing_from(language: Language) -> Iterator[str]:
    """Yield a sentence for each thing that a language's file has to hold, and doesn't."""
    file = f"The file of the language “{language.code}”"
    if not re.fullmatch("[a-z]{2}", language.code):
        yield f"{file} has no two-letter ISO 639-1 code."
    if (months := len(language.months.split())) != 12:
        yield f"{file} names {months} months, not 12: put the names of one month together with “|”."
    if (days := len(language.weekdays.split())) != 7:
        yield f"{file} names {days} weekdays, not 7 from Monday on: put the names of one day together with “|”."
    if numbers := [str(n) for n in range(1, 11) if not language.numbers.get(n)]:
        yield f"{file} has no word for the number {', '.join(numbers)}."
    if not language.script and len(language.telling_words.split()) < 10:
        yield f"{file} has neither a script of its own nor ten small words that tell it (telling_words)."
    if language.digits and len(language.digits) != 10:
        yield f"{file} has {len(language.digits)} digits, not ten from zero on."
    english = {frame.english.strip() for frame in language.frames}
    for asked, forms in WANTED.items():
        if not english & set(forms):
            yield f"{file} has no frame for “{asked}”."
    if not language.neutral:
        yield f"{file} has no neutral message without a cue in it (neutral)."
    yield from (f"{file} {missing}" for missing in missing_examples(language))


def missing_examples(language: Language) -> Iterator[str]:
    """Yield what a language's cues and their examples lack of each other."""
    for field in fields(Attendance):
        if not getattr(language.attendance, field.name) or not getattr(language.attendance_examples, field.name):
            yield f"does not say how “{field.name}” is said of who comes (attendance, attendance_examples)."
    for field in fields(Cues):
        cue, example = getattr(language.cues, field.name), getattr(language.cue_examples, field.name)
        if cue and not example:
            yield f"has no example for its cue “{field.name}” (cue_examples)."
        if example and not cue:
            yield f"has an example for “{field.name}”, but no such cue."


def of_each(language: Language) -> list[object]:
    return [pytest.param(language, frame, id=f"{language.code}-{frame.example}") for frame in language.frames]


FRAMES = [param for language in others() for param in of_each(language)]
CUES = [
    pytest.param(language, field.name, id=f"{language.code}-{field.name}")
    for language in others()
    for field in fields(Cues)
    if getattr(language.cues, field.name)
]
LANGUAGES = [pytest.param(language, id=language.code) for language in others()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_file_is_complete(language: Language) -> None:
    assert list(missing_from(language)) == []


@pytest.mark.parametrize(
    ("half_done", "said"),
    [
        (replace(GERMAN, code="deu"), "has no two-letter ISO 639-1 code."),
        (replace(GERMAN, months="januar februar"), "names 2 months, not 12"),
        (replace(GERMAN, weekdays="montag"), "names 1 weekdays, not 7 from Monday on"),
        (replace(GERMAN, numbers={1: "ein", 2: "zwei"}), "has no word for the number 3, 4, 5, 6, 7, 8, 9, 10."),
        (replace(GERMAN, telling_words="der die das"), "has neither a script of its own nor ten small words"),
        (replace(GERMAN, digits="012"), "has 3 digits, not ten"),
        (
            replace(GERMAN, frames=[frame for frame in GERMAN.frames if frame.english != "yesterday"]),
            "has no frame for “yesterday”.",
        ),
        (
            replace(GERMAN, cue_examples=replace(GERMAN.cue_examples, denies="")),
            "has no example for its cue “denies” (cue_examples).",
        ),
        (replace(GERMAN, cues=replace(GERMAN.cues, denies="")), "has an example for “denies”, but no such cue."),
        (replace(GERMAN, neutral=""), "has no neutral message"),
    ],
)
def test_what_a_half_done_language_lacks_is_said(half_done: Language, said: str) -> None:
    (sentence,) = missing_from(half_done)
    assert sentence.startswith(f"The file of the language “{half_done.code}” ")
    assert said in sentence


def test_an_empty_language_lacks_every_frame() -> None:
    said = " ".join(missing_from(Language(code="xx", months="", weekdays="", numbers={})))
    assert all(f"has no frame for “{asked}”" in said for asked in WANTED)


def as_read(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("’", "'")).replace("¿", "").replace("¡", "").strip()


@pytest.mark.parametrize(("language", "frame"), FRAMES)
def test_a_frame_finds_its_example_as_the_frames_before_it_leave_it(language: Language, frame: Frame) -> None:
    text, own = as_read(frame.example), len(language.frames) - list(language.frames).index(frame)
    frames = list(frames_of(language))
    for before in frames[:-own]:
        text = re.sub(before.pattern, before.english, text, flags=re.IGNORECASE)
    assert re.search(frames[-own].pattern, text, re.IGNORECASE), (
        f"“{frame.example}” has become “{text}”, which the pattern does not find"
    )
    says = ".*".join(re.escape(part.strip()) for part in re.split(r"\\\d", frame.english))
    assert re.search(says, framed(as_read(frame.example), language.code))
    if language_of(frame.example) == language.code:
        assert re.search(says, in_english(frame.example))


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_weekdays_and_numbers_are_names_of_one_thing_only(language: Language) -> None:
    for names in (language.months, language.weekdays, " ".join(language.numbers.values())):
        each = [name for names_of_one in names.split() for name in names_of_one.split("|")]
        assert len(each) == len(set(each))


@pytest.mark.parametrize(("language", "field"), CUES)
def test_a_cue_finds_its_example(language: Language, field: str) -> None:
    cue, example = getattr(language.cues, field), getattr(language.cue_examples, field)
    edge = "" if language.script else r"\b"
    found = re.search(rf"{edge}(?:{cue}){edge}", example, re.IGNORECASE)
    assert found, f"“{example}” holds no “{field}”"
    assert found.start() == 0 or field not in AT_THE_BEGINNING
    assert all(pattern.search(example) for pattern in PATTERNS[field])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cue_is_found_in_a_neutral_message(language: Language) -> None:
    found = {field for field, patterns in PATTERNS.items() if any(one.search(language.neutral) for one in patterns)}
    assert found == set()


def test_what_only_suggests_is_no_strong_hedge() -> None:
    suggesting = [language.cue_examples.weak_hedges for language in others() if language.cues.weak_hedges]
    assert [said for said in suggesting if cues.STRONG_HEDGE.search(said)] == []


@pytest.mark.parametrize(
    "text",
    [
        *("we met over lunch", "van rental on Saturday", "Ben has bent the hen house door", "heel pain", "garden hoe"),
        *("Angkor trip", "over and out", "has Dan been to Ben's?", "links and photos", "men want cake"),
    ],
)
def test_english_is_told_from_languages_that_share_its_words(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text", ["Alle Rechnungen von Maya", "Wie alt ist Tom?", "Wer hat das Haar am Meer verloren?", "Ist Oma tot?"]
)
def test_german_is_told_from_dutch(text: str) -> None:
    assert language_of(text) == "de"


@pytest.mark.parametrize(
    "text",
    [
        "met van door heel bent hen Ben Dan hem elk men want kind wet slim gang hoop lamp warm water week weekend glad",
        "Haar Meer tot Berichte Wort Geld Zug Schlüssel Kaution Hütte",
    ],
)
def test_no_language_silences_what_carries_content_in_english_or_german(text: str) -> None:
    assert [word.written for word in words(text) if not word.is_content] == []
