"""Questions about examples: which target tokens the model sees, and which it must predict."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.architecture.config import ModelConfig
from models.text.source import build_source
from models.training.batch import NO_CLASS, Document, Ids
from models.training.edits import find_edits
from models.training.examples import Example

#: Tasks whose answers share most of the text: the product revises the text instead of writing from nothing.
REVISION_TASKS = frozenset({"fix", "formal", "informal", "shorten"})


@dataclass(frozen=True)
class Practice:
    """Shares of the ways of asking. The rest is plain CMLM: a uniform number of masked tokens.

    find (error detection): the draft stands in the target, unmasked; every token is to be predicted, a wrong one as
    the mask itself, so that the model learns where it would mask. infill: the tokens that changed are masked, and few
    others. fill (only where draft and target agree): one mask in the text stands for a run of tokens, which is to be
    predicted. The draft is the example's own; without one the text itself, for tasks that revise.
    """

    find: float = 0.30
    infill: float = 0.35
    fill: float = 0.0
    #: Share of the unchanged tokens whose prediction counts when finding: most are trivial copies.
    kept_share: float = 0.5
    longest_gap: int = 6


@dataclass(frozen=True)
class Question:
    """text, target: ids as the model sees them. rows: positions of the target to predict; labels: what belongs there.

    `length` is None where the length is not to be predicted.
    """

    text: Ids
    instruction: Ids
    target: Ids
    rows: Ids
    labels: Ids
    length: int | None


class QuestionMaker:
    """Draws one question for each example."""

    def __init__(
        self,
        config: ModelConfig,
        practice: Practice | None = None,
        fill_instruction: NDArray[np.integer] | None = None,
        *,
        source_mask_rate: float = 0.0,
    ) -> None:
        """`practice` None: every question is plain CMLM.

        A share `source_mask_rate` of the text's tokens is masked and never predicted, after AMOM (Xiao et al., AAAI
        2023).
        """
        self.config, self.practice, self.source_mask_rate = config, practice, source_mask_rate
        self.fill_instruction = None if fill_instruction is None else fill_instruction.astype(np.int64)

    def documents(self, examples: list[Example], random: np.random.Generator) -> list[Document]:
        """One document about each example, as the model reads it."""
        asked = [self.ask(example, random) for example in examples]
        return [self._document(question, e.group, random) for question, e in zip(asked, examples, strict=True)]

    def _document(self, question: Question, group: int, random: np.random.Generator) -> Document:
        config, text = self.config, question.text.copy()
        text[random.random(len(text)) < self.source_mask_rate] = config.mask_id
        source = np.asarray(build_source(config, text.tolist(), question.instruction.tolist()), dtype=np.int64)
        length_class = NO_CLASS
        if question.length is not None:
            offset = question.length - config.length_minimum - (len(text) if config.length_relative_to_text else 0)
            length_class = offset if 0 <= offset < config.length_classes else NO_CLASS
        return Document(source, question.target, question.rows, question.labels, length_class, group)

    def ask(self, example: Example, random: np.random.Generator) -> Question:
        """A question about `example`."""
        practice = self.practice
        draft = example.text if example.draft is None and example.task in REVISION_TASKS else example.draft
        if practice is None or draft is None:
            return self._plain(example, random)
        draw = random.random()
        same = np.array_equal(draft, example.target)
        if draw < practice.find:
            return self._find(example, draft, random)
        gap = same and example.draft is None and self.fill_instruction is not None and len(example.text) > 2
        if gap and random.random() < practice.fill:
            return self._fill(example, random)
        if not same and draw < practice.find + practice.infill:
            return self._infill(example, draft, random) or self._plain(example, random)
        return self._plain(example, random)

    def _plain(self, example: Example, random: np.random.Generator) -> Question:
        length = len(example.target)
        return self._masked(example, np.sort(random.permutation(length)[: random.integers(1, length + 1)]))

    def _masked(self, example: Example, masked: Ids) -> Question:
        target = example.target.astype(np.int64)
        labels = target[masked]
        target[masked] = self.config.mask_id
        return self._question(example, target, masked, labels)

    @staticmethod
    def _question(example: Example, target: Ids, rows: Ids, labels: Ids) -> Question:
        text, instruction = example.text.astype(np.int64), example.instruction.astype(np.int64)
        return Question(text, instruction, target, rows, labels, len(example.target))

    def _find(self, example: Example, draft: NDArray[np.integer], random: np.random.Generator) -> Question:
        wrong, shown = find_edits(draft, example.target).wrong, draft.astype(np.int64)
        assert self.practice is not None
        rows = np.flatnonzero(wrong | (random.random(len(draft)) < self.practice.kept_share))
        if not len(rows):
            rows = np.asarray([random.integers(len(draft))])
        return self._question(example, shown, rows, np.where(wrong, self.config.mask_id, shown)[rows])

    def _infill(self, example: Example, draft: NDArray[np.integer], random: np.random.Generator) -> Question | None:
        """None where nothing is to be predicted, because the edit only takes something out."""
        changed = find_edits(draft, example.target).changed
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
        assert self.practice is not None
        assert self.fill_instruction is not None
        count = len(example.text)
        length = int(random.integers(1, min(self.practice.longest_gap, count - 1) + 1))
        start = int(random.integers(0, count - length + 1))
        question = self._masked(example, np.arange(start, start + length))
        text = np.concatenate([question.text[:start], [self.config.mask_id], question.text[start + length :]])
        return dataclasses.replace(question, text=text, instruction=self.fill_instruction, length=None)
