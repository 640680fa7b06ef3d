"""Examples beside patterns: a comment that begins with “ shows what the pattern on its line, or below it, matches."""

from __future__ import annotations

import ast
import importlib
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLES = {
    "app.assistant.question.forms": (
        "LAST_N", "FIRST_N", "IS_LISTED", "ANYTHING", "WHATS_NEW", "SPEAKS_OF_MESSAGES", "SET_QUESTIONS", "I_READ",
        "SAYS_A_NUMBER", "UNCOUNTED", "WHO_IS_IN", "FIGURES", "COUNTS_TO", "EXPECTED", "PAST_QUESTION",
        "SPAN_OF_TIME", "IN_SOURCE", "BY_MAIL", "IN_FILES", "LEAVES_OUT",
    ),
    "app.assistant.question.entities": (
        "KINDS", "_LIST", "_COUNT", "_END", "_N_OF", "_HOLDING", "_MENTION",
        "_FIRST_SAID", "_MOST_ABOUT", "_MOST_SAID",
   ),
    "app.assistant.question.followup": ("_OPENING", "_PERSON", "_THING", "_OTHERS"),
    "app.assistant.question.speakers": ("_IN_TIME", "_A_DATE", "_MINE", "_NOBODY", "_A_NAME_BY_ITSELF"),
    "app.assistant.grounding.injection": ("_PATTERNS",),
    "app.assistant.grounding.evidence": ("_FENCE_LIKE", "_CITE_LIKE", "_TURN_LIKE", "_ROLE_LIKE"),
    "app.assistant.text.cues": (
        "NEGATION", "DENIES_NOTHING", "ADDRESS", "HEDGE", "STRONG_HEDGE",
        "FIRST_PERSON", "FIRST_SUBJECT", "SECOND_PERSON", "OF_A_THING",
        "LOOSE_SUBJECT", "META_TALK", "DECISION", "COMMITMENT", "CHANGE", "REQUEST", "FUTURE", "DEADLINE", "SMALL_TALK",
        "PLACE", "BECAUSE", "PART_SPLIT", "CLAUSE_SPLIT",
    ),
    "app.assistant.text.facts": (
        "_LINK", "_ISO_DAY", "_SPOKEN_DAY", "_DAY_MONTH", "_MONTH_DAY", "_NUMERIC_DAY", "_MONTH_YEAR", "_MONTH_ALONE",
        "_WEEKDAY", "_CLOCK", "_SPOKEN_CLOCK", "_CLOCK_OF_SCRIPTS", "_AT_HOUR", "_NUMBER", "_WORD_NUMBER", "_NOT_A_COUNT",
        "_RELATIVE", "_CURRENCY_AFTER",
    ),
    "index.sources.chats.whatsapp_phrases": (
        "TITLES", "EDITED", "DELETED_BY_OWNER", "_DELETED_BY_OTHERS", "ATTACHED", "OMITTED", "_CALL", "_GROUP", "_SYSTEM",
    ),
    "index.sources.chats.whatsapp_headers": ("_DATE_FIRST", "_TIME_FIRST", "_BARE", "_WORDED"),
    "index.sources.mail.text": (
        "_ATTRIBUTION", "_ADDRESS", "_ORIGINAL", "_HEADER_BLOCK", "_SENT", "_FORWARD", "_RULE", "_SIGNATURE", "_DEVICE",
    ),
    "index.sources.chats.kakaotalk": (
        "_TITLE", "_SAVED", "_RULE", "_DAY_ALONE", "_PHONE", "_PHONE_SYSTEM", "_BRACKETED", "_DESKTOP", "_UNDER_A_DAY",
        "_TABLE", "_ROW", "_MEDIA",
        "_CALL", "_DELETED", "_APP",
    ),
    "index.sources.chats.line": ("_MESSAGE", "_SPACED"),
    "index.sources.chats.line_words": (
        "_TITLE", "_TITLE_WORDS", "_SAVED", "_DAY", "_NUMBERED", "_PLACEHOLDER", "UNSENT",
    ),
    "index.sources.chats.irc_lines": (
        "_STAMP", "_EPOCH", "_MESSAGE", "_BOUNCER", "_ACTION", "_NOTICE", "_EVENT", "_HAPPENS", "_ALONE", "_LONG_DAY",
        "_DAY_FIRST", "_ISO_DAY",
    ),
    "index.sources.chats.likely_chat": ("_LINE", "_SAYS", "_CALLED", "_EXPORTS"),
    "index.sources.chats.irc": ("_DAY_NAME", "_DAY_FOLDERS", "_MONTH_FOLDERS", "_YEAR_FOLDER"),
    "index.sources.chats.skype_text": (
        "_TAG", "_QUOTE", "_REPLY", "_LINK", "_OBJECT", "_NAME", "_META", "_IMAGE", "_FIELD", "_DURATION",
        "_CALL",
    ),
    "index.sources.chats.google_dates": (
        "_TIME", "_YEAR", "_EAST", "_NUMBERS", "_WORD", "_DAY", "_AFTERNOON", "_MORNING",
    ),
    "index.sources.chats.signal_folders": ("_JSON", "_HEADER", "_REACTIONS", "_STICKER", "_FILE", "_PICTURES", "_MARKED"),
    "index.sources.mail.files": ("SEPARATOR", "FIELD", "KNOWN", "_LENGTH", "_MAILDIR"),
    "index.sources.chats.whatsapp_chat": ("_AUTHOR", "_QUOTES", "_QUOTED", "_PLACEHOLDER", "_LAST_WORD"),
    "app.assistant.text.phone_numbers": ("_MAYBE", "_CALLED_OTHERWISE", "_CHECK_DIGIT", "_FOUR_BYTES", "_UNGROUPED"),
    "app.assistant.text.figures": ("_CLAUSE_END", "_RACE", "_SPAN"),
    "index.text.attachments": ("_STICKER", "_LEFT_OUT"),
    "app.assistant.text.sentences": ("_END", "_LIST_MARK", "_CITE", "_MONTH_NEXT"),
    "index.sources.documents.org": ("_SAYS_SO", "_KEYWORD", "_HEADING", "_LINK", "_DAY", "_DRAWER"),
    "index.sources.documents.markdown": ("_FENCE", "_WIKILINK", "_CODE", "_HEADING", "_FIELD", "_DAY"),
    "index.sources.documents.webpage": (
        "_TAG", "_ATTRIBUTE", "_CHARSET", "_HTML", "_MARKUP", "_UNSEEN", "_TOO_SMALL", "_VALUE",
    ),
    "app.assistant.text.words": ("_WORD", "_SCRIPT_WITHOUT_SPACES", "_POSSESSIVE", "_NEGATED"),
    "index.sources.documents.tables": ("_VALUE", "_ADDRESS"),
    "index.sources.documents.xlsx": ("_DATE_SIGNS", "_NOT_SIGNS"),
    "index.sources.chats.slack": ("_DAY", "_ABOUT", "_SYSTEM", "_MARKUP"),
    "index.sources.chats.sms": ("_OPENING", "_REFERENCES", "_REFERENCE", "_UNFINISHED"),
    "index.sources.chats.teams": ("_OWN", "_EVENT"),
    "index.sources.chats.teams_lists": ("_LIST",),
    "index.sources.chats.telegram": ("_LEFT_OUT", "_WRITER"),
    "index.sources.chats.messenger": ("_FOLDERS", "_PAGE", "_NUMBERED"),
    "index.sources.chats.google_voice": ("_PAGE", "_DURATION"),
}  # fmt: skip
"""The tables, by their modules, in which no pattern may stand without an example."""


