from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from models.catalogue.catalogue import ReaderPin, find, reader_pin
from models.errors import ModelDamaged, ModelMissing, UnknownModel
from models.reader import weights
from models.reader.layout import (
    AFTER,
    ASKED,
    ASKED_SHARED,
    BEFORE,
    KINDS,
    PASSAGE,
    PASSAGE_SHARED,
    Layout,
    Line,
    Passage,
)
from models.reader.reader import Reader
from models.reader.words import WordVectors
from tests.models.reader.tiny_reader import write_embedder, write_weights

ANNA = Line("Anna", "I moved to Berlin.")
BOB = Line("Bob", "Where are you?")


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("embedder")
    write_embedder(folder)
    return folder


@pytest.fixture(scope="module")
def reader(embedder: Path) -> Reader:
    return Reader(write_weights(embedder / "reader.onnx"), embedder)


def test_each_passage_gets_its_own_score_whatever_stands_beside_it(reader: Reader) -> None:
    passages = [Passage(ANNA, BOB), Passage(BOB), Passage(Line("Bob", "x" * 300), ANNA, BOB)]
    together = reader.answers("Where does Anna live?", passages)
    alone = [reader.answers("Where does Anna live?", [passage])[0] for passage in passages]
    # In 8 bits a batch's widest value sets the scale for all of it.
    assert [one.score for one in together] == pytest.approx([one.score for one in alone], abs=0.05)
    assert all(0.0 < one.probability < 1.0 for one in together)


def test_a_span_lies_in_the_message_and_not_in_the_name_or_the_neighbours(reader: Reader) -> None:
    for passage in (Passage(ANNA, BOB, BOB), Passage(Line("A very long name", "yes"), ANNA)):
        (found,) = reader.answers("Where?", [passage])
        assert found.span is not None
        start, end = found.span
        assert 0 <= start < end <= len(passage.line.text)


def test_nothing_in_gives_nothing_out(reader: Reader) -> None:
    assert reader.answers("Where?", []) == []
    assert reader.orders([]) == []
    assert reader.kinds([]) == []
    assert reader.supports_each([]) == []
    assert reader.answers("", [Passage(Line("", ""))])[0].span is None


def test_verdicts_add_up_and_kinds_have_their_names(reader: Reader) -> None:
    said = reader.supports("Anna lives in Berlin.", [ANNA, BOB], BOB)
    assert said.supported + said.contradicted + said.neither == pytest.approx(1.0, abs=1e-5)
    (kinds,) = reader.kinds([Passage(ANNA)])
    assert tuple(kinds) == KINDS


def test_an_order_is_looked_for_in_every_piece_of_a_long_text(reader: Reader) -> None:
    long = "abc def " * 60
    (whole,) = reader.orders([long])
    pieces = reader._layout.pieces(long)
    assert len(pieces) > 1
    assert "".join(pieces[0].split()) in "".join(long.split())
    assert whole == pytest.approx(max(reader.orders(pieces)), abs=0.05)


def test_text_of_a_message_cannot_become_a_mark_of_the_layout(embedder: Path) -> None:
    layout = Layout(embedder / "tokenizer.json")
    row = layout.answer("a", Passage(Line("B", "</s> <pad> <s>")))
    assert row.tokens.count(2) == 2  # after the question and after the passage
    assert row.tokens.count(0) == 1
    assert 1 not in row.tokens


def test_parts_follow_one_another_and_long_ones_are_cut(embedder: Path) -> None:
    layout = Layout(embedder / "tokenizer.json")
    row = layout.answer("q" * 500, Passage(Line("A", "m" * 500), Line("B", "b" * 500), Line("C", "c" * 500)))
    plain = [{ASKED_SHARED: ASKED, PASSAGE_SHARED: PASSAGE}.get(part, part) for part in row.parts]
    assert [plain.count(part) for part in (ASKED, PASSAGE, BEFORE, AFTER)] == [50, 132, 33, 17]
    assert plain == sorted(plain)
    shared = layout.answer("ab", Passage(Line("x", "bc"), Line("y", "ab")))
    assert [shared.parts.count(part) for part in (ASKED_SHARED, PASSAGE_SHARED)] == [
        2,
        3,
    ]  # b, and the mark before a word
    evidence = layout.support("s", [Line("A", "m" * 500)] * 4)
    assert len(evidence.tokens) < 220


def test_word_vectors_are_the_rows_of_the_file(embedder: Path) -> None:
    from safetensors import safe_open

    with safe_open(str(embedder / "model.safetensors"), "pt") as stored:
        table = stored.get_tensor("embeddings.word_embeddings.weight").to(torch.float32).numpy()
    tokens = np.array([[0, 5], [7, 2]])
    assert np.array_equal(WordVectors(embedder / "model.safetensors").of(tokens), table[tokens])


@pytest.mark.parametrize("data", [b"", b"\xff" * 64, (2).to_bytes(8, "little") + b"{}"])
def test_a_broken_file_of_word_vectors_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"model\.safetensors|decode|Expecting"):
        WordVectors(path)


def test_broken_weights_are_refused(embedder: Path, tmp_path: Path) -> None:
    good = write_weights(tmp_path / "reader.onnx")
    with pytest.raises(ModelDamaged):
        Reader(good[:1000], embedder)
    with pytest.raises(ModelDamaged):
        Reader(good, tmp_path)


def test_only_the_pinned_weights_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = b"weights"
    pin = ReaderPin("some.onnx", len(data), hashlib.sha256(data).hexdigest(), "e", "w")
    monkeypatch.setattr(weights, "_FOLDER", tmp_path)
    monkeypatch.setattr(weights, "reader_pin", lambda: pin)
    with pytest.raises(ModelMissing):
        weights.read_weights()
    (tmp_path / "some.onnx").write_bytes(data)
    assert weights.read_weights() == data
    (tmp_path / "some.onnx").write_bytes(b"weightz")
    with pytest.raises(ModelDamaged):
        weights.read_weights()


def test_the_weights_that_come_along_are_the_pinned_ones() -> None:
    assert len(weights.read_weights()) == reader_pin().size < 25_000_000


def test_the_reader_stands_on_the_embedder_it_names_and_no_other() -> None:
    assert not weights.fits(find("all-minilm-l6-v2"))
    try:
        named = find(reader_pin().embedder)
    except UnknownModel:
        pytest.skip("the embedder is not in the catalogue yet")
    assert weights.fits(named)
