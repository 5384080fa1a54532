"""Figures as Markdown, as JSON and as the `quality` part of a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from models.evaluation.measure import Figure
from models.package.manifest import read_manifest

#: What each metric means, in the order in which the tables show them.
METRICS = {
    "chrF2": "chrF2 against the reference, 0 to 100 (baseline: the input itself)",
    "lengthError": "mean relative error of the answer's length in tokens, % (baseline: as long as the input)",
    "spansKept": "% of sentences in which the answer of the best score has every protected span, before any repair",
    "spansKeptInBeam": "% of sentences in which one answer of the length beam has every span: that one is taken",
    "exact": "% of wrong sentences that become exactly the reference (baseline: the input itself)",
    "unchanged": "% of correct sentences that stay as they are",
    "GLEU": "GLEU, 0 to 100 (baseline: the input itself)",
    "register": "% of answers whose pronouns show the register asked for (baseline: the input itself)",
    "accuracy": "% of right labels (baseline: always the most frequent label)",
    "ECE": "expected calibration error of the label's probability, %",
    "refused": "% of inputs that the engine refused",
}


#: Values of another model by test set and metric.
Earlier = Mapping[tuple[str, str], float]


def markdown(figures: list[Figure], earlier: Earlier | None = None) -> str:
    """A table per metric, and the mean of the sets that belong together; `earlier` adds a column: the model before."""
    parts = []
    for metric, meaning in METRICS.items():
        rows = [figure for figure in figures if figure.metric == metric]
        if rows:
            parts.append(f"### {metric}\n\n{meaning}\n\n{_table(rows, earlier or {})}")
    return "\n".join(parts)


def _table(rows: list[Figure], earlier: Earlier) -> str:
    shown = any((row.test_set, row.metric) in earlier for row in rows)
    more, line = (" before |", "--:|") if shown else ("", "")
    lines = [f"| test set | inputs | value | baseline |{more}", f"|---|--:|--:|--:|{line}"]
    for group in dict.fromkeys(group_of(row.test_set) for row in rows):
        members = [row for row in rows if group_of(row.test_set) == group]
        before = [earlier.get((r.test_set, r.metric)) for r in members]
        for r, value in zip(members, before, strict=True):
            cell = f" {_number(value)} |" if shown else ""
            lines.append(f"| {r.test_set} | {r.size} | {r.value:.1f} | {_number(r.baseline)} |{cell}")
        if len(members) > 1:
            lines.append(_mean(group, members) + (f" {_number(_average(before))} |" if shown else ""))
    return "\n".join(lines) + "\n"


def group_of(test_set: str) -> str:
    """The sets that differ in nothing but their languages: `translate/en-de/ui` belongs to `translate ui`."""
    task, *rest = test_set.split("/")
    if task == "classify":
        return f"classify {rest[0]}"
    return f"{task} {rest[-1]}" if len(rest) > 1 else task


def _mean(group: str, rows: list[Figure]) -> str:
    baseline = _number(_average([row.baseline for row in rows]))
    value = sum(row.value for row in rows) / len(rows)
    return f"| **mean, {group}** | {sum(row.size for row in rows)} | **{value:.1f}** | {baseline} |"


def _average(values: list[float | None]) -> float | None:
    """The mean; None if one of them is not known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None


def earlier_values(model: Path) -> dict[tuple[str, str], float]:
    """Quality of another package, by its manifest."""
    return {(entry["testSet"], entry["metric"]): entry["value"] for entry in read_manifest(model)["quality"]}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def to_json(figures: Iterable[Figure], **facts: Any) -> dict[str, Any]:
    """Values that `evaluate` stores; read back by :func:`from_json`."""
    return {**facts, "figures": [asdict(figure) for figure in figures]}


def from_json(values: dict[str, Any]) -> list[Figure]:
    """The figures of a stored evaluation."""
    return [Figure(**entry) for entry in values["figures"]]


def earlier_of(values: dict[str, Any]) -> Earlier:
    """The figures of the model before, in a stored evaluation."""
    return {(test_set, metric): value for test_set, metric, value in values.get("previous", [])}


def quality(values: dict[str, Any]) -> list[dict[str, Any]]:
    """The `quality` part of a manifest for a stored evaluation."""
    return [
        {
            "task": figure.task,
            "testSet": figure.test_set,
            "size": figure.size,
            "metric": figure.metric,
            "value": round(figure.value, 2),
            # This one is measured on the reference decoder, which shows the answer before its repair.
            "variant": "float32" if figure.metric.startswith("spansKept") else values["variant"],
            "command": values["command"],
        }
        for figure in from_json(values)
    ]
