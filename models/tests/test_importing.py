"""Public checkpoints of every format become the same folder of weights."""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import types
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from safetensors.torch import save_file

from models.__main__ import main
from models.architecture.load import folder_config, load_model
from models.export.random_model import random_tokenizer
from models.importing.locate import download, open_checkpoint
from models.importing.plan import ImportPlan
from models.package.errors import CheckpointError
from models.package.folder import open_folder
from models.text.tokenizer import Tokenizer

SIZES: dict[str, Any] = {
    "vocab_size": 90,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "max_position_embeddings": 30,
    "type_vocab_size": 1,
    "pad_token_id": 1,
    "layer_norm_eps": 1e-5,
}
FAMILIES = ["xlm-roberta", "xlm-roberta-xl"]
_TO_FAIRSEQ = {
    "embeddings.word_embeddings": "sentence_encoder.embed_tokens",
    "embeddings.position_embeddings": "sentence_encoder.embed_positions",
    "attention.self.query": "self_attn.q_proj",
    "attention.self.key": "self_attn.k_proj",
    "attention.self.value": "self_attn.v_proj",
    "attention.output.dense": "self_attn.out_proj",
    "attention.output.LayerNorm": "self_attn_layer_norm",
    "attention.self_attn_layer_norm": "self_attn_layer_norm",
    "intermediate.dense": "fc1",
}


def reference(family: str) -> Any:
    """A model of `transformers` in which every parameter differs from its neutral value."""
    torch.manual_seed(7)
    if family == "xlm-roberta":
        model = transformers.XLMRobertaForMaskedLM(transformers.XLMRobertaConfig(**SIZES))
    else:
        model = transformers.XLMRobertaXLForMaskedLM(transformers.XLMRobertaXLConfig(**SIZES))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # fairseq's files have no types: theirs are zeros.
            parameter.copy_(parameter * 0 if "token_type" in name else parameter + 0.2 * torch.randn_like(parameter))
    return model.eval()


def fairseq_weights(family: str, weights: dict[str, torch.Tensor], *, combined: bool) -> dict[str, torch.Tensor]:
    """The tensors under fairseq's names; `combined` as in 2019, with one projection for query, key and value."""
    root, result = ("decoder" if combined else "encoder"), {}
    for name, tensor in weights.items():
        short = name.removeprefix("roberta.")
        if "token_type" in short or "position_ids" in short:
            continue
        for theirs, fairseq in _TO_FAIRSEQ.items():
            short = short.replace(theirs, fairseq)
        norm = "final_layer_norm" if short.startswith("encoder.layer.") else "sentence_encoder.layer_norm"
        short = short.replace("embeddings.LayerNorm", "sentence_encoder.emb_layer_norm")
        short = short.replace("output.LayerNorm", norm).replace("output.dense", "fc2")
        short = short.replace("LayerNorm", norm).replace("encoder.sentence_encoder", "sentence_encoder")
        short = short.replace("encoder.layer.", "sentence_encoder.layers.").replace("lm_head.decoder", "lm_head")
        result[f"{root}.{short}"] = tensor
    if combined:
        for layer in range(SIZES["num_hidden_layers"]):
            prefix = f"{root}.sentence_encoder.layers.{layer}.self_attn"
            for kind in ("weight", "bias"):
                parts = [result.pop(f"{prefix}.{part}_proj.{kind}") for part in "qkv"]
                result[f"{prefix}.in_proj_{kind}"] = torch.cat(parts)
    result[f"{root}.sentence_encoder.version"] = torch.tensor([3.0])
    return result


def write(folder: Path, family: str, kind: str) -> Any:
    """A checkpoint in a public format; returns the model that it holds."""
    model = reference(family)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sentencepiece.bpe.model").write_bytes(b"pieces")
    weights = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    if kind.startswith("fairseq"):
        arguments: Any = {"encoder_attention_heads": SIZES["num_attention_heads"], "seed": 1}
        old = kind == "fairseq-2019"
        contents = {"model": fairseq_weights(family, weights, combined=old), "extra_state": {"epoch": 1}}
        contents |= {"args": argparse.Namespace(**arguments)} if old else {"cfg": _omegaconf(arguments), "args": None}
        torch.save(contents, folder / "model.pt", _use_new_zipfile_serialization=not old)
        for module in ("omegaconf", "omegaconf.dictconfig"):
            sys.modules.pop(module, None)
        return model
    (folder / "config.json").write_text(json.dumps(model.config.to_dict()))
    if kind == "safetensors":
        model.save_pretrained(folder)
    elif kind == "safetensors-shards":
        model.save_pretrained(folder, max_shard_size="12KB")
        assert len(list(folder.glob("model-*.safetensors"))) > 2
    elif kind == "bin":
        torch.save(weights, folder / "pytorch_model.bin")
    else:
        names = sorted(weights)
        index = {name: f"pytorch_model-0000{1 + i % 2}-of-00002.bin" for i, name in enumerate(names)}
        for file in set(index.values()):
            torch.save({n: weights[n].clone() for n in names if index[n] == file}, folder / file)
        (folder / "pytorch_model.bin.index.json").write_text(json.dumps({"weight_map": index}))
    return model


