"""`python -m models evaluate-meaning`: inverted meaning and German verbs, in what the shipped command line writes."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from models.data.instructions import InstructionTable
from models.evaluation.engine import CLI, EngineError, answer_lines, command
from models.evaluation.meaning.sets import clauses, is_negative, polarities


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--out", type=Path, required=True, help="JSON file; the answers go beside it")
    parser.add_argument("--cli", type=Path, default=CLI, help="the built command line")
    parser.add_argument("--options", default="", help="further options of `interlinear batch`, separated by spaces")


def run(arguments: argparse.Namespace) -> int:
    """Translate all sentences, count, and print; the exit code is 1 if the engine fails."""
    asked = lines(InstructionTable.load())
    argv = [*command(arguments.model, arguments.cli), *arguments.options.split()]
    try:
        answers = answer_lines([line for line, _ in asked], argv, "meaning")
    except (EngineError, OSError) as error:
        print(f"models evaluate-meaning: {error}", file=sys.stderr)
        return 1
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    judged = [
        {**check, "input": line["input"], "output": answer.get("output", line["input"]), "right": False}
        for (line, check), answer in zip(asked, answers, strict=True)
    ]
    for row in judged:
        row["right"] = is_right(row)
    with arguments.out.with_suffix(".answers.jsonl").open("w", encoding="utf-8") as kept:
        kept.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in judged)
    figures = count(judged)
    arguments.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for name, figure in figures.items():
        print(f"{name:<24} {figure['right']:>4} of {figure['size']:>4} right, {figure['wrong']:5.1f} % wrong")
    return 0


def lines(table: InstructionTable) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Lines for the engine, each with what its answer is checked for: every language into every other."""
    languages = ("en", "de", "fr", "es", "zh")
    found: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def ask(text: str, target: str, check: dict[str, Any]) -> None:
        line = {"id": str(len(found)), "instruction": table.translate(target), "input": text}
        found.append((line, {**check, "target": target}))

    for sentence in polarities():
        # English into all, all into English: the directions that tables and training serve first.
        for target in languages if sentence.language == "en" else ("en",):
            if target != sentence.language:
                name = f"negation {sentence.language}-{target}"
                ask(sentence.text, target, {"name": name, "negative": sentence.negative})
    for clause in clauses():
        ask(clause.text, "de", {"name": f"verb {clause.kind}", "verb": clause.verb.pattern})
    return found


def is_right(row: dict[str, Any]) -> bool:
    """True if the output denies as its source does, or has its verb where it belongs. Text left alone is wrong."""
    if "verb" in row:
        return re.search(row["verb"], row["output"]) is not None
    changed = row["output"] != row["input"]
    return bool(changed and is_negative(row["output"], row["target"]) == row["negative"])


def count(judged: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Figures by name, and of all verbs together."""
    sizes, right = Counter[str](), Counter[str]()
    for row in judged:
        for name in {row["name"], "verb, all" if "verb" in row else "negation, all"}:
            sizes[name] += 1
            right[name] += bool(row["right"])
    return {
        name: {"size": sizes[name], "right": right[name], "wrong": 100 * (1 - right[name] / sizes[name])}
        for name in sorted(sizes)
    }
