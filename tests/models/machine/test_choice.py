"""Which model runs: by wish, by engine, by machine."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from models.catalogue.catalogue import LocalSource, PinnedFile, find, load_catalogue
from models.catalogue.import_local import describe_import, install_local
from models.errors import UnknownModel
from models.machine import hardware
from models.machine.choice import choose, is_starter
from models.machine.hardware import GB, Gpu, Machine
from tests.models.mlc import fake_mlc

LAPTOP = Machine("Linux", "x86_64", 4, 16 * GB, 12 * GB)
GPU = dataclasses.replace(LAPTOP, gpus=(Gpu("cuda", "GPU", 8 * GB),))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(hardware, "has_mlc", lambda: True)
    return tmp_path / "models"


def add_mlc(models: Path, name: str) -> None:
    folder = models.parent / "stick" / name
    fake_mlc.write_folder(folder)
    list(install_local(describe_import(folder, name=name), folder, models))


def test_the_catalogues_starter_is_one_and_no_other_language_model_of_it() -> None:
    entries = [entry for entry in load_catalogue() if entry.role == "llm"]
    assert [entry.name for entry in entries if is_starter(entry)] == ["smollm2-135m"]


@pytest.mark.parametrize(
    ("parameters", "size", "starter"),
    [
        (361_821_120, 0, True),  # 360M
        (751_632_384, 0, True),  # 0.8B
        (999_885_952, 0, False),  # called 1B
        (1_000_000_000, 1, False),
        (0, 386_000_000, True),  # nobody counted: by the size
        (0, 770_000_000, False),
    ],
)
def test_a_model_is_told_to_be_a_starter_by_its_weights(parameters: int, size: int, starter: bool) -> None:
    files = (PinnedFile("a.gguf", size, "0", "a.gguf"),)
    entry = dataclasses.replace(
        find("smollm2-135m"), name="own", source=LocalSource("/a.gguf"), files=files, parameters=parameters
    )
    assert is_starter(entry) == starter


def test_what_was_asked_for_is_taken_on_a_machine_without_a_gpu(models: Path) -> None:
    add_mlc(models, "gpu-model")
    assert choose("smollm2-135m", "", models, LAPTOP).name == "smollm2-135m"
    assert choose("llama-3.2-1b", "", models, LAPTOP).name == "llama-3.2-1b"
    assert choose("gpu-model", "", models, LAPTOP).name == "gpu-model"


def test_a_gpu_with_a_model_for_it_takes_the_place_of_the_starter_and_of_no_other(models: Path) -> None:
    assert choose("smollm2-135m", "", models, GPU).name == "smollm2-135m"
    add_mlc(models, "gpu-model")
    assert choose("smollm2-135m", "", models, GPU).name == "gpu-model"
    assert choose("llama-3.2-3b", "", models, GPU).name == "llama-3.2-3b"
    assert choose("all-minilm-l6-v2", "", models, GPU).name == "all-minilm-l6-v2"


def test_without_mlc_llm_a_gpu_changes_nothing(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_mlc(models, "gpu-model")
    monkeypatch.setattr(hardware, "has_mlc", lambda: False)
    assert choose("smollm2-135m", "", models, GPU).name == "smollm2-135m"


def test_the_same_model_is_taken_in_the_form_that_fits(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.machine import choice

    add_mlc(models, "gpu-model")
    twin = dataclasses.replace(find("llama-3.2-1b-mlc"))
    monkeypatch.setattr(choice, "installed", lambda _: (twin,))
    assert choose("llama-3.2-1b", "", models, GPU) == twin
    assert choose("llama-3.2-1b", "llama.cpp", models, GPU).name == "llama-3.2-1b"
    assert choose("llama-3.2-1b-mlc", "llama.cpp", models, GPU).name == "llama-3.2-1b"
    small = dataclasses.replace(GPU, gpus=(Gpu("cuda", "Small", GB),))
    assert choose("llama-3.2-1b", "", models, small).name == "llama-3.2-1b"


def test_an_engine_by_name_decides(models: Path) -> None:
    assert choose("llama-3.2-1b", "mlc", models, LAPTOP).name == "llama-3.2-1b-mlc"
    with pytest.raises(UnknownModel, match="smollm2-135m does not run on mlc"):
        choose("smollm2-135m", "mlc", models, LAPTOP)
    add_mlc(models, "gpu-model")
    assert choose("smollm2-135m", "mlc", models, LAPTOP).name == "gpu-model"
    with pytest.raises(UnknownModel, match="gpu-model does not run"):
        choose("gpu-model", "llama.cpp", models, GPU)


def test_an_unknown_model_is_unknown(models: Path) -> None:
    with pytest.raises(UnknownModel):
        choose("nothing-like-it", "", models, LAPTOP)
