"""Lanes: the stream of packs, cut into as many independent parts as a step has packs.

Lane g of G reads blocks g, g + G, g + 2G … of every subset's order, and gives one pack to every step. What a lane
gives depends on its number alone, so that any number of processes can share the lanes out and see the same steps.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.architecture.config import ModelConfig
from models.data.stream import BlockReader, Record, Subset, parse_record, permuted
from models.text.tokenizer import Tokenizer
from models.training.batch import Document, pack
from models.training.demonstrations import DemonstrationMaker
from models.training.examples import Example
from models.training.questions import QuestionMaker

#: Bytes per token of a subset of which nothing has been read yet.
_EXPECTED_BYTES = 4.5
_EMPTY_POOLS = 1000
#: Tokens of a source beside text and instruction: `[LENGTH]` and two separators.
SOURCE_MARKS = 3

#: The example of a record; None for one that is left out.
Encoder = Callable[[Record], Example | None]
#: The documents of a pool of examples.
DocumentMaker = Callable[[list[Example], np.random.Generator], list[Document]]


class RecordEncoder:
    """Tokens of a record; None for one that is empty or longer than the model reads."""

    def __init__(self, tokenizer: Tokenizer, config: ModelConfig, *, longest: int, longest_target: int) -> None:
        """`longest`: tokens of source and target together; the model's positions bound it too."""
        self._tokenizer, self.longest_target = tokenizer, longest_target
        self.longest = min(longest, config.maximum_positions - config.first_position)

    def __call__(self, record: Record) -> Example | None:
        text, instruction = self._ids(record.input), self._ids(record.instruction)
        target, draft = self._ids(record.output), self._ids(record.draft) if record.draft else None
        if not len(target) or not len(text) + len(instruction) or len(target) > self.longest_target:
            return None
        answer = max(len(target), 0 if draft is None else len(draft))
        if len(text) + len(instruction) + SOURCE_MARKS + answer > self.longest:
            return None
        group = zlib.crc32("\0".join((record.task, record.lang, record.instruction)).encode())
        return Example(text, instruction, target, group, record.task, draft)

    def _ids(self, text: str) -> NDArray[np.int64]:
        return np.asarray(self._tokenizer.encode(text), dtype=np.int64)


def document_maker(config: ModelConfig, questions: QuestionMaker, demonstrations: float, longest: int) -> DocumentMaker:
    """Questions about a pool's examples, a share of them with `demonstrations`; what grows too long is left out."""

    def make(examples: list[Example], random: np.random.Generator) -> list[Document]:
        groups: dict[int, list[Example]] = {}
        for example in examples:
            groups.setdefault(example.group, []).append(example)

        def draw(group: int, count: int, random: np.random.Generator) -> list[Example]:
            return [groups[group][i] for i in random.integers(len(groups[group]), size=count)]

        shown = DemonstrationMaker(config, draw, demonstrations).pool(examples, random)
        return [document for document in questions.documents(shown, random) if len(document) <= longest]

    return make


@dataclass
class LanePlace:
    """Place of a lane: pool and pack, and the blocks and tokens of each subset before that pool."""

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
        maker: DocumentMaker,
        capacity: int,
        seed: int,
        blocks_per_pool: int = 16,
    ) -> None:
        self.number, self.count, self.capacity, self.seed = number, count, capacity, seed
        self.skipped = self.faulty = 0
        self._subsets, self._reader, self._blocks = subsets, reader, blocks_per_pool
        self._encoder, self._maker = encoder, maker
        self._sizes = [subset.blocks(reader.block_bytes) for subset in subsets]
        self.place = LanePlace()
        self._after = LanePlace()
        self._packs: list[list[Document]] | None = None

    def restore(self, place: LanePlace) -> None:
        """Go on from another place."""
        self.place, self._packs = place, None

    def next(self) -> list[Document]:
        """The next pack."""
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
        self.place.pack += 1
        return chosen

    def _fill(self) -> list[list[Document]]:
        """The packs of the pool at `place`; what follows it is left in `_after`."""
        random = np.random.default_rng([self.seed, 5, self.number, self.place.pool])
        blocks, tokens = dict(self.place.blocks), dict(self.place.tokens)
        examples: list[Example] = []
        for _ in range(self._blocks):
            chosen = int(random.choice(len(self._subsets), p=self._chances(blocks, tokens)))
            subset = self._subsets[chosen]
            taken = blocks.get(subset.name, 0)
            found = self._read(subset, permuted(taken * self.count + self.number, self._sizes[chosen], self.seed))
            blocks[subset.name] = taken + 1
            tokens[subset.name] = tokens.get(subset.name, 0) + sum(
                len(e.text) + len(e.instruction) + len(e.target) for e in found
            )
            examples += found
        self._after = LanePlace(self.place.pool + 1, 0, blocks, tokens)
        documents = self._maker(examples, random)
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

    def _read(self, subset: Subset, block: int) -> list[Example]:
        found = []
        for line in self._reader.read(subset, block):
            try:
                record = parse_record(line)
            except ValueError:
                self.faulty += 1
                continue
            example = self._encoder(record)
            if example is None:
                self.skipped += 1
            else:
                found.append(example)
        return found
