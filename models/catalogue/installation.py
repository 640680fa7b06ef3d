"""What is in the model folder: one folder a model, and a manifest that says what was verified when.

The full hash is taken when a model is installed. Later uses compare size and modification time with the manifest, which
is instant, and hash again only where those differ.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shlex
import shutil
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from models.catalogue.catalogue import (
    Backend,
    LocalSource,
    ModelEntry,
    ModelRole,
    PinnedFile,
    find,
    load_catalogue,
    unknown,
)
from models.errors import ModelDamaged, ModelMissing, ModelProblem, UnknownModel

MANIFEST = "manifest.json"
BLOCK = 1 << 20
_FORMAT = 1
Condition = Literal["absent", "whole", "changed", "broken"]
"""Not installed; as it was verified; changed since then, and to be hashed before it is used; files are gone, or it failed
when it was last verified."""
_FIGURES = ("context", "default_context", "memory", "dimension")
_OWN = ("role", "backend", "main", *_FIGURES)


@dataclass(frozen=True, slots=True)
class InstalledFile:
    """A file as it was when it was verified. Size in bytes, time in nanoseconds since 1970."""

    path: str
    size: int
    sha256: str
    modified_ns: int


def model_folder(entry: ModelEntry, models_dir: Path) -> Path:
    """Return where the model's files belong."""
    return models_dir / entry.name


def pinned_files(entry: ModelEntry, models_dir: Path) -> tuple[PinnedFile, ...]:
    """Return what the model's files have to be: the catalogue's pins, else what its manifest recorded at first."""
    if entry.files:
        return entry.files
    recorded = _read_manifest(model_folder(entry, models_dir))
    return tuple(PinnedFile(path, size, sha256, path) for path, (size, sha256, _) in recorded.items())


def is_installed(entry: ModelEntry, models_dir: Path) -> bool:
    """Tell whether the model was installed and its files are there; says nothing about what is in them."""
    folder = model_folder(entry, models_dir)
    files = pinned_files(entry, models_dir)
    return bool(files) and (folder / MANIFEST).is_file() and all((folder / file.path).is_file() for file in files)


def installed(models_dir: Path) -> tuple[ModelEntry, ...]:
    """Return the installed models: the catalogue's in its order, then those that the owner took in, by name."""
    return tuple(entry for entry in known_here(models_dir) if is_installed(entry, models_dir))


def known_here(models_dir: Path) -> tuple[ModelEntry, ...]:
    """Return every model: the catalogue's in its order, then those that the owner took in, also damaged ones, by name."""
    known = load_catalogue()
    names = {entry.name for entry in known}
    own = (_own_entry(manifest) for manifest in sorted(models_dir.glob(f"*/{MANIFEST}")))
    return (*known, *(entry for entry in own if entry is not None and entry.name not in names))


def lookup(name: str, models_dir: Path) -> ModelEntry:
    """Return the entry called `name`: the catalogue's, else one that the owner took in. Raises UnknownModel."""
    with contextlib.suppress(UnknownModel):
        return find(name)
    entries = {entry.name: entry for entry in known_here(models_dir)}
    if name in entries:
        return entries[name]
    raise unknown(name, entries)


def condition(entry: ModelEntry, models_dir: Path) -> Condition:
    """Tell how an installed model stands, without reading its weights: see Condition."""
    folder = model_folder(entry, models_dir)
    if not (folder / MANIFEST).is_file():
        return "absent"
    recorded = _read_manifest(folder)
    if not is_installed(entry, models_dir) or any(modified_ns == 0 for _, _, modified_ns in recorded.values()):
        return "broken"
    return "whole" if _matches(pinned_files(entry, models_dir), folder) else "changed"


def origin(entry: ModelEntry, models_dir: Path) -> str:
    """Return where the model came from, with the commit, as its manifest has it; else where it would come from."""
    try:
        recorded = json.loads((model_folder(entry, models_dir) / MANIFEST).read_bytes())["source"]
    except (OSError, ValueError, KeyError, TypeError):
        recorded = ""
    return str(recorded) or entry.source.describe()


def fetched_bytes(entry: ModelEntry, models_dir: Path) -> int:
    """Return how much of a model an earlier pull has left to go on from, in bytes."""
    return sum(part.stat().st_size for part in parts_folder(entry, models_dir).glob("*.part"))


def parts_folder(entry: ModelEntry, models_dir: Path) -> Path:
    """Return where what a pull fetched is kept until all of it is there."""
    return models_dir / f".parts-{entry.name}"


