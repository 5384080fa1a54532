"""How much the model has to say about drafts: what a choice of weights and margins comes to."""

from __future__ import annotations

from typing import Any

from models.drafts.judge import REVISIONS, Row, accepted, judged, oracle, value

DRAFTS: list[dict[str, Any]] = [
    {"text": "das Haus ist groß", "score": -1.0, "likely": -9.0, "sound": -1.0},
    {"text": "das Haus ist klein", "score": -2.0, "likely": -3.0, "sound": -4.0},
]


def test_the_weights_decide_who_ranks() -> None:
    assert judged([DRAFTS], (0.0, 0.0)) == ["das Haus ist groß"]
    assert judged([DRAFTS], (0.5, 0.0)) == ["das Haus ist klein"]
    assert judged([DRAFTS], (0.5, 1.5)) == ["das Haus ist groß"]


def test_a_proposal_counts_from_its_margin_on() -> None:
    proposed = [[{"setting": 1, "change": "revised", "text": "neu", "gain": 1.5}]]
    assert accepted(["alt"], proposed, 1, 1.0) == ["neu"]
    assert accepted(["alt"], proposed, 1, 2.0) == ["alt"]
    assert accepted(["alt"], proposed, 0, 1.0) == ["alt"]


def test_answers_of_its_own_are_taken_only_where_they_are_asked_for() -> None:
    own = [[{"setting": len(REVISIONS), "change": "own", "text": "eigen", "gain": 5.0}]]
    assert accepted(["alt"], own, len(REVISIONS), 1.0) == ["eigen"]
    assert accepted(["alt"], own, 0, 1.0) == ["alt"]


def test_rows_that_fit_do_not_report() -> None:
    rows = [Row("en-de ui", "en", "de", "x", "klein", True), Row("en-de ui", "en", "de", "x", "groß", False)]
    assert value(rows, ["klein", "klein"], True) == 100
    assert value(rows, ["klein", "klein"], False) < 50
    assert oracle("das Haus ist klein", DRAFTS) == "das Haus ist klein"
