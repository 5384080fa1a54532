"""The table of instructions: complete, unambiguous, and what training renders from it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from models.data.instructions import EXTRA_SETS, WORDS_PATH, InstructionTable, LabelLists

TABLE = InstructionTable.load()
LANGUAGES = ("en", "de", "fr", "es", "zh")


def test_canonical_wordings() -> None:
    assert TABLE.translate("de") == "Translate to German."
    assert TABLE.rewrite("fix") == "Fix grammar and spelling."
    assert TABLE.classify("sentiment") == "Classify sentiment."
    assert TABLE.labels(["b", "a"]) == "Classify: b, a."
    with pytest.raises(KeyError):
        TABLE.rewrite("dance")
    with pytest.raises(KeyError):
        TABLE.classify("colour")


def test_every_target_is_rendered_and_no_placeholder_is_left() -> None:
    texts = TABLE.canonical_texts()
    assert len(texts) == len(set(texts)) == 16
    assert not any("{" in text for text in texts)


def test_every_instruction_can_be_asked_in_every_interface_language() -> None:
    for entry in TABLE.raw["instructions"]:
        assert set(entry["patterns"]) == set(LANGUAGES)
        assert all(len(patterns) >= 15 for patterns in entry["patterns"].values())


def test_no_wording_means_two_things() -> None:
    meanings: dict[str, set[str]] = {}
    for entry in TABLE.raw["instructions"]:
        for patterns in entry["patterns"].values():
            for pattern in patterns:
                meanings.setdefault(pattern.casefold(), set()).add(entry["canonical"])
    assert {pattern for pattern, found in meanings.items() if len(found) > 1} == set()


def test_no_pattern_is_written_twice_in_one_language() -> None:
    for entry in TABLE.raw["instructions"]:
        for patterns in entry["patterns"].values():
            assert len({pattern.casefold() for pattern in patterns}) == len(patterns)


def test_only_translation_has_a_target_and_always_has_one() -> None:
    for entry in TABLE.raw["instructions"]:
        for patterns in entry["patterns"].values():
            for pattern in patterns:
                assert pattern.count("{target}") == (entry["task"] == "translate")
                assert "{source}" not in pattern or entry["task"] == "translate"


def test_a_name_belongs_to_one_language() -> None:
    for interface in LANGUAGES:
        owners: dict[str, set[str]] = {}
        for code, names in TABLE.raw["languageNames"].items():
            for name in names[interface]:
                owners.setdefault(name.casefold(), set()).add(code)
        assert all(len(codes) == 1 for codes in owners.values())


def test_targets_and_label_sets_exist() -> None:
    for entry in TABLE.raw["instructions"]:
        assert set(entry.get("targets", [])) <= set(TABLE.raw["languageNames"])
        assert entry.get("labelSet", "sentiment") in TABLE.label_sets
    assert "language" in TABLE.label_sets
    assert {TABLE.language_name(code) for code in TABLE.raw["languageNames"]} == set(TABLE.label_sets["language"])


def test_two_equal_canonical_wordings_are_refused(tmp_path: Path) -> None:
    raw = dict(TABLE.raw, instructions=[TABLE.raw["instructions"][0]] * 2)
    path = tmp_path / "instructions.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        InstructionTable.load(path)


def test_label_lists_hold_the_label_they_are_drawn_for() -> None:
    lists = LabelLists(TABLE)
    rng = random.Random(1)
    for name, labels in (TABLE.label_sets | EXTRA_SETS).items():
        for label in labels:
            drawn = {lists.draw(name, label, rng) for _ in range(40)}
            for text, word in drawn:
                assert text in lists.texts
                assert word in text.removeprefix("Classify: ").removesuffix(".").split(", ")
            assert label in {word for _, word in drawn}


def test_labels_have_other_words_now_and_then() -> None:
    lists, rng = LabelLists(TABLE), random.Random(2)
    drawn = [lists.draw("sentiment", "positive", rng) for _ in range(2000)]
    words = {word for _, word in drawn}
    assert {"positive", "positiv", "正面", "good"} <= words
    assert 0.3 < sum(word != "positive" for _, word in drawn) / len(drawn) < 0.4
    # A list is in one wording throughout: otherwise a language would give the answer away.
    for text, word in drawn:
        if word == "正面":
            assert set(text.removeprefix("Classify: ").removesuffix(".").split(", ")) <= {"正面", "中性", "负面"}


def test_other_words_stand_for_every_label_of_their_set() -> None:
    sets = TABLE.label_sets | EXTRA_SETS
    for name, variants in json.loads(WORDS_PATH.read_text(encoding="utf-8")).items():
        for words in variants:
            assert set(words) == set(sets[name]), name
            assert len(set(words.values())) == len(words), words


def test_long_label_sets_are_asked_in_parts_that_hold_every_label() -> None:
    lists, rng = LabelLists(TABLE), random.Random(3)
    labels = [f"label {number}" for number in range(150)]
    lists.add("many", labels, 30)
    for label in labels:
        text, word = lists.draw("many", label, rng)
        assert word == label
        assert len(text.split(", ")) <= LabelLists.MOST_LISTED


def test_label_lists_are_limited_and_repeatable() -> None:
    first, again = LabelLists(TABLE), LabelLists(TABLE)
    assert first.texts == again.texts
    assert 300 < len(first.texts) <= 1500
    assert LabelLists(TABLE, seed=8).texts != first.texts
