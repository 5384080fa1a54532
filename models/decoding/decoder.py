"""The reference decoder. Its arithmetic, which the product's engine repeats token for token in float32:

1. Encode the source once. The K most probable valid lengths (ties: the shorter) are the candidates, or the one that is
   asked for. With a length factor f < 1 (> 1) they are the K lengths from f times the most probable one down (up), all
   shorter (longer) than the usual candidates, and less than one step of the dial (1.25) away.
2. Pass 1 predicts the L positions that are not pinned. Pass t = 2..T masks those n = floor(L (T − t + 1) / T)
   of them that have the lowest scores again (ties: the lower position) and predicts them; only they change. A candidate
   with n < 1 is finished. The best token is the one of the highest logit (ties: the lower id).
3. A score is the token's log-probability rounded to 1/1024 (halves upwards), 0 for a pinned token.
4. With stop_confidence < 1 a candidate is finished after a pass t ≥ 2 that changed no token and in which all scores
   are at least log(stop_confidence).
5. The answer is the candidate with the highest mean score (ties: the more probable length).

Filling a gap: the text is the tokens before it, one mask and the tokens after it. The candidates are the tokens
before, m masks and the tokens after, all pinned but the masks, for every m that is asked for. A candidate's score is
the mean of its masks' scores alone (ties: the shorter).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch

from models.architecture.instruct_model import InstructModel
from models.decoding.drafting import DraftEditor, DraftSettings, Judged
from models.decoding.encoded import EncodedSources, encode_sources, refine
from models.decoding.lengths import choose_lengths
from models.decoding.mask_predict import Candidate
from models.decoding.revise import Reviser, RevisionSettings
from models.decoding.scores import mean
from models.decoding.spelling import Speller
from models.text.source import build_source


@dataclass(frozen=True)
class Request:
    """One segment to rewrite: ids of the text and of the canonical instruction, and how to decode."""

    text: list[int]
    instruction: list[int]
    iterations: int
    length_beam: int
    stop_confidence: float = 1.0
    target_length: int | None = None
    length_factor: float = 1.0
    relative_to_text: bool = False
    pinned: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.iterations < 1 or self.length_beam < 1:
            raise ValueError("iterations and lengthBeam are at least 1")
        if self.target_length is not None and any(i >= self.target_length for i in self.pinned):
            raise ValueError("a pinned position lies behind the target's end")


@dataclass(frozen=True)
class Answer:
    """The best candidate, and all of them, best length first. `iterations`: the passes of the slowest."""

    ids: list[int]
    score: float
    scores: list[float]
    iterations: int
    candidates: list[Candidate]


class ReferenceDecoder:
    """Mask-Predict with a length beam over batches of segments; `limits` are those of the manifest."""

    def __init__(self, model: InstructModel, *, source_tokens: int, target_tokens: int) -> None:
        self.model, self.source_tokens, self.target_tokens = model, source_tokens, target_tokens

    def sources(self, pairs: list[tuple[list[int], list[int]]]) -> EncodedSources:
        """Encode pairs of text and instruction. Raises ValueError for a source over the limit."""
        built = [build_source(self.model.config, text, instruction) for text, instruction in pairs]
        for source in built:
            if len(source) > self.source_tokens:
                raise ValueError(f"the source has {len(source)} tokens, more than {self.source_tokens}")
        return encode_sources(self.model, built)

    def rewrite(self, requests: list[Request]) -> list[Answer]:
        """Answers in the order of the requests, computed as one batch."""
        sources = self.sources([(request.text, request.instruction) for request in requests])
        candidates = [
            candidate
            for owner, request in enumerate(requests)
            for candidate in self._candidates(owner, request, sources.length_logits[owner].tolist())
        ]
        self._run(sources, candidates)
        return [self._best([c for c in candidates if c.owner == owner]) for owner in range(len(requests))]

    def fill(
        self, before: list[int], after: list[int], instruction: list[int], gaps: list[int], iterations: int
    ) -> list[Candidate]:
        """The candidates for a gap of each of `gaps` tokens between `before` and `after`, best first."""
        mask = self.model.config.mask_id
        sources = self.sources([([*before, mask, *after], instruction)])
        candidates = [
            Candidate(0, len(tokens), iterations, 1.0, mask, {i: t for i, t in enumerate(tokens) if t is not None})
            for tokens in ([*before, *[None] * gap, *after] for gap in gaps)
        ]
        self._run(sources, candidates)
        return sorted(candidates, key=lambda candidate: (-candidate.free_score, candidate.length))

    def _run(self, sources: EncodedSources, candidates: list[Candidate]) -> None:
        while active := [candidate for candidate in candidates if candidate.prepare()]:
            logits = refine(self.model, sources, [c.owner for c in active], [c.ids for c in active])
            for candidate, rows in zip(active, logits, strict=True):
                chosen = rows[candidate.masked]
                best = chosen.argmax(dim=-1)
                scores = torch.log_softmax(chosen, dim=-1).gather(1, best.unsqueeze(1)).squeeze(1)
                candidate.accept(list(zip(best.tolist(), scores.tolist(), strict=True)))

    def revise(
        self, request: Request, settings: RevisionSettings, placeholders: frozenset[int], speller: Speller | None = None
    ) -> Answer:
        """The answer that starts from the text itself (`revise.py`). `placeholders`: ids of protected spans."""
        sources = self.sources([(request.text, request.instruction)])
        reviser = Reviser(self.model, settings, longest=self.target_tokens, placeholders=placeholders)
        found = reviser.revise(sources, 0, request.text, speller)
        return Answer(found.ids, mean(found.scores), found.scores, found.passes, [])

    def edit(
        self, request: Request, drafts: list[Judged], settings: DraftSettings, placeholders: frozenset[int]
    ) -> list[Judged]:
        """Translations of a text, best first: its drafts, and what the model makes of them (`drafting.py`)."""
        sources = self.sources([(request.text, request.instruction)])
        editor = DraftEditor(self.model, settings, longest=self.target_tokens, placeholders=placeholders)
        ranked = editor.rank(sources, 0, drafts)
        if not ranked or not settings.revision or not 0 < len(ranked[0].ids) <= self.target_tokens:
            return ranked
        best = ranked[0]
        proposals = [Judged(editor.revised(sources, 0, best.ids, len(request.text)), 0.0, "revised")]
        if settings.own_lengths:
            proposals += [Judged(c.ids, 0.0, "own") for c in self.rewrite([request])[0].candidates]
        accepted = editor.better(sources, 0, best, proposals)
        return [*accepted, *(draft for draft in ranked if all(draft.ids != other.ids for other in accepted))]

    def _candidates(self, owner: int, request: Request, logits: list[float]) -> list[Candidate]:
        if request.target_length is not None:
            if not 1 <= request.target_length <= self.target_tokens:
                raise ValueError(f"targetLength lies between 1 and {self.target_tokens}")
            lengths = [request.target_length]
        else:
            lengths = choose_lengths(
                self.model.config,
                logits,
                text_length=len(request.text),
                beam=request.length_beam,
                longest=self.target_tokens,
                shortest=max(request.pinned, default=0) + 1,
                factor=request.length_factor,
                relative_to_text=request.relative_to_text,
            )
        return [
            Candidate(
                owner, length, request.iterations, request.stop_confidence, self.model.config.mask_id, request.pinned
            )
            for length in lengths
        ]

    @staticmethod
    def _best(candidates: list[Candidate]) -> Answer:
        best = max(candidates, key=lambda candidate: candidate.score)
        return Answer(best.ids, best.score, best.scores, max(c.passes for c in candidates), candidates)
