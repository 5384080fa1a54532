"""mT0 and BLOOMZ in the same harness: real configurations with random weights, made here."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BloomConfig, BloomForCausalLM, MT5Config, MT5ForConditionalGeneration, PreTrainedTokenizerFast

from models.evaluation.paper import command
from models.evaluation.paper.tasks import Question
from models.evaluation.peers.errors import PeerError
from models.evaluation.peers.load import load_peer
from models.evaluation.peers.scorer import Likelihood, Pair, PeerScorer
from models.tests.paper_folder import build_folder

_WORDS = "<pad> </s> <unk> a b c d e f g".split()
PAIRS = [
    Pair([3, 4, 5], [6, 1]),
    Pair([7], [3, 4, 5, 6, 1]),
    Pair([3, 4, 5, 6, 7, 8, 9, 3, 4], [8, 9, 1]),
    Pair([9, 8], [7, 1]),
]


def save_tokenizer(folder: Path, *, ends: bool) -> None:
    """A tokenizer of words; with `ends` it puts `</s>` after a text, as that of mT5 does and that of BLOOM does not."""
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(_WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    if ends:
        tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    names = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(folder)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of each kind, as the hub has it."""
    torch.manual_seed(1)
    sizes = {"vocab_size": len(_WORDS), "pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0}
    small = {"d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 2, "num_heads": 2, "initializer_factor": 2.0}
    made: dict[str, Any] = {
        "mt0": MT5ForConditionalGeneration(MT5Config(**sizes, **small)),
        "bloomz": BloomForCausalLM(
            BloomConfig(vocab_size=10, hidden_size=16, n_layer=2, n_head=2, pad_token_id=0, initializer_range=0.5)
        ),
    }
    found = {}
    for name, model in made.items():
        found[name] = tmp_path_factory.mktemp(name)
        model.save_pretrained(found[name])
        save_tokenizer(found[name], ends=name == "mt0")
    return found


@pytest.fixture(params=["mt0", "bloomz"])
def peer(request: pytest.FixtureRequest, folders: dict[str, Path]) -> PeerScorer:
    return load_peer(str(folders[request.param]))


def by_hand(peer: PeerScorer, pair: Pair) -> float:
    """The log-likelihood of an answer, token by token, without padding and without the model's own shift."""
    model = peer._model
    total = 0.0
    for i, token in enumerate(pair.answer):
        before = pair.answer[:i]
        with torch.no_grad():
            if model.config.is_encoder_decoder:
                decoder = torch.tensor([[model.config.decoder_start_token_id, *before]])
                logits = model(input_ids=torch.tensor([pair.prompt]), decoder_input_ids=decoder).logits
            else:
                logits = model(input_ids=torch.tensor([pair.prompt + before])).logits
        total += float(torch.log_softmax(logits[0, -1].double(), dim=-1)[token])
    return total


def test_likelihood_is_the_chain_of_its_tokens(peer: PeerScorer) -> None:
    for pair, found in zip(PAIRS, peer.likelihoods(PAIRS), strict=True):
        assert found.total == pytest.approx(by_hand(peer, pair), abs=1e-4)
        assert found.tokens == len(pair.answer)


def test_a_batch_changes_nothing(peer: PeerScorer) -> None:
    together = [found.total for found in peer.likelihoods(PAIRS)]
    alone = [peer.likelihoods([pair])[0].total for pair in PAIRS]
    assert together == pytest.approx(alone, abs=1e-4)
    # Otherwise the comparison would say nothing.
    assert max(together) - min(together) > 1


def test_batches_stay_within_their_tokens_and_keep_the_order(peer: PeerScorer) -> None:
    peer._batch_tokens = 16
    order = sorted(range(len(PAIRS)), key=lambda i: len(PAIRS[i]))
    batches = peer._batches(order, PAIRS)
    assert sorted(i for batch in batches for i in batch) == [0, 1, 2, 3]
    assert len(batches) > 1
    assert all(len(batch) * max(len(PAIRS[i]) for i in batch) <= 16 for batch in batches)
    assert [found.tokens for found in peer.likelihoods(PAIRS)] == [len(pair.answer) for pair in PAIRS]


def test_prompt_of_a_question_has_no_end_and_its_answers_have_the_tokenizers(folders: dict[str, Path]) -> None:
    question = Question("xcopa", "et", "p", "a b c", ("d", "e f"), 0)
    for name, end in (("mt0", [1]), ("bloomz", [])):
        peer = load_peer(str(folders[name]))
        expected = [by_hand(peer, Pair([3, 4, 5], [*ids, *end])) for ids in ([6], [7, 8])]
        (choice,) = peer.choose([question])
        assert choice.label == expected.index(max(expected))
        assert not choice.equal
        assert not choice.cut


def test_mean_and_sum_can_differ() -> None:
    short, long = Likelihood(-3.0, 1), Likelihood(-4.0, 4)
    assert short.score(length_normalised=False) > long.score(length_normalised=False)
    assert short.score(length_normalised=True) < long.score(length_normalised=True)


def test_normalised_scores_decide_if_asked_to(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    question = Question("xcopa", "et", "p", "a", ("d", "e f g a"), 0)
    for normalised, label in ((False, 0), (True, 1)):
        peer = load_peer(str(folders["mt0"]), length_normalised=normalised)
        monkeypatch.setattr(peer, "likelihoods", lambda _pairs: [Likelihood(-3.0, 1), Likelihood(-4.0, 4)])
        assert peer.choose([question])[0].label == label


def test_a_prompt_that_is_too_long_loses_its_end(folders: dict[str, Path]) -> None:
    peer = load_peer(str(folders["bloomz"]))
    peer._longest = 2
    long, short = (Question("xcopa", "et", "p", text, ("d", "e"), 0) for text in ("a b c c c", "a b"))
    cut, whole = peer.choose([long, short])
    assert (cut.cut, whole.cut) == (True, False)
    assert cut.label == whole.label


def test_a_peer_that_cannot_be_had_is_said_so(folders: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(PeerError, match=r"bigscience/mt0-nothing.*Connect to the internet"):
        load_peer("bigscience/mt0-nothing", offline=True)
    with pytest.raises(PeerError, match="holds no model"):
        load_peer(str(tmp_path))
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.json").write_bytes((folders["mt0"] / "config.json").read_bytes())
    save_tokenizer(broken, ends=True)
    with pytest.raises(PeerError, match="holds no model"):
        load_peer(str(broken))


def test_command_measures_peers_in_the_templates_own_words(
    folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    words = ["--peer", str(folders["mt0"]), "--peer", str(folders["bloomz"]), "--data", str(build_folder(tmp_path))]
    words += ["--limit", "2", "--out", str(tmp_path / "out"), "--length-normalised"]
    assert command.run(parser.parse_args(words)) == 0
    stored = json.loads((tmp_path / "out" / "paper.json").read_text(encoding="utf-8"))
    assert len(stored["understanding"]) == 2
    assert stored["translation"] == []
    assert "--length-normalised" in stored["command"]
    assert str(tmp_path) not in stored["command"]
    for entry in stored["understanding"]:
        assert entry["decoder"] == "transformers, float32"
        assert entry["labels"].startswith("the prompt alone; mean")
        assert entry["parameters"] > 1000
    assert "mT0-13B, published" in capsys.readouterr().out
    assert command.run(parser.parse_args([*words, "--peer", "bigscience/nothing", "--offline"])) == 1
    assert "Connect to the internet" in capsys.readouterr().err
