"""The training loss: masked tokens and length."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from models.architecture.instruct_model import InstructModel
from models.training.masking import Batch


class Losses(NamedTuple):
    """total: what is minimised. token_nll [M], correct [M], length_nll (scalar): for the log, without smoothing."""

    total: Tensor
    token_nll: Tensor
    correct: Tensor
    length_nll: Tensor


def compute_losses(model: InstructModel, batch: Batch, *, label_smoothing: float, length_weight: float) -> Losses:
    """Mean NLL of the masked target tokens (label-smoothed) + `length_weight` × the length loss (DESIGN §1)."""
    states = model(batch.input_ids, batch.position_ids, batch.type_ids, batch.valid, batch.source_width)
    logits = model.training_logits(states.flatten(0, 1)[batch.rows]).float()
    log_probabilities = torch.log_softmax(logits, dim=-1)
    token_nll = -log_probabilities.gather(1, batch.labels.unsqueeze(1)).squeeze(1)
    smooth = -log_probabilities.mean(dim=-1)
    tokens = ((1 - label_smoothing) * token_nll + label_smoothing * smooth).mean()
    length_logits = model.length_logits(states).float()
    length_nll = functional.cross_entropy(length_logits, batch.length_classes, ignore_index=-100)
    if not bool((batch.length_classes >= 0).any()):
        length_nll = length_logits.sum() * 0
    correct = logits.argmax(dim=-1) == batch.labels
    return Losses(tokens + length_weight * length_nll, token_nll.detach(), correct, length_nll.detach())
