"""One pass of Mask-Predict as the body of a loop: `decoding/mask_predict.py` for all candidates at once.

State, for R candidates of at most L tokens: `ids` [R, L] with the mask id where the pass predicts, `scores` [R, L],
`masked` [R, L], `before` [R, L] (the ids before they were masked), `passes` [R, 1].
"""

from __future__ import annotations

import onnx
from onnx import TensorProto

from models.decoding.scores import GRID
from models.export.builder import GraphBuilder
from models.export.scope import ScopedBuilder, outer
from models.export.served_parts import RefinePart, scalar

_INT64, _BOOL, _DOUBLE = TensorProto.INT64, TensorProto.BOOL, TensorProto.DOUBLE
#: A key that is sorted behind all scores.
_LAST = 2**60
STATE = {"ids": "i64", "scores": "f32", "masked": "bool", "before": "i64", "passes": "i64"}


def any_of(graph: GraphBuilder, flags: str) -> str:
    """True if one of the flags is set: a bool scalar."""
    highest = graph.node("ReduceMax", [graph.node("Cast", [flags], to=_INT64)], keepdims=0)
    return graph.node("Cast", [highest], to=_BOOL)


class PassBody:
    """Builds the body. It reads `width`, `columns`, `owner`, `inside`, `free`, `free_count`, `row_iterations` and
    `row_least` of the graph around it, and what :class:`RefinePart` reads.
    """

    def __init__(self, scope: ScopedBuilder, part: RefinePart, mask_id: int) -> None:
        self.scope, self.part, self.mask_id = scope, part, mask_id

    def build(self) -> onnx.GraphProto:
        """The body of the loop; its outputs are the condition and the state."""
        scope = self.scope
        scope.input("number", "i64", [])
        scope.input("condition", "bool", [])
        for name, kind in STATE.items():
            scope.input(name, kind, ["candidate", 1 if name == "passes" else "width"])
        flags = scope.node("ReduceMax", [scope.node("Cast", ["masked"], to=_INT64), scope.integers(1)], keepdims=1)
        running = scope.node("Greater", [flags, scope.integers(0)])
        self._predict(running)
        scope.nodes("Add", ["passes", flags], ["next_passes"])
        count = self._count(running)
        scope.nodes("Less", self._ranked(count), ["next_masked"])
        scope.nodes("Where", ["next_masked", scope.integers(self.mask_id), "next_before"], ["next_ids"])
        scope.nodes("Identity", [any_of(scope, "next_masked")], ["next_condition"])
        scope.output("next_condition", "bool", [])
        for name, kind in STATE.items():
            scope.output(f"next_{name}", kind, ["candidate", 1 if name == "passes" else "width"])
        return scope.body()

    def _predict(self, running: str) -> None:
        """Compute `next_before` and `next_scores`: what the candidates with masks become."""
        scope = self.scope
        chosen = scope.node("NonZero", [scope.node("Squeeze", [running, scope.integers(1)])])
        active = scope.node("Squeeze", [chosen, scope.integers(0)])
        ids, masked, inside, owner = (
            scope.node("Gather", [name, active], axis=0)
            for name in ("ids", "masked", outer("inside_numbers"), outer("owner"))
        )
        slots = scope.node("NonZero", [masked])
        row, column = (scope.node("Gather", [slots, scalar(scope, axis)], axis=0) for axis in (0, 1))
        rows = scope.node("Add", [scope.node("Mul", [row, outer("width")]), column])
        self.part.predict(self.part.states(ids, inside, owner), rows)
        candidate = scope.node("Gather", [active, row], axis=0)
        pair = [scope.node("Unsqueeze", [axis, scope.integers(1)]) for axis in (candidate, column)]
        places = scope.node("Concat", pair, axis=1)
        # Exact in float32: a multiple of a power of two, and a half on top.
        steps = scope.node("Add", [scope.node("Mul", ["top_log_probability", scope.number(GRID)]), scope.number(0.5)])
        rounded = scope.node("Div", [scope.node("Floor", [steps]), scope.number(GRID)])
        scope.nodes("ScatterND", ["ids", places, "top_id"], ["next_before"])
        scope.nodes("ScatterND", ["scores", places, rounded], ["next_scores"])

    def _count(self, running: str) -> str:
        """Number of tokens of each candidate that the next pass predicts: [R, 1], 0 for one that is finished."""
        scope = self.scope
        changed = scope.node("And", ["masked", scope.node("Not", [scope.node("Equal", ["next_before", "before"])])])
        changes = scope.node("ReduceMax", [scope.node("Cast", [changed], to=_INT64), scope.integers(1)], keepdims=1)
        lowest = scope.node("ReduceMin", ["next_scores", scope.integers(1)], keepdims=1)
        sure = scope.node("GreaterOrEqual", [scope.node("Cast", [lowest], to=_DOUBLE), outer("row_least")])
        again = scope.node("Greater", ["next_passes", scope.integers(1)])
        same = scope.node("And", [again, scope.node("Equal", [changes, scope.integers(0)])])
        goes_on = scope.node("And", [running, scope.node("Not", [scope.node("And", [same, sure])])])
        # In pass t = number + 2 of T it is floor(n (T − t + 1) / T).
        done = scope.node("Add", ["number", scope.integers(1)])
        left = scope.node("Max", [scope.node("Sub", [outer("row_iterations"), done]), scope.integers(0)])
        count = scope.node("Div", [scope.node("Mul", [outer("free_count"), left]), outer("row_iterations")])
        return scope.node("Where", [goes_on, count, scope.integers(0)])

    def _ranked(self, count: str) -> list[str]:
        """Sort keys of the tokens, and the key from which on they stay: score first, then position. All differ, so that
        no device's order among equals matters.
        """
        scope = self.scope
        grid = scope.node("Cast", [scope.node("Mul", ["next_scores", scope.number(GRID)])], to=_INT64)
        keys = scope.node("Add", [scope.node("Mul", [grid, outer("width")]), outer("columns")])
        keys = scope.node("Where", [outer("free"), keys, scope.integers(_LAST)])
        width = scope.node("Unsqueeze", [outer("width"), scope.integers(0)])
        scope.nodes("TopK", [keys, width], ["sorted_keys", "order"], axis=1, largest=0, sorted=1)
        return [keys, scope.node("GatherElements", ["sorted_keys", count], axis=1)]
