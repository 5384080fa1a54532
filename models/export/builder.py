"""A thin layer over `onnx.helper`: nodes are added in order, every value has a name, constants are shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from models.export.external import ExternalTensors

OPSET = 20
#: Largest protobuf that is written as one file; ONNX itself fails at 2 GiB.
SINGLE_FILE_BYTES = 1_800_000_000

_TYPES = {"i64": TensorProto.INT64, "f32": TensorProto.FLOAT, "f64": TensorProto.DOUBLE, "bool": TensorProto.BOOL}


class GraphBuilder:
    """Collects nodes and initialisers of one graph; with `external`, large initialisers go to files at once."""

    def __init__(self, external: ExternalTensors | None = None) -> None:
        self._external = external
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: dict[str, onnx.TensorProto] = {}
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._names: dict[str, int] = {}
        self._values: set[str] = set()

    def input(self, name: str, kind: str, shape: list[str | int]) -> str:
        """Declare an input; `kind` is `i64`, `f32`, `f64` or `bool`, strings in `shape` are dynamic axes."""
        self._inputs.append(helper.make_tensor_value_info(name, _TYPES[kind], shape))
        return name

    def output(self, name: str, kind: str, shape: list[str | int]) -> None:
        """Declare a value as an output."""
        self._outputs.append(helper.make_tensor_value_info(name, _TYPES[kind], shape))

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """An initialiser. The same name twice must mean the same array."""
        if name not in self._initializers:
            self._initializers[name] = self._tensor(name, value)
        return name

    def has_constant(self, name: str) -> bool:
        """True if this builder holds an initialiser of that name."""
        return name in self._initializers

    def made_constant(self, name: str, make: Callable[[], NDArray[np.generic]]) -> str:
        """An initialiser that is made only if there is none of that name yet."""
        return name if self.has_constant(name) else self.constant(name, make())

    def _tensor(self, name: str, value: NDArray[np.generic]) -> onnx.TensorProto:
        if self._external is not None and self._external.takes(value):
            return self._external.write(name, value)
        # `ascontiguousarray` alone would make a scalar one-dimensional.
        return numpy_helper.from_array(np.ascontiguousarray(value).reshape(value.shape), name)

    def integers(self, *values: int) -> str:
        """A one-dimensional int64 constant, for shapes and axes."""
        return self.constant("i64." + ".".join(map(str, values)), np.asarray(values, dtype=np.int64))

    def number(self, value: float) -> str:
        """A float32 scalar."""
        return self.constant(f"f32.{value:g}", np.asarray(value, dtype=np.float32))

    def nodes(self, kind: str, inputs: list[str], outputs: list[str], *, domain: str = "", **attributes: Any) -> None:
        """A node with named outputs; an empty string leaves an optional input out."""
        self._values.update(outputs)
        name = f"{outputs[0]}/{kind}"
        self._nodes.append(helper.make_node(kind, inputs, outputs, name=name, domain=domain, **attributes))

    def node(
        self, kind: str, inputs: list[str], *, name: str | None = None, domain: str = "", **attributes: Any
    ) -> str:
        """A node with one output, whose name is made unique if not given; returns it."""
        if name is None:
            count = self._names.get(kind, 0)
            self._names[kind] = count + 1
            name = f"{kind}.{count}"
        self.nodes(kind, inputs, [name], domain=domain, **attributes)
        return name

    def append(self, nodes: list[onnx.NodeProto]) -> None:
        """Add finished nodes."""
        self._nodes += nodes

    def has(self, value: str) -> bool:
        """True if a node already computes `value`."""
        return value in self._values

    def model(self, producer_version: str) -> onnx.ModelProto:
        """The finished model."""
        graph = helper.make_graph(
            self._nodes, "step", self._inputs, self._outputs, initializer=list(self._initializers.values())
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)],
            producer_name="interlinear",
            producer_version=producer_version,
        )
        # The newest IR that the oldest supported onnxruntime reads; nothing in the graph needs a newer one.
        model.ir_version = 9
        return model
