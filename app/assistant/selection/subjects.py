"""Whether a passage speaks of whom, and of what, a question asks: words that coincide may be about somebody else."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from app.assistant.languages.english import MONTHS, STOP_WORDS, WEEKDAYS
from app.assistant.languages.registry import others
from app.assistant.question.interpretation import Interpretation
from app.assistant.text.cues import FIRST_PERSON
from app.assistant.text.figures import BORN, ages, clauses
from app.assistant.text.translation import in_english
from app.assistant.text.words import content, words

_IS = ("is|was|isn['’]t|wasn['’]t|has|hasn['’]t|had|will|gets|got|needs|loves|hates|likes|turns|turned|wears|lives",)
# “Yasmine is allergic”, “and Koen's brother has”; not “she is”, “the party is”
_SUBJECT = (
    r"^\W*(?:(?:and|but|so|also|that)\s+)?(?P<name>[^\W\d_a-z][^\W\d_]+)(?:\s+[^\W\d_a-z][^\W\d_]+)?"
    r"(?:['’]s\b|\s+(?:VERBS)\b)"
)
# “when does the passport expire?”; not “when did we go to the parade in August?”
_WHEN_DOES = re.compile(
    r"^\W*(?:and |so )?when (?:do|does|did|will)\b(?!.*\b(?:about|after|at|before|by|during|for|from|in|into|of|on|since|"
    r"to|together|until|with)\b)(?P<what>[^?]+)",
    re.IGNORECASE,
)
# “who is the vet of Pixel?”, “what is the name of the violin teacher?”
_ROLE = re.compile(
    r"^\W*(?:and |so )?(?:(?:who|whom)(?:['’]s| is| was| are| were)|(?:what(?:['’]s| is| was) )?the name of)\b"
    r"(?P<what>[^?]+)",
    re.IGNORECASE,
)
# “who teaches the violin?”; not “who has the key?”
_WHO_DOES = re.compile(
    r"^\W*(?:and |so )?who (?:(?:will|would|can|could|did|used to) )?"
    r"(?!(?:has|have|had|is|was|are|were|got|does|do)\b)(?P<verb>[a-z]{4,})\b",
    re.IGNORECASE,
)
_ALIKE = 4
"""Letters by which a verb and a noun of it begin alike: "teaches" and "teacher"."""
# “a tablet of Apoquel”, “at the Graslei”, “in Ghent”
_OF_A_THING = re.compile(r"\b(?:of|at|in|on|near|to)(?: the)? $", re.IGNORECASE)


@cache
def _copulas() -> frozenset[str]:
    return frozenset(word for language in others() for word in language.copulas.split())


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(_SUBJECT.replace("VERBS", "|".join((*_IS, *sorted(_copulas())))))


def of_another(reading: Interpretation, sender: str, text: str) -> bool:
    """Tell whether all that a text says in words of the question, it says of somebody whom the question does not name.

    Only where the question names somebody: "What is Samira allergic to?" is not answered by "Yasmine is allergic to kiwi",
    whoever wrote that.
    """
    asked = _subjects(reading)
    if not asked:
        return False
    about = set(reading.about) - asked
    told = [part for _, part in clauses(text) if about & set(content(part))]
    said = asked | set(content(reading.question))
    return bool(told) and all(_has_another(part, asked, said, own=sender in reading.named) for part in told)


def _subjects(reading: Interpretation) -> set[str]:
    """Return the stems of the names in a question, whether or not anybody of that name is known."""
    named = {word.stem for name in reading.named for word in words(name)}
    first = next((word.start for word in words(reading.question)), 0)
    return named | {
        word.stem
        for word in words(reading.question)
        if word.start > first and word.written[:1].isupper() and word.is_content
    }


def _has_another(part: str, asked: Collection[str], said: Collection[str], *, own: bool) -> bool:
    found = _subject().search(part)
    if found is None or set(asked) & set(content(part)) or (own and FIRST_PERSON.search(part)):
        return False
    name = found["name"].casefold()
    # “Training is at nine” says of the training that was asked about, and of nobody.
    return not (name in STOP_WORDS or name in MONTHS or name in WEEKDAYS) and not set(content(name)) <= set(said)


def lacks_the_matter(reading: Interpretation, text: str, beside: str) -> bool:
    """Tell whether neither a text nor what stands beside it has the word that says what is asked of somebody or something.

    That is the verb of "when does the passport expire?", "who teaches the violin?", the noun of "who is her vet?".
    """
    asked = in_english(reading.question)
    if reading.expects == "when" and BORN.search(asked):
        return not (BORN.search(text) or BORN.search(beside) or ages(text))
    head = _head(asked)
    if not head or head not in reading.about:
        return False
    return not any(_alike(head, stem) for stem in content(f"{text}\n{beside}"))


def _head(asked: str) -> str:
    if found := _WHEN_DOES.search(asked):
        return (content(found["what"]) or [""])[-1]
    if found := _ROLE.search(asked):
        return (content(found["what"].removeprefix(" the name of").partition(" of ")[0]) or [""])[-1]
    if found := _WHO_DOES.search(asked):
        return "" if found["verb"].casefold() in _copulas() else next(iter(content(found["verb"])), "")
    return ""


def _alike(one: str, other: str) -> bool:
    return one == other or (
        len(one) >= _ALIKE and one[:_ALIKE] == other[:_ALIKE] and abs(len(one) - len(other)) < _ALIKE
    )


def names_somebody(reading: Interpretation, text: str) -> bool:
    """Tell whether a text may say who: by a name that the question has not, or as the one who writes.

    A text in a script without capitals, or written without them, may.
    """
    if not re.search(r"[^\W\d_a-z]", text) or text == text.casefold() or FIRST_PERSON.search(text):
        return True
    asked = {word.lower for word in words(reading.question)}
    for _, part in clauses(text):
        for n, word in enumerate(words(part)):
            if not word.written[:1].isupper() or not word.is_content or word.lower in asked:
                continue
            if (n or word.lower not in MONTHS) and not _OF_A_THING.search(part[: word.start]):
                return True
    return False
