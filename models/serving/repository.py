"""Files that a team serves of a package: the repository of Triton and MLServer, and the package of its clients.

DIR/repository is the repository of both servers: each ignores the other's files. DIR/client is for the users' machines.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnx

from models.architecture.config import ModelConfig
from models.export.builder import SINGLE_FILE_BYTES
from models.export.external import ExternalTensors
from models.export.linear import MatrixFormat
from models.export.package import BYTES_EACH, FORMATS, write_graph
from models.export.pass_graph import PassGraph
from models.export.row_quantised import RowInt8Format
from models.export.whole_decode import WholeDecodeGraph
from models.package.manifest import MANIFEST_FILE, check_manifest, file_entry, read_manifest
from models.package.weights import TRAINING_FILE, WEIGHTS_FILE, MappedWeights, weight_files
from models.serving.interlinear_runtime.tensors import INPUTS, OUTPUTS
from models.serving.mlserver_settings import SERVER_SETTINGS, copy_runtime, mlserver_settings
from models.serving.triton_config import triton_config

REPOSITORY, CLIENT = "repository", "client"
#: Formats in which no row of a batch touches another.
SERVED_FORMATS: dict[str, MatrixFormat] = {**FORMATS, "int8": RowInt8Format()}

_Builder = Callable[[ExternalTensors | None], onnx.ModelProto]


def served_names(identifier: str) -> dict[str, str]:
    """The names on the server of a package's two models, by what they do."""
    return {"decode": identifier, "pass": f"{identifier}-pass"}


def write_repository(package: Path, directory: Path, variant: str) -> dict[str, Any]:
    """Write repository and client package of a package folder; returns the client's manifest.

    Raises FileNotFoundError if the package lacks its weights, ValueError if a file is not the one that it lists.
    """
    manifest = read_manifest(package)
    check_manifest(package, manifest)
    config = ModelConfig.load(package / TRAINING_FILE)
    weights = MappedWeights(package / WEIGHTS_FILE)
    digest = weights_digest(package)
    matrices, limits = SERVED_FORMATS[variant], manifest["limits"]
    builders: dict[str, _Builder] = {
        "decode": lambda external: WholeDecodeGraph(
            weights, config, matrices, longest=limits["targetTokens"], external=external
        ).build(manifest["version"]),
        "pass": lambda external: PassGraph(weights, config, matrices, external).build(manifest["version"]),
    }
    shown = {
        "interlinear.version": manifest["version"],
        "interlinear.sha256": digest,
        "interlinear.precision": variant,
    }
    bounds = {
        "source": limits["sourceTokens"],
        "target": limits["targetTokens"],
        "vocabulary": config.vocabulary_size,
        "positions": config.maximum_positions,
    }
    large = manifest["architecture"]["parameters"] * BYTES_EACH[variant] >= SINGLE_FILE_BYTES
    for kind, name in served_names(manifest["id"]).items():
        folder = directory / REPOSITORY / name
        (folder / "1").mkdir(parents=True, exist_ok=True)
        _write_graph(folder / "1" / "model.onnx", builders[kind], large)
        outputs = [output for output in OUTPUTS[kind] if config.revises or output.name != "mask_log_odds"]
        sizes = {"C": config.length_classes}
        settings = mlserver_settings(
            name, INPUTS[kind], outputs, sizes=sizes, extra={"model": kind, "limits": bounds, "shown": shown}
        )
        _write_json(folder / "model-settings.json", settings)
        copy_runtime(folder)
        text = triton_config(name, INPUTS[kind], outputs, sizes=sizes, parameters=shown)
        (folder / "config.pbtxt").write_text(text, encoding="utf-8")
    _write_json(directory / REPOSITORY / "settings.json", SERVER_SETTINGS)
    return _write_client(package, directory / CLIENT, manifest, digest)


def weights_digest(package: Path) -> str:
    """SHA-256 of a package's weights; of several files that of their digests, in the order of their names."""
    digests = [file_entry(file.parent, file.name)["sha256"] for file in weight_files(package / WEIGHTS_FILE)]
    return str(digests[0]) if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def _write_graph(path: Path, build: _Builder, large: bool) -> None:
    """In one file, or tensor by tensor where it would be too large."""
    external = ExternalTensors(path)
    model = build(external if large else None)
    external.close()
    if large:
        path.write_bytes(model.SerializeToString(deterministic=True))
    else:
        write_graph(path, model)


def _write_client(package: Path, directory: Path, manifest: dict[str, Any], digest: str) -> dict[str, Any]:
    directory.mkdir(parents=True, exist_ok=True)
    # What the user's machine does itself: tokens, and which words may be misspelt.
    names = [manifest["tokenizer"]["file"], *([manifest["spelling"]["lexicon"]] if "spelling" in manifest else [])]
    for name in names:
        shutil.copyfile(package / name, directory / name)
    client = {
        **manifest,
        "variants": [],
        "files": [file_entry(directory, name) for name in names],
        "serving": {"model": manifest["id"], "sha256": digest},
    }
    (directory / MANIFEST_FILE).write_text(json.dumps(client, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return client


def _write_json(path: Path, values: dict[str, Any]) -> None:
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
