"""Tables too large for one tensor: the editor's process may not allocate 2 GiB at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.export.builder import GraphBuilder
from models.export.external import LARGEST_TENSOR

#: Entries of a table that are worked on at once, so that what is calculated on the way stays small.
_BLOCK_ENTRIES = 2**25


def split_table(
    name: str, table: NDArray[np.float32], *, bytes_each: int, largest: int = LARGEST_TENSOR
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """A table's columns in as few equal parts as keep each below the limit, with a name for each.

    Columns, not rows: a row's parts are joined after the look-up, and a product with the table is the sum of those with
    the parts.
    """
    width = table.shape[1]
    count = -(-table.size * bytes_each // largest)
    for number in range(count):
        start, end = width * number // count, width * (number + 1) // count
        yield (name if count == 1 else f"{name}.{number}"), table[:, start:end]


def take_columns(graph: GraphBuilder, x: str, start: int, end: int) -> str:
    """Columns `start` to `end` (exclusive) of the last axis of x."""
    return graph.node("Slice", [x, graph.integers(start), graph.integers(end), graph.integers(-1)])


def row_blocks(table: NDArray[np.generic]) -> Iterator[slice]:
    """Slices of rows that cover a table, each of so many rows as are worked on at once."""
    rows = max(1, _BLOCK_ENTRIES // max(table.shape[1], 1))
    for start in range(0, len(table), rows):
        yield slice(start, min(start + rows, len(table)))
