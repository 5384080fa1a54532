"""The server of `models serve` as a process of the tests, and a client of it."""

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

ROOT = Path(__file__).parents[2]
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


@dataclass
class Server:
    """A running server; `ready` is the line that it printed."""

    process: subprocess.Popen[str]
    ready: dict[str, Any]

    def call(self, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and parsed answer of a GET, or of a POST with a JSON body."""
        address = urllib.parse.urlsplit(self.ready["address"])
        connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=120)
        with contextlib.closing(connection):
            if body is None:
                connection.request("GET", path)
            else:
                connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            response = connection.getresponse()
            text = response.read()
        return response.status, json.loads(text) if text else None

    def infer(self, model: str, tensors: Tensors) -> Tensors:
        """The outputs of a request that must succeed."""
        status, body = self.call(f"/v2/models/{model}/infer", request_body(tensors))
        assert status == http.client.OK, body
        return read_body(body)


@contextlib.contextmanager
def running_server(model: Path, *options: str, log: Path) -> Iterator[Server]:
    """Start a server and end it with the block. Raises AssertionError with its log if it does not start."""
    command = [sys.executable, "-m", "models", "serve", "--model", str(model), *options]
    with log.open("w") as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, log.read_text()
        yield Server(process, json.loads(line))
    finally:
        process.terminate()
        process.communicate(timeout=60)
