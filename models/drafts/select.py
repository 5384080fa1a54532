"""From scored phrase pairs to a table: the best per phrase, the worthiest over all, scores in steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.drafts.pair import PairTable, file_order, sorted_table
from models.drafts.phrases import Phrases

#: Size of a step of the stored scores.
STEP = 0.25
#: Most translations that a phrase keeps, in either direction.
_TRANSLATIONS = 10

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def rank_within(group: Ints, score: Floats) -> Ints:
    """Place of every row within its group by falling score, from 0; equal scores in order of rows."""
    order = np.lexsort((-score, group))
    ranked = group[order]
    starts = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]]))
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    out = np.zeros(len(order), np.int64)
    out[order] = place
    return out


def select(phrases: Phrases, size: int) -> Ints:
    """Rows of the `size` pairs most worth keeping, in order of rows."""
    ab, ba = phrases.features[:, 0], phrases.features[:, 1]
    good = rank_within(phrases.a_group, ab + 0.5 * ba) < _TRANSLATIONS
    good |= rank_within(phrases.b_group, ba + 0.5 * ab) < _TRANSLATIONS
    rows = np.flatnonzero(good)
    order = np.argsort(-phrases.worth[rows], kind="stable")
    return np.sort(rows[order[:size]])


def corner_classes(corners: Floats, classes: int = 24, rounds: int = 12) -> tuple[Floats, NDArray[np.uint8]]:
    """(prototypes [classes, 4], class of every row) by k-means, started from evenly spaced rows in order of size."""
    order = np.argsort(corners @ np.array([1.0, 1e-3, 1e-6, 0.7]), kind="stable")
    centres = corners[order[np.linspace(0, len(order) - 1, classes).astype(np.int64)]].copy()
    nearest = np.zeros(len(corners), np.int64)
    for _ in range(rounds):
        distance = (centres**2).sum(1) - 2 * corners @ centres.T
        nearest = distance.argmin(1)
        for k in range(classes):
            members = corners[nearest == k]
            if len(members):
                centres[k] = members.mean(0)
    return centres, nearest.astype(np.uint8)


def make_table(
    phrases: Phrases, rows: Ints, weights: dict[str, list[float]], languages: tuple[str, str], **rest: Any
) -> tuple[PairTable, Ints]:
    """(the table of chosen rows, the row of each of its pairs).

    `weights` gives the four feature weights of each direction, as `"de-en"`.
    """
    a, b = languages
    features = phrases.features[rows]
    forward = np.clip(np.rint(-features @ np.array(weights[f"{a}-{b}"]) / STEP), 0, 255).astype(np.int64)
    backward_features = features[:, [1, 0, 3, 2]]
    backward = np.clip(np.rint(-backward_features @ np.array(weights[f"{b}-{a}"]) / STEP), 0, 255).astype(np.int64)
    centres, classes = corner_classes(phrases.corners[rows].astype(np.float64))
    coded = [
        (
            tuple(phrases.a.ids[x : x + n].tolist()),
            tuple(phrases.b.ids[y : y + m].tolist()),
            f,
            g,
            k,
            row,
        )
        for x, n, y, m, f, g, k, row in zip(
            *(phrases.a_at[rows].tolist(), phrases.a_size[rows].tolist()),
            *(phrases.b_at[rows].tolist(), phrases.b_size[rows].tolist()),
            *(forward.tolist(), backward.tolist(), classes.tolist(), rows.tolist()),
            strict=True,
        )
    ]
    orientations = [[round(float(np.log(max(x, 0.01))), 3) for x in centre] for centre in centres]
    coded.sort(key=file_order)
    table = sorted_table([row[:5] for row in coded], a=a, b=b, step=STEP, orientations=orientations, **rest)
    return table, np.array([row[5] for row in coded], np.int64)
