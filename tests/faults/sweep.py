"""Disturbs every verb at every file-changing call, and prints how many points there were and how many lost something.

    python -m tests.faults.sweep --all                     everything: each verb, each fault, each call
    python -m tests.faults.sweep --every 7                 a sample
    python -m tests.faults.sweep lock "unlock --remove" --fault kill --fault full
    python -m tests.faults.sweep lock --fault kill --at 31  one point, with all that was said
    python -m tests.faults.sweep lock --trace              the calls of an undisturbed run

Exit code 1 when anything was lost or rough. README.md says more.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.cases import CASES
from tests.faults.library import FAULTS, WRITES, Plan, build, environment, problem

REPO = Path(__file__).resolve().parents[2]
SAMPLED = 7


@dataclass(frozen=True, slots=True)
class Point:
    """One disturbed run and what was wrong after it."""

    case: str
    fault: str
    at: int
    where: str
    ended: str
    lost: tuple[str, ...]
    rough: tuple[str, ...]
    said: str = ""

    def __str__(self) -> str:
        wrong = "; ".join((*(f"LOST {one}" for one in self.lost), *self.rough))
        return f"{self.case} | {self.fault} | {self.at} | {self.where} | {self.ended} | {wrong or 'ok'}"


class Process:
    """A worker process."""

    def __init__(self, folder: Path, library: Path) -> None:
        folder.mkdir(mode=0o700)
        plan = folder / "plan"
        Plan(plan)
        # One thread alone can be forked safely.
        alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "error"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", str(folder)],
            cwd=REPO,
            env={**os.environ, **alone, **environment(library, plan)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **asked: object) -> dict[str, Any]:
        """Send one request and return its answer. Raises RuntimeError when it could not be done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "the worker is gone"}
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class Harness:
    """The library and its workers."""

    def __init__(self, folder: Path, jobs: int) -> None:
        library = build(folder)
        self._workers = [Process(folder / f"w{number}", library) for number in range(jobs)]

    def trace(self, case: str) -> list[tuple[str, str]]:
        """Return the calls of an undisturbed run."""
        return [(call, file) for call, file in self._workers[0].ask(case=case)["trace"]]

    def points(self, case: str, faults: Sequence[str], every: int = 1, at: int = 0) -> list[tuple[str, int]]:
        """Return each fault with each N of the case (every `every`-th), or with the one N `at`."""
        trace = self.trace(case)
        found = []
        for fault in faults:
            calls = [n for n, (call, _) in enumerate(trace, 1) if call in WRITES or not FAULTS[fault].writes_only]
            found += [(fault, n) for n in ([at] if at else calls[::every])]
        return found

    def sample(self, case: str, every: int = SAMPLED) -> list[tuple[str, int]]:
        """Return every `every`-th call of the case, each with another fault than the one before."""
        found = []
        for number, (at, (call, _)) in enumerate(list(enumerate(self.trace(case), 1))[::every]):
            fault = list(FAULTS.values())[number % len(FAULTS)]
            found.append((fault.name if call in WRITES or not fault.writes_only else "kill", at))
        return found

    def run(self, case: str, points: Sequence[tuple[str, int]], tell: Callable[[Point], None]) -> list[Point]:
        """Run points on all workers. What was never reached is left out."""
        waiting: queue.SimpleQueue[tuple[str, int]] = queue.SimpleQueue()
        for point in points:
            waiting.put(point)
        found: list[Point] = []
        problems: list[BaseException] = []

        def work(worker: Process) -> None:
            try:
                while True:
                    fault, at = waiting.get_nowait()
                    told = worker.ask(case=case, fault=fault, at=at)
                    if told["fired"]:
                        lost, rough = tuple(told["lost"]), tuple(told["rough"])
                        found.append(Point(case, fault, at, told["where"], told["ended"], lost, rough, told["said"]))
                        tell(found[-1])
            except queue.Empty:
                pass
            except BaseException as error:  # noqa: BLE001  raised again by whoever waits
                problems.append(error)

        threads = [threading.Thread(target=work, args=(worker,)) for worker in self._workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise problems[0]
        return sorted(found, key=lambda point: (list(FAULTS).index(point.fault), point.at))

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.close()


@contextmanager
def harness(jobs: int) -> Iterator[Harness]:
    """Build the library and start workers, in a temporary folder (in memory where there is one)."""
    memory = Path("/dev/shm")
    where = str(memory) if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="homebody-faults-", dir=where) as folder:
        running = Harness(Path(folder), jobs)
        try:
            yield running
        finally:
            running.close()


def table(points: Sequence[Point]) -> str:
    """Return how many points there were, by verb and fault, and at how many something was lost or rough."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for point in points:
        count = counts.setdefault((point.case, point.fault), Counter())
        count.update({"points": 1, "lost": bool(point.lost), "rough": bool(point.rough)})
    lines = [f"{'verb':<26}{'fault':<10}{'points':>7}{'lost':>7}{'rough':>7}"]
    total: Counter[str] = Counter()
    for (case, fault), count in counts.items():
        total.update(count)
        lines.append(f"{case:<26}{fault:<10}{count['points']:>7}{count['lost']:>7}{count['rough']:>7}")
    lines.append(f"{'all':<36}{total['points']:>7}{total['lost']:>7}{total['rough']:>7}")
    return "\n".join(lines)


def main() -> int:
    """Sweep what the command line names."""
    parser = argparse.ArgumentParser(
        prog="tests.faults.sweep", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cases", nargs="*", metavar="VERB", help=f"default: all of {', '.join(CASES)}")
    parser.add_argument("--fault", action="append", choices=list(FAULTS), help="default: every one")
    parser.add_argument("--all", action="store_true", help="every call of every verb")
    parser.add_argument("--every", type=int, default=SAMPLED, help="every so-manieth call")
    parser.add_argument("--at", type=int, default=0, help="one call alone")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--trace", action="store_true", help="print the calls and run nothing")
    options = parser.parse_args()
    if why := problem():
        sys.stderr.write(f"No faults can be made here: {why}.\n")
        return 3
    if unknown := set(options.cases) - set(CASES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with harness(1 if options.at or options.trace else options.jobs) as running:
        return _sweep(running, options)


def _sweep(running: Harness, options: argparse.Namespace) -> int:
    every = 1 if options.all else options.every
    done: list[Point] = []
    unable = 0

    def tell(point: Point) -> None:
        if point.lost or point.rough or options.at:
            sys.stdout.write(f"{point}\n")
            if options.at:
                sys.stdout.write(f"{point.said}\n")
            sys.stdout.flush()

    for case in options.cases or CASES:
        try:
            if options.trace:
                for number, (call, file) in enumerate(running.trace(case), 1):
                    sys.stdout.write(f"{number:>5} {call} {file}\n")
                continue
            points = running.points(case, options.fault or list(FAULTS), every, options.at)
            came = running.run(case, points, tell)
            done += came
            wrong = sum(bool(point.lost) for point in came), sum(bool(point.rough) for point in came)
            sys.stderr.write(f"{case}: {len(came)} points, {wrong[0]} lost, {wrong[1]} rough\n")
        except RuntimeError as error:
            unable += 1
            sys.stdout.write(f"{case}: {str(error).strip().splitlines()[-1]}\n")
    if done:
        sys.stdout.write(table(done) + "\n")
    return 1 if unable or any(point.lost or point.rough for point in done) else 0


if __name__ == "__main__":
    sys.exit(main())
