"""Data-parallel workers make the same update."""

from __future__ import annotations

import socket
from pathlib import Path

import torch
from torch import nn
from torch.multiprocessing.spawn import spawn

from models.training.parallel import Workers


def _worker(rank: int, port: int, out: str) -> None:
    import os

    os.environ.update(WORLD_SIZE="2", RANK=str(rank), MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1))
    (model(torch.full((1, 3), float(rank + 1))).sum() * (rank + 1)).backward()
    own = [p.grad.clone() for p in model.parameters() if p.grad is not None]
    workers = Workers()
    seconds = workers.average(model, 100.0 + rank)
    workers.close()
    averaged = [p.grad for p in model.parameters()]
    torch.save({"own": own, "averaged": averaged, "seconds": seconds}, f"{out}/{rank}.pt")


def test_gradients_and_clock_are_shared(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    spawn(_worker, args=(port, str(tmp_path)), nprocs=2)  # type: ignore[no-untyped-call]
    first, second = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1))
    assert first["seconds"] == second["seconds"] == 100.0
    for ours, theirs, a, b in zip(first["averaged"], second["averaged"], first["own"], second["own"], strict=True):
        assert torch.equal(ours, theirs)
        assert torch.allclose(ours, (a + b) / 2)
        assert not torch.equal(a, b)


def test_a_single_process_needs_no_group() -> None:
    model = nn.Linear(2, 1)
    model(torch.ones(1, 2)).sum().backward()
    gradient = model.weight.grad
    assert gradient is not None
    before = gradient.clone()
    assert Workers().average(model, 5.0) == 5.0
    assert torch.equal(before, gradient)
