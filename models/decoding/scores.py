"""Scores that two implementations can compare: log-probabilities on a grid."""

from __future__ import annotations

import math

#: Steps per nat. Float32 sums in a different order differ by about 1e-6, which must not reorder equal scores.
GRID = 1024

#: Log-probability of a token that is never predicted.
NEVER = -1e9


def rounded(log_probability: float) -> float:
    """The nearest multiple of 1/1024, halves upwards: floor(1024 x + 0.5) / 1024, as JavaScript's `Math.round`."""
    return math.floor(max(log_probability, NEVER) * GRID + 0.5) / GRID


def mean(scores: list[float]) -> float:
    """Mean of rounded scores. Their sum is exact in double precision, so the order does not matter."""
    return sum(scores) / len(scores)


def softmax(scores: list[float]) -> list[float]:
    """Probabilities proportional to exp(score)."""
    largest = max(scores)
    weights = [math.exp(score - largest) for score in scores]
    return [weight / sum(weights) for weight in weights]
