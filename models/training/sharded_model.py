"""The model over packs, and how it is cut up: FSDP2, bfloat16, activation checkpointing, weights read by shard."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from models.architecture.backbone import rotary_table
from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.package.tensors import TensorSource
from models.training.packed_attention import pack_mask
from models.training.packing import PackedBatch

#: Rows of the vocabulary head at a time: 1024 rows of 250,000 logits are 1 GB in float32.
HEAD_ROWS = 1024


class PackedModel(nn.Module):
    """Sums of the losses over a batch of packs. All that uses a weight lies in `forward`, as FSDP needs it."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.model = InstructModel(config)

    def forward(self, batch: PackedBatch, label_smoothing: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(smoothed NLL of the masked tokens, length NLL, and without gradient: plain NLL, correct tokens): sums."""
        backbone = self.model.backbone
        x = backbone.word_embeddings(batch.input_ids) + backbone.type_embeddings(batch.type_ids)
        if backbone.position_embeddings is not None:
            x = x + backbone.position_embeddings(batch.position_ids)
        if backbone.embedding_norm is not None:
            x = backbone.embedding_norm(x)
        x = backbone.dropout(x)
        config = self.model.config
        table = rotary_table(batch.position_ids, config.head_size) if config.positions == "rotary" else None
        mask = pack_mask(batch)
        for layer in backbone.layers:
            # Keys and values are not kept: only decoding needs them.
            output = layer(x, mask, table, None)
            x = output if isinstance(output, Tensor) else output[0]
        states = (x if backbone.final_norm is None else backbone.final_norm(x)).flatten(0, 1)
        tokens, nll, correct = self._token_sums(states[batch.rows], batch.labels, label_smoothing)
        return tokens, self._length_sum(states, batch), nll, correct

    def _token_sums(self, states: Tensor, labels: Tensor, smoothing: float) -> tuple[Tensor, Tensor, Tensor]:
        sums: list[Tensor] = []
        for rows, wanted in zip(torch.split(states, HEAD_ROWS), torch.split(labels, HEAD_ROWS), strict=True):
            sums.append(checkpoint(self._head, rows, wanted, smoothing, use_reentrant=False))
        total = torch.stack(sums).sum(dim=0)
        return total[0].clone(), total[1].detach().clone(), total[2].detach().clone()

    def _head(self, states: Tensor, labels: Tensor, smoothing: float) -> Tensor:
        logits = self.model.training_logits(states).float()
        log_probabilities = torch.log_softmax(logits, dim=-1)
        nll = -log_probabilities.gather(1, labels.unsqueeze(1)).squeeze(1)
        smoothed = (1 - smoothing) * nll - smoothing * log_probabilities.mean(dim=-1)
        correct = (logits.argmax(dim=-1) == labels).float()
        return torch.stack([smoothed.sum(), nll.sum(), correct.sum()])

    def _length_sum(self, states: Tensor, batch: PackedBatch) -> Tensor:
        logits = self.model.length_head(states[batch.length_rows]).float()
        return functional.cross_entropy(logits, batch.length_classes, ignore_index=-100, reduction="sum")


@dataclass(frozen=True)
class Cut:
    """How a model is cut up. `mesh`: ranks that share one copy, or (copies, ranks of one copy)."""

    mesh: DeviceMesh
    device: torch.device
    bfloat16: bool
    checkpointing: bool

    @property
    def shards(self) -> int:
        """Ranks that share one copy."""
        return self.mesh.size(-1) if self.mesh.ndim > 1 else self.mesh.size()

    @property
    def shard(self) -> int:
        """Which of them this process is."""
        return self.mesh.get_local_rank(self.mesh.ndim - 1)


def cut_model(config: ModelConfig, cut: Cut, source: TensorSource | None, seed: int) -> PackedModel:
    """A model of which this process holds its share, with the weights of `source`, or random ones.

    Weights stay float32 for the optimizer and are computed with in bfloat16 if asked for; gradients are summed in
    float32. Nobody ever holds the whole model: it is made without memory, and each process reads its rows.
    """
    with torch.device("meta"):
        whole = PackedModel(config)
    precision = MixedPrecisionPolicy(
        param_dtype=torch.bfloat16 if cut.bfloat16 else None, reduce_dtype=torch.float32 if cut.bfloat16 else None
    )
    for layer in whole.model.backbone.layers:
        layer.forward = functools.partial(_states_alone, layer.forward)
        if cut.checkpointing:
            # Inside FSDP, so that the second forward pass finds the layer's weights gathered.
            layer.forward = functools.partial(checkpoint, layer.forward, use_reentrant=False)
        fully_shard(layer, mesh=cut.mesh, mp_policy=precision)
    fully_shard(whole, mesh=cut.mesh, mp_policy=precision)
    whole.to_empty(device=cut.device)
    whole.model.suppressed.zero_()
    whole.model.suppressed[list(config.suppressed_ids)] = float("-inf")
    for name, parameter in whole.model.named_parameters():
        read = (
            _rows_of(source, name) if source is not None else _random_rows(name, tuple(parameter.shape), config, seed)
        )
        _fill(parameter, read, cut)
    return whole


def _states_alone(forward: Callable[..., tuple[Tensor, object]], *arguments: object) -> Tensor:
    return forward(*arguments)[0]


def whole_tensor(parameter: Tensor) -> Tensor:
    """All rows of a parameter, on the CPU. Every process must ask, and gets them."""
    full = parameter.full_tensor() if isinstance(parameter, DTensor) else parameter
    return full.detach().cpu()


@torch.no_grad()
def _fill(parameter: Tensor, read: Callable[[int, int], Tensor], cut: Cut) -> None:
    rows = parameter.shape[0]
    # As `torch.chunk` cuts along the first dimension, which is how FSDP does.
    size = -(-rows // cut.shards)
    start, end = min(rows, cut.shard * size), min(rows, (cut.shard + 1) * size)
    local = parameter.to_local() if isinstance(parameter, DTensor) else parameter
    if end > start:
        local.copy_(read(start, end))


def _rows_of(source: TensorSource, name: str) -> Callable[[int, int], Tensor]:
    return lambda start, end: source.rows(name, start, end)


def _random_rows(name: str, shape: tuple[int, ...], config: ModelConfig, seed: int) -> Callable[[int, int], Tensor]:
    """Values that depend on the tensor's name alone, so that they are the same however the model is cut."""

    def read(start: int, end: int) -> Tensor:
        if name.endswith("norm.weight"):
            return torch.ones(shape)[start:end]
        if len(shape) < 2:
            return torch.zeros(shape)[start:end]
        digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
        generator = torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))
        values = torch.randn(shape, generator=generator) * 0.02
        if name.endswith("word_embeddings.weight"):
            values[config.pad_id] = 0
        return values[start:end]

    return read
