"""Placement of the weights: whole in one process, or cut up by FSDP2 over many; read from files by the rows needed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor
from torch.utils.checkpoint import checkpoint

from models.architecture.config import ModelConfig
from models.package.folder import open_folder
from models.training.checkpoints import load_checkpoint
from models.training.loss import TrainingModel

#: Rows `start` to `end` (exclusive) of one tensor.
RowReader = Callable[[int, int], Tensor]
#: A reader for the tensor of a name and shape.
WeightSource = Callable[[str, torch.Size], RowReader]


@dataclass(frozen=True)
class Placement:
    """`mesh`: None for a process alone; ranks that share one copy; or (copies, ranks of one copy).

    `bfloat16`: products of a cut model run in it. `checkpointing`: activations are computed again in the backward pass.
    """

    device: torch.device
    mesh: DeviceMesh | None = None
    bfloat16: bool = False
    checkpointing: bool = False


def place_model(config: ModelConfig, placement: Placement, source: WeightSource) -> TrainingModel:
    """A model of which this process holds its share, with the weights of `source`.

    Weights stay float32 for the optimizer; gradients are summed in float32. No process ever holds the whole of a cut
    model: it is made without memory, and each reads its rows.
    """
    with torch.device("meta"):
        whole = TrainingModel(config)
    mesh, low = placement.mesh, placement.bfloat16
    precision = MixedPrecisionPolicy(
        param_dtype=torch.bfloat16 if low else None, reduce_dtype=torch.float32 if low else None
    )
    for layer in whole.model.backbone.layers:
        if placement.checkpointing:
            # Inside FSDP, so that the second forward pass finds the layer's weights gathered.
            forward = functools.partial(_states_alone, layer.forward)
            layer.forward = functools.partial(checkpoint, forward, use_reentrant=False)
        if mesh is not None:
            fully_shard(layer, mesh=mesh, mp_policy=precision)
    if mesh is not None:
        fully_shard(whole, mesh=mesh, mp_policy=precision)
    whole.to_empty(device=placement.device)
    whole.model.suppressed.zero_()
    whole.model.suppressed[list(config.suppressed_ids)] = float("-inf")
    for name, parameter in whole.model.named_parameters():
        fill_rows(parameter, source(name, parameter.shape))
    return whole


def _states_alone(forward: Callable[..., tuple[Tensor, object]], *arguments: object) -> Tensor:
    return forward(*arguments)[0]


def whole_tensor(parameter: Tensor) -> Tensor:
    """All rows of a parameter, on the CPU. Every process must ask, and gets them."""
    full = parameter.full_tensor() if isinstance(parameter, DTensor) else parameter
    return full.detach().cpu()


@torch.no_grad()
def fill_rows(tensor: Tensor, read: RowReader) -> None:
    """Copy into `tensor` what this process holds of it."""
    if not isinstance(tensor, DTensor):
        tensor.copy_(read(0, len(tensor)) if tensor.ndim else read(0, 1).reshape(()))
        return
    mesh, rows = tensor.device_mesh, tensor.shape[0]
    # As `torch.chunk` cuts along the first dimension, which is how FSDP does.
    size = -(-rows // mesh.size(-1))
    rank = mesh.get_local_rank(mesh.ndim - 1)
    start, end = min(rows, rank * size), min(rows, (rank + 1) * size)
    if end > start:
        tensor.to_local().copy_(read(start, end))


def weights_of(path: Path) -> WeightSource:
    """The weights of a checkpoint, of a folder of weights, or of a model package.

    Raises FileNotFoundError if there are none; the readers raise ValueError for a model of another shape.
    """
    if path.is_dir():
        folder = open_folder(path)
        shapes, rows = folder.shapes(), folder.rows
    else:
        values: dict[str, Tensor] = load_checkpoint(path)["model"]
        shapes = {name: tuple(value.shape) for name, value in values.items()}

        def rows(name: str, start: int, end: int) -> Tensor:
            return values[name][start:end]

    def read(name: str, shape: torch.Size) -> RowReader:
        if shapes.get(name) != tuple(shape):
            found = "none" if name not in shapes else list(shapes[name])
            raise ValueError(f"{path} holds a model of another shape: {name} is {found}, expected {list(shape)}")
        return functools.partial(rows, name)

    return read


def random_weights(config: ModelConfig, seed: int) -> WeightSource:
    """Values that depend on the tensor's name alone, so that they are the same however the model is cut."""

    def source(name: str, shape: torch.Size) -> RowReader:
        return lambda start, end: _random(name, shape, config, seed)[start:end]

    return source


def _random(name: str, shape: torch.Size, config: ModelConfig, seed: int) -> Tensor:
    if name.endswith("norm.weight"):
        return torch.ones(shape)
    if len(shape) < 2:
        return torch.zeros(shape)
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))
    values = torch.randn(shape, generator=generator) * 0.02
    if name.endswith("word_embeddings.weight"):
        values[config.pad_id] = 0
    return values
