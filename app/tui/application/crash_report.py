"""What is left when the app ends because of a bug: the conversation, kept, and one sentence on where it is.

Textual would print a traceback with the values of variables, which are messages here. What is said instead names the kind
of the mistake and its place in the code, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.worker import WorkerFailed

from app.output.report import index_is_whole, place_of
from app.tui.base.problem_report import trouble_of
from app.tui.conversations import feed
from index.errors import StoreDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.tui.ask.transcript.turn import TurnView
    from app.tui.services import Services
    from index.types.listings import KeptTurn

DETAILS = "HOMEBODY_DEBUG=1 shows the details (which may hold your own text)."


@dataclass(frozen=True, slots=True)
class ScreenState:
    """The conversation on the screen: where its finished answers are kept ("t3", "new" for nowhere), and all its turns.

    `unkept` are those of `turns` that are not kept there: what is being answered, what was stopped, summaries.
    """

    conversation: str = "new"
    turns: tuple[KeptTurn, ...] = ()
    unkept: tuple[KeptTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class Crash:
    """What ended the app, and what was on the screen then."""

    error: BaseException
    shown: ScreenState = ScreenState()

    def sentence(self) -> str:
        """Say what happened; never what the error says, which may be of a message."""
        return f"stopped because of a bug: {type(self.error).__name__} at {place_of(self.error)}."


def capture(error: BaseException, conversation_of: Callable[[], tuple[str, list[TurnView]]]) -> Crash:
    """Note what is on the screen, before it is taken down. Knows that widgets may be broken."""
    if isinstance(error, WorkerFailed):
        error = error.error
    try:
        conversation, turns = conversation_of()
        shown = [turn for turn in turns if turn.request is not None or turn.outcome is not None]
        kept = tuple(_turn(turn) for turn in shown)
        unkept = tuple(
            told for told, turn in zip(kept, shown, strict=True) if not (turn.outcome and turn.outcome.conversation)
        )
    except Exception:  # noqa: BLE001  a second mistake on the way out must not hide the first
        return Crash(error)
    return Crash(error, ScreenState(conversation, kept, unkept))


def _turn(turn: TurnView) -> KeptTurn:
    from index.types.listings import CachedText, KeptTurn

    said = [*turn.said, *(line for digest in turn.digests for _, lines in digest.headed() for line in lines)]
    lines = tuple(
        CachedText(one.text, tuple(turn.hits[n - 1].id for n in one.cites if 0 < n <= len(turn.hits))) for one in said
    )
    return KeptTurn(turn.asked, "{}", lines)


def rescue(services: Services, crash: Crash) -> str:
    """Keep what was on the screen with the other conversations, else in a private file; say where it is.

    Called when the terminal is the shell's again; may block.
    """
    shown = crash.shown
    if not shown.turns:
        return f"{'Your index is intact; open' if _whole() else 'Open'} homebody again. {DETAILS}"
    trouble = None
    try:
        conversations = services.conversations()
        if conversations is not None and (
            conversation := conversations.rescue(shown.conversation, shown.unkept, services.now())
        ):
            whole = "Your index is intact and the" if _whole() else "The"
            return f"{whole} conversation is kept as {conversation}: open homebody again, F6 goes on with it. {DETAILS}"
    except Exception as error:  # noqa: BLE001  whatever it was, there is a second way
        trouble = trouble_of(error)
    try:
        path = services.keep_aside(feed.markdown(shown.turns))
    except OSError as error:
        trouble, path = trouble_of(error), ""
    if path:
        return f"The conversation is in {path}, as Markdown, readable by you alone. {DETAILS}"
    why = "" if trouble is None else f": {trouble.sentence}"
    return f"What was on the screen could not be kept{why.rstrip('.')}. {DETAILS}"


def _whole() -> bool:
    try:
        return bool(index_is_whole())
    except StoreDamaged:
        return False
