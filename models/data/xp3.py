"""Mixtures: which subsets are sampled, and how many of the tokens each of them gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.data.stream import Subset, find_files, open_data

#: xP3 in the proportions of its 46 languages.
XP3_MIXTURE = Path(__file__).with_name("xp3_mixture.json")


def load_mixture(mixture: str | None, data: str | None) -> tuple[Any, list[Subset]]:
    """File system and subsets. `mixture`: a mixture file, `xp3`, or None: every file of `data` by its size.

    Raises FileNotFoundError for a subset without files, ValueError where neither is given.
    """
    if mixture is None:
        if data is None:
            raise ValueError("name the data, or a mixture")
        return _whole_folder(data)
    values = json.loads((XP3_MIXTURE if mixture == "xp3" else Path(mixture)).read_text(encoding="utf-8"))
    system, root = open_data(data or values["data"])
    subsets = []
    for name, weight in values["subsets"].items():
        patterns = [pattern.replace("{subset}", name) for pattern in values["files"]]
        files = find_files(system, root, patterns)
        if not files:
            raise FileNotFoundError(f"no files of subset {name} under {root}: looked for {', '.join(patterns)}")
        subsets.append(Subset(name, float(weight), files))
    return system, subsets


def _whole_folder(data: str) -> tuple[Any, list[Subset]]:
    system, root = open_data(data)
    files = find_files(system, root, ["*.jsonl"])
    if not files:
        raise FileNotFoundError(f"no .jsonl files under {data}")
    total = sum(size for _, size in files)
    return system, [Subset(path.removeprefix(root).lstrip("/"), size / total, ((path, size),)) for path, size in files]
