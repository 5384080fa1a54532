"""How far a graph is from the reference, output by output."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.architecture.backbone import KeyValue
from models.architecture.instruct_model import InstructModel
from models.export.graph_session import GraphSession
from models.export.samples import SampleBatch


@dataclass(frozen=True)
class Difference:
    """Largest absolute differences, and the share of equal best tokens and best lengths (of the counts given)."""

    keys_values: float
    length_logits: float
    top_log_probability: float
    candidate_log_probability: float
    mask_log_odds: float
    equal_top: float
    equal_length: float
    tokens: int
    sources: int

    @property
    def largest(self) -> float:
        """The largest difference of all outputs."""
        scores = (self.top_log_probability, self.candidate_log_probability, self.mask_log_odds)
        return max(self.keys_values, self.length_logits, *scores)


@torch.no_grad()
def compare(model: InstructModel, graph: GraphSession, batch: SampleBatch) -> Difference:
    """Encode and refine in both. Each side refines on its own keys and values: errors add up as they do in use."""
    b = batch
    source = (b.source_ids, b.source_positions, b.source_types, b.source_mask)
    target = (b.target_ids, b.target_positions, b.target_types, b.target_mask)
    one = torch.zeros(1, dtype=torch.int64)
    encoded = model.step(*source)
    encoded_graph = graph.run(*source, None, one, one.unsqueeze(0))
    refined = model.step(*target, encoded.present)
    refined_graph = graph.run(*target, graph.present(encoded_graph), b.rows, b.asked)
    lengths = model.length_logits(encoded.states)
    states = refined.states.flatten(0, 1)[b.rows]
    logits = model.logits(states)
    table = torch.log_softmax(logits, dim=-1)
    best = logits.argmax(dim=-1)
    kept = _valid_difference(encoded.present, graph.present(encoded_graph), b.source_mask)
    all_kept = _valid_difference(refined.present, graph.present(refined_graph), b.target_mask)
    # The reference's value of the graph's token: a flip between two equals is counted by `equal_top` alone.
    reference_top = table.gather(1, refined_graph["top_id"].unsqueeze(1)).squeeze(1)
    return Difference(
        keys_values=max(kept, all_kept),
        length_logits=_largest(encoded_graph["length_logits"] - lengths),
        top_log_probability=_largest(refined_graph["top_log_probability"] - reference_top),
        candidate_log_probability=_largest(refined_graph["candidate_log_probability"] - table.gather(1, b.asked)),
        mask_log_odds=(
            _largest(refined_graph["mask_log_odds"] - model.mask_log_odds(states)) if model.config.revises else 0.0
        ),
        equal_top=float((refined_graph["top_id"] == best).float().mean()),
        equal_length=float((encoded_graph["length_logits"].argmax(-1) == lengths.argmax(-1)).float().mean()),
        tokens=len(b.rows),
        sources=len(b.source_ids),
    )


def _valid_difference(ours: list[KeyValue], theirs: list[KeyValue], mask: Tensor) -> float:
    """Over the keys and values of tokens; padding has some too, which nothing reads."""
    chosen = mask.bool()[:, None, :, None]
    return max(_largest((a - b) * chosen) for x, y in zip(ours, theirs, strict=True) for a, b in zip(x, y, strict=True))


def _largest(difference: Tensor) -> float:
    return float(difference.abs().max())
