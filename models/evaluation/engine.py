"""The engine that is shipped: `interlinear batch` as a function from lines to lines."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CLI = Path("dist/cli.js")


class EngineError(RuntimeError):
    """The command line could not be run, or did not answer every line."""


def command(model: Path, cli: Path = CLI) -> list[str]:
    """The command that answers JSON lines with that model."""
    return ["node", str(cli), "batch", "--model", str(model)]


def variant(model: Path, cli: Path = CLI) -> str:
    """The variant that the engine loads here by itself. Raises EngineError if it cannot load the model."""
    argv = ["node", str(cli), "model", "info", "--model", str(model), "--json"]
    finished = subprocess.run(argv, capture_output=True, text=True, encoding="utf-8", check=False)
    if finished.returncode != 0:
        raise EngineError(finished.stderr.strip() or f"{' '.join(argv)} ended with status {finished.returncode}")
    return str(json.loads(finished.stdout)["loaded"]["variant"])


def answer_lines(lines: Sequence[dict[str, Any]], argv: Sequence[str], label: str = "") -> list[dict[str, Any]]:
    """Answers in the order of the lines. Raises EngineError if the process fails or an answer is missing.

    A line that the engine refuses has the key `error` in its answer.
    """
    process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdin
    assert process.stdout
    writer = threading.Thread(target=_write, args=(process.stdin, lines), daemon=True)
    writer.start()
    answers: list[dict[str, Any]] = []
    started = time.monotonic()
    for text in process.stdout:
        answers.append(json.loads(text))
        if len(answers) % 50 == 0 or len(answers) == len(lines):
            rate = len(answers) / (time.monotonic() - started)
            print(f"\r{label} {len(answers)}/{len(lines)}, {rate:.1f} per second  ", end="", file=sys.stderr)
    print(file=sys.stderr)
    status = process.wait()
    writer.join(timeout=5)
    # Not the status alone: a refused line makes it 1, though all the others are answered.
    if len(answers) != len(lines):
        ended = f"ended with status {status} after {len(answers)} answers to {len(lines)} lines"
        raise EngineError(f"{' '.join(argv)} {ended}")
    if [answer.get("id") for answer in answers] != [line["id"] for line in lines]:
        raise EngineError("the answers are not in the order of the lines")
    return answers


def _write(stream: Any, lines: Sequence[dict[str, Any]]) -> None:
    try:
        for line in lines:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        stream.close()
    except BrokenPipeError:
        # The process ended early; its exit status says so.
        return
