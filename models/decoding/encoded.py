"""Sources encoded once: their keys and values, kept for every pass and every candidate length."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.architecture.backbone import KeyValue
from models.architecture.instruct_model import InstructModel
from models.text.source import source_positions, target_positions


def pad(rows: list[list[int]], value: int) -> Tensor:
    """A rectangular int64 tensor, filled up on the right."""
    width = max(len(row) for row in rows)
    return torch.tensor([row + [value] * (width - len(row)) for row in rows], dtype=torch.int64)


@dataclass(frozen=True)
class EncodedSources:
    """Keys and values [B, heads, S, head_size] of every layer, `valid` [B, S] (1 = token) and length logits."""

    kept: list[KeyValue]
    valid: Tensor
    lengths: list[int]
    length_logits: Tensor


@torch.no_grad()
def encode_sources(model: InstructModel, sources: list[list[int]]) -> EncodedSources:
    """Run the sources through the model, padded to one batch."""
    config = model.config
    ids = pad(sources, config.pad_id)
    positions = pad([source_positions(config, len(source)) for source in sources], config.first_position)
    valid = pad([[1] * len(source) for source in sources], 0)
    output = model.step(ids, positions, torch.zeros_like(ids), valid)
    return EncodedSources(output.present, valid, [len(s) for s in sources], model.length_logits(output.states))


@torch.no_grad()
def refine(model: InstructModel, sources: EncodedSources, owners: list[int], targets: list[list[int]]) -> list[Tensor]:
    """Vocabulary logits [length, V] of every target, where target i answers source `owners[i]`."""
    states = _target_states(model, sources, owners, targets)
    return [model.logits(rows) for rows in states]


@torch.no_grad()
def find(model: InstructModel, sources: EncodedSources, owners: list[int], targets: list[list[int]]) -> list[Tensor]:
    """Log-odds [length] of the mask at every token of every target: how much it is out of place."""
    states = _target_states(model, sources, owners, targets)
    return [model.mask_log_odds(rows) for rows in states]


def _target_states(
    model: InstructModel, sources: EncodedSources, owners: list[int], targets: list[list[int]]
) -> list[Tensor]:
    """States [length, hidden] of every target."""
    config = model.config
    ids = pad(targets, config.pad_id)
    positions = pad(
        [target_positions(config, sources.lengths[o], len(t)) for o, t in zip(owners, targets, strict=True)],
        config.first_position,
    )
    types = torch.full_like(ids, 1 if config.type_vocabulary_size > 1 else 0)
    mask = torch.cat([sources.valid[owners], pad([[1] * len(target) for target in targets], 0)], dim=1)
    past = [(key[owners], value[owners]) for key, value in sources.kept]
    states = model.step(ids, positions, types, mask, past).states
    return [states[i, : len(target)] for i, target in enumerate(targets)]
