"""What mlc-llm needs around it: an environment without ways out, a device that works, and the compiled library for it."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from models.errors import DependencyMissing, EngineFailed
from models.files.mlc_folder import compile_library, library
from models.machine import hardware

Device = Literal["metal", "cuda", "rocm", "vulkan", "cpu"]

_SUFFIXES = (".so", ".dylib", ".dll")
_CACHE = ".mlc-llm"


def prepare_environment(model_dir: Path) -> None:
    """Shut mlc_llm's ways out and its compiler, and keep its own files beside the models; it reads this when imported."""
    os.environ.update(
        {
            "MLC_JIT_POLICY": "OFF",
            "MLC_DOWNLOAD_CACHE_POLICY": "OFF",
            "MLC_LLM_HOME": str(model_dir.parent / _CACHE),
            "MLC_UNSET_LOGGING": "1",
            "HF_HUB_OFFLINE": "1",
            "TRANSFORMERS_OFFLINE": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "TOKENIZERS_PARALLELISM": "false",
        }
    )


def ensure_installed() -> None:
    """Raise DependencyMissing, which names the command, unless mlc_llm can be imported."""
    if importlib.util.find_spec("mlc_llm") is None:
        raise missing()


def imported(name: str) -> Any:  # noqa: ANN401  neither mlc_llm nor tvm has types
    """Import a module of mlc-llm's. Raises DependencyMissing where it is not installed, EngineFailed where it is broken."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name == name.partition(".")[0]:
            raise missing() from error
        raise _unusable(error) from error
    except Exception as error:
        # Libraries that are not there or of another build end in errors of every kind.
        raise _unusable(error) from error


def silence() -> None:
    """Keep mlc_llm's own log, which may quote a prompt, from being written anywhere."""
    log = logging.getLogger("mlc_llm")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def missing() -> DependencyMissing:
    """Return the error that names the command for this machine."""
    advice = hardware.mlc_advice(hardware.look())
    step = f"`{advice.command}`" if advice else f"{sys.executable} -m pip install, as https://llm.mlc.ai says"
    return DependencyMissing("mlc-llm, which runs this model, is not installed.", step)


def _unusable(error: Exception) -> EngineFailed:
    return EngineFailed(
        f"The installed mlc-llm cannot be used ({type(error).__name__}).",
        f"See why: {sys.executable} -c 'import mlc_llm'; mlc-llm and mlc-ai have to be of the same day and this machine's "
        "kind, as https://llm.mlc.ai says.",
    )


def tvm_device(kind: Device) -> Any:  # noqa: ANN401  tvm has no types
    """Return tvm's device. Raises EngineFailed where the installed tvm cannot use it, DependencyMissing without tvm.

    Never a device by name: that makes mlc_llm start processes that look for devices.
    """
    device = getattr(imported("tvm"), kind)(0)
    if not getattr(device, "exist", True):
        raise EngineFailed(
            f"The installed mlc-llm cannot use this machine's {kind} device.",
            "Install the one for it (`homebody doctor` names it), or choose llama.cpp: `--engine llama.cpp`.",
        )
    return device


def best_device(machine: hardware.Machine) -> Device:
    """Return the device to compute on: the machine's first GPU, else the CPU."""
    return machine.gpus[0].kind if machine.gpus else "cpu"


def ready_to_run(folder: Path, machine: hardware.Machine) -> tuple[Device, Path]:
    """Return the device to run a model folder on, and its compiled library, made first where there is none (minutes).

    A GPU that tvm can use comes before the CPU, and a device that the folder holds a library for before one that it does
    not. Raises DependencyMissing, EngineFailed when the library cannot be compiled.
    """
    prepare_environment(folder)
    ensure_installed()
    imported("tvm")
    usable = [kind for kind in _candidates(machine) if _works(kind)]
    for kind in usable:
        if (ready := library(folder, kind)).is_file():
            return kind, ready
    unnamed = _unnamed_library(folder)
    best = usable[0] if usable else "cpu"
    return best, unnamed if unnamed is not None else compile_library(folder, best)


def _candidates(machine: hardware.Machine) -> Iterable[Device]:
    yield from dict.fromkeys(gpu.kind for gpu in machine.gpus)
    yield "cpu"


def _works(kind: Device) -> bool:
    try:
        tvm_device(kind)
    except (EngineFailed, AttributeError):
        return False
    return True


def _unnamed_library(folder: Path) -> Path | None:
    """Return the only library in a folder that was compiled elsewhere, under a name that says nothing of its device."""
    found = [path for path in folder.iterdir() if path.suffix in _SUFFIXES and not path.name.startswith(("lib-", "."))]
    return found[0] if len(found) == 1 else None
