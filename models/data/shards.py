"""The shard format: one file of token ids, one index of arrays, and the lists that the index points into."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from models.data.examples import TextExample
from models.data.heldout import HeldOut, normalise
from models.text.tokenizer import Tokenizer


@dataclass(frozen=True)
class Limits:
    """Lengths in tokens that an example may have.

    `shortest_change` is the least (target - text) that the length classes can name.
    """

    translate: int = 64
    rewrite: int = 96
    shortest_change: int = -64

    def allows(self, task: str, text: int, target: int) -> bool:
        """True if an example of `task` with these lengths can be trained on."""
        most = self.translate if task == "translate" else self.rewrite
        return 0 < text <= most and 0 < target <= most and target - text >= self.shortest_change


@dataclass
class Numbering:
    """Numbers for instructions and groups, given in the order of first use and shared by all splits."""

    instructions: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    #: The instruction that asks for a gap's contents; marked in `instructions.json`.
    fill: str = ""


@dataclass
class GroupCount:
    """Sums over one group of one split."""

    rows: int = 0
    text_tokens: int = 0
    target_tokens: int = 0
    draft_tokens: int = 0
    copied: int = 0


@dataclass
class Dropped:
    """Why examples were left out."""

    held_out: int = 0
    repeated: int = 0
    length: int = 0


class ShardWriter:
    """Filters, tokenises and writes examples.

    Files: `<split>.tokens.bin` (uint16; text, target and draft ids of each example, nothing between) and
    `<split>.index.npz` with offset (int64, in tokens), text_length, target_length, draft_length (0: no draft),
    instruction, group (uint16).
    """

    def __init__(self, folder: Path, split: str, tokenizer: Tokenizer, numbering: Numbering, limits: Limits) -> None:
        if tokenizer.vocabulary_size > np.iinfo(np.uint16).max + 1:
            raise ValueError("the shard format holds 16-bit ids; this vocabulary is larger")
        self.counts: dict[str, GroupCount] = {}
        self.dropped = Dropped()
        self._folder, self._split = folder, split
        self._tokenizer, self._numbering, self._limits = tokenizer, numbering, limits
        self._columns: list[tuple[int, int, int, int, int]] = []
        self._seen: set[int] = set()
        self._copy = set(tokenizer.copy)

    def write(
        self, examples: Iterable[TextExample], held_out: HeldOut | None, most: int | None = None, chunk: int = 50_000
    ) -> int:
        """Write the shard; returns the number of examples. `held_out` None skips that filter (dev itself).

        `most` bounds the examples of each group.
        """
        accepted = self._accept(examples, held_out)
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f"{self._split}.tokens.bin").open("wb") as stream:
            while batch := list(islice(accepted, chunk)):
                stream.write(np.asarray(self._encode(batch, most), dtype="<u2").tobytes())
        table = np.asarray(self._columns, dtype=np.int64).reshape(-1, 5)
        lengths = table[:, :3].sum(axis=1)
        columns = {"text_length": 0, "target_length": 1, "draft_length": 2, "instruction": 3, "group": 4}
        np.savez(
            self._folder / f"{self._split}.index.npz",
            offset=np.cumsum(lengths) - lengths,
            **{name: table[:, column].astype(np.uint16) for name, column in columns.items()},  # type: ignore[arg-type]
        )
        return len(table)

    def _accept(self, examples: Iterable[TextExample], held_out: HeldOut | None) -> Iterator[TextExample]:
        for example in examples:
            text, target = normalise(example.text), normalise(example.target)
            # A hash keeps memory small; rows that differ in the instruction's list of labels count as one.
            key = hash((example.group, text, target, example.text == example.target))
            if key in self._seen:
                self.dropped.repeated += 1
            elif held_out and self._is_held_out(example, held_out):
                self.dropped.held_out += 1
            else:
                self._seen.add(key)
                yield example

    @staticmethod
    def _is_held_out(example: TextExample, held_out: HeldOut) -> bool:
        # A label is no leak, though some UI file may well hold the word "English".
        return example.text in held_out or (not example.group.startswith("classify/") and example.target in held_out)

    def _encode(self, batch: list[TextExample], most: int | None) -> list[int]:
        parts = [[e.text for e in batch], [e.target for e in batch], [e.draft for e in batch]]
        ids = self._tokenizer.encode_batch([text for part in parts for text in part])
        flat: list[int] = []
        encoded = (ids[k * len(batch) : (k + 1) * len(batch)] for k in range(len(parts)))
        for example, text, target, draft in zip(batch, *encoded, strict=True):
            count = self.counts.setdefault(example.group, GroupCount())
            if not self._limits.allows(example.group.split("/")[0], len(text), max(len(target), len(draft))):
                self.dropped.length += 1
                continue
            if most is not None and count.rows >= most:
                continue
            numbers = self._numbering
            instruction = numbers.instructions.setdefault(example.instruction, len(numbers.instructions))
            group = numbers.groups.setdefault(example.group, len(numbers.groups))
            self._columns.append((len(text), len(target), len(draft), instruction, group))
            count.rows += 1
            count.text_tokens += len(text)
            count.target_tokens += len(target)
            count.draft_tokens += len(draft)
            count.copied += not self._copy.isdisjoint(text)
            flat += [*text, *target, *draft]
        return flat


def write_lists(folder: Path, tokenizer: Tokenizer, numbering: Numbering, groups: list[dict[str, object]]) -> None:
    """`instructions.json` (text and ids by number) and `groups.json` (name, rows, tokens, weight by number)."""
    listed = [
        {"text": text, "ids": tokenizer.encode(text), **({"fills": True} if text == numbering.fill else {})}
        for text in numbering.instructions
    ]
    for name, value in (("instructions", listed), ("groups", groups)):
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
