"""A command's side of the service: find it, start it, ask it. It has the assistant's own methods."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.home.ownership import open_own
from app.home.paths import private_folder
from app.service_client.card import SILENCE_S, dial, machine_zone, read_card, socket_path, whose
from app.service_client.children import leave_running
from app.service_client.protocol import ProtocolProblem, decode, decode_error, encode, read_line, write_line
from models.errors import EngineFailed

if TYPE_CHECKING:
    from app.assistant.events import AnswerEvent, SummaryEvent, WorkProgress
    from app.assistant.summarizing.digest import Length
    from app.assistant.types import Plan, Scope
    from app.home.config import Settings
    from app.home.paths import Home
    from index.types.events import EmbeddingProgress
    from index.types.kinds import HitOrder
    from index.types.search import SearchResult

START_TIMEOUT_S = 15
STOP_S = 60.0
"""How long a service may take to let go of everything, in seconds."""
ADDRESS_LIMIT = 100
"""Unix socket addresses hold about a hundred bytes; a home with a longer path goes without the service."""


_TOLD = frozenset({"HOMEBODY_NOW", "HOMEBODY_PASSPHRASE"})
"""Variables that it does not inherit, since it is told them: they are one command's, and would stay for all after it."""

_GOES_ON = frozenset({"warm", "embed"})
"""What another does the rest of, however far the first had come."""


class ServiceGone(EngineFailed):
    """The service ended while it worked; the next command starts another."""


def build_of(home: Home, settings: Settings) -> str:
    """Name the code and the settings that a service runs with: another one has to replace it."""
    # Its answers look the same in every theme, and it would have to load its models again.
    digest = hashlib.sha256(json.dumps(asdict(replace(settings, theme="")), sort_keys=True).encode())
    told = (whose(home), settings.zone or machine_zone())
    digest.update("\0".join(told).encode("utf-8", "surrogateescape"))
    root = _code()
    for package in ("app", "index", "models"):
        for line in sorted(_modules(f"{root}/{package}")):
            digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _code() -> Path:
    """Return the folder that the packages of this very code lie in."""
    return Path(__file__).resolve().parent.parent.parent


def _modules(folder: str) -> Iterator[str]:
    """Yield a line for every module below a folder, with its size and age. Every command waits for this."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                state = entry.stat()
                yield f"{entry.path}\0{state.st_size}\0{state.st_mtime_ns}\0"
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(entry.path)


@dataclass(frozen=True)
class ServiceClient:
    """A running service. Raises, from every method, what the same work would raise in this process."""

    address: str
    token: str
    pid: int
    fixed_now: datetime | None = None
    phrase: bool = False
    """Whether its language model is asked however small it is."""
    again: Callable[[], ServiceClient | None] | None = field(default=None, repr=False, compare=False)
    """Finds or starts another, for work of which this one had told nothing when it ended; see `_events`."""
    _working: set[socket.socket] = field(default_factory=set, repr=False, compare=False)

    def search(
        self,
        text: str,
        scope: Scope,
        limit: int = 10,
        *,
        explain: bool = False,
        order: HitOrder = "relevance",
        page: int = 1,
        every: bool = False,
    ) -> tuple[Plan, SearchResult]:
        """Search; see Assistant.search."""
        plan, result = self._events(
            "search", text=text, scope=scope, limit=limit, explain=explain, order=order, page=page, every=every
        )
        return plan, result

    def ask(self, question: str, scope: Scope, conversation: str = "") -> Iterator[AnswerEvent]:
        """Ask; see Assistant.ask. Closing the iterator cancels."""
        return self._events("ask", question=question, scope=scope, conversation=conversation)

    def summarize(self, scope: Scope, length: Length = "normal") -> Iterator[SummaryEvent]:
        """Summarize; see Assistant.summarize. Closing the iterator cancels."""
        return self._events("summarize", scope=scope, length=length)

    def cancel(self) -> None:
        """End what this client is being told; its iterators end without a result. Returns at once, from any thread."""
        for connection in tuple(self._working):
            self._working.discard(connection)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def embed_pending(self) -> Iterator[EmbeddingProgress]:
        """Give vectors to what has none; see Index.embed_pending."""
        return self._events("embed")

    def warm_up(self) -> Iterator[WorkProgress]:
        """Have it load its models; see Runtime.warm_up."""
        return self._events("warm")

    def key(self) -> str:
        """Return the key of the index that it holds, or nothing."""
        (key,) = self._events("key")
        return str(key)

    def unlock(self, key: str) -> None:
        """Give it the key of the index, which it holds until it ends. Raises StoreLocked when it is not the right one."""
        for _ in self._events("unlock", key=key):
            pass

    def drop_forgotten(self) -> None:
        """Have it drop what it holds in memory of what was forgotten; one that cannot is stopped."""
        try:
            for _ in self._asked("drop_forgotten"):
                pass
        except ServiceGone:
            pass
        except ProtocolProblem:
            self.stop()  # of older code

    def build(self) -> str:
        """Return the name of the code and settings it runs with."""
        (build,) = self._events("ping")
        return str(build)

    def stop(self) -> None:
        """Tell it to stop, and wait until it has let go of everything: only then does it hang up.

        Raises ServiceGone when it takes longer than a minute.
        """
        with contextlib.suppress(OSError), dial(self.address) as connection, _ended_after(connection):
            connection.settimeout(STOP_S)
            stream: BinaryIO = connection.makefile("rwb")  # type: ignore[assignment]
            try:
                write_line(stream, {"token": self.token, "verb": "stop"})
                while (line := read_line(stream)) is not None:
                    if "error" in line:
                        raise decode_error(line["error"])
            except TimeoutError as error:
                raise ServiceGone(
                    f"The service was told to stop and has not ended within {STOP_S:.0f} seconds.",
                    f"End its process, {self.pid}, then run the command again.",
                ) from error

    def _events(self, verb: str, **arguments: object) -> Iterator[Any]:
        """Have something done; by another, once, if this one takes the call and ends before it told what counts."""
        told = False
        try:
            with contextlib.closing(self._asked(verb, **arguments)) as events:
                for event in events:
                    told = verb not in _GOES_ON
                    yield event
        except ServiceGone:
            other = None if told or self.again is None else self.again()
            if other is None:
                raise
            other = replace(other, _working=self._working)  # `cancel` cuts what either of them works on
            yield from other._asked(verb, **arguments)  # noqa: SLF001  one of ours

    def _asked(self, verb: str, **arguments: object) -> Generator[Any, None, None]:
        if self.fixed_now is not None:
            arguments["now"] = self.fixed_now
        if self.phrase:
            arguments["phrase"] = True
        try:
            connection = dial(self.address)
        except OSError as error:
            raise ServiceGone("The service has just ended.", "Run the command again.") from error
        with connection:
            self._working.add(connection)
            try:
                yield from self._told(connection, {"verb": verb, "arguments": encode(arguments)})
            finally:
                self._working.discard(connection)

    def _told(self, connection: socket.socket, request: dict[str, Any]) -> Iterator[Any]:
        stream: BinaryIO = connection.makefile("rwb")  # type: ignore[assignment]
        try:
            write_line(stream, {"token": self.token}, request)
            while (line := read_line(stream)) is not None:
                if "event" in line:
                    yield decode(line["event"])
                elif "error" in line:
                    raise decode_error(line["error"])
                elif "alive" not in line:
                    return
        except TimeoutError as error:
            raise ServiceGone(
                f"The service has given no sign of life for {SILENCE_S:.0f} seconds.",
                f"End its process, {self.pid}, then run the command again.",
            ) from error
        except OSError:
            pass  # the service is gone, or `cancel` shut the line; which of them is told below
        if connection in self._working:
            raise ServiceGone("The service went away in the middle of its work.", "Run the command again.")


@contextlib.contextmanager
def _ended_after(connection: socket.socket) -> Iterator[None]:
    """Wait at the end until the process at the other end of a connection is gone, where the system can tell.

    It hangs up with its memory cleared; what follows takes an instant.
    """
    handle = _handle_of(connection)
    if handle is None:
        yield
        return
    import select

    try:
        yield
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        waiting.poll(STOP_S * 1000)
    finally:
        os.close(handle)


def _handle_of(connection: socket.socket) -> int | None:
    """Return a handle of the process at the other end, by the kernel's word; None if it is this one, or cannot be had."""
    if not hasattr(os, "pidfd_open") or not hasattr(socket, "SO_PEERCRED"):
        return None
    import struct

    pid, _, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    try:
        return None if pid == os.getpid() else os.pidfd_open(pid)
    except OSError:
        return None  # gone already, or the kernel is older


