"""`python -m models import`: public XLM-R weights (Base, Large, XL, XXL) as a folder that training and export read."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from models.architecture.config import ModelConfig
from models.importing.encoders import open_encoder
from models.importing.locate import Checkpoint, download, open_checkpoint
from models.importing.minilm import build_model
from models.importing.plan import ImportPlan
from models.importing.vocabulary import COUNTS_FILE, VOCABULARY_FILE
from models.package.errors import CheckpointError
from models.package.folder import PRECISIONS, SHARD_BYTES, TOKENIZER_FILE, FolderWriter
from models.package.memory import peak_memory
from models.text.tokenizer import Tokenizer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--from",
        dest="origin",
        required=True,
        help="folder (safetensors, pytorch_model.bin, or shards of them with their index), fairseq's model.pt, "
        "or a name on the hub such as FacebookAI/xlm-roberta-base",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--precision", choices=["keep", *PRECISIONS], default="keep", help="default: the checkpoint's")
    parser.add_argument("--shard-bytes", type=int, default=SHARD_BYTES, help="largest file (or one tensor)")
    parser.add_argument("--revision", help="commit, branch or tag on the hub")
    parser.add_argument("--cache", type=Path, help="the hub's cache folder")
    parser.add_argument("--endpoint", help="address of a mirror of the hub")
    parser.add_argument("--vocabulary", type=Path, help="folder of `models vocabulary`: imports multilingual-e5-small")
    parser.add_argument("--layers", default="0,2,4,6,8,10", help="layers to keep, with --vocabulary")
    parser.add_argument("--offline", action="store_true", help="take what the cache has, without a network")


def import_checkpoint(checkpoint: Checkpoint, out: Path, *, precision: str, shard_bytes: int) -> None:
    """Write the folder. Raises CheckpointError for what does not fit, before anything is written."""
    plan = ImportPlan(checkpoint.source, checkpoint.config, checkpoint.naming)
    dtype = PRECISIONS.get(precision)
    writer = FolderWriter(out, dtype=dtype, shard_bytes=shard_bytes, on_flush=checkpoint.source.release)
    origin = {"format": checkpoint.format, "precision": precision}
    writer.write(plan.tensors(), checkpoint.config.to_json(), origin)
    if checkpoint.tokenizer is not None:
        (out / TOKENIZER_FILE).write_bytes(checkpoint.tokenizer.read_bytes())


def import_encoder(origin: Path, vocabulary: Path, layers: list[int], out: Path) -> ModelConfig:
    """Write a folder with the encoder at `origin` (see `open_encoder`) under a pruned vocabulary.

    Raises CheckpointError for an origin, a vocabulary or layers that do not fit.
    """
    encoder = open_encoder(origin)
    try:
        tokenizer = Tokenizer(vocabulary / VOCABULARY_FILE)
        counts = np.load(vocabulary / COUNTS_FILE)
    except OSError as error:
        raise CheckpointError(f"{vocabulary} is no folder of `models vocabulary`: {error}") from error
    pieces = tokenizer.pieces()
    if len(counts) != len(pieces):
        raise CheckpointError(f"{vocabulary}: {len(counts)} counts for {len(pieces)} pieces; make the folder again")
    model = build_model(encoder, pieces, counts, layers=layers)
    writer = FolderWriter(out, dtype=None)
    origin_entry = {"format": "multilingual-e5-small", "layers": layers, "precision": "float32"}
    writer.write(((n, p.detach()) for n, p in model.named_parameters()), model.config.to_json(), origin_entry)
    (out / TOKENIZER_FILE).write_bytes((vocabulary / VOCABULARY_FILE).read_bytes())
    return model.config


def run(arguments: argparse.Namespace) -> int:
    """Import; the exit code is 1, with a message, for a checkpoint that does not fit."""
    started = time.monotonic()
    if arguments.vocabulary is not None:
        try:
            layers = [int(part) for part in arguments.layers.split(",")]
            config = import_encoder(Path(arguments.origin), arguments.vocabulary, layers, arguments.out)
        except (CheckpointError, ValueError) as error:
            print(f"models import: {error}", file=sys.stderr)
            return 1
        print(f"{config.family}: layers {arguments.layers}, vocabulary {config.vocabulary_size:,}, in {arguments.out}")
        return 0
    try:
        path = Path(arguments.origin)
        if not path.exists():
            path = download(
                arguments.origin,
                revision=arguments.revision,
                cache=arguments.cache,
                offline=arguments.offline,
                endpoint=arguments.endpoint,
            )
        checkpoint = open_checkpoint(path)
        import_checkpoint(checkpoint, arguments.out, precision=arguments.precision, shard_bytes=arguments.shard_bytes)
    except CheckpointError as error:
        print(f"models import: {error}", file=sys.stderr)
        return 1
    config = checkpoint.config
    print(
        f"{config.family}: {config.layers} layers of {config.hidden_size}, vocabulary {config.vocabulary_size:,}, "
        f"[LENGTH] is id {config.length_id}; from {checkpoint.format}"
    )
    if checkpoint.tokenizer is None:
        print(f"No tokenizer beside the weights: copy sentencepiece.bpe.model to {arguments.out / TOKENIZER_FILE}.")
    seconds = time.monotonic() - started
    print(f"{arguments.out}: {seconds:.1f} s, at most {peak_memory() / 1e9:.2f} GB of memory")
    return 0
