"""Tiny synthetic shards, as `models data` writes them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np


def write_shards(folder: Path) -> Path:
    """Two tasks on random ids: copy the text, or write it with every id one higher."""
    generator = np.random.default_rng(1)
    groups = [{"name": "fix/copy", "weight": 2.0}, {"name": "translate/shift", "weight": 1.0}]
    instructions = [{"text": "Copy.", "ids": [50]}, {"text": "Shift.", "ids": [51, 52]}]
    (folder / "groups.json").write_text(json.dumps(groups))
    (folder / "instructions.json").write_text(json.dumps(instructions))
    for split, count in (("train", 400), ("dev", 60)):
        tokens: list[int] = []
        names = ("offset", "text_length", "target_length", "instruction", "group")
        index: dict[str, list[int]] = {name: [] for name in names}
        for row in range(count):
            group = row % 2
            text = generator.integers(5, 40, size=generator.integers(1, 9)).tolist()
            target = [token + group for token in text]
            index["offset"].append(len(tokens))
            index["text_length"].append(len(text))
            index["target_length"].append(len(target))
            index["instruction"].append(group)
            index["group"].append(group)
            tokens += text + target
        np.asarray(tokens, dtype=np.uint16).tofile(folder / f"{split}.tokens.bin")
        kinds = {"offset": np.int64}
        arrays = {k: np.asarray(v, dtype=kinds.get(k, np.uint16)) for k, v in index.items()}
        np.savez(folder / f"{split}.index.npz", **arrays)  # type: ignore[arg-type]
    return folder
