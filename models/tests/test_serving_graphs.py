"""The served graphs answer as the reference decoder does, token for token."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch

from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.architecture.load import load_model
from models.decoding.decoder import Answer, ReferenceDecoder, Request
from models.decoding.encoded import find, refine
from models.export.linear import Float32Format, MatrixFormat
from models.export.pass_graph import PassGraph
from models.export.random_model import as_family, random_config, random_model
from models.export.whole_decode import WholeDecodeGraph
from models.package.weights import as_arrays
from models.serving.repository import SERVED_FORMATS
from models.serving.tensors import Tensors, decode_tensors, padded, read_candidates, source_tensors

FAMILIES = ("mini", "xlm-roberta", "xlm-roberta-xl")
BUNDLED = Path(__file__).parents[1] / "bundled"
LONGEST = 40


def session(graph: Any) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    return onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])


def run(graph: onnxruntime.InferenceSession, feed: Tensors) -> Tensors:
    names = [value.name for value in graph.get_outputs()]
    return dict(zip(names, graph.run(names, feed), strict=True))


class Served:
    """A model, the reference decoder, and its graphs in one format."""

    def __init__(self, model: InstructModel, longest: int, matrices: MatrixFormat) -> None:
        self.model, self.config, self.longest = model, model.config, longest
        weights = as_arrays({name: tensor.detach() for name, tensor in model.state_dict().items()})
        self.decode = session(WholeDecodeGraph(weights, model.config, matrices, longest=longest).build("0"))
        self.once = session(PassGraph(weights, model.config, matrices).build("0"))
        self.reference = ReferenceDecoder(model, source_tokens=200, target_tokens=longest)

    def answer(self, requests: list[Request], multiple: int = 1) -> list[Any]:
        feed = decode_tensors(self.config, requests, longest=self.longest, multiple=multiple)
        return read_candidates(run(self.decode, feed))


def tiny(family: str, seed: int) -> InstructModel:
    config = random_config(as_family(family), 150, hidden_size=32, layers=2, heads=4, feed_forward_size=64)
    return random_model(config, seed)


@pytest.fixture(scope="module", params=FAMILIES)
def served(request: pytest.FixtureRequest) -> Served:
    return Served(tiny(request.param, seed=7), LONGEST, Float32Format())


def ids(generator: random.Random, config: ModelConfig, count: int) -> list[int]:
    allowed = [i for i in range(config.vocabulary_size) if i not in config.suppressed_ids]
    return generator.choices(allowed, k=count)


def any_request(generator: random.Random, config: ModelConfig, longest: int) -> Request:
    """Anything that the decoder can be asked for."""
    length = generator.choice([None, None, generator.randint(1, longest)])
    pinned = {}
    if generator.random() < 0.4:
        places = range(min(longest, length or 6))
        pinned = {place: ids(generator, config, 1)[0] for place in generator.sample(places, k=min(3, len(places)))}
    return Request(
        text=ids(generator, config, generator.randint(0, 30)),
        instruction=ids(generator, config, generator.randint(1, 5)),
        iterations=generator.randint(1, 8),
        length_beam=generator.randint(1, 5),
        stop_confidence=generator.choice([0.0, 0.05, 0.4, 0.98, 1.0]),
        target_length=length,
        length_factor=generator.choice([1.0, 1.0, 0.64, 0.8, 0.9, 1.25, 1.5625, 3.0]),
        relative_to_text=generator.random() < 0.1,
        pinned=pinned,
    )


def assert_equal(found: list[Any], expected: Answer) -> None:
    assert [c.length for c in found] == [c.length for c in expected.candidates]
    assert [c.ids for c in found] == [c.ids for c in expected.candidates]
    assert [c.passes for c in found] == [c.passes for c in expected.candidates]
    for own, reference in zip(found, expected.candidates, strict=True):
        # One step of the grid: float32 sums in another order may fall on the other side of a half.
        assert own.scores == pytest.approx(reference.scores, abs=1 / 1024 + 1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_whole_decode_equals_the_reference_decoder(served: Served, seed: int) -> None:
    generator = random.Random(seed)
    requests = [any_request(generator, served.config, LONGEST) for _ in range(generator.randint(1, 6))]
    answers = served.answer(requests, multiple=generator.choice([1, 16]))
    for found, expected in zip(answers, served.reference.rewrite(requests), strict=True):
        assert_equal(found, expected)


def test_random_requests_reach_every_branch(served: Served) -> None:
    """Otherwise the equality above would say little."""
    generator = random.Random(0)
    requests = [any_request(generator, served.config, LONGEST) for _ in range(60)]
    answers = [served.reference.rewrite([request]) for request in requests]
    passes = [
        (request.iterations, c.passes)
        for request, (answer,) in zip(requests, answers, strict=True)
        for c in answer.candidates
    ]
    assert any(run_passes < asked for asked, run_passes in passes)
    assert any(run_passes == asked for asked, run_passes in passes)
    assert len({c.length for (answer,) in answers for c in answer.candidates}) > 10


def test_bundled_model_equals_the_reference_decoder() -> None:
    served = Served(load_model(BUNDLED), 256, Float32Format())
    generator = random.Random(3)
    for _ in range(4):
        requests = [any_request(generator, served.config, 48) for _ in range(4)]
        for found, expected in zip(served.answer(requests, 16), served.reference.rewrite(requests), strict=True):
            assert_equal(found, expected)


def test_lengths_given_predicted_skipped_and_none(served: Served) -> None:
    request = Request(text=[30, 31, 32, 33, 34, 35], instruction=[40], iterations=3, length_beam=4)
    feed = decode_tensors(served.config, [request], longest=LONGEST)
    plain = run(served.decode, feed)["lengths_used"][0].tolist()
    feed["lengths"] = np.asarray([[-2, 0, 7, -1, 0, LONGEST + 5]], dtype=np.int64)
    feed["pins"] = np.full((1, 6, 1), -1, dtype=np.int64)
    outputs = run(served.decode, feed)
    assert outputs["lengths_used"][0].tolist() == [-1, plain[1], 7, -1, plain[2], LONGEST]
    assert outputs["tokens"].shape == (1, 6, LONGEST)
    assert (outputs["tokens"][0, 3] == -1).all()
    assert (outputs["tokens"][0, 2, 7:] == -1).all()
    assert (outputs["passes"][0] > 0).tolist() == [False, True, True, False, True, True]


def test_nothing_to_decode_is_no_error(served: Served) -> None:
    request = Request(
        text=[30, 31], instruction=[40], iterations=3, length_beam=1, target_length=2, pinned={0: 44, 1: 45}
    )
    (only,) = served.answer([request])
    assert (only[0].ids, only[0].scores, only[0].passes) == ([44, 45], [0.0, 0.0], 0)
    feed = decode_tensors(served.config, [request], longest=LONGEST)
    feed["lengths"][:] = -1
    assert run(served.decode, feed)["lengths_used"].tolist() == [[-1]]


def test_texts_beyond_every_length_class(served: Served) -> None:
    """The nearest possible length stands in, once."""
    requests = [
        Request(text=[40] * count, instruction=[41], iterations=2, length_beam=3, length_factor=factor)
        for count, factor in ((120, 1.0), (120, 0.5), (3, 50.0))
    ]
    for found, expected in zip(served.answer(requests), served.reference.rewrite(requests), strict=True):
        assert_equal(found, expected)


@pytest.mark.parametrize("name", ["int8", "fp16", "int4"])
def test_neither_neighbours_nor_padding_matter(name: str) -> None:
    served = Served(tiny("mini", seed=5), LONGEST, SERVED_FORMATS[name])
    generator = random.Random(2)
    requests = [any_request(generator, served.config, LONGEST) for _ in range(12)]
    together = served.answer(requests, 16)
    alone = [served.answer([request], 16)[0] for request in requests]
    assert [[(c.ids, c.passes) for c in row] for row in together] == [[(c.ids, c.passes) for c in row] for row in alone]
    # Sums over another number of keys may differ in their last bit, and a quantised activation with it.
    narrow = [served.answer([request])[0] for request in requests]
    pairs = [
        pair
        for some, others in zip(narrow, alone, strict=True)
        for one, other in zip(some, others, strict=True)
        for pair in zip(one.ids, other.ids, strict=True)
    ]
    assert sum(a == b for a, b in pairs) >= 0.98 * len(pairs)


@pytest.mark.parametrize(("name", "least"), [("int8", 0.85), ("fp16", 0.99), ("int4", 0.4)])
def test_reduced_precision_is_near_the_reference(name: str, least: float) -> None:
    """Shares of equal tokens of the bundled model after one pass: later ones carry a difference on."""
    served = Served(load_model(BUNDLED), 256, SERVED_FORMATS[name])
    generator = random.Random(4)
    requests = [
        Request(ids(generator, served.config, n), ids(generator, served.config, 4), 1, 1, target_length=n)
        for n in (4, 9, 16, 20, 12, 7, 18, 24)
    ]
    pairs = [
        pair
        for found, expected in zip(served.answer(requests), served.reference.rewrite(requests), strict=True)
        for pair in zip(found[0].ids, expected.candidates[0].ids, strict=True)
    ]
    assert sum(a == b for a, b in pairs) >= least * len(pairs)


@pytest.mark.parametrize("seed", range(4))
def test_one_pass_equals_the_reference(served: Served, seed: int) -> None:
    generator, config = random.Random(seed), served.config
    pairs = [(ids(generator, config, generator.randint(0, 12)), ids(generator, config, 3)) for _ in range(3)]
    targets = [ids(generator, config, generator.randint(1, 9)) for _ in range(3)]
    for i in generator.sample(range(len(targets[0])), k=1 + len(targets[0]) // 2):
        targets[0][i] = config.mask_id
    targets[1] = [config.mask_id] * len(targets[1])
    asked = np.full((3, max(map(len, targets)), 2), -1, dtype=np.int64)
    asked[:, :, 0] = ids(generator, config, 1)[0]
    feed = {
        **source_tensors(config, pairs, 16),
        "target": padded(targets, -1),
        "candidates": asked,
    }
    found = run(served.once, feed)
    sources = served.reference.sources(pairs)
    logits = refine(served.model, sources, [0, 1, 2], targets)
    odds = find(served.model, sources, [0, 1, 2], targets)
    torch.testing.assert_close(torch.from_numpy(found["length_logits"]), sources.length_logits, rtol=0, atol=1e-4)
    assert ("mask_log_odds" in found) == config.revises
    for row, target in enumerate(targets):
        read = [i for i, token in enumerate(target) if token == config.mask_id] or list(range(len(target)))
        scores = torch.log_softmax(logits[row], dim=-1)
        for i in range(found["best"].shape[1]):
            if i not in read:
                assert found["best"][row, i] == -1
                assert found["log_probabilities"][row, i] == 0
                assert found["candidate_log_probabilities"][row, i].tolist() == [0, 0]
                continue
            best = int(scores[i].argmax())
            assert found["best"][row, i] == best
            assert found["log_probabilities"][row, i] == pytest.approx(float(scores[i, best]), abs=1e-4)
            given, none = found["candidate_log_probabilities"][row, i].tolist()
            assert given == pytest.approx(float(scores[i, asked[row, i, 0]]), abs=1e-4)
            assert none == 0
            if config.revises:
                assert found["mask_log_odds"][row, i] == pytest.approx(float(odds[row][i]), abs=1e-3)
