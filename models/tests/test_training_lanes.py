"""The stream of packs: blocks, mixtures by tokens, and lanes that go on exactly where they stood."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import fsspec  # type: ignore[import-untyped]
import numpy as np
import pytest

from models.architecture.config import ModelConfig, mini_config
from models.data.stream import BlockReader, Record, Subset, open_data, parse_record, permuted
from models.data.xp3 import XP3_MIXTURE, load_mixture
from models.export.random_model import random_tokenizer
from models.text.tokenizer import Tokenizer
from models.training.batch import Document
from models.training.examples import Example
from models.training.lanes import Lane, LanePlace, RecordEncoder, document_maker
from models.training.questions import Practice, QuestionMaker


def row(text: str, language: str = "en") -> str:
    return json.dumps({"task": "t", "lang": language, "instruction": "i", "input": text, "output": "o", "source": "s"})


def encode(record: Record) -> Example:
    """One token for every character."""
    ids = np.frombuffer(record.input.encode(), dtype=np.uint8).astype(np.int64)
    return Example(ids, ids[:0], np.asarray([7]))


def ask(examples: list[Example], _random: np.random.Generator) -> list[Document]:
    """Documents whose source is the text alone."""
    nothing = np.zeros(0, dtype=np.int64)
    return [Document(e.text.astype(np.int64), np.asarray([7]), nothing, nothing, 1, 0) for e in examples]


def write(folder: Path, lines: dict[str, list[str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, texts in lines.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{row(t, name)}\n" for t in texts), encoding="utf-8")


def lane(folder: Path, number: int, count: int, mixture: Path | None = None, place: LanePlace | None = None) -> Lane:
    system, subsets = load_mixture(None if mixture is None else str(mixture), str(folder))
    reader = BlockReader(system, 400)
    made = Lane(
        number,
        count,
        subsets=subsets,
        reader=reader,
        encoder=encode,
        maker=ask,
        capacity=64,
        seed=3,
        blocks_per_pool=3,
    )
    if place is not None:
        made.restore(place)
    return made


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
        for documents in drawn:
            same = again.next()
            assert [d.source.tobytes() for d in documents] == [d.source.tobytes() for d in same]
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
        mine, theirs = one.next(), other.next()
        assert [d.source.tobytes() for d in mine] == [d.source.tobytes() for d in theirs]


def test_shares_are_of_tokens_not_of_rows(tmp_path: Path) -> None:
    """A language whose rows have few tokens for their bytes is read more often."""
    write(tmp_path, {"long": ["x" * 50] * 300, "short": ["y"] * 1500})
    mixture = tmp_path / "mixture.json"
    mixture.write_text(json.dumps({"files": ["{subset}.jsonl"], "subsets": {"long": 3, "short": 1}}))
    one = lane(tmp_path, 0, 1, mixture)
    tokens = Counter[str]()
    for _ in range(1500):
        for document in one.next():
            tokens["long" if document.source[0] == ord("x") else "short"] += len(document)
    assert tokens["long"] / sum(tokens.values()) == pytest.approx(0.75, abs=0.06)


def test_faulty_lines_are_counted_and_data_without_a_pair_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"en": ["good one"]})
    with (tmp_path / "en.jsonl").open("a") as file:
        file.write("not json\n")
    one = lane(tmp_path, 0, 1)
    assert one.next()
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


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return Tokenizer(random_tokenizer(tmp_path_factory.mktemp("tokenizer"), "mini", 600, 1))


def configuration(tokenizer: Tokenizer) -> ModelConfig:
    return mini_config(tokenizer.vocabulary_size, hidden_size=16, layers=1, heads=2, feed_forward_size=16)


def test_targets_too_long_for_the_model_are_left_out(tokenizer: Tokenizer) -> None:
    encoder = RecordEncoder(tokenizer, configuration(tokenizer), longest=40, longest_target=10)
    example = encoder(Record("t", "en", "Fix.", "abc def", "abc", "s"))
    assert example is not None
    assert example.text.tolist() == tokenizer.encode("abc def")
    assert example.task == "t"
    assert encoder(Record("t", "en", "Fix.", "abc", "abc " * 30, "s")) is None
    assert encoder(Record("t", "en", "Fix.", "abc " * 60, "abc", "s")) is None
    assert encoder(Record("t", "en", "Fix.", "abc", "abc", "s", "abc " * 60)) is None
    assert encoder(Record("t", "en", "Fix.", "abc", "", "s")) is None


def test_records_are_asked_in_every_way(tokenizer: Tokenizer) -> None:
    """Detection, infilling, gaps and drafts work on streamed records as on shards, and so do demonstrations."""
    config = configuration(tokenizer)
    encoder = RecordEncoder(tokenizer, config, longest=60, longest_target=20)
    records = [Record("fix", "en", "Fix.", f"abx {n} def", f"abc {n} def", "") for n in range(40)]
    records += [Record("fix", "en", "Fix.", f"abc {n} def", f"abc {n} def", "") for n in range(40)]
    records += [Record("translate", "de", "To German.", f"the {n}", f"das {n}", "", f"der {n}") for n in range(40)]
    examples = [example for record in records if (example := encoder(record)) is not None]
    assert len(examples) == 120
    gap = np.asarray(tokenizer.encode("Fill the gap."))
    questions = QuestionMaker(config, Practice(find=0.3, infill=0.3, fill=0.5), gap)
    documents = document_maker(config, questions, 0.5, 60)(examples, np.random.default_rng(1))
    assert len(documents) > 110
    assert all(len(document) <= 60 for document in documents)
    # A wrong token is labelled with the mask; a gap is a mask in the source; demonstrations add separators.
    assert any((d.labels == config.mask_id).any() for d in documents)
    assert any((d.source == config.mask_id).any() for d in documents)
    separators = [int((d.source == config.separator_id).sum()) for d in documents]
    assert set(separators[:80]) == {2}
    assert max(separators[80:]) > 2
    drafts = [tokenizer.encode(f"der {n}") for n in range(40)]
    assert any(d.target.tolist() in drafts for d in documents[-40:])
