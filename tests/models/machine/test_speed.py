from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from models.machine.speed import PrefillSpeed
from models.scripted import ScriptedEngine
from models.types import ChatMessage, Piece, Sampling, Usage


def usage(tokens: int, seconds: float) -> Usage:
    return Usage(tokens, 0, 1, seconds, 0.0, "stop")


class Timed(ScriptedEngine):
    """Notes a prefill at a given speed on every answer."""

    def __init__(self, speed: PrefillSpeed, rates: list[float]) -> None:
        super().__init__(lambda _: "x")
        self.speed, self.rates = speed, rates

    def stream(self, messages: Sequence[ChatMessage], sampling: Sampling) -> Iterator[Piece | Usage]:
        self.speed.note(usage(60, 60 / self.rates.pop(0)))
        return super().stream(messages, sampling)


def test_a_speed_is_kept_for_the_next_process(tmp_path: Path) -> None:
    folder = tmp_path / "speeds"
    PrefillSpeed(folder, "small", "llama.cpp").note(usage(100, 0.5))
    assert PrefillSpeed(folder, "small", "llama.cpp").tokens_per_s == 200
    assert PrefillSpeed(folder, "other", "llama.cpp").tokens_per_s == 0
    assert PrefillSpeed(folder, "small", "mlc").tokens_per_s == 0
    (kept,) = folder.iterdir()
    assert not kept.stat().st_mode & 0o077


def test_a_few_tokens_say_nothing_and_later_figures_count_more() -> None:
    speed = PrefillSpeed()
    speed.note(usage(5, 1.0))
    speed.note(usage(0, 0.0))
    assert speed.tokens_per_s == 0
    speed.note(usage(100, 1.0))
    speed.note(usage(200, 1.0))
    assert speed.tokens_per_s == pytest.approx(140)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"prefill_tokens_per_s": "x"}', b'{"prefill_tokens_per_s": -1}'])
def test_a_broken_record_is_no_record(tmp_path: Path, content: bytes) -> None:
    PrefillSpeed(tmp_path, "m").note(usage(100, 1.0))
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(content)
    assert PrefillSpeed(tmp_path, "m").tokens_per_s == 0


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    speed = PrefillSpeed(tmp_path / "file", "m")
    speed.note(usage(100, 1.0))
    assert speed.tokens_per_s == 100


def test_a_quick_machine_is_measured_twice_a_slow_one_once_and_a_known_one_never() -> None:
    quick = PrefillSpeed()
    rates = [100.0, 400.0, 1.0]
    quick.ensure_measured(Timed(quick, rates))
    assert (quick.tokens_per_s, rates) == (400, [1.0])
    quick.ensure_measured(Timed(quick, rates))
    assert rates == [1.0]
    slow = PrefillSpeed()
    slow.ensure_measured(Timed(slow, rates))
    assert slow.tokens_per_s == 1
