"""Negate one matrix of a graph, as a damaged file or a wrong conversion might: GRAPH INITIALISER."""

import sys
from pathlib import Path

import onnx
from onnx import numpy_helper


def main() -> None:
    path, name = Path(sys.argv[1]), sys.argv[2]
    model = onnx.load(path)
    tensor = next(tensor for tensor in model.graph.initializer if tensor.name == name)
    tensor.CopyFrom(numpy_helper.from_array(-numpy_helper.to_array(tensor), name))
    path.write_bytes(model.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
