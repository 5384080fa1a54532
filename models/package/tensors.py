"""The tensors of a checkpoint, whatever files they lie in, each loaded when it is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

from safetensors import SafetensorError, safe_open
from torch import Tensor

from models.package.errors import CheckpointError

Shape = tuple[int, ...]


class TensorSource(Protocol):
    """Tensors by name. What is loaded is mapped from the file; :meth:`release` gives the mapped memory back."""

    def shapes(self) -> dict[str, Shape]:
        """The shape of every tensor."""

    def file(self, name: str) -> Path:
        """The file in which a tensor lies, for messages."""

    def load(self, name: str) -> Tensor:
        """A tensor; it must not be used after :meth:`release`."""

    def rows(self, name: str, start: int, end: int) -> Tensor:
        """Rows `start` to `end` (exclusive) of a tensor, without reading the others."""

    def release(self) -> None:
        """Close all files."""


class SafetensorsSource:
    """One or more `.safetensors` files."""

    def __init__(self, paths: list[Path]) -> None:
        self._open: dict[Path, Any] = {}
        self._places: dict[str, Path] = {}
        for path in paths:
            self._places.update(dict.fromkeys(self._file(path).keys(), path))
        self._shapes = {n: tuple(self._file(p).get_slice(n).get_shape()) for n, p in self._places.items()}
        self.release()

    def shapes(self) -> dict[str, Shape]:
        return dict(self._shapes)

    def file(self, name: str) -> Path:
        return self._places[name]

    def load(self, name: str) -> Tensor:
        tensor: Tensor = self._file(self._places[name]).get_tensor(name)
        return tensor

    def rows(self, name: str, start: int, end: int) -> Tensor:
        tensor: Tensor = self._file(self._places[name]).get_slice(name)[start:end]
        return tensor

    def release(self) -> None:
        self._open.clear()

    def _file(self, path: Path) -> Any:
        if path not in self._open:
            try:
                self._open[path] = safe_open(path, framework="pt")
            except (SafetensorError, OSError) as error:
                raise CheckpointError(f"{path} is not a whole safetensors file ({error})") from error
        return self._open[path]


def indexed_files(index: Path) -> list[Path]:
    """The files that an index (`*.index.json`) lists. Raises CheckpointError if one of them is not there."""
    listed = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
    paths = [index.parent / name for name in sorted(set(listed.values()))]
    if missing := [path.name for path in paths if not path.is_file()]:
        raise CheckpointError(f"{index} lists files that are not there: {', '.join(missing)}")
    return paths
