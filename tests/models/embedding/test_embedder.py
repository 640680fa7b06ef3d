from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.home.config import EMBEDDER
from index.types.embedding import Embedder
from models.embedding.embedder import SentenceTransformerEmbedder
from models.errors import DependencyMissing, ModelDamaged, ModelMissing, UnknownModel
from models.load import load_embedder, load_engine


def test_a_missing_package_is_named_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DependencyMissing) as caught:
        SentenceTransformerEmbedder(tmp_path, "x")
    assert caught.value.next_step.startswith(f"`{sys.executable} -m pip install sentence-transformers`")


def test_a_model_that_is_not_installed_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        load_embedder(EMBEDDER, tmp_path)
    assert f"homebody models pull {EMBEDDER}" in caught.value.next_step
    with pytest.raises(ModelMissing):
        load_engine("smollm2-135m", tmp_path, socket_dir=tmp_path)


def test_a_model_of_the_other_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="cannot embed"):
        load_embedder("smollm2-135m", tmp_path)
    with pytest.raises(UnknownModel, match="cannot answer"):
        load_engine(EMBEDDER, tmp_path, socket_dir=tmp_path)


@pytest.mark.models
class TestReal:
    @pytest.fixture(scope="class")
    def embedder(self, models_dir: Path) -> SentenceTransformerEmbedder:
        return load_embedder(EMBEDDER, models_dir)

    def test_it_fits_the_index_and_names_its_space(self, embedder: SentenceTransformerEmbedder) -> None:
        fits: Embedder = embedder
        assert fits.fingerprint.startswith(f"{EMBEDDER}:c0fbf885df8bed4b:")
        assert fits.dimension == 384

    def test_vectors_are_float32_of_length_one_in_the_order_of_the_texts(
        self, embedder: SentenceTransformerEmbedder
    ) -> None:
        texts = ["the ferry leaves at nine", "a", "rain " * 300, "when does the boat go?", "no"]
        vectors = embedder.embed_passages(texts)
        assert vectors.shape == (5, 384)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
        for text, vector in zip(texts, vectors, strict=True):
            assert np.allclose(embedder.embed_passages([text])[0], vector, atol=2e-3)

    def test_no_texts_give_no_vectors(self, embedder: SentenceTransformerEmbedder) -> None:
        assert embedder.embed_passages([]).shape == (0, 384)

    def test_meaning_is_near(self, embedder: SentenceTransformerEmbedder) -> None:
        passages = embedder.embed_passages(["The plumber comes on Tuesday", "I baked a cake", "See you at the station"])
        query = embedder.embed_query("who repairs the pipes?")
        assert query.shape == (1, 384)
        assert int(np.argmax(passages @ query[0])) == 0

    def test_it_is_sentence_transformers_that_embeds(
        self, embedder: SentenceTransformerEmbedder, models_dir: Path
    ) -> None:
        from sentence_transformers import SentenceTransformer

        bare = SentenceTransformer(str(models_dir / EMBEDDER), device="cpu", local_files_only=True)
        texts = ["one short text", "another, which is somewhat longer than the first one"]
        expected = bare.encode(
            [f"passage: {text}" for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        assert np.min(np.sum(expected * embedder.embed_passages(texts), axis=1)) > 0.999

    def test_a_damaged_folder_is_said_to_be(self, models_dir: Path, tmp_path: Path) -> None:
        folder = tmp_path / "broken"
        shutil.copytree(models_dir / EMBEDDER, folder)
        (folder / "model.safetensors").write_bytes(b"no tensors")
        with pytest.raises(ModelDamaged):
            SentenceTransformerEmbedder(folder, "x")

    def test_loading_is_silent_and_offline(self, models_dir: Path) -> None:
        code = (
            "import os, sys; from pathlib import Path; from models.load import load_embedder;"
            "e = load_embedder('multilingual-e5-small-q4', Path(sys.argv[1])); e.embed_query('x');"
            "sys.exit(any(os.environ[n] != '1' for n in ('HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE', 'DO_NOT_TRACK')))"
        )
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS_"))}
        done = subprocess.run([sys.executable, "-c", code, str(models_dir)], capture_output=True, text=True, env=clean)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_importing_the_module_loads_nothing_heavy() -> None:
    names = "models.load, models.embedding.embedder, models.catalogue.download"
    code = f"import sys, {names}; sys.exit(not {{'torch', 'numpy'}}.isdisjoint(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
