"""The frozen dataclasses of the engine contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One turn of a prompt. `content` is plain text: no part of it ever becomes a special token of the model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to generate. The defaults are greedy, so that the same prompt gives the same text.

    `max_tokens` bounds the output. `repeat_penalty` above 1 discourages loops (engines without it ignore it).
    `json_schema` is a JSON schema as text that the whole answer has to fit; empty leaves it free.
    """

    max_tokens: int = 256
    temperature: float = 0.0
    top_p: float = 1.0
    repeat_penalty: float = 1.1
    seed: int = 0
    stop: tuple[str, ...] = ()
    json_schema: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of streamed text, possibly empty on the last one."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """The engine's own figures, on the end of a stream. Times in seconds.

    `prefilled` counts prompt tokens computed now, `cached` those reused from an earlier prompt.
    """

    prefilled: int
    cached: int
    generated: int
    prefill_s: float
    generate_s: float
    finish: Literal["stop", "length", "cancelled"]


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What is running: `backend` "llama.cpp", "mlc" or "scripted"; `model` the catalogue name; `context` in tokens.

    `prefill_tokens_per_s` is the speed measured on this machine so far: how much evidence fits into how much waiting. 0
    where nothing is known.
    """

    backend: str
    model: str
    context: int
    device: str
    prefill_tokens_per_s: float = 0.0


class TextToRead(Protocol):
    """A text to be read beside a query, by shape: `index.types.embedding` has the class.

    With it goes who said it, and what was said right before and after it; all but the text may be empty.
    """

    @property
    def text(self) -> str:
        """The text itself."""
        ...

    @property
    def sender(self) -> str:
        """The display name of whoever said it."""
        ...

    @property
    def before(self) -> str:
        """The line before it, with its sender."""
        ...

    @property
    def after(self) -> str:
        """The line after it, with its sender."""
        ...
