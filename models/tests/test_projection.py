"""What a run would take: arithmetic that a table of hours must not get wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.__main__ import main
from models.evaluation.projection import Projection, measured_utilisation, project, run_work
from models.importing.sizes import public_config


def test_work_of_a_run_counts_what_is_seen() -> None:
    work = run_work(tokens=1280, source=100, target=28)
    assert (work.tokens, work.documents) == (1280, 10)
    assert work.pairs == 10 * (100 * 100 + 28 * 128)
    assert work.rows == 145


def test_xl_on_eight_gpus_is_what_is_published_in_our_results() -> None:
    def on(gpus: int) -> Projection:
        work, config = run_work(600_000_000, 100, 28), public_config("xl")
        return project(config, work, gpus=gpus, peak=989e12, utilisation=0.4, device_tokens=16_384, masked=0.1)

    xl, alone = on(8), on(1)
    assert xl.operations == pytest.approx(1.05e19, rel=0.02)
    assert xl.hours == pytest.approx(0.92, rel=0.02)
    assert xl.tokens_per_second * xl.hours * 3600 == pytest.approx(600_000_000, rel=1e-3)
    assert xl.state_bytes == pytest.approx(16 * 3.48e9 / 8, rel=0.01)
    assert alone.hours == pytest.approx(8 * xl.hours)
    assert alone.memory - alone.state_bytes == pytest.approx(xl.memory - xl.state_bytes)


def test_a_measured_log_takes_the_place_of_the_assumption(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps({"utilisation": u}) + "\n" for u in (None, 0.3, 0.5, 0.35)))
    assert measured_utilisation(log) == 0.35
    assert main(["project", "--sizes", "xl", "--log", str(log)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Computed, not measured")
    assert "35% of the peak (measured, log.jsonl)" in printed
    log.write_text(json.dumps({"utilisation": None}))
    assert main(["project", "--log", str(log)]) == 2
    assert main(["project", "--sizes", "huge"]) == 2
