"""Our Muon makes the updates of PyTorch's own, in either precision."""

from __future__ import annotations

import pytest
import torch

from models.training.muon import Muon, orthogonalise


@pytest.mark.parametrize("shape", [(24, 24), (16, 64), (64, 16)])
def test_orthogonalised_matrix_has_singular_values_near_one(shape: tuple[int, int]) -> None:
    torch.manual_seed(1)
    values = torch.linalg.svdvals(orthogonalise(torch.randn(shape)))
    assert float(values.min()) > 0.6
    assert float(values.max()) < 1.3


def test_updates_follow_pytorch_within_its_precision() -> None:
    torch.manual_seed(2)
    start, gradients = torch.randn(32, 48), [torch.randn(32, 48) for _ in range(5)]
    ends = []
    for kind in (torch.optim.Muon, Muon):
        parameter = torch.nn.Parameter(start.clone())
        optimizer = kind([parameter], lr=0.02, weight_decay=0.1, momentum=0.95, adjust_lr_fn="match_rms_adamw")
        for gradient in gradients:
            parameter.grad = gradient.clone()
            optimizer.step()  # type: ignore[no-untyped-call]
        ends.append((parameter.detach() - start, optimizer.state_dict()["state"][0].keys()))
    (theirs, their_state), (ours, our_state) = ends
    # bfloat16 has three digits; five steps of the iteration amplify the rest.
    assert float((ours - theirs).norm() / theirs.norm()) < 0.05
    assert set(our_state) == set(their_state)
