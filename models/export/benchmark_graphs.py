"""`python -m models.export.benchmark_graphs`: both sides of the benchmarks as graphs with random weights."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import torch

from models.architecture.config import ModelConfig, mini_config, xlmr_config
from models.architecture.instruct_model import InstructModel
from models.export.autoregressive import AutoregressiveGraph, LogitsGraph, RecomputeGraph
from models.export.four_bit import FourBitFormat
from models.export.linear import Float32Format, Int8Format, MatrixFormat
from models.export.package import write_graph
from models.export.step_graph import StepGraph
from models.package.weights import TRAINING_FILE, Array, as_arrays

#: Vocabulary, hidden size, layers, heads, feed-forward size.
SIZES: dict[str, tuple[int, int, int, int, int]] = {
    "tiny": (320, 32, 2, 2, 64),
    "mini": (14_000, 256, 6, 4, 1024),
    "small8": (32_000, 512, 8, 8, 2048),
    "base": (250_002, 768, 12, 12, 3072),
}

FORMATS: dict[str, MatrixFormat] = {"float32": Float32Format(), "int8": Int8Format(), "4bit": FourBitFormat()}


@dataclass(frozen=True)
class GraphKind:
    """One file to write: which graph, in which matrix format."""

    graph: type[StepGraph]
    matrices: str


KINDS: dict[str, GraphKind] = {
    "step.int8": GraphKind(StepGraph, "int8"),
    "step.float32": GraphKind(StepGraph, "float32"),
    "autoregressive.int8": GraphKind(AutoregressiveGraph, "int8"),
    "autoregressive.4bit": GraphKind(AutoregressiveGraph, "4bit"),
    "recompute.int8": GraphKind(RecomputeGraph, "int8"),
    "recompute.float32": GraphKind(RecomputeGraph, "float32"),
    "logits.int8": GraphKind(LogitsGraph, "int8"),
    "logits.float32": GraphKind(LogitsGraph, "float32"),
}


def configuration(size: str, package: Path | None) -> ModelConfig:
    """The sizes of a named configuration, or those of the model in a package folder."""
    if package is not None:
        return ModelConfig.load(package / TRAINING_FILE)
    vocabulary, hidden, layers, heads, feed_forward = SIZES[size]
    if size == "base":
        return xlmr_config(
            "xlm-roberta",
            vocabulary_size=vocabulary,
            hidden_size=hidden,
            layers=layers,
            heads=heads,
            feed_forward_size=feed_forward,
            dropout=0.0,
        )
    return mini_config(vocabulary, hidden_size=hidden, layers=layers, heads=heads, feed_forward_size=feed_forward)


def random_weights(config: ModelConfig, seed: int) -> dict[str, Array]:
    """Freshly initialised parameters: the time of a run does not depend on their values."""
    torch.manual_seed(seed)
    return as_arrays(InstructModel(config).state_dict())


def write_graphs(directory: Path, config: ModelConfig, kinds: list[str], seed: int) -> None:
    """Write `<kind>.onnx` for every kind, and `sizes.json`, which describes them."""
    directory.mkdir(parents=True, exist_ok=True)
    weights = random_weights(config, seed)
    for name in kinds:
        kind = KINDS[name]
        graph = kind.graph(weights, config, FORMATS[kind.matrices]).build("benchmark")
        write_graph(directory / f"{name}.onnx", graph)
    # Last: the file says that the others are complete.
    (directory / "sizes.json").write_text(json.dumps(config.to_json(), indent=2) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the graphs that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m models.export.benchmark_graphs", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="mini")
    parser.add_argument("--package", type=Path, help="take the sizes from this model folder instead")
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"comma-separated, of {', '.join(KINDS)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    kinds = options.kinds.split(",")
    if unknown := [name for name in kinds if name not in KINDS]:
        parser.error(f"unknown kind {', '.join(unknown)}")
    write_graphs(options.out, configuration(options.size, options.package), kinds, options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
