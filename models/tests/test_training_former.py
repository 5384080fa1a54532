"""Runs that were begun by the trainer before this one go on as they would have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from models.architecture.instruct_model import InstructModel
from models.tests.shard_folder import write_shards
from models.tests.test_training import CONFIG, trainer
from models.training import muon
from models.training.checkpoints import save_checkpoint

#: Tokens so far, NLL of the masked tokens and of the lengths by step, of the trainer that wrote the first checkpoints.
FORMER = [
    (202, 4.0748024, 5.3694115),
    (355, 4.0541606, 5.1232696),
    (603, 4.0476289, 4.7940903),
    (814, 3.9806476, 4.5578666),
    (1030, 4.0248609, 4.3461699),
    (1219, 4.0209723, 4.1431847),
]


def test_former_runs_repeat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same batches, questions, random numbers and updates: a run that was begun before goes on as it would have."""
    # Where the processor multiplies bfloat16, the optimizer rounds; these numbers are of one that does not.
    monkeypatch.setattr(muon, "has_fast_bfloat16", lambda _: False)
    shards = tmp_path / "shards"
    shards.mkdir()
    write_shards(shards)
    listed = [*json.loads((shards / "instructions.json").read_text()), {"text": "Fill.", "ids": [53], "fills": True}]
    (shards / "instructions.json").write_text(json.dumps(listed))
    torch.manual_seed(1)
    model = InstructModel(CONFIG)
    save_checkpoint(tmp_path / "start.pt", {"config": CONFIG.to_json(), "model": model.state_dict()})
    knobs = {"average": 0.9, "embedding_rate": 0.5, "demonstrations": 0.3, "fill": 0.9, "log_every": 1}
    run = trainer(shards, tmp_path / "run", start_from=tmp_path / "start.pt", **knobs)
    run.run()
    entries = [entry for entry in run.log.entries if entry["kind"] == "train"]
    assert [entry["tokens"] for entry in entries] == [tokens for tokens, _, _ in FORMER]
    for entry, (_, nll, length) in zip(entries, FORMER, strict=True):
        assert entry["token_nll"] == pytest.approx(nll, abs=1e-5)
        assert entry["length_nll"] == pytest.approx(length, abs=1e-5)
    assert run.source.place() == [1, 2]
