"""PyTorch's own files (`pytorch_model.bin`, fairseq's `model.pt`), read without running any code that they name."""

from __future__ import annotations

import pickle
import pickletools
from pathlib import Path
from typing import Any

import torch

from models.package.errors import CheckpointError

#: Modules whose safe parts PyTorch's restricted reader knows itself.
_KNOWN = ("torch", "collections", "_codecs")
#: Pickles in front of the storages in files from before PyTorch 1.6: magic number, protocol, system, contents.
_LEGACY_PICKLES = 4


class Inert:
    """Stands for an object of a class that is not loaded: keeps what it was made from, and does nothing."""

    def __init__(self, *arguments: object, **_named: object) -> None:
        self.arguments = arguments

    def __setstate__(self, state: object) -> None:
        self.state = state


def read_pickled(path: Path, *, stand_ins: bool) -> Any:
    """The contents of a file of `torch.save`, on the CPU; tensors are memory-mapped where the file's format allows it.

    With `stand_ins` foreign classes (argparse's, omegaconf's) become :class:`Inert`; without, they are refused.
    Raises CheckpointError for a file that is damaged or names anything else than tensors and plain containers.
    """
    classes = [(type("Inert", (Inert,), {}), name) for name in _foreign_globals(path)] if stand_ins else []
    try:
        with torch.serialization.safe_globals(classes):  # type: ignore[arg-type]
            return torch.load(path, map_location="cpu", weights_only=True, mmap=_is_zip(path))
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, OSError) as error:
        reason = str(error).strip().split("\n")[0]
        names = f"; it names {', '.join(foreign)}" if (foreign := _foreign_globals(path)) and not stand_ins else ""
        raise CheckpointError(f"{path} cannot be read as plain weights{names} ({reason})") from error


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _foreign_globals(path: Path) -> list[str]:
    """Names of classes and functions in the file that PyTorch's restricted reader does not know; [] if unreadable."""
    try:
        if _is_zip(path):
            names = set(torch.serialization.get_unsafe_globals_in_checkpoint(path))
        else:
            names = _legacy_globals(path)
    except (RuntimeError, ValueError, EOFError, AssertionError, OSError):
        return []
    return sorted(name for name in names if name.split(".")[0] not in _KNOWN)


def _legacy_globals(path: Path) -> set[str]:
    with path.open("rb") as file:
        return {
            str(argument).replace(" ", ".")
            for _ in range(_LEGACY_PICKLES)
            for opcode, argument, _place in pickletools.genops(file)
            if opcode.name == "GLOBAL"
        }
