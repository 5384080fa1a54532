"""Metrics, test sets and the run of the engine's command line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import zstandard

from models.data.instructions import InstructionTable
from models.evaluation import evaluate
from models.evaluation.cases import Case, TestSet
from models.evaluation.engine import EngineError, answer_lines
from models.evaluation.gleu import gleu, sentence_counts
from models.evaluation.label_sets import classification_sets, polarity
from models.evaluation.measure import Figure, measure
from models.evaluation.metrics import calibration_error, chrf, length_error, majority, share
from models.evaluation.report import earlier_of, from_json, markdown, quality, to_json
from models.evaluation.rewrite_sets import fix_sets, formality_sets, simplify_sets, translation_sets, untokenised
from models.evaluation.spans import copy_tokens
from models.export import export
from models.text.tokenizer import Tokenizer


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    assert export.run(parser.parse_args(["--random", "--vocabulary", "900", "--out", str(folder)])) == 0
    return folder


@pytest.fixture(scope="module")
def tokenizer(package: Path) -> Tokenizer:
    return Tokenizer(package / "tokenizer.model")


def test_gleu_of_a_perfect_and_of_an_empty_answer() -> None:
    source, reference = "She go to school every day .", "She goes to school every day ."
    assert gleu([source], [reference], [[reference]]) == pytest.approx(100)
    assert gleu([source], [""], [[reference]]) == 0


def test_gleu_counts_by_hand() -> None:
    counts = sentence_counts("a b c d e", "a b c d x", "a b c x x")
    # Unigrams: a b c x match (4); d stands in the source and not in the reference (1).
    assert counts[:4].tolist() == [5, 5, 3, 5]
    # Bigrams: "a b", "b c" match; "c d" is the source's and is held against it.
    assert counts[4:6].tolist() == [1, 4]


def test_gleu_prefers_the_correction_to_the_error_and_to_another_word() -> None:
    source = "She go to the school every single day with her brother ."
    reference = "She goes to the school every single day with her brother ."
    other = "She travels to the school every single day with her brother ."
    scores = [gleu([source], [answer], [[reference]]) for answer in (reference, other, source)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1] > scores[2] > 0


def test_gleu_punishes_an_answer_that_is_too_short() -> None:
    source = "we was going home late last night with the dog"
    reference = "we were going home late last night with the dog"
    assert gleu([source], ["we were going home late"], [[reference]]) < gleu([source], [source], [[reference]])


def test_gleu_with_several_references_lies_between_them_and_is_reproducible() -> None:
    source, answer = "He have two cat at home now", "He has two cats at home now"
    first, second = "He has two cats at home now", "He has got two cats in his house now"
    both = gleu([source], [answer], [[first, second]])
    apart = [gleu([source], [answer], [[reference]]) for reference in (first, second)]
    assert min(apart) < both < max(apart)
    assert both == gleu([source], [answer], [[first, second]])


def test_chrf_uses_every_reference() -> None:
    assert chrf(["the cat"], [["a dog", "the cat"]]) == pytest.approx(100)
    assert chrf(["the cat"], [["a dog"]]) < 50
    assert chrf(["the cat", "no"], [["a dog", "the cat"], ["no"]]) == pytest.approx(100)


def test_shares_and_majority() -> None:
    assert share([True, False, False, True]) == 50
    assert majority(["a", "b", "a", "c"]) == 50
    assert length_error([4, 12], [8, 10]) == pytest.approx((50 + 20) / 2)


def test_calibration_error() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert calibration_error([0.95] * 4, [False] * 4) == pytest.approx(95)
    assert calibration_error([1.0, 0.55], [True, False]) == pytest.approx(27.5)


def test_text_of_a_tokenised_sentence() -> None:
    text = "He do n't like ( cold ) tea , does he ? \" No \" , she 's sure ."
    assert untokenised(text) == "He don't like (cold) tea, does he? \"No\", she's sure."


def test_feelings_as_polarity() -> None:
    assert [polarity(x) for x in ("joy, trust", "anger", "joy, fear", "surprise")] == ["positive", "negative", "", ""]


def answers(test_set: TestSet, texts: list[str]) -> list[dict[str, Any]]:
    return [{"id": line["id"], "output": text} for line, text in zip(test_set.lines(), texts, strict=True)]


def by_metric(figures: list[Figure]) -> dict[str, Any]:
    return {figure.metric: (figure.value, figure.baseline) for figure in figures}


def test_figures_of_fixing(tokenizer: Tokenizer) -> None:
    cases = [Case("he go", ("he goes",)), Case("she go", ("she goes",))]
    found = TestSet("fix", "fix/en/x", "en", cases, "Fix grammar and spelling.")
    figures = by_metric(measure(found, answers(found, ["he goes", "she go"]), tokenizer))
    assert figures["exact"] == (50, 0)
    value, baseline = figures["chrF2"]
    assert baseline is not None
    assert value > baseline
    assert {"exact", "chrF2", "GLEU"} == figures.keys()
    clean = TestSet("clean", "fix/en/clean", "en", [Case("a", ("a",)), Case("b", ("b",))], "Fix.")
    assert by_metric(measure(clean, answers(clean, ["a", "c"]), tokenizer)) == {"unchanged": (50, 100)}


def test_a_refused_input_counts_as_left_alone(tokenizer: Tokenizer) -> None:
    found = TestSet("fix", "fix/zh/x", "zh", [Case("错", ("对",)), Case("好", ("好",))], "Fix.")
    replies = [{"id": "a", "error": "too long"}, {"id": "b", "output": "坏"}]
    figures = by_metric(measure(found, replies, tokenizer))
    assert figures["exact"] == (0, 50)
    assert figures["refused"] == (50, None)
    assert "GLEU" not in figures


def test_figures_of_classification(tokenizer: Tokenizer) -> None:
    cases = [Case("x", ("good",)), Case("y", ("good",)), Case("z", ("bad",))]
    found = TestSet("classify", "classify/x/en", "en", cases, labels=("good", "bad"))

    def answer(label: str, probability: float) -> dict[str, Any]:
        other = "bad" if label == "good" else "good"
        return {"label": label, "scores": {label: probability, other: 1 - probability}}

    figures = by_metric(measure(found, [answer("good", 0.9), answer("bad", 0.6), {"error": "no"}], tokenizer))
    assert figures["accuracy"] == (pytest.approx(100 / 3), pytest.approx(200 / 3))
    same = TestSet("classify", "classify/x/de", "de", cases[:2], labels=("good", "bad"))
    assert by_metric(measure(same, [answer("good", 0.9)] * 2, tokenizer))["accuracy"] == (100, None)
    assert figures["ECE"][0] == pytest.approx(100 * (0.1 + 0.6 + 0) / 3)


def test_figures_of_formality(tokenizer: Tokenizer) -> None:
    cases = [Case("Hast du deine Karte?", ("Haben Sie Ihre Karte?",)), Case("Kommst du?", ("Kommen Sie?",))]
    found = TestSet("formality", "formal/de", "de", cases, "Make it formal.", target="formal")
    figures = by_metric(measure(found, answers(found, ["Haben Sie Ihre Karte?", "Kommst du?"]), tokenizer))
    assert figures["register"] == (50, 0)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zstandard.compress(text.encode()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a few rows of every file that the evaluation reads."""
    folder = tmp_path / "data"
    for code in ("de", "fr", "es", "zh", "it", "pt", "ru", "ja"):
        for domain in ("general", "ui", "docs", "ntrex", "flores_sib"):
            lines = [f"en\t{code}\tOpen `a{n}` now\t{code} `a{n}` {domain}" for n in range(4)]
            write(folder / "parallel" / "test" / f"{domain}.en-{code}.tsv.zst", "\n".join(lines) + "\n")

    def rows(name: str, *found: tuple[str, str, str, str]) -> None:
        keys = ("task", "lang", "input", "output")
        objects = [dict(zip(keys, row, strict=True)) | {"instruction": "", "source": "s"} for row in found]
        write(folder / name, "\n".join(json.dumps(o) for o in objects))

    codes = ("en", "de", "fr", "es", "zh")
    wrong = [("fix_errors", c, f"wrong {c}", f"right {c}") for c in codes]
    rows("rewrite/heldout/synth_noise.test.jsonl.zst", *wrong, ("fix_errors", "en", "same", "same"))
    rows("rewrite/heldout/gec_es.test.jsonl.zst", ("gec", "es", "malo", "mal"))
    rows("rewrite/heldout/gec_zh.test.jsonl.zst", ("gec", "zh", "错", "对"))
    rows("rewrite/heldout/git_edits.test.jsonl.zst", *[("gec", c, "teh", "the") for c in codes])
    rows("rewrite/heldout/simplify_en.test.jsonl.zst", ("simplify", "en", "utilise", "use"))
    rows("rewrite/heldout/simplify_de.test.jsonl.zst", ("simplify", "de", "lang", "kurz"))
    formal = [(f"to_{r}", c, "a", "b") for r in ("formal", "informal") for c in ("de", "fr", "es")]
    rows("rewrite/heldout/formality.test.jsonl.zst", *formal)
    for name in ("sentiment", "emotion_xed", "emotion_brighter", "emotion_go"):
        feelings = [("s", c, "fine", "joy") for c in codes]
        rows(f"classify/heldout/{name}.test.jsonl.zst", *feelings, ("s", "en", "?", "surprise"))
    rows("classify/heldout/formality_cls.test.jsonl.zst", *[("f", c, "du", "informal") for c in ("de", "fr", "es")])
    rows("classify/heldout/news_topic.test.jsonl.zst", *[("t", c, "goal", "sports") for c in ("en", "fr", "yo")])
    rows("classify/heldout/spam.test.jsonl.zst", ("s", "en", "win", "spam"))
    rows("classify/heldout/commit_type.test.jsonl.zst", ("c", "en", "mend", "bug fix"), ("c", "en", "ci", "CI"))
    for name, key in (("jfleg", "gec"), ("asset", "simplify")):
        entry = {"task": key, "lang": "en", "input": "a , b", "references": ["a, b", "a and b"]}
        write(folder / "eval-nc" / f"{name}.test.jsonl.zst", json.dumps(entry))
    return folder


