"""Lines of a chat, and what stands around one, fetched for the screens that show them. Runs in threads; knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.tui.base.problem_report import EMPTY, trouble_of
from app.tui.chat import messages
from app.tui.chat.window import AT_ONCE

if TYPE_CHECKING:
    from app.tui.services import Services
    from index.types.listings import ChatPage, ChatPosition

MOST_FOUND = 500
"""Messages found in a chat that are stepped through at most, the best ones."""


def look(services: Services, public_id: str, context: int) -> messages.SurroundingsRead:
    """Fetch a message with its neighbours."""
    try:
        library = services.index()
        if library is None:
            return messages.SurroundingsRead(None, EMPTY)
        return messages.SurroundingsRead(library.show(public_id, context=context))
    except Exception as error:  # noqa: BLE001  as above
        return messages.SurroundingsRead(None, trouble_of(error))


def fetch(services: Services, at: ChatPosition) -> messages.PageRead:
    """Fetch the lines at a place."""
    try:
        library = services.index()
        if library is None:
            return messages.PageRead(at, None, trouble=EMPTY)
        page = library.page(at, AT_ONCE)
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return messages.PageRead(at, None, trouble=trouble_of(error))
    start = at.number if at.since_ms is None else _first_since(page, at.since_ms)
    return messages.PageRead(at, page, start)


def fetch_date(services: Services, chat: int, typed: str) -> messages.PageRead:
    """Fetch the lines from a time on that was said in words."""
    from app.assistant.times.reading import read_span
    from index.types.listings import ChatPosition

    at = ChatPosition(chat)
    try:
        span = read_span(typed, services.now(), services.date_order())
    except Exception as error:  # noqa: BLE001  as above
        return messages.PageRead(at, None, trouble=trouble_of(error))
    moment = span.start or span.end
    return fetch(services, ChatPosition(chat, since_ms=int(moment.timestamp() * 1000)) if moment else at)


def _first_since(page: ChatPage, since_ms: int) -> int:
    first = page.first or 0
    times = (line.hit.time for line in page.lines)
    return next(
        (first + place for place, time in enumerate(times) if time and time.timestamp() * 1000 >= since_ms),
        first + len(page.lines),
    )


def find(services: Services, chat: int, typed: str) -> messages.FoundInChat:
    """Find the messages of a chat that have what was typed."""
    from app.assistant.text.words import stop_words_of
    from index.types.search import Filters, Query

    try:
        library = services.index()
        if library is None:
            return messages.FoundInChat(typed, (), trouble=EMPTY)
        within = Filters(conversations=(chat,))
        query = Query(typed, within, limit=MOST_FOUND, typing=True, stop_words=stop_words_of(typed))
        hits = library.search(query).hits
    except Exception as error:  # noqa: BLE001  as above
        return messages.FoundInChat(typed, (), trouble=trouble_of(error))
    timed = sorted(hits, key=lambda hit: (hit.time.timestamp() if hit.time else 0.0, int(hit.id[1:])))
    return messages.FoundInChat(typed, tuple(hit.id for hit in timed), more=len(hits) == MOST_FOUND)
