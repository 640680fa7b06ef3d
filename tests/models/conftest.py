from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_data_path

from models.catalogue.catalogue import find
from models.catalogue.installation import is_installed
from models.llamacpp.engine import LlamaCppEngine

STARTER = "smollm2-135m"
EMBEDDER = "multilingual-e5-small-q4"


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder with the real starter models, where they were fetched."""
    named = os.environ.get("HOMEBODY_MODELS")
    folder = Path(named) if named else user_data_path("homebody", appauthor=False) / "models"
    for name in (STARTER, EMBEDDER):
        if not is_installed(find(name), folder):
            pytest.skip("the starter models are absent: run `homebody models pull`")
    return folder


@pytest.fixture(scope="session")
def starter(models_dir: Path) -> Path:
    """The starter model's GGUF file."""
    return models_dir / STARTER / find(STARTER).main


@pytest.fixture(scope="session")
def llama(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaCppEngine]:
    """One running starter model for the whole session; tests that end it start their own."""
    folder = tmp_path_factory.mktemp("run")
    folder.chmod(0o700)
    with LlamaCppEngine(starter, name=STARTER, context=2048, socket_dir=folder) as engine:
        yield engine
