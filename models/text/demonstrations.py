"""Solved examples in the source, as training and evaluation lay them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.architecture.config import ModelConfig


def instruction_with_demonstrations(
    config: ModelConfig, instruction: Sequence[int], solved: Iterable[tuple[Sequence[int], Sequence[int]]]
) -> list[int]:
    """Ids of an instruction that solved examples (text, answer) belong to: `instruction [separator] text [separator]
    answer …`.

    They stand with the instruction, not with the text, so that the text keeps its positions, and the length of the
    answer stays relative to the text alone.
    """
    ids = list(instruction)
    for text, answer in solved:
        ids += [config.separator_id, *text, config.separator_id, *answer]
    return ids
