"""The app's side of the broker: start it, ask it for a model, stop it. What it says is read as figures and plain text."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any, Self

from app.broker.walls import BrokerAccess, BrokerUnavailable, code_folder, reach_of, uv_cache
from app.home.paths import Home, private_folder
from models.errors import DownloadFailed

PROGRAM = ("-m", "app.broker")
"""What the interpreter is given to run."""
LEAVING_S = 2.0
"""How long closing waits for the broker, which ends within a second when it is told to; what it was fetching is kept."""
_LONGEST_LINE = 20_000
_OWN = "HOMEBODY_"
"""How the variables begin that say where the owner's things are, and how they are opened."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a fetch is: `what` is being done, and `done` of `total` bytes (0 where they are not known)."""

    what: str
    done: int
    total: int


class Broker:
    """A running broker. One model at a time; `cancel` and `close` may be called from any thread."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._requests, self._answers = _pipe(process.stdin), _pipe(process.stdout)
        self._sending = threading.Lock()
        self._one_at_a_time = threading.Lock()
        self._beginning = threading.Lock()
        self._walls: str | None = None

    @classmethod
    def start(cls, home: Home, program: Iterable[str] = PROGRAM) -> Self:
        """Start the broker of a home; to be called before the seal. Returns at once. Raises BrokerUnavailable."""
        reach = BrokerAccess((), ())
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
        if sys.platform == "linux":
            reach = reach_of(home, environment)
            if str(uv_cache(environment).resolve()) not in reach.write:
                environment["UV_NO_CACHE"] = "1"  # what it may not write to, it would stumble over
        told = json.dumps({"models": str(home.models), "read": reach.read, "write": reach.write})
        try:
            if not home.models.is_dir():  # walls can only be built around what is there
                private_folder(home.models)
            process = subprocess.Popen(
                [sys.executable, *program, told],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=code_folder(),
                env=environment,
                close_fds=True,
                start_new_session=True,  # the terminal's Ctrl+C is the app's business
            )
        except OSError as error:
            raise BrokerUnavailable(
                f"The process that fetches models cannot be started: {error.strerror or error}."
            ) from error
        return cls(process)

    @property
    def pid(self) -> int:
        """The broker's process."""
        return self._process.pid

    @property
    def walls(self) -> str:
        """What keeps it from the owner's files: "landlock", or nothing. Waits until it has begun. Raises DownloadFailed."""
        with self._beginning:
            if self._walls is None:
                answer = self._answer("")
                self._walls = "landlock" if answer.get("walls") == "landlock" else ""
            return self._walls

    def pull(self, name: str) -> Generator[Step, None, None]:
        """Have a model fetched, checked and installed; ends early when it is cancelled, and closing it cancels.

        What came from a hub is kept then, and the next pull goes on from there. Raises DownloadFailed.
        """
        with self._one_at_a_time:
            _ = self.walls  # its first answer comes before those to requests
            self._send(f"pull {name}", name)
            ended = False
            try:
                while not ended:
                    answer = self._answer(name)
                    ended = answer["event"] != "step"
                    if not ended:
                        yield Step(str(answer.get("what")), _number(answer, "done"), _number(answer, "total"))
                if answer["event"] not in ("installed", "stopped"):
                    raise DownloadFailed(str(answer.get("sentence")), str(answer.get("next_step")))
            finally:
                if not ended:
                    self.cancel()
                    with contextlib.suppress(DownloadFailed):
                        while self._answer(name)["event"] == "step":
                            pass

    def cancel(self) -> None:
        """End the fetch that goes on, if there is one. Returns at once."""
        with contextlib.suppress(DownloadFailed):
            self._send("cancel", "")

    def close(self) -> None:
        """End the broker, and what it does."""
        with contextlib.suppress(DownloadFailed):
            self._send("leave", "")
        with contextlib.suppress(OSError), self._sending:
            self._requests.close()
        try:
            self._process.wait(LEAVING_S)
        except subprocess.TimeoutExpired:
            # A sealed app's signals reach nothing outside the seal. Without its input the broker ends all the same.
            with contextlib.suppress(PermissionError):
                self._process.kill()
                self._process.wait()
            self._process.returncode = self._process.returncode or 0
        self._answers.close()

    def _send(self, request: str, name: str) -> None:
        try:
            with self._sending:
                self._requests.write(request.encode() + b"\n")
                self._requests.flush()
        except (OSError, ValueError) as error:  # it has ended, or was closed
            raise _gone(name) from error

    def _answer(self, name: str) -> Mapping[str, Any]:
        try:
            line = self._answers.readline(_LONGEST_LINE)
            answer = json.loads(line) if line.endswith(b"\n") else None
        except (OSError, ValueError) as error:
            raise _gone(name) from error
        if not isinstance(answer, dict) or not isinstance(answer.get("event"), str):
            raise _gone(name)
        return answer


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise ValueError("the broker was started without its pipes")
    return end


def _number(answer: Mapping[str, Any], field: str) -> int:
    value = answer.get(field)
    return value if isinstance(value, int) and value >= 0 else 0


def _gone(name: str) -> DownloadFailed:
    step = f"`homebody models pull {name}` in another terminal fetches it." if name else "Open homebody again."
    return DownloadFailed("The process that fetches models has ended.", step)
