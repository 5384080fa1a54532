"""`python -m models measure`: size, load time, memory and time per pass of a package's graphs on this machine."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from models.architecture.config import ModelConfig
from models.export.computed import computed_table
from models.export.graph_session import GraphSession
from models.export.samples import mask_batch
from models.importing.sizes import PUBLIC, public_config
from models.package.manifest import MANIFEST_FILE, read_manifest
from models.package.memory import peak_memory, resident_memory
from models.package.weights import TRAINING_FILE
from models.text.source import build_source

_HEADER = ("variant", "bytes", "session s", "CPU s", "resident", "peak", "encode CPU ms", "pass ms", "pass CPU ms")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--model", type=Path, help="folder of the model package")
    what.add_argument("--computed", help=f"comma-separated, of {', '.join(PUBLIC)}: bytes by the sizes alone, in GB")
    parser.add_argument("--variants", help="comma-separated precisions; default: all of the package")
    parser.add_argument("--source", type=int, default=64, help="tokens of the source")
    parser.add_argument("--target", type=int, default=64, help="tokens of the target, five eighths of them masked")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each kind, of which the median is shown")
    parser.add_argument("--plain", action="store_true", help="constants are not computed beforehand: less memory, slow")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.add_argument("--alone", action="store_true", help="in this process; by default each variant has its own")


def run(arguments: argparse.Namespace) -> int:
    """Print a line for every variant. Exit code 1 if one of them could not be run, 2 for one that there is not."""
    if arguments.computed:
        sizes = arguments.computed.split(",")
        if unknown := [size for size in sizes if size not in PUBLIC]:
            print(f"models measure: there is no size {', '.join(unknown)}", file=sys.stderr)
            return 2
        print(computed_table({size: public_config(size) for size in sizes}))
        return 0
    if not (arguments.model / MANIFEST_FILE).is_file():
        print(f"models measure: {arguments.model} is no package, it has no {MANIFEST_FILE}", file=sys.stderr)
        return 2
    variants = {variant["precision"]: variant["graph"] for variant in read_manifest(arguments.model)["variants"]}
    wanted = arguments.variants.split(",") if arguments.variants else list(variants)
    if unknown := [name for name in wanted if name not in variants]:
        print(f"models measure: the package has no variant {', '.join(unknown)}", file=sys.stderr)
        return 2
    if not arguments.json:
        print("  ".join(title.rjust(14) for title in _HEADER))
    failed = 0
    for name in wanted:
        if arguments.alone:
            _show(measure(arguments, name, variants[name]), as_json=arguments.json)
            continue
        # Memory of one graph must not count for the next.
        argv = [sys.executable, "-m", "models", "measure", *_options(arguments, name)]
        finished = subprocess.run(argv, check=False, capture_output=True, text=True)
        if finished.returncode == 0:
            _show(json.loads(finished.stdout.splitlines()[-1]), as_json=arguments.json)
        else:
            failed += 1
            reason = (finished.stderr.strip().splitlines() or [f"it ended with {finished.returncode}"])[-1]
            print(f"models measure: {name}: {reason}", file=sys.stderr)
    return 1 if failed else 0


def measure(arguments: argparse.Namespace, name: str, graph: str) -> dict[str, Any]:
    """Figures of one graph: bytes, seconds, bytes of memory beyond Python's own, milliseconds (median).

    Processor time adds up the threads, and says more than the clock where others use the machine too.
    """
    config = ModelConfig.load(arguments.model / TRAINING_FILE)
    python, python_files = resident_memory()
    started, started_cpu = time.perf_counter(), time.process_time()
    session = GraphSession(
        str(arguments.model / graph), config, arguments.threads, exact=False, optimised=not arguments.plain
    )
    seconds, processor_seconds = time.perf_counter() - started, time.process_time() - started_cpu
    resident, files = resident_memory()
    text = list(range(10, 10 + max(arguments.source - 11, 1)))
    masks = arguments.target * 5 // 8
    target = [config.mask_id] * masks + list(range(10, 10 + arguments.target - masks))
    batch = mask_batch(config, [build_source(config, text, list(range(10, 18)))], [target])
    source = (batch.source_ids, batch.source_positions, batch.source_types, batch.source_mask)
    first = (batch.target_ids, batch.target_positions, batch.target_types, batch.target_mask)
    times: dict[str, list[float]] = {"encode": [], "pass": [], "wall": []}
    for _ in range(arguments.rounds + 1):
        clock = [time.process_time()]
        encoded = session.run(*source, None, batch.rows[:1] * 0, batch.asked[:1])
        clock.append(time.process_time())
        wall = time.perf_counter()
        session.run(*first, session.present(encoded), batch.rows, batch.asked)
        times["wall"].append(time.perf_counter() - wall)
        times["encode"].append(clock[1] - clock[0])
        times["pass"].append(time.process_time() - clock[1])
    return {
        "variant": name,
        "bytes": sum(path.stat().st_size for path in arguments.model.glob(f"{graph}*")),
        "sessionSeconds": seconds,
        "sessionProcessorSeconds": processor_seconds,
        # What Python and its libraries need is not the graph's.
        "residentBytes": resident - python,
        "fileBytes": files - python_files,
        "peakBytes": peak_memory() - python,
        # The first run of each kind makes what later ones find made.
        "encodeProcessorMilliseconds": 1000 * median(times["encode"][1:]),
        "passMilliseconds": 1000 * median(times["wall"][1:]),
        "passProcessorMilliseconds": 1000 * median(times["pass"][1:]),
    }


def _options(arguments: argparse.Namespace, name: str) -> list[str]:
    numbers = [f"--{key}={getattr(arguments, key)}" for key in ("source", "target", "threads", "rounds")]
    plain = ["--plain"] if arguments.plain else []
    return ["--model", str(arguments.model), "--variants", name, *numbers, *plain, "--alone", "--json"]


def _show(values: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(values))
        return
    seconds = [f"{values[key]:.1f}" for key in ("sessionSeconds", "sessionProcessorSeconds")]
    memory = [f"{values[key] / 1e9:.2f} GB" for key in ("residentBytes", "peakBytes")]
    keys = ("encodeProcessorMilliseconds", "passMilliseconds", "passProcessorMilliseconds")
    times = [f"{values[key]:.0f}" for key in keys]
    cells = [values["variant"], f"{values['bytes']:,}", *seconds, *memory, *times]
    print("  ".join(cell.rjust(14) for cell in cells))
