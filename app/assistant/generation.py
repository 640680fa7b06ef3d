"""Reading a model's stream sentence by sentence, and ending it when it goes in circles or nobody listens any more."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.assistant.text.sentences import LoopGuard, SentenceStream
from models.engine import Engine
from models.types import ChatMessage, Sampling, Usage


@dataclass(slots=True)
class Clock:
    """Seconds that generation took; `first_token_s` stays None until there is one."""

    first_token_s: float | None = None
    generate_s: float = 0.0


def stream_sentences(engine: Engine, prompt: Sequence[ChatMessage], sampling: Sampling, clock: Clock) -> Iterator[str]:
    """Yield each sentence once it is complete. Closing this iterator cancels the engine.

    Raises what the engine raises (ModelProblem).
    """
    started = time.perf_counter()
    pieces = engine.stream(prompt, sampling)
    collected, guard = SentenceStream(), LoopGuard()
    ended = False
    cut_short = True
    try:
        for piece in pieces:
            if isinstance(piece, Usage):
                ended, cut_short = True, piece.finish != "stop"
                continue
            if piece.text and clock.first_token_s is None:
                clock.first_token_s = time.perf_counter() - started
            complete = collected.feed(piece.text)
            looping = guard.loops(piece.text, complete)
            yield from complete
            if looping:
                return
        yield from collected.finish(cut_short=cut_short)
    finally:
        if not ended:
            engine.cancel()
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
        clock.generate_s += time.perf_counter() - started
