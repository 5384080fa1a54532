"""Data-parallel training: several processes with the same weights, each with its own batches."""

from __future__ import annotations

import os

import torch
from torch import distributed, nn


class Workers:
    """The processes of a run, as `torchrun` starts them; alone without it.

    Each step, worker r takes the r-th of the next `count` batches; gradients are averaged, so that all workers make
    the same update. Worker 0 keeps the clock, the log and the checkpoints.
    """

    def __init__(self) -> None:
        self.count = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        if self.count > 1:
            distributed.init_process_group("gloo" if not torch.cuda.is_available() else "nccl")

    @property
    def leads(self) -> bool:
        """Whether this is the worker that writes."""
        return self.rank == 0

    def average(self, model: nn.Module, seconds: float) -> float:
        """Average the gradients of all workers in place; returns the time of worker 0, which is everyone's time."""
        if self.count == 1:
            return seconds
        parameters = [p for p in model.parameters() if p.requires_grad]
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
        clock = torch.tensor([seconds * self.count if self.leads else 0.0], device=gradients[0].device)
        together = torch.cat([g.reshape(-1) for g in gradients] + [clock])
        distributed.all_reduce(together)
        together /= self.count
        start = 0
        for parameter in parameters:
            end = start + parameter.numel()
            parameter.grad = together[start:end].view_as(parameter)
            start = end
        return float(together[-1])

    def close(self) -> None:
        """Leave the group."""
        if self.count > 1:
            distributed.destroy_process_group()
