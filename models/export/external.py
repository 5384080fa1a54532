"""Tensors of a graph in files beside it, each written as soon as it is made, so that a graph needs little memory."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

#: Files above this are cut: none is too large for a file system, a download, or a 32-bit length.
FILE_BYTES = 2_000_000_000
#: Electron allows less than 2 GiB in one allocation.
LARGEST_TENSOR = 2**31 - 1
#: Where a tensor may begin: at a page, so that it can be mapped.
ALIGNMENT = 4096
#: Smaller tensors stay in the graph.
_SMALLEST = 1024


class ExternalTensors:
    """Writes tensors to `<graph>.data`, `<graph>.data.2` and so on, in the order in which they come."""

    def __init__(self, graph: Path, *, file_bytes: int = FILE_BYTES) -> None:
        """Removes what an earlier export of the same graph has left."""
        for old in graph.parent.glob(f"{graph.name}.data*"):
            old.unlink()
        self._graph, self._file_bytes = graph, file_bytes
        self._file: BinaryIO | None = None
        #: Names of the files, in the folder of the graph.
        self.files: list[str] = []

    def takes(self, value: NDArray[np.generic]) -> bool:
        """True if the tensor is large enough to leave the graph."""
        return value.nbytes >= _SMALLEST

    def write(self, name: str, value: NDArray[np.generic]) -> onnx.TensorProto:
        """Append a tensor; returns the reference to it. Raises ValueError for one of 2 GiB or more."""
        if value.nbytes > LARGEST_TENSOR:
            raise ValueError(f"{name} has {value.nbytes:,} bytes: no tensor may have 2 GiB")
        file = self._room(value.nbytes)
        offset = -(-file.tell() // ALIGNMENT) * ALIGNMENT
        file.seek(offset)
        np.ascontiguousarray(value).tofile(file)
        kind = helper.np_dtype_to_tensor_dtype(value.dtype)
        tensor = TensorProto(name=name, data_type=kind, dims=value.shape, data_location=TensorProto.EXTERNAL)
        for key, entry in (("location", self.files[-1]), ("offset", offset), ("length", value.nbytes)):
            tensor.external_data.add(key=key, value=str(entry))
        return tensor

    def close(self) -> None:
        """Finish the last file."""
        if self._file is not None:
            self._file.close()
        self._file = None

    def _room(self, size: int) -> BinaryIO:
        """The open file, or the next one where `size` bytes would make it too large."""
        if self._file is not None and self._file.tell() + ALIGNMENT + size > self._file_bytes:
            self.close()
        if self._file is None:
            number = len(self.files) + 1
            self.files.append(f"{self._graph.name}.data" + (f".{number}" if number > 1 else ""))
            self._file = (self._graph.parent / self.files[-1]).open("wb")
        return self._file
