"""Weights of the groups in training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fnmatch import fnmatch

#: Share of each kind of group; normalised, so that a kind without rows gives its share to the others.
SHARES: dict[str, float] = {
    "translate/*/general": 50 * 0.46,
    "translate/*/ui": 50 * 0.12,
    "translate/*/docs": 50 * 0.10,
    "translate/*/wiki": 50 * 0.05,
    "translate/*/drafted-*": 50 * 0.42,
    "translate/*/contrast": 50 * 0.06,
    "fix/*/noise": 28 * 0.32,
    "fix/*/synthetic": 28 * 0.20,
    "fix/*/collected": 28 * 0.28,
    "fix/*/identity": 28 * 0.20,
    "classify/sentiment/*": 14 * 0.28,
    "classify/language/*": 14 * 0.20,
    "classify/formality/*": 14 * 0.13,
    "classify/topic/*": 14 * 0.17,
    "classify/listed-emotion/*": 14 * 0.08,
    "classify/listed-intent/*": 14 * 0.06,
    "classify/listed-*": 14 * 0.08,
    "simplify/*": 2.0,
    "shorten/*": 2.5,
    "paraphrase/*/mined": 2.5,
    "paraphrase/*/collected": 0.5,
    "formal/*": 2.5,
    "informal/*": 2.5,
}
#: Rows within a kind count with this power: 1 is proportional, 0 gives every group the same.
TEMPERATURE = 0.5


def group_weights(rows: Mapping[str, int], shares: Mapping[str, float] = SHARES) -> dict[str, float]:
    """Sampling probability of every group; they sum to 1. A group without rows gets 0.

    The first pattern that matches a name decides its kind; a name that no pattern matches raises ValueError.
    """
    kinds: dict[str, dict[str, float]] = defaultdict(dict)
    for name, count in rows.items():
        kind = next((pattern for pattern in shares if fnmatch(name, pattern)), None)
        if kind is None:
            raise ValueError(f"no sampling share is declared for group {name}")
        kinds[kind][name] = count**TEMPERATURE if count else 0.0
    present = {kind: sum(members.values()) for kind, members in kinds.items() if any(members.values())}
    total = sum(shares[kind] for kind in present)
    weights = dict.fromkeys(rows, 0.0)
    for kind, mass in present.items():
        for name, power in kinds[kind].items():
            weights[name] = shares[kind] / total * power / mass
    return weights
