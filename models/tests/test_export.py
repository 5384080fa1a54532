"""The exported package: graph interface, agreement with PyTorch, manifest, commands."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch

from models.architecture.load import load_model
from models.decoding import decode
from models.decoding.decode import TextDecoder
from models.export import export, verify
from models.export.calibrated import MOST_OUTLIERS
from models.export.compare import compare
from models.export.graph_session import GraphSession
from models.export.linear import quantise_rows
from models.export.samples import random_batch
from models.package.manifest import check_manifest, read_manifest
from models.package.weights import load_weights, save_weights

FAMILIES = ("mini", "xlm-roberta", "xlm-roberta-xl")


def command(module: Any, *words: str) -> int:
    """Run a command as the dispatcher does."""
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(list(words))))


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A tiny random package of every family."""
    folder = tmp_path_factory.mktemp("packages")
    for family in FAMILIES:
        options = ("--random", "--family", family, "--variants", "float32,int8", "--vocabulary", "900")
        assert command(export, *options, "--out", str(folder / family)) == 0
    return {family: folder / family for family in FAMILIES}


@pytest.fixture(params=FAMILIES)
def package(request: pytest.FixtureRequest, packages: dict[str, Path]) -> Path:
    return packages[request.param]


def axes(value: onnx.ValueInfoProto) -> list[str | int]:
    return [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]


def test_graph_interface(package: Path) -> None:
    config = load_model(package).config
    for name in ("float32", "int8"):
        graph = onnx.load(str(package / f"model.{name}.onnx")).graph
        inputs = {value.name: axes(value) for value in graph.input}
        outputs = {value.name: axes(value) for value in graph.output}
        kept = [config.heads, config.head_size]
        expected: dict[str, list[str | int]] = {
            "input_ids": ["batch", "new"],
            "position_ids": ["batch", "new"],
            "attention_mask": ["batch", "total"],
            "rows": ["rows"],
            "candidates": ["rows", "candidates"],
        }
        if config.family == "mini":
            expected["type_ids"] = ["batch", "new"]
        for layer in range(config.layers):
            for kind in ("key", "value"):
                expected[f"past_{kind}_{layer}"] = ["batch", kept[0], "past", kept[1]]
        assert inputs == expected
        assert outputs.keys() == {
            *(f"present_{kind}_{layer}" for kind in ("key", "value") for layer in range(config.layers)),
            "top_id",
            "top_log_probability",
            "candidate_log_probability",
            "length_logits",
            *(["mask_log_odds"] if config.revises else []),
        }
        assert outputs["length_logits"] == ["batch", config.length_classes]


@pytest.mark.parametrize(("size", "source", "target"), [(1, 1, 1), (3, 30, 9), (2, 8, 70)])
def test_float32_equals_pytorch(package: Path, size: int, source: int, target: int) -> None:
    model = load_model(package)
    graph = GraphSession(str(package / "model.float32.onnx"), model.config)
    difference = compare(model, graph, random_batch(model.config, 3, size=size, source=source, target=target))
    assert difference.tokens >= 1
    assert difference.largest < 1e-4
    assert difference.equal_top == 1


def test_int8_is_near(package: Path) -> None:
    model = load_model(package)
    graph = GraphSession(str(package / "model.int8.onnx"), model.config)
    difference = compare(model, graph, random_batch(model.config, 4, size=6, source=40, target=60))
    assert difference.tokens > 50
    assert difference.equal_top > 0.85
    assert 0 < difference.keys_values < 0.5


def test_suppressed_tokens_are_never_the_best_and_score_never(package: Path) -> None:
    model = load_model(package)
    graph = GraphSession(str(package / "model.float32.onnx"), model.config)
    batch = random_batch(model.config, 5, size=4, source=20, target=40)
    suppressed = torch.tensor([model.config.suppressed_ids] * len(batch.rows))
    types, positions = batch.target_types, batch.target_positions
    mask = torch.ones_like(batch.target_ids)
    output = graph.run(batch.target_ids, positions, types, mask, None, batch.rows, suppressed)
    assert not torch.isin(output["top_id"], suppressed[0]).any()
    assert float(output["candidate_log_probability"].max()) < -9e8
    assert bool(torch.isfinite(output["candidate_log_probability"]).all())


