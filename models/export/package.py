"""Write a model package: graphs, tokenizer, weights, training configuration and manifest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import onnx

from models.architecture.instruct_model import InstructModel
from models.data.instructions import InstructionTable
from models.export.builder import SINGLE_FILE_BYTES
from models.export.half import Float16Format
from models.export.linear import Float32Format, Int8Format, MatrixFormat
from models.export.manifest import VARIANTS, build_manifest, write_manifest
from models.export.step_graph import StepGraph
from models.export.weights import TRAINING_FILE, WEIGHTS_FILE, as_arrays, load_weights, save_weights

FORMATS: dict[str, MatrixFormat] = {
    "float32": Float32Format(),
    "fp16": Float16Format(),
    "int8": Int8Format(),
}


def write_graph(path: Path, model: onnx.ModelProto) -> list[str]:
    """Write a graph, with its tensors in a second file if one would grow too large; returns the names written."""
    if model.ByteSize() < SINGLE_FILE_BYTES:
        path.write_bytes(model.SerializeToString(deterministic=True))
        return [path.name]
    data = f"{path.name}.data"
    (path.parent / data).unlink(missing_ok=True)
    onnx.save_model(model, str(path), save_as_external_data=True, location=data)
    return [path.name, data]


def write_package(
    model: InstructModel,
    directory: Path,
    *,
    tokenizer: Path,
    variants: list[str],
    identity: dict[str, str],
    limits: dict[str, int],
    defaults: dict[str, float],
    training: dict[str, Any],
    table: InstructionTable | None = None,
) -> dict[str, Any]:
    """Write everything but the card; returns the manifest.

    The weights are rounded to fp16 first, and every graph is made from the rounded ones, so that the package
    describes one set of numbers.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if tokenizer.resolve() != (directory / "tokenizer.model").resolve():
        shutil.copyfile(tokenizer, directory / "tokenizer.model")
    save_weights(model, directory / WEIGHTS_FILE)
    state = {"config": model.config.to_json(), **training}
    (directory / TRAINING_FILE).write_text(json.dumps(state, indent=2) + "\n", encoding="utf-8")
    weights = as_arrays(load_weights(directory / WEIGHTS_FILE))
    files = ["tokenizer.model", WEIGHTS_FILE, TRAINING_FILE]
    for name in variants:
        graph = StepGraph(weights, model.config, FORMATS[name]).build(identity["version"])
        files += write_graph(directory / VARIANTS[name]["graph"], graph)
    manifest = build_manifest(
        model,
        directory=directory,
        files=files,
        variants=variants,
        identity=identity,
        table=table or InstructionTable.load(),
        limits=limits,
        defaults=defaults,
    )
    write_manifest(directory, manifest)
    return manifest
