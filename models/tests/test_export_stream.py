"""Packages of models that are larger than the memory: streamed graphs, mapped weights, the reference layer by layer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from models.__main__ import main
from models.architecture.config import ModelConfig, xlmr_config
from models.architecture.load import load_model
from models.export import external, tables
from models.export.compare import compare
from models.export.computed import graph_bytes
from models.export.external import ExternalTensors
from models.export.graph_session import GraphSession
from models.export.random_model import as_family, random_config, random_model, random_tokenizer
from models.export.reference_run import StreamedReference, model_run
from models.export.samples import random_batch
from models.export.self_test import self_test
from models.package import weights
from models.package.folder import FolderWriter
from models.package.manifest import read_manifest
from models.package.weights import MappedWeights, save_weights
from models.text.tokenizer import Tokenizer

CONFIG = xlmr_config(
    "xlm-roberta-xl", vocabulary_size=800, hidden_size=64, layers=2, heads=4, feed_forward_size=96, dropout=0.0
)
VARIANTS = ("float32", "fp16", "int8", "int4")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of weights in several shards, as `import` writes it, with a tokenizer."""
    path = tmp_path_factory.mktemp("weights")
    model = random_model(CONFIG, seed=7)
    writer = FolderWriter(path, dtype=None, shard_bytes=100_000)
    writer.write(
        ((name, tensor.detach()) for name, tensor in model.named_parameters()), CONFIG.to_json(), {"format": "test"}
    )
    random_tokenizer(path, "xlm-roberta", 800, seed=7)
    return path


