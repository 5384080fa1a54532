"""Graphs that the benchmarks compare the step graph with. All have its layers, sizes and matrix formats.

They are built from :class:`StepGraph`, so that both sides run the same operators and only the method differs.
"""

from __future__ import annotations

import onnx

from models.export.step_graph import NEVER, StepGraph


class AutoregressiveGraph(StepGraph):
    """A prefix decoder with a key/value cache: the source in one run, then one token per run.

        input_ids, position_ids [B, N] int64; type_ids [B, N] where the backbone has types
        past_key_l, past_value_l [B, heads, P, head_size] float32
        next_id [B, 1] int64: arg-max at the last of the N tokens, in the form of the next run's input_ids
        present_key_l, present_value_l [B, heads, P+N, head_size]

    It is given every advantage: no attention mask (nothing is padded), a plain tied head without the dense
    layer of the masked language model, no softmax, one row in the head.
    """

    def build(self, version: str) -> onnx.ModelProto:
        """The graph; see the class for its inputs and outputs."""
        config, graph = self.config, self.graph
        graph.input("input_ids", "i64", ["batch", "new"])
        # XLM-R's learned positions and mini's rotary ones both read this.
        graph.input("position_ids", "i64", ["batch", "new"])
        if config.type_vocabulary_size > 1:
            graph.input("type_ids", "i64", ["batch", "new"])
        for layer in range(config.layers):
            for kind in ("key", "value"):
                graph.input(f"past_{kind}_{layer}", "f32", ["batch", config.heads, "past", config.head_size])
        x = self._embed()
        for layer in range(config.layers):
            x = self._layer(layer, x, "")
        last = graph.node("Gather", [x, graph.integers(-1)], axis=1)
        states = self._norm("backbone.final_norm", last) if config.norm == "pre" else last
        table = self.weights["backbone.word_embeddings.weight"]
        logits = self.matrices.tied(graph, "word_embeddings", table, self.weights["head_bias"], states)
        graph.nodes("ArgMax", [logits], ["next_id"], axis=-1, keepdims=0)
        graph.output("next_id", "i64", ["batch", 1])
        return graph.model(version)


class RecomputeGraph(StepGraph):
    """Source and target in one run of every pass, kept apart by a block mask; nothing is cached.

    Inputs as of the step graph, whose past stays empty, and `target_mask` [B, N] int64, 1 at target tokens.
    Source rows see the source only, target rows see everything (DESIGN §1).
    """

    def _attention_bias(self) -> str:
        """0 where a row may look, NEVER elsewhere: float32 [B, 1, N, N]."""
        graph = self.graph
        graph.input("target_mask", "i64", ["batch", "new"])
        target = graph.node("Cast", ["target_mask"], to=1)
        valid = graph.node("Cast", ["attention_mask"], to=1)
        source_rows = graph.node("Unsqueeze", [self._complement(target), graph.integers(1, 3)])
        hidden = graph.node("Mul", [source_rows, self._never(target)])
        return graph.node("Add", [hidden, self._never(self._complement(valid))])

    def _complement(self, flags: str) -> str:
        return self.graph.node("Sub", [self.graph.number(1.0), flags])

    def _never(self, flags: str) -> str:
        """NEVER in the columns of set flags: [B, N] → [B, 1, 1, N]."""
        scores = self.graph.node("Mul", [flags, self.graph.number(NEVER)])
        return self.graph.node("Unsqueeze", [scores, self.graph.integers(1, 2)])


class LogitsGraph(StepGraph):
    """The step graph without the reduction: `logits` [M, vocabulary] leave it for JavaScript to search."""

    def _vocabulary_head(self, states: str) -> None:
        graph, config = self.graph, self.config
        logits = self._logits(states, "rows")[1]
        graph.nodes("Identity", [logits], ["logits"])
        graph.output("logits", "f32", ["rows", config.vocabulary_size])
