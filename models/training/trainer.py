"""The training loop: exact steps, whatever the number of processes."""

from __future__ import annotations

import math
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.architecture.config import ModelConfig
from models.package.folder import FolderWriter
from models.training.averaging import RunningAverage
from models.training.batch import NO_CLASS, Batch, make_batch
from models.training.checkpoints import Checkpoints, save_checkpoint
from models.training.dev import DevSet
from models.training.group import Group
from models.training.log import StepSums, TrainingLog
from models.training.optimizer import OptimizerPair, clip_gradients
from models.training.options import TrainingOptions
from models.training.placement import Placement, WeightSource, fill_rows, place_model, random_weights, whole_tensor
from models.training.report import Work
from models.training.schedule import Schedule
from models.training.sources import Source


class Trainer:
    """One run in one folder: its checkpoints (exact resumption), `log.jsonl`, `curves.png`, at the end `weights/`."""

    def __init__(
        self,
        config: ModelConfig,
        options: TrainingOptions,
        group: Group,
        out: Path,
        source: Source,
        *,
        dev: DevSet | None = None,
        weights: WeightSource | None = None,
        origin: dict[str, Any] | None = None,
    ) -> None:
        """`weights` None: random ones. `origin`: what they had been through before this run.

        Raises ValueError for weights of another shape.
        """
        out.mkdir(parents=True, exist_ok=True)
        self.config, self.options, self.group, self.out = config, options, group, out
        self.source, self.dev, self.origin = source, dev, origin
        mesh = group.mesh(options.shards)
        placement = Placement(group.device, mesh, options.autocast, options.checkpointing)
        # A cut model brings its own precision.
        self._autocast = options.autocast and mesh is None
        self.model = place_model(config, placement, weights or random_weights(config, options.seed))
        self.optimizer = OptimizerPair(
            self.model.model,
            kind=options.optimizer,
            learning_rate=options.learning_rate,
            weight_decay=options.weight_decay,
            embedding_rate=options.embedding_rate,
        )
        self.average = RunningAverage(self.model.model, options.average) if options.average else None
        self.schedule = Schedule(warmup_steps=options.warmup_steps)
        self.checkpoints = Checkpoints(out, group)
        self.log = TrainingLog(out, config, options, group.device, group.count, group.leads)
        self.step, self.seconds, self.tokens = 0, 0.0, 0

    def values(self) -> dict[str, Any]:
        """The state without its tensors. Random numbers are functions of (seed, step): they have no state."""
        return {
            "config": self.config.to_json(),
            "options": asdict(self.options),
            "schedule": asdict(self.schedule),
            "place": self.source.place(),
            "step": self.step,
            "seconds": self.seconds,
            "tokens": self.tokens,
            "log": self.log.entries,
            "origin": self.origin,
        }

    def state(self) -> dict[str, Any]:
        """Everything that exact resumption needs, of a process alone."""
        return {
            **self.values(),
            "model": self.model.model.state_dict(),
            "average": self.average.state_dict() if self.average else None,
            "optimizer": self.optimizer.state_dict(),
        }

    def resume(self) -> None:
        """Take up the run where its last checkpoint was written. Raises FileNotFoundError if there is none."""
        values = self.checkpoints.latest()
        if values is None:
            raise FileNotFoundError(
                f"no checkpoint in {self.out}: train without --resume first, or name its folder with --out"
            )
        if values["options"]["seed"] != self.options.seed:
            raise ValueError(f"a run goes on with the --seed that it began with: {values['options']['seed']}")
        self.source.restore(values["place"])
        self.checkpoints.load(values, self._tensors(), fill_rows)
        if self.average and not values["has_average"]:
            self.average = RunningAverage(self.model.model, self.options.average)
        self.schedule = Schedule(**values["schedule"])
        self.step, self.seconds, self.tokens = values["step"], values["seconds"], values["tokens"]
        self.origin = values.get("origin")
        self.log.restore(values["log"], self.seconds)

    def run(self) -> None:
        """Train until a budget is used up; checkpoint, measure and draw on the way; then write the weights."""
        self.model.train()
        options = self.options
        last_checkpoint = last_dev = last_snapshot = self.seconds
        before, begun = self.seconds, time.monotonic()
        while not self._finished():
            self._train_step(before, begun)
            if self.dev and self.seconds - last_dev > options.dev_minutes * 60:
                self._measure()
                last_dev = self.seconds
            due = options.checkpoint_steps and self.step % options.checkpoint_steps == 0
            if due or self.seconds - last_checkpoint > options.checkpoint_minutes * 60:
                self._save()
                last_checkpoint = self.seconds
            if self.seconds - last_snapshot > (options.snapshot_minutes or math.inf) * 60:
                self._snapshot()
                last_snapshot = self.seconds
        if self.dev:
            self._measure()
        self._save()
        self._write_weights()

    def _train_step(self, before: float, begun: float) -> None:
        options, group = self.options, self.group
        batches = [make_batch(rows, self.config, self.source.width) for rows in self.source.take(self.step)]
        counts = group.sum(torch.tensor([_counts(batch) for batch in batches], dtype=torch.float64).sum(dim=0))
        rows, lengths, tokens, pairs, documents = (int(count) for count in counts)
        # A seed for dropout alone: masks come with the data.
        torch.manual_seed(options.seed * 1_000_003 + self.step * group.count + group.rank)
        sums = torch.zeros(4, dtype=torch.float64)
        for batch in batches:
            with torch.autocast(group.device.type, dtype=torch.bfloat16, enabled=self._autocast):
                losses = self.model(
                    batch.to(group.device),
                    label_smoothing=options.label_smoothing,
                    length_weight=options.length_weight,
                    tokens=rows,
                    lengths=lengths,
                )
            # FSDP averages over the processes, but each has its share of one sum.
            (losses.total * group.count).backward()
            parts = (losses.token_nll.sum(), losses.correct.sum(), losses.length_nll)
            sums[:3] += torch.stack([part.double() for part in parts]).cpu()
        # One clock for all: that of the lead process.
        sums[3] = before + time.monotonic() - begun if group.leads else 0.0
        nll, correct, length_nll, self.seconds = (float(value) for value in group.sum(sums))
        clip_gradients(self.model, options.gradient_limit)
        factor = self.schedule.factor(self.step)
        self.optimizer.step(factor)
        self.step, self.tokens = self.step + 1, self.tokens + tokens
        if self.average:
            self.average.update(self.model.model, self.step)
        self.schedule.plan(self.step, self._used(), options.stable_share, options.steps)
        self.log.step(
            StepSums(Work(tokens, pairs, rows, documents), nll, correct, length_nll, lengths),
            step=self.step,
            seconds=self.seconds,
            tokens=self.tokens,
            rate=factor * options.learning_rate,
        )

    def _used(self) -> float:
        return self.options.used(seconds=self.seconds, steps=self.step, tokens=self.tokens)

    def _finished(self) -> bool:
        return self._used() >= 1

    def _measure(self) -> None:
        assert self.dev is not None
        metrics = self.dev.measure(self.model, self.group.device, autocast=self._autocast)
        self.log.write({"kind": "dev", "step": self.step, "minutes": self.seconds / 60, **metrics})

    def _tensors(self) -> dict[str, Tensor]:
        tensors = {f"model/{name}": value for name, value in self.model.model.state_dict().items()}
        if self.average:
            tensors |= {f"average/{name}": value for name, value in self.average.state_dict().items()}
        return tensors | {f"optimizer/{name}": value for name, value in self.optimizer.tensors().items()}

    def _save(self) -> None:
        if self.group.count == 1:
            self.checkpoints.save_file(self.state())
        else:
            self.checkpoints.save_parts(self.values(), self._tensors())

    def _snapshot(self) -> None:
        if self.group.count == 1:
            save_checkpoint(self.out / f"snapshot-{self.step}.pt", {**self.state(), "optimizer": None})
        else:
            self._write_weights(f"snapshot-{self.step}")

    def _write_weights(self, name: str = "weights") -> None:
        """A folder of the weights, of their running average if there is one, for `export` and `--start-from`."""
        parameters = self.average.state_dict() if self.average else dict(self.model.model.named_parameters())
        tensors = ((key, whole_tensor(value)) for key, value in parameters.items())
        if self.group.leads:
            own = {"steps": self.step, "tokens": self.tokens, "seconds": self.seconds}
            origin = {key: value + (self.origin or {}).get(key, 0) for key, value in own.items()}
            FolderWriter(self.out / name, dtype=None).write(tensors, self.config.to_json(), origin)
        else:
            # Every tensor is put together by all processes.
            for _ in tensors:
                pass
        self.group.wait()


def _counts(batch: Batch) -> list[int]:
    lengths = int((batch.length_classes != NO_CLASS).sum())
    return [len(batch.rows), lengths, batch.tokens, batch.pairs, len(batch.length_rows)]