@pytest.fixture(scope="module")
def streamed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every variant, as if all of it were too large: tables are cut, rows are quantised block by block."""
    out = tmp_path_factory.mktemp("package")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.export.package.SINGLE_FILE_BYTES", 1000)
        patch.setattr("models.export.package._SHARD_BYTES", 50_000)
        patch.setattr(tables, "_BLOCK_ENTRIES", 2048)
        patch.setattr(weights, "_WIDENED_BYTES", 150_000)
        patch.setattr(external.ExternalTensors.__init__, "__kwdefaults__", {"file_bytes": 60_000})
        words = ["--weights", str(folder), "--variants", ",".join(VARIANTS), "--out", str(out)]
        assert main(["export", *words]) == 0
    return out


@pytest.mark.parametrize(("variant", "agreement"), [*zip(VARIANTS, (1.0, 0.98, 0.9, 0.4), strict=True)])
def test_a_streamed_graph_answers_as_the_model_does(streamed: Path, variant: str, agreement: float) -> None:
    model = load_model(streamed)
    graph = GraphSession(str(streamed / f"model.{variant}.onnx"), model.config)
    difference = compare(model, graph, random_batch(model.config, 3, size=4, source=20, target=30))
    assert difference.equal_top >= agreement
    assert variant != "float32" or difference.largest < 1e-4
    assert len(difference.layers) == model.config.layers
    assert all(error < 0.5 for error in difference.layers)


def test_a_streamed_graph_holds_the_numbers_of_one_in_memory(streamed: Path, folder: Path, tmp_path: Path) -> None:
    words = ["--weights", str(folder), "--variants", ",".join(VARIANTS), "--out", str(tmp_path)]
    assert main(["export", *words]) == 0
    for variant in VARIANTS:
        one, other = (onnx.load(str(path / f"model.{variant}.onnx")).graph for path in (streamed, tmp_path))
        assert [node.SerializeToString() for node in one.node] == [node.SerializeToString() for node in other.node]
        for ours, theirs in zip(one.initializer, other.initializer, strict=True):
            assert np.array_equal(onnx.numpy_helper.to_array(ours), onnx.numpy_helper.to_array(theirs)), ours.name


def test_files_are_small_and_listed(streamed: Path) -> None:
    manifest = read_manifest(streamed)
    listed = {entry["path"]: entry["bytes"] for entry in manifest["files"]}
    assert listed.keys() == {path.name for path in streamed.iterdir()} - {"model.json"}
    data = {name: size for name, size in listed.items() if ".onnx.data" in name}
    assert {name.split(".data")[0] for name in data} == {f"model.{variant}.onnx" for variant in VARIANTS}
    table = CONFIG.vocabulary_size * CONFIG.hidden_size
    assert len([name for name in data if "float32" in name]) > 3
    assert all(size <= max(60_000, 4 * table) for size in data.values())
    assert manifest["architecture"]["parameters"] == load_model(streamed).parameter_count()


def test_4_bit_weights_are_stored_once_and_are_small(streamed: Path) -> None:
    sizes = {v: sum(p.stat().st_size for p in streamed.glob(f"model.{v}.onnx*")) for v in VARIANTS}
    # Alignment and what stays float32 weigh more in so small a model.
    assert sizes["int4"] < sizes["int8"] < sizes["fp16"] < sizes["float32"]
    graph = onnx.load(str(streamed / "model.int4.onnx"), load_external_data=False).graph
    rows = [
        tensor.name for tensor in graph.initializer if CONFIG.vocabulary_size in tensor.dims and len(tensor.dims) > 1
    ]
    assert sorted(rows) == ["word_embeddings.block_scales", "word_embeddings.nibbles"]


def test_without_weights_the_product_has_what_it_needs(folder: Path, tmp_path: Path) -> None:
    assert main(["export", "--weights", str(folder), "--without-weights", "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "model.int8.onnx",
        "model.json",
        "tokenizer.model",
        "training.json",
    ]
    assert main(["verify", "--model", str(tmp_path)]) == 1


def test_weights_of_another_model_are_refused(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    values = json.loads((tmp_path / "training.json").read_text())
    values["config"]["layers"] = 3
    (tmp_path / "training.json").write_text(json.dumps(values))
    with pytest.raises(ValueError, match="does not hold the parameters"):
        main(["export", "--weights", str(tmp_path), "--out", str(tmp_path / "out")])


def test_a_tensor_of_two_gibibytes_is_refused(tmp_path: Path) -> None:
    store = ExternalTensors(tmp_path / "graph.onnx")
    with pytest.raises(ValueError, match=r"table has .* no tensor may have 2 GiB"):
        store.write("table", np.broadcast_to(np.float32(0), (2**20, 512)))


@pytest.mark.parametrize("family", ["mini", "xlm-roberta", "xlm-roberta-xl"])
def test_layer_by_layer_the_reference_is_the_model(family: str, tmp_path: Path) -> None:
    sizes = {"hidden_size": 64, "layers": 3, "heads": 4, "feed_forward_size": 96}
    config: ModelConfig = random_config(as_family(family), 700, **sizes)
    save_weights(random_model(config, seed=2), tmp_path / "weights.safetensors")
    (tmp_path / "training.json").write_text(json.dumps({"config": config.to_json()}))
    batch = random_batch(config, 5, size=3, source=20, target=25)
    expected = model_run(load_model(tmp_path), batch)
    found = StreamedReference(MappedWeights(tmp_path / "weights.safetensors"), config).run(batch)
    torch.testing.assert_close(found.length_logits, expected.length_logits, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(found.log_probabilities, expected.log_probabilities, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(found.mask_log_odds, expected.mask_log_odds, atol=1e-5, rtol=1e-5)
    for ours, theirs in zip(found.refined, expected.refined, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)


def test_the_self_test_of_the_manifest_is_the_reference(streamed: Path) -> None:
    config, manifest = ModelConfig.load(streamed / "training.json"), read_manifest(streamed)
    stored = manifest["selfTest"]
    reference = StreamedReference(MappedWeights(streamed / "weights.safetensors"), config)
    again = self_test(reference, config, Tokenizer(streamed / "tokenizer.model", "xlm-roberta"))
    assert stored["ids"] == again["ids"]
    assert stored["logProbabilities"] == pytest.approx(again["logProbabilities"], abs=1e-4)
    assert len(stored["length"]["classes"]) == len(stored["length"]["logits"]) == 16
    assert not set(stored["ids"]) & set(config.suppressed_ids)


def test_measure_and_errors_by_layer(streamed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", "--model", str(streamed), "--variants", "int4", "--rounds", "1", "--alone", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["bytes"] > 10_000
    assert min(value for key, value in figures.items() if key.endswith("conds")) > 0
    assert main(["measure", "--model", str(streamed), "--variants", "int3"]) == 2
    assert main(["verify", "--model", str(streamed), "--small", "--per-layer", "--variants", "float32,int4"]) == 0
    assert "| layer | float32 | int4 |" in capsys.readouterr().out


def test_bytes_by_the_sizes_alone_are_those_of_the_files(streamed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = ModelConfig.load(streamed / "training.json")
    for variant in VARIANTS:
        graph = onnx.load(str(streamed / f"model.{variant}.onnx")).graph
        tensors = sum(onnx.numpy_helper.to_array(tensor).nbytes for tensor in graph.initializer)
        # Shapes, axes and numbers of the graph's own.
        assert 0 <= tensors - graph_bytes(config, variant) < 2000, variant
    assert main(["measure", "--computed", "xl,xxl"]) == 0
    assert "| xxl | 10,714,047,745 | 42.8" in capsys.readouterr().out
    assert main(["measure", "--computed", "huge"]) == 2
    assert main(["measure", "--model", str(streamed / "nothing")]) == 2
    assert main(["verify", "--model", str(streamed / "nothing")]) == 1
