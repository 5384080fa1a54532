"""Instruct-XMLR: backbone, masked-language-model head and length head."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.architecture.backbone import Backbone, KeyValue
from models.architecture.config import ModelConfig


class StepOutput(NamedTuple):
    """Result of one run over new tokens: states [B, N, hidden] and every layer's keys and values."""

    states: Tensor
    present: list[KeyValue]


class InstructModel(nn.Module):
    """The whole model. Decoding and export use :meth:`step`; training the parts."""

    suppressed: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = Backbone(config)
        size = config.hidden_size
        self.head_dense = nn.Linear(size, size)
        self.head_norm = nn.LayerNorm(size, eps=config.layer_norm_epsilon)
        self.head_bias = nn.Parameter(torch.zeros(config.vocabulary_size))
        self.length_head = nn.Linear(size, config.length_classes)
        suppressed = torch.zeros(config.vocabulary_size)
        suppressed[list(config.suppressed_ids)] = float("-inf")
        self.register_buffer("suppressed", suppressed, persistent=False)
        self.apply(self._initialise)

    @staticmethod
    def _initialise(module: nn.Module) -> None:
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.02)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.02)

    def head_states(self, states: Tensor) -> Tensor:
        """Vectors that the vocabulary table is multiplied with [M, hidden], of states [M, hidden]."""
        x: Tensor = self.head_norm(functional.gelu(self.head_dense(states)))
        return x

    def training_logits(self, states: Tensor) -> Tensor:
        """Vocabulary logits [M, V] of states [M, hidden], all finite, as label smoothing needs them."""
        return functional.linear(self.head_states(states), self.backbone.word_embeddings.weight, self.head_bias)

    def logits(self, states: Tensor) -> Tensor:
        """Vocabulary logits [M, V] of states [M, hidden]; tokens that are never an answer have −inf."""
        return self.training_logits(states) + self.suppressed

    def mask_log_odds(self, states: Tensor) -> Tensor:
        """Log-odds [M] of the mask against every token that may be an answer, at states [M, hidden].

        At an unmasked token: how sure the model is that the token cannot stay, where it learnt to predict the mask.
        """
        logits = self.training_logits(states)
        odds: Tensor = logits[:, self.config.mask_id] - torch.logsumexp(logits + self.suppressed, dim=-1)
        return odds

    def length_logits(self, states: Tensor) -> Tensor:
        """Length-class logits [B, classes] from the state of `[LENGTH]`, the first source token."""
        logits: Tensor = self.length_head(states[:, 0])
        return logits

    def step(
        self,
        input_ids: Tensor,
        position_ids: Tensor,
        type_ids: Tensor,
        attention_mask: Tensor,
        past: list[KeyValue] | None = None,
    ) -> StepOutput:
        """One run over new tokens [B, N] that see P kept ones and each other: encode (P = 0) or refine.

        attention_mask: [B, P+N], nonzero at valid keys.
        """
        mask = (attention_mask != 0)[:, None, None, :]
        return StepOutput(*self.backbone(input_ids, position_ids, type_ids, mask, past))

    def parameter_count(self) -> int:
        """Number of trainable parameters (tied ones counted once)."""
        return sum(p.numel() for p in self.parameters())
