"""Searches for the screen: by words at every letter, by meaning after a pause. Runs in threads; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from app.tui.base.problem_report import trouble_of
from app.tui.search import messages

if TYPE_CHECKING:
    from app.assistant.question.suggestions import Bound, What
    from app.assistant.types import Scope
    from app.tui.services import Services
    from index.types.search import Query

NEAREST = 2
"""Neighbours on either side in a preview."""

_searching = Lock()


def by_words(
    services: Services, typed: str, scope: Scope, limit: int, outdated: Callable[[], bool]
) -> messages.SearchDone | None:
    """Search by words; None when the next letter came first.

    One search at a time: while one takes long, the letters typed meanwhile wait here and all but the last give up.
    """
    with _searching:
        if outdated():
            return None
        try:
            library = services.index()
            if library is None:
                return messages.SearchDone(typed, scope, ())
            found = library.search(_query(services, typed, scope, limit))
        except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
            return messages.SearchDone(typed, scope, (), trouble=trouble_of(error))
    return messages.SearchDone(typed, scope, found.hits, lists=found.lists, note=found.note)


def by_meaning(services: Services, typed: str, scope: Scope, limit: int) -> messages.SearchDone:
    """Search by words and by meaning, as `homebody search` does; may wait for a model."""
    try:
        _, found = services.assistant().search(typed, scope, limit)
    except Exception as error:  # noqa: BLE001  as above
        return messages.SearchDone(typed, scope, (), meaning=True, trouble=trouble_of(error))
    return messages.SearchDone(
        typed, scope, found.hits, meaning=True, lists=found.lists, reading=found.reading, note=found.note
    )


def offer(services: Services, typed: str, scope: Scope) -> messages.SuggestionsReady:
    """Say what a text speaks of; nothing where that cannot be told."""
    try:
        suggestions = services.suggestions()
        found = () if suggestions is None else suggestions.spoken_of(typed, scope)
    except Exception:  # noqa: BLE001  as above: what is wrong with the index, the search itself says
        found = ()
    return messages.SuggestionsReady(typed, scope, found)


def explain(services: Services, typed: str, scope: Scope, limit: int, *, meaning: bool) -> messages.Explained:
    """Search again as before, and say what brought each hit to its place."""
    try:
        if meaning:
            plan, found = services.assistant().search(typed, scope, limit, explain=True)
            line = plan.line
        else:
            library = services.index()
            if library is None:
                return messages.Explained(())
            found = library.search(_query(services, typed, scope, limit), explain=True)
            line = ""
    except Exception as error:  # noqa: BLE001  as above
        return messages.Explained((), trouble=trouble_of(error))
    return messages.Explained(found.hits, found.lists, line, found.reading, found.note)


def preview(services: Services, public_id: str) -> messages.Previewed:
    """Fetch a hit with its nearest neighbours."""
    try:
        library = services.index()
        found = None if library is None else library.show(public_id, context=NEAREST)
    except Exception:  # noqa: BLE001  as above: a preview that cannot be had is left out; opening the hit says why
        found = None
    return messages.Previewed(public_id, found)


def choices(services: Services, what: What) -> messages.ChoicesRead:
    """List what searches can be restricted to."""
    try:
        suggestions = services.suggestions()
        return messages.ChoicesRead(what, () if suggestions is None else suggestions.choices(what))
    except Exception as error:  # noqa: BLE001  as above
        return messages.ChoicesRead(what, (), trouble_of(error))


def time(services: Services, words: str, bound: Bound) -> messages.TimeRead:
    """Read a time."""
    try:
        suggestions = services.suggestions()
        return messages.TimeRead(None if suggestions is None else suggestions.time(words, bound))
    except Exception as error:  # noqa: BLE001  as above
        return messages.TimeRead(None, trouble_of(error))


def _query(services: Services, typed: str, scope: Scope, limit: int) -> Query:
    from app.assistant.question import operators
    from app.assistant.text.words import stop_words_of
    from app.assistant.types import Scope
    from index.types.search import Query

    plain = scope == Scope() and not operators.has_any(typed)
    suggestions = None if plain else services.suggestions()
    query = Query(typed, limit=limit, typing=True) if suggestions is None else suggestions.query(typed, scope, limit)
    return replace(query, stop_words=stop_words_of(query.text))
