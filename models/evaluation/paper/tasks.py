"""The three families of understanding: their rows as questions with labels."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from models.data.readers import read_json
from models.evaluation.paper.templates import PromptError, PromptTemplate

Row = dict[str, Any]
Drawn = TypeVar("Drawn")


@dataclass(frozen=True)
class Task:
    """`templates`: its key in the file of templates. `files`: rows by split. `right`: a row's right label."""

    templates: str
    languages: tuple[str, ...]
    files: dict[str, str]
    labels: int
    right: Callable[[Row], int]


@dataclass(frozen=True)
class Question:
    """A prompt for one row; `right` is the index of the right label."""

    task: str
    language: str
    prompt: str
    text: str
    labels: tuple[str, ...]
    right: int


_RELATIONS = ("entailment", "neutral", "contradiction")

TASKS = {
    "xcopa": Task(
        templates="xcopa",
        languages=tuple("et ht id it qu sw ta th tr vi zh".split()),
        files={"test": "eval/xcopa.jsonl.zst", "validation": "eval/xcopa.jsonl.zst"},
        labels=2,
        right=lambda row: int(row["label"]),
    ),
    "xwinograd": Task(
        templates="Muennighoff/xwinograd",
        languages=tuple("en fr jp pt ru zh".split()),
        # It has a test set alone, by which others report their validation too.
        files={"test": "eval/xwinograd.jsonl.zst", "validation": "eval/xwinograd.jsonl.zst"},
        labels=2,
        right=lambda row: int(row["answer"]) - 1,
    ),
    "xnli": Task(
        templates="xnli",
        languages=tuple("ar bg de el en es fr hi ru sw th tr ur vi zh".split()),
        files={"test": "eval-nc/xnli.test.jsonl.zst", "validation": "eval-nc/xnli.dev.jsonl.zst"},
        labels=3,
        right=lambda row: _RELATIONS.index(row["label"]),
    ),
}
#: How the files call a split.
_SPLITS = {"test": "test", "validation": "val"}


def questions(data: Path, name: str, templates: list[PromptTemplate], *, split: str, limit: int) -> Iterator[Question]:
    """Every prompt for at most `limit` rows of every language, drawn by a fixed seed.

    Rows whose labels are not distinct are left out: they ask nothing. Raises PromptError where template and row differ
    about the right answer.
    """
    task = TASKS[name]
    rows: dict[str, list[Row]] = {language: [] for language in task.languages}
    for row in read_json(data / task.files[split]):
        # A file holds one split and does not say, or several and does.
        if row["lang"] in rows and row.get("split", split) in (split, _SPLITS[split], "dev"):
            rows[row["lang"]].append(row)
    for language, found in rows.items():
        for row in draw(found, limit, f"{name}/{language}"):
            right = task.right(row)
            for template in templates:
                rendered = template.render({**row, "label": right})
                if len({*rendered.labels, ""}) <= task.labels:
                    continue
                if rendered.labels[right] != rendered.target:
                    raise PromptError(f"{name}: the template {template.name!r} answers something else than the row")
                yield Question(name, language, template.name, rendered.text, rendered.labels, right)


def draw(rows: list[Drawn], limit: int, seed: str) -> list[Drawn]:
    """At most `limit` rows in their order. By chance, because neighbours are made from one another, label by label."""
    if limit >= len(rows):
        return rows
    return [rows[i] for i in sorted(random.Random(seed).sample(range(len(rows)), limit))]
