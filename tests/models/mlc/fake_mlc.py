"""Stands in for mlc_llm and tvm, and fails the way they fail. Written against their behaviour as observed and their source.

- `create` takes exactly its own keyword arguments and raises TypeError on any other.
- The asynchronous engine belongs to the first event loop that asks it something.
- Its two threads run until `terminate`, and they run already when loading fails. They are daemons where a daemon made it;
  where none did, the process does not end without `terminate`.
- A model that cannot be loaded is an error in its background thread: the constructor waits for that thread for ever.
- So is a step that fails, a JSON schema that is none, and an empty stop string: nobody is told, its consumer and later ones
  wait for ever.
- `abort` from outside leaves the consumer waiting for ever; closing or cancelling the stream is clean. Either way what was
  computed of the prompt is forgotten.
- The synchronous engine is poisoned by a stream that is closed early.
- A device given by name starts processes that look for devices.
- Text is tokenized with special tokens: a message that spells one becomes one.
- Text that UTF-8 cannot hold is an error of the tokenizer.
- A sequence that does not leave 10 pages of 16 tokens free is put back and begun again at every token, and once it does not
  leave 8 tokens, nothing more comes.
- Of the last sequence, answer included, the common beginning is kept, unless sequence, prompt and 8 tokens do not fit into
  the cache together: that is looked at before what they have in common.
- A prompt that does not leave 8 tokens of the cache free is never begun, and ends the background thread where it is longer
  than a chunk, for its first chunks are begun.
- A device that this build of tvm cannot use says so in `exist` and nowhere else.
- A prompt beyond the cache or the context raises BadRequestError when the stream is first read, as does a late system
  message; one that fills the context to the last token ends at once, with "length" and figures of zero.
- Figures that nothing was decoded for have no speed of decoding.
"""

from __future__ import annotations

import asyncio
import copy
import functools
import importlib.machinery
import json
import queue
import re
import sys
import threading
import types
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SPECIAL = ("<|begin|>", "<|head|>", "<|tail|>", "<|turn_over|>")
TEMPLATE = {
    "name": "fake",
    "system_template": "<|begin|><|head|>system<|tail|>{system_message}<|turn_over|>",
    "system_message": "You are helpful.",
    "system_prefix_token_ids": [77],
    "roles": {"user": "<|head|>user", "assistant": "<|head|>assistant"},
    "seps": ["<|turn_over|>"],
    "role_content_sep": "<|tail|>",
    "role_empty_sep": "<|tail|>",
    "stop_str": ["<|turn_over|>"],
}
STORY = "Once there was a lighthouse on a rock and in it lived a keeper who ".split() * 60


ABSENT_DEVICES: set[str] = set()
UNLOADABLE: list[str] = []
"""What the background thread says when it cannot load the model; empty where it can."""


DAEMONS: bool | None = None
"""Whether its threads are daemons; None as in mlc_llm."""


class InternalError(RuntimeError):
    """What tvm's checks raise."""


class BadRequestError(ValueError):
    pass


@dataclass(frozen=True)
class FakeDevice:
    kind: str
    index: int

    @property
    def exist(self) -> bool:
        return self.kind not in ABSENT_DEVICES


class FakeTokenizer:
    """Special tokens, runs of white space and words."""

    pattern = re.compile("|".join(map(re.escape, SPECIAL)) + r"|\s+|[^\s<]+|<")

    def __init__(self) -> None:
        self.ids = {token: number for number, token in enumerate(SPECIAL)}

    def encode(self, text: str) -> list[int]:
        text.encode("utf-8")
        return [self.ids.setdefault(piece, len(self.ids) + 100) for piece in self.pattern.findall(text)]


