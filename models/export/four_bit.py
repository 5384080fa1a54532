"""4-bit weights in blocks: a variant of a package, and the best format of the benchmarks' autoregressive baseline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.export.builder import GraphBuilder
from models.export.tables import row_blocks
from models.package.weights import Array

BITS = 4
#: `MatMulNBits` computes with activations of this precision: 4 = int8, the fastest on a processor.
ACCURACY_LEVEL = 4


class FourBitFormat:
    """`MatMulNBits` with symmetric blocks; the embedding, of which a run reads single rows, stays float32."""

    def __init__(self, block: int = 32) -> None:
        self.block = block

    def embedding(self, graph: GraphBuilder, name: str, table: Array, ids: str) -> str:
        return graph.node("Gather", [graph.constant(name, table), ids], axis=0)

    def linear(self, graph: GraphBuilder, name: str, weight: Array, bias: Array, x: str) -> str:
        values, scales = quantise_blocks(weight, self.block)
        matrix, steps = graph.constant(f"{name}.nibbles", values), graph.constant(f"{name}.block_scales", scales)
        product = self.product(graph, x, matrix, steps, weight.shape)
        return graph.node("Add", [product, graph.constant(f"{name}.bias", bias)])

    def product(self, graph: GraphBuilder, x: str, blocks: str, scales: str, shape: tuple[int, ...]) -> str:
        """x · weightᵀ for a weight of `shape` [out, in] in blocks."""
        return graph.node(
            "MatMulNBits",
            [x, blocks, scales],
            domain="com.microsoft",
            K=shape[1],
            N=shape[0],
            bits=BITS,
            block_size=self.block,
            accuracy_level=ACCURACY_LEVEL,
        )

    def tied(self, graph: GraphBuilder, name: str, table: Array, bias: Array, x: str) -> str:
        return self.linear(graph, f"{name}.tied", table, bias, x)


def quantise_blocks(weight: Array, block: int) -> tuple[NDArray[np.uint8], Array]:
    """4-bit values [out, blocks, block / 2], low nibble first, and scales [out, blocks]; zero point 8.

    The scale maps the entry of largest magnitude to −8, the only value that 4 bits have one more of.
    Raises ValueError if the row length is not a multiple of `block`.
    """
    outputs, inputs = weight.shape
    if inputs % block:
        raise ValueError(f"{inputs} inputs are not a multiple of the block of {block}")
    packed = np.empty((outputs, inputs // block, block // 2), dtype=np.uint8)
    scales = np.empty((outputs, inputs // block), dtype=np.float32)
    for rows in row_blocks(weight):
        blocks = weight[rows].astype(np.float32, copy=False).reshape(-1, inputs // block, block)
        extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=-1)[..., None], axis=-1)[..., 0]
        scales[rows] = extreme / -8
        divisor = np.where(scales[rows] == 0, np.float32(1), scales[rows])[..., None]
        values = np.clip(np.rint(blocks / divisor) + 8, 0, 15).astype(np.uint8)
        packed[rows] = values[..., 0::2] | (values[..., 1::2] << 4)
    return packed, scales
