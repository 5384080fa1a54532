"""Tiny models with random weights, for tests and benchmarks of everything that does not depend on quality."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import cast

import sentencepiece
import torch

from models.architecture.config import Family, ModelConfig, mini_config, minilm_config, xlmr_config
from models.architecture.instruct_model import InstructModel
from models.data.instructions import InstructionTable
from models.data.train_tokenizer import train_model

_LETTERS = {"latin": "abcdefghijklmnopqrstuvwxyzäöüßéèñ", "han": "".join(map(chr, range(0x4E00, 0x4E80)))}


def random_config(
    family: Family, vocabulary_size: int, *, hidden_size: int, layers: int, heads: int, feed_forward_size: int
) -> ModelConfig:
    """A configuration of that family; `vocabulary_size` is the tokenizer's, with its special tokens."""
    if family == "mini":
        return mini_config(
            vocabulary_size,
            hidden_size=hidden_size,
            layers=layers,
            heads=heads,
            feed_forward_size=feed_forward_size,
            revises=True,
        )
    if family == "minilm":
        return minilm_config(
            vocabulary_size,
            layers=layers,
            hidden_size=hidden_size,
            heads=heads,
            feed_forward_size=feed_forward_size,
        )
    return xlmr_config(
        family,
        vocabulary_size=vocabulary_size,
        hidden_size=hidden_size,
        layers=layers,
        heads=heads,
        feed_forward_size=feed_forward_size,
        dropout=0.0,
    )


def random_model(config: ModelConfig, seed: int) -> InstructModel:
    """Weights with which different sources, and different positions of one target, get different answers.

    A fully masked target starts as equal vectors: only sharp attention at differing positions tells them apart, hence
    the large queries and keys.
    """
    torch.manual_seed(seed)
    model = InstructModel(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise, fan_in = torch.randn_like(parameter), parameter.shape[-1]
            if name.endswith("norm.weight"):
                parameter.copy_(1 + 0.1 * noise)
            elif name.endswith("embeddings.weight"):
                parameter.copy_(0.6 * noise)
            elif parameter.ndim < 2:
                parameter.copy_(0.05 * noise)
            else:
                gain = 1.8 if "query" in name or "key" in name else 1.5 if "attention_output" in name else 1.0
                parameter.copy_(gain * fan_in**-0.5 * noise)
        model.backbone.word_embeddings.weight[config.mask_id] = 0
        if config.revises:
            # About the log Σ exp(logit) of normally distributed logits: some tokens are out of place, most are not.
            model.head_bias[config.mask_id] = math.log(config.vocabulary_size) + 0.18 * config.hidden_size - 2
        # Mostly lengths near the text's own, as a trained model predicts.
        model.length_head.bias.copy_(-0.05 * (torch.arange(config.length_classes) + config.length_minimum).abs())
    return model.eval()


def random_tokenizer(folder: Path, family: Family, vocabulary: int, seed: int) -> Path:
    """Train a SentencePiece model on invented words in Latin and Han letters; returns its path."""
    generator = random.Random(seed)
    words = [
        "".join(generator.choices(_LETTERS["latin"], k=generator.randint(1, 9))) for _ in range(vocabulary * 2)
    ] + ["".join(generator.choices(_LETTERS["han"], k=generator.randint(1, 3))) for _ in range(vocabulary // 2)]
    lines = [" ".join(generator.choices(words, k=12)) + generator.choice(".!?。") for _ in range(4000)]
    table = InstructionTable.load()
    lines += table.canonical_texts() * 20 + [label for labels in table.label_sets.values() for label in labels] * 20
    folder.mkdir(parents=True, exist_ok=True)
    if family in ("mini", "minilm"):
        path = train_model(lines, folder / "tokenizer", vocabulary)
        path.with_suffix(".vocab").unlink()
        return path
    # XLM-R's layout: the file has <unk>, <s>, </s> in front; ids are shifted by one where it is loaded.
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(folder / "tokenizer"),
        model_type="unigram",
        vocab_size=vocabulary,
        normalization_rule_name="nmt_nfkc",
        num_threads=2,
        minloglevel=1,
    )
    (folder / "tokenizer.vocab").unlink()
    return folder / "tokenizer.model"


def as_family(name: str) -> Family:
    """`name` as a family; raises ValueError for an unknown one."""
    if name not in ("mini", "minilm", "xlm-roberta", "xlm-roberta-xl"):
        raise ValueError(f"unknown family {name}")
    return cast(Family, name)
