"""Plan from a checkpoint's tensors to our parameters, checked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.package.errors import CheckpointError
from models.package.tensors import Shape, TensorSource

#: Our names for a tensor of a checkpoint, each with the third of its rows (None: all of them).
Naming = Callable[[str], list[tuple[str, int | None]]]
#: Tables that have one row more than the checkpoint's: that of `[LENGTH]`.
GROWN = ("backbone.word_embeddings.weight", "head_bias")
#: No checkpoint has a length head; fairseq's has no types.
NEW = ("length_head.weight", "length_head.bias")
TYPES = "backbone.type_embeddings.weight"
_SHOWN = 8
_HEAD = re.compile(r"lm_head\.(decoder\.)?weight$")


@dataclass(frozen=True)
class Piece:
    """A tensor of the checkpoint, or one third of its rows."""

    name: str
    third: int | None


def parameter_shapes(config: ModelConfig) -> dict[str, Shape]:
    """The shape of every parameter of a model, without making one."""
    with torch.device("meta"):
        model = InstructModel(config)
    return {name: tuple(parameter.shape) for name, parameter in model.named_parameters()}


class ImportPlan:
    """The whole of our parameters from a checkpoint.

    Raises CheckpointError that lists what does not fit: unknown tensors, missing ones, wrong shapes, a head of its own.
    """

    def __init__(self, source: TensorSource, config: ModelConfig, naming: Naming) -> None:
        self.source, self.config = source, config
        self.shapes = parameter_shapes(config)
        self._pieces: dict[str, Piece] = {}
        self._faults: list[str] = []
        self._assign(source.shapes(), naming)
        missing = [n for n in self.shapes if n not in self._pieces and n not in (*NEW, TYPES)]
        self._faults += [f"no tensor for {name} {list(self.shapes[name])}" for name in missing]
        if not self._faults:
            self._check_head(source.shapes())
        if self._faults:
            more = len(self._faults) - _SHOWN
            listed = [*self._faults[:_SHOWN], *([f"and {more} more"] if more > 0 else [])]
            raise CheckpointError("the checkpoint does not fit:\n  " + "\n  ".join(listed))

    def tensors(self) -> Iterator[tuple[str, Tensor]]:
        """Our parameters in order, each valid until the next is asked for."""
        for name, shape in self.shapes.items():
            yield name, self._make(name, shape)

    def _assign(self, theirs: Mapping[str, Shape], naming: Naming) -> None:
        for name, shape in theirs.items():
            try:
                targets = naming(name)
            except KeyError:
                self._faults.append(f"{self.source.file(name)}: XLM-R has no tensor {name} {list(shape)}")
                continue
            for target, third in targets:
                expected = self.shapes.get(target)
                if expected is None:
                    self._faults.append(f"{self.source.file(name)}: {name} belongs to a layer beyond the last")
                    continue
                rows = expected[0] - (target in GROWN)
                wanted = (rows * (3 if third is not None else 1), *expected[1:])
                if shape != wanted:
                    place = self.source.file(name)
                    self._faults.append(f"{place}: {name} has shape {list(shape)}, expected {list(wanted)}")
                    continue
                self._pieces[target] = Piece(name, third)

    def _check_head(self, theirs: Mapping[str, Shape]) -> None:
        """Ours is the embedding table; a checkpoint that was trained with another matrix would be cut short."""
        table = self._pieces[GROWN[0]].name
        for name in theirs:
            if _HEAD.search(name) and not torch.equal(self.source.load(name), self.source.load(table)):
                self._faults.append(f"{self.source.file(name)}: {name} differs from {table}, to which XLM-R ties it")
        self.source.release()

    def _make(self, name: str, shape: Shape) -> Tensor:
        if name not in self._pieces:
            return _new_parameter(name, shape)
        piece = self._pieces[name]
        tensor = self.source.load(piece.name)
        if piece.third is not None:
            tensor = tensor.chunk(3)[piece.third]
        if not all(bool(torch.isfinite(end)) for end in tensor.aminmax()):
            raise CheckpointError(f"{self.source.file(piece.name)}: {piece.name} holds values that are not finite")
        if name in GROWN:
            # A row of its own, not one of the vocabulary's unused ones, so that every size is treated alike. It begins
            # as the mean of the others: a token without a meaning yet.
            tensor = torch.cat([tensor, tensor.mean(dim=0, keepdim=True, dtype=torch.float32).to(tensor.dtype)])
        return tensor


def _new_parameter(name: str, shape: Shape) -> Tensor:
    """A length head that begins as training would make it; types that change nothing."""
    if name != "length_head.weight":
        return torch.zeros(shape)
    return torch.randn(shape, generator=torch.Generator().manual_seed(1)) * 0.02
