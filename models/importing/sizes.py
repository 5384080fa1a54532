"""The four public XLM-R models by name."""

from __future__ import annotations

from typing import Any

from models.architecture.config import ModelConfig
from models.importing.xlmr import config_of

_ROBERTA = {
    "model_type": "xlm-roberta",
    "vocab_size": 250_002,
    "max_position_embeddings": 514,
    "type_vocab_size": 1,
    "pad_token_id": 1,
    "layer_norm_eps": 1e-5,
    "hidden_dropout_prob": 0.1,
}
_LARGER = _ROBERTA | {"model_type": "xlm-roberta-xl", "vocab_size": 250_880}


def _sizes(hidden: int, layers: int, heads: int, feed_forward: int) -> dict[str, int]:
    return {
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": feed_forward,
    }


#: `config.json` of each, as far as it matters.
PUBLIC: dict[str, dict[str, Any]] = {
    "base": _ROBERTA | _sizes(768, 12, 12, 3072),
    "large": _ROBERTA | _sizes(1024, 24, 16, 4096),
    "xl": _LARGER | _sizes(2560, 36, 32, 10240),
    "xxl": _LARGER | _sizes(4096, 48, 32, 16384),
}


def public_config(size: str, layers: int | None = None) -> ModelConfig:
    """Our configuration of a public size, with fewer layers if asked for. Raises KeyError for an unknown size."""
    values = PUBLIC[size] if layers is None else PUBLIC[size] | {"num_hidden_layers": layers}
    return config_of(values)
