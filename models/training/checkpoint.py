"""Checkpoints: written beside the old one and renamed, so that a kill at any moment leaves a whole one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint atomically."""
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)


def load_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint; raises FileNotFoundError with advice if there is none."""
    if not path.is_file():
        raise FileNotFoundError(f"no checkpoint at {path}: train without --resume first, or name its folder with --out")
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state
