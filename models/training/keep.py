"""`python -m models keep-state`: the state of an unfinished run in files small enough for a repository, and back.

Weights are rounded to float16, the optimizer's moments to bfloat16: a step or two of training moves them further. The
running average is left out; it begins anew where the run goes on.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Any

import torch

from models.training.checkpoints import STATE_FILE, load_checkpoint

#: Bytes of a file; hosts of repositories refuse one of 100 MB.
PART_BYTES = 94_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--run", type=Path, required=True, help="folder of the run, with its state.pt")
    parser.add_argument("--kept", type=Path, default=Path("models/resume"), help="folder of the small files")
    parser.add_argument("--restore", action="store_true", help="make the run's state.pt from the small files")


def run(arguments: argparse.Namespace) -> int:
    """Keep or restore; the exit code is 2 if that would overwrite a run's state, or nothing is there to restore."""
    state = arguments.run / STATE_FILE
    if not arguments.restore:
        keep(load_checkpoint(state), arguments.kept)
        return 0
    parts = parts_of(arguments.kept)
    if state.exists() or not parts:
        reason = f"{state} is there already" if parts else f"no {STATE_FILE}.0 in {arguments.kept}"
        print(f"models keep-state: {reason}", file=sys.stderr)
        return 2
    arguments.run.mkdir(parents=True, exist_ok=True)
    state.write_bytes(b"".join(part.read_bytes() for part in parts))
    return 0


def keep(state: dict[str, Any], folder: Path) -> list[Path]:
    """Write the state in parts, in place of those that were there."""
    stream = io.BytesIO()
    model = _rounded(state["model"], torch.float16)
    torch.save({**state, "model": model, "average": None, "optimizer": _rounded(state["optimizer"])}, stream)
    whole = stream.getbuffer()
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts_of(folder):
        part.unlink()
    written = []
    for number, start in enumerate(range(0, len(whole), PART_BYTES)):
        written.append(folder / f"{STATE_FILE}.{number}")
        written[-1].write_bytes(whole[start : start + PART_BYTES])
    return written


def parts_of(folder: Path) -> list[Path]:
    """The small files in their order."""
    return sorted(folder.glob(f"{STATE_FILE}.*"), key=lambda path: int(path.suffix[1:]))


def _rounded(value: Any, kind: torch.dtype = torch.bfloat16) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(part, kind) for key, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part, kind) for part in value]
    matrix = isinstance(value, torch.Tensor) and value.is_floating_point() and value.ndim > 0
    return value.to(kind) if matrix else value
