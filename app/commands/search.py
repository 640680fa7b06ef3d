"""`homebody search`: ranked messages and file passages."""

from __future__ import annotations

import io
import json
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

import click

from app.assistant.question import operators
from app.assistant.types import Scope
from app.commands.shared.base import KINDS, json_option, scope_options, sealed_command
from app.commands.shared.query_words import QueryCommand, joined
from app.output import report
from app.text.wording import counted
from index.types.kinds import GroupedBy, Held, HitOrder
from index.types.search import Filters

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime
    from index.types.search import Relaxation, SearchResult, Tally

EPILOG = """\b
Examples:
  homebody search cabin -deposit --from maya
  homebody search 'from:maya in:"cabin crew" has:link after:2024'
  homebody search '"exact phrase" OR umbrella' --sort newest --page 2
  homebody search rent --by month
  homebody search invoice --kind document --json | jq '.hits[].path'
  homebody search --batch < queries.jsonl

\b
Words in quotes are an exact phrase, -word leaves out what contains it, OR wants one of its two sides.
Operators mean what the flags of their names mean: from: to: in: source: kind: has: since: (or after:)
until: before: during:, with a minus for what must not be so. Quote the query for your shell.
--count and --by count what has all the words; --sort newest and oldest list the same, by date.
What says the same is listed once, and what is far from the query not at all; --all lists both.
In JSON, "spans" are the [start, end) of what matched in "snippet", in characters, "alike" the ids of what says
the same, and "far" says how many of the hits wanted were left out as far.
--batch reads lines like {"query": "…", "in": "…", "from": "…", "since": "…", "until": "…", "limit": 10}
and answers each with one line, in order. With --json, "loosen" says what to leave out when there are no hits.
"""


@dataclass(frozen=True, slots=True)
class HitsWanted:
    """How hits are wanted: how many a page, which page, in which order, and whether by words alone.

    `every` takes what says the same as another hit, and what is far from the query, as well.
    """

    limit: int = 10
    page: int = 1
    order: HitOrder = "relevance"
    words_only: bool = False
    explain: bool = False
    every: bool = False


@sealed_command(service=True, cls=QueryCommand, short_help="Find messages and file passages.", epilog=EPILOG)
@click.argument("query", nargs=-1)
@scope_options
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many hits (a page).")
@click.option("--page", type=click.IntRange(1, 1000), default=1, metavar="N", help="The hits after those of page N-1.")
@click.option("--sort", "order", type=click.Choice(get_args(HitOrder)), default="relevance", help="What comes first.")
@click.option("--all", "every", is_flag=True, help="Also what says the same as another hit, or is far from the query.")
@click.option("--count", is_flag=True, help="Only say how many messages and passages have all the words.")
@click.option("--by", type=click.Choice(get_args(GroupedBy)), help="Count them by month, person or chat.")
@click.option("--keyword", is_flag=True, help="Words only: needs no model and starts at once.")
@click.option("--explain", is_flag=True, help="Show why each hit ranks where it does.")
@click.option("--batch", is_flag=True, help="Read queries as JSON lines from stdin.")
@json_option
def command(
    runtime: Runtime,
    query: tuple[str, ...],
    scope: Scope,
    limit: int,
    page: int,
    order: HitOrder,
    every: bool,
    count: bool,
    by: GroupedBy | None,
    keyword: bool,
    explain: bool,
    batch: bool,
    as_json: bool,
) -> int:
    """Find messages and file passages by their words and by their meaning."""
    wanted = HitsWanted(limit, page, order, keyword or order != "relevance", explain, every)
    if explain and order != "relevance":
        raise click.UsageError("--explain says why hits rank as they do; leave --sort out.")
    if batch:
        if query or count or by:
            raise click.UsageError("--batch reads its queries from stdin; leave QUERY, --count and --by out.")
        return run_batch(runtime, scope, wanted)
    text = joined(query)
    if not text:
        raise click.UsageError("Say what to look for, or use --batch.")
    if count or by:
        if order != "relevance" or page > 1 or explain:
            raise click.UsageError("--count and --by count all there is; leave --sort, --page and --explain out.")
        return run_count(runtime, text, scope, by, as_json=as_json)
    return run(runtime, text, scope, wanted, as_json=as_json)


