"""Bytes of a graph by its sizes alone, for models that are too large to be made here."""

from __future__ import annotations

from math import prod

from models.architecture.config import ModelConfig
from models.export.external import LARGEST_TENSOR
from models.importing.plan import parameter_shapes

#: Of one entry of a matrix, and of each of its rows (8 bits: a scale).
_MATRIX = {"float32": (4.0, 0), "fp16": (2.0, 0), "int8": (1.0, 4), "int4": (0.5 + 4 / 32, 0)}
#: Two-dimensional, yet always float32.
_PLAIN = ("position_embeddings", "type_embeddings", "length_head")


def graph_bytes(config: ModelConfig, variant: str) -> int:
    """Bytes of all tensors of the step graph; its nodes take less than a megabyte, alignment at most as much again.

    Raises KeyError for an unknown variant.
    """
    entry, row = _MATRIX[variant]
    total = 0.0
    for name, shape in parameter_shapes(config).items():
        if len(shape) == 2 and not any(part in name for part in _PLAIN):
            total += entry * prod(shape) + row * shape[0]
        else:
            total += 4 * prod(shape)
    return round(total)


def table_parts(config: ModelConfig, variant: str) -> int:
    """Into how many tensors the vocabulary table is cut."""
    return -(-round(config.vocabulary_size * config.hidden_size * _MATRIX[variant][0]) // LARGEST_TENSOR)


def computed_table(configs: dict[str, ModelConfig]) -> str:
    """Gigabytes by size and variant, as Markdown; in brackets the parts of the table where it is cut."""
    lines = [f"| | parameters | {' | '.join(_MATRIX)} |", f"|{' --- |' * (len(_MATRIX) + 2)}"]
    for name, config in configs.items():
        parameters = sum(prod(shape) for shape in parameter_shapes(config).values())
        cells = []
        for variant in _MATRIX:
            parts = table_parts(config, variant)
            cells.append(f"{graph_bytes(config, variant) / 1e9:.2f}" + (f" (table in {parts})" if parts > 1 else ""))
        lines.append(f"| {name} | {parameters:,} | {' | '.join(cells)} |")
    return "\n".join(lines)
