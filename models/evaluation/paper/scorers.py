"""Models as functions from questions to labels: the shipped engine, and the reference decoder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from models.architecture.load import load_model
from models.decoding.decode import TextDecoder
from models.decoding.decoder import ReferenceDecoder
from models.decoding.labels import label_probabilities
from models.evaluation.engine import answer_lines, command, variant
from models.evaluation.paper.tasks import Question
from models.package.folder import TOKENIZER_FILE
from models.package.manifest import MANIFEST_FILE, read_manifest
from models.package.weights import TRAINING_FILE
from models.text.tokenizer import Tokenizer, load_tokenizer, tokenizer_kind

#: The length token and two separators.
_FRAME = 3


@dataclass(frozen=True)
class ModelFacts:
    """Description of a model in the report. `labels`: its way of scoring them. Unknown numbers are None."""

    name: str
    decoder: str
    labels: str
    parameters: int | None = None
    training_tokens: int | None = None


@dataclass(frozen=True)
class Choice:
    """`label`: index of the chosen one, None if refused. `equal`: all labels have the same number of tokens.

    `cut`: the prompt was longer than the model reads, and lost its end.
    """

    label: int | None
    equal: bool
    cut: bool


class Scorer(Protocol):
    """A model that chooses labels. `fixed_length`: whether it is asked with the paper's words of one length."""

    facts: ModelFacts
    fixed_length: bool

    def choose(self, questions: Sequence[Question]) -> list[Choice]:
        """A choice for every question, in order."""
        ...


class EngineScorer:
    """A package through `interlinear batch`, as it is shipped."""

    def __init__(self, directory: Path, cli: Path, *, fixed_length: bool = True) -> None:
        """Raises EngineError if the engine cannot load the package."""
        manifest = read_manifest(directory)
        self._argv, self._limit = command(directory, cli), manifest["limits"]["sourceTokens"]
        self._tokenizer, self._instruction = load_tokenizer(directory, manifest), manifest["labelInstruction"]
        self.fixed_length = fixed_length
        self.facts = _package_facts(directory, manifest, f"engine, {variant(directory, cli)}", self._instruction)

    def choose(self, questions: Sequence[Question]) -> list[Choice]:
        """Raises EngineError if the process fails."""
        lines = [{"id": str(i), "labels": list(q.labels), "input": q.text} for i, q in enumerate(questions)]
        answers = answer_lines(lines, self._argv, "questions")
        return [self._choice(q, answer) for q, answer in zip(questions, answers, strict=True)]

    def _choice(self, question: Question, answer: dict[str, Any]) -> Choice:
        encode = self._tokenizer.encode
        instruction = encode(self._instruction.replace("{labels}", ", ".join(question.labels)))
        cut = len(encode(question.text)) > self._limit - len(instruction) - _FRAME
        label = question.labels.index(answer["label"]) if "label" in answer else None
        return Choice(label, len({len(encode(text)) for text in question.labels}) == 1, cut)


class ReferenceScorer:
    """A package or a folder of weights through the reference decoder.

    With `bare` the prompt is the whole source, as in the paper; else the package's instruction for labels follows.
    A folder of weights has no such instruction.
    """

    def __init__(self, directory: Path, *, bare: bool = False, fixed_length: bool = True) -> None:
        """Raises FileNotFoundError for a folder without configuration, weights or tokenizer."""
        self._instruction, self._decoder, self._tokenizer, self.facts = _open(directory, bare)
        self.fixed_length = fixed_length

    def choose(self, questions: Sequence[Question]) -> list[Choice]:
        """One question at a time."""
        return [self._choose(question) for question in questions]

    def _choose(self, question: Question) -> Choice:
        encode = self._tokenizer.encode
        instruction = encode(self._instruction.replace("{labels}", ", ".join(question.labels)))
        labels = [encode(label) for label in question.labels]
        equal = len({len(label) for label in labels}) == 1
        room = self._decoder.source_tokens - len(instruction) - _FRAME
        text = encode(question.text)
        if room < 1 or not all(labels):
            return Choice(None, equal, True)
        probabilities = label_probabilities(self._decoder, text[:room], instruction, labels)
        return Choice(probabilities.index(max(probabilities)), equal, len(text) > room)


def open_scorer(directory: Path, *, decoder: str, bare: bool, cli: Path, fixed_length: bool = True) -> Scorer:
    """`decoder`: `engine`, `reference`, or `auto`: the engine for a package that has graphs."""
    manifest = read_manifest(directory) if (directory / MANIFEST_FILE).is_file() else {}
    if decoder == "engine" or (decoder == "auto" and manifest.get("variants") and not bare):
        return EngineScorer(directory, cli, fixed_length=fixed_length)
    return ReferenceScorer(directory, bare=bare, fixed_length=fixed_length)


def _open(directory: Path, bare: bool) -> tuple[str, ReferenceDecoder, Tokenizer, ModelFacts]:
    if (directory / MANIFEST_FILE).is_file():
        package = TextDecoder(directory)
        instruction = "" if bare else str(package.manifest["labelInstruction"])
        facts = _package_facts(directory, package.manifest, "reference, float32", instruction)
        return instruction, package.decoder, package.tokenizer, facts
    path = directory / TOKENIZER_FILE
    if not path.is_file():
        raise FileNotFoundError(f"no {TOKENIZER_FILE} in {directory}: put that of the training beside the weights")
    model = load_model(directory)
    config = model.config
    tokenizer = Tokenizer(path, tokenizer_kind(config.family))
    longest = config.maximum_positions - config.first_position
    decoder = ReferenceDecoder(model, source_tokens=longest // 2, target_tokens=longest // 2)
    facts = ModelFacts(
        directory.name,
        "reference, float32",
        _labels(""),
        parameters=model.parameter_count(),
        training_tokens=training_tokens(directory),
    )
    return "", decoder, tokenizer, facts


def _package_facts(directory: Path, manifest: dict[str, Any], decoder: str, instruction: str) -> ModelFacts:
    return ModelFacts(
        f"{manifest['name']} {manifest['version']}",
        decoder,
        _labels(instruction),
        parameters=manifest["architecture"]["parameters"],
        training_tokens=training_tokens(directory),
    )


def _labels(instruction: str) -> str:
    asked = f"prompt, then “{instruction}”" if instruction else "the prompt alone"
    return f"{asked}; by log-likelihood, that of the length included where lengths differ"


def training_tokens(directory: Path) -> int | None:
    """Tokens that the weights of a folder were trained on, those of the weights that they began with too."""
    path = directory / TRAINING_FILE
    values = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if "tokens" not in values:
        return None
    earlier = values.get("origin") or {}
    return int(values["tokens"]) + int(earlier.get("tokens", 0))
