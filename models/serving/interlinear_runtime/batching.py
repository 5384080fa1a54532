"""Requests that wait while the model runs go together in its next run: no request waits for company.

A request of many rows is cut into pieces of rows of about one size, which run like requests of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .tensors import INPUTS, OUTPUTS, Tensors

#: Pieces of requests; more than these would only wait for longer than a client does.
MOST_WAITING = 512


class BusyError(RuntimeError):
    """Too much is waiting already."""


@dataclass(eq=False)
class _Waiting:
    tensors: Tensors
    answer: asyncio.Future[tuple[Tensors, int]]

    @property
    def rows(self) -> int:
        return len(self.tensors["source"])

    @property
    def weight(self) -> int:
        """Targets that run side by side."""
        return self.rows * row_weight(self.tensors)

    @property
    def size(self) -> int:
        """The power of two that the longest source fits into: much shorter ones would mostly be padding."""
        return int(self.tensors["source_tokens"].max() - 1).bit_length()


def row_weight(tensors: Tensors) -> int:
    """Targets of each row."""
    return int(tensors["lengths"].shape[1]) if "lengths" in tensors else 1


class Batcher:
    """Runs one model. `run` is called on `runs` threads at once; `most` is how many targets a run may have."""

    def __init__(self, model: str, run: Callable[[Tensors], Tensors], most: int, runs: int = 1) -> None:
        self._model, self._run, self._most, self._runs = model, run, most, runs
        self._waiting: list[_Waiting] = []
        self._threads = ThreadPoolExecutor(runs, thread_name_prefix=f"interlinear-{model}")
        self._tasks: set[asyncio.Task[None]] = set()

    async def answer(self, tensors: Tensors) -> tuple[Tensors, int]:
        """The outputs for one request's tensors, as if it had run alone, and how many requests shared a run with it.

        Raises BusyError, or what the run raised.
        """
        places = self._pieces(tensors)
        if len(self._waiting) + len(places) > MOST_WAITING:
            raise BusyError
        pieces = [{name: values[rows] for name, values in tensors.items()} for rows in places]
        found = await asyncio.gather(*(self._queue(piece) for piece in pieces))
        if len(found) == 1:
            return found[0]
        return join(self._model, [outputs for outputs, _ in found], places), max(shared for _, shared in found)

    def _pieces(self, tensors: Tensors) -> list[NDArray[np.int64]]:
        """The numbers of the rows that go together: all, or as many of the shortest as a run may have, and so on."""
        rows = len(tensors["source"])
        each = max(1, self._most // row_weight(tensors))
        if rows <= each:
            return [np.arange(rows)]
        order = np.argsort(tensors["source_tokens"][:, 0], kind="stable")
        return [order[start : start + each] for start in range(0, rows, each)]

    def _queue(self, tensors: Tensors) -> asyncio.Future[tuple[Tensors, int]]:
        waiting = _Waiting(tensors, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        # A task that is done leaves the set a moment later.
        if sum(not task.done() for task in self._tasks) < self._runs:
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return waiting.answer

    def close(self) -> None:
        """End the threads after their runs."""
        self._threads.shutdown(wait=False)

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group = self._take()
            try:
                merged = merge(self._model, [member.tensors for member in group])
                outputs = await loop.run_in_executor(self._threads, self._run, merged)
                parts = split(self._model, outputs, [member.tensors for member in group])
            except Exception as error:  # whatever it is, those who wait must learn of it
                for member in group:
                    if not member.answer.done():
                        member.answer.set_exception(error)
                continue
            for member, part in zip(group, parts, strict=True):
                if not member.answer.done():
                    member.answer.set_result((part, len(group)))

    def _take(self) -> list[_Waiting]:
        """The request that has waited longest, and others of about its size."""
        first, *others = [waiting for waiting in self._waiting if not waiting.answer.done()] or self._waiting
        group, weight = [first], first.weight
        for other in others:
            if other.size == first.size and weight + other.weight <= self._most:
                group.append(other)
                weight += other.weight
        self._waiting = [waiting for waiting in others if waiting not in group]
        return group


def merge(model: str, requests: list[Tensors]) -> Tensors:
    """One batch of all rows, padded to the widest of each axis."""
    merged: Tensors = {}
    for wanted in INPUTS[model]:
        arrays = [request[wanted.name] for request in requests]
        widest = [max(array.shape[axis] for array in arrays) for axis in range(1, arrays[0].ndim)]
        merged[wanted.name] = np.concatenate([_pad(array, widest, wanted.fill) for array in arrays])
    return merged


def _pad(array: NDArray[Any], sizes: list[int], fill: int) -> NDArray[Any]:
    missing = [(0, 0)] + [(0, wide - own) for wide, own in zip(sizes, array.shape[1:], strict=True)]
    return np.pad(array, missing, constant_values=fill)


def join(model: str, parts: list[Tensors], places: list[NDArray[np.int64]]) -> Tensors:
    """The outputs of all pieces in the order of the rows; `places`: the rows of each."""
    order = np.argsort(np.concatenate(places))
    joined: Tensors = {}
    for output in OUTPUTS[model]:
        if output.name in parts[0]:
            arrays = [part[output.name] for part in parts]
            widest = [max(array.shape[axis] for array in arrays) for axis in range(1, arrays[0].ndim)]
            joined[output.name] = np.concatenate([_pad(array, widest, output.fill) for array in arrays])[order]
    return joined


def split(model: str, outputs: Tensors, requests: list[Tensors]) -> list[Tensors]:
    """Each request's rows of the outputs, cut to the sizes that it would have had alone."""
    parts, start = [], 0
    for request in requests:
        end = start + len(request["source"])
        rows = {name: values[start:end] for name, values in outputs.items()}
        if model == "decode":
            candidates = request["lengths"].shape[1]
            sizes = {"K": candidates, "L": max(1, int(rows["lengths_used"][:, :candidates].max()))}
        else:
            sizes = {"L": request["target"].shape[1], "N": request["candidates"].shape[2]}
        parts.append(
            {
                output.name: rows[output.name][tuple(slice(sizes.get(str(axis))) for axis in output.axes)]
                for output in OUTPUTS[model]
                if output.name in rows
            }
        )
        start = end
    return parts
