"""Sampling weights of groups."""

from __future__ import annotations

import pytest

from models.data.weights import SHARES, group_weights


def test_weights_are_a_distribution_with_the_declared_shares() -> None:
    weights = group_weights({"a/x": 100, "a/y": 400, "b/x": 7}, {"a/*": 3.0, "b/*": 1.0})
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["a/x"] + weights["a/y"] == pytest.approx(0.75)


def test_temperature_flattens_sizes() -> None:
    weights = group_weights({"a/x": 100, "a/y": 400}, {"a/*": 1.0})
    assert weights["a/y"] / weights["a/x"] == pytest.approx(2)


def test_kinds_without_rows_leave_their_share_to_the_others() -> None:
    weights = group_weights({"a/x": 5, "b/x": 0}, {"a/*": 1.0, "b/*": 9.0})
    assert weights == {"a/x": 1.0, "b/x": 0.0}


def test_the_first_matching_pattern_decides() -> None:
    weights = group_weights({"c/e/1": 1, "c/s/1": 1}, {"c/e/*": 1.0, "c/*": 3.0})
    assert weights["c/s/1"] == pytest.approx(0.75)


def test_a_group_of_no_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="dance/de"):
        group_weights({"dance/de": 3})


def test_translation_of_everyday_sentences_is_the_largest_kind() -> None:
    assert max(SHARES, key=lambda kind: SHARES[kind]) == "translate/*/general"
