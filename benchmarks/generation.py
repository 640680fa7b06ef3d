"""The language model beside bare llama.cpp on the same file: prefill, decode, time to the first token, peak memory.

    .venv/bin/python benchmarks/generation.py [--rounds N] [--variants]

Bare is llama.cpp's own server with its defaults, asked with the same tokens; ours is the product's engine with everything
around it. Both run in the same rounds, interleaved, on prompts that no cache has seen. The ratio of ours to bare is what
counts, and is due to be at least 0.95. `--variants` tries what the product's settings could be instead, one at a time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.home.paths import default_home
from models.catalogue.catalogue import find
from models.llamacpp.client import LlamaClient
from models.llamacpp.engine import LlamaCppEngine, batch_size
from models.llamacpp.host import SocketFolder, environment
from models.llamacpp.prompt import PromptBuilder
from models.types import ChatMessage, Piece, Sampling, Usage

MODEL = "smollm2-135m"
CONTEXT = 4096
CHAT = """Maya: the cabin is ours from Friday, the key is under the red pot by the side door
Tom: great, I can leave at 16:30, before the motorway fills up
Priya: my shift ends at 15:00, pick me up at the station?
Jonas: I bring the dog, two blankets and firewood for one evening
Maya: the stove smokes when the wind is from the west, open the small window first
Tom: the deposit of 180 euros is due on the 12th, I sent mine this morning
"""
TASKS = {
    "answer": ("Answer from the messages in one sentence.", 2, "When does Tom leave, and why?", 32),
    "summary": ("Provide a concise, objective summary of the input text in up to three sentences.", 3, "", 64),
}
"""Name: instruction, how often the chat is repeated, question, most tokens."""
WARM_UP = "warm-up"
CHILD = """
import json, sys
import xllamacpp
from models.llamacpp import process
request, changes = json.loads(sys.stdin.readline())
params = process.parameters(request) if request["ours"] else xllamacpp.CommonParams()
if not request["ours"]:
    params.model.path, params.hostnames, params.api_keys = request["model"], [request["socket"]], [request["key"]]
    params.n_ctx, params.verbosity, params.n_parallel = request["context"], -1, 1
for path, value in changes.items():
    target, names = params, path.split(".")
    for name in names[:-1]:
        target = getattr(target, name)
    if isinstance(value, str) and "." in value:
        kind, _, member = value.partition(".")
        value = getattr(getattr(xllamacpp, kind), member)
    setattr(target, names[-1], [value] if names[-1] == "types" else value)
server = xllamacpp.Server(params)
print("ready", flush=True)
sys.stdin.read()
import os
os._exit(0)
"""
VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "flash attention on": {"flash_attn_type": "llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED"},
    "flash attention off": {"flash_attn_type": "llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED"},
    "cache in 8 bits": {
        "cache_type_k": "ggml_type.GGML_TYPE_Q8_0",
        "cache_type_v": "ggml_type.GGML_TYPE_Q8_0",
        "flash_attn_type": "llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED",
    },
    "one thread": {"cpuparams.n_threads": 1, "cpuparams_batch.n_threads": 1},
    "batch 32": {"n_batch": 32, "n_ubatch": 32},
    "batch 512": {"n_batch": 512, "n_ubatch": 512},
    "n-gram speculation": {"speculative.types": "common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE"},
    "n-gram speculation, map": {"speculative.types": "common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_MAP_K"},
}


@dataclass(frozen=True)
class Run:
    """Figures of one answer: tokens a second, and seconds to the first token and to the end."""

    prefill: float
    decode: float
    first_s: float
    total_s: float


def prompt_of(task: str, number: int) -> list[ChatMessage]:
    """Return a prompt that differs from every other from its first words on."""
    instruction, times, question, _ = TASKS.get(task, ("Say hello.", 0, "Hello.", 4))
    text = f"Chat {number}\n" + "".join(f"Day {day}\n{CHAT}" for day in range(times))
    return [ChatMessage("system", f"{number}. {instruction}"), ChatMessage("user", f"{text}\n{question}".strip())]


def tokens_of(task: str) -> int:
    """Return how many tokens are generated at most."""
    return TASKS[task][3] if task in TASKS else 4


@contextlib.contextmanager
def server(model: Path, *, ours: bool, changes: Mapping[str, Any]) -> Iterator[tuple[LlamaClient, int]]:
    """Run a llama.cpp server; yield its client and process number."""
    threads = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o700)
        address = str(SocketFolder(Path(folder)).socket())
        request = {
            "ours": ours, "model": str(model), "socket": address, "key": "benchmark", "context": CONTEXT,
            "threads": threads, "batch": batch_size(model.stat().st_size, threads), "cache_mib": 0,
        }  # fmt: skip
        with subprocess.Popen(
            [sys.executable, "-c", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment() if ours else None,
        ) as child:
            if child.stdin is None or child.stdout is None:
                raise RuntimeError("the server has no pipes")
            child.stdin.write(json.dumps([request, changes]).encode() + b"\n")
            child.stdin.flush()
            if child.stdout.readline() != b"ready\n":
                raise RuntimeError(f"llama.cpp does not start with {changes}")
            yield LlamaClient(address, "benchmark"), child.pid
            child.stdin.close()
            child.kill()


def ask_server(client: LlamaClient, builder: PromptBuilder, task: str, number: int) -> Run:
    """Ask a server directly."""
    body = {
        "prompt": builder.tokens(prompt_of(task, number)), "stream": True, "n_predict": tokens_of(task),
        "temperature": 0.0, "repeat_penalty": 1.1, "cache_prompt": True, "seed": 0,
    }  # fmt: skip
    timings: dict[str, float] = {}
    started, first = time.perf_counter(), 0.0
    with contextlib.closing(client.connect()) as connection:
        for event in client.events(connection, "/completion", body):
            first = first or time.perf_counter() - started
            timings = event.get("timings", timings)
    total = time.perf_counter() - started
    return Run(timings["prompt_per_second"], timings["predicted_per_second"], first, total)


def ask_engine(engine: LlamaCppEngine, task: str, number: int) -> Run:
    """Ask the product's engine."""
    started, first, usage = time.perf_counter(), 0.0, None
    for item in engine.stream(prompt_of(task, number), Sampling(max_tokens=tokens_of(task))):
        if isinstance(item, Piece):
            first = first or time.perf_counter() - started
        elif isinstance(item, Usage):
            usage = item
    if usage is None:
        raise RuntimeError("there was no answer")
    total = time.perf_counter() - started
    return Run(usage.prefilled / usage.prefill_s, usage.generated / max(usage.generate_s, 1e-9), first, total)


