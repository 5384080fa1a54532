"""Development metrics during training: what the model knows of held-out pairs, per family of tasks."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import torch

from models.training.batch import NO_CLASS, make_batch
from models.training.examples import Example, Shard
from models.training.loss import TrainingModel
from models.training.questions import QuestionMaker

#: Documents of one batch.
_BATCH = 64


class DevSet:
    """Held-out examples, by length, and the family of tasks of each."""

    def __init__(self, examples: list[Example], names: list[str]) -> None:
        order = sorted(range(len(examples)), key=lambda i: (len(examples[i].target), len(examples[i].text)))
        self.examples, self.names = [examples[i] for i in order], [names[i] for i in order]

    @classmethod
    def of_shard(cls, shard: Shard, *, per_group: int) -> DevSet:
        """The first `per_group` rows of every group."""
        rows = [int(r) for g in range(len(shard.groups)) for r in np.flatnonzero(shard.group == g)[:per_group]]
        names = ["/".join(str(shard.groups[int(shard.group[row])]["name"]).split("/")[:2]) for row in rows]
        return cls([shard.example(row) for row in rows], names)

    @torch.no_grad()
    def measure(self, model: TrainingModel, device: torch.device, *, autocast: bool) -> dict[str, float]:
        """Mean NLL and accuracy of masked tokens by task, and the mean length NLL, with masks fixed by the place.

        All processes of a run compute the same.
        """
        was_training, config = model.training, model.model.config
        model.eval()
        nll: dict[str, list[float]] = defaultdict(list)
        correct: dict[str, list[float]] = defaultdict(list)
        length = lengths = 0.0
        for start in range(0, len(self.examples), _BATCH):
            random, names = np.random.default_rng([20261121, start]), self.names[start : start + _BATCH]
            documents = QuestionMaker(config).documents(self.examples[start : start + _BATCH], random)
            batch = make_batch([[document] for document in documents], config).to(device)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=autocast):
                losses = model(batch, label_smoothing=0.0, length_weight=1.0, tokens=1, lengths=1)
            length += float(losses.length_nll)
            lengths += float((batch.length_classes != NO_CLASS).sum())
            owners = batch.row_documents.tolist()
            for owner, token_nll, right in zip(owners, losses.token_nll.tolist(), losses.correct.tolist(), strict=True):
                for key in (names[owner], "all"):
                    nll[key].append(token_nll)
                    correct[key].append(float(right))
        model.train(was_training)
        metrics = {"length_nll": length / max(1.0, lengths)}
        for key, values in nll.items():
            metrics[f"nll/{key}"] = float(np.mean(values))
            metrics[f"accuracy/{key}"] = float(np.mean(correct[key]))
        return metrics
