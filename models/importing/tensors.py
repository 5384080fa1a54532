"""The tensors of files of `torch.save`, each loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from models.importing.pickled import read_pickled
from models.package.errors import CheckpointError
from models.package.tensors import Shape


class PickledSource:
    """One or more files of `torch.save`; `entry` names the part of the contents that holds the tensors."""

    def __init__(self, paths: list[Path], *, entry: str | None = None) -> None:
        self._entry = entry
        self._open: dict[Path, dict[str, Tensor]] = {}
        self._shapes: dict[str, Shape] = {}
        self._places: dict[str, Path] = {}
        for path in paths:
            for name, tensor in self._file(path).items():
                self._shapes[name], self._places[name] = tuple(tensor.shape), path
        self.release()

    def shapes(self) -> dict[str, Shape]:
        return dict(self._shapes)

    def file(self, name: str) -> Path:
        return self._places[name]

    def load(self, name: str) -> Tensor:
        return self._file(self._places[name])[name]

    def rows(self, name: str, start: int, end: int) -> Tensor:
        return self.load(name)[start:end]

    def release(self) -> None:
        self._open.clear()

    def _file(self, path: Path) -> dict[str, Tensor]:
        if path not in self._open:
            contents = read_pickled(path, stand_ins=self._entry is not None)
            if self._entry is not None:
                contents = contents.get(self._entry) if isinstance(contents, Mapping) else None
            if not isinstance(contents, Mapping):
                where = "" if self._entry is None else f" under {self._entry!r}"
                raise CheckpointError(f"{path} holds no tensors by name{where}")
            self._open[path] = {str(k): v for k, v in contents.items() if isinstance(v, Tensor)}
        return self._open[path]
