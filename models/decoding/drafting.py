"""Drafts of a translation: ranked, revised and compared by the model, which sees the whole sentence.

A draft is the text of a phrase table (`models/drafts`) with its score there. The arithmetic, which the product's engine
repeats token for token in float32:

1. The first n drafts are judged: n is `best`, or less where n times the tokens of the longest of these would be over
   `judged_tokens`, but at least 2. Score: that of the tables + `model_weight` · L + `sound_weight` · S. They are
   sorted by it (stable); the other drafts stay behind them. With one draft, or one that is empty or too long, nothing
   is done.
2. L is the pseudo-log-likelihood (Salazar et al. 2020) of the tokens that differ: tokens that all targets have in
   common at the start, and behind that at the end, count for nothing, but for the `NEIGHBOURS` next to the others. Of
   these a third is masked at a time: copy k has those masked whose place among them is k modulo `COPIES`. L is the sum
   of the rounded log-probabilities of the masked tokens.
3. S is the sum over the tokens of the rounded log-probability that the token can stay (`revise.py`, step 5); 0 for
   placeholders.
4. The best draft is revised as a text is (`revise.py`), with settings of its own. `own_lengths` answers are written
   from nothing beside it (`decoder.py`), at the most probable lengths.
5. Of these, each that is another text than the draft is compared with it by L, all at once. Its gain is the difference
   less `margin` (`own_margin`). Those with a gain of at least 0 come before the drafts, the largest first (stable).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from models.architecture.instruct_model import InstructModel
from models.decoding.encoded import EncodedSources, find, refine
from models.decoding.revise import Reviser, RevisionSettings, kept_score
from models.decoding.scores import rounded

COPIES = 3
NEIGHBOURS = 2
LEAST_DRAFTS = 2
USUAL_TOKENS = 480


@dataclass(frozen=True)
class DraftSettings:
    """The numbers of the `drafts` part of a manifest; `revision` is None if drafts are not revised."""

    best: int
    model_weight: float
    sound_weight: float = 0.0
    judged_tokens: int = USUAL_TOKENS
    revision: RevisionSettings | None = None
    margin: float = 0.0
    own_lengths: int = 0
    own_margin: float = 0.0

    @classmethod
    def of(cls, given: dict[str, object]) -> DraftSettings:
        """From the `drafts` part of a manifest."""
        own: dict[str, object] = {
            "best": given["best"],
            "model_weight": given["modelWeight"],
            "sound_weight": given.get("soundWeight", 0.0),
            "judged_tokens": given.get("judgedTokens", USUAL_TOKENS),
        }
        revise = USUAL_REVISION if given["revise"] is True else given["revise"]
        if isinstance(revise, dict):
            own["revision"] = RevisionSettings.of(revise)
            names = {"margin": "margin", "own_lengths": "ownLengths", "own_margin": "ownMargin"}
            own |= {name: revise[key] for name, key in names.items()}
        return cls(**own)  # type: ignore[arg-type]


#: Where the manifest only says that drafts are to be revised.
USUAL_REVISION: dict[str, float] = {
    "threshold": 0.5,
    "rounds": 1,
    "acceptance": -1.5,
    "deletion": -1.5,
    "lengthWeight": 0.2,
    "shorter": 1,
    "longer": 2,
    "margin": 0.5,
    "ownLengths": 0,
    "ownMargin": 2,
}


@dataclass(frozen=True)
class Judged:
    """A draft with its tokens; `score` is that of the tables until it is judged. `change`: `revised` or `own`."""

    ids: list[int]
    score: float
    change: str = ""


class DraftEditor:
    """Works on the drafts of a source that is encoded already."""

    def __init__(
        self, model: InstructModel, settings: DraftSettings, *, longest: int, placeholders: frozenset[int]
    ) -> None:
        """`longest`: most target tokens. `placeholders`: ids of the tokens that stand for protected spans."""
        self.model, self.settings, self.longest, self.placeholders = model, settings, longest, placeholders

    def rank(self, sources: EncodedSources, owner: int, drafts: list[Judged]) -> list[Judged]:
        """The drafts, best first."""
        settings = self.settings
        longest = max([1, *(len(draft.ids) for draft in drafts[: settings.best])])
        count = min(settings.best, max(LEAST_DRAFTS, settings.judged_tokens // longest))
        targets = [draft.ids for draft in drafts[:count]]
        if len(targets) < LEAST_DRAFTS or not all(0 < len(target) <= self.longest for target in targets):
            return drafts
        none = [0.0] * len(targets)
        likely = self.log_likelihoods(sources, owner, targets) if settings.model_weight else none
        sound = self.soundness(sources, owner, targets) if settings.sound_weight else none
        own = [settings.model_weight * a + settings.sound_weight * b for a, b in zip(likely, sound, strict=True)]
        judged = [Judged(d.ids, d.score + extra) for d, extra in zip(drafts[:count], own, strict=True)]
        return sorted(judged, key=lambda draft: -draft.score) + drafts[count:]

    def revised(self, sources: EncodedSources, owner: int, best: list[int], text_length: int) -> list[int]:
        """The tokens of the best draft after revision. `text_length`: tokens of the text that it translates."""
        assert self.settings.revision
        reviser = Reviser(self.model, self.settings.revision, longest=self.longest, placeholders=self.placeholders)
        return reviser.revise(sources, owner, best, text_length=text_length).ids

    def better(self, sources: EncodedSources, owner: int, best: Judged, proposals: list[Judged]) -> list[Judged]:
        """Those of `proposals` that take the place of the best draft."""
        changed: list[Judged] = []
        for proposal in proposals:
            if proposal.ids and proposal.ids != best.ids and all(proposal.ids != other.ids for other in changed):
                changed.append(proposal)
        if not changed:
            return []
        draft, *scores = self.log_likelihoods(sources, owner, [best.ids, *(c.ids for c in changed)])
        margins = {"revised": self.settings.margin, "own": self.settings.own_margin}
        gains = [score - draft - margins[c.change] for c, score in zip(changed, scores, strict=True)]
        pairs = [(gain, c) for gain, c in zip(gains, changed, strict=True) if gain >= 0]
        pairs.sort(key=lambda pair: -pair[0])
        return [Judged(c.ids, best.score + gain, c.change) for gain, c in pairs]

    def log_likelihoods(self, sources: EncodedSources, owner: int, targets: list[list[int]]) -> list[float]:
        """Pseudo-log-likelihoods of several targets, comparable with one another."""
        prefix, suffix = shared_ends(targets)
        rows: list[tuple[int, list[int], list[int]]] = []
        for number, ids in enumerate(targets):
            start, end = max(0, prefix - NEIGHBOURS), min(len(ids), len(ids) - suffix + NEIGHBOURS)
            places = list(range(start, end))
            rows += [(number, ids, places[k::COPIES]) for k in range(min(COPIES, len(places)))]
        shown = [[self.model.config.mask_id if i in set(m) else t for i, t in enumerate(ids)] for _, ids, m in rows]
        sums = [0.0] * len(targets)
        for (number, ids, masked), logits in zip(
            rows, refine(self.model, sources, [owner] * len(rows), shown), strict=True
        ):
            own = torch.log_softmax(logits[masked], dim=-1)
            sums[number] += sum(rounded(float(own[k, ids[i]])) for k, i in enumerate(masked))
        return sums

    def soundness(self, sources: EncodedSources, owner: int, targets: list[list[int]]) -> list[float]:
        """For each target the log-probability that none of its tokens is out of place."""
        odds = find(self.model, sources, [owner] * len(targets), targets)
        return [
            sum(kept_score(rounded(v)) for t, v in zip(ids, row.tolist(), strict=True) if t not in self.placeholders)
            for ids, row in zip(targets, odds, strict=True)
        ]


def shared_ends(targets: list[list[int]]) -> tuple[int, int]:
    """How many tokens all targets have in common at their start and, behind that, at their end."""
    first, *others = targets
    if not others:
        return 0, 0
    shortest = min(map(len, targets))
    prefix = 0
    while prefix < shortest and all(ids[prefix] == first[prefix] for ids in others):
        prefix += 1
    suffix = 0
    while suffix < shortest - prefix and all(ids[-1 - suffix] == first[-1 - suffix] for ids in others):
        suffix += 1
    return prefix, suffix
