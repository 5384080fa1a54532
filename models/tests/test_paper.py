"""Evaluation as in the paper: scorers, accuracy, command, report."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.decoding.labels import label_probabilities
from models.evaluation.engine import EngineError
from models.evaluation.paper import command, scorers, translators
from models.evaluation.paper.accuracy import cells, half_interval, mean_accuracy
from models.evaluation.paper.published import Published
from models.evaluation.paper.scorers import Choice, EngineScorer, ReferenceScorer, open_scorer
from models.evaluation.paper.sections import write_section
from models.evaluation.paper.tasks import TASKS, Question
from models.export import export
from models.package.manifest import MANIFEST_FILE
from models.tests.paper_folder import all_questions, build_folder


def invoke(module: Any, *words: str) -> int:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(list(words))))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    assert invoke(export, "--random", "--vocabulary", "900", "--out", str(folder)) == 0
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return build_folder(tmp_path / "data")


def question(labels: tuple[str, ...], right: int, **more: str) -> Question:
    return Question(more.get("task", "xcopa"), more.get("language", "et"), more.get("prompt", "p"), "t", labels, right)


def test_accuracy_beside_chance_and_majority() -> None:
    asked = [question(("a", "b"), right) for right in (0, 1, 1, 1)]
    picks = [Choice(0, True, False), Choice(1, False, False), Choice(0, True, True), Choice(None, True, True)]
    (cell,) = cells(asked, picks)
    assert (cell.size, cell.accuracy, cell.chance, cell.majority) == (4, 50, 50, 75)
    assert (cell.equal, cell.cut, cell.refused) == (75, 50, 25)
    third = question(("a", "b", "c"), 2, task="xnli")
    assert cells([third], [Choice(2, True, False)])[0].chance == pytest.approx(100 / 3)


def test_languages_weigh_the_same_whatever_their_rows() -> None:
    asked = [question(("a", "b"), 0)] + [question(("a", "b"), 0, language="zh")] * 9
    picks = [Choice(0, True, False)] + [Choice(1, True, False)] * 9
    found = cells(asked, picks)
    assert mean_accuracy(found) == 50
    assert half_interval(found) == 0
    halves = cells([question(("a", "b"), 0)] * 100, [Choice(i % 2, True, False) for i in range(100)])
    assert half_interval(halves) == pytest.approx(9.8)


def test_reference_scores_as_the_decoder_does(package: Path, data: Path) -> None:
    scorer = ReferenceScorer(package)
    asked = all_questions(data, "xcopa", limit=1)[:3] + all_questions(data, "xwinograd", limit=1)[:2]
    picks = scorer.choose(asked)
    decoder, encode = scorer._decoder, scorer._tokenizer.encode
    for one, pick in zip(asked, picks, strict=True):
        ids = [encode(label) for label in one.labels]
        instruction = encode(f"Classify: {', '.join(one.labels)}.")
        expected = label_probabilities(decoder, encode(one.text), instruction, ids)
        assert pick.label == expected.index(max(expected))
        assert pick.equal == (len(ids[0]) == len(ids[1]))
        assert not pick.cut
    assert ReferenceScorer(package, bare=True).facts.labels.startswith("the prompt alone")


def test_reference_cuts_what_is_too_long_and_refuses_what_leaves_no_room(package: Path) -> None:
    scorer = ReferenceScorer(package)
    long = Question("xcopa", "et", "p", "abc " * 400, ("a", "b"), 0)
    full = Question("xcopa", "et", "p", "a", ("a" * 500, "b" * 500), 0)
    cut, refused = scorer.choose([long, full])
    assert cut.cut
    assert cut.label in (0, 1)
    assert refused.label is None


def test_weights_without_a_package_go_through_the_reference(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    folder.mkdir()
    for path in package.iterdir():
        if path.name != MANIFEST_FILE and path.suffix != ".onnx":
            (folder / path.name).write_bytes(path.read_bytes())
    scorer = open_scorer(folder, decoder="auto", bare=False, cli=Path("none"))
    assert isinstance(scorer, ReferenceScorer)
    assert scorer.facts.parameters
    (pick,) = scorer.choose([Question("xcopa", "et", "p", "abc", ("a", "b"), 0)])
    assert pick.label in (0, 1)
    (folder / "tokenizer.model").unlink()
    with pytest.raises(FileNotFoundError, match="beside the weights"):
        open_scorer(folder, decoder="auto", bare=False, cli=Path("none"))


class Batch:
    """Stands for `interlinear batch`: takes the last label, copies a text, refuses what holds “refuse”."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def __call__(self, lines: Sequence[dict[str, Any]], _argv: Sequence[str], _label: str = "") -> list[dict[str, Any]]:
        self.lines += lines
        return [self._answer(line) for line in lines]

    @staticmethod
    def _answer(line: dict[str, Any]) -> dict[str, Any]:
        if "refuse" in line["input"]:
            return {"id": line["id"], "error": "no"}
        if "labels" in line:
            return {"id": line["id"], "label": line["labels"][-1], "scores": {}}
        return {"id": line["id"], "output": line["input"], "iterations": min(line["iterations"], 4)}


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Batch:
    batch = Batch()
    for module in (scorers, translators):
        monkeypatch.setattr(module, "answer_lines", batch)
    monkeypatch.setattr(scorers, "variant", lambda _model, _cli: "cpu-int8")
    return batch


