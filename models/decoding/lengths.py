"""The length beam: which target lengths are tried."""

from __future__ import annotations

import math
from collections.abc import Sequence

from models.architecture.config import ModelConfig

NEXT_STEP = 1.25
"""Of two lengths that are as far apart as this, one is a step of the length dial beyond the other."""

ROUNDING = 1e-9
"""A product that should be whole is taken as whole."""


def choose_lengths(
    config: ModelConfig,
    logits: Sequence[float],
    *,
    text_length: int,
    beam: int,
    longest: int,
    shortest: int = 1,
    factor: float = 1.0,
    relative_to_text: bool = False,
) -> list[int]:
    """The `beam` most probable target lengths within shortest..longest, best first; of equal logits the shorter.

    `factor` is the length dial (`sized_lengths`), as a share of the most probable length, or of the text's own.

    Class c stands for `length_minimum + c` tokens, plus the text's where lengths are relative. If no class lies within
    the limits (a text far longer than any answer may be), the nearest possible length has to do. Raises ValueError if
    no length does.
    """
    if shortest > longest:
        raise ValueError(f"no target length between {shortest} and {longest} tokens is possible")
    if relative_to_text:
        return sized_lengths([text_length], factor, beam=beam, shortest=shortest, longest=longest)
    base = config.length_minimum + (text_length if config.length_relative_to_text else 0)
    valid = [(-logit, base + c) for c, logit in enumerate(logits) if shortest <= base + c <= longest]
    probable = [length for _, length in sorted(valid)] or [min(max(base, shortest), longest)]
    if factor == 1:
        return probable[:beam]
    return sized_lengths(probable[:beam], factor, beam=beam, shortest=shortest, longest=longest)


def sized_lengths(usual: Sequence[int], factor: float, *, beam: int, shortest: int, longest: int) -> list[int]:
    """At most `beam` lengths that are all shorter (or all longer) than any of `usual`, nearest to `factor` times its
    first one first. Those of two factors that are a step of the dial apart have no length in common, as long as there
    are enough. A factor of 1 gives the lengths from the first one down.
    """
    asked = usual[0] * factor
    if factor > 1:
        longer = max(usual) + 1
        least = max(asked, longer, longer * factor / NEXT_STEP)
        first = math.ceil(least - ROUNDING)
        beyond = range(first + 1, math.ceil(least * NEXT_STEP - ROUNDING))
    else:
        shorter = min(usual) - 1
        most = asked if factor == 1 else min(asked, shorter, shorter * factor * NEXT_STEP)
        first = math.floor(most + ROUNDING)
        beyond = range(first - 1, math.floor(most / NEXT_STEP + ROUNDING), -1)
    further = [length for length in beyond if shortest <= length <= longest]
    return list(dict.fromkeys([min(max(first, shortest), longest), *further]))[:beam]
