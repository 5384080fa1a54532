"""Parity with `transformers`' own XLM-RoBERTa and XLM-RoBERTa-XL on randomly initialised small models."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import torch
import transformers

from models.architecture.instruct_model import InstructModel
from models.importing.locate import open_checkpoint
from models.importing.plan import ImportPlan
from models.importing.xlmr import config_of, our_name
from models.tests.concatenated import concatenated_states

SIZES: dict[str, Any] = {
    "vocab_size": 120,
    "hidden_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 80,
    "max_position_embeddings": 40,
    "type_vocab_size": 1,
    "pad_token_id": 1,
    "layer_norm_eps": 1e-5,
}
FAMILIES = ["xlm-roberta", "xlm-roberta-xl"]


def reference(family: str) -> Any:
    """A masked language model of the family whose every parameter differs from its neutral value."""
    torch.manual_seed(7)
    if family == "xlm-roberta":
        model = transformers.XLMRobertaForMaskedLM(transformers.XLMRobertaConfig(**SIZES))
    else:
        model = transformers.XLMRobertaXLForMaskedLM(transformers.XLMRobertaXLConfig(**SIZES))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.2 * torch.randn_like(parameter))
    return model.eval()


def ours(their_model: Any) -> InstructModel:
    """Their model as `import` reads it."""
    with TemporaryDirectory() as folder:
        their_model.save_pretrained(folder)
        checkpoint = open_checkpoint(Path(folder))
        tensors = dict(ImportPlan(checkpoint.source, checkpoint.config, checkpoint.naming).tensors())
        model = InstructModel(checkpoint.config).eval()
        model.load_state_dict(tensors)
    return model


def inputs() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, positions and validity of two sequences, the second one shorter."""
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(4, SIZES["vocab_size"] - 1, (2, 17), generator=generator)
    valid = torch.ones_like(ids)
    valid[1, 11:] = 0
    ids[1, 11:] = 1
    return ids, 2 + torch.arange(17).expand(2, 17), valid


@pytest.mark.parametrize("family", FAMILIES)
@torch.no_grad()
def test_hidden_states_of_every_layer_equal_transformers(family: str) -> None:
    theirs = reference(family)
    model = ours(theirs)
    ids, positions, valid = inputs()
    expected = theirs(ids, attention_mask=valid, position_ids=positions, output_hidden_states=True).hidden_states
    found: list[torch.Tensor] = []
    for layer in model.backbone.layers:
        layer.register_forward_hook(lambda _module, _arguments, output: found.append(output[0]))
    # The last of theirs has passed the final norm where there is one.
    found[-1:] = [model.step(ids, positions, torch.zeros_like(ids), valid).states]
    chosen = valid.bool()
    assert len(found) == SIZES["num_hidden_layers"]
    for index, states in enumerate(found):
        torch.testing.assert_close(states[chosen], expected[index + 1][chosen], atol=1e-5, rtol=0)
    assert float(expected[-1][chosen].std()) > 0.1


@pytest.mark.parametrize("family", FAMILIES)
@torch.no_grad()
def test_vocabulary_logits_equal_transformers(family: str) -> None:
    theirs = reference(family)
    model = ours(theirs)
    ids, positions, valid = inputs()
    expected = theirs(ids, attention_mask=valid, position_ids=positions).logits[valid.bool()]
    states = model.step(ids, positions, torch.zeros_like(ids), valid).states[valid.bool()]
    # The row of [LENGTH] is ours alone.
    torch.testing.assert_close(model.training_logits(states)[:, :-1], expected, atol=2e-5, rtol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
@torch.no_grad()
def test_source_states_of_the_concatenated_pass_equal_transformers(family: str) -> None:
    """In one pass over source and target the source's states are those of the source alone."""
    theirs = reference(family)
    model = ours(theirs)
    ids, positions, valid = inputs()
    target = torch.randint(4, 100, (2, 9))
    after = torch.arange(17, 26) + 2
    states = concatenated_states(
        model,
        torch.cat([ids, target], dim=1),
        torch.cat([positions, after.expand(2, 9)], dim=1),
        torch.zeros(2, 26, dtype=torch.int64),
        17,
        torch.cat([valid, torch.ones_like(target)], dim=1),
    )
    expected = theirs.roberta(ids, attention_mask=valid, position_ids=positions).last_hidden_state
    torch.testing.assert_close(states[:, :17][valid.bool()], expected[valid.bool()], atol=1e-5, rtol=0)


def test_position_ids_are_those_that_transformers_makes_itself() -> None:
    theirs = reference("xlm-roberta")
    ids, positions, valid = inputs()
    with torch.no_grad():
        own = theirs(ids, attention_mask=valid).logits
        given = theirs(ids, attention_mask=valid, position_ids=positions).logits
    torch.testing.assert_close(own[valid.bool()], given[valid.bool()])


def test_unknown_tensor_is_refused() -> None:
    with pytest.raises(KeyError):
        our_name("encoder.layer.0.attention.strange.weight", "xlm-roberta")
    with pytest.raises(ValueError, match="not an XLM-R model"):
        config_of({"model_type": "bert"})
