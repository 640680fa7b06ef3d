from __future__ import annotations

import hashlib
import json
import os
import pickle
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from models.catalogue.catalogue import ModelEntry, find
from models.catalogue.import_local import describe_import, install_local
from models.catalogue.installation import ensure_intact, installed, lookup, remove, verify
from models.embedding.embedder import SentenceTransformerEmbedder
from models.errors import DownloadFailed, ModelDamaged, ModelMissing, UnknownModel
from tests.models.mlc import fake_mlc


def gguf(path: Path, context: int = 4096, name: str = "", licence: str = "") -> Path:
    """Write the start of a GGUF file: enough for its header to be read."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    values = text("general.architecture") + struct.pack("<I", 8) + text("llama")
    values += text("llama.context_length") + struct.pack("<II", 4, context)
    said = {key: value for key, value in (("general.name", name), ("general.license", licence)) if value}
    for key, value in said.items():
        values += text(key) + struct.pack("<I", 8) + text(value)
    words = text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("b")
    kinds = text("tokenizer.ggml.token_type") + struct.pack("<IIQii", 9, 5, 2, 1, 3)
    tensors = text("output") + struct.pack("<IQQIQ", 2, 32, 4, 8, 0) + text("norm") + struct.pack("<IQIQ", 1, 4, 0, 160)
    header = b"GGUF" + struct.pack("<IQQ", 3, 2, 4 + len(said)) + values + words + kinds + tensors
    # Four blocks of 34 bytes at 0, four numbers of 4 bytes at 160.
    path.write_bytes(header + bytes(-len(header) % 32) + bytes(160 + 16))
    return path


def safetensors(path: Path) -> Path:
    header = json.dumps({"weight": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(16))
    return path


def take_in(path: Path, models: Path, name: str | None = None) -> ModelEntry:
    entry = describe_import(path, name=name)
    assert list(install_local(entry, path, models))
    return entry


def test_a_gguf_file_becomes_a_model_of_its_name(tmp_path: Path) -> None:
    models = tmp_path / "models"
    entry = take_in(gguf(tmp_path / "My Model.Q4.gguf"), models)
    assert (entry.name, entry.context, entry.default_context, entry.backend) == ("my-model.q4", 4096, 4096, "llama.cpp")
    (seen,) = installed(models)
    assert (seen.name, seen.main, seen.context) == ("my-model.q4", "My Model.Q4.gguf", 4096)
    assert lookup("my-model.q4", models) == seen
    verify(seen, models)
    ensure_intact(seen, models)
    assert not any(path.stat().st_mode & 0o077 for path in models.rglob("*"))
    remove(seen, models)
    assert installed(models) == ()


def test_a_model_that_was_taken_in_is_refused_once_it_changed(tmp_path: Path) -> None:
    models = tmp_path / "models"
    take_in(gguf(tmp_path / "a.gguf"), models, "mine")
    (models / "mine/a.gguf").write_bytes(b"GGUF")
    with pytest.raises(ModelDamaged, match="mine"):
        ensure_intact(lookup("mine", models), models)


def test_a_wrong_hash_is_refused_and_the_right_one_taken(tmp_path: Path) -> None:
    path = gguf(tmp_path / "a.gguf")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(ModelDamaged, match=digest):
        describe_import(path, sha256="0" * 64)
    assert describe_import(path, sha256=digest.upper() + "\n").name == "a"


def test_a_name_of_the_catalogue_is_not_given_to_another_file(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="another file"):
        describe_import(gguf(tmp_path / "smollm2-135m.gguf"))


@pytest.mark.parametrize("content", [b"", b"text", b"GGUF", b"GGUF" + b"\xff" * 40])
def test_what_is_no_gguf_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelDamaged):
        describe_import(path)


def test_a_folder_for_mlc_is_taken_in_whole(tmp_path: Path) -> None:
    fake_mlc.write_folder(tmp_path / "stick")
    entry = take_in(tmp_path / "stick", tmp_path / "models", "gpu-model")
    assert (entry.backend, entry.context, entry.default_context) == ("mlc", 2048, 2048)
    assert lookup("gpu-model", tmp_path / "models").backend == "mlc"
    assert (tmp_path / "models/gpu-model/params_shard_0.bin").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("told", "parameters"),
    [
        ({"ParamSize": 163, "ParamBytes": 562_500_000.0, "BitsPerParam": 4.5}, 1_000_000_000),
        ({"ParamBytes": "many", "BitsPerParam": 4.5}, 0),
        ({"ParamBytes": 10, "BitsPerParam": 0}, 0),
        ([], 0),
    ],
)
def test_a_folder_for_mlc_tells_how_many_weights_it_has(tmp_path: Path, told: object, parameters: int) -> None:
    fake_mlc.write_folder(tmp_path)
    cache = json.loads((tmp_path / "tensor-cache.json").read_text())
    (tmp_path / "tensor-cache.json").write_text(json.dumps({**cache, "metadata": told}))
    assert describe_import(tmp_path, name="a").parameters == parameters


def test_a_folder_for_sentence_transformers_is_an_embedder(tmp_path: Path) -> None:
    folder = tmp_path / "my-embedder"
    folder.mkdir()
    (folder / "modules.json").write_text(json.dumps([]))
    (folder / ".hidden").write_text("x")
    safetensors(folder / "model.safetensors")
    entry = take_in(folder, tmp_path / "models")
    assert (entry.role, [file.path for file in entry.files]) == ("embedder", ["model.safetensors", "modules.json"])


class Program:
    """What a hostile pickle does when it is read."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.trace,)


