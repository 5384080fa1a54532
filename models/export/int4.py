"""4-bit weights as a variant of a package: the vocabulary table is stored once, for look-up and head."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.export.builder import GraphBuilder
from models.export.four_bit import BITS, FourBitFormat, quantise_blocks
from models.package.weights import Array


class Int4Format(FourBitFormat):
    """`MatMulNBits` everywhere; embedding rows are taken from the head's own matrix by `GatherBlockQuantized`.

    The two operators want the same bytes in different shapes, [V, blocks, block / 2] and [V, hidden / 2].
    """

    def embedding(self, graph: GraphBuilder, name: str, table: Array, ids: str) -> str:
        values, scales = self._store(graph, name, table)
        return graph.node(
            "GatherBlockQuantized",
            [values, ids, scales],
            domain="com.microsoft",
            bits=BITS,
            block_size=self.block,
            gather_axis=0,
            quantize_axis=1,
        )

    def tied(self, graph: GraphBuilder, name: str, table: Array, bias: Array, x: str) -> str:
        values, scales = self._store(graph, name, table)
        shape = graph.integers(len(table), table.shape[1] // self.block, self.block // 2)
        # A change of shape moves nothing; it is folded when the session is created.
        blocks = graph.node("Reshape", [values, shape])
        product = self.product(graph, x, blocks, scales, (len(table), table.shape[1]))
        return graph.node("Add", [product, graph.constant(f"{name}.tied_bias", bias)])

    def _store(self, graph: GraphBuilder, name: str, table: Array) -> tuple[str, str]:
        nibbles, scales = f"{name}.nibbles", f"{name}.block_scales"
        if not graph.has_constant(nibbles):
            values, steps = quantise_blocks(table, self.block)
            return graph.constant(nibbles, _flat(values)), graph.constant(scales, steps)
        return nibbles, scales


def _flat(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return values.reshape(len(values), -1)
