"""The manifest of a package that is being exported: variants, revision, sizes and instructions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.architecture.config import ModelConfig
from models.data.instructions import InstructionTable
from models.package.manifest import file_entry
from models.text.tokenizer import COPY_CODE_POINT, COPY_TOKENS

#: Core ML and DirectML run plain products only.
GPUS = ["cuda", "webgpu", "coreml", "dml"]
#: Variants that `export` writes: precision, devices that may run it (best first), file of the graph. A device takes the
#: first of a manifest's variants that names it, and the next where that one fails.
VARIANTS: dict[str, dict[str, Any]] = {
    "int8": {"id": "cpu-int8", "precision": "int8", "devices": ["cpu"], "graph": "model.int8.onnx"},
    "fp16": {"id": "gpu-fp16", "precision": "fp16", "devices": GPUS, "graph": "model.fp16.onnx"},
    "int4": {
        "id": "int4",
        "precision": "int4",
        "devices": ["cuda", "webgpu", "cpu"],
        "graph": "model.int4.onnx",
    },
    "float32": {
        "id": "float32",
        "precision": "float32",
        "devices": [*GPUS, "cpu"],
        "graph": "model.float32.onnx",
    },
}

#: How a model that revises is decoded (`decoding/revise.py`); tuned on development sets.
REVISION: dict[str, Any] = {
    "tasks": ["fix", "formal", "informal"],
    "threshold": 0.5,
    "rounds": 2,
    "acceptance": -1.5,
    "deletion": -1.5,
    "lengthWeight": 0.5,
}


def build_manifest(
    config: ModelConfig,
    *,
    parameters: int,
    directory: Path,
    files: list[str],
    variants: list[str],
    identity: dict[str, str],
    table: InstructionTable,
    limits: dict[str, int],
    defaults: dict[str, float],
    self_test: dict[str, Any],
) -> dict[str, Any]:
    """The manifest of a package whose `files` lie in `directory`.

    `identity`: id, version, name, description and license (an SPDX name).
    """
    mini = config.family in ("mini", "minilm")
    special: dict[str, Any] = {
        "pad": config.pad_id,
        "unknown": config.unknown_id,
        "separator": config.separator_id,
        "mask": config.mask_id,
        "length": config.length_id,
        "copy": list(range(5, 5 + COPY_TOKENS)) if mini else [],
    }
    if mini:
        special["copyCodePoint"] = COPY_CODE_POINT
    return {
        "schemaVersion": 1,
        **identity,
        "family": config.family,
        "architecture": {
            "layers": config.layers,
            "hiddenSize": config.hidden_size,
            "heads": config.heads,
            "headSize": config.head_size,
            "vocabularySize": config.vocabulary_size,
            "parameters": parameters,
        },
        "tokenizer": {
            "kind": "sentencepiece-unigram",
            "file": "tokenizer.model",
            "idOffset": 0 if mini else 1,
            "normalForm": "NFC",
        },
        "specialTokens": special,
        "layout": {
            "source": config.source_layout,
            "firstPosition": config.first_position,
            "targetPositions": config.target_positions,
        },
        "length": {
            "relativeTo": "text" if config.length_relative_to_text else "none",
            "minimum": config.length_minimum,
            "classes": config.length_classes,
        },
        "limits": limits,
        "languages": table.raw["languages"],
        "languageNames": table.raw["languageNames"],
        "instructions": table.raw["instructions"],
        "labelSets": table.raw["labelSets"],
        "labelInstruction": table.raw["labelInstruction"],
        **({"fillInstruction": table.fill, "revision": REVISION} if config.revises else {}),
        "selfTest": self_test,
        "defaults": defaults,
        "variants": [VARIANTS[name] for name in variants],
        "files": [file_entry(directory, name) for name in files],
        "quality": [],
    }
