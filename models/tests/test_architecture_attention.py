"""Dynamic mixed attention: the source never sees the target, and one pass equals encode and refine."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from models.architecture.backbone import Layer, rotary_table, rotate
from models.architecture.config import ModelConfig, mini_config, xlmr_config
from models.architecture.instruct_model import InstructModel
from models.decoding.encoded import encode_sources, refine
from models.export.random_model import random_model
from models.tests.concatenated import concatenated_states
from models.text.source import build_source, source_positions, target_positions

CONFIGS = {
    "mini": mini_config(90, hidden_size=32, layers=3, heads=4, feed_forward_size=64),
    **{
        family: xlmr_config(
            family, vocabulary_size=90, hidden_size=32, layers=3, heads=4, feed_forward_size=64, dropout=0.0
        )
        for family in ("xlm-roberta", "xlm-roberta-xl")
    },
}
SOURCE, TARGET = 12, 7


@pytest.fixture(params=sorted(CONFIGS))
def model(request: pytest.FixtureRequest) -> InstructModel:
    return random_model(CONFIGS[request.param], seed=5)


def layout(config: ModelConfig, seed: int = 1) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, positions and types of one source of SOURCE and one target of TARGET tokens, concatenated."""
    generator = torch.Generator().manual_seed(seed)
    ids = torch.randint(5, 80, (1, SOURCE + TARGET), generator=generator)
    positions = torch.tensor([source_positions(config, SOURCE) + target_positions(config, SOURCE, TARGET)])
    types = torch.zeros_like(ids)
    types[:, SOURCE:] = 1 if config.type_vocabulary_size > 1 else 0
    return ids, positions, types


@torch.no_grad()
def test_source_states_do_not_depend_on_the_target(model: InstructModel) -> None:
    ids, positions, types = layout(model.config)
    before = concatenated_states(model, ids, positions, types, SOURCE)
    other = ids.clone()
    other[:, SOURCE:] = (other[:, SOURCE:] + 17) % 75 + 5
    after = concatenated_states(model, other, positions, types, SOURCE)
    assert torch.equal(before[:, :SOURCE], after[:, :SOURCE])
    assert float((before[:, SOURCE:] - after[:, SOURCE:]).abs().max()) > 0.1


@torch.no_grad()
def test_target_states_depend_on_source_and_on_the_whole_target(model: InstructModel) -> None:
    ids, positions, types = layout(model.config)
    before = concatenated_states(model, ids, positions, types, SOURCE)
    for changed in (2, SOURCE + TARGET - 1):
        other = ids.clone()
        other[0, changed] = (other[0, changed] + 17) % 75 + 5
        after = concatenated_states(model, other, positions, types, SOURCE)
        assert float((before[:, SOURCE] - after[:, SOURCE]).abs().max()) > 1e-3


@torch.no_grad()
def test_encode_and_refine_equal_the_concatenated_pass(model: InstructModel) -> None:
    ids, positions, types = layout(model.config)
    whole = concatenated_states(model, ids, positions, types, SOURCE)
    mask = torch.ones_like(ids)
    encoded = model.step(ids[:, :SOURCE], positions[:, :SOURCE], types[:, :SOURCE], mask[:, :SOURCE])
    refined = model.step(ids[:, SOURCE:], positions[:, SOURCE:], types[:, SOURCE:], mask, encoded.present)
    torch.testing.assert_close(encoded.states, whole[:, :SOURCE], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(refined.states, whole[:, SOURCE:], atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_kept_source_is_the_previous_layers_state(model: InstructModel) -> None:
    """Dynamic mixed attention: layer l reads keys made from H^(l-1) of the source, not from its last layer."""
    ids, positions, types = layout(model.config)
    encoded = model.step(ids[:, :SOURCE], positions[:, :SOURCE], types[:, :SOURCE], torch.ones(1, SOURCE))
    first = model.backbone.layers[0]
    assert isinstance(first, Layer)
    x = model.backbone.word_embeddings(ids[:, :SOURCE]) + model.backbone.type_embeddings(types[:, :SOURCE])
    if model.backbone.position_embeddings is not None:
        x = x + model.backbone.position_embeddings(positions[:, :SOURCE])
    if model.backbone.embedding_norm is not None:
        x = model.backbone.embedding_norm(x)
    value = first.value(first.attention_norm(x) if model.config.norm == "pre" else x)
    heads = torch.unflatten(value, -1, (model.config.heads, model.config.head_size)).transpose(1, 2)
    torch.testing.assert_close(encoded.present[0][1], heads)


@torch.no_grad()
def test_padding_changes_nothing(model: InstructModel) -> None:
    config = model.config
    generator = torch.Generator().manual_seed(2)
    sources = [
        build_source(config, torch.randint(5, 80, (n,), generator=generator).tolist(), [9, 10]) for n in (3, 14, 8)
    ]
    targets = [[config.mask_id] * n for n in (11, 2, 6)]
    together = encode_sources(model, sources)
    logits = refine(model, together, [0, 1, 2], targets)
    for index, (source, target) in enumerate(zip(sources, targets, strict=True)):
        alone = encode_sources(model, [source])
        torch.testing.assert_close(alone.length_logits[0], together.length_logits[index], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(refine(model, alone, [0], [target])[0], logits[index], atol=5e-5, rtol=1e-5)


@torch.no_grad()
def test_what_is_never_an_answer_has_no_probability(model: InstructModel) -> None:
    probabilities = torch.softmax(model.logits(torch.randn(6, model.config.hidden_size) * 3), dim=-1)
    assert float(probabilities[:, list(model.config.suppressed_ids)].max()) == 0
    torch.testing.assert_close(probabilities.sum(dim=-1), torch.ones(6))
    assert bool(torch.isfinite(model.training_logits(torch.randn(2, model.config.hidden_size))).all())


def test_rotary_positions_are_relative() -> None:
    """The score of two rotated vectors depends on the distance of their positions alone."""
    query, key = torch.randn(1, 1, 1, 8), torch.randn(1, 1, 1, 8)

    def score(first: int, second: int) -> float:
        tables = [rotary_table(torch.tensor([[place]]), 8) for place in (first, second)]
        return float((rotate(query, tables[0]) * rotate(key, tables[1])).sum())

    assert score(3, 1) == pytest.approx(score(40, 38), abs=1e-4)
    assert score(3, 1) != pytest.approx(score(3, 2), abs=1e-3)
    assert score(5, 5) == pytest.approx(float((query * key).sum()), abs=1e-5)


def test_restarting_positions_align_target_and_text() -> None:
    config = CONFIGS["mini"]
    source = build_source(config, [50, 51, 52], [60])
    assert source == [config.length_id, 50, 51, 52, config.separator_id, 60, config.separator_id]
    text = [source_positions(config, len(source))[source.index(token)] for token in (50, 51, 52)]
    assert target_positions(config, len(source), 3) == text


def test_continued_positions_follow_the_source() -> None:
    config = CONFIGS["xlm-roberta"]
    source = build_source(config, [50, 51], [60])
    assert source == [config.length_id, 60, config.separator_id, 50, 51, config.separator_id]
    assert target_positions(config, len(source), 2) == [2 + len(source), 3 + len(source)]


def test_config_survives_json() -> None:
    config = CONFIGS["mini"]
    assert ModelConfig.from_json(config.to_json()) == config
    with pytest.raises(TypeError):
        ModelConfig.from_json({**config.to_json(), "surprise": 1})
    with pytest.raises(ValueError, match="multiple of heads"):
        mini_config(90, hidden_size=30, heads=4)