@dataclass
class FakeConversation:
    system_message: str = str(TEMPLATE["system_message"])
    system_prefix_token_ids: list[int] | None = field(default_factory=lambda: [77])
    messages: list[tuple[str, str | None]] = field(default_factory=list)

    def model_copy(self, *, deep: bool = False) -> FakeConversation:
        return copy.deepcopy(self) if deep else copy.copy(self)

    def as_prompt(self, config: object = None) -> list[str]:
        text = f"<|begin|><|head|>system<|tail|>{self.system_message}<|turn_over|>"
        for role, content in self.messages:
            text += f"<|head|>{role}<|tail|>" + ("" if content is None else f"{content}<|turn_over|>")
        return [text.replace("{function_string}", "")]


@dataclass
class EngineConfig:
    max_total_sequence_length: int | None = None
    prefill_chunk_size: int | None = None
    verbose: bool = True


def namespace(**values: object) -> types.SimpleNamespace:
    return types.SimpleNamespace(**values)


class Request:
    def __init__(self, words: list[str], limit: int, schema: str | None, stop: list[str]) -> None:
        self.prompt: list[int] = []
        self.words = words
        self.limit = limit
        self.schema = schema
        self.stop = stop
        self.out: asyncio.Queue[Any] = asyncio.Queue()
        self.aborted = threading.Event()


