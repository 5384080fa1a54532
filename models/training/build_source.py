"""The source of a run's documents, by its options: token shards, or streamed records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.architecture.config import ModelConfig
from models.data.instructions import InstructionTable
from models.data.stream import BLOCK_BYTES, BlockReader, parse_record
from models.data.xp3 import load_mixture
from models.text.tokenizer import Tokenizer, tokenizer_kind
from models.training.demonstrations import DemonstrationMaker
from models.training.dev import DevSet
from models.training.examples import Example, ExampleStream, Shard
from models.training.group import Group
from models.training.lanes import Lane, RecordEncoder, document_maker
from models.training.options import TrainingOptions
from models.training.questions import Practice, QuestionMaker
from models.training.sources import LaneSource, ShardSource, Source


@dataclass(frozen=True)
class DataOptions:
    """`data`: folder of shards, or folder or address of .jsonl files, which need `tokenizer`; a mixture has one."""

    data: str | None = None
    mixture: str | None = None
    tokenizer: Path | None = None
    dev: Path | None = None
    target_tokens: int = 256
    block_bytes: int = BLOCK_BYTES
    blocks_per_pool: int = 16


def build_source(
    data: DataOptions, config: ModelConfig, options: TrainingOptions, group: Group
) -> tuple[Source, DevSet | None]:
    """The source, and the development set if there is one. Raises ValueError without the tokenizer that is needed."""
    if data.mixture is None and data.data is not None and (Path(data.data) / "train.index.npz").is_file():
        return _shards(Path(data.data), config, options, group)
    if data.tokenizer is None:
        raise ValueError(f"{data.mixture or data.data} holds no shards; for .jsonl files name the --tokenizer")
    return _records(data, data.tokenizer, config, options, group)


def _practice(options: TrainingOptions) -> Practice:
    return Practice(find=options.find, infill=options.infill, fill=options.fill)


def _shards(folder: Path, config: ModelConfig, options: TrainingOptions, group: Group) -> tuple[Source, DevSet]:
    shard = Shard(folder, "train")
    stream = ExampleStream(
        shard,
        batch_tokens=options.batch_tokens,
        pool_size=options.pool_size,
        seed=options.seed,
        reweight=options.reweight,
    )

    def draw(number: int, count: int, random: np.random.Generator) -> list[Example]:
        return [shard.example(int(row)) for row in random.choice(stream.rows_of[number], size=count)]

    questions = QuestionMaker(
        config, _practice(options), shard.fill_instruction, source_mask_rate=options.source_mask_rate
    )
    demonstrations = DemonstrationMaker(config, draw, options.demonstrations)
    dev = DevSet.of_shard(Shard(folder, "dev"), per_group=options.dev_rows_per_group)
    return ShardSource(stream, questions, demonstrations, group, options.parts), dev


def _records(
    data: DataOptions, path: Path, config: ModelConfig, options: TrainingOptions, group: Group
) -> tuple[Source, DevSet | None]:
    tokenizer = Tokenizer(path, tokenizer_kind(config.family))
    fill = np.asarray(tokenizer.encode(InstructionTable.load().fill))
    questions = QuestionMaker(config, _practice(options), fill, source_mask_rate=options.source_mask_rate)
    encoder = RecordEncoder(tokenizer, config, longest=options.pack_tokens, longest_target=data.target_tokens)
    maker = document_maker(config, questions, options.demonstrations, encoder.longest)
    system, subsets = load_mixture(data.mixture, data.data)
    lanes = [
        Lane(
            number,
            options.packs,
            subsets=subsets,
            reader=BlockReader(system, data.block_bytes),
            encoder=encoder,
            maker=maker,
            capacity=options.pack_tokens,
            seed=options.seed,
            blocks_per_pool=data.blocks_per_pool,
        )
        for number in range(group.rank, options.packs, group.count)
    ]
    source = LaneSource(lanes, group, packs=options.packs, width=options.pack_tokens, micro_packs=options.micro_packs)
    return source, None if data.dev is None else _dev(data.dev, encoder)


def _dev(path: Path, encoder: RecordEncoder) -> DevSet:
    """Development pairs of a .jsonl file. Raises ValueError for one without any."""
    examples, names = [], []
    for line in path.read_bytes().splitlines():
        record = parse_record(line)
        example = encoder(record)
        if example is not None:
            examples.append(example)
            names.append("/".join(part for part in (record.task, record.lang) if part))
    if not examples:
        raise ValueError(f"{path} holds no pair that the model can read")
    return DevSet(examples, names)
