"""What the catch-up screen reads and changes. Runs in threads; knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.tui.base.problem_report import Trouble, trouble_of
from app.tui.catch_up.messages import NewsRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assistant.summarizing.catch_up import CheckpointUndo
    from app.tui.services import Services


def read_news(services: Services) -> NewsRead:
    """Count what is new in each chat."""
    try:
        news = services.news()
        return NewsRead(() if news is None else news.all())
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return NewsRead((), trouble=trouble_of(error))


def catch_up(services: Services, chats: Sequence[int], undo: CheckpointUndo | None = None) -> NewsRead:
    """Mark chats (all with none) as caught up, or take such a mark back, and count again."""
    try:
        news = services.news()
        if news is None:
            return NewsRead(())
        if undo is not None:
            news.undo(undo)
            return NewsRead(news.all())
        done = news.catch_up(chats, services.now())
        return NewsRead(news.all(), undo=done)
    except Exception as error:  # noqa: BLE001  as above
        return NewsRead((), trouble=trouble_of(error))


def align(services: Services, chat: int | None) -> Trouble | None:
    """Let a summary of what is new in a chat (None: in all) begin where the screen counts from."""
    try:
        if (news := services.news()) is not None:
            news.align(chat, services.now())
    except Exception as error:  # noqa: BLE001  as above
        return trouble_of(error)
    return None
