"""The question of the manifest's self-test, and the reference's answer, which every device must come close to."""

from __future__ import annotations

from typing import Any

import torch

from models.architecture.config import ModelConfig
from models.export.reference_run import StreamedReference
from models.export.samples import SampleBatch, mask_batch
from models.text.source import build_source
from models.text.tokenizer import Tokenizer

INSTRUCTION, TEXT = "Translate to German.", "The file could not be saved because the disk is full."
#: Masks of the target, and length classes that are stored: enough to find nonsense, few enough for a manifest.
_MASKS, _CLASSES = 8, 16
_DIGITS = 5


def self_test(reference: StreamedReference, config: ModelConfig, tokenizer: Tokenizer) -> dict[str, Any]:
    """`selfTest` of the manifest (see `extension/core/model/manifest.ts`): at every mask the reference's best token."""
    text, instruction = tokenizer.encode(TEXT), tokenizer.encode(INSTRUCTION)
    answer = reference.run(_question(config, text, instruction))
    best = answer.log_probabilities.max(dim=-1)
    classes = torch.linspace(0, config.length_classes - 1, _CLASSES).round().to(torch.int64).tolist()
    logits = answer.length_logits[0, classes].tolist()
    return {
        "text": text,
        "instruction": instruction,
        "ids": best.indices.tolist(),
        "logProbabilities": [round(value, _DIGITS) for value in best.values.tolist()],
        "length": {"classes": classes, "logits": [round(value, _DIGITS) for value in logits]},
    }


def _question(config: ModelConfig, text: list[int], instruction: list[int]) -> SampleBatch:
    return mask_batch(config, [build_source(config, text, instruction)], [[config.mask_id] * _MASKS])
