"""A folder of weights: `training.json` (configuration), `weights.safetensors` or shards with an index, tokenizer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from models.package.errors import CheckpointError
from models.package.tensors import SafetensorsSource, indexed_files
from models.package.weights import INDEX_FILE, TRAINING_FILE, WEIGHTS_FILE

TOKENIZER_FILE = "tokenizer.model"
#: Files above this are cut, so that none is too large for a file system or a download.
SHARD_BYTES = 2_000_000_000
PRECISIONS = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


class FolderWriter:
    """Collects tensors and writes a shard whenever it is full; a tensor larger than a shard has one to itself."""

    def __init__(
        self,
        folder: Path,
        *,
        dtype: torch.dtype | None,
        shard_bytes: int = SHARD_BYTES,
        on_flush: Callable[[], None] = lambda: None,
    ) -> None:
        """`dtype` None keeps the checkpoint's precision; `on_flush` runs when no tensor is needed any more."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in [folder / WEIGHTS_FILE, folder / INDEX_FILE, *folder.glob("weights-*.safetensors*")]:
            old.unlink(missing_ok=True)
        self._folder, self._dtype, self._shard_bytes, self._on_flush = folder, dtype, shard_bytes, on_flush
        self._waiting: dict[str, Tensor] = {}
        self._shards: list[list[str]] = []
        self._total = 0

    def write(self, tensors: Iterable[tuple[str, Tensor]], config: dict[str, object], origin: dict[str, Any]) -> None:
        """Write all of them, the index if there is more than one shard, and `training.json`.

        Raises CheckpointError for a value that does not fit into the precision asked for.
        """
        filled = 0
        for name, tensor in tensors:
            kept = tensor.to(self._dtype or tensor.dtype)
            if kept.dtype != tensor.dtype and not bool(torch.isfinite(kept).all()):
                raise CheckpointError(f"{name} does not fit into {kept.dtype}: choose another --precision")
            size = kept.numel() * kept.element_size()
            if self._waiting and filled + size > self._shard_bytes:
                self._flush()
                filled = 0
            self._waiting[name] = kept.contiguous()
            filled += size
        self._flush()
        self._finish()
        values = {"config": config, "origin": origin}
        (self._folder / TRAINING_FILE).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")

    def _flush(self) -> None:
        names = list(self._waiting)
        save_file(self._waiting, self._folder / f"weights-{len(self._shards) + 1:05d}.safetensors.part")
        self._total += sum(t.numel() * t.element_size() for t in self._waiting.values())
        self._waiting = {}
        self._shards.append(names)
        self._on_flush()

    def _finish(self) -> None:
        count = len(self._shards)
        index: dict[str, str] = {}
        for number, names in enumerate(self._shards, start=1):
            final = WEIGHTS_FILE if count == 1 else f"weights-{number:05d}-of-{count:05d}.safetensors"
            path = self._folder / f"weights-{number:05d}.safetensors.part"
            path.replace(self._folder / final)
            (self._folder / final).chmod(0o644)
            index.update(dict.fromkeys(names, final))
        if count > 1:
            text = json.dumps({"metadata": {"total_size": self._total}, "weight_map": index}, indent=1)
            (self._folder / INDEX_FILE).write_text(text + "\n", encoding="utf-8")


def open_folder(folder: Path) -> SafetensorsSource:
    """The tensors of a folder, each read when it is asked for. Raises FileNotFoundError if it holds no weights."""
    if (folder / INDEX_FILE).is_file():
        return SafetensorsSource(indexed_files(folder / INDEX_FILE))
    if not (folder / WEIGHTS_FILE).is_file():
        raise FileNotFoundError(f"no {WEIGHTS_FILE} in {folder}: make it with `python -m models import`")
    return SafetensorsSource([folder / WEIGHTS_FILE])
