"""Revision on a scripted model: where it finds trouble, how it mends it, and when it leaves a text alone."""

from __future__ import annotations

import dataclasses
import math

import pytest
import torch
from torch import Tensor

from models.architecture.config import mini_config
from models.architecture.instruct_model import InstructModel
from models.decoding import revise
from models.decoding.encoded import EncodedSources
from models.decoding.revise import Reviser, RevisionSettings, kept_score

CONFIG = mini_config(60, hidden_size=32, layers=1, heads=2, feed_forward_size=32, revises=True)
SETTINGS = RevisionSettings(threshold=0.5, rounds=2, acceptance=-1.5, deletion=-1.0, length_weight=0.5)
MASK = CONFIG.mask_id


class Script:
    """A model that finds the tokens of `wrong` out of place, and fills masks with the tokens of `right`, in order.

    `sure`: log-probability of what it fills in, by the number of masks.
    """

    def __init__(self, wrong: set[int], right: list[int], sure: dict[int, float], length: int = 0) -> None:
        self.wrong, self.right, self.sure, self.length = wrong, right, sure, length
        self.finds: list[list[int]] = []

    def sources(self) -> EncodedSources:
        logits = torch.full((1, CONFIG.length_classes), -9.0)
        logits[0, self.length - CONFIG.length_minimum] = 9.0
        return EncodedSources([], torch.ones(1, 1), [1], logits)

    def find(self, _model: object, _sources: object, _owners: list[int], targets: list[list[int]]) -> list[Tensor]:
        self.finds.extend(list(target) for target in targets)
        return [torch.tensor([5.0 if token in self.wrong else -5.0 for token in target]) for target in targets]

    def refine(self, _model: object, _sources: object, _owners: list[int], targets: list[list[int]]) -> list[Tensor]:
        return [self._fill(target) for target in targets]

    def _fill(self, target: list[int]) -> Tensor:
        masks = [i for i, token in enumerate(target) if token == MASK]
        logits = torch.full((len(target), CONFIG.vocabulary_size), -1e9)
        for n, place in enumerate(masks):
            probability = math.exp(self.sure.get(len(masks), -8.0))
            logits[place, self.right[n % len(self.right)]] = math.log(probability)
            # The rest is spread, so that no other token is more probable than an unsure one.
            logits[place, 40:60] = math.log((1 - probability) / 20)
        return logits


def revised(monkeypatch: pytest.MonkeyPatch, script: Script, text: list[int], **changes: float) -> revise.Revision:
    monkeypatch.setattr(revise, "find", script.find)
    monkeypatch.setattr(revise, "refine", script.refine)
    settings = dataclasses.replace(SETTINGS, **changes)  # type: ignore[arg-type]
    reviser = Reviser(InstructModel(CONFIG), settings, longest=12, placeholders=frozenset({7}))
    return reviser.revise(script.sources(), 0, text)


def test_a_text_without_trouble_is_its_own_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    found = revised(monkeypatch, Script(set(), [30], {}), [20, 21, 22])
    assert found.ids == [20, 21, 22]
    assert found.passes == 1
    assert found.scores == [kept_score(-5.0)] * 3


def test_a_wrong_token_is_replaced_and_the_rest_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    found = revised(monkeypatch, Script({21}, [30], {1: -0.1}), [20, 21, 22])
    assert found.ids == [20, 30, 22]
    assert found.scores[1] == pytest.approx(-0.1, abs=0.001)
    assert found.scores[0] == kept_score(-5.0)


def test_several_lengths_are_tried_and_the_likely_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    longer = revised(monkeypatch, Script({21}, [30, 31], {1: -1.2, 2: -0.1}, length=1), [20, 21, 22])
    assert longer.ids == [20, 30, 31, 22]
    gone = revised(monkeypatch, Script({21}, [30], {1: -1.2}, length=-1), [20, 21, 22])
    assert gone.ids == [20, 22]


def test_an_unsure_answer_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script({21}, [30], {1: -1.4, 2: -3.0, 3: -3.0, 4: -3.0})
    assert revised(monkeypatch, script, [20, 21, 22]).ids == [20, 30, 22]
    assert revised(monkeypatch, script, [20, 21, 22], acceptance=-1.0).ids == [20, 21, 22]


def test_copy_tokens_are_never_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    found = revised(monkeypatch, Script({7, 21}, [30], {1: -0.1}), [7, 21, 7])
    assert found.ids == [7, 30, 7]


def test_rounds_go_on_while_something_changes_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script({21, 30}, [30], {1: -0.1})
    found = revised(monkeypatch, script, [20, 21, 22], rounds=2)
    # The second round finds the new token wrong too, but has nothing else to offer.
    assert script.finds == [[20, 21, 22], [20, 30, 22]]
    assert found.ids == [20, 30, 22]


def test_a_text_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ([], [20] * 13):
        with pytest.raises(ValueError, match="1 to 12 tokens"):
            revised(monkeypatch, Script(set(), [30], {}), text)


def test_scores_of_kept_tokens_are_log_probabilities() -> None:
    assert kept_score(-1e9) == 0
    assert kept_score(0.0) == pytest.approx(-math.log(2), abs=0.001)
    assert kept_score(800.0) == -800
