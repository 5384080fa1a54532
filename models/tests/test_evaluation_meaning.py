"""The sentences whose meaning is checked, and the checks."""

from __future__ import annotations

from collections import Counter

import pytest

from models.data.instructions import InstructionTable
from models.evaluation.meaning.command import count, is_right, lines
from models.evaluation.meaning.sets import clauses, is_negative, polarities


def test_every_language_has_two_hundred_sentences_that_say_what_they_are() -> None:
    listed = list(polarities())
    assert set(Counter(sentence.language for sentence in listed).values()) == {200}
    assert len({(sentence.language, sentence.text) for sentence in listed}) == len(listed)
    for sentence in listed:
        assert is_negative(sentence.text, sentence.language) == sentence.negative, sentence.text


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        (
            "I stay at home because I am ill.",
            "Ich bleibe zu Hause, weil ich krank bin.",
            "Ich bleibe zu Hause, weil ich bin krank.",
        ),
        ("We have seen the film.", "Wir haben den Film gesehen.", "Wir haben gesehen den Film."),
        ("Today the museum is closed.", "Heute ist das Museum geschlossen.", "Heute das Museum ist geschlossen."),
        ("She gets up at noon.", "Sie steht mittags auf.", "Sie aufsteht mittags."),
        ("Where can I park my car?", "Wo kann ich mein Auto parken?", "Wo kann ich parken mein Auto?"),
    ],
)
def test_verbs_are_found_where_they_belong(source: str, right: str, wrong: str) -> None:
    clause = next(clause for clause in clauses() if clause.text == source)
    assert clause.verb.search(right)
    assert not clause.verb.search(wrong)


def test_there_are_two_hundred_clauses_of_four_kinds() -> None:
    kinds = Counter(clause.kind for clause in clauses())
    assert sum(kinds.values()) == 200
    assert set(kinds) == {"main", "subordinate", "separable", "perfect"}


def test_lines_ask_for_every_direction_with_english() -> None:
    asked = lines(InstructionTable.load())
    names = Counter(check["name"] for _, check in asked)
    assert names["negation en-de"] == names["negation zh-en"] == 200
    assert len({line["id"] for line, _ in asked}) == len(asked)


def test_inverted_and_untranslated_answers_are_wrong() -> None:
    row = {"name": "negation en-de", "input": "I can't come.", "negative": True, "target": "de"}
    assert is_right({**row, "output": "Ich kann nicht kommen."})
    assert not is_right({**row, "output": "Ich kann kommen."})
    assert not is_right({**row, "output": "I can't come."})
    figures = count([{**row, "right": True}, {**row, "right": False}])
    assert figures["negation, all"] == {"size": 2, "right": 1, "wrong": 50.0}
