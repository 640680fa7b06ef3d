"""Taking in a model from a stick or a folder, for machines that were never online."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from models.catalogue.catalogue import LocalSource, ModelEntry, ModelRole, PinnedFile, load_catalogue
from models.catalogue.download import MB, PullProgress, disk_problem, put_in_place, sweep
from models.catalogue.installation import BLOCK, measure, open_private, pinned_files, write_manifest
from models.errors import ModelDamaged, ModelMissing, UnknownModel
from models.files.gguf import GgufHeader, ensure_whole, read_header
from models.files.mlc_folder import read_folder
from models.files.weights import ensure_data, may_be_pickle

_CONTEXT = 8192
_LONGEST = 80
"""Characters that are taken of a title or a licence."""
_TAKEN = "It can be a GGUF file, a folder for mlc-llm (with mlc-chat-config.json) or a sentence-transformers folder."
_BRING = f"Copy it here once more from where it is whole. {_TAKEN}"


def describe_import(path: Path, *, name: str | None = None, sha256: str | None = None) -> ModelEntry:
    """Look at a GGUF file, or a folder for mlc-llm or sentence-transformers, and say what it would be installed as.

    A file that the catalogue pins becomes the catalogue's model; anything else gets `name`, or a name from its own.
    Reads a whole GGUF file. Raises ModelMissing, ModelDamaged, UnknownModel when the name is taken.
    """
    if not path.exists():
        raise ModelMissing(f"There is no {path}.")
    if path.is_dir():
        if sha256 is not None:
            raise UnknownModel("A sha256 belongs to one file, and this is a folder.", "Leave --sha256 out.")
        with _as_brought():
            return _folder_entry(path, _free_name(name or path.resolve().name))
    if not path.is_file():
        raise ModelDamaged(f"{path} is neither a file nor a folder.")
    with _as_brought():
        header = read_header(path)
        weights = ensure_whole(path, header)
    try:
        size, digest = measure(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    if sha256 is not None and digest != sha256.strip().lower():
        raise ModelDamaged(f"{path.name} is not the file that you asked for: its sha256 is {digest}.")
    for known in load_catalogue():
        if [file.sha256 for file in known.files] == [digest]:
            return known
    context = header.context or _CONTEXT
    return ModelEntry(
        name=_free_name(name or path.stem),
        role="llm",
        backend="llama.cpp",
        title=_said(header, "general.name", path.stem),
        about="Imported by you.",
        licence=_said(header, "general.license", "unknown"),
        languages=(),
        source=LocalSource(str(path.absolute())),
        files=(PinnedFile(path.name, size, digest, path.name),),
        context=context,
        default_context=min(context, _CONTEXT),
        memory=header.memory(min(context, _CONTEXT)),
        main=path.name,
        parameters=weights,
    )


def _said(header: GgufHeader, name: str, otherwise: str) -> str:
    """Return what a file says of itself, on one line and not at any length."""
    return " ".join(str(header.values.get(name, "")).split())[:_LONGEST] or otherwise


@contextlib.contextmanager
def _as_brought() -> Iterator[None]:
    """Name the next step for damaged files that the owner brought along: no pull would mend them."""
    try:
        yield
    except ModelDamaged as problem:
        raise ModelDamaged(
            str(problem), _BRING if "models pull" in problem.next_step else problem.next_step
        ) from problem


def warning_of(path: Path) -> str:
    """Return a sentence about something that was probably lost when the model at `path` was made, or an empty one."""
    return read_folder(path).warning if (path / "mlc-chat-config.json").is_file() else ""


def install_local(entry: ModelEntry, path: Path, models_dir: Path) -> Iterator[PullProgress]:
    """Copy what `describe_import` described into the model folder. Closing the iterator stops and cleans up.

    Raises DownloadFailed, UnknownModel when another model has the name, ModelDamaged when a file changed since it was
    described.
    """
    there = pinned_files(replace(entry, files=()), models_dir)
    if there and {(file.path, file.sha256) for file in there} != {(file.path, file.sha256) for file in entry.files}:
        raise UnknownModel(f"There is another model called {entry.name} already.", "Give this one a name with --name.")
    try:
        models_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(models_dir)
        staging = Path(tempfile.mkdtemp(prefix=f".pull-{entry.name}-{os.getpid()}-", dir=models_dir))
        try:
            ready = staging / "ready"
            ready.mkdir(mode=0o700)
            done = 0
            for file in entry.files:
                origin = path / file.member if path.is_dir() else path
                for size in _copy(origin, file, ready):
                    yield PullProgress(f"copying {entry.name}", (done + size) // MB, -(-entry.installed_bytes // MB))
                done += file.size
            write_manifest(entry, ready, entry.files, str(path.absolute()))
            put_in_place(entry, ready, models_dir)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise disk_problem(entry, models_dir, error, "Import it once more.") from error


def _copy(origin: Path, file: PinnedFile, ready: Path) -> Iterator[int]:
    target = ready / file.path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with _readable(origin) as stream, open_private(target) as out:
        while block := _read(origin, stream):
            digest.update(block)
            out.write(block)
            size += len(block)
            yield size
    if (size, digest.hexdigest()) != (file.size, file.sha256):
        raise ModelDamaged(f"{origin} changed while it was copied.", "Try again.")


def _readable(origin: Path) -> IO[bytes]:
    try:
        return origin.open("rb")
    except OSError as error:
        raise _unreadable(origin, error) from error


def _read(origin: Path, stream: IO[bytes]) -> bytes:
    try:
        return stream.read(BLOCK)
    except OSError as error:
        raise _unreadable(origin, error) from error


def _unreadable(origin: Path, error: OSError) -> ModelDamaged:
    return ModelDamaged(f"{origin} cannot be read ({error.strerror}).", _BRING)


def _folder_entry(path: Path, name: str) -> ModelEntry:
    role = _role_of(path)
    _ensure_no_way_out(path)
    if role != "llm":
        ensure_data(path, "Take the model in the form that has safetensors.")
    files = _hashed(path, leave_out=may_be_pickle if role != "llm" else lambda _: False)
    size = sum(file.size for file in files)
    source = LocalSource(str(path.absolute()))
    if role == "llm":
        told = read_folder(path)
        context = told.context or _CONTEXT
        return ModelEntry(
            name, "llm", "mlc", path.name, "Imported by you.", "unknown", (), source, files,
            context, min(context, _CONTEXT), int(size * 1.3) + 500 * MB, parameters=told.parameters,
        )  # fmt: skip
    _ensure_weights(path, files)
    return ModelEntry(
        name, role, "sentence-transformers", path.name, "Imported by you.", "unknown", (), source, files,
        512, 512, size * 2 + 500 * MB,
    )  # fmt: skip


def _role_of(path: Path) -> ModelRole:
    """Tell what kind of model a folder holds, before any of it is hashed: it may be a whole disk. Raises ModelDamaged."""
    if (path / "mlc-chat-config.json").is_file():
        return "llm"
    if (path / "modules.json").is_file():
        return "embedder"
    if _is_cross_encoder(path):
        return "reranker"
    raise ModelDamaged(f"{path} is not a model that homebody knows.", _TAKEN)


def _ensure_no_way_out(path: Path) -> None:
    """Check that no link in a folder leads out of it, to what its owner did not name. Raises ModelDamaged."""
    inside = path.resolve()
    for found in sorted(path.rglob("*")):
        if found.is_symlink() and not _resolved(found).is_relative_to(inside):
            raise ModelDamaged(
                f"{found} is a link out of the folder, and what it leads to is not taken in.",
                "Copy the folder together with what its links lead to (`cp -rL`), and take in the copy.",
            )


def _resolved(link: Path) -> Path:
    try:
        return link.resolve()
    except (OSError, RuntimeError):  # links that lead to each other
        return Path(link.anchor)


def _hashed(path: Path, leave_out: Callable[[str], bool]) -> tuple[PinnedFile, ...]:
    """Return the files of a folder with their hashes, hidden ones left out. Raises ModelDamaged."""
    files = []
    for found in sorted(path.rglob("*")):
        inside = found.relative_to(path)
        if leave_out(found.name) or any(part.startswith(".") for part in inside.parts):
            continue
        if found.is_file():
            try:
                size, digest = measure(found)
            except OSError as error:
                raise _unreadable(found, error) from error
            files.append(PinnedFile(inside.as_posix(), size, digest, inside.as_posix()))
    return tuple(files)


def _ensure_weights(path: Path, files: Sequence[PinnedFile]) -> None:
    """Check that a sentence-transformers folder has weights that reach as far as they say. Raises ModelDamaged."""
    weights = [file.path for file in files if file.path.endswith(".safetensors")]
    if not weights:
        raise ModelDamaged(f"{path} holds no weights (*.safetensors).", _BRING)
    for name in weights:
        if not _is_whole(path / name):
            raise ModelDamaged(f"{path / name} is damaged or cut off.", _BRING)


def _is_whole(tensors: Path) -> bool:
    """Tell whether a safetensors file is as long as its own header says."""
    size = tensors.stat().st_size
    try:
        with tensors.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            header = json.loads(stream.read(length) if length < size else b"")
        ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
        return bool(max(ends, default=0) == size - 8 - length)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, struct.error):
        return False


def _is_cross_encoder(path: Path) -> bool:
    try:
        built = json.loads((path / "config.json").read_bytes())["architectures"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return any(str(name).endswith("ForSequenceClassification") for name in built)


def _free_name(wanted: str) -> str:
    name = re.sub(r"[^a-z0-9._-]+", "-", wanted.casefold()).strip("-._")
    if not name:
        raise UnknownModel(f"“{wanted}” cannot be a model's name.", "Give one with --name: letters, digits and dashes.")
    if name in {entry.name for entry in load_catalogue()}:
        raise UnknownModel(f"The catalogue has its own {name}, which is another file.", "Give a name with --name.")
    return name
