"""The tensors of the two models: names, types, shapes, what pads them, and the checks of their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensors = dict[str, NDArray[Any]]

#: Largest values that are let in, whatever the model.
MOST_ROWS, MOST_CANDIDATES, MOST_ITERATIONS = 32, 16, 64
#: Clients pad up to multiples of this.
_STEP = 16


class TensorError(ValueError):
    """A request that cannot be answered; the message names the tensor and says what is wrong with it."""


@dataclass(frozen=True)
class Tensor:
    """An input or output; letters in `axes` are sizes that all tensors of a request share. `fill` pads it."""

    name: str
    kind: str
    axes: tuple[str | int, ...]
    fill: int = 0


@dataclass(frozen=True)
class Limits:
    """Sizes of a model: `source` and `target` in tokens, `positions` one more than the last position."""

    source: int
    target: int
    vocabulary: int
    positions: int


_SOURCE = (
    Tensor("source", "INT64", ("B", "S")),
    Tensor("source_tokens", "INT64", ("B", 1)),
    Tensor("target_position", "INT64", ("B", 1)),
)
INPUTS: dict[str, tuple[Tensor, ...]] = {
    "decode": (
        *_SOURCE,
        Tensor("text_tokens", "INT64", ("B", 1)),
        Tensor("lengths", "INT64", ("B", "K"), -1),
        Tensor("length_factor", "FP64", ("B", 1)),
        Tensor("pins", "INT64", ("B", "K", "P"), -1),
        Tensor("iterations", "INT64", ("B", 1)),
        Tensor("stop_confidence", "FP64", ("B", 1)),
    ),
    "pass": (
        *_SOURCE,
        Tensor("target", "INT64", ("B", "L"), -1),
        Tensor("candidates", "INT64", ("B", "L", "N"), -1),
    ),
}
#: `mask_log_odds` only of a model that revises. C: the length classes.
OUTPUTS: dict[str, tuple[Tensor, ...]] = {
    "decode": (
        Tensor("tokens", "INT64", ("B", "K", "L"), -1),
        Tensor("log_probabilities", "FP32", ("B", "K", "L")),
        Tensor("lengths_used", "INT64", ("B", "K")),
        Tensor("passes", "INT64", ("B", "K")),
        Tensor("length_logits", "FP32", ("B", "C")),
    ),
    "pass": (
        Tensor("best", "INT64", ("B", "L"), -1),
        Tensor("log_probabilities", "FP32", ("B", "L")),
        Tensor("candidate_log_probabilities", "FP32", ("B", "L", "N")),
        Tensor("mask_log_odds", "FP32", ("B", "L")),
        Tensor("length_logits", "FP32", ("B", "C")),
    ),
}
_TYPES: dict[str, type[np.generic]] = {"INT64": np.int64, "FP64": np.float64, "FP32": np.float32}


def read_tensor(wanted: Tensor, kind: str, shape: list[int], data: Any) -> NDArray[Any]:
    """The values of one input. Raises TensorError if type, shape or number of values do not fit."""
    if kind != wanted.kind:
        raise TensorError(f"{wanted.name} is {kind}, not {wanted.kind}")
    given = "[" + ", ".join(map(str, shape)) + "]"
    expected = "[" + ", ".join(map(str, wanted.axes)) + "]"
    fixed = zip(shape, wanted.axes, strict=False)
    if len(shape) != len(wanted.axes) or any(isinstance(axis, int) and size != axis for size, axis in fixed):
        raise TensorError(f"{wanted.name} has the shape {given}, not {expected}")
    if any(size < 1 for size in shape):
        raise TensorError(f"{wanted.name} has the shape {given}: no axis may be empty")
    try:
        values = np.asarray(data)
    except ValueError:
        raise TensorError(f"{wanted.name}: the rows of its data differ in length") from None
    if values.dtype.kind not in ("i" if wanted.kind == "INT64" else "if"):
        raise TensorError(f"{wanted.name}: its data are not all numbers of the type {wanted.kind}")
    if values.size != int(np.prod(shape)):
        raise TensorError(f"{wanted.name} has {values.size} values, which the shape {given} does not hold")
    return values.astype(_TYPES[wanted.kind]).reshape(shape)


def check_tensors(model: str, tensors: Mapping[str, NDArray[Any]], limits: Limits) -> None:
    """Raise TensorError for sizes that contradict each other and for values that the model cannot take.

    `model` is `decode` or `pass`; all of its inputs are in `tensors`.
    """
    sizes: dict[str, tuple[int, str]] = {}
    for wanted in INPUTS[model]:
        for size, axis in zip(tensors[wanted.name].shape, wanted.axes, strict=True):
            if isinstance(axis, str) and sizes.setdefault(axis, (size, wanted.name))[0] != size:
                other, name = sizes[axis]
                raise TensorError(f"{wanted.name} has {axis} = {size}, but {name} has {axis} = {other}")
    _at_most("a request", "rows", sizes["B"][0], MOST_ROWS)
    _at_most("source", "columns", sizes["S"][0], _up(limits.source))
    _between(tensors, "source", 0, limits.vocabulary - 1)
    _between(tensors, "source_tokens", 1, min(limits.source, sizes["S"][0]))
    _between(tensors, "target_position", 0, limits.positions - 1)
    if model == "decode":
        _at_most("lengths", "columns", sizes["K"][0], MOST_CANDIDATES)
        _at_most("pins", "columns", sizes["P"][0], _up(limits.target))
        _between(tensors, "text_tokens", 0, limits.source)
        _between(tensors, "lengths", -2, limits.target)
        _between(tensors, "pins", -1, limits.vocabulary - 1)
        _between(tensors, "iterations", 1, MOST_ITERATIONS)
        _between(tensors, "length_factor", 0.01, 100)
        _between(tensors, "stop_confidence", 0, 1)
        return
    _at_most("target", "columns", sizes["L"][0], _up(limits.target))
    _between(tensors, "target", -1, limits.vocabulary - 1)
    _between(tensors, "candidates", -1, limits.vocabulary - 1)
    real = tensors["target"] >= 0
    if not real[:, 0].all() or (real[:, 1:] > real[:, :-1]).any():
        raise TensorError("target: every row has at least one token, and -1 only behind its end")
    _at_most("target", "tokens", int(real.sum(axis=1).max()), limits.target)


def _up(tokens: int) -> int:
    return -(-tokens // _STEP) * _STEP


def _at_most(name: str, what: str, size: int, most: int) -> None:
    if size > most:
        raise TensorError(f"{name} has {size} {what}, more than {most}")


def _between(tensors: Mapping[str, NDArray[Any]], name: str, least: float, most: float) -> None:
    values = tensors[name]
    # Not a number is neither.
    if not ((values >= least) & (values <= most)).all():
        raise TensorError(f"{name} has a value that is not within {least:g} and {most:g}")
