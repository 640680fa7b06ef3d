"""Files of a model hub's repository: listed at one commit, fetched with resuming, checked against the hub's own hashes.

The hub states the sha256 of each large file and the git hash of each small one for a commit. Both are checked on every
byte that came; the sha256 of all of them are recorded then, so that later checks need no hub.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, Any

from models.catalogue.catalogue import HubSource, PinnedFile
from models.catalogue.installation import BLOCK
from models.errors import DownloadFailed

ENDPOINT = "https://huggingface.co"
_SILENCE_S = 30.0
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file at a commit: where it belongs, its size in bytes, and the hub's hash (sha256, or git's for small files)."""

    path: str
    name: str
    size: int
    sha256: str
    git_sha1: str


@dataclass(frozen=True, slots=True)
class RepositoryListing:
    """The wanted files of a repository at one commit."""

    commit: str
    files: tuple[HubFile, ...]

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(file.size for file in self.files)


def list_files(source: HubSource, endpoint: str = ENDPOINT) -> RepositoryListing:
    """Ask the hub what the wanted files are at the source's revision. Raises DownloadFailed."""
    repo, revision = urllib.parse.quote(source.repo), urllib.parse.quote(source.revision, safe="")
    address = f"{endpoint}/api/models/{repo}/revision/{revision}?blobs=true"
    try:
        with _open(source, address) as response:
            record: dict[str, Any] = json.load(response)
        commit = str(record["sha"])
        found = [_hub_file(sibling) for sibling in record["siblings"] if _wanted(source, str(sibling["rfilename"]))]
    except (ValueError, KeyError, TypeError) as error:
        raise DownloadFailed(f"The hub's listing of {source.repo} cannot be read.", "Try again later.") from error
    except (OSError, http.client.HTTPException) as error:
        raise _failed(source, error) from error
    if _COMMIT.fullmatch(source.revision) and commit != source.revision:
        raise DownloadFailed(f"The hub answers with another commit of {source.repo} than the one that is pinned.")
    if not found or not _COMMIT.fullmatch(commit):
        raise DownloadFailed(f"The hub has no files of {source.repo} at {source.revision}.")
    return RepositoryListing(commit, _renamed(found))


def fetch(source: HubSource, listing: RepositoryListing, parts: Path, endpoint: str = ENDPOINT) -> Iterator[int]:
    """Fetch a listing's files into `parts`, going on where an earlier try stopped; yields bytes held so far.

    Raises DownloadFailed, OSError when they cannot be written.
    """
    held = 0
    for file in listing.files:
        part = part_of(file, parts)
        have = min(part.stat().st_size, file.size) if part.exists() else 0
        yield held + have
        if have < file.size:
            for size in _fetch_file(source, listing.commit, file, part, endpoint):
                yield held + size
        held += file.size


def settle(listing: RepositoryListing, parts: Path, ready: Path) -> tuple[PinnedFile, ...]:
    """Check every fetched file and move all to where they belong under `ready`; returns them with their sha256.

    A file that is not what the hub says is deleted, and the others are kept in `parts`. Raises DownloadFailed, OSError.
    """
    pinned, wrong = [], []
    for file in listing.files:
        part = part_of(file, parts)
        size, sha256, git_sha1 = _hashes(part)
        if size != file.size or (file.sha256 or git_sha1) != (sha256 if file.sha256 else file.git_sha1):
            part.unlink()
            wrong.append(file.name)
        pinned.append(PinnedFile(file.path, size, sha256, file.name))
    if wrong:
        raise DownloadFailed(f"The file {wrong[0]} did not arrive as the hub states it.", "Pull again.")
    for file in listing.files:
        target = ready / file.path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part_of(file, parts).replace(target)
    return tuple(pinned)


def part_of(file: HubFile, parts: Path) -> Path:
    """Return where a file is kept while it is fetched: under its hash, so that another version never mixes in."""
    return parts / f"{file.sha256 or file.git_sha1}-{file.name.replace('/', '-')}.part"


