"""What a folder's walk leaves out: hidden things, caches, packages, and what a `.homebodyignore` names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

IGNORE_FILE = ".homebodyignore"
IGNORE_BYTES = 1_000_000
LEFT_OUT_FOLDERS = frozenset(
    "node_modules bower_components __pycache__ venv site-packages cache caches $recycle.bin __macosx lost+found".split()
)
_TELL_TALES = ("CACHEDIR.TAG", "pyvenv.cfg")
"""Files by which programs mark a folder as a cache or as installed packages."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of an ignore file: `wanted` matches a path relative to the file's folder, with "/"."""

    wanted: re.Pattern[str]
    folders_only: bool
    keeps: bool


def rules_of(folder: Path) -> tuple[Rule, ...]:
    """Read a folder's ignore file; none where there is none. The syntax is gitignore's, but for character classes."""
    try:
        with (folder / IGNORE_FILE).open("rb") as stream:
            text = stream.read(IGNORE_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ()
    return tuple(_rule(line.strip()) for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _rule(line: str) -> Rule:
    keeps, line = line.startswith("!"), line.removeprefix("!")
    folders_only, line = line.endswith("/"), line.rstrip("/")
    anywhere = "/" not in line
    pattern = re.escape(line.lstrip("/"))
    for glob, wanted in ((r"\*\*/", "(?:.*/)?"), (r"\*\*", ".*"), (r"\*", "[^/]*"), (r"\?", "[^/]")):
        pattern = pattern.replace(glob, wanted)
    return Rule(re.compile(f"{'(?:.*/)?' if anywhere else ''}{pattern}"), folders_only, keeps)


def ignored(name: str, *, is_folder: bool, rules: tuple[tuple[str, tuple[Rule, ...]], ...]) -> bool:
    """Tell whether ignore files name a path; `rules` come with the prefix of their folder, the outermost first."""
    named = False
    for prefix, several in rules:
        relative = name.removeprefix(prefix)
        for rule in several:
            if (is_folder or not rule.folders_only) and rule.wanted.fullmatch(relative):
                named = not rule.keeps
    return named


def is_cache(folder: Path) -> bool:
    """Tell whether a folder holds caches or installed packages, by its name or by how programs mark it."""
    return folder.name.lower() in LEFT_OUT_FOLDERS or any((folder / mark).exists() for mark in _TELL_TALES)
