"""The baseline's 4-bit format must be what `MatMulNBits` reads, or the benchmark would time something else."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from models.export.builder import GraphBuilder
from models.export.four_bit import FourBitFormat, quantise_blocks


def test_the_runtime_multiplies_by_the_weights_that_were_quantised() -> None:
    generator = np.random.default_rng(3)
    weight = generator.standard_normal((24, 64)).astype(np.float32)
    bias = generator.standard_normal(24).astype(np.float32)
    x = generator.standard_normal((5, 64)).astype(np.float32)
    graph = GraphBuilder()
    graph.input("x", "f32", ["rows", 64])
    graph.nodes("Identity", [FourBitFormat().linear(graph, "layer", weight, bias, "x")], ["y"])
    graph.output("y", "f32", ["rows", 24])
    model = graph.model("test").SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    actual = session.run(["y"], {"x": x})[0]
    exact = x @ weight.T + bias
    correlation = np.corrcoef(np.asarray(actual).ravel(), exact.ravel())[0, 1]
    assert correlation > 0.98


def test_values_are_within_half_a_step_of_the_weights() -> None:
    weight = np.random.default_rng(4).standard_normal((6, 96)).astype(np.float32)
    packed, scales = quantise_blocks(weight, 32)
    assert packed.shape == (6, 3, 16)
    values = np.stack([packed & 15, packed >> 4], axis=-1).reshape(6, 3, 32).astype(np.float32) - 8
    error = np.abs(values * scales[..., None] - weight.reshape(6, 3, 32))
    # The side without the extra value ends one step early.
    assert (error <= np.abs(scales)[..., None] * 1.001).all()
    assert np.median(error / np.abs(scales)[..., None]) < 0.5


def test_a_row_that_is_no_multiple_of_the_block_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple"):
        quantise_blocks(np.zeros((2, 40), dtype=np.float32), 32)
