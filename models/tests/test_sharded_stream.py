"""The stream of packs: blocks, mixtures by tokens, and lanes that go on exactly where they stood."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import fsspec  # type: ignore[import-untyped]
import numpy as np
import pytest

from models.architecture.config import mini_config
from models.data.stream import BlockReader, Record, Subset, open_data, parse_record, permuted
from models.data.xp3 import XP3_MIXTURE, load_mixture
from models.training.mixture import Lane, LanePlace
from models.training.packing import Document


def row(text: str, language: str = "en") -> str:
    return json.dumps({"task": "t", "lang": language, "instruction": "i", "input": text, "output": "o", "source": "s"})


def encode(record: Record) -> Document:
    """One token for every character."""
    ids = np.frombuffer(record.input.encode(), dtype=np.uint8).astype(np.int64)
    return Document(ids, 1, len(ids) - 1, np.asarray([7]))


def write(folder: Path, lines: dict[str, list[str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, texts in lines.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{row(t, name)}\n" for t in texts), encoding="utf-8")


def lane(folder: Path, number: int, count: int, mixture: Path | None = None, place: LanePlace | None = None) -> Lane:
    system, subsets = load_mixture(None if mixture is None else str(mixture), str(folder))
    reader = BlockReader(system, 400)
    return Lane(
        number,
        count,
        subsets=subsets,
        reader=reader,
        encoder=encode,
        capacity=64,
        seed=3,
        blocks_per_pool=3,
        place=place,
    )


@pytest.mark.parametrize("block_bytes", [1, 7, 90, 1000, 10**6])
def test_blocks_hold_every_line_once(tmp_path: Path, block_bytes: int) -> None:
    texts = [f"text {i} " + "é" * (i * 7 % 40) for i in range(60)]
    write(tmp_path, {"a": texts[:35], "b": texts[35:]})
    (tmp_path / "c.jsonl").write_text("\n\n" + row("the last has no line end"), encoding="utf-8")
    system, subsets = load_mixture(None, str(tmp_path))
    whole = Subset("all", 1.0, tuple(file for subset in subsets for file in subset.files))
    reader = BlockReader(system, block_bytes)
    found = [parse_record(x).input for n in range(whole.blocks(block_bytes)) for x in reader.read(whole, n)]
    assert found == [*texts, "the last has no line end"]


@pytest.mark.parametrize("count", [1, 2, 10, 97, 360])
def test_every_round_takes_every_block_once_in_another_order(count: int) -> None:
    rounds = [[permuted(turn * count + i, count, 5) for i in range(count)] for turn in range(3)]
    assert all(sorted(one) == list(range(count)) for one in rounds)
    assert count < 10 or rounds[0] != rounds[1]


def test_rows_of_both_forms_and_what_is_none() -> None:
    assert parse_record(row("x", "de").encode()) == Record("t", "de", "i", "x", "o", "s")
    prompt = parse_record(b'{"inputs": "Rewrite: a", "targets": "b"}')
    assert (prompt.instruction, prompt.input, prompt.output) == ("", "Rewrite: a", "b")
    for line, reason in ((b"[1]", "a JSON object"), (b"{", "Expecting"), (b'{"input": "a"}', "has input and output")):
        with pytest.raises(ValueError, match=reason):
            parse_record(line)


def test_lanes_share_the_data_and_repeat_themselves_exactly(tmp_path: Path) -> None:
    texts = [f"{i:03d}" * (1 + i % 5) for i in range(200)]
    write(tmp_path, {"en": texts})
    seen = Counter[str]()
    for number in range(4):
        one = lane(tmp_path, number, 4)
        drawn = [one.next() for _ in range(9)]
        again = lane(tmp_path, number, 4)
        for documents, random in drawn:
            same, twin = again.next()
            assert [d.source.tobytes() for d in documents] == [d.source.tobytes() for d in same]
            assert random.integers(10**9) == twin.integers(10**9)
            assert sum(map(len, documents)) <= 64
            seen.update(bytes(d.source.astype(np.uint8)).decode() for d in documents)
    assert len(seen) > 100
    # Four lanes do not read the same blocks before all have been read.
    assert max(seen.values()) <= 2


@pytest.mark.parametrize("after", [1, 4, 11])
def test_a_lane_goes_on_where_its_place_says(tmp_path: Path, after: int) -> None:
    write(tmp_path, {"en": [f"{i:03d}" * 4 for i in range(150)], "de": [f"{i:04d}" for i in range(90)]})
    one = lane(tmp_path, 1, 3)
    for _ in range(after):
        one.next()
    stored = json.loads(json.dumps(one.place.to_json()))
    other = lane(tmp_path, 1, 3, place=LanePlace(**stored))
    for _ in range(8):
        (mine, draw), (theirs, twin) = one.next(), other.next()
        assert [d.source.tobytes() for d in mine] == [d.source.tobytes() for d in theirs]
        assert draw.integers(10**9) == twin.integers(10**9)


def test_shares_are_of_tokens_not_of_rows(tmp_path: Path) -> None:
    """A language whose rows have few tokens for their bytes is read more often."""
    write(tmp_path, {"long": ["x" * 50] * 300, "short": ["y"] * 1500})
    mixture = tmp_path / "mixture.json"
    mixture.write_text(json.dumps({"files": ["{subset}.jsonl"], "subsets": {"long": 3, "short": 1}}))
    one = lane(tmp_path, 0, 1, mixture)
    tokens = Counter[str]()
    for _ in range(1500):
        for document in one.next()[0]:
            tokens["long" if document.source[0] == ord("x") else "short"] += len(document)
    assert tokens["long"] / sum(tokens.values()) == pytest.approx(0.75, abs=0.06)


def test_faulty_lines_are_counted_and_data_without_a_pair_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"en": ["good one"]})
    with (tmp_path / "en.jsonl").open("a") as file:
        file.write("not json\n")
    one = lane(tmp_path, 0, 1)
    assert one.next()[0]
    assert one.faulty > 0
    (tmp_path / "en.jsonl").write_text("not json\n" * 3)
    with pytest.raises(ValueError, match="no record that the model can be trained on"):
        lane(tmp_path, 0, 1).next()


def test_xp3_has_46_languages_and_is_read_from_any_address() -> None:
    values = json.loads(XP3_MIXTURE.read_text(encoding="utf-8"))
    assert values["data"] == "hf://datasets/bigscience/xP3"
    assert len(values["subsets"]) == 46
    memory = fsspec.filesystem("memory")
    for name in values["subsets"]:
        file = "merged_" + name if name != "tw" else "xp3_some_task_tw"
        memory.pipe(f"/xp3/{name}/{file}.jsonl", b'{"inputs": "a", "targets": "b"}\n' * 3)
    memory.pipe("/xp3/en/another.jsonl", b"{}\n")
    system, subsets = load_mixture("xp3", "memory://xp3")
    assert [len(subset.files) for subset in subsets] == [1] * 46
    total = sum(subset.weight for subset in subsets)
    assert {s.name: round(s.weight / total, 3) for s in subsets if s.name in ("en", "es", "tw")} == {
        "en": 0.392,
        "es": 0.08,
        "tw": 0.001,
    }
    assert [parse_record(x).output for x in BlockReader(system).read(subsets[0], 0)] == ["b"] * 3
    memory.rm("/xp3/zu", recursive=True)
    with pytest.raises(FileNotFoundError, match="no files of subset zu"):
        load_mixture("xp3", "memory://xp3")


def test_the_hubs_address_is_known() -> None:
    """`hf://` is read by the hub's own library; nothing is asked of it before a file is opened."""
    system, root = open_data("hf://datasets/bigscience/xP3")
    assert type(system).__name__ == "HfFileSystem"
    assert root == "datasets/bigscience/xP3"


def test_targets_too_long_for_the_model_are_left_out(tmp_path: Path) -> None:
    from models.export.random_model import random_tokenizer
    from models.text.tokenizer import Tokenizer
    from models.training.mixture import RecordEncoder

    tokenizer = Tokenizer(random_tokenizer(tmp_path, "mini", 600, 1))
    config = mini_config(tokenizer.vocabulary_size, hidden_size=16, layers=1, heads=2, feed_forward_size=16)
    encoder = RecordEncoder(tokenizer, config, longest=40, longest_target=10)
    document = encoder(Record("t", "en", "Fix.", "abc def", "abc", "s"))
    assert document is not None
    start = document.text_start
    assert document.source[start : start + document.text_length].tolist() == tokenizer.encode("abc def")
    assert encoder(Record("t", "en", "Fix.", "abc", "abc " * 30, "s")) is None
    assert encoder(Record("t", "en", "Fix.", "abc " * 60, "abc", "s")) is None
    assert encoder(Record("t", "en", "Fix.", "abc", "", "s")) is None
