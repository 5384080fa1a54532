"""`python -m models evaluate-paper`: the evaluation of the paper, for our models and their peers."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from models.data.instructions import InstructionTable
from models.evaluation.engine import CLI, EngineError
from models.evaluation.paper.accuracy import Cell, cells
from models.evaluation.paper.generation import (
    ITERATIONS,
    Setting,
    Translation,
    bleu_signature,
    directions,
    grid,
    start_up_seconds,
    translate,
)
from models.evaluation.paper.plots import ITERATIONS_PICTURE, SIZE_PICTURE, draw_iterations, draw_size
from models.evaluation.paper.published import Published
from models.evaluation.paper.report import Report
from models.evaluation.paper.scorers import ModelFacts, Scorer, open_scorer
from models.evaluation.paper.sections import write_section
from models.evaluation.paper.tasks import TASKS, Question, questions
from models.evaluation.paper.templates import PromptError, load_templates
from models.evaluation.paper.translators import open_translator
from models.evaluation.peers.errors import PeerError
from models.package.manifest import MANIFEST_FILE

SECTION = "evaluate-paper"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--model", type=Path, action="append", default=[], help="package, or folder of weights; may be repeated"
    )
    parser.add_argument("--peer", action="append", default=[], help="mT0 or BLOOMZ: name on the hub, or folder; repeat")
    parser.add_argument("--data", type=Path, required=True, help="folder with the collected data")
    parser.add_argument("--out", type=Path, default=Path("models/work/paper"), help="folder for JSON, table, pictures")
    parser.add_argument("--results", type=Path, help="Markdown file whose section is written anew, pictures beside it")
    parser.add_argument("--tasks", default=",".join((*TASKS, "translate")), help="comma-separated")
    parser.add_argument("--limit", type=int, default=100, help="most rows per task and language")
    parser.add_argument("--split", choices=("test", "validation"), default="test", help="rows of understanding")
    parser.add_argument("--pairs", type=int, default=50, help="most sentences per direction of translation")
    parser.add_argument("--decoder", choices=("auto", "engine", "reference"), default="auto")
    parser.add_argument("--bare", action="store_true", help="the prompt alone as source, as in the paper (reference)")
    parser.add_argument("--verbatim", action="store_true", help="keep True and False in our prompts too")
    parser.add_argument("--length-normalised", action="store_true", help="peers: mean instead of sum of log-likelihood")
    parser.add_argument("--offline", action="store_true", help="peers: read the hub's cache only")
    parser.add_argument("--device", default="cpu", help="peers: cpu or cuda")
    parser.add_argument("--dtype", choices=("float32", "bfloat16", "float16"), default="float32", help="peers")
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch")
    parser.add_argument("--cli", type=Path, default=CLI, help="the built command line")


def run(arguments: argparse.Namespace) -> int:
    """Ask, measure, write. Exit code 1 if a model or the data cannot be used, 2 for options that make no sense."""
    tasks = arguments.tasks.split(",")
    if unknown := [task for task in tasks if task not in (*TASKS, "translate")]:
        print(f"models evaluate-paper: unknown task {', '.join(unknown)}", file=sys.stderr)
        return 2
    if not arguments.model and not arguments.peer:
        print("models evaluate-paper: name a --model or a --peer", file=sys.stderr)
        return 2
    torch.set_num_threads(arguments.threads)
    try:
        report = _measure(arguments, tasks)
    except (EngineError, PromptError, PeerError, OSError) as error:
        print(f"models evaluate-paper: {error}", file=sys.stderr)
        return 1
    _write(arguments, report)
    return 0


@dataclass(frozen=True)
class _Asker:
    """Questions are made once for each way of wording them, whatever the number of models."""

    arguments: argparse.Namespace
    tasks: list[str]
    made: dict[bool, list[Question]]

    def cells(self, scorer: Scorer) -> list[Cell]:
        found = self.made.setdefault(scorer.fixed_length, [])
        if not found:
            options = {"split": self.arguments.split, "limit": self.arguments.limit}
            for name in self.tasks:
                wording = scorer.fixed_length
                templates = load_templates(self.arguments.data, TASKS[name].templates, fixed_length=wording)
                found += questions(self.arguments.data, name, templates, **options)
        return cells(found, scorer.choose(found))


def _measure(arguments: argparse.Namespace, tasks: list[str]) -> Report:
    understanding = [task for task in tasks if task in TASKS]
    asker = _Asker(arguments, understanding, {})
    measured: list[tuple[ModelFacts, list[Cell]]] = []
    for make in _scorers(arguments) if understanding else []:
        # One model at a time: the largest of them fill the memory.
        scorer = make()
        measured.append((scorer.facts, asker.cells(scorer)))
    translations: list[Translation] = []
    packages = [model for model in arguments.model if (model / MANIFEST_FILE).is_file()]
    if "translate" in tasks and packages:
        translations = _translations(arguments, packages[0])
    return Report(measured, translations, _command(arguments), arguments.split, Published.load())


def _scorers(arguments: argparse.Namespace) -> list[Callable[[], Scorer]]:
    def own(directory: Path) -> Callable[[], Scorer]:
        return lambda: open_scorer(
            directory,
            decoder=arguments.decoder,
            bare=arguments.bare,
            cli=arguments.cli,
            fixed_length=not arguments.verbatim,
        )

    def peer(name: str) -> Callable[[], Scorer]:
        # Transformers takes seconds to import.
        from models.evaluation.peers.load import load_peer

        return lambda: load_peer(
            name,
            device=arguments.device,
            dtype=arguments.dtype,
            offline=arguments.offline,
            length_normalised=arguments.length_normalised,
        )

    return [own(directory) for directory in arguments.model] + [peer(name) for name in arguments.peer]


def _translations(arguments: argparse.Namespace, directory: Path) -> list[Translation]:
    """The whole grid on development sets; on test sets the package's own iterations and beam, and the last T."""
    translator = open_translator(directory, decoder=arguments.decoder, cli=arguments.cli)
    start_up, table = start_up_seconds(translator), InstructionTable.load()
    defaults = translator.manifest["defaults"]
    own = Setting("predicted", defaults["lengthBeam"], defaults["iterations"])
    longest = [Setting(policy, 1, ITERATIONS[-1]) for policy in ("fixed", "oracle")]
    final = [own, Setting("predicted", defaults["lengthBeam"], ITERATIONS[-1]), *longest]
    found = []
    for split, settings in (("dev", grid()), ("test", list(dict.fromkeys(final)))):
        pairs = directions(arguments.data, table, split=split, limit=arguments.pairs)
        for setting in settings:
            found += translate(translator, pairs, setting, split=split, start_up=start_up)
    return found


