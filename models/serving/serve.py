"""`python -m models serve`: export a package for serving and run MLServer on it, on this machine."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import tempfile
from pathlib import Path

from models.serving.repository import CLIENT, REPOSITORY, SERVED_FORMATS, write_repository

_ROOT = Path(__file__).parents[2]
_LAUNCH = Path(__file__).with_name("launch.py")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--variant", default="float32", choices=sorted(SERVED_FORMATS))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--keep", type=Path, help="write repository and client package here, and keep them")


def serving_python() -> Path:
    """Python with MLServer: `INTERLINEAR_SERVING_PYTHON`, or that of `.venv-serving`.

    Raises FileNotFoundError with what to do if there is none.
    """
    named = os.environ.get("INTERLINEAR_SERVING_PYTHON")
    path = Path(named) if named else _ROOT / ".venv-serving" / "bin" / "python"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing. Run: npm run setup:serving")
    return path


def run(arguments: argparse.Namespace) -> int:
    """Become the server; returns only if it cannot start: 2."""
    parent = os.getppid()
    try:
        python = serving_python()
    except FileNotFoundError as error:
        print(f"models serve: {error}", file=sys.stderr)
    else:
        folder = arguments.keep or Path(tempfile.mkdtemp(prefix="interlinear-serving-"))
        write_repository(arguments.model, folder, arguments.variant)
        port = arguments.port or _free_port(arguments.host)
        command = [str(python), "-P", str(_LAUNCH), str(folder / REPOSITORY), "--host", arguments.host]
        command += ["--port", str(port), "--parent", str(parent), "--client", str(folder / CLIENT)]
        if arguments.keep is None:
            command += ["--remove", str(folder)]
        # The same process, so that whoever started this one ends the server by ending it.
        os.execv(python, command)
    return 2


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as listener:
        return int(listener.getsockname()[1])
