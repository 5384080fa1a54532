"""A real inference server (MLServer) on this machine, through the Open Inference Protocol."""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models.architecture.load import load_model
from models.decoding.decoder import ReferenceDecoder, Request
from models.decoding.encoded import find, refine
from models.export.samples import SENTENCES
from models.package.manifest import read_manifest
from models.serving import serve
from models.serving.local_server import LocalServer, read_body, request_body, running_server
from models.serving.tensors import decode_tensors, padded, read_candidates, source_tensors
from models.text.tokenizer import load_tokenizer

ROOT = Path(__file__).parents[2]
BUNDLED = ROOT / "models" / "bundled"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    folder = tmp_path_factory.mktemp("serving")
    options = ("--variant", "float32", "--keep", str(folder / "kept"))
    with running_server(BUNDLED, *options, log=folder / "log.txt") as running:
        yield running


@pytest.fixture(scope="module")
def reference() -> ReferenceDecoder:
    return ReferenceDecoder(load_model(BUNDLED), source_tokens=320, target_tokens=256)


@pytest.fixture(scope="module")
def sentences() -> list[tuple[list[int], list[int]]]:
    tokenizer = load_tokenizer(BUNDLED, read_manifest(BUNDLED))
    return [(tokenizer.encode(text), tokenizer.encode(instruction)) for instruction, text in SENTENCES]


def requests_of(sentences: list[tuple[list[int], list[int]]], **options: Any) -> list[Request]:
    settings = {"iterations": 6, "length_beam": 3, "stop_confidence": 0.98, **options}
    return [Request(text=text, instruction=instruction, **settings) for text, instruction in sentences]


def assert_answers(server: LocalServer, reference: ReferenceDecoder, requests: list[Request]) -> None:
    tensors = decode_tensors(reference.model.config, requests, longest=256, multiple=16)
    found = read_candidates(server.infer("mini", tensors))
    expected = reference.rewrite(requests)
    for candidates, answer in zip(found, expected, strict=True):
        assert [(c.length, c.ids, c.passes) for c in candidates] == [
            (c.length, c.ids, c.passes) for c in answer.candidates
        ]
        assert max(candidates, key=lambda candidate: candidate.score).ids == answer.ids


def test_answers_are_those_of_the_reference_decoder(
    server: LocalServer, reference: ReferenceDecoder, sentences: list[tuple[list[int], list[int]]]
) -> None:
    assert_answers(server, reference, requests_of(sentences))


def test_pins_given_lengths_and_the_length_dial(
    server: LocalServer, reference: ReferenceDecoder, sentences: list[tuple[list[int], list[int]]]
) -> None:
    assert_answers(server, reference, requests_of(sentences[:4], target_length=9, pinned={2: 400, 5: 401}))
    assert_answers(server, reference, requests_of(sentences[:4], length_factor=0.8, pinned={0: 77}))
    assert_answers(server, reference, requests_of(sentences[:4], length_factor=1.25, stop_confidence=1.0))


def test_one_pass_is_that_of_the_reference(
    server: LocalServer, reference: ReferenceDecoder, sentences: list[tuple[list[int], list[int]]]
) -> None:
    """Row 0 asks for masks, row 1 for what is out of place."""
    config, pairs = reference.model.config, sentences[:2]
    targets = [[config.mask_id] * 4, pairs[1][0]]
    asked = np.full((2, len(targets[1]), 1), 500, dtype=np.int64)
    tensors = {**source_tensors(config, pairs, 16), "target": padded(targets, -1), "candidates": asked}
    found = server.infer("mini-pass", tensors)
    sources = reference.sources(pairs)
    scores = torch.log_softmax(refine(reference.model, sources, [0], [targets[0]])[0], dim=-1)
    assert found["best"][0, :4].tolist() == scores.argmax(dim=-1).tolist()
    assert found["best"][0, 4:].tolist() == [-1] * (len(targets[1]) - 4)
    assert found["candidate_log_probabilities"][0, :4, 0] == pytest.approx(scores[:, 500].numpy(), abs=1e-3)
    odds = find(reference.model, sources, [1], [targets[1]])[0]
    assert found["mask_log_odds"][1] == pytest.approx(odds.numpy(), abs=1e-2)


def test_health_and_metadata(server: LocalServer) -> None:
    assert server.call("/v2/health/live")[0] == 200
    assert server.call("/v2/health/ready")[0] == 200
    assert server.call("/v2/models/mini-pass/ready")[0] == 200
    manifest = read_manifest(BUNDLED)
    weights = next(entry for entry in manifest["files"] if entry["path"] == "weights.safetensors")
    for name in ("mini", "mini-pass"):
        status, found = server.call(f"/v2/models/{name}")
        assert status == 200
        assert found["versions"] == ["1"]
        assert found["parameters"] == {
            "interlinear.version": manifest["version"],
            "interlinear.sha256": weights["sha256"],
            "interlinear.precision": "float32",
        }
        assert {"name": "source", "datatype": "INT64", "shape": [-1, -1]} in found["inputs"]
    assert server.call("/v2/models/maxi")[0] == 404


