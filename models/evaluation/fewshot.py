"""`python -m models evaluate-fewshot`: the paper's two weak points, demonstrations and long texts, measured."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import torch

from models.data.instructions import InstructionTable
from models.decoding.decode import TextDecoder
from models.evaluation.fewshot_demonstrations import Shots, measure_shots, shot_tasks
from models.evaluation.fewshot_long import LENGTHS, Long, measure_long
from models.evaluation.fewshot_report import PICTURE, draw_long, markdown
from models.evaluation.paper.sections import write_section
from models.package.weights import TRAINING_FILE

SECTION = "evaluate-fewshot"
_PARTS = ("demonstrations", "long")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--data", type=Path, required=True, help="folder with the collected data")
    parser.add_argument("--out", type=Path, default=Path("models/work/fewshot"), help="folder for JSON, table, picture")
    parser.add_argument("--results", type=Path, help="Markdown file whose section is written anew, pictures beside it")
    parser.add_argument("--limit", type=int, default=100, help="inputs per task")
    parser.add_argument("--texts", type=int, default=10, help="texts per length")
    parser.add_argument("--target", default="de", help="language into which long English texts are translated")
    parser.add_argument("--iterations", type=int, default=6, help="of long texts, the same for every way")
    parser.add_argument("--length-beam", type=int, default=1, help="lengths that are tried where they are predicted")
    parser.add_argument("--parts", default=",".join(_PARTS), help="comma-separated")
    parser.add_argument("--threads", type=int, default=1)


def run(arguments: argparse.Namespace) -> int:
    """Measure and write. Exit code 1 if model or data cannot be read, 2 for an unknown part."""
    parts = arguments.parts.split(",")
    if unknown := [part for part in parts if part not in _PARTS]:
        print(f"models evaluate-fewshot: unknown part {', '.join(unknown)}", file=sys.stderr)
        return 2
    torch.set_num_threads(arguments.threads)
    shots: list[Shots] = []
    long: list[Long] = []
    try:
        decoder = TextDecoder(arguments.model)
        if "demonstrations" in parts:
            for task in shot_tasks(arguments.data, InstructionTable.load(), arguments.limit):
                shots += measure_shots(decoder, task, arguments.length_beam)
        for tokens in LENGTHS if "long" in parts else ():
            passes = (arguments.iterations, arguments.length_beam)
            long += measure_long(decoder, arguments.data, arguments.target, tokens, arguments.texts, passes)
    except OSError as error:
        print(f"models evaluate-fewshot: {error}", file=sys.stderr)
        return 1
    _write(arguments, decoder, shots, long)
    return 0


def _write(arguments: argparse.Namespace, decoder: TextDecoder, shots: list[Shots], long: list[Long]) -> None:
    command = f"python -m models evaluate-fewshot --model {os.path.relpath(arguments.model)} --data D"
    command += f" --limit {arguments.limit} --texts {arguments.texts} --iterations {arguments.iterations}"
    command += f" --length-beam {arguments.length_beam}" if arguments.length_beam != 1 else ""
    command += f" --target {arguments.target}" if arguments.target != "de" else ""
    command += f" --parts {arguments.parts}" if arguments.parts != ",".join(_PARTS) else ""
    name = f"{decoder.manifest['name']} {decoder.manifest['version']}"
    limits = decoder.manifest["limits"]
    arguments.out.mkdir(parents=True, exist_ok=True)
    values = {"command": command, "model": name, "shots": [asdict(s) for s in shots], "long": [asdict(e) for e in long]}
    (arguments.out / "fewshot.json").write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    places = [(arguments.out / "fewshot.md", arguments.out, "")]
    if arguments.results:
        places.append((arguments.results, arguments.results.parent / "figures", "figures/"))
    for path, folder, prefix in places:
        if long:
            draw_long(long, folder / PICTURE)
        trained = _trained_share(arguments.model)
        text = markdown(shots, long, command=command, name=name, limits=limits, pictures=prefix, trained=trained)
        if path == arguments.results:
            write_section(path, SECTION, text)
        else:
            path.write_text(text, encoding="utf-8")
            print(text)


def _trained_share(model: Path) -> float:
    """Share of the training batches with demonstrations; 0 for a package that does not say how it was trained."""
    path = model / TRAINING_FILE
    options = json.loads(path.read_text(encoding="utf-8")).get("options", {}) if path.is_file() else {}
    return float(options.get("demonstrations", 0))
