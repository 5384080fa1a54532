"""``python -m models tokenizer``: train the SentencePiece unigram model of the mini family."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import sentencepiece

from models.data.corpus import ALWAYS, chinese_characters, collect, sample
from models.data.instructions import InstructionTable
from models.text.tokenizer import COPY_CODE_POINT, COPY_TOKENS, Tokenizer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--data", type=Path, required=True, help="folder of the collected text")
    parser.add_argument("--out", type=Path, required=True, help="folder for tokenizer.model")
    parser.add_argument("--vocabulary", type=int, default=14_000, help="number of pieces (12000-16000)")
    parser.add_argument("--least", type=int, default=4, help="occurrences that earn a Chinese character a piece")
    parser.add_argument("--seed", type=int, default=1)


def train_model(lines: list[str], prefix: Path, vocabulary: int, required: str = "", coverage: float = 0.9995) -> Path:
    """Train on `lines` and write `prefix`.model. Returns its path.

    The normaliser is the identity (NFC is applied outside, by the same code in both languages), so that a text comes
    back from its ids as it was; bytes stand in for what the vocabulary lacks.
    """
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(prefix),
        model_type="unigram",
        vocab_size=vocabulary,
        normalization_rule_name="identity",
        byte_fallback=True,
        split_digits=True,
        character_coverage=coverage,
        required_chars=required,
        pad_id=0,
        unk_id=1,
        eos_id=2,
        bos_id=-1,
        control_symbols=["<mask>", "<length>"],
        user_defined_symbols=[chr(COPY_CODE_POINT + k) for k in range(COPY_TOKENS)],
        # Seed pieces are ranked by frequency x length; a smaller pool trains faster at no measurable cost.
        seed_sentencepiece_size=400_000,
        shuffle_input_sentence=False,
        num_threads=2,
        minloglevel=1,
    )
    return prefix.with_suffix(".model")


def run(args: argparse.Namespace) -> None:
    """Collect, train, and check that the special ids are where the manifest says."""
    started = time.monotonic()
    args.out.mkdir(parents=True, exist_ok=True)
    lines = collect(args.data)
    required = chinese_characters(lines, args.least) + ALWAYS
    table = InstructionTable.load()
    texts = table.canonical_texts() + [label for labels in table.label_sets.values() for label in labels]
    corpus = list(sample(lines, texts, args.seed))
    print(f"{len(corpus)} lines, {len(required)} characters required", file=sys.stderr)
    path = train_model(corpus, args.out / "tokenizer", args.vocabulary, required)
    tokenizer = Tokenizer(path)
    print(f"{path}: {tokenizer.vocabulary_size} pieces, {time.monotonic() - started:.0f} s", file=sys.stderr)
