"""Label-smoothed cross entropy of the tied vocabulary head, whose gradients are computed with the loss, by chunks.

The graph of [M, V] logits and probabilities that autograd keeps costs more than the layers of a small model: 24,000
pieces times a thousand masked tokens. Here no more than `CHUNK` rows of it exist at a time, and none is kept.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

CHUNK = 256


class VocabularyLoss(torch.autograd.Function):
    """(1 − e) · nll + e · mean over the vocabulary of −log p, summed over `total_count`; e is the smoothing."""

    @staticmethod
    def forward(
        ctx: Any,
        states: Tensor,
        table: Tensor,
        bias: Tensor,
        labels: Tensor,
        smoothing: float,
        low: torch.dtype,
        total_count: int,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """states [M, hidden], table [V, hidden], bias [V], labels [M]; products run in `low`.

        `total_count`: masked tokens of the whole step, over which the loss is a mean. Returns the loss,
        the NLL [M] of each token without smoothing, and whether the best token is right [M].
        """
        count, vocabulary = states.shape[0], table.shape[0]
        low_states, low_table, low_bias = states.to(low), table.to(low), bias.to(low)
        state_gradient = torch.empty_like(low_states)
        table_gradient = torch.zeros(table.shape, dtype=torch.float32, device=table.device)
        bias_gradient = torch.zeros(bias.shape, dtype=torch.float32, device=bias.device)
        nll, correct, smooth = [], [], []
        for start in range(0, max(1, count), CHUNK):
            rows, wanted = low_states[start : start + CHUNK], labels[start : start + CHUNK]
            logits = functional.linear(rows, low_table, low_bias).float()
            total = torch.logsumexp(logits, 1)
            correct.append(logits.argmax(1) == wanted)
            nll.append(total - logits.gather(1, wanted[:, None]).squeeze(1))
            smooth.append(total - logits.mean(1))
            gradient = logits.sub_(total[:, None]).exp_()
            gradient.sub_(smoothing / vocabulary)
            gradient[torch.arange(len(wanted), device=wanted.device), wanted] -= 1 - smoothing
            bias_gradient += gradient.sum(0)
            low_gradient = gradient.to(low)
            state_gradient[start : start + CHUNK] = low_gradient @ low_table
            table_gradient += low_gradient.t() @ rows
        token_nll, token_correct = torch.cat(nll), torch.cat(correct)
        loss = ((1 - smoothing) * token_nll + smoothing * torch.cat(smooth)).sum() / total_count
        ctx.save_for_backward(
            state_gradient.to(states.dtype).div_(total_count),
            table_gradient.div_(total_count),
            bias_gradient.div_(total_count),
        )
        ctx.mark_non_differentiable(token_nll, token_correct)
        return loss, token_nll, token_correct

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        """The gradients of `forward`, times that of the loss."""
        states, table, bias = ctx.saved_tensors
        scale = gradients[0]
        return states * scale, table * scale, bias * scale, None, None, None, None