def _command(arguments: argparse.Namespace) -> str:
    """The command that makes the figures again; the data's place is nobody's business."""
    words = ["python -m models evaluate-paper", *[f"--model {os.path.relpath(m)}" for m in arguments.model]]
    words += [f"--peer {Path(name).name if Path(name).exists() else name}" for name in arguments.peer]
    words += [f"--data D --limit {arguments.limit} --pairs {arguments.pairs} --split {arguments.split}"]
    words += [f"--tasks {arguments.tasks}"] if arguments.tasks != ",".join((*TASKS, "translate")) else []
    words += [f"--decoder {arguments.decoder}"] if arguments.decoder != "auto" else []
    words += [
        f"--{name}" for name in ("bare", "verbatim", "length-normalised") if vars(arguments)[name.replace("-", "_")]
    ]
    return " ".join(words)


def _write(arguments: argparse.Namespace, report: Report) -> None:
    arguments.out.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {
        "command": report.command,
        "split": report.split,
        "bleu": {language: bleu_signature(language) for language in ("en", "zh")},
        "understanding": [{**asdict(facts), "cells": [asdict(c) for c in own]} for facts, own in report.measured],
        "translation": [asdict(entry) for entry in report.translations],
        "published": report.published.source,
    }
    (arguments.out / "paper.json").write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    folders = [arguments.out]
    if arguments.results:
        folders.append(arguments.results.parent / "figures")
    for folder in folders:
        if report.dev:
            draw_iterations(report.dev, folder / ITERATIONS_PICTURE)
        if report.measured:
            draw_size(report.measured, report.published, folder / SIZE_PICTURE)
    text = report.markdown("")
    (arguments.out / "paper.md").write_text(text, encoding="utf-8")
    print(text)
    if arguments.results:
        write_section(arguments.results, SECTION, report.markdown("figures/"))
