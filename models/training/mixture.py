"""Lanes: the stream of packs, cut into as many independent parts as a step has packs.

Lane g of G reads blocks g, g + G, g + 2G … of every subset's order, and gives one pack to every step. What a lane
gives depends on its number alone, so that any number of processes can share the lanes out and see the same steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.architecture.config import ModelConfig
from models.data.stream import BlockReader, Record, Subset, parse_record, permuted
from models.text.source import build_source
from models.text.tokenizer import Tokenizer
from models.training.packing import Document, pack

#: Bytes per token of a subset of which nothing has been read yet.
_EXPECTED_BYTES = 4.5
_EMPTY_POOLS = 1000

Encoder = Callable[[Record], Document | None]


class RecordEncoder:
    """Tokens of a record; None for one that is empty or longer than the model reads."""

    def __init__(self, tokenizer: Tokenizer, config: ModelConfig, *, longest: int, longest_target: int) -> None:
        self._tokenizer, self._config = tokenizer, config
        positions = config.maximum_positions - config.first_position
        self._longest, self._longest_target = min(longest, positions), longest_target

    def __call__(self, record: Record) -> Document | None:
        text, instruction = self._tokenizer.encode(record.input), self._tokenizer.encode(record.instruction)
        target = self._tokenizer.encode(record.output)
        if not target or not (text or instruction) or len(target) > self._longest_target:
            return None
        source = build_source(self._config, text, instruction)
        if len(source) + len(target) > self._longest:
            return None
        start = 1 if self._config.source_layout == "text-first" else len(instruction) + 2
        as_ids = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
        return Document(as_ids[0], start, len(text), as_ids[1])


@dataclass
class LanePlace:
    """Where a lane stands: pool and pack, and the blocks and tokens of each subset before that pool."""

    pool: int = 0
    pack: int = 0
    blocks: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """For a checkpoint; read back by `LanePlace(**values)`."""
        return {"pool": self.pool, "pack": self.pack, "blocks": dict(self.blocks), "tokens": dict(self.tokens)}


class Lane:
    """One lane. `skipped` counts records that were left out, `faulty` lines that are no records."""

    def __init__(
        self,
        number: int,
        count: int,
        *,
        subsets: list[Subset],
        reader: BlockReader,
        encoder: Encoder,
        capacity: int,
        seed: int,
        blocks_per_pool: int = 16,
        place: LanePlace | None = None,
    ) -> None:
        self.number, self.count, self.capacity, self.seed = number, count, capacity, seed
        self.skipped = self.faulty = 0
        self._subsets, self._reader, self._encoder, self._blocks = subsets, reader, encoder, blocks_per_pool
        self._sizes = [subset.blocks(reader.block_bytes) for subset in subsets]
        self.place = place or LanePlace()
        self._after = LanePlace()
        self._packs: list[list[Document]] | None = None

    def next(self) -> tuple[list[Document], np.random.Generator]:
        """The next pack, and the generator that draws its masks."""
        if self._packs is None:
            self._packs = self._fill()
        empty = 0
        while self.place.pack >= len(self._packs):
            self.place = self._after
            self._packs = self._fill()
            empty += 1
            if empty > _EMPTY_POOLS:
                raise ValueError("the data has no record that the model can be trained on")
        chosen = self._packs[self.place.pack]
        random = np.random.default_rng([self.seed, 3, self.number, self.place.pool, self.place.pack])
        self.place.pack += 1
        return chosen, random

    def _fill(self) -> list[list[Document]]:
        """The packs of the pool at `place`; what follows it is left in `_after`."""
        random = np.random.default_rng([self.seed, 5, self.number, self.place.pool])
        blocks, tokens = dict(self.place.blocks), dict(self.place.tokens)
        documents: list[Document] = []
        for _ in range(self._blocks):
            chosen = int(random.choice(len(self._subsets), p=self._chances(blocks, tokens)))
            subset = self._subsets[chosen]
            taken = blocks.get(subset.name, 0)
            found = self._read(subset, permuted(taken * self.count + self.number, self._sizes[chosen], self.seed))
            blocks[subset.name] = taken + 1
            tokens[subset.name] = tokens.get(subset.name, 0) + sum(len(d) for d in found)
            documents += found
        self._after = LanePlace(self.place.pool + 1, 0, blocks, tokens)
        order = [documents[i] for i in random.permutation(len(documents))]
        packs = pack(order, self.capacity)
        return [packs[i] for i in random.permutation(len(packs))]

    def _chances(self, blocks: dict[str, int], tokens: dict[str, int]) -> list[float]:
        """A subset's share of the tokens over the tokens that one of its blocks has had so far."""
        raw = []
        expected = self._reader.block_bytes / _EXPECTED_BYTES
        for subset in self._subsets:
            read = blocks.get(subset.name, 0)
            per_block = (tokens.get(subset.name, 0) + expected) / (read + 1)
            raw.append(subset.weight / per_block)
        total = sum(raw)
        return [value / total for value in raw]

    def _read(self, subset: Subset, block: int) -> list[Document]:
        found = []
        for line in self._reader.read(subset, block):
            try:
                record = parse_record(line)
            except ValueError:
                self.faulty += 1
                continue
            document = self._encoder(record)
            if document is None:
                self.skipped += 1
            else:
                found.append(document)
        return found
