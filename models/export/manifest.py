"""`model.json`: the manifest of a model package (DESIGN §3), and the check that it is whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from models.architecture.config import ModelConfig
from models.data.copy_tokens import COUNT, FIRST
from models.data.instructions import InstructionTable
from models.text.tokenizer import Kind, Tokenizer

MANIFEST_FILE = "model.json"

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


def file_entry(directory: Path, name: str) -> dict[str, Any]:
    """Path, size and sha256 of a file of the package."""
    digest = hashlib.sha256()
    with (directory / name).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return {"path": name, "bytes": (directory / name).stat().st_size, "sha256": digest.hexdigest()}


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
    """The manifest of a package whose `files` lie in `directory`; `identity` has id, version, name and description."""
    mini = config.family in ("mini", "minilm")
    special: dict[str, Any] = {
        "pad": config.pad_id,
        "unknown": config.unknown_id,
        "separator": config.separator_id,
        "mask": config.mask_id,
        "length": config.length_id,
        "copy": list(range(5, 5 + COUNT)) if mini else [],
    }
    if mini:
        special["copyCodePoint"] = FIRST
    return {
        "schemaVersion": 1,
        **identity,
        "license": "MIT",
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


def write_manifest(directory: Path, manifest: dict[str, Any], *, contents: bool = True) -> None:
    """Write `model.json`, after :func:`check_manifest`."""
    check_manifest(directory, manifest, contents=contents)
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (directory / MANIFEST_FILE).write_text(text, encoding="utf-8")


def read_manifest(directory: Path) -> dict[str, Any]:
    """Read `model.json`; raises FileNotFoundError if there is none."""
    values: dict[str, Any] = json.loads((directory / MANIFEST_FILE).read_text(encoding="utf-8"))
    return values


def load_tokenizer(directory: Path, manifest: dict[str, Any]) -> Tokenizer:
    """The tokenizer of a package."""
    return Tokenizer(directory / manifest["tokenizer"]["file"], tokenizer_kind(manifest["family"]))


def tokenizer_kind(family: str) -> Kind:
    """The id layout of a family's tokenizer."""
    return "mini" if family in ("mini", "minilm") else "xlm-roberta"


def check_manifest(directory: Path, manifest: dict[str, Any], *, contents: bool = True) -> None:
    """Raise ValueError for a manifest that contradicts itself or its files; without `contents` these are not read.

    The product checks the shape of `model.json` by its own schema; here are the rules that no schema states.
    """
    listed = {entry["path"] for entry in manifest["files"]}
    needed = {variant["graph"] for variant in manifest["variants"]} | {manifest["tokenizer"]["file"]}
    if missing := needed - listed:
        raise ValueError(f"not in the list of files: {', '.join(sorted(missing))}")
    for entry in manifest["files"] if contents else []:
        if entry != file_entry(directory, entry["path"]):
            raise ValueError(f"{entry['path']} is not the file that the manifest describes")
    sizes = manifest["architecture"]
    if sizes["heads"] * sizes["headSize"] != sizes["hiddenSize"]:
        raise ValueError("heads × headSize is not hiddenSize")
    sets = {entry["id"] for entry in manifest["labelSets"]}
    for instruction in manifest["instructions"]:
        if instruction.get("labelSet", next(iter(sets))) not in sets:
            raise ValueError(f"unknown label set in {instruction['canonical']!r}")
        if unknown := set(instruction.get("targets", [])) - manifest["languageNames"].keys():
            raise ValueError(f"languages without a name: {', '.join(sorted(unknown))}")
