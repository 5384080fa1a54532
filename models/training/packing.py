"""Sequence packing: many pairs in one row of fixed width, kept apart by the attention mask."""

from __future__ import annotations

import bisect
import dataclasses
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.architecture.config import ModelConfig
from models.text.source import source_positions, target_positions

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Document:
    """One pair: the whole source, where its text lies, and the target. All in token ids."""

    source: Ids
    text_start: int
    text_length: int
    target: Ids

    def __len__(self) -> int:
        return len(self.source) + len(self.target)


@dataclass(frozen=True)
class PackedBatch:
    """B packs of N columns, with M masked target tokens and D documents.

    input_ids, position_ids, type_ids, document, is_target: [B, N]; `document` numbers the pairs of a pack from 0 and
    is −1 at padding. rows [M], length_rows [D]: flattened positions b·N + n of masked tokens and of `[LENGTH]`.
    labels [M]; length_classes [D], −100 where the length has no class. tokens: without padding; pairs: of row and
    visible column.
    """

    input_ids: Tensor
    position_ids: Tensor
    type_ids: Tensor
    document: Tensor
    is_target: Tensor
    rows: Tensor
    labels: Tensor
    length_rows: Tensor
    length_classes: Tensor
    tokens: int
    pairs: int

    def to(self, device: torch.device) -> PackedBatch:
        """The same batch on a device."""
        tensors = {k: v.to(device, non_blocking=True) for k, v in vars(self).items() if isinstance(v, Tensor)}
        return dataclasses.replace(self, **tensors)  # type: ignore[arg-type]

    def dense_mask(self) -> Tensor:
        """Bool [B, 1, N, N], true where a row may look: its own document; a source row only at its source.

        Padding sees padding, because a softmax over nothing is not a number.
        """
        same = self.document.unsqueeze(2) == self.document.unsqueeze(1)
        visible = self.is_target.unsqueeze(2) | ~self.is_target.unsqueeze(1)
        return (same & visible).unsqueeze(1)


def pack(documents: list[Document], capacity: int) -> list[list[Document]]:
    """Documents in packs of at most `capacity` tokens: longest first, each where the least room is left over.

    Raises ValueError for a document that fits into none.
    """
    packs: list[list[Document]] = []
    room: list[tuple[int, int]] = []
    for document in sorted(documents, key=len, reverse=True):
        if len(document) > capacity:
            raise ValueError(f"a document of {len(document)} tokens does not fit into a pack of {capacity}")
        place = bisect.bisect_left(room, (len(document), -1))
        if place == len(room):
            packs.append([document])
            bisect.insort(room, (capacity - len(document), len(packs) - 1))
        else:
            left, number = room.pop(place)
            packs[number].append(document)
            bisect.insort(room, (left - len(document), number))
    return packs


def make_packed(
    packs: list[list[Document]],
    config: ModelConfig,
    randoms: list[np.random.Generator],
    *,
    capacity: int,
    source_mask_rate: float,
) -> PackedBatch:
    """CMLM (DESIGN §1): per pair a uniform number of target tokens is masked, and a share of its text, not predicted.

    Each pack draws from a generator of its own, so that it does not matter which process holds it.
    """
    shape = (len(packs), capacity)
    ids = np.full(shape, config.pad_id, dtype=np.int64)
    positions = np.full(shape, config.first_position, dtype=np.int64)
    number = np.full(shape, -1, dtype=np.int64)
    targets = np.zeros(shape, dtype=bool)
    rows: list[Ids] = []
    labels: list[Ids] = []
    length_rows: list[int] = []
    length_classes: list[int] = []
    tokens = pairs = 0
    for b, (documents, random) in enumerate(zip(packs, randoms, strict=True)):
        start = 0
        for n, document in enumerate(documents):
            source, length = len(document.source), len(document.target)
            middle, end = start + source, start + source + length
            ids[b, start:middle] = document.source
            hidden = np.flatnonzero(random.random(document.text_length) < source_mask_rate)
            ids[b, start + document.text_start + hidden] = config.mask_id
            masked = np.sort(random.permutation(length)[: random.integers(1, length + 1)])
            ids[b, middle:end] = document.target
            ids[b, middle + masked] = config.mask_id
            positions[b, start:middle] = source_positions(config, source)
            positions[b, middle:end] = target_positions(config, source, length)
            number[b, start:end] = n
            targets[b, middle:end] = True
            rows.append(b * capacity + middle + masked)
            labels.append(document.target[masked])
            length_rows.append(b * capacity + start)
            offset = length - config.length_minimum
            offset -= document.text_length if config.length_relative_to_text else 0
            length_classes.append(offset if 0 <= offset < config.length_classes else -100)
            tokens += len(document)
            pairs += source * source + length * len(document)
            start = end
    nothing = np.zeros(0, dtype=np.int64)
    types = targets.astype(np.int64) if config.type_vocabulary_size > 1 else np.zeros(shape, dtype=np.int64)
    return PackedBatch(
        input_ids=torch.from_numpy(ids),
        position_ids=torch.from_numpy(positions),
        type_ids=torch.from_numpy(types),
        document=torch.from_numpy(number),
        is_target=torch.from_numpy(targets),
        rows=torch.from_numpy(np.concatenate([nothing, *rows])),
        labels=torch.from_numpy(np.concatenate([nothing, *labels])),
        length_rows=torch.tensor(length_rows, dtype=torch.int64),
        length_classes=torch.tensor(length_classes, dtype=torch.int64),
        tokens=tokens,
        pairs=pairs,
    )
