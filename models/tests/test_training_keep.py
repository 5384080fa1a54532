"""The state of a run in small files: its weights come back as near as float16 is, and it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from models.__main__ import main
from models.tests.shard_folder import write_shards
from models.training import keep
from models.training.checkpoints import load_checkpoint

SIZES = "train --vocabulary 60 --hidden-size 32 --layers 1 --heads 2 --feed-forward-size 32 --no-autocast --average 0.9"


def test_a_kept_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keep, "PART_BYTES", 20_000)
    shards = tmp_path / "shards"
    shards.mkdir()
    words = [*SIZES.split(), "--data", str(write_shards(shards)), "--resume"]
    first, again, kept = (str(tmp_path / name) for name in ("first", "again", "kept"))
    assert main([*words, "--out", first, "--steps", "4"]) == 0
    assert main(["keep-state", "--run", first, "--kept", kept]) == 0
    parts = keep.parts_of(Path(kept))
    assert len(parts) > 1
    assert all(part.stat().st_size <= 20_000 for part in parts)
    assert main(["keep-state", "--run", again, "--kept", kept, "--restore"]) == 0
    old, new = (load_checkpoint(Path(run) / "state.pt") for run in (first, again))
    assert old["model"].keys() == new["model"].keys()
    for name, value in old["model"].items():
        torch.testing.assert_close(new["model"][name].float(), value, rtol=1e-3, atol=1e-5)
    assert new["step"] == 4
    assert main([*words, "--out", again, "--steps", "6"]) == 0
    assert load_checkpoint(Path(again) / "state.pt")["step"] == 6
    assert main(["keep-state", "--run", again, "--kept", kept, "--restore"]) == 2
    assert "there already" in capsys.readouterr().err
    assert main(["keep-state", "--run", str(tmp_path / "other"), "--kept", str(tmp_path), "--restore"]) == 2
    assert "no state.pt.0" in capsys.readouterr().err
