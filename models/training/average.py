"""`python -m models average`: the mean of the weights of several checkpoints of one shape.

Weights that lie on one path of training, or that began with the same ones, are often better in their mean than each
alone (Wortsman et al., Model soups, ICML 2022; Izmailov et al., UAI 2018). Whether they are is for a development set
to say.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import torch

from models.training.checkpoints import load_checkpoint, save_checkpoint


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("checkpoints", type=Path, nargs="+", help="the last one's history is kept")
    parser.add_argument("--shares", help="comma-separated, one for each; equal ones if absent")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")


def run(arguments: argparse.Namespace) -> int:
    """Average and write; the exit code is 2 for shares that fit neither the checkpoints nor a whole."""
    given = arguments.shares.split(",") if arguments.shares else ["1"] * len(arguments.checkpoints)
    shares = [float(share) for share in given]
    if len(shares) != len(arguments.checkpoints) or not all(share > 0 for share in shares):
        print("models average: give one share above 0 for each checkpoint", file=sys.stderr)
        return 2
    states = [load_checkpoint(path) for path in arguments.checkpoints]
    save_checkpoint(arguments.out, average(states, shares))
    return 0


def average(states: list[dict[str, Any]], shares: list[float]) -> dict[str, Any]:
    """The last state with the mean of all weights, without an optimizer: a run cannot go on from it as it was.

    `averaged` tells of each checkpoint's share and of the tokens of its run. Raises ValueError for other shapes.
    """
    weights = [state["model"] for state in states]
    shapes = [{name: tensor.shape for name, tensor in own.items()} for own in weights]
    if any(own != shapes[-1] for own in shapes):
        raise ValueError("the checkpoints hold models of different shapes")
    whole = sum(shares)
    mean: dict[str, torch.Tensor] = {
        name: torch.stack([own[name].double() * share for own, share in zip(weights, shares, strict=True)]).sum(0)
        for name in weights[-1]
    }
    averaged = [
        {"share": share / whole, "steps": state["step"], "tokens": state["tokens"]}
        for state, share in zip(states, shares, strict=True)
    ]
    model = {name: (mean[name] / whole).to(weights[-1][name].dtype) for name in mean}
    return {**states[-1], "model": model, "optimizer": None, "averaged": averaged}
