"""The service's side: one process a home, a thread a connection, models loaded when first needed and kept."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import hmac
import os
import secrets
import select
import signal
import socket
import socketserver
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.home import config
from app.home.ownership import open_own
from app.home.paths import private_folder
from app.service.idle import IdleWork
from app.service_client.card import BEAT_S, ServiceCard, card_path, machine_zone, socket_path, whose, write_card
from app.service_client.client import build_of
from app.service_client.protocol import (
    FIRST_LIMIT,
    ProtocolProblem,
    decode,
    encode,
    encode_error,
    read_line,
    write_line,
)
from index.errors import IndexProblem, StoreLocked, WrongKey
from index.store.database import keys

if TYPE_CHECKING:
    from app.assistant.assistant import Assistant
    from app.output.report import Printed
    from app.runtime.runtime import Runtime

Perform = Callable[["Runtime", Sequence[str], int], tuple[int, "Printed"]]
"""Runs a command's arguments on an open home, for a screen of so many columns; returns its exit code and its lines."""

WAIT_S = 0.2
"""How long a whole command waits for what is being loaded, in seconds: its own process would have begun by then."""

REQUEST_S = 10.0
"""How long a peer may take to say what it wants, in seconds."""

SEND_S = 30.0
"""How long a peer may take to receive a line, in seconds; one that reads nothing is taken for gone."""

END_S = 5.0
"""How long the end waits for work that was cut off, in seconds."""
DROP_S = 10.0
"""How long an answer may go on, in seconds, when the model that writes it is to let go of what was forgotten."""

END_BY_FORCE_S = 30
"""How long the process may take over its end, in whole seconds: then the kernel ends it, whatever it hangs in."""

STRANGERS = 32
"""So many connections may wait to show their token; the one that has waited longest makes room for the next."""

POLL_S = 0.5
"""How often the server looks whether it has idled long enough, in seconds."""


