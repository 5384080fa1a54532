"""Translation by length policy: what the reference decoder is asked, and the figures."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from models.data.instructions import InstructionTable
from models.evaluation.paper.clock import CpuClock
from models.evaluation.paper.generation import (
    BEAMS,
    ITERATIONS,
    Direction,
    Setting,
    bleu,
    bleu_signature,
    directions,
    grid,
    start_up_seconds,
    translate,
)
from models.evaluation.paper.tables import direction_table, iterations_table
from models.evaluation.paper.translators import EngineTranslator, ReferenceTranslator, open_translator
from models.export import export
from models.tests.paper_folder import build_folder


@pytest.fixture(scope="module")
def translator(tmp_path_factory: pytest.TempPathFactory) -> ReferenceTranslator:
    folder = tmp_path_factory.mktemp("package")
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    assert export.run(parser.parse_args(["--random", "--vocabulary", "900", "--out", str(folder)])) == 0
    assert isinstance(open_translator(folder, decoder="auto", cli=Path("c")), EngineTranslator)
    found = open_translator(folder, decoder="reference", cli=Path("c"))
    assert isinstance(found, ReferenceTranslator)
    return found


def test_grid_has_every_policy_with_every_number_of_iterations() -> None:
    assert len(set(grid())) == len(ITERATIONS) * (len(BEAMS) + 2)


def test_directions_are_both_ways_of_the_same_single_sentences(tmp_path: Path) -> None:
    found = directions(build_folder(tmp_path), InstructionTable.load(), split="dev", limit=4)
    assert [d.name for d in found] == [f"{a}-{b}" for c in ("de", "fr", "es", "zh") for a, b in (("en", c), (c, "en"))]
    assert found[1].pairs == [(b, a) for a, b in found[0].pairs]
    assert found[0].instruction == "Translate to German."
    assert all(len(d.pairs) == 4 for d in found)


@pytest.mark.parametrize(("policy", "length"), [("fixed", 0), ("oracle", 1)])
def test_answers_have_the_length_that_was_asked_for(translator: ReferenceTranslator, policy: str, length: int) -> None:
    pair = ("abc de fgh", "ab cd ef gh ij kl mn")
    wanted = len(translator.tokenizer.encode(pair[length]))
    line = {"id": "x", "instruction": "Translate to German.", "input": pair[0], "iterations": 3, "targetLength": wanted}
    (answer,) = translator.answer([line])
    assert answer["tokens"] == wanted
    # As many as were asked for: the early stop of the package does not count here.
    assert answer["iterations"] == min(3, wanted)
    direction = Direction("en", "de", "Translate to German.", [pair])
    setting = Setting("fixed" if policy == "fixed" else "oracle", 1, 3)
    (figures,) = translate(translator, [direction], setting, split="test", start_up=0.0)
    assert (figures.policy, figures.passes, figures.size) == (policy, answer["iterations"], 1)
    assert figures.milliseconds > 0


def test_a_refused_line_is_an_empty_answer(translator: ReferenceTranslator) -> None:
    direction = Direction("en", "de", "Translate to German.", [("abc " * 400, "x y z")])
    (figures,) = translate(translator, [direction], Setting("predicted", 2, 1), split="dev", start_up=0.0)
    assert figures.chrf == 0
    assert figures.passes == 0


def test_bleu_of_chinese_is_not_counted_by_spaces() -> None:
    assert bleu(["他今天在家看书呢"], ["他今天在家看书吗"], "zh") > 50
    assert bleu(["他今天在家看书呢"], ["他今天在家看书吗"], "en") < 50
    assert bleu(["the cat sat on the mat"], ["the cat sat on the mat"], "en") == pytest.approx(100)
    assert "tok:zh" in bleu_signature("zh")


def test_clock_counts_work(translator: ReferenceTranslator) -> None:
    clock = CpuClock()
    while clock.seconds() < 0.02:
        sum(range(1000))
    assert clock.seconds() >= 0.02
    assert start_up_seconds(translator) < 0.5


def test_tables_show_means_and_every_direction(translator: ReferenceTranslator) -> None:
    found = []
    for iterations in (1, 4):
        for source, target in (("en", "de"), ("de", "en")):
            direction = Direction(source, target, "Translate to German.", [("ab cd", "ef gh ij")] * 2)
            setting = Setting("fixed", 1, iterations)
            found += translate(translator, [direction], setting, split="dev", start_up=0.0)
    table = iterations_table(found)
    assert table.splitlines()[0] == "| length | T = 1 | T = 4 |"
    assert table.splitlines()[2].startswith("| fixed | ")
    rows = direction_table(found).splitlines()
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| en-de", "| de-en", "| **mean**"]
