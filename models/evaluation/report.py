"""Figures as Markdown, as JSON and as the `quality` part of a manifest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from models.evaluation.measure import Figure

#: What each metric means, in the order in which the tables show them.
METRICS = {
    "chrF2": "chrF2 against the reference, 0 to 100 (baseline: the input itself)",
    "lengthError": "mean relative error of the answer's length in tokens, % (baseline: as long as the input)",
    "spansKept": "% of sentences in which the model brings every protected span through, before any repair",
    "exact": "% of wrong sentences that become exactly the reference (baseline: the input itself)",
    "unchanged": "% of correct sentences that stay as they are",
    "GLEU": "GLEU, 0 to 100 (baseline: the input itself)",
    "register": "% of answers whose pronouns show the register asked for (baseline: the input itself)",
    "accuracy": "% of right labels (baseline: always the most frequent label)",
    "ECE": "expected calibration error of the label's probability, %",
    "refused": "% of inputs that the engine refused",
}


def markdown(figures: list[Figure]) -> str:
    """A table per metric, and the mean of the sets that belong together."""
    parts = []
    for metric, meaning in METRICS.items():
        rows = [figure for figure in figures if figure.metric == metric]
        if rows:
            parts.append(f"### {metric}\n\n{meaning}\n\n{_table(rows)}")
    return "\n".join(parts)


def _table(rows: list[Figure]) -> str:
    lines = ["| test set | inputs | value | baseline |", "|---|--:|--:|--:|"]
    for group in dict.fromkeys(group_of(row.test_set) for row in rows):
        members = [row for row in rows if group_of(row.test_set) == group]
        lines += [f"| {r.test_set} | {r.size} | {r.value:.1f} | {_number(r.baseline)} |" for r in members]
        if len(members) > 1:
            lines.append(_mean(group, members))
    return "\n".join(lines) + "\n"


def group_of(test_set: str) -> str:
    """The sets that differ in nothing but their languages: `translate/en-de/ui` belongs to `translate ui`."""
    task, *rest = test_set.split("/")
    if task == "classify":
        return f"classify {rest[0]}"
    return f"{task} {rest[-1]}" if len(rest) > 1 else task


def _mean(group: str, rows: list[Figure]) -> str:
    known = [row.baseline for row in rows if row.baseline is not None]
    baseline = _number(sum(known) / len(known) if len(known) == len(rows) else None)
    value = sum(row.value for row in rows) / len(rows)
    return f"| **mean, {group}** | {sum(row.size for row in rows)} | **{value:.1f}** | {baseline} |"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def to_json(figures: Iterable[Figure], **facts: Any) -> dict[str, Any]:
    """What `evaluate` stores; read back by :func:`from_json`."""
    return {**facts, "figures": [asdict(figure) for figure in figures]}


def from_json(values: dict[str, Any]) -> list[Figure]:
    """The figures of a stored evaluation."""
    return [Figure(**entry) for entry in values["figures"]]


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
            "variant": "float32" if figure.metric == "spansKept" else values["variant"],
            "command": values["command"],
        }
        for figure in from_json(values)
    ]
