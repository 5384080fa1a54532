"""The training loss: masked tokens and length."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from models.architecture.instruct_model import InstructModel
from models.training.masking import Batch
from models.training.vocabulary_loss import VocabularyLoss


class Losses(NamedTuple):
    """total: what is minimised. token_nll [M], correct [M], length_nll (scalar): for the log, without smoothing."""

    total: Tensor
    token_nll: Tensor
    correct: Tensor
    length_nll: Tensor


def compute_losses(model: InstructModel, batch: Batch, *, label_smoothing: float, length_weight: float) -> Losses:
    """Mean NLL of the masked target tokens (label-smoothed) + `length_weight` × the length loss."""
    states = model(batch.input_ids, batch.position_ids, batch.type_ids, batch.valid, batch.source_width)
    rows = model.head_states(states.flatten(0, 1)[batch.rows])
    low = torch.get_autocast_dtype(rows.device.type) if torch.is_autocast_enabled(rows.device.type) else torch.float32
    tokens, token_nll, correct = VocabularyLoss.apply(
        rows, model.backbone.word_embeddings.weight, model.head_bias, batch.labels, label_smoothing, low
    )
    length_logits = model.length_logits(states).float()
    length_nll = functional.cross_entropy(length_logits, batch.length_classes, ignore_index=-100)
    if not bool((batch.length_classes >= 0).any()):
        length_nll = length_logits.sum() * 0
    return Losses(tokens + length_weight * length_nll, token_nll.detach(), correct, length_nll.detach())
