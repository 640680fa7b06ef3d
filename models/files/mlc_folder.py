"""A model folder for mlc-llm on disk: checked before it is loaded, compiled when it has no library yet, and its markers.

mlc-llm tokenizes a whole rendered prompt with special tokens, so text that spells one would become it. Every string that
is a special token of the model is therefore broken up in what people wrote, by a character of no width.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import EngineFailed, ModelDamaged, ModelMissing

_BREAK = "\u200b"
_MARK = re.compile(r"<[^<>\s]{1,64}>|\[/?[A-Z_]{2,32}\]")
_PLACEHOLDERS = ("{system_message}", "{user_message}", "{assistant_message}", "{tool_message}", "{function_string}")
_COMPILE_S = 1800
_ROTARY_DEFAULT = 10_000


@dataclass(frozen=True, slots=True)
class MlcFolder:
    """What a folder says about itself. `context` and `prefill_chunk` in tokens, 0 where it does not say.

    `parameters` is how many weights it has, 0 where it does not say.
    `warning` is a sentence about something that was probably lost when it was made, or empty.
    """

    path: Path
    context: int
    prefill_chunk: int
    markers: frozenset[str]
    warning: str = ""
    parameters: int = 0


class Neutralizer:
    """Breaks up every marker in a text, and changes nothing else that mlc_llm could read."""

    def __init__(self, markers: Iterable[str]) -> None:
        longest_first = sorted(
            {marker for marker in markers if len(marker) > 1 and marker.strip()}, key=len, reverse=True
        )
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def clean(self, text: str) -> str:
        """Return the text with a character of no width after the first letter of each marker, and none that UTF-8 lacks."""
        text = text.encode("utf-8", "replace").decode("utf-8")
        if self._pattern is None:
            return text
        # Breaking one up can leave another that began inside it.
        while (broken := self._pattern.sub(lambda found: found[0][0] + _BREAK + found[0][1:], text)) != text:
            text = broken
        return text


def read_folder(model_dir: Path | str) -> MlcFolder:
    """Check a model folder and read its configuration. Raises ModelMissing, ModelDamaged."""
    name = os.fspath(model_dir)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", name):
        raise ModelMissing("mlc-llm is given folders on this machine only, never an address.", "`homebody models pull`")
    folder = Path(name)
    if not folder.is_dir():
        raise ModelMissing(f"There is no model folder {folder}.", "`homebody models pull`")
    if (folder / "ndarray-cache.json").exists() and not (folder / "tensor-cache.json").exists():
        raise ModelDamaged(
            f"The model in {folder} was made for an mlc-llm from before September 2025.",
            "Rename ndarray-cache.json in it to tensor-cache.json and delete its compiled library, or fetch it again.",
        )
    config = _json(folder / "mlc-chat-config.json")
    cache = _json(folder / "tensor-cache.json")
    for shard in _shards(cache):
        if not (folder / shard).is_file():
            raise _damaged(folder, f"its file {shard} is gone")
    return MlcFolder(
        folder.absolute(),
        max(0, int(config.get("context_window_size") or 0)),  # a model with a sliding window has -1
        max(0, int(config.get("prefill_chunk_size") or 0)),
        frozenset(_markers(folder, config)),
        _warning(config),
        _parameters(cache),
    )


def library(folder: Path, device: str) -> Path:
    """Return where the compiled library for `device` belongs."""
    suffix = {"darwin": "dylib", "win32": "dll"}.get(sys.platform, "so")
    return folder / f"lib-{device}.{suffix}"


def compile_library(folder: Path, device: str) -> Path:
    """Compile a model folder for `device`, which takes minutes, and return the library.

    Runs mlc_llm's compiler as a process of its own, offline. Raises EngineFailed.
    """
    target = library(folder, device)
    draft = target.with_name(f".{os.getpid()}-{target.name}")
    # The compiler starts processes of its own, which would look for their modules in the current folder first.
    around = {"MLC_DOWNLOAD_CACHE_POLICY": "OFF", "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    around["PYTHONSAFEPATH"] = "1"
    command = [sys.executable, "-P", "-m", "mlc_llm", "compile", str(folder), "--device", device, "-o", str(draft)]
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **around},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_COMPILE_S,
            check=False,
        )
        # On Windows the compiler may have done its work and end with another code all the same.
        if draft.is_file() and (done.returncode == 0 or sys.platform == "win32"):
            draft.replace(target)
            return target
    except subprocess.TimeoutExpired:
        pass
    finally:
        draft.unlink(missing_ok=True)
    raise EngineFailed(
        f"mlc-llm could not compile the model in {folder} for {device}.",
        f"See why: {' '.join([*command[:-1], str(target)])}",
    )


def _warning(config: dict[str, Any]) -> str:
    """Notice a Llama 3 that was converted without its rotary base: mlc_llm then takes another model's, and says nothing."""
    template, model = config.get("conv_template", {}), config.get("model_config", {})
    name = str(template.get("name", "") if isinstance(template, dict) else template)
    base = model.get("position_embedding_base", model.get("rope_theta")) if isinstance(model, dict) else None
    if name.startswith(("llama-3", "llama3")) and base == _ROTARY_DEFAULT:
        return (
            "Its configuration has no rotary base of Llama 3 (rope_theta 500000), so long texts will confuse it: "
            "convert it again from a config.json with rope_theta at the top level."
        )
    return ""


def _parameters(cache: dict[str, Any]) -> int:
    """Return how many weights a model has, from the bytes of all and the bits of each."""
    told = cache.get("metadata")
    try:
        return int(float(told["ParamBytes"]) * 8 / float(told["BitsPerParam"])) if isinstance(told, dict) else 0
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0


def _markers(folder: Path, config: dict[str, Any]) -> Iterator[str]:
    """Yield every string that the tokenizer or the template gives a meaning of its own."""
    if (folder / "tokenizer.json").is_file():
        yield from (str(token["content"]) for token in _json(folder / "tokenizer.json").get("added_tokens", ()))
    if (folder / "tokenizer_config.json").is_file():
        settings = _json(folder / "tokenizer_config.json")
        yield from (str(token["content"]) for token in settings.get("added_tokens_decoder", {}).values())
    template = config.get("conv_template", {})
    if isinstance(template, dict):
        yield from _MARK.findall(json.dumps(template, ensure_ascii=False))
        yield from template.get("stop_str") or ()
    yield from _PLACEHOLDERS


def _shards(cache: dict[str, Any]) -> Iterator[str]:
    for record in cache.get("records", ()):
        path = str(record.get("dataPath", ""))
        if path and "/" not in path and "\\" not in path:
            yield path


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise _damaged(path.parent, f"its file {path.name} is gone") from error
    except (OSError, ValueError) as error:
        raise _damaged(path.parent, f"its file {path.name} cannot be read") from error
    if not isinstance(value, dict):
        raise _damaged(path.parent, f"its file {path.name} is not what it should be")
    return value


def _damaged(folder: Path, what: str) -> ModelDamaged:
    return ModelDamaged(f"The model in {folder} cannot be used: {what}.", "Fetch it again: `homebody models pull`.")
