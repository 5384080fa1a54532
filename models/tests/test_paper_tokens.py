"""Quality by training tokens: the checkpoints of a run as points of a curve."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from models.__main__ import main
from models.evaluation.paper.scorers import training_tokens
from models.evaluation.paper.tokens import Point, checkpoints, markdown
from models.export.random_model import random_config, random_model, random_tokenizer
from models.tests.paper_folder import build_folder
from models.text.tokenizer import Tokenizer


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots and the last state of a run that began with the weights of another."""
    folder = tmp_path_factory.mktemp("run")
    random_tokenizer(folder / "tokenizer", "mini", 900, seed=1)
    pieces = Tokenizer(folder / "tokenizer" / "tokenizer.model", "mini").vocabulary_size
    config = random_config("mini", pieces, hidden_size=32, layers=1, heads=2, feed_forward_size=64)
    for seed, (name, step) in enumerate([("snapshot-90", 90), ("snapshot-1000", 1000), ("state", 1200)]):
        state = {"config": config.to_json(), "model": random_model(config, seed).state_dict(), "step": step}
        torch.save({**state, "tokens": step * 1000, "origin": {"tokens": 5_000_000}}, folder / f"{name}.pt")
    return folder


def test_checkpoints_come_in_the_order_of_their_steps(run_folder: Path, tmp_path: Path) -> None:
    assert [path.stem for path in checkpoints(run_folder)] == ["snapshot-90", "snapshot-1000", "state"]
    assert checkpoints(run_folder / "state.pt") == [run_folder / "state.pt"]
    with pytest.raises(FileNotFoundError, match="no checkpoint"):
        checkpoints(tmp_path)


def test_the_curve_is_measured_and_drawn(run_folder: Path, tmp_path: Path) -> None:
    data = build_folder(tmp_path / "data")
    results = tmp_path / "RESULTS.md"
    words = [str(run_folder), "--tokenizer", str(run_folder / "tokenizer" / "tokenizer.model"), "--data", str(data)]
    words += ["--tasks", "translate,xnli", "--pairs", "1", "--limit", "1", "--iterations", "1", "--length-beam", "1"]
    words += ["--decoder", "reference", "--out", str(tmp_path / "out"), "--results", str(results)]
    assert main(["evaluate-tokens", *words]) == 0
    points = json.loads((tmp_path / "out" / "tokens.json").read_text())["points"]
    assert [point["tokens"] for point in points] == [5_090_000, 6_000_000, 6_200_000]
    assert [set(point["quality"]) for point in points] == [{"chrF2", "BLEU", "xnli"}] * 3
    assert (tmp_path / "figures" / "paper-tokens.png").stat().st_size > 5000
    text = results.read_text()
    assert "| snapshot-1000 | 6.0 |" in text
    assert "(figures/paper-tokens.png)" in text
    assert str(tmp_path) not in text


def test_checkpoints_need_their_tokenizer(run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate-tokens", str(run_folder), "--data", str(tmp_path)]) == 2
    assert "--tokenizer" in capsys.readouterr().err
    assert main(["evaluate-tokens", str(tmp_path), "--data", str(tmp_path)]) == 1
    assert main(["evaluate-tokens", str(run_folder), "--data", str(tmp_path), "--tasks", "sums"]) == 2


def test_tokens_of_the_weights_it_began_with_count(tmp_path: Path) -> None:
    assert training_tokens(tmp_path) is None
    (tmp_path / "training.json").write_text(json.dumps({"tokens": 7, "origin": {"tokens": 3}}))
    assert training_tokens(tmp_path) == 10


def test_the_table_has_a_line_for_every_checkpoint() -> None:
    text = markdown([Point("a", 1_500_000, {"chrF2": 20.04}), Point("b", 3_000_000, {"chrF2": 30.0})], "c", "")
    assert "| a | 1.5 | 20.0 |" in text
    assert "| b | 3.0 | 30.0 |" in text
