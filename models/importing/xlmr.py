"""XLM-R and XLM-R-XL checkpoints, as `transformers` names their tensors, under our parameter names."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from models.architecture.config import ModelConfig, xlmr_config

_COMMON = {
    "embeddings.word_embeddings": "backbone.word_embeddings",
    "embeddings.position_embeddings": "backbone.position_embeddings",
    "embeddings.token_type_embeddings": "backbone.type_embeddings",
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attention_output",
    "intermediate.dense": "intermediate",
    "output.dense": "output",
    "lm_head.dense": "head_dense",
    "lm_head.layer_norm": "head_norm",
}
#: Where the two families keep their layer norms.
_NORMS = {
    "xlm-roberta": {
        "embeddings.LayerNorm": "backbone.embedding_norm",
        "attention.output.LayerNorm": "attention_norm",
        "output.LayerNorm": "output_norm",
    },
    "xlm-roberta-xl": {
        "attention.self_attn_layer_norm": "attention_norm",
        "LayerNorm": "output_norm",
        "encoder.LayerNorm": "backbone.final_norm",
    },
}
_LAYER = re.compile(r"^encoder\.layer\.(\d+)\.(.+)$")
#: Tied to the embeddings, or a buffer.
_IGNORED = re.compile(r"(^lm_head\.decoder\.)|(position_ids$)|(token_type_ids$)|(^pooler\.)")


def our_name(name: str, family: str) -> str | None:
    """Our name of a tensor; None for one that we do not keep. Raises KeyError for one that we do not know."""
    name = name.removeprefix("roberta.")
    if _IGNORED.search(name):
        return None
    if name == "lm_head.bias":
        return "head_bias"
    module, _, kind = name.rpartition(".")
    table = _COMMON | _NORMS[family]
    if layer := _LAYER.match(module):
        return f"backbone.layers.{layer[1]}.{table[layer[2]]}.{kind}"
    return f"{table[module]}.{kind}"


def config_of(checkpoint: Mapping[str, Any]) -> ModelConfig:
    """Our configuration for a checkpoint's own (`config.json` as a mapping). Raises ValueError for other models."""
    family = checkpoint["model_type"]
    if family not in ("xlm-roberta", "xlm-roberta-xl"):
        raise ValueError(f"not an XLM-R model: {family}")
    if (padding := checkpoint.get("pad_token_id", 1)) != 1:
        raise ValueError(f"the padding index of XLM-R is 1, not {padding}")
    config = xlmr_config(
        family,
        vocabulary_size=checkpoint["vocab_size"],
        hidden_size=checkpoint["hidden_size"],
        layers=checkpoint["num_hidden_layers"],
        heads=checkpoint["num_attention_heads"],
        feed_forward_size=checkpoint["intermediate_size"],
        maximum_positions=checkpoint["max_position_embeddings"],
        layer_norm_epsilon=checkpoint["layer_norm_eps"],
        dropout=checkpoint["hidden_dropout_prob"],
    )
    return without_unused_rows(config)


def without_unused_rows(config: ModelConfig) -> ModelConfig:
    """The same configuration, in which no row is predicted that no piece of the vocabulary has.

    The tables of XL and XXL are padded to 250,880 rows behind `<mask>` (250,001), their last token.
    """
    unused = range(config.mask_id + 1, config.length_id)
    return dataclasses.replace(config, suppressed_ids=(*config.suppressed_ids, *unused))