def _omegaconf(arguments: dict[str, Any]) -> Any:
    """An object of a class that exists only while it is saved, as omegaconf's do for us."""
    module = types.ModuleType("omegaconf.dictconfig")
    kind = type("DictConfig", (), {"__module__": module.__name__})
    module.DictConfig = kind  # type: ignore[attr-defined]
    sys.modules["omegaconf"] = types.ModuleType("omegaconf")
    sys.modules[module.__name__] = module
    made = kind()
    made.model = arguments
    return made


def run(origin: Path | str, out: Path, *more: str) -> int:
    return main(["import", "--from", str(origin), "--out", str(out), *more])


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "kind", ["safetensors", "safetensors-shards", "bin", "bin-shards", "fairseq-2019", "fairseq-2021"]
)
def test_every_format_gives_the_public_model(tmp_path: Path, family: str, kind: str) -> None:
    theirs = write(tmp_path / "theirs", family, kind)
    assert run(tmp_path / "theirs", tmp_path / "ours") == 0
    model = load_model(tmp_path / "ours")
    ids = torch.randint(4, 80, (2, 11), generator=torch.Generator().manual_seed(1))
    positions = (2 + torch.arange(11)).expand(2, 11)
    valid = torch.ones_like(ids)
    with torch.no_grad():
        expected = theirs(ids, attention_mask=valid, position_ids=positions).logits
        found = model.training_logits(model.step(ids, positions, torch.zeros_like(ids), valid).states)
    assert float(expected.std()) > 0.5
    torch.testing.assert_close(found[..., :-1], expected, atol=5e-5, rtol=1e-5)
    assert (tmp_path / "ours" / "tokenizer.model").read_bytes() == b"pieces"


def test_length_has_a_row_of_its_own_and_the_conventions_are_those_of_xlmr(tmp_path: Path) -> None:
    theirs = write(tmp_path / "theirs", "xlm-roberta", "bin")
    assert run(tmp_path / "theirs", tmp_path / "ours") == 0
    config, source = folder_config(tmp_path / "ours"), open_folder(tmp_path / "ours")
    table = source.load("backbone.word_embeddings.weight")
    assert (config.length_id, config.vocabulary_size) == (90, 91)
    torch.testing.assert_close(table[90], theirs.roberta.embeddings.word_embeddings.weight.mean(dim=0))
    assert (config.first_position, config.pad_id, config.maximum_positions) == (2, 1, 30)
    assert torch.equal(source.rows("head_bias", 3, 9), source.load("head_bias")[3:9])


@pytest.mark.parametrize(("family", "rows", "unused"), [("xlm-roberta", 250_002, 0), ("xlm-roberta-xl", 250_880, 878)])
def test_public_vocabularies(tmp_path: Path, family: str, rows: int, unused: int) -> None:
    """The full vocabulary at a small width: ids of `<mask>` and `[LENGTH]`, and rows without a piece."""
    values = transformers.AutoConfig.for_model(family, **SIZES | {"vocab_size": rows, "hidden_size": 4}).to_dict()
    model = transformers.AutoModelForMaskedLM.from_config(transformers.AutoConfig.for_model(**values))
    model.save_pretrained(tmp_path / "theirs")
    assert run(tmp_path / "theirs", tmp_path / "ours", "--precision", "float16") == 0
    config = folder_config(tmp_path / "ours")
    assert (config.mask_id, config.length_id, config.vocabulary_size) == (250_001, rows, rows + 1)
    assert len(config.suppressed_ids) == 6 + unused
    assert open_folder(tmp_path / "ours").load("head_bias").dtype == torch.float16


def test_large_weights_are_cut_into_shards(tmp_path: Path) -> None:
    write(tmp_path / "theirs", "xlm-roberta", "safetensors")
    assert run(tmp_path / "theirs", tmp_path / "whole") == 0
    assert run(tmp_path / "theirs", tmp_path / "cut", "--shard-bytes", "9000") == 0
    assert len(list((tmp_path / "cut").glob("weights-*-of-*.safetensors"))) > 3
    whole, cut = open_folder(tmp_path / "whole"), open_folder(tmp_path / "cut")
    assert whole.shapes() == cut.shapes()
    assert all(torch.equal(whole.load(name), cut.load(name)) for name in whole.shapes())
    one, other = load_model(tmp_path / "whole").state_dict(), load_model(tmp_path / "cut").state_dict()
    assert all(torch.equal(one[name], other[name]) for name in one)


class _Attack:
    def __reduce__(self) -> Any:
        return (exec, ("import pathlib; pathlib.Path('was-run').touch()",))


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt"])
def test_code_in_a_checkpoint_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, zipped: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "theirs", "xlm-roberta", "bin" if name.endswith("bin") else "fairseq-2021")
    contents = {"model": {"weight": torch.ones(2)}, "args": _Attack()}
    torch.save(contents, tmp_path / "theirs" / name, _use_new_zipfile_serialization=zipped)
    assert run(tmp_path / "theirs", tmp_path / "ours") == 1
    assert not (tmp_path / "was-run").exists()
    with pytest.raises(CheckpointError):
        open_checkpoint(tmp_path / "theirs")
    # The same bytes do run where nothing forbids it.
    pickle.loads(pickle.dumps(_Attack()))
    assert (tmp_path / "was-run").exists()


