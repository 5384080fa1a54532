"""Token shards on disk and the deterministic stream of training batches drawn from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Example:
    """One pair: token ids of text, instruction and target; the number of its group, and the task.

    `draft`: an answer that is to be revised, such as that of a phrase table or of a translation memory.
    """

    text: NDArray[np.integer]
    instruction: NDArray[np.integer]
    target: NDArray[np.integer]
    group: int = 0
    task: str = ""
    draft: NDArray[np.integer] | None = None


class Shard:
    """Examples written by `python -m models data`; memory-mapped, so that a shard may exceed the memory."""

    def __init__(self, folder: Path, split: str) -> None:
        self.tokens = np.memmap(folder / f"{split}.tokens.bin", dtype=np.uint16, mode="r")
        index = np.load(folder / f"{split}.index.npz")
        self.offset: NDArray[np.int64] = index["offset"]
        self.text_length: NDArray[np.uint16] = index["text_length"]
        self.target_length: NDArray[np.uint16] = index["target_length"]
        #: 0 where there is no draft; shards of before have none at all.
        self.draft_length: NDArray[np.uint16] = (
            index["draft_length"] if "draft_length" in index else np.zeros_like(self.text_length)
        )
        self.instruction: NDArray[np.uint16] = index["instruction"]
        self.group: NDArray[np.uint16] = index["group"]
        listed = json.loads((folder / "instructions.json").read_text(encoding="utf-8"))
        self.instructions = [np.asarray(entry["ids"], dtype=np.uint16) for entry in listed]
        self.groups: list[dict[str, object]] = json.loads((folder / "groups.json").read_text(encoding="utf-8"))
        #: The task of every group.
        self.tasks = [str(group["name"]).split("/")[0] for group in self.groups]
        #: Ids of the instruction that asks for a gap's contents; None in shards without it.
        self.fill_instruction = next(
            (ids for entry, ids in zip(listed, self.instructions, strict=True) if entry.get("fills")), None
        )

    def __len__(self) -> int:
        return len(self.offset)

    def example(self, row: int) -> Example:
        """The example of that row number."""
        start, text_length = int(self.offset[row]), int(self.text_length[row])
        middle = start + text_length
        end = middle + int(self.target_length[row])
        drafted = int(self.draft_length[row])
        return Example(
            text=self.tokens[start:middle],
            instruction=self.instructions[int(self.instruction[row])],
            target=self.tokens[middle:end],
            group=int(self.group[row]),
            task=self.tasks[int(self.group[row])],
            draft=self.tokens[end : end + drafted] if drafted else None,
        )


def parse_reweight(text: str, shard: Shard) -> NDArray[np.float64]:
    """Factors of the groups' weights from `docs=0.4,simplify=0.3`: each name is a part of a group's name.

    Raises ValueError for a name that no group has, or a factor that is not a number above or equal to 0.
    """
    factors = np.ones(len(shard.groups))
    for entry in filter(None, text.split(",")):
        part, _, value = entry.partition("=")
        chosen = [i for i, group in enumerate(shard.groups) if part in str(group["name"]).split("/")]
        if not chosen:
            raise ValueError(f"--reweight {entry}: no group has a part {part!r}")
        factor = float(value)
        if not factor >= 0:
            raise ValueError(f"--reweight {entry}: the factor lies below 0")
        factors[chosen] *= factor
    return factors


class ExampleStream:
    """An endless stream of batches whose place is two integers (pool, batch), so that a run resumes exactly.

    Pool p is drawn by a generator seeded with (seed, p): groups by their weight, rows uniformly within a group.
    A pool is sorted by length and cut into batches of at most `batch_tokens` padded tokens, in random order.
    """

    def __init__(self, shard: Shard, *, batch_tokens: int, pool_size: int, seed: int, reweight: str = "") -> None:
        self.shard = shard
        self.batch_tokens = batch_tokens
        self.pool_size = pool_size
        self.seed = seed
        self.rows_of = [np.flatnonzero(shard.group == g) for g in range(len(shard.groups))]
        factors = parse_reweight(reweight, shard)
        weights = np.asarray([float(g["weight"]) for g in shard.groups]) * factors  # type: ignore[arg-type]
        weights = np.where([len(rows) > 0 for rows in self.rows_of], weights, 0.0)
        self.weights = weights / weights.sum()

    def pool(self, number: int) -> list[NDArray[np.int64]]:
        """Row numbers of the batches of one pool."""
        random = np.random.default_rng([self.seed, number])
        drawn = random.choice(len(self.weights), size=self.pool_size, p=self.weights)
        rows = np.empty(self.pool_size, dtype=np.int64)
        for group in np.unique(drawn):
            place = np.flatnonzero(drawn == group)
            rows[place] = random.choice(self.rows_of[group], size=len(place))
        lengths = np.asarray([len(self.shard.instructions[i]) for i in self.shard.instruction[rows]]) + 3
        sources = lengths + self.shard.text_length[rows]
        targets = np.maximum(self.shard.target_length, self.shard.draft_length)[rows].astype(np.int64)
        order = np.lexsort((random.random(self.pool_size), sources // 4, targets // 4))
        batches: list[NDArray[np.int64]] = []
        current: list[int] = []
        widest_source = widest_target = 0
        for i in order:
            widest_source, widest_target = max(widest_source, int(sources[i])), max(widest_target, int(targets[i]))
            if current and (len(current) + 1) * (widest_source + widest_target) > self.batch_tokens:
                batches.append(rows[current])
                current, widest_source, widest_target = [], int(sources[i]), int(targets[i])
            current.append(int(i))
        batches.append(rows[current])
        return [batches[i] for i in random.permutation(len(batches))]

    def batches(self, pool: int, batch: int) -> Iterator[tuple[tuple[int, int], list[Example]]]:
        """Batches from that place on, each with the place that follows it."""
        while True:
            cut = self.pool(pool)
            for number in range(batch, len(cut)):
                following = (pool, number + 1) if number + 1 < len(cut) else (pool + 1, 0)
                yield following, [self.shard.example(int(row)) for row in cut[number]]
            pool, batch = pool + 1, 0
