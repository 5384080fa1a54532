"""Questions with solved examples beside them, so that a model learns what they are for (few-shot prompts)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from models.architecture.config import ModelConfig
from models.text.demonstrations import instruction_with_demonstrations
from models.training.examples import Example

#: Tasks whose questions get demonstrations. The others say all in the text itself.
DEMONSTRATED_TASKS = frozenset({"translate", "classify"})
MOST = 3
#: Longest demonstration in tokens, text and answer together.
LONGEST = 40
#: A batch with demonstrations keeps this share of its examples, so that it has about as many tokens as any other.
KEPT = 0.4

#: Draws that many examples of a group.
Draw = Callable[[int, int, np.random.Generator], list[Example]]


class DemonstrationMaker:
    """Puts 1 to 3 other rows of the same group beside a share of the examples."""

    def __init__(self, config: ModelConfig, draw: Draw, share: float) -> None:
        """`share`: of the batches, or of the examples of a pool, that get demonstrations, 0 to 1."""
        if not 0 <= share <= 1:
            raise ValueError(f"the share of batches with demonstrations is {share}, and must lie within 0 and 1")
        self.config, self._draw, self.share = config, draw, share

    def batch(self, examples: list[Example], random: np.random.Generator) -> list[Example]:
        """The batch as it is, or a part of it with demonstrations."""
        # Without demonstrations no number is drawn: runs of before they existed repeat exactly.
        if self.share == 0 or random.random() >= self.share:
            return examples
        chosen = [e for e in examples if e.task in DEMONSTRATED_TASKS]
        if not chosen:
            return examples
        return [self._demonstrated(e, random) for e in chosen[: max(1, round(len(examples) * KEPT))]]

    def pool(self, examples: list[Example], random: np.random.Generator) -> list[Example]:
        """All examples, some of them with demonstrations."""
        return [
            self._demonstrated(e, random) if e.task in DEMONSTRATED_TASKS and random.random() < self.share else e
            for e in examples
        ]

    def _demonstrated(self, example: Example, random: np.random.Generator) -> Example:
        others = self._draw(example.group, int(random.integers(1, MOST + 1)), random)
        # The same text, solved, would be an answer to copy.
        solved = [
            (other.text.tolist(), other.target.tolist())
            for other in others
            if len(other.text) + len(other.target) <= LONGEST and not np.array_equal(other.text, example.text)
        ]
        ids = instruction_with_demonstrations(self.config, example.instruction.tolist(), solved)
        return dataclasses.replace(example, instruction=np.asarray(ids, dtype=np.int64))
