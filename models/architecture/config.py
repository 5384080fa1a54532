"""The sizes and conventions of a model, for all three backbones."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Family = Literal["mini", "minilm", "xlm-roberta", "xlm-roberta-xl"]


@dataclass(frozen=True)
class ModelConfig:
    """Everything that determines the shapes and the arithmetic of an Instruct-XMLR model.

    Sizes are numbers of units, positions and lengths are in tokens. The three families share one
    implementation: they differ in where the layer norm stands, how positions enter and in the token ids.
    """

    family: Family
    vocabulary_size: int
    hidden_size: int
    layers: int
    heads: int
    feed_forward_size: int
    norm: Literal["pre", "post"]
    positions: Literal["rotary", "learned"]
    maximum_positions: int
    first_position: int
    target_positions: Literal["restart", "continue"]
    type_vocabulary_size: int
    embedding_norm: bool
    layer_norm_epsilon: float
    dropout: float
    pad_id: int
    unknown_id: int
    separator_id: int
    mask_id: int
    length_id: int
    suppressed_ids: tuple[int, ...]
    length_relative_to_text: bool
    length_minimum: int
    length_classes: int
    source_layout: Literal["text-first", "instruction-first"]
    #: Whether the mask's logit at an unmasked token says how much the token is out of place (`decoding/revise.py`).
    revises: bool = False

    def __post_init__(self) -> None:
        if self.hidden_size % self.heads:
            raise ValueError(f"hidden_size {self.hidden_size} is not a multiple of heads {self.heads}")
        if self.positions == "rotary" and self.head_size % 2:
            raise ValueError(f"rotary positions need an even head size, not {self.head_size}")

    @property
    def head_size(self) -> int:
        """Width of one attention head."""
        return self.hidden_size // self.heads

    def to_json(self) -> dict[str, object]:
        """A dictionary for `json.dump`, read back by :meth:`from_json`."""
        return dataclasses.asdict(self)

    @staticmethod
    def from_json(values: dict[str, object]) -> ModelConfig:
        """Inverse of :meth:`to_json`; raises TypeError for a missing or an unknown key."""
        fields = dict(values)
        fields["suppressed_ids"] = tuple(fields["suppressed_ids"])  # type: ignore[arg-type]
        return ModelConfig(**fields)  # type: ignore[arg-type]

    @staticmethod
    def load(path: Path) -> ModelConfig:
        """Read the `config` entry of a JSON file."""
        return ModelConfig.from_json(json.loads(path.read_text(encoding="utf-8"))["config"])


def mini_config(
    vocabulary_size: int,
    *,
    hidden_size: int = 256,
    layers: int = 6,
    heads: int = 4,
    feed_forward_size: int = 1024,
    dropout: float = 0.0,
    revises: bool = False,
    target_positions: Literal["restart", "continue"] = "restart",
) -> ModelConfig:
    """Our own small pre-LN backbone: rotary positions that restart at the target, source and target types.

    The text comes first in the source and the target's positions restart, so that target token i and text
    token i share a position: copying is attention at distance 0. `revises`: the model learns where a text cannot
    stay as it is.
    """
    return ModelConfig(
        family="mini",
        vocabulary_size=vocabulary_size,
        hidden_size=hidden_size,
        layers=layers,
        heads=heads,
        feed_forward_size=feed_forward_size,
        norm="pre",
        positions="rotary",
        maximum_positions=1024,
        first_position=0,
        target_positions=target_positions,
        type_vocabulary_size=2,
        embedding_norm=False,
        layer_norm_epsilon=1e-5,
        dropout=dropout,
        pad_id=0,
        unknown_id=1,
        separator_id=2,
        mask_id=3,
        length_id=4,
        suppressed_ids=(0, 1, 2, 3, 4),
        length_relative_to_text=True,
        length_minimum=-64,
        length_classes=192,
        source_layout="text-first",
        revises=revises,
    )


def minilm_config(
    vocabulary_size: int,
    *,
    layers: int,
    hidden_size: int = 384,
    heads: int = 12,
    feed_forward_size: int = 1536,
    maximum_positions: int = 512,
    layer_norm_epsilon: float = 1e-12,
    target_positions: Literal["restart", "continue"] = "restart",
) -> ModelConfig:
    """Multilingual-MiniLM: post-LN with learned positions, under the mini family's ids and layout.

    It learns from few tokens, so nothing is dropped in training; `target_positions` as of :func:`mini_config`.
    """
    shape = mini_config(
        vocabulary_size,
        hidden_size=hidden_size,
        layers=layers,
        heads=heads,
        feed_forward_size=feed_forward_size,
        revises=True,
        target_positions=target_positions,
    )
    return dataclasses.replace(
        shape,
        family="minilm",
        norm="post",
        positions="learned",
        maximum_positions=maximum_positions,
        embedding_norm=True,
        layer_norm_epsilon=layer_norm_epsilon,
    )


def xlmr_config(
    family: Literal["xlm-roberta", "xlm-roberta-xl"],
    *,
    vocabulary_size: int,
    hidden_size: int,
    layers: int,
    heads: int,
    feed_forward_size: int,
    maximum_positions: int = 514,
    layer_norm_epsilon: float = 1e-5,
    dropout: float = 0.1,
) -> ModelConfig:
    """A public XLM-R shape. `[LENGTH]` is one token more than the checkpoint has, at id `vocabulary_size`."""
    return ModelConfig(
        family=family,
        vocabulary_size=vocabulary_size + 1,
        hidden_size=hidden_size,
        layers=layers,
        heads=heads,
        feed_forward_size=feed_forward_size,
        norm="post" if family == "xlm-roberta" else "pre",
        positions="learned",
        maximum_positions=maximum_positions,
        first_position=2,
        target_positions="continue",
        type_vocabulary_size=1,
        embedding_norm=family == "xlm-roberta",
        layer_norm_epsilon=layer_norm_epsilon,
        dropout=dropout,
        pad_id=1,
        unknown_id=3,
        separator_id=2,
        mask_id=250001 if vocabulary_size >= 250002 else vocabulary_size - 1,
        length_id=vocabulary_size,
        suppressed_ids=(0, 1, 2, 3, 250001 if vocabulary_size >= 250002 else vocabulary_size - 1, vocabulary_size),
        length_relative_to_text=False,
        length_minimum=1,
        length_classes=256,
        source_layout="instruction-first",
    )