def test_the_best_tokens_own_score_is_among_the_candidates(package: Path) -> None:
    model = load_model(package)
    graph = GraphSession(str(package / "model.int8.onnx"), model.config)
    b = random_batch(model.config, 6, size=3, source=10, target=20)
    mask = torch.ones_like(b.target_ids)
    first = graph.run(b.target_ids, b.target_positions, b.target_types, mask, None, b.rows, b.asked)
    asked = first["top_id"].unsqueeze(1)
    again = graph.run(b.target_ids, b.target_positions, b.target_types, mask, None, b.rows, asked)
    assert torch.equal(again["candidate_log_probability"][:, 0], first["top_log_probability"])


def test_int8_holds_the_vocabulary_once(package: Path) -> None:
    model = load_model(package)
    graph = onnx.load(str(package / "model.int8.onnx")).graph
    large = [t for t in graph.initializer if int(np.prod(t.dims)) >= model.config.vocabulary_size * 64]
    assert [t.name for t in large] == ["word_embeddings"]
    assert large[0].data_type == onnx.TensorProto.INT8
    floats = [t for t in graph.initializer if t.data_type == onnx.TensorProto.FLOAT and len(t.dims) == 2]
    outliers = [t for t in floats if t.name.endswith(".outlier_weight")]
    assert all(t.dims[0] <= MOST_OUTLIERS for t in outliers)
    matrices = {t.name for t in floats} - {t.name for t in outliers}
    tables = {"type_embeddings", "position_embeddings", "rotary.cosine", "rotary.sine", "mask_row"}
    assert matrices <= {"length_head.weight", *tables}


def test_quantised_rows_are_near_and_keep_zero() -> None:
    weight = np.random.default_rng(1).normal(size=(20, 30)).astype(np.float32)
    weight[3] = 0
    values, scales = quantise_rows(weight)
    assert np.abs(values * scales[:, None] - weight).max() <= scales.max() / 2 + 1e-6
    assert (values[3] == 0).all()
    assert np.abs(values.astype(int)).max() == 127


def test_manifest_describes_the_package(package: Path) -> None:
    manifest = read_manifest(package)
    assert {variant["id"] for variant in manifest["variants"]} == {"cpu-int8", "float32"}
    listed = {entry["path"] for entry in manifest["files"]}
    assert listed == {path.name for path in package.iterdir()} - {"model.json"}
    model = load_model(package)
    assert manifest["architecture"]["parameters"] == sum(p.numel() for p in model.parameters())
    limits = manifest["limits"]
    if model.config.positions == "learned":
        last = model.config.first_position + limits["sourceTokens"] + limits["targetTokens"]
        assert last <= model.config.maximum_positions


def test_a_changed_file_is_found(packages: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in packages["mini"].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    manifest = read_manifest(tmp_path)
    check_manifest(tmp_path, manifest)
    data = bytearray((tmp_path / "tokenizer.model").read_bytes())
    data[100] ^= 1
    (tmp_path / "tokenizer.model").write_bytes(bytes(data))
    with pytest.raises(ValueError, match=r"tokenizer\.model is not the file"):
        check_manifest(tmp_path, manifest)
    assert command(verify, "--model", str(tmp_path)) == 1
    assert "tokenizer.model" in capsys.readouterr().err


def test_export_is_reproducible(packages: dict[str, Path], tmp_path: Path) -> None:
    tokenizer = str(packages["mini"] / "tokenizer.model")
    options = ("--random", "--tokenizer", tokenizer, "--variants", "float32,int8", "--out", str(tmp_path))
    assert command(export, *options) == 0
    for name in ("model.float32.onnx", "model.int8.onnx", "weights.safetensors", "training.json"):
        assert (tmp_path / name).read_bytes() == (packages["mini"] / name).read_bytes(), name


def test_weights_are_fp16_and_refuse_what_does_not_fit(packages: dict[str, Path], tmp_path: Path) -> None:
    model = load_model(packages["mini"])
    save_weights(model, tmp_path / "w")
    assert all(torch.equal(v, dict(model.state_dict())[k]) for k, v in load_weights(tmp_path / "w").items())
    with torch.no_grad():
        model.head_bias[7] = 1e6
    with pytest.raises(ValueError, match="head_bias does not fit"):
        save_weights(model, tmp_path / "w")


def test_checkpoint_of_a_training_run_is_exported(packages: dict[str, Path], tmp_path: Path) -> None:
    model = load_model(packages["mini"])
    state = {"config": model.config.to_json(), "model": model.state_dict(), "step": 12, "options": {"seed": 3}}
    torch.save(state, tmp_path / "state.pt")
    words = ("--checkpoint", str(tmp_path / "state.pt"), "--out", str(tmp_path / "out"))
    assert command(export, *words) == 2
    assert command(export, *words, "--tokenizer", str(packages["mini"] / "tokenizer.model")) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "model.int8.onnx",
        "model.json",
        "tokenizer.model",
        "training.json",
        "weights.safetensors",
    ]
    saved = json.loads((tmp_path / "out" / "training.json").read_text())
    assert (saved["step"], saved["options"]) == (12, {"seed": 3})
    for name, tensor in load_model(tmp_path / "out").state_dict().items():
        assert torch.equal(tensor, model.state_dict()[name]), name


