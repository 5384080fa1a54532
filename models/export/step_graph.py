"""The unified step graph: one ONNX graph that encodes (past of length 0) and refines (past = the kept source).

Inputs and outputs, B batch, N new tokens, P kept tokens, M rows for the vocabulary head, C candidates:

    input_ids, position_ids [B, N] int64; type_ids [B, N] int64 where the backbone has types
    attention_mask [B, P+N] int64, 1 at valid keys; past_key_l, past_value_l [B, heads, P, head_size] float32
    rows [M] int64, flattened b·N + n; candidates [M, C] int64
    present_key_l, present_value_l [B, heads, P+N, head_size]; top_id [M] int64; top_log_probability [M]
    candidate_log_probability [M, C]; length_logits [B, classes]
    mask_log_odds [M], of the mask against every token that may be an answer; only of a model that revises

Only the chosen rows reach the vocabulary head, and only their best token leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
import torch

from models.architecture.backbone import rotary_table
from models.architecture.config import ModelConfig
from models.export.builder import GraphBuilder
from models.export.external import ExternalTensors
from models.export.linear import MatrixFormat
from models.package.weights import Array

#: Added to the logits of tokens that are never predicted, and to the scores of keys that are not there. Finite,
#: because WebGPU's shader language may assume that no infinity occurs.
NEVER = -1e9

_MICROSOFT = "com.microsoft"


class StepGraph:
    """Builds the graph of one model in one matrix format."""

    def __init__(
        self,
        weights: Mapping[str, Array],
        config: ModelConfig,
        matrices: MatrixFormat,
        external: ExternalTensors | None = None,
    ) -> None:
        """With `external`, large tensors are written to files as they are made; a weight is read when it is due."""
        self.weights, self.config, self.matrices = weights, config, matrices
        self.graph = GraphBuilder(external)

    def build(self, version: str) -> onnx.ModelProto:
        """The graph, checked by `onnx.checker` as far as it knows the operators."""
        config, graph = self.config, self.graph
        graph.input("input_ids", "i64", ["batch", "new"])
        graph.input("position_ids", "i64", ["batch", "new"])
        if config.type_vocabulary_size > 1:
            graph.input("type_ids", "i64", ["batch", "new"])
        graph.input("attention_mask", "i64", ["batch", "total"])
        for layer in range(config.layers):
            for kind in ("key", "value"):
                graph.input(f"past_{kind}_{layer}", "f32", ["batch", config.heads, "past", config.head_size])
        graph.input("rows", "i64", ["rows"])
        graph.input("candidates", "i64", ["rows", "candidates"])
        bias = self._attention_bias()
        x = self._embed()
        for layer in range(config.layers):
            x = self._layer(layer, x, bias)
        states = self._norm("backbone.final_norm", x) if config.norm == "pre" else x
        self._vocabulary_head(states)
        self._length_head(states)
        return graph.model(version)

    def _attention_bias(self) -> str:
        """0 at valid keys, NEVER at padding: float32 [B, 1, N, P+N]."""
        graph = self.graph
        valid = graph.node("Cast", ["attention_mask"], to=1)
        missing = graph.node("Sub", [graph.number(1.0), valid])
        keys = graph.node("Unsqueeze", [graph.node("Mul", [missing, graph.number(NEVER)]), graph.integers(1, 2)])
        shape = graph.node("Shape", ["input_ids"])
        count = graph.node("Gather", [shape, graph.integers(1)], axis=0)
        wide = graph.node("Concat", [graph.integers(1), graph.integers(1), count, graph.integers(1)], axis=0)
        return graph.node("Expand", [keys, wide])

    def _embed(self) -> str:
        graph, weights = self.graph, self.weights
        x = self.matrices.embedding(graph, "word_embeddings", weights["backbone.word_embeddings.weight"], "input_ids")
        types = weights["backbone.type_embeddings.weight"]
        if self.config.type_vocabulary_size > 1:
            kind = graph.node("Gather", [graph.constant("type_embeddings", types), "type_ids"], axis=0)
        else:
            kind = graph.constant("type_embedding", types[0])
        x = graph.node("Add", [x, kind])
        if self.config.positions == "learned":
            table = graph.constant("position_embeddings", weights["backbone.position_embeddings.weight"])
            x = graph.node("Add", [x, graph.node("Gather", [table, "position_ids"], axis=0)])
        return self._norm("backbone.embedding_norm", x) if self.config.embedding_norm else x

    def _layer(self, index: int, x: str, bias: str) -> str:
        prefix, pre = f"backbone.layers.{index}", self.config.norm == "pre"
        normed = self._norm(f"{prefix}.attention_norm", x) if pre else x
        x = self.graph.node("Add", [x, self._attention(index, normed, bias)])
        if not pre:
            x = self._norm(f"{prefix}.attention_norm", x)
        normed = self._norm(f"{prefix}.output_norm", x) if pre else x
        hidden = self._gelu(self._linear(f"{prefix}.intermediate", normed))
        x = self.graph.node("Add", [x, self._linear(f"{prefix}.output", hidden)])
        return x if pre else self._norm(f"{prefix}.output_norm", x)

    def _attention(self, index: int, x: str, bias: str) -> str:
        prefix, graph = f"backbone.layers.{index}", self.graph
        query, key, value = (self._linear(f"{prefix}.{name}", x) for name in ("query", "key", "value"))
        if self.config.positions == "rotary":
            query, key = self._rotate(query), self._rotate(key)
        context, heads, size = f"context_{index}", self.config.heads, self.config.head_size
        kept: list[str | int] = ["batch", heads, "total", size]
        outputs = [context, f"present_key_{index}", f"present_value_{index}"]
        inputs = [query, key, value, "", "", bias, f"past_key_{index}", f"past_value_{index}"]
        graph.nodes("MultiHeadAttention", inputs, outputs, domain=_MICROSOFT, num_heads=heads)
        self._keep(outputs[1:], kept)
        return self._linear(f"{prefix}.attention_output", context)

    def _keep(self, names: list[str], shape: list[str | int]) -> None:
        """Give a layer's keys and values to the caller."""
        for name in names:
            self.graph.output(name, "f32", shape)

    def _rotate(self, x: str) -> str:
        """Rotary positions by the table that PyTorch computes, so that both multiply by the same numbers."""
        size = self.config.head_size
        positions = torch.arange(self.config.maximum_positions).unsqueeze(0)
        cosine, sine = (table[0, 0, :, : size // 2].numpy() for table in rotary_table(positions, size))
        tables = [self.graph.constant("rotary.cosine", cosine), self.graph.constant("rotary.sine", sine)]
        return self.graph.node("RotaryEmbedding", [x, "position_ids", *tables], domain=_MICROSOFT, interleaved=0)

    def _vocabulary_head(self, states: str) -> None:
        graph, config = self.graph, self.config
        x, logits = self._logits(states, "rows")
        log_best = self._best(logits)
        self._candidates(logits, log_best, "candidates")
        graph.output("top_id", "i64", ["rows"])
        graph.output("top_log_probability", "f32", ["rows"])
        graph.output("candidate_log_probability", "f32", ["rows", "candidates"])
        if config.revises:
            self._mask_odds(x, log_best)
            graph.output("mask_log_odds", "f32", ["rows"])

    def _logits(self, states: str, rows: str) -> tuple[str, str]:
        """The head's hidden states and vocabulary logits of the chosen rows."""
        graph, config = self.graph, self.config
        flat = graph.node("Reshape", [states, graph.integers(-1, config.hidden_size)])
        chosen = graph.node("Gather", [flat, rows], axis=0)
        x = self._norm("head_norm", self._gelu(self._linear("head_dense", chosen)))
        bias = self.weights["head_bias"].copy()
        bias[list(config.suppressed_ids)] = NEVER
        table = self.weights["backbone.word_embeddings.weight"]
        return x, self.matrices.tied(graph, "word_embeddings", table, bias, x)

    def _best(self, logits: str) -> str:
        """Compute `top_logit` [M, 1], `top_id` and `top_log_probability` [M]; returns the latter as [M, 1]."""
        graph = self.graph
        graph.nodes("TopK", [logits, graph.integers(1)], ["top_logit", "top_ids"], axis=-1, largest=1, sorted=1)
        # The best token's probability is 1 / Σ exp(logit − best logit), so its logarithm normalises every other
        # logit without a sum of exponentials of its own, and without underflow for an improbable candidate.
        probabilities = graph.node("Softmax", [logits], axis=-1)
        best = graph.node("GatherElements", [probabilities, "top_ids"], axis=1)
        log_best = graph.node("Log", [best])
        graph.nodes("Squeeze", ["top_ids", graph.integers(1)], ["top_id"])
        graph.nodes("Squeeze", [log_best, graph.integers(1)], ["top_log_probability"])
        return log_best

    def _candidates(self, logits: str, log_best: str, candidates: str) -> None:
        """Compute `candidate_log_probability` of the ids [M, C]."""
        graph = self.graph
        asked = graph.node("GatherElements", [logits, candidates], axis=1)
        below = graph.node("Sub", [asked, "top_logit"])
        graph.nodes("Add", [below, log_best], ["candidate_log_probability"])

    def _mask_odds(self, x: str, log_best: str) -> None:
        """`mask_log_odds` [M]: a product of its own for the one token that the bias rules out; always float32."""
        graph, mask = self.graph, self.config.mask_id
        row = self.weights["backbone.word_embeddings.weight"][mask].astype(np.float32)
        bias = self.weights["head_bias"][mask : mask + 1]
        product = graph.node("MatMul", [x, graph.constant("mask_row", row[:, None])])
        logit = graph.node("Add", [product, graph.constant("mask_bias", bias)])
        # log Σ exp(logit) over the possible answers is the best logit less its log-probability.
        others = graph.node("Sub", ["top_logit", log_best])
        odds = graph.node("Sub", [logit, others])
        graph.nodes("Squeeze", [odds, graph.integers(1)], ["mask_log_odds"])

    def _length_head(self, states: str) -> None:
        graph = self.graph
        first = graph.node("Gather", [states, graph.constant("i64.zero", np.asarray(0, dtype=np.int64))], axis=1)
        # Always float32: it is read once per source, and a class too far is a wrong length.
        weight = graph.constant("length_head.weight", self.weights["length_head.weight"].T)
        bias = graph.constant("length_head.bias", self.weights["length_head.bias"])
        graph.nodes("Add", [graph.node("MatMul", [first, weight]), bias], ["length_logits"])
        graph.output("length_logits", "f32", ["batch", self.config.length_classes])

    def _linear(self, name: str, x: str) -> str:
        return self.matrices.linear(self.graph, name, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], x)

    def _norm(self, name: str, x: str) -> str:
        scale = self.graph.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.graph.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.graph.node("LayerNormalization", [x, scale, bias], axis=-1, epsilon=self.config.layer_norm_epsilon)

    def _gelu(self, x: str) -> str:
        return self.graph.node("Gelu", [x], domain=_MICROSOFT)
