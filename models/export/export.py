"""`python -m models export`: make a model package from a checkpoint, or a tiny random one for tests."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.architecture.load import folder_config
from models.export.manifest import VARIANTS
from models.export.package import stream_package, write_package
from models.export.random_model import as_family, random_config, random_model, random_tokenizer
from models.package.folder import TOKENIZER_FILE
from models.package.memory import peak_memory
from models.text.tokenizer import Tokenizer, tokenizer_kind
from models.training.checkpoints import load_checkpoint


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    origin = parser.add_mutually_exclusive_group(required=True)
    origin.add_argument("--checkpoint", type=Path, help="state.pt of a training run")
    origin.add_argument("--weights", type=Path, help="folder of weights, from `import` or `train`")
    origin.add_argument("--random", action="store_true", help="random weights, sizes by the options below")
    parser.add_argument("--out", type=Path, required=True, help="folder of the package")
    parser.add_argument("--variants", default="int8", help=f"comma-separated, of {', '.join(VARIANTS)}")
    parser.add_argument("--tokenizer", type=Path, help="tokenizer.model; with --random one is trained if absent")
    parser.add_argument("--id", default="mini")
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--name", default="Interlinear Mini")
    parser.add_argument("--description", default="Small multilingual editing model that runs on any machine.")
    parser.add_argument("--license", default="CC-BY-SA-4.0", help="SPDX name; share-alike text is in the training data")
    parser.add_argument(
        "--without-weights", action="store_true", help="with --weights: graphs only; PyTorch cannot read the package"
    )
    parser.add_argument("--source-tokens", type=int, default=320, help="longest source")
    parser.add_argument("--target-tokens", type=int, default=256, help="longest target")
    parser.add_argument("--iterations", type=int, default=6)
    parser.add_argument("--length-beam", type=int, default=5)
    parser.add_argument("--stop-confidence", type=float, default=0.98)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", default="mini", help="with --random: mini, xlm-roberta or xlm-roberta-xl")
    parser.add_argument("--vocabulary", type=int, default=1200, help="with --random: pieces of the tokenizer")
    parser.add_argument("--hidden-size", type=int, default=64)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--feed-forward-size", type=int, default=128)


def run(arguments: argparse.Namespace) -> int:
    """Write the package; the exit code is 2 for a contradiction among the options."""
    variants = arguments.variants.split(",")
    if unknown := [name for name in variants if name not in VARIANTS]:
        print(f"models export: unknown variant {', '.join(unknown)}", file=sys.stderr)
        return 2
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.weights is not None:
        beside = arguments.weights / TOKENIZER_FILE
        arguments.tokenizer = arguments.tokenizer or (beside if beside.is_file() else None)
    if arguments.tokenizer is None and not arguments.random:
        print("models export: name the --tokenizer that the model was trained with", file=sys.stderr)
        return 2
    manifest = _stream(arguments, variants) if arguments.weights is not None else _write(arguments, variants)
    for entry in manifest["files"]:
        print(f"{entry['bytes']:>14,}  {entry['path']}")
    print(f"at most {peak_memory() / 1e9:.2f} GB of memory")
    return 0


def _write(arguments: argparse.Namespace, variants: list[str]) -> dict[str, Any]:
    model, tokenizer, training = _random(arguments) if arguments.random else _trained(arguments)
    return write_package(
        model,
        arguments.out,
        tokenizer=tokenizer,
        variants=variants,
        training=training,
        **_description(arguments, model.config),
    )


def _stream(arguments: argparse.Namespace, variants: list[str]) -> dict[str, Any]:
    return stream_package(
        arguments.weights,
        arguments.out,
        tokenizer=arguments.tokenizer,
        variants=variants,
        keep_weights=not arguments.without_weights,
        **_description(arguments, folder_config(arguments.weights)),
    )


def _description(arguments: argparse.Namespace, config: ModelConfig) -> dict[str, Any]:
    longest = config.maximum_positions - config.first_position
    target = min(arguments.target_tokens, longest // 2)
    # Learned positions continue after the source, so that source and target share the table.
    source = min(arguments.source_tokens, longest - target if config.positions == "learned" else longest)
    return {
        "identity": {key: getattr(arguments, key) for key in ("id", "version", "name", "description", "license")},
        "limits": {"sourceTokens": source, "targetTokens": target},
        "defaults": {
            "iterations": arguments.iterations,
            "lengthBeam": arguments.length_beam,
            "stopConfidence": arguments.stop_confidence,
        },
    }


def _trained(arguments: argparse.Namespace) -> tuple[InstructModel, Path, dict[str, Any]]:
    state, tokenizer = load_checkpoint(arguments.checkpoint), arguments.tokenizer
    model = InstructModel(ModelConfig.from_json(state["config"]))
    # The running average is what a run writes at its end, too.
    model.load_state_dict({**state["model"], **(state.get("average") or {})})
    pieces = Tokenizer(tokenizer, tokenizer_kind(model.config.family)).vocabulary_size
    if model.config.family in ("mini", "minilm") and pieces != model.config.vocabulary_size:
        raise ValueError(f"the tokenizer has {pieces} pieces, the model {model.config.vocabulary_size}")
    kept = ("options", "schedule", "place", "step", "seconds", "tokens", "origin", "averaged")
    # Through JSON, because a checkpoint may hold tuples, which would not compare equal when read again.
    return model.eval(), tokenizer, json.loads(json.dumps({key: state[key] for key in kept if key in state}))


def _random(arguments: argparse.Namespace) -> tuple[InstructModel, Path, dict[str, Any]]:
    family = as_family(arguments.family)
    tokenizer = arguments.tokenizer or random_tokenizer(arguments.out, family, arguments.vocabulary, arguments.seed)
    config = random_config(
        family,
        Tokenizer(tokenizer, tokenizer_kind(family)).vocabulary_size,
        hidden_size=arguments.hidden_size,
        layers=arguments.layers,
        heads=arguments.heads,
        feed_forward_size=arguments.feed_forward_size,
    )
    return random_model(config, arguments.seed), tokenizer, {"seed": arguments.seed}
