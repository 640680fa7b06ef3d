"""docs/commands.md is what `--help` says, docs/keys.md what the terminal app shows. UPDATE_DOCS=1 writes them anew."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app.cli import homebody
from app.tui.base.keys import as_markdown
from tests.app.test_cli import verbs

ROOT = Path(__file__).resolve().parents[2]

INTRODUCTION = """# Commands

This page is what `--help` prints; a test holds it to that.

stdout is data (`--json` on every reading verb), stderr is narration and progress. Exit codes: 0 done, 1 nothing found or
partly failed, 2 usage, 3 needs something (a model, a key, an index), 4 data damaged, 130 stopped
(143 by SIGTERM, 129 by a window that was closed).

| variable | does |
|---|---|
| `HOMEBODY_HOME` | the folder of settings, store and socket; default: the platform's data directory |
| `HOMEBODY_MODELS` | the folder of models, shared by all homes |
| `HOMEBODY_NOW` | an ISO 8601 time that stands for "now" |
| `LC_ALL`, `LC_TIME`, `LANG` | how you write a date in numbers, unless `dates` in settings.toml says "dmy", "mdy", "ymd" |
| `HOMEBODY_PASSPHRASE` | the passphrase of an encrypted index, for scripts; wiped from the environment, no child has it |
| `HOMEBODY_DEBUG` | 1 shows tracebacks, which may hold your own text |

A hit in JSON is `{"id", "native_id", "kind", "source", "chat", "sender", "time", "text", "path", "locator", "score"}`, of
`search` also `"snippet"`, what to show of its text, and `"spans"`, the [start, end) in it that matched, in characters. In
`ask`, cites are positions in `evidence`, from 1; in `summarize` they are ids, as `homebody show` takes them.
A name that fits several ends both with exit code 2 and `{"ambiguous": {"sentence", "flag", "choices": [{"value",
"label"}]}}`: give the flag one of the values.
"""


def render() -> str:
    parts = [INTRODUCTION]
    for name, verb in [("", homebody), *((n, v) for n, v in verbs() if not verb_hidden(v))]:
        shown = CliRunner().invoke(
            homebody, [*name.split(), "--help"], prog_name="homebody", terminal_width=100, max_content_width=100
        )
        assert shown.exit_code == 0, verb
        parts.append(f"## homebody {name}".rstrip() + f"\n\n```\n{shown.output.rstrip()}\n```\n")
    return "\n".join(parts)


def verb_hidden(verb: click.Command) -> bool:
    return verb.hidden


@pytest.mark.parametrize(("name", "made"), [("commands.md", render), ("keys.md", as_markdown)])
def test_the_pages_of_commands_and_keys_are_true(name: str, made: Callable[[], str]) -> None:
    page = ROOT / "docs" / name
    if os.environ.get("UPDATE_DOCS") == "1":
        page.write_text(made(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == made(), "UPDATE_DOCS=1 pytest tests/app/test_docs.py writes it anew"


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


ROOTS = ("app", "index", "models", "tests", "benchmarks")


def test_the_files_that_the_pages_name_are_there() -> None:
    """Files between backticks in the pages for those who work on the code; made-up ones of a recipe are listed."""
    made_up = ("todo_list", "swedish", "NAME", "VERB")
    tracked = [path.relative_to(ROOT).as_posix() for folder in ROOTS for path in (ROOT / folder).rglob("*.*")]
    for page in ("docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"):
        named = re.findall(r"`((?:app|index|models|tests|benchmarks|docs)/[\w/.-]+)`", (ROOT / page).read_text("utf-8"))
        assert len(named) > 10
        for path in named:
            assert (ROOT / path).exists() or any(word in path for word in made_up), f"{page} names {path}"
        for path in re.findall(r"`([\w/]+\.py)`", (ROOT / page).read_text("utf-8")):
            there = any(f"/{one}".endswith(f"/{path}") for one in tracked) or (ROOT / path).exists()
            assert there or any(word in path for word in made_up), f"{page} names {path}"
