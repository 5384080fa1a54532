"""A running average of the weights, which decodes better than the weights of any single step."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class RunningAverage:
    """Exponential average of a model's parameters in float32. The first steps count less, so that no start is kept."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        """`decay`: of one step, within 0 and 1; the average reaches back over some 1 / (1 − decay) steps."""
        if not 0 <= decay < 1:
            raise ValueError(f"the decay of the average is {decay}, and must lie within 0 and 1")
        self.decay = decay
        self.values = {name: p.detach().float().clone() for name, p in model.named_parameters()}

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        """Take in the parameters after step number `step` (from 1 on)."""
        keep = min(self.decay, (1 + step) / (10 + step))
        for name, parameter in model.named_parameters():
            self.values[name].lerp_(parameter.detach().float(), 1 - keep)

    def state_dict(self) -> dict[str, Tensor]:
        """The averaged parameters by name: a model's own state, for a checkpoint or for decoding."""
        return self.values

    def load_state_dict(self, values: dict[str, Tensor]) -> None:
        """Inverse of :meth:`state_dict`; raises KeyError for a parameter that is missing."""
        self.values = {name: values[name].float().clone() for name in self.values}
