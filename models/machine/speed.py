"""How fast this machine prefills with a model: measured in a moment, sharpened by every answer, kept with the models."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from models.machine import hardware
from models.types import ChatMessage, Sampling, Usage

if TYPE_CHECKING:
    from models.engine import Engine

SPEEDS = ".speeds"
"""Where in the model folder the measured speeds are kept."""
# By hand: shorter prefills are mostly the fixed cost of a batch.
_ENOUGH = 40
"""Prompt tokens from which on a prefill says something about the speed."""
# Both by hand: quick to follow a machine that slows down, without believing one answer in a busy hour; and no writing
# for a change that nobody would notice.
_NEW_SHARE = 0.4
_DRIFT = 0.1
_PATIENCE_S = 1.5
"""A first try that took longer than this is not repeated: the model is large and what was measured will do."""
# At least sixty tokens, above _ENOUGH. The letter before them keeps the second try from coming out of the cache.
_WORDS = "one two three four five six seven eight nine ten eleven twelve " * 5


class PrefillSpeed:
    """The measured speed of one model on this machine, kept in `folder`, or in memory alone when that is None."""

    def __init__(self, folder: Path | None = None, model: str = "", backend: str = "") -> None:
        self._path = None if folder is None else folder / f"{model}-{_machine(backend)}.json"
        self._rate = self._read()

    @property
    def tokens_per_s(self) -> float:
        """Return prompt tokens a second; 0 while nothing is known."""
        return self._rate

    def note(self, usage: Usage) -> None:
        """Take the figures of a finished or cancelled answer into account."""
        if usage.prefilled < _ENOUGH or usage.prefill_s <= 0:
            return
        seen = usage.prefilled / usage.prefill_s
        fresh = seen if not self._rate else (1 - _NEW_SHARE) * self._rate + _NEW_SHARE * seen
        drifted = abs(fresh - self._rate) > _DRIFT * self._rate
        self._rate = fresh
        if drifted:
            self._write()

    def ensure_measured(self, engine: Engine) -> None:
        """Have `engine`, which notes its figures here, prefill a few words, unless the speed is known already."""
        if self._rate:
            return
        self._try(engine, "A")
        if self._rate and len(_WORDS.split()) / self._rate < _PATIENCE_S:
            self._rate = 0.0  # the first try read the weights off the disk
            self._try(engine, "B")

    @staticmethod
    def _try(engine: Engine, start: str) -> None:
        for _ in engine.stream([ChatMessage("user", f"{start} {_WORDS}")], Sampling(max_tokens=1)):
            pass

    def _read(self) -> float:
        if self._path is None:
            return 0.0
        try:
            rate = json.loads(self._path.read_bytes())["prefill_tokens_per_s"]
        except (OSError, ValueError, KeyError, TypeError):
            return 0.0
        return float(rate) if isinstance(rate, int | float) and rate > 0 else 0.0

    def _write(self) -> None:
        if self._path is None:
            return
        # A folder that cannot be written only means that the next process measures again.
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = self._path.with_suffix(f".{os.getpid()}")
            draft.unlink(missing_ok=True)  # whatever has its name, a link too
            draft.touch(mode=0o600, exist_ok=False)
            draft.write_text(json.dumps({"prefill_tokens_per_s": round(self._rate, 2)}), encoding="ascii")
            draft.replace(self._path)


def _machine(backend: str) -> str:
    parts = (platform.node(), platform.machine(), platform.processor(), str(hardware.physical_cores()), backend)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
