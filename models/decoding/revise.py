"""Revision: decoding that starts from the text itself, for tasks whose answers share most of it.

The model was trained to predict the mask at an unmasked token that cannot stay (`training/questions.py`). The
arithmetic, which the product's engine repeats token for token in float32:

1. The draft is the text's tokens, with words spelt right if there is a lexicon (`spelling.py`), or those of a
   translation of the text (`drafting.py`). Error detection: the
   draft stands unmasked in the target; a token's error odds are the log-odds of the mask at its place, rounded to
   1/1024. A token is wrong if they are at least rounded(log(t / (1 - t))) for the threshold t; a placeholder never is.
   Wrong tokens side by side form a span. Without one the draft is the answer.
2. Infill: every span of n tokens is replaced by m masks, for m from max(0, n - `shorter`) to n + `longer`, while all
   other tokens stay; an empty target or one over the limit is left out. Two passes of Mask-Predict fill the masks: the
   second masks the floor(m / 2) lowest scores again (ties: the lower position).
3. A candidate's score is the mean rounded log-probability of its m tokens (`deletion` for m = 0) plus `length_weight`
   times the rounded log-probability of the whole target's length, if that span alone changed. The best one counts
   (ties: the smaller change of length, then the shorter). It replaces the span if its score is at least `acceptance`.
4. Steps 1 to 3 are repeated with the new draft while something changed, at most `rounds` times.
5. A token's score in the answer: the rounded log-probability with which it was filled in, or, for one that stayed, that
   of no mask there: rounded(-log(1 + exp(its error odds in the last pass of detection))).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from models.architecture.instruct_model import InstructModel
from models.decoding.encoded import EncodedSources, find, refine
from models.decoding.scores import NEVER, mean, rounded
from models.decoding.spelling import Speller, Token

#: How many tokens fewer and more than a span's are tried in its place, where the manifest does not say.
SHORTER, LONGER = 2, 3
PASSES = 2
#: From here on exp(x) + 1 is exp(x) in double precision.
_OVERFLOW = 40.0


@dataclass(frozen=True)
class RevisionSettings:
    """The `revision` part of a manifest."""

    threshold: float
    rounds: int
    acceptance: float
    deletion: float
    length_weight: float
    shorter: int = SHORTER
    longer: int = LONGER

    @classmethod
    def of(cls, given: dict[str, Any]) -> RevisionSettings:
        """From a part of a manifest."""
        return cls(
            threshold=given["threshold"],
            rounds=given["rounds"],
            acceptance=given["acceptance"],
            deletion=given["deletion"],
            length_weight=given["lengthWeight"],
            shorter=given.get("shorter", SHORTER),
            longer=given.get("longer", LONGER),
        )


@dataclass(frozen=True)
class Revision:
    """The tokens that a text became, the score of each, and the passes that were run."""

    ids: list[int]
    scores: list[float]
    passes: int


@dataclass
class _Token:
    """A token of the draft; `filled`: it is not the text's own."""

    id: int
    score: float = 0.0
    filled: bool = False


@dataclass
class _Candidate:
    """A draft with `count` tokens in place of the span start..end."""

    start: int
    end: int
    count: int
    ids: list[int]
    length_score: float
    scores: dict[int, float] = field(default_factory=dict)

    @property
    def places(self) -> range:
        return range(self.start, self.start + self.count)

    def masked(self, iteration: int) -> list[int]:
        if iteration == 1:
            return list(self.places)
        again = self.count * (PASSES - iteration + 1) // PASSES
        return sorted(sorted(self.places, key=lambda i: (self.scores[i], i))[:again])


def kept_score(odds: float) -> float:
    """The score of a token that stayed: the rounded log-probability that nothing is wrong with it."""
    return rounded(-math.log1p(math.exp(odds)) if odds < _OVERFLOW else -odds)


