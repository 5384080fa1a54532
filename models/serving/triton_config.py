"""`config.pbtxt`: a model as NVIDIA Triton wants it described."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from models.serving.interlinear_runtime.tensors import MOST_ROWS, Tensor

#: How long a request may wait for others that it can run with.
QUEUE_DELAY_MICROSECONDS = 2000
_TYPES = {"INT64": "TYPE_INT64", "FP32": "TYPE_FP32", "FP64": "TYPE_FP64"}


def triton_config(
    name: str,
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    *,
    sizes: Mapping[str, int],
    parameters: Mapping[str, str],
) -> str:
    """The text of `config.pbtxt`. `sizes`: axes of which all requests have the same size."""
    lines = [
        f"name: {json.dumps(name)}",
        'backend: "onnxruntime"',
        f"max_batch_size: {MOST_ROWS}",
        *(_tensor("input", tensor, sizes) for tensor in inputs),
        *(_tensor("output", tensor, sizes) for tensor in outputs),
        f"dynamic_batching {{ max_queue_delay_microseconds: {QUEUE_DELAY_MICROSECONDS} }}",
        # On a machine with GPUs one on each of them, else one on the processor.
        "instance_group [ { count: 1 kind: KIND_AUTO } ]",
        "version_policy { latest { num_versions: 1 } }",
        *(
            f"parameters {{ key: {json.dumps(key)} value {{ string_value: {json.dumps(value)} }} }}"
            for key, value in parameters.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _tensor(role: str, tensor: Tensor, sizes: Mapping[str, int]) -> str:
    """One input or output; its first axis, the batch, is left out."""
    dims = [axis if isinstance(axis, int) else sizes.get(axis, -1) for axis in tensor.axes[1:]]
    shape = ", ".join(map(str, dims))
    return f'{role} {{ name: "{tensor.name}" data_type: {_TYPES[tensor.kind]} dims: [ {shape} ] }}'
