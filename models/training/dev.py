"""Development metrics during training: what the model knows of held-out pairs, per family of tasks."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import torch

from models.architecture.instruct_model import InstructModel
from models.training.examples import Shard
from models.training.loss import compute_losses
from models.training.masking import make_batch


def dev_rows(shard: Shard, *, per_group: int) -> list[int]:
    """The first `per_group` rows of every group, by length, so that batches need little padding."""
    rows: list[int] = []
    for group in range(len(shard.groups)):
        rows.extend(int(r) for r in np.flatnonzero(shard.group == group)[:per_group])
    return sorted(rows, key=lambda r: (int(shard.target_length[r]), int(shard.text_length[r])))


@torch.no_grad()
def dev_metrics(
    model: InstructModel, shard: Shard, rows: list[int], device: torch.device, *, autocast: bool, batch_size: int = 64
) -> dict[str, float]:
    """Mean NLL and accuracy of masked tokens by task, and the mean length NLL, with masks fixed by the row numbers."""
    was_training = model.training
    model.eval()
    nll: dict[str, list[float]] = defaultdict(list)
    correct: dict[str, list[float]] = defaultdict(list)
    length: list[float] = []
    for start in range(0, len(rows), batch_size):
        random = np.random.default_rng([20261121, start])
        examples = [shard.example(row) for row in rows[start : start + batch_size]]
        batch = make_batch(examples, model.config, random, source_mask_rate=0.0).to(device)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=autocast):
            losses = compute_losses(model, batch, label_smoothing=0.0, length_weight=1.0)
        length.append(float(losses.length_nll))
        groups = batch.groups[batch.row_examples].tolist()
        for group, token_nll, right in zip(groups, losses.token_nll.tolist(), losses.correct.tolist(), strict=True):
            task = "/".join(str(shard.groups[group]["name"]).split("/")[:2])
            for key in (task, "all"):
                nll[key].append(token_nll)
                correct[key].append(float(right))
    model.train(was_training)
    metrics = {"length_nll": float(np.mean(length))}
    for key, values in nll.items():
        metrics[f"nll/{key}"] = float(np.mean(values))
        metrics[f"accuracy/{key}"] = float(np.mean(correct[key]))
    return metrics
