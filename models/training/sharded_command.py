"""`python -m models train-sharded`: train any size, from one process to many machines under torchrun."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from models.architecture.config import ModelConfig
from models.architecture.load import folder_config
from models.data.stream import BLOCK_BYTES, BlockReader
from models.data.xp3 import load_mixture
from models.importing.sizes import PUBLIC, public_config
from models.package.folder import TOKENIZER_FILE, open_folder
from models.package.tensors import TensorSource
from models.text.tokenizer import Tokenizer, tokenizer_kind
from models.training.elastic import Group
from models.training.mixture import Lane, RecordEncoder
from models.training.sharded import ShardedOptions, ShardedTrainer

_TUNABLE = (
    ("steps", int),
    ("tokens", int),
    ("packs", int),
    ("pack_tokens", int),
    ("micro_packs", int),
    ("learning_rate", float),
    ("weight_decay", float),
    ("warmup_steps", int),
    ("label_smoothing", float),
    ("source_mask_rate", float),
    ("gradient_limit", float),
    ("seed", int),
    ("shards", int),
    ("checkpoint_steps", int),
    ("log_steps", int),
    ("peak_teraflops", float),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    origin = parser.add_mutually_exclusive_group(required=True)
    origin.add_argument("--start-from", type=Path, help="folder of weights, from `import` or an earlier run")
    origin.add_argument("--size", choices=list(PUBLIC), help="random weights of a public shape")
    origin.add_argument("--config", type=Path, help="random weights of the shape in a training.json")
    parser.add_argument("--data", help="folder or address (hf://…, s3://…) of .jsonl files")
    parser.add_argument("--mixture", help="xp3, or a file in the form of data/xp3_mixture.json")
    parser.add_argument("--tokenizer", type=Path, help=f"default: {TOKENIZER_FILE} in --start-from")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run, which all machines share")
    parser.add_argument(
        "--resume", action="store_true", help="go on from the newest checkpoint in --out, if there is one"
    )
    parser.add_argument("--target-tokens", type=int, default=256, help="longest target; longer pairs are left out")
    parser.add_argument("--block-bytes", type=int, default=BLOCK_BYTES, help="bytes of data that are read at a time")
    parser.add_argument("--blocks-per-pool", type=int, default=16, help="blocks whose pairs are shuffled together")
    parser.add_argument("--float32", action="store_true", help="no bfloat16")
    parser.add_argument("--no-checkpointing", action="store_true", help="keep all activations: faster, more memory")
    for name, kind in _TUNABLE:
        default = getattr(ShardedOptions, name, None)
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=default)


def run(arguments: argparse.Namespace) -> int:
    """Train; the exit code is 2 for a contradiction among the options."""
    if arguments.steps is None and arguments.tokens is None:
        return _refuse("give --steps or --tokens")
    config, source, tokenizer = _origin(arguments)
    if tokenizer is None:
        return _refuse("name the --tokenizer")
    options = ShardedOptions(
        **{name: getattr(arguments, name) for name, _ in _TUNABLE},
        bfloat16=not arguments.float32,
        checkpointing=not arguments.no_checkpointing,
    )
    group = Group()
    try:
        trainer = ShardedTrainer(config, options, group, arguments.out, source)
        going_on = arguments.resume or any(group.gather(group.restarted))
        if not going_on and trainer.checkpoints.latest() is not None:
            return _refuse(f"{arguments.out} holds a run: --resume goes on with it")
        places = trainer.resume() if going_on else {}
        if group.leads:
            count = sum(p.numel() for p in trainer.model.parameters())
            print(f"{count:,} parameters, {group.count} × {group.device.type}, from step {trainer.step}", flush=True)
        system, subsets = load_mixture(arguments.mixture, arguments.data)
        encoder = RecordEncoder(tokenizer, config, longest=options.pack_tokens, longest_target=arguments.target_tokens)
        lanes = [
            Lane(
                number,
                options.packs,
                subsets=subsets,
                reader=BlockReader(system, arguments.block_bytes),
                encoder=encoder,
                capacity=options.pack_tokens,
                seed=options.seed,
                blocks_per_pool=arguments.blocks_per_pool,
                place=places.get(number),
            )
            for number in trainer.own_lanes()
        ]
        trainer.run(lanes)
    finally:
        group.close()
    return 0


def _origin(arguments: argparse.Namespace) -> tuple[ModelConfig, TensorSource | None, Tokenizer | None]:
    source: TensorSource | None = None
    path: Path | None = arguments.tokenizer
    if arguments.start_from is not None:
        config, source = folder_config(arguments.start_from), open_folder(arguments.start_from)
        beside = arguments.start_from / TOKENIZER_FILE
        path = path or (beside if beside.is_file() else None)
    elif arguments.size is not None:
        config = public_config(arguments.size)
    else:
        config = ModelConfig.load(arguments.config)
    return config, source, None if path is None else Tokenizer(path, tokenizer_kind(config.family))


def _refuse(reason: str) -> int:
    print(f"models train-sharded: {reason}", file=sys.stderr)
    return 2
