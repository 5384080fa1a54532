"""Demonstrations in the source and long texts."""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from models.data.instructions import InstructionTable
from models.decoding.decode import TextDecoder
from models.evaluation import fewshot
from models.evaluation.fewshot_demonstrations import (
    COUNTS,
    Shots,
    ShotTask,
    measure_shots,
    prompt,
    rewrite,
    shot_tasks,
    shown,
    with_demonstrations,
)
from models.evaluation.fewshot_long import BLOCK, LongText, blocks, by_sentence, long_texts, measure_long, whole
from models.export import export
from models.tests.paper_folder import write

GERMAN = "Translate to German."


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    words = ["--random", "--vocabulary", "900", "--source-tokens", "100", "--target-tokens", "80", "--length-beam", "1"]
    assert export.run(parser.parse_args([*words, "--iterations", "2", "--out", str(folder)])) == 0
    return folder


@pytest.fixture(scope="module")
def decoder(package: Path) -> TextDecoder:
    return TextDecoder(package)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    generator = random.Random(1)

    def pairs(count: int) -> str:
        words = ["".join(generator.choices("abcdefg", k=3)) for _ in range(2 * count)]
        return "".join(
            f"en\tde\t{a} {n}\t{b} {n}\n" for n, (a, b) in enumerate(zip(words[::2], words[1::2], strict=True))
        )

    write(folder / "parallel" / "dev" / "general.en-de.tsv.zst", pairs(60))
    write(folder / "parallel" / "train" / "tatoeba.en-de.tsv.zst", pairs(30))
    for file, labels in (("commit_type", ("feature", "bug fix", "odd")), ("spam", ("spam", "not spam"))):
        rows = [
            {"task": file, "lang": "en", "instruction": "", "input": f"{file} {i}", "output": labels[i % len(labels)]}
            | {"source": "s"}
            for i in range(12)
        ]
        for name in (f"heldout/{file}.dev", f"{file}.train"):
            write(folder / "classify" / f"{name}.jsonl.zst", "\n".join(map(json.dumps, rows)))
    return folder


def test_demonstrations_are_solved_never_the_question_and_the_same_every_time(data: Path) -> None:
    tasks = {task.name: task for task in shot_tasks(data, InstructionTable.load(), 5)}
    assert list(tasks) == ["translate en-de", "translate de-en", "classify commit", "classify spam"]
    commits = tasks["classify commit"]
    # A label outside the set is neither asked about nor shown; nor is a text that is asked about.
    assert {label for _, label in [*commits.cases, *commits.pool]} == {"feature", "bug fix"}
    assert not {text for text, _ in commits.pool} & {text for text, _ in commits.cases}
    there, back = tasks["translate en-de"], tasks["translate de-en"]
    assert {(b, a) for a, b in there.pool} == set(back.pool)
    text = with_demonstrations(there, 2, 3, "before")
    assert text == with_demonstrations(there, 2, 3, "before")
    *shown, asked = text.split("\n\n")
    assert asked == there.cases[2][0]
    assert all(tuple(example.split("\n")) in there.pool for example in shown)
    assert len(set(shown)) == 3
    assert with_demonstrations(there, 2, 1, "before").split("\n\n") == [shown[0], asked]
    assert with_demonstrations(there, 2, 3, "after").split("\n\n") == [asked, *shown]
    assert with_demonstrations(there, 2, 0, "after") == asked
    assert with_demonstrations(there, 1, 3, "before") != text


def test_demonstrations_with_the_instruction_leave_the_text_alone(decoder: TextDecoder, data: Path) -> None:
    task = next(shot_tasks(data, InstructionTable.load(), 5))
    encode, separator = decoder.tokenizer.encode, decoder.decoder.model.config.separator_id
    text, instruction = prompt(decoder, task, 2, 3, "instruction")
    assert text == encode(task.cases[2][0])
    expected = encode(task.instruction)
    for shown_text, answer in shown(task, 2, 3):
        expected += [separator, *encode(shown_text), separator, *encode(answer)]
    assert instruction == expected
    assert prompt(decoder, task, 2, 3, "before")[1] == encode(task.instruction)


def test_every_number_and_place_is_measured(decoder: TextDecoder, data: Path) -> None:
    tasks = list(shot_tasks(data, InstructionTable.load(), 3))
    translations, labels = measure_shots(decoder, tasks[0], 1), measure_shots(decoder, tasks[2], 1)
    assert [(s.count, s.order) for s in labels] == [
        (0, "before"),
        (1, "before"),
        (1, "after"),
        (1, "instruction"),
        (3, "before"),
        (3, "after"),
        (3, "instruction"),
    ]
    assert len(translations) == 2 * len(labels)
    assert {s.count for s in translations} == set(COUNTS)
    # With the reference's length nothing is wrong with it but what the text's own tokens are worth; demonstrations with
    # the instruction do not make the text longer.
    oracle, predicted = (
        [s.length_error for s in translations if s.length == length and s.count == 3 and s.order != "instruction"]
        for length in ("oracle", "predicted")
    )
    assert all(a is not None and b is not None and a < b for a, b in zip(oracle, predicted, strict=True))
    assert all(0 <= s.value <= 100 and s.size == 3 for s in [*translations, *labels])


