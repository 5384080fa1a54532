"""Both data commands from end to end on a small folder."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pytest

from models.data import build, corpus, train_tokenizer
from models.data.copy_tokens import has_copy_token
from models.data.examples import TextExample
from models.data.heldout import HeldOut, normalise
from models.data.instructions import WORDS_PATH
from models.data.readers import read_pairs, training_pair_files
from models.data.shards import Limits, Numbering, ShardWriter
from models.tests.data_folder import build_folder, sentences, write_lines, write_pairs
from models.text.tokenizer import Tokenizer
from models.training.examples import ExampleStream, Shard

TEXT, TARGET, DRAFT = "The window is open.", "Das Fenster ist offen.", "Das Fenster offen."


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_folder(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def tokenizer_path(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tokenizer")
    train_tokenizer.run(argparse.Namespace(data=data, out=out, vocabulary=655, least=1, seed=1))
    return out / "tokenizer.model"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("drafted")
    record = {"source": "en", "target": "de", "domain": "ui", "text": TEXT, "reference": TARGET, "draft": DRAFT}
    (out / "de-en.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def shards(data: Path, tokenizer_path: Path, drafted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("shards")
    build.run(argparse.Namespace(data=data, tokenizer=tokenizer_path, out=out, drafted=drafted, dev_rows=5, seed=1))
    return out


def decoded(folder: Path, split: str, tokenizer: Tokenizer) -> list[tuple[str, str, str, str]]:
    shard = Shard(folder, split)
    rows = []
    for row in range(len(shard)):
        example = shard.example(row)
        texts = (tokenizer.decode(ids.tolist()) for ids in (example.instruction, example.text, example.target))
        rows.append((str(shard.groups[example.group]["name"]), *texts))
    return rows  # type: ignore[return-value]


def test_tokenizer_knows_the_characters_of_its_corpus(tokenizer_path: Path) -> None:
    tokenizer = Tokenizer(tokenizer_path)
    assert tokenizer.vocabulary_size == 655
    for text in sentences("zh"):
        assert not any(tokenizer.is_byte(token) for token in tokenizer.encode(text))


def test_a_draft_comes_back_beside_its_text_and_target(shards: Path, tokenizer_path: Path) -> None:
    tokenizer, shard = Tokenizer(tokenizer_path), Shard(shards, "train")
    drafted = [r for r in np.flatnonzero(shard.draft_length) if "drafted-ui" in str(shard.groups[shard.group[r]])]
    assert len(drafted) == 1
    example = shard.example(int(drafted[0]))
    assert example.draft is not None
    parts = [tokenizer.decode(ids.tolist()) for ids in (example.text, example.target, example.draft)]
    assert parts == [TEXT, TARGET, DRAFT]
    assert shard.example(int(np.flatnonzero(shard.draft_length == 0)[0])).draft is None


def test_index_and_tokens_agree(shards: Path) -> None:
    for split in ("train", "dev"):
        shard = Shard(shards, split)
        lengths = shard.text_length.astype(np.int64) + shard.target_length + shard.draft_length
        assert len(shard) > 10
        assert shard.offset[0] == 0
        assert (shard.offset[1:] == (shard.offset + lengths)[:-1]).all()
        assert len(shard.tokens) == lengths.sum()
        assert shard.instruction.max() < len(shard.instructions)
        assert shard.group.max() < len(shard.groups)


def test_no_special_id_is_trained_on(shards: Path) -> None:
    assert int(Shard(shards, "train").tokens.min()) >= 5


def test_every_task_and_direction_is_there(shards: Path, tokenizer_path: Path) -> None:
    rows = decoded(shards, "train", Tokenizer(tokenizer_path))
    pairs = {(instruction, text, target) for _, instruction, text, target in rows}
    english, german, chinese = sentences("en")[7], sentences("de")[7], sentences("zh")[7]
    assert ("Translate to German.", english, german) in pairs
    assert ("Translate to English.", german, english) in pairs
    assert ("Translate to Chinese.", english, chinese) in pairs
    assert ("Make it formal.", "Hast du Zeit?", "Haben Sie Zeit?") in pairs
    assert ("Make it informal.", "Können Sie singen?", "Kannst du singen?") in pairs
    assert {name.split("/")[0] for name, *_ in rows} == {
        "translate",
        "fix",
        "simplify",
        "shorten",
        "paraphrase",
        "formal",
        "informal",
        "classify",
    }


def test_identity_rows_are_to_be_left_alone(shards: Path, tokenizer_path: Path) -> None:
    rows = decoded(shards, "train", Tokenizer(tokenizer_path))
    identity = [row for row in rows if row[0].endswith("/identity")]
    noise = [row for row in rows if row[0].endswith("/noise")]
    assert identity
    assert all(text == target for _, _, text, target in identity)
    assert noise
    assert all(text != target for _, _, text, target in noise)


def test_held_out_sentences_are_in_no_training_row(shards: Path, tokenizer_path: Path) -> None:
    held_out = {normalise(sentences(code)[0]) for code in ("en", "de", "fr", "es", "zh")}
    rows = decoded(shards, "train", Tokenizer(tokenizer_path))
    assert not [row for row in rows if normalise(row[2]) in held_out or normalise(row[3]) in held_out]
    dev = decoded(shards, "dev", Tokenizer(tokenizer_path))
    assert [row for row in dev if normalise(row[2]) in held_out]


def test_spans_are_copy_tokens_in_both_sides(shards: Path, tokenizer_path: Path) -> None:
    rows = [row for row in decoded(shards, "train", Tokenizer(tokenizer_path)) if row[0].endswith("/ui")]
    assert rows
    for _, _, text, target in rows:
        assert "`" not in text + target
        assert sorted(filter(has_copy_token, text)) == sorted(filter(has_copy_token, target)) != []


def test_labels_answer_a_list_that_holds_them(shards: Path, tokenizer_path: Path) -> None:
    listed = [row for row in decoded(shards, "train", Tokenizer(tokenizer_path)) if row[1].startswith("Classify: ")]
    assert len(listed) > 10
    for _, instruction, _, label in listed:
        assert label in instruction.removeprefix("Classify: ").removesuffix(".").split(", ")


def test_further_label_sets_have_our_own_words(shards: Path, tokenizer_path: Path) -> None:
    rows = decoded(shards, "train", Tokenizer(tokenizer_path))
    found = {name: {label for group, _, _, label in rows if group == name} for name, *_ in rows}
    assert found["classify/listed-intent/en"] == {"play music", "rate book"}
    assert found["classify/listed-grammar/en"] & {"correct", "wrong"}
    assert found["classify/listed-tone/en"] & {"rude", "polite"}
    assert found["classify/listed-reading-level/en"] & {"elementary", "advanced"}


def test_emotions_become_sentiment_where_they_agree(shards: Path, tokenizer_path: Path) -> None:
    rows = decoded(shards, "train", Tokenizer(tokenizer_path))
    words = json.loads(WORDS_PATH.read_text(encoding="utf-8"))
    variants = [variant for name in ("sentiment", "polarity") for variant in words[name]]
    canonical = {word: label for variant in variants for label, word in variant.items()}
    labels = {text.split()[0]: set[str]() for name, _, text, _ in rows if name == "classify/sentiment/en"}
    for name, _, text, label in rows:
        if name == "classify/sentiment/en":
            labels[text.split()[0]].add(canonical.get(label, label))
    assert labels["emotion_xed"] == {"positive", "negative"}
    assert labels["emotion_brighter"] == {"positive", "negative"}
    assert labels["emotion_go"] == {"positive"}


def test_groups_state_their_rows_and_weights(shards: Path) -> None:
    shard = Shard(shards, "train")
    groups = json.loads((shards / "groups.json").read_text(encoding="utf-8"))
    assert sum(group["weight"] for group in groups) == pytest.approx(1)
    for number, group in enumerate(groups):
        assert group["rows"] == int((shard.group == number).sum())
    assert sum(group["tokens"] for group in groups) == len(shard.tokens)
    assert "translate/en-de/general" in (shards / "stats.md").read_text(encoding="utf-8")


def test_training_can_draw_from_the_shards(shards: Path) -> None:
    stream = ExampleStream(Shard(shards, "train"), batch_tokens=500, pool_size=200, seed=1)
    _, batch = next(iter(stream.batches(0, 0)))
    assert batch


def test_the_build_is_repeatable(data: Path, tokenizer_path: Path, drafted: Path, shards: Path, tmp_path: Path) -> None:
    build.run(
        argparse.Namespace(data=data, tokenizer=tokenizer_path, out=tmp_path, drafted=drafted, dev_rows=5, seed=1)
    )
    for name in ("train.tokens.bin", "dev.tokens.bin", "groups.json", "instructions.json"):
        assert (tmp_path / name).read_bytes() == (shards / name).read_bytes()


def test_writer_drops_what_it_must(tokenizer_path: Path, tmp_path: Path) -> None:
    good = TextExample(
        "My sister drinks tea.", "Meine Schwester trinkt Tee.", "Translate to German.", "translate/en-de/general"
    )
    examples = [
        good,
        good,
        good._replace(text="  MY FRIEND "),
        good._replace(target="my  friend"),
        good._replace(text="tea " * 200),
        good._replace(text=""),
        TextExample("cake " * 80, "English", "Classify language.", "classify/language/en"),
        TextExample("cake", "my friend", "Classify: my friend.", "classify/language/en"),
    ]
    writer = ShardWriter(tmp_path, "train", Tokenizer(tokenizer_path), Numbering(), Limits())
    assert writer.write(examples, HeldOut(iter(["My friend"]))) == 2
    assert (writer.dropped.repeated, writer.dropped.held_out, writer.dropped.length) == (1, 2, 3)


def test_limits_follow_the_length_classes() -> None:
    limits = Limits()
    assert limits.allows("translate", 64, 64)
    assert not limits.allows("translate", 65, 60)
    assert limits.allows("simplify", 96, 32)
    assert not limits.allows("simplify", 96, 31)
    assert not limits.allows("fix", 0, 1)


def test_corpus_takes_domains_by_share_and_fills_up() -> None:
    lines = {code: {domain: set[str]() for domain in corpus.SHARES} for code in corpus.LINES}
    lines["en"]["docs"] = {f"line {i}" for i in range(corpus.LINES["en"] + 10)}
    sampled = list(corpus.sample(lines, ["Simplify."], seed=1))
    assert len(sampled) == corpus.LINES["en"] + 100
    assert corpus.chinese_characters({"zh": {"ui": {"打开", "打字abc"}}}, 2) == "打"


def test_unknown_sources_and_broken_rows_are_errors(tmp_path: Path) -> None:
    write_pairs(tmp_path / "parallel" / "train" / "mystery.en-de.tsv.zst", "de", [("a", "b")])
    with pytest.raises(KeyError, match="mystery"):
        training_pair_files(tmp_path)
    write_lines(tmp_path / "broken.tsv.zst", ["en\tde\tonly three"])
    with pytest.raises(ValueError, match="4 columns"):
        list(read_pairs(tmp_path / "broken.tsv.zst"))


def test_nothing_to_hold_out_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no held-out"):
        HeldOut.load(tmp_path)
