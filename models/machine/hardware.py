"""What this machine can run: cores, memory, GPUs, and which engine fits. Looks without importing anything heavy."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from models.catalogue.catalogue import Backend, ModelEntry
from models.errors import TooLarge

GpuKind = Literal["cuda", "rocm", "metal", "vulkan"]

GB = 1_000_000_000
# By hand: the desktop and a browser want the rest, and a machine that swaps is of no use.
_HEADROOM = 0.9
"""How much of the available memory a model may take, so that the rest of the machine still works."""


@dataclass(frozen=True, slots=True)
class Gpu:
    """A GPU as seen from outside: `memory` in bytes, 0 where it is not known or shared with the CPU."""

    kind: GpuKind
    name: str
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Machine:
    """Cores, memory in bytes, and GPUs. `available` is memory that could be had now without swapping.

    `llama_gpu` tells whether the installed llama.cpp computes on a GPU: the one from the package registry does on macOS
    alone.
    """

    system: str
    arch: str
    cores: int
    memory: int
    available: int
    gpus: tuple[Gpu, ...] = ()
    bfloat16: bool = False
    llama_gpu: bool = False

    def describe(self) -> str:
        """Return one line for a person."""
        gpus = ", ".join(gpu.name for gpu in self.gpus) or "no GPU"
        return f"{self.cores} cores, {self.memory / GB:.0f} GB of memory, {gpus}"


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence, and the command that follows from it."""

    sentence: str
    command: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a model runs here, and how: "well", "slowly" or "no", and why in a few words."""

    entry: ModelEntry
    verdict: Literal["well", "slowly", "no"]
    reason: str


@cache
def look() -> Machine:
    """Return what this machine has. Runs `nvidia-smi` where there is one; asks once a process."""
    total, available = memory()
    gpus = tuple(_gpus())
    return Machine(
        system=platform.system(),
        arch=platform.machine().lower(),
        cores=physical_cores(),
        memory=total,
        available=available,
        gpus=gpus,
        bfloat16=has_bfloat16(),
        llama_gpu=bool(gpus) and _llama_uses_gpu(),
    )


@cache
def physical_cores() -> int:
    """Return the number of physical cores this process may use (its two hardware threads share one core's units)."""
    allowed = set(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    if platform.system() == "Linux":
        cores = {_core_of(cpu) for cpu in allowed}
        # A container may use fewer cores than it sees; more threads than that only take turns.
        return max(1, min(len(cores), _quota() or len(cores)))
    if platform.system() == "Darwin":
        # The efficiency cores slow the others down: every step waits for the slowest.
        found = _run(["sysctl", "-n", "hw.perflevel0.physicalcpu"]) or _run(["sysctl", "-n", "hw.physicalcpu"])
        return int(found) if found.isdecimal() else len(allowed)
    # Windows does not tell cores here. Two hardware threads a core are the rule, and too few threads cost less than
    # too many.
    return max(1, len(allowed) // 2)


def best_backend(machine: Machine) -> Backend:
    """Return the engine that fits: mlc where mlc_llm and a GPU are, else llama.cpp."""
    return "mlc" if machine.gpus and has_mlc() else "llama.cpp"


def has_mlc() -> bool:
    """Tell whether mlc_llm is installed, without importing it."""
    return importlib.util.find_spec("mlc_llm") is not None


def mlc_advice(machine: Machine) -> Advice | None:
    """Return how to install mlc-llm where it is missing and would be faster; None where it would not help."""
    if has_mlc() or not machine.gpus:
        return None
    flavour = _mlc_flavour(machine)
    if flavour is None:
        return None
    command = (
        f"{sys.executable} -m pip install --pre -U -f https://mlc.ai/wheels "
        f"mlc-llm-nightly-{flavour} mlc-ai-nightly-{flavour}"
    )
    return Advice(f"mlc-llm would use this machine's GPU ({machine.gpus[0].name}) and is not installed.", command)


def fits(entry: ModelEntry, machine: Machine) -> Fit:
    """Say how well a model would run here, by its memory and this machine's cores and GPUs."""
    # From what rules a model out or in to what merely slows it.
    if entry.backend == "mlc" and not machine.gpus:
        return Fit(entry, "no", "needs a GPU")
    if entry.role == "llm" and _on_gpu(entry, machine):
        return Fit(entry, "well", "on the GPU")
    if entry.memory > machine.memory * _HEADROOM:
        return Fit(
            entry, "no", f"needs {entry.memory / GB:.1f} GB of memory, this machine has {machine.memory / GB:.1f}"
        )
    if entry.backend == "mlc":
        return Fit(entry, "no", f"needs {entry.memory / GB:.1f} GB on the GPU")
    # Every token reads all weights: a CPU core manages about 2 GB of them a second beside its arithmetic.
    # By hand: with 1.2 GB a core that is about 1.7 tokens a second, the slowest that one can still read along with.
    if entry.role == "llm" and entry.memory > 1.2 * GB * machine.cores:
        return Fit(entry, "slowly", f"large for {machine.cores} cores without a GPU")
    return Fit(entry, "well", "")


def ensure_gpu_holds(entry: ModelEntry, machine: Machine) -> None:
    """Refuse a model for a GPU whose weights alone are more than the largest one here holds. Raises TooLarge."""
    room = _gpu_memory(machine)
    if machine.gpus and entry.installed_bytes > room:
        raise TooLarge(
            f"The model {entry.name} needs about {entry.memory / GB:.1f} GB on the GPU; this machine's has "
            f"{room / GB:.1f}.",
            "Choose a smaller model: `homebody models list`.",
        )


def _gpu_memory(machine: Machine) -> int:
    """Return the memory of the largest GPU: the machine's where it is shared with the CPU, or not known."""
    return max((gpu.memory for gpu in machine.gpus), default=0) or machine.memory


def _on_gpu(entry: ModelEntry, machine: Machine) -> bool:
    """Tell whether the model's engine would compute on a GPU that holds it whole."""
    if not machine.gpus or not (entry.backend == "mlc" or machine.llama_gpu):
        return False
    return entry.memory <= _gpu_memory(machine) * _HEADROOM


def recommend(entries: Iterable[ModelEntry], machine: Machine) -> ModelEntry | None:
    """Return the largest language model that runs well here, for the engine that fits; None where none does."""
    backend = best_backend(machine)
    good = [
        entry
        for entry in entries
        if entry.role == "llm" and entry.backend == backend and fits(entry, machine).verdict == "well"
    ]
    # By size, since nothing else compares these models: of one generation the larger writes better.
    return max(good, key=lambda entry: entry.memory, default=None)


def llama_gpu_advice(machine: Machine) -> Advice | None:
    """Return how to get a llama.cpp that computes on this machine's GPU; None where it does or there is none to use."""
    kinds = {gpu.kind for gpu in machine.gpus}
    if machine.llama_gpu or not kinds or machine.system not in ("Linux", "Windows"):
        return None
    # Vulkan runs on every other GPU.
    flavour = "cu128" if "cuda" in kinds else "vulkan"
    command = (
        f"{sys.executable} -m pip install --force-reinstall --no-deps xllamacpp "
        f"--index-url https://xorbitsai.github.io/xllamacpp/whl/{flavour}"
    )
    return Advice(f"The installed llama.cpp computes on the CPU, not on {machine.gpus[0].name}.", command)


def _llama_uses_gpu() -> bool:
    try:
        import xllamacpp
    except ImportError:
        return False
    kinds = xllamacpp.ggml_backend_dev_type
    gpus = (kinds.GGML_BACKEND_DEVICE_TYPE_GPU, kinds.GGML_BACKEND_DEVICE_TYPE_IGPU)
    return any(found["type"] in gpus for found in xllamacpp.get_device_info())


def _mlc_flavour(machine: Machine) -> str | None:
    kinds = {gpu.kind for gpu in machine.gpus}
    if machine.system in ("Darwin", "Windows"):
        return "cpu"  # these wheels hold Metal and Vulkan
    if machine.system != "Linux" or machine.arch not in ("x86_64", "aarch64"):
        return None
    if "cuda" in kinds:
        return "cu128"
    return "rocm62" if "rocm" in kinds else "cpu"


def _gpus() -> Iterable[Gpu]:
    if platform.system() == "Darwin":
        if platform.machine() == "arm64":
            yield Gpu("metal", "Apple GPU")
        return
    listing = _run(["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"])
    rows = [line.rsplit(",", 1) for line in listing.splitlines() if "," in line]
    for name, memory in rows:
        size = memory.strip()
        yield Gpu("cuda", name.strip(), int(size) * (1 << 20) if size.isdecimal() else 0)
    if rows:
        return
    # AMD's compute interface first: its GPUs show up as render nodes, too.
    if Path("/dev/kfd").exists():
        yield Gpu("rocm", "AMD GPU")
    elif any(Path("/dev/dri").glob("renderD*")):
        yield Gpu("vulkan", "GPU")


def memory() -> tuple[int, int]:
    """Return the memory that this process can have in all, and now, in bytes."""
    if platform.system() == "Linux":
        figures: dict[str, int] = {}
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            name, _, rest = line.partition(":")
            figures[name] = int(rest.split()[0]) * 1024
        total, available = figures["MemTotal"], figures.get("MemAvailable", figures["MemFree"])
        # A process beyond its container's limit is killed, whatever the machine has.
        limit, used = _cgroup("memory.max"), _cgroup("memory.current")
        if limit:
            total, available = min(total, limit), min(available, max(0, limit - (used or 0)))
        return total, available
    if platform.system() == "Windows":
        return _windows_memory()
    total = int(_run(["sysctl", "-n", "hw.memsize"]) or 0)
    # macOS compresses and gives back: what is not wired can be had, which is nearly all of it.
    return total, int(total * 0.75)


def _windows_memory() -> tuple[int, int]:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *(
                (name, ctypes.c_ulonglong)
                for name in ("total", "available", "page", "free_page", "virtual", "free", "x")
            ),
        )

    status = Status()
    status.length = ctypes.sizeof(Status)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  absent on other systems, where types are checked
    kernel.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.total), int(status.available)


def _core_of(cpu: int) -> tuple[str, str]:
    place = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology")
    try:
        package = (place / "physical_package_id").read_text(encoding="ascii").strip()
        return package, (place / "core_id").read_text(encoding="ascii").strip()
    except OSError:
        return "", str(cpu)


def _quota() -> int:
    try:
        limit, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0
    return max(1, round(int(limit) / int(period))) if limit.isdecimal() else 0


def _cgroup(name: str) -> int | None:
    try:
        text = Path("/sys/fs/cgroup", name).read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdecimal() else None


def has_bfloat16() -> bool:
    """Tell whether the CPU multiplies bfloat16 itself (AVX512-BF16, AMX, or Arm's extension)."""
    try:
        words = set(Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split())
    except OSError:
        return False
    return bool(words & {"avx512_bf16", "amx_bf16", "bf16"})


def _run(command: list[str]) -> str:
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, *command[1:]],
            capture_output=True,
            text=True,
            timeout=5,  # by hand: a driver that hangs must not hold up the start
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
