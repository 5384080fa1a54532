"""Masking, the layout of batches, and the loss."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models.architecture.config import ModelConfig, mini_config, xlmr_config
from models.text.source import build_source, source_positions, target_positions
from models.training.batch import Batch, make_batch
from models.training.examples import Example
from models.training.loss import Losses, TrainingModel
from models.training.questions import QuestionMaker

VOCABULARY = 60
CONFIG = mini_config(VOCABULARY, hidden_size=32, layers=2, heads=2, feed_forward_size=64)
CPU = torch.device("cpu")


def example(length: int = 7, text: int = 5) -> Example:
    ids, target = 10 + np.arange(text) % 30, 20 + np.arange(length)
    instruction = np.asarray([50, 51], dtype=np.uint16)
    return Example(ids.astype(np.uint16), instruction, target.astype(np.uint16))


def laid_out(examples: list[Example], config: ModelConfig, seed: int, rate: float = 0.0) -> Batch:
    documents = QuestionMaker(config, source_mask_rate=rate).documents(examples, np.random.default_rng(seed))
    return make_batch([[document] for document in documents], config)


def source_width(batch: Batch) -> int:
    """The column where the targets begin."""
    return int(batch.is_target[0].long().argmax())


def test_masked_counts_are_uniform_and_positions_too() -> None:
    length, draws = 6, 3000
    counts, places = np.zeros(length + 1), np.zeros(length)
    for seed in range(draws):
        batch = laid_out([example(length)], CONFIG, seed)
        counts[len(batch.rows)] += 1
        np.add.at(places, batch.rows.numpy() - source_width(batch), 1)
    assert counts[0] == 0
    # Six cells of 500: five standard deviations are 102.
    assert np.abs(counts[1:] - draws / length).max() < 105
    assert np.abs(places / draws - (length + 1) / (2 * length)).max() < 0.05


def test_only_masked_tokens_are_hidden_and_labels_are_what_they_hid() -> None:
    e = example(8)
    batch = laid_out([e, example(3, text=9)], CONFIG, 4)
    flat = batch.input_ids.flatten()
    assert bool((flat[batch.rows] == CONFIG.mask_id).all())
    restored = flat.clone()
    restored[batch.rows] = batch.labels
    target = restored.view(2, -1)[0, source_width(batch) : source_width(batch) + 8]
    assert target.tolist() == e.target.tolist()
    assert int((flat == CONFIG.mask_id).sum()) == len(batch.rows)
    assert batch.row_documents.tolist() == (batch.rows // batch.input_ids.shape[1]).tolist()


@pytest.mark.parametrize("layout", ["text-first", "instruction-first"])
def test_source_masking_touches_the_text_alone_and_is_never_predicted(layout: str) -> None:
    config = (
        CONFIG
        if layout == "text-first"
        else xlmr_config("xlm-roberta", vocabulary_size=60, hidden_size=32, layers=1, heads=2, feed_forward_size=32)
    )
    e = example(4, text=20)
    clean = build_source(config, e.text.tolist(), e.instruction.tolist())
    hidden = 0
    for seed in range(200):
        batch = laid_out([e], config, seed, 0.1)
        source = batch.input_ids[0, : source_width(batch)].tolist()
        changed = [i for i, (a, b) in enumerate(zip(source, clean, strict=True)) if a != b]
        assert all(source[i] == config.mask_id and clean[i] in e.text for i in changed)
        assert int(batch.rows.min()) >= source_width(batch)
        hidden += len(changed)
    assert hidden / (200 * 20) == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("family", ["mini", "xlm-roberta"])
def test_batches_are_laid_out_as_the_decoder_lays_them_out(family: str) -> None:
    config: ModelConfig = CONFIG
    if family != "mini":
        config = xlmr_config("xlm-roberta", vocabulary_size=60, hidden_size=32, layers=1, heads=2, feed_forward_size=32)
    examples = [example(4, 9), example(6, 3)]
    batch = laid_out(examples, config, 1)
    for row, e in enumerate(examples):
        source = build_source(config, e.text.tolist(), e.instruction.tolist())
        width, length = len(source), len(e.target)
        assert batch.input_ids[row, :width].tolist() == source
        assert batch.position_ids[row, :width].tolist() == source_positions(config, width)
        after = slice(source_width(batch), source_width(batch) + length)
        assert batch.position_ids[row, after].tolist() == target_positions(config, width, length)
        valid = batch.document[row] == 0
        assert valid[:width].all()
        assert valid[after].all()
        assert int(valid.sum()) == width + length
        assert batch.type_ids[row, after].tolist() == [int(config.type_vocabulary_size > 1)] * length
        assert not batch.type_ids[row, : source_width(batch)].any()
        length_class = length - config.length_minimum - (len(e.text) if config.length_relative_to_text else 0)
        assert int(batch.length_classes[row]) == length_class


def test_lengths_out_of_range_are_not_learned() -> None:
    batch = laid_out([example(3, text=90)], CONFIG, 1)
    assert batch.length_classes.tolist() == [-100]
    losses = loss_of(new_model(), batch, 0.1, 0.1)
    assert bool(torch.isfinite(losses.total))
    assert float(losses.length_nll) == 0


def new_model() -> TrainingModel:
    torch.manual_seed(1)
    return TrainingModel(CONFIG)


def loss_of(model: TrainingModel, batch: Batch, smoothing: float, weight: float) -> Losses:
    tokens, lengths = len(batch.rows), int((batch.length_classes >= 0).sum())
    losses: Losses = model(batch, label_smoothing=smoothing, length_weight=weight, tokens=tokens, lengths=lengths)
    return losses


def test_a_batch_without_a_document_has_a_loss_of_nothing() -> None:
    batch = make_batch([], CONFIG)
    losses = loss_of(new_model(), batch, 0.1, 0.1)
    losses.total.backward()  # type: ignore[no-untyped-call]
    assert float(losses.total.detach()) == 0
    assert batch.tokens == 0


def test_label_smoothing_and_length_weight_enter_the_loss_as_stated() -> None:
    batch = laid_out([example(5), example(2)], CONFIG, 2)
    model = new_model()
    with torch.no_grad():
        plain = loss_of(model, batch, 0.0, 0.0)
        with_length = loss_of(model, batch, 0.0, 0.5)
        smooth = loss_of(model, batch, 1.0, 0.0)
    assert float(plain.total) == pytest.approx(float(plain.token_nll.mean()), rel=1e-6)
    assert float(with_length.total - plain.total) == pytest.approx(0.5 * float(plain.length_nll) / 2, rel=1e-4)
    assert float(smooth.total) >= float(np.log(VOCABULARY)) - 1e-4
