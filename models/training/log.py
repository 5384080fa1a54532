"""The log of a run: `log.jsonl`, a line on the terminal, and the curves."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from models.architecture.config import ModelConfig
from models.training.curves import draw_curves
from models.training.options import TrainingOptions
from models.training.report import Work, device_memory, device_peak, model_operations


@dataclass(frozen=True)
class StepSums:
    """Sums over all processes of one step: work, NLL and correct masked tokens, NLL and number of the lengths."""

    work: Work
    nll: float
    correct: float
    length_nll: float
    lengths: int


class TrainingLog:
    """Entries of all steps so far. Only the lead process writes."""

    def __init__(
        self,
        out: Path,
        config: ModelConfig,
        options: TrainingOptions,
        device: torch.device,
        processes: int,
        leads: bool,
    ) -> None:
        self.entries: list[dict[str, Any]] = []
        self._out, self._config, self._options = out, config, options
        self._device, self._processes, self._leads = device, processes, leads
        self._window: list[StepSums] = []
        self._since = 0.0

    def restore(self, entries: list[dict[str, Any]], seconds: float) -> None:
        """Go on after these entries; later ones in the file are of steps that are lost."""
        self.entries, self._window, self._since = entries, [], seconds
        if self._leads:
            text = "".join(json.dumps(entry) + "\n" for entry in entries)
            (self._out / "log.jsonl").write_text(text, encoding="utf-8")

    def step(self, sums: StepSums, *, step: int, seconds: float, tokens: int, rate: float) -> None:
        """Take in one step; every so many of them make an entry."""
        self._window.append(sums)
        if step % self._options.log_every:
            return
        rows = max(1, sum(s.work.rows for s in self._window))
        nll, accuracy = (sum(getattr(s, key) for s in self._window) / rows for key in ("nll", "correct"))
        length = sum(s.length_nll for s in self._window) / max(1, sum(s.lengths for s in self._window))
        entry = {
            "kind": "train",
            "step": step,
            "minutes": seconds / 60,
            "tokens": tokens,
            "token_nll": nll,
            "accuracy": accuracy,
            "length_nll": length,
            "rate": rate,
            **self._speed(max(seconds - self._since, 1e-9)),
        }
        self.write(entry)
        if self._leads:
            used = self._options.used(seconds=seconds, steps=step, tokens=tokens)
            sys.stderr.write(
                f"step {step} {seconds / 60:.1f} min {used:.1%} nll {nll:.3f} accuracy {accuracy:.3f} "
                f"length {length:.2f} {entry['tokens_per_second']:,.0f} tokens/s\n"
            )
        self._window, self._since = [], seconds

    def write(self, entry: dict[str, Any]) -> None:
        """One more entry; a development measurement also draws the curves anew."""
        self.entries.append(entry)
        if not self._leads:
            return
        with (self._out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        if entry["kind"] == "dev":
            sys.stderr.write(f"dev  {entry['step']} nll {entry['nll/all']:.3f} accuracy {entry['accuracy/all']:.3f}\n")
            draw_curves(self.entries, self._out / "curves.png")

    def _speed(self, seconds: float) -> dict[str, Any]:
        """Tokens per second of all processes, and the share of the devices' peak that useful operations make."""
        operations = sum(model_operations(self._config, s.work) for s in self._window)
        peak = device_peak(self._device, self._options.peak_teraflops)
        return {
            "tokens_per_second": sum(s.work.tokens for s in self._window) / seconds,
            "teraflops": operations / seconds / 1e12,
            "utilisation": None if peak is None else operations / seconds / (peak * self._processes),
            "memory": device_memory(self._device),
        }
