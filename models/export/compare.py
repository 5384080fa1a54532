"""Differences of a graph from the reference, output by output and layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.architecture.backbone import KeyValue
from models.architecture.instruct_model import InstructModel
from models.export.graph_session import GraphSession
from models.export.reference_run import ReferenceRun, model_run
from models.export.samples import SampleBatch


@dataclass(frozen=True)
class Difference:
    """Largest absolute differences, and the share of equal best tokens and best lengths (of the counts given).

    `mean_log_probability`: mean absolute difference over the candidates. `layers`: for each layer the difference of its
    keys and values, relative to their size (root mean squares), which is what the layers below it have added up.
    """

    keys_values: float
    length_logits: float
    top_log_probability: float
    candidate_log_probability: float
    mask_log_odds: float
    equal_top: float
    equal_length: float
    tokens: int
    sources: int
    mean_log_probability: float
    layers: tuple[float, ...]

    @property
    def largest(self) -> float:
        """The largest difference of all outputs."""
        scores = (self.top_log_probability, self.candidate_log_probability, self.mask_log_odds)
        return max(self.keys_values, self.length_logits, *scores)


def compare(model: InstructModel, graph: GraphSession, batch: SampleBatch) -> Difference:
    """Encode and refine in both. Each side refines on its own keys and values: errors add up as they do in use."""
    return compare_run(model_run(model, batch), graph, batch)


@torch.no_grad()
def compare_run(reference: ReferenceRun, graph: GraphSession, batch: SampleBatch) -> Difference:
    """As :func:`compare`, with the reference's answers at hand."""
    b = batch
    one = torch.zeros(1, dtype=torch.int64)
    encoded = graph.run(b.source_ids, b.source_positions, b.source_types, b.source_mask, None, one, one.unsqueeze(0))
    refined = graph.run(
        b.target_ids, b.target_positions, b.target_types, b.target_mask, graph.present(encoded), b.rows, b.asked
    )
    table = reference.log_probabilities
    errors = [
        *_layer_errors(reference.encoded, graph.present(encoded), b.source_mask),
        *_layer_errors(reference.refined, graph.present(refined), b.target_mask),
    ]
    layers = len(reference.encoded)
    # The reference's value of the graph's token: a flip between two equals is counted by `equal_top` alone.
    reference_top = table.gather(1, refined["top_id"].unsqueeze(1)).squeeze(1)
    asked = refined["candidate_log_probability"] - table.gather(1, b.asked)
    return Difference(
        keys_values=max(largest for largest, _ in errors),
        length_logits=_largest(encoded["length_logits"] - reference.length_logits),
        top_log_probability=_largest(refined["top_log_probability"] - reference_top),
        candidate_log_probability=_largest(asked),
        mask_log_odds=(_largest(refined["mask_log_odds"] - reference.mask_log_odds) if graph.config.revises else 0.0),
        equal_top=float((refined["top_id"] == table.argmax(dim=-1)).float().mean()),
        equal_length=float((encoded["length_logits"].argmax(-1) == reference.length_logits.argmax(-1)).float().mean()),
        tokens=len(b.rows),
        sources=len(b.source_ids),
        mean_log_probability=float(asked.abs().mean()),
        layers=tuple(max(errors[index][1], errors[index + layers][1]) for index in range(layers)),
    )


def _layer_errors(ours: list[KeyValue], theirs: list[KeyValue], mask: Tensor) -> Iterator[tuple[float, float]]:
    """By layer, over the keys and values of tokens: padding has some too, which nothing reads."""
    chosen = mask.bool()[:, None, :, None]
    for reference, graph in zip(ours, theirs, strict=True):
        pairs = [(a * chosen, (a - b) * chosen) for a, b in zip(reference, graph, strict=True)]
        yield (
            max(_largest(difference) for _, difference in pairs),
            max(float(difference.norm() / value.norm()) for value, difference in pairs),
        )


def _largest(difference: Tensor) -> float:
    return float(difference.abs().max())
