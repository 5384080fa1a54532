"""What one example asks of the model: which target tokens it sees, and which it must predict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.architecture.config import ModelConfig
from models.training.edits import find_edits
from models.training.examples import Example

#: Tasks whose answers share most of the text: the product revises the text instead of writing from nothing.
REVISION_TASKS = frozenset({"fix", "formal", "informal", "shorten"})


@dataclass(frozen=True)
class Practice:
    """How often each way of asking is drawn. What remains is plain CMLM: a uniform number of masked tokens.

    find: the text itself stands in the target, unmasked; every token is to be predicted, a wrong one as the mask
    itself, so that the model learns where it would mask. mend: the tokens that changed are masked, and few others.
    fill (only where text and target agree): one mask in the text stands for a run of tokens, which is to be predicted.
    """

    find: float = 0.30
    mend: float = 0.35
    fill: float = 0.0
    #: Share of the unchanged tokens whose prediction counts when finding: most are trivial copies.
    kept_share: float = 0.5
    longest_gap: int = 6


@dataclass(frozen=True)
class Question:
    """text, target: ids as the model sees them. rows: positions of the target to predict; labels: what belongs there.

    `instruction` replaces the example's own if it is given; `length` is None where the length is not to be predicted.
    """

    text: NDArray[np.int64]
    target: NDArray[np.int64]
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]
    length: int | None
    instruction: NDArray[np.uint16] | None = None


class QuestionMaker:
    """Draws one question for each example."""

    def __init__(
        self,
        config: ModelConfig,
        practice: Practice | None = None,
        tasks: list[str] | None = None,
        fill_instruction: NDArray[np.uint16] | None = None,
    ) -> None:
        """`tasks`: the task of every group, by the group's number; without it every question is plain CMLM."""
        self.config, self.practice, self.tasks = config, practice or Practice(), tasks or []
        self.fill_instruction = fill_instruction

    def ask(self, example: Example, random: np.random.Generator) -> Question:
        """A question about `example`."""
        task = self.tasks[example.group] if self.tasks else ""
        if task not in REVISION_TASKS:
            return self._plain(example, random)
        draw, practice = random.random(), self.practice
        same = len(example.text) == len(example.target) and bool((example.text == example.target).all())
        if draw < practice.find:
            return self._find(example, random)
        if same and self.fill_instruction is not None and len(example.text) > 2 and random.random() < practice.fill:
            return self._fill(example, random)
        if not same and draw < practice.find + practice.mend:
            return self._mend(example, random) or self._plain(example, random)
        return self._plain(example, random)

    def _plain(self, example: Example, random: np.random.Generator) -> Question:
        length = len(example.target)
        return self._masked(example, np.sort(random.permutation(length)[: random.integers(1, length + 1)]))

    def _masked(self, example: Example, masked: NDArray[np.int64]) -> Question:
        target = example.target.astype(np.int64)
        labels = target[masked]
        target[masked] = self.config.mask_id
        return Question(example.text.astype(np.int64), target, masked, labels, len(example.target))

    def _find(self, example: Example, random: np.random.Generator) -> Question:
        draft = example.text.astype(np.int64)
        wrong = find_edits(example.text, example.target).wrong
        rows = np.flatnonzero(wrong | (random.random(len(draft)) < self.practice.kept_share))
        if not len(rows):
            rows = np.asarray([random.integers(len(draft))])
        labels = np.where(wrong, self.config.mask_id, draft)[rows]
        return Question(draft.copy(), draft, rows, labels, len(example.target))

    def _mend(self, example: Example, random: np.random.Generator) -> Question | None:
        """None where nothing is to be predicted, because the edit only takes something out."""
        changed = find_edits(example.text, example.target).changed
        if not changed.any():
            return None
        masked = changed.copy()
        # The span that is found is now and then a token too wide.
        masked[1:] |= changed[:-1] & (random.random(len(changed) - 1) < 0.25)
        masked[:-1] |= changed[1:] & (random.random(len(changed) - 1) < 0.25)
        if random.random() < 0.3:
            masked |= random.random(len(changed)) < random.random() * 0.4
        return self._masked(example, np.flatnonzero(masked))

    def _fill(self, example: Example, random: np.random.Generator) -> Question:
        count = len(example.text)
        length = int(random.integers(1, min(self.practice.longest_gap, count - 1) + 1))
        start = int(random.integers(0, count - length + 1))
        question = self._masked(example, np.arange(start, start + length))
        gap = np.asarray([self.config.mask_id])
        text = np.concatenate([question.text[:start], gap, question.text[start + length :]])
        return Question(text, question.target, question.rows, question.labels, None, self.fill_instruction)
