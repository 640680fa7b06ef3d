"""HTTP to llama.cpp's server over its Unix socket, in the few routes the engine uses."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from models.errors import ContextOverflow, EngineFailed

_SILENCE_S = 120.0
"""The server sends a sign of life every 30 seconds; this long without one means that it hangs."""


class Silent(EngineFailed):
    """The server took a request and has not answered it in time."""


class LlamaClient:
    """One server. Safe to use from several threads: each request has a connection of its own."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address
        self._key = key

    def post(self, route: str, body: dict[str, Any], limit_s: float = _SILENCE_S) -> dict[str, Any]:
        """Send one request and return its answer. Raises Silent after so many seconds, EngineFailed, ContextOverflow."""
        return self._answer("POST", route, body, limit_s)

    def get(self, route: str) -> dict[str, Any]:
        """Read one route and return its answer. Raises EngineFailed."""
        return self._answer("GET", route, None, _SILENCE_S)

    def _answer(self, method: str, route: str, body: dict[str, Any] | None, limit_s: float) -> dict[str, Any]:
        connection = self.connect(limit_s)
        try:
            return _loads(self._ask(connection, method, route, body).read())
        except (OSError, http.client.HTTPException) as error:
            raise _lost(error) from error
        finally:
            connection.close()

    def connect(self, silence_s: float = _SILENCE_S) -> Connection:
        """Open a connection for `events`; whoever opens it closes it. Raises EngineFailed."""
        connection = Connection(self._address, silence_s)
        try:
            connection.connect()
        except OSError as error:
            raise _lost(error) from error
        return connection

    def events(self, connection: Connection, route: str, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the events of a streamed answer; ends early, without an error, when the connection is cut.

        Raises ContextOverflow, EngineFailed when the server refuses.
        """
        response = self._ask(connection, "POST", route, body)
        for line in response:
            if line.startswith(b"data: ") and not line.startswith(b"data: [DONE]"):
                event = _loads(line[6:])
                if "error" in event:
                    raise EngineFailed("The model stopped in the middle of its answer.", "Ask again.")
                yield event
            elif line.startswith(b"error: "):
                raise EngineFailed("The model stopped in the middle of its answer.", "Ask again.")

    def _ask(
        self, connection: Connection, method: str, route: str, body: dict[str, Any] | None
    ) -> http.client.HTTPResponse:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        connection.request(method, route, None if body is None else json.dumps(body).encode(), headers)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise _refusal(route, response)
        return response


class Connection(http.client.HTTPConnection):
    """An HTTP connection whose other end is a Unix socket, and which any thread may cut."""

    def __init__(self, address: str, silence_s: float) -> None:
        super().__init__("localhost", timeout=silence_s)
        self._address = address
        self._silence_s = silence_s
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Connect. Raises OSError."""
        if self._line is not None:
            raise ConnectionAbortedError("this connection was used up")
        line = socket.socket(getattr(socket, "AF_UNIX"))  # noqa: B009  absent on Windows, where types are checked too
        line.settimeout(self._silence_s)
        try:
            line.connect(self._address)
        except OSError:
            line.close()
            raise
        self._line = self.sock = line

    def cut(self) -> None:
        """Shut the line, so that whoever reads from it sees its end at once."""
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the line even while an unread response still refers to it."""
        self.cut()
        super().close()


def _loads(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise EngineFailed("The model's server answered with something unreadable.") from error
    if not isinstance(value, dict):
        raise EngineFailed("The model's server answered with something unreadable.")
    return value


def _refusal(route: str, response: http.client.HTTPResponse) -> EngineFailed | ContextOverflow:
    error = _loads(response.read() or b"{}").get("error", {})
    # The only refusal with figures to pass on: the prompt's length and the limit.
    if error.get("type") == "exceed_context_size_error":
        return ContextOverflow.of(int(error.get("n_prompt_tokens", 0)), int(error.get("n_ctx", 0)))
    # What the server says may quote the prompt, so only its number is passed on.
    return EngineFailed(f"The model's server refused {route} ({response.status}).")


def _lost(error: Exception) -> EngineFailed:
    # Its text says nothing that a person could use.
    kind = Silent if isinstance(error, TimeoutError) else EngineFailed
    return kind("The model's process does not answer.", "Try again; it is started anew.")
