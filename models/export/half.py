"""fp16 for GPUs: matrices are kept and multiplied in fp16; norms, softmax, biases and outputs are float32."""

from __future__ import annotations

from functools import partial

import numpy as np
from onnx import TensorProto

from models.export.builder import GraphBuilder
from models.export.tables import split_table, take_columns
from models.package.weights import Array

_LARGEST = float(np.finfo(np.float16).max)


class Float16Format:
    """Products in fp16 between two casts, which a GPU's runtime fuses away; the sum of a bias is float32.

    Raises ValueError for a weight that fp16 does not hold.
    """

    def embedding(self, graph: GraphBuilder, name: str, table: Array, ids: str) -> str:
        cuts = split_table(name, table, bytes_each=2)
        parts = [graph.made_constant(part, partial(_half, part, values)) for part, values in cuts]
        rows = [graph.node("Gather", [part, ids], axis=0) for part in parts]
        whole = rows[0] if len(rows) == 1 else graph.node("Concat", rows, axis=-1)
        return graph.node("Cast", [whole], to=TensorProto.FLOAT)

    def linear(self, graph: GraphBuilder, name: str, weight: Array, bias: Array, x: str) -> str:
        product = graph.node("MatMul", [_as_half(graph, x), graph.constant(f"{name}.weight", _half(name, weight.T))])
        widened = graph.node("Cast", [product], to=TensorProto.FLOAT)
        return graph.node("Add", [widened, graph.constant(f"{name}.bias", bias)])

    def tied(self, graph: GraphBuilder, name: str, table: Array, bias: Array, x: str) -> str:
        total, start = "", 0
        for part, values in split_table(name, table, bytes_each=2):
            width = values.shape[1]
            stored = graph.made_constant(part, partial(_half, part, values))
            matrix = graph.node("Transpose", [stored], perm=[1, 0])
            columns = x if width == table.shape[1] else take_columns(graph, x, start, start + width)
            product = graph.node("MatMul", [_as_half(graph, columns), matrix])
            widened = graph.node("Cast", [product], to=TensorProto.FLOAT)
            total = graph.node("Add", [total, widened]) if total else widened
            start += width
        return graph.node("Add", [total, graph.constant(f"{name}.tied_bias", bias)])


def _as_half(graph: GraphBuilder, x: str) -> str:
    name = f"{x}/half"
    return name if graph.has(name) else graph.node("Cast", [x], name=name, to=TensorProto.FLOAT16)


def _half(name: str, values: Array) -> np.ndarray:
    # Not by the largest magnitude: that would be a second table.
    if values.size and max(float(values.max()), -float(values.min())) > _LARGEST:
        raise ValueError(f"{name} does not fit into fp16")
    return values.astype(np.float16, copy=False)
