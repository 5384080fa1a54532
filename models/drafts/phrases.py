"""Scores of phrase pairs: smoothed frequencies, lexical weights, orientations, and the worth of keeping each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from models.drafts.align import Links
from models.drafts.extract import NONE, extract, mixed, phrase_hash, slot_kinds
from models.drafts.language import canonical

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


#: Words of both sides together, up to which a pair seen once counts.
_LONG = 4


@dataclass(frozen=True)
class Text:
    """One side of a corpus: ids end to end, starts of sentences, the words, canonical ids."""

    ids: Ints
    starts: Ints
    words: list[str]

    @property
    def canonical(self) -> Ints:
        """Id → canonical id."""
        return canonical(self.words)[1]


@dataclass(frozen=True)
class Phrases:
    """Distinct phrase pairs: a sample occurrence, features [N, 4], corner shares [N, 4], worth."""

    a: Text
    b: Text
    a_at: Ints
    a_size: Ints
    b_at: Ints
    b_size: Ints
    count: Ints
    #: ln p(b|a), ln p(a|b), lexical a→b, lexical b→a.
    features: Floats
    #: Shares of same, right, left, after.
    corners: Floats
    worth: Floats
    a_group: Ints
    b_group: Ints


def count_phrases(a: Text, b: Text, forward: Links, backward: Links, longest: int = 5, most: int = 6) -> Phrases:
    """All phrase pairs of a corpus with their scores."""
    ca, cb = a.canonical, b.canonical
    arguments = (
        *(a.ids, a.starts, b.ids, b.starts, forward[0], forward[1], backward[0], backward[1], ca, cb),
        *(slot_kinds(a.words), slot_kinds(b.words), longest, most),
    )
    empty = np.zeros(0, np.int64), np.zeros((0, 3), np.int32), np.zeros((0, 3), np.uint8), np.zeros((0, 3), np.uint64)
    count, linked = extract(*arguments, *empty)
    lexical, rows = np.zeros(linked, np.int64), np.zeros((count, 3), np.int32)
    shapes, hashes = np.zeros((count, 3), np.uint8), np.zeros((count, 3), np.uint64)
    extract(*arguments, lexical, rows, shapes, hashes)
    both = mixed_arrays(hashes[:, 0], hashes[:, 1])
    order = np.lexsort((hashes[:, 2], both))
    first, total, corners, chosen = _grouped(both[order], hashes[order, 2], shapes[order, 2])
    _, a_group, a_counts = np.unique(hashes[order[first], 0], return_inverse=True, return_counts=True)
    _, b_group, b_counts = np.unique(hashes[order[first], 1], return_inverse=True, return_counts=True)
    joint = total.astype(np.float64)
    a_total, b_total = np.bincount(a_group, joint), np.bincount(b_group, joint)
    once, twice = float((total == 1).sum()), float((total == 2).sum())
    discount, n = once / max(once + 2 * twice, 1.0), len(total)
    less = np.maximum(joint - discount, 0)
    forward_p = (less + discount * a_counts[a_group] * b_counts[b_group] / n) / a_total[a_group]
    backward_p = (less + discount * b_counts[b_group] * a_counts[a_group] / n) / b_total[b_group]
    # Long pairs seen once are never worth their place.
    sizes = shapes[order[chosen], :2].astype(np.int64).sum(1)
    kept = np.flatnonzero((total > 1) | (sizes <= _LONG))
    sample, total, joint, corners = order[chosen[kept]], total[kept], joint[kept], corners[kept]
    forward_p, backward_p, a_group, b_group = forward_p[kept], backward_p[kept], a_group[kept], b_group[kept]
    a_at = a.starts[rows[sample, 0]] + rows[sample, 1]
    b_at = b.starts[rows[sample, 0]] + rows[sample, 2]
    a_size, b_size = shapes[sample, 0].astype(np.int64), shapes[sample, 1].astype(np.int64)
    keys, counts = np.unique(lexical, return_counts=True)
    ab, ba = _lexical(
        ca[a.ids],
        cb[b.ids],
        a_at,
        a_size,
        b_at,
        b_size,
        keys,
        counts.astype(np.float64),
        np.bincount(keys >> 16, counts, NONE + 1),
        np.bincount(keys & 0xFFFF, counts, NONE + 1),
    )
    features = np.stack([np.log(forward_p), np.log(backward_p), ab, ba], 1)
    own = 0.5 * (features[:, 0] + features[:, 1])
    by_size = np.argsort(a_size * 16 + b_size, kind="stable")
    composed = _composed(ca[a.ids], cb[b.ids], a_at, a_size, b_at, b_size, own, both[order][first[kept]], by_size)
    worth = joint / (len(a.starts) - 1) * (own - np.maximum(composed, -30.0))
    prior = corners.sum(0) / joint.sum()
    shares = (corners + 2 * prior) / (joint[:, None] + 2)
    return Phrases(a, b, a_at, a_size, b_at, b_size, total, features, shares, worth, a_group, b_group)


@njit(cache=True)
def mixed_arrays(first: Any, second: Any) -> Any:
    """`mixed` of every row."""
    out = np.zeros(len(first), np.uint64)
    for i in range(len(first)):
        out[i] = mixed(first[i], second[i])
    return out


@njit(cache=True)
def _grouped(both: Any, exact: Any, bits: Any) -> Any:
    """Of sorted instances: first and size of every group, its corner counts, an instance of its commonest spelling."""
    groups = 0
    for i in range(len(both)):
        if i == 0 or both[i] != both[i - 1]:
            groups += 1
    first, total = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    corners, chosen = np.zeros((groups, 4)), np.zeros(groups, np.int64)
    g, run, best = -1, 0, 0
    for i in range(len(both)):
        if i == 0 or both[i] != both[i - 1]:
            g += 1
            first[g], chosen[g], run, best = i, i, 0, 0
        run = run + 1 if i > first[g] and exact[i] == exact[i - 1] else 1
        if run > best:
            best, chosen[g] = run, i
        total[g] += 1
        for k in range(4):
            corners[g, k] += (bits[i] >> k) & 1
    return first, total, corners, chosen


@njit(cache=True)
def _table(keys: Any) -> Any:
    """A hash table over distinct keys: the index of a key, or −1, in every slot."""
    size = 16
    while size < 2 * len(keys):
        size *= 2
    slots = np.full(size, -1, np.int32)
    for k in range(len(keys)):
        at = np.int64((np.uint64(keys[k]) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)) % size
        while slots[at] >= 0:
            at = (at + 1) % size
        slots[at] = k
    return slots


@njit(cache=True)
def _lookup(slots: Any, keys: Any, wanted: Any) -> int:
    at = np.int64((np.uint64(wanted) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)) % len(slots)
    while slots[at] >= 0:
        if keys[slots[at]] == wanted:
            return int(slots[at])
        at = (at + 1) % len(slots)
    return -1


@njit(cache=True)
def _share(slots: Any, keys: Any, counts: Any, wanted: int, total: float) -> float:
    place = _lookup(slots, keys, wanted)
    return float(counts[place] / total) if place >= 0 and total > 0 else 0.0


@njit(cache=True)
def _lexical(
    a: Any, b: Any, a_at: Any, a_size: Any, b_at: Any, b_size: Any, keys: Any, counts: Any, a_total: Any, b_total: Any
) -> Any:
    """Lexical weights both ways: each word explained by any word of the other side (noisy or)."""
    ab, ba, slots = np.zeros(len(a_at)), np.zeros(len(a_at)), _table(keys)
    for row in range(len(a_at)):
        for j in range(b_at[row], b_at[row] + b_size[row]):
            missing = 1 - 0.2 * _share(slots, keys, counts, 65_535 << 16 | b[j], a_total[65_535])
            for i in range(a_at[row], a_at[row] + a_size[row]):
                missing *= 1 - _share(slots, keys, counts, a[i] << 16 | b[j], a_total[a[i]])
            ab[row] += np.log(max(1 - missing, 1e-7))
        for i in range(a_at[row], a_at[row] + a_size[row]):
            missing = 1 - 0.2 * _share(slots, keys, counts, a[i] << 16 | 65_535, b_total[65_535])
            for j in range(b_at[row], b_at[row] + b_size[row]):
                missing *= 1 - _share(slots, keys, counts, a[i] << 16 | b[j], b_total[b[j]])
            ba[row] += np.log(max(1 - missing, 1e-7))
    return ab, ba


@njit(cache=True)
def _composed(
    a: Any, b: Any, a_at: Any, a_size: Any, b_at: Any, b_size: Any, own: Any, hashes: Any, by_size: Any
) -> Any:
    """The best score of two smaller pairs, side by side or swapped, that make up each pair; −1e9 if none."""
    best, out, slots = own.copy(), np.full(len(own), -1e9), _table(hashes)
    for row in by_size:
        x, n, y, m = a_at[row], a_size[row], b_at[row], b_size[row]
        top = -1e9
        for i in range(1, n):
            left, right = phrase_hash(a, x, x + i), phrase_hash(a, x + i, x + n)
            for j in range(1, m):
                low, high = phrase_hash(b, y, y + j), phrase_hash(b, y + j, y + m)
                for swapped in range(2):
                    one = mixed(left, high if swapped else low)
                    p = _lookup(slots, hashes, one)
                    if p < 0:
                        continue
                    two = mixed(right, low if swapped else high)
                    q = _lookup(slots, hashes, two)
                    if q >= 0:
                        top = max(top, best[p] + best[q] - 0.5 - 2.0 * swapped)
        out[row] = top
        best[row] = max(best[row], top)
    return out
