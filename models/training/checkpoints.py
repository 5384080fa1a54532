"""Checkpoints, written beside the old one and renamed, so that a kill at any moment leaves a whole one.

A process alone writes `state.pt`. Many write a folder `checkpoints/step-…` in parts, each its own rows; it counts once
all of it is there. Both hold the same state by the same names, and a run goes on from either with any number of
processes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.distributed.checkpoint.state_dict_loader import load as load_parts
from torch.distributed.checkpoint.state_dict_saver import save as save_parts

from models.training.group import Group

STATE_FILE = "state.pt"
_PLACE = "place.json"
_KEPT = 2

#: Fills a tensor, or the rows of it that this process holds.
Fill = Callable[[Tensor, Callable[[int, int], Tensor]], None]


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint file atomically."""
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)


def load_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint file; raises FileNotFoundError with advice if there is none."""
    if not path.is_file():
        raise FileNotFoundError(f"no checkpoint at {path}: train without --resume first, or name its folder with --out")
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


class Checkpoints:
    """The checkpoints of a run's folder; of those in parts the newest two are kept."""

    def __init__(self, out: Path, group: Group) -> None:
        self._file, self._folder, self._group = out / STATE_FILE, out / "checkpoints", group

    def latest(self) -> dict[str, Any] | None:
        """The values of the newest checkpoint, its tensors not among them; None if there is none."""
        found: list[dict[str, Any]] = []
        if self._file.is_file():
            state = torch.load(self._file, map_location="cpu", weights_only=True, mmap=True)
            values = {k: v for k, v in state.items() if k not in ("model", "average", "optimizer")}
            found.append({**values, "has_average": state.get("average") is not None})
        if parts := self._parts():
            values = json.loads((parts[-1] / _PLACE).read_text(encoding="utf-8"))
            found.append({**values, "parts": str(parts[-1]), "has_average": values["averaged"]})
        return max(found, key=lambda values: int(values["step"]), default=None)

    def load(self, values: dict[str, Any], tensors: dict[str, Tensor], fill: Fill) -> None:
        """Fill `tensors`, by the names of :meth:`save_parts`, from the checkpoint with those values.

        A running average that the checkpoint lacks stays as it is. Raises KeyError for any other tensor that it lacks.
        """
        if "parts" in values:
            stored = {
                name: tensor
                for name, tensor in tensors.items()
                if values["averaged"] or not name.startswith("average/")
            }
            load_parts(stored, checkpoint_id=values["parts"], no_dist=self._group.count == 1)
            return
        state = torch.load(self._file, map_location="cpu", weights_only=True, mmap=True)
        whole = {f"model/{name}": tensor for name, tensor in state["model"].items()}
        whole |= {f"average/{name}": tensor for name, tensor in (state.get("average") or {}).items()}
        for number, part in enumerate(state["optimizer"]):
            for index, kept in part["state"].items():
                whole |= {f"optimizer/{number}/{index}/{name}": tensor for name, tensor in kept.items()}
        for name, tensor in tensors.items():
            if name in whole or not name.startswith("average/"):
                source = whole[name] if whole[name].ndim else whole[name].reshape(1)
                fill(tensor, lambda start, end, source=source: source[start:end])  # type: ignore[misc]

    def save_file(self, state: dict[str, Any]) -> None:
        """Write `state.pt`, for a process alone."""
        save_checkpoint(self._file, state)

    def save_parts(self, values: dict[str, Any], tensors: dict[str, Tensor]) -> None:
        """Write a checkpoint in parts; `values` (of the lead process) go through JSON. All call this together.

        Names: `model/NAME`, `average/NAME`, `optimizer/PART/PARAMETER/NAME`.
        """
        final = self._folder / f"step-{values['step']:09d}"
        partial = final.with_suffix(".part")
        if self._group.leads:
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
        self._group.wait()
        save_parts(tensors, checkpoint_id=partial)
        if self._group.leads:
            averaged = any(name.startswith("average/") for name in tensors)
            (partial / _PLACE).write_text(json.dumps({**values, "averaged": averaged}), encoding="utf-8")
            shutil.rmtree(final, ignore_errors=True)
            partial.replace(final)
            for old in self._parts()[:-_KEPT]:
                shutil.rmtree(old)
        self._group.wait()

    def _parts(self) -> list[Path]:
        return sorted(self._folder.glob("step-*[0-9]"))
