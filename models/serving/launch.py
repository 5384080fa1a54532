"""Runs MLServer on an exported repository. Started by `serve`, by path, with the Python of the serving environment.

It prints one line of JSON when all models are ready, and ends by SIGINT or SIGTERM or with the process that started it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import shutil
import signal
import tempfile
from pathlib import Path

from mlserver import MLServer
from mlserver.cli.serve import load_settings

_POLL_SECONDS = 0.1
_WATCH_SECONDS = 0.5
#: What a request that is running when the server is told to end has left.
_GRACE_SECONDS = 5


def main() -> None:
    """Serve until told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("repository", type=Path)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True, help="the process to end with")
    parser.add_argument("--client", required=True, help="folder of the client package, for the line that is printed")
    parser.add_argument("--remove", type=Path, help="folder to remove in the end")
    arguments = parser.parse_args()
    # The server logs to standard output, which belongs to the one line.
    arguments.output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            asyncio.run(_serve(arguments, scratch))
    finally:
        if arguments.remove is not None:
            shutil.rmtree(arguments.remove, ignore_errors=True)


async def _serve(arguments: argparse.Namespace, scratch: str) -> None:
    settings, models = await load_settings(str(arguments.repository))
    settings.host, settings.http_port = arguments.host, arguments.port
    # Nobody asked for these: gRPC, which cannot be switched off, goes to a free port.
    settings.grpc_port, settings.metrics_endpoint, settings.metrics_dir = 0, None, scratch
    settings._custom_rest_server_settings = {"timeout_graceful_shutdown": _GRACE_SECONDS}
    server = MLServer(settings)
    others = [
        asyncio.create_task(_announce(arguments, [model.name for model in models])),
        asyncio.create_task(_watch(arguments.parent)),
    ]
    try:
        await server.start(models)
    finally:
        for task in others:
            task.cancel()


async def _announce(arguments: argparse.Namespace, names: list[str]) -> None:
    """Print the address as soon as all models answer."""
    while not all([await asyncio.to_thread(_ready, arguments.host, arguments.port, name) for name in names]):
        await asyncio.sleep(_POLL_SECONDS)
    address = f"http://{arguments.host}:{arguments.port}"
    line = {"address": address, "models": sorted(names), "client": arguments.client}
    print(json.dumps(line), file=arguments.output, flush=True)


def _ready(host: str, port: int, name: str) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    with contextlib.closing(connection):
        try:
            connection.request("GET", f"/v2/models/{name}/ready")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False


async def _watch(parent: int) -> None:
    """End like by a signal as soon as the parent is gone, and at once if that takes too long."""
    while os.getppid() == parent:
        await asyncio.sleep(_WATCH_SECONDS)
    signal.raise_signal(signal.SIGTERM)
    await asyncio.sleep(3 * _GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
