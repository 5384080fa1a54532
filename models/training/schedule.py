"""Warm-up, stable, decay: a learning-rate schedule that later runs can continue from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Schedule:
    """Linear warm-up to 1, constant, then linear decay to `floor` over `decay_steps` from `decay_start`.

    Under a budget of time or tokens the start of the decay is not known beforehand: it is planned when the stable share
    of the budget is used up, and stored in the checkpoint, so that a resumed run follows the same curve.
    """

    warmup_steps: int
    floor: float = 0.02
    decay_start: int | None = None
    decay_steps: int | None = None

    def factor(self, step: int) -> float:
        """Multiplier of the peak learning rate at a step (0-based)."""
        if step < self.warmup_steps:
            return (step + 1) / self.warmup_steps
        if self.decay_start is None or self.decay_steps is None or step < self.decay_start:
            return 1.0
        done = min(1.0, (step - self.decay_start) / max(1, self.decay_steps))
        return 1.0 - (1.0 - self.floor) * done

    def plan(self, step: int, used: float, stable_share: float, steps: int | None) -> None:
        """Start the decay once `stable_share` of the budget is used.

        `used`: share of the budget after `step` steps; `steps`: the budget, where it is one of steps. Elsewhere the
        decay's length follows from the steps that the share so far has taken.
        """
        if self.decay_start is not None:
            return
        if steps is not None:
            self.decay_start = round(steps * stable_share)
            self.decay_steps = steps - self.decay_start
        elif used >= stable_share:
            self.decay_start = step
            self.decay_steps = max(1, round(step * (1 - used) / used))
