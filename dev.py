#!/usr/bin/env python3
"""Set homebody up in this clone and run it, or its checks.

    python3 dev.py demo          set up .venv, fetch the starter models, show what homebody does
    python3 dev.py test          set up .venv with the tools, fetch the starter models, run every check
    python3 dev.py run ARGS…     set up .venv and run `homebody ARGS…`

Needs Python 3.11 or later and nothing else. Running it again is quick: it installs only when pyproject.toml changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")

CHECKS = (
    ("lint", ["-m", "ruff", "check", "."]),
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("types", ["-m", "mypy"]),
    ("import rules", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
    ("tests", ["-m", "pytest", "-q"]),
)


def main(arguments: list[str]) -> int:
    """Run one of the three verbs and return its exit code."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb not in ("demo", "test", "run"):
        print(__doc__, file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036  the whole point is to say so on an older one
        print(f"homebody needs Python 3.11 or later; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 3
    problem = install("dev" if verb == "test" else "")
    if problem:
        print(problem, file=sys.stderr)
        return 3
    if verb == "test":
        return check(rest)
    if verb == "run":
        return homebody(*rest)
    code = homebody("demo", *rest)
    if code == 0 and shutil.which("homebody") is None:
        print(f"In this clone the command is {(SCRIPTS / 'homebody').relative_to(ROOT)}.", file=sys.stderr)
    return code


def install(extra: str) -> str:
    """Make .venv what pyproject.toml asks for; return a sentence when that fails, else nothing."""
    stamp = VENV / f".installed{'-' + extra if extra else ''}"
    want = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == want and PYTHON.exists():
        return ""
    if not PYTHON.exists():
        print("Making .venv …", file=sys.stderr)
        if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
            return (
                "Python could not make a virtual environment in .venv. "
                "On Debian and Ubuntu install the package python3-venv, then run this again."
            )
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    print(
        "Installing what homebody needs into .venv (the first time takes minutes: PyTorch is large) …", file=sys.stderr
    )
    if subprocess.run([str(PYTHON), "-m", "pip", "install", "--quiet", "--editable", target], check=False).returncode:
        return "The installation stopped (see above). Running this again goes on from where it was."
    for installed in {stamp, VENV / ".installed"}:
        installed.write_text(want)
    return ""


def homebody(*arguments: str) -> int:
    """Run the installed command; -P, so that a folder called `app` where one stands is not taken for it."""
    return subprocess.run([str(PYTHON), "-P", "-m", "app", *arguments], check=False).returncode


def check(pytest_arguments: list[str]) -> int:
    """Fetch the starter models, then run every check to its end; return 0 when all passed."""
    if code := homebody("models", "pull"):
        return code
    failed = []
    for name, command in CHECKS:
        print(f"── {name}", file=sys.stderr, flush=True)
        extra = pytest_arguments if name == "tests" else []
        if subprocess.run([str(PYTHON), *command, *extra], cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
