"""Arithmetic of a step, and the share of the device that it uses."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from models.architecture.config import ModelConfig
from models.package.memory import peak_memory

#: Dense bfloat16 operations per second by the device's name, from the makers' data sheets.
PEAK = {"H100": 989e12, "H200": 989e12, "B200": 2250e12, "A100": 312e12, "L40S": 362e12, "L4": 121e12}


@dataclass(frozen=True)
class Work:
    """Sums over a step: tokens without padding, pairs of row and visible column, masked rows, documents."""

    tokens: int
    pairs: int
    rows: int
    documents: int


def model_operations(config: ModelConfig, work: Work) -> float:
    """Floating-point operations that a step needs (forward and backward, nothing computed twice):

        6 · tokens · layers · (4 h² + 2 h f)            the matrices of the layers
        + 12 · pairs · layers · h                       scores and their products with the values
        + 6 · rows · (h² + h · vocabulary)              the vocabulary head, at masked tokens only
        + 6 · documents · h · length classes            the length head

    A product of a row with an m × n matrix counts 2 m n, and backward twice as much as forward. Padding, activation
    checkpointing and blocks that FlexAttention computes in vain are no useful work and do not count.
    """
    h, f = config.hidden_size, config.feed_forward_size
    return float(
        6 * work.tokens * config.layers * (4 * h * h + 2 * h * f)
        + 12 * work.pairs * config.layers * h
        + 6 * work.rows * (h * h + h * config.vocabulary_size)
        + 6 * work.documents * h * config.length_classes
    )


def device_peak(device: torch.device, given: float | None) -> float | None:
    """Operations per second of one device at best: `given` (in units of 10¹²), or from the table; None if unknown."""
    if given is not None:
        return given * 1e12
    if device.type != "cuda":
        return None
    name = torch.cuda.get_device_name(device)
    return next((peak for part, peak in PEAK.items() if part in name), None)


def device_memory(device: torch.device) -> int:
    """Most bytes that this process has held on its device."""
    return torch.cuda.max_memory_allocated(device) if device.type == "cuda" else peak_memory()
