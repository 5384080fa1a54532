"""`python -m models verify`: compare the graphs of a model package with PyTorch."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from models.export.compare import Difference, compare
from models.export.graph_session import GraphSession
from models.export.linear import Float32Format
from models.export.manifest import check_manifest, load_tokenizer, read_manifest
from models.export.samples import random_batch, sentence_batch
from models.export.step_graph import StepGraph
from models.export.weights import WEIGHTS_FILE, as_arrays, load_model, load_weights

_HEADER = (
    "variant",
    "inputs",
    "keys, values",
    "length",
    "top log p",
    "candidates",
    "mask odds",
    "equal top",
    "equal length",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="largest difference of a float32 output")
    parser.add_argument("--agreement", type=float, default=0.9, help="least share of equal best tokens for int8")


def run(arguments: argparse.Namespace) -> int:
    """Print a table; the exit code is 1 if a variant differs by more than it may, or a file is not as described."""
    torch.set_num_threads(1)
    manifest = read_manifest(arguments.model)
    try:
        check_manifest(arguments.model, manifest)
    except (ValueError, FileNotFoundError) as error:
        print(f"models verify: {error}", file=sys.stderr)
        return 1
    model = load_model(arguments.model)
    config = model.config
    tokenizer = load_tokenizer(arguments.model, manifest)
    batches = {"sentences": sentence_batch(config, tokenizer)}
    for seed, (size, source, target) in enumerate([(1, 4, 1), (3, 40, 60), (8, 120, 120)]):
        batches[f"random {size}×{source}/{target}"] = random_batch(
            config, seed, size=size, source=source, target=target
        )
    graphs: dict[str, GraphSession] = {}
    for variant in manifest["variants"]:
        graphs[variant["precision"]] = GraphSession(str(arguments.model / variant["graph"]), config)
    if "float32" not in graphs:
        # Not part of this package, but what its weights stand for: the export itself is checked all the same.
        weights = as_arrays(load_weights(arguments.model / WEIGHTS_FILE))
        built = StepGraph(weights, config, Float32Format()).build(manifest["version"])
        graphs["float32"] = GraphSession(built.SerializeToString(), config)
    print(_line(_HEADER))
    good = True
    for precision, graph in graphs.items():
        for name, batch in batches.items():
            difference = compare(model, graph, batch)
            fine = _is_fine(precision, difference, arguments.tolerance, arguments.agreement, real=name == "sentences")
            good &= fine
            print(_line(_cells(precision, name, difference)) + ("" if fine else "  ✗"))
    print("fine" if good else f"beyond the tolerance ({arguments.tolerance:g}, agreement {arguments.agreement:g})")
    return 0 if good else 1


def _is_fine(precision: str, difference: Difference, tolerance: float, agreement: float, *, real: bool) -> bool:
    if precision == "float32":
        return difference.largest <= tolerance
    # Random ids ask a question that no text asks: the quantised answers to them are shown, not judged.
    return not real or difference.equal_top >= agreement


def _cells(precision: str, name: str, d: Difference) -> tuple[str, ...]:
    numbers = (d.keys_values, d.length_logits, d.top_log_probability, d.candidate_log_probability, d.mask_log_odds)
    shares = (f"{d.equal_top:.1%} of {d.tokens}", f"{d.equal_length:.0%} of {d.sources}")
    return (precision, name, *(f"{number:.1e}" for number in numbers), *shares)


def _line(cells: tuple[str, ...]) -> str:
    widths = (9, 18, 13, 9, 10, 11, 10, 15, 12)
    return " ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
