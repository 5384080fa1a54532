"""The training loop."""

from __future__ import annotations

import json
import math
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.package.weights import TRAINING_FILE, WEIGHTS_FILE, load_weights
from models.training.averaging import RunningAverage
from models.training.checkpoint import load_checkpoint, save_checkpoint
from models.training.curves import draw_curves
from models.training.demonstrations import DemonstrationMaker
from models.training.dev import dev_metrics, dev_rows
from models.training.examples import ExampleStream, Shard
from models.training.loss import compute_losses
from models.training.masking import make_batch
from models.training.optimizer import OptimizerPair, clip_gradients
from models.training.parallel import Workers
from models.training.schedule import Schedule
from models.training.targets import Practice, QuestionMaker

#: What is added up over the runs that led to a model.
_COUNTED = {"steps": "step", "tokens": "tokens", "seconds": "seconds"}


@dataclass(frozen=True)
class TrainingOptions:
    """Knobs of a run. Times in minutes; `batch_tokens` counts padded tokens of source and target together."""

    minutes: float | None
    steps: int | None
    batch_tokens: int = 4096
    pool_size: int = 8192
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.02
    #: Factor of the vocabulary table's learning rate.
    embedding_rate: float = 1.0
    #: Decay of the running average of the weights; 0: none is kept.
    average: float = 0.0
    optimizer: str = "muon"
    warmup_steps: int = 200
    stable_share: float = 0.75
    label_smoothing: float = 0.1
    length_weight: float = 0.1
    source_mask_rate: float = 0.03
    #: Shares of the revision tasks' questions (see `targets.py`); 0, 0, 0 is plain CMLM.
    find: float = 0.30
    mend: float = 0.35
    fill: float = 0.30
    #: Share of the batches whose questions have solved examples beside them (see `demonstrations.py`).
    demonstrations: float = 0.0
    gradient_limit: float = 1.0
    seed: int = 1
    reweight: str = ""
    autocast: bool = True
    compile: bool = False
    log_every: int = 50
    checkpoint_minutes: float = 5.0
    dev_minutes: float = 6.0
    #: How often the weights are kept, for figures by training tokens; 0: never.
    snapshot_minutes: float = 0.0
    dev_rows_per_group: int = 40


