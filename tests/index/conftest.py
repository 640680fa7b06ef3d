from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from index.index import Index


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "home" / "index.db"


@pytest.fixture
def index(store: Path) -> Iterator[Index]:
    with Index.open(store, zone=UTC, create=True) as opened:
        yield opened
