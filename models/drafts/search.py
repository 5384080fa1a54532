"""The beam search over phrase pairs (docs/drafts-format.md, section 6), compiled by numba, in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

MINUS = -1e30


@njit(cache=True)
def _find(words: Any, low: int, high: int, word: int) -> int:
    while low < high:
        middle = (low + high) >> 1
        if words[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True)
def ngram(lm: Any, u: int, v: int, w: int) -> float:
    """ln p(w | u, v); u or v may be −1. `lm` is the tuple that `decoder.model_tuple` makes."""
    p1, b1, start2, word2, p2, b2, start3, word3, p3 = lm
    if v < 0:
        return float(p1[w])
    lower = b1[v] + p1[w]
    place = _find(word2, start2[v], start2[v + 1], w)
    if place < start2[v + 1] and word2[place] == w:
        lower = p2[place]
    if u < 0:
        return float(lower)
    head = _find(word2, start2[u], start2[u + 1], v)
    if head >= start2[u + 1] or word2[head] != v:
        return float(lower)
    place = _find(word3, start3[head], start3[head + 1], w)
    if place < start3[head + 1] and word3[place] == w:
        return float(p3[place])
    return float(b2[head] + lower)


@njit(cache=True)
def inside(lm: Any, words: Any, start: int, end: int) -> float:
    """The language model over words[start:end] alone."""
    total, u, v = 0.0, -1, -1
    for k in range(start, end):
        total += ngram(lm, u, v, words[k])
        u, v = v, words[k]
    return total


@njit(cache=True)
def future_costs(n: int, spans: Any, estimate: Any, longest: int) -> Any:
    """best[i, j]: the largest estimate of any cover of tokens i to j − 1."""
    best = np.full((n + 1, n + 1), MINUS)
    for size in range(1, n + 1):
        for i in range(n - size + 1):
            j = i + size
            if size <= longest:
                for option in range(spans[i, size, 0], spans[i, size, 1]):
                    best[i, j] = max(best[i, j], estimate[option])
            for k in range(i + 1, j):
                best[i, j] = max(best[i, j], best[i, k] + best[k, j])
    return best


@njit(cache=True)
def _future(best: Any, gap: int, mask: int, n: int) -> float:
    total, i = 0.0, gap
    while i < n:
        j = i + 1
        while j < n and not (mask >> (j - gap - 1)) & 1:
            j += 1
            if j - gap - 1 >= 62:
                j = n
        total += best[i, j]
        i = j
        while i < n and i - gap - 1 < 62 and (mask >> (i - gap - 1)) & 1:
            i += 1
    return total


@njit(cache=True)
def _members(first: int, chain: Any) -> Any:
    count, h = 0, first
    while h >= 0:
        count += 1
        h = chain[h, 2]
    out = np.zeros(count, np.int64)
    h = first
    for k in range(count):
        out[k] = h
        h = chain[h, 2]
    return out


@njit(cache=True)
def _turn(turns: Any, before: int, now: int, kind: int) -> float:
    value = turns[0, now, kind]
    if before >= 0:
        value += turns[1, before, kind]
    return float(value)


@njit(cache=True)
def search(
    n: int,
    spans: Any,
    base: Any,
    estimate: Any,
    words: Any,
    word_start: Any,
    turn_of: Any,
    turns: Any,
    lm: Any,
    w_lm: float,
    w_distortion: float,
    w_turn: float,
    limit: int,
    stack: int,
    beam: float,
    longest: int,
) -> Any:
    """All hypotheses of one sentence.

    `spans` [n, longest + 1, 2]: first option and end of the options of a span by its start and size. `turns`
    [2, classes, 3]: previous and next ln P of monotone, swap, other; `turn_of` its class per option.
    Returns (back, option, score, loser, final): predecessor, option and score of every hypothesis, the next loser of a
    recombination (−1 ends the list), and the hypotheses of the last stack, in order of age.
    """
    best = future_costs(n, spans, estimate, longest)
    room = 1 << 14
    ints = np.zeros((room, 9), np.int64)  # gap, mask, end, start, u, v, option, back, turn class
    chain = np.full((room, 3), -1, np.int64)  # next loser, last loser, next of its stack
    score, total = np.zeros(room), np.zeros(room)
    slots = 1 << 15
    table = np.full(slots, -1, np.int64)
    stacks = np.full((n + 1, 2), -1, np.int64)  # first and last of each stack
    ints[0, 2], ints[0, 3], ints[0, 4], ints[0, 5], ints[0, 6], ints[0, 7], ints[0, 8] = 0, 0, -1, 0, -1, -1, -1
    stacks[0] = 0
    used, kept = 1, 0
    for covered in range(n):
        members = _members(stacks[covered, 0], chain)
        if len(members) == 0:
            continue
        order = np.argsort(-total[members], kind="mergesort")[:stack]
        floor = total[members[order[0]]] - beam
        for position in order:
            h = members[position]
            if total[h] < floor:
                break
            gap, mask, end = ints[h, 0], ints[h, 1], ints[h, 2]
            for i in range(gap, min(n - 1, gap + limit) + 1):
                if i > gap and (mask >> (i - gap - 1)) & 1:
                    continue
                d = abs(i - end)
                if d > limit and i != gap:
                    continue
                for size in range(1, min(longest, n - i) + 1):
                    j = i + size
                    if j - 1 > gap and (mask >> (j - 2 - gap)) & 1:
                        break
                    if i != gap and j > gap + limit + longest:
                        break
                    first, last = spans[i, size, 0], spans[i, size, 1]
                    if first == last:
                        continue
                    new_gap, new_mask = gap, mask
                    for k in range(i, j):
                        if k > gap:
                            new_mask |= np.int64(1) << (k - gap - 1)
                    if i == gap:
                        new_gap += 1
                        while new_mask & 1:
                            new_gap += 1
                            new_mask >>= 1
                        new_mask >>= 1
                    ahead = _future(best, new_gap, new_mask, n) if covered + size < n else 0.0
                    kind = 0 if i == end else (1 if j == ints[h, 3] and ints[h, 6] >= 0 else 2)
                    for option in range(first, last):
                        u, v, lm_sum = ints[h, 4], ints[h, 5], 0.0
                        for k in range(word_start[option], word_start[option + 1]):
                            lm_sum += ngram(lm, u, v, words[k])
                            u, v = v, words[k]
                        if covered + size == n:
                            lm_sum += ngram(lm, u, v, 1)
                        turn = _turn(turns, ints[h, 8], turn_of[option], kind) if w_turn != 0.0 else 0.0
                        value = score[h] + ((base[option] + w_lm * lm_sum) + (w_distortion * d + w_turn * turn))
                        if used == room:
                            room *= 2
                            ints = np.concatenate((ints, np.zeros_like(ints)))
                            chain = np.concatenate((chain, np.full_like(chain, -1)))
                            score = np.concatenate((score, np.zeros_like(score)))
                            total = np.concatenate((total, np.zeros_like(total)))
                        if kept * 2 > slots:
                            slots *= 2
                            old = table
                            table = np.full(slots, -1, np.int64)
                            for x in old:
                                if x >= 0:
                                    s = ints[x]
                                    at = _slot(s[0], s[1], s[2], s[3], s[4], s[5], s[8], w_turn, slots)
                                    while table[at] >= 0:
                                        at = (at + 1) % slots
                                    table[at] = x
                        cls = turn_of[option]
                        at = _slot(new_gap, new_mask, j, i, u, v, cls, w_turn, slots)
                        found = -1
                        while table[at] >= 0:
                            x = table[at]
                            if (
                                ints[x, 0] == new_gap
                                and ints[x, 1] == new_mask
                                and ints[x, 2] == j
                                and ints[x, 4] == u
                                and ints[x, 5] == v
                                and (w_turn == 0.0 or (ints[x, 3] == i and ints[x, 8] == cls))
                            ):
                                found = x
                                break
                            at = (at + 1) % slots
                        new = used
                        used += 1
                        target = new
                        if found >= 0:
                            if value > score[found]:
                                ints[new] = ints[found]
                                score[new] = score[found]
                                target = found
                            tail = chain[found, 1]
                            if tail < 0:
                                chain[found, 0] = new
                            else:
                                chain[tail, 0] = new
                            chain[found, 1] = new
                        else:
                            table[at] = new
                            kept += 1
                            if stacks[covered + size, 0] < 0:
                                stacks[covered + size, 0] = new
                            else:
                                chain[stacks[covered + size, 1], 2] = new
                            stacks[covered + size, 1] = new
                        ints[target, 0], ints[target, 1], ints[target, 2], ints[target, 3] = new_gap, new_mask, j, i
                        ints[target, 4], ints[target, 5], ints[target, 6], ints[target, 7] = u, v, option, h
                        ints[target, 8] = cls
                        score[target], total[target] = value, value + ahead
    final = _members(stacks[n, 0], chain)
    return ints[:used, 7].copy(), ints[:used, 6].copy(), score[:used].copy(), chain[:used, 0].copy(), final


@njit(cache=True)
def _slot(gap: int, mask: int, end: int, start: int, u: int, v: int, cls: int, w_turn: float, slots: int) -> Any:
    h = np.uint64(gap) * np.uint64(0x9E3779B97F4A7C15) ^ np.uint64(mask)
    h *= np.uint64(0xFF51AFD7ED558CCD)
    h ^= np.uint64(end) << np.uint64(40)
    h ^= np.uint64(u + 1) << np.uint64(16)
    h ^= np.uint64(v + 1)
    if w_turn != 0.0:
        h ^= np.uint64(start) << np.uint64(52) ^ np.uint64(cls + 1) << np.uint64(33)
    h ^= h >> np.uint64(31)
    h *= np.uint64(0xC2B2AE3D27D4EB4F)
    h ^= h >> np.uint64(29)
    return np.int64(h & np.uint64(slots - 1))