def damaged(folder: Path, change: Any) -> str:
    """The message for a checkpoint whose tensors `change` has altered."""
    write(folder, "xlm-roberta", "safetensors")
    checkpoint = open_checkpoint(folder)
    weights = {name: checkpoint.source.load(name).clone() for name in checkpoint.source.shapes()}
    checkpoint.source.release()
    change(weights)
    save_file(weights, folder / "model.safetensors")
    checkpoint = open_checkpoint(folder)
    with pytest.raises(CheckpointError) as caught:
        list(ImportPlan(checkpoint.source, checkpoint.config, checkpoint.naming).tensors())
    return str(caught.value)


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    bias = "roberta.encoder.layer.1.output.dense.bias"
    message = damaged(tmp_path / "a", lambda w: w.update({bias: torch.zeros(5)}))
    assert f"model.safetensors: {bias} has shape [5], expected [32]" in message
    message = damaged(tmp_path / "b", lambda w: w.pop(bias))
    assert "no tensor for backbone.layers.1.output.bias [32]" in message
    message = damaged(tmp_path / "c", lambda w: w.update({"roberta.adapter.weight": torch.zeros(2, 3)}))
    assert "XLM-R has no tensor roberta.adapter.weight [2, 3]" in message
    message = damaged(tmp_path / "d", lambda w: w.update({"lm_head.decoder.weight": torch.zeros(90, 32)}))
    assert "lm_head.decoder.weight differs" in message
    message = damaged(tmp_path / "e", lambda w: w[bias].fill_(float("nan")))
    assert f"{bias} holds values that are not finite" in message
    message = damaged(tmp_path / "f", lambda w: [w.pop(name) for name in list(w) if name.startswith("lm_head")])
    assert "no tensor for head_dense.weight [32, 32]" in message


def test_what_is_no_checkpoint_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(empty, tmp_path / "out") == 1
    assert "neither config.json nor fairseq's model.pt" in capsys.readouterr().err
    write(tmp_path / "theirs", "xlm-roberta", "safetensors-shards")
    next(iter(sorted((tmp_path / "theirs").glob("model-*.safetensors")))).unlink()
    assert run(tmp_path / "theirs", tmp_path / "out") == 1
    assert "lists files that are not there: model-00001" in capsys.readouterr().err
    (tmp_path / "theirs" / "config.json").write_text('{"model_type": "bert"}')
    assert run(tmp_path / "theirs", tmp_path / "out") == 1
    assert "not an XLM-R model: bert" in capsys.readouterr().err
    write(tmp_path / "cut", "xlm-roberta", "bin")
    whole = (tmp_path / "cut" / "pytorch_model.bin").read_bytes()
    (tmp_path / "cut" / "pytorch_model.bin").write_bytes(whole[: len(whole) // 2])
    assert run(tmp_path / "cut", tmp_path / "out") == 1
    assert "cannot be read as plain weights" in capsys.readouterr().err


def test_hub_name_from_the_cache(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The cache as the hub's own library lays it out, without a network."""
    commit = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "cache" / "models--someone--xlm-roberta-tiny"
    write(repository / "snapshots" / commit, "xlm-roberta", "bin")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    options = ["--cache", str(tmp_path / "cache"), "--offline"]
    assert run("someone/xlm-roberta-tiny", tmp_path / "ours", *options) == 0
    assert folder_config(tmp_path / "ours").layers == 2
    capsys.readouterr()
    assert run("someone/absent", tmp_path / "ours", *options) == 1
    assert "neither a folder nor a checkpoint of the hub" in capsys.readouterr().err


def test_without_the_hub_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(CheckpointError, match="pip install huggingface_hub"):
        download("someone/model", revision=None, cache=None, offline=True)


def test_imported_weights_become_a_package(tmp_path: Path) -> None:
    """From the public files to a model package, with the tokenizer that lies beside them."""
    tokenizer = random_tokenizer(tmp_path / "made", "xlm-roberta", 800, 1)
    rows = Tokenizer(tokenizer, "xlm-roberta").vocabulary_size
    values = SIZES | {"vocab_size": rows, "max_position_embeddings": 514}
    model = transformers.XLMRobertaForMaskedLM(transformers.XLMRobertaConfig(**values))
    model.save_pretrained(tmp_path / "theirs")
    (tmp_path / "theirs" / "sentencepiece.bpe.model").write_bytes(tokenizer.read_bytes())
    assert run(tmp_path / "theirs", tmp_path / "ours") == 0
    folders = ["--weights", str(tmp_path / "ours"), "--out", str(tmp_path / "package")]
    assert main(["export", *folders, "--variants", "float32"]) == 0
    assert main(["verify", "--model", str(tmp_path / "package"), "--tolerance", "1e-3"]) == 0
