"""`python -m models evaluate`: measure the shipped files with the shipped engine on held-out text."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from models.data.instructions import InstructionTable
from models.decoding.decode import TextDecoder
from models.evaluation.cases import TestSet
from models.evaluation.engine import CLI, EngineError, answer_lines, command, variant
from models.evaluation.label_sets import classification_sets
from models.evaluation.measure import Figure, measure
from models.evaluation.metrics import chrf_signature
from models.evaluation.report import earlier_values, markdown, to_json
from models.evaluation.rewrite_sets import fix_sets, formality_sets, simplify_sets, translation_sets
from models.evaluation.spans import span_figures
from models.package.manifest import read_manifest
from models.text.tokenizer import load_tokenizer

SETS = {
    "translate": translation_sets,
    "fix": fix_sets,
    "simplify": simplify_sets,
    "formality": formality_sets,
    "classify": classification_sets,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--data", type=Path, required=True, help="folder with the collected data")
    parser.add_argument("--out", type=Path, required=True, help="JSON file; table and answers go beside it")
    parser.add_argument("--limit", type=int, default=300, help="most inputs per test set")
    parser.add_argument("--span-limit", type=int, default=50, help="most sentences per language for protected spans")
    parser.add_argument("--tasks", default=",".join(SETS), help="comma-separated")
    parser.add_argument("--previous", type=Path, help="package whose figures stand beside these")
    parser.add_argument("--cli", type=Path, default=CLI, help="the built command line")


def run(arguments: argparse.Namespace) -> int:
    """Ask, measure, write; the exit code is 1 if the engine fails, 2 for an unknown task."""
    tasks = arguments.tasks.split(",")
    if unknown := [task for task in tasks if task not in SETS]:
        print(f"models evaluate: unknown task {', '.join(unknown)}", file=sys.stderr)
        return 2
    try:
        _evaluate(arguments, tasks)
    except (EngineError, OSError) as error:
        print(f"models evaluate: {error}", file=sys.stderr)
        return 1
    return 0


def _evaluate(arguments: argparse.Namespace, tasks: list[str]) -> None:
    torch.set_num_threads(1)
    used = variant(arguments.model, arguments.cli)
    table, manifest = InstructionTable.load(), read_manifest(arguments.model)
    tokenizer = load_tokenizer(arguments.model, manifest)
    figures: list[Figure] = []
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with arguments.out.with_suffix(".answers.jsonl").open("w", encoding="utf-8") as kept:
        for task in tasks:
            sets = [found for found in sets_of(task, arguments.data, table, arguments.limit) if found.cases]
            lines = [line for test_set in sets for line in test_set.lines()]
            answers = iter(answer_lines(lines, command(arguments.model, arguments.cli), task))
            for test_set in sets:
                mine = [next(answers) for _ in test_set.cases]
                figures += measure(test_set, mine, tokenizer)
                kept.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in mine)
    if "translate" in tasks and arguments.span_limit and tokenizer.copy:
        figures += span_figures(TextDecoder(arguments.model), arguments.data, table, arguments.span_limit)
    facts: dict[str, Any] = {
        "model": manifest["id"],
        "version": manifest["version"],
        "variant": used,
        "command": f"python -m models evaluate --limit {arguments.limit}",
        "chrF2": chrf_signature(),
    }
    earlier = earlier_values(arguments.previous) if arguments.previous else {}
    facts["previous"] = [[test_set, metric, value] for (test_set, metric), value in earlier.items()]
    arguments.out.write_text(json.dumps(to_json(figures, **facts), indent=1) + "\n", encoding="utf-8")
    report = markdown(figures, earlier)
    arguments.out.with_suffix(".md").write_text(report, encoding="utf-8")
    print(report)


def sets_of(task: str, data: Path, table: InstructionTable, limit: int) -> Iterator[TestSet]:
    """The held-out sets of one task."""
    return SETS[task](data, table, limit)
