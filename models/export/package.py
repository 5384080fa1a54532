"""Write a model package: graphs, tokenizer, weights, training configuration and manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import onnx
import torch

from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.architecture.load import folder_config, load_model
from models.data.instructions import InstructionTable
from models.drafts.manifest import add_drafts
from models.export.builder import SINGLE_FILE_BYTES
from models.export.calibrated import CalibratedInt8Format, input_ranges
from models.export.external import ExternalTensors
from models.export.half import Float16Format
from models.export.int4 import Int4Format
from models.export.linear import Float32Format, Int8Format, MatrixFormat
from models.export.manifest import VARIANTS, build_manifest
from models.export.reference_run import StreamedReference
from models.export.samples import sentence_batch
from models.export.self_test import self_test
from models.export.step_graph import StepGraph
from models.importing.plan import parameter_shapes
from models.package.folder import TOKENIZER_FILE, FolderWriter, open_folder
from models.package.manifest import write_manifest
from models.package.weights import (
    INDEX_FILE,
    TRAINING_FILE,
    WEIGHTS_FILE,
    Array,
    MappedWeights,
    save_weights,
    weight_files,
)
from models.text.tokenizer import Tokenizer, tokenizer_kind

FORMATS: dict[str, MatrixFormat] = {
    "float32": Float32Format(),
    "fp16": Float16Format(),
    "int8": Int8Format(),
    "int4": Int4Format(),
}
#: Of a graph, by parameter: 4-bit blocks of 32 have a float32 scale each.
BYTES_EACH = {"float32": 4.0, "fp16": 2.0, "int8": 1.0, "int4": 0.5 + 4 / 32}


#: Parameters of a model that is run once for its ranges, in float32: those of XLM-R Base.
_MOST_CALIBRATED = 300_000_000
#: Of the package's weights: besides a very large table no more than this is in memory.
_SHARD_BYTES = 1_000_000_000


def write_graph(path: Path, model: onnx.ModelProto) -> list[str]:
    """Write a graph, with its tensors in a second file if one would grow too large; returns the names written."""
    if model.ByteSize() < SINGLE_FILE_BYTES:
        path.write_bytes(model.SerializeToString(deterministic=True))
        return [path.name]
    data = f"{path.name}.data"
    (path.parent / data).unlink(missing_ok=True)
    onnx.save_model(model, str(path), save_as_external_data=True, location=data)
    return [path.name, data]


def stream_graph(
    directory: Path,
    weights: Mapping[str, Array],
    config: ModelConfig,
    variant: str,
    version: str,
    matrices: MatrixFormat | None = None,
) -> list[str]:
    """Write the step graph of a variant; returns the names of its files, the graph first.

    `matrices`: their format, if it is not the variant's usual one.

    One too large for a single file is written tensor by tensor: neither it nor the weights are ever in memory as a
    whole.
    """
    path = directory / VARIANTS[variant]["graph"]
    external = ExternalTensors(path)
    large = _parameters(config) * BYTES_EACH[variant] >= SINGLE_FILE_BYTES
    model = StepGraph(weights, config, matrices or FORMATS[variant], external if large else None).build(version)
    external.close()
    if not large:
        return write_graph(path, model)
    path.write_bytes(model.SerializeToString(deterministic=True))
    return [path.name, *external.files]


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
    save_weights(model, directory / WEIGHTS_FILE)
    state = {"config": model.config.to_json(), **training}
    (directory / TRAINING_FILE).write_text(json.dumps(state, indent=2) + "\n", encoding="utf-8")
    return _complete(directory, tokenizer, variants, identity, limits=limits, defaults=defaults, table=table)


def stream_package(
    weights: Path,
    directory: Path,
    *,
    tokenizer: Path,
    variants: list[str],
    identity: dict[str, str],
    limits: dict[str, int],
    defaults: dict[str, float],
    keep_weights: bool = True,
    table: InstructionTable | None = None,
) -> dict[str, Any]:
    """As :func:`write_package`, from a folder of weights that need not fit into memory.

    Without `keep_weights` the package lacks what PyTorch reads; the product does not miss it.
    Raises ValueError if the weights are not those of their configuration, CheckpointError if one is too large for fp16.
    """
    directory.mkdir(parents=True, exist_ok=True)
    config, source = folder_config(weights), open_folder(weights)
    shapes = parameter_shapes(config)
    if source.shapes() != shapes:
        raise ValueError(f"{weights} does not hold the parameters of the model that its {TRAINING_FILE} describes")
    origin = json.loads((weights / TRAINING_FILE).read_text(encoding="utf-8")).get("origin", {})
    writer = FolderWriter(directory, dtype=torch.float16, shard_bytes=_SHARD_BYTES, on_flush=source.release)
    writer.write(((name, source.load(name)) for name in shapes), config.to_json(), origin)
    return _complete(
        directory,
        tokenizer,
        variants,
        identity,
        limits=limits,
        defaults=defaults,
        table=table,
        keep_weights=keep_weights,
    )


def _complete(
    directory: Path,
    tokenizer: Path,
    variants: list[str],
    identity: dict[str, str],
    *,
    limits: dict[str, int],
    defaults: dict[str, float],
    table: InstructionTable | None,
    keep_weights: bool = True,
) -> dict[str, Any]:
    """The graphs, tokenizer and manifest of a folder that has the fp16 weights and their configuration."""
    if tokenizer.resolve() != (directory / TOKENIZER_FILE).resolve():
        shutil.copyfile(tokenizer, directory / TOKENIZER_FILE)
    config, weights = ModelConfig.load(directory / TRAINING_FILE), MappedWeights(directory / WEIGHTS_FILE)
    pieces = Tokenizer(directory / TOKENIZER_FILE, tokenizer_kind(config.family))
    formats = {"int8": calibrated} if (calibrated := _calibrated(directory, weights, config, pieces)) else {}
    graphs = [
        stream_graph(directory, weights, config, name, identity["version"], formats.get(name)) for name in variants
    ]
    question = self_test(StreamedReference(weights, config), config, pieces)
    stored = weight_files(directory / WEIGHTS_FILE)
    stored += [path for path in [directory / INDEX_FILE] if len(stored) > 1]
    if not keep_weights:
        for path in stored:
            path.unlink()
    kept = [path.name for path in stored] if keep_weights else []
    manifest = build_manifest(
        config,
        parameters=_parameters(config),
        directory=directory,
        files=[TOKENIZER_FILE, *kept, TRAINING_FILE, *(name for files in graphs for name in files)],
        variants=variants,
        identity=identity,
        table=table or InstructionTable.load(),
        limits=limits,
        defaults=defaults,
        self_test=question,
    )
    manifest = add_drafts(directory, manifest)
    # What it says of the files was read from them just now.
    write_manifest(directory, manifest, contents=False)
    return manifest


def _calibrated(
    directory: Path, weights: Mapping[str, Array], config: ModelConfig, pieces: Tokenizer
) -> MatrixFormat | None:
    """The format that a post-norm encoder needs in int8; None for others, and for one too large to be run here."""
    if config.norm != "post" or _parameters(config) > _MOST_CALIBRATED:
        return None
    return CalibratedInt8Format(input_ranges(load_model(directory), sentence_batch(config, pieces)), weights)


def _parameters(config: ModelConfig) -> int:
    return sum(prod(shape) for shape in parameter_shapes(config).values())
