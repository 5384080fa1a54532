"""`python -m models repository`: write what a team serves of a package, see docs/serving.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.serving.repository import SERVED_FORMATS, write_repository


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--out", type=Path, required=True, help="folder for the repository and the clients' package")
    parser.add_argument("--variant", default="float32", choices=sorted(SERVED_FORMATS))


def run(arguments: argparse.Namespace) -> int:
    """Write both, and list the files."""
    write_repository(arguments.model, arguments.out, arguments.variant)
    for path in sorted(arguments.out.rglob("*")):
        if path.is_file():
            print(f"{path.stat().st_size:>14,}  {path.relative_to(arguments.out)}")
    return 0