class AsyncMLCEngine:
    made: list[AsyncMLCEngine] = []  # noqa: RUF012  the tests read what was made

    def __init__(
        self,
        model: str,
        device: FakeDevice | str = "auto",
        *,
        model_lib: str | None = None,
        mode: str = "local",
        engine_config: EngineConfig | None = None,
        enable_tracing: bool = False,
    ) -> None:
        if isinstance(device, str):
            raise AssertionError("a device by name starts a process that looks for devices")
        if model_lib is None or not Path(model_lib).is_file():
            raise FileNotFoundError(f"The `model_lib` you passed in is not a file: {model_lib}")
        assert engine_config is not None
        self.model, self.device, self.mode, self.config = model, device, mode, engine_config
        self.window = int(json.loads(Path(model, "mlc-chat-config.json").read_bytes())["context_window_size"])
        self.capacity = engine_config.max_total_sequence_length or self.window
        self.tokenizer = FakeTokenizer()
        self.conv_template = FakeConversation()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.requests: queue.Queue[Request | None] = queue.Queue()
        self.running: dict[str, Request] = {}
        self.cached: list[int] = []
        self.prompts: list[list[int]] = []
        self.asked: list[dict[str, Any]] = []
        self.dying = ""
        self.terminated = self.put_back = 0
        self.reloading, self.loaded, self.exiting = threading.Event(), threading.Event(), threading.Event()
        self.chat = namespace(completions=namespace(create=self._create))
        self._background_loop_thread = threading.Thread(target=self._work, daemon=DAEMONS)
        self._background_stream_back_loop_thread = threading.Thread(target=self.exiting.wait, daemon=DAEMONS)
        AsyncMLCEngine.made.append(self)
        self._background_loop_thread.start()
        self._background_stream_back_loop_thread.start()
        self.reloading.set()
        self.loaded.wait()

    @property
    def threads(self) -> tuple[threading.Thread, threading.Thread]:
        return self._background_loop_thread, self._background_stream_back_loop_thread

    def terminate(self) -> None:
        if not hasattr(self, "exiting"):
            return  # made, and refused before it had threads
        self.terminated += 1
        if self.terminated == 1:
            self.requests.put(None)
            self.exiting.set()
            for thread in self.threads:
                thread.join()

    def __del__(self) -> None:
        self.terminate()

    def die(self, saying: str = "Check failed: CUDA_ERROR_ILLEGAL_ADDRESS") -> None:
        """End the background thread by an error: in the middle of its answer, or with the next one."""
        self.dying = saying

    async def abort(self, request_id: str) -> None:
        self.running[request_id].aborted.set()  # and nobody tells the consumer

    async def _create(
        self,
        *,
        messages: list[dict[str, Any]],
        model: str | None = None,
        frequency_penalty: float | None = None,
        presence_penalty: float | None = None,
        logprobs: bool = False,
        top_logprobs: int = 0,
        logit_bias: dict[int, float] | None = None,
        max_tokens: int | None = None,
        n: int = 1,
        seed: int | None = None,
        stop: str | list[str] | None = None,
        stream: bool = False,
        stream_options: dict[str, Any] | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        tools: list[dict[str, Any]] | None = None,
        tool_choice: object = None,
        user: str | None = None,
        response_format: dict[str, Any] | None = None,
        request_id: str | None = None,
        extra_body: dict[str, Any] | None = None,
    ) -> AsyncGenerator[Any, None]:
        assert stream, "only the streamed form is played here"
        if response_format is not None and response_format["type"] not in ("text", "json_object"):
            raise ValueError("1 validation error for RequestResponseFormat")
        self.asked.append(
            {"messages": messages, "temperature": temperature, "seed": seed, "top_p": top_p, "extra_body": extra_body}
        )
        usage = bool(stream_options and stream_options.get("include_usage"))
        words = [json.dumps({"answer": "yes"})] if response_format else STORY
        if not {"debug_config"} >= set(extra_body or {}):
            raise AssertionError("anything else in it is ignored")
        schema, ends = (response_format or {}).get("schema"), [stop] if isinstance(stop, str) else list(stop or ())
        request = Request(words, max_tokens or 10_000, schema, ends)
        return self._answer(messages, request, usage, request_id or f"r{len(self.asked)}")

    async def _answer(
        self, messages: list[dict[str, Any]], request: Request, usage: bool, request_id: str
    ) -> AsyncGenerator[Any, None]:
        conversation = self.conv_template.model_copy(deep=True)
        for place, message in enumerate(messages):
            if message["role"] == "system":
                if place:
                    raise BadRequestError("the system message has to be the first one")
                conversation.system_message = message["content"]
            else:
                conversation.messages.append((message["role"], message["content"]))
        conversation.messages.append(("assistant", None))
        prompt = [*(conversation.system_prefix_token_ids or ()), *self.tokenizer.encode(conversation.as_prompt()[0])]
        if self.terminated:
            raise ValueError("The AsyncThreadedEngine has terminated.")
        if len(prompt) > min(self.window, self.capacity):
            raise BadRequestError(f"the prompt of {len(prompt)} tokens exceeds {min(self.window, self.capacity)}")
        self.loop = self.loop or asyncio.get_running_loop()
        request.prompt, self.running[request_id] = prompt, request
        self.requests.put(request)
        try:
            while (item := await request.out.get()) is not None:
                if item.choices or usage:
                    yield item
        except (asyncio.CancelledError, GeneratorExit):
            request.aborted.set()
            raise
        finally:
            self.running.pop(request_id, None)

    def _work(self) -> None:
        self.reloading.wait()
        if UNLOADABLE:
            raise InternalError(UNLOADABLE[0])
        self.loaded.set()
        while (request := self.requests.get()) is not None:
            self._step(request)

    def _step(self, request: Request) -> None:
        if request.schema is not None:
            json.loads(request.schema)
        if "" in request.stop:
            raise InternalError("Stop string cannot be empty.")
        if len(request.prompt) >= self.window:
            self._finish(request, "length", namespace(prompt_tokens=0, completion_tokens=0, extra=None))
            return
        if len(request.prompt) + 8 > self.capacity:
            if len(request.prompt) > (self.config.prefill_chunk_size or 1024):
                raise InternalError("Internal assumption violated: an engine step takes at least one action")
            request.aborted.wait()
            return
        self.prompts.append(request.prompt)
        common = self._common(request.prompt)
        sent = 0
        for word in request.words:
            if request.aborted.is_set() or sent == request.limit:
                break
            if sent and self._is_put_back(len(request.prompt) + sent):
                request.aborted.wait()
            if not self._send(request, word, sent):
                break
            sent += 1
        if request.aborted.is_set():
            self.cached = []
            return
        self.cached = [*request.prompt, *(-1 for _ in range(sent - 1))]
        extra = {"prefill_tokens": len(request.prompt) - common, "decode_tokens": max(sent - 1, 0), "ttft_s": 0.1}
        extra |= {"prefill_tokens_per_s": 1000.0} | ({"decode_tokens_per_s": 100.0} if sent > 1 else {})
        figures = namespace(prompt_tokens=len(request.prompt), completion_tokens=sent, extra=extra)
        self._finish(request, "length" if sent == request.limit else "stop", figures)

    def _common(self, prompt: list[int]) -> int:
        """Return how many tokens of a prompt need not be computed again; the last always does."""
        if len(self.cached) + len(prompt) + 8 > self.capacity:
            self.cached = []
        for place, (one, other) in enumerate(zip(prompt[:-1], self.cached, strict=False)):
            if one != other:
                return place
        return min(len(prompt) - 1, len(self.cached))

    def _is_put_back(self, length: int) -> bool:
        """Put back a sequence that leaves too few pages; tell whether it has become too long to be begun again."""
        if -(-self.capacity // 16) + 1 - -(-length // 16) >= 10:
            return False
        self.put_back += 1
        return length + 8 > self.capacity

    def _finish(self, request: Request, reason: str, figures: Any) -> None:
        self._push(request, [namespace(delta=namespace(content=""), finish_reason=reason)], None)
        self._push(request, [], figures)
        self._push_raw(request, None)

    def _send(self, request: Request, word: str, sent: int) -> bool:
        if self.dying:
            raise InternalError(self.dying)
        # Decoding takes time: whoever cancels in the middle of a long answer comes before its end.
        if sent > 50 and request.aborted.wait(0.005):
            return False
        text = word if not sent else f" {word}"
        return self._push(request, [namespace(delta=namespace(content=text), finish_reason=None)], None)

    def _push(self, request: Request, choices: list[Any], usage: Any) -> bool:
        return self._push_raw(request, namespace(choices=choices, usage=usage))

    def _push_raw(self, request: Request, item: Any) -> bool:
        assert self.loop is not None
        try:
            self.loop.call_soon_threadsafe(request.out.put_nowait, item)
        except RuntimeError:  # the loop it belongs to is gone
            return False
        return True


class MLCEngine:
    """The synchronous engine: a stream closed early leaves its output in the queue of the next one."""

    def __init__(self) -> None:
        self.poisoned = False

    def create(self) -> Iterator[str]:
        if self.poisoned:
            raise RuntimeError("received the output of another request")
        try:
            yield from STORY
        except GeneratorExit:
            self.poisoned = True
            raise


def install(modules: dict[str, types.ModuleType] | None = None) -> dict[str, types.ModuleType]:
    """Put the fakes where an import finds them; returns what was put."""
    contents: dict[str, dict[str, object]] = {
        "tvm": {kind: functools.partial(FakeDevice, kind) for kind in ("cpu", "cuda", "metal", "vulkan", "rocm")},
        "mlc_llm": {"AsyncMLCEngine": AsyncMLCEngine, "MLCEngine": MLCEngine},
        "mlc_llm.serve": {"EngineConfig": EngineConfig},
    }
    made = {}
    for name, content in contents.items():
        module = types.ModuleType(name)
        module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
        vars(module).update(content)
        made[name] = module
    (sys.modules if modules is None else modules).update(made)
    return made


def write_folder(folder: Path) -> Path:
    """Write what a converted and compiled model looks like; returns its library."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"context_window_size": 2048, "prefill_chunk_size": 1024, "conv_template": TEMPLATE}
    added = [{"id": i, "content": token, "special": True} for i, token in enumerate(SPECIAL)]
    records = {"records": [{"dataPath": "params_shard_0.bin"}]}
    (folder / "mlc-chat-config.json").write_text(json.dumps(config))
    (folder / "tokenizer.json").write_text(json.dumps({"added_tokens": added}))
    (folder / "tensor-cache.json").write_text(json.dumps(records))
    (folder / "params_shard_0.bin").write_bytes(b"x")
    library = folder / "lib-cpu.so"
    library.write_bytes(b"x")
    return library
