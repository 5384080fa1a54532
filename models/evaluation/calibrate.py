"""`python -m models calibrate`: temperatures of label scores, fitted on development sets through the shipped engine."""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.data.instructions import InstructionTable
from models.evaluation.cases import TestSet
from models.evaluation.engine import CLI, EngineError, answer_lines, command
from models.evaluation.label_sets import classification_sets
from models.package.manifest import read_manifest, write_manifest
from models.text.tokenizer import load_tokenizer

#: Probabilities of all labels, and the right one.
Answered = tuple[Mapping[str, float], str]

#: Temperatures that are tried: 3 % apart.
GRID = [0.05 * 1.03**step for step in range(170)]
_LEAST = 1e-9


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--model", type=Path, required=True, help="folder of the model package; its manifest is written"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the collected data")
    parser.add_argument("--limit", type=int, default=150, help="most inputs per development set")
    parser.add_argument("--cli", type=Path, default=CLI, help="the built command line")


def run(arguments: argparse.Namespace) -> int:
    """Fit and write; the exit code is 1 if the engine fails."""
    manifest = read_manifest(arguments.model)
    # Fitted to what the scores are without any temperature.
    manifest.pop("calibration", None)
    write_manifest(arguments.model, manifest)
    sets = list(classification_sets(arguments.data, InstructionTable.load(), arguments.limit, "dev"))
    sets = [found for found in sets if found.cases]
    try:
        lines = [line for test_set in sets for line in test_set.lines()]
        answers = iter(answer_lines(lines, command(arguments.model, arguments.cli), "calibrate"))
    except EngineError as error:
        print(f"models calibrate: {error}", file=sys.stderr)
        return 1
    pooled: dict[str, list[Answered]] = defaultdict(list)
    for test_set in sets:
        kind = _kind(test_set, arguments.model, manifest)
        for case in test_set.cases:
            answer = next(answers)
            if "scores" in answer:
                pooled[kind].append((answer["scores"], case.references[0]))
    manifest["calibration"] = calibration(pooled)
    write_manifest(arguments.model, manifest)
    print(manifest["calibration"])
    return 0


def calibration(pooled: Mapping[str, Sequence[Answered]]) -> dict[str, Any]:
    """The manifest's part, from answers by label set, or under `equalLengths` and `unequalLengths`."""
    fitted = {kind: fit_temperature(answered) for kind, answered in pooled.items()}
    others = {kind: fitted.pop(kind, 1.0) for kind in ("equalLengths", "unequalLengths")}
    return {"labelSets": fitted, **others}


def fit_temperature(answered: Sequence[Answered]) -> float:
    """The temperature of the grid with the least negative log-likelihood of the right labels; 1 without answers."""
    return min(GRID, key=lambda t: _loss(answered, t)) if answered else 1.0


def _loss(answered: Sequence[Answered], temperature: float) -> float:
    total = 0.0
    for scores, right in answered:
        powers = {label: math.log(max(p, _LEAST)) / temperature for label, p in scores.items()}
        highest = max(powers.values())
        total += highest + math.log(sum(math.exp(value - highest) for value in powers.values())) - powers[right]
    return total


def _kind(test_set: TestSet, model: Path, manifest: dict[str, Any]) -> str:
    for known in manifest["labelSets"]:
        if sorted(known["labels"]) == sorted(test_set.labels):
            return str(known["id"])
    tokenizer = load_tokenizer(model, manifest)
    equal = len({len(tokenizer.encode(label)) for label in test_set.labels}) == 1
    return "equalLengths" if equal else "unequalLengths"
