"""Int8 for servers, which batch the requests of many: no row's answer may depend on its neighbours or on padding."""

from __future__ import annotations

import numpy as np

from models.export.builder import GraphBuilder
from models.export.linear import quantise_rows
from models.package.weights import Array

_ZERO = 128


class RowInt8Format:
    """8-bit weights with a scale per output, activations quantised row by row: symmetric, each with its own scale.

    `DynamicQuantizeLinear`, which :class:`Int8Format` uses, takes one scale for the whole tensor, so that one row's
    outlier changes all others. Both factors are unsigned with zero point 128: as fast as signed weights here, and no
    processor saturates in their products, whatever the options of the server's session.
    """

    def embedding(self, graph: GraphBuilder, name: str, table: Array, ids: str) -> str:
        values, scales = self._store(graph, name, table)
        rows = graph.node("Cast", [graph.node("Gather", [values, ids], axis=0)], to=1)
        signed = graph.node("Sub", [rows, graph.number(_ZERO)])
        scale = graph.node("Gather", [scales, ids], axis=0)
        return graph.node("Mul", [signed, graph.node("Unsqueeze", [scale, graph.integers(-1)])])

    def linear(self, graph: GraphBuilder, name: str, weight: Array, bias: Array, x: str) -> str:
        values, scales = quantise_rows(weight)
        matrix = graph.constant(f"{name}.weight", _unsigned(values.T))
        return self._product(graph, x, matrix, graph.constant(f"{name}.scale", scales), f"{name}.bias", bias)

    def tied(self, graph: GraphBuilder, name: str, table: Array, bias: Array, x: str) -> str:
        values, scales = self._store(graph, name, table)
        matrix = graph.node("Transpose", [values], perm=[1, 0])
        return self._product(graph, x, matrix, scales, f"{name}.tied_bias", bias)

    @staticmethod
    def _store(graph: GraphBuilder, name: str, table: Array) -> tuple[str, str]:
        if not graph.has_constant(name):
            values, scales = quantise_rows(table)
            return graph.constant(name, _unsigned(values)), graph.constant(f"{name}.scale", scales)
        return name, f"{name}.scale"

    @staticmethod
    def _product(graph: GraphBuilder, x: str, matrix: str, scales: str, name: str, bias: Array) -> str:
        quantised, scale = f"{x}/quantised", f"{x}/scale"
        zero = graph.constant("u8.zero", np.asarray(_ZERO, dtype=np.uint8))
        if not graph.has(quantised):
            largest = graph.node("ReduceMax", [graph.node("Abs", [x]), graph.integers(-1)], keepdims=1)
            # A row of zeros would divide by zero.
            graph.nodes("Max", [graph.node("Div", [largest, graph.number(127)]), graph.number(1e-30)], [scale])
            whole = graph.node("Div", [x, scale])
            graph.nodes("QuantizeLinear", [whole, graph.number(1.0), zero], [quantised])
        integers = graph.node("MatMulInteger", [quantised, matrix, zero, zero])
        widened = graph.node("Mul", [graph.node("Cast", [integers], to=1), scale])
        product = graph.node("Mul", [widened, scales])
        return graph.node("Add", [product, graph.constant(name, bias)])


def _unsigned(values: np.ndarray) -> np.ndarray:
    return (values.astype(np.int16) + _ZERO).astype(np.uint8)