def test_every_set_has_cases_and_distinct_names(data: Path) -> None:
    table = InstructionTable.load()
    makers = (translation_sets, fix_sets, simplify_sets, formality_sets, classification_sets)
    sets = [found for make in makers for found in make(data, table, 3)]
    assert len({found.name for found in sets}) == len(sets)
    assert all(1 <= len(found.cases) <= 3 for found in sets)
    assert len([s for s in sets if s.kind == "translate"]) == 2 * 4 * 5
    back = next(s for s in sets if s.name == "translate/de-en/ui")
    assert back.instruction == "Translate to English."
    assert back.cases[1] == Case("de `a1` ui", ("Open `a1` now",))
    assert {c.references[0] for s in sets if s.name == "classify/commit/en" for c in s.cases} == {"bug fix"}
    assert {s.language for s in sets if s.name.startswith("classify/language")} >= {"en", "zh", "it", "ja"}


def engine(tmp_path: Path, body: str) -> Path:
    """A stand-in for the command line, in Python, that `node` of the test runs."""
    script = tmp_path / "engine.py"
    script.write_text(f"import json, sys\nfor line in sys.stdin:\n    row = json.loads(line)\n{body}\n")
    return script


ECHO = '    print(json.dumps({"id": row["id"], "output": row.get("input"), "label": row.get("labels", [""])[0]}))'