def peak_mb(pid: int) -> float:
    """Return the most memory a process has held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--variants", action="store_true")
    options = parser.parse_args()
    model = default_home().models / MODEL / find(MODEL).main
    with contextlib.ExitStack() as stack:
        asks: dict[str, Callable[[str, int], Run]] = {}
        pids: dict[str, int] = {}

        def add(name: str, *, ours: bool, changes: Mapping[str, Any]) -> None:
            client, pids[name] = stack.enter_context(server(model, ours=ours, changes=changes))
            builder = PromptBuilder(client, lambda: None)
            asks[name] = lambda task, number: ask_server(client, builder, task, number)

        add("bare llama.cpp", ours=False, changes={})
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o700)
        engine = stack.enter_context(LlamaCppEngine(model, name=MODEL, context=CONTEXT, socket_dir=folder))
        asks["homebody"] = lambda task, number: ask_engine(engine, task, number)
        pids["homebody"] = engine.process_id
        for name, changes in VARIANTS.items() if options.variants else ():
            add(name, ours=True, changes=changes)
        figures: dict[tuple[str, str], list[Run]] = {}
        for ask in asks.values():
            ask(WARM_UP, 0)  # it reads the weights off the disk
        for number in range(options.rounds):
            for task in TASKS:
                for place, (name, ask) in enumerate(asks.items()):
                    figures.setdefault((task, name), []).append(ask(task, 100 * number + place + 1))
        for task in TASKS:
            out_table(task, {name: figures[task, name] for name in asks}, {name: peak_mb(pids[name]) for name in asks})
    print(f"load while it ran: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def out_table(task: str, runs: Mapping[str, list[Run]], peaks: Mapping[str, float]) -> None:
    """Print medians, and their ratios to the first row's."""
    print(f"{task:24}{'prefill/s':>16}{'decode/s':>16}{'first s':>14}{'whole s':>14}{'peak MB':>9}")
    base: list[float] = []
    for name, found in runs.items():
        row = [statistics.median(values) for values in zip(*map(_figures, found), strict=True)]
        base = base or row
        cells = [f"{value:.{2 if place > 1 else 0}f} ×{value / base[place]:.2f}" for place, value in enumerate(row)]
        print(f"{name:24}{cells[0]:>16}{cells[1]:>16}{cells[2]:>14}{cells[3]:>14}{peaks[name]:9.0f}")


def _figures(run: Run) -> tuple[float, float, float, float]:
    return run.prefill, run.decode, run.first_s, run.total_s


if __name__ == "__main__":
    main()
