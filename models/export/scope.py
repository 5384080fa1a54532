"""A part of a graph with names of its own: the body of a loop, or a second use of the layers in one graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper

from models.export.builder import GraphBuilder

_OUTER = "^"


def outer(name: str) -> str:
    """Inside a scope: the value of that name of the graph around it."""
    return _OUTER + name


class ScopedBuilder(GraphBuilder):
    """Names every value `prefix/value`. Constants belong to the graph around it, and what depends on them alone is
    computed there, once.
    """

    def __init__(self, around: GraphBuilder, prefix: str) -> None:
        super().__init__()
        self.around, self.prefix = around, prefix
        self._hoisted: set[str] = set()  # values of the graph around it that depend on constants alone

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        return self.around.constant(name, value)

    def has_constant(self, name: str) -> bool:
        return self.around.has_constant(name)

    def made_constant(self, name: str, make: Callable[[], NDArray[np.generic]]) -> str:
        return self.around.made_constant(name, make)

    def nodes(self, kind: str, inputs: list[str], outputs: list[str], *, domain: str = "", **attributes: Any) -> None:
        self._values.update(outputs)
        named = [self.inside(name) for name in outputs]
        node = helper.make_node(
            kind,
            [self._resolve(name) for name in inputs],
            named,
            name=f"{named[0]}/{kind}",
            domain=domain,
            **attributes,
        )
        self._nodes.append(node)

    def node(
        self, kind: str, inputs: list[str], *, name: str | None = None, domain: str = "", **attributes: Any
    ) -> str:
        if name is None and inputs and all(value in self._hoisted or self.has_constant(value) for value in inputs):
            plain = [value.removeprefix(_OUTER) for value in inputs]
            hoisted = outer(self.around.node(kind, plain, domain=domain, **attributes))
            self._hoisted.add(hoisted)
            return hoisted
        return super().node(kind, inputs, name=name, domain=domain, **attributes)

    def input(self, name: str, kind: str, shape: list[str | int]) -> str:
        self._values.add(name)
        super().input(self.inside(name), kind, shape)
        return name

    def output(self, name: str, kind: str, shape: list[str | int]) -> None:
        super().output(self.inside(name), kind, shape)

    def inside(self, name: str) -> str:
        """The full name of a value of this scope."""
        return f"{self.prefix}/{name}"

    def _resolve(self, name: str) -> str:
        if name.startswith(_OUTER):
            return name.removeprefix(_OUTER)
        return self.inside(name) if name in self._values else name

    def merge(self) -> None:
        """Put the nodes into the graph around it."""
        self.around.append(self._nodes)

    def body(self) -> onnx.GraphProto:
        """The nodes as the body of a `Loop`, whose inputs and outputs are those declared here."""
        return helper.make_graph(self._nodes, self.prefix, self._inputs, self._outputs)
