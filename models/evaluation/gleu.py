"""GLEU for grammatical error correction (Napoles et al. 2015, without tuning as in their 2016 update).

Like BLEU, but an n-gram of the answer that stands in the source and not in the reference is held against it: an error
left standing costs more than a harmless difference. With several references, one per sentence is drawn at random, and
the score is the mean over many draws.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ORDER = 4
DRAWS = 500

_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """Words and punctuation marks, in their own case."""
    return _TOKEN.findall(text)


def _ngrams(words: Sequence[str], order: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + order]) for i in range(len(words) - order + 1))


def sentence_counts(source: str, answer: str, reference: str) -> NDArray[np.float64]:
    """Lengths of answer and reference, then for n = 1..4 the matches less the penalty, and the answer's n-grams."""
    words, wanted, given = tokens(answer), tokens(reference), tokens(source)
    counts: list[float] = [len(words), len(wanted)]
    for order in range(1, ORDER + 1):
        ours, theirs, before = (_ngrams(side, order) for side in (words, wanted, given))
        matches = sum((ours & theirs).values())
        left = Counter({gram: count for gram, count in before.items() if gram not in theirs})
        counts += [max(matches - sum((ours & left).values()), 0), max(len(words) - order + 1, 0)]
    return np.asarray(counts, dtype=np.float64)


def _score(total: NDArray[np.float64]) -> float:
    """The score of added-up counts, 0..1."""
    matches, possible = total[2::2], total[3::2]
    if (matches == 0).any() or total[0] == 0:
        return 0.0
    brevity = min(0.0, 1 - total[1] / total[0])
    return float(np.exp(brevity + np.log(matches / possible).mean()))


def gleu(sources: Sequence[str], answers: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Corpus score, 0..100. `references`: one or more per sentence. The draws are seeded: the score is reproducible."""
    table = [
        np.stack([sentence_counts(source, answer, reference) for reference in wanted])
        for source, answer, wanted in zip(sources, answers, references, strict=True)
    ]
    if all(len(rows) == 1 for rows in table):
        return 100 * _score(np.sum([rows[0] for rows in table], axis=0))
    random = np.random.default_rng(1)
    drawn = [np.sum([rows[random.integers(len(rows))] for rows in table], axis=0) for _ in range(DRAWS)]
    return 100 * float(np.mean([_score(total) for total in drawn]))
