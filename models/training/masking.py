"""CMLM batches: which target tokens are hidden, and the padded tensors of a batch."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.architecture.config import ModelConfig
from models.training.examples import Example
from models.training.targets import Question, QuestionMaker


@dataclass(frozen=True)
class Batch:
    """Tensors of one training step; width = S + T, B examples, M masked target tokens.

    input_ids, position_ids, type_ids: int64 [B, width]; valid: bool [B, width]; rows: int64 [M], flattened
    positions b·width + n of the masked tokens; labels: int64 [M]; length_classes: int64 [B] (−100: no loss);
    groups: int64 [B]; row_examples: int64 [M], the example of each masked token.
    """

    input_ids: Tensor
    position_ids: Tensor
    type_ids: Tensor
    valid: Tensor
    source_width: int
    rows: Tensor
    labels: Tensor
    length_classes: Tensor
    groups: Tensor
    row_examples: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on a device."""
        tensors = {k: v.to(device, non_blocking=True) for k, v in vars(self).items() if isinstance(v, Tensor)}
        return dataclasses.replace(self, **tensors)  # type: ignore[arg-type]


def make_batch(
    examples: list[Example],
    config: ModelConfig,
    random: np.random.Generator,
    *,
    source_mask_rate: float,
    questions: QuestionMaker | None = None,
) -> Batch:
    """Ask (see `targets.py`; without `questions` plain CMLM), lay out and pad.

    A share `source_mask_rate` of the text's tokens is masked too and never predicted, after AMOM (Xiao et al.,
    AAAI 2023).
    """
    questions = questions or QuestionMaker(config)
    asked = [questions.ask(example, random) for example in examples]
    sources = [_source(question, example, config) for question, example in zip(asked, examples, strict=True)]
    source_width = max(len(s) for s in sources)
    width = source_width + max(len(q.target) for q in asked)
    count = len(examples)
    ids = np.full((count, width), config.pad_id, dtype=np.int64)
    positions = np.zeros((count, width), dtype=np.int64)
    valid = np.zeros((count, width), dtype=bool)
    types = np.zeros((count, width), dtype=np.int64)
    if config.type_vocabulary_size > 1:
        types[:, source_width:] = 1
    length_classes = np.full(count, -100, dtype=np.int64)
    rows: list[np.ndarray] = []
    owners: list[np.ndarray] = []
    for b, (question, example, source) in enumerate(zip(asked, examples, sources, strict=True)):
        length, text_start = len(question.target), _text_start(example, config)
        ids[b, : len(source)] = source
        hidden = np.flatnonzero(random.random(len(question.text)) < source_mask_rate)
        ids[b, text_start + hidden] = config.mask_id
        positions[b, : len(source)] = config.first_position + np.arange(len(source))
        valid[b, : len(source)] = True
        first = 1 if config.target_positions == "restart" else len(source)
        positions[b, source_width : source_width + length] = config.first_position + first + np.arange(length)
        valid[b, source_width : source_width + length] = True
        ids[b, source_width : source_width + length] = question.target
        rows.append(b * width + source_width + question.rows)
        owners.append(np.full(len(question.rows), b, dtype=np.int64))
        if question.length is not None:
            relative = len(question.text) if config.length_relative_to_text else 0
            offset = question.length - config.length_minimum - relative
            if 0 <= offset < config.length_classes:
                length_classes[b] = offset
    return Batch(
        input_ids=torch.from_numpy(ids),
        position_ids=torch.from_numpy(positions),
        type_ids=torch.from_numpy(types),
        valid=torch.from_numpy(valid),
        source_width=source_width,
        rows=torch.from_numpy(np.concatenate(rows)),
        labels=torch.from_numpy(np.concatenate([q.labels for q in asked])),
        length_classes=torch.from_numpy(length_classes),
        groups=torch.tensor([e.group for e in examples]),
        row_examples=torch.from_numpy(np.concatenate(owners)),
    )


def _source(question: Question, example: Example, config: ModelConfig) -> np.ndarray:
    instruction = example.instruction if question.instruction is None else question.instruction
    parts = [question.text, instruction]
    if config.source_layout == "instruction-first":
        parts.reverse()
    end = [config.separator_id]
    return np.concatenate([[config.length_id], parts[0], end, parts[1], end]).astype(np.int64)


def _text_start(example: Example, config: ModelConfig) -> int:
    return 1 if config.source_layout == "text-first" else len(example.instruction) + 2