def test_a_graph_too_large_for_one_file_gets_a_second_one(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.export.package.SINGLE_FILE_BYTES", 100_000)
    family = read_manifest(package)["family"]
    words = ("--random", "--family", family, "--tokenizer", str(package / "tokenizer.model"), "--variants", "float32")
    assert command(export, *words, "--out", str(tmp_path)) == 0
    listed = {entry["path"]: entry["bytes"] for entry in read_manifest(tmp_path)["files"]}
    assert listed["model.float32.onnx"] < 100_000 < listed["model.float32.onnx.data"]
    model = load_model(tmp_path)
    graph = GraphSession(str(tmp_path / "model.float32.onnx"), model.config)
    assert compare(model, graph, random_batch(model.config, 3, size=2, source=9, target=9)).largest < 1e-4


def test_unknown_variant_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(export, "--random", "--variants", "int3", "--out", str(tmp_path)) == 2
    assert "int3" in capsys.readouterr().err


def test_verify_passes_and_finds_a_wrong_graph(
    packages: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(verify, "--model", str(packages["mini"]), "--agreement", "0.7") == 0
    assert "float32" in capsys.readouterr().out
    assert command(verify, "--model", str(packages["mini"]), "--tolerance", "1e-9") == 1
    assert "✗" in capsys.readouterr().out


@pytest.fixture
def answers(package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Answers of `decode` to lines of its input."""

    def answer(*lines: object) -> list[dict[str, Any]]:
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        assert command(decode, "--model", str(package)) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return answer


def test_decode_answers_line_by_line(package: Path, answers: Any) -> None:
    lines = [
        {"id": "a", "instruction": "Translate to German.", "input": "this is a test", "targetLength": 5},
        "no json",
        {"id": 2, "labels": ["positive", "negative", "neutral"], "input": "so so"},
        {"id": 3, "labels": ["one"], "input": "so so"},
        {"id": 4, "instruction": "Simplify.", "input": "x", "iterations": 0},
        {"id": 5, "instruction": "Simplify.", "input": "abc", "targetLength": 3, "pinned": [[1, 50]]},
        {"id": 6, "instruction": "Simplify."},
    ]
    found = answers(*lines)
    assert [line["id"] for line in found] == ["a", None, 2, 3, 4, 5, 6]
    assert [("error" in line) for line in found] == [False, True, False, True, True, False, True]
    assert (found[0]["tokens"], found[0]["lengths"], len(found[0]["ids"])) == (5, [5], 5)
    assert found[0]["output"] == TextDecoder(package).tokenizer.decode(found[0]["ids"])
    assert sum(score["probability"] for score in found[2]["scores"]) == pytest.approx(1)
    assert found[2]["label"] == max(found[2]["scores"], key=lambda score: score["probability"])["label"]
    assert found[5]["ids"][1] == 50


def test_known_labels_get_their_own_instruction_in_any_order(packages: dict[str, Path]) -> None:
    decoder = TextDecoder(packages["mini"])
    assert decoder.label_instruction(["negative", "positive", "neutral"]) == "Classify sentiment."
    assert decoder.label_instruction(["negative", "positive"]) == "Classify: negative, positive."
