"""Temperatures: recovered from answers that are surer, or less sure, than they are right."""

from __future__ import annotations

import random

import pytest

from models.evaluation.calibrate import Answered, calibration, fit_temperature


def answered(sharpness: float, count: int = 4000) -> list[Answered]:
    """Answers whose probabilities are the true ones to the power of `sharpness`."""
    rng = random.Random(3)
    found: list[Answered] = []
    for _ in range(count):
        truth = rng.uniform(0.05, 0.95)
        a, b = truth**sharpness, (1 - truth) ** sharpness
        found.append(({"yes": a / (a + b), "no": b / (a + b)}, "yes" if rng.random() < truth else "no"))
    return found


@pytest.mark.parametrize("sharpness", [0.3, 1.0, 2.5])
def test_the_temperature_undoes_what_was_too_sharp_or_too_flat(sharpness: float) -> None:
    assert fit_temperature(answered(sharpness)) == pytest.approx(sharpness, rel=0.12)


def test_label_sets_and_listed_labels_have_their_own() -> None:
    fitted = calibration({"tone": answered(2.0), "unequalLengths": answered(0.5)})
    assert fitted["labelSets"]["tone"] == pytest.approx(2.0, rel=0.12)
    assert fitted["unequalLengths"] == pytest.approx(0.5, rel=0.12)
    assert fitted["equalLengths"] == 1.0


def test_a_probability_of_zero_for_the_right_label_is_survived() -> None:
    assert fit_temperature([({"a": 0.0, "b": 1.0}, "a")] * 5) > 1
