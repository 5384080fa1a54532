"""Multilingual-MiniLM (multilingual-e5-small): its encoder under our names, with a pruned vocabulary and chosen layers.

The network is a 384-wide post-LN child of XLM-R (Wang et al. 2020; Wang et al. 2024). It was never a masked language
model: the head, the mask and `[LENGTH]` begin here, as identity, noise and frequencies that training then forms.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.architecture.config import ModelConfig, minilm_config
from models.architecture.instruct_model import InstructModel
from models.package.errors import CheckpointError
from models.package.tensors import SafetensorsSource
from models.text.pruned import CONTROL, SPECIAL, full_vocabulary
from models.text.tokenizer import COPY_TOKENS

_XLMR = {"pad": 1, "unknown": 3, "separator": 2, "start": 0}
_BERT = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attention_output",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "intermediate",
    "output.dense": "output",
    "output.LayerNorm": "output_norm",
}
_EMBEDDINGS = {
    "embeddings.word_embeddings.weight": "word_embeddings.weight",
    "embeddings.token_type_embeddings.weight": "type_embeddings.weight",
    "embeddings.position_embeddings.weight": "position_embeddings.weight",
    "embeddings.LayerNorm.weight": "embedding_norm.weight",
    "embeddings.LayerNorm.bias": "embedding_norm.bias",
}


@dataclass(frozen=True)
class Encoder:
    """An imported encoder. `tensors` bear the names of our Backbone; row i of the word table belongs to piece i.

    `normalisation` maps a character to what XLM-R's tokenizer makes of it.
    """

    pieces: list[str]
    scores: list[float]
    normalisation: dict[str, str]
    tensors: dict[str, NDArray[np.float32]]
    layers: int
    hidden_size: int
    heads: int
    feed_forward_size: int
    maximum_positions: int
    layer_norm_epsilon: float

    def normalise(self, text: str) -> str:
        """`text` as XLM-R's tokenizer would see it."""
        return "".join(self.normalisation.get(character, character) for character in text)


def read_folder(folder: Path) -> Encoder:
    """The encoder of a public folder: `config.json` (BertModel), `model.safetensors`, `sentencepiece.bpe.model`.

    Raises CheckpointError for a folder of another model.
    """
    values = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if values.get("model_type") != "bert":
        raise CheckpointError(f"{folder / 'config.json'}: model_type is {values.get('model_type')}, expected bert")
    source = SafetensorsSource([folder / "model.safetensors"])
    tensors = {}
    for name in source.shapes():
        ours = _bert_name(name)
        if ours is not None:
            tensors[ours] = source.load(name).to(torch.float32).numpy()
    pieces, scores = full_vocabulary(folder / "sentencepiece.bpe.model")
    return Encoder(
        pieces=pieces,
        scores=scores,
        normalisation=_Compatibility(),
        tensors=tensors,
        layers=values["num_hidden_layers"],
        hidden_size=values["hidden_size"],
        heads=values["num_attention_heads"],
        feed_forward_size=values["intermediate_size"],
        maximum_positions=values["max_position_embeddings"],
        layer_norm_epsilon=values["layer_norm_eps"],
    )


class _Compatibility(dict[str, str]):
    """NFKC by the character: XLM-R's own map, but for a handful of rare characters."""

    def get(self, key: str, default: str | None = None) -> str:  # type: ignore[override]
        return unicodedata.normalize("NFKC", key)


def build_model(
    encoder: Encoder,
    pieces: Sequence[str],
    counts: NDArray[np.float64],
    *,
    layers: Sequence[int],
    seed: int = 1,
) -> InstructModel:
    """A model ready to be trained: chosen layers, rows for `pieces`, a head that begins as the identity.

    `pieces`: the pruned vocabulary by id, special pieces first. `counts` [V]: occurrences in training text, for the
    head's bias. Raises CheckpointError for a layer that the encoder lacks.
    """
    if wrong := [index for index in layers if not 0 <= index < encoder.layers]:
        raise CheckpointError(f"the encoder has layers 0 to {encoder.layers - 1}, not {wrong}")
    torch.manual_seed(seed)
    model = InstructModel(_config(encoder, len(pieces), len(layers)))
    state: dict[str, Tensor] = {}
    for name, array in encoder.tensors.items():
        if name.startswith("layers."):
            _, old, rest = name.split(".", 2)
            state |= {f"layers.{new}.{rest}": _tensor(array) for new, kept in enumerate(layers) if kept == int(old)}
        elif name != "word_embeddings.weight":
            state[name] = _tensor(array)
    state["word_embeddings.weight"] = torch.from_numpy(word_rows(encoder, pieces, seed=seed))
    model.backbone.load_state_dict(state)
    with torch.no_grad():
        model.head_dense.weight.add_(torch.eye(encoder.hidden_size))
        frequency = np.log((counts + 0.3) / (counts + 0.3).mean())
        model.head_bias.copy_(torch.from_numpy(frequency).float().clamp(-3, 6))
    return model


def word_rows(encoder: Encoder, pieces: Sequence[str], *, seed: int) -> NDArray[np.float32]:
    """Rows [V, hidden] for a pruned vocabulary.

    A piece of XLM-R keeps its row; one that XLM-R lacks (full-width punctuation, rare Han characters) gets the mean of
    the rows of what XLM-R makes of it, with a little noise; bytes and placeholders are drawn about the mean.
    """
    table = encoder.tensors["word_embeddings.weight"]
    index = {piece: row for row, piece in reversed(list(enumerate(encoder.pieces)))}
    sample = table[4 : len(encoder.pieces) - 2 : 7]
    mean, deviation = sample.mean(axis=0), sample.std(axis=0)
    random = np.random.default_rng(seed)
    mask = index.get("<mask>", len(encoder.pieces) - 1)
    control = [_XLMR["pad"], _XLMR["unknown"], _XLMR["separator"], mask, _XLMR["start"]]
    rows = np.empty((len(pieces), table.shape[1]), dtype=np.float32)
    for token, piece in enumerate(pieces):
        noise = random.normal(size=table.shape[1]) * deviation
        if token < CONTROL:
            rows[token] = table[control[token]]
        elif token < SPECIAL:
            rows[token] = mean + noise * (1.0 if token < CONTROL + COPY_TOKENS else 0.5)
        elif piece in index:
            rows[token] = table[index[piece]]
        else:
            parts = [index[c] for c in encoder.normalise(piece.removeprefix("\u2581")) if c in index]
            rows[token] = (table[parts].mean(axis=0) if parts else mean) + noise * 0.2
    return rows


def _config(encoder: Encoder, vocabulary: int, layers: int) -> ModelConfig:
    return minilm_config(
        vocabulary,
        layers=layers,
        hidden_size=encoder.hidden_size,
        heads=encoder.heads,
        feed_forward_size=encoder.feed_forward_size,
        maximum_positions=encoder.maximum_positions,
        layer_norm_epsilon=encoder.layer_norm_epsilon,
    )


def _bert_name(name: str) -> str | None:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    if not name.startswith("encoder.layer."):
        return None
    number, rest = name.removeprefix("encoder.layer.").split(".", 1)
    module, _, kind = rest.rpartition(".")
    return f"layers.{number}.{_BERT[module]}.{kind}"


def _tensor(array: NDArray[np.float32]) -> Tensor:
    return torch.from_numpy(np.array(array, dtype=np.float32)).clone()