class Service(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Serve one home until it has idled for `idle_s` seconds or is told to stop."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, runtime: Runtime, build: str, idle_s: float, perform: Perform | None = None) -> None:
        """Listen in the home's private folder. Raises AlreadyServed when another service has this home.

        Without `perform` every command does its own printing.
        """
        self.runtime = runtime
        self.perform = perform
        self.card = ServiceCard(os.getpid(), secrets.token_hex(32), build)
        self.idle_s = idle_s
        self.engine_lock = threading.Lock()
        self._state_lock = threading.Lock()
        self._running = 0
        self._ending = False
        self._accepted: dict[socket.socket, threading.Thread] = {}
        self._kept: list[socket.socket] = []
        """Connections that are done with and stay open until the end, so that their peers learn of it."""
        self._strangers: dict[socket.socket, None] = {}
        """Connections that have not shown a token, the oldest first."""
        self._last_used = time.monotonic()
        self._idle_work = IdleWork(runtime, self.engine_lock, self._quiet_s)
        private_folder(runtime.home.run)
        self._claim = _claim(runtime)
        self._files = (socket_path(runtime.home), card_path(runtime.home))
        self._files[0].unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            super().__init__(str(self._files[0]), _Connection)
        finally:
            os.umask(before)
        write_card(runtime.home, self.card)
        self._socket_id = _identity(self._files[0])

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ANN401, ARG002  socketserver's
        """Refuse every peer but the owner, whatever token it has."""
        return peer_uid(request) in (os.getuid(), None)

    def service_actions(self) -> None:
        """Stop after an idle time, or when the home was removed and nobody can reach this socket any more."""
        with self._state_lock:
            idle = not self._running and time.monotonic() - self._last_used > self.idle_s
        if idle or not self._reachable():
            self.end()

    def end(self) -> None:
        """Take no more calls, and have `run` return. Returns at once; may be called more than once, from any thread."""
        with self._state_lock:
            self._ending = True
        threading.Thread(target=self.shutdown, daemon=True).start()
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)  # wakes whoever waits for calls

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver's
        """Serve a connection in a thread of its own, and know of both until it is over."""
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        with self._state_lock:
            self._accepted[request] = thread
            for oldest in list(self._strangers)[: max(0, len(self._strangers) - STRANGERS + 1)]:
                self._turn_away(oldest)
            self._strangers[request] = None
        thread.start()

    def _turn_away(self, stranger: socket.socket) -> None:
        del self._strangers[stranger]
        with contextlib.suppress(OSError):
            stranger.shutdown(socket.SHUT_RDWR)

    def admit(self, connection: socket.socket) -> None:
        """Take a connection for one of the owner's commands, which has shown the token."""
        with self._state_lock:
            self._strangers.pop(connection, None)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401  socketserver's
        """Hang up; while the service ends, only when it has let go of everything."""
        with self._state_lock:
            self._accepted.pop(request, None)
            self._strangers.pop(request, None)
            if self._ending:
                self._kept.append(request)
                return
        super().shutdown_request(request)

    def unlock(self, key: str) -> None:
        """Hold the key of the index, if it opens it. Raises StoreLocked."""
        made = keys.opener(key, self.runtime.home.store)
        before, self.runtime.key = self.runtime.key, made
        try:
            opener = self.runtime.index().key
            if opener is not None and not hmac.compare_digest(
                *(one.encode("utf-8", "replace") for one in (opener, made))
            ):
                raise WrongKey("The passphrase does not open the index.", "Try again with the right one.")
        except StoreLocked:
            self.runtime.key = before
            raise

    def drop_forgotten(self) -> None:
        """Let go of all that was read: lists, bits, pages, what waits to be summarized, and the language model.

        Its prompt cache holds the text of evidence, and ends with it. An answer that is being written is waited for.
        """
        with contextlib.suppress(IndexProblem):
            self.runtime.index().let_go()
        freed = self.engine_lock.acquire(timeout=DROP_S)
        try:
            self._idle_work.drop()
            self.runtime.let_go()
        finally:
            if freed:
                self.engine_lock.release()
        gc.collect()

    def is_current(self) -> bool:
        """Tell whether the code and the settings on disk are those that it runs with. Raises SettingsProblem."""
        home = self.runtime.home
        return build_of(home, config.load_settings(home.settings)) == self.card.build

    def is_loading(self) -> bool:
        """Tell whether something is being opened or loaded that keeps others waiting."""
        lock = self.runtime.opened.lock
        if not lock.acquire(timeout=WAIT_S):
            return True
        lock.release()
        return False

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """Hold the idle clock while a request is served; what was done meanwhile gives way."""
        with self._state_lock:
            self._running += 1
        self._idle_work.give_way()
        try:
            yield
        finally:
            with self._state_lock:
                self._running -= 1
                self._last_used = time.monotonic()

    def run(self, ready: Callable[[], None], *, then_exit: bool = False) -> None:
        """Serve until the end, then leave nothing behind and hang up on whoever is still connected.

        With `then_exit` the system hangs up on them, when this process is gone and its memory with it.
        """
        with contextlib.ExitStack() as after:  # done in the reverse of this order, each whatever becomes of the others
            after.callback(self._hang_up, then_exit=then_exit)
            after.callback(os.close, self._claim)
            after.callback(self.runtime.close)
            after.callback(self._remove_files)
            after.callback(self._cut_off)
            after.callback(self._idle_work.end)
            if then_exit:
                after.callback(signal.alarm, END_BY_FORCE_S)
            ready()
            self._idle_work.start()
            self.serve_forever(POLL_S)

    def _cut_off(self) -> None:
        """End what is still being served: its peers are told nothing more, and hear of the end with it."""
        with self._state_lock:
            self._ending = True
            accepted = dict(self._accepted)
        for connection in accepted:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RD)  # to its handler this is a peer that has gone
        until = time.monotonic() + END_S
        for thread in accepted.values():
            thread.join(max(0.0, until - time.monotonic()))

    def _remove_files(self) -> None:
        if self._reachable():  # else the files are another's, or gone
            for path in self._files:
                path.unlink(missing_ok=True)

    def _hang_up(self, *, then_exit: bool) -> None:
        """Close the listener and every connection, or leave that to the end of this process."""
        with self._state_lock:
            connections = [*self._kept, *self._accepted, self.socket]
        for connection in connections:
            if then_exit:
                connection.detach()
            else:
                connection.close()

    def _quiet_s(self) -> float:
        with self._state_lock:
            return 0.0 if self._running else time.monotonic() - self._last_used

    def _reachable(self) -> bool:
        return _identity(self._files[0]) == self._socket_id

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver's
        """Drop a connection that broke: whoever was there is gone, and nothing may be logged."""


class AlreadyServed(Exception):
    """Another service has this home."""


