"""Accuracy by task, language and prompt, beside chance and the most frequent label."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from models.evaluation.metrics import majority, share
from models.evaluation.paper.scorers import Choice
from models.evaluation.paper.tasks import Question


@dataclass(frozen=True)
class Cell:
    """A prompt in a language. All but `size` in percent; `majority`: always the most frequent label's place.

    `equal`: questions whose labels have the same number of tokens. `cut`: prompts that lost their end.
    """

    task: str
    language: str
    prompt: str
    size: int
    accuracy: float
    chance: float
    majority: float
    equal: float
    cut: float
    refused: float


def cells(questions: Sequence[Question], choices: Sequence[Choice]) -> list[Cell]:
    """The figures, in the order in which the questions name tasks, languages and prompts. A refused one is wrong."""
    groups: dict[tuple[str, str, str], list[tuple[Question, Choice]]] = defaultdict(list)
    for question, choice in zip(questions, choices, strict=True):
        groups[question.task, question.language, question.prompt].append((question, choice))
    return [
        Cell(
            *key,
            size=len(members),
            accuracy=share([choice.label == question.right for question, choice in members]),
            chance=100 * fmean(1 / len(question.labels) for question, _ in members),
            majority=majority([str(question.right) for question, _ in members]),
            equal=share([choice.equal for _, choice in members]),
            cut=share([choice.cut for _, choice in members]),
            refused=share([choice.label is None for _, choice in members]),
        )
        for key, members in groups.items()
    ]


def mean_accuracy(found: Iterable[Cell]) -> float:
    """Mean over languages of the mean over prompts, as the paper reports it."""
    return fmean(mean for mean, _ in _by_language(found))


def half_interval(found: Iterable[Cell]) -> float:
    """Half the 95 % interval of `mean_accuracy`: rows count as drawn at random, prompts of one row as the same draw."""
    languages = _by_language(found)
    variance = sum(mean * (100 - mean) / size for mean, size in languages)
    return 1.96 * math.sqrt(variance) / len(languages)


def _by_language(found: Iterable[Cell]) -> list[tuple[float, int]]:
    """Mean over prompts and number of rows of every language."""
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in found:
        groups[cell.language].append(cell)
    return [(fmean(c.accuracy for c in own), max(c.size for c in own)) for own in groups.values()]
