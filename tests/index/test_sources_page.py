"""docs/sources.md speaks of every kind that homebody reads, and of none that it does not."""

from __future__ import annotations

import re
from pathlib import Path

from index.sources.detect import SOURCES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sources.md"


def test_every_kind_has_a_heading_and_something_under_it() -> None:
    text = PAGE.read_text("utf-8")
    headings = re.findall(r"^### .+ — `([\w-]+)`\n\n(.+)", text, re.MULTILINE)
    assert sorted(kind for kind, _ in headings) == sorted(source.kind for source in SOURCES)
    assert all(len(first) > 20 for _, first in headings)
    assert text.count("\n### ") == len(headings)
