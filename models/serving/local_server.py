"""A server of `models serve` as a child process, and a plain client of it: for tests and measurements."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.serving.interlinear_runtime.tensors import Tensors

_ROOT = Path(__file__).parents[2]
_TYPES = {"INT64": np.int64, "FP32": np.float32, "FP64": np.float64}
_NAMES = {np.dtype(kind): name for name, kind in _TYPES.items()}


def request_body(tensors: Tensors, outputs: list[str] | None = None) -> dict[str, Any]:
    """The JSON of a request for inference."""
    inputs = [
        {"name": name, "shape": list(a.shape), "datatype": _NAMES[a.dtype], "data": a.ravel().tolist()}
        for name, a in tensors.items()
    ]
    return {"inputs": inputs, **({} if outputs is None else {"outputs": [{"name": name} for name in outputs]})}


def read_body(body: dict[str, Any]) -> Tensors:
    """The outputs of a response."""
    return {
        output["name"]: np.asarray(output["data"], dtype=_TYPES[output["datatype"]]).reshape(output["shape"])
        for output in body["outputs"]
    }


class Client:
    """One connection, which is kept open."""

    def __init__(self, address: str) -> None:
        parts = urllib.parse.urlsplit(address)
        self._connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=120)

    def call(self, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and answer of a GET, or of a POST of JSON."""
        method = "GET" if body is None else "POST"
        self._connection.request(method, path, body, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        return response.status, response.read()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@dataclass
class LocalServer:
    """A running server; `ready` is the line that it printed."""

    process: subprocess.Popen[str]
    ready: dict[str, Any]

    def call(self, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and parsed answer of a GET, or of a POST of `body`, on a connection of its own."""
        with contextlib.closing(Client(self.ready["address"])) as client:
            status, text = client.call(path, None if body is None else json.dumps(body).encode())
        return status, json.loads(text) if text else None

    def infer(self, model: str, tensors: Tensors) -> Tensors:
        """The outputs of a request. Raises RuntimeError if it is refused."""
        status, body = self.call(f"/v2/models/{model}/infer", request_body(tensors))
        if status != http.client.OK:
            raise RuntimeError(str(body))
        return read_body(body)


@contextlib.contextmanager
def running_server(model: Path, *options: str, log: Path) -> Iterator[LocalServer]:
    """Start a server on a package and end it with the block. Raises RuntimeError with its log if it does not start."""
    command = [sys.executable, "-m", "models", "serve", "--model", str(model), *options]
    with log.open("w") as errors:
        process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise RuntimeError(log.read_text(encoding="utf-8"))
        yield LocalServer(process, json.loads(line))
    finally:
        process.terminate()
        process.communicate(timeout=60)
