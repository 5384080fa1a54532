"""The length beam and the length dial of the reference decoder."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from models.architecture.config import mini_config
from models.decoding.lengths import choose_lengths, sized_lengths

CONFIG = mini_config(200, hidden_size=32, layers=2, heads=4, feed_forward_size=64)


def test_length_beam_takes_the_most_probable_valid_lengths() -> None:
    logits = [0.0] * CONFIG.length_classes
    # Class c is 10 + (-64) + c tokens for a text of 10: class 54 would be 0 tokens, class 55 one.
    for index, value in {54: 9.0, 55: 5.0, 70: 6.0, 71: 6.0, 150: 9.0}.items():
        logits[index] = value
    assert choose_lengths(CONFIG, logits, text_length=10, beam=3, longest=60) == [16, 17, 1]
    assert choose_lengths(CONFIG, logits, text_length=10, beam=1, longest=200) == [96]
    assert choose_lengths(CONFIG, logits, text_length=10, beam=2, longest=60, shortest=17) == [17, 18]
    assert choose_lengths(CONFIG, logits, text_length=500, beam=3, longest=60) == [60]
    with pytest.raises(ValueError, match="no target length"):
        choose_lengths(CONFIG, logits, text_length=10, beam=1, longest=60, shortest=61)


def test_the_length_dial_gives_shorter_and_longer_lengths_than_would_be_chosen() -> None:
    logits = [0.0] * CONFIG.length_classes
    # Lengths 20, 21, 19 for a text of 10.
    for index, value in {74: 9.0, 75: 8.0, 73: 7.0}.items():
        logits[index] = value
    chosen: dict[str, Any] = {"text_length": 10, "longest": 60}
    assert choose_lengths(CONFIG, logits, beam=3, factor=0.8, **chosen) == [16, 15, 14]
    assert choose_lengths(CONFIG, logits, beam=2, factor=0.64, **chosen) == [12, 11]
    # No candidate of the usual ones is as short, or as long, however little is asked for.
    assert choose_lengths(CONFIG, logits, beam=3, factor=0.99, **chosen) == [18, 17, 16]
    assert choose_lengths(CONFIG, logits, beam=3, factor=1.01, **chosen) == [22, 23, 24]
    assert choose_lengths(CONFIG, logits, beam=3, factor=4, **chosen) == [60]
    assert choose_lengths(CONFIG, logits, beam=3, factor=0.1, shortest=3, **chosen) == [3]
    assert choose_lengths(CONFIG, logits, text_length=500, beam=3, longest=60, factor=0.5) == [30, 29, 28]


def test_the_length_dial_of_a_text() -> None:
    of_text: dict[str, Any] = {"text_length": 10, "longest": 60, "beam": 3, "relative_to_text": True}
    logits = [0.0] * CONFIG.length_classes
    assert choose_lengths(CONFIG, logits, factor=0.8, **of_text) == [8, 7]
    assert choose_lengths(CONFIG, logits, factor=1, **of_text) == [10, 9]
    assert choose_lengths(CONFIG, logits, factor=1.25, **of_text) == [13, 14, 15]


@pytest.mark.parametrize("usual", [[1], [2], [7, 8, 6], [12, 10, 14], [20, 21, 19], [59, 60, 58]])
def test_a_step_of_the_length_dial_never_turns_back(usual: list[int]) -> None:
    dial = [sized_lengths(usual, 1.25**step, beam=3, shortest=1, longest=60) for step in (-3, -2, -1, 1, 2, 3)]
    for shorter, longer in pairwise(dial):
        assert max(shorter) <= min(longer)
    assert max(dial[2]) <= max(1, min(usual) - 1)
    assert min(dial[3]) >= min(60, max(usual) + 1)
