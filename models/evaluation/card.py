"""`python -m models card`: write the measured quality into a package, as `CARD.md` and as part of its manifest."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
from pathlib import Path
from typing import Any

import torch

from models.architecture.load import load_model
from models.evaluation.card_text import Facts, card
from models.evaluation.report import quality
from models.export.compare import Difference, compare
from models.export.graph_session import GraphSession
from models.export.samples import sentence_batch
from models.package.manifest import read_manifest, write_manifest
from models.package.weights import TRAINING_FILE
from models.text.tokenizer import load_tokenizer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--evaluation", type=Path, required=True, help="JSON file that `evaluate` wrote")
    parser.add_argument("--run", type=Path, required=True, dest="training_run", help="folder of the training run")
    parser.add_argument("--stats", type=Path, default=Path("models/work/data/stats.md"), help="report of `data`")
    parser.add_argument("--device", help="what it was trained on, in words; default: this machine's CPU")


def run(arguments: argparse.Namespace) -> int:
    """Write `CARD.md`, copy the curves, put the figures into the manifest. Exit code 1 if they are another model's."""
    manifest = read_manifest(arguments.model)
    evaluation: dict[str, Any] = json.loads(arguments.evaluation.read_text(encoding="utf-8"))
    measured, described = ((facts["version"]) for facts in (evaluation, manifest))
    if (evaluation["model"], measured) != (manifest["id"], described):
        print(f"models card: the figures are of {evaluation['model']} {measured}, the package is {described}")
        return 1
    log = arguments.training_run / "log.jsonl"
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    curves = arguments.training_run / "curves.png"
    if curves.exists():
        shutil.copyfile(curves, arguments.model / "curves.png")
    facts = Facts(
        manifest=manifest,
        training=json.loads((arguments.model / TRAINING_FILE).read_text(encoding="utf-8")),
        evaluation=evaluation,
        dev=[entry for entry in entries if entry["kind"] == "dev"],
        rows=_first_table(arguments.stats),
        device=arguments.device or f"{os.cpu_count()} CPU cores ({platform.machine()})",
        curves=curves.exists(),
        int8=_int8_difference(arguments.model, manifest),
    )
    (arguments.model / "CARD.md").write_text(card(facts), encoding="utf-8")
    manifest["quality"] = quality(evaluation)
    write_manifest(arguments.model, manifest)
    print(f"{arguments.model / 'CARD.md'}: {len(manifest['quality'])} figures")
    return 0


def _first_table(path: Path) -> str:
    """The overview of the training rows; empty if there is no report."""
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("|"))
    end = next((i for i in range(start, len(lines)) if not lines[i].startswith("|")), len(lines))
    return "\n".join(lines[start:end])


def _int8_difference(directory: Path, manifest: dict[str, Any]) -> Difference | None:
    """The int8 graph against the float32 reference on our sample sentences."""
    graphs = [variant["graph"] for variant in manifest["variants"] if variant["precision"] == "int8"]
    if not graphs:
        return None
    torch.set_num_threads(1)
    model = load_model(directory)
    batch = sentence_batch(model.config, load_tokenizer(directory, manifest))
    return compare(model, GraphSession(str(directory / graphs[0]), model.config), batch)
