"""The training loss: masked tokens and length, over one batch of a step."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.architecture.backbone import rotary_table
from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.training.attention import pack_mask
from models.training.batch import NO_CLASS, Batch
from models.training.vocabulary_loss import VocabularyLoss


class Losses(NamedTuple):
    """total: what is minimised. token_nll [M], correct [M], length_nll (a sum): for the log, without smoothing."""

    total: Tensor
    token_nll: Tensor
    correct: Tensor
    length_nll: Tensor


class TrainingModel(nn.Module):
    """The model with its loss. All that uses a weight lies in `forward`, as FSDP needs it."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.model = InstructModel(config)

    def forward(
        self, batch: Batch, *, label_smoothing: float, length_weight: float, tokens: int, lengths: int
    ) -> Losses:
        """NLL of the masked target tokens (label-smoothed) + `length_weight` × that of the lengths.

        Means over the whole step, of which a batch may be a part: `tokens` and `lengths` are the step's numbers.
        """
        model, states = self.model, self._states(batch)
        rows = model.head_states(states[batch.rows])
        table, kind = model.backbone.word_embeddings.weight, rows.device.type
        low = torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else table.dtype
        total, token_nll, correct = VocabularyLoss.apply(  # type: ignore[no-untyped-call]
            rows, table, model.head_bias, batch.labels, label_smoothing, low, max(1, tokens)
        )
        logits = model.length_head(states[batch.length_rows]).float()
        length_nll = functional.cross_entropy(logits, batch.length_classes, ignore_index=NO_CLASS, reduction="sum")
        return Losses(
            total + length_weight * (length_nll / max(1, lengths)),
            token_nll.detach(),
            correct,
            length_nll.detach(),
        )

    def _states(self, batch: Batch) -> Tensor:
        """States [B · N, hidden] of all columns; keys and values are not kept, which only decoding needs."""
        backbone = self.model.backbone
        x = backbone.embed(batch.input_ids, batch.position_ids, batch.type_ids)
        config, mask = self.model.config, pack_mask(batch)
        table = rotary_table(batch.position_ids, config.head_size) if config.positions == "rotary" else None
        for layer in backbone.layers:
            output = layer(x, mask, table, None)
            x = output if isinstance(output, Tensor) else output[0]
        return (x if backbone.final_norm is None else backbone.final_norm(x)).flatten(0, 1)
