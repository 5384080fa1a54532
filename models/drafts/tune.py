"""Weights by chrF2 on n-best lists of development rows: coordinate ascent (after Och 2003, with restarts)."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sacrebleu.metrics import CHRF

from models.drafts.decoder import Candidates, Drafter, Source
from models.drafts.search import ngram

Floats = NDArray[np.float64]
#: Order of the tuned weights; the first four belong to the features of a pair.
NAMES = ("ab", "ba", "lexical ab", "lexical ba", "words", "phrases", "unknown", "lm", "distortion", "orientation")
START = (0.2, 0.2, 0.1, 0.1, 0.2, -0.2, -3.0, 0.5, -0.1, 0.1)


def settings_of(weights: Floats, base: dict[str, Any]) -> dict[str, Any]:
    """Search settings with the weights of everything but the features of a pair."""
    named = dict(zip(NAMES[4:], [round(float(x), 4) for x in weights[4:]], strict=True))
    return {**base, "weights": named}


class Tuner:
    """Collects translations of development rows with their features, and fits the weights to them."""

    def __init__(self, drafter: Drafter, features: Floats, rows: list[tuple[str, str]], seed: int = 1) -> None:
        self.drafter, self.features, self.rows = drafter, features, rows
        self.rng = random.Random(seed)
        self.metric: Any = CHRF()
        self.pool: list[dict[str, tuple[Floats, Floats]]] = [{} for _ in rows]

    def run(self, weights: Floats, rounds: int, best: int) -> Floats:
        """`rounds` times: translate with the current weights, then fit them to all translations seen."""
        for number in range(rounds):
            self._collect(weights, best)
            before = self._value(weights)
            weights = self._fit(weights)
            print(f"  round {number}: chrF2 {before:.2f} -> {self._value(weights):.2f}", flush=True)
        return weights

    def _collect(self, weights: Floats, best: int) -> None:
        d = self.drafter
        d.scores = self.features @ weights[:4]
        d.settings = settings_of(weights, {**d.settings, "stack": 20})
        for (text, reference), pool in zip(self.rows, self.pool, strict=True):
            source = d.tokens(text)
            if not source.ids:
                continue
            options = d.candidates(source)
            for score, path in d.paths(source, options, best)[: 3 * best]:
                answer = d._draft(text, source, options, score, path).text
                if answer not in pool:
                    counts = self.metric._extract_corpus_statistics([answer], [[reference]])[0]
                    pool[answer] = self._features(source, options, path), np.array(counts, np.float64)

    def _features(self, source: Source, options: Candidates, path: list[int]) -> Floats:
        d, out = self.drafter, np.zeros(len(NAMES))
        u, v, start, end, before = -1, 0, 0, 0, -1
        for number, option in enumerate(path):
            pair, first = int(options.pair[option]), int(options.first[option])
            size = int(d._source_start[pair + 1] - d._source_start[pair]) if pair >= 0 else 1
            words = options.words[options.word_start[option] : options.word_start[option + 1]].tolist()
            if pair >= 0:
                out[:4] += self.features[pair]
            out[4:7] += len(words), 1, pair < 0
            for word in words:
                out[7] += ngram(d.lm, u, v, word)
                u, v = v, word
            out[8] += abs(first - end)
            kind = 0 if first == end else (1 if first + size == start and number else 2)
            kept = int(d.table.orientation[pair]) if pair >= 0 else d.turns.shape[1] - 1
            out[9] += d.turns[0, kept, kind] + (d.turns[1, before, kind] if before >= 0 else 0)
            start, end, before = first, first + size, kept
        out[7] += ngram(d.lm, u, v, 1)
        return out

    def _value(self, weights: Floats) -> float:
        total = np.zeros(18)
        for pool in self.pool:
            if pool:
                found = list(pool.values())
                total += found[int(np.argmax([f @ weights for f, _ in found]))][1]
        return float(self.metric._compute_f_score(total.astype(np.int64).tolist()))

    def _fit(self, weights: Floats) -> Floats:
        stacked = [(np.stack([f for f, _ in p.values()]), np.stack([s for _, s in p.values()])) for p in self.pool if p]

        def value(x: Floats) -> float:
            total = sum(s[int(np.argmax(f @ x))] for f, s in stacked)
            return float(self.metric._compute_f_score(np.asarray(total).astype(np.int64).tolist()))

        best, top = weights, value(weights)
        for restart in range(2):
            noise = np.exp(np.array([self.rng.gauss(0, 0.4) for _ in weights]))
            x = weights * noise if restart else weights.copy()
            reached, step = value(x), 0.5
            while step > 0.05:
                better = False
                for k in self.rng.sample(range(len(x)), len(x)):
                    for sign in (1, -1):
                        y = x.copy()
                        y[k] += sign * step * max(abs(y[k]), 0.1)
                        if (found := value(y)) > reached + 1e-3:
                            x, reached, better = y, found, True
                            break
                step = step if better else step / 2
            if reached > top:
                best, top = x, reached
        scaled: Floats = best * (3.0 / np.abs(best[[0, 1, 2, 3, 4, 5, 7, 8, 9]]).sum())
        return scaled
