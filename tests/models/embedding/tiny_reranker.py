"""A cross-encoder small enough to be made on the spot."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

_WIDTH = 32


def write(tokenizer_of: Path, folder: Path, *, word: str) -> None:
    """Write one that judges a text by how much of it is this word, and the tokenizer of another model.

    Every weight is set here: what a library makes of a model that nobody has trained is its own affair, and changes.
    """
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    folder.mkdir()
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        if (tokenizer_of / name).exists():
            shutil.copy(tokenizer_of / name, folder)
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    size: dict[str, Any] = {
        "vocab_size": len(tokenizer),
        "num_labels": 1,
        "hidden_size": _WIDTH,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 64,
    }
    model = BertForSequenceClassification(BertConfig(**size))
    with torch.no_grad():
        for name, weights in model.named_parameters():
            weights.zero_()
            if name.endswith("LayerNorm.weight"):
                weights.fill_(1.0)
            elif name.endswith("word_embeddings.weight"):
                # The first two numbers tell the word; the others make every token as long as any other.
                weights[:, 2::2], weights[:, 3::2] = 1.0, -1.0
                weights[tokenizer(word, add_special_tokens=False)["input_ids"], :2] = torch.tensor([1.0, -1.0])
            elif name.endswith(("value.weight", "attention.output.dense.weight", "pooler.dense.weight")):
                weights.copy_(torch.eye(_WIDTH))  # with no queries and keys every token attends to all alike
            elif name.endswith("classifier.weight"):
                weights[0, 0] = 10.0
    model.save_pretrained(folder)
