"""fp16 graphs, and tables that are cut because one tensor may not be 2 GiB large."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import onnx
import pytest

from models.__main__ import main
from models.architecture.config import xlmr_config
from models.export import half, linear
from models.export.compare import compare
from models.export.external import LARGEST_TENSOR
from models.export.graph_session import GraphSession
from models.export.half import Float16Format
from models.export.linear import Float32Format, MatrixFormat
from models.export.random_model import random_model
from models.export.samples import random_batch
from models.export.step_graph import StepGraph
from models.export.tables import split_table
from models.package.weights import as_arrays

CONFIG = xlmr_config(
    "xlm-roberta-xl", vocabulary_size=300, hidden_size=64, layers=2, heads=4, feed_forward_size=96, dropout=0.0
)


@pytest.mark.parametrize(("matrices", "tolerance"), [(Float32Format(), 1e-4), (Float16Format(), 0.05)])
@pytest.mark.parametrize("limit", [LARGEST_TENSOR, 30_000])
def test_cut_tables_give_the_same_answers(
    monkeypatch: pytest.MonkeyPatch, matrices: MatrixFormat, tolerance: float, limit: int
) -> None:
    for module in (half, linear):
        monkeypatch.setattr(module, "split_table", functools.partial(split_table, largest=limit))
    model = random_model(CONFIG, seed=4)
    built = StepGraph(as_arrays(dict(model.state_dict())), CONFIG, matrices).build("test")
    sizes = [len(tensor.raw_data) for tensor in built.graph.initializer if "word_embeddings" in tensor.name]
    assert max(size for size in sizes) <= limit
    assert (len([size for size in sizes if size > 2000]) > 1) == (limit < LARGEST_TENSOR)
    graph = GraphSession(built.SerializeToString(), CONFIG)
    difference = compare(model, graph, random_batch(CONFIG, 1, size=3, source=20, target=20))
    assert difference.largest < tolerance
    assert difference.equal_top > 0.95


def test_public_sizes_are_cut_only_where_they_must_be() -> None:
    """Counted on tables that take no memory."""

    def parts(width: int, bytes_each: int) -> list[int]:
        table = np.broadcast_to(np.float32(0), (250_881, width))
        return [part.shape[1] for _, part in split_table("t", table, bytes_each=bytes_each)]

    assert parts(1024, 4) == [1024]
    assert parts(2560, 4) == [1280, 1280]
    assert parts(2560, 2) == [2560]
    assert parts(4096, 4) == [2048, 2048]
    assert parts(4096, 2) == [4096]


def test_weights_beyond_fp16_are_refused() -> None:
    weights = as_arrays(dict(random_model(CONFIG, seed=4).state_dict()))
    weights["head_dense.weight"] = weights["head_dense.weight"] + np.float32(1e5)
    with pytest.raises(ValueError, match="head_dense does not fit into fp16"):
        StepGraph(weights, CONFIG, Float16Format()).build("test")


def test_a_package_with_both_precisions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--random", "--family", "xlm-roberta", "--vocabulary", "800", "--variants", "float32,fp16"]
    assert main(["export", *options, "--out", str(tmp_path)]) == 0
    assert main(["verify", "--model", str(tmp_path)]) == 0
    assert "fp16" in capsys.readouterr().out
    graph = onnx.load(tmp_path / "model.fp16.onnx").graph
    whole = sum(len(tensor.raw_data) for tensor in onnx.load(tmp_path / "model.float32.onnx").graph.initializer)
    assert sum(len(tensor.raw_data) for tensor in graph.initializer) < 0.7 * whole
