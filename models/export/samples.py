"""Inputs for comparisons of a graph with the reference: sentences of our own, and random ids."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.architecture.config import ModelConfig
from models.decoding.encoded import pad
from models.text.source import build_source, source_positions, target_positions
from models.text.tokenizer import Tokenizer

SENTENCES = (
    ("Fix grammar and spelling.", "She go to school every days, and her brother are waiting there."),
    ("Translate to German.", "The file could not be saved because the disk is full."),
    ("Translate to French.", "Open the settings and choose a language."),
    ("Translate to English.", "Das Fenster bleibt offen, bis alle Änderungen gespeichert sind."),
    ("Translate to Spanish.", "Where is the nearest station?"),
    ("Translate to Chinese.", "Thank you!"),
    ("Translate to English.", "这个文件夹是空的。"),
    ("Simplify.", "Subsequent to the completion of the download, the archive is decompressed automatically."),
    ("Make it formal.", "Kannst du mir kurz helfen?"),
    ("Make it informal.", "Veuillez patienter quelques instants, s'il vous plaît."),
    ("Classify sentiment.", "El servicio fue lento y la comida estaba fría."),
    ("Classify language.", "ok"),
)


@dataclass(frozen=True)
class SampleBatch:
    """An encode and a refine run, all int64.

    source_* [B, S]; target_* [B, N], but target_mask [B, S+N]; rows [M]: masked positions; asked [M, C]: candidates.
    """

    source_ids: Tensor
    source_positions: Tensor
    source_types: Tensor
    source_mask: Tensor
    target_ids: Tensor
    target_positions: Tensor
    target_types: Tensor
    target_mask: Tensor
    rows: Tensor
    asked: Tensor


def sentence_batch(config: ModelConfig, tokenizer: Tokenizer) -> SampleBatch:
    """The sentences; the targets are as long as the texts and all masked, or show every second token of the text."""
    sources, targets = [], []
    for number, (instruction, text) in enumerate(SENTENCES):
        ids = tokenizer.encode(text)
        sources.append(build_source(config, ids, tokenizer.encode(instruction)))
        targets.append([config.mask_id if number % 3 == 0 or i % 2 == 0 else token for i, token in enumerate(ids)])
    return mask_batch(config, sources, targets, seed=1)


def random_batch(config: ModelConfig, seed: int, *, size: int, source: int, target: int) -> SampleBatch:
    """Random ids and random lengths up to `source` and `target`, half of the target masked."""
    generator = torch.Generator().manual_seed(seed)

    def ids(longest: int) -> list[int]:
        length = int(torch.randint(1, longest + 1, (1,), generator=generator))
        return torch.randint(5, config.vocabulary_size - 2, (length,), generator=generator).tolist()

    sources = [build_source(config, ids(source), ids(8)) for _ in range(size)]
    targets = [[config.mask_id if i % 2 == 0 else token for i, token in enumerate(ids(target))] for _ in range(size)]
    return mask_batch(config, sources, targets, seed)


def mask_batch(config: ModelConfig, sources: list[list[int]], targets: list[list[int]], seed: int = 1) -> SampleBatch:
    """Given sources and targets; rows are the masks of the targets."""
    source_ids, target_ids = pad(sources, config.pad_id), pad(targets, config.pad_id)
    source_mask, valid = (pad([[1] * len(row) for row in rows], 0) for rows in (sources, targets))
    first, places = config.first_position, [source_positions(config, len(source)) for source in sources]
    after = [target_positions(config, len(s), len(t)) for s, t in zip(sources, targets, strict=True)]
    rows = ((target_ids == config.mask_id) & (valid == 1)).flatten().nonzero().squeeze(1)
    generator = torch.Generator().manual_seed(seed)
    allowed = torch.tensor([i for i in range(config.vocabulary_size) if i not in config.suppressed_ids])
    return SampleBatch(
        source_ids=source_ids,
        source_positions=pad(places, first),
        source_types=torch.zeros_like(source_ids),
        source_mask=source_mask,
        target_ids=target_ids,
        target_positions=pad(after, first),
        target_types=torch.full_like(target_ids, 1 if config.type_vocabulary_size > 1 else 0),
        target_mask=torch.cat([source_mask, valid], dim=1),
        rows=rows,
        asked=allowed[torch.randint(0, len(allowed), (len(rows), 3), generator=generator)],
    )
