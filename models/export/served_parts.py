"""Encoding and refining as parts of one graph, made of the step graph's own layers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.architecture.config import ModelConfig
from models.export.builder import GraphBuilder
from models.export.linear import MatrixFormat
from models.export.scope import ScopedBuilder, outer
from models.export.step_graph import StepGraph
from models.package.weights import Array


class _Part(StepGraph):
    """The step graph's layers, built into a graph that is given."""

    def __init__(
        self, weights: Mapping[str, Array], config: ModelConfig, matrices: MatrixFormat, graph: GraphBuilder
    ) -> None:
        super().__init__(weights, config, matrices)
        self.graph = graph

    def _keep(self, names: list[str], shape: list[str | int]) -> None:
        """Keys and values stay inside."""

    def _positions(self, first: str) -> None:
        """Compute `position_ids`, which count up from `first` [B, 1]; padding may lie behind the last position."""
        graph = self.graph
        count = size(graph, "input_ids", 1)
        steps = graph.node("Range", [scalar(graph, 0), count, scalar(graph, 1)])
        last = graph.integers(self.config.maximum_positions - 1)
        graph.nodes("Min", [graph.node("Add", [first, steps]), last], ["position_ids"])

    def _states(self) -> str:
        """All layers over `input_ids`: states [B, N, hidden]."""
        bias = self._attention_bias()
        x = self._embed()
        for layer in range(self.config.layers):
            x = self._layer(layer, x, bias)
        return self._norm("backbone.final_norm", x) if self.config.norm == "pre" else x

    def _types(self, value: int) -> None:
        if self.config.type_vocabulary_size > 1:
            graph = self.graph
            filled = graph.node("Mul", ["input_ids", graph.integers(0)])
            graph.nodes("Add", [filled, graph.integers(value)], ["type_ids"])


class EncodePart(_Part):
    """Reads `source` [B, S] and `source_tokens` [B, 1]; computes `present_key_l`, `present_value_l`, `attention_mask`
    [B, S] and the output `length_logits`.
    """

    def build_in(self) -> None:
        """Declare the inputs and add the nodes."""
        graph, config = self.graph, self.config
        graph.input("source", "i64", ["batch", "source"])
        graph.input("source_tokens", "i64", ["batch", 1])
        graph.nodes("Identity", ["source"], ["input_ids"])
        batch = graph.node("Shape", ["source"], start=0, end=1)
        zero = graph.node("Expand", [graph.integers(0), with_tail(graph, batch, 1)])
        self._positions(graph.node("Add", [zero, graph.integers(config.first_position)]))
        steps = graph.node("Range", [scalar(graph, 0), size(graph, "source", 1), scalar(graph, 1)])
        graph.nodes("Cast", [graph.node("Less", [steps, "source_tokens"])], ["attention_mask"], to=7)
        self._types(0)
        nothing = graph.constant("nothing", np.zeros((1, config.heads, 0, config.head_size), dtype=np.float32))
        past = graph.node("Expand", [nothing, with_tail(graph, batch, 1, 1, 1)])
        for layer in range(config.layers):
            for kind in ("key", "value"):
                graph.nodes("Identity", [past], [f"past_{kind}_{layer}"])
        self._length_head(self._states())


class RefinePart(_Part):
    """Targets against the sources that :class:`EncodePart` encoded in the graph around the scope."""

    graph: ScopedBuilder

    def states(self, ids: str, inside: str, owner: str | None) -> str:
        """States [A, L, hidden] of targets `ids` [A, L], whose tokens are where the int64 `inside` [A, L] is 1.

        Target i belongs to row `owner[i]` of the batch; None: to row i.
        """
        graph = self.graph

        def own(name: str) -> str:
            return outer(name) if owner is None else graph.node("Gather", [outer(name), owner], axis=0)

        graph.nodes("Identity", [ids], ["input_ids"])
        self._positions(own("target_position"))
        self._types(1)
        graph.nodes("Concat", [own("attention_mask"), inside], ["attention_mask"], axis=1)
        for layer in range(self.config.layers):
            for kind in ("key", "value"):
                graph.nodes("Identity", [own(f"present_{kind}_{layer}")], [f"past_{kind}_{layer}"])
        return self._states()

    def predict(self, states: str, rows: str) -> tuple[str, str, str]:
        """Compute `top_id` and `top_log_probability` of the chosen rows; returns what the other heads need: hidden
        states, logits, and the best log-probability [M, 1].
        """
        x, logits = self._logits(states, rows)
        return x, logits, self._best(logits)

    def candidates(self, logits: str, log_best: str, ids: str) -> str:
        """Log-probabilities [M, N] of the ids [M, N]."""
        self._candidates(logits, log_best, ids)
        return "candidate_log_probability"

    def mask_odds(self, x: str, log_best: str) -> str:
        """Log-odds [M] of the mask."""
        self._mask_odds(x, log_best)
        return "mask_log_odds"


def scalar(graph: GraphBuilder, value: int) -> str:
    """An int64 scalar constant."""
    return graph.constant(f"i64.scalar.{value}", np.asarray(value, dtype=np.int64))


def size(graph: GraphBuilder, value: str, axis: int) -> str:
    """The length of an axis, as a scalar."""
    return graph.node("Squeeze", [graph.node("Shape", [value], start=axis, end=axis + 1)])


def with_tail(graph: GraphBuilder, head: str, *tail: int) -> str:
    """A shape: the one-dimensional `head`, then constants."""
    return graph.node("Concat", [head, graph.integers(*tail)], axis=0)