def embedder(folder: Path, *, kind: str = "sentence_transformers.models.Transformer") -> Path:
    folder.mkdir()
    (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": kind}]))
    return folder


@pytest.mark.parametrize(
    "name", ["pytorch_model.bin", "pytorch_model-00001-of-00002.bin", "model.pt", "2_Dense/model.pth"]
)
def test_a_pickle_is_refused_in_one_sentence_and_never_run(tmp_path: Path, name: str) -> None:
    folder = embedder(tmp_path / "hostile")
    if "/" in name:
        (folder / name).parent.mkdir()
        safetensors(folder / "model.safetensors")
    (folder / name).write_bytes(pickle.dumps(Program(tmp_path / "trace")))
    with pytest.raises(ModelDamaged, match="is a pickle") as problem:
        describe_import(folder)
    assert "safetensors" in problem.value.next_step
    with pytest.raises(ModelDamaged, match="is a pickle"):
        SentenceTransformerEmbedder(folder, "x")  # one that was taken in before they were refused
    assert not (tmp_path / "trace").exists()


def test_a_pickle_beside_safetensors_is_left_behind(tmp_path: Path) -> None:
    folder = embedder(tmp_path / "both")
    safetensors(folder / "model.safetensors")
    for name in ("pytorch_model.bin", "training_args.bin", "optimizer.pt"):
        (folder / name).write_bytes(pickle.dumps(Program(tmp_path / "trace")))
    take_in(folder, tmp_path / "models")
    assert sorted(path.name for path in (tmp_path / "models/both").iterdir()) == [
        "manifest.json", "model.safetensors", "modules.json",
    ]  # fmt: skip


def test_a_folder_that_names_a_program_of_its_own_is_refused(tmp_path: Path) -> None:
    folder = embedder(tmp_path / "hostile", kind="os.system")
    safetensors(folder / "model.safetensors")
    with pytest.raises(ModelDamaged, match=r"program of its own \(“os\.system”\)"):
        describe_import(folder)


@pytest.mark.parametrize("leads", ["to a file", "to a folder", "nowhere", "in a circle"])
def test_a_link_out_of_the_folder_is_refused(tmp_path: Path, leads: str) -> None:
    folder, secret = embedder(tmp_path / "stick"), tmp_path / "secret"
    safetensors(folder / "model.safetensors")
    link = folder / "vocab.txt"
    if leads == "to a file":
        secret.write_text("the owner's words")
    elif leads == "to a folder":
        secret.mkdir()
    link.symlink_to(link if leads == "in a circle" else secret)
    with pytest.raises(ModelDamaged, match="is a link out of the folder") as problem:
        describe_import(folder)
    assert "cp -rL" in problem.value.next_step


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    folder = embedder(tmp_path / "stick")
    safetensors(folder / "weights.safetensors")
    (folder / "model.safetensors").symlink_to("weights.safetensors")
    take_in(folder, tmp_path / "models")
    taken = tmp_path / "models/stick/model.safetensors"
    assert not taken.is_symlink()
    assert taken.read_bytes() == (folder / "weights.safetensors").read_bytes()


def test_a_folder_without_whole_weights_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "reranker"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"architectures": ["BertForSequenceClassification"]}))
    with pytest.raises(ModelDamaged, match="holds no weights"):
        describe_import(folder)
    weights = safetensors(folder / "model.safetensors")
    assert describe_import(folder).role == "reranker"
    whole = weights.read_bytes()
    for damaged in (whole[:-1], whole[:20], b"", b"\xff" * 200):
        weights.write_bytes(damaged)
        with pytest.raises(ModelDamaged, match="damaged or cut off") as problem:
            describe_import(folder)
        assert "pull" not in problem.value.next_step


