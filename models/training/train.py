"""`python -m models train`: train any backbone on any data, in one process or in many under torchrun."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

import torch

from models.architecture.config import ModelConfig, mini_config
from models.importing.sizes import PUBLIC, public_config
from models.package.folder import TOKENIZER_FILE
from models.package.weights import TRAINING_FILE
from models.training.build_source import DataOptions, build_source
from models.training.checkpoints import Checkpoints, load_checkpoint
from models.training.group import Group
from models.training.muon import has_fast_bfloat16
from models.training.options import TrainingOptions
from models.training.placement import weights_of
from models.training.trainer import Trainer

_KINDS: dict[str, type] = {"int": int, "float": float, "str": str}
#: Knobs without an option of their own, or with another one.
_FIXED = {"autocast", "checkpointing", "infill", "length_weight", "pool_size", "dev_rows_per_group"}
#: What is added up over the runs that led to a model.
_COUNTED = {"steps": "step", "tokens": "tokens", "seconds": "seconds"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--data", help="folder of shards (default: models/work/data), or folder or address of .jsonl")
    parser.add_argument("--mixture", help="xp3, or a file in the form of data/xp3_mixture.json: streamed records")
    parser.add_argument("--dev", type=Path, help="a .jsonl file of development pairs; shards have their own")
    parser.add_argument("--tokenizer", type=Path, help=f"for .jsonl; default: {TOKENIZER_FILE} in --start-from")
    parser.add_argument("--target-tokens", type=int, default=256, help="for .jsonl: longer targets are left out")
    parser.add_argument("--block-bytes", type=int, default=DataOptions.block_bytes, help="of .jsonl, read at a time")
    parser.add_argument("--blocks-per-pool", type=int, default=16, help="blocks whose pairs are shuffled together")
    parser.add_argument("--out", type=Path, default=Path("models/work/run"), help="folder of the run")
    parser.add_argument("--resume", action="store_true", help="take up the run in --out exactly, if there is one")
    origin = parser.add_mutually_exclusive_group()
    origin.add_argument("--start-from", type=Path, help="checkpoint, package, or folder of weights to begin with")
    origin.add_argument("--size", choices=list(PUBLIC), help="random weights of a public shape")
    origin.add_argument("--config", type=Path, help="random weights of the shape in a training.json")
    parser.add_argument("--vocabulary", type=int, default=14000, help="mini: pieces of the tokenizer")
    for name, default in (("hidden-size", 256), ("layers", 6), ("heads", 4), ("feed-forward-size", 1024)):
        parser.add_argument(f"--{name}", type=int, default=default, help="mini")
    parser.add_argument("--dropout", type=float, default=0.0, help="mini")
    parser.add_argument("--target-positions", choices=("restart", "continue"), default="restart", help="mini")
    parser.add_argument("--threads", type=int, help="CPU threads")
    parser.add_argument("--no-autocast", action="store_true", help="float32 throughout; so it is without fast bfloat16")
    parser.add_argument("--checkpointing", action="store_true", help="compute activations again: less memory")
    parser.add_argument("--infill", "--mend", type=float, default=TrainingOptions.infill)
    for field in dataclasses.fields(TrainingOptions):
        if field.name not in _FIXED:
            kind = _KINDS[str(field.type).removesuffix(" | None")]
            parser.add_argument(f"--{field.name.replace('_', '-')}", type=kind, default=field.default)


def run(arguments: argparse.Namespace) -> int:
    """Train; the exit code is 2 for a contradiction among the options."""
    if arguments.minutes is None and arguments.steps is None and arguments.tokens is None:
        return _refuse("give --minutes, --steps or --tokens")
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    group = Group()
    try:
        kept = Checkpoints(arguments.out, group).latest()
        resumes = arguments.resume or group.restarted
        if kept is not None and not resumes:
            return _refuse(f"{arguments.out} holds a run: --resume goes on with it, another --out begins anew")
        config = ModelConfig.from_json(kept["config"]) if kept is not None else _config(arguments)
        trainer = _trainer(arguments, config, group, begins=kept is None)
        if kept is not None:
            trainer.resume()
        if group.leads:
            count = trainer.model.model.parameter_count()
            print(f"{count:,} parameters, {group.count} × {group.device.type}, from step {trainer.step}", flush=True)
        trainer.run()
    except (ValueError, FileNotFoundError) as error:
        return _refuse(str(error))
    finally:
        group.close()
    return 0


def _trainer(arguments: argparse.Namespace, config: ModelConfig, group: Group, *, begins: bool) -> Trainer:
    values = {field.name: getattr(arguments, field.name, None) for field in dataclasses.fields(TrainingOptions)}
    defaults = {name: getattr(TrainingOptions, name) for name, value in values.items() if value is None}
    autocast = not arguments.no_autocast and has_fast_bfloat16(group.device)
    options = TrainingOptions(**{**values, **defaults, "autocast": autocast})
    beside = arguments.start_from / TOKENIZER_FILE if arguments.start_from else None
    data = DataOptions(
        data=arguments.data or (None if arguments.mixture else "models/work/data"),
        mixture=arguments.mixture,
        tokenizer=arguments.tokenizer or (beside if beside and beside.is_file() else None),
        dev=arguments.dev,
        target_tokens=arguments.target_tokens,
        block_bytes=arguments.block_bytes,
        blocks_per_pool=arguments.blocks_per_pool,
    )
    source, dev = build_source(data, config, options, group)
    start = arguments.start_from if begins else None
    return Trainer(
        config,
        options,
        group,
        arguments.out,
        source,
        dev=dev,
        weights=None if start is None else weights_of(start),
        origin=None if start is None else history(start),
    )


def _config(arguments: argparse.Namespace) -> ModelConfig:
    """The shape of the weights that are started from, else that of the options."""
    if arguments.start_from is not None:
        folder = arguments.start_from.is_dir()
        values = _described(arguments.start_from) if folder else load_checkpoint(arguments.start_from)
        config = ModelConfig.from_json(values["config"])
    elif arguments.size is not None:
        config = public_config(arguments.size)
    elif arguments.config is not None:
        config = ModelConfig.load(arguments.config)
    else:
        config = mini_config(
            arguments.vocabulary,
            hidden_size=arguments.hidden_size,
            layers=arguments.layers,
            heads=arguments.heads,
            feed_forward_size=arguments.feed_forward_size,
            dropout=arguments.dropout,
            target_positions=arguments.target_positions,
        )
    return dataclasses.replace(config, revises=arguments.find > 0)


def history(origin: Path) -> dict[str, Any] | None:
    """Steps, tokens and seconds of all runs up to these weights; None where they say nothing of it."""
    values = _described(origin) if origin.is_dir() else load_checkpoint(origin)
    before = values.get("origin") or {}
    if "step" in values:
        return {key: values[name] + before.get(key, 0) for key, name in _COUNTED.items()}
    return dict(before) if "steps" in before else None


def _described(folder: Path) -> dict[str, Any]:
    path = folder / TRAINING_FILE
    if not path.is_file():
        raise FileNotFoundError(f"no {TRAINING_FILE} in {folder}: name a folder of weights, a package or a checkpoint")
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


def _refuse(reason: str) -> int:
    print(f"models train: {reason}", file=sys.stderr)
    return 2
