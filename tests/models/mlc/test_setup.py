"""A model folder for mlc-llm: read, compiled, and a device chosen for it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from models.errors import EngineFailed, ModelDamaged, ModelMissing
from models.files.mlc_folder import compile_library, library, read_folder
from models.machine.hardware import Gpu, Machine
from models.mlc import setup
from models.mlc.setup import best_device, ready_to_run
from tests.models.mlc import fake_mlc


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fake_mlc.write_folder(tmp_path / "model")
    return tmp_path / "model"


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in fake_mlc.install({}).items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr("os.environ", dict(os.environ))


class TestReadingAFolder:
    def test_a_folder_that_is_not_there_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing):
            read_folder(tmp_path / "none")

    def test_a_folder_from_before_the_rename_says_what_to_do(self, folder: Path) -> None:
        (folder / "tensor-cache.json").rename(folder / "ndarray-cache.json")
        with pytest.raises(ModelDamaged) as caught:
            read_folder(folder)
        assert "tensor-cache.json" in caught.value.next_step

    @pytest.mark.parametrize("name", ["mlc-chat-config.json", "tensor-cache.json", "params_shard_0.bin"])
    def test_a_missing_file_is_named(self, folder: Path, name: str) -> None:
        (folder / name).unlink()
        with pytest.raises(ModelDamaged, match=name):
            read_folder(folder)

    def test_a_broken_file_is_named(self, folder: Path) -> None:
        (folder / "mlc-chat-config.json").write_text("{")
        with pytest.raises(ModelDamaged, match=r"mlc-chat-config\.json cannot be read"):
            read_folder(folder)

    def test_a_llama_without_its_rotary_base_is_warned_of(self, folder: Path) -> None:
        assert read_folder(folder).warning == ""
        config = json.loads((folder / "mlc-chat-config.json").read_text())
        config["conv_template"] = {**config["conv_template"], "name": "llama-3_1"}
        config["model_config"] = {"position_embedding_base": 10000, "rope_scaling": {"rope_type": "llama3"}}
        (folder / "mlc-chat-config.json").write_text(json.dumps(config))
        assert "rope_theta" in read_folder(folder).warning

    def test_markers_come_from_tokenizer_template_and_placeholders(self, folder: Path) -> None:
        markers = read_folder(folder).markers
        assert set(fake_mlc.SPECIAL) <= markers
        assert "{function_string}" in markers
        assert "system" not in markers


class TestCompiling:
    def fake_compiler(self, tmp_path: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
        package = tmp_path / "site" / "mlc_llm"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "__main__.py").write_text(f"import os, pathlib, sys\n{body}\n")
        monkeypatch.setenv("PYTHONPATH", str(package.parent))

    def test_a_library_is_compiled_once_and_offline(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = (
            "assert sys.argv[1] == 'compile' and sys.argv[3:5] == ['--device', 'vulkan']\n"
            "assert os.environ['HF_HUB_OFFLINE'] == '1' and os.environ['MLC_DOWNLOAD_CACHE_POLICY'] == 'OFF'\n"
            "assert os.environ['PYTHONSAFEPATH'] == '1'\n"
            "print('noise'); pathlib.Path(sys.argv[6]).write_text('lib')"
        )
        self.fake_compiler(tmp_path, body, monkeypatch)
        made = compile_library(folder, "vulkan")
        assert made == library(folder, "vulkan")
        assert made.read_text() == "lib"

    def test_a_compiler_that_fails_leaves_nothing(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fake_compiler(tmp_path, "pathlib.Path(sys.argv[6]).write_text('half'); sys.exit(1)", monkeypatch)
        before = sorted(folder.iterdir())
        with pytest.raises(EngineFailed) as caught:
            compile_library(folder, "vulkan")
        assert "mlc_llm compile" in caught.value.next_step
        assert sorted(folder.iterdir()) == before

    def test_on_windows_a_library_counts_whatever_the_compiler_ends_with(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.fake_compiler(tmp_path, "pathlib.Path(sys.argv[6]).write_text('lib'); sys.exit(1)", monkeypatch)
        monkeypatch.setattr(sys, "platform", "win32")
        made = compile_library(folder, "vulkan")
        monkeypatch.undo()
        assert made == folder / "lib-vulkan.dll"
        assert made.read_text() == "lib"


class TestChoosingADevice:
    LAPTOP = Machine("Linux", "x86_64", 2, 1, 1, (Gpu("vulkan", "GPU"),))

    def test_a_gpu_that_works_is_taken_and_compiled_for(
        self, folder: Path, fakes: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "lib-cpu.so").unlink()
        monkeypatch.setattr(setup, "compile_library", library)
        assert ready_to_run(folder, self.LAPTOP) == ("vulkan", library(folder, "vulkan"))

    def test_a_device_with_a_library_comes_before_one_without(self, folder: Path, fakes: object) -> None:
        assert ready_to_run(folder, self.LAPTOP) == ("cpu", folder / "lib-cpu.so")
        library(folder, "vulkan").touch()
        assert ready_to_run(folder, self.LAPTOP) == ("vulkan", library(folder, "vulkan"))

    def test_a_gpu_that_the_build_cannot_use_is_passed_over(
        self, folder: Path, fakes: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library(folder, "vulkan").touch()
        monkeypatch.setattr(fake_mlc, "ABSENT_DEVICES", {"vulkan"})
        assert ready_to_run(folder, self.LAPTOP) == ("cpu", folder / "lib-cpu.so")

    def test_a_library_compiled_elsewhere_is_taken_whatever_its_name(self, folder: Path, fakes: object) -> None:
        (folder / "lib-cpu.so").rename(folder / "lib.so")
        assert ready_to_run(folder, Machine("Linux", "x86_64", 2, 1, 1)) == ("cpu", folder / "lib.so")

    def test_the_device_is_the_machines_gpu(self) -> None:
        bare = Machine("Linux", "x86_64", 2, 1, 1)
        assert best_device(bare) == "cpu"
        assert best_device(Machine("Linux", "x86_64", 2, 1, 1, (Gpu("rocm", "x"),))) == "rocm"