@pytest.mark.parametrize("missing", [1, 17, 150, 180, 230, 300])
def test_a_gguf_file_that_is_cut_off_is_refused(tmp_path: Path, missing: int) -> None:
    path = gguf(tmp_path / "a.gguf")
    whole = path.read_bytes()
    path.write_bytes(whole[:-missing])
    with pytest.raises(ModelDamaged, match="cut off") as problem:
        describe_import(path)
    assert "pull" not in problem.value.next_step


def test_a_gguf_file_without_weights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 0))
    with pytest.raises(ModelDamaged, match="no weights"):
        describe_import(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_what_is_neither_a_file_nor_a_folder_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gguf")
    with pytest.raises(ModelDamaged, match="neither"):
        describe_import(tmp_path / "pipe.gguf")


def test_a_sha256_of_a_folder_is_a_mistake_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="one file"):
        describe_import(tmp_path, sha256="0" * 64)


def test_other_folders_and_missing_paths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        describe_import(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelDamaged, match="not a model"):
        describe_import(tmp_path / "empty")


def test_an_unknown_name_stays_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel):
        lookup("nothing-like-it", tmp_path)
    assert lookup("smollm2-135m", tmp_path) == find("smollm2-135m")


@pytest.mark.models
def test_the_starters_file_is_recognised(starter: Path) -> None:
    assert describe_import(starter) == find("smollm2-135m")


def test_what_was_taken_in_keeps_its_size_its_title_and_its_licence(tmp_path: Path) -> None:
    path = gguf(tmp_path / "a.gguf", name="A  fine\n\x1b[31mmodel " + "x" * 500, licence="MIT")
    entry = take_in(path, tmp_path / "models")
    (seen,) = installed(tmp_path / "models")
    assert seen.title == entry.title
    assert seen.title.startswith("A fine \x1b[31mmodel xx")  # whoever prints it cleans it
    assert len(seen.title) == 80
    assert seen.licence == "MIT"
    assert seen.installed_bytes == seen.download_bytes == path.stat().st_size
    assert seen.parameters == entry.parameters == 32 * 4 + 4
    manifest = tmp_path / "models/a/manifest.json"
    record = json.loads(manifest.read_text())
    del record["own"]["title"], record["own"]["parameters"]  # as it was recorded before
    manifest.write_text(json.dumps(record))
    assert (installed(tmp_path / "models")[0].title, installed(tmp_path / "models")[0].parameters) == ("a", 0)


def test_a_folder_that_is_no_model_is_not_read_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "film.mkv").write_bytes(b"x")
    monkeypatch.setattr("models.catalogue.import_local.measure", lambda path: pytest.fail(f"{path} was read"))
    with pytest.raises(ModelDamaged, match="not a model"):
        describe_import(tmp_path)


def test_a_file_of_a_folder_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_mlc.write_folder(tmp_path / "gpu")

    def refused(_: Path) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("models.catalogue.import_local.measure", refused)
    with pytest.raises(ModelDamaged, match=r"gpu/.* cannot be read \(Permission denied\)"):
        describe_import(tmp_path / "gpu")


def test_a_stick_that_fails_while_it_is_copied_is_named(tmp_path: Path) -> None:
    path = gguf(tmp_path / "a.gguf")
    entry = describe_import(path)
    path.unlink()
    with pytest.raises(ModelDamaged, match=r"a\.gguf cannot be read \(No such file or directory\)"):
        list(install_local(entry, path, tmp_path / "models"))
    assert list((tmp_path / "models").iterdir()) == []


def test_a_model_folder_that_fails_is_said_without_a_word_of_pulling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = gguf(tmp_path / "a.gguf")
    entry = describe_import(path)

    def fails(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("models.catalogue.import_local.open_private", fails)
    with pytest.raises(DownloadFailed, match="cannot be written") as caught:
        list(install_local(entry, path, tmp_path / "models"))
    assert "pull" not in caught.value.next_step


@pytest.mark.skipif(os.name != "posix", reason="elsewhere age decides")
def test_what_a_killed_import_left_is_swept_by_the_next(tmp_path: Path) -> None:
    models = tmp_path / "models"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = models / f".pull-a-{ended.pid}-abcdefg" / "ready"
    left.mkdir(parents=True)
    take_in(gguf(tmp_path / "a.gguf"), models)
    assert [path.name for path in models.iterdir()] == ["a"]
