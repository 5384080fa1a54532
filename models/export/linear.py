"""Matrix products of the step graph, in float32 or with dynamically quantised activations."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.export.builder import GraphBuilder
from models.export.tables import row_blocks, split_table, take_columns
from models.package.weights import Array


class MatrixFormat(Protocol):
    """Storage of the matrices in a graph. A table may be fp16 in a mapped file: it is widened part by part."""

    def embedding(self, graph: GraphBuilder, name: str, table: Array, ids: str) -> str:
        """Rows of `table` [V, hidden] at `ids` (any shape), float32."""

    def linear(self, graph: GraphBuilder, name: str, weight: Array, bias: Array, x: str) -> str:
        """x · weightᵀ + bias, where `weight` is [out, in] as in PyTorch."""

    def tied(self, graph: GraphBuilder, name: str, table: Array, bias: Array, x: str) -> str:
        """x · tableᵀ + bias with the table that :meth:`embedding` stored under the same name."""


class Float32Format:
    """Plain float32: `Gather`, `MatMul`, `Add`."""

    def embedding(self, graph: GraphBuilder, name: str, table: Array, ids: str) -> str:
        parts = [graph.made_constant(part, partial(_wide, cut)) for part, cut in split_table(name, table, bytes_each=4)]
        rows = [graph.node("Gather", [part, ids], axis=0) for part in parts]
        return rows[0] if len(rows) == 1 else graph.node("Concat", rows, axis=-1)

    def linear(self, graph: GraphBuilder, name: str, weight: Array, bias: Array, x: str) -> str:
        product = graph.node("MatMul", [x, graph.constant(f"{name}.weight", weight.T)])
        return graph.node("Add", [product, graph.constant(f"{name}.bias", bias)])

    def tied(self, graph: GraphBuilder, name: str, table: Array, bias: Array, x: str) -> str:
        # Folded into a constant when the session is created; the file holds the table once.
        total, start = "", 0
        for part, values in split_table(name, table, bytes_each=4):
            width = values.shape[1]
            transposed = graph.node("Transpose", [graph.made_constant(part, partial(_wide, values))], perm=[1, 0])
            columns = x if width == table.shape[1] else take_columns(graph, x, start, start + width)
            product = graph.node("MatMul", [columns, transposed])
            total = graph.node("Add", [total, product]) if total else product
            start += width
        return graph.node("Add", [total, graph.constant(f"{name}.tied_bias", bias)])


class Int8Format:
    """8-bit weights with a scale per output, activations quantised per run.

    The weights are signed, which is 1.5 times faster on processors with VNNI than unsigned ones. Older x86 processors
    saturate in unsigned × signed products, unless `session.x64quantprecision` is set, as it is wherever the product
    makes a session.
    """

    def embedding(self, graph: GraphBuilder, name: str, table: Array, ids: str) -> str:
        values, scales = self._store(graph, name, table)
        rows = graph.node("Cast", [graph.node("Gather", [values, ids], axis=0)], to=1)
        scale = graph.node("Gather", [scales, ids], axis=0)
        return graph.node("Mul", [rows, graph.node("Unsqueeze", [scale, graph.integers(-1)])])

    def linear(self, graph: GraphBuilder, name: str, weight: Array, bias: Array, x: str) -> str:
        values, scales = quantise_rows(weight)
        matrix = graph.constant(f"{name}.weight", values.T)
        return self._product(graph, x, matrix, graph.constant(f"{name}.scale", scales), name, bias)

    def tied(self, graph: GraphBuilder, name: str, table: Array, bias: Array, x: str) -> str:
        values, scales = self._store(graph, name, table)
        matrix = graph.node("Transpose", [values], perm=[1, 0])
        return self._product(graph, x, matrix, scales, f"{name}.tied", bias)

    @staticmethod
    def _store(graph: GraphBuilder, name: str, table: Array) -> tuple[str, str]:
        if not graph.has_constant(name):
            values, scales = quantise_rows(table)
            return graph.constant(name, values), graph.constant(f"{name}.scale", scales)
        return name, f"{name}.scale"

    @staticmethod
    def _product(graph: GraphBuilder, x: str, matrix: str, scales: str, name: str, bias: Array) -> str:
        """The pattern that onnxruntime fuses into one `DynamicQuantizeMatMul`."""
        quantised, scale, zero = (f"{x}/quantised", f"{x}/scale", f"{x}/zero")
        if not graph.has(quantised):
            graph.nodes("DynamicQuantizeLinear", [x], [quantised, scale, zero])
        integers = graph.node("MatMulInteger", [quantised, matrix, zero])
        factor = graph.node("Mul", [scale, scales])
        product = graph.node("Mul", [graph.node("Cast", [integers], to=1), factor])
        return graph.node("Add", [product, graph.constant(f"{name}.bias", bias)])


def quantise_rows(weight: Array) -> tuple[NDArray[np.int8], Array]:
    """Symmetric 8-bit values and a scale per row: weight ≈ values · scale[:, None]."""
    values, scales = np.empty(weight.shape, dtype=np.int8), np.empty(len(weight), dtype=np.float32)
    for rows in row_blocks(weight):
        block = weight[rows].astype(np.float32, copy=False)
        largest = np.abs(block).max(axis=1)
        scales[rows] = np.where(largest > 0, largest, 1.0) / 127
        values[rows] = np.clip(np.rint(block / scales[rows, None]), -127, 127)
    return values, scales


def _wide(values: Array) -> Array:
    return values.astype(np.float32, copy=False)
