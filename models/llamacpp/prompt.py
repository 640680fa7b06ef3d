"""Chat messages to token ids, so that nothing a message contains can become a special token.

The model's own template is rendered over sentinels instead of over the messages. What stands around the sentinels is the
template's and is tokenized with special tokens; what belongs in their place is tokenized as plain text. Whatever a
message says, it can neither end its own turn nor begin another.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence

from models.errors import EngineFailed
from models.llamacpp.client import LlamaClient, Silent
from models.types import ChatMessage

# “<|im_start|>”, “<end_of_turn>”, “[INST]”, “[/INST]”
_MARK = re.compile(r"<[^<>\s]{1,64}>|\[/?[A-Z_]{2,32}\]")
_BREAK = "\u200b"
"""Zero width: breaks a marker up and leaves the text readable."""

TEMPLATE_S = 20.0
"""How long the model's template may take, which is a program of whoever made the file; it takes milliseconds."""


def endless(name: str = "") -> EngineFailed:
    """Return the error that says what was stopped: the template of the model of that name, or of the one that runs."""
    whose = f"of the model {name} " if name else ""
    return EngineFailed(
        f"The chat template {whose}does not come to an end, so its process was ended.",
        "Choose another model: `homebody models list`.",
    )


class PromptBuilder:
    """Builds prompts for one running model. Safe to use from several threads.

    `end` ends the model's process, whose threads would otherwise go on with a template that has no end.
    """

    def __init__(self, client: LlamaClient, end: Callable[[], object]) -> None:
        self._client = client
        self._end = end
        self._secret = f"hb{secrets.token_hex(12)}x"
        self._ids: dict[tuple[str, bool], tuple[int, ...]] = {}

    def tokens(self, messages: Sequence[ChatMessage]) -> list[int]:
        """Return the prompt for an answer to `messages`. Raises EngineFailed when the template cannot take them."""
        turns = [message for message in messages if message.content or message.role != "system"]
        pieces = self._pieces(turns)
        if pieces is None:
            # The templates of Gemma and of some Mistrals refuse a system turn.
            turns = _without_system(turns)
            pieces = self._pieces(turns)
        if pieces is None:
            raise EngineFailed("The model's chat template does not take these messages.", "Choose another model.")
        ids = list(self._fixed("", start=True))
        for number, piece in enumerate(pieces):
            if isinstance(piece, int):
                ids += self._plain(turns[piece].content, self._marks(pieces))
            elif piece:
                own = self._fixed(piece)
                # Some templates write the start token themselves, which is then there already.
                ids += own[len(ids) :] if number == 0 and own[: len(ids)] == tuple(ids) else own
        return ids

    def _pieces(self, turns: Sequence[ChatMessage]) -> list[str | int] | None:
        """Return the template's text with the turns' numbers where their contents belong; None if it does not take them."""
        stand_ins = [{"role": turn.role, "content": f"{self._secret}{i}x"} for i, turn in enumerate(turns)]
        try:
            text = str(self._client.post("/apply-template", {"messages": stand_ins}, TEMPLATE_S)["prompt"])
        except Silent as silence:
            self._end()
            raise endless() from silence
        except (EngineFailed, KeyError):
            self._client.get("/health")  # a dead server is another matter than a refusal, and raises here
            return None
        parts = re.split(f"{self._secret}([0-9]+)x", text)
        pieces: list[str | int] = [int(part) if i % 2 else part for i, part in enumerate(parts)]
        return pieces if {piece for piece in pieces if isinstance(piece, int)} == set(range(len(turns))) else None

    def _plain(self, text: str, marks: frozenset[int]) -> list[int]:
        ids = self._tokenize(text, special=False)
        if marks.isdisjoint(ids):
            return ids
        # A file may list a turn marker among ordinary words; then even plain tokenizing finds it.
        broken = _MARK.sub(lambda mark: mark[0][0] + _BREAK + mark[0][1:], text)
        ids = self._tokenize(broken, special=False)
        return [number for number in ids if number not in marks]

    def _marks(self, pieces: Sequence[str | int]) -> frozenset[int]:
        """Return the ids of the markers that the template uses."""
        found = set()
        for piece in pieces:
            for mark in _MARK.findall(piece) if isinstance(piece, str) else ():
                ids = self._fixed(mark)
                if len(ids) == 1:
                    found.add(ids[0])
        return frozenset(found)

    def _fixed(self, text: str, *, start: bool = False) -> tuple[int, ...]:
        """Tokenize the template's own text, which recurs."""
        known = self._ids.get((text, start))
        if known is None:
            # By hand: a template has a dozen pieces.
            if len(self._ids) > 256:
                self._ids.clear()  # a template that puts the hour into its text would fill it for ever
            known = self._ids[text, start] = tuple(self._tokenize(text, special=True, start=start))
        return known

    def _tokenize(self, text: str, *, special: bool, start: bool = False) -> list[int]:
        body = {"content": text, "add_special": start, "parse_special": special}
        return [int(number) for number in self._client.post("/tokenize", body)["tokens"]]


def _without_system(turns: Sequence[ChatMessage]) -> list[ChatMessage]:
    """Put system text before the first question, for templates that know no system role."""
    system = "\n\n".join(turn.content for turn in turns if turn.role == "system")
    rest = [turn for turn in turns if turn.role != "system"]
    if system and rest and rest[0].role == "user":
        rest[0] = ChatMessage("user", f"{system}\n\n{rest[0].content}")
    elif system:
        rest.insert(0, ChatMessage("user", system))
    return rest
