"""The weights of a model package: fp16 safetensors, which every graph and the reference widen to float32."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.export.linear import Array

WEIGHTS_FILE = "weights.safetensors"
#: Lists the files of weights that are too large for one, in the form that `transformers` uses.
INDEX_FILE = f"{WEIGHTS_FILE}.index.json"
TRAINING_FILE = "training.json"


def save_weights(model: InstructModel, path: Path) -> None:
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
    index = path.with_name(f"{path.name}.index.json")
    files = [path]
    if not path.is_file() and index.is_file():
        listed = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
        files = [path.with_name(name) for name in sorted(set(listed.values()))]
    return {name: tensor.to(torch.float32) for file in files for name, tensor in load_file(file).items()}


def load_model(directory: Path) -> InstructModel:
    """The model of a package folder, in float32 and ready to decode.

    Raises FileNotFoundError if the folder lacks `training.json` or the weights.
    """
    values = json.loads((directory / TRAINING_FILE).read_text(encoding="utf-8"))
    model = InstructModel(ModelConfig.from_json(values["config"]))
    model.load_state_dict(load_weights(directory / WEIGHTS_FILE))
    return model.eval()


def as_arrays(weights: dict[str, Tensor]) -> dict[str, Array]:
    """The same tensors for the graph builder."""
    return {name: tensor.numpy() for name, tensor in weights.items()}
