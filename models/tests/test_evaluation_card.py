"""The model card and the `quality` part of the manifest."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from models.evaluation import card
from models.evaluation.card_text import ATTRIBUTION
from models.evaluation.measure import Figure
from models.evaluation.report import to_json
from models.export import export
from models.package.manifest import check_manifest, read_manifest


def command(module: Any, *words: str) -> int:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(list(words))))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    assert command(export, "--random", "--vocabulary", "900", "--out", str(tmp_path / "model")) == 0
    return tmp_path / "model"


def write_run(folder: Path, version: str) -> tuple[str, ...]:
    """An evaluation and a training run; returns the options that name them."""
    figures = [
        Figure("fix", "fix/en/synthetic", 150, "exact", 33.333, 0.0),
        Figure("translate", "translate/en-de/spans", 50, "spansKept", 80.0),
    ]
    facts = {"model": "mini", "version": version, "variant": "cpu-int8", "command": "c", "chrF2": "chrF2|version:x"}
    (folder / "figures.json").write_text(json.dumps(to_json(figures, **facts)))
    run = folder / "run"
    run.mkdir()
    dev = {"kind": "dev", "step": 9, "nll/all": 2.5, "accuracy/all": 0.4321, "length_nll": 1.5}
    (run / "log.jsonl").write_text(json.dumps({"kind": "train", "step": 5}) + "\n" + json.dumps(dev) + "\n")
    (run / "curves.png").write_bytes(b"\x89PNG curves")
    (folder / "stats.md").write_text("# Shards\n\n| group | rows |\n|---|--:|\n| all | 123 |\n\nText\n\n| b |\n")
    options = ("--evaluation", "figures.json", "--run", "run", "--stats", "stats.md")
    return tuple(word if word.startswith("--") else str(folder / word) for word in options)


def test_card_and_manifest_hold_the_figures(package: Path, tmp_path: Path) -> None:
    assert command(card, "--model", str(package), *write_run(tmp_path, "0.1.0"), "--device", "a test") == 0
    text = (package / "CARD.md").read_text(encoding="utf-8")
    assert "| fix/en/synthetic | 150 | 33.3 | 0.0 |" in text
    assert "43.2%" in text
    assert "| all | 123 |" in text
    assert "on a test." in text
    assert (package / "curves.png").read_bytes() == b"\x89PNG curves"
    for entry in json.loads(ATTRIBUTION.read_text(encoding="utf-8")):
        assert f"| {entry['name']} | {entry['by']} | {entry['licence']} |" in text
    assert text.count("| yes |") >= 8
    manifest = read_manifest(package)
    assert manifest["quality"] == [
        {
            "task": "fix",
            "testSet": "fix/en/synthetic",
            "size": 150,
            "metric": "exact",
            "value": 33.33,
            "variant": "cpu-int8",
            "command": "c",
        },
        {
            "task": "translate",
            "testSet": "translate/en-de/spans",
            "size": 50,
            "metric": "spansKept",
            "value": 80.0,
            "variant": "float32",
            "command": "c",
        },
    ]
    check_manifest(package, manifest)


def test_figures_of_another_version_are_refused(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (package / "model.json").read_bytes()
    assert command(card, "--model", str(package), *write_run(tmp_path, "9.9.9")) == 1
    assert "9.9.9" in capsys.readouterr().out
    assert (package / "model.json").read_bytes() == before
    assert not (package / "CARD.md").exists()


def test_share_alike_sources_are_marked_as_such() -> None:
    for entry in json.loads(ATTRIBUTION.read_text(encoding="utf-8")):
        assert entry["shareAlike"] == any(word in entry["licence"] for word in ("-SA-", "Sharing")), entry["name"]