class Reviser:
    """Revises texts with a model whose sources are encoded already."""

    def __init__(
        self, model: InstructModel, settings: RevisionSettings, *, longest: int, placeholders: frozenset[int]
    ) -> None:
        """`longest`: most target tokens. `placeholders`: ids of the tokens that stand for protected spans."""
        self.model, self.settings, self.longest, self.placeholders = model, settings, longest, placeholders

    def revise(
        self,
        sources: EncodedSources,
        owner: int,
        text: list[int],
        speller: Speller | None = None,
        text_length: int | None = None,
    ) -> Revision:
        """The revision of source `owner`, whose text has these tokens. ValueError for one that is empty or too long.

        `speller`: corrects the spelling first; the draft is the corrected text then. `text_length`: tokens of the
        source's text, where `text` is a translation of it.
        """
        if not 0 < len(text) <= self.longest:
            raise ValueError(f"a text to revise has 1 to {self.longest} tokens")
        spelt, passes = speller.correct(sources, owner, text) if speller else ([Token(token) for token in text], 0)
        base = len(text) if text_length is None else text_length
        draft = [_Token(token.id, token.score or 0.0, token.score is not None) for token in spelt]
        lengths = self._length_scores(sources.length_logits[owner])
        for _ in range(self.settings.rounds):
            ids = [token.id for token in draft]
            odds, passes = self._find(sources, owner, ids), passes + 1
            for token, value in zip(draft, odds, strict=True):
                if not token.filled:
                    token.score = kept_score(value)
            candidates = [self._candidates(ids, span, base, lengths) for span in self._spans(odds)]
            passes += self._infill(sources, owner, [c for group in candidates for c in group])
            chosen = [best for group in candidates if (best := self._choose(ids, group))]
            for candidate in reversed(chosen):
                filled = [_Token(candidate.ids[i], candidate.scores[i], True) for i in candidate.places]
                draft[candidate.start : candidate.end] = filled
            if not chosen:
                break
        return Revision([token.id for token in draft], [token.score for token in draft], passes)

    def _length_scores(self, logits: Tensor) -> list[float]:
        return [rounded(value) for value in torch.log_softmax(logits.double(), dim=-1).tolist()]

    def _find(self, sources: EncodedSources, owner: int, draft: list[int]) -> list[float]:
        odds = find(self.model, sources, [owner], [draft])[0].tolist()
        return [NEVER if token in self.placeholders else rounded(v) for token, v in zip(draft, odds, strict=True)]

    def _spans(self, odds: list[float]) -> list[tuple[int, int]]:
        threshold = self.settings.threshold
        least = rounded(math.log(threshold / (1 - threshold)))
        spans: list[tuple[int, int]] = []
        for i, value in enumerate(odds):
            if value < least:
                continue
            if spans and spans[-1][1] == i:
                spans[-1] = (spans[-1][0], i + 1)
            else:
                spans.append((i, i + 1))
        return spans

    def _candidates(
        self, draft: list[int], span: tuple[int, int], text_length: int, lengths: list[float]
    ) -> list[_Candidate]:
        (start, end), config, found = span, self.model.config, []
        for count in range(max(0, end - start - self.settings.shorter), end - start + self.settings.longer + 1):
            ids = draft[:start] + [config.mask_id] * count + draft[end:]
            if 0 < len(ids) <= self.longest:
                base = text_length if config.length_relative_to_text else 0
                place = len(ids) - config.length_minimum - base
                known = 0 <= place < len(lengths)
                found.append(_Candidate(start, end, count, ids, lengths[place] if known else NEVER))
        return found

    def _infill(self, sources: EncodedSources, owner: int, candidates: list[_Candidate]) -> int:
        """Fill the masks of all candidates; returns the number of passes."""
        mask_id = self.model.config.mask_id
        for iteration in range(1, PASSES + 1):
            active = [(c, masked) for c in candidates if (masked := c.masked(iteration))]
            if not active:
                return iteration - 1
            for candidate, masked in active:
                for i in masked:
                    candidate.ids[i] = mask_id
            logits = refine(self.model, sources, [owner] * len(active), [c.ids for c, _ in active])
            for (candidate, masked), rows in zip(active, logits, strict=True):
                best = torch.log_softmax(rows[masked], dim=-1).max(dim=-1)
                for i, token, score in zip(masked, best.indices.tolist(), best.values.tolist(), strict=True):
                    candidate.ids[i], candidate.scores[i] = token, rounded(score)
        return PASSES

    def _choose(self, draft: list[int], candidates: list[_Candidate]) -> _Candidate | None:
        """The candidate that replaces its span; None if the span stays as it is."""

        def key(candidate: _Candidate) -> tuple[float, int, int]:
            own = mean(list(candidate.scores.values())) if candidate.count else self.settings.deletion
            change = abs(candidate.count - (candidate.end - candidate.start))
            return own + self.settings.length_weight * candidate.length_score, -change, -candidate.count

        best = max(candidates, key=key, default=None)
        if best is None or best.ids == draft or key(best)[0] < self.settings.acceptance:
            return None
        return best
