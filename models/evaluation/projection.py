"""`python -m models project`: what a training run would take on given GPUs. Computed, or scaled from a measured log."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from math import prod
from pathlib import Path
from statistics import median

from models.architecture.config import ModelConfig
from models.importing.plan import parameter_shapes
from models.importing.sizes import PUBLIC, public_config
from models.training.report import PEAK, Work, model_operations

#: Bytes for each parameter: weights, gradients and two moments in float32.
_STATE_BYTES = 16
_BFLOAT16 = 2


@dataclass(frozen=True)
class Projection:
    """Bytes are those of one device; hours those of the whole run."""

    parameters: int
    operations: float
    hours: float
    tokens_per_second: float
    state_bytes: float
    gathered_bytes: float
    activation_bytes: float

    @property
    def memory(self) -> float:
        """Bytes of a device."""
        return self.state_bytes + self.gathered_bytes + self.activation_bytes


def run_work(tokens: int, source: int, target: int) -> Work:
    """The sums over a run of pairs of `source` + `target` tokens; targets see both, half of them is masked."""
    documents = tokens // (source + target)
    pairs = source * source + target * (source + target)
    return Work(documents * (source + target), documents * pairs, documents * (target + 1) // 2, documents)


def project(
    config: ModelConfig, work: Work, *, gpus: int, peak: float, utilisation: float, device_tokens: int, masked: float
) -> Projection:
    """`peak`: operations per second of a GPU; `device_tokens`: of a step's packs on one of them at a time.

    `masked`: the share of them that reaches the vocabulary head. Memory: the sharded state; the largest unit that is
    gathered for a product (the vocabulary table, and a layer with the next one on its way) with its gradient; what
    activation checkpointing keeps of every layer, and a layer computed again; logits with their gradient in float32.
    """
    shapes = parameter_shapes(config)
    parameters = sum(prod(shape) for shape in shapes.values())
    layer = sum(prod(shape) for name, shape in shapes.items() if name.startswith("backbone.layers.0."))
    table = config.vocabulary_size * config.hidden_size
    operations = model_operations(config, work)
    hours = operations / (gpus * peak * utilisation) / 3600
    kept = config.layers * config.hidden_size + 8 * config.hidden_size + 3 * config.feed_forward_size
    logits = masked * config.vocabulary_size * (_BFLOAT16 + 4 + 4)
    return Projection(
        parameters=parameters,
        operations=operations,
        hours=hours,
        tokens_per_second=work.tokens / hours / 3600,
        state_bytes=_STATE_BYTES * parameters / gpus,
        gathered_bytes=2 * _BFLOAT16 * (table + 2 * layer),
        activation_bytes=device_tokens * (kept * _BFLOAT16 + logits),
    )


def measured_utilisation(log: Path) -> float:
    """The median utilisation of a log of `train`. Raises ValueError if it holds none."""
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    found = [entry["utilisation"] for entry in entries if entry.get("utilisation") is not None]
    if not found:
        raise ValueError(f"{log} holds no utilisation: it is logged on known GPUs, or with --peak-teraflops")
    return float(median(found))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--sizes", default=",".join(PUBLIC), help=f"comma-separated, of {', '.join(PUBLIC)}")
    parser.add_argument("--device", choices=list(PEAK), default="H200")
    parser.add_argument("--gpus", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=600_000_000, help="of the run; the default is the paper's")
    parser.add_argument("--source", type=int, default=100, help="tokens of a source")
    parser.add_argument("--target", type=int, default=28, help="tokens of a target")
    parser.add_argument("--device-tokens", type=int, default=16_384, help="tokens of a step on one GPU at a time")
    parser.add_argument("--utilisation", type=float, default=0.4, help="assumed share of the peak")
    parser.add_argument("--log", type=Path, help="log.jsonl of a run on such a GPU: its utilisation instead")


def run(arguments: argparse.Namespace) -> int:
    """Print the table; exit code 2 for a size that there is not or a log that cannot be used."""
    sizes = arguments.sizes.split(",")
    if unknown := [size for size in sizes if size not in PUBLIC]:
        print(f"models project: unknown size {', '.join(unknown)}", file=sys.stderr)
        return 2
    try:
        utilisation = measured_utilisation(arguments.log) if arguments.log else arguments.utilisation
    except (OSError, ValueError) as error:
        print(f"models project: {error}", file=sys.stderr)
        return 2
    work = run_work(arguments.tokens, arguments.source, arguments.target)
    found = [
        project(
            public_config(size),
            work,
            gpus=arguments.gpus,
            peak=PEAK[arguments.device],
            utilisation=utilisation,
            device_tokens=arguments.device_tokens,
            masked=work.rows / work.tokens,
        )
        for size in sizes
    ]
    source = f"measured, {arguments.log.name}" if arguments.log else "assumed"
    print(
        f"Computed, not measured: {arguments.tokens:,} tokens on {arguments.gpus} {arguments.device}, "
        f"{utilisation:.0%} of the peak ({source})."
    )
    print(table(sizes, found))
    return 0


def table(sizes: list[str], found: list[Projection]) -> str:
    """The projections as Markdown, a column for each size."""
    rows: list[tuple[str, list[str]]] = [
        ("parameters", [f"{p.parameters:,}" for p in found]),
        ("operations", [f"{p.operations:.2e}" for p in found]),
        ("hours", [f"{p.hours:.2f}" for p in found]),
        ("tokens per second, all GPUs", [f"{p.tokens_per_second:,.0f}" for p in found]),
        ("GB per GPU: weights, gradients, moments", [f"{p.state_bytes / 1e9:.1f}" for p in found]),
        ("GB per GPU: gathered for a product", [f"{p.gathered_bytes / 1e9:.1f}" for p in found]),
        ("GB per GPU: activations, logits", [f"{p.activation_bytes / 1e9:.1f}" for p in found]),
        ("GB per GPU", [f"{p.memory / 1e9:.1f}" for p in found]),
    ]
    lines = [f"| | {' | '.join(sizes)} |", f"|{' --- |' * (len(sizes) + 1)}"]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows)])
