"""How long until something is on the screen: `--help`, a keyword search, and the terminal app's first paint.

    .venv/bin/python benchmarks/startup.py [--rounds N]

Each is timed beside `python -c pass` in the same rounds, interleaved, and the median is printed with its ratio to that: the
figures mean something only side by side. The search runs on a home made for the purpose (2,000 messages, no models).
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HOMEBODY = [sys.executable, "-m", "app"]
FIRST_PAINT = b"Ask"
"""Text of the terminal app's first screen."""


def timed(command: list[str], env: dict[str, str]) -> float:
    """Return the wall time of a command in seconds."""
    started = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def first_paint(env: dict[str, str]) -> float:
    """Return the seconds from the start of the terminal app to its first screen, in a pseudo-terminal."""
    started = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(HOMEBODY[0], HOMEBODY, {**env, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"})
    seen = b""
    while FIRST_PAINT not in seen:
        if not select.select([terminal], [], [], 30)[0]:
            raise TimeoutError("the terminal app painted nothing within 30 s")
        seen += os.read(terminal, 65_536)
    elapsed = time.perf_counter() - started
    os.kill(child, 9)
    os.close(terminal)
    os.waitpid(child, 0)
    return elapsed


def make_home(folder: Path) -> dict[str, str]:
    """Index 2,000 messages without models and return the environment that names the home."""
    messages = [
        {
            "id": n,
            "type": "message",
            "date": "2026-03-01T12:00:00",
            "date_unixtime": str(1_772_366_400 + 60 * n),
            "from": ("Ada", "Ben")[n % 2],
            "from_id": f"user{n % 2}",
            "text": f"message {n} about the cabin and topic {n % 97}",
        }
        for n in range(2000)
    ]
    export = folder / "result.json"
    export.write_text(json.dumps({"name": "Ada", "type": "personal_chat", "id": 1, "messages": messages}))
    env = {**os.environ, "HOMEBODY_HOME": str(folder / "home"), "HOMEBODY_MODELS": str(folder / "models")}
    subprocess.run([*HOMEBODY, "add", str(export)], env=env, check=True, capture_output=True)
    return env


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        env = make_home(Path(folder))
        runs: dict[str, Callable[[], float]] = {
            "python -c pass": lambda: timed([sys.executable, "-c", "pass"], env),
            "homebody --help": lambda: timed([*HOMEBODY, "--help"], env),
            "homebody search --keyword": lambda: timed([*HOMEBODY, "search", "--keyword", "cabin"], env),
            "terminal app, first paint": lambda: first_paint(env),
        }
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, run in runs.items():
                times[name].append(run())
    base = statistics.median(times["python -c pass"])
    print(f"{'':28}{'median ms':>10}{'× pass':>9}")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:28}{1000 * median:10.0f}{median / base:9.1f}")
    allowed = 3 * base + 0.1
    took = statistics.median(times["homebody --help"])
    verdict = "within" if took < allowed else "OVER"
    print(f"help: {1000 * took:.0f} ms, allowed {1000 * allowed:.0f} ms (3 × pass + 100): {verdict}")


if __name__ == "__main__":
    main()
