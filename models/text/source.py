"""The layout of a source, and the positions of source and target, as training, decoding and engine share them."""

from __future__ import annotations

from collections.abc import Sequence

from models.architecture.config import ModelConfig


def build_source(config: ModelConfig, text: Sequence[int], instruction: Sequence[int]) -> list[int]:
    """Ids of a source: `[length] text [separator] instruction [separator]`, or with the instruction first."""
    first, second = (text, instruction) if config.source_layout == "text-first" else (instruction, text)
    return [config.length_id, *first, config.separator_id, *second, config.separator_id]


def source_positions(config: ModelConfig, source_length: int) -> list[int]:
    """Positions of the tokens of a source."""
    return list(range(config.first_position, config.first_position + source_length))


def target_positions(config: ModelConfig, source_length: int, target_length: int) -> list[int]:
    """Positions of the tokens of a target.

    `restart`: target token i shares its position with text token i. `continue`: they follow the source's last.
    """
    first = config.first_position + (1 if config.target_positions == "restart" else source_length)
    return list(range(first, first + target_length))
