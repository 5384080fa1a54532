"""What `repository` writes: Triton's configuration by its own schema, MLServer's settings, the client package."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import onnx
import pytest

from models.__main__ import main
from models.data.lexicon import SPELLING
from models.package.manifest import file_entry, read_manifest, write_manifest
from models.serving.repository import weights_digest
from models.serving.serve import serving_python

#: Parses configurations with the schema that Triton's own client brings; it is in the serving environment.
_PARSER = """
import json, pathlib, sys
from google.protobuf import json_format, text_format
from tritonclient.grpc import model_config_pb2
found = [text_format.Parse(pathlib.Path(path).read_text(), model_config_pb2.ModelConfig()) for path in sys.argv[1:]]
print(json.dumps([json_format.MessageToDict(model, preserving_proto_field_name=True) for model in found]))
"""
_ONNX_TYPES = {"TYPE_INT64": 7, "TYPE_FP32": 1, "TYPE_FP64": 11}


def serve_package(package: Path, out: Path, variant: str) -> int:
    return main(["repository", "--model", str(package), "--out", str(out), "--variant", variant])


@pytest.fixture(scope="module", params=["mini", "xlm-roberta"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A tiny package, and what is served of it."""
    folder = tmp_path_factory.mktemp("served")
    options = ("--random", "--family", request.param, "--vocabulary", "900", "--id", "tiny")
    assert main(["export", *options, "--out", str(folder / "package")]) == 0
    assert serve_package(folder / "package", folder / "out", "fp16") == 0
    return folder / "package", folder / "out"


@pytest.fixture(scope="module")
def configurations(exported: tuple[Path, Path]) -> dict[str, Any]:
    paths = [str(exported[1] / "repository" / name / "config.pbtxt") for name in ("tiny", "tiny-pass")]
    found = subprocess.run([serving_python(), "-c", _PARSER, *paths], capture_output=True, text=True, check=True)
    return {model["name"]: model for model in json.loads(found.stdout)}


def axes(value: onnx.ValueInfoProto) -> list[int]:
    return [dim.dim_value or -1 for dim in value.type.tensor_type.shape.dim]


@pytest.mark.parametrize("name", ["tiny", "tiny-pass"])
def test_triton_describes_the_graph(exported: tuple[Path, Path], configurations: dict[str, Any], name: str) -> None:
    found = configurations[name]
    assert found["backend"] == "onnxruntime"
    assert found["max_batch_size"] == 32
    assert "dynamic_batching" in found
    graph = onnx.load(str(exported[1] / "repository" / name / "1" / "model.onnx")).graph
    for role, values in (("input", graph.input), ("output", graph.output)):
        described = {
            entry["name"]: (_ONNX_TYPES[entry["data_type"]], [-1, *map(int, entry["dims"])]) for entry in found[role]
        }
        real = {value.name: (value.type.tensor_type.elem_type, axes(value)) for value in values}
        for tensor, (_, sizes) in real.items():
            # The graph leaves the batch open, as Triton asks.
            assert sizes[0] == -1, tensor
        assert described == real


@pytest.mark.parametrize("name", ["tiny", "tiny-pass"])
def test_both_servers_show_version_and_weights(
    exported: tuple[Path, Path], configurations: dict[str, Any], name: str
) -> None:
    shown = {
        "interlinear.version": read_manifest(exported[0])["version"],
        "interlinear.sha256": weights_digest(exported[0]),
        "interlinear.precision": "fp16",
    }
    triton = configurations[name]["parameters"]
    assert {key: value["string_value"] for key, value in triton.items()} == shown
    settings = json.loads((exported[1] / "repository" / name / "model-settings.json").read_text())
    assert settings["parameters"]["extra"]["shown"] == shown
    folder = exported[1] / "repository" / name
    assert (folder / settings["parameters"]["uri"]).is_file()
    module = settings["implementation"].rpartition(".")[0]
    assert (folder / module.replace(".", "/")).with_suffix(".py").is_file()
    names = {role: [entry["name"] for entry in settings[f"{role}s"]] for role in ("input", "output")}
    assert names == {role: [entry["name"] for entry in configurations[name][role]] for role in ("input", "output")}


def test_the_repository_has_models_only(exported: tuple[Path, Path]) -> None:
    """Triton takes every folder for a model."""
    folders = sorted(path.name for path in (exported[1] / "repository").iterdir() if path.is_dir())
    assert folders == ["tiny", "tiny-pass"]


def test_clients_get_manifest_and_tokenizer_without_graphs(exported: tuple[Path, Path]) -> None:
    package, client = exported[0], exported[1] / "client"
    assert sorted(path.name for path in client.iterdir()) == ["model.json", "tokenizer.model"]
    full, own = read_manifest(package), read_manifest(client)
    assert own["variants"] == []
    assert [entry["path"] for entry in own["files"]] == ["tokenizer.model"]
    assert own["files"][0] in full["files"]
    assert own["serving"] == {"model": "tiny", "sha256": weights_digest(package)}
    assert {key: own[key] for key in own if key not in ("variants", "files", "serving")} == {
        key: full[key] for key in full if key not in ("variants", "files")
    }


def test_clients_get_the_lexicon_of_a_model_that_corrects_spelling(exported: tuple[Path, Path], tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(exported[0], package)
    (package / "lexicon.gz").write_bytes(gzip.compress(b"#en\tab\nab\t3\n"))
    manifest = read_manifest(package)
    files = [*manifest["files"], file_entry(package, "lexicon.gz")]
    write_manifest(package, {**manifest, "spelling": {"lexicon": "lexicon.gz", **SPELLING}, "files": files})
    assert serve_package(package, tmp_path / "out", "fp16") == 0
    client = tmp_path / "out" / "client"
    assert (client / "lexicon.gz").read_bytes() == (package / "lexicon.gz").read_bytes()
    assert [entry["path"] for entry in read_manifest(client)["files"]] == ["tokenizer.model", "lexicon.gz"]


def test_only_models_that_revise_have_log_odds(exported: tuple[Path, Path], configurations: dict[str, Any]) -> None:
    names = [entry["name"] for entry in configurations["tiny-pass"]["output"]]
    assert ("mask_log_odds" in names) == ("revision" in read_manifest(exported[0]))


def test_large_graphs_keep_their_tensors_in_files_beside_them(
    exported: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.serving.repository.SINGLE_FILE_BYTES", 1000)
    assert serve_package(exported[0], tmp_path, "float32") == 0
    folder = tmp_path / "repository" / "tiny" / "1"
    assert (folder / "model.onnx.data").stat().st_size > (folder / "model.onnx").stat().st_size
    onnx.checker.check_model(str(folder / "model.onnx"))
