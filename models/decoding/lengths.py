"""The length beam: which target lengths are tried."""

from __future__ import annotations

import math
from collections.abc import Sequence

from models.architecture.config import ModelConfig


def choose_lengths(
    config: ModelConfig,
    logits: Sequence[float],
    *,
    text_length: int,
    beam: int,
    longest: int,
    shortest: int = 1,
    factor: float = 1.0,
) -> list[int]:
    """The `beam` most probable target lengths within shortest..longest, best first; of equal logits the shorter.

    `factor` is the length dial: every length that would be chosen is multiplied by it and rounded (halves upwards);
    those that become the same count once.

    Class c stands for `length_minimum + c` tokens, plus the text's where lengths are relative. If no class lies within
    the limits (a text far longer than any answer may be), the nearest possible length has to do. Raises ValueError if
    no length does.
    """
    if shortest > longest:
        raise ValueError(f"no target length between {shortest} and {longest} tokens is possible")
    base = config.length_minimum + (text_length if config.length_relative_to_text else 0)
    valid = [(-logit, base + c) for c, logit in enumerate(logits) if shortest <= base + c <= longest]
    probable = [length for _, length in sorted(valid)] or [min(max(base, shortest), longest)]
    scaled = (min(max(math.floor(length * factor + 0.5), shortest), longest) for length in probable)
    return list(dict.fromkeys(scaled))[:beam]
