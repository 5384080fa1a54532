"""`model-settings.json` and `settings.json`: a model, and the server, as MLServer wants them described."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.serving.interlinear_runtime.tensors import Tensor

_RUNTIME = Path(__file__).parent / "interlinear_runtime"
#: Of the whole server. Models run in its own process, several at once on threads; a second process is a second replica.
SERVER_SETTINGS: dict[str, Any] = {
    "debug": False,
    "host": "127.0.0.1",
    "http_port": 8080,
    "grpc_port": 8081,
    "parallel_workers": 0,
}


def mlserver_settings(
    name: str,
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    *,
    sizes: Mapping[str, int],
    extra: Mapping[str, Any],
) -> dict[str, Any]:
    """`model-settings.json` of the graph in `1/model.onnx`. `sizes`: axes of which all requests have the same size."""
    return {
        "name": name,
        "implementation": "interlinear_runtime.model.InterlinearModel",
        "platform": "onnxruntime_onnx",
        "versions": ["1"],
        "max_batch_size": 0,
        "inputs": [_tensor(tensor, sizes) for tensor in inputs],
        "outputs": [_tensor(tensor, sizes) for tensor in outputs],
        "parameters": {"uri": "./1/model.onnx", "version": "1", "extra": dict(extra)},
    }


def copy_runtime(directory: Path) -> None:
    """Put the runtime beside a model's settings, so that the folder needs nothing else of ours."""
    target = directory / _RUNTIME.name
    target.mkdir(exist_ok=True)
    for file in sorted(_RUNTIME.glob("*.py")):
        shutil.copyfile(file, target / file.name)


def _tensor(tensor: Tensor, sizes: Mapping[str, int]) -> dict[str, Any]:
    shape = [axis if isinstance(axis, int) else sizes.get(axis, -1) for axis in tensor.axes]
    return {"name": tensor.name, "datatype": tensor.kind, "shape": shape}
