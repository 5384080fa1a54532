"""Requests that wait go together, and each gets what it would have had alone."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import numpy as np
import pytest

from models.serving.interlinear_runtime import batching
from models.serving.interlinear_runtime.batching import Batcher, merge, split
from models.serving.interlinear_runtime.tensors import (
    INPUTS,
    Limits,
    TensorError,
    Tensors,
    check_tensors,
    read_tensor,
)


def request(number: int, *, source: int, candidates: int = 2, rows: int = 1) -> Tensors:
    """A request whose source repeats its number."""
    column = np.ones((rows, 1), dtype=np.int64)
    return {
        "source": np.full((rows, source), number, dtype=np.int64),
        "source_tokens": column * source,
        "target_position": column,
        "text_tokens": column,
        "lengths": np.full((rows, candidates), number, dtype=np.int64),
        "length_factor": np.ones((rows, 1)),
        "pins": np.full((rows, candidates, 1), -1, dtype=np.int64),
        "iterations": column,
        "stop_confidence": np.ones((rows, 1)),
    }


class EchoModel:
    """Answers with lengths as asked and tokens that repeat the source; its first run waits until told to go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.runs: list[Tensors] = []

    def run(self, tensors: Tensors) -> Tensors:
        self.runs.append(tensors)
        assert self.go_on.wait(10)
        if (tensors["source"] == 13).any():
            raise RuntimeError("no luck")
        rows, candidates = tensors["lengths"].shape
        width = int(tensors["lengths"].max())
        tokens = np.broadcast_to(tensors["source"][:, :1, None], (rows, candidates, width))
        return {
            "tokens": tokens,
            "log_probabilities": tokens.astype(np.float32),
            "lengths_used": tensors["lengths"],
            "passes": tensors["lengths"],
            "length_logits": tensors["source"][:, :1].astype(np.float32),
        }


def answers(model: EchoModel, requests: list[Tensors], most: int = 64) -> list[Any]:
    """All answers (or exceptions), where the first request runs while the others arrive."""

    async def ask() -> list[Any]:
        batcher = Batcher("decode", model.run, most)
        tasks = [asyncio.create_task(batcher.answer(tensors)) for tensors in requests]
        while not model.runs:
            await asyncio.sleep(0.001)
        model.go_on.set()
        found = await asyncio.gather(*tasks, return_exceptions=True)
        batcher.close()
        return found

    return asyncio.run(ask())


def test_waiting_requests_share_a_run_and_keep_their_shapes() -> None:
    model = EchoModel()
    found = answers(model, [request(3, source=9), request(5, source=12, candidates=3), request(4, source=16, rows=2)])
    assert [len(run["source"]) for run in model.runs] == [4]
    assert [together for _, together in found] == [3, 3, 3]
    assert [outputs["tokens"].shape for outputs, _ in found] == [(1, 2, 3), (1, 3, 5), (2, 2, 4)]
    assert [np.unique(outputs["tokens"]).tolist() for outputs, _ in found] == [[3], [5], [4]]


def test_requests_of_other_sizes_run_apart_and_in_order() -> None:
    model = EchoModel()
    found = answers(
        model, [request(1, source=9), request(2, source=200), request(3, source=10), request(4, source=150)]
    )
    assert [run["source"][:, 0].tolist() for run in model.runs] == [[1, 3], [2, 4]]
    assert [together for _, together in found] == [2, 2, 2, 2]


def test_no_run_is_larger_than_allowed() -> None:
    model = EchoModel()
    answers(model, [request(n, source=9, candidates=2) for n in range(1, 6)], most=4)
    assert [run["source"][:, 0].tolist() for run in model.runs] == [[1, 2], [3, 4], [5]]


def test_a_request_larger_than_a_run_still_runs() -> None:
    model = EchoModel()
    ((outputs, together),) = answers(model, [request(2, source=9, candidates=8)], most=4)
    assert (outputs["tokens"].shape, together) == ((1, 8, 2), 1)


def test_a_request_of_many_rows_runs_in_pieces_of_one_size_each() -> None:
    """Rows of 30 and 9 tokens in turn, two candidates each, four targets in a run."""
    model = EchoModel()
    whole = request(2, source=30, rows=5)
    whole["source"][:, 0] = [1, 2, 3, 4, 5]
    whole["source_tokens"][:, 0] = [30, 9, 30, 9, 30]
    whole["lengths"][:] = [[1, 2], [2, 2], [3, 3], [4, 1], [5, 5]]
    ((outputs, together),) = answers(model, [whole], most=4)
    assert sorted(run["source"][:, 0].tolist() for run in model.runs) == [[1, 3], [2, 4], [5]]
    assert outputs["lengths_used"].tolist() == whole["lengths"].tolist()
    assert outputs["tokens"].shape == (5, 2, 5)
    # Behind what a piece is long there is nothing.
    assert outputs["tokens"][:, 0].tolist() == [
        [1, 1, 1, -1, -1],
        [2, 2, 2, 2, -1],
        [3, 3, 3, -1, -1],
        [4, 4, 4, 4, -1],
        [5, 5, 5, 5, 5],
    ]
    assert together == 1


def test_more_than_a_queue_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "MOST_WAITING", 2)
    model = EchoModel()
    found = answers(model, [request(n, source=9) for n in (1, 2, 3)])
    assert [isinstance(one, batching.BusyError) for one in found] == [False, False, True]


