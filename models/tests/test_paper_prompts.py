"""Prompts of the paper's evaluation: templates, the rule of fixed lengths, rows and splits."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.evaluation.paper.tasks import TASKS, draw, questions
from models.evaluation.paper.templates import PromptError, PromptTemplate, load_templates
from models.tests.paper_folder import all_questions, build_folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return build_folder(tmp_path / "data")


def test_only_the_used_templates_and_languages_of_the_paper(data: Path) -> None:
    counts = {task: (11, 6, 15)[i] for i, task in enumerate(TASKS)}
    for task, languages in counts.items():
        for split in ("test", "validation"):
            found = all_questions(data, task, split=split)
            assert len({q.language for q in found}) == languages
            assert len(found) == languages * 6 * (2 if task == "xwinograd" else 1)
            assert "unused" not in {q.prompt for q in found}


def test_splits_are_not_mixed(data: Path) -> None:
    assert all("val" in q.text for q in all_questions(data, "xcopa", split="validation"))
    assert not any("val" in q.text for q in all_questions(data, "xcopa"))


def test_prompts_follow_their_rows(data: Path) -> None:
    found = [q for q in all_questions(data, "xcopa") if q.language == "et"]
    assert [(q.text, q.labels, q.right) for q in found[:2]] == [
        ("P0 et test Why?", ("A0", "B 0"), 0),
        ("P1 et test And then?", ("A1", "B 1"), 1),
    ]
    relations = [q.right for q in all_questions(data, "xnli") if q.language == "el"]
    assert relations == [0, 1, 2, 0, 1, 2]


def test_true_and_false_become_words_of_one_length_only_where_the_template_says_them(data: Path) -> None:
    asked = next(q for q in all_questions(data, "xwinograd") if q.prompt == "is it")
    assert asked.labels == ("Yes", "No")
    # The row's own words stay, and so does a separator in them.
    assert asked.text == "Is _ Ann, Yes or No? S0 True _ ||| en"
    verbatim = next(q for q in all_questions(data, "xwinograd", fixed=False) if q.prompt == "is it")
    assert verbatim.labels == ("True", "False")
    assert "True or False" in verbatim.text
    assert all_questions(data, "xnli")[0].labels == ("Yes", "Open", "No")
    assert "False hope" in all_questions(data, "xnli")[0].text


def test_templates_that_do_not_fit_are_refused(data: Path) -> None:
    with pytest.raises(PromptError, match="not valid"):
        PromptTemplate("bad", "{% if %}", "a ||| b", fixed_length=True)
    row = {"text": "x", "label": 0}
    with pytest.raises(PromptError, match="does not fit"):
        PromptTemplate("bad", "{{ missing }} ||| a", "a ||| b", fixed_length=False).render(row)
    with pytest.raises(PromptError, match="none of its 2 labels"):
        PromptTemplate("bad", "{{ text }} ||| c", "a ||| b", fixed_length=False).render(row)
    turned = PromptTemplate(
        "turned", "{{ premise }} ||| {{ answer_choices[1 - label] }}", "a ||| b", fixed_length=False
    )
    with pytest.raises(PromptError, match="answers something else"):
        list(questions(data, "xcopa", [turned], split="test", limit=1))
    with pytest.raises(PromptError, match="no templates"):
        load_templates(data, "dance", fixed_length=True)


def test_templates_run_in_a_sandbox() -> None:
    spy = PromptTemplate("spy", "{{ text.__class__.__mro__ }} ||| a", "a ||| b", fixed_length=False)
    with pytest.raises(PromptError):
        spy.render({"text": "x", "label": 0})


def test_a_row_whose_labels_are_the_same_asks_nothing(data: Path) -> None:
    same = PromptTemplate("same", "{{ premise }} ||| Ann", "Ann ||| Ann", fixed_length=False)
    assert list(questions(data, "xcopa", [same], split="test", limit=3)) == []


def test_drawing_is_reproducible_and_keeps_the_order() -> None:
    rows = list(range(100))
    chosen = draw(rows, 20, "a")
    assert chosen == sorted(chosen) == draw(rows, 20, "a")
    assert len(set(chosen)) == 20
    assert chosen != draw(rows, 20, "b")
    assert draw(rows, 200, "a") == rows
    # Labels alternate from row to row: every second row would be one label alone.
    assert 0 < sum(row % 2 for row in chosen) < 20
