"""A data folder with invented prompts and rows, in the form in which the evaluation of the paper reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import zstandard

from models.evaluation.paper.tasks import TASKS, Question, questions
from models.evaluation.paper.templates import load_templates

_CHOICE = "{% if label != -1 %}{{ answer_choices[label] }}{% endif %}"
_BY_NUMBER = "{{ answer_choices[answer | int - 1] }}"
_PROMPTS: dict[str, list[tuple[str, str, str]]] = {
    "xcopa": [
        (
            "which",
            '{{ premise }} {% if question == "cause" %}Why?{% else %}And then?{% endif %} ||| ' + _CHOICE,
            "{{ choice1 }} ||| {{ choice2 }}",
        )
    ],
    "Muennighoff/xwinograd": [
        ("whose", "{{ sentence }} Who is _? ||| " + _BY_NUMBER, "{{ option1 }} ||| {{ option2 }}"),
        ("is it", "Is _ {{ option1 }}, True or False? {{ sentence }} |||\n" + _BY_NUMBER, "True ||| False"),
    ],
    "xnli": [
        ("follows", "{{ premise }} So {{ hypothesis }} ||| {{ answer_choices[label] }} ", "True ||| Open ||| False")
    ],
}
RELATIONS = ("entailment", "neutral", "contradiction")


def write(path: Path, text: str) -> None:
    """A zstd file of that text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zstandard.compress(text.encode()))


def _rows(path: Path, rows: list[dict[str, Any]]) -> None:
    write(path, "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))


def write_templates(root: Path) -> None:
    """The file of templates; one of each task is not among those that are used."""
    listed = {
        task: {
            "eval_templates_used_by_xmtf": [name for name, _, _ in prompts],
            "by_config": {
                "en": [
                    {"name": name, "jinja": jinja, "answer_choices": choices}
                    for name, jinja, choices in [("unused", "{{ nothing }}", "a ||| b"), *prompts]
                ]
            },
        }
        for task, prompts in _PROMPTS.items()
    }
    path = root / "eval" / "promptsource_xp3mt_eval_templates.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(listed), encoding="utf-8")


def build_folder(root: Path, rows: int = 6) -> Path:
    """Every file, with `rows` rows per language and split, and some of a language that does not count."""
    write_templates(root)
    copa: list[dict[str, Any]] = [
        {"lang": lang, "split": split, "premise": f"P{i} {lang} {split}", "label": i % 2}
        | {"choice1": f"A{i}", "choice2": f"B {i}", "question": ("cause", "effect")[i % 2]}
        for lang in (*TASKS["xcopa"].languages, "en")
        for split in ("val", "test")
        for i in range(rows)
    ]
    _rows(root / "eval" / "xcopa.jsonl.zst", copa)
    winograd = [
        {"lang": lang, "sentence": f"S{i} True _ ||| {lang}", "option1": "Ann", "option2": "Bob", "answer": "12"[i % 2]}
        for lang in TASKS["xwinograd"].languages
        for i in range(rows)
    ]
    _rows(root / "eval" / "xwinograd.jsonl.zst", winograd)
    for split in ("test", "dev"):
        nli = [
            {"lang": lang, "split": split, "premise": f"N{i}", "hypothesis": "False hope", "label": RELATIONS[i % 3]}
            for lang in (*TASKS["xnli"].languages, "ko")
            for i in range(rows)
        ]
        _rows(root / "eval-nc" / f"xnli.{split}.jsonl.zst", nli)
    for split in ("dev", "test"):
        for code in ("de", "fr", "es", "zh"):
            pairs = [f"en\t{code}\tOne cat {i}.\t{code} Katze {i}." for i in range(rows)]
            pairs.append(f"en\t{code}\tTwo. Sentences.\tZwei Sätze.")
            write(root / "parallel" / split / f"general.en-{code}.tsv.zst", "\n".join(pairs) + "\n")
    return root


def all_questions(data: Path, task: str, *, fixed: bool = True, split: str = "test", limit: int = 99) -> list[Question]:
    """The questions of a task in such a folder."""
    templates = load_templates(data, TASKS[task].templates, fixed_length=fixed)
    return list(questions(data, task, templates, split=split, limit=limit))