def run(runtime: Runtime, text: str, scope: Scope, wanted: HitsWanted, *, as_json: bool = False) -> int:
    """Search once and print the hits."""
    explain = wanted.explain
    with nullcontext() if wanted.words_only else _waiting():
        plan, result = runtime.assistant(words_only=wanted.words_only).search(
            text,
            scope,
            wanted.limit,
            explain=explain,
            order=wanted.order,
            page=wanted.page,
            every=wanted.every,
        )
    if as_json:
        report.out_json(_json(text, result, scope, wanted))
        return report.DONE if result.hits else report.NOTHING
    if result.note or runtime.note:
        report.note(result.note or runtime.note)
    if plan.filters != Filters():
        report.note(plan.line)
    for line in result.reading if explain else [line for line in result.reading if line.startswith(_SAID)]:
        report.note(line)
    for number, hit in enumerate(result.hits, (wanted.page - 1) * wanted.limit + 1):
        report.out_found(hit, f"{number:2}")
        if explain:
            for name, values in hit.explain.items():
                report.out(f"      {name}: " + ", ".join(f"{key} {value:.4g}" for key, value in values.items()))
            report.out(f"      together: {hit.score:.4g}")
    if not result.hits:
        return _nothing(text, result, scope, wanted)
    if result.far:
        further = counted(result.far, "further hit")
        report.note(f"{further} would be far from the query: --all shows {'it' if result.far == 1 else 'them'}.")
    first = result.hits[0].id
    count = counted(len(result.hits), "hit")
    more = f", --page {wanted.page + 1} goes on" if len(result.hits) == wanted.limit else ""
    report.note(f"{count} in {result.took_ms:.0f} ms · `homebody show {first}` shows the first in context{more}")
    return report.DONE


def _nothing(text: str, result: SearchResult, scope: Scope, wanted: HitsWanted) -> int:
    if wanted.page > 1:
        report.note(f"There is no page {wanted.page} for “{text}”.")
        return report.NOTHING
    if result.far:
        report.note(f"Nothing found for “{text}”. --all shows what is nearest to it.")
    else:
        report.note(f"Nothing found for “{text}”.{'' if result.loosen else ' Try fewer or other words.'}")
    for one in result.loosen:
        report.note(_loosened(one, scope, text))
    return report.NOTHING


def run_count(runtime: Runtime, text: str, scope: Scope, by: GroupedBy | None, *, as_json: bool = False) -> int:
    """Count once and print the number, and with `by` how it spreads."""
    plan, found = runtime.assistant_here(words_only=True).tally(text, scope, by, one=True)
    total = found.messages + found.passages
    if as_json:
        shape = {"query": text, "count": total, "messages": found.messages, "passages": found.passages}
        groups = [{"id": one.id, "name": one.name, "count": one.count} for one in found.groups]
        report.out_json(shape | ({"by": by, "groups": groups} if by else {}))
        return report.DONE if total else report.NOTHING
    for line in (found.note, plan.line if plan.filters != Filters() else ""):
        if line:
            report.note(line)
    if by is None:
        report.out(str(total))
    else:
        _out_groups(found)
    number = f"{counted(found.messages, 'message')} and {counted(found.passages, 'file passage')}"
    report.note(f"{number} match “{text}”.")
    if found.unknown:
        report.note(f"Nothing has {' or '.join(f'“{word}”' for word in found.unknown)}.")
    if found.any_word:
        report.note(f"{found.any_word:,} have one of the words.")
    return report.DONE if total else report.NOTHING


def _out_groups(found: Tally) -> None:
    from app.commands.shared import histogram

    shown = found.groups if found.by == "month" else found.groups[: histogram.MOST]
    for line in histogram.lines(shown, report.columns(), "no time" if found.by == "month" else "files and others"):
        report.out(line)
    if len(shown) < len(found.groups):
        report.note(f"The first {len(shown)} of {len(found.groups):,}; --json lists all.")


@contextmanager
def _waiting() -> Iterator[None]:
    """Show that a search goes on: the first one loads the embedder."""
    with report.progress() as progress:
        progress.show("searching", 0, None)
        yield


def run_batch(runtime: Runtime, scope: Scope, wanted: HitsWanted) -> int:
    """Answer JSON lines from stdin with JSON lines, in order; a line that cannot be read gets an error in its place."""
    assistant = runtime.assistant(words_only=wanted.words_only)
    failed = False
    if isinstance(sys.stdin, io.TextIOWrapper):
        # A line that is not UTF-8 is one bad line, not the end of all.
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            text, within, how = _asked(line.removeprefix("\ufeff"), scope, wanted)
            _plan, result = assistant.search(text, within, how.limit, order=how.order, page=how.page, every=how.every)
            answer = _json(text, result, within, replace(how, explain=False))
        except (ValueError, _index_problem()) as error:
            failed = True
            answer = {"query": None, "hits": [], "error": f"line {number}: {error}"}
        report.out_json(answer, line=True)
    return report.NOTHING if failed else report.DONE


