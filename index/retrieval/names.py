"""Loose matching of the names of people and chats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.errors import AmbiguousName, NotFound, OwnerUnknown
from index.text.keywords import STOP_WORDS, split
from index.text.likeness import alike, did_you_mean
from index.text.tokens import folded

# By hand: where none is like it, a few say what names look like here.
_LISTED = 5


def find_chats(titles: Sequence[tuple[int, str]], name: str) -> tuple[int, ...]:
    """Return the ids whose title is meant by a name. Raises AmbiguousName, NotFound."""
    return _find(titles, name, "chat")


def find_people(people: Sequence[tuple[int, str, bool]], name: str) -> tuple[int, ...]:
    """Return the ids of the people meant by a name; "me" is the owner. Raises AmbiguousName, NotFound."""
    if folded(name) == "me":
        owner = tuple(number for number, _, is_me in people if is_me)
        if not owner:
            raise OwnerUnknown(
                "homebody does not know which of these people is you.",
                "`homebody people me NAME` says who; `homebody people suggest` shows who it may be.",
            )
        return owner
    return _find([(number, known) for number, known, _ in people], name, "person")


def _find(known: Sequence[tuple[int, str]], name: str, what: str) -> tuple[int, ...]:
    wanted = folded(name)
    # From strict to loose: where somebody is called “Ann”, that name must not ask whether “Anna” is meant.
    same = [(number, title) for number, title in known if folded(title) == wanted]
    words = [folded(word) for word in split(name)]
    if not same and words:
        same = [(number, title) for number, title in known if _holds(words, title)]
    if not same and words:
        same = [(number, title) for number, title in known if _begins(words, title)]
    choices: dict[str, str] = {}
    for _, title in same:
        choices.setdefault(folded(title), title)
    if len(choices) > 1:
        shown = tuple(choices.values())
        raise AmbiguousName(
            f'"{name}" fits several {_plural(what)}: {_listed(shown)}.', shown, "Write more of the name."
        )
    if not choices:
        titles = [title for _, title in known]
        near = did_you_mean(alike(name, titles))
        has = f"The {_plural(what)} are: {_listed(titles)}." if known else f"There are no {_plural(what)} yet."
        raise NotFound(f'No {what} is named "{name}".', near or has)
    return tuple(number for number, _ in same)


def _holds(words: Iterable[str], title: str) -> bool:
    parts = {folded(part) for part in split(title)}
    return all(word in parts for word in words)


def _begins(words: Iterable[str], title: str) -> bool:
    parts = [folded(part) for part in split(title)]
    joined = folded(title)
    return all(any(part.startswith(word) for part in parts) or joined.startswith(word) for word in words)


def _plural(what: str) -> str:
    return "people" if what == "person" else f"{what}s"


def _listed(titles: Sequence[str]) -> str:
    unique = list(dict.fromkeys(titles))
    more = len(unique) - _LISTED
    return ", ".join(unique[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def named_people(
    people: Iterable[tuple[int, str, bool]], words: Iterable[str], stop_words: frozenset[str] = frozenset()
) -> tuple[frozenset[str], frozenset[int]]:
    """Return which words (case-folded) of a query are people's names, and whose.

    A name that is also an everyday word ("Will", "May"), or one of `stop_words` ("de" of De Standaard), counts only when it
    is written with a capital.
    """
    words = tuple(words)
    wanted = {folded(word) for word in words}
    by_name: dict[str, set[int]] = {}
    for number, name, _ in people:
        # Most people's names are in no query, and to part each of them takes a hundred times as long.
        whole = folded(name)
        if any(word in whole for word in wanted):
            for part in split(name):
                by_name.setdefault(folded(part), set()).add(number)
    said: set[str] = set()
    whose: set[int] = set()
    for word in words:
        # “will it rain” asks for nothing that Will wrote.
        everyday = word.casefold() in STOP_WORDS | stop_words and not word[:1].isupper()
        found = by_name.get(folded(word))
        if found and len(word) > 1 and not everyday:
            said.add(word.casefold())
            whose |= found
    return frozenset(said), frozenset(whose)
