"""Answers of the reference to a batch: from a model in memory, or layer by layer from weights on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.architecture.backbone import KeyValue, Layer, rotary_table
from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.export.samples import SampleBatch
from models.export.tables import row_blocks
from models.package.weights import Array


@dataclass(frozen=True)
class ReferenceRun:
    """Keys and values of the source and of source and target, by layer; length logits [B, classes].

    At the masked rows: log-probabilities [M, V] (−inf where a token is never an answer), and the mask's log-odds [M].
    """

    encoded: list[KeyValue]
    refined: list[KeyValue]
    length_logits: Tensor
    log_probabilities: Tensor
    mask_log_odds: Tensor


@torch.no_grad()
def model_run(model: InstructModel, batch: SampleBatch) -> ReferenceRun:
    """The answers of a model in memory."""
    b = batch
    encoded = model.step(b.source_ids, b.source_positions, b.source_types, b.source_mask)
    refined = model.step(b.target_ids, b.target_positions, b.target_types, b.target_mask, encoded.present)
    states = refined.states.flatten(0, 1)[b.rows]
    return ReferenceRun(
        encoded.present,
        refined.present,
        model.length_logits(encoded.states),
        torch.log_softmax(model.logits(states), dim=-1),
        model.mask_log_odds(states),
    )


class StreamedReference:
    """The same model in float32 with one layer in memory at a time."""

    def __init__(self, weights: Mapping[str, Array], config: ModelConfig) -> None:
        """`weights`: e.g. mapped from files."""
        self._weights, self._config = weights, config
        self._layer = Layer(config).eval()

    @torch.no_grad()
    def run(self, batch: SampleBatch) -> ReferenceRun:
        """Source and target go through each layer together: the target needs the source's states of that layer only."""
        b, config = batch, self._config
        source = self._embed(b.source_ids, b.source_positions, b.source_types)
        target = self._embed(b.target_ids, b.target_positions, b.target_types)
        source_mask, target_mask = ((mask != 0)[:, None, None, :] for mask in (b.source_mask, b.target_mask))
        tables = [self._rotary(positions) for positions in (b.source_positions, b.target_positions)]
        encoded: list[KeyValue] = []
        refined: list[KeyValue] = []
        for index in range(config.layers):
            self._load(index)
            source, kept = self._layer(source, source_mask, tables[0], None)
            target, all_kept = self._layer(target, target_mask, tables[1], kept)
            encoded.append(kept)
            refined.append(all_kept)
        if config.norm == "pre":
            source, target = (self._norm("backbone.final_norm", x) for x in (source, target))
        logits = self._logits(target.flatten(0, 1)[b.rows])
        lengths = functional.linear(source[:, 0], self._get("length_head.weight"), self._get("length_head.bias"))
        allowed = logits.clone()
        allowed[:, list(config.suppressed_ids)] = float("-inf")
        odds = logits[:, config.mask_id] - torch.logsumexp(allowed, dim=-1)
        return ReferenceRun(encoded, refined, lengths, torch.log_softmax(allowed, dim=-1), odds)

    def _get(self, name: str) -> Tensor:
        return torch.from_numpy(np.asarray(self._weights[name], dtype=np.float32))

    def _load(self, index: int) -> None:
        for name, parameter in self._layer.named_parameters():
            parameter.copy_(self._get(f"backbone.layers.{index}.{name}"))

    def _embed(self, ids: Tensor, positions: Tensor, types: Tensor) -> Tensor:
        table = self._weights["backbone.word_embeddings.weight"]
        x = torch.from_numpy(table[ids.numpy()].astype(np.float32))
        x = x + self._get("backbone.type_embeddings.weight")[types]
        if self._config.positions == "learned":
            x = x + self._get("backbone.position_embeddings.weight")[positions]
        return self._norm("backbone.embedding_norm", x) if self._config.embedding_norm else x

    def _rotary(self, positions: Tensor) -> tuple[Tensor, Tensor] | None:
        return rotary_table(positions, self._config.head_size) if self._config.positions == "rotary" else None

    def _norm(self, name: str, x: Tensor) -> Tensor:
        size = (self._config.hidden_size,)
        weight, bias = self._get(f"{name}.weight"), self._get(f"{name}.bias")
        return functional.layer_norm(x, size, weight, bias, self._config.layer_norm_epsilon)

    def _logits(self, states: Tensor) -> Tensor:
        """The vocabulary head, a block of the table at a time."""
        dense = functional.linear(states, self._get("head_dense.weight"), self._get("head_dense.bias"))
        x = self._norm("head_norm", functional.gelu(dense))
        table = self._weights["backbone.word_embeddings.weight"]
        parts = [x @ torch.from_numpy(table[rows].astype(np.float32)).T for rows in row_blocks(table)]
        return torch.cat(parts, dim=-1) + self._get("head_bias")
