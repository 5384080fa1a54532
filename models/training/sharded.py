"""Training at scale: packs from lanes, a model cut up over all processes, exact steps whatever their number."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.architecture.config import ModelConfig
from models.package.folder import FolderWriter
from models.package.tensors import TensorSource
from models.training.elastic import Group
from models.training.mixture import Lane, LanePlace
from models.training.packing import PackedBatch, make_packed
from models.training.sharded_checkpoint import Checkpoints
from models.training.sharded_model import Cut, cut_model, whole_tensor
from models.training.sharded_report import Work, device_memory, device_peak, model_operations


@dataclass(frozen=True)
class ShardedOptions:
    """A step has `packs` packs of `pack_tokens` tokens, computed `micro_packs` at a time on each process.

    The run ends at `steps` or at `tokens` tokens, whichever comes first; the learning rate rises over `warmup_steps`
    and then falls in a line to 2 % at the end.
    """

    steps: int | None
    tokens: int | None
    packs: int = 32
    pack_tokens: int = 4096
    micro_packs: int = 1
    learning_rate: float = 5e-5
    weight_decay: float = 0.01
    warmup_steps: int = 500
    label_smoothing: float = 0.1
    length_weight: float = 0.1
    source_mask_rate: float = 0.03
    gradient_limit: float = 1.0
    seed: int = 1
    bfloat16: bool = True
    checkpointing: bool = True
    shards: int | None = None
    checkpoint_steps: int = 500
    log_steps: int = 10
    peak_teraflops: float | None = None


class ShardedTrainer:
    """One run in one folder: `checkpoints/`, `log.jsonl`, and at the end `weights/`."""

    def __init__(
        self,
        config: ModelConfig,
        options: ShardedOptions,
        group: Group,
        out: Path,
        source: TensorSource | None,
    ) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.config, self.options, self.group, self.out = config, options, group, out
        cut = Cut(group.mesh(options.shards), group.device, options.bfloat16, options.checkpointing)
        self.model = cut_model(config, cut, source, options.seed)
        parameters = list(self.model.parameters())
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for p in parameters if p.ndim >= 2], "weight_decay": options.weight_decay},
                {"params": [p for p in parameters if p.ndim < 2], "weight_decay": 0.0},
            ],
            lr=options.learning_rate,
            betas=(0.9, 0.98),
            fused=group.device.type == "cuda",
        )
        self.checkpoints = Checkpoints(out / "checkpoints", group)
        self.step = self.tokens = 0
        self.lanes: list[Lane] = []
        self._window: list[tuple[float, Work]] = []

    def own_lanes(self) -> range:
        """Numbers of the lanes that this process reads."""
        return range(self.group.rank, self.options.packs, self.group.count)

    def resume(self) -> dict[int, LanePlace]:
        """Take up the newest checkpoint, if there is one; returns the places of the lanes."""
        path = self.checkpoints.latest()
        if path is None:
            return {}
        place = self.checkpoints.load(path, self.model, self.optimizer)
        if place["packs"] != self.options.packs or place["seed"] != self.options.seed:
            raise ValueError("a run goes on with the --packs and --seed that it began with")
        self.step, self.tokens = place["step"], place["tokens"]
        if self.group.leads and (log := self.out / "log.jsonl").is_file():
            lines = [line for line in log.read_text("utf-8").splitlines() if json.loads(line)["step"] <= self.step]
            log.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return {int(number): LanePlace(**values) for number, values in place["lanes"].items()}

    def run(self, lanes: list[Lane]) -> None:
        """Train to the end, with checkpoints on the way; then write the weights."""
        self.lanes = lanes
        self.model.train()
        while not self._finished():
            self._train_step()
            if self.step % self.options.checkpoint_steps == 0 and not self._finished():
                self._save()
        self._save()
        self._write_weights()

    def _train_step(self) -> None:
        started = time.monotonic()
        options, group = self.options, self.group
        batches = self._batches()
        mine = [
            (len(b.rows), int((b.length_classes >= 0).sum()), b.tokens, b.pairs, len(b.length_rows)) for b in batches
        ]
        counts = group.sum(torch.tensor(mine, dtype=torch.float64).sum(dim=0))
        rows, lengths, tokens, pairs, documents = (int(count) for count in counts)
        # A seed for dropout alone: masks come from the lanes.
        torch.manual_seed(options.seed * 1_000_003 + self.step * group.count + group.rank)
        sums = torch.zeros(4, dtype=torch.float64)
        for batch in batches:
            token_sum, length_sum, nll, correct = self.model(batch.to(group.device), options.label_smoothing)
            loss = token_sum / max(1, rows) + options.length_weight * length_sum / max(1, lengths)
            # FSDP averages over the processes, but each has its share of one sum.
            (loss * group.count).backward()
            parts = [value.detach().double().cpu() for value in (token_sum, length_sum, nll, correct)]
            sums += torch.stack(parts)
        group.sum(sums)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), options.gradient_limit)
        rate = options.learning_rate * self._factor()
        for part in self.optimizer.param_groups:
            part["lr"] = rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step, self.tokens = self.step + 1, self.tokens + tokens
        token_loss, length_loss = float(sums[0]) / max(1, rows), float(sums[1]) / max(1, lengths)
        self._window.append((time.monotonic() - started, Work(tokens, pairs, rows, documents)))
        entry = {
            "step": self.step,
            "loss": token_loss + options.length_weight * length_loss,
            "token_nll": float(sums[2]) / max(1, rows),
            "accuracy": float(sums[3]) / max(1, rows),
            "length_nll": length_loss,
            "tokens": self.tokens,
            "filled": tokens / (options.packs * options.pack_tokens),
            "rate": rate,
        }
        self._log(entry)

    def _batches(self) -> list[PackedBatch]:
        """This process's packs of the step, in as many batches as every process has; some may hold nothing."""
        options = self.options
        taken = [lane.next() for lane in self.lanes]
        most = -(-options.packs // self.group.count)
        taken += [([], np.random.default_rng(0))] * (most - len(taken))
        return [
            make_packed(
                [documents for documents, _ in part],
                self.config,
                [random for _, random in part],
                capacity=options.pack_tokens,
                source_mask_rate=options.source_mask_rate,
            )
            for start in range(0, most, options.micro_packs)
            for part in [taken[start : start + options.micro_packs]]
        ]

    def _factor(self) -> float:
        options = self.options
        progress = max(
            self.step / options.steps if options.steps else 0.0, self.tokens / options.tokens if options.tokens else 0.0
        )
        return min(1.0, (self.step + 1) / max(1, options.warmup_steps)) * max(0.02, 1.0 - 0.98 * progress)

    def _finished(self) -> bool:
        options = self.options
        return (options.steps is not None and self.step >= options.steps) or (
            options.tokens is not None and self.tokens >= options.tokens
        )

    def _log(self, entry: dict[str, Any]) -> None:
        if self.group.leads and self.step % self.options.log_steps == 0:
            entry |= self._speed()
            with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")
            used = "" if entry["utilisation"] is None else f", {entry['utilisation']:.1%} of the peak"
            sys.stderr.write(
                f"step {self.step} loss {entry['loss']:.4f} accuracy {entry['accuracy']:.3f} "
                f"{entry['tokens_per_second']:,.0f} tokens/s{used}, {entry['memory'] / 1e9:.1f} GB\n"
            )
        if self.step % self.options.log_steps == 0:
            self._window = []

    def _speed(self) -> dict[str, Any]:
        """Tokens per second of all processes, and the share of the devices' peak that useful operations make."""
        seconds = sum(time for time, _ in self._window)
        operations = sum(model_operations(self.config, work) for _, work in self._window)
        peak = device_peak(self.group.device, self.options.peak_teraflops)
        return {
            "tokens_per_second": sum(work.tokens for _, work in self._window) / seconds,
            "teraflops": operations / seconds / 1e12,
            "utilisation": None if peak is None else operations / seconds / (peak * self.group.count),
            "memory": device_memory(self.group.device),
        }

    def _save(self) -> None:
        places = {lane.number: lane.place.to_json() for lane in self.lanes}
        together: dict[int, Any] = {}
        for part in self.group.gather(places):
            together |= part
        place = {
            "step": self.step,
            "tokens": self.tokens,
            "packs": self.options.packs,
            "seed": self.options.seed,
            "lanes": together,
        }
        self.checkpoints.save(self.step, self.model, self.optimizer, place)

    def _write_weights(self) -> None:
        tensors = ((name, whole_tensor(parameter)) for name, parameter in self.model.model.named_parameters())
        if self.group.leads:
            origin = {"steps": self.step, "tokens": self.tokens}
            FolderWriter(self.out / "weights", dtype=None).write(tensors, self.config.to_json(), origin)
        else:
            # Every tensor is put together by all processes.
            for _ in tensors:
                pass
        self.group.wait()
