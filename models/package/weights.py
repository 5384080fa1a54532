"""The weights of a model package: fp16 safetensors, which every graph and the reference widen to float32."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

Array = NDArray[np.float32]

WEIGHTS_FILE = "weights.safetensors"
#: Lists the files of weights that are too large for one, in the form that `transformers` uses.
INDEX_FILE = f"{WEIGHTS_FILE}.index.json"
TRAINING_FILE = "training.json"
#: Tensors of more bytes in float32 are left as they lie in the file: the vocabulary table of the large models.
_WIDENED_BYTES = 1_000_000_000


def save_weights(model: nn.Module, path: Path) -> None:
    """Write the parameters as fp16. Raises ValueError if one of them is not finite there."""
    halves: dict[str, Tensor] = {}
    for name, tensor in model.state_dict().items():
        half = tensor.detach().to(torch.float16).contiguous()
        if not bool(torch.isfinite(half).all()):
            raise ValueError(f"{name} does not fit into fp16")
        halves[name] = half
    save_file(halves, path, metadata={"format": "pt"})
    path.chmod(0o644)


def load_weights(path: Path) -> dict[str, Tensor]:
    """The parameters of a package as float32 tensors; where `path` is absent, of the files in the index beside it."""
    return {name: tensor.to(torch.float32) for file in weight_files(path) for name, tensor in load_file(file).items()}


def weight_files(path: Path) -> list[Path]:
    """`path`, or the files in the index beside it where it is absent."""
    index = path.with_name(f"{path.name}.index.json")
    if path.is_file() or not index.is_file():
        return [path]
    listed = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
    return [path.with_name(name) for name in sorted(set(listed.values()))]


class MappedWeights(Mapping[str, Array]):
    """The fp16 parameters of a package, each read when it is asked for, so that no two of them need be in memory.

    They are float32, but for a very large table, which stays an fp16 array that the system maps from its file.
    """

    def __init__(self, path: Path) -> None:
        """`path` as of :func:`load_weights`."""
        self._places: dict[str, Path] = {}
        for file in weight_files(path):
            with safe_open(file, framework="pt") as opened:
                self._places.update(dict.fromkeys(opened.keys(), file))

    def __getitem__(self, name: str) -> Array:
        with safe_open(self._places[name], framework="pt") as opened:
            tensor: Tensor = opened.get_tensor(name)
        array: Array = (tensor.to(torch.float32) if 4 * tensor.numel() <= _WIDENED_BYTES else tensor).numpy()
        return array

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def as_arrays(weights: dict[str, Tensor]) -> dict[str, Array]:
    """The same tensors for the graph builder."""
    return {name: tensor.numpy() for name, tensor in weights.items()}
