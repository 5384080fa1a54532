"""`python -m models measure-serving`: sentences and words per second through a server, and what the protocol costs.

Sentences of our own in four languages that separate words by spaces, each decoded with the package's defaults. Clients
and server share the machine. Every figure is the median of the rounds, which take turns. Processor time is the
server's alone, all of its threads (Linux): it hardly depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import onnxruntime

from models.architecture.config import ModelConfig
from models.decoding.decoder import Request
from models.export.samples import SENTENCES
from models.package.manifest import read_manifest
from models.package.weights import TRAINING_FILE
from models.serving.interlinear_runtime.tensors import Tensors
from models.serving.local_server import Client, LocalServer, request_body, running_server
from models.serving.repository import REPOSITORY, SERVED_FORMATS
from models.serving.tensors import decode_tensors
from models.text.tokenizer import load_tokenizer

#: Concurrent clients, and sentences in one request.
SETTINGS = ((1, 1), (4, 1), (16, 1), (1, 8), (4, 8), (1, 32))
SPACED = [(instruction, text) for instruction, text in SENTENCES if text.isascii() or " " in text]


@dataclass
class _Row:
    """Figures of one setting, a value per round."""

    seconds: list[float] = field(default_factory=list)
    sentences: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


class _Load:
    """Requests of some sentences each, in turn."""

    def __init__(self, package: Path) -> None:
        manifest = read_manifest(package)
        tokenizer = load_tokenizer(package, manifest)
        defaults, longest = manifest["defaults"], manifest["limits"]["targetTokens"]
        config = ModelConfig.load(package / TRAINING_FILE)
        self.words = sum(len(text.split()) for _, text in SPACED) / len(SPACED)
        requests = [
            Request(
                text=tokenizer.encode(text),
                instruction=tokenizer.encode(instruction),
                iterations=defaults["iterations"],
                length_beam=defaults["lengthBeam"],
                stop_confidence=defaults["stopConfidence"],
            )
            for instruction, text in SPACED
        ]
        self._pick: Callable[[int, int], Tensors] = lambda start, size: decode_tensors(
            config, [requests[(start + i) % len(requests)] for i in range(size)], longest=longest, multiple=16
        )

    def requests(self, size: int) -> list[Tensors]:
        """As many requests as there are sentences, each beginning with another one."""
        return [self._pick(start, size) for start in range(len(SPACED))]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--variant", default="float32", choices=sorted(SERVED_FORMATS))
    parser.add_argument("--seconds", type=float, default=4, help="of one measurement")
    parser.add_argument("--rounds", type=int, default=5)


def run(arguments: argparse.Namespace) -> int:
    """Print a table in Markdown."""
    load = _Load(arguments.model)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        options = ("--variant", arguments.variant, "--keep", str(folder / "served"))
        with running_server(arguments.model, *options, log=folder / "log.txt") as server:
            name = server.ready["models"][0]
            graph = folder / "served" / REPOSITORY / name / "1" / "model.onnx"
            rows = _measure(arguments, load, _session(graph), server, name)
    print(
        f"| {arguments.variant} | sentences in a request | ms per request | sentences/s | words/s "
        "| processor ms per sentence |"
    )
    print("|---|---|---|---|---|---|")
    for (clients, size), row in rows.items():
        who = "no server, same graph" if clients == 0 else f"{clients} client" + ("s" if clients > 1 else "")
        rate = statistics.median(row.sentences)
        milliseconds = statistics.median(row.seconds) * 1000
        processor = statistics.median(row.processor) * 1000
        print(f"| {who} | {size} | {milliseconds:.0f} | {rate:.1f} | {rate * load.words:.0f} | {processor:.1f} |")
    bodies = [len(json.dumps(request_body(tensors)).encode()) for tensors in load.requests(1)]
    print(f"\n{load.words:.1f} words in a sentence, {statistics.mean(bodies):.0f} bytes in a request of one")
    return 0


def _measure(
    arguments: argparse.Namespace, load: _Load, session: Any, server: LocalServer, name: str
) -> dict[tuple[int, int], _Row]:
    settings = [(0, 1), *SETTINGS]
    rows = {setting: _Row() for setting in settings}
    for turn in range(arguments.rounds + 1):
        for clients, size in settings:
            tensors = load.requests(size)
            if clients == 0:
                calls: list[Callable[[int], object]] = [lambda i, t=tensors: session.run(None, t[i % len(t)])]  # type: ignore[misc]
            else:
                bodies = [json.dumps(request_body(one)).encode() for one in tensors]
                calls = [_caller(server.ready["address"], f"/v2/models/{name}/infer", bodies) for _ in range(clients)]
            used = time.process_time if clients == 0 else partial(_processor_seconds, server.process.pid)
            before = used()
            took, elapsed = _drive(calls, arguments.seconds if turn else 1)
            if turn:  # the first round only warms up
                rows[clients, size].seconds.append(statistics.median(took))
                rows[clients, size].sentences.append(len(took) * size / elapsed)
                rows[clients, size].processor.append((used() - before) / (len(took) * size))
    return rows


def _processor_seconds(process: int) -> float:
    """Processor time that all threads of a process have used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _caller(address: str, path: str, bodies: list[bytes]) -> Callable[[int], object]:
    client = Client(address)

    def call(number: int) -> None:
        status, answer = client.call(path, bodies[number % len(bodies)])
        if status != 200:
            raise RuntimeError(answer.decode())

    return call


def _drive(calls: list[Callable[[int], object]], seconds: float) -> tuple[list[float], float]:
    """Call all of them over and over, each on a thread; returns the seconds of each call, and of the whole."""
    took: list[float] = []
    start = time.perf_counter()

    def work(call: Callable[[int], object], numbers: Iterator[int]) -> None:
        while time.perf_counter() - start < seconds:
            before = time.perf_counter()
            call(next(numbers))
            took.append(time.perf_counter() - before)

    threads = [threading.Thread(target=work, args=(call, count(i))) for i, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, time.perf_counter() - start


def _session(graph: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level, options.intra_op_num_threads = 3, 1
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
