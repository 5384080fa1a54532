"""Packs: documents do not see each other, sources do not see targets, and the loss is that of the pairs one by one."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from models.architecture.config import ModelConfig, mini_config, xlmr_config
from models.export.random_model import random_model
from models.tests.concatenated import concatenated_states
from models.training.attention import FlexMask, block_mask, pack_mask
from models.training.batch import Batch, Document, make_batch, pack
from models.training.examples import Example
from models.training.loss import TrainingModel
from models.training.questions import QuestionMaker
from models.training.report import Work, model_operations

CONFIGS: dict[str, ModelConfig] = {
    "mini": mini_config(90, hidden_size=32, layers=2, heads=4, feed_forward_size=48),
    "xlm-roberta": xlmr_config(
        "xlm-roberta", vocabulary_size=90, hidden_size=32, layers=2, heads=4, feed_forward_size=48, dropout=0.0
    ),
}
CAPACITY = 48


def documents(config: ModelConfig, count: int = 9) -> list[Document]:
    random = np.random.default_rng(3)
    examples = []
    for _ in range(count):
        text, instruction, target = (random.integers(5, 85, random.integers(1, n)) for n in (12, 5, 14))
        examples.append(Example(text, instruction, target))
    return QuestionMaker(config, source_mask_rate=0.1).documents(examples, random)


def packed(config: ModelConfig, capacity: int = CAPACITY) -> Batch:
    packs = pack(documents(config), capacity)
    assert len(packs) < 6
    return make_batch(packs, config, capacity)


def test_packing_keeps_every_document_once_and_wastes_little() -> None:
    random = np.random.default_rng(1)
    lengths = zip(random.integers(2, 300, 500), random.integers(1, 80, 500), strict=True)
    nothing = np.zeros(0, dtype=int)
    made = [Document(np.zeros(s, dtype=int), np.zeros(t, dtype=int), nothing, nothing, 1, 0) for s, t in lengths]
    packs = pack(made, 1024)
    assert sorted(id(d) for one in packs for d in one) == sorted(id(d) for d in made)
    assert all(sum(map(len, one)) <= 1024 for one in packs)
    assert sum(map(len, made)) / (len(packs) * 1024) > 0.97
    with pytest.raises(ValueError, match="does not fit into a pack of 8"):
        pack(made, 8)


@pytest.mark.parametrize("family", list(CONFIGS))
def test_loss_of_packs_is_the_loss_of_the_pairs(family: str) -> None:
    config = CONFIGS[family]
    model = TrainingModel(config)
    model.model.load_state_dict(random_model(config, seed=5).state_dict())
    model.train()
    batch = packed(config)
    losses = model(batch, label_smoothing=0.1, length_weight=0.0, tokens=1, lengths=1)
    parts = (losses.total, losses.length_nll, losses.token_nll.sum(), losses.correct.sum())
    found = torch.stack([value.detach().float() for value in parts])
    expected = torch.zeros(4)
    for b in range(len(batch.document)):
        for n in range(int(batch.document[b].max()) + 1):
            columns = torch.nonzero(batch.document[b] == n).squeeze(1)
            expected += torch.stack(one_by_one(model, batch, b, columns))
    assert float(found[0]) > 10
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)


def one_by_one(model: TrainingModel, batch: Batch, b: int, columns: torch.Tensor) -> list[torch.Tensor]:
    """The same sums by the model's own forward pass over a single pair, unpadded and unpacked."""
    inner, width = model.model, batch.document.shape[1]
    ids, positions, types = (x[b, columns].unsqueeze(0) for x in (batch.input_ids, batch.position_ids, batch.type_ids))
    source = int((~batch.is_target[b, columns]).sum())
    states = concatenated_states(inner, ids, positions, types, source)
    chosen = torch.isin(batch.rows, b * width + columns)
    logits = inner.training_logits(states[0, batch.rows[chosen] - b * width - columns[0]])
    labels = batch.labels[chosen]
    assert int(batch.rows[chosen].min()) - b * width - int(columns[0]) >= source
    nll = functional.cross_entropy(logits, labels, reduction="sum")
    smoothed = functional.cross_entropy(logits, labels, reduction="sum", label_smoothing=0.1)
    classes = batch.length_classes[batch.length_rows == b * width + columns[0]]
    length = functional.cross_entropy(inner.length_logits(states), classes, reduction="sum", ignore_index=-100)
    return [value.detach() for value in (smoothed, length, nll, (logits.argmax(-1) == labels).float().sum())]


@pytest.mark.parametrize("family", list(CONFIGS))
@torch.no_grad()
def test_nothing_outside_a_pair_reaches_it_and_no_target_reaches_a_source(family: str) -> None:
    config = CONFIGS[family]
    batch = packed(config)
    mask = batch.dense_mask()[:, 0]
    for b in range(len(mask)):
        for row in range(CAPACITY):
            for column in range(CAPACITY):
                same = batch.document[b, row] == batch.document[b, column]
                allowed = same & (batch.is_target[b, row] | ~batch.is_target[b, column])
                assert bool(mask[b, row, column]) == bool(allowed)
    assert bool(mask.any(dim=-1).all())
    # The number of visible pairs is what the arithmetic is counted from.
    real = batch.document >= 0
    assert int((mask & real.unsqueeze(2)).sum()) == batch.pairs
    assert int(real.sum()) == batch.tokens


@pytest.mark.filterwarnings("ignore:flex_attention called without torch.compile")
@torch.no_grad()
def test_flexible_attention_sees_what_the_dense_mask_shows() -> None:
    batch = packed(CONFIGS["mini"], capacity=128)
    random = torch.Generator().manual_seed(2)
    query, key, value = (torch.randn(len(batch.document), 4, 128, 16, generator=random) for _ in range(3))
    flexible = pack_mask(batch, flexible=True, compiled=False)
    assert isinstance(flexible, FlexMask)
    found = flexible.attend(query, key, value)
    expected = functional.scaled_dot_product_attention(query, key, value, attn_mask=batch.dense_mask())
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)
    assert block_mask(batch).shape[0] == len(batch.document)
    assert not isinstance(pack_mask(batch), FlexMask)


@pytest.mark.parametrize("family", list(CONFIGS))
def test_one_document_a_row_gives_the_loss_of_the_packs(family: str) -> None:
    config = CONFIGS[family]
    model = TrainingModel(config).eval()
    made = documents(config)
    padded, packs = make_batch([[d] for d in made], config), make_batch(pack(made, CAPACITY), config, CAPACITY)
    assert padded.tokens == packs.tokens
    assert padded.pairs == packs.pairs
    assert not padded.packed
    totals = [
        float(model(b, label_smoothing=0.1, length_weight=0.3, tokens=len(b.rows), lengths=9).total.detach())
        for b in (padded, packs)
    ]
    assert totals[0] == pytest.approx(totals[1], rel=1e-5)


def test_operations_are_those_of_the_matrices() -> None:
    """Against PyTorch's own count of a forward pass of one pair without padding."""
    from torch.utils.flop_counter import FlopCounterMode

    config = CONFIGS["xlm-roberta"]
    document = documents(config)[0]
    batch = make_batch([[document]], config, len(document))
    model = TrainingModel(config)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(batch, label_smoothing=0.1, length_weight=0.1, tokens=1, lengths=1)
    work = Work(batch.tokens, len(document) ** 2, len(batch.rows), 1)
    # The loss over the vocabulary computes its gradients, two more products, on the way forward.
    early = 4 * len(batch.rows) * config.hidden_size * config.vocabulary_size
    assert (counter.get_total_flops() - early) * 3 == pytest.approx(model_operations(config, work))
