"""What travels between a command and the service: one JSON value a line.

A request is a line of at most 64 KB, `{"token", "verb", "arguments"}`. A longer one is two lines: `{"token"}`, then the
rest, which is read only once the token was found to be right. The answer is a line for each event and a last line that is
`{"end": true}` or `{"error": …}`. Between them come lines of `{"alive": true}` while the work has nothing to tell, so that
whoever waits knows a service that works from one that hangs. Closing the connection cancels the work. A service that ends
hangs up on everyone last of all, when it has let go of everything; that is how `stop` learns of it.

Values are the frozen dataclasses of `index.types` and of the assistant's types and events. Each travels with its class name
and nothing else is ever constructed, so a peer cannot name a class of its own.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import types
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO

LINE_LIMIT = 64 * 1024 * 1024
"""Longest line in bytes that is read; a summary of a very long chat is the largest value there is."""

FIRST_LIMIT = 64 * 1024
"""Longest first line of a request in bytes: nobody knows yet who sends it."""

_CLASS = "!"
_MODULES = (
    "index.types.search",
    "app.assistant.types",
    "index.types.listings",
    "index.types.events",
    "index.types.records",
    "app.assistant.events",
)
"""Where a class is looked for, one after the other: a search needs the first two alone, and loads no more."""


class ProtocolProblem(Exception):
    """The peer sent something that is not of this protocol."""


@cache
def _class(name: str) -> type | None:
    """Return our dataclass of that name, and nothing else whatever the peer names."""
    for module in _MODULES:
        value = getattr(importlib.import_module(module), name, None)
        if isinstance(value, type) and dataclasses.is_dataclass(value):
            return value
    return None


@cache
def _errors() -> Mapping[str, type[Exception]]:
    from app.home import config
    from index import errors as index_errors
    from models import errors as model_errors

    return types.MappingProxyType(
        {
            name: value
            for module in (index_errors, model_errors, config)
            for name, value in vars(module).items()
            if isinstance(value, type) and issubclass(value, Exception)
        }
    )


def encode(value: object) -> Any:  # noqa: ANN401  JSON
    """Return the JSON form of a value made of our dataclasses, tuples, mappings, datetimes and plain values."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return {_CLASS: "datetime", "iso": value.isoformat()}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    name = type(value).__name__
    if _class(name) is not type(value):
        raise TypeError(f"{type(value)} does not travel")
    return {_CLASS: name, **{f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}}  # type: ignore[arg-type]


def decode(value: Any) -> Any:  # noqa: ANN401  JSON
    """Return what `encode` was given; lists come back as tuples. Raises ProtocolProblem."""
    if isinstance(value, list):
        return tuple(decode(item) for item in value)
    if not isinstance(value, dict):
        return value
    fields = {key: decode(item) for key, item in value.items() if key != _CLASS}
    name = value.get(_CLASS)
    if name is None:
        return fields
    try:
        if name == "datetime":
            return datetime.fromisoformat(fields["iso"])
        kind = _class(name)
        if kind is None:
            raise ProtocolProblem(f"no such value: {name}")
        return kind(**fields)
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolProblem(f"no such value: {name}") from error


def encode_error(error: Exception) -> dict[str, Any]:
    """Return the JSON form of an error; one that is not ours loses its text, which may be private."""
    name = type(error).__name__
    if isinstance(error, ProtocolProblem):
        return {"class": name, "sentence": str(error)}
    if _errors().get(name) is type(error):
        return {
            "class": name,
            "sentence": str(error),
            "next_step": getattr(error, "next_step", ""),
            "candidates": list(getattr(error, "candidates", ())),
        }
    from app.output.report import index_is_whole
    from index.errors import StoreDamaged

    try:
        index_is_whole()
    except StoreDamaged as damaged:
        return encode_error(damaged)
    return {
        "class": "EngineFailed",
        "sentence": f"The service stopped because of a bug: {name}.",
        "next_step": "",
    }


def decode_error(value: Mapping[str, Any]) -> Exception:
    """Return the error that `encode_error` was given."""
    kind = _errors().get(str(value.get("class")))
    if kind is None:
        return ProtocolProblem(str(value.get("sentence")))
    if "candidates" in value and value["class"] == "AmbiguousName":
        return kind(value["sentence"], tuple(value["candidates"]), value["next_step"])
    return kind(value["sentence"], value["next_step"])


def write_line(stream: BinaryIO, *values: Mapping[str, Any]) -> None:
    """Send each value as a line, all at once. Raises OSError."""
    stream.writelines(
        json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n" for value in values
    )
    stream.flush()


def read_line(stream: BinaryIO, limit: int = LINE_LIMIT) -> dict[str, Any] | None:
    """Receive a line of at most so many bytes; None at the end, be it in the middle of one.

    Raises ProtocolProblem, OSError.
    """
    line = stream.readline(limit)
    if not line.endswith(b"\n"):
        if len(line) < limit:
            return None
        raise ProtocolProblem("a line is too long")
    try:
        value = json.loads(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise ProtocolProblem("a line is not JSON") from error
    if not isinstance(value, dict):
        raise ProtocolProblem("a line is not an object")
    return value
