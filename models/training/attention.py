"""Attention among the pairs of a pack: FlexAttention on a GPU, which skips what nobody sees; elsewhere a dense mask."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

import torch
from torch import Tensor
from torch.nn.attention.flex_attention import BlockMask, create_block_mask, flex_attention

from models.training.batch import Batch


class FlexMask:
    """A block mask in the place of a dense one: the layers hand their queries, keys and values to it."""

    def __init__(self, blocks: BlockMask, attention: Callable[..., Any]) -> None:
        self.blocks, self._attention = blocks, attention

    def attend(self, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """Attention [B, heads, N, head_size] without dropout on its weights, which FlexAttention does not have."""
        context: Tensor = self._attention(query, key, value, block_mask=self.blocks)
        return context


def pack_mask(batch: Batch, *, flexible: bool | None = None, compiled: bool = True) -> Tensor | FlexMask:
    """The mask of a batch for the layers; `flexible` None: for packs on a GPU, whose widths do not change."""
    if not (batch.document.is_cuda and batch.packed if flexible is None else flexible):
        return batch.dense_mask()
    return FlexMask(block_mask(batch), _compiled() if compiled else cast(Callable[..., Any], flex_attention))


def block_mask(batch: Batch) -> BlockMask:
    """The dense mask's rule as a function of places; whole blocks outside it are never computed."""
    document, is_target = batch.document, batch.is_target

    def visible(b: Tensor, _head: Tensor, row: Tensor, column: Tensor) -> Tensor:
        return (document[b, row] == document[b, column]) & (is_target[b, row] | ~is_target[b, column])

    packs, width = document.shape
    return create_block_mask(visible, packs, None, width, width, device=str(document.device))


@functools.cache
def _compiled() -> Callable[..., Any]:
    return torch.compile(flex_attention, dynamic=False)
