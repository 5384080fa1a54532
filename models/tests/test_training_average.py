"""The mean of several checkpoints."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest
import torch

from models.training import average
from models.training.checkpoints import load_checkpoint, save_checkpoint


def _state(value: float, *, size: int = 2, step: int = 3) -> dict[str, Any]:
    model = {"weight": torch.full((size,), value), "scale": torch.tensor([value * 2], dtype=torch.bfloat16)}
    return {"model": model, "optimizer": {"m": 1}, "step": step, "tokens": step * 10, "config": {}}


def test_weights_are_averaged_by_their_shares() -> None:
    found = average.average([_state(1.0), _state(4.0, step=5)], [2.0, 1.0])
    assert found["model"]["weight"].tolist() == [2.0, 2.0]
    assert found["model"]["weight"].dtype == torch.float32
    assert found["model"]["scale"].dtype == torch.bfloat16
    assert found["model"]["scale"].tolist() == [4.0]
    assert found["optimizer"] is None
    assert found["step"] == 5
    assert [one["share"] for one in found["averaged"]] == [pytest.approx(2 / 3), pytest.approx(1 / 3)]


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="different shapes"):
        average.average([_state(1.0), _state(1.0, size=3)], [1.0, 1.0])


def test_command_writes_a_checkpoint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / name for name in ("a.pt", "b.pt")]
    for path, value in zip(paths, (1.0, 3.0), strict=True):
        save_checkpoint(path, _state(value))
    parser = argparse.ArgumentParser()
    average.add_arguments(parser)
    words = [*map(str, paths), "--out", str(tmp_path / "mean.pt")]
    assert average.run(parser.parse_args(words)) == 0
    assert load_checkpoint(tmp_path / "mean.pt")["model"]["weight"].tolist() == [2.0, 2.0]
    assert average.run(parser.parse_args([*words, "--shares", "1"])) == 2
    assert average.run(parser.parse_args([*words, "--shares", "1,0"])) == 2
    assert "share above 0" in capsys.readouterr().err