def test_answers_come_back_in_order(tmp_path: Path) -> None:
    script = engine(tmp_path, ECHO)
    lines = [{"id": str(n), "instruction": "x", "input": f"text {n}\u2028"} for n in range(500)]
    found = answer_lines(lines, [sys.executable, str(script)])
    assert [answer["output"] for answer in found] == [line["input"] for line in lines]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("    sys.exit(3)", "status 3 after 0 answers to 2 lines"),
        ('    print(json.dumps({"id": "other"}))', "not in the order"),
        ("    pass", "0 answers to 2 lines"),
    ],
)
def test_a_failing_engine_is_reported(tmp_path: Path, body: str, message: str) -> None:
    lines = [{"id": "1", "input": "a"}, {"id": "2", "input": "b"}]
    with pytest.raises(EngineError, match=message):
        answer_lines(lines, [sys.executable, str(engine(tmp_path, body))])


def test_command_measures_and_writes(
    data: Path, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = engine(tmp_path, ECHO)
    monkeypatch.setattr("models.evaluation.evaluate.command", lambda _model, _cli: [sys.executable, str(script)])
    monkeypatch.setattr("models.evaluation.evaluate.variant", lambda _model, _cli: "cpu-int8")
    parser = argparse.ArgumentParser()
    evaluate.add_arguments(parser)
    out = tmp_path / "out" / "figures.json"
    words = ["--model", str(package), "--data", str(data), "--out", str(out), "--limit", "2", "--span-limit", "1"]
    assert evaluate.run(parser.parse_args(words)) == 0
    stored = json.loads(out.read_text())
    figures = from_json(stored)
    assert out.with_suffix(".md").read_text() in capsys.readouterr().out
    # The stand-in copies, so every value equals its baseline where the baseline is the input.
    copied = [f for f in figures if f.metric in ("chrF2", "exact", "GLEU", "register")]
    assert copied
    assert all(f.value == f.baseline for f in copied)
    assert {f.test_set for f in figures if f.metric == "spansKept"} == {
        f"translate/en-{c}/spans" for c in ("de", "fr", "es", "zh")
    }
    assert stored["variant"] == "cpu-int8"
    entries = quality(stored)
    assert len(entries) == len(figures)
    assert all(entry["size"] > 0 for entry in entries)
    assert evaluate.run(parser.parse_args([*words, "--tasks", "dance"])) == 2
    monkeypatch.undo()
    assert evaluate.run(parser.parse_args([*words, "--cli", str(tmp_path / "missing.js")])) == 1
    assert "missing.js" in capsys.readouterr().err


def test_report_shows_every_figure_and_survives_json() -> None:
    figures = [Figure("fix", f"fix/{c}/x", n, "exact", v, 0.0) for c, n, v in (("en", 7, 41.24), ("de", 3, 20.0))]
    figures.append(Figure("fix", "fix/en/y", 5, "exact", 90.0, 0.0))
    assert from_json(json.loads(json.dumps(to_json(figures, variant="v", command="c")))) == figures
    table = markdown(figures)
    assert "| fix/en/x | 7 | 41.2 | 0.0 |" in table
    assert "| **mean, fix x** | 10 | **30.6** | 0.0 |" in table
    assert table.count("mean, ") == 1
    assert "before" not in table


def test_report_sets_the_model_before_beside_it() -> None:
    figures = [Figure("fix", f"fix/{c}/x", 5, "exact", v, 0.0) for c, v in (("en", 40.0), ("de", 20.0))]
    figures.append(Figure("fix", "fix/en/new", 5, "exact", 90.0, 0.0))
    stored = to_json(figures, previous=[["fix/en/x", "exact", 31.0], ["fix/de/x", "exact", 12.0]])
    table = markdown(figures, earlier_of(json.loads(json.dumps(stored))))
    assert "| fix/en/x | 5 | 40.0 | 0.0 | 31.0 |" in table
    assert "| **mean, fix x** | 10 | **30.0** | 0.0 | 21.5 |" in table
    assert "| fix/en/new | 5 | 90.0 | 0.0 |  |" in table


def test_copy_tokens_are_counted() -> None:
    assert copy_tokens("\ue000 and \ue001 \ue000") == {"\ue000": 2, "\ue001": 1}