def valid_request(reference: ReferenceDecoder) -> dict[str, Any]:
    request = Request(text=[50, 51, 52], instruction=[60], iterations=2, length_beam=2)
    return request_body(decode_tensors(reference.model.config, [request], longest=256))


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("source", {"shape": [1, 9]}, "source has 7 values, which the shape [1, 9] does not hold"),
        ("source", {"shape": [6]}, "source has the shape [6], not [B, S]"),
        ("source", {"datatype": "FP32"}, "source is FP32, not INT64"),
        ("source", {"data": [4, 50, 51, 52, 2, 60, 2.5]}, "not all numbers of the type INT64"),
        ("source", {"data": [4, 50, 51, 52, 2, 60, 99999]}, "source has a value that is not within 0 and 13999"),
        ("source_tokens", {"data": [8]}, "source_tokens has a value that is not within 1 and 7"),
        ("source_tokens", {"shape": [2, 1], "data": [6, 6]}, "source_tokens has B = 2, but source has B = 1"),
        ("lengths", {"data": [0, 257]}, "lengths has a value that is not within -2 and 256"),
        ("lengths", {"shape": [1, 17], "data": [0] * 17}, "but lengths has K = 17"),
        ("iterations", {"data": [0]}, "iterations has a value that is not within 1 and 64"),
        ("stop_confidence", {"data": ["high"]}, "not all numbers of the type FP64"),
        ("pins", {"name": "needles"}, "needles is no input of mini"),
        ("pins", None, "missing: pins"),
    ],
)
def test_wrong_requests_are_refused_by_name(
    server: LocalServer, reference: ReferenceDecoder, name: str, change: dict[str, Any] | None, message: str
) -> None:
    body = valid_request(reference)
    kept = [entry for entry in body["inputs"] if entry["name"] != name or change is not None]
    for entry in kept:
        if entry["name"] == name and change is not None:
            entry.update(change)
    status, found = server.call("/v2/models/mini/infer", {"inputs": kept})
    assert status == 400
    assert message in found["error"]


def test_only_the_outputs_that_are_asked_for(server: LocalServer, reference: ReferenceDecoder) -> None:
    body = {**valid_request(reference), "outputs": [{"name": "tokens"}]}
    status, found = server.call("/v2/models/mini/infer", body)
    assert status == 200
    assert [output["name"] for output in found["outputs"]] == ["tokens"]
    status, found = server.call("/v2/models/mini/infer", {**body, "outputs": [{"name": "words"}]})
    assert status == 400
    assert "words is no output of mini" in found["error"]


def test_concurrent_requests_run_together_and_answer_as_alone(
    server: LocalServer, reference: ReferenceDecoder, sentences: list[tuple[list[int], list[int]]]
) -> None:
    """Requests of several sizes at once, some of them wrong."""
    generator = random.Random(1)
    bodies = []
    for request in requests_of(sentences) + requests_of(sentences, length_beam=1, iterations=4):
        bodies.append(request_body(decode_tensors(reference.model.config, [request], longest=256)))
    alone = [server.call("/v2/models/mini/infer", body) for body in bodies]
    order = generator.sample(range(len(bodies)), k=len(bodies))
    wrong = {"inputs": bodies[0]["inputs"][:-1]}
    with ThreadPoolExecutor(len(order) + 2) as pool:
        refused = [pool.submit(server.call, "/v2/models/mini/infer", wrong) for _ in range(2)]
        together = list(pool.map(lambda i: server.call("/v2/models/mini/infer", bodies[i]), order))
    assert [future.result()[0] for future in refused] == [400, 400]
    shared = [body["parameters"]["interlinear.requests"] for _, body in together]
    assert max(shared) > 1
    for place, (status, body) in zip(order, together, strict=True):
        assert status == alone[place][0] == 200
        found, expected = read_body(body), read_body(alone[place][1])
        for name in ("tokens", "lengths_used", "passes"):
            np.testing.assert_array_equal(found[name], expected[name])
        np.testing.assert_allclose(found["log_probabilities"], expected["log_probabilities"], atol=1.01 / 1024)


def test_the_server_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """A starter that is killed, which can pass nothing on."""
    code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-m', 'models', 'serve', '--model', {str(BUNDLED)!r}],"
        " stdout=subprocess.PIPE, text=True)\n"
        "print(child.stdout.readline(), child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with (tmp_path / "log.txt").open("w") as log:
        starter = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert starter.stdout is not None
    assert '"address"' in starter.stdout.readline()
    starter.send_signal(signal.SIGKILL)
    # The pipe to the log is the server's as well: it closes when the server has ended.
    starter.communicate(timeout=60)


def test_a_missing_environment_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("INTERLINEAR_SERVING_PYTHON", "/nowhere/python")
    parser = argparse.ArgumentParser()
    serve.add_arguments(parser)
    assert serve.run(parser.parse_args(["--model", str(BUNDLED)])) == 2
    assert "npm run setup:serving" in capsys.readouterr().err
