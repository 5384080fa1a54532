"""`python -m models.importing.random_checkpoint`: a checkpoint of a public shape and format with random weights.

It stands in for the public one where that cannot be had: same names, shapes, precision and files. It is written a file
at a time, so that its making needs less memory than its import may.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import save_file

from models.importing.sizes import PUBLIC
from models.package.folder import PRECISIONS

#: Of the shards that the hub has.
SHARD_BYTES = 5_000_000_000


def their_shapes(values: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Name and shape of every tensor that `transformers` keeps of such a model; the tied matrix is left out."""
    config = transformers.AutoConfig.for_model(**values)
    with torch.device("meta"):
        model = transformers.AutoModelForMaskedLM.from_config(config)
    tied = ("lm_head.decoder.weight", "lm_head.decoder.bias")
    return {name: tuple(tensor.shape) for name, tensor in model.state_dict().items() if name not in tied}


def write_checkpoint(
    folder: Path, values: dict[str, Any], *, kind: str, dtype: torch.dtype, shard_bytes: int = SHARD_BYTES
) -> int:
    """Write the checkpoint (`kind` safetensors or bin); returns its bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(values), encoding="utf-8")
    index: dict[str, str] = {}
    total = 0
    prefix, suffix = ("model", "safetensors") if kind == "safetensors" else ("pytorch_model", "bin")
    for number, shard in enumerate(_shards(values, dtype, shard_bytes), start=1):
        file = f"{prefix}-{number:05d}.{suffix}"
        if kind == "safetensors":
            save_file(shard, folder / file)
        else:
            torch.save(shard, folder / file)
        index.update(dict.fromkeys(shard, file))
        total += sum(tensor.numel() * tensor.element_size() for tensor in shard.values())
    text = json.dumps({"metadata": {"total_size": total}, "weight_map": index})
    (folder / f"{prefix}.{suffix}.index.json").write_text(text, encoding="utf-8")
    return total


def _shards(values: dict[str, Any], dtype: torch.dtype, shard_bytes: int) -> Iterator[dict[str, torch.Tensor]]:
    generator = torch.Generator().manual_seed(1)
    shard: dict[str, torch.Tensor] = {}
    filled = 0
    for name, shape in their_shapes(values).items():
        tensor = torch.empty(shape, dtype=dtype).uniform_(-0.03, 0.03, generator=generator)
        if name.lower().endswith("norm.weight"):
            tensor += 1
        size = tensor.numel() * tensor.element_size()
        if shard and filled + size > shard_bytes:
            yield shard
            shard, filled = {}, 0
        shard[name] = tensor
        filled += size
    yield shard


def main() -> None:
    """Parse the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(PUBLIC), required=True)
    parser.add_argument("--layers", type=int, help="fewer layers than the public model has")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kind", choices=["safetensors", "bin"], default="safetensors")
    parser.add_argument("--precision", choices=list(PRECISIONS), default="float32")
    parser.add_argument("--shard-bytes", type=int, default=SHARD_BYTES)
    arguments = parser.parse_args()
    values = PUBLIC[arguments.size] | ({"num_hidden_layers": arguments.layers} if arguments.layers else {})
    total = write_checkpoint(
        arguments.out,
        values,
        kind=arguments.kind,
        dtype=PRECISIONS[arguments.precision],
        shard_bytes=arguments.shard_bytes,
    )
    print(f"{arguments.out}: {total / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