def fingerprint(entry: ModelEntry, models_dir: Path) -> str:
    """Return the name of an embedder's vector space: it changes with the weights and with the prompts."""
    weights = max(pinned_files(entry, models_dir), key=lambda file: file.size)
    prompts = f"{entry.query_prompt}\0{entry.passage_prompt}".encode()
    mark = f":{hashlib.sha256(prompts).hexdigest()[:8]}" if entry.query_prompt or entry.passage_prompt else ""
    return f"{entry.name}:{weights.sha256[:16]}{mark}"


def embedder_of(space: str, models_dir: Path) -> ModelEntry | None:
    """Return the installed embedder whose fingerprint this is, if there is one."""
    try:
        entry = lookup(space.partition(":")[0], models_dir)
    except UnknownModel:
        return None
    return entry if is_installed(entry, models_dir) and fingerprint(entry, models_dir) == space else None


def ensure_intact(entry: ModelEntry, models_dir: Path) -> Path:
    """Return the model's folder after checking that its files are the pinned ones, without reading them if possible.

    Raises ModelMissing, ModelDamaged.
    """
    folder = model_folder(entry, models_dir)
    if not is_installed(entry, models_dir):
        if (folder / MANIFEST).exists():
            files = pinned_files(entry, models_dir)
            gone = next((file.path for file in files if not (folder / file.path).is_file()), MANIFEST)
            raise _damaged(entry, f"its file {gone} is gone or cannot be read")
        raise ModelMissing(f"The model {entry.name} is not installed.", f"`homebody models pull {entry.name}`")
    if not _matches(pinned_files(entry, models_dir), folder):
        verify(entry, models_dir)
    return folder


def verify(entry: ModelEntry, models_dir: Path) -> None:
    """Hash every file of an installed model and compare with the pins; one that fails is hashed at every later use.

    Raises ModelMissing, ModelDamaged.
    """
    for _ in verifying(entry, models_dir):
        pass


def verifying(entry: ModelEntry, models_dir: Path) -> Generator[int, None, None]:
    """Verify, yielding the bytes that are hashed; closing it leaves everything as it was. Raises as `verify`."""
    folder = model_folder(entry, models_dir)
    if not (folder / MANIFEST).is_file():
        raise ModelMissing(f"The model {entry.name} is not installed.", f"`homebody models pull {entry.name}`")
    try:
        yield from _verify(entry, folder, models_dir)
    except ModelDamaged:
        _distrust(folder)
        raise


def _verify(entry: ModelEntry, folder: Path, models_dir: Path) -> Generator[int, None, None]:
    files = pinned_files(entry, models_dir)
    if not files:
        raise _damaged(entry, f"its file {MANIFEST} cannot be read")
    before = 0
    for file in files:
        try:
            size, digest = yield from measuring(folder / file.path, before)
        except FileNotFoundError as error:
            raise _damaged(entry, f"its file {file.path} is gone") from error
        except OSError as error:
            raise _damaged(entry, f"its file {file.path} cannot be read ({error.strerror})") from error
        if (size, digest) != (file.size, file.sha256):
            raise _damaged(entry, f"its file {file.path} is not the one that was pinned")
        before += size
    if not _matches(files, folder):
        record = json.loads((folder / MANIFEST).read_bytes()) if _read_manifest(folder) else {}
        # In a folder that cannot be written the model is as good; it is hashed at every use then.
        with contextlib.suppress(OSError):
            write_manifest(entry, folder, files, record.get("source", ""))


def remove(entry: ModelEntry, models_dir: Path) -> None:
    """Delete an installed model. Raises ModelMissing, ModelProblem."""
    folder = model_folder(entry, models_dir)
    if not folder.is_dir():
        raise ModelMissing(f"The model {entry.name} is not installed.", "`homebody models list` shows what is.")
    try:
        # Renaming first: a removal that is cut short never leaves half a model under its name.
        grave = folder.with_name(f".removed-{entry.name}-{os.getpid()}")
        folder.rename(grave)
        shutil.rmtree(grave)
    except OSError as error:
        raise ModelProblem(f"The model {entry.name} cannot be removed: {error.strerror}.") from error


