"""By what each kind of source is known."""

from __future__ import annotations

from pathlib import Path

from index.sources.detect import _KNOWN_BY, SOURCES, candidates
from tests.index.sources.reading import only


def test_it_is_said_of_every_kind_by_what_it_is_known() -> None:
    assert set(_KNOWN_BY) == {source.kind for source in SOURCES}


def test_the_first_candidate_is_the_one_that_reads(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Boat\n\nPaint it.\n")
    assert [(one.kind, one.evidence) for one in candidates(only(path))] == [
        ("markdown", "by its ending or marks that other texts may have too"),
        ("text", "by being text at all"),
    ]
