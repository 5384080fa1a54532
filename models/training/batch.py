"""The tensors of a step: documents in rows, one in each or as many as fit, kept apart by the attention mask."""

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
#: Length class of a document whose length is not to be learnt.
NO_CLASS = -100


@dataclass(frozen=True)
class Document:
    """One question as the model reads it: source and target ids, hidden tokens masked in both.

    `rows`: places in the target that are to be predicted; `labels`: what belongs there; `group`: of the example.
    """

    source: Ids
    target: Ids
    rows: Ids
    labels: Ids
    length_class: int
    group: int

    def __len__(self) -> int:
        return len(self.source) + len(self.target)


@dataclass(frozen=True)
class Batch:
    """B rows of N columns, with D documents and M target tokens to predict.

    input_ids, position_ids, type_ids, document, is_target: [B, N]; `document` numbers the documents of a row from 0
    and is −1 at padding. rows [M], length_rows [D]: flattened positions b·N + n. labels, row_documents [M]: the token,
    and the document it stands in. length_classes [D], −100: none. tokens: without padding; pairs: of row and visible
    column. `packed`: rows of one fixed width, with several documents each.
    """

    input_ids: Tensor
    position_ids: Tensor
    type_ids: Tensor
    document: Tensor
    is_target: Tensor
    rows: Tensor
    labels: Tensor
    row_documents: Tensor
    length_rows: Tensor
    length_classes: Tensor
    tokens: int
    pairs: int
    packed: bool

    def to(self, device: torch.device) -> Batch:
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


def make_batch(rows: list[list[Document]], config: ModelConfig, width: int | None = None) -> Batch:
    """Lay out packs of `width` tokens; without it one document a row, all targets beginning in one column.

    A batch without a document is one row of padding, so that every process has something to compute.
    """
    documents = [document for row in rows for document in row]
    middle = 0 if width else max((len(d.source) for d in documents), default=0)
    width = width or max(1, middle + max((len(d.target) for d in documents), default=0))
    shape = (max(1, len(rows)), width)
    ids = np.full(shape, config.pad_id, dtype=np.int64)
    positions = np.full(shape, config.first_position, dtype=np.int64)
    number = np.full(shape, -1, dtype=np.int64)
    targets = np.zeros(shape, dtype=bool)
    places: list[Ids] = []
    length_rows: list[int] = []
    for b, row in enumerate(rows):
        start = 0
        for n, document in enumerate(row):
            source, length = len(document.source), len(document.target)
            first = max(middle, start + source)
            for begin, values in ((start, document.source), (first, document.target)):
                ids[b, begin : begin + len(values)] = values
                number[b, begin : begin + len(values)] = n
            positions[b, start : start + source] = source_positions(config, source)
            positions[b, first : first + length] = target_positions(config, source, length)
            targets[b, first : first + length] = True
            places.append(b * width + first + document.rows)
            length_rows.append(b * width + start)
            start = first + length
    nothing = np.zeros(0, dtype=np.int64)
    types = targets.astype(np.int64) if config.type_vocabulary_size > 1 else np.zeros(shape, dtype=np.int64)
    return Batch(
        input_ids=torch.from_numpy(ids),
        position_ids=torch.from_numpy(positions),
        type_ids=torch.from_numpy(types),
        document=torch.from_numpy(number),
        is_target=torch.from_numpy(targets),
        rows=torch.from_numpy(np.concatenate([nothing, *places])),
        labels=torch.from_numpy(np.concatenate([nothing, *(d.labels for d in documents)])),
        row_documents=torch.from_numpy(np.repeat(np.arange(len(documents)), [len(d.rows) for d in documents])),
        length_rows=torch.tensor(length_rows, dtype=torch.int64),
        length_classes=torch.tensor([d.length_class for d in documents], dtype=torch.int64),
        tokens=sum(map(len, documents)),
        pairs=sum(len(d.source) ** 2 + len(d.target) * len(d) for d in documents),
        packed=not middle and bool(documents),
    )
