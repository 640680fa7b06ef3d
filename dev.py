#!/usr/bin/env python3
"""Set homebody up in this clone and run it, or its checks.

    python3 dev.py demo          set up .venv, fetch the starter models, show what homebody does
    python3 dev.py test          set up .venv with the tools, fetch the starter models, run every check
    python3 dev.py test --newest set up .venv-newest with the newest versions that pyproject.toml allows, run quick tests
    python3 dev.py run ARGS…     set up .venv and run `homebody ARGS…`
    python3 dev.py lock          write requirements.lock for what pyproject.toml asks; with --upgrade, of what is new today

Needs Python 3.11 or later and nothing else. .venv gets the versions in requirements.lock, the same everywhere. Running it
again is quick: it installs only when pyproject.toml or requirements.lock changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
SEED = 20261130
"""The order in which the tests run here: mixed, and the same each time. `--randomly-seed` asks for another."""


def scripts(venv: Path) -> Path:
    """Return the folder that an environment keeps its commands in."""
    return venv / ("Scripts" if os.name == "nt" else "bin")


def python(venv: Path) -> Path:
    """Return an environment's interpreter."""
    return scripts(venv) / ("python.exe" if os.name == "nt" else "python")


VENV = ROOT / ".venv"
NEWEST = ROOT / ".venv-newest"
TOOLS = ROOT / ".venv-lock"

PYTEST = (
    "-m", "pytest", "-q", "-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal", f"--randomly-seed={SEED}"
)  # fmt: skip
CHECKS = (
    ("lint", ["-m", "ruff", "check", "."]),
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("types", ["-m", "mypy"]),
    ("import rules", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
    ("tests", [*PYTEST]),
)
# Pictures of the terminal app may change a little with another Textual; the others take long and rest on our own code.
LEFT_OUT = (
    "tests/end_to_end",
    "tests/app/tui/*snapshots.py",
    "tests/faults",
    "tests/index/mutations",
    "tests/index/test_kill.py",
    "tests/index/sources/test_hostile.py",
)
QUICK = ("-m", "not models", *(f"--ignore-glob={path}" for path in LEFT_OUT))
NEWEST_CHECKS = (("quick tests on the newest versions", [*PYTEST, *QUICK]),)


def main(arguments: list[str]) -> int:
    """Run one of the verbs and return its exit code."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb not in ("demo", "test", "run", "lock"):
        print(__doc__, file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036  the whole point is to say so on an older one
        print(f"homebody needs Python 3.11 or later; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 3
    if verb == "lock":
        return told(lock(upgrade="--upgrade" in rest))
    if verb == "test" and "--newest" in rest:
        rest.remove("--newest")
        return told(install_newest()) or check(NEWEST, NEWEST_CHECKS, rest)
    if code := told(install("dev" if verb == "test" else "")):
        return code
    if verb == "test":
        return homebody("models", "pull") or check(VENV, CHECKS, rest)
    if verb == "run":
        return homebody(*rest)
    code = homebody("demo", *rest)
    if code == 0 and shutil.which("homebody") is None:
        print(f"In this clone the command is {(scripts(VENV) / 'homebody').relative_to(ROOT)}.", file=sys.stderr)
    return code


def told(problem: str) -> int:
    """Say what kept it from being set up, if anything did, and return the exit code for it."""
    if problem:
        print(problem, file=sys.stderr)
    return 3 if problem else 0


def install(extra: str) -> str:
    """Make .venv what requirements.lock says; return a sentence when that fails, else nothing."""
    stamp = VENV / f".installed{'-' + extra if extra else ''}"
    asked = (ROOT / "pyproject.toml").read_bytes() + LOCK.read_bytes() + sys.version.encode()
    want = hashlib.sha256(asked).hexdigest()
    if stamp.exists() and stamp.read_text() == want and python(VENV).exists():
        return ""
    if problem := make(VENV):
        return problem
    print(
        "Installing what homebody needs into .venv (the first time takes minutes: PyTorch is large) …", file=sys.stderr
    )
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    # What builds the package would be fetched by itself, as new as it is, and the lock would not count for it.
    if not pip(VENV, "--constraint", str(LOCK), "hatchling", "editables") or not pip(
        VENV, "--constraint", str(LOCK), "--no-build-isolation", "--editable", target
    ):
        return "The installation stopped (see above). Running this again goes on from where it was."
    for installed in {stamp, VENV / ".installed"}:
        installed.write_text(want)
    return ""


def install_newest() -> str:
    """Make .venv-newest what pyproject.toml allows at most; return a sentence when that fails, else nothing."""
    if problem := make(NEWEST):
        return problem
    print("Installing the newest versions that pyproject.toml allows into .venv-newest …", file=sys.stderr)
    torch = next(line for line in LOCK.read_text().splitlines() if line.startswith("torch=="))  # it is large
    if not pip(NEWEST, "--upgrade", "--upgrade-strategy", "eager", torch, "--editable", f"{ROOT}[dev]"):
        return "The installation stopped (see above). Running this again goes on from where it was."
    return ""


def lock(*, upgrade: bool) -> str:
    """Write requirements.lock for every system and Python; return a sentence when that fails, else nothing.

    What it says already stays, where pyproject.toml still allows it, unless all is to be as new as today.
    """
    import tomllib

    if (problem := make(TOOLS)) or not pip(TOOLS, "uv>=0.9,<1"):
        return problem or "uv, which works out the versions, could not be installed (see above)."
    builders = [*tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"], "editables"]
    command = [
        *(str(scripts(TOOLS) / "uv"), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
        *("--extra", "dev", "--strip-extras", "--no-annotate", "--custom-compile-command", "python3 dev.py lock"),
        *("--output-file", LOCK.name, *(["--upgrade"] if upgrade else []), "pyproject.toml", "-"),
    ]
    if subprocess.run(command, cwd=ROOT, input="\n".join(builders), text=True, check=False).returncode:
        return "The versions could not be worked out (see above); requirements.lock is as it was."
    return ""


def make(venv: Path) -> str:
    """Make an environment where there is none; return a sentence when that fails, else nothing."""
    if python(venv).exists():
        return ""
    print(f"Making {venv.name} …", file=sys.stderr)
    if subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False).returncode:
        return (
            f"Python could not make a virtual environment in {venv.name}. "
            "On Debian and Ubuntu install the package python3-venv, then run this again."
        )
    return ""


def pip(venv: Path, *arguments: str) -> bool:
    """Install into an environment; tell whether it went well."""
    command = [str(python(venv)), "-m", "pip", "install", "--quiet", *arguments]
    return subprocess.run(command, check=False).returncode == 0


def homebody(*arguments: str) -> int:
    """Run the installed command; -P, so that a folder called `app` where one stands is not taken for it."""
    return subprocess.run([str(python(VENV)), "-P", "-m", "app", *arguments], check=False).returncode


def check(venv: Path, checks: Iterable[tuple[str, list[str]]], pytest_arguments: list[str]) -> int:
    """Run every check to its end; return 0 when all passed."""
    failed = []
    for name, command in checks:
        print(f"── {name}", file=sys.stderr, flush=True)
        extra = pytest_arguments if "pytest" in command else []
        if subprocess.run([str(python(venv)), *command, *extra], cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
