"""Figures over answers: chrF2, shares, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sacrebleu

BINS = 10


def chrf(answers: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Corpus chrF2 (sacrebleu), 0..100, with one or more references per sentence."""
    widest = max(len(wanted) for wanted in references)
    # sacrebleu wants the n-th reference of every sentence together; where one has fewer, it repeats its first.
    columns = [[wanted[n] if n < len(wanted) else wanted[0] for wanted in references] for n in range(widest)]
    return float(sacrebleu.CHRF().corpus_score(list(answers), columns).score)


def chrf_signature() -> str:
    """Signature of the metric and its version, by sacrebleu."""
    metric = sacrebleu.CHRF()
    metric.corpus_score(["a"], [["a"]])
    return str(metric.get_signature())


def share(hits: Sequence[bool]) -> float:
    """Percentage of true ones."""
    return 100 * sum(hits) / len(hits)


def majority(labels: Sequence[str]) -> float:
    """Accuracy in percent of always answering with the most frequent label."""
    return 100 * Counter(labels).most_common(1)[0][1] / len(labels)


def calibration_error(confidences: Sequence[float], hits: Sequence[bool]) -> float:
    """Expected calibration error in percent: |accuracy − confidence| over ten bins, weighted by their size."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, hit in zip(confidences, hits, strict=True):
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, hit))
    gaps = (abs(sum(c for c, _ in rows) - sum(h for _, h in rows)) for rows in bins.values())
    return 100 * sum(gaps) / len(hits)


def length_error(counts: Sequence[int], wanted: Sequence[int]) -> float:
    """Mean |predicted − reference| / reference length in tokens, in percent."""
    return 100 * sum(abs(a - b) / max(b, 1) for a, b in zip(counts, wanted, strict=True)) / len(wanted)
