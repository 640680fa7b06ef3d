"""Nothing heavy is imported by what needs none of it: a fresh interpreter does each thing and lists what it loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

MODELS = frozenset(
    {"torch", "sentence_transformers", "transformers", "xllamacpp", "mlc_llm", "tvm", "sklearn", "scipy"}
)
HEAVY = MODELS | {"textual", "numpy", "pypdfium2", "holidays", "dateparser"}
STORE = frozenset({"apsw", "sqlite_vec"})

IMPORTS = [
    ("app.cli", HEAVY | STORE | {"asyncio", "httpx", "app.runtime.runtime"}),
    ("app.sealing.seal", HEAVY | STORE | {"socket", "subprocess", "click"}),
    ("app.home.sample_home", HEAVY | STORE),
    ("app.home.config", HEAVY | STORE | {"click"}),
    ("app.home.paths", HEAVY | STORE | {"click"}),
    ("app.output.report", HEAVY | STORE),
    ("app.runtime.runtime", HEAVY),
    ("app.assistant.assistant", HEAVY),
    ("app.tui.application.app", HEAVY - {"textual"}),
    ("app.service.server", HEAVY),
    ("app.service_client.client", HEAVY | STORE),
    ("index.index", HEAVY),
    ("index.types.search", HEAVY | STORE),
    ("index.sources.detect", HEAVY | STORE),
    ("models.catalogue.catalogue", HEAVY),
    ("models.catalogue.download", HEAVY),
    ("models.load", HEAVY),
    ("models.machine.hardware", HEAVY),
]

COMMANDS = [
    (["--help"], 0, HEAVY | STORE | {"asyncio", "app.runtime.runtime"}),
    (["--version"], 0, HEAVY | STORE | {"asyncio", "app.runtime.runtime"}),
    (["search", "--help"], 0, HEAVY | STORE),
    (["models", "list"], 0, HEAVY | STORE),
    (["add", "{notes}", "{chat}", "--no-service"], 0, HEAVY),
    (["search", "--keyword", "lighthouse"], 0, HEAVY),
    (["search", "--no-service", "lighthouse"], 0, HEAVY),
    (["search", "--no-service", "lighthouse", "--since", "last Easter"], 0, HEAVY),
    (["sources"], 0, HEAVY),
    (["chats"], 0, HEAVY),
    (["people"], 0, HEAVY),
    (["show", "f1"], 0, HEAVY),
    (["service", "status"], 1, HEAVY),
]
"""With the exit code. Run in this order in one home without models and service: `add` fills the store for the others."""


def loaded(code: str, env: dict[str, str] | None = None, expected: int = 0) -> set[str]:
    """Run code that sets `code` as expected, in a fresh interpreter, and return the names of all modules it loaded."""
    report = "\nimport json, sys\nprint('\\n' + json.dumps([code, sorted(sys.modules)]))"
    done = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, cwd=ROOT, timeout=120, env=env
    )
    assert done.returncode == 0, done.stderr
    ended, modules = json.loads(done.stdout.splitlines()[-1])
    assert ended == expected, code + done.stderr
    return set(modules)


@pytest.mark.parametrize(("module", "forbidden"), IMPORTS, ids=[module for module, _ in IMPORTS])
def test_importing(module: str, forbidden: frozenset[str]) -> None:
    assert loaded(f"import {module}\ncode = 0") & forbidden == set()


def test_commands_in_a_home_without_models(tmp_path: Path) -> None:
    sample = ROOT / "app" / "sample_home"
    paths = {"notes": sample / "Notes" / "Books.md", "chat": sample / "WhatsApp Chat with Cabin Crew.txt"}
    env = {**os.environ, "HOMEBODY_HOME": str(tmp_path / "home"), "HOMEBODY_MODELS": str(tmp_path / "models")}
    found = {}
    for words, expected, forbidden in COMMANDS:
        arguments = [word.format(**paths) for word in words]
        code = f"from app.cli import main\ncode = main({arguments!r})"
        found[" ".join(words)] = sorted(loaded(code, env, expected) & forbidden)
    assert found == {" ".join(words): [] for words, _, _ in COMMANDS}


def test_help_of_every_verb_loads_nothing_heavy() -> None:
    code = """
        from app.cli import COMMANDS, main
        code = max(main([name, "--help"]) for name in COMMANDS)
    """
    assert loaded("\n".join(line.strip() for line in code.splitlines())) & (HEAVY | STORE) == set()
