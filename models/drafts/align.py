"""Word alignment by eflomal (Östling and Tiedemann 2016), run as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Links = tuple[NDArray[np.int32], NDArray[np.int64]]


def align(first: Path, second: Path, folder: Path) -> tuple[Links, Links]:
    """Links of every line of two token files, estimated from `first` to `second` and back.

    Each result is (links, starts): links [n, 2] of places (first, second), starts [lines + 1].
    Raises RuntimeError if the aligner fails.
    """
    forward, backward = folder / "forward.links", folder / "backward.links"
    if not (forward.exists() and backward.exists()):
        lowered = [folder / "first.lower", folder / "second.lower"]
        for path, out in zip((first, second), lowered, strict=True):
            out.write_text(path.read_text(encoding="utf-8").lower(), encoding="utf-8")
        program = Path(sys.executable).parent / "eflomal-align"
        if not program.exists():
            raise RuntimeError("--eflomal needs the aligner: pip install eflomal (GPL, used as a program of its own)")
        command = [str(program), "--overwrite", "-m", "3", "-s", str(lowered[0]), "-t", str(lowered[1])]
        command += ["-f", str(forward), "-r", str(backward)]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        if done.returncode:
            forward.unlink(missing_ok=True)
            raise RuntimeError(f"eflomal-align failed ({done.returncode}): {done.stderr[-500:]}")
    return read_links(forward), read_links(backward)


def read_links(path: Path) -> Links:
    """(links, starts) of a file with `i-j` links, a sentence a line."""
    places: list[int] = []
    starts = [0]
    with path.open(encoding="ascii") as lines:
        for line in lines:
            places += [int(number) for number in line.replace("-", " ").split()]
            starts.append(len(places) // 2)
    return np.array(places, np.int32).reshape(-1, 2), np.array(starts, np.int64)
