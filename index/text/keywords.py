"""Reading what a person typed as keywords. Nothing they type can be an error.

"Quotes" hold an exact phrase, a leading minus leaves a word or phrase out, a trailing star matches any ending; the rest are
words of which as many as possible should occur.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from index.text import numbers, tokens
from index.text.columns import apart

STOP_WORDS = frozenset(
    """a about after again all also am an and any anyone anything are aren't as at be because been before being but by can
    can't could couldn't did didn't do does doesn't doing don't during each ever every for from further get gets getting
    give given go goes going got had has hasn't have haven't having he he's her hers him his how i i'd i'll i'm i've if in
    into is isn't it it's its just let let's like many may me might mine more most much my of off on once one or other our
    ours out over please said say says shall she she's should so some someone something such tell than that that's the their
    theirs them then there there's these they they're this those to too under until up us very was wasn't we we're we've
    were weren't what what's whatever when where where's whether which while who who's whom whose why will with won't would
    wouldn't you you're you've your yours""".split()
)
"""Words that stand in nearly every message or only ask. They count when nothing else is left."""

_QUOTED = re.compile(r'(?<!\w)(-?)["“”„«»]([^"“”„«»]*)["“”„«»]')
_JOINERS = frozenset("'’-.@:/&+_")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
# “l'affitto”, “d’Étienne”, “qu'elle”, “dell'acqua”, “un'amica”; not “O'Brien”, “I'm”
_ELIDED = re.compile(
    r"(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|(?:d|n|s)?[ae]ll|coll|quell|bell|un|quest|gl|dagl|degl|agl|sugl|negl)['’]"
    r"(?=[^\W\d_]{2})",
    re.IGNORECASE,
)
_ENDINGS = ("ing", "ed", "es", "ly", "tion", "ment", "ness", "ies")
_SHORTEST_STEM = 3
_LONGEST_PHRASE = 12
"""Words: nobody remembers a longer sentence word by word."""
_MOST_WORDS = 64
"""A pasted page is searched by its first words, and its first quotes; more would only cost time."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """A query as read: `words` in order without those of `STOP_WORDS`, unless nothing else was there.

    `text` is all of it but what is left out and the signs, for search by meaning. `also` holds other writings of what was
    said, each a phrase; any of them counts as well as the words.
    """

    words: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    text: str = ""
    also: tuple[str, ...] = ()

    @property
    def expression(self) -> str:
        """Return the FTS5 expression that ranks, empty when nothing is searched for."""
        wished = [quote(word) for word in (*self.words, *self.also)] + [
            quote(word).removesuffix(" *") + " *" for word in self.prefixes
        ]
        if not self.phrases:
            return " OR ".join(wished)
        # The phrases must be there; the words then raise a passage.
        if not wished:
            return self.required
        return f"({self.required} AND ({' OR '.join(wished)})) OR ({self.required})"

    @property
    def as_typed(self) -> str:
        """Return the FTS5 expression for all of it as one phrase, empty for one word and where signs part it."""
        plain = not (self.phrases or self.prefixes or self.excluded)
        return quote(self.text) if plain and 1 < len(self.text.split()) <= _LONGEST_PHRASE else ""

    @property
    def required(self) -> str:
        """Return the FTS5 expression that every hit must match, empty when there is none."""
        return " AND ".join(_standing(phrase) for phrase in self.phrases)

    @property
    def forbidden(self) -> str:
        """Return the FTS5 expression that no hit may match, empty when there is none."""
        return " OR ".join(f"({_standing(word)})" for word in self.excluded)

    @property
    def terms(self) -> tuple[str, ...]:
        """Return all that is looked for: words, beginnings with a star, phrases."""
        return (*self.words, *(f"{word}*" for word in self.prefixes), *self.phrases)

    def without(self, names: Collection[str]) -> Keywords:
        """Return the same without some words (case-folded), unless nothing would be left."""
        kept = replace(self, words=tuple(word for word in self.words if word.casefold() not in names))
        return kept if kept.expression else self

    def loosened(self) -> Keywords:
        """Return the query for when nothing matched while its last word was being typed.

        Words are stored by their stem, which the beginning of an ending hides: "bookin" begins no stem, but "book" is one.
        """
        beginnings = [stem for word in self.prefixes for stem in stems(word)]
        return replace(self, words=(*self.words, *beginnings)) if beginnings else self


def quote(words: str) -> str:
    """Return an FTS5 string: the tokenizer sees the words, the expression parser nothing of them."""
    seen, begins = tokens.phrase(words)
    return '"' + seen.replace('"', '""').replace("\0", "") + ('" *' if begins else '"')


def _standing(phrase: str) -> str:
    """Return the FTS5 expression of a phrase whose words stand as passages have them, addresses apart from the text."""
    own, addresses = apart(phrase)
    return " AND ".join(quote(one) for one in (own, *addresses) if any(map(_is_findable, one)))


def parse(text: str, *, typing: bool = False, stop_words: Collection[str] = ()) -> Keywords:
    """Read a query. While it is being `typing`, its last word may only have begun.

    `stop_words` are further words, in lower case, that only ask or stand everywhere in the query's own language.
    """
    text = tokens.unbroken(text)
    phrases: list[str] = []
    excluded: list[str] = []

    asked: list[str] = []

    def take(found: re.Match[str]) -> str:
        if any(_is_findable(character) for character in found[2]):
            (excluded if found[1] else phrases).append(found[2].strip())
        return " "

    rest = _QUOTED.sub(take, text)
    if typing and rest[-1:].isalnum() and not rest.split()[-1].startswith(("-", "−")):
        rest += "*"
    words: list[str] = []
    prefixes: list[str] = []
    for chunk in _chunks(rest):
        if numbers.kept_whole(chunk) == [chunk]:
            asked.append(chunk)
            words.append(chunk)
            continue
        if len(chunk) > 1 and chunk[0] in "-−" and _is_findable(chunk[1]):
            excluded.append(chunk[1:] if apart(chunk[1:])[1] else " ".join(split(chunk)))
            continue
        asked.append(chunk.rstrip("*"))
        parts = [part for word in split(chunk) for part in tokens.parts(word)]
        if chunk.endswith("*") and parts:
            parts[-1] = (parts[-1][0], True)
        for part, begins in parts:
            (prefixes if begins else words).append(part)
    words = words[:_MOST_WORDS]
    telling = [word for word in words if _told(word) not in STOP_WORDS and _told(word) not in stop_words]
    if not telling and not phrases and not prefixes:
        telling = words
    return Keywords(
        tuple(_unique(telling)),
        tuple(_unique(prefixes))[:_MOST_WORDS],
        tuple(_unique(phrases))[:_MOST_WORDS],
        tuple(_unique(excluded))[:_MOST_WORDS],
        " ".join((*phrases, *asked)).strip(),
    )


def _told(word: str) -> str:
    return word.casefold().replace("’", "'")


def _chunks(text: str) -> Iterator[str]:
    """Yield what spaces part, and each number that is written in groups as a whole."""
    start = 0
    for number in sorted(numbers.kept_whole(text), key=lambda one: text.find(one, start)):
        at = text.find(number, start)
        before = text[at - 1 : at] if at > 0 else ""
        if at < start or before in ("-", "−"):
            continue
        yield from text[start:at].split()
        yield number
        start = at + len(number)
    yield from text[start:].split()


def split(text: str) -> Iterator[str]:
    """Yield the words of a text, each with what joins its parts ("e-mail", "14:30"), without a possessive ending.

    Emoji and other signs that can be searched for are words; two signs that stand together are one.
    """
    start = None
    for position, character in enumerate(text):
        if _is_findable(character):
            if start is None:
                start = position
        elif start is not None and not (
            character in _JOINERS and position + 1 < len(text) and _is_findable(text[position + 1])
        ):
            yield _bare(text[start:position])
            start = None
    if start is not None:
        yield _bare(text[start:])


def _bare(word: str) -> str:
    """Return a word without the small one that was joined to it: what is looked for is “affitto”, wherever it stands."""
    elided = _ELIDED.match(word)
    return _POSSESSIVE.sub("", word[elided.end() :] if elided else word)


def _is_findable(character: str) -> bool:
    return tokens.is_letter(character) or tokens.is_sign(character)


def stems(word: str) -> Iterator[str]:
    """Yield what is left of a word without what may be an ending, or the beginning of one."""
    for ending in _ENDINGS:
        for length in range(len(ending), 0, -1):
            if word.casefold().endswith(ending[:length]) and len(word) - length >= _SHORTEST_STEM:
                yield word[:-length]
                break


def _unique(words: list[str]) -> list[str]:
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(word.casefold(), word)
    return list(first.values())
