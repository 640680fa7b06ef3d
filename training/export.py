"""The trained network as one ONNX file with 8-bit weights, which is what the program runs."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch

from models.reader.layout import PASSAGE
from training.network import WIDTH, Judged, ReaderNetwork

_ROWS, _TOKENS = 2, 16
"""Of the example that the graph is traced with; both stay free in the file."""


def write(network: ReaderNetwork, target: Path) -> None:
    """Write `network` to `target` in 8 bits, each output row of a weight with a scale of its own. Raises OSError."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _write_whole(network, whole)
        # Seven bits of the eight: on processors without VNNI the sums of two products would overflow at the eighth.
        quantize_dynamic(whole, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def _write_whole(network: ReaderNetwork, target: Path) -> None:
    network.eval()
    rows = (
        torch.zeros(_ROWS, _TOKENS, WIDTH),
        torch.full((_ROWS, _TOKENS), PASSAGE),
        torch.ones(_ROWS, _TOKENS),
        torch.zeros(_ROWS, dtype=torch.long),
    )
    inputs, outputs = ("words", "parts", "mask", "task"), Judged._fields
    free = {name: {0: "rows", 1: "tokens"} for name in ("words", "parts", "mask", "span")}
    free |= {name: {0: "rows"} for name in ("task", "answer", "support", "kind", "order")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that needs no further package is called the old one
        torch.onnx.export(
            network,
            rows,
            str(target),
            dynamo=False,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=free,
            opset_version=17,
        )
