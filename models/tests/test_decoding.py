"""Mask-Predict, the length beam and the label scores of the reference decoder."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch

from models.architecture.config import mini_config
from models.architecture.instruct_model import InstructModel
from models.decoding.decoder import ReferenceDecoder, Request
from models.decoding.encoded import encode_sources, refine
from models.decoding.labels import label_probabilities, length_class
from models.decoding.mask_predict import Candidate, masked_count
from models.decoding.scores import NEVER, mean, rounded, softmax
from models.export.random_model import random_model
from models.tests.concatenated import concatenated_states

CONFIG = mini_config(200, hidden_size=32, layers=2, heads=4, feed_forward_size=64)


@pytest.fixture(scope="module")
def model() -> InstructModel:
    return random_model(CONFIG, seed=11)


@pytest.fixture
def decoder(model: InstructModel) -> ReferenceDecoder:
    return ReferenceDecoder(model, source_tokens=100, target_tokens=60)


def request(seed: int, length: int = 9, **options: object) -> Request:
    generator = torch.Generator().manual_seed(seed)
    text = torch.randint(40, 200, (length,), generator=generator).tolist()
    return Request(text=text, instruction=[41, 42], **{"iterations": 4, "length_beam": 3, **options})  # type: ignore[arg-type]


def test_masked_counts_fall_linearly() -> None:
    assert [masked_count(10, 4, t) for t in (1, 2, 3, 4)] == [10, 7, 5, 2]
    assert [masked_count(3, 4, t) for t in (2, 3, 4)] == [2, 1, 0]
    assert [masked_count(200, 10, t) for t in (1, 10)] == [200, 20]


def test_scores_round_to_the_grid_with_halves_upwards() -> None:
    assert rounded(-1.0) == -1.0
    assert rounded(-0.4 / 1024) == 0.0
    assert rounded(-0.5 / 1024) == 0.0
    assert rounded(-1.5 / 1024) == -1 / 1024
    assert rounded(-1.6 / 1024) == -2 / 1024
    assert rounded(-math.inf) == NEVER
    assert mean([rounded(-0.3), rounded(-0.7)]) * 1024 * 2 == int(mean([rounded(-0.3), rounded(-0.7)]) * 1024 * 2)
    assert sum(softmax([-1000.0, -1001.0, 3.0])) == pytest.approx(1)


def candidate(length: int, iterations: int, stop: float = 1.0, pinned: dict[int, int] | None = None) -> Candidate:
    return Candidate(0, length, iterations, stop, CONFIG.mask_id, pinned or {})


def test_lowest_scores_are_masked_again_and_only_they_change() -> None:
    c = candidate(4, 4)
    assert c.prepare()
    assert c.masked == [0, 1, 2, 3]
    c.accept([(50, -0.1), (51, -2.0), (52, -0.5), (53, -2.0)])
    assert c.prepare()
    assert c.masked == [1, 2, 3]
    assert c.ids == [50, CONFIG.mask_id, CONFIG.mask_id, CONFIG.mask_id]
    c.accept([(61, -0.2), (62, -3.0), (63, -0.3)])
    assert c.ids == [50, 61, 62, 63]
    assert c.scores == [rounded(-0.1), rounded(-0.2), rounded(-3.0), rounded(-0.3)]
    assert c.prepare()
    assert c.masked == [2, 3]


def test_of_equal_scores_the_lower_position_is_masked_first() -> None:
    c = candidate(4, 2)
    c.prepare()
    # They differ by less than the grid, which must not decide.
    c.accept([(50, -1.0), (51, -1.00001), (52, -1.00002), (53, -1.0)])
    assert c.prepare()
    assert c.masked == [0, 1]


def test_short_candidates_finish_before_the_last_pass() -> None:
    c = candidate(2, 10)
    passes = 0
    while c.prepare():
        c.accept([(50, -1.0)] * len(c.masked))
        passes += 1
    # floor(2 * (10 - t + 1) / 10) is below 1 from t = 7 on.
    assert passes == 6


def test_pinned_tokens_stand_from_the_first_pass_and_never_change() -> None:
    c = candidate(4, 3, pinned={1: 99})
    assert c.prepare()
    assert c.ids == [CONFIG.mask_id, 99, CONFIG.mask_id, CONFIG.mask_id]
    c.accept([(50, -3.0), (52, -3.0), (53, -3.0)])
    assert c.scores[1] == 0
    while c.prepare():
        assert 1 not in c.masked
        c.accept([(60, -3.0)] * len(c.masked))
    assert c.ids[1] == 99
    assert not candidate(1, 3, pinned={0: 99}).prepare()


@pytest.mark.parametrize(("stop", "second", "passes"), [(0.9, -0.05, 2), (0.9, -0.2, 10), (1.0, -0.05, 10)])
def test_early_stop_needs_no_change_and_certainty(stop: float, second: float, passes: int) -> None:
    c = candidate(20, 10, stop=stop)
    c.prepare()
    c.accept([(50, -0.01)] * 20)
    while c.prepare():
        c.accept([(50, second)] * len(c.masked))
    assert c.passes == passes


def test_early_stop_waits_while_tokens_change() -> None:
    c = candidate(20, 10, stop=0.5)
    c.prepare()
    c.accept([(50, -0.01)] * 20)
    for token in (51, 52):
        assert c.prepare()
        c.accept([(token, -0.01)] * len(c.masked))
    assert c.prepare()
    c.accept([(c._before[i], -0.01) for i in c.masked])
    assert c.passes == 4
    assert not c.prepare()


def test_a_gap_is_filled_at_every_length_in_the_light_of_both_sides(decoder: ReferenceDecoder) -> None:
    before, after, instruction = [50, 51, 52], [60, 61], [41, 42]
    fills = decoder.fill(before, after, instruction, [1, 2, 3], iterations=4)
    assert sorted(c.length for c in fills) == [6, 7, 8]
    for c in fills:
        assert c.ids[:3] == before
        assert c.ids[-2:] == after
        free = c.scores[3:-2]
        assert c.free_score == mean(free)
        assert [score for i, score in enumerate(c.scores) if i < 3 or i >= c.length - 2] == [0.0] * 5
    assert [c.free_score for c in fills] == sorted((c.free_score for c in fills), reverse=True)
    other = decoder.fill(before, [70, 71], instruction, [1, 2, 3], iterations=4)
    assert [c.ids[3:-2] for c in other] != [c.ids[3:-2] for c in fills]
    assert decoder.fill(before, after, instruction, [2], iterations=4)[0].ids in [c.ids for c in fills]


def test_passes_of_a_pinned_target_are_counted_on_what_is_free() -> None:
    c = candidate(10, 2, pinned=dict.fromkeys(range(8), 99))
    c.prepare()
    c.accept([(50, -3.0), (51, -1.0)])
    assert c.prepare()
    assert c.masked == [8]


def test_a_batch_answers_as_its_requests_do_alone(decoder: ReferenceDecoder) -> None:
    requests = [request(seed, length, iterations=t) for seed, length, t in [(1, 3, 1), (2, 20, 4), (3, 9, 10)]]
    together = decoder.rewrite(requests)
    for one, answer in zip(requests, together, strict=True):
        alone = decoder.rewrite([one])[0]
        assert alone.ids == answer.ids
        assert alone.score == answer.score
    assert len({tuple(answer.ids) for answer in together}) == 3


def test_the_best_candidate_wins_and_answers_hold_no_special_token(decoder: ReferenceDecoder) -> None:
    answer = decoder.rewrite([request(4)])[0]
    assert len(answer.candidates) == 3
    assert answer.score == max(c.score for c in answer.candidates)
    assert answer.score == mean(answer.scores)
    assert not set(answer.ids) & set(CONFIG.suppressed_ids)


def test_equal_candidates_go_to_the_more_probable_length() -> None:
    first, second = candidate(2, 1), candidate(3, 1)
    for c in (first, second):
        c.prepare()
        c.accept([(50, -0.5)] * c.length)
    assert ReferenceDecoder._best([first, second]).ids == [50, 50]


def test_forced_length_and_pins(decoder: ReferenceDecoder) -> None:
    answer = decoder.rewrite([request(5, target_length=6, pinned={0: 77, 5: 78})])[0]
    assert [c.length for c in answer.candidates] == [6]
    assert (answer.ids[0], answer.ids[5]) == (77, 78)
    free = decoder.rewrite([request(5, pinned={7: 90})])[0]
    assert all(c.length >= 8 for c in free.candidates)
    assert free.ids[7] == 90


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: request(1, iterations=0), "at least 1"),
        (lambda: request(1, length_beam=0), "at least 1"),
        (lambda: request(1, target_length=2, pinned={2: 50}), "behind the target's end"),
        (lambda: request(1, target_length=61), "targetLength"),
        (lambda: request(1, length=200), "the source has"),
    ],
)
def test_impossible_requests_are_refused(decoder: ReferenceDecoder, make: Callable[[], Request], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decoder.rewrite([make()])


def test_the_source_is_encoded_once(decoder: ReferenceDecoder, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {"encode": 0, "refine": 0}

    def counting(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            counts[name] += 1
            return function(*arguments)

        return call

    monkeypatch.setattr("models.decoding.decoder.encode_sources", counting("encode", encode_sources))
    monkeypatch.setattr("models.decoding.decoder.refine", counting("refine", refine))
    decoder.rewrite([request(6, 20, iterations=4), request(7, 25, iterations=4)])
    assert counts == {"encode": 1, "refine": 4}


def test_one_pass_equals_the_concatenated_arg_max(model: InstructModel, decoder: ReferenceDecoder) -> None:
    """T = 1 with a known length is the arg-max of one pass over source and masked target, as in training."""
    one = request(8, 6, iterations=1, target_length=5)
    answer = decoder.rewrite([one])[0]
    source = [CONFIG.length_id, *one.text, CONFIG.separator_id, *one.instruction, CONFIG.separator_id]
    ids = torch.tensor([source + [CONFIG.mask_id] * 5])
    positions = torch.tensor([[*range(len(source)), *range(1, 6)]])
    types = torch.tensor([[0] * len(source) + [1] * 5])
    with torch.no_grad():
        states = concatenated_states(model, ids, positions, types, len(source))
        table = torch.log_softmax(model.logits(states[0, len(source) :]), dim=-1)
    assert answer.ids == table.argmax(dim=-1).tolist()
    assert answer.scores == [rounded(value) for value in table.max(dim=-1).values.tolist()]


def test_labels_of_equal_length_compare_sums(model: InstructModel, decoder: ReferenceDecoder) -> None:
    text, instruction, labels = [50, 51], [60], [[70, 71], [72, 73], [74, 75]]
    probabilities = label_probabilities(decoder, text, instruction, labels)
    sources = decoder.sources([(text, instruction)])
    table = torch.log_softmax(refine(model, sources, [0], [[CONFIG.mask_id] * 2])[0], dim=-1).detach()
    sums = [sum(rounded(float(table[i, t])) for i, t in enumerate(label)) for label in labels]
    assert probabilities == softmax(sums)


def test_labels_of_unequal_length_also_count_how_probable_their_length_is(decoder: ReferenceDecoder) -> None:
    labels, text, instruction = [[70], [72, 73], [74, 75, 76]], [50, 51], [60]
    config = decoder.model.config
    sources = decoder.sources([(text, instruction)])
    lengths = torch.log_softmax(sources.length_logits[0], dim=-1)
    expected = []
    for label in labels:
        [table] = refine(decoder.model, sources, [0], [[config.mask_id] * len(label)])
        tokens = torch.log_softmax(table, dim=-1)
        place = len(label) - config.length_minimum - (len(text) if config.length_relative_to_text else 0)
        expected.append(float(sum(tokens[i, t] for i, t in enumerate(label)) + lengths[place]))
    found = label_probabilities(decoder, text, instruction, labels)
    assert sum(found) == pytest.approx(1)
    for one, other in ((0, 1), (1, 2)):
        assert math.log(found[one] / found[other]) == pytest.approx(expected[one] - expected[other], abs=0.01)
    turned = label_probabilities(decoder, text, instruction, labels[::-1])
    assert turned == [pytest.approx(value) for value in found[::-1]]


def test_a_length_without_a_class_counts_as_the_nearest(decoder: ReferenceDecoder) -> None:
    config = decoder.model.config
    assert length_class(config, 1, 10_000 if config.length_relative_to_text else 0) == 0
    assert length_class(config, 10_000, 0) == config.length_classes - 1


@pytest.mark.parametrize("labels", [[[70]], [[70], []], []])
def test_impossible_labels_are_refused(decoder: ReferenceDecoder, labels: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="at least two labels"):
        label_probabilities(decoder, [50], [60], labels)
