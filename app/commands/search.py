"""`homebody search`: ranked messages and file passages."""

from __future__ import annotations

import io
import json
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from app.assistant.types import Scope
from app.commands.shared.base import KINDS, json_option, scope_options, sealed_command
from app.output import report
from app.text.wording import counted
from index.types.search import Filters

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime
    from index.types.search import Relaxation, SearchResult

EPILOG = """\b
Examples:
  homebody search "cabin deposit"
  homebody search '"exact phrase" -without this' --from maya --since 2026-03-01
  homebody search invoice --kind file --json | jq '.hits[].path'
  homebody search --batch < queries.jsonl

\b
Words in quotes are an exact phrase, -word leaves out what contains it.
--batch reads lines like {"query": "…", "in": "…", "from": "…", "since": "…", "until": "…", "limit": 10}
and answers each with one line, in order. With --json, "loosen" says what to leave out when there are no hits.
"""


@sealed_command(service=True, short_help="Find messages and file passages.", epilog=EPILOG)
@click.argument("query", nargs=-1)
@scope_options
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many hits.")
@click.option("--keyword", is_flag=True, help="Words only: needs no model and starts at once.")
@click.option("--explain", is_flag=True, help="Show why each hit ranks where it does.")
@click.option("--batch", is_flag=True, help="Read queries as JSON lines from stdin.")
@json_option
def command(
    runtime: Runtime,
    query: tuple[str, ...],
    scope: Scope,
    limit: int,
    keyword: bool,
    explain: bool,
    batch: bool,
    as_json: bool,
) -> int:
    """Find messages and file passages by their words and by their meaning."""
    if batch:
        if query:
            raise click.UsageError("--batch reads its queries from stdin; leave QUERY out.")
        return run_batch(runtime, scope, limit, keyword)
    text = " ".join(query).strip()
    if not text:
        raise click.UsageError("Say what to look for, or use --batch.")
    return run(runtime, text, scope, limit, keyword=keyword, explain=explain, as_json=as_json)


def run(
    runtime: Runtime,
    text: str,
    scope: Scope,
    limit: int,
    *,
    keyword: bool = False,
    explain: bool = False,
    as_json: bool = False,
) -> int:
    """Search once and print the hits."""
    with nullcontext() if keyword else _waiting():
        plan, result = runtime.assistant(words_only=keyword).search(text, scope, limit, explain=explain)
    if as_json:
        report.out_json(_json(text, result, scope, explain=explain))
        return report.DONE if result.hits else report.NOTHING
    if result.note or runtime.note:
        report.note(result.note or runtime.note)
    if plan.filters != Filters():
        report.note(plan.line)
    for line in result.reading if explain else [line for line in result.reading if line.startswith("time:")]:
        report.note(line)
    for number, hit in enumerate(result.hits, 1):
        report.out_hit(hit, f"{number:2}")
        if explain:
            for name, values in hit.explain.items():
                report.out(f"      {name}: " + ", ".join(f"{key} {value:.4g}" for key, value in values.items()))
            report.out(f"      together: {hit.score:.4g}")
    if not result.hits:
        report.note(f"Nothing found for “{text}”.{'' if result.loosen else ' Try fewer or other words.'}")
        for one in result.loosen:
            report.note(_loosened(one, scope))
        return report.NOTHING
    first = result.hits[0].id
    count = counted(len(result.hits), "hit")
    report.note(f"{count} in {result.took_ms:.0f} ms · `homebody show {first}` shows the first in context")
    return report.DONE


@contextmanager
def _waiting() -> Iterator[None]:
    """Show that a search goes on: the first one loads the embedder."""
    with report.progress() as progress:
        progress.show("searching", 0, None)
        yield


def run_batch(runtime: Runtime, scope: Scope, limit: int, keyword: bool) -> int:
    """Answer JSON lines from stdin with JSON lines, in order; a line that cannot be read gets an error in its place."""
    assistant = runtime.assistant(words_only=keyword)
    failed = False
    if isinstance(sys.stdin, io.TextIOWrapper):
        # A line that is not UTF-8 is one bad line, not the end of all.
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            asked = _asked(line.removeprefix("\ufeff"), scope, limit)
            _plan, result = assistant.search(asked[0], asked[1], asked[2])
            answer = _json(asked[0], result, asked[1])
        except (ValueError, _index_problem()) as error:
            failed = True
            answer = {"query": None, "hits": [], "error": f"line {number}: {error}"}
        report.out_json(answer, line=True)
    return report.NOTHING if failed else report.DONE


def _index_problem() -> type[Exception]:
    from index.errors import IndexProblem

    return IndexProblem


def _asked(line: str, scope: Scope, limit: int) -> tuple[str, Scope, int]:
    try:
        values = json.loads(line)
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    if not isinstance(values, dict) or not isinstance(values.get("query"), str) or not values["query"].strip():
        raise ValueError('needs an object with a "query"')
    unknown = set(values) - {"query", "in", "from", "source", "kind", "since", "until", "limit"}
    if unknown:
        raise ValueError(f"has unknown keys: {', '.join(sorted(unknown))}")
    named = {"in": "chat", "from": "person", "source": "source", "kind": "kind", "since": "since", "until": "until"}
    changes: dict[str, Any] = {name: values[key] for key, name in named.items() if values.get(key) is not None}
    if any(not isinstance(value, str) for value in changes.values()):
        raise ValueError("filters have to be text")
    if changes.get("kind") not in (None, *KINDS):
        raise ValueError(f"kind has to be {' or '.join(KINDS)}")
    wanted = values.get("limit", limit)
    if type(wanted) is not int or not 1 <= wanted <= 1000:
        raise ValueError("limit has to be a number from 1 to 1000")
    return values["query"], replace(scope, **changes), wanted


def _part(one: Relaxation, scope: Scope) -> str:
    """Return a part of a search as it was typed."""
    flags: dict[str, tuple[tuple[str, object], ...]] = {
        "person": (("--from", scope.person),),
        "chat": (("--in", scope.chat),),
        "time": (("--since", scope.since), ("--until", scope.until)),
        "source": (("--source", scope.source),),
        "kind": (("--kind", scope.kind),),
        "selection": (("--last", scope.last),),
    }
    if one.what == "phrase":
        return f'"{one.text}"'
    if one.what == "excluded":
        return f'-"{one.text}"' if " " in one.text else f"-{one.text}"
    wanted = [pair for what, pairs in flags.items() if one.what in ("filters", what) for pair in pairs]
    return " ".join(f"{flag} {shlex.quote(str(value))}" for flag, value in wanted if value is not None)


def _loosened(one: Relaxation, scope: Scope) -> str:
    part = f"the quotes around “{one.text}”" if one.what == "phrase" else _part(one, scope)
    many = f"are {one.hits:,}" if one.hits > 1 else "is one"
    return f"Without {part} there {many}."


def _json(text: str, result: SearchResult, scope: Scope, *, explain: bool = False) -> dict[str, Any]:
    return {
        "query": text,
        "hits": [report.hit_json(hit, explain=explain) for hit in result.hits],
        "took_ms": round(result.took_ms, 2),
        "loosen": [{"without": _part(one, scope), "hits": one.hits} for one in result.loosen],
    }
