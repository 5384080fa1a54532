"""XLM-R as fairseq keeps it (`model.pt`): names, combined projections, and sizes that stand nowhere but in shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.architecture.config import ModelConfig, xlmr_config
from models.importing.pickled import Inert
from models.importing.xlmr import without_unused_rows
from models.package.errors import CheckpointError
from models.package.tensors import Shape

#: The part of the file's contents that holds the tensors.
ENTRY = "model"
#: Heads of the public sizes by width, for a file without its training arguments.
_HEADS = {768: 12, 1024: 16, 2560: 32, 4096: 32}
_LAYER_NAMES = {
    "self_attn.q_proj": "query",
    "self_attn.k_proj": "key",
    "self_attn.v_proj": "value",
    "self_attn.out_proj": "attention_output",
    "self_attn_layer_norm": "attention_norm",
    "fc1": "intermediate",
    "fc2": "output",
    "final_layer_norm": "output_norm",
}
_NAMES = {
    "sentence_encoder.embed_tokens": "backbone.word_embeddings",
    "sentence_encoder.embed_positions": "backbone.position_embeddings",
    "sentence_encoder.emb_layer_norm": "backbone.embedding_norm",
    "sentence_encoder.layernorm_embedding": "backbone.embedding_norm",
    "sentence_encoder.layer_norm": "backbone.final_norm",
    "lm_head.dense": "head_dense",
    "lm_head.layer_norm": "head_norm",
}
_LAYER = re.compile(r"^sentence_encoder\.layers\.(\d+)\.(.+)$")
#: The head's matrix is the embedding table.
_IGNORED = re.compile(r"^lm_head\.weight$|\.version$|^classification_heads\.|_float_tensor$")
#: Rows of query, key and value in the combined projection of the files of 2019.
_COMBINED = ("query", "key", "value")


def fairseq_names(name: str) -> list[tuple[str, int | None]]:
    """Our names of a tensor, each with the third of the rows that it is (None: all). [] for one that is not kept.

    Raises KeyError for a name that no XLM-R has.
    """
    short = re.sub(r"^(encoder|decoder)\.", "", name)
    if _IGNORED.search(short):
        return []
    if short == "lm_head.bias":
        return [("head_bias", None)]
    if layer := _LAYER.match(short):
        prefix = f"backbone.layers.{layer[1]}"
        if layer[2].startswith("self_attn.in_proj_"):
            kind = layer[2].removeprefix("self_attn.in_proj_")
            return [(f"{prefix}.{part}.{kind}", third) for third, part in enumerate(_COMBINED)]
        module, _, kind = layer[2].rpartition(".")
        return [(f"{prefix}.{_LAYER_NAMES[module]}.{kind}", None)]
    module, _, kind = short.rpartition(".")
    return [(f"{_NAMES[module]}.{kind}", None)]


def fairseq_config(contents: Mapping[str, Any], shapes: Mapping[str, Shape], path: Path) -> ModelConfig:
    """The configuration behind the shapes. Raises CheckpointError for a model that is not XLM-R."""
    short = {re.sub(r"^(encoder|decoder)\.", "", name): shape for name, shape in shapes.items()}
    try:
        vocabulary, hidden = short["sentence_encoder.embed_tokens.weight"]
        positions = short["sentence_encoder.embed_positions.weight"][0]
        feed_forward = short["sentence_encoder.layers.0.fc1.weight"][0]
    except KeyError as error:
        raise CheckpointError(f"{path} is no XLM-R of fairseq: it has no tensor {error}") from error
    layers = 1 + max(int(match[1]) for name in short if (match := _LAYER.match(name)))
    heads = _find(contents.get("args"), "encoder_attention_heads") or _find(
        contents.get("cfg"), "encoder_attention_heads"
    )
    if heads is None and hidden not in _HEADS:
        raise CheckpointError(f"{path} does not say how many attention heads a width of {hidden} has")
    config = xlmr_config(
        "xlm-roberta-xl" if "sentence_encoder.layer_norm.weight" in short else "xlm-roberta",
        vocabulary_size=vocabulary,
        hidden_size=hidden,
        layers=layers,
        heads=heads or _HEADS[hidden],
        feed_forward_size=feed_forward,
        maximum_positions=positions,
    )
    return without_unused_rows(config)


def _find(value: Any, key: str, depth: int = 0) -> int | None:
    """An integer under `key` anywhere in training arguments, whose classes are stand-ins."""
    if isinstance(value, Inert):
        value = getattr(value, "state", None)
    if not isinstance(value, Mapping) or depth > 8:
        return None
    found = value.get(key)
    if isinstance(found, Inert):
        # omegaconf keeps a plain value in a node of its own.
        state = getattr(found, "state", None)
        found = state.get("_val") if isinstance(state, Mapping) else None
    if isinstance(found, int):
        return found
    return next((n for part in value.values() if (n := _find(part, key, depth + 1)) is not None), None)
