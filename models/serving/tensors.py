"""Requests of the reference decoder as the tensors of a server, and its answers back; `docs/serving.md` names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.architecture.config import ModelConfig
from models.decoding.decoder import Request
from models.decoding.lengths import choose_lengths
from models.decoding.scores import mean
from models.text.source import build_source, target_positions

Tensors = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class ServedCandidate:
    """One candidate of an answer; `score` is the mean of `scores`."""

    length: int
    ids: list[int]
    scores: list[float]
    passes: int

    @property
    def score(self) -> float:
        """Score by which candidates are compared."""
        return mean(self.scores)


def padded(rows: Sequence[Sequence[int]], value: int, multiple: int = 1) -> NDArray[np.int64]:
    """Rows filled up on the right to one width, a multiple of `multiple`."""
    width = -(-max(1, *(len(row) for row in rows)) // multiple) * multiple
    return np.asarray([[*row, *[value] * (width - len(row))] for row in rows], dtype=np.int64)


def source_tensors(config: ModelConfig, pairs: Sequence[tuple[list[int], list[int]]], multiple: int = 1) -> Tensors:
    """`source`, `source_tokens` and `target_position` of pairs of text and instruction."""
    sources = [build_source(config, text, instruction) for text, instruction in pairs]
    return {
        "source": padded(sources, config.pad_id, multiple),
        "source_tokens": column([len(source) for source in sources]),
        "target_position": column([target_positions(config, len(source), 1)[0] for source in sources]),
    }


def column(values: Sequence[float], kind: type[np.generic] = np.int64) -> NDArray[Any]:
    """One number per row."""
    return np.asarray(values, dtype=kind)[:, None]


def decode_tensors(config: ModelConfig, requests: Sequence[Request], *, longest: int, multiple: int = 1) -> Tensors:
    """The inputs of the whole decode. `longest`: the manifest's limit of target tokens."""
    lengths = [_lengths(config, request, longest) for request in requests]
    beam = max(len(row) for row in lengths)
    pins = [[request.pinned.get(i, -1) for i in range(max(request.pinned, default=0) + 1)] for request in requests]
    pinned = padded(pins, -1, multiple)
    return {
        **source_tensors(config, [(request.text, request.instruction) for request in requests], multiple),
        "text_tokens": column([len(request.text) for request in requests]),
        "lengths": np.asarray([[*row, *[-1] * (beam - len(row))] for row in lengths], dtype=np.int64),
        "length_factor": column([request.length_factor for request in requests], np.float64),
        "pins": np.repeat(pinned[:, None, :], beam, axis=1),
        "iterations": column([request.iterations for request in requests]),
        "stop_confidence": column([request.stop_confidence for request in requests], np.float64),
    }


def _lengths(config: ModelConfig, request: Request, longest: int) -> list[int]:
    """Lengths that a row asks for: one length, those relative to the text, or as many zeros as candidates."""
    if request.target_length is not None:
        return [request.target_length]
    if not request.relative_to_text:
        return [0] * request.length_beam
    return choose_lengths(
        config,
        [],
        text_length=len(request.text),
        beam=request.length_beam,
        longest=longest,
        shortest=max(request.pinned, default=0) + 1,
        factor=request.length_factor,
        relative_to_text=True,
    )


def read_candidates(outputs: Tensors) -> list[list[ServedCandidate]]:
    """The candidates of every row, in the order of `lengths`."""
    rows = []
    for row, lengths in enumerate(outputs["lengths_used"].tolist()):
        rows.append(
            [
                ServedCandidate(
                    length,
                    outputs["tokens"][row, place, :length].tolist(),
                    outputs["log_probabilities"][row, place, :length].tolist(),
                    int(outputs["passes"][row, place]),
                )
                for place, length in enumerate(lengths)
                if length > 0
            ]
        )
    return rows
