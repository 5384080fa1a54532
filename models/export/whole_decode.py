"""The whole decode as one ONNX graph, so that one request to a server is one answer: `decoding/decoder.py` with the
length beam, the passes of Mask-Predict, pins and early stopping inside. `docs/serving.md` describes its tensors.

The source is encoded once. A pass is one trip of a `Loop`: only candidates that are not finished run through the
layers, and only their masked rows reach the vocabulary head.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto

from models.architecture.config import ModelConfig
from models.export.builder import GraphBuilder
from models.export.external import ExternalTensors
from models.export.linear import MatrixFormat
from models.export.scope import ScopedBuilder
from models.export.served_lengths import LengthBeam
from models.export.served_parts import EncodePart, RefinePart, scalar, size
from models.export.whole_decode_pass import STATE, PassBody, any_of
from models.package.weights import Array

_FLOAT, _INT64 = TensorProto.FLOAT, TensorProto.INT64


class WholeDecodeGraph:
    """Builds the graph of one model in one matrix format; `longest` is the manifest's limit of target tokens."""

    def __init__(
        self,
        weights: Mapping[str, Array],
        config: ModelConfig,
        matrices: MatrixFormat,
        *,
        longest: int,
        external: ExternalTensors | None = None,
    ) -> None:
        """`external` as of :class:`StepGraph`."""
        self.weights, self.config, self.matrices, self.longest = weights, config, matrices, longest
        self.graph = GraphBuilder(external)

    def build(self, version: str) -> onnx.ModelProto:
        """The graph; `version` is the package's."""
        graph = self.graph
        EncodePart(self.weights, self.config, self.matrices, graph).build_in()
        for name in ("text_tokens", "target_position"):
            graph.input(name, "i64", ["batch", 1])
        graph.input("lengths", "i64", ["batch", "candidates"])
        graph.input("length_factor", "f64", ["batch", 1])
        graph.input("pins", "i64", ["batch", "candidates", "pinned"])
        graph.input("iterations", "i64", ["batch", 1])
        graph.input("stop_confidence", "f64", ["batch", 1])
        graph.nodes("Identity", [LengthBeam(graph, self.config, self.longest).choose()], ["lengths_used"])
        self._candidates()
        self._settings()
        self._loop()
        self._outputs()
        return graph.model(version)

    def _candidates(self) -> None:
        """The candidates [R = B · K, L] before the first pass."""
        graph, config = self.graph, self.config
        graph.nodes("Reshape", ["lengths_used", graph.integers(-1, 1)], ["row_length"])
        longest = graph.node("ReduceMax", ["row_length"], keepdims=0)
        graph.nodes("Max", [longest, scalar(graph, 1)], ["width"])
        graph.nodes("Range", [scalar(graph, 0), "width", scalar(graph, 1)], ["columns"])
        graph.nodes("Less", ["columns", "row_length"], ["inside"])
        graph.nodes("Cast", ["inside"], ["inside_numbers"], to=_INT64)
        pins = self._pins()
        is_free = graph.node("Less", [pins, graph.integers(0)])
        graph.nodes("And", ["inside", is_free], ["free"])
        empty = graph.node("Where", ["inside", graph.integers(config.mask_id), graph.integers(config.pad_id)])
        pinned = graph.node("And", ["inside", graph.node("Not", [is_free])])
        graph.nodes("Where", [pinned, pins, empty], ["first_ids"])
        zeros = graph.node("Mul", [graph.node("Cast", ["first_ids"], to=_FLOAT), graph.number(0)])
        graph.nodes("Identity", [zeros], ["first_scores"])
        graph.nodes("Mul", ["row_length", graph.integers(0)], ["first_passes"])
        free = graph.node("Cast", ["free"], to=_INT64)
        graph.nodes("ReduceSum", [free, graph.integers(1)], ["free_count"], keepdims=1)

    def _pins(self) -> str:
        """The pins as [R, L]."""
        graph = self.graph
        count = graph.node("Shape", ["row_length"], start=0, end=1)
        width = graph.node("Unsqueeze", ["width", graph.integers(0)])
        last = graph.node("Shape", ["pins"], start=2, end=3)
        pins = graph.node("Reshape", ["pins", graph.node("Concat", [count, last], axis=0)])
        free = graph.node("Expand", [graph.integers(-1), graph.node("Concat", [count, width], axis=0)])
        wide = graph.node("Concat", [pins, free], axis=1)
        return graph.node("Slice", [wide, graph.integers(0), width, graph.integers(1)])

    def _settings(self) -> None:
        """Plan of each candidate: its row of the batch, passes, and the score from which on it is settled."""
        graph = self.graph
        beam = graph.node("Shape", ["lengths"], start=1, end=2)
        numbers = graph.node("Range", [scalar(graph, 0), size(graph, "row_length", 0), scalar(graph, 1)])
        graph.nodes("Div", [numbers, beam], ["owner"])
        iterations = graph.node("Max", ["iterations", graph.integers(1)])
        graph.nodes("Gather", [iterations, "owner"], ["row_iterations"], axis=0)
        # No score is positive, so none reaches 1.
        never = graph.constant("f64.1.0", np.asarray(1.0, dtype=np.float64))
        stops = graph.node("Less", ["stop_confidence", never])
        least = graph.node("Where", [stops, graph.node("Log", ["stop_confidence"]), never])
        graph.nodes("Gather", [least, "owner"], ["row_least"], axis=0)

    def _loop(self) -> None:
        graph, scope = self.graph, ScopedBuilder(self.graph, "pass")
        part = RefinePart(self.weights, self.config, self.matrices, scope)
        body = PassBody(scope, part, self.config.mask_id).build()
        trips = graph.node("ReduceMax", ["row_iterations"], keepdims=0)
        state = ["first_ids", "first_scores", "free", "first_ids", "first_passes"]
        graph.nodes("Loop", [trips, any_of(graph, "free"), *state], [f"last_{name}" for name in STATE], body=body)

    def _outputs(self) -> None:
        """Give the candidates the shapes of the outputs."""
        graph = self.graph
        shape = graph.node("Shape", ["lengths"])
        whole = graph.node("Concat", [shape, graph.integers(-1)], axis=0)
        tokens = graph.node("Where", ["inside", "last_ids", graph.integers(-1)])
        graph.nodes("Reshape", [tokens, whole], ["tokens"])
        graph.nodes("Reshape", ["last_scores", whole], ["log_probabilities"])
        graph.nodes("Reshape", ["last_passes", shape], ["passes"])
        graph.output("tokens", "i64", ["batch", "candidates", "longest"])
        graph.output("log_probabilities", "f32", ["batch", "candidates", "longest"])
        graph.output("lengths_used", "i64", ["batch", "candidates"])
        graph.output("passes", "i64", ["batch", "candidates"])