def test_engine_is_asked_by_lines_of_labels(package: Path, engine: Batch) -> None:
    scorer = open_scorer(package, decoder="auto", bare=False, cli=Path("cli.js"))
    assert isinstance(scorer, EngineScorer)
    picks = scorer.choose([question(("a", "b"), 0), Question("xcopa", "et", "p", "refuse this", ("a", "bc d"), 1)])
    assert [pick.label for pick in picks] == [1, None]
    assert engine.lines[0] == {"id": "0", "labels": ["a", "b"], "input": "t"}
    assert scorer.facts.decoder == "engine, cpu-int8"


def test_command_writes_tables_pictures_and_the_section(
    package: Path, data: Path, tmp_path: Path, engine: Batch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "RESULTS.md"
    results.write_text("# Measured\n\nBefore.\n", encoding="utf-8")
    words = ["--model", str(package), "--data", str(data), "--limit", "4", "--pairs", "3"]
    words += ["--out", str(tmp_path / "out"), "--results", str(results)]
    assert invoke(command, *words) == 0
    printed = capsys.readouterr().out
    assert (tmp_path / "out" / "paper.md").read_text(encoding="utf-8") in printed
    stored = json.loads((tmp_path / "out" / "paper.json").read_text(encoding="utf-8"))
    (model,) = stored["understanding"]
    # The stand-in takes the last label, which is right as often as the rows say.
    assert {c["task"] for c in model["cells"]} == set(TASKS)
    assert all(c["accuracy"] <= c["majority"] + 1e-9 for c in model["cells"] if c["prompt"] != "follows")
    assert len(stored["translation"]) == 8 * (25 + 4)
    # It copies: English into itself is as good as the reference is English.
    assert all(0 <= entry["chrf"] <= 100 for entry in stored["translation"])
    fixed = [line for line in engine.lines if "targetLength" in line]
    assert fixed
    assert not any("lengthBeam" in line for line in fixed)
    text = results.read_text(encoding="utf-8")
    assert text.startswith("# Measured\n\nBefore.\n\n<!-- evaluate-paper -->")
    assert str(tmp_path) not in text
    for name in ("paper-iterations.png", "paper-size.png"):
        assert f"figures/{name}" in text
        assert (tmp_path / "figures" / name).stat().st_size > 5000
    assert "| mT0-3.7B, published | 3.7 B |" in text
    assert "predicted, K = 5" in text
    assert invoke(command, *words, "--tasks", "xnli") == 0
    again = results.read_text(encoding="utf-8")
    assert again.count("## Evaluation as in the paper") == 1
    assert again.startswith("# Measured\n\nBefore.")
    assert "--tasks xnli" in again
    assert "### Translation" not in again


def test_pairs_of_several_sentences_have_no_length_of_one(
    package: Path, data: Path, tmp_path: Path, engine: Batch
) -> None:
    words = ["--model", str(package), "--data", str(data), "--tasks", "translate", "--out", str(tmp_path)]
    assert invoke(command, *words) == 0
    assert not any("Two." in line["input"] for line in engine.lines)
    oracle = [line for line in engine.lines if line.get("targetLength")]
    assert {line["iterations"] for line in oracle} == {1, 2, 4, 6, 10}


def test_command_says_what_is_wrong(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--data", str(data), "--out", str(tmp_path)]
    assert invoke(command, *words) == 2
    assert invoke(command, *words, "--model", "x", "--tasks", "dance") == 2
    assert invoke(command, *words, "--model", str(tmp_path / "none"), "--tasks", "xcopa") == 1
    assert "none" in capsys.readouterr().err

    def fail(*_arguments: object, **_options: object) -> None:
        raise EngineError("the engine is not built")

    monkeypatch.setattr(command, "open_scorer", fail)
    assert invoke(command, *words, "--model", "x", "--tasks", "xcopa") == 1
    assert "not built" in capsys.readouterr().err


def test_sections_are_replaced_alone(tmp_path: Path) -> None:
    path = tmp_path / "R.md"
    write_section(path, "one", "first")
    write_section(path, "two", r"second \1")
    write_section(path, "one", "third")
    assert path.read_text() == "<!-- one -->\n\nthird\n\n<!-- /one -->\n\n<!-- two -->\n\nsecond \\1\n\n<!-- /two -->\n"


def test_published_figures_have_a_source_and_every_language() -> None:
    published = Published.load()
    assert {"what", "paper", "table"} == published.source.keys()
    for model in published.models:
        for name, task in TASKS.items():
            figures = [published.accuracy(model, name, language) for language in task.languages]
            assert all(figure is not None and 30 < figure < 95 for figure in figures)
        assert published.parameters(model) > 1e8
    assert published.accuracy("mT0-13B", "xcopa", "xx") is None
