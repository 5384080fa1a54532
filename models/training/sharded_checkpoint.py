"""Checkpoints of a sharded run: every process writes its part; a folder counts once all of it is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.distributed.checkpoint.state_dict import get_state_dict, set_state_dict
from torch.distributed.checkpoint.state_dict_loader import load as load_parts
from torch.distributed.checkpoint.state_dict_saver import save as save_parts

from models.training.elastic import Group

_PLACE = "place.json"
_KEPT = 2


class Checkpoints:
    """The checkpoints under one folder, `step-…`, the newest two of them.

    They hold whole tensors in parts, so that a run goes on with another number of processes.
    """

    def __init__(self, folder: Path, group: Group) -> None:
        self._folder, self._group = folder, group

    def latest(self) -> Path | None:
        """The newest whole checkpoint."""
        found = sorted(self._folder.glob("step-*[0-9]"))
        return found[-1] if found else None

    def save(self, step: int, model: nn.Module, optimizer: torch.optim.Optimizer, place: dict[str, Any]) -> None:
        """Write one; `place` (of the lead process) must go through JSON. All processes call this together."""
        final = self._folder / f"step-{step:09d}"
        partial = final.with_suffix(".part")
        if self._group.leads:
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
        self._group.wait()
        weights, moments = get_state_dict(model, optimizer)
        save_parts({"model": weights, "optimizer": moments}, checkpoint_id=partial)
        if self._group.leads:
            (partial / _PLACE).write_text(json.dumps(place), encoding="utf-8")
            shutil.rmtree(final, ignore_errors=True)
            partial.replace(final)
            for old in sorted(self._folder.glob("step-*[0-9]"))[:-_KEPT]:
                shutil.rmtree(old)
        self._group.wait()

    def load(self, path: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, Any]:
        """Take up a checkpoint; returns its `place`."""
        weights, moments = get_state_dict(model, optimizer)
        state = {"model": weights, "optimizer": moments}
        load_parts(state, checkpoint_id=path)
        set_state_dict(model, optimizer, model_state_dict=weights, optim_state_dict=moments)
        place: dict[str, Any] = json.loads((path / _PLACE).read_text(encoding="utf-8"))
        return place
