"""The length beam inside the graph: `decoding/lengths.py`, where the lengths of a row are asked for by 0."""

from __future__ import annotations

import numpy as np

from models.architecture.config import ModelConfig
from models.decoding.lengths import NEXT_STEP, ROUNDING
from models.export.builder import GraphBuilder
from models.export.served_parts import scalar, size
from models.export.step_graph import NEVER

_INT64, _DOUBLE = 7, 11
#: In `lengths`: predicted; predicted and passed over.
PREDICTED, SKIPPED = 0, -2


class LengthBeam:
    """Builds the choice of lengths; `longest` is the manifest's limit of target tokens."""

    def __init__(self, graph: GraphBuilder, config: ModelConfig, longest: int) -> None:
        self.graph, self.config, self.longest = graph, config, longest

    def choose(self) -> str:
        """The length of every candidate [B, K], −1 for none.

        Reads `lengths` [B, K], `text_tokens`, `length_factor` [B, 1], `pins` [B, K, P] and `length_logits` [B, C].
        """
        graph, limit = self.graph, self.graph.integers(self.longest)
        predicted = self._equal("lengths", PREDICTED)
        ranked = graph.node("Or", [predicted, self._equal("lengths", SKIPPED)])
        ranked_numbers = graph.node("Cast", [ranked], to=_INT64)
        rank = graph.node("Sub", [graph.node("CumSum", [ranked_numbers, scalar(graph, 1)]), graph.integers(1)])
        beam = graph.node("ReduceSum", [ranked_numbers, graph.integers(1)], keepdims=1)
        shortest = self._shortest(ranked)
        probable, valid = self._probable(shortest)
        usual, usual_valid = self._at(probable, rank), self._at(valid, rank)
        sized, sized_valid = self._sized(probable, valid, beam, rank, shortest)
        plain = graph.node("Equal", ["length_factor", self._double(1.0)])
        found = graph.node("Where", [plain, usual_valid, sized_valid])
        length = graph.node("Where", [plain, usual, sized])
        none = graph.integers(-1)
        length = graph.node("Where", [graph.node("Greater", [found, graph.integers(0)]), length, none])
        given = graph.node("Where", [self._less("lengths", 1), none, graph.node("Min", ["lengths", limit])])
        return graph.node("Where", [predicted, length, given])

    def _shortest(self, ranked: str) -> str:
        """[B, 1]: 1, or one more than the last pinned index of the candidates whose lengths are predicted."""
        graph = self.graph
        steps = graph.node("Range", [scalar(graph, 0), size(graph, "pins", 2), scalar(graph, 1)])
        ends = graph.node("Add", [steps, graph.integers(1)])
        free = self._less("pins", 0)
        asked = graph.node("And", [graph.node("Not", [free]), graph.node("Unsqueeze", [ranked, graph.integers(2)])])
        last = graph.node("Where", [asked, ends, graph.integers(1)])
        shortest = graph.node("ReduceMax", [last, graph.integers(1, 2)], keepdims=0)
        column = graph.node("Unsqueeze", [shortest, graph.integers(1)])
        return graph.node("Min", [column, graph.integers(self.longest)])

    def _probable(self, shortest: str) -> tuple[str, str]:
        """Lengths by probability [B, C], and whether (1 or 0) they are possible."""
        graph, config = self.graph, self.config
        minimum = graph.integers(config.length_minimum)
        tokens = (
            "text_tokens" if config.length_relative_to_text else graph.node("Mul", ["text_tokens", graph.integers(0)])
        )
        base = graph.node("Add", [tokens, minimum])
        steps = graph.constant("length_classes", np.arange(config.length_classes, dtype=np.int64))
        lengths = graph.node("Add", [base, steps])
        limit = graph.integers(self.longest)
        inside = graph.node(
            "And",
            [graph.node("GreaterOrEqual", [lengths, shortest]), graph.node("LessOrEqual", [lengths, limit])],
        )
        logits = graph.node("Where", [inside, "length_logits", graph.number(NEVER)])
        order = "length_order"
        graph.nodes(
            "TopK",
            [logits, graph.integers(config.length_classes)],
            ["length_sorted", order],
            axis=-1,
            largest=1,
            sorted=1,
        )
        numbers = graph.node("Cast", [inside], to=_INT64)
        count = graph.node("ReduceSum", [numbers, graph.integers(1)], keepdims=1)
        nothing = graph.node("Equal", [count, graph.integers(0)])
        # A text far longer than any answer may be: the nearest length has to do, once.
        nearest = graph.node("Min", [graph.node("Max", [base, shortest]), limit])
        first = graph.constant("first_class", (np.arange(config.length_classes) == 0).astype(np.int64))
        chosen = graph.node("Where", [nothing, nearest, graph.node("GatherElements", [lengths, order], axis=1)])
        valid = graph.node("Where", [nothing, first, graph.node("GatherElements", [numbers, order], axis=1)])
        return chosen, valid

    def _sized(self, probable: str, valid: str, beam: str, rank: str, shortest: str) -> tuple[str, str]:
        """The length dial: lengths counted from the one that is asked for, up (factor over 1) or down."""
        graph = self.graph
        limit = graph.integers(self.longest)
        usual = graph.node("And", [self._greater_zero(valid), self._first(beam)])
        most = self._extreme("ReduceMax", usual, probable, graph.integers(0))
        least = self._extreme("ReduceMin", usual, probable, limit)
        factor, step = "length_factor", self._double(NEXT_STEP)
        head = graph.node("Slice", [probable, graph.integers(0), graph.integers(1), graph.integers(1)])
        asked = graph.node("Mul", [self._as_double(head), factor])
        longer = self._as_double(graph.node("Add", [most, graph.integers(1)]))
        from_up = graph.node("Max", [asked, longer, graph.node("Div", [graph.node("Mul", [longer, factor]), step])])
        first_up = self._whole("Ceil", from_up, -ROUNDING)
        end_up = self._whole("Ceil", graph.node("Mul", [from_up, step]), -ROUNDING)
        shorter = self._as_double(graph.node("Sub", [least, graph.integers(1)]))
        from_down = graph.node("Min", [asked, shorter, graph.node("Mul", [graph.node("Mul", [shorter, factor]), step])])
        first_down = self._whole("Floor", from_down, ROUNDING)
        end_down = self._whole("Floor", graph.node("Div", [from_down, step]), ROUNDING)
        up = graph.node("Greater", [factor, self._double(1.0)])
        first = graph.node("Where", [up, first_up, first_down])
        first = graph.node("Min", [graph.node("Max", [first, shortest]), limit])
        length = graph.node("Where", [up, graph.node("Add", [first, rank]), graph.node("Sub", [first, rank])])
        low = graph.node("Where", [up, shortest, graph.node("Add", [end_down, graph.integers(1)])])
        high = graph.node("Where", [up, graph.node("Sub", [end_up, graph.integers(1)]), limit])
        near = graph.node(
            "And", [graph.node("LessOrEqual", [length, high]), graph.node("GreaterOrEqual", [length, low])]
        )
        bounds = graph.node(
            "And", [graph.node("GreaterOrEqual", [length, shortest]), graph.node("LessOrEqual", [length, limit])]
        )
        ok = graph.node("Or", [graph.node("And", [near, bounds]), self._equal(rank, 0)])
        return length, graph.node("Cast", [ok], to=_INT64)

    def _extreme(self, kind: str, which: str, lengths: str, otherwise: str) -> str:
        chosen = self.graph.node("Where", [which, lengths, otherwise])
        return self.graph.node(kind, [chosen, self.graph.integers(1)], keepdims=1)

    def _first(self, count: str) -> str:
        """Classes that are among the first `count` [B, 1]: bool [B, C]."""
        steps = self.graph.constant("length_classes", np.arange(self.config.length_classes, dtype=np.int64))
        return self.graph.node("Less", [steps, count])

    def _at(self, values: str, rank: str) -> str:
        """Elements [B, K] of `values` [B, C]; a rank behind the last class reads the last."""
        graph, last = self.graph, self.graph.integers(self.config.length_classes - 1)
        return graph.node(
            "GatherElements", [values, graph.node("Min", [graph.node("Max", [rank, graph.integers(0)]), last])], axis=1
        )

    def _whole(self, kind: str, value: str, nudge: float) -> str:
        graph = self.graph
        return graph.node("Cast", [graph.node(kind, [graph.node("Add", [value, self._double(nudge)])])], to=_INT64)

    def _as_double(self, value: str) -> str:
        return self.graph.node("Cast", [value], to=_DOUBLE)

    def _double(self, value: float) -> str:
        return self.graph.constant(f"f64.{value!r}", np.asarray(value, dtype=np.float64))

    def _equal(self, value: str, number: int) -> str:
        return self.graph.node("Equal", [value, self.graph.integers(number)])

    def _less(self, value: str, number: int) -> str:
        return self.graph.node("Less", [value, self.graph.integers(number)])

    def _greater_zero(self, value: str) -> str:
        return self.graph.node("Greater", [value, self.graph.integers(0)])