def _identity(path: Path) -> tuple[int, int, int] | None:
    """Tell a file from another that took its name; None when there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino, state.st_mtime_ns


def _claim(runtime: Runtime) -> int:
    lock = open_own(runtime.home.run / "service.lock", os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise AlreadyServed from error
    return lock


def peer_uid(connection: socket.socket) -> int | None:
    """Return the user at the other end of a Unix socket, or None where the platform does not tell."""
    if hasattr(socket, "SO_PEERCRED"):
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", credentials)[1])
    if sys.platform == "darwin":
        # SOL_LOCAL / LOCAL_PEERCRED: struct xucred begins with a version and the uid.
        return int(struct.unpack("2I", connection.getsockopt(0, 0x001, 76)[:8])[1])
    return None


class _Connection(socketserver.StreamRequestHandler):
    server: Service
    timeout = REQUEST_S

    def setup(self) -> None:
        super().setup()
        self._sending = threading.Lock()
        self._gone = threading.Event()
        self._over = False
        self._turn = threading.Lock()
        self._generating = False

    def handle(self) -> None:
        try:
            request = self._request()
            if request is not None:
                with self.server.busy():
                    self._serve(request)
        except OSError:
            return
        except Exception as error:  # noqa: BLE001  every error goes to the one who asked
            with contextlib.suppress(OSError):
                self._send({"error": encode_error(error)})

    def _request(self) -> dict[str, Any] | None:
        """Read a request whose token is right; None when the peer hangs up instead. Raises ProtocolProblem, OSError."""
        lines: BinaryIO = self.rfile  # type: ignore[assignment]
        first = read_line(lines, FIRST_LIMIT)
        if first is None:
            return None
        token = str(first.get("token")).encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(token, self.server.card.token.encode()):
            raise ProtocolProblem("the token is wrong")
        self.server.admit(self.connection)
        return first if "verb" in first else read_line(lines)

    def _serve(self, request: Mapping[str, Any]) -> None:
        self.connection.settimeout(SEND_S)
        with self._watched():
            for value in self._answer(str(request.get("verb")), decode(request.get("arguments") or {})):
                self._send({"event": encode(value)})
            self._send({"end": True})
        if request.get("verb") == "stop":
            self.server.end()

    def _send(self, line: Mapping[str, Any]) -> None:
        """Send a line whole, from either thread. Raises OSError when the peer has gone."""
        out: BinaryIO = self.wfile  # type: ignore[assignment]
        with self._sending:
            if self._gone.is_set():
                raise BrokenPipeError
            write_line(out, line)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Meanwhile give the peer signs of life, and learn of it when it hangs up."""
        watcher = threading.Thread(target=self._watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self._over = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RD)  # wakes it
            watcher.join()

    def _watch(self) -> None:
        waiting = select.poll()
        waiting.register(self.connection, select.POLLIN)
        try:
            while not waiting.poll(BEAT_S * 1000):
                self._send({"alive": True})
            gone = not self.connection.recv(1)
        except OSError:
            gone = True
        if self._over or not gone:
            return
        self._gone.set()
        with self._turn:
            if self._generating:
                self.server.runtime.cancel()

    def _answer(self, verb: str, arguments: dict[str, Any]) -> Iterator[object]:
        if verb == "ping":
            yield self.server.card.build
        elif verb == "stop":
            return
        elif verb == "key":
            yield self.server.runtime.key or ""
        elif verb == "unlock":
            self.server.unlock(str(arguments["key"]))
        elif verb == "drop_forgotten":
            self.server.drop_forgotten()
        elif verb == "warm":
            yield from self.server.runtime.warm_up()
        elif verb == "command":
            yield from self._command(arguments)
        elif verb == "search":
            yield from self._assistant(arguments).search(
                arguments["text"],
                arguments["scope"],
                arguments["limit"],
                explain=arguments["explain"],
                order=arguments["order"],
                page=arguments["page"],
                every=arguments["every"],
            )
        elif verb == "ask":
            yield from self._cancellable(
                self._assistant(arguments).ask(
                    arguments["question"], arguments["scope"], arguments.get("conversation", "")
                )
            )
        elif verb == "summarize":
            yield from self._cancellable(self._assistant(arguments).summarize(arguments["scope"], arguments["length"]))
        elif verb == "embed":
            yield from self.server.runtime.embed_pending()
        else:
            raise ProtocolProblem(f"no such verb: {verb}")

    def _assistant(self, arguments: dict[str, Any]) -> Assistant:
        fixed = arguments.get("now")
        phrase = arguments.get("phrase") is True
        lent = self.server.runtime.lent(fixed if isinstance(fixed, datetime) else None, phrase=phrase)
        return lent.assistant_here()

    def _command(self, arguments: dict[str, Any]) -> Iterator[object]:
        """Do a whole command, unless only the process that was started for it can do it right."""
        runtime, perform = self.server.runtime, self.server.perform
        if perform is None or arguments["whose"] != whose(runtime.home) or not self.server.is_current():
            raise ProtocolProblem("this is for another code or other settings")
        if not runtime.settings.zone and arguments["zone"] != machine_zone():
            raise ProtocolProblem("this is for another time zone")
        if self.server.is_loading():
            raise ProtocolProblem("a model is being loaded, and this can be done without")
        runtime.index()  # a locked index is unlocked by whoever can be asked for its key
        if not runtime.searches_at_once():
            raise ProtocolProblem("models have to be loaded first, and whoever waits for that is shown so")
        fixed = config.moment(arguments["now"], runtime.zone)
        code, printed = perform(runtime.lent(fixed), arguments["arguments"], arguments["columns"])
        yield {"pieces": printed.pieces, "code": code}

    def _cancellable(self, events: Iterator[Any]) -> Iterator[Any]:
        """Pass events on, one request at a time; when the peer hangs up, the engine is cancelled at once."""
        with self.server.engine_lock:
            with self._turn:
                self._generating = True
            try:
                if not self._gone.is_set():
                    yield from events
            finally:
                with self._turn:
                    self._generating = False
