"""The optimizers: Muon for the matrices of the layers, AdamW for everything else."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from models.architecture.instruct_model import InstructModel
from models.training.muon import Muon


class OptimizerPair:
    """Two torch optimizers that step together and save together."""

    def __init__(
        self,
        model: InstructModel,
        *,
        kind: str,
        learning_rate: float,
        weight_decay: float,
        embedding_rate: float = 1.0,
    ) -> None:
        """`kind`: muon or adamw. `embedding_rate`: factor of the vocabulary table's rate.

        Pretrained rows want small steps and no decay. Raises ValueError for an unknown kind.
        """
        if kind not in ("muon", "adamw"):
            raise ValueError(f"unknown optimizer {kind}: choose muon or adamw")
        table = model.backbone.word_embeddings.weight
        matrices = [p for p in model.backbone.layers.parameters() if p.ndim == 2] if kind == "muon" else []
        chosen = {id(p) for p in matrices}
        others = [p for p in model.parameters() if id(p) not in chosen]
        decayed = [p for p in others if p.ndim >= 2 and p is not table]
        plain = [p for p in others if p.ndim < 2]
        pretrained = embedding_rate != 1
        self.parts: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(
                [
                    {"params": decayed, "weight_decay": weight_decay},
                    {"params": plain, "weight_decay": 0.0},
                    {"params": [table], "weight_decay": 0.0 if pretrained else weight_decay, "rate": embedding_rate},
                ],
                lr=learning_rate,
                betas=(0.9, 0.98),
                eps=1e-8,
                fused=table.is_cuda or not isinstance(table, DTensor),
            )
        ]
        if matrices:
            # With this adjustment Muon's updates have the size of AdamW's, so that one learning rate serves both.
            muon = Muon(
                matrices, lr=learning_rate, weight_decay=weight_decay, momentum=0.95, adjust_lr_fn="match_rms_adamw"
            )
            self.parts.append(muon)
        self.learning_rate = learning_rate

    def step(self, factor: float) -> None:
        """One update at `factor` × the peak learning rate; clears the gradients."""
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = self.learning_rate * factor * group.get("rate", 1.0)
            part.step()
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict[str, Any]]:
        """State of both, for a checkpoint."""
        return [part.state_dict() for part in self.parts]

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor of the state by `part/parameter/name`: to be saved, or to be filled from a checkpoint."""
        found: dict[str, Tensor] = {}
        for number, part in enumerate(self.parts):
            parameters = [p for group in part.param_groups for p in group["params"]]
            for index, parameter in enumerate(parameters):
                state = part.state[parameter]
                if not state:
                    names = ("momentum_buffer",) if isinstance(part, Muon) else ("exp_avg", "exp_avg_sq")
                    state.update({name: torch.zeros_like(parameter) for name in names})
                    if not isinstance(part, Muon):
                        device = parameter.device if part.defaults["fused"] else "cpu"
                        state["step"] = torch.zeros((), dtype=torch.float32, device=device)
                found |= {f"{number}/{index}/{name}": tensor for name, tensor in state.items()}
        return found


def clip_gradients(model: nn.Module, limit: float) -> None:
    """Scale the gradients to a global norm of at most `limit`."""
    torch.nn.utils.clip_grad_norm_(model.parameters(), limit)
