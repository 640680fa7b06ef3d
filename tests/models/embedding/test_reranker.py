from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from index.types.embedding import TextInContext
from models.catalogue.catalogue import find
from models.catalogue.import_local import describe_import, install_local
from models.embedding.reranker import CrossEncoderReranker
from models.errors import DependencyMissing, ModelDamaged, ModelMissing, UnknownModel
from models.load import load_reranker
from tests.models.embedding import tiny_reranker

SAID = ["the ferry leaves at nine", "rain " * 400, "", "a", "when does the boat go?", "bring wood"] * 4
TEXTS = [TextInContext(text) for text in SAID]


def test_the_catalogue_has_one() -> None:
    assert find("ms-marco-minilm-l6-v2").role == "reranker"


def test_what_is_not_there_or_of_another_kind_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="ms-marco-minilm-l6-v2"):
        load_reranker("ms-marco-minilm-l6-v2", tmp_path)
    with pytest.raises(UnknownModel, match="cannot rerank"):
        load_reranker("smollm2-135m", tmp_path)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DependencyMissing):
        CrossEncoderReranker(tmp_path, "x")


@pytest.fixture(scope="module")
def folder(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reranker") / "tiny-reranker"
    tiny_reranker.write(models_dir / "all-minilm-l6-v2", folder, word="ferry")
    return folder


@pytest.mark.models
class TestReal:
    def test_scores_come_in_the_order_of_the_texts_and_do_not_depend_on_their_neighbours(self, folder: Path) -> None:
        reranker = CrossEncoderReranker(folder, "tiny")
        scores = reranker.score("when does it leave?", TEXTS)
        assert scores.shape == (len(TEXTS),)
        assert scores.dtype == np.float32
        alone = [reranker.score("when does it leave?", [text])[0] for text in TEXTS[:6]]
        assert np.allclose(scores[:6], alone, atol=0.02)
        assert scores[0] > scores[1:6].max() + 0.05
        assert reranker.score("x", []).shape == (0,)

    def test_one_from_a_stick_is_taken_in_as_a_reranker(self, folder: Path, tmp_path: Path) -> None:
        entry = describe_import(folder)
        assert (entry.name, entry.role) == ("tiny-reranker", "reranker")
        assert list(install_local(entry, folder, tmp_path))
        assert load_reranker("tiny-reranker", tmp_path).score("a", [TextInContext("b")]).shape == (1,)

    def test_a_broken_one_is_said_to_be(self, folder: Path, tmp_path: Path) -> None:
        shutil.copytree(folder, tmp_path / "broken")
        (tmp_path / "broken/model.safetensors").write_bytes(b"x")
        with pytest.raises(ModelDamaged, match="cannot be loaded"):
            CrossEncoderReranker(tmp_path / "broken", "x")