def _fetch_file(source: HubSource, commit: str, file: HubFile, part: Path, endpoint: str) -> Iterator[int]:
    address = f"{endpoint}/{urllib.parse.quote(source.repo)}/resolve/{commit}/{urllib.parse.quote(file.name)}"
    have = part.stat().st_size if part.exists() else 0
    if have > file.size:
        have = 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    response = _open(source, address, headers)
    with response:
        # A server that does not resume sends all of it again, and says so by its status.
        resumed = have > 0 and getattr(response, "status", 200) == http.client.PARTIAL_CONTENT
        size = have if resumed else 0
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | (0 if resumed else os.O_TRUNC)
        descriptor = os.open(part, flags, 0o600)
        with os.fdopen(descriptor, "r+b" if resumed else "wb") as target:
            target.seek(size)
            while size <= file.size and (block := _read(source, response)):
                target.write(block)
                size += len(block)
                yield min(size, file.size)
    if size < file.size:
        raise DownloadFailed(
            f"The connection ended in the middle of {file.name}.", "Pull again; it continues from there."
        )


def _read(source: HubSource, response: IO[bytes]) -> bytes:
    try:
        return response.read(BLOCK // 4)
    except http.client.IncompleteRead as error:
        return error.partial
    except (OSError, http.client.HTTPException) as error:
        raise _failed(source, error) from error


def _open(source: HubSource, address: str, headers: dict[str, str] | None = None) -> IO[bytes]:
    request = urllib.request.Request(address, headers={"User-Agent": "homebody", **(headers or {})})  # noqa: S310
    try:
        response: IO[bytes] = opener().open(request, timeout=_SILENCE_S)
    except (OSError, http.client.HTTPException) as error:
        raise _failed(source, error) from error
    return response


def opener() -> urllib.request.OpenerDirector:
    """Return what opens addresses: with the user's own proxies, and only onto encrypted ones."""
    return urllib.request.build_opener(_StayEncrypted)


class _StayEncrypted(urllib.request.HTTPRedirectHandler):
    """Follows the hub to its file servers, but never from https to anything else."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise urllib.error.URLError("the hub pointed to an address that is not encrypted")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _failed(source: HubSource, error: Exception) -> DownloadFailed:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        if error.code in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
            return DownloadFailed(
                f"The hub does not give {source.repo} to anonymous visitors.",
                "Fetch it in a browser and import it with `homebody models import PATH`.",
            )
        if error.code == http.client.NOT_FOUND:
            return DownloadFailed(f"The hub has no {source.repo} at {source.revision}.")
        return DownloadFailed(f"The hub answered with error {error.code}.", "Try again later.")
    return DownloadFailed(
        "The model hub could not be reached.",
        "Check that this machine is online and what its proxy is. Pulling again continues where this stopped.",
    )


def _hub_file(sibling: dict[str, Any]) -> HubFile:
    large = sibling.get("lfs") or {}
    name = str(sibling["rfilename"])
    sha256 = str(large.get("sha256", ""))
    git_sha1 = str(sibling["blobId"])
    if not re.fullmatch(r"[0-9a-f]{64}|", sha256) or not _COMMIT.fullmatch(git_sha1):
        raise ValueError("a hash that is none")
    # The name decides where it is written; PinnedFile refuses one that leads out of the folder.
    return HubFile(PinnedFile(name, 0, "", name).path, name, int(large.get("size", sibling["size"])), sha256, git_sha1)


def _wanted(source: HubSource, name: str) -> bool:
    return any(fnmatchcase(name, pattern) and name.count("/") == pattern.count("/") for pattern in source.include)


def _renamed(files: list[HubFile]) -> tuple[HubFile, ...]:
    """Give the index of a folder for mlc-llm the name it has had since September 2025."""
    names = {file.name for file in files}
    if "ndarray-cache.json" not in names or "tensor-cache.json" in names:
        return tuple(files)
    return tuple(
        HubFile("tensor-cache.json", file.name, file.size, file.sha256, file.git_sha1)
        if file.name == "ndarray-cache.json"
        else file
        for file in files
    )


def _hashes(path: Path) -> tuple[int, str, str]:
    size = path.stat().st_size
    sha256, git = hashlib.sha256(), hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            sha256.update(block)
            git.update(block)
    return size, sha256.hexdigest(), git.hexdigest()
