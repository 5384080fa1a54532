"""A step graph in onnxruntime, with the reference's calling convention."""

from __future__ import annotations

import onnxruntime
import torch
from torch import Tensor

from models.architecture.backbone import KeyValue
from models.architecture.config import ModelConfig


class GraphSession:
    """Runs a graph on the CPU. `graph`: a path, or the bytes of a model. The same call encodes and refines."""

    def __init__(
        self, graph: str | bytes, config: ModelConfig, threads: int = 1, *, exact: bool = True, optimised: bool = True
    ) -> None:
        """`exact`: no 8-bit product may saturate. Without `optimised` no constant is computed when the session is made:
        less memory, slower runs."""
        options = onnxruntime.SessionOptions()
        # As the product does it: what a large input needed goes back to the system.
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        if not optimised:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
            # The weights stay where the system has mapped them, and are not copied into another order.
            options.add_session_config_entry("session.disable_prepacking", "1")
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # As in the product: threads that wait do not take the processor from others.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Without VNNI, 8-bit products may otherwise saturate.
        options.add_session_config_entry("session.x64quantprecision", "1" if exact else "0")
        self.config = config
        self.session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self.inputs = [value.name for value in self.session.get_inputs()]
        self.outputs = [value.name for value in self.session.get_outputs()]

    def run(
        self,
        input_ids: Tensor,
        position_ids: Tensor,
        type_ids: Tensor,
        attention_mask: Tensor,
        past: list[KeyValue] | None,
        rows: Tensor,
        candidates: Tensor,
    ) -> dict[str, Tensor]:
        """All outputs by name. `past` None encodes. Shapes as in the description of the step graph."""
        feed = {
            "input_ids": input_ids,
            "position_ids": position_ids,
            "type_ids": type_ids,
            "attention_mask": attention_mask,
            "rows": rows,
            "candidates": candidates,
        }
        nothing = torch.zeros(len(input_ids), self.config.heads, 0, self.config.head_size)
        for layer in range(self.config.layers):
            key, value = past[layer] if past is not None else (nothing, nothing)
            feed[f"past_key_{layer}"], feed[f"past_value_{layer}"] = key, value
        values = self.session.run(self.outputs, {name: feed[name].contiguous().numpy() for name in self.inputs})
        return {name: torch.from_numpy(value) for name, value in zip(self.outputs, values, strict=True)}

    def present(self, outputs: dict[str, Tensor]) -> list[KeyValue]:
        """The keys and values among the outputs of a run."""
        return [(outputs[f"present_key_{n}"], outputs[f"present_value_{n}"]) for n in range(self.config.layers)]
