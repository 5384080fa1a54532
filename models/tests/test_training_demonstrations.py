"""Solved examples beside the questions of a batch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.architecture.config import mini_config
from models.tests.shard_folder import write_shards
from models.text.demonstrations import instruction_with_demonstrations
from models.training.demonstrations import KEPT, LONGEST, MOST, DemonstrationMaker
from models.training.examples import Example, ExampleStream, Shard

CONFIG = mini_config(200, hidden_size=32, layers=2, heads=4, feed_forward_size=64)


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shards(tmp_path_factory.mktemp("shards"))


def test_demonstrations_follow_the_instruction() -> None:
    separator = CONFIG.separator_id
    ids = instruction_with_demonstrations(CONFIG, [60, 61], [([50], [51, 52]), ([53, 54], [55])])
    assert ids == [60, 61, separator, 50, separator, 51, 52, separator, 53, 54, separator, 55]
    assert instruction_with_demonstrations(CONFIG, [60], []) == [60]


def _maker(folder: Path, share: float) -> tuple[DemonstrationMaker, ExampleStream]:
    shard = Shard(folder, "train")
    stream = ExampleStream(shard, batch_tokens=512, pool_size=128, seed=1)

    def draw(group: int, count: int, random: np.random.Generator) -> list[Example]:
        return [shard.example(int(row)) for row in random.choice(stream.rows_of[group], size=count)]

    return DemonstrationMaker(CONFIG, draw, share), stream


def test_no_share_leaves_batches_and_random_numbers_alone(shards: Path) -> None:
    maker, stream = _maker(shards, 0)
    _, examples = next(stream.batches(0, 0))
    random = np.random.default_rng(1)
    assert maker.batch(examples, random) is examples
    assert random.random() == np.random.default_rng(1).random()


def test_examples_get_other_solved_rows_of_their_group(shards: Path) -> None:
    maker, stream = _maker(shards, 1)
    shard, random, found = stream.shard, np.random.default_rng(1), 0
    for _, (_, examples) in zip(range(20), stream.batches(0, 0), strict=False):
        added = maker.batch(examples, random)
        if added is examples:
            assert all(e.task not in ("translate", "classify") for e in examples)
            continue
        assert len(added) <= max(1, round(len(examples) * KEPT))
        for example in added:
            plain = next(e for e in examples if e.text is example.text)
            count = len(plain.instruction)
            assert example.instruction[:count].tolist() == plain.instruction.tolist()
            rest = example.instruction[count:].tolist()
            assert rest.count(CONFIG.separator_id) <= 2 * MOST
            assert len(rest) <= MOST * (LONGEST + 2)
            parts = _parts(rest)
            rows = [shard.example(int(row)) for row in stream.rows_of[example.group]]
            known = {(tuple(row.text.tolist()), tuple(row.target.tolist())) for row in rows}
            for text, answer in zip(parts[::2], parts[1::2], strict=True):
                assert (text, answer) in known
                assert text != tuple(example.text.tolist())
                found += 1
    assert found > 20


def _parts(ids: list[int]) -> list[tuple[int, ...]]:
    parts: list[list[int]] = []
    for one in ids:
        if one == CONFIG.separator_id:
            parts.append([])
        else:
            parts[-1].append(one)
    return [tuple(part) for part in parts]


@pytest.mark.parametrize("share", [-0.1, 1.5])
def test_an_impossible_share_is_refused(shards: Path, share: float) -> None:
    with pytest.raises(ValueError, match="share of batches"):
        _maker(shards, share)
