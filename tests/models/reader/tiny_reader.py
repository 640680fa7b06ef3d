"""An embedder's folder and a reader's weights, both random and small, written by the code that writes the real ones."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from training.export import write
from training.network import WIDTH, ReaderNetwork

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:?!'äöü€"


def write_embedder(folder: Path) -> None:
    """Write a tokenizer that knows letters, and word vectors for them."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -3.0)]
    pieces += [(letter, -4.0) for letter in _LETTERS]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(1)
    words = torch.randn(len(pieces), WIDTH).to(torch.bfloat16)
    save_file({"embeddings.word_embeddings.weight": words}, folder / "model.safetensors")


def write_weights(target: Path) -> bytes:
    """Write the weights of a reader of one layer that has learned nothing, and return them."""
    torch.manual_seed(2)
    write(ReaderNetwork(1), target)
    return target.read_bytes()
