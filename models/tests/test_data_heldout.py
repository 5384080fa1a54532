"""What counts as held out."""

from __future__ import annotations

import json
from pathlib import Path

from models.data.copy_tokens import character
from models.data.heldout import HeldOut, normalise
from models.tests.data_folder import write_lines, write_pairs, write_rows


def test_texts_are_equal_but_for_case_space_and_composition() -> None:
    held_out = HeldOut(iter(["Straße  nach\tKöln"]))
    assert "STRASSE nach ko\u0308ln " in held_out
    assert "Straße nach Bonn" not in held_out
    assert normalise(" A\u00a0b ") == "a b"


def test_a_copy_token_hides_no_held_out_sentence() -> None:
    held_out = HeldOut(iter(["Set `path` to {value}.", "`x`"]))
    assert f"Set {character(0)} to {character(1)}." in held_out
    assert f"Set {character(7)} to {character(8)}." in held_out
    assert "Set `other` to {value}." in held_out
    assert f"Set {character(0)} of {character(1)}." not in held_out
    assert character(0) not in held_out


def test_every_kind_of_held_out_file_is_read(tmp_path: Path) -> None:
    write_pairs(tmp_path / "parallel" / "dev" / "general.en-de.tsv.zst", "de", [("dev one", "dev zwei")])
    write_pairs(tmp_path / "parallel" / "test" / "ui.en-de.tsv.zst", "de", [("test one", "test zwei")])
    write_pairs(tmp_path / "parallel" / "xx" / "test" / "ui.de-fr.tsv.zst", "fr", [("xx one", "xx deux")])
    write_pairs(tmp_path / "parallel" / "train" / "element.en-de.tsv.zst", "de", [("train one", "train zwei")])
    write_rows(tmp_path / "rewrite" / "heldout" / "gec.dev.jsonl.zst", [("gec", "en", "wrong", "right")])
    write_rows(tmp_path / "classify" / "heldout" / "topic.dev.jsonl.zst", [("topic", "en", "the match", "sports")])
    nli = [("nli", "en", "Premise: it rains\nHypothesis: it is wet", "entailment")]
    write_rows(tmp_path / "classify" / "heldout" / "nli.test.jsonl.zst", nli)
    rows = [{"task": "simplify", "input": "long", "references": ["short", "brief"]}, {"premise": "p", "choice1": "q"}]
    write_lines(tmp_path / "eval-nc" / "asset.test.jsonl.zst", map(json.dumps, rows))

    held_out = HeldOut.load(tmp_path)
    for text in ("dev one", "dev zwei", "test one", "test zwei", "xx one", "xx deux", "wrong", "right"):
        assert text in held_out
    for text in ("the match", "it rains", "it is wet", "long", "short", "brief", "p", "q"):
        assert text in held_out
    for text in ("train one", "sports", "entailment", "", "simplify"):
        assert text not in held_out
