"""Int8 for encoders with outlier channels, as pretrained post-norm ones have: a few inputs of a layer that are ten
times larger than all others leave these with a handful of the 256 levels.

Two remedies, both without a new operator. Channels far above the median go through a product of their own in float32
(after LLM.int8, Dettmers et al. 2022). Of the others, a part of the input's range is moved into the weights
(SmoothQuant, Xiao et al. 2023), which have a scale per output and bear it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.architecture.instruct_model import InstructModel
from models.export.builder import GraphBuilder
from models.export.linear import Int8Format
from models.export.reference_run import model_run
from models.export.samples import SampleBatch
from models.package.weights import Array

#: Exponent of SmoothQuant: the share of a channel's range that the weights take over.
MIGRATION = 0.7
#: A channel is an outlier if its largest input is so many times the median of the layer's channels.
OUTLIER = 2.0
MOST_OUTLIERS = 24
#: Projections that read the same input, whose smoothing must be one.
_SHARED = ("query", "key", "value")


def input_ranges(model: InstructModel, batch: SampleBatch) -> dict[str, Array]:
    """Largest magnitude of every input channel of every linear layer, by the layer's name, over a run of `batch`."""
    ranges: dict[str, Array] = {}

    def watch(name: str) -> torch.utils.hooks.RemovableHandle:
        def note(_: nn.Module, inputs: tuple[torch.Tensor, ...], __: torch.Tensor) -> None:
            largest = inputs[0].detach().abs().flatten(0, -2).amax(dim=0).float().numpy()
            ranges[name] = np.maximum(ranges[name], largest) if name in ranges else largest

        return layers[name].register_forward_hook(note)

    layers = {name: module for name, module in model.named_modules() if isinstance(module, nn.Linear)}
    handles = [watch(name) for name in layers]
    model_run(model, batch)
    for handle in handles:
        handle.remove()
    return ranges


class CalibratedInt8Format(Int8Format):
    """As :class:`Int8Format`, with smoothed inputs and outlier channels in float32 where ranges are known.

    `ranges`: largest magnitudes of a layer's input channels, see :func:`input_ranges`; `weights`: the model's matrices.
    """

    def __init__(self, ranges: Mapping[str, Array], weights: Mapping[str, Array]) -> None:
        self._ranges, self._weights = ranges, weights

    def linear(self, graph: GraphBuilder, name: str, weight: Array, bias: Array, x: str) -> str:
        if name not in self._ranges:
            return super().linear(graph, name, weight, bias, x)
        largest, whole = self._ranges[name], weight.astype(np.float32)
        outliers = outlier_channels(largest)
        factor = smoothing(largest, self._largest_weights(name, whole))
        scaled = whole * factor
        scaled[:, outliers] = 0
        product = super().linear(graph, name, scaled, bias, self._smoothed(graph, x, factor, outliers))
        if not len(outliers):
            return product
        chosen = f"{x}/outliers"
        if not graph.has(chosen):
            graph.nodes("Gather", [x, graph.constant(f"{name}.outliers", outliers)], [chosen], axis=-1)
        columns = graph.constant(f"{name}.outlier_weight", np.ascontiguousarray(whole[:, outliers].T))
        return graph.node("Add", [product, graph.node("MatMul", [chosen, columns])])

    @staticmethod
    def _smoothed(graph: GraphBuilder, x: str, factor: Array, outliers: NDArray[np.int64]) -> str:
        """x with its channels divided by `factor`, outliers 0; made once for all layers that read `x`."""
        smoothed = f"{x}/smoothed"
        if not graph.has(smoothed):
            scale = (1 / factor).astype(np.float32)
            scale[outliers] = 0
            graph.nodes("Mul", [x, graph.constant(f"{x}.smoothing", scale)], [smoothed])
        return smoothed

    def _largest_weights(self, name: str, weight: Array) -> Array:
        """Largest magnitude of every input channel's weights, over all layers that read the same input."""
        layer, _, kind = name.rpartition(".")
        shared = [self._weights[f"{layer}.{other}.weight"] for other in _SHARED] if kind in _SHARED else [weight]
        largest: Array = np.max([np.abs(matrix.astype(np.float32)).max(axis=0) for matrix in shared], axis=0)
        return largest


def outlier_channels(largest: Array) -> NDArray[np.int64]:
    """Numbers of the outlier channels, rising; at most MOST_OUTLIERS, the largest ones."""
    order = np.argsort(-largest, kind="stable")[:MOST_OUTLIERS]
    return np.sort(order[largest[order] > OUTLIER * np.median(largest)]).astype(np.int64)


def smoothing(largest: Array, weights: Array) -> Array:
    """What each channel's input is divided by, and its weights multiplied with; the geometric mean is 1."""
    factor = np.maximum(largest, 1e-4) ** MIGRATION / np.maximum(weights, 1e-4) ** (1 - MIGRATION)
    scaled: Array = (factor / np.exp(np.log(factor).mean())).astype(np.float32)
    return scaled
