"""From answers to figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.data.formality import register_of
from models.evaluation.cases import TestSet
from models.evaluation.gleu import gleu
from models.evaluation.metrics import calibration_error, chrf, length_error, majority, share
from models.text.tokenizer import Tokenizer

Answer = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """A measured value. `baseline`: the input itself as the answer, or always the most frequent label."""

    task: str
    test_set: str
    size: int
    metric: str
    value: float
    baseline: float | None = None


def measure(test_set: TestSet, answers: list[Answer], tokenizer: Tokenizer) -> list[Figure]:
    """The figures of one set. An input that the engine refused counts as left as it is, or as a wrong label."""
    make: dict[str, Callable[[TestSet, list[Answer], Tokenizer], list[Figure]]] = {
        "translate": _translation,
        "fix": _fix,
        "clean": _clean,
        "simplify": _rewrite,
        "formality": _formality,
        "classify": _classification,
    }
    figures = make[test_set.kind](test_set, answers, tokenizer)
    refused = sum("error" in answer for answer in answers)
    if refused:
        figures.append(_figure(test_set, "refused", share(["error" in answer for answer in answers])))
    return figures


def outputs(test_set: TestSet, answers: list[Answer]) -> list[str]:
    """The texts; a refused input stays as it is, which is what a person would see."""
    return [answer.get("output", case.input) for answer, case in zip(answers, test_set.cases, strict=True)]


def _figure(test_set: TestSet, metric: str, value: float, baseline: float | None = None) -> Figure:
    return Figure(test_set.name.split("/")[0], test_set.name, len(test_set.cases), metric, value, baseline)


def _references(test_set: TestSet) -> list[tuple[str, ...]]:
    return [case.references for case in test_set.cases]


def _inputs(test_set: TestSet) -> list[str]:
    return [case.input for case in test_set.cases]


def _chrf(test_set: TestSet, answers: list[Answer]) -> Figure:
    wanted = _references(test_set)
    baseline = chrf(_inputs(test_set), wanted)
    return _figure(test_set, "chrF2", chrf(outputs(test_set, answers), wanted), baseline)


def _translation(test_set: TestSet, answers: list[Answer], tokenizer: Tokenizer) -> list[Figure]:
    wanted = [len(tokenizer.encode(case.references[0])) for case in test_set.cases]
    given = [len(tokenizer.encode(text)) for text in outputs(test_set, answers)]
    copied = [len(tokenizer.encode(case.input)) for case in test_set.cases]
    error = _figure(test_set, "lengthError", length_error(given, wanted), length_error(copied, wanted))
    return [_chrf(test_set, answers), error]


def _fix(test_set: TestSet, answers: list[Answer], _tokenizer: Tokenizer) -> list[Figure]:
    texts, wanted = outputs(test_set, answers), _references(test_set)
    before = _inputs(test_set)
    exact = share([text in references for text, references in zip(texts, wanted, strict=True)])
    kept = share([text in references for text, references in zip(before, wanted, strict=True)])
    figures = [_figure(test_set, "exact", exact, kept), _chrf(test_set, answers)]
    # Words are not separated in Chinese, so that GLEU's n-grams would be whole clauses.
    if test_set.language != "zh":
        figures.append(_figure(test_set, "GLEU", gleu(before, texts, wanted), gleu(before, before, wanted)))
    return figures


def _clean(test_set: TestSet, answers: list[Answer], _tokenizer: Tokenizer) -> list[Figure]:
    pairs = zip(outputs(test_set, answers), test_set.cases, strict=True)
    return [_figure(test_set, "unchanged", share([text == case.input for text, case in pairs]), 100.0)]


def _rewrite(test_set: TestSet, answers: list[Answer], _tokenizer: Tokenizer) -> list[Figure]:
    return [_chrf(test_set, answers)]


def _formality(test_set: TestSet, answers: list[Answer], _tokenizer: Tokenizer) -> list[Figure]:
    """chrF2, and how often the pronouns show the register asked for (texts without such pronouns count as failed)."""

    def register(texts: list[str]) -> float:
        return share([register_of(text, test_set.language) == test_set.target for text in texts])

    texts = outputs(test_set, answers)
    return [_chrf(test_set, answers), _figure(test_set, "register", register(texts), register(_inputs(test_set)))]


def _classification(test_set: TestSet, answers: list[Answer], _tokenizer: Tokenizer) -> list[Figure]:
    right = [case.references[0] for case in test_set.cases]
    hits = [answer.get("label") == label for answer, label in zip(answers, right, strict=True)]
    confidences = [confidence(answer) for answer in answers]
    return [
        # A set with a single right label has no such baseline: always answering with it would be right.
        _figure(test_set, "accuracy", share(hits), majority(right) if len(set(right)) > 1 else None),
        _figure(test_set, "ECE", calibration_error(confidences, hits)),
    ]


def confidence(answer: Answer) -> float:
    """Probability of the chosen label; 0 for a refused input."""
    return max(answer.get("scores", {}).values(), default=0.0)