def find(home: Home) -> ServiceClient | None:
    """Return the service that runs for this home, or None."""
    found = _answering(home)
    return None if found is None else found[0]


def _answering(home: Home) -> tuple[ServiceClient, str] | None:
    """Return the service that runs for this home and the build that it says it is of, or None."""
    found = _look(home)
    try:
        return None if found is None else (found[0], found[0].build())
    except (OSError, ProtocolProblem, ServiceGone):
        return None


def _look(home: Home) -> tuple[ServiceClient, str] | None:
    """Return what left its card here and takes calls, and what it was built of; nothing is asked of it yet."""
    card = read_card(home)
    if card is None:
        return None
    client = ServiceClient(str(socket_path(home)), card.token, card.pid)
    try:
        dial(client.address).close()
    except OSError:
        return None
    return client, card.build


def connect(home: Home, settings: Settings, fixed_now: datetime | None = None) -> ServiceClient | None:
    """Return a service with this code and these settings, started or replaced if need be; None where it cannot be had."""
    address = str(socket_path(home))
    if not hasattr(socket, "AF_UNIX") or len(os.fsencode(address)) > ADDRESS_LIMIT:
        return None
    build = build_of(home, settings)
    found = _look(home)
    client = found[0] if found is not None and found[1] == build else _replace(home, build)
    again = partial(connect, home, settings, fixed_now)
    return None if client is None else replace(client, fixed_now=fixed_now, again=again)


def _replace(home: Home, build: str) -> ServiceClient | None:
    """Stop a service of another build and start one, one command at a time: the others find it when they get their turn."""
    import fcntl

    turn = open_own(private_folder(home.run) / "start.lock", os.O_RDWR)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        found = _answering(home)
        if found is not None and found[1] == build:
            return found[0]
        if found is not None:
            found[0].stop()
        return find(home) if start(home) else None
    finally:
        os.close(turn)


def start(home: Home) -> bool:
    """Start a service for this home and wait until it listens; False when it ended instead (or another was first)."""
    import select
    import subprocess

    code = _code()
    around = {name: value for name, value in os.environ.items() if name not in _TOLD}
    reader, writer = os.pipe()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "service", "run", "--ready", str(writer)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**around, "HOMEBODY_HOME": str(home.root), "HOMEBODY_MODELS": str(home.models)},
            pass_fds=[writer],
            start_new_session=True,
            # Python looks there first. Where packages are installed it finds this code anyhow, and others' beside it.
            cwd="/" if code.name in ("site-packages", "dist-packages") else code,
        )
        os.close(writer)
        writer = -1
        readable, _, _ = select.select([reader], [], [], START_TIMEOUT_S)
        leave_running(process)
        return bool(readable) and os.read(reader, 1) == b"+"
    finally:
        os.close(reader)
        if writer >= 0:
            os.close(writer)