def _index_problem() -> type[Exception]:
    from index.errors import IndexProblem

    return IndexProblem


_FLAGS = {
    "in": "chat",
    "from": "person",
    **{name: name for name in ("to", "source", "kind", "since", "until", "before", "during")},
}
"""What a line of a batch may say of its scope, and which field of it that is."""


def _asked(line: str, scope: Scope, wanted: HitsWanted) -> tuple[str, Scope, HitsWanted]:
    try:
        values = json.loads(line)
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    if not isinstance(values, dict) or not isinstance(values.get("query"), str) or not values["query"].strip():
        raise ValueError('needs an object with a "query"')
    unknown = set(values) - {"query", *_FLAGS, "has", "limit", "page", "sort", "all"}
    if unknown:
        raise ValueError(f"has unknown keys: {', '.join(sorted(unknown))}")
    changes: dict[str, Any] = {name: values[key] for key, name in _FLAGS.items() if values.get(key) is not None}
    if any(not isinstance(value, str) for value in changes.values()):
        raise ValueError("filters have to be text")
    if changes.get("kind") not in (None, *KINDS):
        raise ValueError(f"kind has to be {' or '.join(KINDS)}")
    held = values.get("has") or []
    held = [held] if isinstance(held, str) else held
    if not isinstance(held, list) or any(one not in get_args(Held) for one in held):
        raise ValueError(f"has has to be {' or '.join(get_args(Held))}")
    within = replace(scope, **changes, has=(*scope.has, *held))
    order = values.get("sort", wanted.order)
    if order not in get_args(HitOrder):
        raise ValueError(f"sort has to be {' or '.join(get_args(HitOrder))}")
    every = values.get("all", wanted.every)
    if not isinstance(every, bool):
        raise ValueError("all has to be true or false")
    limit, page = _number(values, "limit", wanted.limit), _number(values, "page", wanted.page)
    return values["query"], within, replace(wanted, limit=limit, page=page, order=order, every=every)


def _number(values: dict[str, Any], name: str, default: int) -> int:
    number = values.get(name, default)
    if type(number) is not int or not 1 <= number <= 1000:
        raise ValueError(f"{name} has to be a number from 1 to 1000")
    return number


_SAID = ("time:", "people:")
"""What is said of how a search was read, also where nobody asks: these change whose and which hits there are."""
_TIMES = ("since", "until", "before", "during")


def _part(one: Relaxation, scope: Scope, text: str) -> str:
    """Return a part of a search as it was typed, as flags and operators."""
    flags: dict[str, tuple[tuple[str, object], ...]] = {
        "person": (("--from", scope.person),),
        "to": (("--to", scope.to),),
        "chat": (("--in", scope.chat),),
        "time": tuple((f"--{name}", getattr(scope, name)) for name in _TIMES),
        "source": (("--source", scope.source),),
        "kind": (("--kind", scope.kind),),
        "has": tuple(("--has", what) for what in scope.has),
        "selection": (("--last", scope.last),),
    }
    if one.what == "phrase":
        return f'"{one.text}"'
    if one.what == "excluded":
        return f'-"{one.text}"' if " " in one.text else f"-{one.text}"
    wanted = [pair for what, pairs in flags.items() if one.what in ("filters", what) for pair in pairs]
    said = [f"{flag} {shlex.quote(str(value))}" for flag, value in wanted if value is not None]
    said += [
        typed.raw
        for typed in operators.typed(text)
        if one.what in ("filters", _PARTS.get(typed.field), "without")
        and (typed.negated == (one.what == "without") or one.what == "filters")
    ]
    return " ".join(said) or "OR"


_PARTS = {
    "person": "person", "to": "to", "chat": "chat", "source": "source", "kind": "kind", "has": "has",
    "since": "time", "until": "time", "before": "time", "during": "time",
}  # fmt: skip
"""Which part of a search the field of a scope is."""


def _loosened(one: Relaxation, scope: Scope, text: str) -> str:
    part = f"the quotes around “{one.text}”" if one.what == "phrase" else _part(one, scope, text)
    many = f"are {one.hits:,}" if one.hits > 1 else "is one"
    return f"Without {part} there {many}."


def _json(text: str, result: SearchResult, scope: Scope, wanted: HitsWanted) -> dict[str, Any]:
    return {
        "query": text,
        "page": wanted.page,
        "hits": [report.hit_json(hit, explain=wanted.explain, snippet=True) for hit in result.hits],
        "took_ms": round(result.took_ms, 2),
        "far": result.far,
        "loosen": [{"without": _part(one, scope, text), "hits": one.hits} for one in result.loosen],
    }
