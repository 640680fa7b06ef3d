"""What the broker may reach on disk: decided by the app, before the broker starts, so that the index is never among it."""

from __future__ import annotations

import os
import site
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.home.paths import Home

_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix", "/gnu"),
    *("/run/current-system", "/run/systemd/resolve", "/run/resolvconf", "/run/nscd", "/etc/resolv.conf"),
    *("/dev/random", "/dev/urandom"),
)
"""Programs, libraries, certificates, and what names are looked up with."""

_CLIENT_FILES = (
    *("PIP_CONFIG_FILE", "PIP_CERT", "PIP_CLIENT_CERT", "UV_CONFIG_FILE", "NETRC"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
)
"""Environment variables that name a file of the package client's or of the encryption's."""
_CLIENT_FOLDERS = ("PIP_FIND_LINKS", "UV_FIND_LINKS")
"""Environment variables that name folders or addresses to take packages from."""


_OWN_PROGRAMS = (".pyenv", ".asdf", ".local/lib", ".local/share/mise", ".local/share/uv")
"""Folders of the owner's in which interpreters lie that a package client may be started with."""


class BrokerUnavailable(Exception):
    """The broker cannot be had here; `str()` is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class BrokerAccess:
    """Absolute paths, without links in them: what may be read and run, and what may be changed as well."""

    read: tuple[str, ...]
    write: tuple[str, ...]


def reach_of(home: Home, environment: Mapping[str, str]) -> BrokerAccess:
    """Return what the broker of a home may reach. Raises BrokerUnavailable where the index lies within that."""
    private = [home.root.resolve(), home.store.resolve()]
    models = home.models.resolve()
    if _holds(models, private):
        raise BrokerUnavailable("The models are in the same folder as your index.")
    needed = _resolved([*_SYSTEM, *_interpreter()])
    if any(_holds(place, private) for place in needed):
        raise BrokerUnavailable("Your index is in a folder that homebody's programs are in.")
    caches = _resolved(_caches(environment))
    further = _resolved([*_import_paths(environment), *_client_settings(environment)])
    return BrokerAccess(
        read=tuple(str(place) for place in (*needed, *further) if not _holds(place, private)),
        write=(str(models), os.devnull, *(str(place) for place in caches if not _holds(place, private))),
    )


def _holds(folder: Path, private: Iterable[Path]) -> bool:
    return any(place.is_relative_to(folder) for place in private)


def _resolved(paths: Iterable[str | Path]) -> list[Path]:
    """Follow links, and leave out what is not there, or named in a way that depends on where one stands."""
    absolute = (Path(path) for path in paths if path and os.path.isabs(path))  # noqa: PTH117  before it is made a Path
    return list(dict.fromkeys(path.resolve() for path in absolute if path.exists()))


def _interpreter() -> Iterator[str]:
    """Return where the interpreter, its packages and homebody itself are."""
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.executable, str(code_folder()))


def code_folder() -> Path:
    """Return the folder that homebody's packages are imported from."""
    return Path(__file__).resolve().parents[2]


def _import_paths(environment: Mapping[str, str]) -> Iterator[str]:
    here = os.getcwd()  # noqa: PTH109  compared as text: `python -m` puts it there, and it may be the owner's own folder
    yield from (path for path in sys.path if path != here)
    yield from environment.get("PYTHONPATH", "").split(os.pathsep)
    if site.ENABLE_USER_SITE:
        yield site.getusersitepackages()


def _client_settings(environment: Mapping[str, str]) -> Iterator[str | Path]:
    """Return the package clients themselves where they lie among the owner's files, and their settings."""
    import shutil

    yield from (environment.get(name, "") for name in _CLIENT_FILES)
    for name in _CLIENT_FOLDERS:
        for place in environment.get(name, "").replace(",", " ").split():
            yield unquote(urlsplit(place).path) if place.startswith("file:") else place
    yield from filter(None, (shutil.which(program, path=environment.get("PATH")) for program in ("uv", "pip", "pip3")))
    owner = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home raises where there is none
    settings = Path(environment.get("XDG_CONFIG_HOME") or owner / ".config")
    yield from (settings / "pip", settings / "uv", owner / ".pip", owner / ".netrc")
    yield from (owner / folder for folder in _OWN_PROGRAMS)


def uv_cache(environment: Mapping[str, str]) -> Path:
    """Return the folder in which uv keeps what it fetched."""
    return _cache(environment, "uv")


def _caches(environment: Mapping[str, str]) -> Iterator[Path]:
    yield from (_cache(environment, program) for program in ("pip", "uv"))


def _cache(environment: Mapping[str, str], program: str) -> Path:
    cache = environment.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  as above
    return Path(environment.get(f"{program.upper()}_CACHE_DIR") or Path(cache) / program)
