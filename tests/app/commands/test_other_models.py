"""Another embedder and a reranker, taken in from a folder and used: search goes on at every moment of the change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.home.config import EMBEDDER
from app.home.paths import default_home
from app.output import report
from models.catalogue.catalogue import find
from models.catalogue.installation import MANIFEST, is_installed
from tests.app.commands.command_runner import CHAT, Shell
from tests.models.embedding import tiny_reranker

pytestmark = pytest.mark.models


@pytest.fixture
def embedder() -> Path:
    """The folder of the real embedder. Asked for before `shell`, which has a models folder of its own."""
    models = default_home().models
    if not is_installed(find(EMBEDDER), models):
        pytest.skip("the embedder is absent: run `homebody models pull`")
    return models / EMBEDDER


@pytest.fixture
def filled(embedder: Path, shell: Shell) -> Shell:
    models = shell.folder.parent / "models"
    models.mkdir()
    shutil.copytree(embedder, models / EMBEDDER)
    assert shell("add", str(shell.write("WhatsApp Chat with Maya.txt", CHAT)))[0] == report.DONE
    return shell


def lists(shell: Shell, query: str = "a hut near the water") -> set[str]:
    return set(shell.json("search", query, "--explain")["hits"][0]["explain"])


def copied(embedder: Path, folder: Path) -> Path:
    shutil.copytree(embedder, folder, ignore=shutil.ignore_patterns(MANIFEST))
    return folder


def test_search_by_meaning_goes_on_while_another_embedder_takes_over(embedder: Path, filled: Shell) -> None:
    second = copied(embedder, filled.folder / "second")
    assert filled("models", "import", str(second), "--use")[0] == report.DONE
    assert "search uses the vectors it has" in filled.err
    assert lists(filled) == {"meaning", "reranker"}
    assert filled("sync")[0] == report.DONE
    assert filled("models", "rm", EMBEDDER)[0] == report.DONE
    assert lists(filled) == {"meaning"}
    assert filled("models", "rm", "second")[0] == report.DONE
    assert filled("search", "a hut near the water")[0] == report.NOTHING
    assert "Search by meaning is off" in filled.err


def test_a_reranker_that_is_used_reads_the_hits_and_is_shown(embedder: Path, filled: Shell) -> None:
    query = "where is our vacation house located?"
    tiny_reranker.write(embedder, filled.folder / "tiny", word="book")
    assert lists(filled, query) >= {"meaning", "reranker"}  # the reader that comes with homebody
    assert "by the lake" in filled.json("search", query)["hits"][0]["text"]
    assert filled("models", "import", str(filled.folder / "tiny"), "--use")[0] == report.DONE
    assert lists(filled, query) >= {"meaning", "reranker"}
    assert "book the cabin" in filled.json("search", query)["hits"][0]["text"]
    assert filled("ask", "what did Tom say about the lake?")[0] == report.DONE
    assert filled("models", "rm", "tiny")[0] == report.DONE
    assert "the reader that comes with homebody" in filled.err
    assert "by the lake" in filled.json("search", query)["hits"][0]["text"]
    assert filled("search", "cabin")[0] == report.DONE
    assert "tiny" not in filled.err
