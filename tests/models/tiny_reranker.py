"""A cross-encoder small enough to be made on the spot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any


def write(tokenizer_of: Path, folder: Path) -> None:
    """Write one of two narrow layers with random weights, always the same, and the tokenizer of another model."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    folder.mkdir()
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copy(tokenizer_of / name, folder)
    torch.manual_seed(7)
    size: dict[str, Any] = {
        "num_labels": 1,
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
    }
    vocabulary = json.loads((tokenizer_of / "config.json").read_text())["vocab_size"]
    BertForSequenceClassification(BertConfig(vocab_size=vocabulary, **size)).save_pretrained(folder)
