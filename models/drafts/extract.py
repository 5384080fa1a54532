"""Phrase pairs of aligned sentences: grow-diag-final-and (Koehn et al. 2003), extraction, orientations."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

#: The word that stands for "no word" in lexical counts.
NONE = 65_535
#: Corners of a phrase pair at which its neighbour may be aligned: same, right, left, after (section 6 of the format).
SAME, RIGHT, LEFT, AFTER = 1, 2, 4, 8


@njit(cache=True)
def phrase_hash(words: Any, start: int, end: int) -> Any:
    """A 64-bit hash of words[start:end]."""
    h = np.uint64(0x9E3779B97F4A7C15) + np.uint64(end - start)
    for i in range(start, end):
        h ^= np.uint64(words[i]) + np.uint64(0x9E3779B97F4A7C15)
        h *= np.uint64(0xFF51AFD7ED558CCD)
        h ^= h >> np.uint64(32)
    return h


@njit(cache=True)
def mixed(first: Any, second: Any) -> Any:
    """One hash of two."""
    h = first * np.uint64(0x9E3779B97F4A7C15) ^ second
    h *= np.uint64(0xC2B2AE3D27D4EB4F)
    return h ^ (h >> np.uint64(29))


@njit(cache=True)
def symmetrised(n: int, m: int, forward: Any, backward: Any) -> Any:
    """The alignment matrix [n, m] from the links of both directions."""
    seen = np.zeros((n, m), np.uint8)
    for k in range(len(forward)):
        if forward[k, 0] < n and forward[k, 1] < m:
            seen[forward[k, 0], forward[k, 1]] |= 1
    for k in range(len(backward)):
        if backward[k, 0] < n and backward[k, 1] < m:
            seen[backward[k, 0], backward[k, 1]] |= 2
    out = seen == 3
    rows, columns = np.zeros(n, np.int32), np.zeros(m, np.int32)
    for i in range(n):
        for j in range(m):
            if out[i, j]:
                rows[i] += 1
                columns[j] += 1
    changed = True
    while changed:
        changed = False
        for i in range(n):
            for j in range(m):
                if not out[i, j]:
                    continue
                for x in range(max(i - 1, 0), min(i + 2, n)):
                    for y in range(max(j - 1, 0), min(j + 2, m)):
                        if seen[x, y] and not out[x, y] and (rows[x] == 0 or columns[y] == 0):
                            out[x, y] = True
                            rows[x] += 1
                            columns[y] += 1
                            changed = True
    for bit in (1, 2):
        for i in range(n):
            for j in range(m):
                if seen[i, j] & bit and rows[i] == 0 and columns[j] == 0:
                    out[i, j] = True
                    rows[i] += 1
                    columns[j] += 1
    return out


@njit(cache=True)
def _slots_agree(a: Any, b: Any, slots_a: Any, slots_b: Any, links: Any, a0: int, a1: int, b0: int, b1: int) -> bool:
    """Both phrases hold the same slots, and the k-th of a class is linked to the k-th."""
    for kind in (1, 2):
        i, j = a0, b0
        while True:
            while i < a1 and slots_a[a[i]] != kind:
                i += 1
            while j < b1 and slots_b[b[j]] != kind:
                j += 1
            if i >= a1 or j >= b1:
                if i < a1 or j < b1:
                    return False
                break
            if not links[i, j]:
                return False
            i += 1
            j += 1
    return True


@njit(cache=True)
def extract(
    a: Any,
    a_start: Any,
    b: Any,
    b_start: Any,
    forward: Any,
    f_start: Any,
    backward: Any,
    r_start: Any,
    canonical_a: Any,
    canonical_b: Any,
    slots_a: Any,
    slots_b: Any,
    longest: int,
    most: int,
    lexical: Any,
    rows: Any,
    shapes: Any,
    hashes: Any,
) -> Any:
    """Fill the instances of all phrase pairs; with empty outputs only count them. Returns (instances, lexical links).

    `rows` [n, 3]: sentence, place in a, place in b; `shapes` [n, 3]: words in a, words in b, corner bits; `hashes`
    [n, 3]: of the canonical a phrase, the canonical b phrase, and both as they stand. `lexical` takes a << 16 | b.
    `longest` and `most` bound the words of the two phrases. `slots_*` give 1 (x) or 2 (n) for slot words.
    """
    count, links_count = 0, 0
    filling = len(rows) > 0
    for s in range(len(a_start) - 1):
        a_at, b_at = a_start[s], b_start[s]
        n, m = a_start[s + 1] - a_at, b_start[s + 1] - b_at
        if n == 0 or m == 0:
            continue
        links = symmetrised(n, m, forward[f_start[s] : f_start[s + 1]], backward[r_start[s] : r_start[s + 1]])
        low, high = np.full(n, 9999), np.full(n, -1)
        low_b, high_b = np.full(m, 9999), np.full(m, -1)
        for i in range(n):
            for j in range(m):
                if links[i, j]:
                    low[i], high[i] = min(low[i], j), max(high[i], j)
                    low_b[j], high_b[j] = min(low_b[j], i), max(high_b[j], i)
                    if filling:
                        lexical[links_count] = canonical_a[a[a_at + i]] << 16 | canonical_b[b[b_at + j]]
                    links_count += 1
        for i in range(n):
            if high[i] < 0:
                if filling:
                    lexical[links_count] = canonical_a[a[a_at + i]] << 16 | 65_535
                links_count += 1
        for j in range(m):
            if high_b[j] < 0:
                if filling:
                    lexical[links_count] = 65_535 << 16 | canonical_b[b[b_at + j]]
                links_count += 1
        words_a, words_b = canonical_a[a[a_at : a_at + n]], canonical_b[b[b_at : b_at + m]]
        exact_a, exact_b = a[a_at : a_at + n], b[b_at : b_at + m]
        for i0 in range(n):
            first, last = 9999, -1
            for i1 in range(i0 + 1, min(n, i0 + longest) + 1):
                if exact_a[i1 - 1] == 2:
                    break
                first, last = min(first, low[i1 - 1]), max(last, high[i1 - 1])
                if last < 0:
                    continue
                if last - first >= most:
                    break
                whole = True
                for j in range(first, last + 1):
                    if high_b[j] >= 0 and (low_b[j] < i0 or high_b[j] >= i1):
                        whole = False
                        break
                if not whole:
                    continue
                j0 = first
                while True:
                    j1 = last + 1
                    while True:
                        good = j1 - j0 <= most
                        for j in range(j0, j1):
                            if exact_b[j] == 2:
                                good = False
                        if good and _slots_agree(exact_a, exact_b, slots_a, slots_b, links, i0, i1, j0, j1):
                            if filling:
                                bits = 0
                                if (i0 == 0 and j0 == 0) or (i0 > 0 and j0 > 0 and links[i0 - 1, j0 - 1]):
                                    bits |= 1
                                elif j0 > 0 and i1 < n and links[i1, j0 - 1]:
                                    bits |= 2
                                if (i1 == n and j1 == m) or (i1 < n and j1 < m and links[i1, j1]):
                                    bits |= 8
                                elif i0 > 0 and j1 < m and links[i0 - 1, j1]:
                                    bits |= 4
                                rows[count, 0], rows[count, 1], rows[count, 2] = s, i0, j0
                                shapes[count, 0], shapes[count, 1], shapes[count, 2] = i1 - i0, j1 - j0, bits
                                hashes[count, 0] = phrase_hash(words_a, i0, i1)
                                hashes[count, 1] = phrase_hash(words_b, j0, j1)
                                hashes[count, 2] = mixed(phrase_hash(exact_a, i0, i1), phrase_hash(exact_b, j0, j1))
                            count += 1
                        j1 += 1
                        if j1 > m or high_b[j1 - 1] >= 0 or j1 - j0 > most:
                            break
                    j0 -= 1
                    if j0 < 0 or high_b[j0] >= 0 or last - j0 >= most:
                        break
    return count, links_count


def slot_kinds(words: list[str]) -> NDArray[np.uint8]:
    """1 for ⦅x⦆, 2 for ⦅n⦆, whatever their joiners; 0 for other words."""
    from models.drafts.tokens import JOINER, SLOT_N, SLOT_X

    kinds = {SLOT_X: 1, SLOT_N: 2}
    return np.array([kinds.get(word.strip(JOINER), 0) for word in words], np.uint8)
