"""A checkpoint by folder, file or name on the hub: its files, its configuration and its tokenizer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from models.architecture.config import ModelConfig
from models.importing.fairseq import ENTRY, fairseq_config, fairseq_names
from models.importing.pickled import read_pickled
from models.importing.plan import Naming
from models.importing.tensors import PickledSource
from models.importing.xlmr import config_of, our_name
from models.package.errors import CheckpointError
from models.package.tensors import SafetensorsSource, TensorSource, indexed_files

#: Tokenizers of the two families, first found first.
_TOKENIZERS = ("sentencepiece.bpe.model", "sentencepiece.model", "tokenizer.model")
_PLAIN = ["config.json", *_TOKENIZERS]
_SAFE = ["model.safetensors", "model-*.safetensors", "model.safetensors.index.json"]
_PICKLED = ["pytorch_model.bin", "pytorch_model-*.bin", "pytorch_model.bin.index.json"]


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint that was found: where, in which format, its tensors and what they mean."""

    path: Path
    format: str
    source: TensorSource
    config: ModelConfig
    naming: Naming
    tokenizer: Path | None


def open_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint at a folder or file. Raises CheckpointError if there is none, or one of another model."""
    folder = path if path.is_dir() else path.parent
    tokenizer = next((folder / name for name in _TOKENIZERS if (folder / name).is_file()), None)
    if (path.is_file() and path.suffix == ".pt") or (folder / "model.pt").is_file():
        return _open_fairseq(path if path.is_file() else folder / "model.pt", tokenizer)
    if not (folder / "config.json").is_file():
        raise CheckpointError(f"{path} holds neither config.json nor fairseq's model.pt: name the checkpoint's folder")
    values = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    try:
        config = config_of(values)
    except KeyError as error:
        raise CheckpointError(f"{folder / 'config.json'} lacks {error}") from error
    except ValueError as error:
        raise CheckpointError(f"{folder / 'config.json'}: {error}") from error
    kind, source = _open_weights(folder, path if path.is_file() else None)

    def naming(name: str) -> list[tuple[str, int | None]]:
        ours = our_name(name, config.family)
        return [] if ours is None else [(ours, None)]

    return Checkpoint(folder, kind, source, config, naming, tokenizer)


def download(
    name: str, *, revision: str | None, cache: Path | None, offline: bool, endpoint: str | None = None
) -> Path:
    """The folder of a checkpoint of the hub; safetensors if it has them, else PyTorch's files.

    Raises CheckpointError without the `huggingface_hub` package, and for a name that the hub (or, offline, the cache)
    does not have.
    """
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise CheckpointError(
            f"{name} is no folder; to fetch it from the hub, first `pip install huggingface_hub`"
        ) from error
    for patterns in ([*_PLAIN, *_SAFE], [*_PLAIN, *_PICKLED]):
        try:
            folder = snapshot_download(
                name,
                revision=revision,
                cache_dir=cache,
                local_files_only=offline,
                allow_patterns=patterns,
                endpoint=endpoint,
            )
        except (OSError, ValueError) as error:
            reason = str(error).strip().split("\n")[0]
            raise CheckpointError(f"{name} is neither a folder nor a checkpoint of the hub: {reason}") from error
        if any(Path(folder).glob("*.safetensors")) or any(Path(folder).glob("*.bin")):
            return Path(folder)
    raise CheckpointError(f"{name} has no weights as safetensors or PyTorch files")


def _open_fairseq(path: Path, tokenizer: Path | None) -> Checkpoint:
    source = PickledSource([path], entry=ENTRY)
    contents = {k: v for k, v in read_pickled(path, stand_ins=True).items() if k in ("args", "cfg")}
    config = fairseq_config(contents, source.shapes(), path)
    return Checkpoint(path, "fairseq", source, config, fairseq_names, tokenizer)


def _open_weights(folder: Path, file: Path | None) -> tuple[str, TensorSource]:
    if file is not None and file.suffix == ".safetensors":
        return "safetensors", SafetensorsSource([file])
    if file is not None and file.suffix == ".bin":
        return "pytorch", PickledSource([file])
    if (index := folder / "model.safetensors.index.json").is_file():
        return "safetensors", SafetensorsSource(indexed_files(index))
    if (single := folder / "model.safetensors").is_file():
        return "safetensors", SafetensorsSource([single])
    if (index := folder / "pytorch_model.bin.index.json").is_file():
        return "pytorch", PickledSource(indexed_files(index))
    if (single := folder / "pytorch_model.bin").is_file():
        return "pytorch", PickledSource([single])
    raise CheckpointError(f"{folder} has a config.json but no weights: {_SAFE[0]}, {_PICKLED[0]} or an index of either")