def write_manifest(entry: ModelEntry, folder: Path, pinned: Sequence[PinnedFile], source: str = "") -> None:
    """Record that the files in `folder` are the pinned ones, and where they came from. Raises OSError."""
    files = [_installed_file(file, folder) for file in pinned]
    record: dict[str, Any] = {
        "format": _FORMAT,
        "name": entry.name,
        "source": source or entry.source.describe(),
        "licence": entry.licence,
        "verified": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": [
            {"path": file.path, "size": file.size, "sha256": file.sha256, "modified_ns": file.modified_ns}
            for file in files
        ],
    }
    if isinstance(entry.source, LocalSource):
        record["own"] = {name: getattr(entry, name) for name in (*_OWN, "title", "parameters")}
    _write_record(record, folder)


def _write_record(record: dict[str, Any], folder: Path) -> None:
    draft = folder / f"{MANIFEST}.{os.getpid()}"
    with open_private(draft) as target:
        target.write(json.dumps(record, indent=2).encode() + b"\n")
    draft.replace(folder / MANIFEST)


def measure(path: Path) -> tuple[int, str]:
    """Return a file's size in bytes and its sha256. Raises OSError."""
    blocks = measuring(path)
    while True:
        try:
            next(blocks)
        except StopIteration as end:
            found: tuple[int, str] = end.value
            return found


def measuring(path: Path, before: int = 0) -> Generator[int, None, tuple[int, str]]:
    """Measure a file, yielding the bytes that are hashed, on top of those `before`. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            size += len(block)
            yield before + size
    return size, digest.hexdigest()


def open_private(path: Path) -> Any:  # noqa: ANN401  a binary file object, which typing spells in several ways
    """Open a new file for writing bytes that only its owner may read, never through a link. Raises OSError."""
    own = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | own, 0o600), "wb")


def _installed_file(file: PinnedFile, folder: Path) -> InstalledFile:
    return InstalledFile(file.path, file.size, file.sha256, (folder / file.path).stat().st_mtime_ns)


def _matches(files: Sequence[PinnedFile], folder: Path) -> bool:
    recorded = _read_manifest(folder)
    for file in files:
        stat = (folder / file.path).stat()
        if recorded.get(file.path) != (stat.st_size, file.sha256, stat.st_mtime_ns) or stat.st_size != file.size:
            return False
    return True


def _own_entry(manifest: Path) -> ModelEntry | None:
    """Return the entry of a model that the owner took in; None for the catalogue's."""
    try:
        record = json.loads(manifest.read_bytes())
        own = record.get("own")
        if not own:
            return None
        name = manifest.parent.name
        if own["role"] not in get_args(ModelRole) or own["backend"] not in get_args(Backend):
            return None
        figures = {field: int(own[field]) for field in _FIGURES}
        parameters = int(own.get("parameters", 0))  # a model that was taken in by an earlier version has none
        return ModelEntry(
            name=name,
            title=str(own.get("title", name)),
            about="Imported by you.",
            licence=str(record.get("licence", "unknown")),
            languages=(),
            source=LocalSource(str(record["source"])),
            files=tuple(PinnedFile(path, size, sha256, path) for path, (size, sha256, _) in _files_in(record).items()),
            parameters=parameters,
            **({field: own[field] for field in _OWN} | figures),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_manifest(folder: Path) -> dict[str, tuple[int, str, int]]:
    try:
        return _files_in(json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError):
        return {}


def _files_in(record: Any) -> dict[str, tuple[int, str, int]]:  # noqa: ANN401  JSON
    try:
        files: Iterable[Any] = record["files"] if record["format"] == _FORMAT else ()
        read = {str(file["path"]): (int(file["size"]), str(file["sha256"]), file["modified_ns"]) for file in files}
        for path, (size, sha256, _) in read.items():
            PinnedFile(path, size, sha256, path)  # refuses one that leads out of the folder
        return read
    except (ValueError, KeyError, TypeError):
        return {}  # an unreadable manifest proves nothing, and so the files are hashed again


def _distrust(folder: Path) -> None:
    """Forget when the files were verified, so that sizes and times are believed no more."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        record = json.loads((folder / MANIFEST).read_bytes())
        for file in record["files"]:
            file["modified_ns"] = 0
        _write_record(record, folder)


def _damaged(entry: ModelEntry, what: str) -> ModelDamaged:
    again = f"`homebody models pull {entry.name}` fetches it again."
    if isinstance(entry.source, LocalSource):
        path = shlex.quote(entry.source.path)
        again = f"`homebody models import {path} --name {entry.name}` imports it again."
    return ModelDamaged(f"The model {entry.name} is damaged: {what}.", again)