def test_a_source_that_is_too_long_is_counted_and_does_not_stop_the_others(decoder: TextDecoder) -> None:
    cases = [("ab " * 120, "x"), ("ab cd", "ef gh")]
    task = ShotTask("t", GERMAN, cases, [("a", "b")] * 9)
    (first, *_rest) = measure_shots(decoder, task, 1)
    assert first.refused == 50
    asked = ShotTask("c", "Classify: a, b.", [(text, "a") for text, _ in cases], [("a", "b")] * 9, ("a", "b"))
    assert measure_shots(decoder, asked, 1)[0].refused == 50
    requests = [decoder.request({"input": text, "instruction": GERMAN}) for text, _ in cases]
    first_ids, second_ids = rewrite(decoder.decoder, requests)
    assert first_ids is None
    assert second_ids == decoder.decoder.rewrite([requests[1]])[0].ids


def texts(*sentences: str) -> list[LongText]:
    return [LongText(sentences, tuple(f"{sentence} x" for sentence in sentences))]


def test_long_texts_are_joined_up_to_their_length(decoder: TextDecoder, data: Path) -> None:
    found = long_texts(decoder, data, "de", 32, 3)
    assert len(found) == 3
    sizes = [sum(len(decoder.tokenizer.encode(s)) for s in text.sentences) for text in found]
    assert all(16 < size <= 32 for size in sizes)
    assert len({text.text for text in found}) == 3
    assert found[0].references[0].split()[-1] == found[0].sentences[0].split()[-1] == "0"
    # One sentence is the least, whatever its length; and what is not there is not made up.
    assert [len(text.sentences) for text in long_texts(decoder, data, "de", 1, 2)] == [1, 1]
    assert long_texts(decoder, data, "de", 10_000, 2) == []


def test_blocks_keep_what_was_written_before(decoder: TextDecoder, monkeypatch: pytest.MonkeyPatch) -> None:
    text = texts("ab cd ef gh ab cd ef gh ab cd ef gh", "gh ef cd ab gh ef cd ab gh")
    request = decoder.request({"input": text[0].text, "instruction": GERMAN, "iterations": 3})
    length = len(decoder.decoder.rewrite([replace(request, iterations=1, length_beam=1)])[0].ids)
    assert length > BLOCK
    asked = []
    run = decoder.decoder.rewrite

    def record(requests):  # type: ignore[no-untyped-def]
        asked.extend(requests)
        return run(requests)

    monkeypatch.setattr(decoder.decoder, "rewrite", record)
    (answer,) = blocks(decoder, text, GERMAN, 3, 1)
    assert answer is not None
    assert len(answer) == length
    ends = [r.target_length for r in asked[1:]]
    assert ends == [*range(BLOCK, length, BLOCK), length]
    assert [len(r.pinned) for r in asked[1:]] == [0, *ends[:-1]]
    assert all(answer[: len(r.pinned)] == list(r.pinned.values()) for r in asked[1:])


def test_sentences_are_those_that_stand_alone(decoder: TextDecoder) -> None:
    (joined,) = by_sentence(decoder, texts("ab cd", "ef gh"), GERMAN, 2, 1)
    alone = [by_sentence(decoder, texts(s), GERMAN, 2, 1)[0] for s in ("ab cd", "ef gh")]
    assert joined is not None
    decode = decoder.tokenizer.decode
    assert decode(joined) == " ".join(decode(part) for part in alone if part)


def test_oracle_length_is_the_references(decoder: TextDecoder) -> None:
    text = texts("ab cd", "ef gh")
    (answer,) = whole(decoder, text, GERMAN, 2, 1, oracle=True)
    assert answer is not None
    assert len(answer) == len(decoder.tokenizer.encode(text[0].reference))


def test_ways_are_compared_and_refused_beyond_the_limit(decoder: TextDecoder, data: Path) -> None:
    found = {entry.way: entry for entry in measure_long(decoder, data, "de", 128, 1, (2, 1))}
    assert list(found) == ["whole", "whole, oracle length", f"blocks of {BLOCK}", "sentences"]
    # 128 tokens are more than this model reads, and its sentences are not.
    assert [entry.refused for entry in found.values()] == [100, 100, 100, 0]
    assert found["sentences"].ratio > 0
    assert found["whole"].chrf == 0
    assert measure_long(decoder, data, "de", 10_000, 1, (2, 1)) == []


def test_command_writes_tables_picture_and_section(
    package: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    fewshot.add_arguments(parser)
    results = tmp_path / "RESULTS.md"
    results.write_text("# Measured\n", encoding="utf-8")
    words = ["--model", str(package), "--data", str(data), "--limit", "2", "--texts", "1", "--iterations", "2"]
    words += ["--out", str(tmp_path / "out"), "--results", str(results)]
    assert fewshot.run(parser.parse_args(words)) == 0
    text = results.read_text(encoding="utf-8")
    assert text.startswith("# Measured\n\n<!-- evaluate-fewshot -->")
    assert "figures/fewshot-long.png" in text
    assert (tmp_path / "figures" / "fewshot-long.png").stat().st_size > 5000
    assert "too long" in text
    assert "| k = 0 | k = 1 | k = 3 |" in text
    assert str(tmp_path) not in text
    stored = json.loads((tmp_path / "out" / "fewshot.json").read_text(encoding="utf-8"))
    assert len(stored["shots"]) == 2 * 14 + 2 * 7
    assert Shots(**stored["shots"][0]).task == "translate en-de"
    assert fewshot.run(parser.parse_args([*words, "--parts", "dance"])) == 2
    assert fewshot.run(parser.parse_args([*words, "--model", str(tmp_path / "none")])) == 1
    assert "none" in capsys.readouterr().err
