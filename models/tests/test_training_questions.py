"""Questions about examples: error detection, infilling of what changed, gaps, and drafts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.architecture.config import mini_config
from models.training.batch import NO_CLASS
from models.training.edits import find_edits
from models.training.examples import Example
from models.training.questions import Practice, QuestionMaker

CONFIG = mini_config(60, hidden_size=32, layers=1, heads=2, feed_forward_size=32, revises=True)
FILL = np.asarray([55, 56, 57], dtype=np.uint16)


def ids(*values: int) -> NDArray[np.uint16]:
    return np.asarray(values, dtype=np.uint16)


def maker(find: float = 0.0, infill: float = 0.0, fill: float = 0.0) -> QuestionMaker:
    return QuestionMaker(CONFIG, Practice(find=find, infill=infill, fill=fill), FILL)


@pytest.mark.parametrize(
    ("text", "target", "wrong", "changed"),
    [
        ([10, 11, 12], [10, 11, 12], [], []),
        ([10, 11, 12], [10, 20, 21, 12], [1], [1, 2]),
        ([10, 11, 11, 12], [10, 11, 12], [2], []),
        ([10, 12], [10, 11, 12], [1], [1, 2]),
        ([10, 12], [10, 12, 13], [1], [1, 2]),
        ([12], [11, 12], [0], [0, 1]),
    ],
)
def test_edits_have_a_place_in_the_text(
    text: list[int], target: list[int], wrong: list[int], changed: list[int]
) -> None:
    edits = find_edits(ids(*text), ids(*target))
    assert np.flatnonzero(edits.wrong).tolist() == wrong
    assert np.flatnonzero(edits.changed).tolist() == changed
    assert edits.any == bool(wrong)


def test_replacing_the_wrong_tokens_by_the_changed_ones_gives_the_target() -> None:
    random = np.random.default_rng(5)
    for _ in range(300):
        text = random.integers(10, 15, random.integers(1, 9)).astype(np.uint16)
        target = random.integers(10, 15, random.integers(1, 9)).astype(np.uint16)
        edits = find_edits(text, target)
        assert text[~edits.wrong].tolist() == target[~edits.changed].tolist()


def test_finding_shows_the_text_and_labels_wrong_tokens_with_the_mask() -> None:
    example = Example(ids(10, 11, 12, 13), ids(50), ids(10, 20, 21, 12, 13), task="fix")
    seen = set()
    for seed in range(30):
        question = maker(find=1.0).ask(example, np.random.default_rng(seed))
        assert question.target.tolist() == [10, 11, 12, 13]
        expected = [10, CONFIG.mask_id, 12, 13]
        assert question.labels.tolist() == [expected[row] for row in question.rows]
        assert 1 in question.rows
        seen.update(question.rows.tolist())
    assert seen == {0, 1, 2, 3}


def test_infilling_always_masks_what_changed() -> None:
    example = Example(ids(10, 11, 12, 13), ids(50), ids(10, 20, 21, 12, 13), task="fix")
    fewest = 5
    for seed in range(30):
        question = maker(infill=1.0).ask(example, np.random.default_rng(seed))
        assert {1, 2} <= set(question.rows.tolist())
        assert question.labels.tolist() == example.target[question.rows].tolist()
        assert all(question.target[question.rows] == CONFIG.mask_id)
        fewest = min(fewest, len(question.rows))
    assert fewest == 2


def test_a_gap_is_one_mask_whatever_it_hides_and_has_its_own_instruction() -> None:
    example = Example(ids(10, 11, 12, 13, 14), ids(50), ids(10, 11, 12, 13, 14), task="fix")
    lengths = set()
    for seed in range(60):
        question = maker(fill=1.0).ask(example, np.random.default_rng(seed))
        assert (question.text == CONFIG.mask_id).sum() == 1
        assert len(question.text) == 5 - len(question.rows) + 1
        assert question.instruction.tolist() == FILL.tolist()
        assert question.length is None
        lengths.add(len(question.rows))
    assert lengths == {1, 2, 3, 4}
    document = maker(fill=1.0).documents([example], np.random.default_rng(1))[0]
    assert document.length_class == NO_CLASS
    assert document.source.tolist().count(55) == 1


def test_a_draft_is_revised_whatever_the_task() -> None:
    """The source stays the text; what is found and infilled are the draft's differences from the target."""
    text, target, draft = ids(30, 31), ids(10, 20, 21, 12, 13), ids(10, 11, 12, 13)
    example = Example(text, ids(50), target, task="translate", draft=draft)
    for seed in range(20):
        found = maker(find=1.0).ask(example, np.random.default_rng(seed))
        assert found.target.tolist() == draft.tolist()
        assert 1 in found.rows
        assert found.labels[list(found.rows).index(1)] == CONFIG.mask_id
        filled = maker(infill=1.0).ask(example, np.random.default_rng(seed))
        assert {1, 2} <= set(filled.rows.tolist())
        assert found.text.tolist() == filled.text.tolist() == text.tolist()
        assert found.length == filled.length == len(target)


def test_other_tasks_are_asked_as_ever() -> None:
    example = Example(ids(10, 11), ids(50), ids(20, 21, 22), task="translate")
    for seed in range(30):
        question = maker(find=1.0, infill=1.0, fill=1.0).ask(example, np.random.default_rng(seed))
        assert question.text.tolist() == [10, 11]
        assert question.labels.tolist() == example.target[question.rows].tolist()
        assert question.length == 3
