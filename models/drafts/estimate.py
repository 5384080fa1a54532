"""Estimation of a trigram model: interpolated modified Kneser-Ney (Chen and Goodman 1998), pruned by entropy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.drafts.language import END, START, LanguageModel

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Steps of the stored natural logarithms.
_STEP = 0.4
_LEVELS = 40
_BACKOFF_LEVELS = 12


@dataclass(frozen=True)
class _Order:
    """The n-grams of one order: keys (16 bits a word), raw counts, log-probability; log-backoff as context."""

    keys: Ints
    counts: Ints
    log: Floats
    backoff: Floats


def _counted(keys: Ints) -> tuple[Ints, Ints]:
    found, counts = np.unique(keys, return_counts=True)
    return found, counts.astype(np.int64)


def _discounts(counts: Ints) -> Floats:
    n = [float((counts == k).sum()) for k in (1, 2, 3, 4)]
    y = n[0] / max(n[0] + 2 * n[1], 1.0)
    found = [k - (k + 1) * y * n[k] / max(n[k - 1], 1.0) for k in (1, 2, 3)]
    return np.clip(found, [0.1, 0.1, 0.1], [0.95, 1.9, 2.9])


def _interpolate(context: Ints, counts: Ints, lower: Floats) -> tuple[Floats, Ints, Floats]:
    """(log p, contexts, log γ of each): `context` is ascending, `lower` the probability of the shorter n-gram."""
    discounts = _discounts(counts)[np.minimum(counts, 3) - 1]
    heads, first, index = np.unique(context, return_index=True, return_inverse=True)
    total = np.add.reduceat(counts.astype(np.float64), first)
    gamma = np.add.reduceat(discounts, first) / total
    probability = (counts - discounts) / total[index] + gamma[index] * lower
    return np.log(probability), heads, np.log(gamma)


def _place(keys: Ints, wanted: Ints) -> Ints:
    """Index of each wanted key in ascending `keys`, or −1."""
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def estimate(stream: Ints, words: int, keep_bigrams: float, keep_trigrams: float) -> LanguageModel:
    """The model of a text. `stream` holds ids, each sentence with START before it and END after it.

    An n-gram stays if its count times its gain in log-probability over backing off exceeds the given value.
    """
    inside = stream[1:] != START
    two = (stream[:-1] << 16 | stream[1:])[inside]
    whole = inside[1:] & inside[:-1]
    three = (stream[:-2] << 32 | stream[1:-1] << 16 | stream[2:])[whole]
    keys3, raw3 = _counted(three)
    keys2, raw2 = _counted(two)
    # Kneser-Ney: shorter n-grams count the contexts that they were seen in.
    tail2, contexts2 = _counted(keys3 & 0xFFFFFFFF)
    counts2 = raw2.copy()
    place = _place(tail2, keys2)
    counts2[place >= 0] = contexts2[place[place >= 0]]
    counts2[keys2 >> 16 == START] = raw2[keys2 >> 16 == START]
    counts1 = np.bincount(keys2 & 0xFFFF, minlength=words).astype(np.float64)
    discount = 0.75
    probability1 = np.maximum(counts1 - discount, 0) / counts1.sum()
    probability1 += discount * (counts1 > 0).sum() / counts1.sum() / words
    log1 = np.log(probability1)
    log2, heads2, gamma2 = _interpolate(keys2 >> 16, counts2, probability1[keys2 & 0xFFFF])
    backoff1 = np.zeros(words)
    backoff1[heads2] = gamma2
    tail = _place(keys2, keys3 & 0xFFFFFFFF)
    log3, heads3, gamma3 = _interpolate(keys3 >> 16, raw3, np.exp(log2[tail]))
    backoff2 = np.zeros(len(keys2))
    backoff2[_place(keys2, heads3)] = gamma3
    # Pruning.
    head = _place(keys2, keys3 >> 16)
    gain3 = raw3 * (log3 - backoff2[head] - log2[tail])
    kept3 = (gain3 > keep_trigrams) & (raw3 > 1)
    gain2 = raw2 * (log2 - backoff1[keys2 >> 16] - log1[keys2 & 0xFFFF])
    kept2 = gain2 > keep_bigrams
    kept2[head[kept3]] = True
    keys2, log2, keys3, log3 = keys2[kept2], log2[kept2], keys3[kept3], log3[kept3]
    backoff1 = _renormalised(keys2 >> 16, log2, log1[keys2 & 0xFFFF], words)
    head, tail = _place(keys2, keys3 >> 16), _place(keys2, keys3 & 0xFFFFFFFF)
    backed = backoff1[keys3 >> 16 & 0xFFFF] + log1[keys3 & 0xFFFF]
    lower = np.where(tail >= 0, log2[tail], backed) if len(keys2) else backed
    backoff2 = _renormalised(head, log3, lower, len(keys2))
    return _packed(log1, backoff1, _Order(keys2, raw2, log2, backoff2), _Order(keys3, raw3, log3, log3), words)


def _renormalised(context: Ints, log: Floats, lower: Floats, size: int) -> Floats:
    """log((1 − Σ p) / (1 − Σ lower p)) of every context; 0 for contexts without n-grams."""
    seen = np.bincount(context, weights=np.exp(log), minlength=size)
    below = np.bincount(context, weights=np.exp(lower), minlength=size)
    return np.where(seen > 0, np.log(np.maximum(1 - seen, 1e-4) / np.maximum(1 - below, 1e-4)), 0.0)


def _packed(log1: Floats, backoff1: Floats, two: _Order, three: _Order, words: int) -> LanguageModel:
    def level(log: Floats) -> NDArray[np.uint8]:
        levels: NDArray[np.uint8] = np.clip(np.rint(-log / _STEP), 0, _LEVELS - 1).astype(np.uint8)
        return levels

    def backoff_level(log: Floats) -> NDArray[np.uint8]:
        levels: NDArray[np.uint8] = np.clip(np.rint(-log / _STEP) + 2, 0, _BACKOFF_LEVELS - 1).astype(np.uint8)
        return levels

    def starts(heads: Ints, size: int) -> Ints:
        found: Ints = np.searchsorted(heads, np.arange(size + 1)).astype(np.int64)
        return found

    unigram = level(log1)
    unigram[START] = _LEVELS - 1
    return LanguageModel(
        np.round(-_STEP * np.arange(_LEVELS), 4),
        np.round(-_STEP * (np.arange(_BACKOFF_LEVELS) - 2), 4),
        unigram,
        backoff_level(backoff1),
        starts(two.keys >> 16, words),
        two.keys & 0xFFFF,
        level(two.log),
        backoff_level(two.backoff),
        starts(_place(two.keys, three.keys >> 16), len(two.keys)),
        three.keys & 0xFFFF,
        level(three.log),
    )


def stream_of(sentences: list[Ints]) -> Ints:
    """Sentences with START and END around each, end to end."""
    start, end = np.array([START]), np.array([END])
    return np.concatenate([part for sentence in sentences for part in (start, sentence, end)])
