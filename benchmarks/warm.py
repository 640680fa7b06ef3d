"""How much the warm process saves: search and ask beside themselves without it, and beside Python doing nothing.

    .venv/bin/python benchmarks/warm.py [--rounds N]

All are timed in the same rounds, interleaved, on the sample home with the starter models (`homebody models pull`). A
search is timed to its end, an ask to the first sentence of its answer. The warm process is started before the first round;
bytecode is kept in a folder of the benchmark's own, as an installed homebody has it. The search is due within 150 ms of
Python.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.home.config import Settings, save_settings
from app.home.sample_home import NOW, OWNER, QUESTIONS, SEARCHES, ZONE, write_sample_home

HOMEBODY = [sys.executable, "-m", "app"]
ALLOWED_MS = 150


def make_home(folder: Path) -> dict[str, str]:
    """Index the sample home and return the environment that names it."""
    env = {**os.environ, "HOMEBODY_HOME": str(folder / "home"), "HOMEBODY_NOW": NOW.isoformat()}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    save_settings(folder / "home/settings.toml", Settings(), zone=ZONE, me=OWNER)
    write_sample_home(folder / "files")
    subprocess.run([*HOMEBODY, "add", str(folder / "files")], env=env, check=True, capture_output=True)
    return env


def to_end(command: list[str], env: dict[str, str]) -> float:
    """Return the wall time of a command in milliseconds."""
    started = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - started)


def to_first_line(command: list[str], env: dict[str, str]) -> float:
    """Return the milliseconds until a command writes the first line of its answer."""
    started = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError("there was no answer")
        took = 1000 * (time.perf_counter() - started)
        process.stdout.read()
    return took


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    search = [*HOMEBODY, "search", SEARCHES[0]]
    ask = [*HOMEBODY, "ask", QUESTIONS[0]]
    with tempfile.TemporaryDirectory() as folder:
        env = {**make_home(Path(folder)), "PYTHONUNBUFFERED": "1"}
        runs: dict[str, Callable[[], float]] = {
            "python -c pass": lambda: to_end([sys.executable, "-c", "pass"], env),
            "search, warm": lambda: to_end(search, env),
            "ask, warm": lambda: to_first_line(ask, env),
            "search --no-service": lambda: to_end([*search, "--no-service"], env),
            "ask --no-service": lambda: to_first_line([*ask, "--no-service"], env),
        }
        try:
            for warm in ("search, warm", "ask, warm"):
                runs[warm]()
            times: dict[str, list[float]] = {name: [] for name in runs}
            for _ in range(rounds):
                for name, run in runs.items():
                    times[name].append(run())
        finally:
            subprocess.run([*HOMEBODY, "service", "stop"], env=env, check=False, capture_output=True)
    base = statistics.median(times["python -c pass"])
    print(f"{'':24}{'median ms':>10}{'best ms':>10}{'over pass':>11}")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:24}{median:10.0f}{min(values):10.0f}{median - base:11.0f}")
    over = statistics.median(times["search, warm"]) - base
    print(f"warm search: {over:.0f} ms over Python, allowed {ALLOWED_MS}: {'within' if over < ALLOWED_MS else 'OVER'}")
    if hasattr(os, "getloadavg"):
        print(f"load while it ran: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
