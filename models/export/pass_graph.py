"""One pass as one graph without memory: source and target in, the best tokens and asked probabilities out.

For labels, revision and gaps, whose bookkeeping stays in the client. `docs/serving.md` describes its tensors.
"""

from __future__ import annotations

from collections.abc import Mapping

import onnx
from onnx import TensorProto

from models.architecture.config import ModelConfig
from models.export.builder import GraphBuilder
from models.export.external import ExternalTensors
from models.export.linear import MatrixFormat
from models.export.scope import ScopedBuilder, outer
from models.export.served_parts import EncodePart, RefinePart, scalar, size
from models.package.weights import Array

_FLOAT, _INT64 = TensorProto.FLOAT, TensorProto.INT64


class PassGraph:
    """Builds the graph of one model in one matrix format."""

    def __init__(
        self,
        weights: Mapping[str, Array],
        config: ModelConfig,
        matrices: MatrixFormat,
        external: ExternalTensors | None = None,
    ) -> None:
        """`external` as of :class:`StepGraph`."""
        self.weights, self.config, self.matrices = weights, config, matrices
        self.graph = GraphBuilder(external)

    def build(self, version: str) -> onnx.ModelProto:
        """The graph; `version` is the package's."""
        graph, config = self.graph, self.config
        EncodePart(self.weights, config, self.matrices, graph).build_in()
        graph.input("target_position", "i64", ["batch", 1])
        graph.input("target", "i64", ["batch", "target"])
        graph.input("candidates", "i64", ["batch", "target", "asked"])
        inside = graph.node("GreaterOrEqual", ["target", graph.integers(0)])
        numbers = graph.node("Cast", [inside], to=_INT64)
        ids = graph.node("Where", [inside, "target", graph.integers(config.pad_id)])
        row, column = self._slots(inside)
        rows = graph.node("Add", [graph.node("Mul", [row, size(graph, "target", 1)]), column])
        scope = ScopedBuilder(graph, "pass")
        part = RefinePart(self.weights, config, self.matrices, scope)
        x, logits, log_best = part.predict(part.states(outer(ids), outer(numbers), None), outer(rows))
        asked = self._asked(rows)
        known = scope.node("Max", [outer(asked), scope.integers(0)])
        probabilities = part.candidates(logits, log_best, known)
        odds = part.mask_odds(x, log_best) if config.revises else None
        scope.merge()
        places = graph.node("Concat", [graph.node("Unsqueeze", [a, graph.integers(1)]) for a in (row, column)], axis=1)
        self._scatter("best", "i64", self._like("target", -1), places, scope.inside("top_id"))
        nothing = graph.node("Cast", [self._like("target", 0)], to=_FLOAT)
        self._scatter("log_probabilities", "f32", nothing, places, scope.inside("top_log_probability"))
        some = graph.node("GreaterOrEqual", [asked, graph.integers(0)])
        given = graph.node("Where", [some, scope.inside(probabilities), graph.number(0)])
        nowhere = graph.node("Cast", [self._like("candidates", 0)], to=_FLOAT)
        graph.nodes("ScatterND", [nowhere, places, given], ["candidate_log_probabilities"])
        graph.output("candidate_log_probabilities", "f32", ["batch", "target", "asked"])
        if odds is not None:
            self._scatter("mask_log_odds", "f32", nothing, places, scope.inside(odds))
        return graph.model(version)

    def _slots(self, inside: str) -> tuple[str, str]:
        """Rows and columns that are read: the masks of a row, or all tokens of one without a mask."""
        graph = self.graph
        is_mask = graph.node("Equal", ["target", graph.integers(self.config.mask_id)])
        masks = graph.node("ReduceMax", [graph.node("Cast", [is_mask], to=_INT64), graph.integers(1)], keepdims=1)
        whole = graph.node("And", [inside, graph.node("Equal", [masks, graph.integers(0)])])
        slots = graph.node("NonZero", [graph.node("Or", [is_mask, whole])])
        row, column = (graph.node("Gather", [slots, scalar(graph, axis)], axis=0) for axis in (0, 1))
        return row, column

    def _asked(self, rows: str) -> str:
        """The candidates [M, N] of the rows that are read."""
        graph = self.graph
        count = graph.node("Shape", ["candidates"], start=2, end=3)
        flat = graph.node("Reshape", ["candidates", graph.node("Concat", [graph.integers(-1), count], axis=0)])
        return graph.node("Gather", [flat, rows], axis=0)

    def _like(self, name: str, value: int) -> str:
        """An int64 tensor of the shape of an input, filled with `value`."""
        return self.graph.node("Expand", [self.graph.integers(value), self.graph.node("Shape", [name])])

    def _scatter(self, name: str, kind: str, nothing: str, places: str, values: str) -> None:
        """An output [B, L] that has the values at the places."""
        self.graph.nodes("ScatterND", [nothing, places, values], [name])
        self.graph.output(name, kind, ["batch", "target"])
