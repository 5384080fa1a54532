"""Instruction data of any size as numbered blocks of lines, in folders, on the hub, or wherever fsspec reads.

A row is a JSON object `task, lang, instruction, input, output, source` (perhaps `draft`), or `inputs, targets` as in
xP3. Files are never read whole: a block is the lines that begin within one range of bytes, so that any worker can
read any block by itself.
"""

from __future__ import annotations

import fnmatch
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import fsspec  # type: ignore[import-untyped]
import numpy as np

#: Bytes in a block: some 30,000 tokens of English.
BLOCK_BYTES = 131_072


class Record(NamedTuple):
    """One pair; `lang` is empty where the row does not say."""

    task: str
    lang: str
    instruction: str
    input: str
    output: str
    source: str
    #: An answer that is to be revised; empty where the row has none.
    draft: str = ""


def parse_record(line: bytes) -> Record:
    """The pair in a line. Raises ValueError for a line that is no such object."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError(f"a row is a JSON object, not {type(row).__name__}")
    if "inputs" in row and "targets" in row:
        # The prompt of xP3 is instruction and text in one.
        return Record("prompt", str(row.get("language", "")), "", str(row["inputs"]), str(row["targets"]), "")
    if "input" not in row or "output" not in row:
        raise ValueError(f"a row has input and output (or inputs and targets), not {', '.join(sorted(row))}")
    return Record(
        str(row.get("task", "")),
        str(row.get("lang", "")),
        str(row.get("instruction", "")),
        str(row["input"]),
        str(row["output"]),
        str(row.get("source", "")),
        str(row.get("draft", "")),
    )


@dataclass(frozen=True)
class Subset:
    """Files that are sampled as one; `weight` is its share of the tokens, relative to the other subsets'."""

    name: str
    weight: float
    files: tuple[tuple[str, int], ...]

    def blocks(self, block_bytes: int) -> int:
        """Number of blocks."""
        return sum(math.ceil(size / block_bytes) for _, size in self.files)


class BlockReader:
    """Reads blocks of subsets from one file system."""

    def __init__(self, system: Any, block_bytes: int = BLOCK_BYTES) -> None:
        self._system, self.block_bytes = system, block_bytes

    def read(self, subset: Subset, number: int) -> Iterator[bytes]:
        """The lines of a block: those that begin in its range. The last may end beyond it."""
        for path, size in subset.files:
            count = math.ceil(size / self.block_bytes)
            if number < count:
                yield from self._lines(path, number * self.block_bytes, (number + 1) * self.block_bytes)
                return
            number -= count
        raise IndexError(number)

    def _lines(self, path: str, start: int, end: int) -> Iterator[bytes]:
        with self._system.open(path, "rb") as file:
            if start:
                # A line belongs to the block where it begins: the rest of one that began earlier is passed over.
                file.seek(start - 1)
                file.readline()
            while file.tell() < end and (line := file.readline()):
                if line := line.strip():
                    yield line


def permuted(index: int, count: int, seed: int) -> int:
    """The `index`-th of `count` blocks in an order of its own for every round, computed without a list of them."""
    turn, place = divmod(index, count)
    random = np.random.default_rng([seed, turn, count])
    step = int(random.integers(1, max(2, count)))
    while math.gcd(step, count) != 1:
        step += 1
    return (step * place + int(random.integers(count))) % count


def open_data(url: str) -> tuple[Any, str]:
    """File system and root of a folder or address (`hf://datasets/bigscience/xP3`, `s3://…`, a path)."""
    system, root = fsspec.core.url_to_fs(url)
    return system, str(root).rstrip("/")


def find_files(system: Any, root: str, patterns: list[str]) -> tuple[tuple[str, int], ...]:
    """Path and size of the files of the first pattern (relative to `root`) that matches any, sorted."""
    listed = system.find(root, detail=True)
    for pattern in patterns:
        found = [
            (path, int(entry["size"]))
            for path, entry in sorted(listed.items())
            if fnmatch.fnmatch(str(path).removeprefix(root).lstrip("/"), pattern) and entry["size"]
        ]
        if found:
            return tuple(found)
    return ()