def test_an_error_reaches_those_who_shared_the_run_and_nobody_else() -> None:
    model = EchoModel()
    found = answers(model, [request(13, source=9), request(2, source=9), request(3, source=200)])
    assert [isinstance(one, RuntimeError) for one in found] == [True, True, False]


def test_a_request_that_is_given_up_is_not_run() -> None:
    model = EchoModel()

    async def ask() -> None:
        batcher = Batcher("decode", model.run, 64)
        first = asyncio.create_task(batcher.answer(request(1, source=9)))
        while not model.runs:
            await asyncio.sleep(0.001)
        given_up = asyncio.create_task(batcher.answer(request(2, source=9)))
        last = asyncio.create_task(batcher.answer(request(3, source=9)))
        await asyncio.sleep(0.01)
        given_up.cancel()
        model.go_on.set()
        await asyncio.gather(first, last)
        batcher.close()

    asyncio.run(ask())
    assert [run["source"][:, 0].tolist() for run in model.runs] == [[1], [3]]


def test_padding_fills_with_what_means_nothing() -> None:
    merged = merge("decode", [request(3, source=2, candidates=1), request(4, source=3, candidates=2)])
    assert merged["source"].tolist() == [[3, 3, 0], [4, 4, 4]]
    assert merged["source_tokens"].tolist() == [[2], [3]]
    assert merged["lengths"].tolist() == [[3, -1], [4, 4]]
    assert merged["pins"][0].tolist() == [[-1], [-1]]


def test_one_pass_is_cut_to_each_request() -> None:
    requests = [
        {"source": np.zeros((1, 4)), "target": np.zeros((1, 2)), "candidates": np.zeros((1, 2, 1))},
        {"source": np.zeros((2, 4)), "target": np.zeros((2, 3)), "candidates": np.zeros((2, 3, 5))},
    ]
    outputs = {"best": np.zeros((3, 3)), "candidate_log_probabilities": np.zeros((3, 3, 5))}
    first, second = split("pass", outputs, requests)
    assert (first["best"].shape, first["candidate_log_probabilities"].shape) == ((1, 2), (1, 2, 1))
    assert (second["best"].shape, second["candidate_log_probabilities"].shape) == ((2, 3), (2, 3, 5))


LIMITS = Limits(source=20, target=10, vocabulary=100, positions=64)


def one_pass(**changes: Any) -> Tensors:
    tensors: dict[str, Any] = {
        "source": [[4, 50, 2]],
        "source_tokens": [[3]],
        "target_position": [[1]],
        "target": [[3, 3, -1]],
        "candidates": [[[7], [8], [-1]]],
        **changes,
    }
    return {name: np.asarray(values, dtype=np.int64) for name, values in tensors.items()}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": [[-1, 3, 3]]}, "every row has at least one token"),
        ({"target": [[3, -1, 3]]}, "-1 only behind its end"),
        ({"target": [[3] * 11], "candidates": [[[1]] * 11]}, "target has 11 tokens, more than 10"),
        ({"target": [[3] * 17], "candidates": [[[1]] * 17]}, "target has 17 columns, more than 16"),
        ({"candidates": [[[100], [1], [1]]]}, "candidates has a value that is not within -1 and 99"),
        ({"target_position": [[64]]}, "target_position has a value that is not within 0 and 63"),
        ({"source": [[1] * 33]}, "source has 33 columns, more than 32"),
    ],
)
def test_values_that_a_pass_cannot_take(changes: dict[str, Any], message: str) -> None:
    check_tensors("pass", one_pass(), LIMITS)
    with pytest.raises(TensorError, match=message):
        check_tensors("pass", one_pass(**changes), LIMITS)


def test_data_may_be_nested_or_flat() -> None:
    wanted = next(tensor for tensor in INPUTS["decode"] if tensor.name == "pins")
    for data in ([1, 2, 3, 4], [[[1, 2], [3, 4]]]):
        assert read_tensor(wanted, "INT64", [1, 2, 2], data).tolist() == [[[1, 2], [3, 4]]]
    with pytest.raises(TensorError, match="differ in length"):
        read_tensor(wanted, "INT64", [1, 2, 2], [[[1, 2], [3]]])
    with pytest.raises(TensorError, match="no axis may be empty"):
        read_tensor(wanted, "INT64", [1, 2, 0], [])
    with pytest.raises(TensorError, match="not all numbers"):
        read_tensor(wanted, "INT64", [1, 1, 1], [2**70])


def test_not_a_number_is_no_setting() -> None:
    tensors = request(3, source=9)
    tensors["stop_confidence"] = np.asarray([[np.nan]])
    with pytest.raises(TensorError, match="stop_confidence"):
        check_tensors("decode", tensors, LIMITS)


def test_no_request_is_forgotten() -> None:
    """Many clients that each send the next request as soon as the last one is answered."""
    model = EchoModel()
    model.go_on.set()

    async def client(batcher: Batcher, number: int) -> None:
        for _ in range(150):
            outputs, _ = await batcher.answer(request(number, source=9 + number % 3))
            assert outputs["lengths_used"].tolist() == [[number, number]]

    async def ask() -> None:
        batcher = Batcher("decode", model.run, 64, runs=2)
        async with asyncio.timeout(60):
            await asyncio.gather(*(client(batcher, number) for number in range(1, 7)))
        batcher.close()

    asyncio.run(ask())
