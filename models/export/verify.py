"""`python -m models verify`: compare the graphs of a model package with PyTorch."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch

from models.architecture.config import ModelConfig
from models.export.builder import SINGLE_FILE_BYTES
from models.export.compare import Difference, compare_run
from models.export.graph_session import GraphSession
from models.export.linear import Float32Format
from models.export.reference_run import StreamedReference
from models.export.samples import SampleBatch, random_batch, sentence_batch
from models.export.step_graph import StepGraph
from models.package.manifest import check_manifest, read_manifest
from models.package.weights import TRAINING_FILE, WEIGHTS_FILE, MappedWeights
from models.text.tokenizer import Tokenizer, load_tokenizer

_HEADER = (
    "variant",
    "inputs",
    "keys, values",
    "length",
    "top log p",
    "candidates",
    "mean",
    "mask odds",
    "equal top",
    "equal length",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="largest difference of a float32 output")
    parser.add_argument(
        "--agreement",
        type=float,
        default=0.9,
        help="least share of equal best tokens of others; 4-bit may differ twice",
    )
    parser.add_argument("--variants", help="comma-separated precisions; default: all, and float32 even if not there")
    parser.add_argument("--per-layer", action="store_true", help="also the error of every layer, on the first inputs")
    parser.add_argument("--small", action="store_true", help="two short inputs only, for very large models")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="constants are not computed beforehand: less memory, slow")


def run(arguments: argparse.Namespace) -> int:
    """Print a table; the exit code is 1 if a variant differs by more than it may, or a file is not as described."""
    torch.set_num_threads(arguments.threads)
    try:
        manifest = read_manifest(arguments.model)
        check_manifest(arguments.model, manifest)
        weights = MappedWeights(arguments.model / WEIGHTS_FILE)
    except (ValueError, FileNotFoundError) as error:
        print(f"models verify: {error}", file=sys.stderr)
        return 1
    config = ModelConfig.load(arguments.model / TRAINING_FILE)
    batches = _batches(config, load_tokenizer(arguments.model, manifest), small=arguments.small)
    reference = StreamedReference(weights, config)
    references = {name: reference.run(batch) for name, batch in batches.items()}
    print(_line(_HEADER))
    good, layers = True, dict[str, tuple[float, ...]]()
    for precision, make in _graphs(arguments, manifest, weights, config).items():
        # One graph at a time: the largest fill the memory.
        graph = GraphSession(make(), config, arguments.threads, optimised=not arguments.plain)
        for name, batch in batches.items():
            difference = compare_run(references[name], graph, batch)
            fine = _is_fine(precision, difference, arguments.tolerance, arguments.agreement, real=name == "sentences")
            good &= fine
            print(_line(_cells(precision, name, difference)) + ("" if fine else "  ✗"), flush=True)
            layers.setdefault(precision, difference.layers)
        del graph
    if arguments.per_layer:
        print(layer_table(layers))
    print("fine" if good else f"beyond the tolerance ({arguments.tolerance:g}, agreement {arguments.agreement:g})")
    return 0 if good else 1


def layer_table(layers: dict[str, tuple[float, ...]]) -> str:
    """Relative error of every layer's keys and values, a column for each precision, as Markdown."""
    lines = ["", f"| layer | {' | '.join(layers)} |", f"|{' --- |' * (len(layers) + 1)}"]
    for number, errors in enumerate(zip(*layers.values(), strict=True), start=1):
        lines.append(f"| {number} | {' | '.join(f'{error:.1e}' for error in errors)} |")
    return "\n".join([*lines, ""])


def _batches(config: ModelConfig, tokenizer: Tokenizer, *, small: bool) -> dict[str, SampleBatch]:
    if small:
        return {"random 2×30/30": random_batch(config, 1, size=2, source=30, target=30)}
    batches = {"sentences": sentence_batch(config, tokenizer)}
    for seed, (size, source, target) in enumerate([(1, 4, 1), (3, 40, 60), (8, 120, 120)]):
        name = f"random {size}×{source}/{target}"
        batches[name] = random_batch(config, seed, size=size, source=source, target=target)
    return batches


def _graphs(
    arguments: argparse.Namespace, manifest: dict[str, Any], weights: MappedWeights, config: ModelConfig
) -> dict[str, Callable[[], str | bytes]]:
    """By precision, what makes the path or the bytes of a graph."""
    chosen = arguments.variants.split(",") if arguments.variants else None
    graphs: dict[str, Callable[[], str | bytes]] = {}
    for variant in manifest["variants"]:
        if chosen is None or variant["precision"] in chosen:
            graphs[variant["precision"]] = partial(str, arguments.model / variant["graph"])
    small = 4 * manifest["architecture"]["parameters"] < SINGLE_FILE_BYTES
    if chosen is None and "float32" not in graphs and small:
        # Not part of this package, but what its weights stand for: the export itself is checked all the same.
        built = StepGraph(weights, config, Float32Format())
        graphs["float32"] = lambda: built.build(manifest["version"]).SerializeToString()
    return graphs


def _is_fine(precision: str, difference: Difference, tolerance: float, agreement: float, *, real: bool) -> bool:
    if precision == "float32":
        return difference.largest <= tolerance
    least = 1 - 2 * (1 - agreement) if precision == "int4" else agreement
    # Random ids ask a question that no text asks: the quantised answers to them are shown, not judged.
    return not real or difference.equal_top >= least


def _cells(precision: str, name: str, d: Difference) -> tuple[str, ...]:
    scores = (d.top_log_probability, d.candidate_log_probability, d.mean_log_probability, d.mask_log_odds)
    numbers = (d.keys_values, d.length_logits, *scores)
    shares = (f"{d.equal_top:.1%} of {d.tokens}", f"{d.equal_length:.0%} of {d.sources}")
    return (precision, name, *(f"{number:.1e}" for number in numbers), *shares)


def _line(cells: tuple[str, ...]) -> str:
    widths = (9, 18, 13, 9, 10, 11, 9, 10, 15, 12)
    return " ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
