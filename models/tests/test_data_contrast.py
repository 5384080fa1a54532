"""Drafts that say the opposite of the text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from models.data.contrast import contrast_examples, with_negation, without_negation
from models.data.drafted import drafted_examples
from models.data.examples import Context
from models.data.instructions import InstructionTable, LabelLists
from models.tests.data_folder import write_pairs


@pytest.mark.parametrize(
    ("language", "text", "opposite"),
    [
        ("en", "I can't come tomorrow.", "I can come tomorrow."),
        ("en", "They won't stay.", "They will stay."),
        ("en", "He is not here.", "He is here."),
        ("de", "Ich habe keine Zeit.", "Ich habe eine Zeit."),
        ("de", "Ich kann morgen nicht kommen.", "Ich kann morgen kommen."),
        ("fr", "Je n'ai pas faim.", "Je ai faim."),
        ("es", "No puedo venir.", "Puedo venir."),
        ("zh", "我不能来。", "我能来。"),
    ],
)
def test_one_negation_is_taken_out(language: str, text: str, opposite: str) -> None:
    assert without_negation(text, language) == opposite
    assert with_negation(text, language, random.Random(1)) is None


@pytest.mark.parametrize("text", ["He is here.", "I do not know why he is not here."])
def test_no_negation_and_two_are_left_alone(text: str) -> None:
    assert without_negation(text, "en") is None


def test_a_negation_is_put_within_a_sentence() -> None:
    assert with_negation("Das ist gut so.", "de", random.Random(1)) in {
        "Das nicht ist gut so.",
        "Das ist nicht gut so.",
        "Das ist gut nicht so.",
    }


def _context(folder: Path) -> Context:
    table = InstructionTable.load()
    return Context(folder, table, LabelLists(table))


def test_contrast_rows_draft_the_opposite_of_their_own_target(tmp_path: Path) -> None:
    rows = [("I can't come.", "Ich kann nicht kommen."), ("The house is small.", "Das Haus ist klein.")]
    write_pairs(tmp_path / "parallel" / "train" / "tatoeba.en-de.tsv.zst", "de", rows)
    found = list(contrast_examples(_context(tmp_path)))
    assert ("I can't come.", "Ich kann nicht kommen.", "Ich kann kommen.") in [
        (e.text, e.target, e.draft) for e in found
    ]
    assert {e.group for e in found} == {"translate/en-de/contrast", "translate/de-en/contrast"}
    assert all(e.draft != e.target for e in found)


def test_drafted_rows_are_read_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    line = '{"source": "en", "target": "de", "domain": "ui", "text": "Open", "reference": "Öffnen", "draft": "Offen"}'
    (tmp_path / "de-en.jsonl").write_text(line + "\n", encoding="utf-8")
    (example,) = drafted_examples(_context(tmp_path), tmp_path)
    assert example[:2] == ("Open", "Öffnen")
    assert (example.group, example.draft) == ("translate/en-de/drafted-ui", "Offen")
    (tmp_path / "de-en.jsonl").write_text(line + '\n{"source": "en"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"de-en\.jsonl, line 2"):
        list(drafted_examples(_context(tmp_path), tmp_path))
    assert not list(drafted_examples(_context(tmp_path), None))
