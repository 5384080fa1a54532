"""`python -m models train`: train a mini model from shards."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import torch

from models.architecture.config import ModelConfig, mini_config
from models.package.weights import TRAINING_FILE
from models.training.muon import has_fast_bfloat16
from models.training.trainer import Trainer, TrainingOptions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--data", type=Path, default=Path("models/work/data"), help="folder with the shards")
    parser.add_argument("--out", type=Path, default=Path("models/work/run"), help="folder of the run")
    parser.add_argument("--vocabulary", type=int, default=14000, help="pieces of the tokenizer")
    parser.add_argument("--hidden-size", type=int, default=256)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--feed-forward-size", type=int, default=1024)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--target-positions", choices=("restart", "continue"), default="restart")
    parser.add_argument("--minutes", type=float, help="time budget; give it or --steps")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--resume", action="store_true", help="take up the run in --out exactly where it stopped")
    parser.add_argument(
        "--start-from", type=Path, help="checkpoint, or folder of a model package, whose weights a new run begins with"
    )
    parser.add_argument("--threads", type=int, help="CPU threads")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument(
        "--no-autocast", action="store_true", help="float32 throughout; so it is where bfloat16 is emulated"
    )
    for name, kind in (
        ("batch_tokens", int),
        ("learning_rate", float),
        ("embedding_rate", float),
        ("average", float),
        ("optimizer", str),
        ("warmup_steps", int),
        ("stable_share", float),
        ("label_smoothing", float),
        ("source_mask_rate", float),
        ("find", float),
        ("mend", float),
        ("fill", float),
        ("demonstrations", float),
        ("seed", int),
        ("reweight", str),
        ("dev_minutes", float),
        ("snapshot_minutes", float),
    ):
        default = TrainingOptions.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=default)


def run(arguments: argparse.Namespace) -> int:
    """Train; the exit code is 2 for a contradiction among the options."""
    if arguments.minutes is None and arguments.steps is None:
        print("models train: give --minutes or --steps")
        return 2
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    config = _config(arguments)
    options = TrainingOptions(
        minutes=arguments.minutes,
        steps=arguments.steps,
        batch_tokens=arguments.batch_tokens,
        learning_rate=arguments.learning_rate,
        embedding_rate=arguments.embedding_rate,
        average=arguments.average,
        optimizer=arguments.optimizer,
        warmup_steps=arguments.warmup_steps,
        stable_share=arguments.stable_share,
        label_smoothing=arguments.label_smoothing,
        source_mask_rate=arguments.source_mask_rate,
        find=arguments.find,
        mend=arguments.mend,
        fill=arguments.fill,
        demonstrations=arguments.demonstrations,
        seed=arguments.seed,
        reweight=arguments.reweight,
        dev_minutes=arguments.dev_minutes,
        snapshot_minutes=arguments.snapshot_minutes,
        autocast=not arguments.no_autocast and has_fast_bfloat16(device),
        compile=arguments.compile,
    )
    trainer = Trainer(config, options, arguments.data, arguments.out, device)
    print(f"{trainer.model.parameter_count():,} parameters on {device}, {len(trainer.train_shard):,} examples")
    if arguments.resume:
        trainer.resume()
    elif arguments.start_from:
        trainer.start_from(arguments.start_from)
    trainer.run()
    return 0


def _config(arguments: argparse.Namespace) -> ModelConfig:
    """The shape of a folder's model where one is started from, else that of the options."""
    if arguments.start_from is not None and (described := arguments.start_from / TRAINING_FILE).is_file():
        return dataclasses.replace(ModelConfig.load(described), revises=arguments.find > 0)
    return mini_config(
        arguments.vocabulary,
        hidden_size=arguments.hidden_size,
        layers=arguments.layers,
        heads=arguments.heads,
        feed_forward_size=arguments.feed_forward_size,
        dropout=arguments.dropout,
        revises=arguments.find > 0,
        target_positions=arguments.target_positions,
    )
