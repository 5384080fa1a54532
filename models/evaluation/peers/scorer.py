"""Rank classification by log-likelihood, as the authors of xP3 do it (t-zero's `run_eval.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from models.evaluation.paper.scorers import Choice, ModelFacts
from models.evaluation.paper.tasks import Question

_IGNORED = -100


@dataclass(frozen=True)
class Pair:
    """Ids of a prompt and of one answer to it."""

    prompt: list[int]
    answer: list[int]

    def __len__(self) -> int:
        return len(self.prompt) + len(self.answer)


@dataclass(frozen=True)
class Likelihood:
    """Sum of the log-probabilities of an answer's tokens (natural logarithm), and their number."""

    total: float
    tokens: int

    def score(self, *, length_normalised: bool) -> float:
        """The sum, or the mean."""
        return self.total / self.tokens if length_normalised else self.total


class PeerScorer:
    """A sequence-to-sequence or causal model of `transformers` with its tokenizer.

    The prompt is encoded without special tokens, and an answer with them and with a space before it, as there. Batches
    are padded on the right: no token of a causal model sees what follows it, and an encoder has its mask.
    """

    #: xP3's authors ask in the templates' own words.
    fixed_length = False

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        facts: ModelFacts,
        *,
        batch_tokens: int = 4096,
        longest: int = 2048,
        length_normalised: bool = False,
    ) -> None:
        """`batch_tokens`: padded tokens of a batch; `longest`: tokens of a prompt, the last of which are cut off."""
        self._model, self._tokenizer, self.facts = model.eval(), tokenizer, facts
        self._batch_tokens, self._longest, self._normalised = batch_tokens, longest, length_normalised
        self._padding = next(
            i for i in (tokenizer.pad_token_id, tokenizer.eos_token_id, model.config.pad_token_id, 0) if i is not None
        )

    def choose(self, questions: Sequence[Question]) -> list[Choice]:
        """The most likely label of each question; of equal ones the first."""
        prompts = [self._tokenizer(q.text, add_special_tokens=False)["input_ids"] for q in questions]
        answers = [[self._tokenizer(f" {label}")["input_ids"] for label in q.labels] for q in questions]
        pairs = [Pair(p[: self._longest], a) for p, own in zip(prompts, answers, strict=True) for a in own]
        scores = iter(found.score(length_normalised=self._normalised) for found in self.likelihoods(pairs))
        choices = []
        for prompt, own in zip(prompts, answers, strict=True):
            values = [next(scores) for _ in own]
            equal = len({len(answer) for answer in own}) == 1
            choices.append(Choice(values.index(max(values)), equal, len(prompt) > self._longest))
        return choices

    def likelihoods(self, pairs: Sequence[Pair]) -> list[Likelihood]:
        """Of every pair, in order. Computed in batches of similar length."""
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i]))
        found: dict[int, Likelihood] = {}
        for batch in self._batches(order, pairs):
            found.update(zip(batch, self._run([pairs[i] for i in batch]), strict=True))
        return [found[i] for i in range(len(pairs))]

    def _batches(self, order: list[int], pairs: Sequence[Pair]) -> list[list[int]]:
        batches: list[list[int]] = []
        for i in order:
            # In rising order the newest is the widest.
            if batches and (len(batches[-1]) + 1) * len(pairs[i]) <= self._batch_tokens:
                batches[-1].append(i)
            else:
                batches.append([i])
        return batches

    @torch.no_grad()
    def _run(self, pairs: list[Pair]) -> list[Likelihood]:
        encoder_decoder = self._model.config.is_encoder_decoder
        logits, targets = self._sequence_to_sequence(pairs) if encoder_decoder else self._causal(pairs)
        known = targets != _IGNORED
        log_probabilities = torch.log_softmax(logits.float(), dim=-1)
        chosen = log_probabilities.gather(-1, targets.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        totals = (chosen * known).sum(dim=-1).tolist()
        return [Likelihood(total, len(pair.answer)) for total, pair in zip(totals, pairs, strict=True)]

    def _sequence_to_sequence(self, pairs: list[Pair]) -> tuple[Tensor, Tensor]:
        prompts, mask = self._padded([pair.prompt for pair in pairs], self._padding)
        targets, _ = self._padded([pair.answer for pair in pairs], _IGNORED)
        # The model shifts the labels itself, and begins them with its own start token.
        return self._model(input_ids=prompts, attention_mask=mask, labels=targets).logits, targets

    def _causal(self, pairs: list[Pair]) -> tuple[Tensor, Tensor]:
        ids, mask = self._padded([pair.prompt + pair.answer for pair in pairs], self._padding)
        targets, _ = self._padded([[_IGNORED] * len(p.prompt) + p.answer for p in pairs], _IGNORED)
        # The token at place i is predicted at place i - 1.
        return self._model(input_ids=ids, attention_mask=mask).logits[:, :-1], targets[:, 1:]

    def _padded(self, rows: list[list[int]], value: int) -> tuple[Tensor, Tensor]:
        width = max(len(row) for row in rows)
        device = self._model.device
        filled = torch.tensor([row + [value] * (width - len(row)) for row in rows], device=device)
        return filled, torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows], device=device)
