"""Source and target in one pass, as the paper describes it: what training on packs and decoding in steps must equal."""

from __future__ import annotations

import torch
from torch import Tensor

from models.architecture.instruct_model import InstructModel


def concatenated_states(
    model: InstructModel, ids: Tensor, positions: Tensor, types: Tensor, source: int, valid: Tensor | None = None
) -> Tensor:
    """States [B, N, hidden] of ids [B, N] whose first `source` columns are the source; `valid`: false at padding.

    Source rows cannot see target columns, target rows see everything (dynamic mixed attention).
    """
    target = torch.arange(ids.shape[1]) >= source
    mask = target.unsqueeze(1) | ~target.unsqueeze(0)
    if valid is not None:
        mask = mask & valid.bool()[:, None, None, :]
    states: Tensor = model.backbone(ids, positions, types, mask)[0]
    return states