@dataclass(frozen=True)
class Pattern:
    """A pattern of a table, where it stands (lines from 1), and how it searches."""

    first: int
    last: int
    search: Callable[[str], object]


def _texts(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the strings written in an expression; the pieces of an f-string are none of their own."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


def _value(node: ast.expr, module: ModuleType) -> object:
    return eval(compile(ast.Expression(node), module.__name__, "eval"), vars(module))


def _pattern(node: ast.expr, compiled: re.Pattern[str] | re.Pattern[bytes]) -> Pattern:
    def search(text: str) -> object:
        return compiled.search(text.encode() if isinstance(compiled.pattern, bytes) else text)  # type: ignore[arg-type]

    return Pattern(node.lineno, node.end_lineno or node.lineno, search)


def _patterns(node: ast.expr, module: ModuleType) -> Iterator[Pattern]:
    """Yield the patterns of a table: calls that make one, calls of `_any` one for each form, and tuples of texts."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    forms = [one for one in calls if ast.unparse(one.func) == "_any"]
    made = [one for one in calls if ast.unparse(one.func) in ("re.compile", "_cue", "_beginning")]
    for call in forms:
        for form in call.args:
            yield _pattern(form, re.compile(str(_value(form, module)), re.IGNORECASE))
    if isinstance(node, ast.Call) and node in made:
        compiled = _value(node, module)
        assert isinstance(compiled, re.Pattern)
        yield _pattern(node, compiled)
    elif not forms:
        rows = next(one for one in ast.walk(node) if isinstance(one, ast.Tuple))
        for row in rows.elts:
            text = next(_texts(row))
            yield _pattern(text, re.compile(str(_value(text, module)), re.IGNORECASE | re.DOTALL))


def _examples(source: str) -> dict[int, list[str]]:
    """Return, by the line of code that they stand on or above, the examples; those after "; not " begin with that."""
    found: dict[int, list[str]] = {}
    block, ends = "", 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        (line, column), text = token.start, token.string.removeprefix("#")
        begins = text.startswith(" “")
        if token.line[:column].strip():
            if begins:
                found.setdefault(line, []).extend(_shown(text))
            continue
        block = block + text if block and line == ends + 1 else text if begins else ""
        ends = line
        found.pop(line, None)
        if block:
            found[line + 1] = _shown(block)
    return found


def _shown(comment: str) -> list[str]:
    matched, _, left_alone = comment.partition("; not ")
    return [*re.findall("“[^”]*”", matched), *(f"; not {text}" for text in re.findall("“[^”]*”", left_alone))]


def _of(pattern: Pattern, examples: dict[int, list[str]]) -> list[str]:
    return list(chain.from_iterable(examples.get(line, []) for line in range(pattern.first, pattern.last + 1)))


def _holds(pattern: Pattern, example: str) -> bool:
    """Say whether a pattern matches an example, or leaves alone one that it is "; not" to match."""
    text = example.removeprefix("; not ").strip("“”")
    return (pattern.search(text) is None) == example.startswith("; not ")


def _table(module: ModuleType, name: str) -> tuple[list[Pattern], dict[int, list[str]]]:
    source = (ROOT / (module.__name__.replace(".", "/") + ".py")).read_text(encoding="utf-8")
    for statement in ast.parse(source).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        if any(isinstance(one, ast.Name) and one.id == name for one in targets):
            assert isinstance(statement, ast.Assign | ast.AnnAssign)
            assert statement.value is not None
            return list(_patterns(statement.value, module)), _examples(source)
    raise AssertionError(f"{module.__name__} has no {name}")


@pytest.mark.parametrize(("module", "table"), [(module, name) for module, names in TABLES.items() for name in names])
def test_each_pattern_has_an_example_that_it_matches(module: str, table: str) -> None:
    patterns, examples = _table(importlib.import_module(module), table)
    assert patterns
    bare = [pattern.first for pattern in patterns if not _of(pattern, examples)]
    assert not bare, f"patterns without an example, by line: {bare}"
    wrong = [(one.first, text) for one in patterns for text in _of(one, examples) if not _holds(one, text)]
    assert not wrong, f"examples that their pattern does not match: {wrong}"
