"""All languages of this folder, found by their files: whoever adds one edits nothing else."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

import app.assistant.languages
from app.assistant.languages.base import Language


@cache
def others() -> tuple[Language, ...]:
    """Return every language but English by rank, and by the names of their files where they have the same one."""
    names = sorted(module.name for module in pkgutil.iter_modules(app.assistant.languages.__path__))
    modules = (import_module(f"app.assistant.languages.{name}") for name in names)
    found: list[Language] = [module.LANGUAGE for module in modules if hasattr(module, "LANGUAGE")]
    return tuple(sorted(found, key=lambda language: language.rank))
