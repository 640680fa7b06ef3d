from __future__ import annotations

import dataclasses
import importlib.util
import os
import subprocess
import sys

import pytest

from models.catalogue.catalogue import find
from models.machine import hardware
from models.machine.hardware import GB, Gpu, Machine

LAPTOP = Machine("Linux", "x86_64", 4, 16 * GB, 12 * GB)
NVIDIA = Gpu("cuda", "GeForce", 8 * GB)


def test_this_machine_is_seen() -> None:
    machine = hardware.look()
    assert 1 <= machine.cores <= (os.cpu_count() or 1)
    assert 0 < machine.available <= machine.memory
    assert f"{machine.cores} cores" in machine.describe()


def test_looking_imports_nothing_heavy() -> None:
    code = "import sys; from models.machine import hardware; hardware.look(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize(
    ("system", "arch", "gpu", "flavour"),
    [
        ("Linux", "x86_64", NVIDIA, "cu128"),
        ("Linux", "x86_64", Gpu("rocm", "AMD GPU"), "rocm62"),
        ("Linux", "x86_64", Gpu("vulkan", "GPU"), "cpu"),
        ("Darwin", "arm64", Gpu("metal", "Apple GPU"), "cpu"),
    ],
)
def test_the_command_for_mlc_is_exact(
    system: str, arch: str, gpu: Gpu, flavour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hardware, "has_mlc", lambda: False)
    advice = hardware.mlc_advice(Machine(system, arch, 8, GB, GB, (gpu,)))
    assert advice is not None
    wanted = f"-f https://mlc.ai/wheels mlc-llm-nightly-{flavour} mlc-ai-nightly-{flavour}"
    assert advice.command == f"{sys.executable} -m pip install --pre -U {wanted}"
    assert gpu.name in advice.sentence


def test_no_advice_where_mlc_is_there_or_would_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "has_mlc", lambda: False)
    assert hardware.mlc_advice(LAPTOP) is None
    assert hardware.mlc_advice(Machine("FreeBSD", "x86_64", 8, GB, GB, (NVIDIA,))) is None
    monkeypatch.setattr(hardware, "has_mlc", lambda: True)
    assert hardware.mlc_advice(dataclasses.replace(LAPTOP, gpus=(NVIDIA,))) is None


def test_mlc_is_best_only_with_a_gpu_and_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    with_gpu = dataclasses.replace(LAPTOP, gpus=(NVIDIA,))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    assert [hardware.best_backend(machine) for machine in (LAPTOP, with_gpu)] == ["llama.cpp", "mlc"]
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert hardware.best_backend(with_gpu) == "llama.cpp"


def test_what_fits_depends_on_memory_cores_and_gpu() -> None:
    starter = find("smollm2-135m")
    large = dataclasses.replace(starter, name="large", memory=6 * GB)
    huge = dataclasses.replace(starter, name="huge", memory=60 * GB)
    gpu_only = dataclasses.replace(starter, name="gpu", backend="mlc")
    assert hardware.fits(starter, LAPTOP).verdict == "well"
    assert hardware.fits(large, LAPTOP).verdict == "slowly"
    assert hardware.fits(huge, LAPTOP).verdict == "no"
    assert "60.0 GB" in hardware.fits(huge, LAPTOP).reason
    assert hardware.fits(gpu_only, LAPTOP).verdict == "no"
    with_gpu = dataclasses.replace(LAPTOP, gpus=(NVIDIA,))
    assert hardware.fits(large, with_gpu).verdict == "slowly"
    assert hardware.fits(large, dataclasses.replace(with_gpu, llama_gpu=True)).verdict == "well"
    assert hardware.fits(gpu_only, with_gpu).verdict == "well"
    assert hardware.fits(dataclasses.replace(huge, backend="mlc"), with_gpu).verdict == "no"
    assert hardware.fits(dataclasses.replace(large, backend="mlc", memory=8 * GB), with_gpu).verdict == "no"
    assert hardware.recommend([starter, large, huge, gpu_only], LAPTOP) == starter
    assert hardware.recommend([huge], LAPTOP) is None


def test_a_llama_cpp_that_leaves_the_gpu_idle_is_said_with_the_command() -> None:
    with_gpu = dataclasses.replace(LAPTOP, gpus=(NVIDIA,))
    advice = hardware.llama_gpu_advice(with_gpu)
    assert advice is not None
    assert "cu128" in advice.command
    assert hardware.llama_gpu_advice(LAPTOP) is None
    assert hardware.llama_gpu_advice(dataclasses.replace(with_gpu, llama_gpu=True)) is None
    assert hardware.llama_gpu_advice(dataclasses.replace(with_gpu, system="Darwin")) is None
