"""Mask-Predict (Ghazvininejad et al. 2019) on one candidate length: the bookkeeping between passes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from models.decoding.scores import mean, rounded


def masked_count(length: int, iterations: int, iteration: int) -> int:
    """Tokens that pass `iteration` (1-based) predicts again: floor(L (T − t + 1) / T), L in pass 1, L/T in pass T.

    L is the number of tokens that are not pinned.
    """
    return length * (iterations - iteration + 1) // iterations


@dataclass
class Candidate:
    """A target of fixed length being refined. `ids` hold the mask id where a pass is to predict.

    `owner`: which source of the batch it answers. `pinned`: ids by position that cannot change.
    """

    owner: int
    length: int
    iterations: int
    stop_confidence: float
    mask_id: int
    pinned: Mapping[int, int]
    ids: list[int] = field(init=False)
    scores: list[float] = field(init=False)
    masked: list[int] = field(init=False)
    passes: int = 0
    stable: bool = False

    def __post_init__(self) -> None:
        self.ids = [self.pinned.get(i, self.mask_id) for i in range(self.length)]
        self.scores = [0.0] * self.length
        self.masked = [i for i in range(self.length) if i not in self.pinned]
        self._before = list(self.ids)

    @property
    def score(self) -> float:
        """Mean rounded log-probability; a pinned token counts as certain."""
        return mean(self.scores)

    @property
    def free_score(self) -> float:
        """Mean rounded log-probability of the tokens that are not pinned; 0 if all are."""
        free = [score for i, score in enumerate(self.scores) if i not in self.pinned]
        return mean(free) if free else 0.0

    def prepare(self) -> bool:
        """Mask what the next pass predicts; false if this candidate is finished."""
        if self.passes == 0:
            return bool(self.masked)
        free = [i for i in range(self.length) if i not in self.pinned]
        count = masked_count(len(free), self.iterations, self.passes + 1)
        if self.stable or self.passes >= self.iterations or count < 1:
            return False
        self.masked = sorted(sorted(free, key=lambda i: (self.scores[i], i))[:count])
        if not self.masked:
            return False
        self._before = list(self.ids)
        for i in self.masked:
            self.ids[i] = self.mask_id
        return True

    def accept(self, predictions: list[tuple[int, float]]) -> None:
        """Take the best id and its log-probability at each masked position, in the order of `masked`."""
        for i, (token, log_probability) in zip(self.masked, predictions, strict=True):
            self.ids[i] = token
            self.scores[i] = rounded(log_probability)
        self.passes += 1
        if self.passes >= 2 and self.stop_confidence < 1 and self.ids == self._before:
            # A confidence of 0 asks for no certainty at all: stop as soon as nothing changes.
            least = math.log(self.stop_confidence) if self.stop_confidence > 0 else -math.inf
            self.stable = all(score >= least for score in self.scores)