class Trainer:
    """One run in one folder: `state.pt` (exact resumption), `log.jsonl`, `curves.png`."""

    def __init__(
        self, config: ModelConfig, options: TrainingOptions, data: Path, out: Path, device: torch.device
    ) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.options, self.out, self.device, self.workers = options, out, device, Workers()
        torch.manual_seed(options.seed)
        self.model = InstructModel(config).to(device)
        self.train_shard, self.dev_shard = Shard(data, "train"), Shard(data, "dev")
        self.stream = ExampleStream(
            self.train_shard,
            batch_tokens=options.batch_tokens,
            pool_size=options.pool_size,
            seed=options.seed,
            reweight=options.reweight,
        )
        self.questions = QuestionMaker(
            config,
            Practice(find=options.find, mend=options.mend, fill=options.fill),
            self.train_shard.tasks,
            self.train_shard.fill_instruction,
        )
        self.demonstrations = DemonstrationMaker(config, self.train_shard, self.stream.rows_of, options.demonstrations)
        self.optimizer = OptimizerPair(
            self.model,
            kind=options.optimizer,
            learning_rate=options.learning_rate,
            weight_decay=options.weight_decay,
            embedding_rate=options.embedding_rate,
        )
        self.average = RunningAverage(self.model, options.average) if options.average else None
        self.schedule = Schedule(warmup_steps=options.warmup_steps)
        self.place, self.step, self.seconds, self.tokens = (0, 0), 0, 0.0, 0
        self.log: list[dict[str, Any]] = []
        #: What the weights had been through before this run; None where they were drawn at random.
        self.origin: dict[str, Any] | None = None

    def state(self) -> dict[str, Any]:
        """Everything that exact resumption needs. Random numbers are functions of (seed, step): they have no state."""
        return {
            "config": self.model.config.to_json(),
            "options": asdict(self.options),
            "model": self.model.state_dict(),
            "average": self.average.state_dict() if self.average else None,
            "optimizer": self.optimizer.state_dict(),
            "schedule": asdict(self.schedule),
            "place": list(self.place),
            "step": self.step,
            "seconds": self.seconds,
            "tokens": self.tokens,
            "log": self.log,
            "origin": self.origin,
        }

    def resume(self) -> None:
        """Take up the run where its last checkpoint was written."""
        state = load_checkpoint(self.out / "state.pt")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.average and state.get("average"):
            self.average.load_state_dict(state["average"])
        self.schedule = Schedule(**state["schedule"])
        self.place = (state["place"][0], state["place"][1])
        self.step, self.seconds, self.tokens, self.log = state["step"], state["seconds"], state["tokens"], state["log"]
        self.origin = state.get("origin")
        lines = "".join(json.dumps(entry) + "\n" for entry in self.log)
        (self.out / "log.jsonl").write_text(lines, encoding="utf-8")

    def start_from(self, origin: Path) -> None:
        """Begin a new run (own schedule, own data order) with other weights: a checkpoint's, or a model package's.

        Raises ValueError if they are of another shape; FileNotFoundError if there are none.
        """
        values = load_weights(origin / WEIGHTS_FILE) if origin.is_dir() else load_checkpoint(origin)["model"]
        try:
            self.model.load_state_dict(values)
        except RuntimeError as error:
            raise ValueError(f"{origin} holds a model of another shape: {error}") from error
        if self.average:
            self.average = RunningAverage(self.model, self.options.average)
        self.origin = _history(origin)

    def run(self) -> None:
        """Train until the steps or the minutes are used up; checkpoint, measure and draw on the way."""
        model = torch.compile(self.model) if self.options.compile else self.model
        self.model.train()
        rows = dev_rows(self.dev_shard, per_group=self.options.dev_rows_per_group)
        last_checkpoint = last_dev = last_log = last_snapshot = self.seconds
        before, begun = self.seconds, time.monotonic()
        window: list[tuple[float, float, float]] = []
        batches = self.stream.batches(*self.place)
        while not self._finished():
            taken = [next(batches) for _ in range(self.workers.count)]
            random = np.random.default_rng(
                [self.options.seed, 7, self.step, *([self.workers.rank] * self.workers.rank)]
            )
            torch.manual_seed(self.options.seed * 1_000_003 + self.step * self.workers.count + self.workers.rank)
            examples = self.demonstrations.add(taken[self.workers.rank][1], random)
            batch = make_batch(
                examples,
                self.model.config,
                random,
                source_mask_rate=self.options.source_mask_rate,
                questions=self.questions,
            ).to(self.device)
            with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.options.autocast):
                losses = compute_losses(
                    model,  # type: ignore[arg-type]
                    batch,
                    label_smoothing=self.options.label_smoothing,
                    length_weight=self.options.length_weight,
                )
            losses.total.backward()  # type: ignore[no-untyped-call]
            self.seconds = self.workers.average(self.model, before + time.monotonic() - begun)
            clip_gradients(self.model, self.options.gradient_limit)
            self.optimizer.step(self.schedule.factor(self.step))
            self.step, self.place = self.step + 1, taken[-1][0]
            if self.average:
                self.average.update(self.model, self.step)
            self.tokens += int(batch.valid.sum()) * self.workers.count
            self._plan_decay()
            window.append(
                (float(losses.token_nll.mean()), float(losses.correct.float().mean()), float(losses.length_nll))
            )
            if not self.workers.leads:
                continue
            if self.step % self.options.log_every == 0:
                self._log_train(window, self.seconds - last_log)
                window, last_log = [], self.seconds
            if self.seconds - last_dev > self.options.dev_minutes * 60:
                self._log_dev(rows)
                last_dev = self.seconds
            if self.seconds - last_checkpoint > self.options.checkpoint_minutes * 60:
                save_checkpoint(self.out / "state.pt", self.state())
                last_checkpoint = self.seconds
            if self.seconds - last_snapshot > (self.options.snapshot_minutes or math.inf) * 60:
                save_checkpoint(self.out / f"snapshot-{self.step}.pt", {**self.state(), "optimizer": None})
                last_snapshot = self.seconds
        self.workers.close()
        if not self.workers.leads:
            return
        self._log_dev(rows)
        save_checkpoint(self.out / "state.pt", self.state())

    def _finished(self) -> bool:
        if self.options.steps is not None and self.step >= self.options.steps:
            return True
        return self.options.minutes is not None and self.seconds >= self.options.minutes * 60

    def _plan_decay(self) -> None:
        """Start the decay when the stable share of the budget is used up; its length follows from the speed so far."""
        if self.schedule.decay_start is not None:
            return
        share = self.options.stable_share
        if self.options.steps is not None:
            self.schedule.decay_start = round(self.options.steps * share)
            self.schedule.decay_steps = self.options.steps - self.schedule.decay_start
        elif self.options.minutes is not None and self.seconds >= self.options.minutes * 60 * share:
            self.schedule.decay_start = self.step
            self.schedule.decay_steps = max(1, round(self.step * (1 - share) / share))

    def _log_train(self, window: list[tuple[float, float, float]], seconds: float) -> None:
        nll, accuracy, length = np.asarray(window).mean(axis=0).tolist()
        entry = {
            "kind": "train",
            "step": self.step,
            "minutes": self.seconds / 60,
            "tokens": self.tokens,
            "token_nll": nll,
            "accuracy": accuracy,
            "length_nll": length,
            "rate": self.schedule.factor(self.step) * self.options.learning_rate,
        }
        self._write(entry)
        budget = f"/{self.options.minutes:g} min" if self.options.minutes else f", step of {self.options.steps}"
        sys.stderr.write(
            f"step {self.step} {self.seconds / 60:.1f}{budget} nll {nll:.3f} accuracy {accuracy:.3f} "
            f"length {length:.2f} {len(window) / max(seconds, 1e-9):.2f} steps/s\n"
        )

    def _log_dev(self, rows: list[int]) -> None:
        metrics = dev_metrics(self.model, self.dev_shard, rows, self.device, autocast=self.options.autocast)
        self._write({"kind": "dev", "step": self.step, "minutes": self.seconds / 60, **metrics})
        sys.stderr.write(f"dev  {self.step} nll {metrics['nll/all']:.3f} accuracy {metrics['accuracy/all']:.3f}\n")
        draw_curves(self.log, self.out / "curves.png")

    def _write(self, entry: dict[str, Any]) -> None:
        self.log.append(entry)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")


def _history(origin: Path) -> dict[str, Any] | None:
    """Steps, tokens and seconds of all runs up to these weights; None where they say nothing of it."""
    if origin.is_dir():
        described = origin / TRAINING_FILE
        values = json.loads(described.read_text(encoding="utf-8")) if described.exists() else {}
    else:
        values = load_checkpoint(origin)
    if "step" not in values:
        return None
    before = values.get("origin") or {}
    return {key: values[name] + before.get(key, 0) for key, name in _COUNTED.items()}
